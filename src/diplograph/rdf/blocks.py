"""Unknown actors of many documents in blocks that can be judged one by one, kept on the disk.

There are as many as documents. Only those of one name, or of names that may be one, touch each
other; of all others nothing but the names has to be in memory at a time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from itertools import combinations, groupby
from operator import attrgetter
from typing import TypeAlias

from diplograph.gazetteer.spelling import block_keys, same_name
from diplograph.rdf.unknown import FULL_NAME, Candidate
from diplograph.spilling import Packing, Spool, sorted_on_disk

_LONGER = re.compile(r"(.+)-(?:[a-z]{2,3}|[0-9a-f]{8})")
"""An IRI that may have been made longer to tell two actors of a name apart: by state or hash."""
_RUN = 4_000  # candidates that are sorted in memory

_Keyed: TypeAlias = tuple[str, Candidate]
_values = attrgetter(*(field.name for field in fields(Candidate)))
_CANDIDATES: Packing[Candidate] = Packing(_values, lambda packed: Candidate(*packed))
_KEYED: Packing[_Keyed] = Packing(
    lambda pair: (pair[0], _values(pair[1])), lambda packed: (packed[0], Candidate(*packed[1]))
)


def touching(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """The candidates in blocks, each in the order of their keys; nothing joins two blocks."""
    firsts: dict[str, tuple[str, str]] = {}
    kept = Spool(_CANDIDATES)
    kept.extend(_noted(candidates, firsts))
    names = {node: name for node, (_, name) in firsts.items()}
    firsts.clear()
    home = _homes(names)
    keyed = ((home.get(candidate.node, candidate.node), candidate) for candidate in kept)
    ordered = sorted_on_disk(keyed, lambda pair: (pair[0], pair[1].key), _KEYED, run=_RUN)
    for _, block in groupby(ordered, lambda pair: pair[0]):
        yield [candidate for _, candidate in block]


def _noted(
    candidates: Iterable[Candidate], firsts: dict[str, tuple[str, str]]
) -> Iterator[Candidate]:
    """The candidates; of each node the first document and its name there are noted."""
    for candidate in candidates:
        told = candidate.graph, candidate.name
        firsts[candidate.node] = min(told, firsts.get(candidate.node, told))
        yield candidate


def _homes(names: Mapping[str, str]) -> dict[str, str]:
    """From each node that may touch another to one that stands for all that it is joined to."""
    home: dict[str, str] = {}

    def root(node: str) -> str:
        """What stands for a node so far."""
        while (above := home.get(node, node)) != node:
            node = above
        return node

    longer = (
        (found[1], node)
        for node in names
        if (found := _LONGER.fullmatch(node)) and found[1] in names
    )
    for one, other in (*spelt_alike(names), *longer):
        first, last = sorted((root(one), root(other)))
        home |= {first: first, last: first}
    return {node: root(node) for node in home}


def spelt_alike(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of IRIs whose full names are two spellings of one."""
    blocks: dict[str, set[str]] = defaultdict(set)
    for node, name in names.items():
        if len(name.split()) >= FULL_NAME:
            for key in block_keys(name):
                blocks[key].add(node)
    pairs = {pair for nodes in blocks.values() for pair in combinations(sorted(nodes), 2)}
    return sorted(pair for pair in pairs if _alike(names[pair[0]], names[pair[1]]))


@lru_cache(maxsize=1 << 14)
def _alike(one: str, other: str) -> bool:
    """As `same_name`: the pairs of a block are asked for twice, over all and within the block."""
    return same_name(one, other)
