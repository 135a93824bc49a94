"""What the gazetteer knows: states, places, organisations, organs, persons, posts and words."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


class How(enum.StrEnum):
    """By which kind of name an entry was found."""

    NAME = "name"
    ALIAS = "alias"
    OFFICIAL = "official"
    ABBREVIATION = "abbreviation"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    METONYM = "metonym"


class Gender(enum.StrEnum):
    """Of a person or of a role word ("spokeswoman")."""

    FEMALE = "f"
    MALE = "m"
    UNKNOWN = "u"


class Cover(enum.IntEnum):
    """Whether a post was held at a date, as far as its coarse dates can say."""

    NO = 0
    POSSIBLE = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory; `capitals` are the capital's name as in news and its other names.

    The first adjective is the one that names its organs ("US", "Chinese"). `lat` and `lon` are
    those of the capital; `until` is the last day (ISO) of a state that is no more, else blank.
    """

    id: str
    code: str
    name: str
    official: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    capital_geonames: str
    geonames: str
    kind: str
    lat: float | None
    lon: float | None
    until: str

    @property
    def is_state(self) -> bool:
        """Whether it has all organs of a state, not only a territory's."""
        return self.kind in {"state", "former"}

    @property
    def adjective(self) -> str:
        """The adjective before a noun, or the name where there is none ("Macau police")."""
        return self.adjectives[0] if self.adjectives else self.name

    @property
    def name_in_text(self) -> str:
        """The name as it stands inside a sentence: "the United States", "China"."""
        words = self.name.split()
        article = (
            words[-1] in {"Islands", "States", "Territories", "Territory"}
            or words[0] == "United"
            or "Republic" in words
            or self.code in {"SUN", "NLD", "PHL", "BHS", "MDV", "COM", "SYC", "GMB"}
        )
        return f"the {self.name}" if article else self.name


@dataclass(frozen=True, slots=True)
class Place:
    """A city, region, venue or sea; `code` is blank where no state or several claim it.

    `adjectives` are those of regions and their people: "Chechen", "Scots".
    """

    id: str
    geonames: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    code: str
    kind: str
    population: int
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that is no organ of one state: IGO, bloc, party; `members` are codes of a region's."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    code: str
    adjectives: tuple[str, ...]
    members: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Organ:
    """A body of a state. `organ` is a key of `organ_patterns.csv` or "other"."""

    id: str
    name: str
    aliases: tuple[str, ...]
    metonyms: tuple[str, ...]
    organ: str
    code: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person; `surnames` are the forms by which a text may call the person after the first time.

    `code` is the state the person acts or acted for, blank for international officials.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    surnames: tuple[str, ...]
    given: str
    gender: Gender
    code: str


@dataclass(frozen=True, slots=True)
class Post:
    """An office held. `start` and `end` are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    `?` says unknown; an empty `end` says still in office when the data was written. `disputed`
    marks offices that several hold or claim at once (rival governments, joint presidencies).
    """

    person: str
    title: str
    role: str
    of: str
    start: str
    end: str
    disputed: bool

    def covers(self, at: date | str) -> Cover:
        """Whether the post was held at `at` (a date or an ISO date).

        A coarse bound stands for its whole period: a post from `2012` was certainly held
        from 2012-12-31 on and possibly from 2012-01-01 on. Both ends count as days in office, so
        that on the day of a handover two holders are certain.
        """
        day = at if isinstance(at, str) else at.isoformat()
        if latest(self.start, "9999") <= day <= earliest(self.end or "9999", "0000"):
            return Cover.CERTAIN
        if earliest(self.start, "0000") <= day <= latest(self.end or "9999", "9999"):
            return Cover.POSSIBLE
        return Cover.NO


def earliest(coarse: str, unknown: str) -> str:
    """The first day that a coarse date can mean, as a comparable ISO date."""
    text = unknown if coarse == "?" else coarse
    return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text


def latest(coarse: str, unknown: str) -> str:
    """The last day that a coarse date can mean (`2012-02` gives 2012-02-31: only to compare)."""
    text = unknown if coarse == "?" else coarse
    return text + "-12-31"[len(text) - 4 :] if len(text) < 10 else text


_LEADING = 3


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of office: its key, the organ its holder acts for, and whether one holds it alone.

    `rank` is 3 for those who lead a state or body, 2 for those who speak for it abroad, 1 for
    other offices and 0 for what is no office: a surname alone means the higher one.
    """

    key: str
    organ: str
    unique: bool
    kind: str
    rank: int

    @property
    def leads(self) -> bool:
        """Whether who holds it leads a state or body."""
        return self.rank >= _LEADING


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A phrase that names a role ("foreign secretary"), and the gender it tells, if any."""

    text: str
    gender: Gender
    role: Role


@dataclass(frozen=True, slots=True)
class GroupNoun:
    """A noun that makes an actor together with a state ("Chinese institutions").

    `acts_for` is "state", an organ key, or "" where the phrase is a node of its own. `alone` says
    what such a noun means without an owner: `state`, those of the state that the text is about
    ("rebels"); `there`, people in that state, whoever they are ("gunmen", "refugees"); `told`,
    those of a state only where the clause says where they are ("people"); `name`, a people by name
    ("Yazidis"); "", nobody ("allies", "parties").
    """

    lemma: str
    forms: tuple[str, ...]
    kind: str
    acts_for: str
    alone: str


@dataclass(frozen=True, slots=True)
class OrganPattern:
    """How an organ is called in any state: `{adj}` and `{name}` stand for the state."""

    organ: str
    name: str
    aliases: tuple[str, ...]
    generic: tuple[str, ...]
    territories: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an ambiguous alias; `id` is blank where it names nothing we hold.

    `context` are words nearby that speak for this reading; at most one reading of an alias is
    the `default` one, of some names `always`: in texts that name other states alone as well.
    """

    alias: str
    id: str
    how: How
    context: tuple[str, ...]
    default: bool
    note: str
    always: bool = False

    def hits(self, text: str) -> int:
        """How many of the context words stand in a text: "Guinea-Bissau" does not say "Bissau"."""
        words = map(re.escape, self.context) if text else ()
        before = rf"(?<!\w)(?<!{re.escape(self.alias)}-)"
        return sum(re.search(rf"{before}{word}(?!\w)", text) is not None for word in words)


Node: TypeAlias = State | Organisation | Organ | Person | Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A node found under a name, and what kind of name it was."""

    text: str
    node: Node
    how: How

    @property
    def id(self) -> str:
        """The node's id."""
        return self.node.id

    @property
    def kind(self) -> str:
        """`state`, `organisation`, `organ`, `person` or `place`."""
        return type(self.node).__name__.lower()

    @property
    def code(self) -> str:
        """The node's state code, or blank."""
        return self.node.code
