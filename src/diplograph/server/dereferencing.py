"""Any IRI of the graph as a page or as Turtle: what is said of it, and what refers to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

import pyoxigraph as ox

from diplograph.errors import RefusedError
from diplograph.killable import Limits
from diplograph.rdf.terms import PREFIXES, RDF_TYPE
from diplograph.server.answers import LimitedBuffer
from diplograph.server.terms import Namer, Node
from diplograph.store import GraphStore

_MOST: Final = 200

_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Property:
    """A property and its values; `more` of them are not shown."""

    name: Node
    values: tuple[Node, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Described:
    """A node of the graph: its facts and the facts of others that lead to it."""

    iri: str
    label: str
    types: tuple[Node, ...]
    facts: tuple[Property, ...]
    incoming: tuple[Property, ...]
    statements: int | None = None


def resource(store: GraphStore, limits: Limits, *, path: str) -> Described:
    """What the page of an IRI shows, `path` being what follows the base.

    RefusedError (404) where the graph does not mention it.
    """
    del limits
    iri = store.base + path
    node = _node(store, iri)
    namer = Namer(store)
    out: dict[str, set[_Term]] = defaultdict(set)
    for quad in store.oxigraph.quads_for_pattern(node, None, None, None):
        out[quad.predicate.value].add(quad.object)
    incoming: dict[str, set[_Term]] = defaultdict(set)
    for quad in store.oxigraph.quads_for_pattern(None, None, node, None):
        incoming[quad.predicate.value].add(quad.subject)
    types = sorted(out.pop(RDF_TYPE.value, set()), key=str)
    statements = None
    if store.oxigraph.contains_named_graph(node):
        statements = sum(1 for _ in store.oxigraph.quads_for_pattern(None, None, None, node))
    return Described(
        iri=iri,
        label=namer.label(iri),
        types=tuple(map(namer.node, types)),
        facts=tuple(_properties(namer, out)),
        incoming=tuple(_properties(namer, incoming)),
        statements=statements,
    )


def _properties(namer: Namer, found: Mapping[str, set[_Term]]) -> Iterator[Property]:
    for predicate in sorted(found):
        values = sorted(found[predicate], key=str)
        shown = tuple(namer.node(value) for value in values[:_MOST])
        yield Property(namer.node(ox.NamedNode(predicate)), shown, max(0, len(values) - _MOST))


def turtle(store: GraphStore, limits: Limits, *, path: str) -> bytes:
    """The same as Turtle; of a named graph all that it holds.

    RefusedError (404) where the graph does not mention the IRI, (413) where it is too large.
    """
    node = _node(store, store.base + path)
    quads: Iterable[ox.Quad]
    if store.oxigraph.contains_named_graph(node):
        quads = store.oxigraph.quads_for_pattern(None, None, None, node)
    else:
        quads = [
            *store.oxigraph.quads_for_pattern(node, None, None, None),
            *islice(store.oxigraph.quads_for_pattern(None, None, node, None), 10 * _MOST),
        ]
    triples = sorted({quad.triple for quad in quads}, key=str)
    out = LimitedBuffer(limits.size)
    prefixes = {**PREFIXES, "id": store.base}
    ox.serialize(triples, out, format=ox.RdfFormat.TURTLE, prefixes=prefixes)  # type: ignore[arg-type]
    return out.value()


def _node(store: GraphStore, iri: str) -> ox.NamedNode:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise RefusedError(404, f"{iri!r} is not an IRI") from None
    graph = store.oxigraph
    subject = next(graph.quads_for_pattern(node, None, None, None), None)
    known = subject or next(graph.quads_for_pattern(None, None, node, None), None)
    if known is None and not graph.contains_named_graph(node):
        raise RefusedError(404, f"the graph does not mention {iri}")
    return node
