"""The command line end to end: every command, its formats, its exit codes, its errors."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import networkx as nx
import pytest
import rdflib
import typer
from conftest import ROWS, URGES, Built, Cli, write_sources

from diplograph.cli.app import app
from diplograph.documents import read_sources
from diplograph.export import FORMATS
from diplograph.query import saved_queries
from diplograph.records import Document

SCRIPT = Path(sys.executable).parent / "diplograph"
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]

# The relation record, as the README lists it.
RECORD = {
    *("id", "path", "record_id", "document", "title", "published", "relation", "type"),
    *("source", "target", "status", "reciprocal", "attributed_to", "factual", "topic", "date"),
    "contexts",
    *("place", "trigger", "trigger_start", "trigger_end", "sentence", "start", "end"),
    *("confidence", "rule"),
}
ACTOR = {"iri", "name", "kind", "state"}
END = ACTOR | {"mention", "start", "end"}


def lines_of(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def triples_of(text: str) -> set[tuple[str, str, str]]:
    return {(r["source"]["name"], r["relation"], r["target"]["name"]) for r in lines_of(text)}


# help


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(cli: Cli, command: str) -> None:
    ended = cli(command, "--help")
    assert ended.code == 0
    assert f"Example: diplograph {command}" in " ".join(ended.out.split())


def test_help_lists_every_command(cli: Cli) -> None:
    known = {"build", "extract", "explain", "query", "queries", "export", "validate", "actors"}
    assert set(COMMANDS) == known | {"evaluate", "info", "merge", "ontology", "review", "serve"}
    for words in ([], ["--help"]):
        ended = cli(*words)
        assert ended.code == 0
        assert "Example:" in ended.out
        assert all(f"  {command} " in ended.out for command in COMMANDS)


def test_version_is_that_of_the_package(cli: Cli) -> None:
    ended = cli("--version")
    assert (ended.code, ended.out) == (0, f"diplograph {metadata.version('diplograph')}\n")


def test_console_script_is_installed() -> None:
    ended = subprocess.run([SCRIPT, "--help"], capture_output=True, text=True, check=True)
    assert "Usage: diplograph" in ended.stdout


def test_without_spark_the_extra_is_named() -> None:
    program = (
        "import sys\nsys.modules.update(pyspark=None, py4j=None)\n"
        "from diplograph.spark.cli import main\nmain(['x.jsonl', '-o', 'out'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "pip install 'diplograph[spark]'" in ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("diplograph ex", {"extract", "explain", "export"}),
        ("diplograph query --saved who-u", {"who-urges-whom"}),
        ("diplograph review --draw ", {"sample", "unsure", "all"}),
    ],
)
def test_the_shell_completes_without_loading_the_pipeline(typed: str, wanted: set[str]) -> None:
    program = (
        "import atexit, os, sys\nfrom diplograph.cli import main\n"
        "atexit.register(lambda: os._exit(3) if 'spacy' in sys.modules else None)\nmain([])"
    )
    asked = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    environment = {**os.environ, **asked, "_DIPLOGRAPH_COMPLETE": "complete_bash"}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, set(ended.stdout.split())) == (0, wanted), ended.stderr


def test_completion_can_be_installed(tmp_path: Path) -> None:
    # told rather than found: typer looks for a shell above the process, and CI has none there
    told = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    environment = {**os.environ, **told, "HOME": str(tmp_path)}
    subprocess.run(
        [SCRIPT, "--install-completion", "bash"], env=environment, capture_output=True, check=True
    )
    (script,) = tmp_path.glob(".bash_completions/*.sh")
    assert "_DIPLOGRAPH_COMPLETE" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words", [["--help"], ["build", "--help"], ["queries"], ["query", "ASK { ?s ?p ?o }"]]
)
def test_spacy_is_not_imported_where_no_text_is_read(words: list[str], built: Built) -> None:
    if words[0] == "query":
        words = [*words, "-g", str(built.store)]
    program = (
        "import sys\nfrom diplograph.cli import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "sys.exit('spacy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)


# build


def test_build_of_a_folder(cli: Cli, tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "texts")
    ended = cli("build", sources, "-o", tmp_path / "out")
    assert (ended.code, ended.err) == (0, "")
    assert "5 in = 5 built + 0 unchanged + 0 refused" in ended.out
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "graph.ttl",
        "graph.html",
        "relations.csv",
        "summary.json",
        "report.html",
        "errors.jsonl",
        "store",
        ".written.json",
    }
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    assert len(summary["documents"]) == 5
    assert summary["refused"] == 0
    assert summary["events_by_status"]["actual"] >= 4
    titles = {d["title"]: d["published"] for d in summary["documents"]}
    assert titles["China urges restraint"] == "2023-03-03"
    assert titles["Macron receives Scholz"] == "2023-01-23"
    assert titles["India expels diplomat"] == "2023-09-19"


def test_build_of_globs_gzip_and_standard_input(cli: Cli, tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "texts")
    packed = tmp_path / "packed.txt.gz"
    packed.write_bytes(gzip.compress(b"Russia threatened Finland on Monday."))
    ended = cli(
        *("build", sources / "*.md", packed, "-", "-o", tmp_path / "out", "--date", "2024-05-06"),
        stdin="Poland expelled a Russian diplomat.",
    )
    assert (ended.code, ended.err) == (0, "")
    assert "3 in = 3 built" in ended.out
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    days = sorted(d["published"] for d in summary["documents"])
    assert days == ["2023-01-23", "2024-05-06", "2024-05-06"]


def test_build_with_store_and_base(cli: Cli, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(URGES, encoding="utf-8")
    store, out = tmp_path / "my-store", tmp_path / "out"
    for base in ("https://example.org/", "https://example.net/"):
        ended = cli("build", text, "--store", store, "-o", out, "--base", base, "--prune")
        assert ended.code == 0
        assert not (out / "store").exists()
        found = cli("query", "-g", store, "--format", "csv", "SELECT ?d { ?d a dg:Document }")
        # A second base replaces the first one's graphs.
        assert found.out.splitlines()[1:] == [f"{base}{Document(_text(text)).id}"]


def _text(path: Path) -> str:
    (document,) = read_sources([str(path)])
    assert isinstance(document, Document)
    return document.text


def test_build_of_rows_by_named_fields(cli: Cli, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(ROWS, encoding="utf-8")
    fields = ("--text-field", "story", "--id-field", "key", "--date-field", "day")
    ended = cli("extract", rows, *fields, "--title-field", "head")
    assert ended.code == 0
    found = {(r["record_id"], r["published"], r["title"]) for r in lines_of(ended.out)}
    assert found == {("r1", "2024-03-13", "Refinery"), ("r2", "2024-03-14", "Missiles")}


def test_one_unreadable_source_gives_1_and_the_rest_is_built(cli: Cli, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(URGES, encoding="utf-8")
    ended = cli("build", tmp_path / "nothing.txt", text, "-o", tmp_path / "out")
    assert ended.code == 1
    assert ended.err == f"{tmp_path / 'nothing.txt'}: no such file or folder\n"
    assert "2 in = 1 built + 0 unchanged + 1 refused" in ended.out
    assert (tmp_path / "out/graph.ttl").stat().st_size > 1000


def test_where_nothing_can_be_read_the_last_build_stays(cli: Cli, tmp_path: Path) -> None:
    text, out = tmp_path / "a.txt", tmp_path / "out"
    text.write_text(URGES, encoding="utf-8")
    assert cli("build", text, "-o", out).code == 0
    before = (out / "graph.ttl").read_bytes()
    (tmp_path / "empty").mkdir()
    for source in ("nothing*", "empty"):
        ended = cli("build", tmp_path / source, "-o", out)
        assert (ended.code, ended.out) == (1, "")
        assert "diplograph: no document could be read; the graph is left as it is\n" in ended.err
        assert (out / "graph.ttl").read_bytes() == before
        asked = cli("query", "-g", out, "ASK { id:china dg:urges id:united-states }")
        assert asked.out == "yes\n"


def test_broken_row_is_told_with_its_line(cli: Cli, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"text": "France thanked Spain."}\n{"text": \n', encoding="utf-8")
    ended = cli("extract", rows)
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith(f"{rows}:2: not valid JSON")


def test_quiet_prints_nothing(cli: Cli, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(URGES, encoding="utf-8")
    for words in (("--quiet", "build", text), ("build", text, "-q")):
        ended = cli(*words, "-o", tmp_path / "out")
        assert (ended.code, ended.out, ended.err) == (0, "", "")


# wrong use


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nonsense"], "nonsense"),
        (["build"], "SOURCE"),
        (["build", "x.txt", "--colour"], "--colour"),
        (["build", "x.txt", "--base", "no iri"], "'no iri'"),
        (["build", "x.txt", "--date", "yesterday"], "'yesterday'"),
        (["extract", "x.txt", "--format", "xml"], "xml"),
        (["extract", "x.txt", "--pipeline", "no_such_pipeline"], "no_such_pipeline"),
        (["extract", "x.txt", "--min-confidence", "2"], "min-confidence"),
        (["explain", "He spoke.", "--date", "2023-13-01"], "2023-13-01"),
        (["query"], "--saved"),
        (["query", "ASK {}", "-p", "a=b"], "--saved"),
        (["query", "ASK {}"], "diplograph build"),
        (["query", "-g", "nowhere", "ASK {}"], "nowhere"),
        (["query", "--file", "nowhere.rq"], "nowhere.rq"),
        (["query", "-g", "GRAPH", "SELECT"], "SPARQL"),
        (["query", "-g", "GRAPH", "DELETE WHERE { ?s ?p ?o }"], "DELETE"),
        (["query", "-g", "GRAPH", "--saved", "nonsense"], "nonsense"),
        (["query", "-g", "GRAPH", "--saved", "what-did-x-do-to-y"], "-p x="),
        (["query", "-g", "GRAPH", "--saved", "posts", "-p", "person"], "key=value"),
        (["query", "-g", "GRAPH", "--saved", "posts", "-p", "person=Nobody Atall"], "Nobody"),
        (["query", "-g", "GRAPH", "SELECT ?s { ?s ?p ?o }", "--format", "ttl"], "ttl"),
        (["export", "--format", "ttl"], "--output"),
        (["export", "-g", "GRAPH", "--format", "ttl", "-o", "/dev/null/x.ttl"], "/dev/null/x.ttl"),
        (["validate", "-g", "nowhere.ttl"], "nowhere.ttl"),
        (["actors", "Blinken", "--at", "soon"], "soon"),
        (["evaluate", "poems", "x"], "poems"),
        (["evaluate", "pairs", "nowhere.tsv"], "nowhere.tsv"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_use_gives_2_and_one_clear_line(
    cli: Cli,
    built: Built,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [str(built.exports / "graph.ttl") if word == "GRAPH" else word for word in words]
    ended = cli(*words)
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith("diplograph: ")
    assert told in ended.err


def test_traceback_only_with_debug(tmp_path: Path) -> None:
    words = [SCRIPT, "query", "-g", tmp_path / "nowhere", "ASK {}"]
    plain = subprocess.run(words, capture_output=True, text=True, check=False)
    assert plain.returncode == 2
    assert plain.stderr == f"diplograph: {tmp_path / 'nowhere'}: there is no such store or file\n"
    debug = subprocess.run([*words, "--debug"], capture_output=True, text=True, check=False)
    assert "Traceback" in debug.stderr


def test_a_fault_of_our_own_is_one_line_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("diplograph.query.saved_queries", fail)
    ended = cli("queries")
    assert ended.code == 2
    assert ended.err.startswith("diplograph: RuntimeError: two lines (")
    with pytest.raises(RuntimeError):
        cli("queries", "--debug")


def test_a_reader_that_goes_away_is_no_error(built: Built) -> None:
    words = f"'{SCRIPT}' query -g '{built.store}' 'SELECT * {{ ?s ?p ?o }}' | head -n 1"
    ended = subprocess.run(
        ["bash", "-o", "pipefail", "-c", words], capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""


def test_output_is_utf8_whatever_the_locale(built: Built) -> None:
    query = 'SELECT (CONCAT("Erdo", "ğan") AS ?name) {}'
    ended = subprocess.run(
        [SCRIPT, "query", "-g", built.store, query],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert "Erdoğan" in ended.stdout.decode("utf-8")


# extract


def test_extract_gives_the_record(cli: Cli, built: Built) -> None:
    ended = cli("extract", built.sources)
    assert (ended.code, ended.err) == (0, "")
    records = lines_of(ended.out)
    found = triples_of(ended.out)
    assert ("China", "urges", "United States") in found
    assert ("Iran", "threatens", "Israel") in found
    for record in records:
        assert set(record) == RECORD
        assert set(record["source"]) == set(record["target"]) == END
        assert record["attributed_to"] is None or set(record["attributed_to"]) == ACTOR
        assert record["status"] in {"actual", "planned", "hypothetical", "negated"}
        assert isinstance(record["factual"], bool)
        assert isinstance(record["reciprocal"], bool)
        assert 0 <= record["confidence"] <= 1
        assert round(record["confidence"], 2) == record["confidence"]


def test_offsets_count_characters_of_the_text(cli: Cli, built: Built) -> None:
    texts = {(d.path, d.record_id): d.text for d in read_sources([str(built.sources)])}  # type: ignore[union-attr]
    for record in lines_of(cli("extract", built.sources).out):
        text = texts[record["path"], record["record_id"]]
        assert text[record["start"] : record["end"]] == record["sentence"]
        assert text[record["trigger_start"] : record["trigger_end"]] == record["trigger"]
        for end in (record["source"], record["target"]):
            assert text[end["start"] : end["end"]] == end["mention"]


def test_ids_are_stable_and_distinct(cli: Cli, built: Built, tmp_path: Path) -> None:
    first = [r["id"] for r in lines_of(cli("extract", built.sources).out)]
    moved = shutil.copytree(built.sources, tmp_path / "elsewhere")
    second = [r["id"] for r in lines_of(cli("extract", moved).out)]
    assert first == second
    assert len(set(first)) == len(first) > 5


def test_extract_csv_is_the_record_spread_out(cli: Cli, built: Built) -> None:
    records = lines_of(cli("extract", built.sources).out)
    out = cli("extract", built.sources, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    for row, record in zip(rows, records, strict=True):
        assert row["source_iri"] == record["source"]["iri"]
        assert int(row["target_end"]) == record["target"]["end"]
        assert row["factual"] == str(record["factual"]).lower()
    exported = (built.exports / "relations.csv").read_text(encoding="utf-8")
    assert next(csv.reader(io.StringIO(exported))) == list(rows[0])


def test_extract_csv_without_relations_is_a_header(cli: Cli) -> None:
    ended = cli("extract", "-", "--format", "csv", stdin="It rained.")
    assert ended.code == 0
    assert ended.out.startswith('"id","path"')
    assert len(ended.out.splitlines()) == 1


def test_min_confidence(cli: Cli, built: Built) -> None:
    records = lines_of(cli("extract", built.sources).out)
    least = max(record["confidence"] for record in records)
    kept = lines_of(cli("extract", built.sources, "--min-confidence", least).out)
    assert kept == [record for record in records if record["confidence"] >= least]


# query, queries


def test_query_inline_and_from_a_file(cli: Cli, built: Built, tmp_path: Path) -> None:
    text = "SELECT ?a ?b { ?a dg:urges ?b }"
    file = tmp_path / "q.rq"
    file.write_text(text, encoding="utf-8")
    inline = cli("query", "-g", built.store, text)
    assert inline == cli("query", "-g", built.store, "--file", file)
    assert "id:china" in inline.out
    assert "id:united-states" in inline.out
    assert inline.out.endswith("1 row\n")


def test_query_takes_the_last_build_by_default(
    cli: Cli, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.exports.parent)
    assert cli("query", "ASK { id:china dg:urges id:united-states }").out == "yes\n"


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nq", "graph.jsonld"])
def test_query_of_a_file(cli: Cli, built: Built, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    form = file.suffix.removeprefix(".")
    assert cli("export", "-g", built.store, "--format", form, "-o", file).code == 0
    assert cli("query", "-g", file, "ASK { id:china dg:urges id:united-states }").out == "yes\n"


def test_query_formats(cli: Cli, built: Built) -> None:
    where = "{ ?a dg:urges ?b }"
    china, usa = (f"https://w3id.org/diplograph/id/{name}" for name in ("china", "united-states"))
    out = {
        form: cli("query", "-g", built.store, "--format", form, f"SELECT ?a ?b {where}").out
        for form in ("table", "csv", "json")
    }
    assert "id:china" in out["table"]
    assert list(csv.reader(io.StringIO(out["csv"]))) == [["a", "b"], [china, usa]]
    (row,) = json.loads(out["json"])["results"]["bindings"]
    assert (row["a"]["value"], row["b"]["value"]) == (china, usa)
    turtle = cli("query", "-g", built.store, "--format", "ttl", f"CONSTRUCT {where} WHERE {where}")
    graph = rdflib.Graph().parse(data=turtle.out, format="turtle")
    assert [(str(s), str(o)) for s, _, o in graph] == [(china, usa)]


def test_saved_query_with_parameters(cli: Cli, built: Built) -> None:
    words = ("query", "-g", built.store, "--format", "csv", "--saved", "what-did-x-do-to-y")
    ended = cli(*words, "-p", "x=China", "-p", "y=united states")
    assert ended.code == 0
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert ("China", "urges", "United States", "actual") in {
        (row["source"], row["relation"], row["target"], row["status"]) for row in rows
    }
    # What looks like SPARQL is only a text.
    ended = cli(*words, "-p", "x=China", "-p", "y=China } ; DELETE {")
    assert ended.code == 2


@pytest.mark.parametrize("name", sorted(saved_queries()))
def test_every_saved_query_runs(cli: Cli, built: Built, name: str) -> None:
    values = {"actor": "China", "relation": "urges", "date": "2020-01-01", "number": "0.5"}
    values["iri"] = "https://w3id.org/diplograph/id/event/0000000000000000"
    given = [f"-p{p.name}={values.get(p.kind, 'weapons')}" for p in saved_queries()[name].params]
    ended = cli("query", "-g", built.store, "--saved", name, *given)
    assert (ended.code, ended.err) == (0, "")
    assert "row" in ended.out


def test_queries_lists_every_saved_query_with_its_parameters(cli: Cli) -> None:
    out = cli("queries").out
    assert len(saved_queries()) >= 8
    for name, query in saved_queries().items():
        assert f"{name}: {query.title}" in out
        _, _, after = out.partition(f"{name}: {query.title}\n")
        for line, param in zip(after.splitlines(), query.params, strict=False):
            assert line.startswith(f"    -p {param.name}=...  {param.description} ({param.kind}, ")


# export, validate


@pytest.mark.parametrize("form", [*FORMATS, "html"])
def test_export(cli: Cli, built: Built, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"graph.{form}"
    ended = cli("export", "-g", built.store, "--format", form, "-o", file)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    data = file.read_bytes()
    cli("export", "-g", built.store, "--format", form, "-o", file)
    assert file.read_bytes() == data
    text = data.decode("utf-8")
    if form == "html":
        assert text.lower().startswith("<!doctype html>")
        assert "China" in text
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert any(r["relation"] == "urges" and r["source_name"] == "China" for r in rows)
    elif form == "events":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert any(r["source"] == "China" and r["type"] == "REQUEST" for r in rows)
    elif form in {"graphml", "gexf"}:
        reader = nx.read_graphml if form == "graphml" else nx.read_gexf
        assert reader(file).number_of_edges() > 5
    else:
        assert cli("query", "-g", file, "ASK { id:china dg:urges id:united-states }").out == "yes\n"


def test_every_format_of_export_is_tested() -> None:
    known = {"ttl", "trig", "nt", "nq", "jsonld", "html", "graphml", "gexf", "csv", "events"}
    assert {*FORMATS, "html"} == known


def test_validate(cli: Cli, built: Built, tmp_path: Path) -> None:
    ended = cli("validate", "-g", built.store)
    assert (ended.code, ended.out) == (0, "conforms\n")
    lines = tmp_path / "graph.nt"
    cli("export", "-g", built.store, "--format", "nt", "-o", lines)
    kept = [x for x in lines.read_text(encoding="utf-8").splitlines() if "#anchorOf>" not in x]
    lines.write_text("\n".join(kept) + "\n", encoding="utf-8")
    ended = cli("validate", "-g", lines)
    assert ended.code == 1
    assert "anchorOf" in ended.out


def test_validate_of_nothing_is_wrong_use(cli: Cli, tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("", encoding="utf-8")
    ended = cli("validate", "-g", empty)
    assert (ended.code, ended.err) == (2, f"diplograph: {empty}: holds no statements\n")


# explain, actors, info


def test_explain(cli: Cli) -> None:
    sentence = "Mao Ning urged Washington not to cross the line."
    out = cli("explain", sentence).out
    assert "'Washington' -> United States" in out
    assert "fired verb:urge" in out
    assert "Mao Ning --urges--> United States [REQUEST, actual]" in out
    data = json.loads(cli("explain", sentence, "--json").out)
    assert set(data) == {
        "text",
        "versions",
        "tokens",
        "mentions",
        "triggers",
        "relations",
        "left_out",
    }
    (relation,) = data["relations"]
    assert set(relation) == RECORD
    assert sentence[relation["start"] : relation["end"]] == sentence


def test_explain_of_nothing(cli: Cli) -> None:
    ended = cli("explain", "It rained.")
    assert ended.code == 0
    assert "none" in ended.out


def test_actors(cli: Cli) -> None:
    then = cli("actors", "the German chancellor", "--at", "2019-05-01")
    assert then.code == 0
    assert "angela-merkel" in then.out
    now = cli("actors", "the German chancellor", "--at", "2023-05-01")
    assert "olaf-scholz" in now.out
    assert "by capital" in cli("actors", "Washington").out
    assert "nobody" in cli("actors", "the weather").out


def test_info(cli: Cli) -> None:
    out = cli("info").out
    for word in ("diplograph", "pipeline", "lexicon", "gazetteer", "ontology"):
        assert word in out
    data = json.loads(cli("info", "--json").out)
    assert data["versions"]["diplograph"]
    assert data["lexicon"]["frames"] >= 300
    assert data["gazetteer"]["states"] >= 190
    assert data["pipeline"]["sources"]


# evaluate

PAIRS = (
    "id\tsentence\tmarked_sentence\tsource\ttarget\tplover_type\tpenta_class\n"
    "0\tChina urged Japan to talk.\t<s>China</s> urged <t>Japan</t> to talk.\tChina\tJapan\t"
    "REQUEST\t3\n"
    "1\tIran threatened Israel.\t<s>Iran</s> threatened <t>Israel</t>.\tIran\tIsrael\tTHREATEN\t3\n"
)
GOLD = {
    "date": "2023-03-03",
    "relations": [
        {
            "source": "China",
            "source_state": "CHN",
            "target": "Japan",
            "target_state": "JPN",
            "type": "REQUEST",
            "status": "actual",
            "trigger": "urged",
            "evidence": "China urged Japan on Friday to resume talks.",
            "sure": True,
        }
    ],
}
ENTITIES = "China\tB-LOC\nthanked\tO\nJohn\tB-PER\nSmith\tI-PER\n.\tO\n\n"
SYNTAX = """# text = China urged Japan.
1\tChina\tChina\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
2\turged\turge\tVERB\tVBD\t_\t0\troot\t_\t_
3\tJapan\tJapan\tPROPN\tNNP\t_\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


