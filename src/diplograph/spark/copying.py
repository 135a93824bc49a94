"""On the workers: which documents hold nearly the same text, by the signatures in their graphs."""

from __future__ import annotations

import pyoxigraph as ox

from diplograph.rdf.derive import copy_triples
from diplograph.rdf.nearness import Signatures, band_keys, near_groups
from diplograph.rdf.terms import derived_graph
from diplograph.spark.batches import Batches, batches_of, grouped, rows_of
from diplograph.spark.options import Knowledge
from diplograph.spark.reading import line_of
from diplograph.spark.tables import EDGE, KEYED, MADE


def keyed(batches: Batches) -> Batches:
    """Texts (node, value: the signature) to their keys: near ones share one."""
    found = (
        {"node": row["node"], "key": key}
        for row in rows_of(batches)
        for key in band_keys(row["value"])
    )
    return batches_of(found, KEYED)


def edges(batches: Batches) -> Batches:
    """Texts sorted by a key that they share to pairs that join those which are near each other."""
    found = (
        {"one": group[0], "other": other}
        for _, rows in grouped(rows_of(batches), "key")
        for group in near_groups(
            Signatures(
                {row["node"]: row["value"] for row in rows},
                {row["node"]: row["issued"] or "" for row in rows},
            )
        )
        for other in group[1:]
    )
    return batches_of(found, EDGE)


def told(batches: Batches, given: Knowledge) -> Batches:
    """Documents, each with the first that holds its text, to rows of MADE that say so."""
    graph = derived_graph(given.base)
    found = (
        {"line": line_of(ox.Quad(*triple, graph))}
        for row in rows_of(batches)
        for triple in copy_triples({row["document"]: row["first"]})
    )
    return batches_of(found, MADE)
