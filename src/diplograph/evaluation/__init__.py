"""Scores of the pipeline on gold data: what `diplograph evaluate` prints.

Each function takes paths and the part of diplograph that it scores, and returns what `--json`
prints; all raise `GoldError` for files of another form (`ReviewError` for a review's).
"""

from __future__ import annotations

from diplograph.evaluation.actors import evaluate_actors
from diplograph.evaluation.coreference import evaluate_coreference
from diplograph.evaluation.entities import evaluate_entities
from diplograph.evaluation.marked import evaluate_reports
from diplograph.evaluation.pairs import PairItem, evaluate_pairs
from diplograph.evaluation.review import evaluate_review
from diplograph.evaluation.run import evaluate_relations
from diplograph.evaluation.syntax import evaluate_syntax

__all__ = [
    "PairItem",
    "evaluate_actors",
    "evaluate_coreference",
    "evaluate_entities",
    "evaluate_pairs",
    "evaluate_relations",
    "evaluate_reports",
    "evaluate_review",
    "evaluate_syntax",
]
