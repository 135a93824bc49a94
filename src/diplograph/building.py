"""The main job, which joins the stages: sources to readings to a graph in a store and files."""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from diplograph.documents import ReadOptions, SourceFailure, read_sources
from diplograph.errors import SourceError
from diplograph.records import Document, Reading, Relation
from diplograph.tally import Tally

if TYPE_CHECKING:
    import networkx
    import rdflib

    from diplograph.results import Results
    from diplograph.store import GraphStore

_log = logging.getLogger("diplograph")

Source: TypeAlias = "str | os.PathLike[str] | Document"
"""A file, folder or glob (`-`: standard input) by its path, or a text as a `Document`."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build: `base` of data IRIs, `pipeline` name or path (None: the embedded one).

    `ontology` is a Turtle file of relations to add, with their frames in a .tsv beside it,
    `actors` a user's table of actors and offices (`gazetteer.own_rows`), `decisions` one of who is
    the same (`rdf.decisions`).
    """

    base: str | None = None
    pipeline: str | None = None
    min_confidence: float = 0.0
    read: ReadOptions = field(default_factory=ReadOptions)
    ontology: Path | None = None
    actors: Path | None = None
    decisions: Path | None = None


class NothingReadError(SourceError):
    """No source gave a document, so that a build would only have emptied the graph."""

    def __init__(self, tally: Tally) -> None:
        super().__init__("no document could be read; the graph is left as it is")
        self.failures = tuple(tally.failures)


