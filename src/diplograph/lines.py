"""Relations as flat records: the lines of `extract --format jsonl` and the rows of its CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diplograph.cells import cell
from diplograph.contexts import contexts_of
from diplograph.rdf.terms import DEFAULT_BASE, iri
from diplograph.records import Actor, ActorMention, Document, Relation


def relation_record(
    relation: Relation, document: Document, base: str = DEFAULT_BASE
) -> dict[str, Any]:
    """A relation as a JSON object, in the fields that the documentation of the record lists.

    Offsets count characters of the document's text, end exclusive; IRIs start with `base`.
    """
    return {
        "id": relation.id,
        "path": document.path,
        "record_id": document.record_id,
        "document": iri(base, document.id).value,
        "title": document.title,
        "published": document.published,
        "relation": relation.relation,
        "type": relation.type.value,
        "source": _end(relation.source, base),
        "target": _end(relation.target, base),
        "status": relation.status.value,
        "reciprocal": relation.reciprocal,
        "attributed_to": _actor(relation.attributed_to, base) if relation.attributed_to else None,
        "factual": relation.factual,
        "topic": relation.topic,
        "contexts": list(contexts_of(relation.topic, relation.sentence.text)),
        "date": relation.date.value if relation.date else None,
        "place": relation.place.name if relation.place else None,
        "trigger": relation.trigger.text,
        "trigger_start": relation.trigger.start,
        "trigger_end": relation.trigger.end,
        "sentence": relation.sentence.text,
        "start": relation.sentence.start,
        "end": relation.sentence.end,
        "confidence": relation.confidence,
        "rule": relation.rule,
    }


def _actor(actor: Actor, base: str) -> dict[str, Any]:
    return {
        "iri": iri(base, actor.id).value,
        "name": actor.name,
        "kind": actor.kind.value,
        "state": actor.state,
    }


def _end(mention: ActorMention, base: str) -> dict[str, Any]:
    offsets = {"mention": mention.text, "start": mention.start, "end": mention.end}
    return {**_actor(mention.actor, base), **offsets}


def flat_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its nested objects as columns: `source_name`, `target_state`, ...

    Cells are as in `relations.csv`: null is empty, true and false are in small letters, and texts
    that a spreadsheet would run as a formula have a leading apostrophe; ids of a list are
    separated by spaces.
    """
    row: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            row.update({f"{key}_{inner}": cell(v) for inner, v in value.items()})
        elif key == "attributed_to":
            row.update({f"{key}_{inner}": "" for inner in ("iri", "name", "kind", "state")})
        elif isinstance(value, list):
            row[key] = " ".join(value)
        else:
            row[key] = cell(value)
    return row
