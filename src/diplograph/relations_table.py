"""The relation records, read back from the graph as flat rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial

import pyoxigraph as ox

from diplograph.contexts import contexts_of
from diplograph.errors import StoreError
from diplograph.node_values import Values, name_of
from diplograph.ontology import DG
from diplograph.rdf.reviewing import REJECTED, VERDICT, VERDICTS, corrected
from diplograph.rdf.telling import ISSUED, NIF_CONTEXT
from diplograph.rdf.terms import KIND_CLASSES, PREFIXES
from diplograph.store import GraphStore

_ACTOR = ("iri", "name", "kind", "state", "mention", "start", "end")
FIELDS: tuple[str, ...] = (
    "id",
    "path",
    "record_id",
    "document",
    "title",
    "published",
    "relation",
    "type",
    *(f"source_{part}" for part in _ACTOR),
    *(f"target_{part}" for part in _ACTOR),
    "status",
    "reciprocal",
    *(f"attributed_to_{part}" for part in _ACTOR[:4]),
    "factual",
    "topic",
    "contexts",
    "date",
    "place",
    "trigger",
    "trigger_start",
    "trigger_end",
    "sentence",
    "start",
    "end",
    "confidence",
    "rule",
)
"""DESIGN's record fields, with those of an actor spread over several columns."""

_COLUMNS = {
    side: tuple(f"{side}_{part}" for part in _ACTOR[:4])
    for side in ("source", "target", "attributed_to")
}
_LABEL = PREFIXES["skos"] + "prefLabel"
_TYPE = PREFIXES["rdf"] + "type"
_NIF = PREFIXES["nif"]
_CONTEXT = ox.NamedNode(NIF_CONTEXT)
_KINDS = {DG + name: kind.value for kind, name in KIND_CLASSES.items()}


def relation_rows(store: GraphStore) -> Iterator[dict[str, object]]:
    """A row for each relation record, by document and position; keys are `FIELDS`, and `verdict`.

    Relations that a person has rejected are left out; of those that a person has corrected the row
    has what is right. `verdict` is None, `accept` or `correct`. One document is read at a time.
    StoreError where a mention lacks a part.
    """
    known = _About(store)
    verdicts = _verdicts(store)
    for records in store.records(lambda document: known.path(document) or ""):
        rows = []
        for node, values in records:
            try:
                if node not in verdicts:
                    rows.append(_row(node, values, known))
                elif REJECTED not in verdicts[node]:
                    rows.append(_row(node, corrected(known.read(node)), known))
            except (KeyError, IndexError, ValueError) as error:
                raise StoreError(
                    f"mention <{node}> is not as diplograph writes it: {error}"
                ) from error
        yield from sorted(rows, key=_position)


def _verdicts(store: GraphStore) -> Mapping[str, set[str]]:
    """What persons say of the records that they have looked at, by their IRIs."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.find(None, ox.NamedNode(VERDICT), None):
        found[name_of(quad.subject)].add(getattr(quad.object, "value", ""))
    return found


class _About:
    """What the graph says of a node, empty for an unknown one; what comes again is kept."""

    def __init__(self, store: GraphStore) -> None:
        self.read = store.values_of
        self.of = lru_cache(maxsize=4096)(self.read)
        self.described = lru_cache(maxsize=4096)(partial(_described, self.of))
        self.relation_of = store.ontology.relation_of
        self.types = {DG + known.class_name: t.value for t, known in store.ontology.types.items()}

    def path(self, document: str) -> str | None:
        """The path of a document, None where it has none or is blank."""
        return _first(self.of(document), DG + "path") if document else None


def _position(row: Mapping[str, object]) -> tuple[str, ...]:
    # Offsets padded, so that they sort as numbers among texts.
    starts = (f"{row[k]:>12}" for k in ("start", "trigger_start", "source_start", "target_start"))
    return (*starts, str(row["id"]))


def _row(node: str, values: Values, known: _About) -> dict[str, object]:
    document = values[NIF_CONTEXT][0]
    about = known.of(document)
    relation = known.relation_of(values[DG + "toldRelation"][0])
    by = _first(values, DG + "toldBy")
    place = _first(values, DG + "toldPlace")
    return {
        "id": node.rpartition("/")[2],
        "path": _first(about, DG + "path"),
        "record_id": _first(about, DG + "recordId"),
        "document": document,
        "title": _first(about, PREFIXES["dcterms"] + "title"),
        "published": _first(about, ISSUED),
        "relation": relation.name,
        "type": known.types[values[DG + "toldType"][0]],
        **_actor("source", values, known),
        **_actor("target", values, known),
        "status": values[DG + "toldStatus"][0].removeprefix(DG),
        "reciprocal": relation.reciprocal,
        **dict(zip(_COLUMNS["attributed_to"], known.described(by), strict=True)),
        "factual": values[DG + "toldFactual"][0] == "true",
        "topic": (topic := _first(values, DG + "toldTopic")),
        "contexts": " ".join(contexts_of(topic, values[_NIF + "anchorOf"][0])),
        "date": _first(values, DG + "toldDate"),
        "place": known.described(place)[1],
        "trigger": values[DG + "trigger"][0],
        "trigger_start": int(values[DG + "triggerBegin"][0]),
        "trigger_end": int(values[DG + "triggerEnd"][0]),
        "sentence": values[_NIF + "anchorOf"][0],
        "start": int(values[_NIF + "beginIndex"][0]),
        "end": int(values[_NIF + "endIndex"][0]),
        "confidence": float(values[DG + "confidence"][0]),
        "rule": values[DG + "rule"][0],
        "verdict": VERDICTS.get(_first(values, VERDICT) or ""),
    }


def _actor(side: str, values: Values, known: _About) -> dict[str, object]:
    node = values[f"{DG}told{side.capitalize()}"][0]
    return {
        **dict(zip(_COLUMNS[side], known.described(node), strict=True)),
        f"{side}_mention": values[f"{DG}{side}Text"][0],
        f"{side}_start": int(values[f"{DG}{side}Begin"][0]),
        f"{side}_end": int(values[f"{DG}{side}End"][0]),
    }


def _described(of: Callable[[str], Values], node: str | None) -> tuple[str | None, ...]:
    """IRI, name, kind and state of an actor or place, None for none."""
    about = of(node) if node is not None else {}
    # Of one of several unknown actors of a name the document's own graph tells, under this IRI.
    kinds = about.get(_TYPE, ()) + about.get(DG + "toldKind", ())
    return (
        node,
        _first(about, _LABEL) or _first(about, DG + "toldName"),
        next((_KINDS[c] for c in kinds if c in _KINDS), None),
        _first(about, DG + "countryCode") or _first(about, DG + "toldState"),
    )


def _first(values: Values, predicate: str) -> str | None:
    found = values.get(predicate)
    return found[0] if found else None
