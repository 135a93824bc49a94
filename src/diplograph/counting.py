"""What a graph holds, by number: events by relation or status, actors by kind."""

from __future__ import annotations

from collections import Counter

from diplograph.ontology import DG
from diplograph.store import GraphStore

_ACTORS = """SELECT ?actor ?class WHERE { ?actor skos:prefLabel ?name ; a ?class .
  FILTER(?class IN (dg:Person, dg:State, dg:Organisation, dg:Group, dg:Population)) }"""


def events_by(store: GraphStore, *names: str) -> tuple[dict[str, int], ...]:
    """Events by what they have as `relation`, `status` or the like, the most frequent first."""
    counted: tuple[Counter[str], ...] = tuple(Counter() for _ in names)
    for _, values in store.events():
        for count, name in zip(counted, names, strict=True):
            count.update(value.rpartition("#")[2] for value in values.get(DG + name, ()))
    return tuple(dict(sorted(c.items(), key=lambda item: (-item[1], item[0]))) for c in counted)


def actors_by_kind(store: GraphStore) -> dict[str, int]:
    """Actors by kind: persons, states, ..."""
    rows = store.run_trusted(_ACTORS).rows()
    kinds = Counter(str(row["class"]).rpartition("#")[2].lower() for row in rows)
    return dict(sorted(kinds.items()))
