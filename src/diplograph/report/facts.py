"""What the summary says, counted from the view of a graph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from diplograph.view.bundles import homes, pairs
from diplograph.view.model import KINDS, STATUSES, GraphView, ViewEvent

_TOP_ACTORS: Final = 15
_MATRIX_STATES: Final = 12
_LEAST_SURE: Final = 20
_SURE: Final = 0.8
_BINS: Final = 48


@dataclass(frozen=True, slots=True)
class TopActor:
    """An actor and in how many relations it acts, is acted on, or takes part."""

    label: str
    kind: str
    source: int
    target: int
    both: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.source + self.target + self.both


@dataclass(frozen=True, slots=True)
class Cell:
    """Relations from one state to another: how many, and their mean PLOVER score."""

    count: int
    score: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """States by the number of their relations with each other, and a cell for each pair."""

    states: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of time with the relations dated in it."""

    label: str
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A relation to look at, with a sentence that tells it."""

    who: str
    relation: str
    whom: str
    confidence: float
    sentence: str
    document: str


def by_status(view: GraphView) -> dict[str, int]:
    """Relations by status, those only claimed apart."""
    counts = Counter(e.status if e.factual else f"{e.status}, only claimed" for e in view.events)
    order = [name for s in STATUSES for name in (s, f"{s}, only claimed")]
    return {name: counts[name] for name in order if counts[name]}


def by_type(view: GraphView) -> dict[str, int]:
    """Relations by PLOVER type, the most frequent first."""
    counts = Counter(event.type for event in view.events)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def by_kind(view: GraphView) -> dict[str, int]:
    """Actors with relations by kind."""
    used = {iri for e in view.events for iri in (*e.sources, *e.targets, *e.participants)}
    counts = Counter(actor.kind for actor in view.actors if actor.iri in used)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def top_actors(view: GraphView) -> list[TopActor]:
    """The actors with the most relations."""
    source: Counter[str] = Counter(iri for e in view.events for iri in set(e.sources))
    target: Counter[str] = Counter(iri for e in view.events for iri in set(e.targets))
    both: Counter[str] = Counter(iri for e in view.events for iri in set(e.participants))
    found = [
        TopActor(a.label, a.kind, source[a.iri], target[a.iri], both[a.iri]) for a in view.actors
    ]
    ranked = sorted(found, key=lambda actor: (-actor.total, actor.label))
    return [actor for actor in ranked[:_TOP_ACTORS] if actor.total]


def state_matrix(view: GraphView, scores: Mapping[str, float]) -> Matrix:
    """What states, with whoever acts for them, do to each other, of what happened."""
    index = {actor.iri: number for number, actor in enumerate(view.actors)}
    home = homes(view)
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for event in view.events:
        if event.status == "actual" and event.factual:
            for pair in _between_states(view, event, index, home):
                found[pair].append(scores.get(event.type, 0.0))
    totals: Counter[int] = Counter()
    for pair, values in found.items():
        totals.update({end: len(values) for end in pair})
    states = sorted(totals, key=lambda n: (-totals[n], view.actors[n].label))[:_MATRIX_STATES]
    rows = tuple(tuple(_cell(found.get((a, b))) for b in states) for a in states)
    return Matrix(tuple(view.actors[n].label for n in states), rows)


def _between_states(
    view: GraphView, event: ViewEvent, index: Mapping[str, int], home: Sequence[int]
) -> set[tuple[int, int]]:
    result = set()
    for a, b, reciprocal in pairs(event, index):
        one, other = home[a], home[b]
        if one == other or {view.actors[one].kind, view.actors[other].kind} != {"state"}:
            continue
        result |= {(one, other), (other, one)} if reciprocal else {(one, other)}
    return result


def _cell(scores: Sequence[float] | None) -> Cell | None:
    return Cell(len(scores), round(sum(scores) / len(scores), 1)) if scores else None


def when(event: ViewEvent, dates: Mapping[str, str | None]) -> str | None:
    """When an event took place, or else the earliest document that tells it."""
    told = sorted(d for e in event.evidence if (d := dates.get(e.document_iri or "")))
    return event.date or next(iter(told), None)


def timeline(view: GraphView) -> list[Bin]:
    """Relations over time in stretches of months, as few as fit; [] where nothing is dated."""
    dates = {document.iri: document.date for document in view.documents}
    dated = [(m, e) for e in view.events if (m := month(when(e, dates))) is not None]
    if not dated:
        return []
    first, last = min(m for m, _ in dated), max(m for m, _ in dated)
    size = -(-(last - first + 1) // _BINS)
    counts: Counter[tuple[int, bool]] = Counter()
    counts.update(((m - first) // size, e.quad_class <= 2) for m, e in dated)
    total = (last - first) // size + 1
    return [
        Bin(_span(first + i * size, size), counts[i, True], counts[i, False]) for i in range(total)
    ]


def month(date: str | None) -> int | None:
    """Months since the year 0 of a date (YYYY, YYYY-MM, ...), or None."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?", date or "")
    return int(found[1]) * 12 + int(found[2] or 1) - 1 if found else None


def _span(first: int, size: int) -> str:
    last = first + size - 1
    start, end = (f"{m // 12:04d}-{m % 12 + 1:02d}" for m in (first, last))
    return start if size == 1 else f"{start} to {end}"


def coverage(view: GraphView) -> dict[str, str]:
    """How much of what was read bears relations, dates and sources."""
    told = {e.document_iri for event in view.events for e in event.evidence}
    silent = sum(document.iri not in told for document in view.documents)
    undated = sum(document.date is None for document in view.documents)
    days = sorted(document.date for document in view.documents if document.date)
    parts = {
        "Documents with relations": _share(len(view.documents) - silent, len(view.documents)),
        "Documents without a date": _share(undated, len(view.documents)),
        "Relations with a date of their own": _share(
            sum(event.date is not None for event in view.events), len(view.events)
        ),
        "Relations with a topic": _share(sum(bool(e.topic) for e in view.events), len(view.events)),
        "Relations told by several sentences": _share(
            sum(len(event.evidence) > 1 for event in view.events), len(view.events)
        ),
        "Relations less sure than 0.80": _share(
            sum(event.confidence < _SURE for event in view.events), len(view.events)
        ),
    }
    return {"Dates of the documents": f"{days[0]} to {days[-1]}", **parts} if days else parts


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.0%})" if whole else "none"


def publishers(view: GraphView) -> dict[str, int]:
    """Documents by publisher, the most frequent first."""
    counts = Counter(document.source or "unknown" for document in view.documents)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_TOP_ACTORS])


def doubtful(view: GraphView) -> list[Doubtful]:
    """The relations with the least confidence, for review."""
    labels = {actor.iri: actor.label for actor in view.actors}
    titles = {d.iri: d.title or d.path or d.iri for d in view.documents}
    ranked = sorted(view.events, key=lambda event: (event.confidence, event.iri))

    def names(iris: Iterable[str]) -> str:
        return ", ".join(labels.get(iri, iri) for iri in iris)

    def one(event: ViewEvent) -> Doubtful:
        left, right = event.sources, event.targets
        if event.participants:
            left, right = event.participants[:1], event.participants[1:]
        said = event.evidence[0] if event.evidence else None
        return Doubtful(
            names(left),
            event.relation_label,
            names(right),
            event.confidence,
            said.sentence if said else "",
            titles.get(said.document_iri or "", "") if said else "",
        )

    return [one(event) for event in ranked[:_LEAST_SURE]]
