"""Documents from a pandas DataFrame: a document a row, by the same column names as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from diplograph.documents.model import Entry, ReadOptions, UnreadableError
from diplograph.documents.rows import field_of, row_document

if TYPE_CHECKING:
    import pandas as pd

_NAME = "DataFrame"


def read_pandas(frame: pd.DataFrame, options: ReadOptions | None = None) -> Iterator[Entry]:
    """A document for each row of a DataFrame, or a `SourceFailure` that says why it is none.

    Columns are those of `options` (`text_field`, `id_field`, ...), else common names such as
    `text`, `id`, `date`, `title`; dates may be texts or timestamps. The index label is the id of a
    row where there is no column for it. `build` and `extract` take what this gives.
    """
    options = options or ReadOptions()
    names = [str(name) for name in frame.columns]
    for number, (label, *values) in enumerate(frame.itertuples(name=None), start=1):
        row = {name: _plain(value) for name, value in zip(names, values, strict=True)}
        try:
            name = field_of(row, "id", options) or "id"
            row.setdefault(name, str(label))
            yield row_document(row, "", options)
        except UnreadableError as error:
            yield error.failure(_NAME, number, str(label))


def _plain(value: Any) -> Any:
    """A cell as JSON would have it: nothing for what is missing, ISO texts for days."""
    import pandas as pd  # noqa: PLC0415  (an extra, which is there where a DataFrame is)

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else value
