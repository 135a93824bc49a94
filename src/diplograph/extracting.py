"""From sources to what they say, in batches, each document accounted for; or relations alone."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeAlias

from diplograph.documents import Entry, ReadOptions, SourceFailure, read_sources
from diplograph.options import BuildOptions
from diplograph.reading import Outcome, Refused, batches, load_reader
from diplograph.records import Document, Reading, Relation
from diplograph.tally import Tally
from diplograph.versions import has_pipeline
from diplograph.workers import WorkerPool

_log = logging.getLogger("diplograph")

Source: TypeAlias = "str | os.PathLike[str] | Document | SourceFailure"
"""A file, folder or glob (`-`: standard input) by its path, or a text as a `Document`.

What could not be read elsewhere (`read_pandas`) is counted as refused.
"""


def read_batches(documents: Iterable[Document], options: BuildOptions) -> Iterator[list[Outcome]]:
    """What documents say, in batches and in order.

    Where there are none nothing is loaded. PipelineError before anything else where the pipeline
    is not there.
    """
    load = partial(load_reader, options.pipeline, options.ontology, options.actors)
    if not has_pipeline(options.pipeline):
        load()
    waiting = batches(documents)
    first = next(waiting, None)
    if first is None:
        return
    given = chain([first], waiting)
    if options.workers > 1:
        yield from WorkerPool(load, options.workers).read(given)
    else:
        yield from map(load(), given)


def read(
    sources: Source | Iterable[Source], options: BuildOptions, tally: Tally
) -> Iterator[Reading]:
    """Read sources one after the other; failures go to the tally.

    LostDocumentError, at the end, where the tally does not add up.
    """
    documents = documents_of(sources, options.read, tally)
    for outcome in chain.from_iterable(read_batches(documents, options)):
        told = settled(outcome, options, tally)
        if isinstance(told, Reading):
            yield told
    tally.check()


def settled(outcome: Outcome, options: BuildOptions, tally: Tally) -> Outcome:
    """An outcome, counted; a reading without the relations that are too unsure."""
    document = outcome.document
    if isinstance(outcome, Refused):
        path = document.path or document.id
        _refuse(SourceFailure(path, outcome.reason, record_id=document.record_id), tally)
        return outcome
    kept = tuple(r for r in outcome.relations if r.confidence >= options.min_confidence)
    tally.documents += 1
    tally.words += len(document.text.split())
    tally.relations += len(kept)
    return replace(outcome, relations=kept)


def _refuse(failure: SourceFailure, tally: Tally) -> None:
    tally.failures.append(failure)
    if not failure.skipped:
        _log.error("%s", failure)


def documents_of(
    sources: Source | Iterable[Source], options: ReadOptions, tally: Tally
) -> Iterator[Document]:
    """The documents that sources hold, counted; failures go to the tally."""
    single = isinstance(sources, str | os.PathLike | Document | SourceFailure)
    given: Iterable[Source] = [sources] if single else sources  # type: ignore[list-item, assignment]
    paths = []
    for source in given:
        if isinstance(source, Document | SourceFailure):
            yield from _came(source, tally)
        else:
            paths.append(os.fspath(source))
    for entry in read_sources(paths, options):
        yield from _came(entry, tally)


def _came(entry: Entry, tally: Tally) -> Iterator[Document]:
    """A document that came in, counted; a failure is noted instead."""
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
