"""What one document says, as quads in the document's own named graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.contexts import contexts_of
from diplograph.ontology import Ontology, load_ontology
from diplograph.rdf.nearness import text_signature
from diplograph.rdf.sources import SourceFacts, copy_triples, source_values
from diplograph.rdf.terms import (
    DEFAULT_BASE,
    KIND_CLASSES,
    RDF_TYPE,
    boolean,
    context_iri,
    decimal,
    graph_of,
    iri,
    node_of,
    offset,
    place_iri,
    short_hash,
    term,
    text,
)
from diplograph.records import (
    Actor,
    ActorMention,
    Beside,
    Document,
    Place,
    PostClaim,
    Reading,
    Relation,
)

_Object: TypeAlias = ox.NamedNode | ox.Literal
_Triple: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, _Object]
_Triples: TypeAlias = Iterator[_Triple]
_SOURCE = tuple(map(term, ("dg:toldSource", "dg:sourceText", "dg:sourceBegin", "dg:sourceEnd")))
_TARGET = tuple(map(term, ("dg:toldTarget", "dg:targetText", "dg:targetBegin", "dg:targetEnd")))


@dataclass(frozen=True, slots=True)
class ReaderVersion:
    """What read the documents: diplograph's version and the language pipeline's name, version.

    `inputs` is a hash over all that a reading depends on besides the document itself.
    """

    diplograph: str
    pipeline: str = ""
    inputs: str = ""

    @property
    def id(self) -> str:
        """Local part of the reader's IRI."""
        return "/".join(part for part in ("software", self.diplograph, self.pipeline) if part)


def document_quads(
    reading: Reading,
    base: str = DEFAULT_BASE,
    version: ReaderVersion | None = None,
    ontology: Ontology | None = None,
    copies: Iterable[SourceFacts] = (),
) -> Iterator[ox.Quad]:
    """What `document_triples` gives, in the named graph of the reading's document."""
    graph = graph_of(base, reading.document.id)
    for triple in document_triples(reading, base, version, ontology, copies):
        yield ox.Quad(*triple, graph)


def document_triples(
    reading: Reading,
    base: str = DEFAULT_BASE,
    version: ReaderVersion | None = None,
    ontology: Ontology | None = None,
    copies: Iterable[SourceFacts] = (),
) -> _Triples:
    """Everything that a reading says, without blank nodes.

    `copies` are the other sources in which the same text came.

    OntologyError where a relation is not in the ontology. The same reading gives the same triples
    in the same order; a triple may come twice.
    """
    maker = _Maker(reading, base, ontology or load_ontology())
    parts: list[Iterable[_Triple]] = [maker.document(version), maker.actors(), maker.places()]
    parts += [copy_triples(base, reading.document.id, copy) for copy in copies]
    parts += map(maker.mention, reading.relations)
    parts += [maker.post(claim) for claim in reading.posts]
    return chain.from_iterable(parts)


