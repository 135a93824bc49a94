"""What a graph holds, by number: events by relation or status, actors by kind."""

from __future__ import annotations

from collections import Counter

from diplograph.store import GraphStore

_EVENTS = """
SELECT ?kind (COUNT(DISTINCT ?event) AS ?n) WHERE {
  ?event a sem:Event ; dg:%s ?value . BIND(STRAFTER(STR(?value), "#") AS ?kind)
} GROUP BY ?kind ORDER BY DESC(?n) ?kind
"""
_ACTORS = """SELECT ?actor ?class WHERE { ?actor skos:prefLabel ?name ; a ?class .
  FILTER(?class IN (dg:Person, dg:State, dg:Organisation, dg:Group, dg:Population)) }"""


def events_by(store: GraphStore, name: str) -> dict[str, int]:
    """Events by their `relation` or `status`, the most frequent first."""
    rows = store.run_trusted(_EVENTS % name).rows()
    return {str(row["kind"]): int(str(row["n"])) for row in rows}


def actors_by_kind(store: GraphStore) -> dict[str, int]:
    """Actors by kind: persons, states, ..."""
    rows = store.run_trusted(_ACTORS).rows()
    kinds = Counter(str(row["class"]).rpartition("#")[2].lower() for row in rows)
    return dict(sorted(kinds.items()))
