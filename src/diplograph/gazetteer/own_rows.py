"""A user's own actors, offices and names: one table, CSV or YAML, added to the gazetteer.

A row speaks of one actor by its `name`. Where the gazetteer knows the name (or id), the row adds to
that actor, else it makes a new one. All other columns may be left out:

    name    full name, or the id of an actor
    kind    `person` or `organisation` (also party, armed-group, company, ...); default: `person`
            where there is an office, else `organisation`
    state   ISO 3166-1 alpha-3 code or name of the state that the actor belongs to
    aliases other names, separated by | (in YAML a list)
    office  an office held, in words of `roles.csv`: "foreign minister"
    of      the body in which it is held, by name or id; default: the state
    from    first day in office: YYYY, YYYY-MM, YYYY-MM-DD, or ? if unknown
    to      last day in office, blank for today
    use     `actor` or `place`: what the name and aliases of this row always stand for
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diplograph.errors import GazetteerError
from diplograph.gazetteer.load import ORGANISATION_KINDS

COLUMNS = ("name", "kind", "state", "aliases", "office", "of", "from", "to", "use")
_DATE = re.compile(r"\?|\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_KINDS = ("person", "organisation", *sorted(ORGANISATION_KINDS - {"former-state"}))


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row as the file has it; `where` is file and line for messages."""

    where: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        others = (alias.strip() for alias in self["aliases"].split("|"))
        return tuple(dict.fromkeys([self["name"], *(alias for alias in others if alias)]))

    def error(self, problem: str) -> GazetteerError:
        """An exception that says where this row stands."""
        return GazetteerError(f"{self.where}: {problem}")


def read_own(path: Path) -> tuple[OwnRow, ...]:
    """The rows of a user's file, each checked by itself; `.yaml` and `.yml` are YAML, others CSV.

    Raises GazetteerError that names file, line (in YAML: entry), value and what is allowed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise GazetteerError(f"{path}: {(problem.strerror or str(problem)).lower()}") from None
    except UnicodeDecodeError as problem:
        raise GazetteerError(f"{path}: not UTF-8 (byte {problem.start})") from None
    yaml_file = path.suffix.lower() in {".yaml", ".yml"}
    found = tuple(_from_yaml(path, text) if yaml_file else _from_csv(path, text))
    for row in found:
        _check_row(row)
    return found


def _from_csv(path: Path, text: str) -> Iterator[OwnRow]:
    reader = csv.reader(text.splitlines())
    header = [name.strip().lower() for name in next(reader, [])]
    _check_columns(f"{path}:1", header)
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path}:{reader.line_num}"
        if len(cells) > len(header):
            raise GazetteerError(f"{where}: {len(cells)} cells; the header has {len(header)}")
        yield OwnRow(where, dict(zip(header, map(str.strip, cells), strict=False)))


def _from_yaml(path: Path, text: str) -> Iterator[OwnRow]:
    import yaml  # noqa: PLC0415  (few users give actors in YAML)

    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise GazetteerError(f"{path}: not YAML: {' '.join(str(problem).split())}") from None
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise GazetteerError(f"{path}: wanted a list of entries such as '- name: ...'")
    for number, entry in enumerate(entries, start=1):
        where = f"{path}: entry {number}"
        _check_columns(where, [str(key) for key in entry])
        yield OwnRow(where, {str(key): _cell(value) for key, value in entry.items()})


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value).strip()


def _check_columns(where: str, columns: list[str]) -> None:
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown or "name" not in columns:
        problem = f"column {unknown[0]!r} is unknown" if unknown else "no column 'name'"
        raise GazetteerError(f"{where}: {problem}; allowed: {', '.join(COLUMNS)}")


def _check_row(row: OwnRow) -> None:
    if not row["name"]:
        raise row.error("name is blank; a value is needed")
    if row["kind"] and row["kind"] not in _KINDS:
        raise row.error(f"kind {row['kind']!r} is unknown; allowed: {', '.join(_KINDS)}")
    if row["use"] not in {"", "actor", "place"}:
        raise row.error(f"use {row['use']!r} is unknown; allowed: actor, place or blank")
    for column in ("from", "to"):
        if row[column] and not _DATE.fullmatch(row[column]):
            raise row.error(
                f"{column} {row[column]!r} is not a date; allowed: YYYY, YYYY-MM, YYYY-MM-DD, ?"
            )
    start, end = row["from"], row["to"]
    if "?" not in (start, end) and start and end and end < start[: len(end)]:
        raise row.error(f"to {end!r} is before from {start!r}")
    if not row["office"] and (row["of"] or start or end):
        raise row.error("of, from and to go with an office; office is blank")
