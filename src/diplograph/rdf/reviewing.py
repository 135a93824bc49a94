"""Verdicts on relations put into effect: documents' graphs as a person has corrected them.

The graphs themselves keep what was read, so that a build without the verdicts undoes them. The
derived graph is made from what the verdicts leave, and holds them (`dg:verdict`, `dg:reviewed...`)
beside the mentions that they are about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.errors import OntologyError, ReviewError
from diplograph.names import slug
from diplograph.ontology import DG, Ontology
from diplograph.rdf.facts import Facts
from diplograph.rdf.terms import (
    KIND_CLASSES,
    boolean,
    decimal,
    iri,
    local_id,
    place_iri,
    term,
    text,
)
from diplograph.rdf.verdicts import NOTHING, PARTS, Judged, Review, Verdict
from diplograph.records import Kind

_Value: TypeAlias = ox.NamedNode | ox.Literal
Triple: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, _Value]
Documents: TypeAlias = Callable[[str], Sequence[ox.Quad]]
"""From the local part of a mention's or document's IRI to its document's graph; [] if unknown."""

VERDICT = DG + "verdict"
_NAMES: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected", Verdict.CORRECT: "corrected"}
)
REJECTED = f"{DG}{_NAMES[Verdict.REJECT]}"
VERDICTS = MappingProxyType({DG + name: verdict.value for verdict, name in _NAMES.items()})
"""From the IRIs of `dg:verdict`'s values to the words of the table."""
_REVIEWED = {
    f"{DG}told{part}": f"{DG}reviewed{part}"
    for part in ("Type", *(part.capitalize() for part in PARTS))
}
_NOTHING = DG + "reviewedNothing"
_CONFIDENCE = DG + "confidence"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a verdict makes of one mention: its quads gone, or some of them replaced.

    `replaced` leads from properties to their right values, None where there is none; `told`
    describes actors and places that the document does not name; `drawn` is how the relation came
    to be looked at, or blank.
    """

    mention: ox.NamedNode
    graph: ox.NamedNode
    verdict: Verdict
    replaced: tuple[tuple[str, _Value | None], ...] = ()
    told: tuple[Triple, ...] = ()
    drawn: str = ""

    def triples(self) -> Iterator[Triple]:
        """The verdict as the derived graph holds it."""
        yield self.mention, term("dg:verdict"), term(f"dg:{_NAMES[self.verdict]}")
        for predicate, value in self.replaced:
            if value is None:
                yield self.mention, ox.NamedNode(_NOTHING), ox.NamedNode(predicate)
            else:
                yield self.mention, ox.NamedNode(_REVIEWED[predicate]), value
        if self.drawn:
            yield self.mention, term("dg:drawn"), text(self.drawn)


def edits_of(
    review: Review, documents: Documents, base: str, facts: Facts, ontology: Ontology
) -> tuple[list[Edit], list[str]]:
    """What the verdicts on relations change, and a message for each that matches nothing.

    ReviewError where a correction names a relation or actor that there is not.
    """
    edits, lost = [], []
    graph = lru_cache(maxsize=64)(documents)
    for judged in review.relations:
        quads = graph(judged.mention)
        if quads:
            edits.append(_edit(judged, quads, base, facts, ontology))
        else:
            told = f"{judged.source!r} {judged.relation} {judged.target!r}"
            lost.append(f"{judged.where}: the graph has no {judged.mention} ({told})")
    for where, decision in review.merges:
        for side in (decision.one, decision.other):
            # Ids only, with which the table is written: a path would have to be searched for.
            if side.document.startswith("doc/") and not _named(
                graph(side.document), side.actor, base
            ):
                lost.append(f"{where}: the graph has no {side.actor!r} in {side.document!r}")
    return edits, lost


def _edit(
    judged: Judged, quads: Sequence[ox.Quad], base: str, facts: Facts, ontology: Ontology
) -> Edit:
    graph = quads[0].graph_name
    assert isinstance(graph, ox.NamedNode)
    mention = iri(base, judged.mention)
    edit = Edit(mention, graph, judged.verdict, drawn=judged.drawn or "")
    replaced: list[tuple[str, _Value | None]] = []
    told: list[Triple] = []
    for column, value in judged.corrections.items():
        part = column.removeprefix("correct_")
        right: _Value | None = None
        about: list[Triple] = []
        if part == "relation":
            replaced += _relation(judged.where, value, ontology)
            continue
        if part in {"source", "target"}:
            right, about = _actor(judged.where, column, value, quads, base, facts)
        elif part == "place" and value.lower() != NOTHING:
            right, about = _place(value, base, facts)
        elif part == "date" and value != NOTHING:
            right = text(value)
        elif part == "status":
            right = term(f"dg:{value}")
        elif part == "factual":
            right = boolean(value == "true")
        replaced.append((f"{DG}told{part.capitalize()}", right))
        told += about
    return replace(edit, replaced=tuple(replaced), told=tuple(told))


def _relation(where: str, name: str, ontology: Ontology) -> Iterator[tuple[str, ox.NamedNode]]:
    try:
        relation = ontology.relation(name)
    except OntologyError:
        allowed = ", ".join(sorted(ontology.relations))
        raise ReviewError(
            f"{where}: correct_relation {name!r} is unknown; allowed: {allowed}"
        ) from None
    yield f"{DG}toldRelation", ox.NamedNode(relation.iri)
    yield f"{DG}toldType", term(f"dg:{ontology.types[relation.plover].class_name}")


def _actor(
    where: str, column: str, name: str, quads: Sequence[ox.Quad], base: str, facts: Facts
) -> tuple[ox.NamedNode, list[Triple]]:
    """The actor that a correction means: one of the document, or one that the facts know."""
    found = _named(quads, name, base)
    if found is not None:
        return found, []
    for local in (name.removeprefix(base), slug(name)):
        known = facts.actor(local)
        if known is not None:
            node = iri(base, local)
            about: list[Triple] = [(node, term("dg:toldName"), text(known.name))]
            about.append((node, term("dg:toldKind"), term(f"dg:{KIND_CLASSES[known.kind]}")))
            about += [(node, term("dg:toldState"), text(known.state))] if known.state else []
            return node, about
    raise ReviewError(
        f"{where}: {column} {name!r} is unknown; allowed: an actor of the document or of the "
        "gazetteer, by name or id; others are added with --actors"
    )


def _place(name: str, base: str, facts: Facts) -> tuple[ox.NamedNode, list[Triple]]:
    """The place of a name, which needs to be known no more than one that a text tells."""
    node = place_iri(base, slug(name))
    about: list[Triple] = [(node, term("dg:toldName"), text(name))]
    state = facts.actor(slug(name))
    if state is not None and state.kind is Kind.STATE and state.state:
        about.append((node, term("dg:toldState"), text(state.state)))
    return node, about


def _named(quads: Sequence[ox.Quad], name: str, base: str) -> ox.NamedNode | None:
    """The actor that a document tells of by this name, id or IRI."""
    wanted = {slug(name), slug(name.removeprefix(base))}
    actors = [quad.subject for quad in quads if quad.predicate.value == f"{DG}toldKind"]
    names: dict[object, set[str]] = {node: {slug(local_id(base, _value(node)))} for node in actors}
    for quad in quads:
        if quad.predicate.value == f"{DG}toldName" and quad.subject in names:
            names[quad.subject].add(slug(_value(quad.object)))
    found = [_value(node) for node in actors if names[node] & wanted]
    return ox.NamedNode(min(found)) if found else None


def _value(node: object) -> str:
    return str(getattr(node, "value", ""))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The quads of one document's graph after the other, as `edits` leave them."""

    documents: Iterable[Sequence[ox.Quad]]
    edits: Sequence[Edit]

    def __iter__(self) -> Iterator[Sequence[ox.Quad]]:
        by_graph: dict[str, list[Edit]] = defaultdict(list)
        for edit in self.edits:
            by_graph[edit.graph.value].append(edit)
        for quads in self.documents:
            edits = by_graph.get(_value(quads[0].graph_name)) if quads else None
            yield list(_applied(quads, edits)) if edits else quads


