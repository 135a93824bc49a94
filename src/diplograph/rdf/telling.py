"""Mentions read back from the document graphs, and which of them tell of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, TypeAlias

import pyoxigraph as ox

from diplograph.errors import OntologyError, StoreError
from diplograph.ontology import DG, Ontology, RelationType
from diplograph.rdf.terms import PREFIXES, date_window
from diplograph.records import PloverType, Status
from diplograph.spilling import Packing

NIF_CONTEXT = PREFIXES["nif"] + "referenceContext"
ISSUED = PREFIXES["dcterms"] + "issued"
_SOURCE = PREFIXES["dcterms"] + "source"
_RELATION = DG + "toldRelation"

Told: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Subject IRI -> predicate IRI -> sorted values (IRIs and lexical forms)."""

GraphTold: TypeAlias = tuple[str, Told]
"""The IRI of a document's graph, blank for the default one, and what the graph tells."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One event mention; actors and places are IRIs, `participants` is empty unless reciprocal.

    `reported` is the day of the document (ISO), None where it is not known to the day; `contexts`
    are IRIs of concepts; `publishers` those who tell it: of each source of the document's text the
    publisher where it is known, else the source itself; `verdict` the IRI of what a person says.
    """

    mention: str
    document: str
    relation: RelationType
    type: PloverType
    status: Status
    source: str
    target: str
    participants: frozenset[str]
    factual: bool
    attributed_to: str | None
    topic: str | None
    date: str | None
    place: str | None
    confidence: float
    trigger: tuple[int, int]
    reported: str | None = None
    contexts: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    verdict: str | None = None

    @property
    def window(self) -> tuple[str, str] | None:
        """First and last day on which the sentence puts the event."""
        return date_window(self.date) if self.date else None


_REST = attrgetter(*(field.name for field in fields(Telling)[5:]))


def packing(ontology: Ontology) -> Packing[Telling]:
    """How mentions are kept on the disk."""
    relations = {relation.iri: relation for relation in ontology.relations.values()}

    def pack(telling: Telling) -> tuple[object, ...]:
        named = telling.relation.iri, telling.type.value, telling.status.value
        return telling.mention, telling.document, *named, *_REST(telling)

    def unpack(packed: tuple[Any, ...]) -> Telling:
        mention, document, relation, type_, status, *rest = packed
        return Telling(
            mention, document, relations[relation], PloverType(type_), Status(status), *rest
        )

    return Packing(pack, unpack)


def told(quads: Iterable[ox.Quad]) -> Told:
    """Index quads by subject and predicate; blank nodes, which we never make, are left out."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    written = (ox.NamedNode, ox.Literal)
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, written):
            of, predicate = found.setdefault(subject.value, {}), quad.predicate.value
            before = of.get(predicate)
            of[predicate] = (value.value,) if before is None else (*before, value.value)
    for of in found.values():
        of.update((p, tuple(sorted({*values}))) for p, values in of.items() if len(values) > 1)
    return found


def graphs_told(quads: Iterable[ox.Quad]) -> list[GraphTold]:
    """What each graph of the quads tells, wherever in them its quads stand."""
    graphs: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        graph = quad.graph_name
        graphs[graph.value if isinstance(graph, ox.NamedNode) else ""].append(quad)
    return [(graph, told(found)) for graph, found in graphs.items()]


@dataclass(frozen=True, slots=True)
class QuadsTold:
    """What the graphs tell of which the quads come in `documents`, as often as it is asked for."""

    documents: Iterable[Iterable[ox.Quad]]

    def __iter__(self) -> Iterator[GraphTold]:
        for quads in self.documents:
            yield from graphs_told(quads)


def tellings(facts: Told, ontology: Ontology) -> list[Telling]:
    """The event mentions among the facts, by document and position.

    A sentence that tells of one reciprocal event between several actors comes as one mention for
    each pair: each of them gets all participants. StoreError where a mention lacks a part or
    names a relation that the ontology does not have.
    """
    types = {DG + known.class_name: type_ for type_, known in ontology.types.items()}
    found = [
        _telling(subject, values, ontology, types, facts)
        for subject, values in facts.items()
        if _RELATION in values
    ]
    found.sort(key=lambda t: (t.document, t.trigger, t.mention))
    return list(_with_participants(found))


def _telling(
    subject: str,
    values: Mapping[str, tuple[str, ...]],
    ontology: Ontology,
    types: Mapping[str, PloverType],
    facts: Told,
) -> Telling:
    def maybe(name: str) -> str | None:
        """The first value of a property, None where there is none."""
        return values.get(DG + name, (None,))[0]

    try:
        relation = ontology.relation_of(values[_RELATION][0])
        source, target = values[DG + "toldSource"][0], values[DG + "toldTarget"][0]
        document = values[NIF_CONTEXT][0]
        return Telling(
            mention=subject,
            document=document,
            relation=relation,
            type=types[values[DG + "toldType"][0]],
            status=Status(values[DG + "toldStatus"][0].removeprefix(DG)),
            source=source,
            target=target,
            participants=frozenset({source, target}) if relation.reciprocal else frozenset(),
            factual=values[DG + "toldFactual"][0] == "true",
            attributed_to=maybe("toldBy"),
            topic=maybe("toldTopic"),
            date=maybe("toldDate"),
            place=maybe("toldPlace"),
            confidence=float(values[DG + "confidence"][0]),
            contexts=values.get(DG + "toldContext", ()),
            verdict=maybe("verdict"),
            trigger=(int(values[DG + "triggerBegin"][0]), int(values[DG + "triggerEnd"][0])),
            reported=_reported(document, facts),
            publishers=_publishers(document, facts),
        )
    except (KeyError, ValueError, OntologyError) as error:
        raise StoreError(f"mention <{subject}> is not as diplograph writes it: {error}") from error


def _reported(document: str, facts: Told) -> str | None:
    days = (day for day in facts.get(document, {}).get(ISSUED, ()) if date_window(day))
    return next((day for day in days if len(day) == 10), None)


def _publishers(document: str, facts: Told) -> tuple[str, ...]:
    nodes = (document, *facts.get(document, {}).get(DG + "copy", ()))
    told = {name for node in nodes for name in facts.get(node, {}).get(_SOURCE, (node,))}
    return tuple(sorted(told))


def _with_participants(found: list[Telling]) -> Iterator[Telling]:
    together: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for telling in found:
        together[_sentence_key(telling)] |= telling.participants
    for telling in found:
        told = together[_sentence_key(telling)]
        alone = len(told) == len(telling.participants)
        yield telling if alone else replace(telling, participants=frozenset(told))


def _sentence_key(telling: Telling) -> tuple[object, ...]:
    return telling.document, telling.relation.iri, telling.status, telling.trigger
