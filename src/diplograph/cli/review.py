"""The command that makes the table in which an analyst accepts, rejects and corrects."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli.common import echo, graph_path, is_quiet
from diplograph.cli.options import ActorsFile, Graph


class DrawChoice(StrEnum):
    """Which rows `review` draws: the values of `rdf.verdicts.Draw` but for the page's.

    That module is not imported for it, since --help would then load the store.
    """

    SAMPLE = "sample"
    UNSURE = "unsure"
    ALL = "all"


class ItemChoice(StrEnum):
    """What `review` draws rows of."""

    RELATIONS = "relations"
    MERGES = "merges"
    BOTH = "both"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("review")(review)


def review(
    context: typer.Context,
    graph: Graph = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Table to write, or to add to.")
    ] = Path("review.csv"),
    draw: Annotated[
        DrawChoice,
        typer.Option(help="Rows by chance, the least sure relations, or all of them."),
    ] = DrawChoice.SAMPLE,
    number: Annotated[
        int, typer.Option("--number", "-n", min=1, help="Relations, and merges, to draw at most.")
    ] = 100,
    items: Annotated[ItemChoice, typer.Option(help="What to draw rows of.")] = ItemChoice.BOTH,
    seed: Annotated[int, typer.Option(help="Another number draws other rows by chance.")] = 0,
    actors: ActorsFile = None,
) -> int:
    """Write relations and merges to a table, to be accepted, rejected or corrected.

    Fill in the column `verdict`, then run `diplograph build` with --review and the table. What the
    table has already stays in it.

    Example: diplograph review -o review.csv --draw unsure -n 50
    """
    most = None if draw is DrawChoice.ALL else number
    numbers = (
        0 if items is ItemChoice.MERGES else most,
        0 if items is ItemChoice.RELATIONS else most,
    )
    new, total = _write(graph_path(graph), output, draw, numbers, seed, actors)
    if not is_quiet(context):
        echo(f"{output}: {new} new {'row' if new == 1 else 'rows'}, {total} in all")
        echo(f"Fill in `verdict`, then: diplograph build SOURCE... --review {output}")
    return 0


def _write(
    graph: Path,
    output: Path,
    draw: DrawChoice,
    numbers: tuple[int | None, int | None],
    seed: int,
    actors: Path | None,
) -> tuple[int, int]:
    from diplograph.gazetteer import load_gazetteer
    from diplograph.rdf import GazetteerFacts
    from diplograph.rdf.verdicts import Draw
    from diplograph.review import Wanted, write_review
    from diplograph.store import open_graph

    wanted = Wanted(Draw(draw.value), *numbers, seed)
    return write_review(
        open_graph(graph), output, wanted, GazetteerFacts(load_gazetteer(None, actors))
    )
