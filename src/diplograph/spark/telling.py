"""On the workers: what a document tells, taken apart for the tables that join all documents."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from diplograph.ontology import DG, Ontology
from diplograph.rdf.identity import Identities
from diplograph.rdf.telling import ISSUED, NIF_CONTEXT, Telling, Told, tellings, told
from diplograph.rdf.terms import PREFIXES
from diplograph.records import PloverType, Status
from diplograph.spark.batches import Batches, Row, batches_of, rows_of
from diplograph.spark.options import Knowledge, ontology_of
from diplograph.spark.reading import line_of, quads_of
from diplograph.spark.tables import TOLD

MENTION, VALUE, POST, TEXT = "mention", "value", "post", "text"
_OF_NODES = tuple(DG + name for name in ("toldName", "toldKind", "toldState"))
_SETS, _TUPLES = {"participants"}, {"trigger", "contexts", "publishers"}
_EVIDENCE = frozenset(
    {
        DG + "confidence",
        DG + "path",
        PREFIXES["nif"] + "anchorOf",
        PREFIXES["nif"] + "referenceContext",
        PREFIXES["rdf"] + "type",
        PREFIXES["dcterms"] + "title",
    }
)
"""What the event table tells of mentions and documents."""


def tell(batches: Batches, given: Knowledge) -> Batches:
    """Readings, each with the new names of its actors, to rows of TOLD."""
    ontology = ontology_of(given)
    return batches_of(
        (told_row for row in rows_of(batches) for told_row in _tell(row, ontology)), TOLD
    )


def _tell(row: Row, ontology: Ontology) -> Iterator[Row]:
    renamed = {(row["graph"], name["node"]): name["new"] for name in row["names"] or ()}
    quads = list(Identities(renamed).apply(quads_of(row["quads"])))
    known = told(quads)
    for subject, values in known.items():
        for predicate in _OF_NODES:
            for value in values.get(predicate, ()):
                yield {"sort": VALUE, "node": subject, "predicate": predicate, "value": value}
        if DG + "toldHolder" in values:
            yield _post_row(subject, values, known)
        for signature in values.get(DG + "minHash", ()):
            day = min(values.get(ISSUED, ()), default=None) or None
            yield {"sort": TEXT, "node": subject, "value": signature, "issued": day}
    evidence = _evidence(quads)
    for telling in tellings(known, ontology):
        yield _mention_row(telling, evidence)


def _evidence(quads: list[ox.Quad]) -> dict[str, str]:
    """From each subject to the lines that the event table is made from."""
    found: dict[str, str] = {}
    for quad in quads:
        if quad.predicate.value in _EVIDENCE and isinstance(quad.subject, ox.NamedNode):
            subject = quad.subject.value
            found[subject] = f"{found.get(subject, '')}{line_of(quad)}\n"
    return found


def _mention_row(telling: Telling, evidence: Mapping[str, str]) -> Row:
    sides = sorted(telling.participants) or [telling.source, telling.target]
    others = (telling.source, telling.target, telling.attributed_to, telling.place)
    lines = evidence[telling.mention] + evidence.get(telling.document, "")
    body = {"telling": packed(telling), "evidence": lines}
    return {
        "sort": MENTION,
        "node": telling.mention,
        "type": telling.type.value,
        "of": telling.document,
        "reciprocal": bool(telling.participants),
        "sides": sides,
        "named": sorted({*sides, *(node for node in others if node)}),
        "body": json.dumps(body),
    }


def _post_row(mention: str, values: Mapping[str, tuple[str, ...]], known: Told) -> Row:
    documents = values.get(NIF_CONTEXT, ())
    issued = [day for node in documents for day in known.get(node, {}).get(ISSUED, ())]
    names = ("toldHolder", "toldRole", "toldTitle", "toldOrganisation")
    return {
        "sort": POST,
        "node": values[DG + "toldHolder"][0],
        "value": values[DG + "toldRole"][0],
        "of": values[DG + "toldOrganisation"][0],
        "issued": issued[0] if issued else None,
        "body": json.dumps([mention, issued, {name: values[DG + name] for name in names}]),
    }


def packed(telling: Telling) -> dict[str, Any]:
    """A mention as JSON can hold it."""
    values = {field.name: getattr(telling, field.name) for field in dataclasses.fields(telling)}
    sets = {name: sorted(values[name]) for name in _SETS}
    return {**values, **sets, "relation": telling.relation.iri}


def unpacked(values: dict[str, Any], ontology: Ontology) -> Telling:
    """The mention that was packed."""
    known: dict[str, Any] = {
        "relation": ontology.relation_of(values["relation"]),
        "type": PloverType(values["type"]),
        "status": Status(values["status"]),
        **{name: frozenset(values[name]) for name in _SETS},
        **{name: tuple(values[name]) for name in _TUPLES},
    }
    return Telling(**{**values, **known})
