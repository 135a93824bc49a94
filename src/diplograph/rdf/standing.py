"""For which state an actor acts, so that "Beijing" and "Mao Ning" can be told for one another."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from diplograph.rdf.facts import ActorFacts, Facts
from diplograph.rdf.nodes import Describer
from diplograph.rdf.posts import Office, Offices
from diplograph.rdf.terms import date_window, iri, local_id
from diplograph.records import Kind


class Rank(enum.IntEnum):
    """How much a name says of who acted; only itself, where nothing says that it acts for a state.

    A company, a group or a private person of a state is never told for the state.
    """

    ITSELF = 0
    STATE = 1
    ORGAN = 2
    OFFICE_HOLDER = 3


@dataclass(frozen=True, slots=True)
class _Standing:
    rank: Rank
    state: str | None
    offices: tuple[Office, ...] = ()


class Standings:
    """Answers whether two actors can be told for one another; the same for the same documents."""

    def __init__(self, told: Offices, base: str, facts: Facts, describer: Describer) -> None:
        self._base = base
        self._facts = facts
        self._describer = describer
        self._told = told
        self._cache: dict[str, _Standing] = {}

    def rank(self, actor: str) -> Rank:
        """How much the actor's name says; greater is more."""
        return self._standing(actor).rank

    def side(self, actor: str) -> str:
        """What all actors that can be told for this one have in common."""
        standing = self._standing(actor)
        return standing.state if standing.rank and standing.state else actor

    def same(self, one: str, other: str, day: str | None) -> bool:
        """Whether both can stand for one actor of a day (ISO): a state, its organ, its officer."""
        if one == other:
            return True
        low, high = sorted((one, other), key=self.rank)
        less, more = self._standing(low), self._standing(high)
        if not less.rank or less.rank == more.rank or less.state != more.state:
            return False
        if more.rank is Rank.OFFICE_HOLDER:
            held = {office.body for office in more.offices if office.covers(day)}
            return low in held if less.rank is Rank.ORGAN else bool(held)
        return True

    def _standing(self, actor: str) -> _Standing:
        if actor not in self._cache:
            self._cache[actor] = self._find(actor)
        return self._cache[actor]

    def _find(self, actor: str) -> _Standing:
        kind, code = self._describer.kind_and_state(actor)
        facts = self._facts.actor(local_id(self._base, actor))
        if code is None:
            return _Standing(Rank.ITSELF, None)
        if kind is Kind.STATE:
            return _Standing(Rank.STATE, code)
        if facts is not None and facts.organ:
            return _Standing(Rank.ORGAN, code)
        if kind is Kind.PERSON:
            offices = tuple(self._offices(actor, facts, code))
            return _Standing(Rank.OFFICE_HOLDER if offices else Rank.ITSELF, code, offices)
        return _Standing(Rank.ITSELF, code)

    def _offices(self, actor: str, facts: ActorFacts | None, code: str) -> Iterator[Office]:
        found = list(self._told.of(actor))
        for post in facts.posts if facts is not None else ():
            first, last = (date_window(d) if d else None for d in (post.start, post.end))
            body = iri(self._base, post.of).value
            found.append(Office(body, first[0] if first else None, last[1] if last else None))
        for office in found:
            kind, of = self._describer.kind_and_state(office.body)
            organ = self._facts.actor(local_id(self._base, office.body))
            acts = kind is Kind.STATE or (organ is not None and organ.organ)
            if acts and of == code:
                yield office
