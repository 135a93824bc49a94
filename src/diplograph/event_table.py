"""The events as a table in the manner of CAMEO and PLOVER data: one row an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from diplograph.ontology import QuadClass
from diplograph.rdf.terms import PREFIXES
from diplograph.results import python_value
from diplograph.store import GraphStore

EVENT_FIELDS: tuple[str, ...] = (
    "event",
    "date",
    "date_to",
    "source",
    "source_country",
    "target",
    "target_country",
    "relation",
    "type",
    "quad_class",
    "score",
    "status",
    "factual",
    "attributed_to",
    "place",
    "topic",
    "confidence",
    "mentions",
    "document",
    "sentence",
)
"""`date` is the first day (of the report where the event has none), `type` PLOVER's own coding."""

_DG, _NIF, _DCTERMS = (PREFIXES[name] for name in ("dg", "nif", "dcterms"))
_QUADS = {quad.value: number for number, quad in enumerate(QuadClass, start=1)}
_CODED = """SELECT ?event (MIN(COALESCE(?from, ?reported)) AS ?day) {
  ?event a dg:Event ; dg:codedAs ?coded .
  OPTIONAL { ?event dg:dateFrom ?from } OPTIONAL { ?event dg:reported ?reported }
} GROUP BY ?event"""
_ACTORS = """SELECT ?actor ?name ?code {
  ?actor skos:prefLabel ?name OPTIONAL { ?actor dg:countryCode ?code } }"""

_Values = Mapping[str, list[object]]


def event_rows(store: GraphStore) -> Iterator[dict[str, object]]:
    """A row for each event that PLOVER codes, actual and planned, by date; keys: `EVENT_FIELDS`.

    Of a reciprocal event the first participant by name stands as source and the others, joined by
    "; ", as target. Document and sentence are those of the surest mention.
    """
    actors = {str(row["actor"]): row for row in store.run_trusted(_ACTORS).rows()}
    types = {f"{_DG}{known.class_name}": t.value for t, known in store.ontology.types.items()}
    days = ((str(r["day"] or "9999"), str(r["event"])) for r in store.run_trusted(_CODED).rows())
    for _, event in sorted(days):
        values = _values(store, event)
        told = (_mention(store, str(mention)) for mention in values[_DG + "mention"])
        yield _row(event, values, actors, _surest([m for m in told if m]), types)


def _values(store: GraphStore, node: str) -> dict[str, list[object]]:
    """What the graph says of a node, by predicate IRI."""
    found: dict[str, set[object]] = {}
    for quad in store.oxigraph.quads_for_pattern(ox.NamedNode(node), None, None):
        found.setdefault(quad.predicate.value, set()).add(python_value(quad.object))
    return {name: sorted(values, key=str) for name, values in found.items()}


def _mention(store: GraphStore, node: str) -> dict[str, object]:
    """A mention with its document; empty where it is not one."""
    values = _values(store, node)
    if f"{_NIF}referenceContext" not in values:
        return {}
    document = values[f"{_NIF}referenceContext"][0]
    about = _values(store, str(document))
    return {
        "mention": node,
        "confidence": values[_DG + "confidence"][0],
        "sentence": values[f"{_NIF}anchorOf"][0],
        "document": next(
            (about[key][0] for key in (_DG + "path", f"{_DCTERMS}title") if key in about), document
        ),
    }


def _row(
    event: str,
    values: _Values,
    actors: Mapping[str, Mapping[str, object]],
    best: Mapping[str, object],
    types: Mapping[str, str],
) -> dict[str, object]:
    def one(name: str) -> object:
        """The first of the values in the order of their texts, None where there is none."""
        return min(values.get(_DG + name, [None]), key=str)

    return {
        "event": event,
        "date": one("dateFrom") or one("reported"),
        "date_to": one("dateTo") or one("reported"),
        **_parties(values, actors),
        "relation": store_name(str(one("relation"))),
        "type": types.get(str(one("codedAs"))),
        "quad_class": _QUADS.get(str(one("quadClass")).removeprefix(_DG)),
        "score": one("score"),
        "status": str(one("status")).removeprefix(_DG),
        "factual": one("factual"),
        "place": _told(actors, [one("place")], "name"),
        "topic": _joined(sorted(map(str, values.get(_DG + "topic", ())))),
        "confidence": one("confidence"),
        "mentions": len(values[_DG + "mention"]),
        "document": best.get("document"),
        "sentence": best.get("sentence"),
    }


def _parties(values: _Values, actors: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Who acts, on whom, and whose words it is in: names, and codes of states."""
    source, target = ([*values.get(_DG + name, [])][:1] for name in ("source", "target"))
    parties = sorted(
        values.get(_DG + "participant", ()),
        key=lambda actor: (str(_told(actors, [actor], "name")), str(actor)),
    )
    if parties:
        source, target = parties[:1], parties[1:]
    by = [str(_told(actors, [a], "name")) for a in values.get(_DG + "attributedTo", ())]
    return {
        "source": _told(actors, source, "name"),
        "source_country": _told(actors, source, "code"),
        "target": _told(actors, target, "name"),
        "target_country": _told(actors, target, "code"),
        "attributed_to": _joined(sorted(by)),
    }


def _told(
    actors: Mapping[str, Mapping[str, object]], nodes: Iterable[object], part: str
) -> str | None:
    known = (actors.get(str(node), {}) for node in nodes if node is not None)
    return _joined(about.get(part) for about in known)


def store_name(relation: str) -> str:
    """The local name of a relation's IRI."""
    return relation.replace("#", "/").rpartition("/")[2]


def _joined(parts: Iterable[object]) -> str | None:
    return "; ".join(str(part) for part in parts if part is not None) or None


def _surest(found: list[Mapping[str, object]]) -> Mapping[str, object]:
    return min(found, key=lambda m: (-float(str(m["confidence"])), str(m["mention"])), default={})
