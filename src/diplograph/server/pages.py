"""HTML pages from templates; whatever comes from the graph is escaped by jinja."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from diplograph.contexts import load_contexts
from diplograph.ontology import DG
from diplograph.rdf.terms import RDF_TYPE, term
from diplograph.resources import ontology_path
from diplograph.server.terms import local_name


@cache
def _environment() -> Environment:
    folder = Path(__file__).resolve().parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    name: str, values: Mapping[str, Any], status: int = 200, *, vary: bool = False
) -> HTMLResponse:
    """A page from its template; `vary` where the address has other forms too."""
    text = _environment().get_template(name).render(values)
    headers = {"Vary": "Accept"} if vary else None
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary: its local name, label, kind and what is said of it."""

    name: str
    label: str
    kind: str
    definition: str


@cache
def terms() -> tuple[Term, ...]:
    """Every term that the vocabulary describes, by name."""
    path = ontology_path() / "diplograph.ttl"
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(DG):
            value = getattr(triple.object, "value", "")
            found[triple.subject.value[len(DG) :]][triple.predicate.value].append(value)
    for context in load_contexts():
        found[f"context-{context.id}"] = {
            RDF_TYPE.value: [term("skos:Concept").value],
            term("rdfs:label").value: [context.label],
            term("skos:definition").value: [f"An issue: {', '.join(context.keywords[:6])}."],
        }
    return tuple(_term(name, found[name]) for name in sorted(found, key=str.casefold) if name)


def _term(name: str, values: Mapping[str, Sequence[str]]) -> Term:
    def first(*prefixed: str) -> str:
        """The first value of the first property that has one, or blank."""
        iris = [term(one).value for one in prefixed]
        return next((value for iri in iris for value in values.get(iri, ())), "")

    kind = local_name(first("rdf:type"))
    definition = first("skos:definition", "rdfs:comment")
    return Term(name, first("rdfs:label", "skos:prefLabel") or name, kind, definition)
