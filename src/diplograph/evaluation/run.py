"""The evaluation of relations over files; the other three run from their own modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from diplograph.evaluation.gold import read_gold_texts
from diplograph.evaluation.relations import details, score_text, summary
from diplograph.records import Document, Reading

Extractor = Callable[[Document], Reading]


def evaluate_relations(
    paths: Iterable[str | Path], extractor: Extractor, *, with_details: bool = False
) -> dict[str, object]:
    """The scores (0 to 1) of an extractor on `NAME.txt` + `NAME.json` files or folders of them.

    Returns `n_gold_sure`, `n_predicted`, `precision`, `recall`, `f1`, and the last three again
    under `with_status` and `strict`; `with_details` adds `precision_interval`,
    `recall_interval`, `f1_interval`, `status_of_matches` (how many of the right ones have the right
    status), `per_type`, `calibration_error`, `reliability`, `false_positives` and `misses`. Raises
    GoldError for files that are not such gold.
    """
    scores = [
        score_text(gold, extractor(gold.document).relations) for gold in read_gold_texts(paths)
    ]
    return {**summary(scores), **(details(scores) if with_details else {})}
