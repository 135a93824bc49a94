"""Cutting a document into windows that the encoder reads, at ends of sentences where it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

PIECES = 220
"""Most pieces of a window: the passages of the training are no longer."""
FINAL = frozenset((".", "?", "!", "...", "…"))
CLOSING = frozenset(('"', "'", "”", "’", "''", ")", "»"))


def windows(
    words: Sequence[str], sizes: Sequence[int], paragraphs: Sequence[bool]
) -> Iterator[tuple[int, int]]:
    """Ranges of words, each of at most `PIECES` pieces, that cover all words in order.

    `sizes`: pieces of each word; `paragraphs`: whether a paragraph begins at the word. A window
    ends at the last paragraph's end that fits, if it is then half full, else at the last likely
    end of a sentence, else where it is full.
    """
    start = 0
    while start < len(words):
        stop, total = start, 0
        while stop < len(words) and (total + sizes[stop] <= PIECES or stop == start):
            total += sizes[stop]
            stop += 1
        if stop < len(words):
            stop = _cut(words, paragraphs, start, stop)
        yield start, stop
        start = stop


def _cut(words: Sequence[str], paragraphs: Sequence[bool], start: int, stop: int) -> int:
    middle = (start + stop) // 2
    for place in range(stop, middle, -1):
        if paragraphs[place]:
            return place
    for place in range(stop, start, -1):
        if _ends(words, place):
            return place
    return stop


def _ends(words: Sequence[str], place: int) -> bool:
    """Whether a sentence probably ends right before a place."""
    last = place - 1
    while last > 0 and words[last] in CLOSING:
        last -= 1
    return words[last] in FINAL and words[place] not in CLOSING and not words[place][:1].islower()
