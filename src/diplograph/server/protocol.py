"""Requests of the SPARQL 1.1 Protocol: what is asked, over which graphs, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from diplograph.errors import RefusedError

MAX_BODY: Final = 500_000
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_READ_ONLY: Final = "this endpoint is read-only: updates are refused"

SOLUTIONS: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
)
"""Media types of SELECT and ASK answers, the default one first."""
TRIPLES: Final = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
)
"""Media types of CONSTRUCT and DESCRIBE answers, the default one first."""


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query and, where the request names them, the graphs it runs over."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def read_request(
    method: str, content_type: str | None, url_query: str, body: bytes
) -> SparqlRequest:
    """A query from a request: GET, POST of a form, or POST of the query itself.

    `url_query` is what follows the `?` of the address, still encoded. RefusedError with a 4xx
    status for updates, for a query that is missing or given twice, and for other kinds of body.
    """
    if len(body) > MAX_BODY:
        raise RefusedError(413, f"the request is longer than {MAX_BODY} bytes")
    in_url = _pairs(url_query)
    kind = (content_type or "").partition(";")[0].strip().lower()
    if method in {"GET", "HEAD"}:
        return _request(in_url)
    if kind == _FORM:
        return _request([*in_url, *_pairs(_decoded(body))])
    if kind == _QUERY:
        return _request([*in_url, ("query", _decoded(body))])
    if kind == _UPDATE:
        raise RefusedError(403, _READ_ONLY)
    raise RefusedError(415, f"POST {_FORM} or {_QUERY}, not {kind or 'a body without a type'}")


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the body is not UTF-8 (byte {error.start})") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise RefusedError(400, f"the parameters cannot be read: {error}") from None


def _request(pairs: Sequence[tuple[str, str]]) -> SparqlRequest:
    values = {name: tuple(v for n, v in pairs if n == name) for name, _ in pairs}
    if "update" in values:
        raise RefusedError(403, _READ_ONLY)
    if {"using-graph-uri", "using-named-graph-uri"} & values.keys():
        raise RefusedError(403, _READ_ONLY)
    queries = values.get("query", ())
    if len(queries) != 1:
        given = "is missing" if not queries else "is given more than once"
        raise RefusedError(400, f"the parameter 'query' {given}")
    return SparqlRequest(
        queries[0], values.get("default-graph-uri", ()), values.get("named-graph-uri", ())
    )
