"""A user's verdicts about relations and merges: a table that the next build honours.

CSV with the columns `FIELDS`, in any order; `diplograph review` and the page write it, a person
fills in `verdict` and, where something is wrong, what is right. Rows without a verdict wait. The
columns of `relations.csv`, with one for the verdict added to them, are understood as well.
"""

from __future__ import annotations

import csv
import enum
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from diplograph.cells import unguard_cell
from diplograph.errors import ReviewError
from diplograph.rdf.decisions import Decision, reference
from diplograph.rdf.terms import date_window
from diplograph.records import PloverType, Status

PARTS = ("source", "relation", "target", "status", "date", "place", "factual")
"""What of a relation can be put right."""
CORRECTIONS = tuple(f"correct_{part}" for part in PARTS)
NOTHING = "none"
"""As the right date or place: the sentence tells none."""
FIELDS: tuple[str, ...] = (
    "verdict",
    *PARTS,
    *CORRECTIONS,
    "note",
    "sentence",
    "title",
    "published",
    "type",
    "confidence",
    "drawn",
    "item",
    "id",
)
"""The columns: first what is to be looked at and filled in, then what it is about."""
_E = TypeVar("_E", bound=enum.StrEnum)
_MENTION = re.compile(r"(?:mention/)?([0-9a-f]+)")
_NEEDED = ("verdict", "id", "source", "target")
_AS_EXPORTED = {"source_name": "source", "target_name": "target"}


class Verdict(enum.StrEnum):
    """What a person says of a relation or merge."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"


class Item(enum.StrEnum):
    """What a row is about: a relation as one sentence tells it, or two actors taken for one."""

    RELATION = "relation"
    MERGE = "merge"


class Draw(enum.StrEnum):
    """How a row came to be looked at: by chance, for being unsure, one of all, or as one liked.

    Only rows that came by chance, or all, say how good the graph is.
    """

    SAMPLE = "sample"
    UNSURE = "unsure"
    ALL = "all"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Judged:
    """A relation on which somebody has decided; `where` is file and line, for messages.

    `mention` is the local part of its mention's IRI, `source` to `confidence` are what was read,
    `corrections` what is right instead, by column, without those left blank.
    """

    where: str
    verdict: Verdict
    mention: str
    source: str
    relation: str
    target: str
    status: str
    corrections: Mapping[str, str]
    type: PloverType | None
    confidence: float | None
    drawn: Draw | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A relation that somebody has looked at: what was read, and what was said of it.

    `confidence` is that of the reading, None where the table does not tell it; `wrong` names the
    parts that were corrected.
    """

    relation: str
    type: str
    verdict: Verdict
    confidence: float | None = None
    drawn: Draw | None = None
    wrong: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether it was accepted as it was."""
        return self.verdict is Verdict.ACCEPT


@dataclass(frozen=True, slots=True)
class Review:
    """What a file says: of relations, of merges (as `Decision`s, each with file and line)."""

    relations: tuple[Judged, ...] = ()
    merges: tuple[tuple[str, Decision], ...] = ()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The verdicts about merges, as decisions about who is the same."""
        return tuple(decision for _, decision in self.merges)


def read_review(path: Path) -> Review:
    """The verdicts of a file; ReviewError (file, line, value) where it is not valid."""
    relations: dict[str, Judged] = {}
    merges = []
    for where, row in rows_of(path):
        item = _allowed(Item, where, "item", row["item"])
        if not row["verdict"]:
            continue
        verdict = _allowed(Verdict, where, "verdict", row["verdict"].lower())
        if item is Item.MERGE:
            merges.append((where, _merge(where, verdict, row)))
            continue
        judged = _judged(where, verdict, row)
        before = relations.setdefault(judged.mention, judged)
        if (before.verdict, before.corrections) != (judged.verdict, judged.corrections):
            raise ReviewError(f"{where}: another verdict than at {before.where} on {row['id']!r}")
    return Review(tuple(relations.values()), tuple(merges))


