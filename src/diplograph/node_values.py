"""What the graphs of a store say of one node, as plain texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import pyoxigraph as ox

Values: TypeAlias = Mapping[str, tuple[str, ...]]
"""Predicate IRI -> sorted values: IRIs and lexical forms, blank nodes by their labels."""

Node: TypeAlias = tuple[str, Values, Values]
"""A node by its IRI (a blank one by `_:` and its label), and by predicate IRI what is said of it:
first as in `Values`, then as N-Triples has it, of predicates with anything else than IRIs."""

Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple
Triple: TypeAlias = tuple[Subject, ox.NamedNode, "Subject | ox.Literal"]

Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
GraphNodes: TypeAlias = tuple[Graph, list[Node]]
"""A graph, or a part of one, by what it says of its nodes."""

_Texts: TypeAlias = dict[str, tuple[str, ...]]


def values_of(store: ox.Store, iri: str) -> Values:
    """What the union of all graphs says of a node; empty for an unknown one."""
    return values_in(store.quads_for_pattern(ox.NamedNode(iri), None, None))


def values_in(quads: Iterable[ox.Quad]) -> Values:
    """What quads of one subject say of it."""
    found: dict[str, tuple[str, ...]] = {}
    for quad in quads:
        name, value = quad.predicate.value, getattr(quad.object, "value", "")
        before = found.get(name)
        found[name] = (value,) if before is None else (*before, value)
    return {n: v if len(v) == 1 else tuple(sorted({*v})) for n, v in found.items()}


def name_of(node: ox.NamedNode | ox.BlankNode | ox.Triple | ox.DefaultGraph) -> str:
    """What a node is called in a `Node`."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def nodes_in(quads: Iterable[ox.Quad]) -> list[Node]:
    """What quads say of each node; quickest where those of a node stand together."""
    return nodes_of((quad.subject, quad.predicate, quad.object) for quad in quads)


def nodes_of(triples: Iterable[Triple]) -> list[Node]:
    """What triples say of each node; quickest where those of a node share its object."""
    found: dict[str, tuple[_Texts, _Texts]] = {}
    several: list[tuple[_Texts, str]] = []
    last: object = None
    said: _Texts = {}
    written: _Texts = {}
    for subject, predicate, term in triples:
        if subject is not last:
            last = subject
            said, written = found.setdefault(name_of(subject), ({}, {}))
        name = predicate.value
        value = "" if isinstance(term, ox.Triple) else term.value
        if name not in said:
            said[name] = (value,)
            if not isinstance(term, ox.NamedNode):
                written[name] = (str(term),)
            continue
        if name in written:
            written[name] += (str(term),)
        elif not isinstance(term, ox.NamedNode):
            written[name] = (*(f"<{iri}>" for iri in said[name]), str(term))
        said[name] += (value,)
        several.append((said, name))
    for said, name in several:
        said[name] = tuple(sorted({*said[name]}))
    return [(node, *both) for node, both in found.items()]


class GraphsWritten:
    """Named graphs as a file of TriG, of which no more is held than what is read next.

    It is the quickest way into a store: a quad with a literal is dear to make for pyoxigraph.
    """

    def __init__(self, graphs: Iterable[GraphNodes]) -> None:
        self._graphs = iter(graphs)
        self._held = b""
        self._place = 0

    def read(self, size: int) -> bytes:
        """The next bytes, at most so many, none at the end; StoreError and others of the graphs."""
        while self._place == len(self._held):
            graph = next(self._graphs, None)
            if graph is None:
                return b""
            self._held, self._place = _as_trig(*graph).encode(), 0
        start, self._place = self._place, min(self._place + size, len(self._held))
        return self._held[start : self._place]


def _as_trig(graph: Graph, nodes: Iterable[Node]) -> str:
    parts = [f"{graph} {{\n"]
    for node, said, written in nodes:
        told = " ;\n".join(
            [
                f"<{name}> {', '.join(written[name])}"
                if name in written
                else f"<{name}> <{'>, <'.join(values)}>"
                for name, values in said.items()
            ]
        )
        parts.append(f"{node if node[0] in '_<' else f'<{node}>'} {told} .\n")
    return "".join((*parts, "}\n"))
