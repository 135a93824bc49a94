"""From files to raw records on the workers: a line, a row or an archived page each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from urllib.parse import unquote

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as f

from diplograph.documents.rows import COMMON
from diplograph.errors import SourceError
from diplograph.spark.hadoop import Hadoop, StoredFile
from diplograph.spark.options import JobOptions
from diplograph.spark.reading import WARC_START

_ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".warc": "warc"}
_PACKED = (".gz", ".bz2", ".zst")
_BETWEEN_RECORDS = "\r\n\r\n" + WARC_START.decode()
"""What stands between the records of an archive; it is cut at it as it streams."""


@dataclass(frozen=True, slots=True)
class Split:
    """A file of the input and how it is read; `kind` is blank where it is not."""

    file: StoredFile
    kind: str


def find_splits(hadoop: Hadoop, options: JobOptions) -> list[Split]:
    """The files of the sources, each once, by path; SourceError where none can be read."""
    files = {file.path: file for source in options.sources for file in hadoop.find(source)}
    splits = [Split(file, options.format or _kind(path)) for path, file in sorted(files.items())]
    if not any(split.kind for split in splits):
        raise SourceError(
            f"{', '.join(options.sources)}: no file that the job reads; allowed: "
            f"{', '.join(_ENDINGS)}, each also compressed, or say which by --format"
        )
    return splits


def _kind(path: str) -> str:
    name = path.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    return next((kind for ending, kind in _ENDINGS.items() if name.endswith(ending)), "")


def raw_records(
    spark: SparkSession, splits: Sequence[Split], options: JobOptions, broken: Container[str]
) -> DataFrame:
    """Rows of path (as shown), kind and value (bytes) of all files.

    Of `broken` ones, by path, come the records before the break, of broken Parquet files none.
    SourceError where no file is left.
    """
    groups: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for split in splits:
        groups[split.kind, split.file.path in broken].append(split.file.path)
    tables = [
        _records(spark, kind, paths, options, lenient=lenient)
        for (kind, lenient), paths in sorted(groups.items())
        if kind and not (lenient and kind == "parquet")
    ]
    if not tables:
        raise SourceError("no file could be read; nothing is written")
    shown = {split.file.path: split.file.shown for split in splits}
    names = spark.createDataFrame(list(shown.items()), "uri string, path string")
    # Spark tells a file's URI encoded, and local ones with as many slashes as it likes.
    uri = f.regexp_replace(
        f.try_url_decode(f.replace("uri", f.lit("+"), f.lit("%2B"))), "^file:/+", "file:/"
    )
    found = reduce(DataFrame.unionByName, tables).withColumn("uri", uri)
    return found.join(f.broadcast(names), "uri").select("path", "kind", "value")


def _records(
    spark: SparkSession, kind: str, paths: list[str], options: JobOptions, *, lenient: bool
) -> DataFrame:
    uri = f.col("_metadata.file_path").alias("uri")
    if kind == "parquet":
        table = spark.read.option("mergeSchema", True).parquet(*paths)
        value = _parquet_line(table, paths[0], options)
    else:
        reader = spark.read.option("ignoreCorruptFiles", lenient)
        if kind == "warc":
            reader = reader.option("lineSep", _BETWEEN_RECORDS)
        table, value = reader.text(paths), f.col("value")
    return table.select(uri, f.lit(kind).alias("kind"), value.cast("binary").alias("value"))


def _parquet_line(table: DataFrame, path: str, options: JobOptions) -> Column:
    """Rows as lines of JSON, of the columns that documents are made from."""
    wanted = {name for names in COMMON.values() for name in names.split()}
    named = {getattr(options.build.read, f"{role}_field") for role in COMMON}
    columns = [c for c in table.columns if c.strip().lower() in wanted or c in named]
    if not columns:
        there = ", ".join(table.columns)
        raise SourceError(f"{path}: no text field; name it with --text-field; there are: {there}")
    quoted = [f.col(f"`{column}`") for column in columns]
    return f.to_json(f.struct(*quoted), {"ignoreNullFields": "false"})


def broken_file(error: Exception, splits: Iterable[Split]) -> Split | None:
    """The file that Spark failed to read, if that is what went wrong."""
    if "FAILED_READ_FILE" not in str(error):
        return None
    told = unquote(str(error)).replace("file:///", "file:/")
    known = (split for split in splits if split.kind and split.file.path in told)
    return max(known, key=lambda split: len(split.file.path), default=None)
