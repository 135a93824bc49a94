"""The Spark job against the single-machine build: the same graph, whatever happens on the way.

pyspark and Java are installed by `make java`. Without them the tests are skipped, but for
continuous integration (CI=true).
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from event_pairs import pairs, readings
from factories import relation
from test_identity import reading as person

import diplograph
from diplograph.documents import ReadOptions, read_sources
from diplograph.errors import SourceError
from diplograph.event_table import EVENT_FIELDS, event_rows
from diplograph.gazetteer import load_gazetteer
from diplograph.options import BuildOptions
from diplograph.rdf import (
    DEFAULT_BASE,
    GazetteerFacts,
    ReaderVersion,
    derived_quads,
    document_quads,
    graph_of,
)
from diplograph.rdf.decisions import read_decisions
from diplograph.records import Actor, Document, Kind, PostClaim, Reading
from diplograph.store import GraphStore
from diplograph.versions import version

pytestmark = pytest.mark.heavy
MISSING = shutil.which("java") is None and "JAVA_HOME" not in os.environ
try:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import SparkSession
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    from diplograph.spark import joining
    from diplograph.spark.hadoop import Hadoop
    from diplograph.spark.job import Job, run
    from diplograph.spark.options import JobOptions, knowledge_of
    from diplograph.spark.session import open_session
    from diplograph.spark.tables import ENTRY, READING
    from diplograph.spark.work import Work
except ImportError:
    MISSING = True
if MISSING and not os.environ.get("CI"):
    pytest.skip("pyspark or Java is missing", allow_module_level=True)

ROOT = Path(__file__).parents[1]
# Little data in many steps: compiling for speed would take longer than it saves.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
FRENCH = (
    "<html><body><article><h1>Nouvelles</h1><p>Le ministre des affaires étrangères a reçu mardi son"
    " homologue italien à Paris. Les deux hommes ont parlé de la situation au Proche-Orient et des"
    " relations entre les deux pays, qui sont bonnes depuis longtemps.</p></article></body></html>"
)
BROKEN = ['{"text": "no end', "[1, 2]", '{"title": "no text"}']


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    for name, value in SETTINGS.items():
        SparkSession.builder.config(name, value)
    session = open_session("local[2]")
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def rows() -> list[dict[str, str | None]]:
    """The sample corpus as rows."""
    entries = read_sources([str(ROOT / "corpus")])
    return [
        {"id": Path(d.path).stem, "text": d.text, "title": d.title, "date": d.published}
        for d in entries
        if isinstance(d, Document)
    ]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus in two files of JSON Lines, one text twice, one nearly so, and broken lines."""
    home = tmp_path_factory.mktemp("spark")
    folder = home / "news of the day"
    (folder / "more").mkdir(parents=True)
    lines = [json.dumps(row) for row in rows()]
    one = [*lines[:12], BROKEN[0], *lines[12:18], ""]
    printed = {**rows()[3], "source": "The Evening Paper", "url": "https://paper.example/3"}
    wire = {**printed, "id": "wire", "text": f"{printed['text']} More to follow."}
    other = [json.dumps(printed), json.dumps(wire), *lines[18:], *BROKEN[1:]]
    (folder / "one.jsonl").write_text("\n".join(one) + "\n", encoding="utf-8")
    with gzip.open(folder / "more" / "other.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write("\n".join(other))
    (folder / "notes.doc").write_bytes(b"not read")
    return folder


@pytest.fixture(scope="module")
def single(sources: Path) -> diplograph.KnowledgeGraph:
    """The single-machine build of the same files."""
    return diplograph.build([sources])


@pytest.fixture(scope="module")
def whole(spark: SparkSession, sources: Path) -> Path:
    """The job's results, run through without a break."""
    out = sources.parent / "whole"
    run(spark, options(sources, out))
    return out


def options(sources: Path, out: Path, **more: Any) -> JobOptions:
    return JobOptions((str(sources),), str(out), **{"partition_documents": 11, **more})


def test_a_review_is_refused_by_name() -> None:
    with pytest.raises(SourceError, match=r"review\.csv: the Spark job takes no review"):
        JobOptions(("x",), "out", build=BuildOptions(review=Path("review.csv")))


def lines_of(out: Path) -> list[str]:
    files = sorted((out / "graph").rglob("*.nq.gz"))
    return [line for f in files for line in gzip.open(f, "rt", encoding="utf-8").read().split("\n")]


def graph_of_results(out: Path) -> list[str]:
    found = [line for line in lines_of(out) if line]
    assert len(found) == len(set(found))
    return sorted(found)


def graph_of_store(store: GraphStore) -> list[str]:
    return sorted(f"{quad} ." for quad in store.quads())


def table(found: Iterable[dict[str, Any]]) -> list[str]:
    plain = [
        {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
        for row in found
    ]
    return sorted(json.dumps(row, sort_keys=True) for row in plain)


def manifest_of(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return found


def bad_records(out: Path) -> list[dict[str, str]]:
    files = (out / "bad_records").glob("*.json")
    return [json.loads(line) for f in files for line in f.read_text("utf-8").splitlines()]


def test_json_lines_give_the_graph_of_the_single_machine(
    whole: Path, single: diplograph.KnowledgeGraph
) -> None:
    found = graph_of_results(whole)
    assert found == graph_of_store(single.store)
    assert sum("ontology#nearCopyOf>" in line for line in found) == 1
    assert sum("ontology#copy>" in line for line in found) == 1
    counts = [line for line in found if "ontology#sourceCount>" in line]
    assert any('"1"' not in line for line in counts)


def test_the_event_table_is_that_of_the_single_machine(
    whole: Path, single: diplograph.KnowledgeGraph
) -> None:
    found = pq.read_table(whole / "events").to_pylist()
    assert list(found[0]) == list(EVENT_FIELDS)
    assert table(found) == table(event_rows(single.store))


def test_the_manifest_counts_everything(
    whole: Path, single: diplograph.KnowledgeGraph, sources: Path
) -> None:
    manifest = manifest_of(whole)
    counted = manifest["counters"]
    assert counted["documents_in"] == single.tally.documents == len(rows()) + 2
    assert counted["documents_double"] == 1
    assert counted["documents_read"] == len(rows()) + 1
    assert counted["bad_records"] == single.tally.refused == len(BROKEN)
    assert len(bad_records(whole)) == len(BROKEN)
    assert counted["document_quads"] + counted["derived_quads"] == len(single.store)
    splits = {Path(split["path"]).name: split for split in manifest["splits"]}
    assert splits["one.jsonl"]["documents"] == 18 and splits["one.jsonl"]["bad_records"] == 1
    assert splits["other.jsonl.gz"]["bad_records"] == 2
    assert splits["notes.doc"]["kind"] is None
    assert manifest["versions"]["diplograph"] == version()
    assert manifest["counters"]["cpu_seconds"] > 0


def test_a_job_goes_on_where_it_was_cut_off(
    spark: SparkSession, sources: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = sources.parent / "cut"
    asked = options(sources, out, wave=1)
    read = Job._readings
    waves: list[list[int]] = []

    def readings_until(self: Job, buckets: list[int], last: int) -> dict[str, Any]:
        if len(waves) == last:
            raise RuntimeError("the power is gone")
        waves.append(buckets)
        return read(self, buckets)

    def fail(*_: object) -> None:
        raise RuntimeError("the power is gone again")

    monkeypatch.setattr(Job, "_readings", lambda self, b: readings_until(self, b, 1))
    with pytest.raises(RuntimeError, match="gone"):
        run(spark, asked)
    assert not (out / "manifest.json").exists()
    monkeypatch.setattr(Job, "_readings", lambda self, b: readings_until(self, b, 99))
    with monkeypatch.context() as broken:
        broken.setattr(joining, "happened", fail)
        with pytest.raises(RuntimeError, match="again"):
            run(spark, asked)
    run(spark, asked)
    assert waves == [[n] for n in range(manifest_of(out)["counters"]["partitions"])]
    assert len(waves) == 3
    assert graph_of_results(out) == graph_of_results(whole)
    assert not (out / "_work").exists()


def test_a_finished_job_is_not_done_again(
    spark: SparkSession, sources: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Job, "counts", lambda self: pytest.fail("done again"))
    before = {f: f.stat().st_mtime_ns for f in whole.rglob("*")}
    assert run(spark, options(sources, whole)) == manifest_of(whole)
    assert {f: f.stat().st_mtime_ns for f in whole.rglob("*")} == before


def test_parquet_gives_the_graph_of_the_single_machine(spark: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    corpus = rows()[:12]
    bad = {"id": "bad", "text": None, "title": "no text", "date": None}
    named = [{"maintext": r.pop("text"), "number": 3, **r} for r in (*map(dict, corpus), bad)]
    pq.write_table(pa.Table.from_pylist(named), path)
    found = run(
        spark,
        options(
            path, tmp_path / "out", build=BuildOptions(read=ReadOptions(text_field="maintext"))
        ),
    )
    documents = [
        Document(row["text"] or "", str(path), row["id"], row["title"], published=row["date"])
        for row in corpus
    ]
    kg = diplograph.build(documents)
    assert graph_of_results(tmp_path / "out") == graph_of_store(kg.store)
    assert found["counters"]["bad_records"] == 1


def test_what_follows_from_hard_documents_is_the_same(spark: SparkSession, tmp_path: Path) -> None:
    """Judged pairs of events, unknown actors of like names, decisions, posts, in one corpus."""
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(
        "decision,one,other\n"
        "different,Zodwa Makhathini @ news/1.txt,Zodwa Makhathini @ news/2.txt\n"
        "same,Z. Makhathini,Thandi Mkhize\n"
        "same,Mr. X of Beijing,xi-jinping\n",
        encoding="utf-8",
    )
    corpus = [*(r for pair in pairs() for r in readings(pair)), *people(), *wires()]
    asked = JobOptions(("unused",), str(tmp_path / "out"), build=BuildOptions(decisions=decisions))
    given = knowledge_of(asked, ReaderVersion("1"))
    quads = {
        graph_of(DEFAULT_BASE, r.document.id).value: list(document_quads(r, version=given.reader))
        for r in corpus
    }
    facts = GazetteerFacts(load_gazetteer())
    told = [quad for found in quads.values() for quad in found]
    wanted = {
        f"{q} ." for q in derived_quads(told, facts=facts, decisions=read_decisions(decisions))
    }
    derived = derive(spark, asked, {g: "\n".join(f"{q} ." for q in qs) for g, qs in quads.items()})
    assert sorted(derived - wanted) == []
    assert sorted(wanted - derived) == []
    assert sum("mergedBecause" in line for line in wanted) > 5
    near = {line.split()[0]: line.split()[2] for line in wanted if "nearCopyOf" in line}
    assert len(near) == 4 and len(set(near.values())) == 2


def people() -> list[Reading]:
    """Unknown actors that are one, that are not, and whose names run into each other."""
    company = ("iran", "iraq")
    told = [
        ("Zodwa Makhathini", "ZAF", company),
        ("Zodwa Makhathini", "ZAF", ()),
        ("Zodwa Makatini", "ZAF", ("iran",)),
        ("Zodwa Makhathini", "KEN", company),
        ("Zodwa Makhathini", None, company),
        ("Zodwa Makhathini ZAF", None, ("iraq",)),
        ("Z. Makhathini", None, ()),
        ("Thandi Mkhize", "ZAF", ()),
        ("Mr. X of Beijing", None, ("iran",)),
        ("Mahmoud Ahmadi Nezhad", "IRN", ("iraq",)),
        ("Mahmoud Ahmadinezhad", "IRN", ()),
        ("protesters", None, company),
        ("protesters", None, company),
        ("Iranian protesters", "IRN", ("iraq",)),
        ("Iranian protesters", "IRN", ()),
        ("Republic of Nowhere", "NWH", ("iran",)),
        ("Nowhere's envoy", "NWH", ("iran",)),
    ]
    kinds = {"protesters": Kind.GROUP, "Iranian protesters": Kind.GROUP}
    kinds |= {"Republic of Nowhere": Kind.STATE}
    found = [person(n, t, kinds.get(t[0], Kind.PERSON)) for n, t in enumerate(told, 1)]
    return [*found, *officers()]


def wires() -> Iterator[Reading]:
    """A story as papers print it, each with fewer of its words, the last two months later."""
    words = [f"word{n}" for n in range(120)]
    days = (None, "2024-03-05", "2024-03-10", "2024-03-16", "2024-05-01", "2024-05-04")
    for number, day in enumerate(days):
        sentence = "Kenya urges Fiji to sign."
        own = " ".join([sentence, *words[12 * number :], *(f"more{n}" for n in range(12 * number))])
        document = Document(own, f"wire/{number}", published=day, source=f"Paper {number % 4}")
        kenya = Actor("kenya", "Kenya", Kind.STATE, "KEN")
        fiji = Actor("fiji", "Fiji", Kind.STATE, "FJI")
        told = relation(document, sentence, "urges", (kenya, "Kenya"), (fiji, "Fiji"), "urges")
        yield Reading(document, (told,), (), (kenya, fiji))


def officers() -> Iterator[Reading]:
    """One person's posts, told over years, known and unknown."""
    for number, day in enumerate(("2001-01-05", "2001-09-05", "2002-05-05", "2009", None)):
        text = f"Foreign minister Zodwa Makhathini spoke in part {number}."
        document = Document(text, path=f"posts/{number}", published=day)
        who = Actor("zodwa-makhathini", "Zodwa Makhathini", Kind.PERSON, "ZAF")
        xi = Actor("xi-jinping", "Xi Jinping", Kind.PERSON, "CHN")
        ministry = Actor("ministry", f"Ministry {number}", Kind.ORGANISATION, "ZAF")
        china = Actor("china", "China", Kind.STATE, "CHN")
        posts = (
            PostClaim(who, f"minister {number}", "minister", ministry, 0, 16),
            PostClaim(xi, "president", "president", china, 0, 7),
        )
        yield Reading(document, (), posts, (who, ministry, xi, china))


def derive(spark: SparkSession, asked: JobOptions, quads: dict[str, str]) -> set[str]:
    """The derived graph that the job makes of documents which are read already."""
    work = Work(Hadoop(spark), asked.output, "0" * 64)
    given = knowledge_of(asked, ReaderVersion("1"))
    bucket = Path(work.path("readings")) / "bucket=0"
    bucket.mkdir(parents=True)
    read = [{"graph": graph, "quads": lines, "lines": 1} for graph, lines in quads.items()]
    columns = pa.schema([field for field in READING if field.name != "bucket"])
    pq.write_table(pa.Table.from_pylist(read, schema=columns), bucket / "part.parquet")
    Path(work.path("entries")).mkdir()
    pq.write_table(ENTRY.empty_table(), Path(work.path("entries")) / "part.parquet")
    for stage in ("entries", "documents", "readings-00000"):
        work.once(stage, lambda: {"entries": len(quads), "partitions": 1})
    Job(spark, work, asked, given, []).counts()
    folder = Path(work.path("results")) / "graph" / "derived"
    files = folder.glob("*.nq.gz")
    return {
        line for f in files for line in gzip.open(f, "rt", encoding="utf-8").read().splitlines()
    }


def test_web_archives_give_the_graph_of_the_single_machine(
    spark: SparkSession, tmp_path: Path
) -> None:
    path = tmp_path / "news.warc.gz"
    paragraphs = {
        "expels": "India expelled a Canadian diplomat on Tuesday, a day after Canada accused India "
        "of having had a hand in the killing of a Sikh leader. The dispute is the worst between "
        "the two countries in years, and diplomats on both sides said it would not end soon.",
        "urges": "China urged the United States on Friday not to sell weapons to Taiwan. Foreign "
        "Ministry spokeswoman Mao Ning accused Washington of interfering in the affairs of China "
        "and said that relations between the two countries would suffer from such a step.",
    }
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for name, text in paragraphs.items():
            page = f"<html><body><article><h1>{name}</h1><p>{text}</p></article></body></html>"
            record(writer, name, "200 OK", "text/html; charset=utf-8", page.encode())
        record(writer, "picture", "200 OK", "image/png", bytes(range(256)) * 4)
        record(writer, "gone", "404 Not Found", "text/html", b"<p>gone</p>")
        record(writer, "news", "200 OK", "text/html", FRENCH.encode())
        record(writer, "bare", "200 OK", "text/html", b"<html><body></body></html>")
    found = run(spark, options(path, tmp_path / "out"))
    single = diplograph.build([path])
    assert graph_of_results(tmp_path / "out") == graph_of_store(single.store)
    counted = found["counters"]
    assert counted["documents_read"] == len(paragraphs)
    assert (counted["bad_records"], counted["skipped_records"]) == (2, 2)
    told = sorted(row["record_id"] for row in bad_records(tmp_path / "out"))
    assert told == [address("bare"), address("news")]


def address(name: str) -> str:
    return f"https://news.example/{name}"


def record(writer: Any, name: str, status: str, kind: str, body: bytes) -> None:
    headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            address(name), "response", payload=io.BytesIO(body), http_headers=headers
        )
    )


def test_a_file_that_breaks_off_is_told(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = json.dumps({"text": "China urged the United States not to sell weapons to Taiwan."})
    (folder / "good.jsonl").write_text(text, encoding="utf-8")
    lines = [json.dumps({"text": f"Iran warned Israel in the case of {n}."}) for n in range(300)]
    packed = gzip.compress("\n".join(lines).encode())
    cut = packed[: len(packed) // 2]
    (folder / "cut file.jsonl.gz").write_bytes(cut)
    before = zlib.decompressobj(31).decompress(cut).count(b"\n")
    found = run(spark, options(folder, tmp_path / "out"))
    splits = {Path(split["path"]).name: split for split in found["splits"]}
    assert splits["good.jsonl"]["documents"] == 1
    assert splits["cut file.jsonl.gz"]["bad_records"] >= 1
    assert "broken" in splits["cut file.jsonl.gz"]
    assert 0 < splits["cut file.jsonl.gz"]["documents"] <= before


def test_what_cannot_be_done_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "notes.doc").write_bytes(b"x")
    with pytest.raises(SourceError, match=r"no file that the job reads"):
        run(spark, options(tmp_path / "notes.doc", tmp_path / "out"))
    with pytest.raises(SourceError, match=r"nowhere: no such file"):
        run(spark, options(tmp_path / "nowhere", tmp_path / "out"))
    with pytest.raises(SourceError, match=r"'csv' is unknown; allowed: jsonl, parquet, warc"):
        JobOptions(("x",), "out", "csv")
    (tmp_path / "blank.jsonl").write_text("\n\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no document could be read"):
        run(spark, options(tmp_path / "blank.jsonl", tmp_path / "out"))
    assert not (tmp_path / "out" / "manifest.json").exists()
