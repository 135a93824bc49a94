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