class _Maker:
    def __init__(self, reading: Reading, base: str, ontology: Ontology) -> None:
        self._reading = reading
        self._base = base
        self._ontology = ontology
        self._document = self._iri(reading.document.id)

    def _iri(self, local: str) -> ox.NamedNode:
        return iri(self._base, local)

    def document(self, version: ReaderVersion | None) -> _Triples:
        """Title, date, hash and source of the document, and what read it."""
        node, document = self._document, self._reading.document
        yield node, RDF_TYPE, term("dg:Document")
        yield node, term("dg:sha256"), text(document.digest)
        for predicate, value in source_values(SourceFacts.of(document)):
            yield node, predicate, value
        signature = text_signature(document.text)
        if signature:
            yield node, term("dg:minHash"), text(signature)
        yield (
            graph_of(self._base, document.id),
            term("prov:wasDerivedFrom"),
            node,
        )
        if version is not None:
            reader = self._iri(version.id)
            yield node, term("dg:readWith"), reader
            yield reader, RDF_TYPE, term("prov:SoftwareAgent")
            yield reader, term("schema:softwareVersion"), text(version.diplograph)
            name = " ".join(part for part in ("diplograph", version.diplograph) if part)
            yield reader, term("rdfs:label"), text(f"{name} {version.pipeline}".strip())
            if version.inputs:
                yield reader, term("dg:inputs"), text(version.inputs)

    def actors(self) -> _Triples:
        """Name, kind and state of each actor, as the document tells them."""
        for actor in _actors(self._reading):
            node = self._iri(actor.id)
            yield node, term("dg:toldName"), text(actor.name)
            yield node, term("dg:toldKind"), term(f"dg:{KIND_CLASSES[actor.kind]}")
            if actor.state:
                yield node, term("dg:toldState"), text(actor.state)
            if actor.calling:
                yield node, term("dg:toldCalling"), text(actor.calling)
            beside = self._reading.beside.get(actor.id, Beside())
            yield from ((node, term("dg:toldBeside"), text(name)) for name in beside.names)
            yield from ((node, term("dg:toldAs"), text(noun)) for noun in beside.called)
            yield from ((node, term("dg:toldNear"), text(code)) for code in beside.states)

    def places(self) -> _Triples:
        """Name and state of each place."""
        for place in _places(self._reading.relations):
            node = place_iri(self._base, place.id)
            yield node, term("dg:toldName"), text(place.name)
            if place.state:
                yield node, term("dg:toldState"), text(place.state)

    def mention(self, relation: Relation) -> Iterable[_Triple]:
        """One relation, with its sentence and its places in the text."""
        node = self._iri(f"mention/{relation.id}")
        kind = self._ontology.relation(relation.relation)
        sentence, trigger = relation.sentence, relation.trigger
        type_class = self._ontology.types[relation.type].class_name
        return (
            (node, RDF_TYPE, term("dg:EventMention")),
            (node, RDF_TYPE, term("dg:Mention")),
            *self._span(node, sentence.text, sentence.start, sentence.end),
            (node, term("dg:trigger"), text(trigger.text)),
            (node, term("dg:triggerBegin"), offset(trigger.start)),
            (node, term("dg:triggerEnd"), offset(trigger.end)),
            *self._side(node, _SOURCE, relation.source),
            *self._side(node, _TARGET, relation.target),
            (node, term("dg:toldRelation"), node_of(kind.iri)),
            (node, term("dg:toldType"), term(f"dg:{type_class}")),
            (node, term("dg:toldStatus"), term(f"dg:{relation.status}")),
            (node, term("dg:toldFactual"), boolean(relation.factual)),
            (node, term("dg:confidence"), decimal(relation.confidence)),
            (node, term("dg:rule"), text(relation.rule)),
            *self._circumstances(node, relation),
        )

    def _side(
        self, node: ox.NamedNode, side: Sequence[ox.NamedNode], mention: ActorMention
    ) -> Iterable[_Triple]:
        told, as_text, begin, end = side
        return (
            (node, told, self._iri(mention.actor.id)),
            (node, as_text, text(mention.text)),
            (node, begin, offset(mention.start)),
            (node, end, offset(mention.end)),
        )

    def _circumstances(self, node: ox.NamedNode, relation: Relation) -> _Triples:
        if relation.attributed_to is not None:
            yield node, term("dg:toldBy"), self._iri(relation.attributed_to.id)
        if relation.topic:
            yield node, term("dg:toldTopic"), text(relation.topic)
        for name in contexts_of(relation.topic, relation.sentence.text):
            yield node, term("dg:toldContext"), context_iri(name)
        if relation.date is not None:
            yield node, term("dg:toldDate"), text(relation.date.value)
            yield node, term("dg:toldDateText"), text(relation.date.text)
        if relation.place is not None:
            yield node, term("dg:toldPlace"), place_iri(self._base, relation.place.id)

    def post(self, claim: PostClaim) -> _Triples:
        """Who is said to hold which post."""
        document = self._reading.document
        node = self._iri(f"post-mention/{_post_id(document, claim)}")
        yield node, RDF_TYPE, term("dg:PostMention")
        yield node, RDF_TYPE, term("dg:Mention")
        quoted = document.text[claim.start : claim.end]
        yield from self._span(node, quoted, claim.start, claim.end)
        yield node, term("dg:toldHolder"), self._iri(claim.person.id)
        yield node, term("dg:toldTitle"), text(claim.title)
        yield node, term("dg:toldRole"), text(claim.role)
        yield node, term("dg:toldOrganisation"), self._iri(claim.of.id)

    def _span(self, node: ox.NamedNode, quoted: str, start: int, end: int) -> Iterable[_Triple]:
        return (
            (node, term("nif:referenceContext"), self._document),
            (node, term("nif:anchorOf"), text(quoted)),
            (node, term("nif:beginIndex"), offset(start)),
            (node, term("nif:endIndex"), offset(end)),
        )


def _post_id(document: Document, claim: PostClaim) -> str:
    parts = (document.digest, claim.person.id, claim.role, claim.of.id, claim.start, claim.end)
    return short_hash(*map(str, parts))


def _actors(reading: Reading) -> Iterable[Actor]:
    found = list(reading.actors)
    for relation in reading.relations:
        found += [relation.source.actor, relation.target.actor]
        found += [relation.attributed_to] if relation.attributed_to else []
    for claim in reading.posts:
        found += [claim.person, claim.of]
    return dict.fromkeys(found)


def _places(relations: Iterable[Relation]) -> Iterable[Place]:
    return dict.fromkeys(relation.place for relation in relations if relation.place is not None)
