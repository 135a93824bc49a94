"""How sure a relation is: the scale, the pair classifier, and both at work on sentences."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from diplograph.components import RelationReader
from diplograph.errors import PipelineError
from diplograph.language.pipeline import load_pipeline
from diplograph.model.pairs import TYPES, PairScores, load_classifier
from diplograph.reading import annotate
from diplograph.records import Document, PloverType, Status
from diplograph.relations.judging import Judge, coded, type_of_pair
from diplograph.relations.scale import Scale, load_calibration
from diplograph.resources import pairs_path

CALIBRATION = pairs_path() / "calibration.json"
TWICE = "China urged the United States to leave. Russia accused Ukraine of attacking a refinery."


def scores(name: str, share: float) -> PairScores:
    """Scores with one type ahead."""
    shares = np.full(len(TYPES), (1 - share) / (len(TYPES) - 1), dtype=np.float32)
    shares[TYPES.index(name)] = share
    return PairScores(0.9, shares, shares)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_a_scale_is_a_probability_and_grows_with_its_features(
    bias: float, weight: float, x: float
) -> None:
    scale = Scale(bias, {"type": weight})
    assert 0 < scale.of({"type": x, "unknown": 9.0}) < 1
    more = scale.of({"type": x + 1})
    assert math.copysign(1, more - scale.of({"type": x}) or 1) == math.copysign(1, weight or 1)


def test_the_lexicon_tips_the_balance_and_no_more() -> None:
    unsure = scores("ACCUSE", 0.5)
    assert type_of_pair(unsure, None, 2.0) is PloverType.ACCUSE
    assert type_of_pair(unsure, PloverType.REQUEST, 3.0) is PloverType.REQUEST
    assert type_of_pair(scores("ACCUSE", 0.99), PloverType.REQUEST, 1.0) is PloverType.ACCUSE


def test_yielding_is_told_apart_by_the_lexicon() -> None:
    assert type_of_pair(scores("YIELD", 0.9), PloverType.CONCEDE, 1.0) is PloverType.CONCEDE
    assert type_of_pair(scores("YIELD", 0.9), None, 1.0) is PloverType.RETREAT


def test_planned_acts_are_coded_as_plover_does() -> None:
    assert coded(PloverType.CONSULT, Status.PLANNED) == "AGREE"
    assert coded(PloverType.CONCEDE, Status.ACTUAL) == "YIELD"


def test_a_broken_calibration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(json.dumps({"found": {}}), encoding="utf-8")
    with pytest.raises(PipelineError, match=r"calibration\.json"):
        load_calibration(path)


def test_a_folder_without_the_classifier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"pairs\.onnx"):
        load_classifier(tmp_path)


def test_scores_do_not_depend_on_the_company(nlp: Language) -> None:
    classifier = load_classifier(pairs_path())
    doc = nlp.make_doc("China urged the United States to leave Syria alone.")
    china, states, syria = ((0, 5),), ((17, 30),), ((40, 45),)
    alone = classifier.read(doc, [(china, states)])[0]
    among = classifier.read(doc, [(china, syria), (china, states), (states, china)])[1]
    assert among.related == pytest.approx(alone.related, abs=0.02)
    assert np.allclose(among.types, alone.types, atol=0.02)
    assert alone.given.sum() == pytest.approx(1, abs=1e-3)
    assert TYPES[int(alone.given.argmax())] == "REQUEST"


def test_who_does_it_counts(nlp: Language) -> None:
    classifier = load_classifier(pairs_path())
    doc = nlp.make_doc("Russia accused Ukraine of shelling the town.")
    russia, ukraine = ((0, 6),), ((15, 22),)
    forward, backward = classifier.read(doc, [(russia, ukraine), (ukraine, russia)])
    assert forward.of("ACCUSE") > backward.of("ACCUSE")
    assert backward.of("ASSAULT") > forward.of("ASSAULT")


def test_what_is_too_unsure_is_left_out(nlp: Language) -> None:
    component = nlp.get_pipe("diplograph_relations")
    assert isinstance(component, RelationReader) and component.judge is not None
    doc = annotate(Document(TWICE), nlp)
    reader, document = component.reader(doc), Document(TWICE)
    frames = component_without_judge(doc)
    assert len(frames) >= 2
    strict = load_calibration(CALIBRATION)
    nothing = Judge(
        component.judge.classifier,
        type(strict)(strict.found, strict.proposed, 1.1, 1.1, strict.lexicon_bonus),
    )
    assert nothing.relations(reader, document, frames) == []
    judged = component.judge.relations(reader, document, frames)
    assert {r.confidence for r in judged} != {r.confidence for r in frames}
    assert all(0 <= r.confidence <= 1 for r in judged)


def component_without_judge(doc: object) -> list[object]:
    """Relations of the frames alone."""
    plain = load_pipeline(judged=False).get_pipe("diplograph_relations")
    assert isinstance(plain, RelationReader) and plain.judge is None
    return list(plain.reading(doc).relations)  # type: ignore[arg-type]
