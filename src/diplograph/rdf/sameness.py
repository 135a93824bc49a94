"""Whether two mentions can tell of one event, and what speaks for it.

Two questions, kept apart. *Compatible*: nothing that is told conflicts. *Evidence*: something that
both tell ties them together; mentions of the same kind of act between the same actors are many, so
that nothing but the actors in common is never enough across documents.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from diplograph.ontology import RelationType
from diplograph.rdf.standing import Standings
from diplograph.rdf.telling import Telling
from diplograph.records import PloverType, Status
from diplograph.word_classes import word_class

SHORT = 3
"""A date of at most so many days says on which occasion it was."""
PLAN_GAP = 14
"""Undated announcements of one plan lie no further apart than this many days."""
_LAG = 1
"""An undated act is taken to be of the day of the report or so many days before."""

# What is said or demanded is what these acts are; of a meeting it is only a detail.
_SPOKEN = frozenset(
    {
        PloverType.AGREE,
        PloverType.SUPPORT,
        PloverType.CONCEDE,
        PloverType.REQUEST,
        PloverType.ACCUSE,
        PloverType.REJECT,
        PloverType.THREATEN,
    }
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 5
_ALWAYS = 0, dt.date.max.toordinal()


class Evidence(enum.IntEnum):
    """What ties two mentions together; greater is surer."""

    NONE = 0
    REPORT = 1
    DETAIL = 2
    DAY = 3
    DOCUMENT = 4


@dataclass(frozen=True, slots=True)
class Facet:
    """A mention with what it is compared by; days are proleptic ordinals.

    `window` is the first and last day on which the sentence puts the event, `short` whether it
    tells the day, or nearly; `report` is the day of the document, `day` one on which to ask who
    held which office. No mention can be joined with this one outside of the days of `reach`,
    whatever it tells. `words` are beginnings of the words of the topic that mean something.
    """

    telling: Telling
    window: tuple[int, int] | None
    report: int | None
    short: bool
    reach: tuple[int, int]
    words: frozenset[str]
    day: str | None

    @classmethod
    def of(cls, telling: Telling) -> Facet:
        """The facet of a mention."""
        told = telling.window
        window = (_ordinal(told[0]), _ordinal(told[1])) if told else None
        report = _ordinal(telling.reported) if telling.reported else None
        days = [*(window or ()), *([report] if report else [])]
        return cls(
            telling,
            window,
            report,
            short=window is not None and window[1] - window[0] < SHORT,
            reach=(min(days) - PLAN_GAP, max(days) + PLAN_GAP) if days else _ALWAYS,
            words=_content(telling.topic or ""),
            day=told[0] if told else telling.reported,
        )


@lru_cache(maxsize=65536)
def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


@lru_cache(maxsize=65536)
def _content(topic: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(topic))
    return frozenset(word[:_STEM] for word in words if word not in word_class("empty"))


class Judge:
    """Compares mentions; `countries` leads from a place to the place that is its whole state.

    `copies` leads from a document to one that says nearly the same: they count as one document.
    """

    def __init__(
        self,
        standings: Standings,
        countries: Mapping[str, str],
        copies: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._standings = standings
        self._countries = countries
        self._copies = copies

    def _one_text(self, one: Telling, other: Telling) -> bool:
        """Whether the mentions stand in one document, or in two copies of one."""
        a, b = one.document, other.document
        return a == b or self._copies.get(a, a) == self._copies.get(b, b)

    def compatible(self, one: Facet, other: Facet) -> bool:
        """Whether nothing that the two tell conflicts; relations, actors, days, places, topics."""
        a, b = one.telling, other.telling
        return (
            a.status is b.status
            and fits(a.relation, b.relation)
            and overlap(one, other)
            and self.places_agree(a, b)
            and not self.topics_conflict(one, other)
            and self.same_actors(one, other)
        )

    def same_actors(self, one: Facet, other: Facet) -> bool:
        """Whether the sides agree, each up to the state that it acts for."""
        a, b = one.telling, other.telling
        day = one.day or other.day
        if a.relation.reciprocal != b.relation.reciprocal:
            return False
        if not a.relation.reciprocal:
            same = self._standings.same
            return same(a.source, b.source, day) and same(a.target, b.target, day)
        return self._same_parties(a.participants, b.participants, day)

    def _same_parties(self, one: frozenset[str], other: frozenset[str], day: str | None) -> bool:
        left, right = sorted(one - other), sorted(other - one)
        if len(left) != len(right):
            return False
        for actor in left:
            match = next((a for a in right if self._standings.same(actor, a, day)), None)
            if match is None:
                return False
            right.remove(match)
        return True

    def places_agree(self, one: Telling, other: Telling) -> bool:
        """Whether the places told are one, or one is the state in which the other lies."""
        if one.place is None or other.place is None or one.place == other.place:
            return True
        return other.place == self._countries.get(one.place) or one.place == self._countries.get(
            other.place
        )

    def topics_conflict(self, one: Facet, other: Facet) -> bool:
        """Whether both say what it is about, in words that have nothing to do with each other.

        Talk at one meeting is about many things, and of two reports of a deed on one day each may
        give another reason: their topics never conflict.
        """
        if not one.words or not other.words or shared_topic(one, other):
            return False
        type_ = one.telling.type
        if type_ in _SPOKEN:
            return True
        return type_ is not PloverType.CONSULT and not (one.short and other.short)

    def evidence(self, one: Facet, other: Facet) -> Evidence:
        """What ties two compatible mentions together."""
        a, b = one.telling, other.telling
        town = a.place is not None and a.place == b.place != self._countries.get(a.place)
        detail = town or shared_topic(one, other)
        exact = _actors(a) == _actors(b) and a.relation == b.relation
        if exact and self._one_text(a, b):
            return Evidence.DOCUMENT
        if one.short and other.short:
            sure = exact or detail or a.type not in _SPOKEN
            return Evidence.DAY if sure else Evidence.NONE
        if not exact and not detail:
            return Evidence.NONE
        if one.window and other.window:
            # A month or year holds many occasions, but a plan is there till it is carried out.
            planned = a.status is Status.PLANNED
            return Evidence.DETAIL if detail or planned else Evidence.NONE
        return _undated(one, other, detail)


def _undated(one: Facet, other: Facet, detail: bool) -> Evidence:
    """Evidence where a mention does not say when: the days of the documents count instead."""
    if one.telling.document == other.telling.document:
        return Evidence.DETAIL if detail else Evidence.NONE
    if one.report is None or other.report is None:
        return Evidence.NONE
    gap = abs(one.report - other.report)
    if one.telling.status is Status.PLANNED:
        held = one.telling.type not in _SPOKEN
        near = PLAN_GAP if held or detail else 0
        return Evidence.REPORT if gap <= near else Evidence.NONE
    if one.window or other.window:
        told, untold = (one, other) if one.window else (other, one)
        assert told.window is not None
        assert untold.report is not None
        near = untold.report - _LAG <= told.window[1] and told.window[0] <= untold.report
        return Evidence.REPORT if told.short and near else Evidence.NONE
    return Evidence.REPORT if gap <= (_LAG if detail else 0) else Evidence.NONE


def _actors(telling: Telling) -> tuple[object, ...]:
    return (telling.participants,) if telling.participants else (telling.source, telling.target)


def fits(one: RelationType, other: RelationType) -> bool:
    """Whether the relations are one, or one of them is a vaguer word for the other."""
    return one == other or other.name in one.vaguer_than or one.name in other.vaguer_than


def overlap(one: Facet, other: Facet) -> bool:
    """Whether the days told have one in common; what is not told conflicts with nothing."""
    a, b = one.window, other.window
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


def shared_topic(one: Facet, other: Facet) -> bool:
    """Whether half of the words of the shorter topic stand in the other."""
    common = len(one.words & other.words)
    return common > 0 and 2 * common >= min(len(one.words), len(other.words))


def span(facets: Iterable[Facet]) -> tuple[int, int]:
    """The days within which some mention may be joined with some of these."""
    reaches = [facet.reach for facet in facets]
    return min(r[0] for r in reaches), max(r[1] for r in reaches)
