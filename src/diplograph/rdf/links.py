"""What events have to do with each other: plans with what became of them, reports with denials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from diplograph.rdf.events import Event, sides
from diplograph.rdf.sameness import PLAN_GAP, Facet, Judge, fits, overlap
from diplograph.rdf.standing import Standings
from diplograph.records import Status

_LATE = 3
"""Days after the planned ones in which an undated report still tells of what was planned."""
_DENIAL_GAP = 14
"""Days within which an undated denial answers an undated report."""

_Fits: TypeAlias = Callable[[Facet, Facet], int | None]


@dataclass(frozen=True, slots=True)
class Link:
    """Two events and how they hang together: `realizedBy`, `cancelledBy` or `contradicts`."""

    one: Event
    name: str
    other: Event


def find_links(events: Iterable[Event], judge: Judge, standings: Standings) -> Iterator[Link]:
    """The links between events; each plan has one happening and one cancellation at most.

    A contradiction is given once, from the event told as actual to the one told as negated.
    """
    blocks: dict[object, list[Event]] = defaultdict(list)
    for event in events:
        blocks[event.type, sides(event, standings)].append(event)
    for block in blocks.values():
        by_status: dict[Status, list[Event]] = defaultdict(list)
        for event in block:
            by_status[event.status].append(event)
        matcher = _Matcher(judge)
        for plan in by_status[Status.PLANNED]:
            yield from matcher.best(plan, "realizedBy", by_status[Status.ACTUAL], _happens)
            yield from matcher.best(plan, "cancelledBy", by_status[Status.NEGATED], _is_called_off)
        for event in by_status[Status.ACTUAL]:
            for denied in by_status[Status.NEGATED]:
                if matcher.distance(event, denied, _is_denied) is not None:
                    yield Link(event, "contradicts", denied)


class _Matcher:
    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def best(
        self, plan: Event, name: str, candidates: Iterable[Event], fit: _Fits
    ) -> Iterator[Link]:
        """The candidate that is nearest in time."""
        near = (
            (distance, event.id, event)
            for event in candidates
            for distance in [self.distance(plan, event, fit)]
            if distance is not None
        )
        found = min(near, key=lambda item: item[:2], default=None)
        if found is not None:
            yield Link(plan, name, found[2])

    def distance(self, one: Event, other: Event, fit: _Fits) -> int | None:
        """Days between the two, or None where they do not go together.

        Every mention must be compatible with every other, and one pair must fit in time.
        """
        pairs = [(a, b) for a in one.facets for b in other.facets]
        if not all(self._compatible(a, b) for a, b in pairs):
            return None
        return min((d for a, b in pairs for d in [fit(a, b)] if d is not None), default=None)

    def _compatible(self, one: Facet, other: Facet) -> bool:
        judge = self._judge
        return (
            fits(one.telling.relation, other.telling.relation)
            and overlap(one, other)
            and judge.places_agree(one.telling, other.telling)
            and not judge.topics_conflict(one, other)
            and judge.same_actors(one, other)
        )


def _happens(plan: Facet, act: Facet) -> int | None:
    """Whether an act is what was planned, by the days: how far it lies from the plan."""
    if plan.window and act.window:
        return abs(plan.window[0] - act.window[0])
    if plan.telling.document == act.telling.document:
        # Who says that they agreed, and are to agree on more, tells of two agreements.
        return None
    when = act.window[0] if act.window else act.report
    if when is None or (plan.window is None and plan.report is None):
        return None
    if plan.window:
        fits_in = plan.window[0] <= when <= plan.window[1] + _LATE
        return when - plan.window[0] if fits_in else None
    assert plan.report is not None
    return when - plan.report if 0 <= when - plan.report <= PLAN_GAP else None


def _is_called_off(plan: Facet, denial: Facet) -> int | None:
    """Whether a negation says that what was planned does not take place."""
    if plan.window and denial.window:
        return abs(plan.window[0] - denial.window[0])
    if plan.report is None or denial.report is None:
        return 0 if plan.telling.document == denial.telling.document else None
    after = denial.report - plan.report
    in_time = denial.report <= plan.window[1] + _LATE if plan.window else after <= PLAN_GAP
    return after if after >= 0 and in_time else None


def _is_denied(event: Facet, denial: Facet) -> int | None:
    """Whether a negation denies what is told to have happened."""
    if event.window and denial.window:
        return abs(event.window[0] - denial.window[0])
    if event.telling.document == denial.telling.document:
        return 0
    if denial.report is None:
        return None
    if event.window:
        told = event.window[0] <= denial.report <= event.window[1] + _DENIAL_GAP
        return denial.report - event.window[0] if told else None
    if event.report is None:
        return None
    gap = abs(denial.report - event.report)
    return gap if gap <= _DENIAL_GAP else None
