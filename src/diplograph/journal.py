"""What was written to a store since it was opened, kept so that it is read back quickly.

A store on disk looks up every term of every quad that it gives. A build needs what it has just
written several times over, and has it from here in a tenth of the time: what each graph tells of
each node, graph by graph or of one node, and the same as it is written in a file.
"""

from __future__ import annotations

import marshal
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from io import FileIO
from itertools import accumulate, chain, pairwise
from typing import IO, Any, NamedTuple, TypeAlias

import pyoxigraph as ox

from diplograph.node_values import Graph, GraphNodes, Node, Values, nodes_in
from diplograph.rdf.telling import GraphTold

_Row: TypeAlias = tuple[int, int, int, int, int]
# A graph as N-Quads names it, its hash, and the lengths of what is told of its nodes.
_Listed: TypeAlias = tuple[str, int, list[int]]

Place: TypeAlias = tuple[int, list[int]]
"""Where in the file all that one graph tells begins, and the lengths of what each node tells."""

PackedNode: TypeAlias = tuple[str, bytes, bytes]
"""A `Node` that is quickly put aside: its name, and packed what it tells and how it is written."""

_NODES = """CREATE TABLE nodes
(subject INTEGER, graph INTEGER, piece INTEGER, start INTEGER, size INTEGER)"""
_PIECE = 2_000  # nodes
_CACHE = "PRAGMA cache_size = -4096"  # KiB of the index that are held in memory
_PLAIN = 2  # the form of `marshal` that gives the same bytes for the same values


def packed(node: tuple[str, Any, Any]) -> PackedNode:
    """A `Node` of dicts packed: the same bytes for two that say the same in the same order."""
    name, said, written = node
    return name, marshal.dumps((name, said), _PLAIN), marshal.dumps(written, _PLAIN)


def unpacked(node: PackedNode) -> Node:
    """What was packed."""
    _, told, written = node
    return *marshal.loads(told), marshal.loads(written)


class _Piece(NamedTuple):
    """Where in the file what was written in one go begins, and the lengths of its parts in bytes.

    These are the list of its graphs, the names of each one's nodes with what is written of them
    and is no IRI, and all that is told of each node.
    """

    start: int
    listed: int
    written: int
    told: int


