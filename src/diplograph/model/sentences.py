"""Sentence boundaries that need no model: they overrule the encoder's scores.

A blank line ends a sentence; a closing quote or bracket never begins one, and neither does the name
after "Mr." or "Gen." or the inside of an entity.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

# "WASHINGTON/SANAA — ", "PRETORIA, Nov. 3 — " in front of a text's first sentence
_DATELINE = re.compile(r"[A-Z][A-Z.'’ /-]+(?:, [^\n—–]{1,25})? (?:—|–|--) (?=\w)")
CLOSING = frozenset("\"'”’»)]}")
FINAL = frozenset(".!?…,;:")
TITLES = frozenset(
    (
        *("Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Gen.", "Sen.", "Rep.", "Gov.", "Lt.", "Col."),
        *("Maj.", "Capt.", "Sgt.", "Adm.", "Rev.", "Hon.", "Amb.", "St."),
    )
)


def closes(token: Token) -> bool:
    """Whether the token is a quote or bracket that belongs to what stands right before it."""
    if token.text not in CLOSING or token.i == 0:
        return False
    before = token.doc[token.i - 1]
    attached = not before.whitespace_ and not before.is_space
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    loose = following is None or bool(token.whitespace_) or following.is_space
    return attached and loose


def boundary(token: Token) -> bool | None:
    """True or False where the token must or must not begin a sentence, else None."""
    if token.i == 0:
        return None
    before = token.doc[token.i - 1]
    if before.is_punct and token.i < 16 and _ends_dateline(token):
        return True
    if before.is_space and before.text.count("\n") > 1 and not token.is_space:
        return True
    if token.ent_iob_ == "I" or closes(token) or (before.text in TITLES and token.is_title):
        return False
    return None


def _ends_dateline(token: Token) -> bool:
    """Whether the token is the first behind the dateline that the text begins with."""
    match = _DATELINE.match(token.doc.text)
    return match is not None and match.end() == token.idx
