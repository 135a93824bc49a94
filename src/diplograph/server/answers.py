"""Answers of the SPARQL endpoint, in the form that the client prefers and within the limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyoxigraph as ox

from diplograph.errors import QueryError, RefusedError
from diplograph.guard import check_query
from diplograph.killable import Limits
from diplograph.rdf.terms import PREFIXES
from diplograph.server.negotiation import choose
from diplograph.server.protocol import SOLUTIONS, TRIPLES
from diplograph.store import GraphStore

_RESULTS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_RDF: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


class LimitedBuffer:
    """A file to write to that refuses to grow beyond `size` bytes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._parts: list[bytes] = []
        self._length = 0

    def write(self, part: bytes) -> int:
        """Take some more bytes; RefusedError (413) where they are too many."""
        self._length += len(part)
        if self._length > self._size:
            raise RefusedError(
                413, f"the answer is larger than {self._size} bytes; add a LIMIT or a FILTER"
            )
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing to do."""

    def value(self) -> bytes:
        """All that was written."""
        return b"".join(self._parts)


def sparql(
    store: GraphStore,
    limits: Limits,
    *,
    query: str,
    accept: str | None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> tuple[str, bytes]:
    """Media type and bytes of the answer.

    QueryError where the guard refuses the query or it is not valid; RefusedError where it names
    graphs that the store has not got, no wanted form fits (406) or the answer is too large (413).
    """
    check_query(query)
    dataset = _dataset(store, default_graphs, named_graphs)
    try:
        found = store.oxigraph.query(query, prefixes={**PREFIXES, "id": store.base}, **dataset)
        return _written(found, accept, limits.size, store.base)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def _written(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    accept: str | None,
    size: int,
    base: str,
) -> tuple[str, bytes]:
    offered = TRIPLES if isinstance(found, ox.QueryTriples) else SOLUTIONS
    media_type = choose(accept, offered)
    if media_type is None:
        raise RefusedError(406, f"this query is answered as one of {', '.join(offered)}")
    out = LimitedBuffer(size)
    if isinstance(found, ox.QueryTriples):
        prefixes = {**PREFIXES, "id": base}
        ox.serialize(found, out, format=_RDF[media_type], prefixes=prefixes)  # type: ignore[arg-type]
    else:
        found.serialize(out, format=_RESULTS[media_type])  # type: ignore[arg-type]
    return media_type, out.value()


def _dataset(
    store: GraphStore, default_graphs: Sequence[str], named_graphs: Sequence[str]
) -> dict[str, Any]:
    """The graphs that a request asks for, each of which must be in the store."""
    if not default_graphs and not named_graphs:
        return {"use_default_graph_as_union": True}
    return {
        "default_graph": [_known(store, name) for name in default_graphs],
        "named_graphs": [_known(store, name) for name in named_graphs],
    }


def _known(store: GraphStore, name: str) -> ox.NamedNode:
    try:
        graph = ox.NamedNode(name)
    except ValueError:
        graph = None
    if graph is None or not store.oxigraph.contains_named_graph(graph):
        raise RefusedError(403, f"there is no graph {name!r} in this store, and none is fetched")
    return graph
