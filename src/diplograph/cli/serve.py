"""The command that serves a graph to a browser on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from diplograph.cli.common import (
    DateField,
    Graph,
    IdField,
    TextField,
    TitleField,
    graph_path,
    is_quiet,
    read_options,
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    context: typer.Context,
    graph: Graph = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    host: Annotated[
        str, typer.Option(help="Address to listen at. Others than this machine's have no login.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="Another host name under which the server is reached."),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    text_field: TextField = None,
    id_field: IdField = None,
    date_field: DateField = None,
    title_field: TitleField = None,
) -> int:
    """Serve a graph: the viewer, a SPARQL editor, a read-only endpoint at /sparql, documents.

    Example: diplograph serve -g exports --port 8080
    """
    from diplograph.server.running import run

    options = read_options(None, text_field, id_field, date_field, title_field)
    log = None if is_quiet(context) else typer.echo
    return run(graph_path(graph), host, port, name or [], timeout, options, log)
