"""Mentions: spans of tokens that may name an actor, with the mention they belong to.

Names come from the gazetteer and the pipeline's entities together, the rest from the gazetteer's
words for roles, organs and groups. Owners are attached here ("the *Chinese* foreign ministry",
"spokesman for *the ministry*"); who is meant is decided in `resolve`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from diplograph.actors.index import Form
from diplograph.gazetteer import Entry, GroupNoun, RolePhrase
from diplograph.language.syntax import Syntax

LONGEST_DATELINE = 30
"""Tokens at a text's beginning among which a dateline is looked for."""
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z'’.\-]+(?:[ /,]+[A-Z][A-Z'’.\-]*)*(?:,? [A-Z][a-z]+)?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: \([^)\n]{2,30}\))? ?(?:—|–|--|-) "
    # "Tehran, March 15, IRNA -": in small letters only with a date
    r"|\s*[A-Z][a-z]+(?: [A-Z][a-z]+)?, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?"
    r"(?:,? \(?[A-Z][A-Za-z]{1,12}\)?)? ?(?:—|–|--|-) "
)


_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})


@dataclass(slots=True)
class Mention:
    """A span of tokens that may stand for an actor; `owner` is the mention it belongs to.

    `label` is the entity label or blank, `name` the personal name that follows an office,
    `several` whether it is plural, `pair` how many parties it means ("both sides": 2) or 0.
    """

    start: int
    end: int
    head: int
    form: Form
    text: str
    label: str = ""
    entries: tuple[Entry, ...] = ()
    role: RolePhrase | None = None
    organ: str = ""
    noun: GroupNoun | None = None
    owner: Mention | None = None
    name: Mention | None = None
    several: bool = False
    pair: int = 0
    former: bool = False
    definite: bool = False


def dateline_end(doc: Doc) -> int:
    """Number of tokens that the dateline takes: "BEIJING, Feb. 6 (Xinhua) --", else 0."""
    opening = doc[:LONGEST_DATELINE]
    match = _DATELINE.match(opening.text)
    if match is None:
        return 0
    return next((t.i for t in opening if t.idx >= match.end()), 0)


def head_of(s: Syntax, start: int, end: int) -> int:
    """The token of a span that syntax attaches to the rest of the sentence."""
    outer = [i for i in range(start, end) if not start <= s.heads[i] < end]
    if not outer:
        return s.doc[start:end].root.i
    # "Syrian" of "Turkish and Syrian troops" hangs on "Turkish"
    outer = [i for i in outer if s.labels[i] != "conj" or s.doc[i].pos_ != "ADJ"] or outer
    # of "in Port-au-Prince" the parser may hang two parts on the verb, one with the preposition
    return next((i for i in outer if s.preposition(i)), outer[0])


def is_definite(s: Syntax, head: int) -> bool:
    """Whether a noun is introduced as known: "the ministry", "both sides"."""
    return any(s.doc[d].lower_ in _DEFINITE for d in s.exactly(head, "det"))


# Organs and groups
