"""What `evaluate reports` reads and counts: short forms marked by hand in news reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from diplograph.errors import GoldError
from diplograph.evaluation import evaluate_reports
from diplograph.evaluation.marked import read_reports
from diplograph.scoring import dated_mention_reader

REPORT = """# 2023-03-10

[Emmanuel Macron]{1} met [Olaf Scholz]{2} in Paris. [He]{1} thanked the [chancellor]{2}. [It]{0} was
late when the [two leaders]{1+2} left.

# 2024-01-02

Said [Peru]{1} of [its]{1} fleet.
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "reports.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_report_is_its_text_without_the_marks(tmp_path: Path) -> None:
    first, second = read_reports(written(tmp_path, REPORT))
    assert first.document.published == "2023-03-10"
    assert first.document.text.startswith("Emmanuel Macron met Olaf Scholz in Paris. He thanked")
    assert [(m.text, m.numbers) for m in first.marks][-2:] == [
        ("It", frozenset()),
        ("two leaders", frozenset({"1", "2"})),
    ]
    assert second.document.text == "Said Peru of its fleet."
    for report in (first, second):
        for mark in report.marks:
            assert report.document.text[mark.start : mark.end] == mark.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no report", "no report"),
        ("# yesterday\n\n[A]{1}.", "no date"),
        ("# 2020-01-01\n\n[A]{x} met B.", "no mark"),
        ("# 2020-01-01\n\n[A [B]{1}]{2}.", "no mark"),
        ("# 2020-01-01\n\nA met B}.", "no mark"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(GoldError, match=said):
        list(read_reports(written(tmp_path, text)))


def test_who_is_resolved_to_others_is_wrong_and_who_is_not_is_missed(
    tmp_path: Path, nlp: Language
) -> None:
    path = written(
        tmp_path,
        "# 2023-03-10\n\n[Emmanuel Macron]{1} met [Angela Merkel]{2}. [She]{2} smiled. "
        "[He]{2} left. The [kitchen]{1} burnt.\n",
    )
    scores = evaluate_reports([path], dated_mention_reader(nlp))
    assert scores["pronouns"] == {"precision": 0.5, "recall": 0.5, "n_resolved": 2, "n_gold": 2}
    assert scores["descriptions"]["n_resolved"] == 0
    assert scores["short forms"]["recall"] == pytest.approx(1 / 3)


def test_nobody_may_be_meant(tmp_path: Path, nlp: Language) -> None:
    path = written(tmp_path, "# 2023-03-10\n\n[Angela Merkel]{1} spoke. [She]{0} smiled.\n")
    scores = evaluate_reports([path], dated_mention_reader(nlp))["pronouns"]
    assert (scores["precision"], scores["n_resolved"], scores["n_gold"]) == (0, 1, 0)
