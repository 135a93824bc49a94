"""What a store says of events and of the records that tell of them, read back from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from diplograph.journal import Journal
from diplograph.node_values import Values, values_of
from diplograph.rdf.terms import RDF_TYPE, derived_graph, term
from diplograph.spilling import sorted_on_disk
from diplograph.stored import document_graph_prefix, document_of

_EVENT = term("sem:Event")
_TOLD_RELATION = term("dg:toldRelation")
_CONTEXT = term("nif:referenceContext")
_RUN = 4_000  # documents that are sorted in memory, each with the places of all its nodes


def events_told(store: ox.Store, journal: Journal, base: str) -> Iterator[tuple[str, Values]]:
    """Each event and what is said of it; links to other events may be missing."""
    if journal.holds_all(store):
        for _, nodes in journal.told(derived_graph(base).value):
            for node, values in nodes.items():
                if _EVENT.value in values.get(RDF_TYPE.value, ()):
                    yield node, values
        return
    quads = store.quads_for_pattern(None, RDF_TYPE, _EVENT)
    named = (quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))
    yield from ((node, values_of(store, node)) for node, _ in groupby(named))


def records_told(
    store: ox.Store, journal: Journal, base: str, order: Callable[[str], str]
) -> Iterator[list[tuple[str, Values]]]:
    """The records of relations and what is told of each, those of one document after the other.

    Documents come by what `order` makes of their IRIs, then by these; with the IRI blank come
    records that name no document. What verdicts say may be missing.
    """
    key = itemgetter(0, 1)
    if journal.whole:
        named = (
            (document_of(base, graph), place)
            for graph, place in journal.places(document_graph_prefix(base))
        )
        placed = ((order(document), document, place) for document, place in named)
        for _, same in groupby(sorted_on_disk(placed, key, run=_RUN), key):
            told = (item for *_, place in same for item in journal.nodes_at(place))
            yield [(node, of) for node, of in told for _ in of.get(_TOLD_RELATION.value, ())]
        return
    values = journal.values_of if journal.holds_all(store) else partial(values_of, store)
    found = ((order(of), of, node) for node, of in _records(store))
    for _, group in groupby(sorted_on_disk(found, tuple), key):
        yield [(node, values(node)) for *_, node in group]


def _records(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Each record of a relation, and the document that it is in, blank where none is told."""
    for quad in store.quads_for_pattern(None, _TOLD_RELATION, None):
        if isinstance(quad.subject, ox.NamedNode):
            found = store.quads_for_pattern(quad.subject, _CONTEXT, None)
            documents = (str(getattr(q.object, "value", "")) for q in found)
            yield quad.subject.value, min(documents, default="")
