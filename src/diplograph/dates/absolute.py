"""Dates by name and number: `Feb. 6, 2023`, `November`, `Monday`, `2015`, `the 1990s`."""

from __future__ import annotations

import datetime as dt
import re

from diplograph.dates.calendar import Context, Tense, interval, iso, shift
from diplograph.dates.words import (
    DAY,
    MONTH,
    OPTIONAL_WEEKDAY,
    TO,
    WEEKDAY,
    YEAR,
    month_number,
    weekday_number,
)

_WHICH = r"(?:(?P<which>last|next|this|this past|this coming) )?"
_DIRECTION: dict[str, Tense] = {
    "last": "past",
    "this past": "past",
    "next": "future",
    "this coming": "future",
}
# Further off and in another year, a day or month is likelier meant in the other direction.
_FAR_MONTHS = 9
_CLOCK = r"(?:[ ,].*\d:\d\d.*)?"
_CALENDAR = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<mm>\d\d)-(?P<day>\d\d)(?:[T ]\d\d:?\d\d.*)?",
        r"(?P<year>\d{4})[/.](?P<mm>\d\d?)[/.](?P<day>\d\d?)(?: \d\d?:\d\d.*)?",
        r"(?P<year>(?:19|20)\d\d)(?P<mm>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?",
        rf"{OPTIONAL_WEEKDAY}{MONTH} ?{DAY},? {YEAR}{_CLOCK}",
        rf"{OPTIONAL_WEEKDAY}(?:the )?{DAY}(?: of)?[ -]{MONTH}[, -] ?{YEAR}{_CLOCK}",
    )
]


def calendar_date(text: str) -> str | None:
    """A full date, as metadata and bylines write it, as YYYY-MM-DD; None where it is not one.

    Day and month in figures alone (`06/02/2023`) are read only where one of them exceeds 12 or
    both are the same.
    """
    text = " ".join(text.split())
    for pattern in _CALENDAR:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            month = int(parts["mm"]) if parts.get("mm") else month_number(parts["mon"])
            return iso(int(parts["year"]), month, int(parts["day"]))
    if match := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})", text):
        first, second, year = map(int, match.groups())
        if first > 12 or first == second:
            return iso(year, second, first)
        if second > 12:
            return iso(year, first, second)
    return None


def read_calendar(text: str, context: Context) -> str | None:
    """A full date inside a text."""
    del context
    return calendar_date(text)


def read_year(text: str, context: Context) -> str | None:
    """`2015`, `the 1990s`, `2014-16`, `2022-11`."""
    del context
    text = re.sub(r"^(?:the )?(?:year )?(?=\d)", "", text)
    if match := re.fullmatch(rf"{YEAR}s", text):
        year = int(match["year"])
        return f"{year}/{year + 9}" if year % 10 == 0 and year % 100 else None
    if match := re.fullmatch(rf"{YEAR}-(0[1-9]|1[0-2])", text):
        return text if int(match["year"][2:]) >= int(match[2]) else None
    if match := re.fullmatch(rf"(?:from )?{YEAR}{TO}(\d{{4}}|\d\d)", text):
        return interval(match["year"], match["year"][: 4 - len(match[2])] + match[2])
    match = re.fullmatch(YEAR, text)
    return match["year"] if match else None


def read_month(text: str, context: Context) -> str | None:
    """`November 2022`, `last November`, `November`."""
    if match := re.fullmatch(rf"{MONTH},?(?: of)? {YEAR}", text):
        return f"{match['year']}-{month_number(match['mon']):02}"
    match = re.fullmatch(_WHICH + MONTH, text)
    if not match or not context.base:
        return None
    base, month, which = context.base, month_number(match["mon"]), match["which"]
    if (which == "last" and month <= base.month) or (which == "next" and month >= base.month):
        return None
    if month == base.month or which == "this":
        return f"{base.year:04}-{month:02}"
    tense = _DIRECTION.get(which or "", context.tense)
    if tense is None:
        return None
    year = base.year - (month > base.month) if tense == "past" else base.year + (month < base.month)
    distance = abs((year - base.year) * 12 + month - base.month)
    far = which is None and year != base.year and distance > _FAR_MONTHS
    return f"{year:04}-{month:02}" if 1 <= year <= 9999 and not far else None


def read_day(text: str, context: Context) -> str | None:
    """`Feb. 6`, `the 6th of February`, `Monday, Feb. 6`: weekday or direction give the year."""
    match = re.fullmatch(rf"{OPTIONAL_WEEKDAY}{MONTH} (?:the )?{DAY}", text) or re.fullmatch(
        rf"{OPTIONAL_WEEKDAY}(?:the )?{DAY}(?: of)? {MONTH}", text
    )
    if not match or not context.base:
        return None
    base, tense = context.base, context.tense
    days = [
        dt.date.fromisoformat(value)
        for year in range(base.year - 1, base.year + 2)
        if (value := iso(year, month_number(match["mon"]), int(match["day"])))
    ]
    if match["wday"]:
        days = [day for day in days if day.weekday() == weekday_number(match["wday"])]
        return days[0].isoformat() if len(days) == 1 else None
    if tense is None:
        days = [day for day in days if abs((day - base).days) <= 31]
    elif tense == "past":
        days = [day for day in days if day <= base][-1:]
    else:
        days = [day for day in days if day >= base][:1]
    if days and days[0].year != base.year and abs((days[0] - base).days) > _FAR_MONTHS * 31:
        return None
    return days[0].isoformat() if days else None


def read_weekday(text: str, context: Context) -> str | None:
    """`Monday`, `last Monday`, `next Monday`; the last two only where no two days fit."""
    match = re.fullmatch(_WHICH + WEEKDAY, text)
    if not match or not context.base:
        return None
    base, which = context.base, match["which"] or ""
    back = (base.weekday() - weekday_number(match["wday"])) % 7
    if which in {"last", "this past"}:
        back = back or 7
        return None if which == "last" and back <= base.weekday() else shift(base, -back)
    if which in {"next", "this coming"}:
        ahead = 7 - back
        return None if which == "next" and base.weekday() + ahead <= 6 else shift(base, ahead)
    if back == 0:
        return base.isoformat()
    if context.tense is None:
        return None
    return shift(base, -back if context.tense == "past" else 7 - back)
