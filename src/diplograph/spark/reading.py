"""On the workers: raw records to documents, documents to their graphs."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from diplograph.documents import Entry, SourceFailure
from diplograph.documents.model import UnreadableError
from diplograph.documents.rows import read_json_lines
from diplograph.documents.streams import READ_ERRORS
from diplograph.documents.warc import read_warc
from diplograph.rdf import document_quads, graph_of
from diplograph.rdf.sources import SourceFacts
from diplograph.records import Document, Reading
from diplograph.spark.batches import Batches, Row, batches_of, rows_of
from diplograph.spark.options import Knowledge, ontology_of, pipeline_of
from diplograph.spark.tables import ENTRY, READING

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language

_log = logging.getLogger("diplograph.spark")
_TOGETHER = 64  # documents that go through the pipeline at a time
WARC_START = b"WARC/1."


def entries(batches: Batches, given: Knowledge) -> Batches:
    """Raw records (path, kind, value) to rows of ENTRY, documents and failures."""
    found = (entry for row in rows_of(batches) for entry in _entries(row, given))
    return batches_of(map(_row_of, found), ENTRY)


def _entries(row: Row, given: Knowledge) -> Iterator[Entry]:
    value, path = row["value"], row["path"]
    read = read_json_lines
    if row["kind"] == "warc":
        read = read_warc
        if not value.startswith(WARC_START):
            value = WARC_START + value
    try:
        stream: io.BufferedReader = io.BufferedReader(io.BytesIO(value))
        yield from (_placeless(entry) for entry in read(stream, path, given.read))
    except UnreadableError as error:
        yield SourceFailure(path, str(error))
    except READ_ERRORS as error:
        yield SourceFailure(path, str(error))


def _placeless(entry: Entry) -> Entry:
    """A failure without its line, which is always the first of the record that was looked at."""
    return entry if isinstance(entry, Document) else replace(entry, line=None)


def _row_of(entry: Entry) -> Row:
    if isinstance(entry, SourceFailure):
        told = ("path", "record_id", "reason", "skipped")
        return {name: getattr(entry, name) for name in told}
    # As the graph tells them: which of several sources of a text comes first goes by these.
    facts = SourceFacts.of(entry)
    texts = {name: getattr(facts, name) or None for name in ("title", "published", "source", "url")}
    where = {"path": entry.path, "record_id": facts.record_id}
    return {"id": entry.id, "text": entry.text, **where, **texts}


def readings(frames: Iterable[pd.DataFrame], given: Knowledge) -> Iterator[pd.DataFrame]:
    """Documents (rows of ENTRY with a bucket) to rows of READING, by one pipeline a process."""
    import pandas as pd  # noqa: PLC0415  (slow, and only workers need it)

    nlp = pipeline_of(given)
    for frame in frames:
        records = iter(frame.astype(object).where(frame.notna(), None).to_dict("records"))
        while chunk := list(islice(records, _TOGETHER)):
            rows = _read_chunk(chunk, nlp, given)
            full = [{name: row.get(name) for name in READING.names} for row in rows]
            # As objects: a column without a value would become one of floating point numbers.
            yield pd.DataFrame(full, dtype=object)


def _read_chunk(chunk: Sequence[dict[Any, Any]], nlp: Language, given: Knowledge) -> list[Row]:
    """A row for each document; the processor's time is shared out by the number of words."""
    started = time.process_time()
    documents = [_document_of(record) for record in chunk]
    copies = map(_copies_of, chunk, documents)
    rows = [_reading_row(*read, given) for read in zip(_read(documents, nlp), copies, strict=True)]
    spent = time.process_time() - started
    words = sum(row["words"] for row in rows) or 1
    for record, row in zip(chunk, rows, strict=True):
        row |= {"bucket": int(record["bucket"]), "cpu": spent * row["words"] / words}
    return rows


def _document_of(record: dict[Any, Any]) -> Document:
    names = ("text", "path", "record_id", "title", "published", "source", "url")
    return Document(*(record[name] for name in names))


def _copies_of(record: dict[Any, Any], document: Document) -> list[SourceFacts]:
    """The other sources of a document's text, by rank."""
    main = SourceFacts.of(document)
    told = json.loads(record.get("copies") or "[]")
    found = {SourceFacts(**{k: v for k, v in facts.items() if v is not None}) for facts in told}
    return sorted(found - {main}, key=lambda facts: facts.rank)


def _read(
    documents: Sequence[Document], nlp: Language
) -> Iterator[Reading | tuple[Document, Exception]]:
    """What each document says; one that the pipeline fails on costs only itself."""
    from diplograph.reading import read_documents  # noqa: PLC0415  (loads spaCy)

    try:
        yield from list(read_documents(documents, nlp))
        return
    except Exception:
        _log.exception("a batch of %d documents failed; reading them singly", len(documents))
    for document in documents:
        try:
            yield next(read_documents([document], nlp))
        except Exception as error:  # the model's own errors are of many kinds
            yield document, error


def _reading_row(
    result: Reading | tuple[Document, Exception], copies: Sequence[SourceFacts], given: Knowledge
) -> Row:
    if not isinstance(result, Reading):
        document, error = result
        reason = f"the pipeline failed: {type(error).__name__}: {error}"
        return {**_named(document), "reason": reason, "words": 0, "relations": 0, "lines": 0}
    kept = tuple(r for r in result.relations if r.confidence >= given.min_confidence)
    reading = replace(result, relations=kept)
    quads = document_quads(reading, given.base, given.reader, ontology_of(given), copies)
    lines = dict.fromkeys(map(line_of, quads))
    return {
        **_named(reading.document),
        "graph": graph_of(given.base, reading.document.id).value,
        "quads": "\n".join(lines),
        "lines": len(lines),
        "words": len(reading.document.text.split()),
        "relations": len(kept),
    }


def _named(document: Document) -> Row:
    return {"id": document.id, "path": document.path, "record_id": document.record_id}


def line_of(quad: ox.Quad) -> str:
    """A quad as a line of N-Quads, without its end."""
    return f"{quad} ."


def quads_of(lines: str) -> list[ox.Quad]:
    """The quads of lines of N-Quads."""
    return list(ox.parse(input=lines, format=ox.RdfFormat.N_QUADS))
