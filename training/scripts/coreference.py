"""Learn what speaks for a short form's meaning (`ontology/coreference/weights.tsv`).

From GUM's gold groups and from the marked reports of `reports/`: the embedded pipeline reads the
raw text; those whom a pronoun or definite noun may mean, and of reports the pairs that "both sides"
may, are labelled right where they are in its gold group. A log-linear model over the candidates and
"nothing" is fitted for each kind by full-batch Adam; there is no chance in it. Reports, and of GUM
news, interviews, speeches and court texts, count fully, other genres less: they tell of one person.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
from spacy.language import Language

from diplograph.actors import descriptions, pairs, ranking
from diplograph.actors.descriptions import Candidate
from diplograph.actors.mentions import Mention
from diplograph.actors.pairs import Pair
from diplograph.actors.ranking import Anaphor, Choice
from diplograph.actors.referents import Referent, Referents
from diplograph.actors.situation import Situation
from diplograph.actors.weights import Features
from diplograph.evaluation import marked
from diplograph.evaluation.conllu import GoldDocument, read_conllu
from diplograph.evaluation.coreference import Matcher
from diplograph.evaluation.entity_groups import read_groups
from diplograph.evaluation.marked import Mark, Report, read_reports
from diplograph.language.pipeline import load_pipeline
from diplograph.reading import annotate

PRONOUNS = ("he", "it", "they")
PAIRS = ("several parties", "several persons")
ONES = ("the state", "the organisation", "the person", "the holder")
KINDS = (*PRONOUNS, *PAIRS, *ONES)
STEPS, RATE = 300, 0.05
PENALTY, PENALTY_OF_FEW = 1.0, 0.3
"""Of large weights (L2): for pronouns, and for the kinds with fewer cases."""
OTHER_GENRES = 0.4
LIKE_NEWS = ("news", "interview", "speech", "court")
HEAD = """\
# How much each feature of a candidate speaks for it, for each kind of short form.
# Learnt from GUM (annotations CC BY 4.0) and this project's own reports (training/reports) by
# training/scripts/coreference.py.
kind\tfeature\tweight
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A short form: features of its candidates and of "nothing" (last), which are right."""

    kind: str
    rows: tuple[Features, ...]
    right: tuple[bool, ...]
    weight: float


def cases_of(document: GoldDocument, nlp: Language, weight: float) -> Iterator[Case]:
    """The pronouns of a document; each is taken for what it is before the next is looked at."""
    groups = read_groups(document)
    found: list[Case] = []
    with nlp.select_pipes(disable=("diplograph_actors", "diplograph_relations")):
        doc = nlp(document.text)
    match = Matcher(document, groups, doc)

    def learn(referents: Referents, anaphor: Anaphor) -> Choice:
        fitting = list(ranking.fitting(referents, anaphor))
        right = [_is_right(match, referents, anaphor, r) for r in fitting]
        found.append(_pronoun(referents, anaphor, fitting, right, weight))
        meant = next((r for r, ok in zip(fitting, right, strict=True) if ok), None)
        return Choice(meant, 1.0)

    def learn_one(
        sit: Situation, m: Mention, kind: str, candidates: Sequence[Candidate]
    ) -> Candidate | None:
        right = [_is_gold(match, m, c.referent) for c in candidates]
        found.append(_one(sit, m, kind, candidates, right, weight))
        return next((c for c, ok in zip(candidates, right, strict=True) if ok), None)

    with (
        mock.patch.object(ranking, "choose", learn),
        mock.patch.object(descriptions, "choose", learn_one),
    ):
        nlp.get_pipe("diplograph_actors")(doc)
    yield from found


def _pronoun(
    referents: Referents,
    anaphor: Anaphor,
    fitting: Sequence[Referent],
    right: Sequence[bool],
    weight: float,
) -> Case:
    rows = [ranking.features(referents, anaphor, r, n) for n, r in enumerate(fitting)]
    rows.append(ranking.nothing_features(referents.s, anaphor))
    return Case(anaphor.kind, tuple(rows), (*right, not any(right)), weight)


def _one(
    sit: Situation,
    m: Mention,
    kind: str,
    candidates: Sequence[Candidate],
    right: Sequence[bool],
    weight: float,
) -> Case:
    rows = [*(c.features for c in candidates), descriptions.nothing_features(sit, m)]
    return Case(kind, tuple(rows), (*right, not any(right)), weight)


def _is_gold(match: Matcher, m: Mention, referent: Referent) -> bool:
    gold, other = match.at(m.head), match.at(referent.noun)
    return gold is not None and other is not None and gold.group == other.group


def _is_right(match: Matcher, referents: Referents, anaphor: Anaphor, referent: Referent) -> bool:
    pronoun = match.at(anaphor.position.at)
    if pronoun is None or not pronoun.is_pronoun:
        return False
    if referent.introduced == "together":
        first = referents.s.first_conjunct(referent.noun)
        return match.holds(pronoun.group, first, referent.noun)
    noun = match.at(referent.noun)
    return noun is not None and noun.group == pronoun.group


def cases_of_report(report: Report, nlp: Language) -> Iterator[Case]:
    """The pronouns and plurals for two of a report, each taken for what it is."""
    doc = annotate(report.document, nlp)
    match = marked.Matcher(report, doc._.diplograph_actors.index)
    found: list[Case] = []

    def mark_at(i: int) -> Mark | None:
        return next((m for m in report.marks if m.start <= doc[i].idx < m.end), None)

    def learn(referents: Referents, anaphor: Anaphor) -> Choice:
        fitting = list(ranking.fitting(referents, anaphor))
        mark = mark_at(anaphor.position.at)
        if mark is None:
            return Choice(None, 1.0)
        right = [_is_marked_so(match, mark, mark_at(r.noun), r) for r in fitting]
        found.append(_pronoun(referents, anaphor, fitting, right, 1.0))
        meant = next((r for r, ok in zip(fitting, right, strict=True) if ok), None)
        return Choice(meant, 1.0)

    def learn_pair(sit: Situation, m: Mention, candidates: Sequence[Pair]) -> Pair | None:
        mark = mark_at(m.head)
        numbers = mark.numbers if mark is not None else frozenset()
        right = [match.numbers_of(pair.actors) == numbers for pair in candidates]
        rows = [*(pair.features for pair in candidates), pairs.nothing_features(sit, m)]
        if numbers and not any(right):
            return None  # who is meant was not read: no reason to say that nobody is
        found.append(Case(pairs.weights_of(sit, m), tuple(rows), (*right, not any(right)), 1.0))
        return next((p for p, ok in zip(candidates, right, strict=True) if ok), None)

    def learn_one(
        sit: Situation, m: Mention, kind: str, candidates: Sequence[Candidate]
    ) -> Candidate | None:
        mark = mark_at(m.head)
        numbers = mark.numbers if mark is not None else frozenset()
        right = [match.numbers_of([c.actor]) == numbers for c in candidates]
        found.append(_one(sit, m, kind, candidates, right, 1.0))
        return next((c for c, ok in zip(candidates, right, strict=True) if ok), None)

    with (
        mock.patch.object(ranking, "choose", learn),
        mock.patch.object(pairs, "choose", learn_pair),
        mock.patch.object(descriptions, "choose", learn_one),
    ):
        annotate(report.document, nlp)
    yield from found


def _is_marked_so(match: marked.Matcher, mark: Mark, other: Mark | None, r: Referent) -> bool:
    """Whether a referent is what a mark means: by its actors, else by the mark of its noun."""
    if r.actors:
        return bool(mark.numbers) and match.numbers_of(r.actors) == mark.numbers
    return other is not None and bool(mark.numbers) and other.numbers == mark.numbers


def fit(cases: Sequence[Case], penalty: float) -> dict[str, float]:
    """The weight of each feature."""
    names = sorted({name for case in cases for row in case.rows for name in row})
    column = {name: k for k, name in enumerate(names)}
    starts = np.cumsum([0, *(len(case.rows) for case in cases)])
    x = np.zeros((int(starts[-1]), len(names)))
    for start, case in zip(starts, cases, strict=False):
        for offset, row in enumerate(case.rows):
            for name, value in row.items():
                x[start + offset, column[name]] = value
    right = np.array([ok for case in cases for ok in case.right], dtype=float)
    owner = np.repeat(np.arange(len(cases)), np.diff(starts))
    weight = np.array([case.weight for case in cases])[owner]
    w, m, v = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        share = _shares(x @ w, starts[:-1], owner)
        wanted = share * right
        wanted /= np.maximum(np.add.reduceat(wanted, starts[:-1]), 1e-9)[owner]
        gradient = penalty * w + x.T @ ((share - wanted) * weight)
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient**2
        w -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return dict(zip(names, w.tolist(), strict=True))


def _shares(scores: np.ndarray, starts: np.ndarray, owner: np.ndarray) -> np.ndarray:
    e = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
    shares: np.ndarray = e / np.add.reduceat(e, starts)[owner]
    return shares


def _of_gum(path: Path, nlp: Language) -> Iterator[Case]:
    genres = [
        line.split("GUM_")[1].split("_")[0]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("# newdoc id")
    ]
    for genre, document in zip(genres, read_conllu(path), strict=True):
        yield from cases_of(document, nlp, 1.0 if genre in LIKE_NEWS else OTHER_GENRES)


def main() -> None:
    """Read GUM's train.conllu and the reports, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gum", type=Path, help="GUM's train.conllu with Entity= annotations")
    parser.add_argument("reports", type=Path, help="the folder of marked reports")
    parser.add_argument("out", type=Path, help="the weights.tsv to write")
    given = parser.parse_args()
    nlp = load_pipeline()
    cases = list(_of_gum(given.gum, nlp))
    for path in sorted(given.reports.glob("*.txt")):
        for report in read_reports(path):
            cases += cases_of_report(report, nlp)
    lines = []
    for kind in KINDS:
        chosen = [case for case in cases if case.kind == kind]
        penalty = PENALTY if kind in PRONOUNS else PENALTY_OF_FEW
        lines += [f"{kind}\t{name}\t{value:.3f}" for name, value in fit(chosen, penalty).items()]
        print(f"{kind}: {len(chosen)} cases")
    given.out.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
