"""What has been talked about: the memory that pronouns and definite mentions refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
class Discourse:
    """Actors mentioned so far, with what is known of them in this document.

    `roles` maps (role key) to the person last seen in it, `organs` organ key to the organ last
    named, `surnames` a surname to its person, `aliases` an acronym to its actor.
    """

    traces: list[Trace] = field(default_factory=list)
    roles: dict[str, list[Actor]] = field(default_factory=dict)
    organs: dict[str, Actor] = field(default_factory=dict)
    surnames: dict[str, Actor] = field(default_factory=dict)
    aliases: dict[str, Actor] = field(default_factory=dict)
    gender: dict[str, Gender] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)

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

    def person(self, before: int, gender: Gender, sentence: int) -> Actor | None:
        """The person that "he" or "she" means: of fitting gender, subjects first.

        The nearest subject of this or the two sentences before is preferred to nearer objects.
        """
        fitting = [
            t
            for t in self.recent(before)
            if t.actor.kind is Kind.PERSON and self._may_be(t.actor, gender)
        ]
        known = [t for t in fitting if self.gender.get(t.actor.id) is gender]
        for pool in (known, fitting):
            subjects = [t for t in pool if t.subject and t.at >= sentence - 70]
            if subjects:
                return subjects[0].actor
            if pool:
                return pool[0].actor
        return None

    def _may_be(self, actor: Actor, gender: Gender) -> bool:
        known = self.gender.get(actor.id, Gender.UNKNOWN)
        return Gender.UNKNOWN in {known, gender} or known is gender

    def body(self, before: int, *, same_clause_from: int) -> Actor | None:
        """The state or organisation that "it" or "its" means: the clause's subject, else nearest."""
        pool = [
            t
            for t in self.recent(before)
            if t.actor.kind in {Kind.STATE, Kind.ORGANISATION} and not t.plural
        ]
        for trace in pool:
            if trace.subject and trace.at >= same_clause_from:
                return trace.actor
        return pool[0].actor if pool else None

    def several(self, before: int) -> Actor | None:
        """The group that "they" means."""
        for trace in self.recent(before):
            if trace.plural or trace.actor.kind in {Kind.GROUP, Kind.POPULATION}:
                return trace.actor
        return None

    def last_two(self, before: int, kinds: frozenset[Kind]) -> tuple[Actor, ...]:
        """The two actors of some kind that "both sides" or "the two leaders" means, in order."""
        found: list[Actor] = []
        for trace in self.recent(before):
            actor = trace.actor
            if actor.kind in kinds and all(actor.id != a.id for a in found):
                if any(a.state is not None and a.state == actor.state for a in found):
                    continue
                found.append(actor)
            if len(found) == 2:
                return tuple(reversed(found))
        return ()
