"""Commands that take a graph elsewhere or check it: export, validate."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli.common import Graph, graph_path


class ExportFormat(StrEnum):
    """Forms of `export`."""

    TTL = "ttl"
    TRIG = "trig"
    NT = "nt"
    NQ = "nq"
    JSONLD = "jsonld"
    HTML = "html"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export")(export)
    app.command("validate")(validate)


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="Form of the file.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.")],
    graph: Graph = None,
    title: Annotated[str, typer.Option(help="Title of the page (html).")] = "diplograph",
) -> int:
    """Write a graph in another form.

    Example: diplograph export --format nq -o graph.nq
    """
    from diplograph.building import page_of
    from diplograph.export import export_store, write_atomically
    from diplograph.store import open_graph

    store = open_graph(graph_path(graph))
    if form is ExportFormat.HTML:
        write_atomically(output, [page_of(store, title)])
    else:
        export_store(store, form.value, output)
    return 0


def validate(graph: Graph = None) -> int:
    """Check a graph against the SHACL shapes; exit code 1 if it does not conform.

    Example: diplograph validate -g exports/graph.ttl
    """
    from diplograph.errors import StoreError
    from diplograph.store import open_graph
    from diplograph.validate import validate as check

    path = graph_path(graph)
    store = open_graph(path)
    if not len(store):
        raise StoreError(f"{path}: holds no statements")
    report = check(store)
    typer.echo(str(report))
    return 0 if report.conforms else 1
