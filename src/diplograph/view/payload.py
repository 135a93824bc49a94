"""The data of a page as compact JSON, safe inside `<script type="application/json">`.

Events are held by column, with numbers for what repeats; the sentences come in pages of their
own, which the page reads when it needs them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from diplograph.view.bundles import numbers
from diplograph.view.model import (
    STATUSES,
    GraphView,
    ViewActor,
    ViewDocument,
    ViewEvent,
    ViewEvidence,
)

PAGE_SIZE: Final = 500
"""Events of which one page holds the sentences."""


def embed(value: object) -> str:
    """JSON that no HTML parser can mistake for markup: ASCII only, `<`, `>`, `&` escaped.

    ASCII also keeps lone surrogates and U+2028/U+2029 harmless.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def payload(view: GraphView) -> dict[str, Any]:
    """Actors, documents and the columns of the events, with numbers for IRIs."""
    return {
        "meta": dict(sorted(view.meta.items())),
        "actors": [_actor(actor) for actor in view.actors],
        "documents": [_document(document) for document in view.documents],
        **_Columns(view).tables(),
        "pages": {"size": PAGE_SIZE, "count": -(-len(view.events) // PAGE_SIZE)},
    }


def pages(view: GraphView) -> Iterator[list[list[list[Any]]]]:
    """The evidence, a page at a time: for each event its sentences, each a list.

    A sentence is `[text, document's number or -1, start, end, mention]`: the trigger's place in
    UTF-16 units, left out or null where it is not known, and the last part of the mention's IRI,
    left out where it is that of the event's.
    """
    documents = _document_numbers(view)
    for start in range(0, len(view.events), PAGE_SIZE):
        events = view.events[start : start + PAGE_SIZE]
        yield [[_evidence(event, e, documents) for e in event.evidence] for event in events]


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


def _document_numbers(view: GraphView) -> dict[str, int]:
    return {document.iri: number for number, document in enumerate(view.documents)}


class _Columns:
    """Turns events into columns; a value that repeats is held once."""

    def __init__(self, view: GraphView) -> None:
        self._events = view.events
        self._actors = numbers(view)
        self._documents = _document_numbers(view)
        self._strings: dict[str, int] = {}
        self._relations: dict[tuple[str, str, str, int], int] = {}

    def tables(self) -> dict[str, Any]:
        """The columns, and the tables that their numbers point into."""
        start = _common_start([event.iri for event in self._events])
        columns = {
            "iri": [event.iri[len(start) :] for event in self._events],
            "rel": self._column(self._relation),
            "src": self._column(lambda e: self._known(e.sources)),
            "tgt": self._column(lambda e: self._known(e.targets)),
            "par": self._column(lambda e: self._known(e.participants)),
            "status": "".join(str(STATUSES.index(event.status)) for event in self._events),
            "fact": "".join(str(int(event.factual)) for event in self._events),
            "by": self._column(lambda e: self._actors.get(e.attributed_to or "", -1)),
            "topic": self._column(lambda e: self._string(e.topic)),
            "date": self._column(lambda e: self._string(e.date)),
            "place": self._column(lambda e: self._string(e.place)),
            "conf": self._column(lambda e: round(100 * e.confidence)),
            "docs": self._column(self._told_in),
        }
        return {
            "start": start,
            "relations": list(self._relations),
            "strings": list(self._strings),
            "events": columns,
        }

    def _column(self, value: Callable[[ViewEvent], Any]) -> list[Any]:
        return [value(event) for event in self._events]

    def _relation(self, event: ViewEvent) -> int:
        key = (event.relation, event.relation_label, event.type, event.quad_class)
        return self._relations.setdefault(key, len(self._relations))

    def _string(self, text: str | None) -> int:
        return self._strings.setdefault(text, len(self._strings)) if text else -1

    def _known(self, iris: Sequence[str]) -> int | list[int]:
        return _short([self._actors[iri] for iri in iris if iri in self._actors])

    def _told_in(self, event: ViewEvent) -> int | list[int]:
        found = {self._documents.get(e.document_iri or "", -1) for e in event.evidence}
        return _short(sorted(found - {-1}))


def _short(values: list[int]) -> int | list[int]:
    """One number stands for a list of one."""
    return values[0] if len(values) == 1 else values


def _common_start(iris: Sequence[str]) -> str:
    """What all IRIs begin with, up to a slash."""
    if not iris:
        return ""
    low, high = min(iris), max(iris)
    end = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[: low.rfind("/", 0, end) + 1]


def _evidence(event: ViewEvent, evidence: ViewEvidence, documents: dict[str, int]) -> list[Any]:
    start, end = evidence.trigger_start_in_sentence, evidence.trigger_end_in_sentence
    found: list[Any] = [evidence.sentence, documents.get(evidence.document_iri or "", -1)]
    if start is not None and end is not None and 0 <= start < end <= len(evidence.sentence):
        found += [utf16_length(evidence.sentence[:start]), utf16_length(evidence.sentence[:end])]
    mention = (evidence.mention or "").rpartition("/")[2]
    if mention and mention != event.iri.rpartition("/")[2]:
        found += [None] * (4 - len(found)) + [mention]
    return found


def utf16_length(text: str) -> int:
    """Length as JavaScript counts it: characters beyond U+FFFF take two units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
