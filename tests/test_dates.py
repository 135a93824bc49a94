from __future__ import annotations

import random
import re

import pytest

from diplograph.dates import calendar_date, event_date

PUBLISHED = "2023-02-06"  # a Monday
CASES: list[tuple[str, str | None, str | None]] = [
    # weekdays: the nearest in the direction of the tense, the day of publication included
    ("Monday", "past", "2023-02-06"),
    ("Monday", None, "2023-02-06"),
    ("on Friday", "past", "2023-02-03"),
    ("Friday", "future", "2023-02-10"),
    ("Friday", None, None),
    ("late on Sunday", "past", "2023-02-05"),
    ("Sunday night", "past", "2023-02-05"),
    ("Saturday's", "past", "2023-02-04"),
    ("last Friday", "past", "2023-02-03"),
    ("last Monday", "past", "2023-01-30"),
    ("next Monday", "future", "2023-02-13"),
    ("next Wednesday", "future", None),  # the 8th or the 15th
    ("this Friday", "future", "2023-02-10"),
    ("2:30 p.m. on Wednesday", "future", "2023-02-08"),
    # days by name
    ("today", None, "2023-02-06"),
    ("yesterday", "past", "2023-02-05"),
    ("yesterday evening", "past", "2023-02-05"),
    ("tomorrow", "future", "2023-02-07"),
    ("the day before yesterday", "past", "2023-02-04"),
    ("this morning", "past", "2023-02-06"),
    # units
    ("last week", "past", "2023-01-30/2023-02-05"),
    ("next week", "future", "2023-02-13/2023-02-19"),
    ("this week", "past", "2023-02-06/2023-02-12"),
    ("the weekend", "past", "2023-02-04/2023-02-05"),
    ("the weekend", None, None),
    ("last month", "past", "2023-01"),
    ("next month", "future", "2023-03"),
    ("earlier this month", "past", "2023-02"),
    ("earlier this year", "past", "2023"),
    ("later this year", "future", "2023"),
    ("last year", "past", "2022"),
    ("last year's", "past", "2022"),
    ("the end of last year", "past", "2022"),
    # months
    ("in November", "past", "2022-11"),
    ("November", "future", "2023-11"),
    ("November", None, None),
    ("February", None, "2023-02"),
    ("January", "past", "2023-01"),
    ("last November", "past", "2022-11"),
    ("last January", "past", None),  # 2022 or 2023
    ("November 2022", None, "2022-11"),
    ("Nov. 2022", None, "2022-11"),
    ("late November 2022", None, "2022-11"),
    ("the beginning of March", "future", "2023-03"),
    ("may", "past", None),
    # full dates
    ("Feb. 6, 2023", None, "2023-02-06"),
    ("February 6th, 2023", None, "2023-02-06"),
    ("6 February 2023", None, "2023-02-06"),
    ("Monday, February 6, 2023", None, "2023-02-06"),
    ("the 6th of February 2023", None, "2023-02-06"),
    ("2023-02-06", None, "2023-02-06"),
    ("February 30, 2023", None, None),
    # days without a year
    ("Feb. 4", "past", "2023-02-04"),
    ("December 25", "past", "2022-12-25"),
    ("December 25", "future", "2023-12-25"),
    ("December 25", None, None),
    ("Wednesday, Jan. 25", None, "2023-01-25"),
    ("Friday, Jan. 25", "past", None),  # no such Friday near
    ("15 March", "future", "2023-03-15"),
    ("15 March", "past", None),  # eleven months back, so rather the next one
    ("in March", "past", None),
    ("in January", "future", None),
    ("last March", "past", "2022-03"),
    # years, decades, parts
    ("2015", None, "2015"),
    ("in 2015", None, "2015"),
    ("mid-2021", None, "2021"),
    ("early 2022", None, "2022"),
    ("the 1990s", None, "1990/1999"),
    ("the late 1990s", None, "1990/1999"),
    ("the first quarter of 2023", None, "2023-01/2023-03"),
    ("the second half of last year", None, "2022-07/2022-12"),
    ("the summer of 2022", None, "2022"),
    # distances
    ("three days ago", "past", "2023-02-03"),
    ("two months ago", "past", "2022-12"),
    ("a year ago", "past", "2022"),
    ("in two weeks", "future", "2023-02-20/2023-02-26"),
    ("in two weeks", "past", None),
    ("the past three days", "past", "2023-02-03/2023-02-06"),
    ("over the past two years", "past", "2021/2023"),
    # ranges
    ("since October 2018", "past", "2018-10/.."),
    ("since Friday", "past", "2023-02-03/.."),
    ("since last week", "past", "2023-01-30/.."),
    ("until Friday", None, "../2023-02-10"),
    ("by the end of 2023", "future", "../2023"),
    ("from 3 to 5 March", "future", "2023-03-03/2023-03-05"),
    ("3-5 March 2023", None, "2023-03-03/2023-03-05"),
    ("March 3-5, 2023", None, "2023-03-03/2023-03-05"),
    ("between March 3 and 5", "future", "2023-03-03/2023-03-05"),
    ("March 3 and 5", "future", None),
    ("Feb. 3 and 4", "past", "2023-02-03/2023-02-04"),
    ("from 2014 to 2016", None, "2014/2016"),
    ("2014-16", None, "2014/2016"),
    ("between 2014 and 2016", None, "2014/2016"),
    ("2022-11", None, "2022-11"),
    ("from March to May 2022", None, "2022-03/2022-05"),
    ("from November to March 2022", None, "2021-11/2022-03"),
    ("from January 15 to February 2, 2020", None, "2020-01-15/2020-02-02"),
    ("Feb. 28-March 2", "future", "2023-02-28/2023-03-02"),
    ("Thursday to Saturday", "past", "2023-02-02/2023-02-04"),
    ("Thursday to Saturday", "future", "2023-02-09/2023-02-11"),
    # vague: nothing rather than a guess
    ("decades", "past", None),
    ("recent years", "past", None),
    ("three days", "past", None),
    ("the same day", "past", None),
    ("a day earlier", "past", None),
    ("now", "past", None),
    ("9/11", "past", None),
    ("06/02/2023", None, None),
    ("the 19th century", None, None),
    ("", "past", None),
    ("9" * 5000, None, None),
]


