"""Web archives (WARC): a document for each archived page or text, read by warcio."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from diplograph.documents.decode import clean_text, encoding_of
from diplograph.documents.model import Entry, ReadOptions, SourceFailure, UnreadableError
from diplograph.documents.page import decode_page, read_page
from diplograph.documents.prose import read_prose
from diplograph.records import Document

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_WITH_TEXT = frozenset(("response", "resource", "conversion"))
"""Records that hold what was archived; the others say how it was done."""
_READ = ("text/html", "application/xhtml+xml", "text/plain")


def read_warc(stream: io.BufferedReader, path: str, options: ReadOptions) -> Iterator[Entry]:
    """A document or failure for each page or text of an archive, in order.

    Its `record_id` is the web address. Images and the like come as failures with `skipped` set.
    Where a record is broken so that the next cannot be found, the failure says after how many
    records. Raises UnreadableError where warcio is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  (an extra)
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError("WARC needs warcio: pip install 'diplograph[warc]'") from error
    count = 0
    try:
        for record in ArchiveIterator(stream):
            count += 1
            if record.rec_type in _WITH_TEXT:
                yield _entry(record, path, options)
    except (ArchiveLoadFailed, ValueError, AttributeError, TypeError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        yield SourceFailure(path, f"not valid WARC after {count} records: {reason}")


def _entry(record: ArcWarcRecord, path: str, options: ReadOptions) -> Entry:
    address = clean_address(record.rec_headers.get_header("WARC-Target-URI"))
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = (record.content_type or "").partition(";")[0].strip().lower()
    if record.http_headers is not None:
        kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0]
        kind = kind.strip().lower()
    if status != "200" or kind not in _READ:
        reason = f"not a page (HTTP status {status}, type {kind or 'unknown'})"
        return SourceFailure(path, reason, skipped=True, record_id=address)
    try:
        return _document(record, kind, address, path, options)
    except UnreadableError as error:
        return error.failure(path, record_id=address)


def clean_address(address: str | None) -> str | None:
    """A web address as archives write it, without brackets and characters that are no text."""
    if address is None:
        return None
    return clean_text(address.replace("\0", "\ufffd")).strip().strip("<>") or None


def _document(
    record: ArcWarcRecord, kind: str, address: str | None, path: str, options: ReadOptions
) -> Document:
    data = record.content_stream().read(options.max_document_bytes + 1)
    if len(data) > options.max_document_bytes:
        raise UnreadableError(f"larger than {options.max_document_bytes:,} bytes")
    if not data.strip():
        raise UnreadableError("empty record")
    if kind == "text/plain":
        encoding = encoding_of(data)
        text = clean_text(data.decode(encoding.codec, encoding.errors))
        found = read_prose(text, path, options, markdown=False)
    else:
        found = read_page(decode_page(data), path, options)
    return replace(found, record_id=address, url=found.url or address)
