"""Which states "the country" hardly means, and which "its neighbour" does."""

from __future__ import annotations

from collections import Counter

from diplograph.actors.binding import subjects_of
from diplograph.actors.mentions import Mention
from diplograph.actors.referents import Referent
from diplograph.actors.scenes import clearly_most
from diplograph.actors.situation import Situation
from diplograph.records import Actor
from diplograph.word_classes import word_class

_ENOUGH = 2
"""Mentions of a state, and of those who act for it, before it is the other one of a text."""


def is_host(sit: Situation, referent: Referent) -> bool:
    """Whether a state was only said to be where others meet: "talks in *Switzerland*"."""
    s, at = sit.s, referent.last.at
    return s.labels[at] == "nmod" and s.lemma(s.heads[at]) in word_class("gathering")


def does_it_there(sit: Situation, m: Mention, referent: Referent) -> bool:
    """Whether a state does what is done in or to "the country", which is then another one.

    "*Syria's* withdrawal from the country", "ordered *Israel* to attack towns in the country".
    """
    s, at = sit.s, referent.last.at
    for i in s.ancestors(m.head):
        if at in s.exactly(i, "nmod:poss", "obl:agent") or referent.heads & set(subjects_of(s, i)):
            return True
        if s.doc[i].pos_ in {"VERB", "AUX"} and s.labels[i] not in {"xcomp", "advcl", "acl"}:
            return False
    return False


def neighbour_of(sit: Situation, owner: Actor) -> Actor | None:
    """ "China asked *its neighbour* for an apology": the other state that a text speaks of most."""
    told = Counter({c: n for c, n in sit.discourse.states.items() if c not in {"", owner.state}})
    state = sit.gazetteer.state(clearly_most(told, _ENOUGH) or "")
    return sit.actor_of(state) if state is not None else None
