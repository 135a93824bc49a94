"""What was written to a store since it was opened, kept so that it is read back quickly.

A store on disk looks up every term of every quad that it gives. A build needs what it has just
written several times over, and a parser reads it from a file in a fifth of the time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import IO, TypeAlias

import pyoxigraph as ox

_Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Journal:
    """Whole graphs in a temporary file, in pieces; of a graph written twice the later holds."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._pieces: list[tuple[int, int]] = []  # where each begins, and its length in bytes
        self._since: dict[int, int] = {}  # of each graph, by hash: the first piece that holds

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
        self._pieces.append((start, len(text)))

    def forget(self, graph: _Graph) -> None:
        """Something in a graph is changed: it is not to be read from here."""
        self._since.pop(hash(graph), None)

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
