"""Scores of the cross-validated pair classifier on PLV, alone and with the lexicon's answers.

The weight of the lexicon's answer is chosen for each fold on the other folds. Writes
`pair_scores.json`: macro-F1 over the fifteen types with a bootstrap interval over pairs, accuracy,
quad classes, a row for each type.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from diplograph.evaluation.metrics import bootstrap_interval
from diplograph.evaluation.pairs import PairItem, as_plv, read_pairs, score_pairs
from diplograph.language.pipeline import load_pipeline
from diplograph.model.pairs import TYPES
from diplograph.records import PloverType
from diplograph.scoring import frame_predictor

BONUSES = tuple(np.arange(0, 4.1, 0.25))
Answers = list[PloverType | None]


def plover(name: str) -> PloverType:
    """A class of PLV as a PLOVER type."""
    return PloverType.RETREAT if name == "YIELD" else PloverType(name)


def best(shares: np.ndarray, told: np.ndarray, bonus: float) -> Answers:
    """The likeliest types, with a bonus for what the lexicon says."""
    scores = np.log(shares + 1e-4) + bonus * told
    return [plover(TYPES[i]) for i in scores.argmax(1)]


def combined(
    items: list[PairItem], shares: np.ndarray, told: np.ndarray, folds: np.ndarray
) -> tuple[Answers, list[float]]:
    """Answers with the bonus that is best on the other folds, and those bonuses."""
    answers: Answers = [None] * len(items)
    bonuses = []
    for fold in sorted(set(folds)):
        others = np.flatnonzero(folds != fold)
        rest = [items[i] for i in others]

        def on_others(bonus: float, rest: Any = rest, others: Any = others) -> float:
            found = best(shares[others], told[others], bonus)
            return float(str(score_pairs(rest, found)["macro_f1"]))

        bonuses.append(float(max(BONUSES, key=on_others)))
        inside = np.flatnonzero(folds == fold)
        found = best(shares[inside], told[inside], bonuses[-1])
        for i, answer in zip(inside, found, strict=True):
            answers[i] = answer
    return answers, bonuses


def scores(items: list[PairItem], answers: Answers) -> dict[str, Any]:
    """As `evaluate pairs`, with an interval."""
    rows = list(zip(items, answers, strict=True))

    def macro(drawn: Any) -> float:
        found = score_pairs([row[0] for row in drawn], [row[1] for row in drawn])
        return float(str(found["macro_f1"]))

    return {**score_pairs(items, answers), "macro_f1_interval": bootstrap_interval(rows, macro)}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, help="PLV's train.tsv")
    parser.add_argument("folds", type=Path, nargs="+", help="JSON lines of train_pairs.py --folds")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    items = read_pairs(arguments.pairs)
    lines = [
        line for path in arguments.folds for line in path.read_text(encoding="utf-8").splitlines()
    ]
    records = {record["index"]: record for record in map(json.loads, lines)}
    items = [item for i, item in enumerate(items) if i in records]  # of the folds that there are
    records = dict(enumerate(records[i] for i in sorted(records)))
    shares = np.array([records[i]["p"] for i in range(len(items))])
    folds = np.array([records[i]["fold"] for i in range(len(items))])
    frames = [as_plv(answer) for answer in frame_predictor(load_pipeline())(items)]
    told = np.array([[name == answer for name in TYPES] for answer in frames], dtype=float)
    answers, bonuses = combined(items, shares, told, folds)
    result = {
        "frames": scores(items, [plover(a) if a else None for a in frames]),
        "classifier": scores(items, best(shares, told, 0.0)),
        "combined": scores(items, answers),
        "bonuses": bonuses,
    }
    for name in ("frames", "classifier", "combined"):
        row: Any = result[name]
        low, high = row["macro_f1_interval"]
        print(
            f"{name}: macro-F1 {row['macro_f1']:.3f} ({low:.3f} to {high:.3f}), "
            f"accuracy {row['accuracy']:.3f}, quad {row['quad_macro_f1']:.3f}"
        )
    print("bonuses", bonuses)
    if arguments.out:
        arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
