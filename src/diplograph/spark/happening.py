"""On the workers: blocks of mentions to events, as quads and as rows of the event table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

import pyoxigraph as ox

from diplograph.event_table import EVENT_FIELDS, event_rows
from diplograph.rdf.derive import Happenings, context_triples
from diplograph.rdf.gathering import Gathered
from diplograph.rdf.nodes import Describer
from diplograph.rdf.posts import Offices, posts_told
from diplograph.rdf.telling import Telling, Told
from diplograph.rdf.terms import derived_graph
from diplograph.spark.batches import Batches, Row, batches_of, grouped, rows_of
from diplograph.spark.dossiers import merged, named
from diplograph.spark.options import Knowledge, facts_of, ontology_of
from diplograph.spark.reading import line_of, quads_of
from diplograph.spark.tables import EVENT_TEXTS, HAPPENED
from diplograph.spark.telling import unpacked
from diplograph.store import GraphStore

_TOGETHER = 2000  # mentions of which the rows of the event table are made at a time


def happen(batches: Batches, given: Knowledge) -> Batches:
    """Mentions and dossiers, sorted by block, to rows of HAPPENED."""
    return batches_of(_happen(grouped(rows_of(batches), "block"), given), HAPPENED)


def _happen(groups: Iterable[tuple[str, list[Row]]], given: Knowledge) -> Iterator[Row]:
    table = _Table(given)
    for _, rows in groups:
        told = [(json.loads(row["body"]), row["first"]) for row in rows if row["mention"]]
        mentions = [mention for mention, _ in told]
        known = merged(row["body"] for row in rows if not row["mention"])
        quads = _happenings(told, known, given)
        for quad in quads:
            yield {"line": line_of(quad)}
        table.add(mentions, named(known), quads)
        if table.mentions >= _TOGETHER:
            yield from table.rows()
            table = _Table(given)
    yield from table.rows()


def _happenings(
    told: Iterable[tuple[Row, str | None]], known: Told, given: Knowledge
) -> list[ox.Quad]:
    """What a block of mentions tells; with each comes the first document of its text."""
    ontology = ontology_of(given)
    found: list[Telling] = []
    copies: dict[str, str] = {}
    for mention, first in told:
        telling = unpacked(mention["telling"], ontology)
        found.append(telling)
        if first is not None:
            copies[telling.document] = first
    graph = derived_graph(given.base)
    contexts = {name for telling in found for name in telling.contexts}
    gathered = Gathered(known, Offices(posts_told(known)), (), found, copies)
    happenings = Happenings(gathered, given.base, facts_of(given), ontology)
    triples = chain(happenings.of(found), context_triples(contexts))
    return list(dict.fromkeys(ox.Quad(*triple, graph) for triple in triples))


class _Table:
    """The event table of some blocks: a store of just what the table is made from."""

    def __init__(self, given: Knowledge) -> None:
        self._given = given
        self._store = GraphStore(None, given.base, ontology=ontology_of(given))
        self.mentions = 0

    def add(
        self,
        mentions: list[Row],
        known: dict[str, dict[str, tuple[str, ...]]],
        quads: Iterable[ox.Quad],
    ) -> None:
        """Take a block: its events, their evidence, and what their actors are called."""
        base, facts = self._given.base, facts_of(self._given)
        graph = derived_graph(base)
        self.mentions += len(mentions)
        store = self._store.oxigraph
        store.extend(quads)
        for mention in mentions:
            store.extend(quads_of(mention["evidence"]))
        # Others, to which these actors lead, are not known in full here.
        store.extend(
            ox.Quad(*triple, graph)
            for triple in Describer(known, base, facts).triples()
            if triple[0].value in known
        )

    def rows(self) -> Iterator[Row]:
        """The rows of the table."""
        for row in event_rows(self._store):
            yield {name: _plain(name, row[name]) for name in EVENT_FIELDS}


def _plain(name: str, value: object) -> object:
    """A value as its column of the Parquet table takes it."""
    return value if value is None or name not in EVENT_TEXTS else str(value)
