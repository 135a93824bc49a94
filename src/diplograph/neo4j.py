"""The graph as the two CSV files that `neo4j-admin database import` takes.

neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplograph.convert import to_networkx
from diplograph.store import GraphStore

if TYPE_CHECKING:
    import networkx as nx

NODES = {"iri:ID": "", "name": "name", "kind": "kind", "state": "state", ":LABEL": ""}
EDGES = {
    ":START_ID": "",
    ":END_ID": "",
    ":TYPE": "",
    "event": "",
    "relation": "relation",
    "plover": "type",
    "status": "status",
    "label": "label",
    "topic": "topic",
    "place": "place",
    "factual:boolean": "factual",
    "reciprocal:boolean": "reciprocal",
    "confidence:double": "confidence",
    "score:double": "score",
    "mentions:int": "mentions",
    "date_from:date": "date_from",
    "date_to:date": "date_to",
    "reported:date": "reported",
}
"""Columns with Neo4j's types, and the attributes of `to_networkx` that they hold."""

_SPACE = re.compile(r"[\s\x00-\x1f]+")


def neo4j_tables(store: GraphStore) -> dict[str, tuple[list[str], Iterator[list[object]]]]:
    """Header and rows of each file by its name: actors as nodes, events as relationships.

    A label and a type for each kind and relation: `(:Person)-[:LODGES_PROTEST_WITH]->(:State)`.
    White space in texts is one space each, since the import reads no line breaks in fields.
    """
    graph = to_networkx(store)
    return {
        "nodes.csv": (list(NODES), _nodes(graph)),
        "relationships.csv": (list(EDGES), _edges(graph)),
    }


def _nodes(graph: nx.MultiDiGraph) -> Iterator[list[object]]:
    for node, values in sorted(graph.nodes(data=True)):
        label = f"Actor;{str(values.get('kind', 'actor')).capitalize()}"
        found = [_cell(values.get(name)) for name in NODES.values() if name]
        yield [node, *found, label]


def _edges(graph: nx.MultiDiGraph) -> Iterator[list[object]]:
    for one, other, event, values in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3]):
        type_ = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(values["relation"])).upper()
        found = [_cell(values.get(name)) for name in EDGES.values() if name]
        yield [one, other, type_, event, *found]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return _SPACE.sub(" ", value).strip() if isinstance(value, str) else value
