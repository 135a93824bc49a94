"""How nodes of the graph are named and linked on the server's pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

import pyoxigraph as ox

from diplograph.ontology import DG
from diplograph.rdf.terms import LABEL, PREFIXES, term
from diplograph.store import GraphStore

_LABELS: Final = (LABEL, term("rdfs:label"), term("dcterms:title"), term("dg:toldName"))
_WEB: Final = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Node:
    """A node to show: its text, and where a link leads, if anywhere."""

    text: str
    href: str | None = None
    outside: bool = False


def href_of(iri: str, base: str) -> tuple[str | None, bool]:
    """The address of an IRI's page, and whether it lies outside this server."""
    if iri.startswith(base):
        return f"/id/{iri.removeprefix(base)}", False
    if iri.startswith(DG):
        return f"/ontology#{iri.removeprefix(DG)}", False
    return (iri, True) if _WEB.fullmatch(iri) else (None, True)


def local_name(iri: str) -> str:
    """The last part of an IRI, decoded; with its prefix where it is no IRI of the data."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return unquote(re.split(r"[/#]", iri.rstrip("/#"))[-1], errors="replace") or iri


class Namer:
    """Names nodes by their labels; each is looked up once."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._known: dict[str, str] = {}

    def values(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
        """The values of a property as texts, each once, in order."""
        quads = self._store.oxigraph.quads_for_pattern(subject, predicate, None, None)
        return sorted({getattr(quad.object, "value", str(quad.object)) for quad in quads})

    def label(self, iri: str) -> str:
        """A label, for an event "who does what to whom", else the local name."""
        if iri not in self._known:
            self._known[iri] = local_name(iri)  # so that a loop of references ends
            self._known[iri] = self._event(iri) or self._labelled(iri) or local_name(iri)
        return self._known[iri]

    def _labelled(self, iri: str) -> str | None:
        node = ox.NamedNode(iri)
        return next((text for p in _LABELS for text in self.values(node, p) if text.strip()), None)

    def _event(self, iri: str) -> str | None:
        node = ox.NamedNode(iri)
        relations = self.values(node, term("dg:relation"))
        if not relations:
            return None
        ends = [self.values(node, term(f"dg:{name}")) for name in ("source", "target")]
        if not any(ends):
            people = self.values(node, term("dg:participant"))
            ends = [people[:1], people[1:]]
        left, right = (", ".join(map(self.label, end)) for end in ends)
        verb = re.sub(r"(?<=[a-z])([A-Z])", lambda m: f" {m[1].lower()}", relations[0][len(DG) :])
        return f"{left} {verb} {right}".strip()

    def node(self, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
        """A term as it is shown."""
        if isinstance(value, ox.NamedNode):
            href, outside = href_of(value.value, self._store.base)
            return Node(self.label(value.value), href, outside)
        return Node(value.value if isinstance(value, ox.Literal) else str(value))
