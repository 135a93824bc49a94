"""The derived graph: events, direct triples, and what is known of actors, places and posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.ontology import DG, Ontology, load_ontology
from diplograph.plover import plover_coding
from diplograph.rdf.facts import NO_FACTS, Facts
from diplograph.rdf.nodes import Describer
from diplograph.rdf.telling import ISSUED, Telling, Told, cluster, tellings, told
from diplograph.rdf.terms import (
    DEFAULT_BASE,
    PREFIXES,
    RDF_TYPE,
    boolean,
    date_literal,
    decimal,
    derived_graph,
    iri,
    term,
    text,
    typed,
)
from diplograph.records import Status

Triple: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def derived_quads(
    document_quads: Iterable[ox.Quad],
    base: str = DEFAULT_BASE,
    facts: Facts = NO_FACTS,
    ontology: Ontology | None = None,
) -> Iterator[ox.Quad]:
    """The derived graph, as a function of the document graphs' quads and the facts alone.

    A direct triple is made only from an event that is actual and factual; of a reciprocal
    relation, both ways between any two participants. StoreError where a mention is malformed.
    """
    ontology = ontology or load_ontology()
    known = told(document_quads)
    graph = derived_graph(base)
    describer = Describer(known, base, facts)
    for event in cluster(tellings(known, ontology)):
        for triple in event_triples(event, known, base, ontology, describer):
            yield ox.Quad(*triple, graph)
        for triple in direct_triples(event):
            yield ox.Quad(*triple, graph)
    for triple in describer.triples():
        yield ox.Quad(*triple, graph)


def direct_triples(event: list[Telling]) -> Iterator[Triple]:
    """`id:mao-ning dg:urges id:united-states`, where the event is actual and told as a fact."""
    first = event[0]
    if first.status is not Status.ACTUAL or not any(telling.factual for telling in event):
        return
    prop = ox.NamedNode(first.relation.iri)
    pairs: Iterable[tuple[str, ...]] = [(first.source, first.target)]
    if first.relation.reciprocal:
        pairs = permutations(sorted(first.participants), 2)
    for one, other in pairs:
        yield ox.NamedNode(one), prop, ox.NamedNode(other)


def event_triples(
    event: list[Telling], known: Told, base: str, ontology: Ontology, describer: Describer
) -> Iterator[Triple]:
    """An event's node: its types, actors, circumstances and mentions."""
    first = event[0]
    # Named after one of its mentions, so that the name does not depend on the building order.
    node = iri(base, f"event/{min(t.mention.rpartition('/')[2] for t in event)}")
    for type_class in (
        first.relation.class_iri,
        DG + ontology.types[first.type].class_name,
        DG + "Event",
        PREFIXES["sem"] + "Event",
    ):
        yield node, RDF_TYPE, ox.NamedNode(type_class)
    yield node, term("dg:relation"), ox.NamedNode(first.relation.iri)
    for predicate, actor in _actors(first):
        yield node, predicate, ox.NamedNode(actor)
    yield node, term("rdfs:label"), text(_label(first, describer))
    yield node, term("dg:status"), term(f"dg:{first.status.value}")
    yield node, term("dg:factual"), boolean(any(t.factual for t in event))
    yield node, term("dg:confidence"), decimal(max(t.confidence for t in event))
    for telling in event:
        yield node, term("dg:mention"), ox.NamedNode(telling.mention)
        if telling.attributed_to:
            yield node, term("dg:attributedTo"), ox.NamedNode(telling.attributed_to)
        if telling.topic:
            yield node, term("dg:topic"), text(telling.topic)
    yield from _coding(node, first, ontology)
    yield from _when_and_where(node, event, known)


def _actors(telling: Telling) -> Iterator[tuple[ox.NamedNode, str]]:
    if telling.relation.reciprocal:
        for actor in sorted(telling.participants):
            yield term("dg:participant"), actor
    else:
        yield term("dg:source"), telling.source
        yield term("dg:target"), telling.target


def _label(telling: Telling, describer: Describer) -> str:
    if telling.relation.reciprocal:
        names = sorted(describer.name(actor) for actor in telling.participants)
        label = f"{telling.relation.label}: {', '.join(names)}"
    else:
        words = "".join(f" {c.lower()}" if c.isupper() else c for c in telling.relation.name)
        label = f"{describer.name(telling.source)} {words} {describer.name(telling.target)}"
    return label if telling.status is Status.ACTUAL else f"{label} ({telling.status.value})"


def _coding(node: ox.NamedNode, telling: Telling, ontology: Ontology) -> Iterator[Triple]:
    if telling.status not in {Status.ACTUAL, Status.PLANNED}:
        return
    coded = plover_coding(telling.type, telling.status)
    yield node, term("dg:codedAs"), term(f"dg:{ontology.types[coded].class_name}")
    yield node, term("dg:score"), decimal(ontology.score(coded))
    yield node, term("dg:quadClass"), term(f"dg:{ontology.quad_class(coded).value}")


def _when_and_where(node: ox.NamedNode, event: list[Telling], known: Told) -> Iterator[Triple]:
    reported = min(
        (d for t in event for d in known.get(t.document, {}).get(ISSUED, ())), default=None
    )
    issued = date_literal(reported) if reported else None
    if reported and issued is not None and len(reported) == 10:
        yield node, term("dg:reported"), issued
    dated = [(t.window, t.date) for t in event if t.window and t.date]
    if dated:
        # The narrowest date says most; the mentions' dates do not conflict.
        window, value = min(dated, key=lambda item: (_days(item[0]), item))
        literal = date_literal(value)
        if literal is not None:
            yield node, term("dg:date"), literal
        yield node, term("dg:dateFrom"), typed(window[0], "date")
        yield node, term("dg:dateTo"), typed(window[1], "date")
    for place in sorted({t.place for t in event if t.place})[:1]:
        yield node, term("dg:place"), ox.NamedNode(place)


def _days(window: tuple[str, str]) -> int:
    first, last = (dt.date.fromisoformat(day) for day in window)
    return (last - first).days
