"""The tables that the job keeps between its stages: their columns, in Arrow."""

from __future__ import annotations

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from diplograph.event_table import EVENT_FIELDS

_TEXT, _LONG = pa.string(), pa.int64()
_TEXTS = pa.list_(_TEXT)


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


def spark_schema(schema: pa.Schema) -> StructType:
    """The same columns for Spark."""
    found = from_arrow_schema(schema)
    assert isinstance(found, StructType)
    return found


ENTRY = _schema(
    **dict.fromkeys(
        ("id", "path", "record_id", "title", "published", "source", "url", "text", "reason"), _TEXT
    ),
    skipped=pa.bool_(),
)
"""A document, or with a `reason` what could not be read."""

READING = _schema(
    **dict.fromkeys(("id", "path", "record_id", "graph", "quads", "reason"), _TEXT),
    words=_LONG,
    relations=_LONG,
    lines=_LONG,
    cpu=pa.float64(),
    bucket=pa.int32(),
)
"""A document's graph as N-Quads, or with a `reason` why it could not be read; `cpu` in seconds."""

CANDIDATE = _schema(
    **dict.fromkeys(("graph", "node", "name", "state", "body"), _TEXT), decided=pa.bool_()
)
"""An unknown actor of a document; `body` is the whole candidate as JSON."""

KEYED = _schema(node=_TEXT, name=_TEXT, key=_TEXT)
"""A node under a key that it shares with all that may be linked to it."""

EDGE = _schema(one=_TEXT, other=_TEXT)

NAME = _schema(**dict.fromkeys(("graph", "node", "new", "line"), _TEXT))
"""By which IRI an actor goes (`new`), or a quad that says why it was put together (`line`)."""

TOLD = _schema(
    **dict.fromkeys(("sort", "node", "predicate", "value", "body", "type", "of", "issued"), _TEXT),
    **dict.fromkeys(("sides", "named"), _TEXTS),
    reciprocal=pa.bool_(),
)
"""What a document tells, by `sort`: a mention, a value of a node, a post, its text's signature.

`of` is the body of a post, or the document of a mention.
"""

DOSSIER = _schema(**dict.fromkeys(("node", "side", "body"), _TEXT), states=_TEXTS)
"""All that is told of a node that mentions of it are judged by, as JSON."""

MADE = _schema(line=_TEXT, subject=_TEXT, complete=pa.bool_())
"""A derived quad; not `complete` where only the facts were looked at."""

EVENT_TEXTS = tuple(
    name
    for name in EVENT_FIELDS
    if name not in {"quad_class", "score", "factual", "confidence", "mentions"}
)
HAPPENED = _schema(
    line=_TEXT,
    **dict.fromkeys(EVENT_TEXTS, _TEXT),
    quad_class=pa.int32(),
    score=pa.float64(),
    factual=pa.bool_(),
    confidence=pa.float64(),
    mentions=pa.int32(),
)
"""A derived quad, or a row of the event table."""
