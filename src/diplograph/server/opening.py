"""Opening the graph that is served, with the base that its own IRIs show."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from diplograph.rdf.terms import DEFAULT_BASE, RDF_TYPE, term
from diplograph.store import GraphStore, open_graph


def open_store(path: Path) -> GraphStore:
    """The store or RDF file, read-only; StoreError where it cannot be opened."""
    store = open_graph(path)
    store.base = base_of(store)
    return store


def base_of(store: GraphStore) -> str:
    """The start of the data's IRIs: from the derived graph, or in a plain file a document."""
    ending = "graph/derived"
    for graph in store.oxigraph.named_graphs():
        if isinstance(graph, ox.NamedNode) and graph.value.endswith(ending):
            return graph.value.removesuffix(ending)
    for quad in store.oxigraph.quads_for_pattern(None, RDF_TYPE, term("dg:Document"), None):
        if isinstance(quad.subject, ox.NamedNode):
            start, found, _ = quad.subject.value.rpartition("doc/")
            if found:
                return start
    return DEFAULT_BASE
