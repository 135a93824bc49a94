"""Word pieces and surface features: what the encoder is given for each word of a document.

The encoder's vocabulary is lower-cased ("US" and "us" are one piece), so each piece comes with the
case class of its word and with the white space before the word, which tells headings, paragraphs
and lists apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from tokenizers import Tokenizer

from diplograph.errors import PipelineError

Ints = NDArray[np.int64]

CASES = (
    "none",
    "lower",
    "capital",
    "upper",
    "mixed",
    "letter",
    "dotted",
    "number",
    "digits",
    "mark",
    "other",
    "hyphened",
)
SPACINGS = ("none", "attached", "space", "line", "paragraph", "start", "inside")
LONGEST_WORD = 12
"""Pieces kept of one word; the rest of an address or a rule of dashes says nothing."""
_CASE = {name: number for number, name in enumerate(CASES)}
_SPACING = {name: number for number, name in enumerate(SPACINGS)}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The encoder's input for the words of one window.

    `ids`, `cases`, `spacings`: one number a piece, with the tokenizer's marks at both ends.
    `first`, `last`: the position of each word's first and last piece among them.
    """

    ids: Ints
    cases: Ints
    spacings: Ints
    first: Ints
    last: Ints


def case_class(word: str) -> int:
    """The number in `CASES` of a word's spelling."""
    if word.isdigit():
        return _CASE["number"]
    if not any(character.isalnum() for character in word):
        return _CASE["mark"]
    if any(character.isdigit() for character in word):
        return _CASE["digits"]
    if "." in word and word[0].isupper():
        return _CASE["dotted"]
    if "-" in word and any(part[:1].isupper() for part in word.split("-")[1:]):
        return _CASE["hyphened"]
    if not word.isalpha() and not any(character.isupper() for character in word):
        return _CASE["other"]
    if word.islower():
        return _CASE["lower"]
    if len(word) == 1:
        return _CASE["letter"]
    if word.isupper():
        return _CASE["upper"]
    return _CASE["capital"] if word[1:].islower() else _CASE["mixed"]


def words_of(doc: Doc) -> tuple[list[int], list[int]]:
    """The indices of a doc's tokens that are not white space, and the spacing before each."""
    indices: list[int] = []
    spacings: list[int] = []
    gap = ""
    for token in doc:
        if token.is_space:
            gap += token.text + token.whitespace_
            continue
        indices.append(token.i)
        spacings.append(_spacing(gap))
        gap = token.whitespace_
    if spacings:
        spacings[0] = _SPACING["start"]
    return indices, spacings


def _spacing(gap: str) -> int:
    lines = gap.count("\n")
    if lines:
        return _SPACING["paragraph" if lines > 1 else "line"]
    return _SPACING["space" if gap else "attached"]


class PieceTable:
    """Cuts words into pieces; remembers the words it has seen."""

    def __init__(self, path: Path) -> None:
        """`path`: a `tokenizer.json`. Raises PipelineError for another
        kind of vocabulary."""
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.start, self.stop, self.unknown = map(self._mark, ("[CLS]", "[SEP]", "[UNK]"))
        self.pieces = lru_cache(maxsize=200_000)(self._pieces)

    def _mark(self, name: str) -> int:
        number: int | None = self._tokenizer.token_to_id(name)
        if number is None:
            raise PipelineError(f"the vocabulary has no {name}; wanted: a BERT vocabulary")
        return number

    def _pieces(self, word: str) -> tuple[int, ...]:
        ids = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids[:LONGEST_WORD]) or (self.unknown,)

    def encode(self, words: Sequence[str], spacings: Sequence[int]) -> Pieces:
        """The input for a window of words with the spacing before each (see `words_of`)."""
        ids, cases, gaps = [self.start], [0], [0]
        first, last = [], []
        for word, spacing in zip(words, spacings, strict=True):
            pieces = self.pieces(word)
            first.append(len(ids))
            ids.extend(pieces)
            last.append(len(ids) - 1)
            cases.extend([case_class(word)] * len(pieces))
            gaps.extend([spacing] + [_SPACING["inside"]] * (len(pieces) - 1))
        for row, end in ((ids, self.stop), (cases, 0), (gaps, 0)):
            row.append(end)
        return Pieces(*(np.asarray(row, dtype=np.int64) for row in (ids, cases, gaps, first, last)))
