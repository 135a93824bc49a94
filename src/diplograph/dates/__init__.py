"""Dates as texts write them, turned into ISO 8601, never by a guess and never by today's clock.

`event_date` reads a DATE mention against the day the text was published; `calendar_date` reads
a full date such as metadata hold. Both are pure functions of their arguments.
"""

from __future__ import annotations

from diplograph.dates.absolute import calendar_date
from diplograph.dates.calendar import Context, Tense, first_day
from diplograph.dates.ranges import read
from diplograph.dates.words import clean
from diplograph.records import EventDate

__all__ = ["Tense", "calendar_date", "event_date"]

_LONGEST = 80


def event_date(text: str, published: str | None, tense: Tense | None) -> EventDate | None:
    """The date, month, year or interval that a DATE mention means, or None when unsure.

    `published` is the document's ISO date (relative words are not read without it). `tense` is
    "past" for what has happened, "future" for what is planned; a weekday or a month without a
    year means the nearest one in that direction (the day or month of publication included), and
    nothing when the tense is None or when that one lies in another year and more than nine months
    off. Weeks run Monday to Sunday. Open intervals are written `2018-10/..` and `../2030`.
    `EventDate.text` is the mention as given.
    """
    if len(text) > _LONGEST:
        return None
    base = first_day(published) if published else None
    try:
        value = read(clean(text), Context(base, tense))
    except OverflowError:
        return None
    return EventDate(value, text) if value else None
