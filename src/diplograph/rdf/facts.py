"""What is known of actors and places beyond the documents: the gazetteer, seen from the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from diplograph.gazetteer.core import Gazetteer
from diplograph.gazetteer.model import Organ, Organisation, Person, Place, State
from diplograph.names import slug
from diplograph.records import Kind


@dataclass(frozen=True, slots=True)
class PostFact:
    """An office held; `of` is an actor id, `start` and `end` are coarse ISO dates or None."""

    title: str
    role: str
    of: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """An actor as the gazetteer knows it; `state` is ISO 3166-1 alpha-3.

    `organ` says that it is a body of its state (ministry, army), not a company or party there.
    """

    name: str
    kind: Kind
    state: str | None = None
    alt_names: tuple[str, ...] = ()
    posts: tuple[PostFact, ...] = ()
    organ: bool = False


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place as the gazetteer knows it; `geonames` is its GeoNames number or ""."""

    name: str
    state: str | None = None
    alt_names: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    geonames: str = ""


class Facts(Protocol):
    """Where facts come from. Every method must answer the same at every call."""

    def actor(self, actor_id: str) -> ActorFacts | None:
        """What is known of an actor, by the local part of its IRI."""
        ...

    def state(self, code: str) -> str | None:
        """The actor id of the state with this ISO 3166-1 alpha-3 code."""
        ...

    def place(self, place_id: str) -> PlaceFacts | None:
        """What is known of a place, by the local part of its IRI."""
        ...


class _NoFacts:
    def actor(self, actor_id: str) -> ActorFacts | None:  # noqa: ARG002
        return None

    def state(self, code: str) -> str | None:  # noqa: ARG002
        return None

    def place(self, place_id: str) -> PlaceFacts | None:  # noqa: ARG002
        return None


NO_FACTS: Facts = _NoFacts()
"""Nothing is known but what the documents say."""


class GazetteerFacts:
    """The facts of a loaded gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._actors: dict[str, ActorFacts] = {}
        self._peoples = {slug(name): name for name in gazetteer.peoples()}

    def actor(self, actor_id: str) -> ActorFacts | None:
        """What the gazetteer says of a state, organisation, organ or person."""
        found = self._actors.get(actor_id) or self._actor(actor_id)
        if found is not None:
            self._actors[actor_id] = found  # every document asks for the same ones
        return found

    def _actor(self, actor_id: str) -> ActorFacts | None:
        node = self._gazetteer.by_id(actor_id)
        if isinstance(node, State):
            names = (node.official, *node.aliases)
            return ActorFacts(node.name, Kind.STATE, node.code or None, _others(node.name, names))
        if isinstance(node, Person):
            return ActorFacts(
                node.name,
                Kind.PERSON,
                node.code or None,
                _others(node.name, (*node.aliases, *node.surnames)),
                self._posts(actor_id),
            )
        if isinstance(node, Organ | Organisation):
            names = _others(node.name, node.aliases)
            organ = isinstance(node, Organ)
            region = isinstance(node, Organisation) and node.kind == "region"
            kind = Kind.GROUP if region else Kind.ORGANISATION  # "the Gulf states", "the West"
            return ActorFacts(node.name, kind, node.code or None, names, organ=organ)
        people = self._peoples.get(actor_id)
        return ActorFacts(people, Kind.POPULATION) if people is not None else None

    def state(self, code: str) -> str | None:
        """The id of the state with this code."""
        state = self._gazetteer.state(code)
        return state.id if state is not None else None

    def place(self, place_id: str) -> PlaceFacts | None:
        """What the gazetteer says of a place."""
        node = self._gazetteer.by_id(place_id)
        if not isinstance(node, Place):
            return None
        names = _others(node.name, node.aliases)
        return PlaceFacts(node.name, node.code or None, names, node.lat, node.lon, node.geonames)

    def _posts(self, person_id: str) -> tuple[PostFact, ...]:
        return tuple(
            PostFact(post.title, post.role, post.of, _known(post.start), _known(post.end))
            for post in self._gazetteer.posts_of(person_id)
        )


def _known(coarse: str) -> str | None:
    return None if coarse in {"", "?"} else coarse


def _others(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({other for other in names if other and other != name}))
