"""Neighbours in time against all pairs: whoever all pairs join, the neighbours join as well."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.ontology import DG
from diplograph.rdf.pairs import pairs_to_compare
from diplograph.rdf.unknown import Candidate, evidence

_NODES = {
    "ana-ruiz": "Ana Ruiz",
    "ana-ruis": "Ana Ruis",
    "ruiz": "Ruiz",
    "sahel-water-watch": "Sahel Water Watch",
}
_KNOWN = ("france", "iran", "iraq")
_POSTS = (("ambassador", "peru"), ("mayor", "chile"))


@st.composite
def _candidates(draw: st.DrawFn) -> list[Candidate]:
    """Up to a dozen actors, all with one or two names, each of another document."""
    kind = DG + draw(st.sampled_from(["Person", "Organisation", "Group"]))
    nodes = draw(st.lists(st.sampled_from(sorted(_NODES)), min_size=1, max_size=2))
    dated = draw(st.booleans())
    return [
        Candidate(
            f"graph/{number}",
            node := draw(st.sampled_from(nodes)),
            _NODES[node],
            kind,
            draw(st.sampled_from(["", "", "ESP", "PER"])),
            frozenset(draw(st.lists(st.sampled_from(_POSTS), max_size=1))),
            frozenset(draw(st.lists(st.sampled_from(_KNOWN), max_size=3))),
            frozenset(draw(st.lists(st.sampled_from(["ESP", "PER"]), max_size=1))),
            frozenset(),
            f"{draw(st.integers(1990, 2020))}-07-01" if dated else "",
            called=frozenset(draw(st.lists(st.sampled_from(["mayor", "nurse"]), max_size=1))),
        )
        for number in range(draw(st.integers(2, 12)))
    ]


def _joined(
    candidates: Iterable[Candidate], pairs: Iterable[tuple[Candidate, Candidate]]
) -> set[frozenset[str]]:
    graph = networkx.Graph()
    graph.add_nodes_from(c.graph for c in candidates)
    graph.add_edges_from((a.graph, b.graph) for a, b in pairs if evidence(a, b))
    return {frozenset(part) for part in networkx.connected_components(graph)}


@settings(deadline=None, max_examples=200)
@given(_candidates())
def test_neighbours_of_one_name_join_what_all_pairs_join(candidates: list[Candidate]) -> None:
    one = candidates[0].node
    same = [c for c in candidates if c.node == one and c.state in {"", "PER"}]
    assert _joined(same, pairs_to_compare(same)) == _joined(same, combinations(same, 2))


@settings(deadline=None, max_examples=200)
@given(_candidates())
def test_what_is_compared_does_not_hang_on_the_order(candidates: list[Candidate]) -> None:
    forth = {frozenset((a.key, b.key)) for a, b in pairs_to_compare(candidates)}
    back = {frozenset((a.key, b.key)) for a, b in pairs_to_compare(candidates[::-1])}
    assert forth == back


def test_many_of_one_name_stay_few_pairs() -> None:
    many = [
        Candidate(
            f"graph/{n}", "ana-ruiz", "Ana Ruiz", DG + "Person", "", frozenset(),
            frozenset({"iran", "iraq"}), frozenset(), frozenset(), f"2020-{n % 12 + 1:02}-01",
        )
        for n in range(1000)
    ]  # fmt: skip
    assert sum(1 for _ in pairs_to_compare(many)) < 10 * len(many)
