"""The data of a page as compact JSON, safe inside `<script type="application/json">`."""

from __future__ import annotations

import json
from typing import Any

from diplograph.view.bundles import numbers
from diplograph.view.model import GraphView, ViewActor, ViewDocument, ViewEvent, ViewEvidence


def embed(value: object) -> str:
    """JSON that no HTML parser can mistake for markup: ASCII only, `<`, `>`, `&` escaped.

    ASCII also keeps lone surrogates and U+2028/U+2029 harmless.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def payload(view: GraphView) -> dict[str, Any]:
    """Actors, documents and events with numbers for IRIs; what is empty is left out."""
    actors = numbers(view)
    documents = {document.iri: i for i, document in enumerate(view.documents)}
    return {
        "meta": dict(sorted(view.meta.items())),
        "actors": [_actor(actor) for actor in view.actors],
        "documents": [_document(document) for document in view.documents],
        "events": [_event(event, actors, documents) for event in view.events],
    }


def _full(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, [], "")}


def _actor(actor: ViewActor) -> dict[str, Any]:
    posts = [_full(title=p.title, of=p.of_label, start=p.from_, end=p.to) for p in actor.posts]
    return _full(
        iri=actor.iri,
        label=actor.label,
        kind=actor.kind,
        state=actor.state_code,
        stateLabel=actor.state_label,
        alt=list(actor.alt_labels),
        posts=posts,
    )


def _document(document: ViewDocument) -> dict[str, Any]:
    return _full(
        iri=document.iri,
        title=document.title,
        date=document.date,
        source=document.source,
        path=document.path,
    )


def _event(event: ViewEvent, actors: dict[str, int], documents: dict[str, int]) -> dict[str, Any]:
    def known(iris: tuple[str, ...]) -> list[int]:
        return [actors[iri] for iri in iris if iri in actors]

    return _full(
        iri=event.iri,
        rel=event.relation,
        label=event.relation_label,
        type=event.type,
        quad=event.quad_class,
        src=known(event.sources),
        tgt=known(event.targets),
        par=known(event.participants),
        status=event.status,
        fact=1 if event.factual else 0,
        by=actors.get(event.attributed_to) if event.attributed_to else None,
        topic=event.topic,
        date=event.date,
        place=event.place,
        conf=round(event.confidence, 2),
        ev=[_evidence(evidence, documents) for evidence in event.evidence],
    )


def _evidence(evidence: ViewEvidence, documents: dict[str, int]) -> dict[str, Any]:
    start, end = evidence.trigger_start_in_sentence, evidence.trigger_end_in_sentence
    marked = start is not None and end is not None and 0 <= start < end <= len(evidence.sentence)
    return _full(
        s=evidence.sentence,
        t=evidence.trigger,
        a=utf16_length(evidence.sentence[:start]) if marked else None,
        b=utf16_length(evidence.sentence[:end]) if marked else None,
        d=documents.get(evidence.document_iri) if evidence.document_iri else None,
    )


def utf16_length(text: str) -> int:
    """Length as JavaScript counts it: characters beyond U+FFFF take two units."""
    return len(text) + sum(character > "\uffff" for character in text)
