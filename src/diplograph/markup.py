"""Small pieces of HTML for notebooks, in which nothing of a text is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def escaped(value: object) -> str:
    """A value as text of HTML, whose direction of writing changes nothing around it."""
    text = str(value).encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
    return f"<bdi>{escape(text)}</bdi>"


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with spans of it (in characters, in any order) marked; overlaps are marked once."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at and end > start:
            pieces += [escaped(text[at:start]), f"<mark>{escaped(text[start:end])}</mark>"]
            at = end
    return "".join([*pieces, escaped(text[at:])])


def table(rows: Sequence[Sequence[str]], header: Sequence[str] = ()) -> str:
    """Rows of cells that are HTML already, under a header of plain words."""
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return (
        f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{lines}</tbody></table>"
    )
