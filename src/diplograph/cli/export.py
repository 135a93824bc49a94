"""Commands that take a graph elsewhere or check it: export, validate."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli.common import echo, graph_path
from diplograph.cli.options import Graph, IdField, OntologyFile, TextField


class ExportFormat(StrEnum):
    """Forms of `export`."""

    TTL = "ttl"
    TRIG = "trig"
    NT = "nt"
    NQ = "nq"
    JSONLD = "jsonld"
    HTML = "html"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    EVENTS = "events"
    NEO4J = "neo4j"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("export")(export)
    app.command("merge")(merge)
    app.command("ontology")(ontology)
    app.command("validate")(validate)


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="Form of the file.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write (neo4j: folder).")],
    graph: Graph = None,
    title: Annotated[str, typer.Option(help="Title of the page (html).")] = "diplograph",
) -> int:
    """Write a graph in another form.

    Example: diplograph export --format nq -o graph.nq
    """
    from diplograph.export import export_neo4j, export_store, write_atomically
    from diplograph.graph import page_of
    from diplograph.store import open_graph

    store = open_graph(graph_path(graph))
    if form is ExportFormat.HTML:
        write_atomically(output, [page_of(store, title)])
    elif form is ExportFormat.NEO4J:
        export_neo4j(store, output)
    else:
        export_store(store, form.value, output)
    return 0


def merge(
    graphs: Annotated[
        list[Path],
        typer.Argument(
            help="Store folders, or TriG, N-Quads or JSON-LD files.", metavar="GRAPH..."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder of exports.")],
    store: Annotated[Path | None, typer.Option(help="Store folder; default OUTPUT/store.")] = None,
) -> int:
    """Join builds: all their documents, and what these tell together. Writes what build writes.

    Example: diplograph merge 2023/store 2024/store -o both
    """
    from diplograph.errors import StoreError
    from diplograph.exporting import write_exports
    from diplograph.gazetteer import load_gazetteer
    from diplograph.graph import KnowledgeGraph
    from diplograph.joining import join_stores
    from diplograph.rdf import GazetteerFacts
    from diplograph.store import GraphStore, open_graph

    sources = [open_graph(graph_path(path)) for path in graphs]
    target = GraphStore(store or output / "store", sources[0].base)
    if len(target):
        raise StoreError(f"{target.path}: holds a graph already; give an empty or new folder")
    count = join_stores(sources, target, GazetteerFacts(load_gazetteer()))
    paths = write_exports(KnowledgeGraph(target), output, "diplograph")
    typer.echo(f"{count} document{'' if count == 1 else 's'}, {len(target)} quads")
    for path in paths:
        echo(f"  {path}")
    return 0


def ontology(
    output: Annotated[Path, typer.Option("--output", "-o", help="HTML file to write.")],
    extension: OntologyFile = None,
) -> int:
    """Write the ontology's reference as a page, with a class diagram.

    Example: diplograph ontology -o ontology.html
    """
    from diplograph.export import write_atomically
    from diplograph.reference import reference_page

    write_atomically(output, [reference_page(extension)])
    return 0


def validate(
    graph: Graph = None,
    sources: Annotated[
        list[str] | None,
        typer.Option("--sources", help="The texts that were read; may be given several times."),
    ] = None,
    text_field: TextField = None,
    id_field: IdField = None,
) -> int:
    """Check a graph against the SHACL shapes; exit code 1 if it does not conform.

    With --sources the sentences, triggers and names quoted are compared with the texts too.

    Example: diplograph validate -g exports/graph.ttl --sources corpus/
    """
    from diplograph.documents import ReadOptions
    from diplograph.errors import StoreError
    from diplograph.store import open_graph
    from diplograph.validate import texts_of
    from diplograph.validate import validate as check

    path = graph_path(graph)
    store = open_graph(path)
    if not len(store):
        raise StoreError(f"{path}: holds no statements")
    options = ReadOptions(text_field=text_field, id_field=id_field)
    report = check(store, texts_of(sources, options) if sources else None)
    echo(report)
    return 0 if report.conforms else 1
