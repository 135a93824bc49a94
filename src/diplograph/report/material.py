"""What a summary is made from: the events, documents and actors of a store, or of a view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from diplograph.ontology import Ontology
from diplograph.store import GraphStore
from diplograph.view.data import ViewReader
from diplograph.view.model import GraphView, Outline, ViewActor, ViewDocument, ViewEvent


@dataclass(frozen=True, slots=True)
class Material:
    """Streams to count over, and nodes by IRI; `told` documents tell of any event."""

    outlines: Callable[[], Iterable[Outline]]
    documents: Callable[[], Iterable[ViewDocument]]
    told: int
    actor: Callable[[str], ViewActor]
    event: Callable[[str], ViewEvent]
    document: Callable[[str], ViewDocument]
    meta: Mapping[str, str]

    def title(self, iri: str) -> str:
        """What to call a document."""
        document = self.document(iri)
        return document.title or document.path or document.iri


def of_store(store: GraphStore, ontology: Ontology | None = None) -> Material:
    """Everything in a store, read as it is asked for."""
    reader = ViewReader(store, ontology)

    def event(iri: str) -> ViewEvent:
        found = reader.event(iri)
        assert found is not None  # its outline was there
        return found

    return Material(
        reader.outlines,
        reader.documents,
        reader.telling(),
        reader.actor,
        event,
        reader.document,
        reader.meta(),
    )


def of_view(view: GraphView) -> Material:
    """What a view holds."""
    actors = {actor.iri: actor for actor in view.actors}
    documents = {document.iri: document for document in view.documents}
    told = {e.document_iri for event in view.events for e in event.evidence}
    return Material(
        lambda: _outlines(view, documents),
        lambda: view.documents,
        len(told & documents.keys()),
        lambda iri: actors.get(iri) or ViewActor(iri, iri),
        {event.iri: event for event in view.events}.__getitem__,
        lambda iri: documents.get(iri) or ViewDocument(iri),
        view.meta,
    )


def _outlines(view: GraphView, documents: Mapping[str, ViewDocument]) -> Iterator[Outline]:
    for event in view.events:
        told = (documents.get(e.document_iri or "") for e in event.evidence)
        reported = min((d.date for d in told if d is not None and d.date), default=None)
        yield Outline(
            iri=event.iri,
            type=event.type,
            quad_class=event.quad_class,
            sources=event.sources,
            targets=event.targets,
            participants=event.participants,
            status=event.status,
            factual=event.factual,
            dated=event.date is not None,
            day=event.date or reported,
            topic=bool(event.topic),
            mentions=len(event.evidence),
            confidence=event.confidence,
        )
