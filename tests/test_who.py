"""Who is who: `tables/who.tsv`, the half used in development case by case, the other as one figure.

`tables/who_dev.tsv` has more cases for development, written after that other half's first score.

Columns: split (`dev` or `kept`, by a hash of date and text), group, hard, date, text with the
mention in brackets, expected (see `evaluation.actors`), cause of a known failure.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diplograph.actors.index import MentionIndex
from diplograph.errors import GoldError
from diplograph.evaluation.actors import ActorCase, answer, evaluate_actors, read_cases
from diplograph.reading import annotate
from diplograph.records import Document

if TYPE_CHECKING:
    from spacy.language import Language

TABLES = Path(__file__).parent / "tables"
CASES = read_cases(TABLES / "who.tsv")
MORE = read_cases(TABLES / "who_dev.tsv")
KEPT_FLOOR = 0.92


def found(case: ActorCase, nlp: Language) -> str:
    doc = annotate(Document(text=case.text, published=case.date), nlp)
    index = doc._.diplograph_actors.index
    assert isinstance(index, MentionIndex)
    return answer(index, case.start, case.end)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=f"{case.group}: {case.text} ({case.date})",
            marks=[pytest.mark.xfail(reason=case.cause, strict=False)] if case.cause else [],
        )
        for case in (*CASES, *MORE)
        if case.split == "dev"
    ],
)
def test_a_mention_means(case: ActorCase, nlp: Language) -> None:
    given = found(case, nlp)
    assert case.is_right(given), f"{given} is not {case.expected}"


def test_the_part_kept_aside(nlp: Language) -> None:
    kept = [case for case in CASES if case.split == "kept"]
    right = sum(case.is_right(found(case, nlp)) for case in kept)
    assert right / len(kept) >= KEPT_FLOOR


def test_the_table_is_wide_hard_and_split_by_hash() -> None:
    assert len(CASES) >= 400
    assert sum(case.hard == "yes" for case in CASES) >= len(CASES) / 2
    for case in CASES:
        marked = f"{case.text[: case.start]}[{case.text[case.start : case.end]}]"
        key = f"{case.date or ''}\t{marked}{case.text[case.end :]}"
        odd = int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2
        assert case.split == ("kept" if odd else "dev"), key
    assert not any(case.cause for case in CASES if case.split == "kept")


def test_answers_are_compared_whole() -> None:
    case = ActorCase("A and B", 0, 1, None, "one+two|three")
    assert case.is_right("two+one") and case.is_right("three")
    assert not any(map(case.is_right, ("one", "two", "one+two+three", "none")))


def test_scores_by_split_and_group(tmp_path: Path, nlp: Language) -> None:
    gold = tmp_path / "gold.tsv"
    gold.write_text(
        "split\tgroup\thard\tdate\ttext\texpected\n"
        "a\tone\tyes\t2023-01-01\t[Norway] sent a note.\tnorway\n"
        "b\tone\tno\t2023-01-01\t[Norway] sent a note.\tsweden\n",
        encoding="utf-8",
    )

    def read(text: str, date: str | None) -> MentionIndex:
        doc = annotate(Document(text=text, published=date), nlp)
        index: MentionIndex = doc._.diplograph_actors.index
        return index

    scores = evaluate_actors([gold], read)
    assert (scores["n"], scores["accuracy"], scores["hard_accuracy"]) == (2, 0.5, 1.0)
    assert scores["per_split"] == {
        "a": {"accuracy": 1.0, "n": 1},
        "b": {"accuracy": 0.0, "n": 1},
    }


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("date\ttext\n2023-01-01\t[A] b.\n", "no column 'expected'"),
        ("date\ttext\texpected\n\tA b.\tnone\n", "one mention in square brackets"),
        ("date\ttext\texpected\n\t[A] [b].\tnone\n", "one mention in square brackets"),
        ("date\ttext\texpected\n\t[A] b.\tone||two\n", "blank id"),
    ],
)
def test_a_table_of_another_form_is_refused(tmp_path: Path, table: str, message: str) -> None:
    gold = tmp_path / "gold.tsv"
    gold.write_text(table, encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        read_cases(gold)
