"""Options and output shared by the commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from diplograph.documents.model import ReadOptions
from diplograph.errors import StoreError
from diplograph.visible import visible

EXPORTS = Path("exports")

Sources = Annotated[
    list[str],
    typer.Argument(help="Files, folders, globs, or - for standard input.", metavar="SOURCE..."),
]
Graph = Annotated[
    Path | None,
    typer.Option(
        "--graph", "-g", help="A store folder or RDF file. Default: the last build's store."
    ),
]
Pipeline = Annotated[
    str | None,
    typer.Option(help="Another spaCy English pipeline, by name or folder."),
]
Date = Annotated[
    str | None, typer.Option(help="Publication date (YYYY-MM-DD) of texts that have none.")
]
TextField = Annotated[str | None, typer.Option(help="Column with the text (JSON Lines, CSV).")]
IdField = Annotated[str | None, typer.Option(help="Column with the row's id.")]
DateField = Annotated[str | None, typer.Option(help="Column with the publication date.")]
TitleField = Annotated[str | None, typer.Option(help="Column with the title.")]
AnyLanguage = Annotated[
    bool,
    typer.Option("--any-language", help="Read texts too that are surely not in English."),
]
OntologyFile = Annotated[
    Path | None,
    typer.Option(
        "--ontology", help="Turtle file of relations to add, with their frames in a .tsv beside it."
    ),
]
ActorsFile = Annotated[
    Path | None,
    typer.Option(
        "--actors", help="CSV or YAML file of actors, names and offices to add (docs/actors.md)."
    ),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option(
        "--decisions", help="CSV file of which actors are the same or not (docs/actors.md)."
    ),
]
ReviewFile = Annotated[
    Path | None,
    typer.Option("--review", help="CSV file of verdicts on relations and merges (docs/review.md)."),
]
Workers = Annotated[int, typer.Option(min=1, help="Processes that read; the result is the same.")]
MinConfidence = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="Leave out relations less sure than this.")
]


def read_options(
    date: str | None,
    text_field: str | None,
    id_field: str | None,
    date_field: str | None,
    title_field: str | None,
    any_language: bool = False,
) -> ReadOptions:
    """Options of the readers from those of a command."""
    return ReadOptions(
        text_field=text_field,
        id_field=id_field,
        date_field=date_field,
        title_field=title_field,
        date=date,
        any_language=any_language,
    )


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
