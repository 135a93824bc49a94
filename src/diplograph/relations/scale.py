"""The scale of confidence: what is known of a relation, as the probability that it is right."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from diplograph.errors import PipelineError

Features = Mapping[str, float]
"""What a judgement goes by; a feature that is not named is 0."""
_SCALES = ("found", "proposed")


@dataclass(frozen=True, slots=True)
class Scale:
    """A logistic scale: the weight of each feature, and what is added to all."""

    bias: float
    weights: Mapping[str, float]

    def of(self, features: Features) -> float:
        """The probability that what has these features is right."""
        total = self.bias + sum(self.weights.get(name, 0.0) * x for name, x in features.items())
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scales for what frames found and for proposals, and the least that either must reach.

    `lexicon_bonus`: what the lexicon's answer adds to the logarithm of a type's probability where
    a pair is given.
    """

    found: Scale
    proposed: Scale
    least_found: float
    least_proposed: float
    lexicon_bonus: float


@lru_cache(maxsize=2)
def load_calibration(path: Path) -> Calibration:
    """The calibration of a JSON file; raises PipelineError where it is not of the form."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found, proposed = (Scale(data[name]["bias"], data[name]["weights"]) for name in _SCALES)
        least = (data["least_found"], data["least_proposed"])
        return Calibration(found, proposed, *least, data["lexicon_bonus"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PipelineError(f"{path} is no calibration: {error}") from error
