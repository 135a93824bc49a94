"""The pages of docs/: their blocks run, their pictures are current, their lists are whole."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
import runpy
import shlex
import tomllib
from pathlib import Path

import pytest
import readme_blocks
import yaml
from conftest import Cli
from test_cli import RECORD

from diplograph.documents.files import KINDS
from diplograph.documents.rows import COMMON
from diplograph.event_table import EVENT_FIELDS
from diplograph.lexicon import (
    COMPLEMENTS,
    FRAME_COLUMNS,
    LIGHT_VERB_COLUMNS,
    OPERATOR_COLUMNS,
    Control,
    Effect,
)
from diplograph.ontology import load_ontology
from diplograph.relations_table import FIELDS
from diplograph.versions import pipeline_meta

ROOT = readme_blocks.ROOT
DOCS = ROOT / "docs"
RUN = {"console", "python", "sparql"}
DATA = {"csv", "ini", "json", "text", "turtle"}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
needs_graph = pytest.mark.skipif(
    not (ROOT / "exports/graph.ttl").is_file(), reason="needs exports/: `make graph`"
)


def named(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def words_of(text: str) -> set[str]:
    """What stands in backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def paths(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(DOCS)) for page in pages]


@pytest.mark.parametrize("page", paths(readme_blocks.PAGES))
def test_blocks_are_of_known_kinds(page: str) -> None:
    text = named(page)
    found = readme_blocks.blocks(text)
    assert text.count("```") == 2 * len(found)
    assert {block.kind for block in found} <= RUN | DATA


HAVE_BLOCKS = [
    page
    for page in readme_blocks.PAGES
    # tests/test_adding_a_relation.py follows this one, and looks at what comes out
    if page.name != "adding-a-relation.md"
    and any(b.is_run and b.kind in RUN for b in readme_blocks.blocks(page.read_text("utf-8")))
]


@needs_graph
@pytest.mark.parametrize("page", paths(HAVE_BLOCKS))
def test_every_block_runs_and_answers_as_it_says(
    page: str, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def program(words: list[str], folder: Path) -> str:
        monkeypatch.chdir(folder)
        ended = cli(*words)
        gc.collect()  # closes the store, as the end of a process does
        assert ended.code == 0, (words, ended.err)
        return ended.out

    readme_blocks.prepare(tmp_path)
    for block, answer in readme_blocks.run_blocks(named(page), tmp_path, program):
        if block.answers:
            assert readme_blocks.steady(block.body) == readme_blocks.steady(answer), (
                "the answers are stale: run `make readme`"
            )


def test_a_block_is_marked_only_with_a_reason() -> None:
    for page in (readme_blocks.README, *readme_blocks.PAGES):
        for mark, reason in re.findall(
            r"<!-- (not run|run apart|any answer)(.*?)-->", page.read_text(encoding="utf-8")
        ):
            assert reason.startswith(":") or mark == "run apart", page


# Pictures


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    module = runpy.run_path(str(DOCS / "pictures" / "draw.py"))
    return {name: draw() for name, draw in module["PICTURES"].items()}


@pytest.mark.parametrize("name", ["parse.svg", "event.svg"])
def test_drawings_are_current(drawn: dict[str, str], name: str) -> None:
    assert named(f"pictures/{name}") == drawn[name], "run: python docs/pictures/draw.py"


def test_every_picture_is_shown_and_small() -> None:
    text = "".join(
        p.read_text(encoding="utf-8") for p in (readme_blocks.README, *DOCS.rglob("*.md"))
    )
    for picture in (DOCS / "pictures").glob("*.[ps][nv]g"):
        assert f"pictures/{picture.name})" in text, picture.name
        assert picture.stat().st_size < 300_000, picture.name


def test_the_frame_that_the_explanation_shows_is_in_the_lexicon() -> None:
    page = named("explanation/sentence-to-edge.md")
    header, row = re.findall(r"^\| (lemma .*|`urge` .*) \|$", page, re.MULTILINE)
    names = header.split(" | ")
    cells = [cell.strip("`") for cell in row.split(" | ")]
    table = (ROOT / "ontology/lexicon/frames.tsv").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    shown = dict(zip(names, cells, strict=True))
    assert any(shown.items() <= known.items() for known in rows)


# Reference


def test_every_field_of_the_record_is_told() -> None:
    page = named("reference/records.md")
    section = page.partition("## The fields")[2].partition("\n## ")[0]
    assert words_of(section) >= RECORD
    assert words_of(page) >= {name for name in FIELDS if not name.startswith("target_")}


def test_every_column_of_the_event_table_is_told() -> None:
    section = named("exports.md").partition("## Event table")[2].partition("\n## ")[0]
    assert words_of(section) >= set(EVENT_FIELDS)


def test_every_source_and_column_name_is_told() -> None:
    page = named("reference/sources.md")
    assert words_of(page) >= set(KINDS)
    assert words_of(page) >= {name for names in COMMON.values() for name in names.split()}


def test_every_column_and_word_of_the_lexicon_is_told() -> None:
    page = words_of(named("reference/lexicon.md"))
    assert page >= {*FRAME_COLUMNS, *OPERATOR_COLUMNS, *LIGHT_VERB_COLUMNS}
    assert page >= {*filter(None, COMPLEMENTS), *Effect, *Control}
    for table in (ROOT / "ontology/lexicon").glob("*.tsv"):
        assert f"[{table.name}](../../ontology/lexicon/{table.name})" in named(
            "reference/lexicon.md"
        )


def test_every_table_of_the_gazetteer_is_told() -> None:
    folder = ROOT / "ontology/gazetteer"
    page = words_of((folder / "README.md").read_text(encoding="utf-8"))
    assert page >= {table.name for table in folder.glob("*.csv")}


# The notebook


@needs_graph
def test_the_notebook_runs_and_says_what_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat")
    monkeypatch.syspath_prepend(DOCS / "tutorials")
    notebooks = runpy.run_path(str(DOCS / "tutorials" / "notebooks.py"))
    assert notebooks["NOTEBOOKS"]
    for path in notebooks["NOTEBOOKS"]:
        stored = nbformat.read(path, as_version=4)
        assert said(notebooks["run"](path)) == said(stored), "run: make readme"
        assert sum("image/png" in data for data in shown(stored)) == 2


def shown(notebook: dict[str, object]) -> list[dict[str, str]]:
    return [
        output["data"]
        for cell in notebook["cells"]  # type: ignore[attr-defined]
        for output in cell.get("outputs", [])
        if "data" in output
    ]


def said(notebook: dict[str, object]) -> list[str]:
    """The texts that the cells print; pictures are only told to be there."""
    printed = [
        output["text"]
        for cell in notebook["cells"]  # type: ignore[attr-defined]
        for output in cell.get("outputs", [])
        if output["output_type"] == "stream"
    ]
    return printed + [data.get("text/plain", "") for data in shown(notebook)]


# What stands around the program


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "license"} <= set(cited)
    assert cited["version"] == PYPROJECT["project"]["version"]
    assert f"version = {{{cited['version']}}}" in readme_blocks.README.read_text(encoding="utf-8")


