"""Answers of a query: rows, triples or yes/no, and how they are written out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from diplograph.errors import QueryError
from diplograph.rdf.terms import PREFIXES
from diplograph.visible import visible

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Raw: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_XSD = PREFIXES["xsd"]
_WHOLE = frozenset(f"{_XSD}{name}" for name in ("integer", "nonNegativeInteger", "int", "long"))
_BROKEN = frozenset(f"{_XSD}{name}" for name in ("decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Results:
    """What a query answered. Rows and triples can be read once, as the store finds them."""

    raw: Raw
    base: str

    @property
    def kind(self) -> str:
        """`select`, `ask` or `graph` (CONSTRUCT and DESCRIBE)."""
        names = {ox.QuerySolutions: "select", ox.QueryBoolean: "ask", ox.QueryTriples: "graph"}
        return names[type(self.raw)]

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the columns."""
        if isinstance(self.raw, ox.QuerySolutions):
            return tuple(variable.value for variable in self.raw.variables)
        return ("subject", "predicate", "object") if self.kind == "graph" else ("answer",)

    def terms(self) -> Iterator[tuple[Term | None, ...]]:
        """Rows as RDF terms; a yes/no answer is no row of terms."""
        if isinstance(self.raw, ox.QuerySolutions):
            for solution in self.raw:
                yield tuple(solution)
        elif isinstance(self.raw, ox.QueryTriples):
            for triple in self.raw:
                yield (triple.subject, triple.predicate, triple.object)

    def rows(self) -> Iterator[dict[str, object]]:
        """Rows as Python values: str (IRIs and texts), int, float, bool or None."""
        if isinstance(self.raw, ox.QueryBoolean):
            yield {"answer": bool(self.raw)}
        for row in self.terms():
            yield dict(zip(self.variables, map(python_value, row), strict=True))


def python_value(term: Term | None) -> object:
    """A term as str, int, float or bool; dates stay ISO text."""
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        if datatype in _WHOLE:
            return int(term.value)
        if datatype in _BROKEN:
            return float(term.value)
        if datatype == f"{_XSD}boolean":
            return term.value in {"true", "1"}
        return term.value
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return term.value
    return None if term is None else str(term)


def format_rows(results: Results, form: str, *, width: int | None = None) -> str:
    """The results as text: `table`, `csv` and `json` (SPARQL 1.1 formats) or `ttl`.

    CONSTRUCT and DESCRIBE also answer to csv and table, as rows of subject, predicate, object.
    QueryError where the form does not fit the query.
    """
    if form == "table":
        return _table(results, width)
    if form == "ttl":
        if not isinstance(results.raw, ox.QueryTriples):
            raise QueryError("ttl is for CONSTRUCT and DESCRIBE; SELECT gives table, csv or json")
        return _turtle(results.raw, results.base)
    formats = {"csv": ox.QueryResultsFormat.CSV, "json": ox.QueryResultsFormat.JSON}
    if form not in formats:
        raise QueryError(f"no such format: {form}; there are table, csv, json and ttl")
    if isinstance(results.raw, ox.QueryTriples):
        if form == "json":
            triples = sorted(set(results.raw), key=str)
            return _decoded(ox.serialize(triples, format=ox.RdfFormat.JSON_LD))
        return _decoded(_as_solutions(results.raw).serialize(format=formats[form]))
    if isinstance(results.raw, ox.QueryBoolean) and form == "csv":
        return f"answer\r\n{str(bool(results.raw)).lower()}\r\n"
    return _decoded(results.raw.serialize(format=formats[form]))


def _decoded(written: bytes | None) -> str:
    return (written or b"").decode()


def _as_solutions(triples: Iterable[ox.Triple]) -> ox.QuerySolutions:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    select = "SELECT ?subject ?predicate ?object { ?subject ?predicate ?object }"
    found = store.query(select)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _turtle(triples: Iterable[ox.Triple], base: str) -> str:
    ordered = sorted(set(triples), key=str)
    prefixes = {**PREFIXES, "id": base}
    return _decoded(ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=prefixes))


def _table(results: Results, width: int | None) -> str:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for variable in results.variables:
        table.add_column(variable, overflow="fold")
    prefixes = {**PREFIXES, "id": results.base}
    count = 0
    if isinstance(results.raw, ox.QueryBoolean):
        return "yes\n" if results.raw else "no\n"
    for row in results.terms():
        # Text, not markup: what a document says must not colour or clear the terminal.
        table.add_row(
            *(Text(visible(short(term, prefixes).replace("\r\n", "\n"), keep="\n")) for term in row)
        )
        count += 1
    console = Console(file=io.StringIO(), width=width, force_terminal=False, color_system=None)
    console.print(table)
    console.print(f"{count} row{'' if count == 1 else 's'}")
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def short(term: Term | None, prefixes: dict[str, str]) -> str:
    """A term for a reader: IRIs by prefix, literals bare."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in prefixes.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value[len(namespace) :]}"
        return term.value
    return term.value if isinstance(term, ox.Literal) else str(term)
