"""The words of dates: names, numbers and the parts of patterns that the readers share."""

from __future__ import annotations

import re

_NUMBERS = {"a": 1, "an": 1} | {
    word: n
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_DAY_NAMES = "mon tue wed thu fri sat sun"

MONTH = (
    r"(?P<mon>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
DAY_2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
WEEKDAY = (
    r"(?P<wday>Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?"
    r"|Sat(?:urday)?|Sun(?:day)?)\b\.?"
)
OPTIONAL_WEEKDAY = rf"(?:{WEEKDAY},? (?:the )?)?"
COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)})"
TO = r"(?: ?[-–—] ?| to | until | till | through )"
TO_OR_AND = r"(?: ?[-–—] ?| to | until | till | through | and )"

_ZONE = r"(?: (?:local time|GMT|UTC|EST|EDT|ET))?"
_TIME = re.compile(
    r"\b(?:early|late|later)(?: on)? (?=(?:on )?[A-Z]|yesterday|today)|"
    rf"[ ,]*\b(?:at )?\d{{1,2}}(?:[:.]\d\d)? ?[ap]\.?m\b\.?{_ZONE}|"
    rf"[ ,]*\b(?:at )?\d{{1,2}}:\d\d{_ZONE}|"
    r"(?<=day) (?:morning|afternoon|evening|night|noon|midnight)$|^(?:noon|midnight) (?:on )?"
)
_LEAD = re.compile(r"^(?:(?i:on|in|during|at|over|around|throughout) )+(?:the (?=month|year) ?)?")
_SHARE = re.compile(
    r"^(?:the )?(?:(?:very )?(?:early|late|mid)[ -](?:in )?|"
    r"(?:start|beginning|middle|end|course|month|year|night|morning|evening|afternoon|day|summer|"
    r"spring|autumn|fall) of (?:the )?(?=\d|[A-Z]|this|last|next)|"
    r"(?:summer|spring|autumn|fall),? (?=\d{4}$)|"
    r"(?:earlier|later|sometime)(?: in)? (?=this |last ))"
)


def month_number(name: str) -> int:
    """1 to 12 for a name or abbreviation that `MONTH` matched."""
    return _MONTH_NAMES.index(name[:3].lower()) // 4 + 1


def weekday_number(name: str) -> int:
    """0 (Monday) to 6 for a name or abbreviation that `WEEKDAY` matched."""
    return _DAY_NAMES.index(name[:3].lower()) // 4


def number(word: str) -> int:
    """The number that `COUNT` matched, in figures or words."""
    return int(word) if word.isdigit() else _NUMBERS[word]


def clean(text: str) -> str:
    """A mention without possessive, outer punctuation and time of day."""
    text = " ".join(text.replace("’", "'").split()).strip(' ,;.()"')
    return _TIME.sub("", re.sub(r"'s?$", "", text)).strip(" ,")


def spellings(text: str) -> list[str]:
    """The mention, then without its preposition, then without "early", "the end of" as well."""
    bare = _LEAD.sub("", text)
    return list(dict.fromkeys((text, bare, _SHARE.sub("", bare))))
