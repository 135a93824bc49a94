"""The `diplograph` command: its options, its commands, and how it ends."""

from __future__ import annotations

import io
import logging
import sys
from typing import Annotated

import typer

from diplograph.cli import export, read, report, review, search, serve
from diplograph.errors import DiplographError
from diplograph.versions import version
from diplograph.visible import visible

app = typer.Typer(
    name="diplograph",
    help=(
        "Read diplomatic news into a knowledge graph: who did what to whom, with the sentence "
        "that says so.\n\nExample: diplograph build articles/ -o exports"
    ),
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _module in (read, search, review, export, serve, report):
    _module.register(app)


class _Visible(logging.Formatter):
    """Messages name files and quote texts, which must not write to the terminal what they like."""

    def format(self, record: logging.LogRecord) -> str:
        """The message, with what could act on a terminal made visible."""
        return visible(super().format(record), keep="\n\t")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"diplograph {version()}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print details.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Visible("%(message)s"))
    logger = logging.getLogger("diplograph")
    logger.handlers = [handler]
    logger.setLevel(level)
    context.obj = {"quiet": quiet, "debug": debug}


_EVERYWHERE = ("--quiet", "-q", "--verbose", "-v", "--debug")
# Newer versions of Typer carry their own copy of click; what they export leads to its base error.
_WrongUse = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 some inputs failed, 2 wrong use.

    `--quiet`, `--verbose` and `--debug` may stand before or after the command's name.
    """
    given = sys.argv[1:] if arguments is None else arguments
    own = given[: given.index("--")] if "--" in given else given
    flags = [word for word in own if word in _EVERYWHERE]
    words = [word for word in own if word not in _EVERYWHERE] + given[len(own) :]
    _write_utf8()
    try:
        code = app([*flags, *(words or ["--help"])], prog_name="diplograph", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except SystemExit as end:
        # click ends with 1 where the reader of a pipe went away, as `head` does: nothing failed.
        sys.exit(0 if isinstance(end.__context__, BrokenPipeError) else end.code)
    except Exception as error:
        if "--debug" in flags:
            raise
        print(f"diplograph: {_one_line(error)}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _write_utf8() -> None:
    """Write UTF-8 to files and pipes, whatever the locale; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _one_line(error: Exception) -> str:
    """The error for a reader, without line breaks."""
    if isinstance(error, _WrongUse):
        message = f"{getattr(error, 'format_message', error.__str__)()} (see --help)"
    elif isinstance(error, DiplographError | OSError):
        message = str(error)
    elif isinstance(error, RuntimeError) and "Corruption" in str(error):
        message = f"the store is damaged: delete it and build again from the sources ({error})"
    else:
        message = f"{type(error).__name__}: {error} (a fault in diplograph; --debug says where)"
    return visible(" ".join(message.split()))
