"""What the summary says: counts over a stream of events, of which none is kept."""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from operator import itemgetter
from typing import Final

from diplograph.report.material import Material
from diplograph.report.model import Bin, Cell, Doubtful, Matrix, Summary, TopActor
from diplograph.spilling import sorted_on_disk
from diplograph.view.model import KINDS, STATUSES, Outline, ViewActor, ViewDocument

_TOP_ACTORS: Final = 15
_MATRIX_STATES: Final = 12
_LEAST_SURE: Final = 20
_SURE: Final = 0.8
_BINS: Final = 48


def summarise(material: Material, scores: Mapping[str, float]) -> Summary:
    """Count what a graph holds; `scores` are those of the PLOVER types."""
    counts, library = _Events(material.actor, scores), _Library()
    ends = sorted_on_disk(counts.over(material.outlines()), lambda end: end)
    top, kinds = _ranked(ends, material.actor)
    for document in material.documents():
        library.add(document)
    return Summary(
        documents=library.number,
        events=counts.number,
        meta=material.meta,
        statuses=counts.by_status(),
        types=dict(sorted(counts.types.items(), key=lambda item: (-item[1], item[0]))),
        kinds=kinds,
        top=top,
        matrix=counts.matrix(),
        bins=timeline(counts.months),
        extent={**library.days(), **_extent(counts, library, material.told)},
        publishers=library.by_publisher(),
        doubtful=[_doubtful(material, iri) for _, iri in counts.doubtful],
    )


class _Events:
    """Counts over events; what they add up to is small, however many they are."""

    def __init__(self, actor: Callable[[str], ViewActor], scores: Mapping[str, float]) -> None:
        self._actor = actor
        self._scores = scores
        self._sums: dict[tuple[str, str], list[float]] = {}
        self._states: dict[str, str] = {}
        self.statuses: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self.months: Counter[tuple[int, bool]] = Counter()
        self.doubtful: list[tuple[float, str]] = []
        self.number = self.dated = self.topics = self.repeated = self.unsure = 0

    def over(self, outlines: Iterable[Outline]) -> Iterator[tuple[str, str]]:
        """Count each event; gives back its actors, each with the part that it plays."""
        for event in outlines:
            self._add(event)
            for part in ("sources", "targets", "participants"):
                yield from ((iri, part) for iri in set(getattr(event, part)))

    def _add(self, event: Outline) -> None:
        self.number += 1
        self.dated += event.dated
        self.topics += event.topic
        self.repeated += event.mentions > 1
        self.unsure += event.confidence < _SURE
        self.types[event.type] += 1
        self.statuses[event.status if event.factual else f"{event.status}, only claimed"] += 1
        if (number := month(event.day)) is not None:
            self.months[number, event.quad_class <= 2] += 1
        insort(self.doubtful, (event.confidence, event.iri))
        del self.doubtful[_LEAST_SURE:]
        if event.status == "actual" and event.factual:
            for pair in self._between_states(event):
                sums = self._sums.setdefault(pair, [0, 0.0])
                sums[0] += 1
                sums[1] += self._scores.get(event.type, 0.0)

    def _between_states(self, event: Outline) -> set[tuple[str, str]]:
        """Pairs of state codes, whoever acts for a state counting as the state."""
        mutual = combinations(event.participants, 2)
        one_way = [(a, b) for a in event.sources for b in event.targets]
        pairs = [*one_way, *(p for a, b in mutual for p in ((a, b), (b, a)))]
        coded = {(self._state(a), self._state(b)) for a, b in pairs}
        return {(a, b) for a, b in coded if a and b and a != b}

    def _state(self, iri: str) -> str:
        actor = self._actor(iri)
        code = actor.state_code or ""
        if code and code not in self._states:
            own = actor.label if actor.kind == "state" else actor.state_label
            self._states[code] = own or ""
        return code if self._states.get(code) else ""

    def by_status(self) -> dict[str, int]:
        """Those only claimed apart."""
        order = [name for s in STATUSES for name in (s, f"{s}, only claimed")]
        return {name: self.statuses[name] for name in order if self.statuses[name]}

    def matrix(self) -> Matrix:
        """What the states with the most relations do to each other, of what happened."""
        totals: Counter[str] = Counter()
        for pair, (count, _) in self._sums.items():
            totals.update({end: int(count) for end in pair})
        names = self._states
        states = sorted(totals, key=lambda c: (-totals[c], names[c], c))[:_MATRIX_STATES]
        rows = tuple(tuple(_cell(self._sums.get((a, b))) for b in states) for a in states)
        return Matrix(tuple(names[code] for code in states), rows)


