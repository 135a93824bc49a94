"""From scores to annotations: trees, entity paths, lemmas, windows, word pieces."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from diplograph.model.decoding import allowed_steps, best_path, lemma, spans, tree
from diplograph.model.pieces import CASES, SPACINGS, case_class, words_of
from diplograph.model.windows import PIECES, windows

LABELS = ["O", *(f"{part}-{label}" for label in ("ORG", "LOC") for part in "BILU")]
RULES = allowed_steps(LABELS)
score = st.floats(-20, 20, width=32)


def reaches_root(heads: list[int], word: int) -> bool:
    for _ in heads:
        if heads[word] == 0:
            return True
        word = heads[word] - 1
    return False


@settings(deadline=None)
@given(st.integers(1, 12).flatmap(lambda n: hnp.arrays(np.float32, (n, n + 1), elements=score)))
def test_heads_are_always_a_tree_with_one_root(scores: np.ndarray) -> None:
    heads = [int(head) for head in tree(scores)]
    assert heads.count(0) == 1
    assert all(reaches_root(heads, word) for word in range(len(heads)))


def total(scores: np.ndarray, heads: list[int]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads)))


@settings(max_examples=40, deadline=None)
@given(hnp.arrays(np.float32, (4, 5), elements=score))
def test_no_tree_with_the_same_root_is_better(scores: np.ndarray) -> None:
    heads = [int(head) for head in tree(scores)]
    root = heads.index(0)
    others = [
        list(way)
        for way in product(range(5), repeat=4)
        if way[root] == 0
        and list(way).count(0) == 1
        and all(way[word] != word + 1 for word in range(4))
        and all(reaches_root(list(way), word) for word in range(4))
    ]
    best = max(total(scores, way) for way in others)
    assert total(scores, heads) == pytest.approx(best, abs=1e-3)


def test_a_cycle_of_best_heads_is_broken_where_it_costs_least() -> None:
    # each of the two last words prefers the other; the second loses less by leaving
    scores = np.array([[9, 0, 0, 0], [0, 4, 0, 5], [0, 1, 5, 0]], dtype=np.float32)
    assert list(tree(scores)) == [0, 1, 2]


@settings(deadline=None)
@given(st.integers(1, 8).flatmap(lambda n: hnp.arrays(np.float32, (n, 9), elements=score)))
def test_entity_labels_are_always_legal(scores: np.ndarray) -> None:
    labels = [LABELS[i] for i in best_path(scores, RULES)]
    found = list(spans(labels))
    inside = sum(stop - start for start, stop, _ in found)
    assert inside == sum(label != "O" for label in labels)
    for start, stop, name in found:
        assert {label[2:] for label in labels[start:stop]} == {name}


def test_a_name_is_begun_and_ended_even_where_the_best_labels_leave_it_open() -> None:
    scores = np.full((3, len(LABELS)), -5, dtype=np.float32)
    scores[0, LABELS.index("B-ORG")] = 3
    scores[1, LABELS.index("I-ORG")] = 3
    scores[2, LABELS.index("O")] = 1
    scores[2, LABELS.index("L-ORG")] = 0.5
    labels = [LABELS[i] for i in best_path(scores, RULES)]
    assert list(spans(labels)) == [(0, 3, "ORG")]


@pytest.mark.parametrize(
    ("rule", "form", "expected"),
    [
        ("L-1+", "Talks", "talk"),
        ("K-0+", "Beijing", "Beijing"),
        ("L-4+ind", "found", "find"),
        ("L-2+", "is", "is"),
        ("L-9+be", "is", "be"),
    ],
)
def test_lemma_rules(rule: str, form: str, expected: str) -> None:
    assert lemma(rule, form) == expected


words = st.lists(st.sampled_from(["He", "left", ".", "”", "then", "Paris", "?"]), max_size=300)


@given(words, st.integers(1, 30))
def test_windows_cover_every_word_once_and_fit(texts: list[str], size: int) -> None:
    sizes = [1 + (i * size) % 7 for i in range(len(texts))]
    parts = list(windows(texts, sizes, [False] * len(texts)))
    assert [i for a, b in parts for i in range(a, b)] == list(range(len(texts)))
    assert all(sum(sizes[a:b]) <= PIECES for a, b in parts)


def test_windows_end_at_sentences_and_rather_at_paragraphs() -> None:
    texts = (["word"] * 9 + ["."]) * 40
    texts = [t.capitalize() if i % 10 == 0 else t for i, t in enumerate(texts)]
    sizes = [1] * len(texts)
    first = next(windows(texts, sizes, [False] * len(texts)))
    assert first == (0, 220)
    sizes = [1 if i else 3 for i in range(len(texts))]
    assert next(windows(texts, sizes, [False] * len(texts))) == (0, 210)
    paragraphs = [i == 150 for i in range(len(texts))]
    assert next(windows(texts, sizes, paragraphs)) == (0, 150)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("us", "lower"),
        ("US", "upper"),
        ("U.S.", "dotted"),
        ("Turkey", "capital"),
        ("A", "letter"),
        ("McCain", "mixed"),
        ("Yong-ho", "capital"),
        ("Asia-Pacific", "hyphened"),
        ("2023", "number"),
        ("G7", "digits"),
        ("--", "mark"),
        ("n't", "other"),
    ],
)
def test_case_classes(word: str, expected: str) -> None:
    assert CASES[case_class(word)] == expected


def test_spacing_tells_lines_and_paragraphs() -> None:
    doc = spacy.blank("en")("Rome\n\nHe left.\nShe (Ana) did.")
    indices, spacings = words_of(doc)
    found = {doc[i].text: SPACINGS[s] for i, s in zip(indices, spacings, strict=True)}
    assert found["Rome"] == "start"
    assert found["He"] == "paragraph"
    assert found["left"] == "space"
    assert found["She"] == "line"
    assert found["Ana"] == "attached"
