"""What a text has told so far, for acts that answer it or go on with it."""

from __future__ import annotations

from collections.abc import Sequence

from diplograph.records import Actor, Kind, PloverType, Relation, Status
from diplograph.relations.fillers import Reader


def told_before(reader: Reader, at: int, reach: int, told: Sequence[Relation]) -> list[Relation]:
    """Relations told within reach before a token that came about or are to, nearest first."""
    doc = reader.syntax.doc
    first, end = doc[max(0, at - reach)].idx, doc[at].idx
    near = [
        r
        for r in told
        if first <= r.trigger.start < end and r.status in {Status.ACTUAL, Status.PLANNED}
    ]
    return sorted(near, key=lambda r: -r.trigger.start)


def doers_of(
    relation: Relation, told: Sequence[Relation], speakers: Sequence[Actor]
) -> list[Actor]:
    """All who did the act of a relation, but for the speakers; of agreements all who made it."""
    found: dict[str, Actor] = {}
    for other in told:
        if other.trigger == relation.trigger and other.relation == relation.relation:
            sides = [other.source.actor]
            if other.type is PloverType.AGREE:
                sides.append(other.target.actor)
            found |= {a.id: a for a in sides if not any(akin(a, b) for b in speakers)}
    return list(found.values())


def targets_of(relation: Relation, told: Sequence[Relation]) -> list[Actor]:
    """All whom the act of a relation was done to."""
    found = {
        other.target.actor.id: other.target.actor
        for other in told
        if other.trigger == relation.trigger and other.relation == relation.relation
    }
    return list(found.values())


def akin(a: Actor, b: Actor) -> bool:
    """Whether two actors are one, or one is the state, or an organ of the state, of the other.

    So is whose "lawyer of Aung San Suu Kyi" somebody is.
    """
    if a.name.endswith(f" of {b.name}") or b.name.endswith(f" of {a.name}"):
        return True
    persons = a.kind is b.kind is Kind.PERSON
    return a.id == b.id or (a.state is not None and a.state == b.state and not persons)
