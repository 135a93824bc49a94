"""The graph as pandas DataFrames: the event table and the relation records, with their types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from diplograph.errors import MissingExtraError
from diplograph.event_table import EVENT_FIELDS, event_rows
from diplograph.relations_table import FIELDS, relation_rows
from diplograph.store import GraphStore

if TYPE_CHECKING:
    import pandas as pd

Table: TypeAlias = Literal["events", "relations"]

_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("date", "date_to", "published"), "datetime64[s]"),
    **dict.fromkeys(("factual", "reciprocal"), "boolean"),
    **dict.fromkeys(("score", "confidence"), "float64"),
    **dict.fromkeys(("quad_class", "mentions"), "Int64"),
    **{
        f"{part}{end}": "Int64"
        for part in ("", "source_", "target_", "trigger_")
        for end in ("start", "end")
    },
}
_TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[GraphStore], Iterable[Mapping[str, Any]]]]]
_TABLES = {"events": (EVENT_FIELDS, event_rows), "relations": (FIELDS, relation_rows)}


def to_pandas(store: GraphStore, table: Table = "events") -> pd.DataFrame:
    """The event table (a row an event that PLOVER codes), or the relations (a row a mention).

    The columns are those of `export --format events` and `relations.csv`. Days are datetime64 (of
    months and years the first day), numbers and truth values have nullable types, all else is
    text. In the relations `date` stays text, since it may be an interval.

    Raises:
        MissingExtraError: pandas (the extra `pandas`) is not installed.
        ValueError: there is no such table.
    """
    if table not in _TABLES:
        raise ValueError(f"no such table: {table!r}; there are: {', '.join(_TABLES)}")
    try:
        import pandas as pd  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise MissingExtraError("pandas", "pandas") from error
    fields, rows = _TABLES[table]
    columns: dict[str, list[Any]] = {name: [] for name in fields}
    for row in rows(store):
        for name, values in columns.items():
            values.append(row[name])
    kept = {"date"} if table == "relations" else set()
    return pd.DataFrame(
        {
            name: _series(pd, values, "str" if name in kept else _TYPES.get(name, "str"))
            for name, values in columns.items()
        }
    )


def _series(pd: Any, values: list[Any], kind: str) -> Any:
    if kind == "datetime64[s]":
        import numpy as np  # noqa: PLC0415

        days = [value if value is None else str(value) for value in values]
        return pd.Series(np.array(days, dtype=kind))
    return pd.Series(values, dtype=object if kind == "str" else kind)
