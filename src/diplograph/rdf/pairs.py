"""Which unknown actors are compared: neighbours in time, so that the pairs stay few."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import TypeAlias

from diplograph.gazetteer.spelling import same_name
from diplograph.rdf.blocks import spelt_alike
from diplograph.rdf.unknown import COMPANIONS, FULL_NAME, GROUPS, Candidate

Pair: TypeAlias = tuple[Candidate, Candidate]


def pairs_to_compare(candidates: Iterable[Candidate]) -> Iterator[Pair]:
    """Pairs of one name, and of two spellings of one; some may come more than once.

    Whatever two have evidence for being one, these pairs lead from one to the other.
    """
    by_node: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_node[candidate.node].append(candidate)
    for one, other in spelt_alike({node: same[0].name for node, same in by_node.items()}):
        for a, b in _neighbours([*by_node[one], *by_node[other]]):
            if a.node != b.node and same_name(a.name, b.name, a.state or b.state):
                yield a, b
    for same in by_node.values():
        yield from _neighbours(same)


def _neighbours(same: Iterable[Candidate]) -> Iterator[Pair]:
    """Neighbours in time: of each state, and of each acquaintance, post and state beside."""
    by_state: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(same, key=_time):
        by_state[candidate.state].append(candidate)
    # Of a group without state or post nothing can be said: see `evidence`.
    stateless = [c for c in by_state.pop("", []) if c.posts or c.kind not in GROUPS]
    for told in by_state.values():
        yield from _chained(told)
    # Of two states they are never one, so that each is looked at with those of none.
    for told in by_state.values() or [[]]:
        yield from _sharing(sorted([*stateless, *told], key=_time))
    alike = {state: _by_calling(told) for state, told in by_state.items()}
    for one in stateless:
        for state in sorted(one.around & by_state.keys()):
            callings = alike[state]
            words = sorted(one.told_as or callings.keys())
            same_called = [callings.get(word, callings[""]) for word in words]
            for near in (by_state[state], *same_called):
                yield from ((one, c) for c in _nearest(one, near))


def _time(candidate: Candidate) -> tuple[str, tuple[str, str]]:
    return candidate.dated, candidate.key


def _chained(in_time: Sequence[Candidate]) -> Iterator[Pair]:
    """Neighbours in time, all together, of each post, and of those who may be one for longer."""
    yield from pairwise(in_time)
    for alike in _by_calling(in_time).values():
        yield from pairwise(alike)
    for post in sorted({post for c in in_time for post in c.posts}):
        yield from pairwise([c for c in in_time if post in c.posts])


def _by_calling(in_time: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    """By each word that says what somebody is: who is told so, and those of whom nothing is.

    Of these somebody may be the same for longer, see `evidence`. A blank word is all the latter.
    """
    told = [(c, c.told_as) for c in in_time]
    words = {"", *(word for _, said in told for word in said)}
    return {word: [c for c, said in told if not said or word in said] for word in sorted(words)}


def _sharing(in_time: Sequence[Candidate]) -> Iterator[Pair]:
    """Neighbours in time among those that have an acquaintance or a post in common.

    Of a name of one word several acquaintances are asked for: see `evidence`.
    """
    by_company: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for candidate in in_time:
        several = COMPANIONS if len(candidate.name.split()) < FULL_NAME else 1
        for number in range(1, several + 1):
            for known in combinations(sorted(candidate.company), number):
                by_company[known].append(candidate)
        for name in candidate.beside if several == 1 else ():
            by_company["", name].append(candidate)
    for known in sorted(by_company):
        yield from _chained(by_company[known])
    yield from _chained([c for c in in_time if c.posts])


def _nearest(one: Candidate, in_time: Sequence[Candidate]) -> Sequence[Candidate]:
    """Those just before and after somebody."""
    place = bisect(in_time, _time(one), key=_time)
    return in_time[max(0, place - 1) : place + 1]
