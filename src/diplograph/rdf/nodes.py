"""Actors, places and posts of the derived graph: from what documents say and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.ontology import DG
from diplograph.rdf.facts import Facts, PlaceFacts, PostFact
from diplograph.rdf.posts import POSTS, ToldPost
from diplograph.rdf.telling import Told
from diplograph.rdf.terms import (
    KIND_CLASSES,
    LABEL,
    RDF_TYPE,
    date_literal,
    date_window,
    decimal,
    iri,
    local_id,
    short_hash,
    term,
    text,
)
from diplograph.records import Kind
from diplograph.spilling import sorted_on_disk

_Triples: TypeAlias = Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]
_KINDS = {DG + name: kind for kind, name in KIND_CLASSES.items()}
_GEONAMES = "https://sws.geonames.org/"
_EARLIEST, _LATEST = "0000", "9999"
_RUN = 5_000  # mentions of posts that are sorted in memory


class Describer:
    """Describes every actor and place that the documents name, and whom these lead to.

    `posts` are gone through once, when all triples are asked for.
    """

    def __init__(
        self, known: Told, base: str, facts: Facts, posts: Iterable[ToldPost] = ()
    ) -> None:
        self._known = known
        self._posts = posts
        self._base = base
        self._facts = facts
        self._places = {node for node in known if node.startswith(f"{base}place/")}
        self._states = self._told_states()
        self._todo: list[str] = []
        self._seen: set[str] = set()

    def triples(self) -> _Triples:
        """All descriptions: places, actors, posts."""
        for node, values in self._known.items():
            if DG + "toldName" in values and node not in self._places:
                self._want(node)
        for place in sorted(self._places):
            yield from self._place(place)
        yield from self._told_posts()
        while self._todo:
            yield from self._actor(self._todo.pop())

    def name(self, actor: str) -> str:
        """The preferred label of an actor, by IRI: the facts', else the longest name told."""
        facts = self._facts.actor(local_id(self._base, actor))
        return facts.name if facts is not None else self._told_name(actor)

    def _told_name(self, node: str) -> str:
        names = self._values(node, "toldName")
        fallback = local_id(self._base, node).removeprefix("state/")
        return min(names, key=lambda n: (-len(n), n)) if names else fallback

    def _values(self, node: str, name: str) -> tuple[str, ...]:
        return self._known.get(node, {}).get(DG + name, ())

    def _told_states(self) -> dict[str, str]:
        states: dict[str, str] = {}
        for node in sorted(self._known, reverse=True):
            if DG + "State" in self._values(node, "toldKind"):
                for code in self._values(node, "toldState"):
                    states[code] = node
        return states

    def _want(self, actor: str) -> ox.NamedNode:
        """The actor's node, to be described if it is not yet."""
        if actor not in self._seen:
            self._seen.add(actor)
            self._todo.append(actor)
        return ox.NamedNode(actor)

    def _state(self, code: str) -> ox.NamedNode:
        known = self._facts.state(code)
        if known is not None:
            return self._want(iri(self._base, known).value)
        return self._want(self._states.get(code) or iri(self._base, f"state/{code}").value)

    def _actor(self, actor: str) -> _Triples:
        node = ox.NamedNode(actor)
        facts = self._facts.actor(local_id(self._base, actor))
        kind, code = self.kind_and_state(actor)
        yield node, RDF_TYPE, term("dg:Actor")
        yield node, RDF_TYPE, term(f"dg:{KIND_CLASSES[kind]}")
        alternatives = facts.alt_names if facts is not None else ()
        yield from self._labels(node, self.name(actor), alternatives)
        if code:
            yield node, term("dg:countryCode"), text(code)
            yield node, term("dg:state"), node if kind is Kind.STATE else self._state(code)
        for post in facts.posts if facts is not None else ():
            yield from self._post(actor, post)

    def kind_and_state(self, actor: str) -> tuple[Kind, str | None]:
        """An actor's kind and its state's code: the facts', else those that documents tell."""
        local = local_id(self._base, actor)
        facts = self._facts.actor(local)
        if facts is not None:
            return facts.kind, facts.state
        if local.startswith("state/"):
            return Kind.STATE, local.removeprefix("state/")
        kinds = [_KINDS[k] for k in self._values(actor, "toldKind") if k in _KINDS]
        # Where documents differ, the first of the enumeration: any fixed rule will do.
        kind = min(kinds, key=list(Kind).index, default=Kind.GROUP)
        return kind, next(iter(self._values(actor, "toldState")), None)

    def _labels(self, node: ox.NamedNode, name: str, others: Iterable[str]) -> _Triples:
        yield node, LABEL, text(name)
        for other in sorted({*others, *self._values(node.value, "toldName")} - {name}):
            yield node, term("skos:altLabel"), text(other)

    def _place(self, place: str) -> _Triples:
        node = ox.NamedNode(place)
        facts = self._facts.place(local_id(self._base, place).removeprefix("place/"))
        yield node, RDF_TYPE, term("dg:Place")
        name = facts.name if facts is not None else self._told_name(place)
        yield from self._labels(node, name, facts.alt_names if facts is not None else ())
        told = next(iter(self._values(place, "toldState")), None)
        code = facts.state if facts is not None else told
        if code:
            yield node, term("dg:countryCode"), text(code)
            yield node, term("dg:inState"), self._state(code)
        if facts is not None:
            yield from _location(node, facts)

    def _post(self, holder: str, post: PostFact, mention: str | None = None) -> _Triples:
        of = iri(self._base, post.of).value
        parts = (holder, post.role, of, post.start or "")
        node = iri(self._base, f"post/{short_hash(*parts)}")
        yield node, RDF_TYPE, term("org:Post")
        yield node, LABEL, text(post.title)
        yield node, term("dg:role"), text(post.role)
        yield node, term("org:heldBy"), self._want(holder)
        yield node, term("org:postIn"), self._want(of)
        for predicate, value in (("dg:from", post.start), ("dg:to", post.end)):
            literal = date_literal(value) if value else None
            if literal is not None:
                yield node, term(predicate), literal
        if mention is not None:
            yield node, term("dg:mention"), ox.NamedNode(mention)

    def _told_posts(self) -> _Triples:
        """Posts that documents tell of: a term known from the facts, else one without dates.

        Such a term has the title told first in the order of its mentions' names, so that one post
        has one title however often it is told.
        """
        titles: dict[tuple[str, str, str], str] = {}
        for told in sorted_on_disk(self._posts, lambda post: post.mention, POSTS, run=_RUN):
            of = local_id(self._base, told.of)
            post = self._known_post(told.holder, told.role, of, told.issued)
            if post is None:
                title = titles.setdefault((told.holder, told.role, of), told.title)
                post = PostFact(title, told.role, of)
            yield from self._post(told.holder, post, told.mention)

    def _known_post(self, holder: str, role: str, of: str, day: str | None) -> PostFact | None:
        facts = self._facts.actor(local_id(self._base, holder))
        state = self.kind_and_state(iri(self._base, of).value)[1]
        posts = [
            post
            for post in (facts.posts if facts is not None else ())
            if post.role == role
            and (
                post.of == of
                or (state and state == self.kind_and_state(iri(self._base, post.of).value)[1])
            )
        ]
        if day is None:
            return posts[0] if len(posts) == 1 else None
        return next((post for post in reversed(posts) if _covers(post, day)), None)


def _covers(post: PostFact, day: str) -> bool:
    start = date_window(post.start) if post.start else None
    end = date_window(post.end) if post.end else None
    return (start[0] if start else _EARLIEST) <= day <= (end[1] if end else _LATEST)


def _location(node: ox.NamedNode, facts: PlaceFacts) -> _Triples:
    if facts.lat is not None and facts.lon is not None:
        yield node, term("geo:lat"), decimal(facts.lat)
        yield node, term("geo:long"), decimal(facts.lon)
    if facts.geonames:
        yield node, term("skos:exactMatch"), ox.NamedNode(f"{_GEONAMES}{facts.geonames}/")