class KnowledgeGraph:
    """A built graph: query it, or take it elsewhere. `pipeline` is the one it was read with."""

    def __init__(
        self, store: GraphStore, tally: Tally | None = None, pipeline: str | None = None
    ) -> None:
        self.store = store
        self.tally = tally or Tally()
        self.pipeline = pipeline

    def query(self, sparql: str, **bindings: Any) -> Results:
        """Answer a SPARQL query; `bindings` are rdf terms or plain values for its variables.

        Raises:
            QueryError: the query is not valid, or not read-only.
        """
        return self.store.query(sparql, bindings)

    def to_rdflib(self, *, copy: bool = True) -> rdflib.Dataset:
        """All graphs as an rdflib Dataset: a copy in memory, or the store itself behind rdflib.

        Raises:
            StoreError: not a copy, and oxrdflib (the extra `rdflib`) is not installed.
        """
        from diplograph.convert import live_rdflib, to_rdflib

        return to_rdflib(self.store) if copy else live_rdflib(self.store)

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Actors as nodes, events as edges, with the attributes that `export` documents."""
        from diplograph.convert import to_networkx

        return to_networkx(self.store)

    def to_html(self, path: str | Path, title: str = "diplograph") -> None:
        """Write the interactive page."""
        from diplograph.export import write_atomically

        write_atomically(Path(path), [page_of(self.store, title)])


def page_of(store: GraphStore, title: str) -> str:
    """The interactive page of a store as one HTML text."""
    from diplograph.view import render, view_of

    return render(view_of(store), title)


def read(
    sources: Source | Iterable[Source], options: BuildOptions, tally: Tally
) -> Iterator[Reading]:
    """Read sources one after the other; failures go to the tally.

    LostDocumentError, at the end, where the tally does not add up.
    """
    from diplograph.language.pipeline import load_pipeline
    from diplograph.reading import read_documents

    nlp = load_pipeline(options.pipeline, options.ontology, options.actors)
    documents = _documents(sources, options.read, tally)

    def unread(document: Document, error: Exception) -> None:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        told = f"cannot be read by the language pipeline: {reason}"
        _refuse(SourceFailure(document.path, told, record_id=document.record_id), tally)

    for reading in read_documents(documents, nlp, unread=unread):
        tally.documents += 1
        tally.words += len(reading.document.text.split())
        kept = tuple(r for r in reading.relations if r.confidence >= options.min_confidence)
        tally.relations += len(kept)
        yield replace(reading, relations=kept)
    tally.check()


def _refuse(failure: SourceFailure, tally: Tally) -> None:
    tally.failures.append(failure)
    if not failure.skipped:
        _log.error("%s", failure)


def _documents(
    sources: Source | Iterable[Source], options: ReadOptions, tally: Tally
) -> Iterator[Document]:
    single = isinstance(sources, str | os.PathLike | Document)
    given: Iterable[Source] = [sources] if single else sources  # type: ignore[list-item, assignment]
    paths = []
    for source in given:
        if isinstance(source, Document):
            tally.came += 1
            yield source
        else:
            paths.append(os.fspath(source))
    for entry in read_sources(paths, options):
        if isinstance(entry, Document):
            tally.came += 1
            yield entry
        else:
            tally.came += not entry.skipped
            _refuse(entry, tally)


def extract(
    sources: Source | Iterable[Source], options: BuildOptions | None = None
) -> Iterator[Relation]:
    """Relations of sources, streaming; documents come first, then the files.

    Raises:
        PipelineError: the language pipeline cannot be loaded.
    """
    for reading in read(sources, options or BuildOptions(), Tally()):
        yield from reading.relations


def build(
    sources: Source | Iterable[Source],
    options: BuildOptions | None = None,
    store: Path | None = None,
    progress: Callable[[Reading], None] | None = None,
) -> KnowledgeGraph:
    """Read sources into a knowledge graph, in memory or in a store folder.

    A fresh build: what the store held before is replaced. The order of the sources makes no
    difference: of several documents with one text the first by path and row counts.

    Raises:
        NothingReadError: there is no document in the sources; the store is left as it was.
        PipelineError: the language pipeline cannot be loaded.
        StoreError: the store cannot be opened, or the base is not an IRI that ends in / or #.
    """
    from diplograph.gazetteer import load_gazetteer
    from diplograph.ontology import load_ontology
    from diplograph.rdf import DEFAULT_BASE, GazetteerFacts, ReaderVersion, graph_of
    from diplograph.rdf.decisions import read_decisions
    from diplograph.store import GraphStore
    from diplograph.versions import pipeline_version, version

    options = options or BuildOptions()
    decisions = read_decisions(options.decisions) if options.decisions else ()
    ontology = load_ontology(None, options.ontology)
    graph = GraphStore(store, options.base or DEFAULT_BASE, ontology=ontology)
    reader = ReaderVersion(version(), pipeline_version(options.pipeline))
    tally = Tally()
    kept: dict[str, tuple[str, ...]] = {}
    for reading in read(sources, options, tally):
        rank = _rank(reading.document)
        name = graph_of(graph.base, reading.document.id).value
        if name not in kept or rank < kept[name]:
            graph.replace_document(reading, reader)
            kept[name] = rank
        if progress is not None:
            progress(reading)
    if not kept and (tally.failures or len(graph)):
        raise NothingReadError(tally)
    for known in list(graph.oxigraph.named_graphs()):
        if known.value not in kept:
            graph.oxigraph.remove_graph(known)
    graph.rebuild_derived(GazetteerFacts(load_gazetteer(None, options.actors)), decisions)
    graph.flush()
    return KnowledgeGraph(graph, tally, options.pipeline)


def _rank(document: Document) -> tuple[str, ...]:
    """Which of several documents with the same text stands for it: the least."""
    d = document
    facts = (d.path, d.record_id, d.title, d.published, d.source, d.url)
    return tuple(fact or "" for fact in facts)


def write_exports(kg: KnowledgeGraph, folder: Path, title: str) -> list[Path]:
    """Write `graph.ttl`, `graph.html`, `relations.csv`, `summary.json` and `report.html`.

    Returns their paths; `errors.jsonl` is among them where something was refused or passed over.
    """
    from diplograph.error_list import write_errors
    from diplograph.export import export_store, write_atomically
    from diplograph.report import render_report
    from diplograph.view import render, view_of

    turtle, table = folder / "graph.ttl", folder / "relations.csv"
    export_store(kg.store, "ttl", turtle)
    export_store(kg.store, "csv", table)
    page, summary, report = (folder / n for n in ("graph.html", "summary.json", "report.html"))
    view = view_of(kg.store)
    write_atomically(page, [render(view, title)])
    text = json.dumps(summarise(kg), indent=2, ensure_ascii=False)
    write_atomically(summary, [text, "\n"])
    write_atomically(report, [render_report(view, title, kg.tally.failures)])
    errors = write_errors(kg.tally.failures, folder)
    return [turtle, page, table, summary, report, *([errors] if kg.tally.failures else [])]


_COUNTS = """
SELECT ?kind (COUNT(DISTINCT ?event) AS ?n) WHERE {
  ?event a sem:Event ; %s ?value . BIND(%s AS ?kind)
} GROUP BY ?kind ORDER BY DESC(?n) ?kind
"""


def summarise(kg: KnowledgeGraph) -> dict[str, Any]:
    """Counts of documents, events and actors, and what the graph was made from."""
    from diplograph.versions import input_versions

    store = kg.store
    documents = store.documents()
    return {
        "versions": input_versions(kg.pipeline),
        "documents": [
            {"iri": d.iri, "title": d.title, "published": d.issued, "sha256": d.sha256}
            for d in documents
        ],
        "refused": kg.tally.refused,
        "refused_by_language": kg.tally.by_language(),
        "events_by_relation": _count(kg, "dg:relation", 'STRAFTER(STR(?value), "#")'),
        "events_by_status": _count(kg, "dg:status", 'STRAFTER(STR(?value), "#")'),
        "actors_by_kind": _actors(kg),
        "quads": len(store),
    }


def _count(kg: KnowledgeGraph, predicate: str, label: str) -> dict[str, int]:
    rows = kg.store.run_trusted(_COUNTS % (predicate, label)).rows()
    return {str(row["kind"]): int(str(row["n"])) for row in rows}


def _actors(kg: KnowledgeGraph) -> dict[str, int]:
    query = """SELECT ?actor ?class WHERE { ?actor skos:prefLabel ?name ; a ?class .
      FILTER(?class IN (dg:Person, dg:State, dg:Organisation, dg:Group, dg:Population)) }"""
    rows = kg.store.run_trusted(query).rows()
    kinds = Counter(str(row["class"]).rpartition("#")[2].lower() for row in rows)
    return dict(sorted(kinds.items()))
