"""Who held an office at a date, else the office itself as an actor."""

from __future__ import annotations

from collections.abc import Sequence

from diplograph.actors.index import Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import introduced_as
from diplograph.actors.situation import Situation
from diplograph.actors.standing import Standing, held_by_one_named, holds_for_good, lately
from diplograph.actors.unheld import office_itself
from diplograph.actors.whereabouts import part_told, task_told
from diplograph.gazetteer import Cover, Gender, Organ, Organisation, Person, Post, Role, State
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_SPEAKER = "spokesperson"


def holder_of(
    sit: Situation, m: Mention, owner: Actor, standing: Standing = Standing.HOLDER
) -> Resolved | None:
    """Who held the office at the document's date, else the office itself as an actor."""
    assert m.role is not None
    if part_told(sit, m):
        return _holder_in_part(sit, m, owner, standing)
    if owner.kind is Kind.PERSON and m.role.role.key == _SPEAKER:
        owner = _body_led(sit, owner) or owner  # "Putin's spokesman" is the Kremlin's
    owner = _parliament_of(sit, m, owner) or owner
    key = _role_meant(sit, m, owner)
    role = sit.gazetteer.role(key)
    post: Post | None = None
    leads = owner.kind is Kind.ORGANISATION and key in sit.gazetteer.leading_roles_of(
        owner.id, sit.date
    )
    second = role is not None and role.rank > 1 and sit.gazetteer.in_turn(key, owner.id)
    alone = role is not None and (role.unique or leads or second)
    if sit.date and role is not None and alone and not m.several:
        if standing is Standing.HOLDER:
            days = (sit.date, lately(sit.date))
            post = next((p for d in days for p in sit.gazetteer.holders(key, owner.id, d)), None)
        elif standing is Standing.COMING:
            post = sit.gazetteer.next_holder(key, owner.id, sit.date)
    elif role is not None and alone and not m.several and standing is Standing.HOLDER:
        post = held_by_one_named(sit, key, owner)
        post = None if post is not None and _has_a_lesser_office(sit, post, role) else post
    elif key == _SPEAKER and not m.several and standing is Standing.HOLDER:
        post = _spokesperson(sit, m, owner)
    elif role is not None and not m.several and standing is Standing.HOLDER:
        post = _sent_there(sit, m, key, owner)
    if post is None or holds_for_good(sit.s, m, post, sit.date):
        return sit.made(m, (office_itself(sit, m, owner, standing),), 0.75)
    person = sit.gazetteer.by_id(post.person)
    assert person is not None  # the loader has checked every post's person
    actor = sit.actor_of(person)
    if standing is Standing.HOLDER:
        sit.discourse.roles.setdefault(m.role.role.key, []).append(actor)
    return sit.made(m, (actor,), 0.85)


def _parliament_of(sit: Situation, m: Mention, owner: Actor) -> Actor | None:
    """The parliament of a lower house whose speaker is meant: "speaker of the US House"."""
    assert m.role is not None
    body = sit.gazetteer.by_id(owner.id)
    if not isinstance(body, Organ) or body.organ != "lower-house":
        return None
    whole = sit.gazetteer.organ_of(body.code, m.role.role.organ)
    if whole is None or not sit.date:
        return None
    held = sit.gazetteer.holders(m.role.role.key, whole.id, sit.date)
    return sit.actor_of(whole) if held else None


def _holder_in_part(sit: Situation, m: Mention, owner: Actor, standing: Standing) -> Resolved:
    """Who leads a part of a state, which is not who leads the state: "the *Chechen* president"."""
    assert m.role is not None
    entry = m.owner.entries[0] if m.owner is not None and m.owner.entries else None
    if entry is not None and sit.date and standing is Standing.HOLDER and not m.several:
        role = m.role.role
        for key in (role.key, *(["leader"] if role.leads else [])):
            persons = {post.person for post in sit.gazetteer.holders(key, entry.id, sit.date)}
            person = sit.gazetteer.by_id(persons.pop()) if len(persons) == 1 else None
            if person is not None:
                return sit.made(m, (sit.actor_of(person),), 0.85)
    return sit.made(m, (office_itself(sit, m, owner, standing),), 0.75)


