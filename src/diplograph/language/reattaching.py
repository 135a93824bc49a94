"""Repairs of single arcs: what hangs on the wrong word, moved where the grammar wants it.

All functions change `heads` and `labels` (UD, by token index) in place.
"""

from __future__ import annotations

from spacy.tokens import Doc

from diplograph.word_classes import word_class

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_AUXILIARY = frozenset({"aux", "aux:pass", "cop"})
INSIDE_NAME = frozenset({"compound", "nmod:desc", "amod", "flat"})
_SUBJECT = frozenset({"nsubj", "nsubj:pass"})
_OBJECTS = frozenset({"obj", "nsubj:pass", "aux:pass"})


def reattach(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Apply all repairs of single arcs."""
    _below_auxiliaries(heads, labels)
    _charged(doc, heads, labels)
    _torn_objects(doc, heads, labels)
    _past_below_infinitives(doc, heads, labels)
    _open_lists(doc, heads, labels)
    _lists_of_subjects(doc, heads, labels)
    _lists_of_places(doc, heads, labels)
    _behind_the_speaker(doc, heads, labels)
    _second_parties(doc, heads, labels)
    _parted_parties(heads, labels)
    _apposed_parties(doc, heads, labels)
    _repaired(doc, heads, labels)
    _absolute(doc, heads, labels)
    _reported(doc, heads, labels)
    _called(doc, heads, labels)
    _double_objects(doc, heads, labels)
    _active(doc, heads, labels)


def children_of(heads: list[int]) -> list[list[int]]:
    """The words that depend on each word, in the order of the text; a root depends on none."""
    below: list[list[int]] = [[] for _ in heads]
    for i, head in enumerate(heads):
        if head != i:
            below[head].append(i)
    return below


def above(heads: list[int], i: int) -> list[int]:
    """What a word depends on, its head first."""
    found: list[int] = []
    while heads[i] != i:
        i = heads[i]
        found.append(i)
    return found


def _below_auxiliaries(heads: list[int], labels: list[str]) -> None:
    """Hang what depends on an auxiliary on its verb: "*Ankara* had for weeks accused"."""
    for i, label in enumerate(labels):
        above = heads[i]
        if labels[above] in _AUXILIARY and label not in {"fixed", "goeswith", "conj", "cc"}:
            heads[i] = heads[above]


def _charged(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "accuses *Chad* of having armed" with an object, not with a clause of Chad's."""
    dependents = children_of(heads)
    for v, label in enumerate(labels):
        if label != "ccomp" or doc[v].pos_ not in {"VERB", "AUX"}:
            continue
        governor = heads[v]
        below = [k for k in dependents[v] if governor < k < v]
        charge = any(
            labels[k] in {"mark", "case"} and doc[k].lower_ in word_class("charging") for k in below
        )
        subjects = [k for k in below if labels[k] in _SUBJECT]
        if charge and subjects and doc[v].tag_ in {"VBG", "VBN"}:
            heads[subjects[0]], labels[subjects[0]] = governor, "obj"
            labels[v] = "advcl"


def _torn_objects(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Give a verb the name right behind it that hangs inside the phrase in front of the verb.

    "the ministry praised *South* Africa", with South as a compound of ministry.
    """
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        head = heads[i]
        if label not in INSIDE_NAME or not head < i - 1 or doc[i].pos_ != "PROPN":
            continue
        verb = i - 2 if doc[i - 1].pos_ == "DET" else i - 1
        if doc[verb].pos_ == "VERB" and head < verb and labels[head] in _SUBJECT:
            taken = any(labels[k] == "obj" for k in dependents[verb])
            heads[i], labels[i] = verb, "obl" if taken else "obj"


def _past_below_infinitives(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Hang "and *called* for" in "urged Chad to stop and called for" on the past verb above."""
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        first = heads[i]
        if label != "conj" or doc[i].tag_ not in {"VBD", "VBN"} or doc[first].tag_ != "VB":
            continue
        if any(labels[k] in {*_AUXILIARY, *_SUBJECT} for k in dependents[i]):
            continue
        if not any(k < first and doc[k].lower_ == "to" for k in dependents[first]):
            continue
        above = first
        while heads[above] != above and doc[above].tag_ != "VBD":
            above = heads[above]
        if doc[above].tag_ == "VBD":
            heads[i] = above


def _open_lists(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "*jets*, ships and a boat shelled" as a list where the first hangs on the second."""
    dependents = children_of(heads)
    for first, label in enumerate(labels):
        second = heads[first]
        if label not in {"parataxis", "appos", "dep", "nmod:unmarked"} or not first < second:
            continue
        nominal = doc[first].pos_ in _NOMINAL and doc[second].pos_ in _NOMINAL
        commas = any(t.text == "," for t in doc[first:second])
        listed = [k for k in dependents[second] if k > second and labels[k] == "conj"]
        if nominal and commas and listed and labels[second] in _SUBJECT:
            heads[first], labels[first] = heads[second], labels[second]
            for k in listed:
                heads[k] = first
            heads[second], labels[second] = first, "conj"


def _lists_of_places(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "in *London*, Paris and Rome", "from *Peru*, Chile and Cuba" as one list of places."""
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        first = i - 2
        if first < 0 or doc[i - 1].text != "," or labels[first] not in {"nmod", "obl"}:
            continue
        inside = heads[i] == first and label in INSIDE_NAME | {"nmod:unmarked"}
        beside = heads[i] == heads[first] and label in {"appos", "nmod", "nmod:unmarked"}
        if not (inside or beside) or any(labels[k] == "case" for k in dependents[i]):
            continue
        below = dependents[first] if inside else dependents[i]
        listed = [k for k in below if k > i and labels[k] == "conj" and doc[k].pos_ == "PROPN"]
        names = doc[first].pos_ == "PROPN" == doc[i].pos_
        where = any(doc[k].lower_ in word_class("locative") for k in dependents[first])
        where = where or {doc[first].ent_type_, doc[i].ent_type_} <= {"LOC", "GPE"}
        if names and where and listed:
            heads[i], labels[i] = first, "conj"
            for k in listed:
                heads[k] = first


def _lists_of_subjects(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "*Chad*, Mali and Niger withdrew" with one subject where the parser sees two."""
    dependents = children_of(heads)
    for verb, below in enumerate(dependents):
        subjects = [k for k in below if labels[k] == "nsubj" and k < verb]
        if len(subjects) != 2:
            continue
        first, second = subjects
        between = doc[first + 1 : second]
        beside = all(t.i in dependents[second] for t in between)
        listed = any(k > second and labels[k] == "conj" for k in dependents[second])
        if beside and listed and any(t.text == "," for t in between):
            heads[second], labels[second] = first, "conj"


def _behind_the_speaker(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Hang a participle behind the speaker on who speaks: ""Go," Tebboune said, *warning* Mali"."""
    for i, label in enumerate(labels):
        said = heads[i]
        verb = heads[said]
        fronted = labels[said] == "ccomp" and said < verb < i
        if label == "advcl" and doc[i].tag_ == "VBG" and fronted and doc[i - 1].text == ",":
            heads[i] = verb


def _second_parties(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "talks between Chad and *Darfur leaders*" with two parties, not with a loose noun."""
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        if label != "nmod" or any(labels[k] == "case" for k in dependents[i]):
            continue
        inside = [i, *(k for k in dependents[i] if k < i)]
        joined = any(doc[k].lower_ == "and" for n in inside for k in dependents[n] if k < i)
        before = [k for k in dependents[heads[i]] if k < i and labels[k] == "nmod"]
        if joined and before:
            heads[i], labels[i] = before[-1], "conj"


def _parted_parties(heads: list[int], labels: list[str]) -> None:
    """Read "began between *Chad* and Mali" with two parties where the parser parted them."""
    dependents = children_of(heads)
    for second, below in enumerate(dependents):
        case = next((k for k in below if labels[k] == "case" and k < second), second)
        joined = any(labels[k] == "cc" and k > case for k in below)
        if labels[second] not in {"obl", "nmod"} or not joined:
            continue
        beside = (k for k in dependents[heads[second]] if case < k < second)
        first = next((k for k in beside if labels[k] == labels[second]), None)
        if first is not None and not any(labels[k] == "case" for k in dependents[first]):
            heads[second], labels[second] = first, "conj"
            heads[case] = first


def _apposed_parties(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "between the minister and *President X*" with two persons, not with one beside it."""
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        first = heads[i]
        if label != "appos" or not any(doc[k].lower_ == "between" for k in dependents[first]):
            continue
        before = [k for n in (i, *dependents[i]) for k in dependents[n] if first < k < i]
        if any(labels[k] == "cc" for k in before):
            labels[i] = "conj"


def _repaired(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "called *that* a hostile act" with an object, not with a slip of the tongue."""
    for i, label in enumerate(labels):
        if label != "reparandum" or not i or doc[i].lower_ not in word_class("thing_pronoun"):
            continue
        if doc[i - 1].pos_ == "VERB" and heads[heads[i]] == i - 1:
            heads[i], labels[i] = i - 1, "obj"


def _absolute(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "with *Niger* acting as mediator" as a clause with a subject."""
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        verb = heads[i]
        if label not in {"obl", "nmod"} or verb <= i or doc[verb].tag_ != "VBG":
            continue
        opened = [k for k in dependents[i] if k < i and doc[k].lower_ == "with"]
        if opened and doc[i].pos_ in _NOMINAL:
            labels[i] = "nsubj"
            heads[opened[0]], labels[opened[0]] = verb, "mark"


def _reported(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "say the attacks *targeted* pilgrims" as a clause that is said, not as a participle.

    A participle in a passive sense has no object of its own.
    """
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        noun = heads[i]
        verb = heads[noun]
        if label != "acl" or doc[i].tag_ not in {"VBN", "VBD"} or labels[noun] != "obj":
            continue
        active = any(labels[k] == "obj" and k > i for k in dependents[i])
        told = doc[verb].lemma_ in word_class("speaking") and doc[verb].pos_ == "VERB"
        if active and told and not any(labels[k] == "ccomp" for k in dependents[verb]):
            heads[i], labels[i] = verb, "ccomp"
            heads[noun], labels[noun] = i, "nsubj"


def _called(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "called the *president*" with an object: nobody is called something unnamed."""
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        verb = heads[i]
        if label != "xcomp" or doc[i].pos_ not in _NOMINAL or labels[verb] == "acl:relcl":
            continue
        beside = {labels[k] for k in dependents[verb]}
        bare = not any(labels[k] in {"case", "mark", "cop"} for k in dependents[i])
        if doc[verb].lemma_ in word_class("naming") and bare and not beside & _OBJECTS:
            labels[i] = "obj"


def _double_objects(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "imposed *visa* bans" with one object: a thing without an article gets nothing."""
    for i, label in enumerate(labels[:-1]):
        beside = labels[i + 1] == label == "obj" and heads[i + 1] == heads[i]
        if (
            beside
            and doc[i].tag_ == "NN"
            and doc[i + 1].pos_ == "NOUN"
            and doc[i - 1].pos_ != "DET"
        ):
            heads[i], labels[i] = i + 1, "compound"


def _active(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "*Oslo* expelled two diplomats" and "*Oslo* mediated between" as active.

    A verb in the past tense that has an object is no passive, and nobody is mediated between.
    """
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        verb = heads[i]
        beside = {labels[k] for k in dependents[verb]}
        if label != "nsubj:pass" or "aux:pass" in beside or verb + 1 >= len(doc):
            continue
        between = doc[i].pos_ == "PROPN" and doc[verb + 1].lower_ == "between"
        if between or (doc[verb].tag_ == "VBD" and "obj" in beside):
            labels[i] = "nsubj"
