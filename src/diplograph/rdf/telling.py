"""Mentions read back from the document graphs, and which of them tell of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

import pyoxigraph as ox

from diplograph.errors import StoreError
from diplograph.ontology import DG, Ontology, RelationType
from diplograph.rdf.terms import PREFIXES, date_window
from diplograph.records import PloverType, Status
from diplograph.spilling import Packing

NIF_CONTEXT = PREFIXES["nif"] + "referenceContext"
ISSUED = PREFIXES["dcterms"] + "issued"
_SOURCE = PREFIXES["dcterms"] + "source"

Told: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Subject IRI -> predicate IRI -> sorted values (IRIs and lexical forms)."""


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


_PARTS = tuple(field.name for field in fields(Telling))


def packing(ontology: Ontology) -> Packing[Telling]:
    """How mentions are kept on the disk."""
    relations = {relation.iri: relation for relation in ontology.relations.values()}

    def pack(telling: Telling) -> tuple[object, ...]:
        named = {"relation": telling.relation.iri}
        named |= {"type": telling.type.value, "status": telling.status.value}
        return tuple(named.get(name) or getattr(telling, name) for name in _PARTS)

    def unpack(packed: tuple[Any, ...]) -> Telling:
        mention, document, relation, type_, status, *rest = packed
        return Telling(
            mention, document, relations[relation], PloverType(type_), Status(status), *rest
        )

    return Packing(pack, unpack)


def told(quads: Iterable[ox.Quad]) -> Told:
    """Index quads by subject and predicate; blank nodes, which we never make, are left out."""
    found: dict[str, dict[str, list[str]]] = {}
    written = (ox.NamedNode, ox.Literal)
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, written):
            of = found.setdefault(subject.value, {})
            of.setdefault(quad.predicate.value, []).append(value.value)
    return {
        s: {p: (o[0],) if len(o) == 1 else tuple(sorted({*o})) for p, o in po.items()}
        for s, po in found.items()
    }


def tellings(facts: Told, ontology: Ontology) -> list[Telling]:
    """The event mentions among the facts, by document and position.

    A sentence that tells of one reciprocal event between several actors comes as one mention for
    each pair: each of them gets all participants. StoreError where a mention lacks a part or
    names a relation that the ontology does not have.
    """
    relations = {relation.iri: relation for relation in ontology.relations.values()}
    types = {DG + known.class_name: type_ for type_, known in ontology.types.items()}
    found = [
        replace(
            telling,
            reported=_reported(telling.document, facts),
            publishers=_publishers(telling.document, facts),
        )
        for subject, values in facts.items()
        if DG + "toldRelation" in values
        for telling in [_telling(subject, values, relations, types)]
    ]
    found.sort(key=lambda t: (t.document, t.trigger, t.mention))
    return list(_with_participants(found))


def _telling(
    subject: str,
    values: Mapping[str, tuple[str, ...]],
    relations: Mapping[str, RelationType],
    types: Mapping[str, PloverType],
) -> Telling:
    def maybe(name: str) -> str | None:
        """The first value of a property, None where there is none."""
        return values.get(DG + name, (None,))[0]

    try:
        relation = relations[values[DG + "toldRelation"][0]]
        source, target = values[DG + "toldSource"][0], values[DG + "toldTarget"][0]
        return Telling(
            mention=subject,
            document=values[NIF_CONTEXT][0],
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
        )
    except (KeyError, ValueError) as error:
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
        yield replace(telling, participants=frozenset(together[_sentence_key(telling)]))


def _sentence_key(telling: Telling) -> tuple[object, ...]:
    return telling.document, telling.relation.iri, telling.status, telling.trigger
