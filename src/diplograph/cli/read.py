"""Commands that read texts: build, extract, explain."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli.common import EXPORTS, echo, is_quiet, shown
from diplograph.cli.options import (
    ActorsFile,
    Date,
    DecisionsFile,
    OntologyFile,
    Pipeline,
    Sources,
    reading,
    taking,
)
from diplograph.options import BuildOptions
from diplograph.visible import safe_json

if TYPE_CHECKING:
    from diplograph.graph import KnowledgeGraph
    from diplograph.tally import Tally


Workers = Annotated[int, typer.Option(min=1, help="Processes that read; the result is the same.")]


class RecordFormat(StrEnum):
    """Forms of `extract`."""

    JSONL = "jsonl"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("build")(build)
    app.command("extract")(extract)
    app.command("explain")(explain)


@taking(reading)
def build(
    context: typer.Context,
    sources: Sources,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of exports.")] = EXPORTS,
    store: Annotated[Path | None, typer.Option(help="Store folder; default OUTPUT/store.")] = None,
    base: Annotated[str | None, typer.Option(help="Start of the data's IRIs.")] = None,
    decisions: DecisionsFile = None,
    review: Annotated[
        Path | None,
        typer.Option(help="CSV file of verdicts on relations and merges (docs/review.md)."),
    ] = None,
    workers: Workers = 1,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove from the store what is not in these sources.")
    ] = False,
    *,
    reading: BuildOptions,
) -> int:
    """Read sources into a knowledge graph: graph.ttl, graph.html, report.html, relations.csv, ...

    Documents that the store holds already are not read again; a build that was broken off goes on.

    Example: diplograph build corpus/ -o exports
    """
    asked = replace(reading, base=base, decisions=decisions, review=review)
    options = replace(asked, workers=workers, prune=prune)
    return _build(sources, options, output, store, is_quiet(context))


def _build(
    sources: list[str], options: BuildOptions, output: Path, store: Path | None, quiet: bool
) -> int:
    from diplograph.building import NothingReadError
    from diplograph.building import build as build_graph
    from diplograph.error_list import write_errors
    from diplograph.exporting import write_exports

    started = time.perf_counter()
    try:
        with _Progress(quiet) as progress:
            kg = build_graph(sources, options, store or output / "store", progress.step)
            paths = write_exports(kg, output, "diplograph", options.workers)
    except NothingReadError as error:
        typer.echo(f"diplograph: {error}", err=True)
        if error.failures:
            typer.echo(f"  {write_errors(error.failures, output)}", err=True)
        return 1
    if not quiet:
        _summary(kg, paths, time.perf_counter() - started)
        graph = store or (output if output != EXPORTS else None)
        named = f" -g {graph}" if graph is not None else ""
        echo(f"Ask it:  diplograph query{named} --saved who-urges-whom")
        echo(f"Open it: {paths[1]} in a browser")
    return 1 if kg.tally.refused else 0


def _summary(kg: KnowledgeGraph, paths: list[Path], seconds: float) -> None:
    tally = kg.tally
    typer.echo(
        f"{_counted(tally.documents, 'document')} read, {tally.refused} refused, "
        f"{_counted(tally.relations, 'relation')}, {len(kg.store)} quads; "
        f"{tally.words:,} words in {seconds:.1f} s"
    )
    typer.echo(f"documents: {tally}{_beside(tally)}")
    for path in paths:
        echo(f"  {path}")
    (row,) = kg.query(_UNDATED).rows()
    if isinstance(undated := row["n"], int) and undated:
        typer.echo(
            f"without a date: {_counted(undated, 'document')}, whose events are dated only where "
            "the text names a whole day (--date gives one)"
        )


_UNDATED = """SELECT (COUNT(DISTINCT ?document) AS ?n) {
  ?document a dg:Document FILTER NOT EXISTS { ?document dcterms:issued ?day }
}"""


def _beside(tally: Tally) -> str:
    """What the account does not count, and how many were refused for their language."""
    told = [f"{_counted(tally.removed, 'source')} removed"] if tally.removed else []
    if languages := tally.by_language():
        named = ", ".join(f"{code} {n}" for code, n in languages.items())
        told.append(f"refused as not English: {named}")
    if tally.skipped:
        told.append(f"{_counted(tally.skipped, 'other file')} passed over")
    return "".join(f"; {part}" for part in told)


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


class _Progress:
    """A progress line on a terminal, nothing elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.live = not quiet and sys.stderr.isatty()
        self._advance: Callable[[], None] = lambda: None
        self._stop: Callable[[], None] = lambda: None

    def __enter__(self) -> _Progress:
        if self.live:
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.completed} documents"),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            task = bar.add_task("read", total=None)
            bar.start()
            self._advance, self._stop = lambda: bar.advance(task), bar.stop
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def step(self) -> None:
        """One more document is done."""
        self._advance()


@taking(reading)
def extract(
    sources: Sources,
    form: Annotated[RecordFormat, typer.Option("--format", help="Form of the records.")] = (
        RecordFormat.JSONL
    ),
    base: Annotated[str | None, typer.Option(help="Start of the data's IRIs.")] = None,
    workers: Workers = 1,
    *,
    reading: BuildOptions,
) -> int:
    """Print relations as records, one line each, as they are found.

    Example: diplograph extract article.txt --format csv
    """
    from diplograph.extracting import read
    from diplograph.lines import flat_row, relation_record
    from diplograph.rdf.terms import DEFAULT_BASE
    from diplograph.relations_table import FIELDS
    from diplograph.tally import Tally

    options = replace(reading, base=base, workers=workers)
    tally = Tally()
    # All texts quoted: the csv module leaves some lone carriage returns bare otherwise.
    writer = csv.DictWriter(sys.stdout, FIELDS, quoting=csv.QUOTE_NONNUMERIC)
    if form is RecordFormat.CSV:
        writer.writeheader()
    for found in read(sources, options, tally):
        for relation in found.relations:
            record = relation_record(relation, found.document, base or DEFAULT_BASE)
            if form is RecordFormat.JSONL:
                sys.stdout.write(safe_json(record) + "\n")
            else:
                writer.writerow(flat_row(record))
        sys.stdout.flush()
    return 1 if tally.refused else 0


def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, or a short text.")],
    pipeline: Pipeline = None,
    ontology: OntologyFile = None,
    actors: ActorsFile = None,
    date: Date = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Say why a sentence gives the relations it gives: mentions, rules, dependencies.

    Example: diplograph explain "Mao Ning urged Washington not to cross the line."
    """
    from diplograph.explaining import explain_text, format_explanation

    explanation = explain_text(sentence, pipeline, date, ontology, actors)
    if as_json:
        typer.echo(shown(json.dumps(explanation, ensure_ascii=False, indent=2)))
    else:
        echo(format_explanation(explanation))
    return 0
