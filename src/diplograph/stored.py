"""What a store says of its documents and of a user's own relations, read back from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from diplograph.node_values import values_of
from diplograph.ontology import DG
from diplograph.rdf.terms import RDF_TYPE, term
from diplograph.spilling import sorted_on_disk

_RELATION_PROPERTY = ox.NamedNode(DG + "relationProperty")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the store knows it; `reader` is the IRI of the version that read it."""

    iri: str
    sha256: str
    title: str | None = None
    issued: str | None = None
    source: str | None = None
    path: str | None = None
    record_id: str | None = None
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentQuads:
    """The quads of one document's graph after the other, as often as they are asked for.

    All of them (a predicate of None), or those with certain predicates: the store looks up every
    term that it gives.
    """

    store: ox.Store
    graphs: Callable[[], Iterable[ox.NamedNode]]
    predicates: tuple[ox.NamedNode | None, ...] = (None,)

    def __iter__(self) -> Iterator[list[ox.Quad]]:
        find = self.store.quads_for_pattern
        for graph in self.graphs():
            yield [quad for p in self.predicates for quad in find(None, p, None, graph)]


def stored_documents(store: ox.Store) -> Iterator[StoredDocument]:
    """The documents in a store, by IRI."""
    nodes = store.quads_for_pattern(None, RDF_TYPE, term("dg:Document"), None)
    found = (quad.subject.value for quad in nodes if isinstance(quad.subject, ox.NamedNode))
    ordered = sorted_on_disk(found, lambda node: node)
    return (_document(store, node) for node, _ in groupby(ordered))


def _document(store: ox.Store, node: str) -> StoredDocument:
    told = values_of(store, node)

    def value(name: str) -> str | None:
        return next(iter(told.get(term(name).value, ())), None)

    return StoredDocument(
        iri=node,
        sha256=value("dg:sha256") or "",
        title=value("dcterms:title"),
        issued=value("dcterms:issued"),
        source=value("dcterms:source"),
        path=value("dg:path"),
        record_id=value("dg:recordId"),
        reader=value("dg:readWith"),
    )


def extension_of(store: ox.Store, graph: ox.NamedNode) -> list[ox.Triple]:
    """The statements of a user's own relations: their graph, or those of a file's union."""
    found = list(store.quads_for_pattern(None, None, None, graph))
    if not found:
        bridges = store.quads_for_pattern(None, _RELATION_PROPERTY, None)
        nodes = {node for quad in bridges for node in (quad.subject, quad.object)}
        found = [
            quad
            for node in nodes
            if isinstance(node, ox.NamedNode)
            for quad in store.quads_for_pattern(node, None, None)
        ]
    return sorted({quad.triple for quad in found}, key=str)
