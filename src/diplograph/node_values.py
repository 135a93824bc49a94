"""What the graphs of a store say of one node, as plain texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import pyoxigraph as ox

Values: TypeAlias = Mapping[str, tuple[str, ...]]
"""Predicate IRI -> sorted values: IRIs and lexical forms, blank nodes by their labels."""


def values_of(store: ox.Store, iri: str) -> Values:
    """What the union of all graphs says of a node; empty for an unknown one."""
    return values_in(store.quads_for_pattern(ox.NamedNode(iri), None, None))


def values_in(quads: Iterable[ox.Quad]) -> Values:
    """What quads of one subject say of it."""
    found: dict[str, list[str]] = {}
    for quad in quads:
        found.setdefault(quad.predicate.value, []).append(getattr(quad.object, "value", ""))
    return {
        predicate: (values[0],) if len(values) == 1 else tuple(sorted({*values}))
        for predicate, values in found.items()
    }
