"""The derived graph: events, direct triples, and what is known of actors, places and posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, permutations
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.contexts import load_contexts
from diplograph.ontology import DG, Ontology, load_ontology
from diplograph.plover import plover_coding
from diplograph.rdf.decisions import Decision
from diplograph.rdf.events import Event, find_events, sides
from diplograph.rdf.facts import NO_FACTS, Facts
from diplograph.rdf.gathering import Gathered, gather
from diplograph.rdf.identity import identities_of
from diplograph.rdf.links import Link, find_links
from diplograph.rdf.nodes import Describer
from diplograph.rdf.reviewing import Edit
from diplograph.rdf.sameness import Judge
from diplograph.rdf.standing import Standings
from diplograph.rdf.telling import GraphTold, Telling, Told, graphs_told, packing
from diplograph.rdf.terms import (
    DEFAULT_BASE,
    PREFIXES,
    RDF_TYPE,
    boolean,
    context_iri,
    date_literal,
    decimal,
    derived_graph,
    iri,
    node_of,
    offset,
    place_iri,
    term,
    text,
    typed,
)
from diplograph.records import Status
from diplograph.spilling import Packing, sorted_on_disk

Triple: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]

_RUN = 5_000  # mentions that are sorted in memory


def derived_quads(
    document_quads: Iterable[ox.Quad],
    base: str = DEFAULT_BASE,
    facts: Facts = NO_FACTS,
    ontology: Ontology | None = None,
    decisions: Sequence[Decision] = (),
) -> Iterator[ox.Quad]:
    """The derived graph, as a function of the document graphs' quads, facts and decisions alone.

    See `derived_of`, which does not hold all quads at a time.
    """
    graph = derived_graph(base)
    triples = derived_of(graphs_told(document_quads), base, facts, ontology, decisions)
    return (ox.Quad(*triple, graph) for triple in triples)


def derived_of(
    documents: Iterable[GraphTold],
    base: str = DEFAULT_BASE,
    facts: Facts = NO_FACTS,
    ontology: Ontology | None = None,
    decisions: Sequence[Decision] = (),
    edits: Sequence[Edit] = (),
    naming: Iterable[GraphTold] | None = None,
) -> Iterator[Triple]:
    """The derived graph's triples from what one document's graph after the other tells.

    They are run through twice. The first time only the predicates of `unknown.NAMING` matter:
    where it is quicker to get at these alone, `naming` has them. Documents are told as `edits`
    leave them.

    A direct triple is made only from an event that is actual and factual; of a reciprocal
    relation, both ways between any two participants. StoreError where a mention is malformed.
    """
    ontology = ontology or load_ontology()
    identities = identities_of(naming or documents, base, facts, decisions)
    told = gather(identities.applied(documents), ontology)
    happenings = Happenings(told, base, facts, ontology)
    contexts: set[str] = set()
    for block in _blocks(told.mentioned, happenings.standings, ontology):
        contexts.update(name for telling in block for name in telling.contexts)
        yield from happenings.of(block)
    yield from chain(
        happenings.describer.triples(),
        context_triples(contexts),
        copy_triples(told.copies),
        identities.triples(),
        *(edit.triples() for edit in edits),
    )


class Happenings:
    """Makes events of mentions, by what all documents tell of the actors and places in them.

    It needs what is told of the actors and places named and of the bodies that they hold posts in,
    these posts, and of copies those that are the mentions' documents.
    """

    def __init__(self, told: Gathered, base: str, facts: Facts, ontology: Ontology) -> None:
        self._base = base
        self._ontology = ontology
        self.describer = Describer(told.known, base, facts, told.posts)
        self.standings = Standings(told.offices, base, facts, self.describer)
        self._judge = Judge(self.standings, _countries(told.known, base, facts), told.copies)

    def of(self, block: Iterable[Telling]) -> Iterator[Triple]:
        """Events, direct triples and links between events, of mentions that share their sides.

        Mentions of other sides (`sides`), or of another type, change nothing in them.
        """
        events = find_events(block, self._judge, self.standings)
        for event in events:
            yield from event_triples(event, self._base, self._ontology, self.describer)
            yield from direct_triples(event)
        yield from link_triples(find_links(events, self._judge, self.standings), self._base)


def _blocks(
    mentioned: Iterable[Telling], standings: Standings, ontology: Ontology
) -> Iterator[list[Telling]]:
    """The mentions in blocks: those of different ones never tell of one event or linked ones."""
    keyed = ((sides(telling, standings), telling) for telling in mentioned)
    kept = packing(ontology)
    pairs: Packing[tuple[tuple[str, ...], Telling]] = Packing(
        lambda pair: (pair[0], kept.pack(pair[1])), lambda pair: (pair[0], kept.unpack(pair[1]))
    )
    ordered = sorted_on_disk(keyed, lambda pair: (pair[0], pair[1].mention), pairs, run=_RUN)
    for _, block in groupby(ordered, lambda pair: pair[0]):
        yield [telling for _, telling in block]


def _countries(known: Told, base: str, facts: Facts) -> dict[str, str]:
    """From each place that documents tell of to the place that stands for its whole state."""
    found: dict[str, str] = {}
    for node in known:
        for code in known[node].get(DG + "toldState", ()):
            state = facts.state(code)
            if node.startswith(f"{base}place/") and state is not None:
                found[node] = place_iri(base, state).value
    return found


def copy_triples(copies: Mapping[str, str]) -> Iterator[Triple]:
    """Which documents are nearly one text."""
    for document in sorted(copies):
        yield ox.NamedNode(document), term("dg:nearCopyOf"), ox.NamedNode(copies[document])


def link_triples(links: Iterable[Link], base: str) -> Iterator[Triple]:
    """What became of plans, both ways round, and contradictions, which are symmetric."""
    back = {"realizedBy": "realizes", "cancelledBy": "cancels", "contradicts": "contradicts"}
    for link in links:
        one, other = iri(base, link.one.id), iri(base, link.other.id)
        yield one, term(f"dg:{link.name}"), other
        yield other, term(f"dg:{back[link.name]}"), one


def context_triples(used: Container[str]) -> Iterator[Triple]:
    """Concepts, by their IRIs, that events touch, as far as the embedded scheme knows them."""
    scheme = term("dg:ContextScheme")
    known = [c for c in load_contexts() if context_iri(c.id).value in used]
    if known:
        yield scheme, RDF_TYPE, term("skos:ConceptScheme")
        yield scheme, term("rdfs:label"), text("Issues")
    for context in known:
        node = context_iri(context.id)
        yield node, RDF_TYPE, term("skos:Concept")
        yield node, term("skos:prefLabel"), text(context.label)
        yield node, term("skos:inScheme"), scheme


def direct_triples(event: Event) -> Iterator[Triple]:
    """`id:mao-ning dg:urges id:united-states`, where the event is actual and told as a fact."""
    if event.status is not Status.ACTUAL or not event.factual:
        return
    prop = node_of(event.relation.iri)
    pairs: Iterable[tuple[str, ...]] = [(event.source, event.target)]
    if event.relation.reciprocal:
        pairs = permutations(sorted(event.participants), 2)
    for one, other in pairs:
        yield node_of(one), prop, node_of(other)


def event_triples(
    event: Event, base: str, ontology: Ontology, describer: Describer
) -> Iterator[Triple]:
    """An event's node: its types, actors, circumstances and mentions."""
    node = iri(base, event.id)
    for type_class in (
        event.relation.class_iri,
        *event.relation.above,
        DG + ontology.types[event.type].class_name,
        DG + "Event",
        PREFIXES["sem"] + "Event",
    ):
        yield node, RDF_TYPE, node_of(type_class)
    yield node, term("dg:relation"), node_of(event.relation.iri)
    for predicate, actor in _actors(event):
        yield node, predicate, node_of(actor)
    yield node, term("rdfs:label"), text(_label(event, describer))
    yield node, term("dg:status"), term(f"dg:{event.status.value}")
    yield node, term("dg:factual"), boolean(event.factual)
    yield node, term("dg:confidence"), decimal(max(t.confidence for t in event.tellings))
    for telling in event.tellings:
        yield node, term("dg:mention"), ox.NamedNode(telling.mention)
        if telling.verdict:
            yield node, term("dg:verdict"), ox.NamedNode(telling.verdict)
        if telling.attributed_to:
            yield node, term("dg:attributedTo"), node_of(telling.attributed_to)
        if telling.topic:
            yield node, term("dg:topic"), text(telling.topic)
        for context in telling.contexts:
            yield node, term("dg:context"), node_of(context)
    publishers = {name for telling in event.tellings for name in telling.publishers}
    yield node, term("dg:sourceCount"), offset(len(publishers))
    yield from _coding(node, event, ontology)
    yield from _when_and_where(node, event.tellings)


