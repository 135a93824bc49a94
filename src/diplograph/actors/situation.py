"""What the resolution of one document works on: its mentions, its date and the talk so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from diplograph.actors.discourse import Discourse
from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention, dateline_end
from diplograph.actors.phrases import callings, place_preposition
from diplograph.actors.referents import Referents
from diplograph.gazetteer import Gazetteer, Node, Organisation, Person, Place, State
from diplograph.language.syntax import Syntax
from diplograph.names import slug
from diplograph.records import Actor, Kind, PostClaim

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "root"})


@dataclass(slots=True)
class Situation:
    """State of a document's resolution; mentions are resolved in text order.

    `date` is the publication date (ISO) or None, `home` the state that the text begins with,
    `scene` the state in which its places lie, `publisher` the state whose own body published it,
    `resolve` resolves a mention that another one needs first, `spoken_of` is what pronouns may
    mean, `by_head` finds a mention by its head token.
    """

    s: Syntax
    gazetteer: Gazetteer
    date: str | None
    mentions: list[Mention]
    resolve: Callable[[Mention], Resolved | None]
    home: str | None = None
    scene: str | None = None
    publisher: str | None = None
    discourse: Discourse = field(default_factory=Discourse)
    posts: list[PostClaim] = field(default_factory=list)
    done: dict[int, Resolved | None] = field(default_factory=dict)
    spoken_of: Referents = field(init=False)
    by_head: dict[int, Mention] = field(init=False)

    def __post_init__(self) -> None:
        self.spoken_of = Referents.of(self.s, self.gazetteer, dateline_end(self.s.doc))
        self.by_head = {m.head: m for m in self.mentions}

    def is_locative(self, m: Mention) -> bool:
        """Whether a mention says where: "in Beijing"."""
        return place_preposition(self.s, m.head) in {"in", "at", "near"}

    def named(self) -> Iterator[Node]:
        """What each known name means first, those behind a title ("Premier *Li*") too."""
        names = (name for m in self.mentions for name in (m, m.name) if name is not None)
        return (n.entries[0].node for n in names if n.form is Form.NAME and n.entries)

    def codes_named(self, but: Mention | None = None) -> set[str]:
        """The codes of the states of all that is named, blank for none, `but` one mention aside."""
        return {m.entries[0].code for m in self.mentions if m.entries and m is not but}

    def made(self, m: Mention, actors: Iterable[Actor], certainty: float) -> Resolved:
        """The mention with its actors."""
        return Resolved(m.start, m.end, m.head, m.form, tuple(actors), certainty)

    def where(self, m: Mention, certainty: float, rule: str, code: str | None = None) -> Resolved:
        """A mention that only says where: a place, in the state `code` where that is known."""
        made = self.made(m, (), certainty)
        return replace(made, place=m.text, place_state=code, rule=rule)

    def new_actor(self, name: str, kind: Kind, state: str | None = None) -> Actor:
        """An actor that no list has, by its name: never with the identifier of one that has it."""
        known = self.gazetteer.by_id(slug(name)) is not None
        return Actor(f"{slug(name)}-other" if known else slug(name), name, kind, state)

    def actor_of(self, node: Node) -> Actor:
        """A node of the gazetteer as an actor."""
        match node:
            case State():
                return Actor(node.id, node.name, Kind.STATE, node.code)
            case Person():
                code = self.gazetteer.state_of_person(node.id, self.date)
                return Actor(node.id, node.name, Kind.PERSON, code or None)
            case Organisation(kind="former-state"):
                return Actor(node.id, node.name, Kind.STATE, None)
            case Organisation(kind="region"):  # "the Gulf states": as one party, not a body
                return Actor(node.id, node.name, Kind.GROUP, None)
            case _:
                return Actor(node.id, node.name, Kind.ORGANISATION, node.code or None)

    def context_state(self, m: Mention) -> str | None:
        """The state of an organ or official named without one.

        A place in the sentence tells ("the police in Minsk"), or the state spoken of as the
        subject of the organ's first words ("the ministry said China ..."); else the state that
        has been named most so far, else the one that the text begins with.
        """
        sentence = self.s.doc[m.start].sent
        for other in self.mentions:
            if not sentence.start <= other.start < sentence.end or not other.entries:
                continue
            node = other.entries[0].node
            later = other.start >= m.end and isinstance(node, State)
            if later and self.s.labels[other.head] == "nsubj":
                return other.entries[0].code
            if isinstance(node, Place) and node.code and self.is_locative(other):
                return node.code
        counts = self.discourse.states
        return max(sorted(counts), key=lambda c: (counts[c], c == self.home), default=self.home)

    def actors(self, m: Mention) -> tuple[Actor, ...]:
        """Actors of a mention, resolved now if it has not been yet."""
        resolved = self.resolve(m)
        return resolved.actors if resolved is not None else ()

    def state_at(self, heads: Iterable[int]) -> str | None:
        """The state of the first actor of the mentions with these heads, None where none is."""
        mentions = (self.by_head.get(i) for i in heads)
        return next((a.state for m in mentions if m is not None for a in self.actors(m)), None)

    def owner(self, m: Mention) -> Actor | None:
        """The state or body that an office, organ or group belongs to."""
        actors = self.actors(m.owner) if m.owner is not None and m.owner is not m else ()
        return actors[0] if actors else None

    def remember(self, m: Mention, resolved: Resolved) -> None:
        """Note a resolved mention in the discourse."""
        if len(resolved.actors) == 1 and not resolved.modifier and m.form is not Form.PRONOUN:
            said = callings(self.s, m.head)
            if m.role is not None and m.name is not None and not m.former:
                said.update(m.role.text.lower().split())
            self.discourse.callings.setdefault(resolved.actors[0].id, set()).update(said)
        if resolved.capital and resolved.modifier:
            return  # "the Minsk agreements" are not about Belarus
        if resolved.modifier or m.form is Form.PRONOUN or self.is_locative(m):
            for actor in resolved.actors:
                if actor.state:
                    self.discourse.states[actor.state] += 1
                if resolved.modifier:
                    self.discourse.note(actor, m.start, subject=False)
            return
        first = self.s.first_conjunct(m.head)
        subject = self.s.labels[first] in SUBJECTS
        for actor in resolved.actors:
            self.discourse.note(
                actor, m.start, subject=subject, plural=m.several or len(resolved.actors) > 1
            )