def _applied(quads: Iterable[ox.Quad], edits: Sequence[Edit]) -> Iterator[ox.Quad]:
    """A document's quads with edits of its mentions; what a person has looked at is sure."""
    of = {edit.mention.value: edit for edit in edits}
    right: dict[str, dict[str, _Value | None]] = {
        edit.mention.value: {_CONFIDENCE: decimal(1), **dict(edit.replaced)} for edit in edits
    }
    for quad in quads:
        mention = _value(quad.subject)
        if mention not in of or (
            of[mention].verdict is not Verdict.REJECT and quad.predicate.value not in right[mention]
        ):
            yield quad
    for edit in edits:
        if edit.verdict is not Verdict.REJECT:
            said: list[Triple] = [
                (edit.mention, term("dg:verdict"), term(f"dg:{_NAMES[edit.verdict]}"))
            ]
            said += [
                (edit.mention, ox.NamedNode(predicate), value)
                for predicate, value in right[edit.mention.value].items()
                if value is not None
            ]
            yield from (ox.Quad(*triple, edit.graph) for triple in (*said, *edit.told))


def corrected(values: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """A mention as the union of all graphs tells it, with what a person has said instead."""
    if VERDICT not in values:
        return values
    right = {told: values[name] for told, name in _REVIEWED.items() if name in values}
    nothing = values.get(_NOTHING, ())
    kept = {name: value for name, value in values.items() if name not in nothing}
    return {**kept, **right, _CONFIDENCE: ("1",)}


def wrong_parts(values: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a person has put right in a mention: source, relation, target, status, date, ..."""
    told = [told for told, name in _REVIEWED.items() if name in values]
    told += values.get(_NOTHING, ())
    parts = (name.removeprefix(f"{DG}told").lower() for name in told)
    return tuple(sorted(part for part in parts if part != "type"))
