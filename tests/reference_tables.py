"""Tables of texts with marked words and what they mean: read, and compared with a reading.

Marks: `[she]` asks who is meant, `{word}` whose words these are. Answers stand in the order of the
marks, separated by ` ; `: ids of actors joined by `+`, `|` between answers that are equally right,
`none` for nobody. ` ¶ ` stands for an empty line. `split` says whether a row was looked at while
the rules were written (`dev`) or kept aside until they were done (`held`). A last column names
the cause of a known failure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from diplograph.actors.index import Resolved
from diplograph.relations.fillers import Reader, attributed_mention

TABLES = Path(__file__).parent / "tables"
_MARK = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked word: characters `start` to `end` of the text, the answers allowed for it."""

    start: int
    end: int
    asks_speaker: bool
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A text with its marks."""

    split: str
    group: str
    text: str
    marks: tuple[Mark, ...]
    cause: str


def rows_of(name: str) -> list[list[str]]:
    """The cells of a table under `tables/`, without its heading; short rows are filled up."""
    heading, *lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    width = heading.count("\t") + 2
    return [(line.split("\t") + [""] * width)[:width] for line in lines]


def read_rows(name: str) -> list[Row]:
    """The rows of a table with marks."""
    rows = []
    for split, group, marked, expected, cause in rows_of(name):
        text, marks = _unmark(marked.replace(" ¶ ", "\n\n"), expected.split(" ; "))
        rows.append(Row(split, group, text, tuple(marks), cause))
    return rows


def _unmark(marked: str, expected: list[str]) -> tuple[str, list[Mark]]:
    text, marks, last = "", [], 0
    found = list(_MARK.finditer(marked))
    assert len(found) == len(expected), f"{len(found)} marks, {len(expected)} answers: {marked}"
    for match, answer in zip(found, expected, strict=True):
        text += marked[last : match.start()]
        word = match[1] or match[2]
        allowed = tuple(answer.split("|"))
        marks.append(Mark(len(text), len(text) + len(word), bool(match[2]), allowed))
        text += word
        last = match.end()
    return text + marked[last:], marks


def wrong_answers(row: Row, doc: Doc, reader: Reader) -> Iterator[str]:
    """What a reading says wrongly about a row's marks, in words."""
    for mark in row.marks:
        span = doc.char_span(mark.start, mark.end)
        assert span is not None, f"the marks cut a token: {row.text}"
        mention: Resolved | None
        if mark.asks_speaker:
            mention = attributed_mention(reader, span.root.i)
        else:
            mention = reader.index.at(span.root.i) or reader.index.at(span.end - 1)
        found = "+".join(a.id for a in mention.actors) if mention and mention.actors else "none"
        if not any(sorted(found.split("+")) == sorted(a.split("+")) for a in mark.allowed):
            asked = "speaker of " if mark.asks_speaker else ""
            yield f"{asked}{span.text} (at {mark.start}): {found}, not {'|'.join(mark.allowed)}"
