"""The job, stage by stage: documents, their graphs, who is who, what happened, the results."""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Iterator, Sequence
from functools import partial, reduce

import pyoxigraph as ox
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as f

from diplograph.errors import SourceError
from diplograph.event_table import EVENT_FIELDS
from diplograph.rdf.terms import derived_graph, iri, term
from diplograph.spark import copying, joining, naming, reading, telling
from diplograph.spark.hadoop import Hadoop
from diplograph.spark.manifest import Given, manifest_of
from diplograph.spark.options import JobOptions, Knowledge, knowledge_of, ontology_of
from diplograph.spark.sources import Split, broken_file, find_splits, raw_records
from diplograph.spark.spreading import Spread
from diplograph.spark.tables import CANDIDATE, ENTRY, MADE, READING, TOLD, spark_schema
from diplograph.spark.work import Counts, Work, signature_of
from diplograph.versions import input_versions

_log = logging.getLogger("diplograph.spark")
RESULTS = ["graph/documents", "graph/derived", "events", "bad_records"]
_RANK = ("path", "record_id", "title", "published", "source", "url")
_PER_CORE = 4
_FORM = 2  # of the folder's contents; another number starts jobs anew


def run(spark: SparkSession, options: JobOptions) -> Counts:
    """Read the sources into a graph in the output folder; returns the manifest.

    A job that was cut off goes on where it was; one that is finished is not done again.
    SourceError where there is nothing to read; StoreError where the folder cannot be written.
    """
    session = _session(spark)
    hadoop = Hadoop(session)
    versions = input_versions(options.pipeline)
    build = options.build()
    given = knowledge_of(options, build.reader(), build.derivation())
    ontology_of(given)  # a user's file that is not valid is told here, not by a worker
    splits = find_splits(hadoop, options)
    signature = _signature(options, given, splits, versions)
    work = Work(hadoop, options.output, signature)
    done = work.finished()
    if done is not None and done["signature"] == signature:
        _log.info("%s: finished already", options.output)
        return done
    job = Job(session, work, options, given, splits)
    counts = job.counts()
    manifest = manifest_of(Given(signature, versions, options, splits), counts)
    work.publish(RESULTS, manifest)
    return manifest


