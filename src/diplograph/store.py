"""The graph store: pyoxigraph on disk or in memory, one named graph a document and one derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from diplograph import stored, stored_events
from diplograph.bindings import with_values
from diplograph.disk import base_of, check_base, damage_hint, format_of, has_other_base, open_store
from diplograph.errors import QueryError, StoreError
from diplograph.guard import check_query
from diplograph.journal import Journal, PackedNode
from diplograph.memory import trim
from diplograph.node_values import GraphNodes, Values, as_file, nodes_of, values_of
from diplograph.ontology import Ontology, extended
from diplograph.rdf import (
    DEFAULT_BASE,
    NO_FACTS,
    PREFIXES,
    Facts,
    ReaderVersion,
    derived_graph,
    derived_of,
    document_triples,
    graph_of,
)
from diplograph.rdf.decisions import Decision
from diplograph.rdf.reviewing import Edit, edits_of
from diplograph.rdf.sources import Head, SourceFacts
from diplograph.rdf.telling import GraphTold
from diplograph.rdf.terms import iri
from diplograph.rdf.verdicts import Review
from diplograph.records import Reading
from diplograph.results import Results

# Of the derived graph, quads in memory, and how many such parts go in at once: the rest is merged.
# After so many times what is free goes back, and half as many go in: much else is held by then.
_PART, _PARTS, _OFTEN = 10_000, 20, 10
_MANY = 500  # graphs looked up, after which the store is opened anew
_Node: TypeAlias = "ox.NamedNode | None"


class GraphStore:
    """A knowledge graph in a pyoxigraph store.

    `path` is a folder, made if it is missing, or None for a store in memory. StoreError where it
    cannot be opened, for instance because another process has it open, or where `base` is not an
    absolute IRI that ends in `/` or `#`. The ontology is the package's with the relations that the
    store itself brings, unless another is given.
    """

    def __init__(
        self,
        path: Path | None = None,
        base: str = DEFAULT_BASE,
        *,
        read_only: bool = False,
        ontology: Ontology | None = None,
    ) -> None:
        check_base(base)
        self.path = path
        self.base = base
        self._store = open_store(path, read_only)
        self._journal = self._begun()
        self.ontology = ontology or extended(
            stored.extension_of(self._store, self._extension_graph)
        )

    @property
    def oxigraph(self) -> ox.Store:
        """The pyoxigraph store itself, for whoever needs its speed."""
        self._journal = Journal()  # whoever has the store may change it
        return self._store

    def _begun(self) -> Journal:
        """A journal that knows of it where the store is empty."""
        return Journal(from_nothing=self.path is not None and stored.is_empty(self._store))

    def __len__(self) -> int:
        return len(self._store)

    @property
    def _extension_graph(self) -> ox.NamedNode:
        return iri(self.base, "graph/ontology")

    def replace_document(self, reading: Reading, version: ReaderVersion | None = None) -> None:
        """Put what a document says in the place of what the store has of the same document.

        The derived graph is left as it is until `rebuild_derived`. OntologyError, and nothing
        changed, where a relation is unknown.
        """
        self.replace_documents([(reading, ())], version)

    def replace_documents(
        self,
        readings: Iterable[tuple[Reading, Iterable[SourceFacts]]],
        version: ReaderVersion | None = None,
    ) -> None:
        """As `replace_document`, for a batch: all of it is there afterwards, or none of it is new.

        With each reading go the other sources of its text.
        """
        batch = [(graph_of(self.base, r.document.id), r, copies) for r, copies in readings]
        for told in (relation for _, reading, _ in batch for relation in reading.relations):
            self.ontology.relation(told.relation)  # before anything is changed
        for name, *_ in batch:
            self.remove_graph(name)
        of = partial(document_triples, base=self.base, version=version, ontology=self.ontology)
        self._put((name, nodes_of(of(reading, copies=c))) for name, reading, c in batch)

    def _put(self, graphs: Iterable[GraphNodes]) -> None:
        """Add new graphs, or parts of one that is being made."""
        written = as_file(self._journal.noted(graphs) if self.path else graphs)
        try:  # without a look at what is there already; what terms are made of is known to be right
            self._store.bulk_load(written, ox.RdfFormat.TRIG, lenient=True)
        except BaseException:
            self._journal = Journal()
            raise

    def remove_document(self, document: str) -> None:
        """Forget a document, given by its local id (`doc/...`) or IRI; no matter if unknown."""
        self.remove_graph(graph_of(self.base, document.removeprefix(self.base)))

    def has_graph(self, graph: ox.NamedNode) -> bool:
        """Whether there is such a named graph."""
        return not self._journal.lacks(graph) and self._store.contains_named_graph(graph)

    def remove_graph(self, graph: ox.NamedNode) -> None:
        """Remove a named graph; no matter if there is none."""
        if self.has_graph(graph):
            self._journal.forget(graph)
            self._store.remove_graph(graph)
        self._journal.removed(graph)

    def check_base(self, *, clear: bool) -> None:
        """Raise StoreError where the store holds documents of another base; or `clear` it first."""
        if has_other_base(self._store, self.base, self.path, allowed=clear):
            self._store.clear()
            self._journal = self._begun()

    def document_graphs(self) -> Iterator[ox.NamedNode]:
        """The names of the document graphs."""
        return stored.document_graphs(self._store, self.base)

    def head(self, graph: ox.NamedNode) -> Head | None:
        """What a document's graph says of its sources, None where there is no such graph."""
        return None if self._journal.lacks(graph) else stored.stored_head(self._store, graph)

    def heads(self) -> Iterator[tuple[str, Head]]:
        """The document graphs by their names, and what they say of their sources."""
        return stored.stored_heads(self._store, self._journal, self.base)

    def set_head(self, graph: ox.NamedNode, head: Head) -> None:
        """Give a document's graph another head, leaving what its text says as it is."""
        self._journal.forget(graph)
        stored.put_head(self._store, graph, head, self.base)

    def documents(self) -> Iterator[stored.StoredDocument]:
        """The documents in the store, by IRI."""
        return stored.stored_documents(self._store, self._journal, self.base)

    def documents_named(self) -> Iterator[str]:
        """The IRIs of the documents in the store, in their order."""
        return stored.documents_named(self._store, self._journal, self.base)

    def records(self, order: Callable[[str], str]) -> Iterator[list[tuple[str, Values]]]:
        """The records of relations, document by document, as in `stored_events.records_told`."""
        return stored_events.records_told(self._store, self._journal, self.base, order)

    def edits(self, review: Review, facts: Facts = NO_FACTS) -> tuple[list[Edit], list[str]]:
        """What verdicts change in this graph, and messages of those that match nothing.

        ReviewError where a correction names a relation or actor that there is not.
        """
        telling = partial(stored.graph_telling_of, self._store, self.base)
        return edits_of(review, telling, self.base, facts, self.ontology)

    def told(self, edits: Sequence[Edit] = (), *, naming: bool = False) -> Iterable[GraphTold]:
        """What one document's graph after the other tells, as in `stored.documents_told`."""
        return stored.documents_told(self._store, self._journal, self.base, edits, naming=naming)

    def rebuild_derived(
        self,
        facts: Facts = NO_FACTS,
        decisions: Sequence[Decision] = (),
        edits: Sequence[Edit] = (),
    ) -> None:
        """Make the derived graph anew from the document graphs, the facts and what a user decides.

        With it go the statements of relations that a user added to the ontology.
        """
        self.remove_graph(name := self._extension_graph)
        added = self.ontology.extension
        self._put([(name, nodes_of((t.subject, t.predicate, t.object) for t in added))])
        self.remove_graph(graph := derived_graph(self.base))
        if self._journal.catch_up(self._store) > _MANY:
            self.reopen()
        documents, naming = self.told(edits), self.told(edits, naming=True)
        derived = derived_of(documents, self.base, facts, self.ontology, decisions, edits, naming)
        for number, part in enumerate(parts := stored.in_parts(derived, _PART)):
            if number % _OFTEN == 0 and len(part) >= _PART:
                trim()  # at first what was held to find out who is who
            at_once = _PARTS if number < _OFTEN else _PARTS // 2
            self._put((graph, nodes_of(p)) for p in chain([part], islice(parts, at_once - 1)))

    def derived_with(self) -> str:
        """The hash of inputs that the derived graph was made with; blank if it is out of date."""
        return stored.stored_inputs(self._store, derived_graph(self.base))

    def set_derived_with(self, inputs: str) -> None:
        """Note with which inputs the derived graph was made; blank: that it is out of date."""
        stored.put_inputs(self._store, self._journal, derived_graph(self.base), inputs)

    def values_of(self, iri: str) -> Values:
        """What the union of all graphs says of a node; empty for an unknown one."""
        held = self._journal.holds_all(self._store)
        return self._journal.values_of(iri) if held else values_of(self._store, iri)

    def events(self) -> Iterator[tuple[str, Values]]:
        """Each event and what is said of it; links to other events may be missing."""
        return stored_events.events_told(self._store, self._journal, self.base)

    def find(self, subject: _Node, predicate: _Node, value: _Node) -> Iterator[ox.Quad]:
        """The quads of all graphs with these parts; None stands for any."""
        return self._store.quads_for_pattern(subject, predicate, value)

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad, in no particular order."""
        return iter(self._store)

    def nodes_by_graph(self) -> Iterator[PackedNode]:
        """What one graph after the other says of its nodes; some of it may come twice."""
        return stored.nodes_by_graph(self._store, self._journal)

    def load_file(self, path: Path) -> None:
        """Add an RDF file (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, by its ending).

        StoreError, naming the file, where it cannot be read or is not valid.
        """
        self._journal = Journal()
        try:
            self._store.bulk_load(path=str(path), format=format_of(path))
        except (OSError, SyntaxError, ValueError) as error:
            raise StoreError(f"{path}: {error}") from error
        self.ontology = extended(stored.extension_of(self._store, self._extension_graph))

    def query(self, query: str, bindings: Mapping[str, object] | None = None) -> Results:
        """Answer a SPARQL query over the union of all graphs, after the guard has seen it.

        `bindings` give variables a value, by name: terms of pyoxigraph or rdflib, or plain
        values. QueryError where the query is not allowed, not valid, or fails.
        """
        check_query(query)
        return self.run_trusted(with_values(query, bindings or {}))

    def run_trusted(self, query: str) -> Results:
        """As `query`, without the guard: only for queries that diplograph itself has written."""
        try:
            raw = self._store.query(
                query,
                prefixes={**PREFIXES, "id": self.base},
                use_default_graph_as_union=True,
            )
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            message = f"the query cannot be answered: {error}{damage_hint(error)}"
            raise QueryError(message) from error
        return Results(raw, self.base)

    def flush(self) -> None:
        """Write everything to the disk; nothing to do for a store in memory."""
        if self.path is not None:
            self._store.flush()

    def reopen(self) -> None:
        """Close the store on the disk and open it, so that nothing of it is held in memory."""
        if self.path is not None:
            del self._store  # a folder is opened by one at a time
            self._store = open_store(self.path, read_only=False)


def open_graph(path: Path, base: str | None = None) -> GraphStore:
    """A store folder, read-only, or an RDF file loaded into memory; StoreError if neither.

    `base` is found in the graph unless it is given.
    """
    if path.is_dir():
        store = GraphStore(path, base or DEFAULT_BASE, read_only=True)
    elif path.exists():
        store = GraphStore(None, base or DEFAULT_BASE)
        store.load_file(path)
    else:
        raise StoreError(f"{path}: there is no such store or file")
    store.base = base or base_of(store.oxigraph) or DEFAULT_BASE
    return store
