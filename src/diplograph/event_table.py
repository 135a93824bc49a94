"""The events as a table in the manner of CAMEO and PLOVER data: one row an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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

_DG, _SKOS, _NIF = (PREFIXES[name] for name in ("dg", "skos", "nif"))
_QUADS = {quad.value: number for number, quad in enumerate(QuadClass, start=1)}
_EVENTS = """SELECT ?event ?p ?o { ?event a dg:Event ; dg:codedAs ?coded ; ?p ?o }"""
_MENTIONS = """SELECT ?mention ?confidence ?sentence ?document ?path ?title {
  ?mention a dg:EventMention ; dg:confidence ?confidence ; nif:anchorOf ?sentence ;
    nif:referenceContext ?document .
  OPTIONAL { ?document dg:path ?path } OPTIONAL { ?document dcterms:title ?title } }"""
_ACTORS = """SELECT ?actor ?name ?code {
  ?actor skos:prefLabel ?name OPTIONAL { ?actor dg:countryCode ?code } }"""

_Values = Mapping[str, list[object]]


def event_rows(store: GraphStore) -> Iterator[dict[str, object]]:
    """A row for each event that PLOVER codes, actual and planned, by date; keys: `EVENT_FIELDS`.

    Of a reciprocal event the first participant by name stands as source and the others, joined by
    "; ", as target. Document and sentence are those of the surest mention.
    """
    actors = {str(row["actor"]): row for row in store.run_trusted(_ACTORS).rows()}
    mentions = {str(row["mention"]): row for row in store.run_trusted(_MENTIONS).rows()}
    types = {f"{_DG}{known.class_name}": t.value for t, known in store.ontology.types.items()}
    events: dict[str, dict[str, list[object]]] = {}
    for row in store.run_trusted(_EVENTS).terms():
        event, predicate, value = (python_value(term) for term in row)
        events.setdefault(str(event), {}).setdefault(str(predicate), []).append(value)
    rows = [_row(event, values, actors, mentions, types) for event, values in events.items()]
    yield from sorted(rows, key=lambda row: (str(row["date"] or "9999"), str(row["event"])))


def _row(
    event: str,
    values: _Values,
    actors: Mapping[str, Mapping[str, object]],
    mentions: Mapping[str, Mapping[str, object]],
    types: Mapping[str, str],
) -> dict[str, object]:
    def one(name: str) -> object:
        return min(values.get(_DG + name, [None]), key=str)

    def named(*nodes: object) -> dict[str, object]:
        known = [actors.get(str(node), {}) for node in nodes if node is not None]
        return {key: _joined(row.get(key) for row in known) for key in ("name", "code")}

    best = _surest([mentions[str(m)] for m in values[_DG + "mention"] if str(m) in mentions])
    parties = sorted(
        values.get(_DG + "participant", ()), key=lambda a: (str(named(a)["name"]), str(a))
    )
    source = named(*(parties[:1] or [one("source")]))
    target = named(*(parties[1:] or [one("target")]))
    attributed = values.get(_DG + "attributedTo", [])
    return {
        "event": event,
        "date": one("dateFrom") or one("reported"),
        "date_to": one("dateTo") or one("reported"),
        "source": source["name"],
        "source_country": source["code"],
        "target": target["name"],
        "target_country": target["code"],
        "relation": store_name(str(one("relation"))),
        "type": types.get(str(one("codedAs"))),
        "quad_class": _QUADS.get(str(one("quadClass")).removeprefix(_DG)),
        "score": one("score"),
        "status": str(one("status")).removeprefix(_DG),
        "factual": one("factual"),
        "attributed_to": _joined(sorted(str(named(a)["name"]) for a in attributed)),
        "place": named(one("place"))["name"],
        "topic": _joined(sorted(map(str, values.get(_DG + "topic", ())))),
        "confidence": one("confidence"),
        "mentions": len(values[_DG + "mention"]),
        "document": best.get("path") or best.get("title") or best.get("document"),
        "sentence": best.get("sentence"),
    }


def store_name(relation: str) -> str:
    """The local name of a relation's IRI."""
    return relation.replace("#", "/").rpartition("/")[2]


def _joined(parts: object) -> str | None:
    assert hasattr(parts, "__iter__")
    return "; ".join(str(part) for part in parts if part is not None) or None


def _surest(found: list[Mapping[str, object]]) -> Mapping[str, object]:
    return min(found, key=lambda m: (-float(str(m["confidence"])), str(m["mention"])), default={})
