"""Options that several commands share: declared once, and made into what the library takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from diplograph.documents.model import ReadOptions
from diplograph.options import BuildOptions

Graph = Annotated[
    Path | None,
    typer.Option(
        "--graph", "-g", help="A store folder or RDF file. Default: the last build's store."
    ),
]
Sources = Annotated[
    list[str],
    typer.Argument(help="Files, folders, globs, or - for standard input.", metavar="SOURCE..."),
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


def fields(
    text_field: TextField = None,
    id_field: IdField = None,
    date_field: DateField = None,
    title_field: TitleField = None,
) -> ReadOptions:
    """Names of columns, for commands that look again at what was read."""
    return ReadOptions(text_field, id_field, date_field, title_field)


def reading(
    pipeline: Pipeline = None,
    ontology: OntologyFile = None,
    actors: ActorsFile = None,
    min_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Leave out relations less sure than this.")
    ] = 0.0,
    date: Date = None,
    text_field: TextField = None,
    id_field: IdField = None,
    date_field: DateField = None,
    title_field: TitleField = None,
    any_language: Annotated[
        bool,
        typer.Option("--any-language", help="Read texts too that are surely not in English."),
    ] = False,
) -> BuildOptions:
    """How texts are read, for commands that read them."""
    columns = (text_field, id_field, date_field, title_field)
    read = ReadOptions(*columns, date=date, any_language=any_language)
    return BuildOptions(
        pipeline=pipeline,
        min_confidence=min_confidence,
        read=read,
        ontology=ontology,
        actors=actors,
    )


def taking(maker: Callable[..., Any]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The command with a maker's options in the place of its parameter of the maker's name.

    `@taking(reading)` on a command with a parameter `reading` shows Typer all of `reading`'s
    options instead, and calls the command with what `reading` makes of them.
    """

    def change(command: Callable[..., int]) -> Callable[..., int]:
        """The command with the options of `maker` in place of its argument."""
        own, given = inspect.signature(command), inspect.signature(maker)
        hints = get_type_hints(maker, include_extras=True) | get_type_hints(
            command, include_extras=True
        )
        shown: list[inspect.Parameter] = []
        for name, parameter in own.parameters.items():
            shown += [parameter] if name != maker.__name__ else given.parameters.values()

        @wraps(command)
        def run(**values: Any) -> int:
            """Make the argument of its options, then run the command."""
            made = maker(**{name: values.pop(name) for name in given.parameters})
            return command(**values, **{maker.__name__: made})

        keyword = inspect.Parameter.KEYWORD_ONLY
        listed = [p.replace(kind=keyword, annotation=hints[p.name]) for p in shown]
        run.__signature__ = inspect.Signature(listed)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in listed}
        return run

    return change
