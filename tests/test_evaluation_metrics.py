from __future__ import annotations

from pathlib import Path

import pytest

from diplograph.errors import GoldError
from diplograph.evaluation.files import gold_files, read_gold
from diplograph.evaluation.metrics import Counts, add_up, bootstrap_interval, mean


def test_scores_by_hand() -> None:
    counts = Counts(predicted_right=3, predicted=4, gold_found=2, gold=5)
    assert counts.precision == 0.75
    assert counts.recall == 0.4
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.4 / 1.15)


def test_nothing_scores_nothing() -> None:
    assert Counts().scores() == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert mean([]) == 0.0


def test_counts_add_up() -> None:
    assert add_up([Counts(1, 2, 3, 4), Counts.paired(5, 6, 7)]) == Counts(6, 8, 8, 11)


def test_bootstrap_is_seeded_and_brackets_the_value() -> None:
    items = [0.0, 1.0] * 50
    first = bootstrap_interval(items, mean, seed=1)
    assert first == bootstrap_interval(items, mean, seed=1)
    assert first != bootstrap_interval(items, mean, seed=2)
    assert 0.38 < first[0] < 0.45
    assert 0.55 < first[1] < 0.62
    assert bootstrap_interval([1.0, 1.0], mean) == (1.0, 1.0)
    assert bootstrap_interval([], mean) == (0.0, 0.0)


def test_gold_files(tmp_path: Path) -> None:
    (tmp_path / "b.tsv").write_text("x")
    (tmp_path / "a.tsv").write_text("x")
    (tmp_path / "c.txt").write_text("x")
    found = gold_files([tmp_path, tmp_path / "a.tsv", tmp_path / "c.txt"], [".tsv"])
    assert [path.name for path in found] == ["a.tsv", "b.tsv", "c.txt"]
    for wrong in ([tmp_path / "none"], []):
        with pytest.raises(GoldError):
            gold_files(wrong, [".tsv"])
    with pytest.raises(GoldError, match="folder"):
        gold_files([tmp_path], [".json"])


def test_gold_must_be_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(GoldError, match="UTF-8"):
        read_gold(tmp_path / "a.tsv")
