"""The `diplograph` command: its options, its commands, and how it ends."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import click
import typer

from diplograph.cli import export, read, report, search
from diplograph.errors import DiplographError

app = typer.Typer(
    name="diplograph",
    help=(
        "Read diplomatic news into a knowledge graph: who did what to whom, with the sentence "
        "that says so.\n\nExample: diplograph build articles/ -o exports"
    ),
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _module in (read, search, export, report):
    _module.register(app)


@app.callback()
def _options(
    context: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print details.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.WARNING
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("diplograph").setLevel(level)
    context.obj = {"quiet": quiet, "debug": debug}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 some inputs failed, 2 wrong use."""
    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(args=arguments, standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except DiplographError as error:
        if debug:
            raise
        print(f"diplograph: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
