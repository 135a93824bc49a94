"""A user's decisions about who is the same: a table that the next build honours.

CSV with the header `decision,one,other`: `same` or `different`, and twice an actor by name or id
(the last part of its IRI). ` @ ` and a document behind it (its path, title or id) means the actor
of that document alone: `different,Ahmed Ali @ news/a.txt,Ahmed Ali @ news/b.txt`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from diplograph.errors import DecisionsError
from diplograph.names import slug

_HEADER = ["decision", "one", "other"]


@dataclass(frozen=True, slots=True)
class Reference:
    """An actor as a user names it; `document` is blank for all documents."""

    actor: str
    document: str

    def means(self, names: Iterable[str], documents: Iterable[str]) -> bool:
        """Whether an actor with these names or ids in these documents is meant."""
        if self.document and self.document not in documents:
            return False
        wanted = slug(self.actor)
        return any(wanted == slug(name) for name in names)


@dataclass(frozen=True, slots=True)
class Decision:
    """That two actors are the same, or are not."""

    same: bool
    one: Reference
    other: Reference


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file; DecisionsError (file, line, value) if it is not valid."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as problem:
        raise DecisionsError(f"{path}: {(problem.strerror or str(problem)).lower()}") from None
    except UnicodeDecodeError as problem:
        raise DecisionsError(f"{path}: not UTF-8 (byte {problem.start})") from None
    reader = csv.reader(lines)
    header = next(reader, [])
    if [cell.strip() for cell in header] != _HEADER:
        raise DecisionsError(f"{path}:1: header {','.join(header)!r}; allowed: {','.join(_HEADER)}")
    rows = ((f"{path}:{reader.line_num}", [cell.strip() for cell in row]) for row in reader)
    return tuple(_decision(where, row) for where, row in rows if any(row))


def _decision(where: str, row: list[str]) -> Decision:
    if len(row) != len(_HEADER) or not all(row):
        raise DecisionsError(f"{where}: {','.join(row)!r}; wanted: decision, one actor, another")
    if row[0] not in {"same", "different"}:
        raise DecisionsError(f"{where}: decision {row[0]!r} is unknown; allowed: same, different")
    return Decision(row[0] == "same", reference(row[1]), reference(row[2]))


def reference(text: str) -> Reference:
    """The actor that `name or id`, or `name or id @ document`, means."""
    actor, _, document = text.partition(" @ ")
    return Reference(actor.strip(), document.strip())
