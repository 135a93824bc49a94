"""Learn what speaks for a pronoun's meaning (`ontology/coreference/weights.tsv`) from GUM.

The embedded pipeline reads the raw text of GUM's documents; each pronoun's fitting referents are
labelled right where they are in its gold group. A log-linear model over the referents and
"nothing" is fitted for each kind of pronoun by full-batch Adam; there is no chance in it. News,
interviews, speeches and court texts count fully, other genres less: they tell of one person.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
from spacy.language import Language

from diplograph.actors import ranking
from diplograph.actors.ranking import Anaphor, Choice, Features
from diplograph.actors.referents import Referent, Referents
from diplograph.evaluation.conllu import GoldDocument, read_conllu
from diplograph.evaluation.coreference import Matcher
from diplograph.evaluation.entity_groups import read_groups
from diplograph.language.pipeline import load_pipeline

KINDS = ("he", "it", "they")
STEPS, RATE, PENALTY = 300, 0.05, 1.0
OTHER_GENRES = 0.4
LIKE_NEWS = ("news", "interview", "speech", "court")
HEAD = """\
# How much each feature of `diplograph.actors.ranking` speaks for a meaning of each pronoun.
# Learnt from GUM (annotations CC BY 4.0) by training/scripts/coreference.py.
kind\tfeature\tweight
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A pronoun: features of its fitting referents and of "nothing" (last), which are right."""

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
        rows = [ranking.features(referents, anaphor, r, n) for n, r in enumerate(fitting)]
        rows.append(ranking.nothing_features(referents.s, anaphor))
        right = [_is_right(match, referents, anaphor, r) for r in fitting]
        found.append(Case(anaphor.kind, tuple(rows), (*right, not any(right)), weight))
        meant = next((r for r, ok in zip(fitting, right, strict=True) if ok), None)
        return Choice(meant, 1.0)

    with mock.patch.object(ranking, "choose", learn):
        nlp.get_pipe("diplograph_actors")(doc)
    yield from found


def _is_right(match: Matcher, referents: Referents, anaphor: Anaphor, referent: Referent) -> bool:
    pronoun = match.at(anaphor.position.at)
    if pronoun is None or not pronoun.is_pronoun:
        return False
    if referent.introduced == "together":
        first = referents.s.first_conjunct(referent.noun)
        return match.holds(pronoun.group, first, referent.noun)
    noun = match.at(referent.noun)
    return noun is not None and noun.group == pronoun.group


def fit(cases: Sequence[Case]) -> dict[str, float]:
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
        gradient = PENALTY * w + x.T @ ((share - wanted) * weight)
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient**2
        w -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return dict(zip(names, w.tolist(), strict=True))


def _shares(scores: np.ndarray, starts: np.ndarray, owner: np.ndarray) -> np.ndarray:
    e = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
    shares: np.ndarray = e / np.add.reduceat(e, starts)[owner]
    return shares


def main() -> None:
    """Read GUM's train.conllu and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gum", type=Path, help="GUM's train.conllu with Entity= annotations")
    parser.add_argument("out", type=Path, help="the weights.tsv to write")
    given = parser.parse_args()
    nlp = load_pipeline()
    genres = [
        line.split("GUM_")[1].split("_")[0]
        for line in given.gum.read_text(encoding="utf-8").splitlines()
        if line.startswith("# newdoc id")
    ]
    cases = [
        case
        for genre, document in zip(genres, read_conllu(given.gum), strict=True)
        for case in cases_of(document, nlp, 1.0 if genre in LIKE_NEWS else OTHER_GENRES)
    ]
    lines = []
    for kind in KINDS:
        chosen = [case for case in cases if case.kind == kind]
        lines += [f"{kind}\t{name}\t{value:.3f}" for name, value in fit(chosen).items()]
        print(f"{kind}: {len(chosen)} pronouns")
    given.out.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
