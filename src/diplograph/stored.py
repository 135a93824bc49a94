"""What a store says of its documents and of a user's own relations, read back from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import TypeGuard

import pyoxigraph as ox

from diplograph.journal import Journal, PackedNode, packed
from diplograph.node_values import Triple, Values, nodes_in, nodes_of, values_of
from diplograph.ontology import DG
from diplograph.rdf.reviewing import Edit, Reviewed
from diplograph.rdf.sources import Head, head_quads, head_told, read_head
from diplograph.rdf.telling import GraphTold, QuadsTold, Told, told
from diplograph.rdf.terms import RDF_TYPE, graph_of, iri, term
from diplograph.rdf.unknown import NAMING
from diplograph.spilling import sorted_on_disk

_DERIVED_FROM = term("prov:wasDerivedFrom")
_INPUTS = term("dg:inputs")
_CONTEXT = term("nif:referenceContext")
_TO_HEAD = frozenset({term("dg:copy"), term("dg:readWith")})
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
class _Quads:
    """The quads of one document's graph after the other."""

    store: ox.Store
    base: str

    def __iter__(self) -> Iterator[list[ox.Quad]]:
        for graph in document_graphs(self.store, self.base):
            yield list(self.store.quads_for_pattern(None, None, None, graph))


@dataclass(frozen=True, slots=True)
class _Told:
    """What one document's graph after the other tells.

    From the store all of it (a predicate of None), or what it tells by certain predicates, since
    it looks up every term that it gives; always all of what the journal has.
    """

    store: ox.Store
    journal: Journal
    base: str
    predicates: tuple[ox.NamedNode | None, ...]

    def __iter__(self) -> Iterator[GraphTold]:
        find = self.store.quads_for_pattern
        for graph in () if self.journal.whole else document_graphs(self.store, self.base):
            if graph not in self.journal:
                found = (quad for p in self.predicates for quad in find(None, p, None, graph))
                yield graph.value, told(found)
        yield from self.journal.told(document_graph_prefix(self.base))


def documents_told(
    store: ox.Store, journal: Journal, base: str, edits: Sequence[Edit] = (), *, naming: bool
) -> Iterable[GraphTold]:
    """What one document's graph after the other tells, as `edits` leave it.

    It can be run through as often as one likes. `naming` asks for what bears on who is who alone;
    there may be more.
    """
    if edits:
        return QuadsTold(Reviewed(_Quads(store, base), edits))
    predicates = tuple(map(ox.NamedNode, sorted(NAMING))) if naming else (None,)
    return _Told(store, journal, base, predicates)


def document_graphs(store: ox.Store, base: str) -> Iterator[ox.NamedNode]:
    """The names of the document graphs."""
    return (graph for graph in store.named_graphs() if _is_document(graph, base))


def _is_document(graph: object, base: str) -> TypeGuard[ox.NamedNode]:
    return isinstance(graph, ox.NamedNode) and graph.value.startswith(document_graph_prefix(base))


def document_graph_prefix(base: str) -> str:
    """How the names of document graphs begin."""
    return f"{base}graph/doc/"


def document_of(base: str, graph: str) -> str:
    """The IRI of a document, by that of its graph."""
    return base + graph.removeprefix(f"{base}graph/")


def nodes_by_graph(store: ox.Store, journal: Journal) -> Iterator[PackedNode]:
    """What one graph after the other says of its nodes; some of it may come twice."""
    for graph in () if journal.whole else chain([ox.DefaultGraph()], store.named_graphs()):
        if graph not in journal:
            quads = store.quads_for_pattern(None, None, None, graph)
            for _, same in groupby(quads, attrgetter("subject")):
                yield from map(packed, nodes_in(same))
    yield from journal.nodes()


def in_parts(triples: Iterable[Triple], size: int) -> Iterator[list[Triple]]:
    """Triples in lists of about a size, none of which ends amid those of one subject."""
    held: list[Triple] = []
    for _, same in groupby(triples, itemgetter(0)):
        held += same
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held


def stored_heads(store: ox.Store, journal: Journal, base: str) -> Iterator[tuple[str, Head]]:
    """The document graphs by their names, and what they say of their sources."""
    if journal.whole:
        for graph, place in journal.places(document_graph_prefix(base)):
            nodes = _nodes_of_head(graph, journal.nodes_at(place))
            for document in nodes.get(graph, {}).get(_DERIVED_FROM.value, ()):
                yield graph, head_told(document, nodes)
        return
    for name in document_graphs(store, base):
        head = stored_head(store, name)
        if head is not None:
            yield name.value, head


def _nodes_of_head(graph: str, told: Iterable[tuple[str, Values]]) -> Told:
    """Of the nodes of a document's graph those that come first, up to the last of its head."""
    nodes: dict[str, Values] = {}
    for node, values in told:
        nodes[node] = values
        documents = nodes.get(graph, {}).get(_DERIVED_FROM.value, ())
        if documents and all(
            named in nodes
            for document in documents
            for named in (document, *_named_in_head(nodes.get(document, {})))
        ):
            break
    return nodes