def rows_of(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """File and line of each row, and its cells by column, `FIELDS` that it lacks blank.

    Columns are separated by commas, or by semicolons as some spreadsheets do. ReviewError where
    the file cannot be read or lacks a column that it needs.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            content = stream.read()
    except OSError as problem:
        raise ReviewError(f"{path}: {(problem.strerror or str(problem)).lower()}") from None
    except UnicodeDecodeError as problem:
        raise ReviewError(f"{path}: not UTF-8 (byte {problem.start})") from None
    first = content.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    try:
        told = (name.strip() for name in next(reader, []))
        header = [_AS_EXPORTED.get(name, name) for name in told]
        missing = [name for name in _NEEDED if name not in header]
        if missing:
            raise ReviewError(f"{path}:1: no column {missing[0]!r}; wanted: {', '.join(FIELDS)}")
        blank = dict.fromkeys((*FIELDS, *header), "") | {"item": Item.RELATION.value}
        line = reader.line_num + 1
        for cells in reader:
            values = (unguard_cell(cell.strip()) for cell in cells)
            if any(cells):
                yield f"{path}:{line}", blank | dict(zip(header, values, strict=False))
            line = reader.line_num + 1
    except csv.Error as problem:
        raise ReviewError(f"{path}:{reader.line_num}: {problem}") from None


def _allowed(kinds: type[_E], where: str, column: str, value: str) -> _E:
    try:
        return kinds(value)
    except ValueError:
        allowed = ", ".join(kinds)
        raise ReviewError(f"{where}: {column} {value!r} is unknown; allowed: {allowed}") from None


def _merge(where: str, verdict: Verdict, row: Mapping[str, str]) -> Decision:
    if verdict is Verdict.CORRECT:
        raise ReviewError(f"{where}: verdict 'correct' of a merge; allowed: accept, reject")
    for side in ("source", "target"):
        if not row[side]:
            raise ReviewError(f"{where}: {side} is blank; wanted: an actor of the merge")
    same = verdict is Verdict.ACCEPT
    return Decision(same, reference(row["source"]), reference(row["target"]))


def _judged(where: str, verdict: Verdict, row: Mapping[str, str]) -> Judged:
    corrections = {name: row[name] for name in CORRECTIONS if row[name]}
    if bool(corrections) != (verdict is Verdict.CORRECT):
        told = f"fill one of {', '.join(CORRECTIONS)}" if not corrections else "leave them blank"
        raise ReviewError(f"{where}: verdict {verdict.value!r} and corrections do not fit: {told}")
    for column, check in _CHECKS.items():
        if column in corrections:
            corrections[column] = check(where, column, corrections[column].lower())
    mention = _MENTION.fullmatch(row["id"])
    if mention is None:
        raise ReviewError(
            f"{where}: id {row['id']!r} is not one of a relation; wanted: mention/..."
        )
    return Judged(
        where,
        verdict,
        f"mention/{mention[1]}",
        row["source"],
        row["relation"],
        row["target"],
        row["status"],
        corrections,
        _allowed(PloverType, where, "type", row["type"]) if row["type"] else None,
        _confidence(where, row["confidence"]),
        _allowed(Draw, where, "drawn", row["drawn"]) if row["drawn"] else None,
    )


def _status(where: str, column: str, value: str) -> str:
    return _allowed(Status, where, column, value)


def _date(where: str, column: str, value: str) -> str:
    if value != NOTHING and date_window(value) is None:
        raise ReviewError(
            f"{where}: {column} {value!r} is no date; allowed: 2024, 2024-05, 2024-05-14, two of "
            f"them with / between, {NOTHING}"
        )
    return value


def _factual(where: str, column: str, value: str) -> str:
    if value not in {"true", "false"}:
        raise ReviewError(f"{where}: {column} {value!r} is unknown; allowed: true, false")
    return value


_CHECKS = {"correct_status": _status, "correct_date": _date, "correct_factual": _factual}


def _confidence(where: str, value: str) -> float | None:
    """Spreadsheets of some countries write a decimal comma."""
    if not value:
        return None
    try:
        found = float(value.replace(",", "."))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise ReviewError(f"{where}: confidence {value!r} is not a number from 0 to 1")
    return found


def looked_at(judged: Judged) -> Looked:
    """A row of the table, as far as it is counted."""
    return Looked(
        judged.relation,
        judged.type or "",
        judged.verdict,
        judged.confidence,
        judged.drawn,
        tuple(column.removeprefix("correct_") for column in judged.corrections),
    )