def _score(cli: Cli, task: str, path: Path) -> dict[str, object]:
    ended = cli("evaluate", task, path, "--json")
    assert (ended.code, ended.err) == (0, "")
    readable = cli("evaluate", task, path)
    assert readable.code == 0
    data: dict[str, object] = json.loads(ended.out)
    assert all(str(key) in readable.out for key in data)
    return data


def test_evaluate_pairs(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text(PAIRS, encoding="utf-8")
    data = _score(cli, "pairs", file)
    keys = {"n", "macro_f1", "accuracy", "quad_macro_f1", "quad_accuracy", "per_type"}
    assert set(data) == keys
    assert data["n"] == 2
    assert set(data["per_type"]["REQUEST"]) == {"p", "r", "f1", "n"}
    assert data["accuracy"] == 1.0


def test_evaluate_relations(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("China urged Japan on Friday to resume talks.\n", "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(GOLD), encoding="utf-8")
    data = _score(cli, "relations", tmp_path)
    scores = {"precision", "recall", "f1"}
    assert scores | {"n_gold_sure", "n_predicted", "with_status", "strict"} == set(data)
    assert scores <= set(data["with_status"])
    assert scores <= set(data["strict"])
    assert (data["n_gold_sure"], data["recall"]) == (1, 1.0)


def test_evaluate_entities(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "gold.iob2"
    file.write_text(ENTITIES, encoding="utf-8")
    data = _score(cli, "entities", file)
    assert set(data) == {"precision", "recall", "f1", "per_label"}
    assert set(data["per_label"]) <= {"PER", "ORG", "LOC"}


def test_evaluate_syntax(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "gold.conllu"
    file.write_text(SYNTAX, encoding="utf-8")
    data = _score(cli, "syntax", file)
    parts = ("tokens", "sents", "xpos", "upos", "lemmas", "uas", "las")
    assert set(data) == {f"{part}_f1" for part in parts}
    assert data["tokens_f1"] == 1.0


def test_evaluate_of_malformed_gold_names_the_file(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "bad.tsv"
    file.write_text("a\tb\n1\t2\n", encoding="utf-8")
    ended = cli("evaluate", "pairs", file)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert str(file) in ended.err
