"""What a topic is about: a small scheme of issues from `ontology/lexicon/contexts.tsv`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from diplograph.errors import LexiconError
from diplograph.resources import ontology_path

_HEADER = ["id", "label", "keywords"]
_ID = re.compile(r"[a-z]+(-[a-z]+)*")
_KEYWORD = re.compile(r"[a-z0-9]+([ -][a-z0-9]+)*\*?")
_WORD = re.compile(r"\w+")
_LETTERS = 4  # of a keyword by which it is looked up


@dataclass(frozen=True, slots=True)
class Context:
    """An issue: `id` is the local part of its concept's IRI, `label` its name in English."""

    id: str
    label: str
    keywords: tuple[str, ...]


@lru_cache(maxsize=2)
def load_contexts(path: Path | None = None) -> tuple[Context, ...]:
    """The scheme in the order of its ids; `path`: another table than the embedded one.

    Raises:
        LexiconError: a line of the table is not of the expected form.
    """
    path = path or ontology_path() / "lexicon" / "contexts.tsv"
    rows = [
        (number, line.split("\t"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line and not line.startswith("#")
    ]
    if not rows or rows[0][1] != _HEADER:
        raise LexiconError(f"{path}: the header must be {' '.join(_HEADER)}, separated by tabs")
    found: dict[str, Context] = {}
    for number, cells in rows[1:]:
        context = _context(cells)
        if context is None or context.id in found:
            raise LexiconError(
                f"{path}:{number}: {cells!r} is not allowed; allowed: a new lower-case id, a "
                "label, and lower-case keywords separated by |"
            )
        found[context.id] = context
    return tuple(found[name] for name in sorted(found))


def _context(cells: list[str]) -> Context | None:
    if len(cells) != len(_HEADER) or not _ID.fullmatch(cells[0]) or not cells[1]:
        return None
    keywords = tuple(cells[2].split("|"))
    if not all(_KEYWORD.fullmatch(word) for word in keywords):
        return None
    return Context(cells[0], cells[1], keywords)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((c.id, _pattern(c.keywords)) for c in load_contexts())


@lru_cache(maxsize=1)
def _by_beginning() -> dict[str, frozenset[int]]:
    """From the first letters of keywords to the places of their patterns in `_patterns`."""
    found: dict[str, frozenset[int]] = {}
    for place, context in enumerate(load_contexts()):
        for keyword in context.keywords:
            beginning = _WORD.match(keyword.removesuffix("*")[:_LETTERS])
            assert beginning is not None
            found[beginning[0]] = found.get(beginning[0], frozenset()) | {place}
    return found


def _touched(lowered: str) -> Iterator[str]:
    """The issues of which a keyword stands in a text; most have none that begins as a word does."""
    known, patterns = _by_beginning(), _patterns()
    words = set(_WORD.findall(lowered))
    beginnings = {word[:size] for word in words for size in range(1, _LETTERS + 1)}
    near = {place for beginning in known.keys() & beginnings for place in known[beginning]}
    return (patterns[i][0] for i in sorted(near) if patterns[i][1].search(lowered))


def _pattern(keywords: tuple[str, ...]) -> re.Pattern[str]:
    words = [re.escape(word.removesuffix("*")) + r"\w*" * word.endswith("*") for word in keywords]
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


@lru_cache(maxsize=4096)  # a sentence tells of several acts
def contexts_of(topic: str | None, sentence: str = "") -> tuple[str, ...]:
    """Ids of the issues that a topic touches, in alphabetical order.

    Where the topic touches none, or there is no topic, the sentence that tells the act decides.
    """
    for text in (topic or "", sentence):
        found = tuple(_touched(text.lower()))
        if found:
            return found
    return ()
