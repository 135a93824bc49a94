"""Find DATE expressions by pattern, so that every training set marks the same ones."""

from __future__ import annotations

import re

from wordlists import words as listed

WEEKDAYS = listed("weekdays")
MONTHS = listed("months")
RELATIVE_DAYS = listed("days")
SHIFTS = listed("shifts")
UNITS = listed("units")
PLURAL_UNITS = listed("plural_units")
NUMBERS = listed("numbers")
BEFORE_YEAR = listed("before_year")
BEFORE_MAY = listed("before_may")
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(st|nd|rd|th)?")
_DECADE = re.compile(r"(1[5-9]|20)\d0'?s")


def is_year(word: str) -> bool:
    """Whether the word can be a year."""
    return _YEAR.fullmatch(word) is not None


def _is_month(words: list[str], index: int) -> bool:
    word = words[index]
    if word.lower() not in MONTHS or not word[:1].isupper():
        return False
    if word.lower() not in {"may", "march"}:
        return True
    following = words[index + 1] if index + 1 < len(words) else ""
    before = words[index - 1].lower() if index else ""
    return bool(_DAY.fullmatch(following) or is_year(following) or before in BEFORE_MAY)


def _month_end(words: list[str], index: int) -> int:
    """Return the end of 'May', 'May 3', 'May 2008', 'May 3 , 2008' from the month on."""
    end = index + 1
    if end < len(words) and _DAY.fullmatch(words[end]):
        end += 1
    if end < len(words) and is_year(words[end]):
        return end + 1
    if end + 1 < len(words) and words[end] == "," and is_year(words[end + 1]):
        return end + 2
    return end


def _relative_end(words: list[str], index: int) -> int | None:
    """Return the end of 'last week', 'the past two years' (from 'past'), 'two years ago'."""
    lower = [word.lower() for word in words[index : index + 4]]
    if len(lower) > 1 and lower[0] in SHIFTS:
        if lower[1] in UNITS or lower[1] in WEEKDAYS or lower[1] in MONTHS:
            return index + 2
        if len(lower) > 2 and lower[1] in NUMBERS and lower[2] in PLURAL_UNITS:
            return index + 3
    counted = len(lower) > 2 and (lower[0] in NUMBERS or lower[0].isdigit())
    if counted and lower[2] == "ago" and lower[1] in PLURAL_UNITS | UNITS | {"day"}:
        return index + 3
    return None


def _lone_year(words: list[str], index: int) -> bool:
    if not is_year(words[index]) or not index:
        return False
    following = words[index + 1] if index + 1 < len(words) else ""
    counted = (
        following.isalpha() and following.endswith("s") and following not in {"was", "is", "as"}
    )
    return words[index - 1].lower() in BEFORE_YEAR and not (counted and following.islower())


def _date_end(words: list[str], index: int) -> int | None:
    """Return the end of the date that begins at index, or None."""
    word = words[index]
    relative = _relative_end(words, index)
    if relative:
        return relative
    if word.lower() in WEEKDAYS and word[:1].isupper():
        return index + 1
    if word.lower() in RELATIVE_DAYS or _DECADE.fullmatch(word):
        return index + 1
    if _is_month(words, index):
        return _month_end(words, index)
    if _DAY.fullmatch(word) and index + 1 < len(words) and _is_month(words, index + 1):
        end = index + 2
        return end + 1 if end < len(words) and is_year(words[end]) else end
    return index + 1 if _lone_year(words, index) else None


def find_dates(words: list[str]) -> list[tuple[int, int]]:
    """Return token spans of dates, left to right."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        end = _date_end(words, index)
        if end is None:
            index += 1
        else:
            found.append((index, end))
            index = end
    return found
