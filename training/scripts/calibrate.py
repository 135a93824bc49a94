"""Fit the scales of confidence on annotated documents, with classifiers that have not seen them.

`folds`: what `train_pairs.py --folds` left (OUT.0.pt, ...); each document is judged by the model
of its fold, and left out where that is missing. Relations of frames and proposals that match the
gold are right. Prints a reliability table from leave-one-fold-out fits, and writes weights fitted
on all of it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.language import Language
from spacy.tokens import Span

from diplograph.components import RelationReader
from diplograph.evaluation.gold import GoldText, read_gold_texts
from diplograph.evaluation.relations import matches, same_evidence
from diplograph.evaluation.reliability import calibration_error, reliability
from diplograph.language.pipeline import load_pipeline
from diplograph.model.pairs import PairScores, Spans
from diplograph.model.pieces import PieceTable
from diplograph.reading import annotate
from diplograph.records import Relation
from diplograph.relations.extract import extract_relations, relations_of
from diplograph.relations.fillers import Reader
from diplograph.relations.judging import (
    Classify,
    Judged,
    found_features,
    judge_sentences,
    pair_key,
    proposed_features,
    start_of,
)
from export_pairs import load_model
from pair_data import Pair, fold_of, rows
from pair_examples import development
from pair_model import PairModel
from train_encoder import tokenizer_only
from train_pairs import predict

STRENGTH = 0.3  # inverse of the penalty on weights


@dataclass(frozen=True, slots=True)
class Case:
    """Something to judge: what it goes by, whether it is right, the fold of its document."""

    features: Mapping[str, float]
    right: bool
    fold: int
    pair: tuple[str, frozenset[str], int]


def classify(
    model: PairModel,
    nlp: Language,
    table: PieceTable,
    text: Span,
    pairs: Sequence[tuple[Spans, Spans]],
) -> list[PairScores]:
    """As `PairClassifier.read`, by a model in PyTorch."""
    shift = text.start_char

    def inside(spans: Spans) -> Spans:
        return tuple((a - shift, b - shift) for a, b in spans)

    asked = [Pair(text.text, inside(a), inside(b), (), False, "") for a, b in pairs]
    types, _, related = predict(model, rows(asked, nlp, table))
    return [PairScores(float(one), row, row) for one, row in zip(related, types, strict=True)]


def cases(
    gold: GoldText, reader: Reader, ask: Classify, fold: int
) -> tuple[list[Case], list[Case]]:
    """What frames found in a document, and what the classifier would add."""
    relations = extract_relations(reader, gold.document)
    sentences = list(judge_sentences(reader, relations, ask))
    scores = {(start_of(j.sentence), *k): v for j in sentences for k, v in j.scores.items()}
    found = [
        Case(found_features(r, scores.get(pair_key(r))), right(gold, r), fold, key(gold, r))
        for r in relations
    ]
    proposed = [case for j in sentences for case in proposed_cases(gold, reader, j, fold)]
    return found, proposed


def key(gold: GoldText, relation: Relation) -> tuple[str, frozenset[str], int]:
    """One sentence and pair."""
    ends = frozenset((relation.source.actor.id, relation.target.actor.id))
    return gold.document.path, ends, relation.sentence.start


def right(gold: GoldText, relation: Relation) -> bool:
    """As the evaluation has it."""
    return any(matches(relation, wanted) for wanted in gold.relations)


def proposed_cases(gold: GoldText, reader: Reader, judged: Judged, fold: int) -> Iterator[Case]:
    """The proposals of a sentence; right ones have their evidence there."""
    for proposal, name in judged.proposed:
        ends = (proposal.source.id, proposal.target.id)
        features = proposed_features(proposal, judged.scores[ends], name)
        for relation in relations_of(reader, gold.document, proposal.candidate):
            hit = any(
                matches(relation, wanted) and same_evidence(gold, relation, wanted)
                for wanted in gold.relations
            )
            yield Case(features, hit, fold, key(gold, relation))


def fit(found: Sequence[Case]) -> tuple[DictVectorizer, LogisticRegression]:
    """A logistic scale."""
    names = DictVectorizer(sparse=False)
    inputs = names.fit_transform([case.features for case in found])
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    return names, model.fit(inputs, [case.right for case in found])


def unseen(found: Sequence[Case]) -> np.ndarray:
    """Probabilities of being right, each by a scale fitted on the other folds."""
    folds = np.array([case.fold for case in found])
    answers = np.zeros(len(found))
    for fold in sorted(set(folds)):
        names, model = fit([c for c in found if c.fold != fold])
        inside = np.flatnonzero(folds == fold).tolist()
        chosen = names.transform([found[i].features for i in inside])
        answers[inside] = model.predict_proba(chosen)[:, 1]
    return answers


def best_of_pairs(probabilities: np.ndarray, found: Sequence[Case]) -> list[int]:
    """The surest case of each sentence and pair: no other is ever added."""
    best: dict[Any, int] = {}
    for i, case in enumerate(found):
        if case.pair not in best or probabilities[i] > probabilities[best[case.pair]]:
            best[case.pair] = i
    return sorted(best.values())


def report(name: str, probabilities: np.ndarray, found: Sequence[Case]) -> None:
    """Print how reliable the probabilities are, and what each threshold would keep."""
    answers = zip(probabilities.tolist(), (case.right for case in found), strict=True)
    table = reliability(answers)
    error = calibration_error(table)
    print(f"{name}: {len(found)} cases, expected calibration error {error:.3f}")
    for row in table:
        print(f"  from {row.low:.1f}: {row.n:4d} cases, said {row.said:.2f}, right {row.right:.2f}")
    hits = np.array([case.right for case in found])
    for least in np.arange(0.2, 0.85, 0.05):
        kept = probabilities >= least
        if kept.any():
            print(f"  at least {least:.2f}: {kept.sum():4d}, {hits[kept].mean():.2f} of them right")


def exported(found: Sequence[Case]) -> dict[str, Any]:
    """The scale fitted on everything, as `load_calibration` reads it."""
    names, model = fit(found)
    weights = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    bias = round(float(model.intercept_[0]), 4)
    return {"bias": bias, "weights": {name: round(float(w), 4) for name, w in weights}}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folds", type=Path, help="OUT of train_pairs.py --folds")
    parser.add_argument("minilm", type=Path)
    parser.add_argument("out", type=Path, help="calibration.json")
    parser.add_argument("gold", type=Path, nargs="*", help="NAME.json beside NAME.txt, or folders")
    parser.add_argument("--number", type=int, default=5, help="of folds; some may be missing")
    parser.add_argument("--split", type=Path, help="split.json: its dev part is taken too")
    parser.add_argument("--least-found", type=float, default=0.3)
    parser.add_argument("--least-proposed", type=float, default=0.6)
    parser.add_argument("--lexicon-bonus", type=float, default=2.0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    paths = arguments.folds.parent.glob(f"{arguments.folds.stem}.*.pt")
    models = {int(path.suffixes[-2].strip(".")): load_model(path) for path in paths}
    nlp = load_pipeline(judged=False)
    component = nlp.get_pipe("diplograph_relations")
    assert isinstance(component, RelationReader)
    plain, table = tokenizer_only(), PieceTable(arguments.minilm / "tokenizer.json")
    found: list[Case] = []
    proposed: list[Case] = []
    for gold in read_gold_texts(development(arguments.gold, arguments.split)):
        fold = fold_of(gold.document.path, arguments.number)
        if fold not in models:
            continue
        reader = component.reader(annotate(gold.document, nlp))
        ask = partial(classify, models[fold], plain, table)
        for kind, more in zip((found, proposed), cases(gold, reader, ask, fold), strict=True):
            kind.extend(more)
    report("found by frames", unseen(found), found)
    answers = unseen(proposed)
    best = best_of_pairs(answers, proposed)
    report("proposed", answers[best], [proposed[i] for i in best])
    result = {
        "found": exported(found),
        "proposed": exported(proposed),
        "least_found": arguments.least_found,
        "least_proposed": arguments.least_proposed,
        "lexicon_bonus": arguments.lexicon_bonus,
    }
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