@pytest.mark.parametrize(("text", "tense", "expected"), CASES)
def test_event_date_table(text: str, tense: str | None, expected: str | None) -> None:
    found = event_date(text, PUBLISHED, tense)  # type: ignore[arg-type]
    assert (found.value if found else None) == expected
    assert found is None or found.text == text


@pytest.mark.parametrize(
    "text", ["Monday", "last month", "in November", "three days ago", "Feb. 4"]
)
def test_relative_dates_need_a_day_of_publication(text: str) -> None:
    assert event_date(text, None, "past") is None


def test_absolute_dates_do_not_need_one() -> None:
    found = event_date("since October 2018", None, None)
    assert found is not None
    assert found.value == "2018-10/.."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-02-06T10:00:00Z", "2023-02-06"),
        ("Mon, 06 Feb 2023 10:00:00 GMT", "2023-02-06"),
        ("2023/2/6", "2023-02-06"),
        ("20230206", "2023-02-06"),
        ("06-Feb-2023", "2023-02-06"),
        ("13/02/2023", "2023-02-13"),
        ("02/13/2023", "2023-02-13"),
        ("02/03/2023", None),
        ("February 2023", None),
        ("2023-13-45", None),
        ("soon", None),
    ],
)
def test_calendar_date(text: str, expected: str | None) -> None:
    assert calendar_date(text) == expected


def test_any_words_give_an_iso_value_or_nothing() -> None:
    draw = random.Random(0)
    words = "last next this Monday Feb. May 6 2023 in on since until from to between and - the of"
    words += " 1990s week month year ago two past first half by early weekend ' -- 31 99 0 5th"
    value = re.compile(r"(\.\.|\d{4}(-\d\d(-\d\d)?)?)(/(\.\.|\d{4}(-\d\d(-\d\d)?)?))?")
    for _ in range(3000):
        text = " ".join(draw.choices(words.split(), k=draw.randint(1, 7)))
        day = draw.choice(["2023-02-06", "2024-02-29", "0001-01-01", "9999-12-31", None, "bad"])
        found = event_date(text, day, draw.choice(["past", "future", None]))  # type: ignore[arg-type]
        assert found is None or value.fullmatch(found.value), (text, found)


def test_extreme_years_do_not_raise() -> None:
    assert event_date("999 years ago", "0001-01-01", "past") is None
    assert event_date("next week", "9999-12-31", "future") is None
