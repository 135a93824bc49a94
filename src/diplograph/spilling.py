"""Lists that are too long for memory: kept in temporary files, and sorted there."""

from __future__ import annotations

import heapq
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import IO, Any, Generic, TypeVar

T = TypeVar("T")

_FILES = 64  # runs of a level
RUN = 20_000
"""Items that are sorted in memory; fewer never reach the disk."""


_PROTOCOL = 3
"""The last one in which what an item refers back to is numbered, not counted by the reader.

One reader can then read all items; a new one for each takes twice the time.
"""


class _Writer(pickle.Pickler):
    """Writes objects that are shared as their names, by their identity."""

    def __init__(self, file: IO[bytes], names: Mapping[int, str]) -> None:
        super().__init__(file, protocol=_PROTOCOL)
        self._names = names

    def persistent_id(self, value: object) -> str | None:
        return self._names.get(id(value))


class _Reader(pickle.Unpickler):
    """Gives shared objects back for their names."""

    def __init__(self, file: IO[bytes], shared: Mapping[str, object]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, name: str) -> object:
        return self._shared[name]


class Spool(Generic[T]):
    """Items written one after the other to a temporary file, to be read in that order.

    `shared` are objects that many items hold, by name: they are written as their names.
    """

    def __init__(self, shared: Mapping[str, object] | None = None) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed when forgotten)
        self._shared = dict(shared or {})
        self._names = {id(value): name for name, value in self._shared.items()}

    def extend(self, items: Iterable[T]) -> None:
        """Write more items."""
        self._file.seek(0, 2)
        writer = _Writer(self._file, self._names)
        for item in items:
            writer.dump(item)
            writer.clear_memo()  # so that what was written can be forgotten

    def __iter__(self) -> Iterator[T]:
        self._file.seek(0)
        reader = _Reader(self._file, self._shared)
        while True:
            try:
                yield reader.load()
            except EOFError:
                return


def sorted_on_disk(
    items: Iterable[T],
    key: Callable[[T], Any],
    shared: Mapping[str, object] | None = None,
    run: int = RUN,
) -> Iterator[T]:
    """The items in the order of their keys; about `run` of them are in memory at a time."""
    source = iter(items)
    held = sorted(islice(source, run), key=key)
    levels: list[list[Spool[T]]] = []

    def written(run_: Iterable[T]) -> Spool[T]:
        spool: Spool[T] = Spool(shared)
        spool.extend(run_)
        return spool

    def add(spool: Spool[T], depth: int = 0) -> None:
        """Where a level is full its runs become one of the next level.

        So there are never more open files than a process may have.
        """
        if depth == len(levels):
            levels.append([])
        if len(levels[depth]) == _FILES:
            merged = written(heapq.merge(*levels[depth], key=key))
            levels[depth].clear()
            add(merged, depth + 1)
        levels[depth].append(spool)

    while len(held) == run:
        add(written(held))
        held = sorted(islice(source, run), key=key)
    # Earlier runs stand on higher levels; in this order equals keep theirs.
    yield from heapq.merge(*chain.from_iterable(reversed(levels)), held, key=key)
