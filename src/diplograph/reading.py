"""Run the language pipeline over documents: text in, readings out, in order and streaming."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from diplograph.long_texts import joined, parts
from diplograph.records import Document, Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BATCH = 16

Unread: TypeAlias = Callable[[Document, Exception], None]
"""Told of a document that the pipeline could not read, and why."""


def read_documents(
    documents: Iterable[Document],
    nlp: Language,
    batch_size: int = _BATCH,
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
