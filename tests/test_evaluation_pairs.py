from __future__ import annotations

from pathlib import Path

import pytest

from diplograph.errors import GoldError
from diplograph.evaluation import PairItem, evaluate_pairs
from diplograph.evaluation.pairs import read_pairs, score_pairs
from diplograph.records import PloverType as P

HEADER = "id\tsentence\tmarked_sentence\tsource\ttarget\tplover_type\tpenta_class\n"


def write(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "gold.tsv"
    path.write_text(HEADER + "".join(row + "\n" for row in rows))
    return path


def item(gold: str, quad: int) -> PairItem:
    return PairItem("0", "A met B.", (0, 1), (6, 7), gold, quad)


def test_marks_become_spans(tmp_path: Path) -> None:
    row = "7\tx\tIn May <t>the UN</t> was told by <s>Iran </s>to go.\tIran\tthe UN\tYIELD\t2"
    (found,) = read_pairs(write(tmp_path, row))
    assert found.text == "In May the UN was told by Iran to go."
    assert found.source is not None
    assert found.target is not None
    assert found.text[slice(*found.source)] == "Iran"
    assert found.text[slice(*found.target)] == "the UN"
    assert (found.id, found.gold, found.quad) == ("7", "YIELD", 2)


@pytest.mark.parametrize(
    ("marked", "source", "target"),
    [
        ("<s>Iran</s> left, said Rome.", (0, 4), (16, 20)),  # target unmarked, but in the text
        ("Iran left, said <t>Rome</t>.", (0, 4), (16, 20)),
        ("<s>Iran</s> left <t>Rome</t>, <t>Rome</t>'s man said.", (0, 4), (10, 14)),
        ("<s>Iran</s> left Romeo.", (0, 4), None),  # not a word of its own
        ("<s>Iran</s> left.", (0, 4), None),
    ],
)
def test_missing_and_repeated_marks(
    tmp_path: Path, marked: str, source: tuple[int, int], target: tuple[int, int] | None
) -> None:
    (found,) = read_pairs(write(tmp_path, f"1\tx\t{marked}\tIran\tRome\tREJECT\t3"))
    assert (found.source, found.target) == (source, target)


def test_quotes_are_read_as_csv_writes_them(tmp_path: Path) -> None:
    row = '1\tx\t"<s>A</s> called <t>B</t> ""mad"""\tA\tB\tACCUSE\t3'
    (found,) = read_pairs(write(tmp_path, row))
    assert found.text == 'A called B "mad"'


def test_scores_by_hand() -> None:
    items = [item("YIELD", 2), item("YIELD", 2), item("ACCUSE", 3), item("ASSAULT", 4)]
    scores = score_pairs(items, [P.CONCEDE, None, P.REJECT, P.ASSAULT])
    # YIELD p 1 r 1/2 f1 2/3; ACCUSE 0; ASSAULT 1. Classes 2 (f1 2/3), 3 (1) and 4 (1)
    assert scores["n"] == 4
    assert scores["macro_f1"] == pytest.approx((2 / 3 + 0 + 1) / 3)
    assert scores["accuracy"] == 0.5
    assert scores["quad_macro_f1"] == pytest.approx((2 / 3 + 1 + 1) / 3)
    assert scores["quad_accuracy"] == 0.75
    assert scores["per_type"] == {
        "ACCUSE": {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 1},
        "ASSAULT": {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 1},
        "YIELD": {"p": 1.0, "r": 0.5, "f1": pytest.approx(2 / 3), "n": 2},
    }


def test_wrong_answers_cost_precision() -> None:
    scores = score_pairs([item("AID", 2), item("AGREE", 1)], [P.AID, P.AID])
    per_type = scores["per_type"]
    assert isinstance(per_type, dict)
    assert per_type["AID"]["p"] == 0.5


@pytest.mark.parametrize(("answer", "right"), [(P.RETREAT, 1.0), (P.CONCEDE, 1.0), (P.AID, 0.0)])
def test_yield_is_concede_or_retreat(answer: P, right: float) -> None:
    scores = score_pairs([item("YIELD", 2)], [answer])
    assert scores["accuracy"] == right
    assert scores["quad_accuracy"] == 1.0


def test_quads_are_scored_against_their_own_column() -> None:
    assert score_pairs([item("COERCE", 3)], [P.COERCE])["quad_accuracy"] == 0.0


def test_from_files(tmp_path: Path) -> None:
    path = write(tmp_path, "1\tx\t<s>A</s> met <t>B</t>\tA\tB\tCONSULT\t1")
    assert evaluate_pairs([path], lambda items: [P.CONSULT] * len(items))["macro_f1"] == 1.0
    with pytest.raises(ValueError, match="0 answers for 1"):
        evaluate_pairs([path], lambda items: [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a\tb\n1\t2\n", "no column plover_type"),
        ("plover_type\tpenta_class\nAID\t2\n", "marked_sentence"),
        (HEADER, "no pair"),
        (HEADER + "1\tx\ty\tA\tB\tDEMAND\t1\n", ":2: 'DEMAND'"),
        (HEADER + "1\tx\ty\tA\tB\tAID\t9\n", ":2: penta_class"),
    ],
)
def test_bad_files(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text(content)
    with pytest.raises(GoldError, match=reason):
        read_pairs(path)
