"""Commands that tell about diplograph itself: actors, evaluate, info."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

import typer

from diplograph.cli.common import echo
from diplograph.cli.options import ActorsFile, Pipeline


class Task(StrEnum):
    """What `evaluate` scores."""

    PAIRS = "pairs"
    RELATIONS = "relations"
    ENTITIES = "entities"
    SYNTAX = "syntax"
    COREFERENCE = "coreference"
    REPORTS = "reports"
    ACTORS = "actors"
    REVIEW = "review"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("actors")(actors)
    app.command("evaluate")(evaluate)
    app.command("info")(info)


def actors(
    name: Annotated[str, typer.Argument(help="A name as a text would write it.")],
    at: Annotated[str | None, typer.Option("--at", help="Date (YYYY-MM-DD) of the text.")] = None,
    own: ActorsFile = None,
) -> int:
    """Show how a name resolves, and why.

    Example: diplograph actors "the German chancellor" --at 2019-05-01
    """
    from diplograph.explaining import explain_actor

    lines = explain_actor(name, at, own)
    echo("\n".join(lines))
    return 0


def evaluate(
    task: Annotated[Task, typer.Argument(help="What to score.")],
    paths: Annotated[list[str], typer.Argument(help="Gold files or folders.", metavar="PATH...")],
    pipeline: Pipeline = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Score the pipeline on gold data, or a graph by the verdicts of a review.

    Example: diplograph evaluate relations tests/gold --json
    """
    from diplograph.scoring import score

    scores = score(task.value, paths, pipeline)
    if as_json:
        typer.echo(json.dumps(scores, ensure_ascii=False))
    else:
        _print_scores(scores, typer.echo)
    return 0


def _print_scores(scores: dict[str, Any], write: Callable[[str], None], indent: str = "") -> None:
    for key, value in scores.items():
        row = _in_a_row(value)
        if row is not None:
            write(f"{indent}{key:<{_WIDTH}} {row or '-'}")
        elif isinstance(value, dict):
            write(f"{indent}{key}")
            _print_scores(value, write, indent + "  ")
        else:
            write(f"{indent}{key:<{_WIDTH}} {_short(value) or '-'}")


_WIDTH = 16
_ROW = 150


def _in_a_row(value: object) -> str | None:
    """Named numbers in one line, unless there is anything else, or they are too many for it."""
    if not isinstance(value, dict) or not all(isinstance(v, int | float) for v in value.values()):
        return None
    row = "  ".join(f"{name} {_short(number)}" for name, number in value.items())
    return row if len(row) <= _ROW else None


def _short(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def info(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Versions, the pipeline with its training sets and scores, sizes of the knowledge files.

    Example: diplograph info
    """
    from diplograph.versions import describe

    facts = describe()
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        _print_scores(facts, typer.echo)
    return 0