def _named_in_head(document: Values) -> Iterator[str]:
    return (node for predicate in _TO_HEAD for node in document.get(predicate.value, ()))


def stored_head(store: ox.Store, graph: ox.NamedNode) -> Head | None:
    """What a document's graph says of its sources, None where there is no such graph."""
    node = next(store.quads_for_pattern(graph, _DERIVED_FROM, None, graph), None)
    if node is None or not isinstance(node.object, ox.NamedNode):
        return None
    return read_head(node.object.value, stored_head_quads(store, node.object, graph))


def stored_head_quads(
    store: ox.Store, document: ox.NamedNode, graph: ox.NamedNode
) -> Iterator[ox.Quad]:
    """The quads of a document's graph that make its head."""
    for quad in store.quads_for_pattern(document, None, None, graph):
        yield quad
        if quad.predicate in _TO_HEAD and isinstance(quad.object, ox.NamedNode):
            yield from store.quads_for_pattern(quad.object, None, None, graph)


def put_head(store: ox.Store, graph: ox.NamedNode, head: Head, base: str) -> None:
    """Give a document's graph another head, leaving what its text says as it is."""
    document = next(store.quads_for_pattern(graph, _DERIVED_FROM, None, graph)).object
    assert isinstance(document, ox.NamedNode)
    old = list(stored_head_quads(store, document, graph))
    new = head_quads(old, document, graph, head, base)
    for quad in old:
        if quad not in new:
            store.remove(quad)
    store.extend(new)


def stored_inputs(store: ox.Store, graph: ox.NamedNode) -> str:
    """The hash of inputs that the derived graph was made with; blank where none is told."""
    found = store.quads_for_pattern(graph, _INPUTS, None, graph)
    return next((q.object.value for q in found if isinstance(q.object, ox.Literal)), "")


def put_inputs(store: ox.Store, journal: Journal, graph: ox.NamedNode, inputs: str) -> None:
    """Note with which inputs the derived graph was made, blank for none."""
    for quad in list(store.quads_for_pattern(graph, _INPUTS, None, graph)):
        journal.forget(graph)
        store.remove(quad)
    if inputs:
        noted = ox.Quad(graph, _INPUTS, ox.Literal(inputs), graph)
        store.add(noted)
        if graph in journal:
            journal.write([(graph, nodes_of([(graph, _INPUTS, noted.object)]))])
        else:
            journal.forget(graph)


def graph_telling_of(store: ox.Store, base: str, local: str) -> list[ox.Quad]:
    """The document graph that tells of a mention or document; [] where none does.

    `local` is the local part of its IRI.
    """
    if local.startswith("doc/"):
        graphs = {graph_of(base, local)}
    else:
        found = store.quads_for_pattern(iri(base, local), _CONTEXT, None)
        graphs = {q.graph_name for q in found if isinstance(q.graph_name, ox.NamedNode)}
    return [q for graph in graphs for q in store.quads_for_pattern(None, None, None, graph)]


def stored_documents(store: ox.Store, journal: Journal, base: str) -> Iterator[StoredDocument]:
    """The documents in a store, by IRI."""
    values = journal.values_of if journal.whole else partial(values_of, store)
    return (_document(node, values(node)) for node in documents_named(store, journal, base))


def documents_named(store: ox.Store, journal: Journal, base: str) -> Iterator[str]:
    """The IRIs of the documents in a store, in their order."""
    if journal.whole:  # which has them from this program, each with a graph that is named after it
        graphs = journal.graphs(document_graph_prefix(base))
        yield from sorted_on_disk((document_of(base, graph) for graph in graphs), str)
        return
    nodes = store.quads_for_pattern(None, RDF_TYPE, term("dg:Document"), None)
    found = (quad.subject.value for quad in nodes if isinstance(quad.subject, ox.NamedNode))
    ordered = sorted_on_disk(found, lambda node: node)
    yield from (node for node, _ in groupby(ordered))


def stored_document(store: ox.Store, iri: str) -> StoredDocument | None:
    """The document with this IRI, None where the store has none or it is no IRI."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return None
    found = store.quads_for_pattern(node, RDF_TYPE, term("dg:Document"), None)
    return _document(iri, values_of(store, iri)) if next(found, None) is not None else None


def _document(node: str, about: Values) -> StoredDocument:
    def value(name: str) -> str | None:
        """The first value of a property, None where there is none."""
        return next(iter(about.get(term(name).value, ())), None)

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


def is_empty(store: ox.Store) -> bool:
    """Whether there is neither a quad nor a named graph in a store."""
    return next(iter(store), None) is None and next(store.named_graphs(), None) is None


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
