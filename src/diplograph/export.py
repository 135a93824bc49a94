"""Writing the graph out: RDF syntaxes, the relations as CSV, GraphML and GEXF.

Every file is written beside its place and then moved there, so that a reader never sees half of
it, and is the same to the byte for the same content.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from diplograph.cells import cell
from diplograph.convert import to_networkx, to_rdflib
from diplograph.errors import StoreError
from diplograph.event_table import EVENT_FIELDS, event_rows
from diplograph.jsonld import jsonld_blocks
from diplograph.neo4j import neo4j_tables
from diplograph.relations_table import FIELDS, relation_rows
from diplograph.store import GraphStore
from diplograph.turtle import line_blocks, trig_blocks, turtle_blocks

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_SLICE = 1_000_000  # characters that are encoded at a time

_Blocks: TypeAlias = Callable[[GraphStore], Iterable[str]]


def export_store(store: GraphStore, form: str, path: Path) -> None:
    """Write the graph to a file in one of the `FORMATS`.

    `csv` has the relations, `events` one row an event; `graphml` and `gexf` are for Gephi. Formats
    without named graphs hold the union of all graphs. StoreError where there is no such format or
    the file cannot be written.
    """
    write_atomically(path, export_blocks(store, form))


def export_text(store: GraphStore, form: str) -> str:
    """What `export_store` writes, as a string."""
    return "".join(export_blocks(store, form))


def export_blocks(store: GraphStore, form: str) -> Iterable[str]:
    """What `export_store` writes, a piece at a time: a node or a row in all forms but two.

    GraphML and GEXF are one piece, since networkx writes them from a graph in memory. StoreError
    where there is no such format.
    """
    if form not in _FORMS:
        raise StoreError(f"no such format: {form}; there are {', '.join(sorted(_FORMS))}")
    return _FORMS[form](store)


def write_atomically(path: Path, blocks: Iterable[str]) -> None:
    """Write UTF-8 text to a temporary file in the same folder, then move it into place.

    StoreError where that fails; the file that was there is then left as it was.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            for block in blocks:  # a long one, such as a page, is not encoded as a whole
                out.writelines(block[i : i + _SLICE] for i in range(0, len(block), _SLICE))
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class _Line:
    """A file that a csv writer writes to and that holds one row at a time."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)


def csv_blocks(store: GraphStore) -> Iterator[str]:
    """The relations as CSV (RFC 4180), a row for each mention; see `cells` for texts."""
    of = itemgetter(*FIELDS)
    return table_blocks(FIELDS, (map(cell, of(row)) for row in relation_rows(store)))


def event_blocks(store: GraphStore) -> Iterator[str]:
    """The events as CSV, a row for each, in the manner of CAMEO and PLOVER data sets."""
    rows = ([cell(row[field]) for field in EVENT_FIELDS] for row in event_rows(store))
    return table_blocks(EVENT_FIELDS, rows)


def table_blocks(
    fields: Iterable[str],
    rows: Iterable[Iterable[object]],
    # All texts quoted: the csv module leaves some lone carriage returns bare otherwise.
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC,
) -> Iterator[str]:
    """A table as CSV, row by row."""
    line = _Line()
    writer = csv.writer(line, quoting=quoting)
    writer.writerow(fields)
    for row in rows:
        writer.writerow(row)
        yield line.text
        line.text = ""
    yield line.text


def export_neo4j(store: GraphStore, folder: Path) -> list[Path]:
    """Write `nodes.csv` and `relationships.csv` for neo4j-admin into a folder; their paths."""
    paths = []
    for name, (fields, rows) in neo4j_tables(store).items():
        # A cell without quotes is no value to Neo4j, one of two quotes an empty text.
        write_atomically(folder / name, table_blocks(fields, rows, csv.QUOTE_MINIMAL))
        paths.append(folder / name)
    return paths


def _clean(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """XML has no control characters, not even escaped ones."""
    for _, values in graph.nodes(data=True):
        _clean_values(values)
    for _, _, values in graph.edges(data=True):
        _clean_values(values)
    return graph


def _clean_values(values: dict[str, object]) -> None:
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = _NOT_XML.sub("\ufffd", value)


def _graphml(store: GraphStore) -> Iterator[str]:
    import networkx as nx

    graph = _clean(to_networkx(store))
    for *_, values in graph.edges(data=True):
        values["weight"] = values["mentions"]
    out = io.BytesIO()
    nx.write_graphml(graph, out, named_key_ids=True)
    yield out.getvalue().decode()


def _gexf(store: GraphStore) -> Iterator[str]:
    import networkx as nx

    graph = _clean(to_networkx(store))
    graph.graph["mode"] = "dynamic"
    for node, values in graph.nodes(data=True):
        values["label"] = values.get("name", node)
    for *_, values in graph.edges(data=True):
        # In GEXF the type of an edge says whether it has a direction: networkx reads no mixture.
        values["plover"] = values.pop("type")
        values["weight"] = values["mentions"]
        _set_interval(values)
    out = io.BytesIO()
    nx.write_gexf(graph, out)
    # The day of writing would make two exports of one graph differ.
    yield re.sub(r' lastmodifieddate="[^"]*"', "", out.getvalue().decode(), count=1)


def _set_interval(values: dict[str, object]) -> None:
    """When an edge is there: on the days of the event, else on the day of the report, else always.

    Gephi's timeline shows it so.
    """
    start = values.get("date_from") or values.get("reported")
    if start is not None:
        values["start"], values["end"] = start, values.get("date_to") or start


_FORMS: dict[str, _Blocks] = {
    "ttl": lambda store: turtle_blocks(store.nodes_by_graph(), store.base),
    "trig": lambda store: trig_blocks(store.oxigraph, store.base),
    "nt": lambda store: line_blocks(store.oxigraph, store.base, quads=False),
    "nq": lambda store: line_blocks(store.oxigraph, store.base, quads=True),
    "jsonld": lambda store: jsonld_blocks(store.oxigraph, store.base),
    "csv": csv_blocks,
    "events": event_blocks,
    "graphml": _graphml,
    "gexf": _gexf,
}
FORMATS = tuple(sorted(_FORMS))
"""The forms that `export_store` knows."""

__all__ = [
    "FORMATS",
    "export_blocks",
    "export_neo4j",
    "export_store",
    "export_text",
    "to_networkx",
    "to_rdflib",
    "write_atomically",
]
