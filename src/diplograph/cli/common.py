"""What the commands share besides their options: which graph they ask, and how they print."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from diplograph.errors import StoreError
from diplograph.visible import visible

EXPORTS = Path("exports")


def echo(text: object) -> None:
    """Print for a reader: what is quoted moves no cursor and hides nothing."""
    typer.echo(visible(str(text), keep="\n"))


def shown(text: str) -> str:
    """Data as it is for a file or pipe, and for a terminal with nothing that could act on it."""
    return visible(text.replace("\r\n", "\n"), keep="\n") if sys.stdout.isatty() else text


def graph_path(graph: Path | None) -> Path:
    """The graph to ask: the one given, else the store of the last build in this folder.

    For a folder of exports that is the store inside it.

    Raises:
        StoreError: none is given and nothing has been built here.
    """
    if graph is not None:
        return graph / "store" if (graph / "store").is_dir() else graph
    for path in (EXPORTS / "store", EXPORTS / "graph.ttl"):
        if path.exists():
            return path
    raise StoreError(f"no graph in {EXPORTS}/: run `diplograph build` first, or name one with -g")


def is_quiet(context: typer.Context) -> bool:
    """Whether --quiet was given."""
    return bool((context.obj or {}).get("quiet"))
