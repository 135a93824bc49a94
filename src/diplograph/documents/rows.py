"""JSON Lines: a document a line. What CSV shares with it: fields, their names, row to document."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from diplograph.documents.decode import clean_text, encoding_of
from diplograph.documents.model import Entry, ReadOptions, SourceFailure, UnreadableError
from diplograph.documents.prose import Facts, make_document
from diplograph.documents.streams import SAMPLE
from diplograph.records import Document

_log = logging.getLogger("diplograph.documents")
COMMON = {
    "text": "text body content article maintext main_text article_text full_text fulltext sentence"
    " story",
    "id": "id doc_id document_id article_id record_id uid guid _id",
    "date": "date published pubdate pub_date publication_date published_at date_publish"
    " publish_date datetime timestamp created_at",
    "title": "title headline",
    "source": "source publisher outlet sitename source_name",
    "url": "url link source_url",
}


class LongLine:
    """Stands for a line beyond the limit; its bytes are gone."""


def text_lines(
    stream: io.BufferedReader, path: str, options: ReadOptions
) -> Iterator[tuple[int, str | LongLine]]:
    """Numbered lines (from 1) with their ends, decoded; never more than the limit in memory."""
    encoding = encoding_of(stream.peek(SAMPLE)[:SAMPLE])
    if encoding.note:
        _log.warning("%s: %s", path, encoding.note)
    reader = io.TextIOWrapper(stream, encoding.codec, encoding.errors, newline="")
    limit, number = options.max_document_bytes, 0
    try:
        while line := reader.readline(limit):
            number += 1
            if len(line) < limit or line.endswith("\n"):
                yield number, line
                continue
            while (more := reader.readline(limit)) and not more.endswith("\n"):
                pass
            yield number, LongLine()
    finally:
        reader.detach()


def long_line(path: str, number: int, options: ReadOptions) -> SourceFailure:
    """The failure for a line beyond the limit."""
    limit = options.max_document_bytes
    return SourceFailure(path, f"line longer than {limit:,} characters", number)


def read_json_lines(stream: io.BufferedReader, path: str, options: ReadOptions) -> Iterator[Entry]:
    """A document or a failure for each line that is not blank."""
    for number, line in text_lines(stream, path, options):
        if isinstance(line, LongLine):
            yield long_line(path, number, options)
            continue
        if not line.strip():
            continue
        try:
            yield row_document(_object(line), path, options)
        except UnreadableError as error:
            yield error.failure(path, number)


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except RecursionError as error:
        raise UnreadableError("not valid JSON: nested too deeply") from error
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise UnreadableError(f"not valid JSON: {reason}") from error
    if not isinstance(row, dict):
        raise UnreadableError(f"a JSON {type(row).__name__} where an object is wanted")
    return row


def field_of(names: Mapping[str, Any], role: str, options: ReadOptions) -> str | None:
    """The name of the column for a role: the one the user named, else a common one.

    Raises UnreadableError where a named column, or any column for the text, is missing.
    """
    named: str | None = getattr(options, f"{role}_field")
    there = ", ".join(repr(name)[:40] for name in list(names)[:12]) or "none"
    if named is not None:
        if named in names:
            return named
        raise UnreadableError(f"no field {named!r} for the {role}; there are: {there}")
    lower = {str(name).strip().lower(): name for name in reversed(list(names))}
    for common in COMMON[role].split():
        if common in lower:
            return lower[common]
    if role == "text":
        raise UnreadableError(f"no text field; name it with --text-field; there are: {there}")
    return None


def row_document(row: Mapping[str, Any], path: str, options: ReadOptions) -> Document:
    """The document of one row; raises UnreadableError where the text is missing or not text."""
    name = field_of(row, "text", options)
    text = row[name] if name is not None else None
    if not isinstance(text, str):
        kind = "empty" if text is None else f"a {type(text).__name__}, not text"
        raise UnreadableError(f"field {name!r} is {kind}")
    facts = Facts(*(_value(row, role, options) for role in ("title", "date", "source", "url")))
    return make_document(clean_text(text), path, facts, options, _value(row, "id", options))


def _value(row: Mapping[str, Any], role: str, options: ReadOptions) -> str | None:
    name = field_of(row, role, options)
    value = row[name] if name is not None else None
    if value is None or isinstance(value, dict | list) or not str(value).strip():
        return None
    return " ".join(clean_text(str(value)).split())
