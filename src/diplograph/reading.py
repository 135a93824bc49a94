"""Run the language pipeline over documents: text in, readings out, in order and streaming."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from diplograph.long_texts import joined, parts
from diplograph.records import Document, Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 16
"""Documents read at a time: what is in memory, and what one worker is given."""

Unread: TypeAlias = Callable[[Document, Exception], None]
"""Told of a document that the pipeline could not read, and why."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that could not be read, and why."""

    document: Document
    reason: str


Outcome: TypeAlias = Reading | Refused


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents in batches, the first ones small so that the first result comes at once."""
    source = iter(documents)
    size = 1
    while batch := list(islice(source, size)):
        yield batch
        size = min(2 * size, BATCH)


def load_reader(
    pipeline: str | None, extension: Path | None, actors: Path | None
) -> Callable[[Sequence[Document]], list[Outcome]]:
    """What reads a batch with a pipeline; see `load_pipeline` for the parts and the errors."""
    from diplograph.language.pipeline import load_pipeline

    return partial(read_batch, nlp=load_pipeline(pipeline, extension, actors))


def read_batch(batch: Sequence[Document], nlp: Language) -> list[Outcome]:
    """What each document of a batch says, or why not; a fault costs the batch a second reading."""
    # Words met for the first time would stay in the vocabulary for ever otherwise.
    with nlp.memory_zone():
        with contextlib.suppress(Exception):
            return list(_read(batch, nlp, BATCH))
        return [_read_alone(document, nlp) for document in batch]


def _read_alone(document: Document, nlp: Language) -> Outcome:
    refused: list[Refused] = []

    def unread(document: Document, error: Exception) -> None:
        """Note why a document was not read."""
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        refused.append(Refused(document, f"cannot be read by the language pipeline: {reason}"))

    found = list(_one_by_one([document], nlp, unread))
    return found[0] if found else refused[0]


def read_documents(
    documents: Iterable[Document],
    nlp: Language,
    batch_size: int = BATCH,
    unread: Unread | None = None,
) -> Iterator[Reading]:
    """What each document says, in the order of the documents; at most a batch is held at a time.

    Long documents are read in parts (`long_texts`). A document on which the pipeline fails goes
    to `unread`, and reading goes on with the next; without `unread` the error is raised.
    """
    todo = iter(documents)
    while batch := list(islice(todo, batch_size)):
        try:
            found = list(_read(batch, nlp, batch_size))
        except Exception:
            if unread is None:
                raise
            yield from _one_by_one(batch, nlp, unread)
        else:
            yield from found


def _one_by_one(batch: Iterable[Document], nlp: Language, unread: Unread) -> Iterator[Reading]:
    for document in batch:
        try:
            (found,) = _read([document], nlp, 1)
        except Exception as error:  # whatever fails, it concerns this document alone
            unread(document, error)
        else:
            yield found


def _read(batch: Iterable[Document], nlp: Language, batch_size: int) -> Iterator[Reading]:
    cut = [(document, parts(document)) for document in batch]
    pieces = (part for _, pieces in cut for _, part in pieces)
    docs = nlp.pipe(_docs(pieces, nlp), batch_size=batch_size)
    for document, pieces_of in cut:
        readings = [doc._.diplograph_reading for doc in islice(docs, len(pieces_of))]
        starts = [start for start, _ in pieces_of]
        yield readings[0] if len(starts) == 1 else joined(document, starts, readings)


def annotate(document: Document, nlp: Language) -> Doc:
    """The document as an annotated spaCy doc."""
    return nlp(next(_docs([document], nlp)))


def _docs(documents: Iterable[Document], nlp: Language) -> Iterator[Doc]:
    for document in documents:
        doc = nlp.make_doc(document.text)
        doc._.diplograph_document = document
        yield doc
