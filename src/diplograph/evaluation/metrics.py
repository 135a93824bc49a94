"""The arithmetic that all scorers share: counts, precision, recall, F1, bootstrap intervals."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    """What is needed for precision and recall; counts of documents add up.

    `predicted_right` of `predicted` answers are right, `gold_found` of `gold` are found. Where
    answers and gold pair off one to one the two right counts are the same (`Counts.paired`).
    """

    predicted_right: int = 0
    predicted: int = 0
    gold_found: int = 0
    gold: int = 0

    @classmethod
    def paired(cls, right: int, predicted: int, gold: int) -> Counts:
        """Counts where each right answer stands for one gold item."""
        return cls(right, predicted, right, gold)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.predicted_right + other.predicted_right,
            self.predicted + other.predicted,
            self.gold_found + other.gold_found,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Share of the answers that are right; 0 where there are none."""
        return self.predicted_right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found; 0 where there is none."""
        return self.gold_found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def scores(self) -> dict[str, float]:
        """The three scores under the names that the JSON output uses."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


def add_up(counts: Sequence[Counts]) -> Counts:
    """The sum of counts (micro-average over documents)."""
    return sum(counts, Counts())


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def wilson_interval(right: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """The score interval (Wilson 1927) of a share `right` of `n`; by default at 95 %.

    (0, 1), which says nothing, of none.
    """
    if not n:
        return 0.0, 1.0
    share, square = right / n, z * z
    middle = share + square / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = ((middle + side * reach) / (1 + square / n) for side in (-1, 1))
    return max(0.0, low), min(1.0, high)


def bootstrap_interval(
    items: Sequence[T],
    statistic: Callable[[Sequence[T]], float],
    *,
    samples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> tuple[float, float]:
    """The percentile bootstrap interval (Efron 1979) of a statistic of documents.

    Draws `samples` times as many items as there are, with replacement, by a generator seeded with
    `seed`, and returns the bounds that leave (1 - level) / 2 of the values on either side; (0, 0)
    of nothing.
    """
    if not items:
        return 0.0, 0.0
    draw = random.Random(seed)
    values = sorted(statistic(draw.choices(items, k=len(items))) for _ in range(samples))
    tail = (1 - level) / 2
    last = len(values) - 1
    return values[round(tail * last)], values[round((1 - tail) * last)]
