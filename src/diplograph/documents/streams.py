"""Opening sources as byte streams: files, standard input, gzip with a guard against bombs."""

from __future__ import annotations

import gzip
import io
import os
import select
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from diplograph.documents.model import ReadOptions, UnreadableError

_GZIP = b"\x1f\x8b"
_FREE_BYTES = 10_000_000
_WRITER_SECONDS = 30.0
SAMPLE = 65536
STDIN = "-"

READ_ERRORS = (OSError, EOFError, zlib.error)


class _Counting(io.RawIOBase):
    """A readable stream that knows how many bytes it has given."""

    def __init__(self, inner: IO[bytes]) -> None:
        self.inner, self.count = inner, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; how many bytes there were."""
        data = self.inner.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Inflating(_Counting):
    """A gzip stream that refuses to swell beyond a ratio (after the first ten megabytes)."""

    def __init__(self, packed: IO[bytes], ratio: int) -> None:
        self._packed = _Counting(packed)
        self._ratio = ratio
        super().__init__(gzip.GzipFile(fileobj=io.BufferedReader(self._packed)))  # type: ignore[arg-type]

    def readinto(self, buffer: Any) -> int:
        """As above; UnreadableError where it swells too much."""
        size = super().readinto(buffer)
        if self.count > _FREE_BYTES and self.count > self._ratio * self._packed.count:
            raise UnreadableError(
                f"swells to more than {self._ratio} times its size: refused as a gzip bomb"
            )
        return size


@contextmanager
def open_stream(path: str, options: ReadOptions) -> Iterator[io.BufferedReader[Any]]:
    """A buffered byte stream of a file or of standard input (`-`), unpacked where it is gzip.

    Raises UnreadableError for gzip bombs and what `READ_ERRORS` lists for the rest.
    """
    raw: IO[bytes] = sys.stdin.buffer
    if path != STDIN:
        raw = _opened(path)
    try:
        stream = io.BufferedReader(_Counting(raw), SAMPLE)
        if stream.peek(2)[:2] == _GZIP:
            stream = io.BufferedReader(_Inflating(stream, options.max_ratio), SAMPLE)
        yield stream
    finally:
        if path != STDIN:
            raw.close()


def _opened(path: str) -> IO[bytes]:
    """A file opened without waiting: a pipe that nobody writes to would block for ever.

    `<(command)` of a shell is such a pipe too, whose writer may be slow but is there.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if stat.S_ISFIFO(os.fstat(handle).st_mode):
            _await_writer(handle)
        if hasattr(os, "set_blocking"):
            os.set_blocking(handle, True)
        return os.fdopen(handle, "rb", buffering=0)
    except BaseException:
        os.close(handle)
        raise


def _await_writer(handle: int) -> None:
    """Return when a pipe has something to read; raises UnreadableError where nobody writes to it.

    A pipe without a writer and one whose writer has gone both read as ended; a file in the place
    of the first would wait for ever.
    """
    ready = select.select([handle], [], [], _WRITER_SECONDS)[0]
    if not ready:
        raise UnreadableError(f"a named pipe to which nobody wrote for {_WRITER_SECONDS:g} seconds")


def read_whole(stream: io.BufferedReader, options: ReadOptions) -> bytes:
    """All bytes of one document; raises UnreadableError beyond `max_document_bytes`."""
    data = stream.read(options.max_document_bytes + 1)
    if len(data) > options.max_document_bytes:
        raise UnreadableError(
            f"larger than {options.max_document_bytes:,} bytes: too large for one document"
        )
    return data
