"""Repairs of parses: what parsers of news prose get wrong again and again, undone by rule.

All functions change `heads` and `labels` (UD, by token index) in place.
"""

from __future__ import annotations

from spacy.tokens import Doc

from diplograph.language.headlines import mend_headlines
from diplograph.language.reattaching import above, reattach
from diplograph.language.relatives import mend_relatives

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RELATIVE = frozenset({"WDT", "WP", "WP$"})
_SUBJECT = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl"})
# labels of a clause without a subject of its own that may be the main clause, misplaced
_MISPLACED = frozenset({"root", "parataxis", "advcl", "conj", "acl", "dep", "ccomp"})
_WIDEST_INSERTION, _LONGEST_TITLE = 45, 8  # the latter: tokens between two names of a list


def mend(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Apply all repairs."""
    reattach(doc, heads, labels)
    mend_headlines(doc, heads, labels)
    _late_subjects(doc, heads, labels)
    _verbs_below_nouns(doc, heads, labels)
    _coordination(doc, heads, labels)
    _lists(doc, heads, labels)
    _parted_subjects(doc, heads, labels)
    _double_subjects(doc, heads, labels)
    _participles(doc, heads, labels)
    _lost_subjects(doc, heads, labels)
    mend_relatives(doc, heads, labels)


def _late_subjects(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "but urged *Seoul* not to agree" with an object, where the parser has a late subject."""
    controlled = {heads[i]: i for i, label in enumerate(labels) if label == "xcomp"}
    for i, label in enumerate(labels):
        verb = heads[i]
        if label == "nsubj" and verb < i < controlled.get(verb, -1) and doc[verb].tag_ in _FINITE:
            labels[i] = "obj"


def _verbs_below_nouns(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Hang a finite verb that the parser joined to a noun on the clause that it continues.

    That is the nearest verb above of the same tense, else the nearest finite one.
    """
    predicates = {heads[i] for i, label in enumerate(labels) if label == "cop"} | {
        heads[i] for i, label in enumerate(labels) if label.startswith("nsubj")
    }
    for i, label in enumerate(labels):
        noun = heads[i]
        if label != "conj" or doc[i].tag_ not in _FINITE or doc[noun].pos_ not in _NOMINAL:
            continue
        over = [] if noun in predicates else above(heads, noun)
        verbs = [k for k in over if doc[k].tag_ in _FINITE]
        same = [k for k in verbs if doc[k].tag_ == doc[i].tag_]
        if verbs:
            heads[i] = (same or verbs)[0]


def _coordination(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Hang a past tense verb on the past tense verb it continues.

    Parsers read "X said that Y is ready ..., but urged Z" as if Y urged. Coordinated verbs share
    their tense as a rule: a subjectless past verb under a present one inside a past verb's clause
    belongs to the outer verb.
    """
    with_subject = {heads[i] for i, label in enumerate(labels) if label.startswith("nsubj")}
    for i, label in enumerate(labels):
        if label != "conj" or doc[i].tag_ != "VBD" or i in with_subject:
            continue
        first = heads[i]
        outer = heads[first]
        if (
            labels[first] == "ccomp"
            and doc[outer].tag_ == "VBD"
            and not _is_past(doc, heads, first)
        ):
            heads[i] = outer


def _is_past(doc: Doc, heads: list[int], i: int) -> bool:
    tags = {doc[i].tag_} | {
        t.tag_ for t in doc[max(0, i - 8) : i] if heads[t.i] == i and t.pos_ == "AUX"
    }
    return "VBD" in tags


def _lists(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "A, B and C" as a list where the parser took B for an apposition of A."""
    last_conjunct = {heads[i]: i for i, label in enumerate(labels) if label == "conj"}
    for i, label in enumerate(labels):
        head = heads[i]
        if label != "appos" or max(last_conjunct.get(k, -1) for k in (i, head)) < i:
            continue
        names = doc[i].pos_ == "PROPN" and doc[head].pos_ == "PROPN"
        if names and head < i <= head + _LONGEST_TITLE and any(t.text == "," for t in doc[head:i]):
            labels[i] = "conj"


def _parted_subjects(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "jets, ships and a boat *shelled*" as one list where the parser parted it.

    It takes the first noun for the root and the rest for a relative clause without a pronoun.
    """
    for v, label in enumerate(labels):
        first = heads[v]
        if label != "acl:relcl" or doc[v].tag_ not in _FINITE or labels[first] != "root":
            continue
        subjects = [t.i for t in doc[first + 1 : v] if heads[t.i] == v and labels[t.i] == "nsubj"]
        if len(subjects) != 1 or doc[subjects[0]].tag_ in _RELATIVE:
            continue
        second = subjects[0]
        rest = [t.i for t in doc[second:v] if heads[t.i] == second and labels[t.i] == "conj"]
        if rest and doc[first + 1].text == "," and doc[second].pos_ in {"NOUN", "PROPN"}:
            heads[v], labels[v] = v, "root"
            heads[first], labels[first] = v, "nsubj"
            for i in (second, *rest):
                heads[i], labels[i] = first, "conj"


def _double_subjects(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read "the kings of A *and B* met" as one subject where the parser made B another one."""
    for i, label in enumerate(labels):
        if label != "nsubj" or i < 2:
            continue
        before = [t.i for t in doc[doc[i].sent.start : i] if heads[t.i] == heads[i]]
        start = i
        while doc[start - 1].pos_ in {"PROPN", "ADJ", "DET"} and start - 1 > doc[i].sent.start:
            start -= 1
        if labels[i - 1] == "nsubj" and heads[i - 1] == heads[i] and doc[i - 1].pos_ == "NOUN":
            heads[i - 1], labels[i - 1] = i, "nmod:desc"  # "Mali's *ally* Russia vetoed"
            continue
        joined = doc[start - 1].lower_ in {"and", "or"} and doc[start - 2].pos_ in _NOMINAL
        if joined and any(labels[t] == "nsubj" for t in before):
            first = _noun_ending_at(doc, heads, start - 2)
            inside = first is not None and i in above(heads, first)  # "the Peace and X Council"
            if first is not None and first != heads[i] and not inside:
                heads[i], labels[i] = first, "conj"


def _participles(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Read `said, urging Iran to ...` as what the speaker does, not as what is said.

    A participle behind a comma without subject or conjunction is no content clause.
    """
    with_subject = {heads[i] for i, label in enumerate(labels) if label in {"nsubj", "mark"}}
    for i, label in enumerate(labels):
        if label == "ccomp" and doc[i].tag_ == "VBG" and i not in with_subject:
            if i and doc[i - 1].text == "," and heads[i] < i:
                labels[i] = "advcl"
        elif _is_misread_participle(doc, i):
            root = doc[i].sent.root.i
            if root != i:
                heads[i], labels[i] = root, "advcl"


def _is_misread_participle(doc: Doc, i: int) -> bool:
    """Whether a participle behind a comma and before a name hangs wrongly: ", warning Iran"."""
    if not 0 < i < len(doc) - 1 or doc[i].tag_ not in {"NN", "VBG"}:
        return False
    bare = doc[i - 1].text == "," and doc[i].text.islower() and doc[i].text.endswith("ing")
    return bare and doc[i].pos_ == "VERB" and doc[i + 1].pos_ == "PROPN" and doc[i].head.i < i


def _lost_subjects(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Give a finite verb the subject that an insertion or a wrong attachment took from it.

    "Russia, which had called the meeting, *accused* Washington": parsers make Russia the root and
    hang the verb into the insertion. "In a call with Putin, Macron *asked*": Macron becomes an
    apposition of Putin.
    """
    for token in doc:
        v = token.i
        if token.pos_ != "VERB" or labels[v] not in _MISPLACED:
            continue
        children = [t.i for t in token.sent if heads[t.i] == v and t.i != v]
        if not _needs_subject(doc, labels, children, v):
            continue
        end = _subject_end(doc, children, v)
        if end < token.sent.start:
            continue
        opening = end + 1
        if doc[end].text == ",":
            opening = _opening_comma(doc, end)
            end = opening - 1
        subject = _noun_ending_at(doc, heads, end)
        if subject is None or _is_taken(doc, heads, labels, subject, opening, v):
            continue
        _attach_subject(heads, labels, v, subject, opening)
        if opening + 1 < v and doc[opening + 1].tag_ == "VBG":
            heads[opening + 1], labels[opening + 1] = v, "advcl"


def _needs_subject(doc: Doc, labels: list[str], children: list[int], v: int) -> bool:
    """Whether v heads a finite clause in which nothing is the subject and nothing stands for it."""
    if any(labels[c] in _SUBJECT or labels[c] in {"mark", "cc", "cop"} for c in children):
        return False
    if any(doc[c].tag_ in _RELATIVE for c in children):
        return False
    auxiliaries = [doc[c].tag_ for c in children if labels[c].startswith("aux")]
    if doc[v].tag_ == "VBN" and not auxiliaries:  # "accused", tagged as a participle
        has_object = any(labels[c] == "obj" for c in children)
        return has_object and (labels[v] == "acl" or (v > 0 and doc[v - 1].text == ","))
    return bool(_FINITE.intersection([doc[v].tag_, *auxiliaries]))


def _subject_end(doc: Doc, children: list[int], v: int) -> int:
    """The token in front of the verb, its auxiliaries, adverbs and a date between."""
    at = v - 1
    while at >= 0 and (
        (at in children and doc[at].pos_ in {"AUX", "ADV", "PART"})
        or doc[at].ent_type_ in {"DATE", "TIME"}
        or (doc[at].lower_ == "on" and doc[at + 1].ent_type_ == "DATE")
    ):
        at -= 1
    return at


def _opening_comma(doc: Doc, closing: int) -> int:
    """The comma that opens the insertion closed at `closing`: ", which ... ,", ", visiting ...,".

    `closing` itself when no insertion is seen.
    """
    first = max(doc[closing].sent.start, closing - _WIDEST_INSERTION)
    for at in range(closing - 2, first, -1):
        if doc[at].text != ",":
            continue
        relative = any(t.tag_ in _RELATIVE for t in doc[at + 1 : at + 3])
        if relative or doc[at + 1].tag_ == "VBG":
            return at
    return closing


def _noun_ending_at(doc: Doc, heads: list[int], end: int) -> int | None:
    """Head of the noun phrase that ends at a token."""
    if end < 0 or doc[end].pos_ not in _NOMINAL:
        return None
    head = end
    while heads[head] < head and doc[heads[head]].pos_ in _NOMINAL:
        above = heads[head]
        if any(t.is_punct or t.pos_ == "VERB" for t in doc[above:head]):
            break
        if doc[above + 1 : head + 1].text.partition(" ")[0] == "and":
            break
        head = above
    return head


def _is_taken(
    doc: Doc, heads: list[int], labels: list[str], noun: int, opening: int, v: int
) -> bool:
    """Whether a noun already is what another verb needs, so that it is not the lost subject."""
    governor = heads[noun]
    inside = opening <= governor < v
    if labels[noun] in _SUBJECT:
        return not (inside and doc[governor].tag_ == "VBG")
    if labels[v] == "acl" and heads[v] == noun and opening == noun + 1:
        # "the deal clinched in May" is none, but the root of a sentence is: "Troops clashed."
        active = doc[v].tag_ == "VBD" or (v, "obj") in zip(heads, labels, strict=True)
        return labels[noun] != "root" or not active
    plain = labels[noun] in {"root", "vocative", "dep", "parataxis", "conj"}
    return not (plain or _opens_clause(doc, noun))


def _opens_clause(doc: Doc, noun: int) -> bool:
    """Whether a noun phrase begins behind a comma: "In Rome, *Italy's minister*"."""
    at = noun
    while at > doc[noun].sent.start and doc[at - 1].pos_ in {*_NOMINAL, "ADJ", "DET", "PART"}:
        at -= 1
    return at == doc[noun].sent.start or doc[at - 1].text == ","


def _attach_subject(
    heads: list[int], labels: list[str], v: int, subject: int, opening: int
) -> None:
    """Make `subject` the subject of v, and v the head of what it stood in."""
    above = [v]
    while heads[above[-1]] != above[-1]:
        above.append(heads[above[-1]])
    stood = [i for i in above[1:] if opening <= i < v]
    top = subject if subject in above else stood[-1] if stood else v
    if top != v:
        heads[v], labels[v] = (v if heads[top] == top else heads[top]), labels[top]
        if top != subject:
            heads[top], labels[top] = v, "advcl"
    heads[subject], labels[subject] = v, "nsubj"
