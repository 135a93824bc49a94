"""Repairs of headlines, which leave out articles, "and" and full stops.

All functions change `heads` and `labels` (UD, by token index) in place.
"""

from __future__ import annotations

from spacy.tokens import Doc

from diplograph.language.reattaching import children_of

_PRESENT = frozenset({"VB", "VBP", "VBZ"})


def mend_headlines(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Apply all repairs."""
    _addressed(doc, heads, labels)
    _listed(doc, heads, labels)
    _hidden_verbs(doc, heads, labels)
    _names_first(doc, heads, labels)


def _addressed(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "*Xi*, Putin meet" with two subjects: news calls nobody by name."""
    for i, label in enumerate(labels):
        verb = heads[i]
        if label != "vocative" or doc[i].tag_ != "NNP" or doc[verb].tag_ not in {"VB", "VBP"}:
            continue
        beside = [k for k in range(i + 1, verb) if labels[k] == "nsubj" and heads[k] == verb]
        if len(beside) == 1 and doc[beside[0]].pos_ == "PROPN":
            labels[i] = "nsubj"
            heads[beside[0]], labels[beside[0]] = i, "conj"


def _listed(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "*Egypt*, Ethiopia resume talks" with two subjects: the verb is a plural's."""
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        first = heads[i]
        verb = heads[first]
        if label not in {"appos", "flat"} or not first < i < verb or labels[first] != "nsubj":
            continue
        names = doc[first].tag_ == "NNP" and doc[i].pos_ == "PROPN"
        plural = [verb, *(k for k in dependents[verb] if labels[k] == "aux")]
        start = min([i, *(k for k in dependents[i] if k > first)])
        while start and labels[start - 1] in {"punct", "compound"} and start - 1 > first:
            start -= 1
        if names and doc[start].text == "," and any(doc[k].tag_ == "VBP" for k in plural):
            labels[i] = "conj"


def _hidden_verbs(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "Japan and India *sign* defence pact" with a verb, where the parser has a compound."""
    dependents = children_of(heads)
    for i, label in enumerate(labels):
        noun = heads[i]
        if label not in {"compound", "amod", "nsubj", "nmod:desc"} or noun <= i:
            continue
        if labels[noun] != "root" or doc[noun].pos_ != "NOUN" or doc[i].tag_ not in _PRESENT:
            continue
        above = (*dependents[noun], *dependents[i])
        subjects = [k for k in above if k < i and labels[k] == "nsubj"]
        if len(subjects) != 1 or any(labels[k] == "cop" for k in dependents[noun]):
            continue
        heads[i], labels[i] = i, "root"
        heads[noun], labels[noun] = i, "obj"
        heads[subjects[0]] = i


def _names_first(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "Lavrov *to visit* Ankara" and "Xi, Putin *meet*" as clauses with subjects.

    Without a finite verb in the past the parser takes the names for the head of it all.
    """
    dependents = children_of(heads)
    for v in range(1, len(doc)):
        to_come = doc[v].tag_ == "VB" and doc[v - 1].lower_ == "to"
        if not to_come and doc[v].tag_ != "VBP":
            continue
        last = v - 2 if to_come else v - 1
        names = _names_up_to(doc, last)
        top = v
        while heads[top] != top:
            top = heads[top]
        governed = {v, *(k for name in names for k in name)}
        if not names or top not in governed or any(labels[k] == "nsubj" for k in dependents[v]):
            continue
        heads[v], labels[v] = v, "root"
        first = names[0][-1]
        for name in names:
            for k in name:
                heads[k], labels[k] = name[-1], "compound"
            heads[name[-1]] = first
            labels[name[-1]] = "conj"
        heads[first], labels[first] = v, "nsubj"


def _names_up_to(doc: Doc, last: int) -> list[list[int]]:
    """Names with commas between them that begin a sentence and end with a word; [] if not so."""
    found: list[list[int]] = [[]]
    for k in range(last, -1, -1):
        if doc[k].tag_ in {"NNP", "NNPS"}:
            found[0].insert(0, k)
        elif doc[k].text == "," and found[0]:
            found.insert(0, [])
        else:
            return []
        if doc[k].is_sent_start:
            return found if found[0] else []
    return []
