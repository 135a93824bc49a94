"""Offices of persons named before: "the former South African president", "the Georgian leader"."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Post, Role
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_REACH = 10
"""Sentences back that such an office may reach."""


def former_holder(sit: Situation, m: Mention, owner: Actor | None) -> Actor | None:
    """Who of those named before held an office that is called former, None for nobody.

    "The former president", "the ousted Malian president" with the state or without; whoever holds
    the office now is meant only right after a fall.
    """
    if not m.definite or m.several or m.role is None:
        return None
    fallen = any(t.lower_ in word_class("fallen") for t in sit.s.doc[max(0, m.start - 2) : m.end])
    role = m.role.role
    for actor in _persons_before(sit, m):
        held = [p for p in sit.gazetteer.posts_of(actor.id) if _is_of(sit, p, role, owner)]
        begun = [p for p in held if sit.date is None or p.start <= sit.date]
        now = [p for p in begun if sit.date is not None and p.covers(sit.date)]
        told = actor in sit.discourse.roles.get(role.key, [])
        of_owner = owner is None or owner.state in {None, actor.state}
        if (begun and (fallen or not now)) or (told and of_owner and not now):
            return actor
    return None


def leader_named(sit: Situation, m: Mention, owner: Actor) -> Actor | None:
    """ "The Georgian *leader*": who is named before and leads the state, in whatever office."""
    if m.role is None or m.role.role.key != "leader" or owner.kind is not Kind.STATE or m.several:
        return None
    for actor in _persons_before(sit, m):
        held = (p for p in sit.gazetteer.posts_of(actor.id) if _is_of(sit, p, m.role.role, owner))
        if any(sit.date is None or p.covers(sit.date) for p in held):
            return actor
    return None


def _is_of(sit: Situation, post: Post, role: Role, owner: Actor | None) -> bool:
    """Whether a post is one that a role may name, of an owner if there is one."""
    held = sit.gazetteer.role(post.role)
    leads = role.key == "leader" and held is not None and held.leads
    if post.role != role.key and not leads:
        theirs = owner is not None and owner.kind is Kind.ORGANISATION and post.of == owner.id
        return theirs and held is not None and held.unique
    if owner is None:
        return True
    body = sit.gazetteer.by_id(post.of)
    code = getattr(body, "code", None)
    return post.of == owner.id or (owner.kind is Kind.STATE and code == owner.state)


def _persons_before(sit: Situation, m: Mention) -> Iterator[Actor]:
    """The persons meant before a mention, each as often as mentioned alone, the latest first."""
    here = sit.spoken_of.position(m.head).sentence
    for other in reversed(sit.mentions):
        resolved = sit.done.get(id(other)) if other.end <= m.start else None
        if resolved is None or len(resolved.actors) != 1 or resolved.modifier:
            continue
        if here - sit.spoken_of.position(other.head).sentence > _REACH:
            return
        if resolved.actors[0].kind is Kind.PERSON:
            yield resolved.actors[0]
