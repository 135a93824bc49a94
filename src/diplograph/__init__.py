"""diplograph reads diplomatic news into an RDF knowledge graph with evidence for every edge.

kg = diplograph.build(["corpus/"])
for row in kg.query("SELECT ?a ?b { ?a dg:urges ?b }").rows(): ...
for relation in diplograph.extract(["article.txt"]): ...

The names of `__all__` are the public API; docs/api.md says which of them are stable.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diplograph.building import build
    from diplograph.documents import ReadOptions, SourceFailure, read_pandas
    from diplograph.errors import DiplographError
    from diplograph.extracting import extract
    from diplograph.graph import KnowledgeGraph
    from diplograph.options import BuildOptions
    from diplograph.records import Actor, Document, Kind, PloverType, Reading, Relation, Status

_HOMES = {
    "building": ("build",),
    "documents": ("ReadOptions", "SourceFailure", "read_pandas"),
    "errors": ("DiplographError",),
    "extracting": ("extract",),
    "graph": ("KnowledgeGraph",),
    "options": ("BuildOptions",),
    "records": ("Actor", "Document", "Kind", "PloverType", "Reading", "Relation", "Status"),
}


def __getattr__(name: str) -> object:
    """A public name, imported when it is asked for: the command line starts in half the time."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"diplograph.{module}"), name)
    raise AttributeError(f"module 'diplograph' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, for completion in a notebook."""
    return [*globals(), *__all__]


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
