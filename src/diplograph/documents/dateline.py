"""The line that opens a news text: `BEIJING, Feb. 6 (Xinhua) --`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diplograph.dates import calendar_date, event_date

_DATE = (
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Satur|Sun)(?:day)?\.?,? )?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}"
    r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?)(?:,? \d{4})?"
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’/ -]{2,40}(?:, [A-Z][A-Za-z.' -]{1,30}?)?)"
    rf"(?:,? (?P<date>{_DATE}))?(?: ?\((?P<agency>[A-Z][\w./& -]{{1,40}})\))?"
    r" ?(?:--|—|–|-) ?(?=\S)"
)
_OWN_LINE = re.compile(
    r"(?:(?:Published|Posted|Updated|Date|Issued)(?: on)?:? )?"
    rf"(?P<date>{_DATE}|\d{{4}}-\d\d-\d\d)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says: an ISO date and an agency, each or None."""

    date: str | None = None
    agency: str | None = None


def find_dateline(text: str, near: str | None) -> Dateline:
    """The date and agency at the start of a text, or on one of its first lines alone.

    `near` is an ISO date that gives the year to a dateline without one (the nearest such day
    not after it by more than a month); without it such a date stays unknown.
    """
    if match := _DATELINE.match(text[:200].lstrip()):
        date = match["date"]
        return Dateline(_resolve(date, near) if date else None, match["agency"])
    for line in text[:400].split("\n")[:3]:
        if match := _OWN_LINE.fullmatch(line.strip()):
            return Dateline(_resolve(match["date"], near))
    return Dateline()


def is_dateline(line: str) -> bool:
    """Whether a line is a date alone or begins with place and dash."""
    return bool(_OWN_LINE.fullmatch(line) or _DATELINE.match(line))


def _resolve(date: str, near: str | None) -> str | None:
    if full := calendar_date(date):
        return full
    if re.search(r"\d{4}", date) or near is None:
        return None
    found = event_date(date, near, None) or event_date(date, near, "past")
    return found.value if found else None
