"""How sure a relation is: a calibrated scale over what is known of it.

A frame knows how certain its actors are; that alone says little of whether the relation is right.
The scale also weighs status, distances and the kind of actors. Its weights are fitted on annotated
documents (training/scripts/calibrate.py), so that of the relations near 0.8 about 80 % are right.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from diplograph.errors import PipelineError
from diplograph.records import ActorMention, Relation

Features = Mapping[str, float]
"""What a judgement goes by; a feature that is not named is 0."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A logistic scale: the weight of each feature, what is added to all, the least that counts."""

    bias: float
    weights: Mapping[str, float]
    least: float

    def of(self, features: Features) -> float:
        """The probability that what has these features is right."""
        total = self.bias + sum(self.weights.get(name, 0.0) * x for name, x in features.items())
        return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=2)
def load_scale(path: Path) -> Scale:
    """The scale of a JSON file; raises PipelineError where it is not of the form."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Scale(float(data["bias"]), dict(data["weights"]), float(data["least"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PipelineError(f"{path} is no scale of confidence: {error}") from error


def weigh(relations: Sequence[Relation], scale: Scale) -> Iterator[tuple[Relation, bool]]:
    """All relations of a document with their confidence, and whether that is enough to be kept."""
    together = Counter(relation.sentence.start for relation in relations)
    for relation in relations:
        confidence = scale.of(features_of(relation, together[relation.sentence.start]))
        yield replace(relation, confidence=round(confidence, 2)), confidence >= scale.least


def features_of(relation: Relation, together: int) -> Features:
    """What is known of a relation that a frame found; `together`: relations of its sentence."""
    certainty = min(max(relation.confidence, 0.05), 0.95)
    source, target = relation.source.actor, relation.target.actor
    features = {
        "certainty": math.log(certainty / (1 - certainty)),
        "together": math.log(together),
        "same state": float(source.state is not None and source.state == target.state),
        "implied": float(relation.target.start == relation.trigger.start),
        "claimed": float(not relation.factual),
        relation.status.value: 1.0,
        relation.rule.partition(":")[0]: 1.0,
    }
    for side, mention in (("source", relation.source), ("target", relation.target)):
        features |= _side(relation, side, mention)
    return features


def _side(relation: Relation, side: str, mention: ActorMention) -> dict[str, float]:
    return {
        f"{side} far": math.log1p(abs(mention.start - relation.trigger.start)),
        f"{side} without state": float(mention.actor.state is None),
        f"{side} {mention.actor.kind.value}": 1.0,
    }
