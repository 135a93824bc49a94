"""On the workers: actors, places and posts, from all that is told of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from diplograph.ontology import DG
from diplograph.rdf.nodes import Describer
from diplograph.rdf.posts import posts_told
from diplograph.rdf.telling import ISSUED, NIF_CONTEXT, Told
from diplograph.rdf.terms import derived_graph
from diplograph.spark.batches import Batches, Row, batches_of, grouped, rows_of
from diplograph.spark.dossiers import merged, named
from diplograph.spark.options import Knowledge, facts_of
from diplograph.spark.reading import line_of
from diplograph.spark.tables import MADE

_DOCUMENT = "urn:diplograph:document:"


def describe(batches: Batches, given: Knowledge, states: Told) -> Batches:
    """Dossiers to what the derived graph says of their nodes, as rows of MADE.

    `states` are the nodes told to be states that the facts do not know, which others lead to.
    What a node leads to comes with it, but not `complete`: documents may tell more of that.
    """
    return batches_of(_describe(rows_of(batches), given, states), MADE)


def _describe(rows: Iterable[Row], given: Knowledge, states: Told) -> Iterator[Row]:
    for row in rows:
        node = row["node"]
        own = {node: merged([row["body"]])[node], **states}
        yield from _made(own, own, given)


def posts(batches: Batches, given: Knowledge) -> Batches:
    """Mentions of posts and dossiers, sorted by post, to rows of MADE about the posts."""
    return batches_of(_posts(grouped(rows_of(batches), "block"), given), MADE)


def _posts(groups: Iterable[tuple[str, list[Row]]], given: Knowledge) -> Iterator[Row]:
    for _, rows in groups:
        known = named(merged(row["body"] for row in rows if not row["mention"]))
        for number, row in enumerate(row for row in rows if row["mention"]):
            mention, issued, told = json.loads(row["body"])
            document = f"{_DOCUMENT}{number}"
            known[document] = {ISSUED: tuple(issued)}
            values = {DG + name: tuple(values) for name, values in told.items()}
            known[mention] = {**values, NIF_CONTEXT: (document,)}
        yield from (row for row in _made(known, {}, given) if row["complete"])


def _made(known: Told, complete: Told, given: Knowledge) -> Iterator[Row]:
    """The descriptions that are made from what is known; of posts they are always complete."""
    graph = derived_graph(given.base)
    told = posts_told(known)
    for triple in Describer(known, given.base, facts_of(given), told).triples():
        subject = triple[0].value
        yield {
            "line": line_of(ox.Quad(*triple, graph)),
            "subject": subject,
            "complete": subject in complete or subject.startswith(f"{given.base}post/"),
        }
