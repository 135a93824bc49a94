"""The tutorial, followed to the letter: its files written, its commands run, its relation found."""

from __future__ import annotations

import csv
import io
import re
import shlex
from pathlib import Path

import pytest
from conftest import Cli, Ended

from diplograph.store import open_graph
from diplograph.view import view_of

PAGE = Path(__file__).parents[1] / "docs" / "adding-a-relation.md"
FILES = re.compile(r"`([\w.-]+)`[^`]*?:\n\n```\w+\n(.*?)```", re.DOTALL)
COMMANDS = re.compile(r"^\$ diplograph (.*)$", re.MULTILINE)


@pytest.fixture
def followed(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Ended]:
    """How each command ended, by its first word, or by what it asks."""
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    files = dict(FILES.findall(text))
    assert set(files) == {"lobbying.ttl", "lobbying.tsv", "news.txt"}
    for name, content in files.items():
        Path(name).write_text(content, encoding="utf-8")
    commands = COMMANDS.findall(text)
    assert len(commands) == 6
    return {command: cli(*shlex.split(command)) for command in commands}


def test_every_command_of_the_tutorial_works(followed: dict[str, Ended]) -> None:
    for command, ended in followed.items():
        assert ended.code == 0, (command, ended.err, ended.out)
    extracted, _, asked, saved, _, checked = followed.values()
    rows = list(csv.DictReader(io.StringIO(extracted.out, newline="")))
    (row,) = [row for row in rows if row["relation"] == "lobbies"]
    assert (row["source_name"], row["target_name"], row["type"]) == (
        "Ukraine",
        "Germany",
        "REQUEST",
    )
    assert row["rule"] == "verb:lobby"
    assert "id:ukraine" in asked.out
    assert "id:germany" in asked.out
    assert re.search(r"Ukraine +lobbies +Germany", saved.out)
    assert "conforms" in checked.out
    assert "lobbies" in Path("lobby-ontology.html").read_text(encoding="utf-8")
    assert Path("lobby-exports/graph.html").stat().st_size > 10_000
    shown = view_of(open_graph(Path("lobby-exports/store")))
    assert "lobbies" in {event.relation for event in shown.events}


def test_the_graph_keeps_the_relation(cli: Cli, followed: dict[str, Ended]) -> None:
    assert followed
    ended = cli("query", "-g", "lobby-exports/graph.ttl", "ASK { ?e a dg:Urging, dg:Request }")
    assert ended.out == "yes\n"
    ended = cli("export", "-g", "lobby-exports/graph.ttl", "--format", "events", "-o", "e.csv")
    assert ended.code == 0
    assert '"lobbies"' in Path("e.csv").read_text(encoding="utf-8")
