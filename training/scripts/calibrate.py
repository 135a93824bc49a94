"""Fit the scale of confidence on annotated documents.

Relations that match the gold are right. Prints a reliability table from fits on other documents,
and writes weights fitted on all of them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from diplograph.components import RelationReader
from diplograph.evaluation.gold import GoldText, read_gold_texts
from diplograph.evaluation.relations import matches
from diplograph.evaluation.reliability import calibration_error, reliability
from diplograph.language.pipeline import load_pipeline
from diplograph.reading import annotate
from diplograph.relations.confidence import features_of
from diplograph.relations.extract import extract_relations
from diplograph.relations.fillers import Reader
from pair_data import fold_of
from pair_examples import development

STRENGTH = 0.1  # inverse of the penalty on weights
GROUPS = 10  # of documents: the scale is tried on each, fitted on the others


@dataclass(frozen=True, slots=True)
class Case:
    """A relation to judge: what it goes by, whether it is right, the group of its document."""

    features: Mapping[str, float]
    right: bool
    group: int


def cases(gold: GoldText, reader: Reader) -> Iterator[Case]:
    """The relations of a document."""
    group = fold_of(Path(gold.document.path or "").stem, GROUPS)
    relations = extract_relations(reader, gold.document)
    together = Counter(relation.sentence.start for relation in relations)
    for relation in relations:
        features = features_of(relation, together[relation.sentence.start])
        yield Case(features, any(matches(relation, wanted) for wanted in gold.relations), group)


def fit(found: Sequence[Case]) -> tuple[DictVectorizer, LogisticRegression]:
    """A logistic scale."""
    names = DictVectorizer(sparse=False)
    inputs = names.fit_transform([case.features for case in found])
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    return names, model.fit(inputs, [case.right for case in found])


def unseen(found: Sequence[Case]) -> np.ndarray:
    """Probabilities of being right, each by a scale fitted on the documents of other groups."""
    groups = np.array([case.group for case in found])
    answers = np.zeros(len(found))
    for group in sorted(set(groups)):
        names, model = fit([c for c in found if c.group != group])
        inside = np.flatnonzero(groups == group).tolist()
        chosen = names.transform([found[i].features for i in inside])
        answers[inside] = model.predict_proba(chosen)[:, 1]
    return answers


def report(probabilities: np.ndarray, found: Sequence[Case]) -> None:
    """Print how reliable the probabilities are, and what each threshold would keep."""
    answers = zip(probabilities.tolist(), (case.right for case in found), strict=True)
    table = reliability(answers)
    print(f"{len(found)} relations, expected calibration error {calibration_error(table):.3f}")
    for row in table:
        print(f"  from {row.low:.1f}: {row.n:4d}, said {row.said:.2f}, right {row.right:.2f}")
    hits = np.array([case.right for case in found])
    for least in np.arange(0.5, 0.95, 0.05):
        kept = probabilities >= least
        if kept.any():
            print(f"  at least {least:.2f}: {kept.sum():4d}, {hits[kept].mean():.2f} of them right")


def exported(found: Sequence[Case], least: float) -> dict[str, Any]:
    """The scale fitted on everything, as `load_scale` reads it."""
    names, model = fit(found)
    weights = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    return {
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {name: round(float(w), 4) for name, w in weights},
        "least": least,
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="confidence.json")
    parser.add_argument("gold", type=Path, nargs="*", help="NAME.json beside NAME.txt, or folders")
    parser.add_argument("--split", type=Path, help="split.json: its dev part is taken too")
    parser.add_argument("--least", type=float, default=0.5)
    arguments = parser.parse_args()
    nlp = load_pipeline()
    component = nlp.get_pipe("diplograph_relations")
    assert isinstance(component, RelationReader)
    found: list[Case] = []
    for gold in read_gold_texts(development(arguments.gold, arguments.split)):
        found += cases(gold, component.reader(annotate(gold.document, nlp)))
    report(unseen(found), found)
    text = json.dumps(exported(found, arguments.least), indent=1)
    arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
