"""On the workers: unknown actors as candidates, which of them may touch, and their names."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from diplograph.gazetteer.spelling import block_keys, same_name
from diplograph.rdf.identity import name_unknown
from diplograph.rdf.telling import graphs_told
from diplograph.rdf.terms import derived_graph, local_id
from diplograph.rdf.unknown import FULL_NAME, Candidate, unknown_actors
from diplograph.spark.batches import Batches, Row, batches_of, grouped, rows_of
from diplograph.spark.options import Knowledge, decisions_of, facts_of
from diplograph.spark.reading import line_of, quads_of
from diplograph.spark.tables import CANDIDATE, EDGE, KEYED, NAME

_HASHED = re.compile(r"-[0-9a-f]{8}$")
_ENDING = "~"  # starts keys of nodes that may come to be of one name, whatever they are called


def candidates(batches: Batches, given: Knowledge) -> Batches:
    """Readings to the unknown actors of each, as rows of CANDIDATE."""
    return batches_of(_candidates(batches, given), CANDIDATE)


def _candidates(batches: Batches, given: Knowledge) -> Iterator[Row]:
    decisions = decisions_of(given)
    references = [r for decision in decisions for r in (decision.one, decision.other)]
    for row in rows_of(batches):
        facts = facts_of(given)
        documents = graphs_told(quads_of(row["quads"]))
        for found in (c for d in documents for c in unknown_actors(d, given.base, facts)):
            names = (found.name, local_id(given.base, found.node))
            yield {
                "graph": found.graph,
                "node": found.node,
                "name": found.name,
                "state": found.state,
                "body": _packed(found),
                "decided": any(r.means(names, found.documents) for r in references),
            }


def _packed(candidate: Candidate) -> str:
    values = {field.name: getattr(candidate, field.name) for field in dataclasses.fields(candidate)}
    return json.dumps(
        {key: sorted(v) if isinstance(v, frozenset) else v for key, v in values.items()}
    )


def _unpacked(body: str) -> Candidate:
    values: dict[str, Any] = json.loads(body)
    return Candidate(**{key: _frozen(value) for key, value in values.items()})


def _frozen(value: Any) -> Any:
    """JSON's lists as the sets, and the lists in them as the pairs, that they were."""
    if not isinstance(value, list):
        return value
    return frozenset(tuple(v) if isinstance(v, list) else v for v in value)


def keyed(batches: Batches, states: frozenset[str]) -> Batches:
    """Nodes with a name to the keys of which any two that may touch share one.

    Two spellings of one name share a key of `block_keys`. A name made longer to tell two actors
    of it apart (by a state of `states`, or a hash) may be that of another node.
    """
    found = (
        {"node": row["node"], "name": row["name"], "key": key}
        for row in rows_of(batches)
        for key in _keys(row["node"], row["name"], states)
    )
    return batches_of(found, KEYED)


def _keys(node: str, name: str, states: frozenset[str]) -> Iterator[str]:
    yield _ENDING + node
    start, _, ending = node.rpartition("-")
    if _HASHED.search(node) or ending in states:
        yield _ENDING + start
    if len(name.split()) < FULL_NAME:
        return
    yield from (f"={key}" for key in block_keys(name))


def edges(batches: Batches) -> Batches:
    """Pairs of nodes that share a key to those that may touch."""
    found = (
        {"one": row["one"], "other": row["other"]}
        for row in rows_of(batches)
        if row["key"].startswith(_ENDING) or same_name(row["one_name"], row["other_name"])
    )
    return batches_of(found, EDGE)


def named(batches: Batches, given: Knowledge) -> Batches:
    """Candidates sorted by component to rows of NAME."""
    return batches_of(_named(grouped(rows_of(batches), "component"), given), NAME)


def _named(groups: Iterable[tuple[str, list[Row]]], given: Knowledge) -> Iterator[Row]:
    decisions = decisions_of(given)
    for _, rows in groups:
        if len(rows) == 1 and not decisions:
            continue
        found = (_unpacked(row["body"]) for row in rows)
        naming = name_unknown(found, given.base, facts_of(given), decisions)
        for (graph, node), new in naming.renamed.items():
            yield {"graph": graph, "node": node, "new": new}
        for triple in naming.triples():
            yield {"line": line_of(ox.Quad(*triple, derived_graph(given.base)))}
