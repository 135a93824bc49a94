"""What was written to a store since it was opened, kept so that it is read back quickly.

A store on disk looks up every term of every quad that it gives. A build needs what it has just
written several times over, and a parser reads it from a file in a fifth of the time: graph by
graph, or what is said of one node.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import IO, TypeAlias

import pyoxigraph as ox

from diplograph.node_values import Values, values_in

_Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

# In the TriG that is written here: the line that opens a named graph, and all lines of a subject.
_OPENING_OR_SUBJECT = re.compile(
    rb"^(?:<(?P<graph>[^>]*)> \{$|\t<(?P<subject>[^>]*)> (?:.*\n\t\t)*.*$)", re.MULTILINE
)
_NODES = """CREATE TABLE nodes
(subject INTEGER, graph INTEGER, piece INTEGER, start INTEGER, size INTEGER)"""
_CACHE = "PRAGMA cache_size = -4096"  # KiB of the index that are held in memory


class Journal:
    """Whole graphs in a temporary file, in pieces; of a graph written twice the later holds."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._pieces: list[tuple[int, int]] = []  # where each begins, and its length in bytes
        self._since: dict[int, int] = {}  # of each graph, by hash: the first piece that holds
        self._index: sqlite3.Connection | None = None  # where each node stands, by hash
        self._whole: bool | None = None

    def __contains__(self, graph: _Graph) -> bool:
        return hash(graph) in self._since

    def write(self, quads: Sequence[ox.Quad]) -> None:
        """Note quads of graphs that are not there, or of which more pieces are there."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed when forgotten)
        for graph in {quad.graph_name for quad in quads}:
            self._since.setdefault(hash(graph), len(self._pieces))
        text = ox.serialize(quads, format=ox.RdfFormat.TRIG)
        assert text is not None
        start = self._file.seek(0, 2)
        self._file.write(text)
        self._note(text, start)
        self._pieces.append((start, len(text)))
        self._whole = None

    def _note(self, text: bytes, offset: int) -> None:
        """Note where the nodes of the next piece stand."""
        if self._index is None:
            self._index = sqlite3.connect("", check_same_thread=False)  # a file that goes with it
            self._index.execute(_CACHE)
            self._index.execute(_NODES)
            self._index.execute("CREATE INDEX of_subject ON nodes (subject)")
        rows = []
        graph = 0
        for found in _OPENING_OR_SUBJECT.finditer(text):
            name = found["graph"]
            if name is not None:
                graph = hash(ox.NamedNode(name.decode()))
            else:
                start, end = found.span()
                subject = hash(found["subject"].decode())
                rows.append((subject, graph, len(self._pieces), offset + start, end - start))
        self._index.executemany("INSERT INTO nodes VALUES (?, ?, ?, ?, ?)", rows)

    def forget(self, graph: _Graph) -> None:
        """Something in a graph is changed: it is not to be read from here."""
        self._since.pop(hash(graph), None)
        self._whole = None

    def holds_all(self, store: ox.Store) -> bool:
        """Whether everything in the store is here."""
        if self._whole is None:
            default = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            self._whole = bool(self._since) and next(default, None) is None
            self._whole = self._whole and all(graph in self for graph in store.named_graphs())
        return self._whole

    def values_of(self, iri: str) -> Values:
        """What all graphs that are here say of a node."""
        return values_in(chain.from_iterable(self._told(iri)))

    def _told(self, iri: str) -> Iterator[Iterator[ox.Quad]]:
        assert self._index is not None
        assert self._file is not None
        found = self._index.execute(
            "SELECT graph, piece, start, size FROM nodes WHERE subject = ?", (hash(iri),)
        )
        opening = f"<{iri}> ".encode()
        for graph, piece, start, size in found:
            if piece >= self._since.get(graph, len(self._pieces)):
                self._file.seek(start + 1)
                text = self._file.read(size - 1)
                if text.startswith(opening):  # and not another one of the same hash
                    yield ox.parse(text, format=ox.RdfFormat.TURTLE)

    def graphs(self) -> Iterator[list[ox.Quad]]:
        """The quads of one graph after the other; those of a graph in pieces, piece by piece."""
        return (list(quads) for quads in self._groups())

    def quads(self) -> Iterator[ox.Quad]:
        """As `graphs`, quad by quad."""
        return chain.from_iterable(self._groups())

    def _groups(self) -> Iterator[Iterator[ox.Quad]]:
        for number, (start, size) in enumerate(self._pieces):
            assert self._file is not None
            self._file.seek(start)
            quads = ox.parse(self._file.read(size), format=ox.RdfFormat.TRIG)
            for graph, found in groupby(quads, lambda quad: quad.graph_name):
                if number >= self._since.get(hash(graph), len(self._pieces)):
                    yield found
