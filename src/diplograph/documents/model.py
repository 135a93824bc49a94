"""What reading sources takes and gives: options, failures, and how a failure is raised inside."""

from __future__ import annotations

from dataclasses import dataclass

from diplograph.dates import calendar_date
from diplograph.errors import SourceError
from diplograph.records import Document
from diplograph.visible import visible


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read sources.

    The `*_field` options name columns of JSON Lines and CSV; those left None are looked for among
    common names. `date` (YYYY-MM-DD) and `source` fill in for documents that do not say
    themselves. Texts that are surely not in English are refused unless `any_language` is set.
    `max_document_bytes` bounds one document and one line, `max_ratio` how much a compressed file
    may swell. Raises SourceError where `date` is not a date.
    """

    text_field: str | None = None
    id_field: str | None = None
    date_field: str | None = None
    title_field: str | None = None
    source_field: str | None = None
    url_field: str | None = None
    date: str | None = None
    source: str | None = None
    any_language: bool = False
    max_document_bytes: int = 20_000_000
    max_ratio: int = 200

    def __post_init__(self) -> None:
        """Refuse a default date that later stages could not use."""
        if self.date is not None and calendar_date(self.date) != self.date:
            raise SourceError(f"{self.date!r} is not a date of the form YYYY-MM-DD")


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """Something that was not read: which file, which line (from 1) if known, and why.

    `skipped` is True for a file that a folder holds beside its documents and that nobody named,
    such as an image: it is told, but nothing went wrong. `language` is the ISO 639 code of a text
    that was refused for its language; `record_id` names the row or web address inside the file,
    where there is one.
    """

    path: str
    reason: str
    line: int | None = None
    skipped: bool = False
    language: str | None = None
    record_id: str | None = None

    def __str__(self) -> str:
        """One line for a reader: `path:line: reason`, with nothing that moves a cursor."""
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        if self.record_id is not None:
            where += f" ({self.record_id})"
        return visible(f"{where}: {self.reason}")


Entry = Document | SourceFailure


class UnreadableError(SourceError):
    """Raised inside the readers; `read_sources` turns it into a SourceFailure."""

    def __init__(
        self, reason: str, line: int | None = None, *, language: str | None = None
    ) -> None:
        super().__init__(reason)
        self.line = line
        self.language = language

    def failure(
        self, path: str, line: int | None = None, record_id: str | None = None
    ) -> SourceFailure:
        """The failure to tell of a file; `line` is where the record stands, if it is known."""
        number = self.line if line is None else line
        return SourceFailure(path, str(self), number, language=self.language, record_id=record_id)
