"""What the graphs of a store say of one node, as plain texts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
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

_BUFFER = 1 << 16  # bytes
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


@lru_cache(maxsize=4096)  # predicates, classes, actors, numbers and rules come again and again
def _plain(term: Subject | ox.Literal) -> tuple[tuple[str], tuple[str, ...]]:
    """The value of a term, and unless it is an IRI how it is written."""
    if isinstance(term, ox.NamedNode):
        return (term.value,), ()
    return ("" if isinstance(term, ox.Triple) else term.value,), (str(term),)


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
        (name,), _ = _plain(predicate)
        value, as_written = _plain(term)
        if name not in said:
            said[name] = value
            if as_written:
                written[name] = as_written
            continue
        if name in written:
            written[name] += as_written or (str(term),)
        elif as_written:
            written[name] = (*(f"<{iri}>" for iri in said[name]), *as_written)
        said[name] += value
        several.append((said, name))
    for said, name in several:
        said[name] = tuple(sorted({*said[name]}))
    return [(node, *both) for node, both in found.items()]


def as_file(graphs: Iterable[GraphNodes]) -> io.BufferedReader:
    """Graphs as a file of TriG, of which no more is held than what is read next.

    It is the quickest way into a store: a quad with a literal is dear to make for pyoxigraph.
    """
    return io.BufferedReader(_Written(graphs), _BUFFER)


class _Written(io.RawIOBase):
    def __init__(self, graphs: Iterable[GraphNodes]) -> None:
        self._graphs = iter(graphs)
        self._held = memoryview(b"")

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as what is held goes."""
        if not self._held:
            graph = next(self._graphs, None)
            self._held = memoryview(_as_trig(*graph).encode() if graph is not None else b"")
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size


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
