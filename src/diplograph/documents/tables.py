"""CSV and its kin, a document a row; a quote that is never closed does not swallow the rest."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator

from diplograph.documents.model import Entry, ReadOptions, SourceFailure, UnreadableError
from diplograph.documents.rows import (
    COMMON,
    LongLine,
    field_of,
    long_line,
    row_document,
    text_lines,
)

_MENDS = 50
_DELIMITERS = ",;\t|"


class _Lines:
    """Lines for the csv module that can be given back, and that remember the current row's."""

    def __init__(self, lines: Iterator[tuple[int, str | LongLine]]) -> None:
        self._lines = lines
        self._back: deque[tuple[int, str | LongLine]] = deque()
        self.row: list[tuple[int, str | LongLine]] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        numbered = self._back.popleft() if self._back else next(self._lines)
        self.row.append(numbered)
        if isinstance(numbered[1], LongLine):
            raise _TooLongError
        return numbered[1]

    def delimiter(self) -> str:
        """The delimiter that the first line holds most often; the comma if none."""
        first = next(self._lines, None)
        if first is None:
            return ","
        self._back.append(first)
        line = first[1]
        counts = {mark: line.count(mark) for mark in _DELIMITERS} if isinstance(line, str) else {}
        return max(_DELIMITERS, key=lambda mark: counts.get(mark, 0))

    def give_back(self, count_kept: int) -> None:
        """Read the row's lines again, except the first ones."""
        self._back.extendleft(reversed(self.row[count_kept:]))


class _TooLongError(Exception):
    """A line beyond the limit."""


def read_csv(stream: io.BufferedReader, path: str, options: ReadOptions) -> Iterator[Entry]:
    """A document or a failure for each row below the header.

    The delimiter is the one of `, ; tab |` that the first line holds most often. A row that cannot
    be parsed is told, and reading goes on with the line after its first. Raises UnreadableError
    where the header lacks a field that is wanted.
    """
    csv.field_size_limit(max(csv.field_size_limit(), options.max_document_bytes))
    lines = _Lines(text_lines(stream, path, options))
    header: list[str] | None = None
    for row in _rows(lines, path, options):
        if isinstance(row, SourceFailure):
            yield row
        elif header is None:
            header = [name.strip() for name in row] or None
            if header:
                _check_header(header, options)
        elif row:
            yield _entry(header, row, path, lines.row[0][0], options)


def _rows(lines: _Lines, path: str, options: ReadOptions) -> Iterator[list[str] | SourceFailure]:
    delimiter = lines.delimiter()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    mends = 0
    while True:
        lines.row = []
        try:
            yield next(reader)
            continue
        except StopIteration:
            return
        except _TooLongError:
            failure = long_line(path, lines.row[-1][0], options)
        except csv.Error as error:
            mends += 1
            failure = _broken(lines, path, str(error), 1 if mends <= _MENDS else len(lines.row))
        yield failure
        reader = csv.reader(lines, delimiter=delimiter, strict=True)


def _broken(lines: _Lines, path: str, reason: str, keep: int) -> SourceFailure:
    """The failure for a row that cannot be parsed; all but its first `keep` lines come again."""
    first, last = lines.row[0][0], lines.row[keep - 1][0]
    lines.give_back(keep)
    if reason == "unexpected end of data":
        reason = "a quote is opened and never closed"
    span = "" if first == last else f" (lines {first} to {last} are not read)"
    return SourceFailure(path, f"not valid CSV: {reason}{span}", first)


def _check_header(header: list[str], options: ReadOptions) -> None:
    names = dict.fromkeys(header)
    for role in COMMON:
        field_of(names, role, options)


def _entry(
    header: list[str], row: list[str], path: str, number: int, options: ReadOptions
) -> Entry:
    if len(row) > len(header):
        reason = f"{len(row)} fields where the header has {len(header)}"
        return SourceFailure(path, reason, number)
    try:
        return row_document(dict(zip(header, row, strict=False)), path, options)
    except UnreadableError as error:
        return error.failure(path, number)
