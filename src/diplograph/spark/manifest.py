"""The manifest: what a finished job has read with what, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata

from diplograph.spark.options import JobOptions
from diplograph.spark.sources import Split
from diplograph.spark.work import Counts

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Given:
    """What a job was given, and the signature of it all."""

    signature: str
    versions: dict[str, str]
    options: JobOptions
    splits: Sequence[Split]


def manifest_of(given: Given, counts: Counts) -> Counts:
    """The manifest as JSON holds it.

    `documents_read` + `documents_failed` + `documents_double` are the documents that came in;
    `bad_records` counts everything wanted that gave no document: records, documents that the
    pipeline failed on, and files. `cpu_seconds` is the workers' time for reading texts alone.
    """
    splits = [_split(split, counts) for split in given.splits]
    failed = sum(counts["failed"].values())
    bad = sum(row["bad_records"] for row in splits)
    read, cpu = counts["read"], counts["cpu"] or 0.0
    return {
        "signature": given.signature,
        "versions": {**given.versions, "pyspark": metadata.version("pyspark")},
        "base": given.options.base,
        "counters": {
            "files": len(splits),
            "documents_in": counts["entries"],
            "documents_double": counts["entries"] - counts["documents"],
            "documents_read": read,
            "documents_failed": failed,
            "bad_records": bad,
            "skipped_records": sum(row["skipped_records"] for row in splits),
            "partitions": counts["partitions"],
            "words": counts["words"] or 0,
            "relations": counts["relations"] or 0,
            "events": counts["events"],
            "document_quads": counts["lines"] or 0,
            "derived_quads": counts["derived"],
            "document_bytes": counts["bytes"] or 0,
            "derived_bytes": counts["derived_bytes"] or 0,
            "cpu_seconds": round(cpu, 3),
            "documents_per_core_hour": round(read / cpu * _HOUR) if cpu else None,
        },
        "splits": splits,
    }


def _split(split: Split, counts: Counts) -> Counts:
    """An input file: what it is, and what became of its records."""
    file = split.file
    found = counts["by_path"].get(file.shown, {})
    broken = counts["broken_files"].get(file.path)
    if split.kind and not found and broken is None:
        broken = "no row or record in it"
    bad = found.get("bad", 0) + counts["failed"].get(file.shown, 0) + (broken is not None)
    return {
        "path": file.shown,
        "uri": file.path,
        "kind": split.kind or None,
        "bytes": file.size,
        "documents": found.get("documents", 0),
        "bad_records": bad,
        "skipped_records": found.get("skipped", 0),
        **({"broken": broken} if broken is not None else {}),
    }
