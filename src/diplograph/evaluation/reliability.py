"""Whether confidences mean what they say: reliability table and expected calibration error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies in [low, high): how sure they say, how many are right."""

    low: float
    high: float
    n: int
    said: float
    right: float


def reliability(answers: Iterable[tuple[float, bool]], bins: int = 10) -> tuple[Bin, ...]:
    """Answers (confidence from 0 to 1, whether right) in bins of equal width; empty ones left out.

    The last bin includes 1.
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        groups.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    return tuple(
        Bin(
            place / bins,
            (place + 1) / bins,
            len(group),
            sum(confidence for confidence, _ in group) / len(group),
            sum(right for _, right in group) / len(group),
        )
        for place, group in sorted(groups.items())
    )


def calibration_error(table: Iterable[Bin]) -> float:
    """Expected calibration error (Naeini, Cooper, Hauskrecht 2015): the mean gap, by answers."""
    table = tuple(table)
    total = sum(row.n for row in table)
    return sum(row.n * abs(row.said - row.right) for row in table) / total if total else 0.0
