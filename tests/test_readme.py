"""README.md: every block runs and answers as it says, every command is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import readme_blocks
from test_cli import COMMANDS

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
        if block.answers:
            assert readme_blocks.steady(block.body) == readme_blocks.steady(answer), (
                "the answers are stale: run `make readme`"
            )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told(command: str) -> None:
    assert f"`diplograph {command}" in TEXT or f"$ diplograph {command}" in TEXT


def test_links_inside_the_project_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        if "://" not in target:
            assert (readme_blocks.ROOT / target).exists(), target
