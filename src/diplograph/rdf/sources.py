"""Where a text came from: the facts of its source, and of the other sources with the same text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.ontology import DG
from diplograph.rdf.telling import Told, told
from diplograph.rdf.terms import (
    PREFIXES,
    date_literal,
    iri,
    local_id,
    short_hash,
    term,
    text,
    typed,
    writable,
)
from diplograph.records import Document

_Triple: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
_DCTERMS, _SCHEMA = PREFIXES["dcterms"], PREFIXES["schema"]
_OF_SOURCE = frozenset(
    {DG + "path", DG + "recordId", DG + "copy", _SCHEMA + "url"}
    | {_DCTERMS + name for name in ("title", "issued", "source")}
)
_COPY, _INPUTS, _READ_WITH = (DG + name for name in ("copy", "inputs", "readWith"))


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a graph keeps of a source; texts as RDF can write them, blanks of what is not told."""

    path: str = ""
    record_id: str | None = None
    title: str = ""
    published: str = ""
    source: str = ""
    url: str = ""

    @classmethod
    def of(cls, document: Document) -> SourceFacts:
        """The facts of a document."""
        d = document
        told = (writable(fact or "") for fact in (d.title, d.published, d.source, d.url))
        record_id = None if d.record_id is None else writable(d.record_id)
        return cls(writable(d.path), record_id, *told)

    def document(self, text: str) -> Document:
        """A document with these facts and a text."""
        told = (fact or None for fact in (self.title, self.published, self.source, self.url))
        return Document(text, self.path, self.record_id, *told)

    @property
    def rank(self) -> tuple[str, ...]:
        """Which of several sources with the same text stands for it: the least."""
        kept = "" if self.record_id is None else self.record_id
        return self.path, kept, self.title, self.published, self.source, self.url

    @property
    def key(self) -> tuple[str | None, ...]:
        """What tells it from all other sources."""
        return self.path, self.record_id, self.title, self.published, self.source, self.url


@dataclass(frozen=True, slots=True)
class Head:
    """A document as its graph knows it; `inputs` is that of the `ReaderVersion` it was read with.

    A blank `inputs` asks for the text to be read again as soon as it is met.
    """

    main: SourceFacts
    copies: frozenset[SourceFacts] = frozenset()
    inputs: str = ""

    @property
    def sources(self) -> frozenset[SourceFacts]:
        """All sources with the text."""
        return self.copies | {self.main}


def source_values(facts: SourceFacts) -> Iterator[tuple[ox.NamedNode, ox.Literal]]:
    """The facts as properties and values of a node."""
    if facts.title:
        yield term("dcterms:title"), text(facts.title)
    if facts.published:
        issued = date_literal(facts.published)
        yield term("dcterms:issued"), text(facts.published) if issued is None else issued
    if facts.source:
        yield term("dcterms:source"), text(facts.source)
    if facts.url:
        # A literal, since nothing vouches for the text being an IRI.
        yield term("schema:url"), typed(facts.url, "anyURI")
    if facts.path:
        yield term("dg:path"), text(facts.path)
    if facts.record_id is not None:
        yield term("dg:recordId"), text(facts.record_id)


def copy_triples(base: str, document: str, facts: SourceFacts) -> Iterator[_Triple]:
    """Another source of a document's text: a node of its own, since its facts belong together."""
    node = iri(base, f"copy/{short_hash(document, *(str(part) for part in facts.key))}")
    yield iri(base, document), term("dg:copy"), node
    for predicate, value in source_values(facts):
        yield node, predicate, value


def head_quads(
    old: Sequence[ox.Quad], document: ox.NamedNode, graph: ox.NamedNode, head: Head, base: str
) -> set[ox.Quad]:
    """The quads that a document's head consists of with another head in the place of its own.

    `old` are those of its own; what is not of the sources stays, but for the inputs where the new
    head's are blank.
    """
    copies = {quad.object for quad in old if quad.predicate.value == _COPY}
    local = local_id(base, document.value)
    kept = {
        quad
        for quad in old
        if quad.predicate.value not in _OF_SOURCE
        and quad.subject not in copies
        and (head.inputs or quad.predicate.value != _INPUTS)
    }
    new = {ox.Quad(document, p, o, graph) for p, o in source_values(head.main)}
    for copy in head.copies:
        new |= {ox.Quad(*triple, graph) for triple in copy_triples(base, local, copy)}
    return kept | new


def read_head(node: str, quads: Iterable[ox.Quad]) -> Head:
    """The head of the document with this IRI, read back from quads of its graph."""
    return head_told(node, told(quads))


def head_told(node: str, nodes: Told) -> Head:
    """The head of the document with this IRI, from what its graph tells."""
    about = nodes.get(node, {})
    (reader,) = about.get(_READ_WITH, ("",))[:1]
    (inputs,) = nodes.get(reader, {}).get(_INPUTS, ("",))[:1]
    copies = (_facts(nodes.get(copy, {})) for copy in about.get(_COPY, ()))
    return Head(_facts(about), frozenset(copies), inputs)


def _facts(values: Mapping[str, tuple[str, ...]]) -> SourceFacts:
    def value(name: str) -> str:
        """The value of a property, blank where there is none."""
        return values.get(name, ("",))[0]

    return SourceFacts(
        path=value(DG + "path"),
        record_id=values.get(DG + "recordId", (None,))[0],
        title=value(_DCTERMS + "title"),
        published=value(_DCTERMS + "issued"),
        source=value(_DCTERMS + "source"),
        url=value(_SCHEMA + "url"),
    )
