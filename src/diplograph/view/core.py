"""Which actors a very large graph opens on: the densest part of it."""

from __future__ import annotations

from collections import Counter
from typing import Final

import networkx as nx

from diplograph.view.bundles import pairs
from diplograph.view.model import GraphView

CORE_ACTORS: Final = 1_500
"""How many actors the page of a very large graph opens on."""
_MANY_ACTORS: Final = 2_500
_MANY_EVENTS: Final = 20_000


def core(view: GraphView) -> frozenset[int] | None:
    """The numbers of the actors to open on, or None where there is room for everybody.

    The densest ones: those in the highest k-cores, then those with the most events; of equal
    ones the first. The same graph gives the same actors.
    """
    index = {actor.iri: number for number, actor in enumerate(view.actors)}
    graph: nx.Graph = nx.Graph()
    events: Counter[int] = Counter()
    for event in view.events:
        links = {(a, b) for a, b, _ in pairs(event, index)}
        graph.add_edges_from((a, b) for a, b in links if a != b)
        events.update({end for link in links for end in link})
    many = len(view.events) > _MANY_EVENTS and len(events) > CORE_ACTORS
    if not many and len(events) <= _MANY_ACTORS:
        return None
    cores: dict[int, int] = nx.core_number(graph)
    ranked = sorted(events, key=lambda n: (-cores.get(n, 0), -events[n], n))
    return frozenset(ranked[:CORE_ACTORS])
