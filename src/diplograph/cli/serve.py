"""The command that serves a graph to a browser on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from diplograph.cli.common import graph_path, is_quiet
from diplograph.cli.options import Graph, fields, taking
from diplograph.documents.model import ReadOptions


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


@taking(fields)
def serve(
    context: typer.Context,
    graph: Graph = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    host: Annotated[
        str, typer.Option(help="Address to listen at. Others than this machine's need a token.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option(
            envvar="DIPLOGRAPH_TOKEN",
            help="Token that is asked for. Default: none at this machine's own addresses, "
            "elsewhere a new one.",
        ),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", help="Another host name under which the server is reached."),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    memory: Annotated[
        int, typer.Option(min=300, help="Megabytes that each of four worker processes may take.")
    ] = 2000,
    *,
    fields: ReadOptions,
) -> int:
    """Serve a graph: the page, a SPARQL editor, a read-only endpoint at /sparql, documents.

    Example: diplograph serve -g exports --port 8080
    """
    from diplograph.killable import Limits
    from diplograph.server.running import run

    log = None if is_quiet(context) else typer.echo
    limits = Limits(seconds=timeout, memory=memory * 1_000_000)
    return run(graph_path(graph), host, port, name or [], limits, fields, log, token)
