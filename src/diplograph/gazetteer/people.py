"""Persons and their posts: who held which office when, and who can be meant by a surname."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from diplograph.gazetteer.given_names import gender_borne
from diplograph.gazetteer.load import Tables
from diplograph.gazetteer.model import Cover, Gender, Person, Post, earliest, latest
from diplograph.gazetteer.names import fold_name
from diplograph.gazetteer.spelling import block_keys, same_name, same_surname

HEADS = (
    "secretary-general",
    "president",
    "director-general",
    "central-bank-governor",
    "chair",
    "leader",
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_BYNAMES = ("Abu ", "Umm ", "Om ")
_ARTICLES = ("al-", "Al-", "el-", "El-", "al ", "bin ", "Bin ")


class People:
    """Lookups over persons and posts."""

    def __init__(self, tables: Tables) -> None:
        self._persons = tables.persons
        self._state_of_title = tables.titles
        self._posts_of: dict[str, list[Post]] = {}
        self._holders: dict[tuple[str, str], list[Post]] = {}
        self._surnames: dict[str, list[Person]] | None = None
        self._given: dict[str, set[Gender]] | None = None
        self._titles: dict[str, Counter[str]] | None = None
        self._blocks: dict[str, list[tuple[str, Person]]] | None = None
        for post in tables.posts:
            self._posts_of.setdefault(post.person, []).append(post)
            self._holders.setdefault((post.role, post.of), []).append(post)

    def by_surname(self, surname: str) -> tuple[Person, ...]:
        """The persons whom a text may call by this name alone ("Blinken", "Assad")."""
        if self._surnames is None:
            self._surnames = {}
            for person in self._persons.values():
                for name in dict.fromkeys(_surname_keys(person)):
                    self._surnames.setdefault(name, []).append(person)
        return tuple(self._surnames.get(_surname_key(surname), ()))

    def spelt_like(self, name: str) -> Person | None:
        """The one person whose full name is another spelling of this one.

        "Abu Mazin" is no name but a byname, which many have.
        """
        if name.startswith(_BYNAMES):
            return None
        if self._blocks is None:
            self._blocks = {}
            for person in self._persons.values():
                for known in (person.name, *person.aliases):
                    for key in block_keys(known):
                        self._blocks.setdefault(key, []).append((known, person))
        found = {
            person.id: person
            for key in block_keys(name)
            for known, person in self._blocks.get(key, ())
            if " " in known and same_name(name, known)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def gender_of_given_name(self, name: str) -> Gender:
        """See `Gazetteer.gender_of_given_name`."""
        if self._given is None:
            self._given = {}
            for person in self._persons.values():
                if person.given and person.gender is not Gender.UNKNOWN:
                    first = person.given.split()[0]
                    self._given.setdefault(first, set()).add(person.gender)
        known = self._given.get(name, set())
        if not known:
            return gender_borne(name)
        return next(iter(known)) if len(known) == 1 else Gender.UNKNOWN

    def posts_of(self, person_id: str) -> tuple[Post, ...]:
        """The offices a person held, earliest first."""
        return tuple(sorted(self._posts_of.get(person_id, ()), key=lambda post: post.start))

    def state_of_title(self, title: str) -> str | None:
        """The code of the one state whose posts bear this title, see `Gazetteer.state_of_title`."""
        if self._titles is None:
            self._titles = {}
            for posts in self._posts_of.values():
                for post in posts:
                    code = self._persons[post.person].code
                    self._titles.setdefault(post.title.casefold(), Counter())[code] += 1
        if title.casefold() in self._state_of_title:
            return self._state_of_title[title.casefold()]
        counts = self._titles.get(title.casefold(), Counter())
        if not counts:
            return None
        code, most = counts.most_common(1)[0]
        return code if code and most >= 3 and most >= 0.9 * counts.total() else None

    def known(self, role: str, of_id: str) -> bool:
        """Whether any holder of this role of this very body is known."""
        return (role, of_id) in self._holders

    def holders(self, role: str, of_id: str, at: date | str | None) -> tuple[Post, ...]:
        """Holders at a date, the surest first, then the latest; all holders without a date."""
        posts = self._holders.get((role, of_id), ())
        graded = [
            (
                not post.disputed,
                post.covers(at) if at is not None else Cover.POSSIBLE,
                latest(post.start, "0000"),
                post,
            )
            for post in posts
        ]
        held = [item for item in graded if item[1] is not Cover.NO]
        held.sort(key=lambda item: item[:3], reverse=True)
        return tuple(item[3] for item in held)

    def in_turn(self, role: str, of_id: str) -> bool:
        """Whether two holders of a role of a body are known, and never two at once."""
        posts = sorted(self._holders.get((role, of_id), ()), key=lambda post: post.start)
        ends = [latest(post.end or "9999", "0000") for post in posts]
        apart = all(
            end <= latest(later.start, "9999") for end, later in zip(ends, posts[1:], strict=False)
        )
        return apart and len({post.person for post in posts}) > 1

    def leading_roles_of(self, body_id: str, at: str | None) -> tuple[str, ...]:
        """See `Gazetteer.leading_roles_of`."""
        found = [
            role
            for role in HEADS
            for post in self._holders.get((role, body_id), ())
            if at is None or post.covers(at)
        ]
        return tuple(dict.fromkeys(found))

    def next_holder(self, role: str, of_id: str, after: str) -> Post | None:
        """Who took office within half a year after a date (ISO), if that is known to the month."""
        until = (date.fromisoformat(after) + timedelta(days=183)).isoformat()
        posts = [
            post
            for post in self._holders.get((role, of_id), ())
            if len(post.start) > 4 and after < earliest(post.start, "9999") <= until
        ]
        return min(posts, key=lambda post: post.start, default=None)


def _surname_keys(person: Person) -> Iterator[str]:
    """The keys of all surname forms, with "Schroeder" beside "Schroder" for "Schröder".

    Also as other names of the person spell it: "Zelenskyy" of "Volodymyr Zelenskyy".
    """
    spelt = [alias.rpartition(" ")[2] for alias in person.aliases if " " in alias]
    known = [s for s in spelt if any(same_surname(s, surname) for surname in person.surnames)]
    for surname in (*person.surnames, *known):
        yield _surname_key(surname)
        yield _surname_key(surname.translate(_UMLAUTS))


def _surname_key(surname: str) -> str:
    """A surname without diacritics and Arabic article, lower case."""
    for article in _ARTICLES:
        surname = surname.removeprefix(article)
    return fold_name(surname).lower()
