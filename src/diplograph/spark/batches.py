"""Rows in and out of Arrow batches, and rows grouped by a key as they stream past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, TypeAlias

import pyarrow as pa

Row: TypeAlias = dict[str, Any]
Batches: TypeAlias = Iterator[pa.RecordBatch]
_ROWS = 1000


def rows_of(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    """The rows of batches, one at a time."""
    for batch in batches:
        yield from batch.to_pylist()


def batches_of(rows: Iterable[Row], schema: pa.Schema) -> Batches:
    """Rows as batches of a schema; what a row lacks is null."""
    source = iter(rows)
    while chunk := list(islice(source, _ROWS)):
        yield pa.RecordBatch.from_pylist(chunk, schema=schema)


def grouped(rows: Iterable[Row], key: str) -> Iterator[tuple[str, list[Row]]]:
    """Rows that are sorted by a key in groups of one key; one group is in memory at a time."""
    for value, group in groupby(rows, key=lambda row: row[key]):
        yield str(value), list(group)