def test_the_table_of_versions_has_the_present_ones() -> None:
    page = named("project/migrating.md")
    rows = re.findall(r"^\| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", page, re.MULTILINE)
    package = PYPROJECT["project"]["version"]
    assert rows[-1] == (package, load_ontology().version, pipeline_meta()["version"])


def test_each_word_is_told_once_and_others_are_not_used(cli: Cli) -> None:
    rows = re.findall(r"^\| ([a-z ,]+) \| ", named("words.md"), re.MULTILINE)
    words = [word for row in rows for word in row.split(", ") if row != "word"]
    assert len(words) > 30
    assert len(set(words) - {"source"}) == len(words) - words.count("source")
    commands = re.findall(r"^[ \u2502]+([a-z]+)  ", cli("--help").out, re.MULTILINE)
    assert {"build", "merge", "serve"} <= set(commands)
    helps = " ".join(cli(command, "--help").out for command in commands).casefold()
    for other in ("viewer", "merged events", "triplestore", "sender", "entity"):
        assert other not in helps, f"{other!r}: see docs/words.md"


def test_the_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert versions[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", v) for v in versions[1:])
    kinds = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        found = re.findall(r"^### (.+)$", part, re.MULTILINE)
        assert len(set(found)) == len(found), "a kind of change stands twice"


@pytest.mark.parametrize("name", ["bug", "wrong-relation", "wrong-actor"])
def test_issue_forms_are_whole(name: str) -> None:
    form = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(form)
    ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
    assert len(set(ids)) == len(ids)
    assert any(field.get("validations", {}).get("required") for field in form["body"])
    assert "diplograph " in json.dumps(form)


def test_commands_that_the_issue_forms_ask_for_exist(cli: Cli) -> None:
    for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")):
        for command in re.findall(r"`diplograph ([^`]+)`", path.read_text(encoding="utf-8")):
            ended = cli(*shlex.split(command.replace("YYYY-MM-DD", "2024-05-14")))
            assert ended.code == 0, (command, ended.err)


def test_csv_and_json_blocks_are_valid() -> None:
    for page in readme_blocks.PAGES:
        for block in readme_blocks.blocks(page.read_text(encoding="utf-8")):
            if block.kind == "json":
                assert all(json.loads(line) for line in block.body.splitlines())
            if block.kind == "csv":
                rows = list(csv.reader(io.StringIO(block.body), strict=True))
                assert len({len(row) for row in rows}) == 1, page
