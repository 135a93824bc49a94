"""A built graph as a user holds it: asked, shown, and taken to other libraries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diplograph.markup import escaped, table
from diplograph.tally import Tally

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

    from diplograph.dataframes import Table
    from diplograph.results import Results
    from diplograph.store import GraphStore


_SHOWN = 10  # relations that a notebook shows


class KnowledgeGraph:
    """A built graph: query it, or take it elsewhere. `pipeline` is the one it was read with."""

    def __init__(
        self, store: GraphStore, tally: Tally | None = None, pipeline: str | None = None
    ) -> None:
        self.store = store
        self.tally = tally or Tally()
        self.pipeline = pipeline

    def query(self, sparql: str, **bindings: Any) -> Results:
        """Answer a SPARQL query; `bindings` are rdf terms or plain values for its variables.

        Raises:
            QueryError: the query is not valid, or not read-only.
        """
        return self.store.query(sparql, bindings)

    def to_rdflib(self, *, copy: bool = True) -> rdflib.Dataset:
        """All graphs as an rdflib Dataset: a copy in memory, or the store itself behind rdflib.

        Raises:
            StoreError: not a copy, and oxrdflib (the extra `rdflib`) is not installed.
        """
        from diplograph.convert import live_rdflib, to_rdflib

        return to_rdflib(self.store) if copy else live_rdflib(self.store)

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Actors as nodes, events as edges, with the attributes that `export` documents."""
        from diplograph.convert import to_networkx

        return to_networkx(self.store)

    def to_pandas(self, table: Table = "events") -> pandas.DataFrame:
        """The events or the relations as a DataFrame; see `dataframes.to_pandas`.

        Raises:
            MissingExtraError: pandas (the extra `pandas`) is not installed.
        """
        from diplograph.dataframes import to_pandas

        return to_pandas(self.store, table)

    def _repr_html_(self) -> str:
        """The graph in a notebook: what is in it, by number."""
        from diplograph.counting import actors_by_kind, events_by

        (relations,) = events_by(self.store, "relation")
        documents = sum(1 for _ in self.store.document_graphs())
        counts = {"document": documents, "event": sum(relations.values())}
        told = [
            f"{number:,} {name}{'' if number == 1 else 's'}"
            for name, number in (counts | actors_by_kind(self.store)).items()
        ]
        shown = [(escaped(name), str(n)) for name, n in list(relations.items())[:_SHOWN]]
        more = f"and {len(relations) - _SHOWN} more relations" if len(relations) > _SHOWN else ""
        head = f"<b>KnowledgeGraph</b>: {', '.join(told)}"
        return f"{head}{table(shown, ('relation', 'events'))}{more}"

    def to_html(self, path: str | Path, title: str = "diplograph") -> None:
        """Write the interactive page."""
        from diplograph.export import write_atomically

        write_atomically(Path(path), [page_of(self.store, title)])


def page_of(store: GraphStore, title: str) -> str:
    """The interactive page of a store as one HTML text."""
    from diplograph.view import PAGE_EVENTS, render, view_of

    return render(view_of(store, PAGE_EVENTS), title)
