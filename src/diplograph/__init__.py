"""diplograph reads diplomatic news into an RDF knowledge graph with evidence for every edge.

kg = diplograph.build(["corpus/"])
for row in kg.query("SELECT ?a ?b { ?a dg:urges ?b }").rows(): ...
for relation in diplograph.extract(["article.txt"]): ...
"""

from __future__ import annotations

from diplograph.building import BuildOptions, KnowledgeGraph, build, extract
from diplograph.documents import ReadOptions, SourceFailure, read_pandas
from diplograph.errors import DiplographError
from diplograph.records import Actor, Document, Kind, PloverType, Reading, Relation, Status

__all__ = [
    "Actor",
    "BuildOptions",
    "DiplographError",
    "Document",
    "Kind",
    "KnowledgeGraph",
    "PloverType",
    "ReadOptions",
    "Reading",
    "Relation",
    "SourceFailure",
    "Status",
    "build",
    "extract",
    "read_pandas",
]
