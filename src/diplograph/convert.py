"""The graph as other Python libraries hold it: rdflib data sets and networkx graphs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from diplograph.errors import StoreError
from diplograph.rdf.terms import PREFIXES
from diplograph.store import GraphStore

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

_Value: TypeAlias = str | int | float | bool

_NODES = """PREFIX dg: <https://w3id.org/diplograph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?actor ?name ?class ?state {
  ?actor a ?class ; skos:prefLabel ?name .
  VALUES ?class { dg:Person dg:State dg:Organisation dg:Group dg:Population }
  OPTIONAL { ?actor dg:countryCode ?state }
} ORDER BY ?actor"""

_EVENTS = """PREFIX dg: <https://w3id.org/diplograph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?event ?s ?t ?reciprocal ?property ?label ?state ?factual ?confidence ?score
       ?date_from ?date_to ?reported ?place
       (GROUP_CONCAT(DISTINCT ?topic_; separator="\\n") AS ?topics)
       (COUNT(DISTINCT ?mention) AS ?mentions) {
  { ?event dg:source ?s ; dg:target ?t BIND(false AS ?reciprocal) }
  UNION { ?event dg:participant ?s , ?t FILTER(STR(?s) < STR(?t)) BIND(true AS ?reciprocal) }
  ?event dg:relation ?property ; dg:status ?state ; dg:factual ?factual ; rdfs:label ?label ;
    dg:confidence ?confidence ; dg:mention ?mention .
  OPTIONAL { ?event dg:score ?score }
  OPTIONAL { ?event dg:dateFrom ?date_from ; dg:dateTo ?date_to }
  OPTIONAL { ?event dg:reported ?reported }
  OPTIONAL { ?event dg:place/skos:prefLabel ?place }
  OPTIONAL { ?event dg:topic ?topic_ }
} GROUP BY ?event ?s ?t ?reciprocal ?property ?label ?state ?factual ?confidence ?score
           ?date_from ?date_to ?reported ?place
ORDER BY ?event ?s ?t"""

_NOT_ATTRIBUTES = frozenset({"event", "s", "t", "property", "state", "topics"})


def to_networkx(store: GraphStore) -> nx.MultiDiGraph:
    """Actors as nodes, events as edges; several events between two actors stay several edges.

    Nodes are actor IRIs with `name`, `kind` (as in the records) and `state` (alpha-3). An edge's
    key is the event's IRI; it has `relation`, `type` (PLOVER, of the act), `status`, `factual`,
    `reciprocal`, `label`, `confidence`, `mentions` (their number) and, where known, `score`,
    `date_from`, `date_to`, `reported`, `place`, `topic`. A reciprocal event is one edge for each
    pair, from the smaller to the greater IRI. What is not known is left out, never None.
    """
    import networkx as nx

    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    for row in store.run_trusted(_NODES).rows():
        kind = str(row["class"]).rpartition("#")[2].lower()
        graph.add_node(row["actor"], **_known({"kind": kind, **_only(row, "name", "state")}))
    relations = {relation.iri: relation for relation in store.ontology.relations.values()}
    for row in store.run_trusted(_EVENTS).rows():
        relation = relations.get(str(row["property"]))
        if relation is None:
            raise StoreError(f"the ontology does not have the relation <{row['property']}>")
        values = {
            "relation": relation.name,
            "type": relation.plover.value,
            "status": str(row["state"]).rpartition("#")[2],
            "topic": "; ".join(sorted(str(row["topics"]).split("\n"))),
            **{name: value for name, value in row.items() if name not in _NOT_ATTRIBUTES},
        }
        graph.add_edge(row["s"], row["t"], key=row["event"], **_known(values))
    return graph


def _only(row: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: row[name] for name in names}


def _known(values: Mapping[str, object]) -> dict[str, _Value]:
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, str | int | float | bool) and value != ""
    }


def to_rdflib(store: GraphStore) -> rdflib.Dataset:
    """A copy in rdflib's memory store: a data set with the same named graphs.

    Its default graph is their union, so that queries see everything.
    """
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.bind("id", store.base)
    for quad in store.quads():
        graph = quad.graph_name
        name = dataset.default_context.identifier
        if isinstance(graph, ox.NamedNode):
            name = rdflib.URIRef(graph.value)
        elif isinstance(graph, ox.BlankNode):
            name = rdflib.BNode(graph.value)
        dataset.store.add(_rdflib_triple(quad), dataset.graph(name))
    return dataset


def live_rdflib(store: GraphStore) -> rdflib.Dataset:
    """The store itself behind rdflib: nothing is copied, and Oxigraph answers the queries.

    Needs the extra `rdflib` (oxrdflib), whose plain texts have their type, xsd:string, written out.
    Queries asked through it do not pass diplograph's guard.
    StoreError where oxrdflib is not installed.
    """
    import rdflib

    try:
        from oxrdflib import OxigraphStore
    except ImportError as error:
        raise StoreError(
            "rdflib over the store needs oxrdflib: pip install diplograph[rdflib]"
        ) from error
    dataset = rdflib.Dataset(OxigraphStore(store=store.oxigraph), default_union=True)
    for prefix, namespace in {**PREFIXES, "id": store.base}.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def union_rdflib(store: GraphStore) -> rdflib.Graph:
    """The union of all graphs as one rdflib graph."""
    import rdflib

    graph = rdflib.Graph()
    for quad in store.quads():
        graph.add(_rdflib_triple(quad))
    return graph


def _rdflib_triple(quad: ox.Quad) -> tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]:
    return _rdflib(quad.subject), _rdflib(quad.predicate), _rdflib(quad.object)


def _rdflib(term: object) -> rdflib.term.Node:
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        # As it stands: rdflib would rewrite "0.70" and drop what it cannot parse.
        if term.language is not None:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = rdflib.URIRef(term.datatype.value)
        if datatype == rdflib.XSD.string:
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise StoreError(f"rdflib cannot hold the term {term}")
