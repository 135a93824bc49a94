"""IRIs and literals: the namespaces, and safe ways from text to terms."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, unquote

import pyoxigraph as ox

from diplograph.ontology import DG
from diplograph.records import Kind

DEFAULT_BASE = "https://w3id.org/diplograph/id/"

PREFIXES: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "dg": DG,
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

KIND_CLASSES: dict[Kind, str] = {
    Kind.PERSON: "Person",
    Kind.STATE: "State",
    Kind.ORGANISATION: "Organisation",
    Kind.GROUP: "Group",
    Kind.POPULATION: "Population",
}

# Half characters, no characters, and the end of text: what some syntax or store refuses.
_UNWRITABLE = re.compile("[\ud800-\udfff\x00\ufffe\uffff]")
# What needs no escaping at all, as nearly every id: asked for first, since there are so many.
_PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@lru_cache(maxsize=1024)
def term(name: str) -> ox.NamedNode:
    """The IRI of a prefixed name: `term("dg:source")`."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


RDF_TYPE = term("rdf:type")
LABEL = term("skos:prefLabel")


@lru_cache(maxsize=4096)  # what is told of is told of in many documents
def iri(base: str, local: str) -> ox.NamedNode:
    """The IRI of a data node; whatever is not an unreserved ASCII character is percent-encoded.

    Slashes keep their meaning, but for empty and dot segments, which would be resolved away.
    """
    if _PLAIN.fullmatch(local):
        return ox.NamedNode(base + local)
    segments = (_segment(part) for part in local.split("/"))
    return ox.NamedNode(base + "/".join(segments))


@lru_cache(maxsize=4096)
def node_of(full: str) -> ox.NamedNode:
    """The node of a whole IRI, for those that come again and again."""
    return ox.NamedNode(full)


def local_id(base: str, node: str) -> str:
    """The record's id from a data node's IRI, the inverse of `iri`."""
    local = node.removeprefix(base)
    return unquote(local, errors="surrogatepass") if "%" in local else local


def _segment(part: str) -> str:
    if part in {"", ".", ".."}:
        return "%2E" * len(part) or "_"
    return quote(part, safe="", errors="surrogatepass")


def graph_of(base: str, document: str) -> ox.NamedNode:
    """The named graph of a document, given by its local id (`doc/...`)."""
    return iri(base, f"graph/{document}")


def context_iri(name: str) -> ox.NamedNode:
    """The concept of an issue, by its id in the scheme of contexts."""
    return term(f"dg:context-{name}")


def place_iri(base: str, place_id: str) -> ox.NamedNode:
    """The IRI of a place: apart from the actors', since a state can be both."""
    return iri(base, f"place/{place_id.removeprefix('place/')}")


def derived_graph(base: str) -> ox.NamedNode:
    """The one graph that depends on all document graphs."""
    return iri(base, "graph/derived")


def short_hash(*parts: str) -> str:
    """Sixteen hexadecimal digits that depend on the parts alone, for a node's IRI."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


@lru_cache(maxsize=4096)  # names, rules and sentences come again and again
def text(value: str) -> ox.Literal:
    """A string literal; what not every RDF store can hold becomes U+FFFD, one for one.

    These are lone surrogates, U+0000, U+FFFE and U+FFFF; offsets stay as they are.
    """
    return ox.Literal(writable(value))


def writable(value: str) -> str:
    """The text that a literal made from this one has."""
    if value.isascii() and "\x00" not in value:
        return value  # as nearly every text
    return _UNWRITABLE.sub("\ufffd", value)


@lru_cache(maxsize=4096)
def typed(value: str, datatype: str) -> ox.Literal:
    """A literal of an XSD type: `typed("3", "integer")`."""
    return ox.Literal(value, datatype=term(f"xsd:{datatype}"))


def offset(value: int) -> ox.Literal:
    """A text position: as xsd:integer, to which Oxigraph would turn NIF's nonNegativeInteger."""
    return typed(str(value), "integer")


def boolean(value: bool) -> ox.Literal:
    """`true` or `false`."""
    return typed("true" if value else "false", "boolean")


def decimal(value: float) -> ox.Literal:
    """A decimal with two places at most, in the form that Oxigraph keeps: `0.8`, `-3`."""
    digits = f"{value:.2f}".rstrip("0").rstrip(".")
    return typed("0" if digits == "-0" else digits, "decimal")


def date_literal(value: str) -> ox.Literal | None:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` as xsd:gYear, gYearMonth or date; None if not a date."""
    if date_window(value) is None or "/" in value:
        return None
    return typed(value, {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)])


@lru_cache(maxsize=8192)
def date_window(value: str) -> tuple[str, str] | None:
    """First and last day (ISO) that a date, month, year or interval `a/b` covers, or None."""
    first, slash, last = value.partition("/")
    start, end = _days(first), _days(last if slash else first)
    if start is None or end is None or start[0] > end[1]:
        return None
    return start[0], end[1]


def _days(value: str) -> tuple[str, str] | None:
    match = _ISO_DATE.fullmatch(value)
    if match is None or not value.isascii():
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    last_day = day or calendar.monthrange(first.year, last_month)[1]
    return first.isoformat(), dt.date(first.year, last_month, last_day).isoformat()
