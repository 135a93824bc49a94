"""Lists that are too long for memory: kept in temporary files, and sorted there."""

from __future__ import annotations

import heapq
import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any, Generic, TypeVar

T = TypeVar("T")

RUN = 20_000
"""Items that are sorted in memory; fewer never reach the disk."""

_FILES = 64  # runs of a level
_CHUNK = 32  # items that are written and read at a time
_SIZE = 8  # bytes of the number that says how long a chunk is


def _same(item: Any) -> Any:
    return item


@dataclass(frozen=True, slots=True)
class Packing(Generic[T]):
    """How items become plain values, and how these become items again.

    Plain are what `marshal` knows: texts, numbers, truth values, None, and tuples, lists, sets and
    dicts of them. It is the quickest way there is, and the files never leave the process.
    """

    pack: Callable[[T], Any] = _same
    unpack: Callable[[Any], T] = _same


class Spool(Generic[T]):
    """Items written one after the other to a temporary file, to be read in that order.

    ValueError, on writing, where an item is not packed into plain values.
    """

    def __init__(self, packing: Packing[T] | None = None) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed when forgotten)
        self._packing: Packing[T] = packing or Packing()

    def extend(self, items: Iterable[T]) -> None:
        """Write more items."""
        self._file.seek(0, 2)
        packed = map(self._packing.pack, items)
        while chunk := list(islice(packed, _CHUNK)):
            written = marshal.dumps(chunk)
            self._file.write(len(written).to_bytes(_SIZE) + written)

    def __iter__(self) -> Iterator[T]:
        place = 0
        while True:
            self._file.seek(place)
            size = int.from_bytes(self._file.read(_SIZE))
            if not size:
                return
            place += _SIZE + size
            yield from map(self._packing.unpack, marshal.loads(self._file.read(size)))


def sorted_on_disk(
    items: Iterable[T],
    key: Callable[[T], Any],
    packing: Packing[T] | None = None,
    run: int = RUN,
) -> Iterator[T]:
    """The items in the order of their keys; about `run` of them are in memory at a time."""
    source = iter(items)
    held = sorted(islice(source, run), key=key)
    levels: list[list[Spool[T]]] = []

    def written(run_: Iterable[T]) -> Spool[T]:
        spool = Spool(packing)
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
