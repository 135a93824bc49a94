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
    found: dict[str, tuple[_Texts, _Texts]] = {}
    several: list[tuple[_Texts, str]] = []
    subject: object = None
    said: _Texts = {}
    written: _Texts = {}
    for quad in quads:
        if quad.subject != subject:
            subject = quad.subject
            said, written = found.setdefault(name_of(subject), ({}, {}))
        name, term = quad.predicate.value, quad.object
        if isinstance(term, ox.NamedNode):
            value = (term.value,)
            if name in written:
                written[name] += (str(term),)
        else:
            value = (getattr(term, "value", ""),)
            if name in said and name not in written:
                written[name] = tuple(f"<{iri}>" for iri in said[name])
            written[name] = (*written.get(name, ()), str(term))
        if name in said:
            said[name] += value
            several.append((said, name))
        else:
            said[name] = value
    for said, name in several:
        said[name] = tuple(sorted({*said[name]}))
    return [(node, *both) for node, both in found.items()]
