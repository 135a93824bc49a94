"""Dates by their distance from the day of publication: `yesterday`, `last month`, `a year ago`."""

from __future__ import annotations

import datetime as dt
import re

from diplograph.dates.calendar import Context, interval, shift, unit
from diplograph.dates.words import COUNT, number

_DAYS = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}
_STEPS = {"last": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_UNIT = r"(?P<unit>day|week|month|year)s?"


def is_relative(text: str) -> bool:
    """Whether a phrase counts from the day of publication, whatever stands beside it."""
    return bool(re.search(r"(?i)\b(?:last|next|this|ago|today|yesterday|tomorrow)\b", text))


def read_named(text: str, context: Context) -> str | None:
    """`yesterday`, `last month`, `this week`, `next year`."""
    if not context.base:
        return None
    lower = re.sub(r"^the (?=day )", "", text.lower())
    if lower in _DAYS:
        return shift(context.base, _DAYS[lower])
    pattern = r"(?:the )?(last|this|next|current|coming) (week|month|year)"
    if match := re.fullmatch(pattern, lower):
        return unit(context.base, match[2], _STEPS[match[1]])
    return None


def read_weekend(text: str, context: Context) -> str | None:
    """`the weekend`, `last weekend`: Saturday and Sunday; None if written on one of them."""
    match = re.fullmatch(r"(?:the )?(?:(last|past|this|coming) )?weekend", text.lower())
    if not match or not context.base or context.base.weekday() >= 5:
        return None
    directions = {"last": "past", "past": "past", "coming": "future"}
    tense = directions.get(match[1] or "", context.tense)
    if tense is None:
        return None
    ahead = 5 - context.base.weekday()
    saturday = context.base + dt.timedelta(ahead if tense == "future" else ahead - 7)
    return interval(saturday.isoformat(), shift(saturday, 1))


def read_distance(text: str, context: Context) -> str | None:
    """`three days ago`, `in two weeks` (planned), `the past five days`."""
    base, lower = context.base, text.lower()
    if not base:
        return None
    if match := re.fullmatch(rf"{COUNT} {_UNIT} ago", lower):
        return unit(base, match["unit"], -number(match["n"]))
    if match := re.fullmatch(rf"in {COUNT} {_UNIT}(?:' time)?", lower):
        future = context.tense == "future"
        return unit(base, match["unit"], number(match["n"])) if future else None
    pattern = rf"(?:the )?(?P<which>past|last|next|coming) {COUNT} {_UNIT}"
    match = re.fullmatch(pattern, lower)
    if not match or number(match["n"]) < 2:
        return None
    step = number(match["n"]) * (1 if match["which"] in {"next", "coming"} else -1)
    if match["unit"] in {"day", "week"}:
        other = shift(base, step * (7 if match["unit"] == "week" else 1))
        return interval(*sorted((base.isoformat(), other)))
    return interval(*sorted((unit(base, match["unit"], 0), unit(base, match["unit"], step))))
