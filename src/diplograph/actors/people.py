"""Persons by name: the one known at the date, the one named before, or a new one."""

from __future__ import annotations

from collections.abc import Iterable

from diplograph.actors.described import state_described
from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.actors.surnames import known_by_surname
from diplograph.gazetteer import Gender, Person, fold_name
from diplograph.names import slug
from diplograph.records import Actor, Kind


def person_named(sit: Situation, m: Mention, known: Person | None) -> Resolved:
    """The person of a name: named before, known to the gazetteer, named in full later, or new."""
    text = m.text
    surname = text.split()[-1]
    names_before = sit.discourse.surnames
    previous = names_before.get(text) or (
        names_before.get(fold_name(text)) if " " not in text else None
    )
    if previous is not None:
        return sit.made(m, (previous,), 0.95)
    certainty = 1.0
    if known is None:
        alone = " " not in text or bool(sit.gazetteer.persons_by_surname(text))
        known = known_by_surname(sit, text) if alone else sit.gazetteer.spelt_like(text)
        certainty = 0.9
    if known is None and " " not in text:
        later = _named_in_full_later(sit, m)
        if later is not None:
            if later.state is None and (told := state_described(sit, m)):
                later = Actor(later.id, later.name, later.kind, told)
                rename_person(sit, text, later)
            return sit.made(m, (later,), 0.85)
    if known is not None:
        actor = sit.actor_of(known)
        for post in sit.gazetteer.posts_of(known.id) if sit.date else ():
            if post.covers(sit.date or ""):
                sit.discourse.roles.setdefault(post.role, []).append(actor)
        sit.discourse.gender.setdefault(actor.id, known.gender)
        names = (*known.surnames, surname)
        if " bin " in known.name or " bint " in known.name:
            names = (*names, known.name.split()[0])  # "Sheikh Mohammed" once he is named in full
    else:
        actor = Actor(slug(text), text, Kind.PERSON)
        names = (surname, text.split()[0]) if len(text.split()) > 1 else (surname,)
        certainty = 0.85 if " " in text else 0.7
    if actor.state is None:
        actor = Actor(actor.id, actor.name, Kind.PERSON, state_described(sit, m))
    remember_names(sit, actor, text, names)
    return sit.made(m, (actor,), certainty)


def _named_in_full_later(sit: Situation, m: Mention) -> Actor | None:
    """ "Okonjo said ... Grace Okonjo leads ...": the one person of this surname further down."""
    later = [
        other
        for other in sit.mentions
        if other.form is Form.NAME
        and other.start > m.end
        and other.label == "PERSON"
        and " " in other.text
        and other.text.split()[-1] == m.text
    ]
    if len({other.text for other in later}) != 1:
        return None
    actors = sit.actors(later[0])
    return actors[0] if actors else None


def is_other_gender(sit: Situation, person: Actor, gender: Gender) -> bool:
    """Whether a title tells of a man or woman who this person is not: "Mrs Bush"."""
    known = sit.discourse.gender.get(person.id, Gender.UNKNOWN)
    node = sit.gazetteer.by_id(person.id)
    known = node.gender if isinstance(node, Person) else known
    return Gender.UNKNOWN not in {known, gender} and known is not gender


def remember_names(sit: Situation, actor: Actor, text: str, surnames: Iterable[str]) -> None:
    """Let the person be known by these names from here on."""
    sit.discourse.surnames.setdefault(text, actor)
    for surname in surnames:
        sit.discourse.surnames.setdefault(surname, actor)
        sit.discourse.surnames.setdefault(fold_name(surname), actor)


def rename_person(sit: Situation, text: str, actor: Actor) -> None:
    """Put a person about whom more is known now in the place of the same person before."""
    for key in [k for k, a in sit.discourse.surnames.items() if a.id == actor.id]:
        sit.discourse.surnames[key] = actor
    sit.discourse.surnames[text] = actor
