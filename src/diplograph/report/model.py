"""What a summary shows, plain and frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopActor:
    """An actor and in how many relations it acts, is acted on, or takes part."""

    label: str
    kind: str
    source: int
    target: int
    both: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.source + self.target + self.both


@dataclass(frozen=True, slots=True)
class Cell:
    """Relations from one state to another: how many, and their mean PLOVER score."""

    count: int
    score: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """States by the number of their relations with each other, and a cell for each pair."""

    states: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of time with the relations dated in it."""

    label: str
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A relation to look at, with a sentence that tells it."""

    who: str
    relation: str
    whom: str
    confidence: float
    sentence: str
    document: str


@dataclass(frozen=True, slots=True)
class Summary:
    """All that the summary shows but what was refused."""

    documents: int
    events: int
    meta: Mapping[str, str]
    statuses: Mapping[str, int]
    types: Mapping[str, int]
    kinds: Mapping[str, int]
    top: Sequence[TopActor]
    matrix: Matrix
    bins: Sequence[Bin]
    extent: Mapping[str, str]
    publishers: Mapping[str, int]
    doubtful: Sequence[Doubtful]