def _cell(sums: Sequence[float] | None) -> Cell | None:
    return Cell(int(sums[0]), round(sums[1] / sums[0], 1)) if sums else None


def _ranked(
    ends: Iterable[tuple[str, str]], actor: Callable[[str], ViewActor]
) -> tuple[list[TopActor], dict[str, int]]:
    """The actors with the most relations, and how many actors there are of each kind."""
    counts: Counter[str] = Counter()
    top: list[TopActor] = []
    for iri, group in groupby(ends, key=itemgetter(0)):
        parts = Counter(part for _, part in group)
        known = actor(iri)
        counts[known.kind] += 1
        own = TopActor(
            known.label, known.kind, parts["sources"], parts["targets"], parts["participants"]
        )
        insort(top, own, key=lambda a: (-a.total, a.label))
        del top[_TOP_ACTORS:]
    return top, {kind: counts[kind] for kind in KINDS if counts[kind]}


class _Library:
    """Counts over documents."""

    def __init__(self) -> None:
        self.number = self.undated = 0
        self._first = self._last = ""
        self._publishers: Counter[str] = Counter()

    def add(self, document: ViewDocument) -> None:
        """Count one more."""
        self.number += 1
        self.undated += document.date is None
        self._publishers[document.source or "unknown"] += 1
        if document.date:
            self._first = min(self._first or document.date, document.date)
            self._last = max(self._last, document.date)

    def days(self) -> dict[str, str]:
        """The first and the last day, where any is known."""
        return {"Dates of the documents": f"{self._first} to {self._last}"} if self._last else {}

    def by_publisher(self) -> dict[str, int]:
        """The most frequent publishers first."""
        ranked = sorted(self._publishers.items(), key=lambda item: (-item[1], item[0]))
        return dict(ranked[:_TOP_ACTORS])


def timeline(months: Mapping[tuple[int, bool], int]) -> list[Bin]:
    """Relations over time in stretches of months, as few as fit; [] where nothing is dated.

    `months` counts by month since the year 0 and whether it is cooperation.
    """
    if not months:
        return []
    first, last = (pick(number for number, _ in months) for pick in (min, max))
    size = -(-(last - first + 1) // _BINS)
    counts: Counter[tuple[int, bool]] = Counter()
    for (number, cooperates), count in months.items():
        counts[(number - first) // size, cooperates] += count
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


def _extent(counts: _Events, library: _Library, told: int) -> dict[str, str]:
    """How much of what was read bears relations, dates and sources."""
    return {
        "Documents with relations": _share(told, library.number),
        "Documents without a date": _share(library.undated, library.number),
        "Relations with a date of their own": _share(counts.dated, counts.number),
        "Relations with a topic": _share(counts.topics, counts.number),
        "Relations told by several sentences": _share(counts.repeated, counts.number),
        "Relations less sure than 0.80": _share(counts.unsure, counts.number),
    }


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.0%})" if whole else "none"


def _doubtful(material: Material, iri: str) -> Doubtful:
    """A relation to look at, with a sentence that tells it."""
    event = material.event(iri)
    left, right = event.sources, event.targets
    if event.participants:
        left, right = event.participants[:1], event.participants[1:]
    said = event.evidence[0] if event.evidence else None

    def names(iris: Iterable[str]) -> str:
        return ", ".join(material.actor(iri).label for iri in iris)

    return Doubtful(
        names(left),
        event.relation_label,
        names(right),
        event.confidence,
        said.sentence if said else "",
        material.title(said.document_iri) if said and said.document_iri else "",
    )
