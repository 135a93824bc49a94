"""All readers of date mentions in order, and those for ranges, which read their ends by them."""

from __future__ import annotations

import re
from collections.abc import Callable

from diplograph.dates.absolute import (
    read_calendar,
    read_day,
    read_month,
    read_weekday,
    read_year,
)
from diplograph.dates.calendar import Context, first_day, interval
from diplograph.dates.relative import is_relative, read_distance, read_named, read_weekend
from diplograph.dates.words import DAY, DAY_2, MONTH, TO_OR_AND, YEAR, spellings

_ORDINALS = ("first", "second", "third", "fourth")


def read(text: str, context: Context) -> str | None:
    """The ISO value of a cleaned mention, by the first reader that knows it; else None."""
    for phrase in spellings(text):
        for reader in _READERS:
            if value := reader(phrase, context):
                return value
    return None


def read_part_of_year(text: str, context: Context) -> str | None:
    """`the first quarter of 2023`, `the second half of last year`."""
    match = re.fullmatch(rf"(?:the )?({'|'.join(_ORDINALS)}) (quarter|half) of (.+)", text)
    year = read(match[3], context) if match else None
    if not match or not year or len(year) != 4:
        return None
    size, index = (3 if match[2] == "quarter" else 6), _ORDINALS.index(match[1])
    if (index + 1) * size > 12:
        return None
    return f"{year}-{index * size + 1:02}/{year}-{(index + 1) * size:02}"


def read_open(text: str, context: Context) -> str | None:
    """`since October 2018`, `until Friday`, `by 2030`, `starting Monday`."""
    if match := re.fullmatch(r"(?i:(?:ever )?since (?:as early as )?)(.+)", text):
        value = read(match[1], Context(context.base, "past"))
        return f"{value.split('/')[0]}/.." if value else None
    if match := re.fullmatch(r"(?:starting|beginning)(?: on| from| in)? (.+)", text):
        value = read(match[1], context)
        return f"{value.split('/')[0]}/.." if value else None
    if match := re.fullmatch(r"(?i:until|till|by)(?: the end of)? (.+)", text):
        value = read(match[1], Context(context.base, context.tense or "future"))
        return f"../{value.split('/')[-1]}" if value and ".." not in value else None
    return None


def read_days_of_month(text: str, context: Context) -> str | None:
    """`from 3 to 5 March`, `March 3-5, 2023`; two days joined by "and" only if neighbours."""
    loose = text.startswith("between ")
    text = re.sub(r"^(?:from|between) ", "", text)
    match = re.fullmatch(
        rf"(?:the )?{DAY}{TO_OR_AND}(?:the )?{DAY_2}(?: of)? {MONTH}(?:,? {YEAR})?", text
    ) or re.fullmatch(rf"{MONTH} {DAY}{TO_OR_AND}{DAY_2}(?:,? {YEAR})?", text)
    if not match:
        return None
    days = int(match["day2"]) - int(match["day"])
    if days < 1 or (" and " in text and not loose and days > 1):
        return None
    year = f" {match['year']}" if match["year"] else ""
    month = match["mon"]
    return interval(
        read(f"{month} {match['day']}{year}", context),
        read(f"{month} {match['day2']}{year}", context),
    )


def read_between(text: str, context: Context) -> str | None:
    """`from A to B`, `between A and B`, `A - B`: the side without a year follows the other."""
    match = (
        re.fullmatch(r"from (.+?) (?:to|until|till|through) (.+)", text)
        or re.fullmatch(r"between (.+?) and (.+)", text)
        or re.fullmatch(r"(.+?)(?: ?[-–—] ?| to | through )(.+)", text)
    )
    if not match:
        return None
    first, second = match[1], match[2]
    if context.tense == "future" and not re.search(r"\d{4}", second):
        start = read(first, context)
        return interval(start, _read_beside(second, start, context, "future"))
    end = read(second, context)
    return interval(_read_beside(first, end, context, "past"), end)


def _read_beside(text: str, other: str | None, context: Context, tense: str) -> str | None:
    """One end of a range, counted from the other unless it counts from publication itself."""
    anchor = first_day(other) if other else None
    if anchor is None or is_relative(text):
        return read(text, context)
    return read(text, Context(anchor, "future" if tense == "future" else "past"))


_READERS: tuple[Callable[[str, Context], str | None], ...] = (
    read_calendar,
    read_year,
    read_month,
    read_day,
    read_weekday,
    read_named,
    read_weekend,
    read_distance,
    read_days_of_month,
    read_part_of_year,
    read_open,
    read_between,
)
