"""Two builds made into one: their documents together, and the derived graph anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from diplograph.errors import StoreError
from diplograph.ontology import Ontology, extended
from diplograph.rdf import Facts
from diplograph.rdf.terms import RDF_TYPE, iri, term
from diplograph.store import GraphStore

_READ_WITH = term("dg:readWith")


def join_stores(sources: Sequence[GraphStore], target: GraphStore, facts: Facts) -> int:
    """Put the documents of all sources into an empty store; returns how many there are.

    The order of the sources makes no difference: of two readings of one document the one of the
    later version of diplograph counts. StoreError where a source has another base than the
    target, or holds documents without their named graphs, as Turtle and N-Triples do.
    """
    documents: dict[str, list[ox.Quad]] = {}
    for source in sources:
        _check(source, target.base)
        for name, quads in _document_graphs(source):
            if name not in documents or _rank(documents[name]) < _rank(quads):
                documents[name] = quads
    target.ontology = joined_ontology(source.ontology for source in sources)
    for quads in documents.values():
        target.oxigraph.extend(quads)
    target.rebuild_derived(facts)
    target.flush()
    return len(documents)


def joined_ontology(ontologies: Iterable[Ontology]) -> Ontology:
    """The package's ontology with all relations that users added; OntologyError if they clash."""
    added = {triple for ontology in ontologies for triple in ontology.extension}
    return extended(sorted(added, key=str))


def _check(source: GraphStore, base: str) -> None:
    if source.base != base:
        raise StoreError(
            f"graphs of different bases cannot be joined: {source.base} and {base}; "
            "build them with the same --base"
        )
    kinds = source.oxigraph.quads_for_pattern(None, RDF_TYPE, term("dg:Document"))
    if any(isinstance(quad.graph_name, ox.DefaultGraph) for quad in kinds):
        raise StoreError(
            "a graph without named graphs cannot be joined; "
            "allowed: a store, TriG, N-Quads, JSON-LD"
        )


def _document_graphs(source: GraphStore) -> Iterable[tuple[str, list[ox.Quad]]]:
    start = iri(source.base, "graph/doc").value + "/"
    for graph in source.oxigraph.named_graphs():
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(start):
            found = source.oxigraph.quads_for_pattern(None, None, None, graph)
            yield graph.value, sorted(found, key=str)


def _rank(quads: Sequence[ox.Quad]) -> tuple[tuple[int, ...], str]:
    """A document's reading by the version that read it; then by content, so that order is none."""
    reader = next((str(q.object) for q in quads if q.predicate == _READ_WITH), "")
    version = reader.partition("software/")[2].partition("/")[0]
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    return numbers, "\n".join(map(str, quads))
