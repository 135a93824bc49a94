"""Readings recorded once and played again and again, as of other documents of other days.

Reading is what takes long: with it played from a recording, a hundred thousand documents go
through everything else of a build in minutes. Each round has texts, days and ids of its own.
"""

from __future__ import annotations

import datetime as dt
import pickle
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from diplograph.reading import Outcome, read_documents
from diplograph.records import Document, Reading, Relation

_STEP = 9
"""Days by which a round lies after the one before, so that its events are others."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def record(documents: Iterator[Document], path: Path) -> None:
    """Read documents with the embedded pipeline into a file."""
    from diplograph.language.pipeline import load_pipeline

    readings = list(read_documents(documents, load_pipeline(None, None, None)))
    path.write_bytes(pickle.dumps(readings))


def load_recording(path: Path) -> list[Reading]:
    """What `record` wrote."""
    readings: list[Reading] = pickle.loads(path.read_bytes())
    return readings


def played_documents(recording: Sequence[Reading], count: int) -> Iterator[Document]:
    """`count` documents, whose readings `play` knows."""
    for number in range(count):
        turn, place = divmod(number, len(recording))
        yield _document(recording[place].document, turn, place)


def play(recording: Sequence[Reading], batch: Sequence[Document]) -> list[Outcome]:
    """The readings of a batch of `played_documents`."""
    return [_played(recording, document) for document in batch]


def _document(document: Document, turn: int, place: int) -> Document:
    text = f"{document.text} ({turn})"
    return replace(
        document,
        text=text,
        path=f"played/{turn}/{place}.txt",
        published=_later(document.published or "2020-01-01", turn),
    )


def _played(recording: Sequence[Reading], document: Document) -> Reading:
    _, turn, name = document.path.split("/")
    reading = recording[int(name.removesuffix(".txt"))]
    relations = tuple(_relation(relation, document, int(turn)) for relation in reading.relations)
    return replace(reading, document=document, relations=relations)


def _relation(relation: Relation, document: Document, turn: int) -> Relation:
    date = relation.date
    if date is not None:
        date = replace(date, value=_later(date.value, turn))
    return replace(relation, document=document.id, date=date)


def _later(value: str, turn: int) -> str:
    def moved(day: re.Match[str]) -> str:
        return (dt.date.fromisoformat(day[0]) + dt.timedelta(_STEP * turn)).isoformat()

    return _DAY.sub(moved, value)
