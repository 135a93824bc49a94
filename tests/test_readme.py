"""README.md: every block runs and answers as it says, every command and field is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import readme_blocks
import typer
from test_cli import COMMANDS, RECORD

from diplograph.cli.app import app

TEXT = readme_blocks.README.read_text(encoding="utf-8")
KINDS = {"console", "python", "sparql", "text", "bibtex"}


def test_blocks_are_of_known_kinds() -> None:
    found = readme_blocks.blocks(TEXT)
    assert {block.kind for block in found} <= KINDS
    assert TEXT.count("```") == 2 * len(found)
    assert {"console", "python", "sparql"} <= {b.kind for b in found if b.mark != "not run"}


@pytest.mark.skipif(
    not (readme_blocks.ROOT / "exports/graph.ttl").is_file(), reason="needs exports/: `make graph`"
)
def test_every_block_runs_and_answers_as_it_says(tmp_path: Path) -> None:
    readme_blocks.prepare(tmp_path)
    for block, answer in readme_blocks.run_blocks(TEXT, tmp_path):
        if block.mark != "any answer":
            assert block.body == answer, "the answers are stale: run `make readme`"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told(command: str) -> None:
    assert f"`diplograph {command}" in TEXT or f"$ diplograph {command}" in TEXT


def test_every_option_of_build_is_told() -> None:
    build = typer.main.get_command(app).commands["build"]  # type: ignore[attr-defined]
    for option in build.params:
        name = next((o for o in option.opts if o.startswith("--")), None)
        assert name is None or name == "--help" or f"`{name}" in TEXT, name


def test_every_field_of_the_record_is_told() -> None:
    section = TEXT.partition("## The record")[2].partition("\n## ")[0]
    assert set(re.findall(r"`(\w+)`", section)) >= RECORD


def test_links_inside_the_project_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        if "://" not in target:
            assert (readme_blocks.ROOT / target).exists(), target
