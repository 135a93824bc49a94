from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from diplograph.errors import GoldError
from diplograph.evaluation import evaluate_syntax
from diplograph.evaluation.alignment import Unit, align
from diplograph.evaluation.conllu import read_conllu

VOCAB = spacy.blank("en").vocab
GOLD = """\
# newdoc id = d1
# newpar
# text = They don't go.
1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t0:root\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar
# text = Talks were held.
1\tTalks\ttalk\tNOUN\tNNS\t_\t3\tnsubj:pass\t_\t_
2\twere\tbe\tAUX\tVBD\t_\t3\taux:pass\t_\t_
3\theld\thold\tVERB\tVBN\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

"""
TEXT = "They don't go.\n\nTalks were held."
WORDS = ["They", "do", "n't", "go", ".", "\n\n", "Talks", "were", "held", "."]
SPACES = [True, False, True, False, False, False, True, True, False, False]
HEADS = [3, 3, 3, 3, 3, 4, 8, 8, 8, 8]
DEPS = ["nsubj", "aux", "advmod", "ROOT", "punct", "dep", "nsubj", "aux", "ROOT", "punct"]
TAGS = ["PRP", "VBP", "RB", "VB", ".", "_SP", "NNS", "VBD", "VBN", "."]
POS = ["PRON", "AUX", "PART", "VERB", "PUNCT", "SPACE", "NOUN", "AUX", "VERB", "PUNCT"]
LEMMAS = ["they", "do", "not", "go", ".", "\n\n", "talk", "be", "hold", "."]


def doc(**changes: list[object]) -> Doc:
    parts: dict[str, list[object]] = {
        "words": list(WORDS),
        "spaces": list(SPACES),
        "heads": list(HEADS),
        "deps": list(DEPS),
        "tags": list(TAGS),
        "pos": list(POS),
        "lemmas": list(LEMMAS),
    }
    return Doc(VOCAB, **{**parts, **changes})  # type: ignore[arg-type]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.conllu"
    path.write_text(GOLD)
    return path


def test_raw_text_is_rebuilt(gold: Path) -> None:
    (document,) = read_conllu(gold)
    assert document.text == TEXT


def test_right_analysis_scores_one_but_for_the_split_token(gold: Path) -> None:
    scores = evaluate_syntax([gold], lambda text: doc())
    # gold tokens: They don't go . Talks were held .; the system has do and n't instead of don't
    assert scores.pop("tokens_f1") == pytest.approx(2 * 7 / (9 + 8))
    assert list(scores.values()) == [1.0] * 6
    assert list(scores) == ["sents_f1", "xpos_f1", "upos_f1", "lemmas_f1", "uas_f1", "las_f1"]


def test_each_error_costs_where_it_should(gold: Path) -> None:
    tags = [*TAGS[:6], "NN", *TAGS[7:]]
    heads = [3, 3, 3, 3, 3, 4, 7, 8, 8, 8]  # Talks hangs on were
    deps = ["obj", *DEPS[1:]]  # They has the wrong relation
    scores = evaluate_syntax([gold], lambda text: doc(tags=tags, heads=heads, deps=deps))
    assert scores["xpos_f1"] == pytest.approx(8 / 9)
    assert scores["upos_f1"] == 1.0
    assert scores["uas_f1"] == pytest.approx(8 / 9)
    assert scores["las_f1"] == pytest.approx(7 / 9)


def test_wrong_sentence_boundary(gold: Path) -> None:
    heads = [3, 3, 3, 3, 3, 4, 3, 8, 3, 8]
    deps = [*DEPS[:8], "conj", "punct"]
    scores = evaluate_syntax([gold], lambda text: doc(heads=heads, deps=deps))
    assert scores["sents_f1"] == 0.0
    # Talks hangs on go, held is no root: two of nine heads are wrong
    assert scores["uas_f1"] == pytest.approx(7 / 9)


def test_other_tokens_align_where_they_agree(gold: Path) -> None:
    words = ["They", "don't", "go", ".", "\n\n", "Talks", "were", "held."]
    spaces = [True, True, False, False, False, True, True, False]
    found = Doc(
        VOCAB, words=words, spaces=spaces, tags=["PRP", "VBP", "VB", ".", "_SP"] + ["X"] * 3
    )
    scores = evaluate_syntax([gold], lambda text: found)
    assert scores["tokens_f1"] == pytest.approx(2 * 6 / (7 + 8))
    assert scores["xpos_f1"] == pytest.approx(2 * 3 / (7 + 9))  # They, go and the full stop


def test_pipeline_must_keep_the_text(gold: Path) -> None:
    with pytest.raises(GoldError, match="do not make up"):
        evaluate_syntax([gold], lambda text: Doc(VOCAB, words=["They"]))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1\ta\ta", "3 columns"),
        ("2\ta\ta\tX\tX\t_\t0\troot\t_\t_", "out of order"),
        ("1\ta\ta\tX\tX\t_\tx\troot\t_\t_", "number"),
        ("1\ta\ta\tX\tX\t_\t7\tobj\t_\t_", "outside"),
        ("", "no sentence"),
    ],
)
def test_bad_files_name_the_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "bad.conllu"
    path.write_text(line + "\n\n")
    with pytest.raises(GoldError, match=reason) as error:
        read_conllu(path)
    assert str(path) in str(error.value)


class TestAlignment:
    def test_same_spans(self) -> None:
        gold = [Unit("a", (0, 1)), Unit("bc", (1, 3)), Unit("d", (3, 4))]
        system = [Unit("ab", (0, 2)), Unit("c", (2, 3)), Unit("d", (3, 4))]
        assert align(gold, system) == [(2, 2)]

    def test_forms_inside_a_multiword_token(self) -> None:
        gold = [Unit("ca", (0, 5), True), Unit("n't", (0, 5), True), Unit("go", (5, 7))]
        system = [Unit("can", (0, 3)), Unit("N'T", (3, 5)), Unit("go", (5, 7))]
        assert align(gold, system) == [(1, 1), (2, 2)]

    def test_system_token_that_covers_the_multiword_token(self) -> None:
        gold = [Unit("do", (0, 5), True), Unit("n't", (0, 5), True), Unit("x", (5, 6))]
        system = [Unit("don'tx", (0, 6))]
        assert align(gold, system) == []

    def test_multiword_token_of_the_system(self) -> None:
        gold = [Unit("do", (0, 2)), Unit("n't", (2, 5))]
        system = [Unit("do", (0, 5), True), Unit("n't", (0, 5), True)]
        assert align(gold, system) == [(0, 0), (1, 1)]
