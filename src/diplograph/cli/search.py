"""Commands that ask a graph: query, queries."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli.common import graph_path, shown
from diplograph.cli.options import Graph
from diplograph.errors import QueryError

if TYPE_CHECKING:
    from diplograph.results import Results, Term


_SIZE = 200_000_000
"""Characters of an answer; `export` writes larger ones."""
_MEMORY = 4_000_000_000


class ResultFormat(StrEnum):
    """Forms of query results."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TTL = "ttl"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("query")(query)
    app.command("queries")(queries)


def _saved_names() -> list[str]:
    """What a shell completes `--saved` to."""
    from diplograph.query import saved_queries

    return sorted(saved_queries())


def query(
    sparql: Annotated[str | None, typer.Argument(help="A SPARQL query.", metavar="SPARQL")] = None,
    graph: Graph = None,
    file: Annotated[Path | None, typer.Option("--file", help="File with the query.")] = None,
    saved: Annotated[
        str | None,
        typer.Option("--saved", help="Name of a saved query.", autocompletion=_saved_names),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="Parameter of a saved query: key=value."),
    ] = None,
    form: Annotated[ResultFormat, typer.Option("--format", help="Form of the results.")] = (
        ResultFormat.TABLE
    ),
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 60.0,
) -> int:
    """Ask a graph in SPARQL, or with a saved query.

    Example: diplograph query --saved what-did-x-do-to-y -p x="Mao Ning" -p y="United States"
    """
    from diplograph.asking import ask
    from diplograph.killable import Limits

    given = [q for q in (sparql, file, saved) if q is not None]
    if len(given) != 1:
        raise typer.BadParameter("give one of: a SPARQL query, --file, --saved")
    if param and saved is None:
        raise typer.BadParameter("-p goes with --saved")
    values = _parameters(param or [])
    text = _text(file) if file is not None else sparql
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
    asked = {"text": text, "saved": saved, "values": values, "form": form.value, "width": width}
    limits = Limits(seconds=timeout, size=_SIZE, memory=_MEMORY)
    answer = ask(graph_path(graph), limits, answer_of, **asked)
    sys.stdout.write(shown(answer.rstrip("\n") + "\n"))
    return 0


def answer_of(
    path: Path,
    text: str | None,
    saved: str | None,
    values: dict[str, str],
    form: str,
    width: int,
) -> str:
    """The answer of a graph to a query, or else to a saved one with its values, as text."""
    from diplograph.query import run_query, run_saved
    from diplograph.results import format_rows
    from diplograph.store import open_graph

    store = open_graph(path)
    results = run_query(store, text) if text is not None else run_saved(store, str(saved), values)
    sheet = form == ResultFormat.CSV and results.kind == "select"
    return _sheet(results) if sheet else format_rows(results, form, width=width)


def _sheet(results: Results) -> str:
    """Rows as CSV; texts that a spreadsheet would run as a formula have a leading apostrophe."""
    from diplograph.cells import guard_cell
    from diplograph.results import python_value

    def cell(term: Term | None) -> object:
        """A value as a cell holds it; texts are guarded, no value is blank."""
        value = python_value(term)
        if isinstance(value, str):
            return guard_cell(value)
        return "" if value is None else getattr(term, "value", value)

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(results.variables)
    writer.writerows([cell(term) for term in row] for row in results.terms())
    return out.getvalue()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8 (byte {error.start})") from error


def _parameters(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator or not key:
            raise typer.BadParameter(f"-p {pair!r}: give key=value")
        found[key] = value
    return found


def queries(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="As a Markdown page, with the SPARQL.")
    ] = False,
) -> int:
    """List the saved queries with their parameters.

    Example: diplograph queries
    """
    from diplograph.query import saved_queries

    if markdown:
        from diplograph.query_page import queries_page

        sys.stdout.write(queries_page(saved_queries()))
        return 0
    for name, saved in sorted(saved_queries().items()):
        typer.echo(f"{name}: {saved.title}")
        for p in saved.params:
            need = "required" if p.required else f"default {p.default}" if p.default else "optional"
            typer.echo(f"    -p {p.name}=...  {p.description} ({p.kind}, {need})")
    return 0
