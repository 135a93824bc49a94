"""What a store says of its documents and of a user's own relations, read back from it."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from diplograph.ontology import DG
from diplograph.rdf.terms import RDF_TYPE, term

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


def stored_documents(store: ox.Store) -> list[StoredDocument]:
    """The documents in a store, by IRI."""
    nodes = store.quads_for_pattern(None, RDF_TYPE, term("dg:Document"), None)
    found = {quad.subject.value for quad in nodes if isinstance(quad.subject, ox.NamedNode)}
    return [_document(store, ox.NamedNode(node)) for node in sorted(found)]


def _document(store: ox.Store, node: ox.NamedNode) -> StoredDocument:
    def value(name: str) -> str | None:
        quads = store.quads_for_pattern(node, term(name), None, None)
        objects = (quad.object for quad in quads)
        values = (o.value for o in objects if isinstance(o, ox.NamedNode | ox.Literal))
        return min(values, default=None)

    return StoredDocument(
        iri=node.value,
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
