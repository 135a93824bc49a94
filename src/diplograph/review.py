"""From a graph to the table that an analyst fills in, and from the verdicts in it to counts."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.cells import cell
from diplograph.errors import StoreError
from diplograph.export import table_blocks, write_atomically
from diplograph.ontology import DG
from diplograph.rdf.facts import NO_FACTS, Facts
from diplograph.rdf.identity import merged_pairs
from diplograph.rdf.reviewing import VERDICT, VERDICTS, wrong_parts
from diplograph.rdf.terms import local_id, short_hash, term
from diplograph.rdf.unknown import Candidate
from diplograph.rdf.verdicts import (
    FIELDS,
    Draw,
    Item,
    Looked,
    Review,
    Verdict,
    read_review,
    rows_of,
)
from diplograph.relations_table import relation_rows
from diplograph.store import GraphStore

Row: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw: so many relations, and so many merges (None: all).

    `draw` says whether by chance, the least sure or all of them; another `seed` draws others.
    """

    draw: Draw = Draw.SAMPLE
    relations: int | None = 100
    merges: int | None = 100
    seed: int = 0


def write_review(
    store: GraphStore, path: Path, wanted: Wanted, facts: Facts = NO_FACTS
) -> tuple[int, int]:
    """Add what is drawn to a table, made if there is none; returns how many rows are new, and all.

    Rows that the table has stay as they are, and are not drawn again. ReviewError where it is not
    valid, StoreError where it cannot be written or a mention lacks a part.
    """
    kept: list[Row] = []
    review = Review()
    if path.exists():
        review = read_review(path)
        kept = [{**row} for _, row in rows_of(path)]
    known = {_key(row) for row in kept}
    drawn = _pick(relation_items(store), wanted, wanted.relations, known)
    # Which merge is least sure is not known.
    by_chance = Wanted(Draw.ALL if wanted.merges is None else Draw.SAMPLE, seed=wanted.seed)
    merges = _pick(merge_items(store, review, facts), by_chance, wanted.merges, known)
    new = [*drawn, *merges]
    header = [*FIELDS, *(name for name in (kept[0] if kept else ()) if name not in FIELDS)]
    lines = ([cell(row.get(name)) for name in header] for row in (*kept, *new))
    write_atomically(path, table_blocks(header, lines))
    return len(new), len(kept) + len(new)


def _key(row: Row) -> tuple[object, ...]:
    """What tells a row of the table from others."""
    merge = row["item"] == Item.MERGE
    return (row["item"], row["source"], row["target"]) if merge else (row["item"], row["id"])


def _pick(
    rows: Iterable[Row], wanted: Wanted, number: int | None, known: set[tuple[object, ...]]
) -> list[Row]:
    """Rows that are not known yet, as many as wanted, in the order in which they came."""

    def rank(row: Row) -> tuple[object, ...]:
        """What comes first is drawn: the least sure, or what chance puts there."""
        chance = short_hash(str(wanted.seed), *map(str, _key(row)))
        return (row["confidence"], chance) if wanted.draw is Draw.UNSURE else (chance,)

    new = ((n, row) for n, row in enumerate(rows) if _key(row) not in known)
    if number is None:
        chosen = list(new)
    else:
        chosen = sorted(heapq.nsmallest(number, new, lambda item: rank(item[1])), key=itemgetter(0))
    # A row is a line, whatever is in its texts.
    return [
        {name: " ".join(str(value).split()) for name, value in row.items() if value is not None}
        | {"drawn": wanted.draw.value}
        for _, row in chosen
    ]


def relation_items(store: GraphStore) -> Iterator[Row]:
    """A row of the table for each relation that nobody has decided on, by document and position."""
    for row in relation_rows(store):
        if row["verdict"] is None:
            copied = ("relation", "status", "date", "place", "published", "type", "confidence")
            yield {
                **{name: row[name] for name in copied},
                "source": row["source_name"],
                "target": row["target_name"],
                "factual": str(row["factual"]).lower(),
                "sentence": row["sentence"],
                "title": row["title"] or row["path"],
                "item": Item.RELATION,
                "id": f"mention/{row['id']}",
            }


def merge_items(store: GraphStore, review: Review, facts: Facts) -> Iterator[Row]:
    """A row of the table for each two neighbours among the actors that were taken for one."""
    pairs = merged_pairs(store.told(naming=True), store.base, facts, review.decisions)
    for one, other, reason in pairs:
        yield {
            "source": _reference(one, store.base),
            "relation": "same as",
            "target": _reference(other, store.base),
            "note": reason,
            "item": Item.MERGE,
            "id": local_id(store.base, one.node),
        }


def _reference(candidate: Candidate, base: str) -> str:
    document = local_id(base, candidate.graph).removeprefix("graph/")
    return f"{local_id(base, candidate.node)} @ {document}"


def looked_in(store: GraphStore) -> Iterator[Looked]:
    """What verdicts a graph holds on its relations, by mention."""
    types = {known.class_name: type_ for type_, known in store.ontology.types.items()}
    nodes = {q.subject for q in store.find(None, term("dg:verdict"), None)}
    for node in sorted((n for n in nodes if isinstance(n, ox.NamedNode)), key=lambda n: n.value):
        values = store.values_of(node.value)
        if f"{DG}toldRelation" not in values:
            continue  # an event, which has the verdicts of its mentions
        try:
            drawn = values.get(f"{DG}drawn")
            yield Looked(
                store.ontology.relation_of(values[f"{DG}toldRelation"][0]).name,
                types[values[f"{DG}toldType"][0].removeprefix(DG)],
                Verdict(VERDICTS[values[VERDICT][0]]),
                float(values[f"{DG}confidence"][0]),
                Draw(drawn[0]) if drawn else None,
                wrong_parts(values),
            )
        except (KeyError, ValueError) as error:
            raise StoreError(
                f"mention <{node.value}> is not as diplograph writes it: {error}"
            ) from error
