"""From the store to what the page and the report show, node by node."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain, groupby
from typing import Final
from urllib.parse import unquote

import pyoxigraph as ox

from diplograph.node_values import Values
from diplograph.ontology import DG, Ontology, QuadClass, RelationType
from diplograph.rdf.terms import KIND_CLASSES, PREFIXES, RDF_TYPE, term
from diplograph.records import Kind, Status
from diplograph.store import GraphStore
from diplograph.view.model import (
    GraphView,
    Outline,
    ViewActor,
    ViewDocument,
    ViewEvent,
    ViewEvidence,
    ViewPost,
)

_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_NIF: Final = PREFIXES["nif"]
_DCTERMS: Final = PREFIXES["dcterms"]
_QUADS: Final = {quad: number for number, quad in enumerate(QuadClass, start=1)}
_KINDS: Final[tuple[tuple[Kind, str], ...]] = tuple((k, DG + n) for k, n in KIND_CLASSES.items())
_TOLD: Final = """SELECT (COUNT(DISTINCT ?document) AS ?told) {
  ?event a sem:Event ; dg:mention/nif:referenceContext ?document }"""
_AGENTS: Final = "SELECT DISTINCT ?agent { ?agent a prov:SoftwareAgent FILTER(isIRI(?agent)) }"
_KEPT: Final = 4096  # actors, places and posts come again and again


PAGE_EVENTS: Final = 20_000
"""How many events a page has at most, unless more are asked for."""


def view_of(
    store: GraphStore, most: int | None = None, ontology: Ontology | None = None
) -> GraphView:
    """What the store has for the page, in an order that depends on the store alone.

    Of more than `most` events those that most sources tell, the surest first among equals, with
    their actors and documents; `meta` says so.
    """
    reader = ViewReader(store, ontology)
    iris, number = reader.foremost(most)
    found = (event for iri in iris if (event := reader.dated_event(iri)) is not None)
    events = [event for _, event in sorted(found, key=lambda pair: (pair[0], pair[1].iri))]
    meta = dict(reader.meta())
    if len(iris) == number:
        return GraphView(reader.actors(events), tuple(events), tuple(reader.documents()), meta)
    meta["Shown"] = (
        f"{len(iris):,} of {number:,} relations, those that most sources tell "
        "(`diplograph serve` shows all)"
    )
    told = {e.document_iri for event in events for e in event.evidence if e.document_iri}
    documents = tuple(reader.document(iri) for iri in sorted(told))
    actors = reader.actors(events, every=False)
    return GraphView(actors, tuple(events), documents, meta, whole=False)


def words(name: str) -> str:
    """A property's name as words: "expelsDiplomatsOf" → "expels diplomats of"."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[1].lower()}", name)


def _one(values: Values, predicate: str) -> str | None:
    found = values.get(predicate)
    return found[0] if found else None


def _latest(post: ViewPost) -> tuple[str, str]:
    return post.from_ or "", post.title


def _local(iri: str) -> str:
    return unquote(re.split(r"[/#]", iri)[-1], errors="replace")


