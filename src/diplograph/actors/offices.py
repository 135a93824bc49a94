"""Offices: "the US secretary of state", with a name or without, and the posts a text tells of."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.named import choose_entry
from diplograph.actors.people import known_by_surname, person_named, rename_person
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Gender, Person, Post
from diplograph.names import slug
from diplograph.records import Actor, Kind, PostClaim


def resolve_office(sit: Situation, m: Mention) -> Resolved | None:
    """An office: its named holder, the one apposed, the one last named, or who held it then."""
    owner = sit.owner(m) or _titled_state(sit, m)
    assert m.role is not None
    role = m.role.role
    if m.name is not None:
        return _role_with_name(sit, m, owner)
    if role.kind == "honorific" or (m.several and owner is None):
        return None
    appositive = _apposed_person(sit, m)
    if appositive is not None:
        _claim_post(sit, m, appositive, owner)
        return sit.made(m, (appositive,), 0.95)
    if not m.definite and owner is None:
        return None
    if m.several and m.owner is not None:
        return _holders(sit, m)
    remembered = sit.discourse.roles.get(role.key, [])
    for person in reversed(remembered):
        if owner is None or person.state == owner.state:
            return sit.made(m, (person,), 0.85)
    if owner is None:
        return None
    return _holder(sit, m, owner)


def _titled_state(sit: Situation, m: Mention) -> Actor | None:
    """The one state that calls an office so: "the Foreign Secretary" is Britain's."""
    if not (m.definite or m.name is not None):
        return None
    code = sit.gazetteer.state_of_title(m.text)
    state = sit.gazetteer.state(code) if code else None
    return sit.actor_of(state) if state is not None else None


def _holders(sit: Situation, m: Mention) -> Resolved | None:
    """ "The presidents of Guyana and Venezuela": one holder for each owner."""
    assert m.owner is not None
    heads = sit.s.conjuncts(sit.s.first_conjunct(m.owner.head))
    owners = [o for o in sit.mentions if o.head in heads and o is not m]
    plural = len(owners) < 2
    found: list[Actor] = []
    for other in owners or [m.owner]:
        for owner in sit.actors(other)[:1]:
            holder = _holder(sit, replace(m, several=plural), owner)
            found += [a for a in (holder.actors if holder else ()) if a not in found]
    return sit.made(m, found, 0.8) if found else None


def _holder(sit: Situation, m: Mention, owner: Actor) -> Resolved | None:
    """Who held the office at the document's date, else the office itself as an actor."""
    assert m.role is not None
    role = m.role.role
    posts: tuple[Post, ...] = ()
    if sit.date and role.unique and not m.former and not m.several:
        posts = sit.gazetteer.holders(role.key, owner.id, sit.date)
    if posts:
        person = sit.gazetteer.by_id(posts[0].person)
        assert person is not None  # the loader has checked every post's person
        actor = sit.actor_of(person)
        sit.discourse.roles.setdefault(role.key, []).append(actor)
        return sit.made(m, (actor,), 0.85)
    state = sit.gazetteer.state(owner.state) if owner.state else None
    title = m.text.lower() if state is None or m.several else m.text
    prefix = state.adjective if state is not None and owner.kind is Kind.STATE else owner.name
    name = f"{prefix} {title}"
    kind = Kind.GROUP if m.several else Kind.PERSON
    return sit.made(m, (Actor(slug(name), name, kind, owner.state),), 0.75)


def _role_with_name(sit: Situation, m: Mention, owner: Actor | None) -> Resolved | None:
    assert m.name is not None and m.role is not None
    name, role = m.name, m.role
    person: Person | None = None
    entry = choose_entry(sit, name)
    if entry is not None and isinstance(entry.node, Person):
        person = entry.node
    elif " " not in name.text and name.text not in sit.discourse.surnames:
        person = known_by_surname(
            sit, name.text, role.role.key, (owner.state or "") if owner else ""
        )
    resolved = person_named(sit, name, person)
    actor = resolved.actors[0]
    if actor.state is None and role.role.kind == "office":
        code = owner.state if owner is not None else sit.context_state(m)
        if code:
            actor = Actor(actor.id, actor.name, Kind.PERSON, code)
            rename_person(sit, name.text, actor)
    if role.gender is not Gender.UNKNOWN:
        sit.discourse.gender[actor.id] = role.gender
    if role.role.kind != "honorific":
        _claim_post(sit, m, actor, owner)
    return Resolved(m.start, m.end, m.head, Form.NAME, (actor,), resolved.certainty)


def _apposed_person(sit: Situation, m: Mention) -> Actor | None:
    """ "Mao Ning, a spokeswoman for the ministry": the person beside an office."""
    s = sit.s
    near = s.exactly(m.head, "appos")
    if s.labels[m.head] == "appos":
        near.append(s.heads[m.head])
    if s.labels[m.head] == "root" or s.exactly(m.head, "cop"):
        near += s.exactly(m.head, "nsubj")
    for other in sit.mentions:
        if other.form is Form.NAME and other.head in near and other.label == "PERSON":
            actors = sit.actors(other)
            if actors:
                return actors[0]
    return None


def _claim_post(sit: Situation, m: Mention, person: Actor, owner: Actor | None) -> None:
    assert m.role is not None
    role = m.role.role
    sit.discourse.roles.setdefault(role.key, []).append(person)
    if m.former:
        return
    if owner is None and person.state:
        state = sit.gazetteer.state(person.state)
        owner = sit.actor_of(state) if state is not None else None
    if owner is None:
        return
    if role.organ and role.key == "spokesperson" and owner.kind is Kind.STATE:
        organ = sit.gazetteer.organ_of(owner.state or "", role.organ)
        owner = sit.actor_of(organ) if organ is not None else owner
    span = sit.s.doc[m.start : m.end]
    sit.posts.append(PostClaim(person, m.text, role.key, owner, span.start_char, span.end_char))
