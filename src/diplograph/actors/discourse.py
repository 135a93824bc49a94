"""What has been talked about: the memory that pronouns and definite mentions refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from diplograph.gazetteer import Gender
from diplograph.records import Actor, Kind

_REACH = 160  # tokens back that a pronoun may reach


@dataclass(slots=True)
class Trace:
    """An actor at a place of the text: `at` token, `subject` whether it led its clause there."""

    actor: Actor
    at: int
    subject: bool
    plural: bool = False


@dataclass(slots=True)
class Together:
    """Actors that stand coordinated at a place of the text."""

    at: int
    actors: list[Actor] = field(default_factory=list)


@dataclass(slots=True)
class Discourse:
    """Actors mentioned so far, with what is known of them in this document.

    `roles` maps (role key, or a title such as "Dr.") to the persons seen in it, `organs` organ key
    to the organ last named, `surnames` a surname to its person, `namesakes` to all of that name
    named in full, `aliases` an acronym to its actor.
    """

    traces: list[Trace] = field(default_factory=list)
    roles: dict[str, list[Actor]] = field(default_factory=dict)
    organs: dict[str, Actor] = field(default_factory=dict)
    surnames: dict[str, Actor] = field(default_factory=dict)
    namesakes: dict[str, list[Actor]] = field(default_factory=dict)
    aliases: dict[str, Actor] = field(default_factory=dict)
    gender: dict[str, Gender] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    sets: dict[int, Together] = field(default_factory=dict)

    def note(self, actor: Actor, at: int, *, subject: bool, plural: bool = False) -> None:
        """Remember a mention."""
        self.traces.append(Trace(actor, at, subject, plural))
        if actor.state:
            self.states[actor.state] += 1

    def recent(self, before: int) -> Iterator[Trace]:
        """Traces before a token, nearest first, as far back as a pronoun reaches."""
        for trace in reversed(self.traces):
            if trace.at < before:
                if before - trace.at > _REACH:
                    return
                yield trace

    def person(
        self, before: int, gender: Gender, sentence: int, but: frozenset[str] = frozenset()
    ) -> Actor | None:
        """The person that "he" or "she" means: of fitting gender, subjects first.

        Subjects, the same sentence and a known gender speak for a candidate, then nearness.
        """
        fitting = [
            t
            for t in self.recent(before)
            if t.actor.kind is Kind.PERSON
            and self._may_be(t.actor, gender)
            and t.actor.id not in but
        ]

        def merit(trace: Trace) -> tuple[bool, float]:
            near = 1.0 if trace.at >= sentence else 0.6 if trace.at >= sentence - 40 else 0.2
            known = 0.35 if self.gender.get(trace.actor.id) is gender else 0.0
            return (not trace.plural, near + known + (0.5 if trace.subject else 0.0))

        # of equals the nearest: max keeps the first, and traces come nearest first
        return max(fitting, key=merit).actor if fitting else None

    def _may_be(self, actor: Actor, gender: Gender) -> bool:
        known = self.gender.get(actor.id, Gender.UNKNOWN)
        return Gender.UNKNOWN in {known, gender} or known is gender

    def body(
        self, before: int, *, same_clause_from: int, but: frozenset[str] = frozenset()
    ) -> Actor | None:
        """The state or organisation that "it" means: the clause's subject, else the nearest."""
        pool = [
            t
            for t in self.recent(before)
            if t.actor.kind in {Kind.STATE, Kind.ORGANISATION}
            and not t.plural
            and t.actor.id not in but
        ]
        for trace in pool:
            if trace.subject and trace.at >= same_clause_from:
                return trace.actor
        return pool[0].actor if pool else None

    def join(self, first: int, actors: Iterable[Actor], at: int) -> None:
        """Remember that actors stand coordinated; `first` is the token of the first of them."""
        known = self.sets.setdefault(first, Together(at))
        known.at = at
        known.actors += [a for a in actors if a not in known.actors]

    def several(self, before: int) -> tuple[Actor, ...]:
        """Whom "they" means: actors named together, or a plural mention, whichever is nearer."""
        together = self._together(before)
        for trace in self.recent(before):
            if together is not None and trace.at <= together.at:
                break
            if trace.plural or trace.actor.kind in {Kind.GROUP, Kind.POPULATION}:
                return (trace.actor,)
        return tuple(together.actors) if together is not None else ()

    def _together(self, before: int) -> Together | None:
        near = [
            t for t in self.sets.values() if before - _REACH < t.at < before and len(t.actors) > 1
        ]
        return max(near, key=lambda t: t.at) if near else None