class Journal:
    """Whole graphs in a temporary file, in pieces; of a graph written twice the later holds."""

    def __init__(self, *, from_nothing: bool = False) -> None:
        """`from_nothing`: the store is empty, and whatever comes into it is written here as well.

        Then nothing has to be looked for in the store to know whether all of it is here, which
        would bring the names of all its graphs into memory.
        """
        self._file: IO[bytes] | None = None
        self._unbuffered: FileIO | None = None  # the same file, for small reads here and there
        self._pieces: list[_Piece] = []
        self._since: dict[int, int] = {}  # of each graph, by hash: the first piece that holds
        self._index: sqlite3.Connection | None = None  # where each node stands, by hash
        self._whole: bool | None = None
        # Graphs, by hash, that are in the store and not here; None: they are not known.
        self._missing: dict[int, Graph] | None = {} if from_nothing else None

    def __contains__(self, graph: Graph) -> bool:
        return hash(graph) in self._since

    def noted(self, graphs: Iterable[GraphNodes]) -> Iterator[GraphNodes]:
        """Graphs, or parts of graphs, written down as they pass."""
        held: list[GraphNodes] = []
        size = 0
        for graph in graphs:
            yield graph
            held.append(graph)
            size += len(graph[1])
            if size >= _PIECE:
                self.write(held)
                held, size = [], 0
        self.write(held)

    def write(self, graphs: Iterable[GraphNodes]) -> None:
        """Note what graphs say that are not there, or of which more parts are there."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed when forgotten)
            self._unbuffered = FileIO(self._file.fileno(), closefd=False)
        listed: list[_Listed] = []
        written: list[list[tuple[str, bytes]]] = []
        said: list[bytes] = []
        number = len(self._pieces)
        for graph, nodes in graphs:
            if not nodes:
                continue
            parts = list(map(packed, nodes))
            told = [told for _, told, _ in parts]
            listed.append((str(graph), hash(graph), list(map(len, told))))
            written.append([(name, of) for name, _, of in parts])
            said += told
        self._add(marshal.dumps(listed), marshal.dumps(written), said)
        self._note([name for graph in written for name, _ in graph], listed)
        for _, of, _ in listed:  # broken off before, it would hold what is not here
            self._since.setdefault(of, number)
        self._whole = None

    def _add(self, listed: bytes, written: bytes, nodes: Sequence[bytes]) -> None:
        assert self._file is not None
        start = self._file.seek(0, 2)
        self._file.write(b"".join((listed, written, *nodes)))
        self._file.flush()
        self._pieces.append(_Piece(start, len(listed), len(written), sum(map(len, nodes))))

    def _note(self, names: Sequence[str], listed: Sequence[_Listed]) -> None:
        """Note where the nodes of the last piece stand, by their names."""
        if self._index is None:
            self._index = sqlite3.connect("", check_same_thread=False)  # a file that goes with it
            self._index.execute(_CACHE)
            self._index.execute(_NODES)
        number, piece = len(self._pieces) - 1, self._pieces[-1]
        place = piece.start + piece.listed + piece.written
        sizes = [(graph, size) for _, graph, sizes in listed for size in sizes]
        starts = accumulate((size for _, size in sizes), initial=place)
        rows: list[_Row] = [
            (hash(name), graph, number, start, size)
            for name, (graph, size), start in zip(names, sizes, starts, strict=False)
        ]
        self._index.executemany("INSERT INTO nodes VALUES (?, ?, ?, ?, ?)", rows)

    def forget(self, graph: Graph) -> None:
        """Something in a graph is changed: it is not to be read from here."""
        self._since.pop(hash(graph), None)
        self._whole = None
        if self._missing is not None:
            self._missing[hash(graph)] = graph

    def removed(self, graph: Graph) -> None:
        """A graph is in the store no longer: what is written of it from now on is all of it."""
        self._since.pop(hash(graph), None)
        self._whole = None
        if self._missing is not None:
            self._missing.pop(hash(graph), None)

    def catch_up(self, store: ox.Store) -> int:
        """Note the graphs that are known to be in the store and not to be read from here.

        Returns how many there are.
        """
        missing = list((self._missing or {}).values())
        graphs = ((g, nodes_in(store.quads_for_pattern(None, None, None, g))) for g in missing)
        for _ in self.noted(graphs):
            pass
        self._missing = self._missing and {
            hash(graph): graph for graph in missing if graph not in self
        }
        return len(missing)

    @property
    def whole(self) -> bool:
        """Whether everything in the store is here, as far as it is known without a look at it."""
        return self._missing is not None and not self._missing

    def lacks(self, graph: Graph) -> bool:
        """Whether a graph is known to be neither here nor in the store."""
        return self.whole and graph not in self

    def holds_all(self, store: ox.Store) -> bool:
        """Whether everything in the store is here."""
        if self.whole:
            return True
        if self._whole is None:
            default = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            self._whole = bool(self._since) and next(default, None) is None
            self._whole = self._whole and all(graph in self for graph in store.named_graphs())
        return self._whole

    def values_of(self, iri: str) -> Values:
        """What all graphs that are here say of a node."""
        several = self._values_of(iri)
        first = next(several, {})
        second = next(several, None)
        if second is None:
            return first
        found: dict[str, set[str]] = defaultdict(set)
        for values in chain((first, second), several):  # as many as there are documents
            for name, of in values.items():
                found[name].update(of)
        return {name: tuple(sorted(of)) for name, of in found.items()}

    def _values_of(self, iri: str) -> Iterator[Values]:
        if self._index is None:
            return
        # Not before it is asked: an index of all at once takes a part of one that grows.
        self._index.execute("CREATE INDEX IF NOT EXISTS of_subject ON nodes (subject)")
        found = self._index.execute(
            "SELECT graph, piece, start, size FROM nodes WHERE subject = ?", (hash(iri),)
        )
        before = b""  # most graphs say the same
        for graph, piece, start, size in found:
            if self._holds(graph, piece) and (told := self._read(start, size)) != before:
                node, values = marshal.loads(told)
                before = told
                if node == iri:  # and not another one of the same hash
                    yield values

    def _holds(self, graph: int, piece: int) -> bool:
        return piece >= self._since.get(graph, piece + 1)

    def graphs(self, prefix: str = "") -> Iterator[str]:
        """The IRIs of the graphs that are here; `prefix`: only of those that begin so."""
        for number, piece in enumerate(self._pieces):
            listed: list[_Listed] = marshal.loads(self._read(piece.start, piece.listed))
            for name, graph, _ in listed:
                if name.startswith(prefix, 1) and self._since.get(graph) == number:
                    yield name[1:-1]

    def places(self, prefix: str = "") -> Iterator[tuple[str, Place]]:
        """The IRIs of the graphs that are here, and where each is; one in pieces comes in pieces.

        `prefix`: only those whose IRIs begin so.
        """
        for number, piece in enumerate(self._pieces):
            listed: list[_Listed] = marshal.loads(self._read(piece.start, piece.listed))
            place = piece.start + piece.listed + piece.written
            for name, graph, sizes in listed:
                if name.startswith(prefix, 1) and self._holds(graph, number):
                    yield name[1:-1], (place, sizes)
                place += sum(sizes)

    def nodes_at(self, place: Place) -> Iterator[tuple[str, Values]]:
        """What a graph, or a piece of one, tells, node by node as they were written."""
        return map(marshal.loads, self._parts(place))

    def told(self, prefix: str = "") -> Iterator[GraphTold]:
        """What one graph after the other tells, as in `places`."""
        return ((name, dict(self.nodes_at(place))) for name, place in self.places(prefix))

    def nodes(self) -> Iterator[PackedNode]:
        """What one graph after the other says of its nodes."""
        for number, piece in enumerate(self._pieces):
            listed: list[_Listed] = marshal.loads(self._read(piece.start, piece.listed))
            graphs = marshal.loads(self._read(piece.start + piece.listed, piece.written))
            place = piece.start + piece.listed + piece.written
            for (_, graph, sizes), written in zip(listed, graphs, strict=True):
                if self._holds(graph, number):
                    told = self._parts((place, sizes))
                    for of, (name, as_written) in zip(told, written, strict=True):
                        yield name, of, as_written
                place += sum(sizes)

    def _parts(self, place: Place) -> list[bytes]:
        """What each node of a graph tells, packed."""
        start, sizes = place
        packed = self._read(start, sum(sizes))
        return [packed[one:end] for one, end in pairwise(accumulate(sizes, initial=0))]

    def _read(self, start: int, size: int) -> bytes:
        assert self._unbuffered is not None
        self._unbuffered.seek(start)
        return self._unbuffered.read(size)
