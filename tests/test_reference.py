from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Cli
from test_joining import extension

from diplograph.ontology import load_ontology
from diplograph.reference import reference_page

PAGE = Path(__file__).parents[1] / "docs" / "ontology.html"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page(), (
        "run: diplograph ontology -o docs/ontology.html"
    )


def test_every_term_has_its_entry_and_every_link_its_target() -> None:
    page = reference_page()
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    for relation in load_ontology().relations.values():
        assert f'<article id="{relation.name}">' in page
        assert f'<article id="{relation.class_name}">' in page
    # What the manual says of a type is told with each relation under it.
    (urging,) = re.findall(r'<article id="Urging">.*?</article>', page, re.DOTALL)
    for told in ("REQUEST", ">10<", "verbalConflict", "0.0", "dg:urges"):
        assert told in urging


def test_the_diagram_shows_classes_and_what_leads_between_them() -> None:
    (drawing,) = re.findall(r"<svg.*?</svg>", reference_page(), re.DOTALL)
    ElementTree.fromstring(drawing)
    for name in ("Actor", "Event", "Mention", "Place", "Document", "source", "toldPlace"):
        assert f">{name}<" in drawing
    assert "ploverRequest" not in drawing


@pytest.mark.parametrize("name", ["Lobbying"])
def test_a_users_relations_are_on_the_page(cli: Cli, tmp_path: Path, name: str) -> None:
    path = extension(tmp_path, name, "lobbies")
    ended = cli("ontology", "-o", tmp_path / "o.html", "--ontology", path)
    assert ended.code == 0, ended.err
    assert '<article id="lobbies">' in (tmp_path / "o.html").read_text(encoding="utf-8")
    broken = tmp_path / "broken.ttl"
    broken.write_text("my:", encoding="utf-8")
    ended = cli("ontology", "-o", tmp_path / "o.html", "--ontology", broken)
    assert ended.code == 2
    assert "broken.ttl" in ended.err