class ViewReader:
    """Reads nodes of the union of a store's graphs as actors, events and documents.

    By pattern and not by SPARQL: what stands in many graphs, such as the reader in each
    document's, would be joined with itself once for each of them.
    """

    def __init__(self, store: GraphStore, ontology: Ontology | None = None) -> None:
        known = ontology or store.ontology
        self._store = store
        self._relations = {relation.iri: relation for relation in known.relations.values()}
        self._labels = {iri: words(relation.name) for iri, relation in self._relations.items()}
        self._quad_of = known.quad_class
        # Of functions and not of methods: a reader that holds itself would keep the store open.
        self._name = lru_cache(_KEPT)(partial(_name, store))
        self.actor = lru_cache(_KEPT)(partial(_actor, store, self._name))

    def _values(self, iri: str) -> Values:
        return self._store.values_of(iri)

    def _nodes(self, type_: str) -> Iterator[str]:
        """The nodes of a class; one that several graphs name comes once."""
        quads = self._store.find(None, RDF_TYPE, term(type_))
        named = (q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode))
        return (node for node, _ in groupby(named))

    def foremost(self, most: int | None) -> tuple[list[str], int]:
        """At most so many events, and how many there are."""
        if most is None:
            found = list(self._nodes("sem:Event"))
            return found, len(found)
        number = 0

        def ranked() -> Iterator[tuple[int, float, str]]:
            nonlocal number
            for iri, values in self._store.events():
                number += 1
                sources, sure = (_one(values, DG + name) for name in ("sourceCount", "confidence"))
                yield -int(sources or 0), -float(sure or 0), iri

        return [iri for *_, iri in heapq.nsmallest(most, ranked())], number

    def event(self, iri: str) -> ViewEvent | None:
        """An event with its sentences; None where its relation is not one of the ontology."""
        found = self.dated_event(iri)
        return found[1] if found is not None else None

    def dated_event(self, iri: str) -> tuple[str, ViewEvent] | None:
        """An event, after its day or else that of the earliest text that tells it."""
        values = self._values(iri)
        relation = self._relation(values)
        if relation is None:
            return None
        outline = self._outline(iri, values, relation)
        place = _one(values, DG + "place")
        told = {node: self._values(node) for node in values.get(DG + "mention", ())}
        return outline.day or "9999", ViewEvent(
            iri=iri,
            relation=relation.name,
            relation_label=self._labels[relation.iri],
            type=outline.type,
            quad_class=outline.quad_class,
            sources=outline.sources,
            targets=outline.targets,
            participants=_first_named(outline.participants, told),
            status=outline.status,
            factual=outline.factual,
            attributed_to=_one(values, DG + "attributedTo"),
            topic="; ".join(values.get(DG + "topic", ())) or None,
            date=_one(values, DG + "date"),
            place=self._name(place) if place else None,
            confidence=outline.confidence,
            evidence=tuple(sorted(_evidence(told), key=_place_of)),
        )

    def outlines(self) -> Iterator[Outline]:
        """All events without their sentences, in no particular order."""
        for iri, values in self._store.events():
            relation = self._relation(values)
            if relation is not None:
                yield self._outline(iri, values, relation)

    def _relation(self, values: Values) -> RelationType | None:
        return self._relations.get(_one(values, DG + "relation") or "")

    def _outline(self, iri: str, values: Values, relation: RelationType) -> Outline:
        date = _one(values, DG + "date")
        return Outline(
            iri=iri,
            type=relation.plover.value,
            quad_class=_QUADS[self._quad_of(relation.plover)],
            sources=values.get(DG + "source", ()),
            targets=values.get(DG + "target", ()),
            participants=values.get(DG + "participant", ()),
            status=_local(_one(values, DG + "status") or Status.ACTUAL),
            factual=_one(values, DG + "factual") in {"true", "1"},
            dated=date is not None,
            day=date or _one(values, DG + "reported"),
            topic=bool(values.get(DG + "topic")),
            mentions=len(values.get(DG + "mention", ())),
            confidence=float(_one(values, DG + "confidence") or 0.0),
        )

    def actors(self, events: Iterable[ViewEvent], *, every: bool = True) -> tuple[ViewActor, ...]:
        """Whoever an event names, described or not, their states, and `every` described actor."""
        named = set(self._nodes("dg:Actor")) if every else set()
        for event in events:
            ends = chain(event.sources, event.targets, event.participants)
            named.update(ends, [event.attributed_to] if event.attributed_to else ())
        if not every:
            named |= {state for iri in named for state in self._values(iri).get(DG + "state", ())}
        return tuple(self.actor(iri) for iri in sorted(named))

    def documents(self) -> Iterator[ViewDocument]:
        """All documents, by IRI."""
        return map(self.document, self._store.documents_named())

    def document(self, iri: str) -> ViewDocument:
        """A document; a web address stands for the path where there is one."""
        values = self._values(iri)
        return ViewDocument(
            iri=iri,
            title=_one(values, _DCTERMS + "title"),
            date=_one(values, _DCTERMS + "issued"),
            source=_one(values, _DCTERMS + "source"),
            path=_one(values, PREFIXES["schema"] + "url") or _one(values, DG + "path"),
        )

    def telling(self) -> int:
        """How many documents tell of any event."""
        row = next(iter(self._store.run_trusted(_TOLD).terms()))
        return int(getattr(row[0], "value", 0))

    def meta(self) -> Mapping[str, str]:
        """What read the documents."""
        label = PREFIXES["rdfs"] + "label"
        # Each document's graph names them: the store looks up those that it gives, and no graphs.
        rows = self._store.run_trusted(_AGENTS).terms()
        agents = sorted(str(getattr(row[0], "value", "")) for row in rows)
        names = sorted({name for iri in agents if (name := _one(self._values(iri), label))})
        return {"Read with": ", ".join(names)} if names else {}


def _first_named(actors: Sequence[str], told: Mapping[str, Values]) -> tuple[str, ...]:
    """Participants, the one whom the text names first in front."""
    first = {_one(mention, DG + "toldSource") for mention in told.values()}
    return tuple(sorted(actors, key=lambda actor: (actor not in first, actor)))


def _evidence(told: Mapping[str, Values]) -> Iterator[ViewEvidence]:
    for node, mention in told.items():
        sentence = _one(mention, _NIF + "anchorOf")
        if sentence is None:
            continue
        begin = int(_one(mention, _NIF + "beginIndex") or 0)
        span = [_one(mention, DG + name) for name in ("triggerBegin", "triggerEnd")]
        start, end = (None if offset is None else int(offset) - begin for offset in span)
        document = _one(mention, _NIF + "referenceContext")
        yield ViewEvidence(sentence, _one(mention, DG + "trigger"), start, end, document, node)


def _place_of(evidence: ViewEvidence) -> tuple[str, str, int]:
    start = evidence.trigger_start_in_sentence or 0
    return evidence.document_iri or "", evidence.sentence, start


def _name(store: GraphStore, iri: str) -> str:
    return _one(store.values_of(iri), _LABEL) or _local(iri)


def _actor(store: GraphStore, name: Callable[[str], str], iri: str) -> ViewActor:
    values = store.values_of(iri)
    types = values.get(PREFIXES["rdf"] + "type", ())
    kind = next((kind for kind, class_ in _KINDS if class_ in types), Kind.GROUP)
    state = _one(values, DG + "state")
    held = store.find(None, term("org:heldBy"), ox.NamedNode(iri))
    nodes = {quad.subject.value for quad in held if isinstance(quad.subject, ox.NamedNode)}
    posts = (_post(store.values_of(node), name) for node in sorted(nodes))
    return ViewActor(
        iri=iri,
        label=_one(values, _LABEL) or _local(iri),
        kind=kind.value,
        state_code=_one(values, DG + "countryCode"),
        state_label=name(state) if state else None,
        alt_labels=values.get(PREFIXES["skos"] + "altLabel", ()),
        posts=tuple(sorted(posts, key=_latest, reverse=True)),
    )


def _post(values: Values, name: Callable[[str], str]) -> ViewPost:
    of = _one(values, PREFIXES["org"] + "postIn")
    return ViewPost(
        title=_one(values, _LABEL) or "",
        of_label=name(of) if of else None,
        from_=_one(values, DG + "from"),
        to=_one(values, DG + "to"),
    )