def _sent_there(sit: Situation, m: Mention, key: str, owner: Actor) -> Post | None:
    """The post of the one envoy of a body for what a text names: "the UN envoy for Yemen"."""
    task = task_told(sit, m)
    if task is None or not sit.date:
        return None
    held = (p for p in sit.gazetteer.holders(key, owner.id, sit.date) if p.covers(sit.date))
    fitting = [post for post in held if task.name in post.title]
    return fitting[0] if len({post.person for post in fitting}) == 1 else None


def _has_a_lesser_office(sit: Situation, post: Post, role: Role) -> bool:
    """Whether a text calls whoever held an office by a lesser one: "Vice President X said ..."."""
    told = (
        sit.gazetteer.role(key)
        for key, persons in sit.discourse.roles.items()
        if any(person.id == post.person for person in persons)
    )
    return any(other is not None and 0 < other.rank < role.rank for other in told)


def _role_meant(sit: Situation, m: Mention, owner: Actor) -> str:
    """The role with its owner's name in it ("UN chief"), or the one that leads a state."""
    assert m.role is not None
    named = m.owner.text if m.owner is not None else ""
    whole = sit.gazetteer.role_of_phrase(f"{named} {m.text}")
    if whole is not None:
        return whole.role.key
    if m.text.lower() == "leader" and owner.kind is Kind.STATE and owner.state:
        return _role_that_leads(sit, owner, owner.state)
    if owner.kind is not Kind.ORGANISATION:
        return m.role.role.key
    keys = sit.gazetteer.leading_roles_of(owner.id, sit.date)
    if m.text.lower() in word_class("head_of_body"):
        return keys[0] if keys else m.role.role.key
    # "The president" of a central bank is called its governor elsewhere.
    titled = (k for k in keys if _is_titled(m, sit.gazetteer.holders(k, owner.id, sit.date)))
    return next(titled, m.role.role.key)


def _role_that_leads(sit: Situation, owner: Actor, code: str) -> str:
    """The role of a state's leader, the president's where only that one is known at the date."""
    usual = sit.gazetteer.leading_role(code)
    if not sit.date or sit.gazetteer.holders(usual, owner.id, sit.date):
        return usual
    before = sit.gazetteer.holders("president", owner.id, sit.date)
    return "president" if before else usual  # Georgia's presidents led until 2013


def _is_titled(m: Mention, posts: Sequence[Post]) -> bool:
    """Whether posts bear the title that a mention gives: "President of the Court"."""
    return any(post.title.lower().startswith(f"{m.text.lower()} of ") for post in posts)


def _spokesperson(sit: Situation, m: Mention, owner: Actor) -> Post | None:
    """The post of whoever alone can be "the Russian foreign ministry spokeswoman" at the date.

    Ministries and presidencies have one at a time, or one woman and one man; unions have many.
    """
    assert m.role is not None
    if introduced_as(sit.s, m.head) != "definite":
        return None
    if not sit.date or not isinstance(sit.gazetteer.by_id(owner.id), Organ | State):
        return None
    called: list[Post] = []
    for post in sit.gazetteer.holders(_SPEAKER, owner.id, sit.date):
        person = sit.gazetteer.by_id(post.person)
        told = {m.role.gender, person.gender if isinstance(person, Person) else None}
        sure = post.covers(sit.date) is Cover.CERTAIN
        if sure and not {Gender.FEMALE, Gender.MALE} <= told:
            called.append(post)
    return called[0] if len({post.person for post in called}) == 1 else None


def _body_led(sit: Situation, leader: Actor) -> Actor | None:
    """The body of which somebody known is the head at the date: the presidency, the UN."""
    for post in reversed(sit.gazetteer.posts_of(leader.id)):
        if sit.date and not post.covers(sit.date):
            continue
        role, body = sit.gazetteer.role(post.role), sit.gazetteer.by_id(post.of)
        if isinstance(body, State) and role is not None and role.rank > 1 and role.organ:
            organ = sit.gazetteer.organ_of(body.code, role.organ)
            return sit.actor_of(organ) if organ is not None else None
        if isinstance(body, Organisation) and role is not None and role.unique:
            return sit.actor_of(body)
    return None
