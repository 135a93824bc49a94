"""Run the language pipeline over documents: text in, readings out, in order and streaming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from diplograph.records import Document, Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BATCH = 16


def read_documents(
    documents: Iterable[Document], nlp: Language, batch_size: int = _BATCH
) -> Iterator[Reading]:
    """What each document says, in the order of the documents; at most a batch is held at a time."""
    for doc in nlp.pipe(_docs(documents, nlp), batch_size=batch_size):
        yield doc._.diplograph_reading


def annotate(document: Document, nlp: Language) -> Doc:
    """The document as an annotated spaCy doc."""
    return nlp(next(_docs([document], nlp)))


def _docs(documents: Iterable[Document], nlp: Language) -> Iterator[Doc]:
    for document in documents:
        doc = nlp.make_doc(document.text)
        doc._.diplograph_document = document
        yield doc
