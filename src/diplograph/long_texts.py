"""Texts too long to be read at once: cut at paragraphs, read by parts, joined with true offsets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from diplograph.records import ActorMention, Beside, Document, PostClaim, Reading, Relation

PART = 100_000
"""Characters; an article has a tenth of it, and spaCy reads at most ten times as many."""
_Span = TypeVar("_Span", ActorMention, PostClaim)
_CUTS = (r"\n[ \t]*\n\s*", r"\n\s*", r"[.!?][\"”’)\]]*\s+", r"\s+")


def cuts(text: str, size: int = PART) -> Iterator[tuple[int, int]]:
    """Start and end of each part in order; together they are the whole text.

    Parts have `size` characters at most. They end with a paragraph, or where one is longer than a
    part with a line, a sentence, a word, and at the worst anywhere.
    """
    start = 0
    while len(text) - start > size:
        end = _cut(text, start, start + size)
        yield start, end
        start = end
    yield start, len(text)


def _cut(text: str, start: int, limit: int) -> int:
    """The last good place to cut in the second half of a part."""
    middle = start + (limit - start) // 2
    for pattern in _CUTS:
        ends = [found.end() for found in re.finditer(pattern, text[middle:limit])]
        if ends:
            return middle + ends[-1]
    return limit


def parts(document: Document, size: int = PART) -> list[tuple[int, Document]]:
    """The document in parts, each with the offset at which it begins; most have one part."""
    if len(document.text) <= size:
        return [(0, document)]
    found = cuts(document.text, size)
    return [(start, replace(document, text=document.text[start:end])) for start, end in found]


def joined(document: Document, starts: Sequence[int], readings: Iterable[Reading]) -> Reading:
    """One reading of the whole from those of its parts; offsets count from the whole's start."""
    moved = [_moved(r, document.id, start) for start, r in zip(starts, readings, strict=True)]
    actors = {actor.id: actor for reading in reversed(moved) for actor in reading.actors}
    return Reading(
        document,
        tuple(relation for reading in moved for relation in reading.relations),
        tuple(post for reading in moved for post in reading.posts),
        tuple(actors.values()),
        tuple(mention for reading in moved for mention in reading.mentions),
        _all_beside(moved),
    )


def _all_beside(readings: Iterable[Reading]) -> dict[str, Beside]:
    found: dict[str, list[Beside]] = defaultdict(list)
    for reading in readings:
        for actor, beside in reading.beside.items():
            found[actor].append(beside)
    return {
        actor: Beside(
            tuple(sorted({name for beside in parts for name in beside.names})),
            tuple(sorted({noun for beside in parts for noun in beside.called})),
            tuple(sorted({code for beside in parts for code in beside.states})),
        )
        for actor, parts in found.items()
    }


def _moved(reading: Reading, document: str, by: int) -> Reading:
    return replace(
        reading,
        relations=tuple(_relation(relation, document, by) for relation in reading.relations),
        posts=tuple(_shifted(post, by) for post in reading.posts),
        mentions=tuple(_shifted(mention, by) for mention in reading.mentions),
    )


def _relation(relation: Relation, document: str, by: int) -> Relation:
    trigger, sentence = relation.trigger, relation.sentence
    return replace(
        relation,
        document=document,
        source=_shifted(relation.source, by),
        target=_shifted(relation.target, by),
        trigger=replace(trigger, start=trigger.start + by, end=trigger.end + by),
        sentence=replace(sentence, start=sentence.start + by, end=sentence.end + by),
    )


def _shifted(span: _Span, by: int) -> _Span:
    return replace(span, start=span.start + by, end=span.end + by)
