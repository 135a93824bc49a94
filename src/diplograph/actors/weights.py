"""What speaks for a meaning of a short form, as numbers: a log-linear model.

Each candidate, and "nothing that was named", is a row of features. The sum of their weights for a
kind of short form (`he`, `it`, `they`; `several parties` for "both sides", `several persons` for
"the two leaders"; `the state`, `the organisation`, `the person`, `the holder` for "the country",
"the bloc", "the nurse", "the minister") says how likely it is against the others. The weights are
data (`ontology/coreference/weights.tsv`), learnt from gold groups.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from diplograph.errors import LexiconError
from diplograph.resources import ontology_path

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Best:
    """The likeliest candidate by its index (None: nothing named), and its probability."""

    index: int | None
    probability: float


def likeliest(kind: str, rows: Sequence[Features], nothing: Features) -> Best:
    """The likeliest of some candidates' rows against that of nothing."""
    weights = load_weights()
    scores = [_score(weights, kind, row) for row in (*rows, nothing)]
    top = max(scores)
    total = sum(math.exp(score - top) for score in scores)
    best = max(range(len(rows)), key=lambda k: scores[k], default=None)
    if best is None or scores[best] < scores[-1]:
        return Best(None, math.exp(scores[-1] - top) / total)
    return Best(best, math.exp(scores[best] - top) / total)


def _score(weights: dict[tuple[str, str], float], kind: str, row: Features) -> float:
    return sum(weights.get((kind, name), 0.0) * value for name, value in row.items())


@lru_cache(maxsize=1)
def load_weights() -> dict[tuple[str, str], float]:
    """The weight of each (kind, feature).

    Raises:
        LexiconError: a line of the file is not a kind, a feature and a number.
    """
    path = ontology_path() / "coreference" / "weights.tsv"
    found: dict[tuple[str, str], float] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#") or line == "kind\tfeature\tweight":
            continue
        cells = line.split("\t")
        try:
            kind, name, weight = cells
            found[kind, name] = float(weight)
        except ValueError as error:
            raise LexiconError(
                f"{path}:{number}: {line!r} is not allowed; allowed: kind, feature, weight"
            ) from error
    return found
