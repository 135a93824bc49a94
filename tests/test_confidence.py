"""How sure a relation is, and the pair classifier."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from diplograph.errors import PipelineError
from diplograph.explaining import explain_text, format_explanation
from diplograph.model.pairs import TYPES, PairScores, load_classifier
from diplograph.reading import annotate
from diplograph.records import Document, PloverType
from diplograph.relations.confidence import Scale, features_of, load_scale, weigh
from diplograph.relations.pair_types import type_of_pair
from diplograph.resources import pairs_path, scale_path

TWICE = "China urged the United States to leave. Russia accused Ukraine of attacking a refinery."


def scores(name: str, share: float) -> PairScores:
    """Scores with one type ahead."""
    shares = np.full(len(TYPES), (1 - share) / (len(TYPES) - 1), dtype=np.float32)
    shares[TYPES.index(name)] = share
    return PairScores(shares)


@given(st.floats(-5, 5), st.floats(0.1, 5), st.floats(-5, 5))
def test_a_scale_is_a_probability_and_grows_with_its_features(
    bias: float, weight: float, x: float
) -> None:
    scale = Scale(bias, {"certainty": weight}, 0.5)
    assert 0 < scale.of({"certainty": x, "unknown": 9.0}) < scale.of({"certainty": x + 1}) < 1


def test_a_broken_scale_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "confidence.json"
    path.write_text(json.dumps({"bias": 1}), encoding="utf-8")
    with pytest.raises(PipelineError, match=r"confidence\.json"):
        load_scale(path)


def test_every_weight_is_of_a_feature(nlp: Language) -> None:
    relations = annotate(Document(TWICE), nlp)._.diplograph_reading.relations
    scale = load_scale(scale_path())
    known = set(features_of(relations[0], 1))
    sides = {
        f"{side} {kind}"
        for side in ("source", "target")
        for kind in ("person", "state", "organisation", "group", "population")
    }
    words = {"actual", "planned", "hypothetical", "negated", "verb", "noun", "adj"}
    assert set(scale.weights) <= known | sides | words


def test_what_is_too_unsure_is_left_out_and_explained(nlp: Language) -> None:
    relations = annotate(Document(TWICE), nlp)._.diplograph_reading.relations
    assert len(relations) == 2
    strict = replace(load_scale(scale_path()), least=1.0)
    assert [kept for _, kept in weigh(relations, strict)] == [False] * 2
    explanation = explain_text(TWICE)
    assert explanation["left_out"] == []
    assert "Considered" not in format_explanation(explanation)
    explanation["left_out"] = explanation["relations"]
    assert "Considered, but not sure enough" in format_explanation(explanation)


def test_guesses_are_less_sure_than_what_is_named(nlp: Language) -> None:
    named = annotate(Document("Mali expelled a French envoy."), nlp)._.diplograph_reading
    vague = annotate(Document("Rebels attacked a group of men."), nlp)._.diplograph_reading
    assert named.relations
    for relation in vague.relations:
        assert relation.confidence < named.relations[0].confidence


def test_the_lexicon_tips_the_balance_and_no_more() -> None:
    unsure = scores("ACCUSE", 0.5)
    assert type_of_pair(unsure, None) is PloverType.ACCUSE
    assert type_of_pair(unsure, PloverType.REQUEST, 3.0) is PloverType.REQUEST
    assert type_of_pair(scores("ACCUSE", 0.99), PloverType.REQUEST) is PloverType.ACCUSE


def test_yielding_is_told_apart_by_the_lexicon() -> None:
    assert type_of_pair(scores("YIELD", 0.9), PloverType.CONCEDE) is PloverType.CONCEDE
    assert type_of_pair(scores("YIELD", 0.9), None) is PloverType.RETREAT


def test_a_folder_without_the_classifier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"pairs\.onnx"):
        load_classifier(tmp_path)


def test_scores_do_not_depend_on_the_company(nlp: Language) -> None:
    classifier = load_classifier(pairs_path())
    doc = nlp.make_doc("China urged the United States to leave Syria alone.")
    china, states, syria = ((0, 5),), ((16, 29),), ((39, 44),)
    alone = classifier.read(doc, [(china, states)])[0]
    among = classifier.read(doc, [(china, syria), (china, states), (states, china)])[1]
    assert np.allclose(among.types, alone.types, atol=0.02)
    assert alone.types.sum() == pytest.approx(1, abs=1e-3)
    assert TYPES[int(alone.types.argmax())] == "REQUEST"


def test_who_does_it_counts(nlp: Language) -> None:
    classifier = load_classifier(pairs_path())
    doc = nlp.make_doc("Russia accused Ukraine of shelling the town.")
    russia, ukraine = ((0, 6),), ((15, 22),)
    forward, backward = classifier.read(doc, [(russia, ukraine), (ukraine, russia)])
    assert forward.of("ACCUSE") > backward.of("ACCUSE")
