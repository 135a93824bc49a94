"""Relative clauses that the parser hangs on people: no person is a "which".

All functions change `heads` (UD, by token index) in place.
"""

from __future__ import annotations

from spacy.tokens import Doc

from diplograph.language.reattaching import INSIDE_NAME, above
from diplograph.word_classes import word_class


def mend_relatives(doc: Doc, heads: list[int], labels: list[str]) -> None:
    """Hang "envoys of *Abkhazia*, which Russia recognised" on the name, not on the envoys."""
    for verb, label in enumerate(labels):
        noun = heads[verb]
        if label != "acl:relcl" or not _is_human(doc, noun):
            continue
        which = next((k for k in range(noun + 1, verb) if doc[k].lower_ == "which"), None)
        if which is None or verb not in {heads[which], heads[heads[which]]}:
            continue
        last = which - 1
        while last > noun and doc[last].is_punct:
            last -= 1
        while labels[last] in INSIDE_NAME:
            last = heads[last]
        if last > noun and doc[last].pos_ == "PROPN" and noun in above(heads, last):
            heads[verb] = last


def _is_human(doc: Doc, i: int) -> bool:
    """Whether a noun is one for people, in the singular or plural."""
    word = doc[i].lower_
    return not {word, word.removesuffix("s")}.isdisjoint(word_class("human"))
