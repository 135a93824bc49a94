"""The rows of the lexicon's tables: read, checked, and complained about by file, line and value."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diplograph.errors import LexiconError

Slot = tuple[str, ...]
"""A path in the syntax."""


def names(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


CLAUSES = ("comp", "xcomp", "ccomp")
PREPOSITIONS = names("""
    about across after against ahead_of along alongside amid among around as at before behind
    between beyond by concerning despite during for from in inside into near of off on onto out
    out_of outside over past regarding round through throughout to toward towards under until up
    upon via with within without""")
STEPS = (*names("subj obj iobj poss mod owner state speaker counterpart"), *CLAUSES, *PREPOSITIONS)
_TARGET_PATHS = names("""
    obj iobj with against on to from obj.owner obj.against obj.with obj.on obj.to obj.from for""")
_WORD = r"['’]?[^\W\d_A-Z][\w’'-]*"
_WORDS = re.compile(rf"{_WORD}(\|{_WORD})*")
_PARTICLE = re.compile(rf"({_WORD}|@[a-z_]+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table with its place, so that every complaint can name it."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def fail(self, column: str, value: str, allowed: str) -> LexiconError:
        """The complaint about a cell, to be raised."""
        where = f"{self.path}:{self.line}"
        return LexiconError(f"{where}: {column} {value!r} is not allowed; allowed: {allowed}")

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """A cell that must be one of some words."""
        value = self.cells[column]
        if value not in allowed:
            raise self.fail(column, value, ", ".join(word or "nothing" for word in allowed))
        return value

    def words(self, column: str) -> tuple[str, ...]:
        """A cell of lower-case words, separated by `|`."""
        written = self.cells[column]
        if written and not _WORDS.fullmatch(written):
            raise self.fail(column, written, "lower-case words, separated by |")
        return tuple(written.split("|")) if written else ()

    def slots(self, column: str) -> tuple[Slot, ...]:
        """A cell of paths in the syntax, separated by commas."""
        try:
            return _slots(self.cells[column])
        except ValueError as error:
            allowed = f"comp.target, paths of {', '.join(STEPS)}"
            raise self.fail(column, str(error), allowed) from error


@cache
def _slots(written: str) -> tuple[Slot, ...]:
    """Parse a comma-separated list of paths; ValueError names the path that is not one."""
    found: dict[Slot, None] = {}
    for part in written.split(","):
        path = tuple(part.strip().split("."))
        if path[0] in CLAUSES and path[1:] == ("target",):
            found |= dict.fromkeys((path[0], *place.split(".")) for place in _TARGET_PATHS)
        elif path[0] in {"owner", "state"} or not set(path).issubset(STEPS):
            raise ValueError(part)
        else:
            found[path] = None
    return tuple(found)


def rows_of(path: Path, columns: tuple[str, ...], key: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a table without comments; header, width and repeated keys are checked."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    told = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    if not told or tuple(told[0][1].split("\t")) != columns:
        place, found = told[0] if told else (1, "")
        raise Row(path, place, {}).fail("header", found, "\t".join(columns).expandtabs(1))
    seen: dict[tuple[str, ...], int] = {}
    for number, line in told[1:]:
        cells = [cell.strip() for cell in line.split("\t")]
        row = Row(path, number, dict(zip(columns, cells, strict=False)))
        if len(cells) != len(columns):
            raise row.fail("number of cells", str(len(cells)), str(len(columns)))
        for lemma in row.words("lemma") or ("",):
            identity = (lemma, *(row.cells[column] for column in key))
            if identity in seen:
                raise row.fail("lemma", lemma, f"rows that differ from line {seen[identity]}")
            seen[identity] = number
        if not _PARTICLE.fullmatch(row.cells["particle"]):
            allowed = "one lower-case word, @ and a word class, or nothing"
            raise row.fail("particle", row.cells["particle"], allowed)
        if empty := [column for column in ("lemma", "example") if not row.cells[column]]:
            raise row.fail(empty[0], "", "text")
        yield row
