"""Training-time variants: curly quotes, capitals."""

from __future__ import annotations

OPENING = {"``", "`"}


def curly(word: str, tag: str, opened: bool) -> str:
    """Return the typographic form of a quote, apostrophe or dash."""
    if word == '"':
        return "“" if tag in OPENING or (tag != "''" and not opened) else "”"
    if word == "'" and tag in OPENING:
        return "‘"
    if word == "--":
        return "—"
    return word.replace("'", "’")


def curly_words(words: list[str], tags: list[str]) -> list[str]:
    """Return words with typographic quotes."""
    opened = False
    changed = []
    for word, tag in zip(words, tags, strict=True):
        changed.append(curly(word, tag, opened))
        if word == '"':
            opened = changed[-1] == "“"
    return changed


def upper_words(words: list[str]) -> list[str]:
    """Capitals, where that keeps one character per character."""
    return [word.upper() if len(word.upper()) == len(word) else word for word in words]
