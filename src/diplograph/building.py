"""The main job, which joins the stages: sources to readings to a graph in a store and files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diplograph.errors import SourceError
from diplograph.extracting import Source, documents_of, read_batches, settled
from diplograph.graph import KnowledgeGraph
from diplograph.increments import Increment, News
from diplograph.memory import hold_little, seldom_collected, trim
from diplograph.options import BuildOptions
from diplograph.reading import Outcome
from diplograph.records import Document
from diplograph.tally import Tally

if TYPE_CHECKING:
    from diplograph.rdf.decisions import Decision
    from diplograph.rdf.verdicts import Review
    from diplograph.store import GraphStore

_log = logging.getLogger("diplograph")

# Documents and characters after which what was read is put into the store: what a build that is
# killed loses at most.
_COMMIT, _COMMIT_LENGTH = 1_024, 800_000
# Documents after which pipeline and open store, having done their work, are not kept for the next.
_MANY = 500


class NothingReadError(SourceError):
    """No source gave a document, so that a build would only have emptied the graph."""

    def __init__(self, tally: Tally) -> None:
        super().__init__("no document could be read; the graph is left as it is")
        self.failures = tuple(tally.failures)


@seldom_collected()
def build(
    sources: Source | Iterable[Source],
    options: BuildOptions | None = None,
    store: Path | None = None,
    progress: Callable[[], None] | None = None,
) -> KnowledgeGraph:
    """Read sources into a knowledge graph, in memory or in a store folder.

    What the store holds already is not read again, and stays, but for texts that a file held and
    holds no more; with `prune` everything else goes. A build that is broken off goes on with the
    next one from the last batch. Neither the order of the sources nor how many builds brought them
    makes a difference. `progress` is called for each document.

    Raises:
        NothingReadError: there is no document in the sources; the store is left as it was.
        PipelineError: the language pipeline cannot be loaded.
        StoreError: the store cannot be opened or has another base, or the base is not an IRI that
            ends in / or #.
    """
    from diplograph.language.pipeline import forget_pipelines

    hold_little(reading=True)
    options = options or BuildOptions()
    judgement = _judgement(options)
    graph = _opened(store, options)
    tally = Tally()
    increment = Increment(graph, options.reader())
    _read_into(increment, documents_of(sources, options.read, tally), options, tally, progress)
    if not tally.documents + tally.unchanged and (tally.failures or len(graph)):
        raise NothingReadError(tally)
    _finish(increment, options)
    hold_little()
    many = tally.documents >= _MANY
    if many:
        graph.reopen()
        forget_pipelines()
    tally.removed = increment.removed
    if increment.changed or graph.derived_with() != options.derivation():
        _derive(graph, options, *judgement)
    graph.flush()
    if many:
        graph.reopen()
        trim()
    tally.check()
    return KnowledgeGraph(graph, tally, options.pipeline)


def _opened(store: Path | None, options: BuildOptions) -> GraphStore:
    from diplograph.ontology import load_ontology
    from diplograph.rdf import DEFAULT_BASE
    from diplograph.store import GraphStore

    ontology = load_ontology(None, options.ontology)
    graph = GraphStore(store, options.base or DEFAULT_BASE, ontology=ontology)
    graph.check_base(clear=options.prune)
    return graph


def _read_into(
    increment: Increment,
    documents: Iterable[Document],
    options: BuildOptions,
    tally: Tally,
    progress: Callable[[], None] | None,
) -> None:
    """Read what the store lacks, and commit it batch by batch."""

    def lacking() -> Iterator[Document]:
        for document in documents:
            news, wanted = increment.take(document)
            if news is News.TEXT:
                yield wanted
                continue
            tally.documents += news is News.SOURCE
            tally.unchanged += news is News.NOTHING
            if progress is not None:
                progress()

    for outcomes in _commits(read_batches(lacking(), options), progress):
        increment.commit([settled(outcome, options, tally) for outcome in outcomes])


def _finish(increment: Increment, options: BuildOptions) -> None:
    """Let sources that are gone go, and read again what stood for them alone."""
    again = increment.finish(prune=options.prune)
    for outcomes in read_batches(again, options):
        increment.commit(settled(outcome, options, Tally()) for outcome in outcomes)


def _commits(
    batches: Iterable[list[Outcome]], progress: Callable[[], None] | None
) -> Iterator[list[Outcome]]:
    """What is put into the store in one go: several batches, since a commit costs more than one."""
    held: list[Outcome] = []
    length = 0
    for outcomes in batches:
        for outcome in outcomes:
            length += len(outcome.document.text)
            if progress is not None:
                progress()
        held += outcomes
        if len(held) >= _COMMIT or length >= _COMMIT_LENGTH:
            yield held
            held, length = [], 0
    if held:
        yield held


def _judgement(options: BuildOptions) -> tuple[tuple[Decision, ...], Review]:
    """What the user has decided about actors, and about relations and merges."""
    from diplograph.rdf.decisions import read_decisions
    from diplograph.rdf.verdicts import Review, read_review

    review = read_review(options.review) if options.review else Review()
    decisions = read_decisions(options.decisions) if options.decisions else ()
    return (*decisions, *review.decisions), review


def _derive(
    graph: GraphStore, options: BuildOptions, decisions: Sequence[Decision], review: Review
) -> None:
    from diplograph.gazetteer import load_gazetteer
    from diplograph.rdf import GazetteerFacts

    facts = GazetteerFacts(load_gazetteer(None, options.actors))
    edits, lost = graph.edits(review, facts)
    for message in lost:
        _log.warning("%s", message)
    graph.set_derived_with("")
    graph.rebuild_derived(facts, decisions, edits)
    graph.set_derived_with(options.derivation())
