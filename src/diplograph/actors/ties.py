"""How two parties are told of together in a sentence."""

from __future__ import annotations

import enum

from diplograph.actors.binding import subjects_of
from diplograph.actors.situation import Situation
from diplograph.word_classes import word_class


class Tie(enum.StrEnum):
    """The sorts of ties, the closest first."""

    CALLED = "called"  # "both sides", of them
    EACH_OTHER = "each other"  # "X and Y have agreed", "X met Y", "between X and Y"
    AT_THE_OTHER = "at the other"  # "X asked Y to leave", "X lodged a protest with Y"
    BOTH = "both"  # "X and Y sent help"
    SIDE_BY_SIDE = "side by side"  # "Z thanked X and Y"
    OF_MORE = "of more"  # "X, Y and Z sent help"
    BESIDE = "beside"  # in one sentence


def tie(sit: Situation, a: int, b: int) -> Tie:
    """How the phrases with two heads of one sentence are tied."""
    s = sit.s
    if a == b:
        return Tie.CALLED
    first = s.first_conjunct(a)
    if first != s.first_conjunct(b):
        return _act(sit, a, b) or _act(sit, b, a) or Tie.BESIDE
    if len(s.conjuncts(first)) > 2:
        return Tie.OF_MORE
    if s.preposition(first) in {"between", "among"}:
        return Tie.EACH_OTHER
    if sit.spoken_of.position(first).role != "subject":
        return Tie.SIDE_BY_SIDE
    return Tie.EACH_OTHER if _is_mutual(sit, s.heads[first]) else Tie.BOTH


def mediators(sit: Situation, end: int) -> set[int]:
    """The heads of those who, before a token, are told to mediate between others.

    "*Qatar*, which brokered the truce", "talks hosted by *Oman* and *Kenya*".
    """
    s, found = sit.s, set[int]()
    for verb in range(end):
        if s.doc[verb].pos_ != "VERB" or s.lemma(verb) not in word_class("mediating"):
            continue
        agents = (i for i in s.exactly(verb, "obl", "obl:agent") if s.preposition(i) == "by")
        for i in agents if s.doc[verb].tag_ == "VBN" else subjects_of(s, verb):
            found.update(s.conjuncts(s.first_conjunct(i)))
    return found


def _is_mutual(sit: Situation, verb: int) -> bool:
    s = sit.s
    others = any(s.doc[i : i + 2].text.lower() in word_class("each_other") for i in s.subtree(verb))
    return others or s.lemma(verb) in word_class("engaging")


def _act(sit: Situation, a: int, b: int) -> Tie | None:
    """Whether one acts on another, or has to do with it: subjects and owners on what follows."""
    s = sit.s
    at, to = sit.spoken_of.position(a), sit.spoken_of.position(b)
    preposition = s.preposition(s.first_conjunct(b))
    if to.role != "object" and preposition not in word_class("engaged_with"):
        return None
    first = s.first_conjunct(a)
    verbs = [i for i in (to.governor, *s.ancestors(to.governor)) if first in subjects_of(s, i)]
    if verbs:
        mutual = s.lemma(verbs[0]) in word_class("engaging") and preposition in {"", "with"}
        return Tie.EACH_OTHER if mutual else Tie.AT_THE_OTHER
    owns = at.role == "owner" and at.governor in (to.governor, *s.ancestors(to.governor))
    return Tie.AT_THE_OTHER if owns else None
