"""Relations that syntax leaves open: a trigger of the lexicon between two actors of its sentence.

The frames reach their actors by fixed paths. Where a path fails (a parse is wrong, a turn of phrase
is new), the pair classifier may still know that the one actor does something to the other. Then the
trigger whose type the classifier expects says what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations

from spacy.tokens import Span

from diplograph.actors.index import Resolved
from diplograph.model.pairs import Spans
from diplograph.records import Actor
from diplograph.relations.candidates import Candidate
from diplograph.relations.fillers import Filler, Reader

Standing = tuple[Actor, tuple[Resolved, ...]]
"""An actor with its mentions in a sentence, in order."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reading of a trigger with two actors of its sentence at its ends.

    `source_fits`, `target_fits`: 1 where syntax finds this actor at that end, -1 where it finds
    another, 0 where it finds none.
    """

    candidate: Candidate
    source: Actor
    target: Actor
    source_fits: int
    target_fits: int
    distance: int


def standing(reader: Reader, sentence: Span) -> list[Standing]:
    """The actors of a sentence, each with all its mentions there."""
    found: dict[str, tuple[Actor, list[Resolved]]] = {}
    for mention in reader.index.mentions:
        if sentence.start <= mention.start and mention.end <= sentence.end:
            for actor in mention.actors:
                found.setdefault(actor.id, (actor, []))[1].append(mention)
    return [(actor, tuple(mentions)) for actor, mentions in found.values()]


def spans_of(reader: Reader, mentions: Iterable[Resolved]) -> Spans:
    """Where mentions stand, in characters of the document."""
    doc = reader.syntax.doc
    return tuple((doc[m.start].idx, doc[m.end - 1].idx + len(doc[m.end - 1])) for m in mentions)


def apart(one: Standing, other: Standing) -> bool:
    """Whether no mention of the one overlaps one of the other ("the *US* president")."""
    return not any(a.start < b.end and b.start < a.end for a in one[1] for b in other[1])


def pairs_of(actors: list[Standing]) -> list[tuple[Standing, Standing]]:
    """Ordered pairs of actors that stand apart."""
    return [(a, b) for a, b in permutations(actors, 2) if apart(a, b)]


def proposals(
    readings: Iterable[Candidate],
    source: Standing,
    target: Standing,
) -> Iterator[Proposal | None]:
    """What each reading can say of a pair: nothing where its trigger is part of an actor's name.

    `readings`: `fitting_readings` of the triggers of the pair's sentence.
    """
    for reading in readings:
        i = reading.trigger
        one, other = _nearest(source[1], i), _nearest(target[1], i)
        if i in range(one.start, one.end) or i in range(other.start, other.end):
            yield None
            continue
        yield Proposal(
            replace(
                reading,
                sources=(Filler(one, source[0], one.head, one.certainty),),
                targets=(Filler(other, target[0], other.head, other.certainty),),
            ),
            source[0],
            target[0],
            _fits(source[0], reading.sources),
            _fits(target[0], reading.targets),
            abs(one.head - i) + abs(other.head - i),
        )


def _nearest(mentions: tuple[Resolved, ...], i: int) -> Resolved:
    return min(mentions, key=lambda m: (abs(m.head - i), m.head))


def _fits(actor: Actor, found: tuple[Filler, ...]) -> int:
    if not found:
        return 0
    return 1 if any(f.actor.id == actor.id for f in found) else -1
