"""Reading sources: each file by its kind, each failure in its place."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterable, Iterator

from diplograph.documents.decode import clean_text, encoding_of
from diplograph.documents.files import FoundFile, find_files, reason_of
from diplograph.documents.model import Entry, ReadOptions, SourceFailure, UnreadableError
from diplograph.documents.page import decode_page, read_page
from diplograph.documents.prose import read_prose
from diplograph.documents.rows import read_json_lines
from diplograph.documents.streams import READ_ERRORS, SAMPLE, STDIN, open_stream, read_whole
from diplograph.documents.tables import read_csv
from diplograph.documents.warc import read_warc
from diplograph.records import Document

_log = logging.getLogger("diplograph.documents")
_MANY = {"jsonl": read_json_lines, "csv": read_csv, "warc": read_warc}


def read_sources(sources: Iterable[str], options: ReadOptions | None = None) -> Iterator[Entry]:
    """The documents of files, folders, globs and `-` (standard input), one at a time, in order.

    What cannot be read comes as a SourceFailure where the document would have come, and reading
    goes on. A file that two sources name is read once. In folders, names that begin with a dot
    are not looked at, and files of other kinds come as failures with `skipped` set.
    """
    options = options or ReadOptions()
    seen: set[str] = set()
    for source in [sources] if isinstance(sources, str) else sources:
        for found in find_files(os.fspath(source)):
            if isinstance(found, SourceFailure):
                yield _shown(found)
            elif (real := os.path.realpath(found.path)) not in seen or found.path == STDIN:
                seen.add(real)
                yield from _read_file(found, options)


def _read_file(found: FoundFile, options: ReadOptions) -> Iterator[Entry]:
    path = _printable(found.path)
    try:
        with open_stream(found.path, options) as stream:
            kind = found.kind or _kind_inside(stream)
            if kind in _MANY:
                yield from _rows(_MANY[kind](stream, path, options), path)
            else:
                yield _read_document(stream, path, kind, options)
    except UnreadableError as error:
        yield error.failure(path)
    except READ_ERRORS as error:
        yield SourceFailure(path, reason_of(error))


def _rows(found: Iterator[Entry], path: str) -> Iterator[Entry]:
    """The same entries; a file that holds none of the rows or records it should is told as well."""
    first = next(found, None)
    if first is None:
        yield SourceFailure(path, "no row or record in it")
        return
    yield first
    yield from found


def _read_document(
    stream: io.BufferedReader, path: str, kind: str, options: ReadOptions
) -> Document:
    data = read_whole(stream, options)
    if not data.strip():
        raise UnreadableError("empty file")
    if kind == "html":
        return read_page(decode_page(data), path, options)
    encoding = encoding_of(data)
    if encoding.note:
        _log.warning("%s: %s", path, encoding.note)
    text = clean_text(data.decode(encoding.codec, encoding.errors))
    return read_prose(text, path, options, markdown=kind == "markdown")


def _kind_inside(stream: io.BufferedReader) -> str:
    """The kind of a stream without a telling name, by its first characters; else plain text."""
    start = stream.peek(SAMPLE)[:SAMPLE].removeprefix(b"\xef\xbb\xbf").lstrip()[:1000].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")) and b"<html" in start:
        return "html"
    if start.startswith(b"warc/"):
        return "warc"
    if start.startswith(b'{"') or (start.startswith(b"{") and b'":' in start):
        return "jsonl"
    return "text"


def _printable(path: str) -> str:
    """A path whose bytes are not UTF-8 in a form that can be written."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _shown(failure: SourceFailure) -> SourceFailure:
    return SourceFailure(
        _printable(failure.path), failure.reason, failure.line, skipped=failure.skipped
    )
