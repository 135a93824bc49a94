"""Values for the variables of a query, put in as a VALUES clause that holds only whole terms."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from diplograph.errors import QueryError
from diplograph.guard import tokens
from diplograph.rdf.terms import text


def to_term(value: object) -> ox.NamedNode | ox.Literal:
    """A pyoxigraph or rdflib term, or a plain str, int, float or bool, as a term.

    A plain `str` is a literal; IRIs are given as `NamedNode` or `URIRef`. QueryError for anything
    else.
    """
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if type(value).__name__ == "URIRef":
        return ox.NamedNode(str(value))
    if type(value).__name__ == "Literal" and hasattr(value, "datatype"):
        if getattr(value, "language", None):
            return ox.Literal(str(value), language=str(getattr(value, "language", "")))
        datatype = getattr(value, "datatype", None)
        return ox.Literal(str(value), datatype=ox.NamedNode(str(datatype)) if datatype else None)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    raise QueryError(f"a variable cannot have the value {value!r}")


def with_values(query: str, bindings: Mapping[str, object]) -> str:
    """The query with the variables bound at the start of its WHERE group.

    Names are variables without `?`, values what `to_term` takes. QueryError where the query has no
    WHERE group or a name is not that of a variable.
    """
    clauses = []
    for name, value in sorted(bindings.items()):
        if not name.isidentifier():
            raise QueryError(f"{name!r} is not a variable's name")
        # pyoxigraph writes the term, with everything escaped that could end it.
        clauses.append(f" VALUES ?{name} {{ {to_term(value)} }}")
    if not clauses:
        return query
    at = _where(query)
    return query[:at] + "".join(clauses) + " " + query[at:]


def _where(query: str) -> int:
    """The offset after the brace that opens the WHERE group."""
    depth, position, skip = 0, 0, 0
    last = ""
    for kind, token in tokens(query):
        position += len(token)
        if kind == "open" and token == "{" and depth == 0:
            # The template of a CONSTRUCT comes first; its WHERE may leave the word out.
            if not (last == "CONSTRUCT" and skip == 0):
                return position
            skip = 1
        depth += {"open": 1, "close": -1}.get(kind, 0)
        if kind == "word" and depth == 0:
            last = token.upper()
    raise QueryError("the query has no WHERE group in which a variable could be bound")
