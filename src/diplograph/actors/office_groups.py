"""Offices of several: "the presidents of X and Y", "European leaders", "Muslim leaders"."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.apposition import apposed_person
from diplograph.actors.group_words import is_of_a_region
from diplograph.actors.holders import holder_of
from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.owners import owners_together, proper_modifier, state_and_people
from diplograph.actors.phrases import singular
from diplograph.actors.situation import Situation
from diplograph.names import slug
from diplograph.records import Actor, Kind

_OF_MANY = frozenset({Kind.POPULATION, Kind.GROUP})
"""Kinds of owners that are led by several."""


def of_a_region(sit: Situation, m: Mention) -> Resolved | None:
    """ "African leaders", "the Kurdish leader": by the word before, which names no state."""
    if m.owner is not None and m.owner.form is Form.PRONOUN:
        return None  # "their presidents": a pronoun names no region
    both = state_and_people(sit, m)
    named = m.owner.text if m.owner is not None else proper_modifier(sit, m)
    named, code = both or (named, None)
    if not named[:1].isupper() or apposed_person(sit, m) is not None:
        return None
    name = f"{named} {m.text.lower()}"
    kind = Kind.GROUP if m.several else Kind.PERSON
    return sit.made(m, (Actor(slug(name), name, kind, code),), 0.6)


def holders(sit: Situation, m: Mention) -> Resolved | None:
    """ "The presidents of Guyana and Venezuela": one holder for each owner."""
    assert m.role is not None
    together = owners_together(sit, m)
    owners = [
        (other, owner)
        for other in together
        for owner in sit.actors(other)[: None if other.form is Form.PRONOUN else 1]
    ]
    plural = len(owners) < 2 or (len(together) < 2 and not m.role.role.unique)
    alone = m.role.role.unique or m.role.role.key == "leader"
    title = singular(sit.s, m.head, m.text) if not plural and alone else m.text
    found: list[Actor] = []
    for other, owner in owners:
        held = _of_many(sit, replace(m, owner=other), owner) or holder_of(
            sit, replace(m, several=plural, text=title), owner
        )
        found += [a for a in (held.actors if held else ()) if a not in found]
    return sit.made(m, found, 0.8) if found else None


def _of_many(sit: Situation, m: Mention, owner: Actor) -> Resolved | None:
    """ "*European* leaders", "*Muslim* leaders": some of those who lead there, else None."""
    if is_of_a_region(m) or state_and_people(sit, m):
        return of_a_region(sit, m)
    if owner.kind not in _OF_MANY:
        return None
    name = f"{m.text.lower()} of {owner.name}"
    return sit.made(m, (Actor(slug(name), name, Kind.GROUP),), 0.6)
