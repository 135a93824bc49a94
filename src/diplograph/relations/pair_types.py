"""The type of a given pair from the classifier and from frames and syntax together."""

from __future__ import annotations

import math

from diplograph.model.pairs import TYPES, PairScores
from diplograph.records import PloverType

LEXICON_BONUS = 1.0
"""What the lexicon's answer adds to the logarithm of a type's probability; chosen on the other
folds of the cross-validation (training/scripts/pair_report.py)."""
_YIELDING = frozenset({PloverType.CONCEDE, PloverType.RETREAT})
_LEAST = 1e-4  # keeps logarithms finite


def type_of_pair(
    scores: PairScores, told: PloverType | None, bonus: float = LEXICON_BONUS
) -> PloverType:
    """The type in PLOVER's own coding; `told`: what frames and syntax say, None for nothing.

    The classifier knows CONCEDE and RETREAT as one (the PLV data code them so); which of both it is
    the lexicon says, else RETREAT.
    """
    name = "YIELD" if told in _YIELDING else told
    shares = dict(zip(TYPES, scores.types.tolist(), strict=True))
    best = max(TYPES, key=lambda t: math.log(shares[t] + _LEAST) + bonus * (t == name))
    if best == "YIELD":
        return told if told in _YIELDING else PloverType.RETREAT
    return PloverType(best)
