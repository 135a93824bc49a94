"""Reading the gazetteer's CSV tables: typed cells, and errors that name file, line and value."""

from __future__ import annotations

import csv
import enum
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeVar

from diplograph.errors import GazetteerError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")

T = TypeVar("T")
E = TypeVar("E", bound=enum.StrEnum)


class Row:
    """One line of a table; every accessor raises `GazetteerError` where the cell is not valid."""

    __slots__ = ("_cells", "_columns", "_path", "line")

    def __init__(self, path: Path, line: int, columns: dict[str, int], cells: list[str]) -> None:
        self._path = path
        self.line = line
        self._columns = columns
        self._cells = cells

    def error(self, problem: str) -> GazetteerError:
        """An exception that says where this row stands."""
        return GazetteerError(f"{self._path.name}:{self.line}: {problem}")

    def text(self, column: str) -> str:
        """The cell as it is."""
        return self._cells[self._columns[column]]

    def some(self, column: str) -> str:
        """A cell that must not be blank."""
        value = self.text(column)
        if not value:
            raise self.error(f"{column} is blank; a value is needed")
        return value

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell separated by `|`."""
        value = self.text(column)
        if not value:
            return ()
        values = tuple(value.split("|"))
        if "" in values or len(set(values)) != len(values):
            raise self.error(f"{column} {value!r} has a blank or repeated value between the bars")
        return values

    def all_of(self, column: str, allowed: Collection[str]) -> tuple[str, ...]:
        """The values of a cell separated by `|`, each of which must be one of the allowed."""
        return tuple(self._known(column, value, allowed) for value in self.many(column))

    def slug(self, column: str = "id") -> str:
        """An identifier: lower-case ASCII letters and digits with single hyphens."""
        value = self.text(column)
        if not _ID.match(value):
            raise self.error(f"{column} {value!r} is not allowed; wanted like 'saudi-arabia'")
        return value

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """A cell that must hold one of the allowed values."""
        return self._known(column, self.text(column), allowed)

    def _known(self, column: str, value: str, allowed: Collection[str]) -> str:
        if value not in allowed:
            names = ", ".join(sorted(repr(name) for name in allowed)[:40])
            raise self.error(f"{column} {value!r} is unknown; allowed: {names}")
        return value

    def member(self, column: str, kind: type[E]) -> E:
        """A cell that must hold a value of an enumeration."""
        value = self.text(column)
        try:
            return kind(value)
        except ValueError:
            names = ", ".join(repr(item.value) for item in kind)
            raise self.error(f"{column} {value!r} is unknown; allowed: {names}") from None

    def flag(self, column: str) -> bool:
        """`yes`, or `no` or blank."""
        value = self.text(column)
        if value not in {"yes", "no", ""}:
            raise self.error(f"{column} {value!r} is not allowed; allowed: yes, no or blank")
        return value == "yes"

    def number(self, column: str) -> float | None:
        """A decimal number, or None where blank."""
        value = self.text(column)
        try:
            return float(value) if value else None
        except ValueError:
            raise self.error(f"{column} {value!r} is not a number") from None

    def coarse_date(self, column: str, *, blank: bool = False) -> str:
        """`YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `?`; blank only where allowed."""
        value = self.text(column)
        if value == "?" or _DATE.match(value) or (blank and not value):
            return value
        raise self.error(
            f"{column} {value!r} is not a date; allowed: YYYY, YYYY-MM, YYYY-MM-DD, ?"
            + (" or blank" if blank else "")
        )


def rows(path: Path, columns: str) -> Iterator[Row]:
    """The rows of a table whose header must hold exactly these columns, in this order."""
    try:
        stream = path.open(encoding="utf-8", newline="")
    except OSError as problem:
        raise GazetteerError(f"{path}: cannot be read: {problem.strerror}") from None
    wanted = columns.split()
    with stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = next(reader, [])
            if header != wanted:
                found, needed = ",".join(header), ",".join(wanted)
                raise GazetteerError(f"{path.name}:1: header {found!r}; allowed: {needed!r}")
            index = {name: position for position, name in enumerate(wanted)}
            for cells in reader:
                if len(cells) != len(wanted):
                    raise GazetteerError(
                        f"{path.name}:{reader.line_num}: {len(cells)} cells; "
                        f"the header has {len(wanted)}"
                    )
                yield Row(path, reader.line_num, index, cells)
        except (csv.Error, UnicodeDecodeError) as problem:
            raise GazetteerError(f"{path.name}:{reader.line_num + 1}: {problem}") from None


def unique(
    path: Path, columns: str, make: Callable[[Row], T], key: Callable[[T], str]
) -> dict[str, T]:
    """The rows made into objects, by key; a key that comes twice is an error."""
    found: dict[str, T] = {}
    for row in rows(path, columns):
        item = make(row)
        name = key(item)
        if name in found:
            raise row.error(f"{name!r} stands here a second time; each may stand once")
        found[name] = item
    return found
