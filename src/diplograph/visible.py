"""Texts for a terminal or a log: what could act on the reader is made visible."""

from __future__ import annotations

import json

_JOINERS = "\u200c\u200d\xa0"
"""Not printable by Unicode's rules, but harmless: Persian words, emoji and prices need them."""


def visible(text: str, keep: str = "") -> str:
    r"""The text with control, direction and other invisible characters as `\\x1b`, `\\u202e`, ...

    Those in `keep` (say a line break) stay as they are.
    """
    if text.isprintable():
        return text
    allowed = _JOINERS + keep
    return "".join(c if c.isprintable() or c in allowed else repr(c)[1:-1] for c in text)


def safe_json(value: object) -> str:
    r"""The value as one line of JSON in which invisible characters are written as `\u202e`.

    Whoever parses it gets the same value; whoever looks at it on a terminal is not deceived.
    """
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    allowed = _JOINERS
    return "".join(c if c.isprintable() or c in allowed else json.dumps(c)[1:-1] for c in text)
