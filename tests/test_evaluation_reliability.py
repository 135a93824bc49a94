"""Reliability tables and the expected calibration error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.evaluation.reliability import calibration_error, reliability

ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def test_bins_say_what_was_promised_and_what_came_true() -> None:
    table = reliability([(0.85, True), (0.81, False), (0.2, False), (1.0, True)])
    assert [(row.low, row.n, row.right) for row in table] == [
        (0.2, 1, 0.0),
        (0.8, 2, 0.5),
        (0.9, 1, 1.0),
    ]
    assert table[1].said == pytest.approx(0.83)


def test_error_is_the_mean_gap() -> None:
    assert calibration_error(reliability([(0.9, True)] * 9 + [(0.9, False)])) == pytest.approx(0)
    assert calibration_error(reliability([(0.9, False)] * 2)) == pytest.approx(0.9)
    assert calibration_error(()) == 0


@given(ANSWERS)
def test_every_answer_stands_in_one_bin(answers: list[tuple[float, bool]]) -> None:
    table = reliability(answers)
    assert sum(row.n for row in table) == len(answers)
    assert 0 <= calibration_error(table) <= 1
