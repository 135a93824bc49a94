"""Scores relations by a user's verdicts: of those looked at, how many were read right.

Right is what was accepted; what had to be corrected counts as wrong. Rows that were drawn by
chance, or all of them, estimate how good the graph is; those drawn for being unsure are worse.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from diplograph.evaluation.metrics import mean, wilson_interval
from diplograph.evaluation.reliability import reliability
from diplograph.rdf.decisions import Decision
from diplograph.rdf.verdicts import Draw, Looked, Verdict, looked_at, read_review

_FAIR = frozenset({Draw.SAMPLE, Draw.ALL})


def evaluate_review(paths: Iterable[Path]) -> dict[str, Any]:
    """Scores of review files together; ReviewError where one is not valid."""
    reviews = [read_review(path) for path in paths]
    looked = [looked_at(judged) for review in reviews for judged in review.relations]
    return score_review(looked, [d for review in reviews for d in review.decisions])


def score_review(looked: Sequence[Looked], merges: Sequence[Decision] = ()) -> dict[str, Any]:
    """Counts, precision with its 95 % interval, by type and relation, and against confidence.

    `graph` is the same for what was drawn by chance or all: what they say of the whole graph.
    """
    verdicts = Counter(one.verdict for one in looked)
    fair = [one for one in looked if one.drawn in _FAIR]
    sure = [(one.confidence, one.right) for one in looked if one.confidence is not None]
    return {
        **_share(looked),
        "accepted": verdicts[Verdict.ACCEPT],
        "corrected": verdicts[Verdict.CORRECT],
        "rejected": verdicts[Verdict.REJECT],
        "wrong_parts": dict(sorted(Counter(part for one in looked for part in one.wrong).items())),
        "graph": _share(fair),
        "per_type": _by(looked, "type"),
        "per_relation": _by(looked, "relation"),
        "mean_confidence": mean([confidence for confidence, _ in sure]),
        "by_confidence": {
            f"{b.low:.1f}-{b.high:.1f}": {"n": b.n, "confidence": b.said, "precision": b.right}
            for b in reliability(sure)
        },
        "merges": _counted(sum(decision.same for decision in merges), len(merges)),
    }


def _share(looked: Sequence[Looked]) -> dict[str, Any]:
    return _counted(sum(one.right for one in looked), len(looked))


def _counted(right: int, n: int) -> dict[str, Any]:
    low, high = wilson_interval(right, n)
    return {"n": n, "right": right, "precision": right / n if n else 0.0, "low": low, "high": high}


def _by(looked: Sequence[Looked], field: str) -> dict[str, dict[str, Any]]:
    """The most frequent first."""
    groups: dict[str, list[Looked]] = defaultdict(list)
    for one in looked:
        groups[getattr(one, field)].append(one)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: _share(group) for name, group in ordered}
