"""Events: which mentions tell of one and the same act, joined in a way that no order changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from diplograph.ontology import RelationType
from diplograph.rdf.sameness import Evidence, Facet, Judge, span
from diplograph.rdf.standing import Standings
from diplograph.rdf.telling import Telling
from diplograph.records import PloverType, Status

_Group: TypeAlias = tuple[Facet, ...]


@dataclass(frozen=True)
class Event:
    """One act: its mentions, and of what they tell of its actors and kind the most special.

    `tellings` are the mentions, by document and position, which `facets` have as well;
    `participants` is empty unless the relation is reciprocal; actors are IRIs.
    """

    facets: tuple[Facet, ...]
    tellings: tuple[Telling, ...]
    relation: RelationType
    source: str
    target: str
    participants: frozenset[str]

    @property
    def type(self) -> PloverType:
        """The PLOVER type of the act, whether done or planned."""
        return self.tellings[0].type

    @property
    def status(self) -> Status:
        """The status, which all mentions agree on."""
        return self.tellings[0].status

    @property
    def factual(self) -> bool:
        """Whether some mention tells it as a fact."""
        return any(telling.factual for telling in self.tellings)

    @cached_property
    def id(self) -> str:
        """Local part of the IRI: named after one of the mentions, so that no order changes it."""
        return f"event/{min(t.mention.rpartition('/')[2] for t in self.tellings)}"


def find_events(found: Iterable[Telling], judge: Judge, standings: Standings) -> list[Event]:
    """The events that mentions tell of; a function of the set, whatever its order.

    First mentions that name the same actors and act are joined, the surest pairs first and never
    two of which anything conflicts. Then those that name a state for its minister, or talks for a
    meeting, where there is only one event that they can mean.
    """
    ordered = sorted(found, key=lambda t: (t.document, t.trigger, t.mention))
    facets = [Facet.of(telling) for telling in ordered]
    groups: list[_Group] = []
    for block in _blocks((_exact_key(facet.telling), (facet,)) for facet in facets):
        groups += _join(block, judge)
    keyed = [(_side_key(group[0].telling, standings), group) for group in groups]
    groups = [group for block in _blocks(keyed) for group in _join_vague(block, judge)]
    events = (_event(group, standings) for group in groups)
    return sorted(events, key=lambda event: _position(event.facets[0]))


def _position(facet: Facet) -> tuple[str, tuple[int, int], str]:
    return facet.telling.document, facet.telling.trigger, facet.telling.mention


def _blocks(keyed: Iterable[tuple[object, _Group]]) -> Iterator[list[_Group]]:
    blocks: dict[object, list[_Group]] = defaultdict(list)
    for key, group in keyed:
        blocks[key].append(group)
    yield from blocks.values()


def _exact_key(telling: Telling) -> tuple[object, ...]:
    actors = telling.participants or (telling.source, telling.target)
    return telling.status, telling.relation.iri, actors


def _side_key(telling: Telling, standings: Standings) -> tuple[object, ...]:
    return telling.status, telling.type, sides(telling, standings)


def sides(telling: Telling | Event, standings: Standings) -> tuple[str, ...]:
    """The parties up to the states they act for; in no order where the relation is reciprocal."""
    if telling.participants:
        return ("with", *sorted(standings.side(actor) for actor in telling.participants))
    return "on", standings.side(telling.source), standings.side(telling.target)


def near_pairs(block: Sequence[_Group]) -> Iterator[tuple[int, int]]:
    """Pairs of groups that lie near enough in time to be compared, as indices."""
    reach = [span(group) for group in block]
    order = sorted(range(len(block)), key=lambda i: (reach[i], _position(block[i][0])))
    open_: list[int] = []
    for i in order:
        open_ = [j for j in open_ if reach[j][1] >= reach[i][0]]
        yield from ((j, i) for j in open_)
        open_.append(i)


def _join(block: Sequence[_Group], judge: Judge) -> list[_Group]:
    """Join the groups of a block, the surest pairs first, where nothing conflicts."""
    if len(block) == 1:
        return list(block)
    links: list[tuple[tuple[object, ...], int, int]] = []
    for i, j in near_pairs(block):
        one, other = block[i][0], block[j][0]
        if judge.compatible(one, other):
            evidence = judge.evidence(one, other)
            if evidence is not Evidence.NONE:
                rank = (-evidence, *sorted((_position(one), _position(other))))
                links.append((rank, i, j))
    home = list(range(len(block)))
    members: dict[int, list[Facet]] = {i: list(group) for i, group in enumerate(block)}
    for _, i, j in sorted(links):
        one_home, other_home = home[i], home[j]
        if one_home == other_home:
            continue
        if all(judge.compatible(a, b) for a in members[one_home] for b in members[other_home]):
            members[one_home] += members.pop(other_home)
            home = [one_home if h == other_home else h for h in home]
    return [_sorted(group) for group in members.values()]


def _sorted(group: Iterable[Facet]) -> _Group:
    return tuple(sorted(group, key=_position))


def _join_vague(block: Sequence[_Group], judge: Judge) -> list[_Group]:
    """Join groups across names of actors and words, where only one reading is possible."""
    if len(block) == 1:
        return list(block)
    linked: dict[int, set[int]] = defaultdict(set)
    for i, j in near_pairs(block):
        if _linked(block[i], block[j], judge):
            linked[i].add(j)
            linked[j].add(i)
    done: set[int] = set()
    result: list[_Group] = []
    for i in range(len(block)):
        if i in done:
            continue
        together = {i} | linked[i]
        # "China" may mean each of two ministers: then it is told for neither.
        clear = all(linked[j] | {j} == together for j in together)
        taken = together if clear else {i}
        done |= taken
        result.append(_sorted(facet for j in taken for facet in block[j]))
    return result


def _linked(one: _Group, other: _Group, judge: Judge) -> bool:
    return any(judge.evidence(a, b) for a in one for b in other if judge.compatible(a, b)) and all(
        judge.compatible(a, b) for a in one for b in other
    )


def _event(group: _Group, standings: Standings) -> Event:
    tellings = tuple(facet.telling for facet in group)
    words = {t.relation.name for t in tellings}
    # The word for which no other of the group stands; compatible mentions have just one such.
    relation = min(
        (t.relation for t in tellings), key=lambda r: (bool(words & {*r.vaguer_than}), r.name)
    )
    return Event(
        facets=group,
        tellings=tellings,
        relation=relation,
        source=_principal((t.source for t in tellings), standings),
        target=_principal((t.target for t in tellings), standings),
        participants=_principals(tellings, standings),
    )


def _principal(actors: Iterable[str], standings: Standings) -> str:
    return max(sorted(set(actors)), key=standings.rank)


def _principals(tellings: Iterable[Telling], standings: Standings) -> frozenset[str]:
    """One side after the other the most special name; the mentions' sides agree one to one."""
    named: set[str] = set()
    for parties in sorted({t.participants for t in tellings}, key=sorted):
        if not named:
            named |= parties
        for actor in sorted(parties - named):
            same = (a for a in sorted(named - parties) if standings.same(a, actor, None))
            match = next(same, None)
            if match is not None and standings.rank(actor) > standings.rank(match):
                named = (named - {match}) | {actor}
    return frozenset(named)
