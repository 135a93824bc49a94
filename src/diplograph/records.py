"""The records that pass between the stages: documents, actors, mentions, relations, posts.

All offsets count characters (code points) of `Document.text`, end exclusive.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from diplograph.markup import escaped, marked, table


class Status(enum.StrEnum):
    """How far the act is from having happened (DESIGN: postponed counts as planned)."""

    ACTUAL = "actual"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Kind(enum.StrEnum):
    """What sort of actor a node is. A place is never an actor."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"
    POPULATION = "population"


class PloverType(enum.StrEnum):
    """The sixteen event types of PLOVER 2.0 (Open Event Data Alliance)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


@lru_cache(maxsize=16)  # it is asked for many times of one text after the other
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """One text to read.

    `text` is what offsets refer to; `published` an ISO date (YYYY-MM-DD) or None; `source` the
    publisher if known; `path` the file as the user gave it; `record_id` the row's id in a
    JSON Lines or CSV source.
    """

    text: str
    path: str = ""
    record_id: str | None = None
    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the text (UTF-8), hexadecimal: the document's identity on every machine."""
        return _digest(self.text)

    @property
    def id(self) -> str:
        """Local part of the document's IRI."""
        return f"doc/{self.digest[:16]}"


@dataclass(frozen=True, slots=True)
class Actor:
    """A node of the graph: `id` is the local part of its IRI, `state` ISO 3166-1 alpha-3.

    `calling` is what a text says an unknown person does that is no office: "weightlifter".
    """

    id: str
    name: str
    kind: Kind
    state: str | None = None
    calling: str | None = field(default=None, compare=False)

    def _repr_html_(self) -> str:
        """The actor in a notebook."""
        about = f"{self.kind}, {self.state}" if self.state else str(self.kind)
        return f"<b>{escaped(self.name)}</b> ({escaped(about)}) <code>{escaped(self.id)}</code>"


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor as written at one place of a text."""

    actor: Actor
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PostClaim:
    """A post that a text gives a person: "ministry spokeswoman Mao Ning"."""

    person: Actor
    title: str
    role: str
    of: Actor
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EventDate:
    """An ISO 8601 date, month, year or interval (`a/b`) with the words it was read from."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event took place: a name, its IRI's local part and the state it lies in."""

    id: str
    name: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that says the relation."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The evidence: a sentence of the document."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """Who did what to whom, as one sentence says it; see DESIGN of the record in the docs.

    `relation` is the property's local name (`urges`), `type` what the act is (whether done or
    planned), `confidence` 0 to 1, `rule` the lexicon entry or classifier that decided.
    """

    document: str
    relation: str
    type: PloverType
    source: ActorMention
    target: ActorMention
    status: Status
    reciprocal: bool
    factual: bool
    trigger: Trigger
    sentence: Sentence
    confidence: float
    rule: str
    attributed_to: Actor | None = None
    topic: str | None = None
    date: EventDate | None = None
    place: Place | None = None

    @property
    def id(self) -> str:
        """Stable: the same text gives the same id on every machine and in every order."""
        parts = (
            self.document,
            self.relation,
            self.source.actor.id,
            self.target.actor.id,
            self.status.value,
            str(self.trigger.start),
            str(self.trigger.end),
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    def _repr_html_(self) -> str:
        """The relation in a notebook, with its sentence."""
        begin, parts = self.sentence.start, (self.source, self.trigger, self.target)
        spans = [(part.start - begin, part.end - begin) for part in parts]
        inside = [span for span in spans if 0 <= span[0] < span[1] <= len(self.sentence.text)]
        ends = (self.source.actor.name, self.relation, self.target.actor.name)
        told = (*ends, self.status, f"{self.confidence:.2f}")
        row = [*map(escaped, told), marked(self.sentence.text, inside)]
        return table([row], ("source", "relation", "target", "status", "confidence", "sentence"))


@dataclass(frozen=True, slots=True)
class Beside:
    """What sentences say around an actor that no list knows, in alphabetical order.

    `names` are slugs of towns, persons and bodies, `called` nouns that say what a person is,
    `states` the codes of states that are named, or whose organs, towns or regions are.
    """

    names: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document says: its relations, posts and the actors it names.

    `beside` has, by the ids of actors that no list knows, what stands around their names.
    """

    document: Document
    relations: tuple[Relation, ...] = ()
    posts: tuple[PostClaim, ...] = ()
    actors: tuple[Actor, ...] = ()
    mentions: tuple[ActorMention, ...] = field(default=())
    beside: Mapping[str, Beside] = field(default_factory=dict)
