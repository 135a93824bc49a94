"""Texts for a terminal or a log: what could move the cursor or turn the line is made visible."""

from __future__ import annotations

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
