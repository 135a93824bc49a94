"""Persons by name: the one known at the date, the one named before, or a new one."""

from __future__ import annotations

from collections.abc import Iterable

from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Person
from diplograph.names import slug
from diplograph.records import Actor, Kind


def person_named(sit: Situation, m: Mention, known: Person | None) -> Resolved:
    """The person of a name: named before, known to the gazetteer, or new."""
    text = m.text
    surname = text.split()[-1]
    previous = sit.discourse.surnames.get(text) or (
        sit.discourse.surnames.get(surname) if " " not in text else None
    )
    if previous is not None:
        return sit.made(m, (previous,), 0.95)
    certainty = 1.0
    if known is None and " " not in text:
        known = known_by_surname(sit, text)
        certainty = 0.9
    if known is not None:
        actor = sit.actor_of(known)
        for post in sit.gazetteer.posts_of(known.id) if sit.date else ():
            if post.covers(sit.date or ""):
                sit.discourse.roles.setdefault(post.role, []).append(actor)
        sit.discourse.gender.setdefault(actor.id, known.gender)
        names = (*known.surnames, surname)
    else:
        actor = Actor(slug(text), text, Kind.PERSON)
        names = (surname, text.split()[0]) if len(text.split()) > 1 else (surname,)
        certainty = 0.85 if " " in text else 0.7
    if actor.state is None:
        actor = Actor(actor.id, actor.name, Kind.PERSON, possessor_state(sit, m))
    remember_names(sit, actor, text, names)
    return sit.made(m, (actor,), certainty)


def possessor_state(sit: Situation, m: Mention) -> str | None:
    """ "Kenya's Uhuru Kenyatta": the state in front of a personal name."""
    s = sit.s
    if m.start < 2 or s.doc[m.start - 1].tag_ != "POS":
        return None
    for other in sit.mentions:
        if other.end == m.start - 1 and other.entries and other.form is Form.NAME:
            return other.entries[0].code or None
    return None


def remember_names(sit: Situation, actor: Actor, text: str, surnames: Iterable[str]) -> None:
    """Let the person be known by these names from here on."""
    sit.discourse.surnames.setdefault(text, actor)
    for surname in surnames:
        sit.discourse.surnames.setdefault(surname, actor)


def rename_person(sit: Situation, text: str, actor: Actor) -> None:
    """Put a person about whom more is known now in the place of the same person before."""
    for key in [k for k, a in sit.discourse.surnames.items() if a.id == actor.id]:
        sit.discourse.surnames[key] = actor
    sit.discourse.surnames[text] = actor


def known_by_surname(
    sit: Situation, surname: str, role: str = "", owner: str = ""
) -> Person | None:
    """The one known person of this surname who held an office at the document's date."""
    persons = sit.gazetteer.persons_by_surname(surname)
    scored: list[tuple[int, Person]] = []
    for person in persons:
        posts = sit.gazetteer.posts_of(person.id)
        held = [p for p in posts if sit.date is None or p.covers(sit.date)]
        fitting = [p for p in held or posts if p.role == role] if role else held
        if role and not fitting:
            continue
        scored.append((len(fitting) + 2 * (person.code == owner and bool(owner)), person))
    best = sorted(scored, key=lambda x: (-x[0], x[1].id))
    if len(best) == 1 or (len(best) > 1 and best[0][0] > best[1][0]):
        return best[0][1]
    return None
