from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Cli
from event_pairs import TableFacts, pairs, readings
from factories import VERSION, KnownFacts, briefing, small_store, summit

from diplograph.errors import OntologyError, StoreError
from diplograph.export import export_store, export_text
from diplograph.joining import join_stores, joined_ontology
from diplograph.ontology import load_ontology
from diplograph.rdf import DEFAULT_BASE, Facts
from diplograph.records import Reading
from diplograph.store import GraphStore, open_graph


def built(
    *found: Reading,
    facts: Facts | None = None,
    base: str = DEFAULT_BASE,
    version: object = VERSION,
) -> GraphStore:
    store = GraphStore(None, base)
    for reading in found:
        store.replace_document(reading, version)  # type: ignore[arg-type]
    store.rebuild_derived(facts or KnownFacts())
    return store


def joined(*stores: GraphStore, facts: Facts | None = None) -> str:
    target = GraphStore(None, stores[0].base)
    join_stores(stores, target, facts or KnownFacts())
    return export_text(target, "nq")


def test_two_builds_joined_are_one_build() -> None:
    wanted = export_text(small_store(), "nq")
    one, other = built(briefing()), built(summit())
    assert joined(one, other) == joined(other, one) == wanted
    assert joined(one, other, small_store()) == wanted


def test_events_are_merged_across_builds() -> None:
    for pair in pairs():
        found = readings(pair)
        if pair.label == "same" and len(found) == 2:
            facts = TableFacts()
            apart = [built(reading, facts=facts) for reading in found]
            assert joined(*apart, facts=facts) == export_text(built(*found, facts=facts), "nq")


def test_the_later_reading_of_a_document_counts() -> None:
    old = built(replace(briefing(), relations=briefing().relations[:1]))
    new = built(briefing(), version=replace(VERSION, diplograph="0.10.0"))
    assert joined(old, new) == joined(new, old) == export_text(new, "nq")


def test_another_base_is_refused() -> None:
    with pytest.raises(StoreError, match="different bases"):
        joined(built(briefing()), built(summit(), base="https://example.org/"))


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld", "ttl", "nt"])
def test_files_with_named_graphs_can_be_joined(tmp_path: Path, form: str) -> None:
    export_store(built(briefing()), form, tmp_path / f"graph.{form}")
    loaded = open_graph(tmp_path / f"graph.{form}")
    if form in {"ttl", "nt"}:
        with pytest.raises(StoreError, match="named graphs"):
            joined(loaded, built(summit()))
    else:
        assert joined(loaded, built(summit())) == export_text(small_store(), "nq")


def test_the_base_is_found_in_the_graph(tmp_path: Path) -> None:
    base = "https://example.org/kg/"
    for form in ("nq", "ttl"):
        export_store(built(briefing(), base=base), form, tmp_path / f"graph.{form}")
        assert open_graph(tmp_path / f"graph.{form}").base == base


EXTENSION = """@prefix dg: <https://w3id.org/diplograph/ontology#> .
@prefix my: <https://example.org/own#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
my:NAME a owl:Class ; rdfs:subClassOf dg:Urging ; rdfs:label "name"@en ;
  skos:definition "It does."@en ; dg:relationProperty my:PROPERTY .
my:PROPERTY a owl:ObjectProperty ; rdfs:subPropertyOf dg:urges .
"""


def extension(folder: Path, name: str, prop: str) -> Path:
    path = folder / f"{name}-{prop}.ttl"
    path.write_text(EXTENSION.replace("NAME", name).replace("PROPERTY", prop), encoding="utf-8")
    return path


def test_relations_of_users_are_joined(tmp_path: Path) -> None:
    one = load_ontology(None, extension(tmp_path, "Lobbying", "lobbies"))
    other = load_ontology(None, extension(tmp_path, "Nudging", "nudges"))
    both = joined_ontology([one, other, load_ontology()])
    assert {"lobbies", "nudges", "urges"} <= set(both.relations)
    clash = load_ontology(None, extension(tmp_path, "Prodding", "lobbies"))
    with pytest.raises(OntologyError, match="lobbies"):
        joined_ontology([one, clash])


def test_merge_writes_what_build_writes(cli: Cli, tmp_path: Path) -> None:
    for name, reading in (("one", briefing()), ("two", summit())):
        export_store(built(reading), "nq", tmp_path / f"{name}.nq")
    out = tmp_path / "both"
    ended = cli("merge", tmp_path / "one.nq", tmp_path / "two.nq", "-o", out)
    assert ended.code == 0, ended.err
    assert "2 documents" in ended.out
    assert {path.name for path in out.iterdir()} == {
        "graph.ttl",
        "graph.html",
        "relations.csv",
        "summary.json",
        "report.html",
        "errors.jsonl",
        "store",
    }
    asked = cli("query", "-g", out, "--saved", "who-met-whom")
    assert "Joko Widodo" in asked.out
    again = cli("merge", tmp_path / "one.nq", "-o", out)
    assert again.code == 2
    assert "holds a graph already" in again.err