def _session(spark: SparkSession) -> SparkSession:
    """A session of the job's own, so that the user's settings stay."""
    session = spark.newSession()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "256")
    session.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")
    session.conf.set("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
    return session


def _signature(
    options: JobOptions, given: Knowledge, splits: Sequence[Split], versions: dict[str, str]
) -> str:
    files = [[name, content.hex()] for name, content in given.files]
    read = [[s.file.path, s.file.shown, s.file.size, s.file.changed, s.kind] for s in splits]
    how = [given.base, given.reader.inputs, given.derivation, options.partition_documents]
    tables = [given.ontology, given.actors, given.decisions]
    return signature_of([_FORM, versions, how, tables, dataclasses.asdict(given.read), files, read])


class Job:
    """One job: each stage reads what earlier ones have left in the work folder."""

    def __init__(
        self,
        spark: SparkSession,
        work: Work,
        options: JobOptions,
        given: Knowledge,
        splits: Sequence[Split],
    ) -> None:
        self._spark = spark
        self._hadoop = Hadoop(spark)
        self._work = work
        self._options = options
        self._given = given
        self._splits = splits
        self._spread = Spread(spark.sparkContext.broadcast(given))

    def counts(self) -> Counts:
        """Run what is not done yet; what each stage counted."""
        found: Counts = {}
        found |= self._work.once("entries", self._entries)
        if not found["entries"]:
            raise SourceError("no document could be read; nothing is written")
        found |= self._work.once("documents", self._documents)
        for number, buckets in enumerate(self._waves(found["partitions"])):
            self._work.once(f"readings-{number:05}", partial(self._readings, buckets))
        found |= self._work.once("candidates", self._candidates)
        found |= self._work.once("names", self._names)
        found |= self._work.once("told", self._told)
        found |= self._work.once("nodes", self._nodes)
        found |= self._work.once("copies", self._copies)
        found |= self._work.once("happened", self._happened)
        found |= self._work.once("results", self._results)
        return found

    def _rows(self, name: str) -> DataFrame:
        return self._spark.read.parquet(self._work.path(name))

    def _write(self, name: str, rows: DataFrame) -> Counts:
        rows.write.mode("overwrite").parquet(self._work.path(name))
        return {}

    def _entries(self) -> Counts:
        """Documents and what could not be read; files that break off are noted."""
        broken: dict[str, str] = {}
        while True:
            raw = raw_records(self._spark, self._splits, self._options, broken)
            try:
                self._write("entries", self._spread.over(raw, reading.entries, ENTRY))
            except (PySparkException, Py4JJavaError) as error:
                split = broken_file(error, self._splits)
                if split is None or split.file.path in broken:
                    raise
                _log.warning("%s breaks off", split.file.shown)
                broken[split.file.path] = "the file breaks off, or is damaged"
                continue
            return self._entry_counts() | {"broken_files": broken}

    def _entry_counts(self) -> Counts:
        good, skipped = f.col("reason").isNull(), f.coalesce("skipped", f.lit(False))
        by_path = (
            self._rows("entries")
            .groupBy("path")
            .agg(
                f.count_if(good).alias("documents"),
                f.count_if(~good & ~skipped).alias("bad"),
                f.count_if(~good & skipped).alias("skipped"),
            )
        )
        rows = {row["path"]: row.asDict() for row in by_path.collect()}
        total = sum(row["documents"] for row in rows.values())
        return {"entries": total, "by_path": rows}

    def _documents(self) -> Counts:
        """Each text once, for its least document, in partitions of about one size.

        With it go all sources of the text (`copies`), where there are several.
        """
        good = self._rows("entries").where("reason is null").drop("reason", "skipped")
        order = [f.coalesce(f.col(name), f.lit("")) for name in _RANK]
        place = f.row_number().over(Window.partitionBy("id").orderBy(*order))
        partitions = max(1, math.ceil(good.count() / self._options.partition_documents))
        sources = f.collect_set(f.struct(*_RANK))
        told = good.groupBy("id").agg(f.count("*").alias("times"), sources.alias("sources"))
        copies = told.where("times > 1").select("id", f.to_json("sources").alias("copies"))
        first = good.withColumn("place", place).where("place = 1").drop("place")
        unique = first.join(copies, "id", "left")
        bucket = f.pmod(f.hash("id"), f.lit(partitions)).alias("bucket")
        spread = unique.select("*", bucket).repartition(partitions, "bucket")
        spread.write.mode("overwrite").partitionBy("bucket").parquet(self._work.path("documents"))
        return {"documents": self._rows("documents").count(), "partitions": partitions}

    def _waves(self, partitions: int) -> Iterator[list[int]]:
        size = self._options.wave or _PER_CORE * self._spark.sparkContext.defaultParallelism
        for start in range(0, partitions, size):
            yield list(range(start, min(start + size, partitions)))

    def _readings(self, buckets: list[int]) -> Counts:
        """The graphs of a wave's documents, a task for each partition."""
        given = self._spread.given
        whole = self._spark.conf.get("spark.sql.files.maxPartitionBytes")
        self._spark.conf.set("spark.sql.files.openCostInBytes", str(whole))
        try:
            documents = self._rows("documents").where(f.col("bucket").isin(buckets))
            read = documents.mapInPandas(
                lambda frames: reading.readings(frames, given.value), spark_schema(READING)
            )
            path = self._work.path("readings")
            read.write.mode("overwrite").partitionBy("bucket").parquet(path)
        finally:
            self._spark.conf.unset("spark.sql.files.openCostInBytes")
        return {"buckets": buckets}

    def _read(self) -> DataFrame:
        return self._rows("readings").where("reason is null")

    def _candidates(self) -> Counts:
        rows = self._spread.over(self._read().select("quads"), naming.candidates, CANDIDATE)
        return self._write("candidates", rows)

    def _names(self) -> Counts:
        return self._write("names", joining.names(self._rows("candidates"), self._spread))

    def _told(self) -> Counts:
        renamed = self._rows("names").where("new is not null").groupBy("graph")
        names = renamed.agg(f.collect_list(f.struct("node", "new")).alias("names"))
        both = self._read().select("graph", "quads").join(names, "graph", "left")
        return self._write("told", self._spread.over(both, telling.tell, TOLD))

    def _nodes(self) -> Counts:
        return self._write("nodes", joining.nodes(self._rows("told"), self._spread))

    def _copies(self) -> Counts:
        return self._write("copies", joining.copies(self._rows("told"), self._spread))

    def _happened(self) -> Counts:
        told, nodes, copies = (self._rows(name) for name in ("told", "nodes", "copies"))
        return self._write("happened", joining.happened(told, nodes, copies, self._spread))

    def _results(self) -> Counts:
        path = self._work.path("results")
        read, happened = self._read(), self._rows("happened")
        derived = self._derived(happened).distinct().sortWithinPartitions("line")
        self._write_lines("graph/documents", read.select("quads"))
        self._write_lines("graph/derived", derived)
        events = happened.where("event is not null").select(*_event_columns())
        events.write.mode("overwrite").parquet(f"{path}/events")
        bad = self._bad_records()
        bad.write.mode("overwrite").option("compression", "none").json(f"{path}/bad_records")
        return self._result_counts(f"{path}/graph/derived")

    def _write_lines(self, name: str, lines: DataFrame) -> None:
        """Lines as files that other programs know for N-Quads by their names."""
        path = self._work.path(f"results/{name}")
        lines.write.mode("overwrite").option("compression", "gzip").text(path)
        for number, file in enumerate(self._hadoop.find(path)):
            self._hadoop.move(file.path, f"{path}/part-{number:05}.nq.gz")

    def _derived(self, happened: DataFrame) -> DataFrame:
        told, nodes = self._rows("told"), self._rows("nodes")
        lines = [
            happened.where("line is not null").select("line"),
            joining.described(told, nodes, self._spread),
            self._rows("names").where("line is not null").select("line"),
            self._spread.over(self._rows("copies"), copying.told, MADE).select("line"),
        ]
        added = [reading.line_of(quad) for quad in _added(self._given)]
        if added:
            lines.append(self._spark.createDataFrame([(line,) for line in added], "line string"))
        return reduce(DataFrame.union, lines)

    def _bad_records(self) -> DataFrame:
        """What could not be read, and documents that the pipeline failed on."""
        columns = ("path", "record_id", "reason")
        entries = self._rows("entries").where("reason is not null and not skipped")
        failed = self._rows("readings").where("reason is not null")
        return entries.select(*columns).union(failed.select(*columns))

    def _result_counts(self, derived: str) -> Counts:
        read = self._rows("readings")
        good = read.where("reason is null").agg(
            f.count("*").alias("read"),
            *(f.sum(name).alias(name) for name in ("words", "relations", "lines", "cpu")),
            f.sum(f.octet_length("quads") + 1).alias("bytes"),
        )
        lines = self._spark.read.text(derived).agg(
            f.count("*").alias("derived"), f.sum(f.octet_length("value") + 1).alias("derived_bytes")
        )
        failed = read.where("reason is not null").groupBy("path").count().collect()
        counted = good.collect()[0].asDict() | lines.collect()[0].asDict()
        events = self._rows("results/events").count()
        return counted | {"events": events, "failed": {r["path"]: r["count"] for r in failed}}


def _event_columns() -> list[Column]:
    """The event table's columns, days as dates."""
    days = {name: f.expr(f"try_cast({name} AS date)").alias(name) for name in ("date", "date_to")}
    return [days.get(name, f.col(name)) for name in EVENT_FIELDS]


def _added(given: Knowledge) -> Iterator[ox.Quad]:
    """What a store holds besides: with what it was derived, and a user's own relations."""
    graph = derived_graph(given.base)
    if given.derivation:
        yield ox.Quad(graph, term("dg:inputs"), ox.Literal(given.derivation), graph)
    name = iri(given.base, "graph/ontology")
    for triple in ontology_of(given).extension:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, name)
