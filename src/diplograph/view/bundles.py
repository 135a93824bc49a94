"""Parallel events as one line: by pair, direction and quad class; and folded into states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from diplograph.view.model import GraphView, ViewEvent


@dataclass(frozen=True, slots=True)
class Bundle:
    """Parallel events drawn as one line. `reciprocal` ones have no direction."""

    source: int
    target: int
    quad_class: int
    reciprocal: bool
    events: tuple[int, ...]


def numbers(view: GraphView) -> dict[str, int]:
    """IRI → the actor's number on this page."""
    return {actor.iri: i for i, actor in enumerate(view.actors)}


def bundles(view: GraphView, only: Set[int] | None = None) -> list[Bundle]:
    """All lines of the picture, in the order of their ends; `only` between these actors."""
    index = {iri: n for iri, n in numbers(view).items() if only is None or n in only}
    found: dict[tuple[int, int, int, bool], list[int]] = defaultdict(list)
    for number, event in enumerate(view.events):
        for source, target, reciprocal in set(pairs(event, index)):
            found[source, target, event.quad_class, reciprocal].append(number)
    return [Bundle(*key, tuple(events)) for key, events in sorted(found.items())]


def pairs(event: ViewEvent, index: Mapping[str, int]) -> Iterator[tuple[int, int, bool]]:
    """Each pair of actors that an event joins, by number, and whether it has no direction."""
    for a, b in combinations([index[p] for p in event.participants if p in index], 2):
        yield min(a, b), max(a, b), True
    for source in event.sources:
        for target in event.targets:
            if source in index and target in index:
                yield index[source], index[target], False


def degrees(lines: list[Bundle]) -> dict[int, int]:
    """Number of events at each actor that has any."""
    events: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        for end in (line.source, line.target):
            events[end].update(line.events)
    return {actor: len(numbers_) for actor, numbers_ in sorted(events.items())}


def homes(view: GraphView) -> list[int]:
    """For each actor the state that it belongs to, where that is an actor too, else itself."""
    states: dict[str, int] = {}
    for number, actor in enumerate(view.actors):
        if actor.kind == "state" and actor.state_code:
            states.setdefault(actor.state_code, number)
    return [states.get(a.state_code or "", number) for number, a in enumerate(view.actors)]


def fold(lines: Sequence[Bundle], home: Sequence[int]) -> list[Bundle]:
    """The same lines between states; what happens within one is left out."""
    found: dict[tuple[int, int, int, bool], set[int]] = defaultdict(set)
    for line in lines:
        ends = home[line.source], home[line.target]
        if ends[0] == ends[1]:
            continue
        source, target = sorted(ends) if line.reciprocal else ends
        found[source, target, line.quad_class, line.reciprocal].update(line.events)
    return [Bundle(*key, tuple(sorted(events))) for key, events in sorted(found.items())]
