"""`diplograph-spark`: the command of the Spark job, by itself or under `spark-submit`."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from diplograph.cli.options import DecisionsFile, reading, taking
from diplograph.errors import DiplographError, PipelineError
from diplograph.options import BuildOptions
from diplograph.visible import visible

app = typer.Typer(
    name="diplograph-spark",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
@taking(reading)
def job(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders or globs of any Hadoop filesystem: JSON Lines, Parquet, WARC.",
            metavar="SOURCE...",
        ),
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="Folder of the results.")],
    form: Annotated[
        str | None,
        typer.Option("--format", help="jsonl, parquet or warc for all files; default: by name."),
    ] = None,
    master: Annotated[
        str | None, typer.Option(help="Spark's master, such as local[4]; default: as configured.")
    ] = None,
    partition_documents: Annotated[
        int, typer.Option(min=1, help="Documents read and kept together.")
    ] = 2000,
    wave: Annotated[
        int | None,
        typer.Option(min=1, help="Partitions committed together; default: four for each core."),
    ] = None,
    base: Annotated[str | None, typer.Option(help="Start of the data's IRIs.")] = None,
    decisions: DecisionsFile = None,
    *,
    reading: BuildOptions,
) -> int:
    """Read a corpus into a knowledge graph on Apache Spark: N-Quads, event table, manifest.

    A job that was cut off goes on where it was when it is started again in the same way.

    Example: diplograph-spark hdfs:///news/2024/*.jsonl.gz -o hdfs:///graph/2024
    """
    try:
        # Long: the options of a command are declared in its signature, where Typer reads them.
        from diplograph.spark.job import run  # noqa: PLC0415  (an extra)
        from diplograph.spark.options import JobOptions  # noqa: PLC0415
        from diplograph.spark.session import open_session  # noqa: PLC0415
    except ImportError as error:
        raise PipelineError(f"{error.name} is missing: pip install 'diplograph[spark]'") from error
    build = replace(
        reading,
        base=base,
        ontology=_absolute(reading.ontology),
        actors=_absolute(reading.actors),
        decisions=_absolute(decisions),
    )
    options = JobOptions(tuple(sources), output, form, build, partition_documents, wave)
    manifest = run(open_session(master), options)
    typer.echo(_summary(manifest, output))
    return 1 if manifest["counters"]["bad_records"] else 0


def _absolute(path: Path | None) -> Path | None:
    return path.resolve() if path is not None else None


def _summary(manifest: dict[str, Any], output: str) -> str:
    count = manifest["counters"]
    return (
        f"{count['documents_read']:,} documents read, {count['documents_double']:,} of them twice,"
        f" {count['bad_records']:,} bad records, {count['relations']:,} relations,"
        f" {count['events']:,} events,"
        f" {count['document_quads'] + count['derived_quads']:,} quads\n"
        f"  {output}/graph\n  {output}/events\n  {output}/bad_records\n  {output}/manifest.json"
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 some records were bad, 2 nothing was done."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("diplograph").setLevel(logging.INFO)
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(args=given or ["--help"], standalone_mode=False)
    except DiplographError as error:
        sys.exit(_refused(str(error)))
    except typer.Abort:
        sys.exit(130)
    except Exception as error:
        if type(error).__module__.startswith(("click", "typer")):
            sys.exit(_refused(getattr(error, "format_message", error.__str__)()))
        raise
    sys.exit(code if isinstance(code, int) else 0)


def _refused(reason: str) -> int:
    typer.echo(visible(f"diplograph-spark: {reason}"), err=True)
    return 2


if __name__ == "__main__":
    main()
