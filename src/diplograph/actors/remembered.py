"""Who is still, or already, known by a surname alone, out of office at the document's date."""

from __future__ import annotations

import re
from collections import Counter

from diplograph.actors.index import Form
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Person, Post
from diplograph.gazetteer.spelling import is_often_shared
from diplograph.word_classes import word_class

WELL_KNOWN = 2
"""Rank of an office whose holder a text may name by surname alone."""
_NEAR = 6  # years from the date to an office by which a surname is still known
_POSSESSOR = re.compile(r"\b[A-Z]\w+['’]s ")
_CLEARLY = 3  # years by which the next of that name must be further off


def known_at_the_time(sit: Situation, surname: str) -> Person | None:
    """Who was well known shortly before or after the date, if nobody else of that name was.

    In a text on the person's own state twice as long; only there where a king of that name reigns.
    """
    if sit.date is None:
        return None
    year, kings, states = int(sit.date[:4]), False, states_named(sit)
    gaps: list[tuple[int, str, Person]] = []
    for person in sit.gazetteer.persons_by_surname(surname):
        posts = [p for p in sit.gazetteer.posts_of(person.id) if rank_of(sit, p) >= WELL_KNOWN]
        kings = kings or any(p.covers(sit.date) for p in posts)
        known = [p for p in posts if p.start <= sit.date or rank_of(sit, p) > WELL_KNOWN]
        told = [day for p in known for day in (p.start, p.end) if day[:1].isdigit()]
        if told:
            gaps.append((min(abs(year - int(day[:4])) for day in told), person.id, person))
    gaps.sort()
    if not gaps:
        return _of_no_office(sit, surname)
    years, _, first = gaps[0]
    named = states[first.code] > 0
    rivals = len(gaps) > 1 and gaps[1][0] < years + _CLEARLY
    if rivals or years > _NEAR * (1 + named) or (kings and not named):
        return None
    return first


def _of_no_office(sit: Situation, surname: str) -> Person | None:
    """Whom nothing but a name makes known ("Mladić"), in a text that names their state."""
    people = sit.gazetteer.persons_by_surname(surname)
    if len(people) != 1 or sit.gazetteer.posts_of(people[0].id):
        return None
    return people[0] if states_named(sit)[people[0].code] > 0 else None


def known_by_title(sit: Situation, surname: str) -> Person | None:
    """The one of a surname whose post the text tells: "Larijani, head of Iran's judiciary"."""
    text, told = _POSSESSOR.sub("the ", sit.s.text).lower(), list[Person]()
    for person in sit.gazetteer.persons_by_surname(surname) if sit.date else ():
        posts = (p for p in sit.gazetteer.posts_of(person.id) if p.covers(sit.date or ""))
        if any(p.title.count(" ") > 1 and p.title.lower() in text for p in posts):
            told.append(person)
    return told[0] if len(told) == 1 else None


def has_usual_name(person: Person) -> bool:
    """Whether many in English texts are called so: a person of Britain or Jamaica, of China."""
    return person.code.lower() in word_class("english_names") or is_often_shared(person.code)


def rank_of(sit: Situation, post: Post) -> int:
    """The rank of the role of a post, as in `roles.csv`."""
    role = sit.gazetteer.role(post.role)
    return role.rank if role is not None else 0


def states_named(sit: Situation) -> Counter[str]:
    """How often the text names each state, its places or bodies; the first one a little more."""
    named = Counter(
        code
        for m in sit.mentions
        if m.form is Form.NAME and m.entries and m.entries[0].kind != "person"
        if (code := m.entries[0].code)
    )
    if sit.home:
        named[sit.home] += 1
    return named
