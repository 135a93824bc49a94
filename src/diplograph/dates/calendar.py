"""Calendar arithmetic on ISO 8601 strings: dates, months, years and intervals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Tense = Literal["past", "future"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative date is read against: the day of publication and the tense, if known."""

    base: dt.date | None
    tense: Tense | None


def iso(year: int, month: int, day: int) -> str | None:
    """YYYY-MM-DD, or None where there is no such day."""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def first_day(value: str) -> dt.date | None:
    """First day of an ISO date, month, year or interval; None where it is open or none."""
    try:
        return dt.date.fromisoformat((value.split("/", maxsplit=1)[0] + "-01-01")[:10])
    except ValueError:
        return None


def shift(day: dt.date, days: int) -> str:
    """The ISO date that many days later."""
    return (day + dt.timedelta(days)).isoformat()


def unit(base: dt.date, name: str, step: int) -> str:
    """The day, week (as an interval), month or year that lies `step` units from `base`.

    Raises OverflowError outside the years 1 to 9999.
    """
    if not 1 <= base.year + (step if name == "year" else step / 12) <= 9999:
        raise OverflowError(f"{step} {name}s from {base} is out of range")
    if name == "day":
        return shift(base, step)
    if name == "week":
        monday = base + dt.timedelta(7 * step - base.weekday())
        return f"{monday.isoformat()}/{shift(monday, 6)}"
    if name == "month":
        months = base.year * 12 + base.month - 1 + step
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return f"{base.year + step:04}"


def interval(start: str | None, end: str | None) -> str | None:
    """`start/end` by the outer bounds of two values; None where one lacks or they are swapped."""
    if not start or not end or ".." in start + end:
        return None
    first, last = start.split("/")[0], end.split("/")[-1]
    size = min(len(first), len(last))
    return f"{first}/{last}" if first[:size] <= last[:size] and first != last else None
