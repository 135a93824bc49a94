"""Records to RDF: what each document says, and what follows from all of them.

The only part of diplograph that makes RDF. A document's named graph holds the document, the names
by which it knows its actors, and its mentions; each mention carries one whole relation record,
under properties of its own (`dg:toldSource`, ...). The derived graph holds the events that these
mentions tell of, the direct triples and the facts about actors, places and posts; it is a function
of the document graphs and of the facts given, so that building in any order gives the same graph.
"""

from diplograph.rdf.derive import derived_of, derived_quads
from diplograph.rdf.document import ReaderVersion, document_quads, document_triples
from diplograph.rdf.facts import (
    NO_FACTS,
    ActorFacts,
    Facts,
    GazetteerFacts,
    PlaceFacts,
    PostFact,
)
from diplograph.rdf.terms import DEFAULT_BASE, PREFIXES, derived_graph, graph_of, iri

__all__ = [
    "DEFAULT_BASE",
    "NO_FACTS",
    "PREFIXES",
    "ActorFacts",
    "Facts",
    "GazetteerFacts",
    "PlaceFacts",
    "PostFact",
    "ReaderVersion",
    "derived_graph",
    "derived_of",
    "derived_quads",
    "document_quads",
    "document_triples",
    "graph_of",
    "iri",
]
