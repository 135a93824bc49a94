"""A user's own actors: a line adds an office holder, a name or a rule; wrong ones are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Cli

from diplograph.errors import GazetteerError
from diplograph.explaining import explain_text
from diplograph.gazetteer import load_gazetteer
from diplograph.gazetteer.own_rows import read_own

HEADER = "name,kind,state,aliases,office,of,from,to,use\n"


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], Path]:
    def write(rows: str, name: str = "own.csv") -> Path:
        path = tmp_path / name
        path.write_text(rows, encoding="utf-8")
        return path

    return write


def actors(text: str, path: Path, date: str) -> dict[str, list[str]]:
    found = explain_text(text, None, date, None, path)["mentions"]
    return {m["mention"]: m["actors"] for m in found}


def test_one_line_adds_an_office_holder(own: Callable[[str], Path]) -> None:
    path = own("name,state,office,from\nJane Holloway,GBR,foreign secretary,2026-03-01\n")
    gazetteer = load_gazetteer(None, path)
    posts = gazetteer.holders("foreign-minister", "united-kingdom", "2026-06-01")
    assert [post.person for post in posts] == ["jane-holloway"]
    before = gazetteer.holders("foreign-minister", "united-kingdom", "2025-12-01")
    assert before and before[0].person != "jane-holloway"
    text = "The British foreign secretary thanked Norway. Holloway met Xi Jinping."
    found = actors(text, path, "2026-06-01")
    assert found["British foreign secretary"] == ["Jane Holloway"]
    assert found["Holloway"] == ["Jane Holloway"]


def test_the_same_in_yaml(own: Callable[[str], Path]) -> None:
    text = (
        "- name: Harbour Pact\n  kind: bloc\n  aliases: [HP, the Pact]\n"
        "- name: Ines Valdor\n  office: secretary-general\n  of: Harbour Pact\n  from: 2024\n"
    )
    gazetteer = load_gazetteer(None, own(text, "own.yaml"))
    assert [e.id for e in gazetteer.find_name("HP")] == ["harbour-pact"]
    (post,) = gazetteer.holders("secretary-general", "harbour-pact", "2025-01-01")
    assert post.person == "ines-valdor"


def test_names_are_added_to_known_actors_and_come_first(own: Callable[[str], Path]) -> None:
    path = own(HEADER + "Mark Rutte,,,Teflon Mark,,,,,\nGeorgia Corps,party,GEO,Georgia,,,,,\n")
    gazetteer = load_gazetteer(None, path)
    assert gazetteer.find_name("Teflon Mark")[0].id == "mark-rutte"
    assert gazetteer.find_name("Georgia")[0].id == "georgia-corps"
    assert "georgia" in [entry.id for entry in gazetteer.find_name("Georgia")]


def test_a_rule_overrides_metonymy(own: Callable[[str], Path]) -> None:
    text = "Beijing thanked Oslo."
    plain = {m["mention"]: m["actors"] for m in explain_text(text, None, "2024-01-01")["mentions"]}
    assert plain == {"Beijing": ["China"], "Oslo": ["Norway"]}
    path = own("name,use\nBeijing,place\n")
    assert actors(text, path, "2024-01-01") == {"Beijing": [], "Oslo": ["Norway"]}
    path = own("name,state,aliases,use\nRussia,,Belokamennaya,actor\n", "other.csv")
    assert actors("Belokamennaya thanked Oslo.", path, "2024-01-01")["Belokamennaya"] == ["Russia"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("name,colour\nA B,red\n", "own.csv:1: column 'colour' is unknown; allowed: name,"),
        ("kind\nperson\n", "own.csv:1: no column 'name'"),
        (HEADER + ",person,,,,,,,\n", "own.csv:2: name is blank"),
        (HEADER + "A B,clown,,,,,,,\n", "own.csv:2: kind 'clown' is unknown; allowed: person,"),
        (HEADER + "A B,,XXX,,president,,2020,,\n", "own.csv:2: state 'XXX' is unknown"),
        (HEADER + "A B,,FRA,,jester,,2020,,\n", "own.csv:2: office 'jester' is unknown"),
        (HEADER + "A B,,FRA,,president,Atlantis,2020,,\n", "own.csv:2: of 'Atlantis' is unknown"),
        (HEADER + "A B,,,,president,,2020,,\n", "own.csv:2: of and state are blank"),
        (HEADER + "A B,,FRA,,president,,soon,,\n", "from 'soon' is not a date"),
        (HEADER + "A B,,FRA,,president,,2020,2019,\n", "to '2019' is before from '2020'"),
        (HEADER + "A B,,FRA,,,,2020,,\n", "go with an office"),
        (HEADER + "A B,,,,,,,,maybe\n", "use 'maybe' is unknown; allowed: actor, place"),
        (HEADER + "NATO,,,,president,,2020,,\n", "of and state are blank|can hold no office"),
        (HEADER + "A B,,,Same,,,,,\nC D,,,Same,,,,,\n", "own.csv:3: 'Same' is the name of 'a-b'"),
        (HEADER + "A B,,FRA,,president,,2018,2019,\n", "own.csv:2: 'a-b' holds president of"),
        (HEADER + "A,,,,,,,,,,,\n", "own.csv:2: 12 cells; the header has 9"),
    ],
)
def test_wrong_rows_are_refused(own: Callable[[str], Path], rows: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        load_gazetteer(None, own(rows))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- name: [", "not YAML"),
        ("name: A", "wanted a list"),
        ("- {office: x}", "no column 'name'"),
    ],
)
def test_wrong_yaml_is_refused(own: Callable[[str], Path], text: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        read_own(own(text, "own.yml"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.csv: no such file"):
        read_own(tmp_path / "none.csv")


def test_the_commands_take_the_file(own: Callable[[str], Path], tmp_path: Path, cli: Cli) -> None:
    path = own("name,state,office,from\nJane Holloway,GBR,foreign secretary,2026-03-01\n")
    article = tmp_path / "a.txt"
    article.write_text("The British foreign secretary urged Iran to release two sailors.\n")
    given = ["--actors", path, "--date", "2026-05-01"]
    (line,) = cli("extract", article, *given).out.splitlines()
    assert json.loads(line)["source"]["name"] == "Jane Holloway"
    assert "jane-holloway" in cli("actors", "Holloway", "--at", "2026-05-01", *given[:2]).out
    out = tmp_path / "out"
    assert cli("--quiet", "build", article, "-o", out, *given[2:]).code == 0
    assert "Jane Holloway" not in (out / "graph.ttl").read_text(encoding="utf-8")
    assert cli("--quiet", "build", article, "-o", out, *given).code == 0
    graph = (out / "graph.ttl").read_text(encoding="utf-8")
    assert "Jane Holloway" in graph and '"2026-03-01"' in graph
    refused = cli("extract", article, "--actors", tmp_path / "none.csv")
    assert refused.code != 0 and "none.csv: no such file" in refused.err