def _actors(event: Event) -> Iterator[tuple[ox.NamedNode, str]]:
    if event.relation.reciprocal:
        for actor in sorted(event.participants):
            yield term("dg:participant"), actor
    else:
        yield term("dg:source"), event.source
        yield term("dg:target"), event.target


def _label(event: Event, describer: Describer) -> str:
    if event.relation.reciprocal:
        names = sorted(describer.name(actor) for actor in event.participants)
        label = f"{event.relation.label}: {', '.join(names)}"
    else:
        words = "".join(f" {c.lower()}" if c.isupper() else c for c in event.relation.name)
        label = f"{describer.name(event.source)} {words} {describer.name(event.target)}"
    return label if event.status is Status.ACTUAL else f"{label} ({event.status.value})"


def _coding(node: ox.NamedNode, event: Event, ontology: Ontology) -> Iterator[Triple]:
    if event.status not in {Status.ACTUAL, Status.PLANNED}:
        return
    coded = plover_coding(event.type, event.status)
    yield node, term("dg:codedAs"), term(f"dg:{ontology.types[coded].class_name}")
    yield node, term("dg:score"), decimal(ontology.score(coded))
    yield node, term("dg:quadClass"), term(f"dg:{ontology.quad_class(coded).value}")


def _when_and_where(node: ox.NamedNode, event: Sequence[Telling]) -> Iterator[Triple]:
    reported = min((t.reported for t in event if t.reported), default=None)
    if reported is not None:
        yield node, term("dg:reported"), typed(reported, "date")
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
        yield node, term("dg:place"), node_of(place)


def _days(window: tuple[str, str]) -> int:
    first, last = (dt.date.fromisoformat(day) for day in window)
    return (last - first).days
