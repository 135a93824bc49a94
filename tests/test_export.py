from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from factories import VERSION, KnownFacts, briefing, small_store, summit
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.errors import StoreError
from diplograph.export import (
    FORMATS,
    export_store,
    export_text,
    guard_cell,
    to_networkx,
    to_rdflib,
    unguard_cell,
)
from diplograph.records import Reading
from diplograph.relations_table import FIELDS
from diplograph.store import GraphStore, open_graph

ATTACKS = (
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@x",
    "'quoted",
    '"; <b> . \\',
    "\x1b[2J",
    "a\r\nb\rc\nd",
    "\u202e\u2028\x00\x7f",
    "<script>alert(1)</script>",
    "🙂 é ﷽",
    "trailing \\",
)


def with_topic(topic: str) -> Reading:
    reading = briefing()
    document = replace(reading.document, title=topic, path=topic, source=topic)
    changed = tuple(
        replace(relation, topic=topic, rule=topic, trigger=replace(relation.trigger, text=topic))
        for relation in reading.relations
    )
    return replace(reading, document=document, relations=changed)


def store_of(reading: Reading) -> GraphStore:
    store = GraphStore()
    store.replace_document(reading, VERSION)
    store.rebuild_derived(KnownFacts())
    return store


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_content_is_the_same_bytes(form: str) -> None:
    other = GraphStore()
    for reading in (summit(), briefing(), summit()):
        other.replace_document(reading, VERSION)
        other.rebuild_derived(KnownFacts())
    assert export_text(other, form) == export_text(small_store(), form)


def test_turtle_is_readable() -> None:
    text = export_text(small_store(), "ttl")
    assert "\nid:mao-ning a dg:Actor, dg:Person ;\n" in text
    assert "    dg:urges id:united-states ;\n" in text
    assert 'dg:date "2022-11"^^xsd:gYearMonth ;' in text
    # The actors come first and each subject once.
    subjects = [line.split()[0] for line in text.splitlines() if line and line[0] not in " @"]
    assert len(subjects) == len(set(subjects))
    assert subjects[0].startswith("id:")


@pytest.mark.parametrize(
    ("form", "parser"),
    [("ttl", "turtle"), ("trig", "trig"), ("nt", "nt"), ("nq", "nquads"), ("jsonld", "json-ld")],
)
def test_rdflib_reads_the_same(form: str, parser: str) -> None:
    store = small_store()
    dataset = rdflib.Dataset()
    dataset.parse(data=export_text(store, form), format=parser)
    union = form in {"ttl", "nt"}
    wanted = {quad.triple for quad in store.quads()} if union else set(store.quads())
    assert len(set(dataset.quads())) == len(wanted)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_survives(topic: str) -> None:
    check_round_trips(topic)


@pytest.mark.parametrize("topic", ATTACKS)
def test_attacks_survive(topic: str) -> None:
    check_round_trips(topic)


def check_round_trips(topic: str) -> None:
    store = store_of(with_topic(topic))
    triples = {quad.triple for quad in store.quads()}
    for form in ("ttl", "nt", "trig", "nq", "jsonld"):
        loaded = GraphStore()
        from diplograph.store import _FORMATS

        text = export_text(store, form).encode()
        loaded.oxigraph.load(text, format=_FORMATS[f".{form}"])
        assert {quad.triple for quad in loaded.quads()} == triples, form
    table = list(csv.DictReader(io.StringIO(export_text(store, "csv"), newline="")))
    assert {unguard_cell(row["topic"]) for row in table} == {topic}
    assert {unguard_cell(row["title"]) for row in table} == {topic}
    assert not any(row["topic"][0] in "=+-@\t\r\n" for row in table)


def test_the_table_has_every_record_whole() -> None:
    store = small_store()
    table = list(csv.DictReader(io.StringIO(export_text(store, "csv"), newline="")))
    records = {r.id: r for reading in (briefing(), summit()) for r in reading.relations}
    assert {row["id"] for row in table} == set(records)
    assert tuple(table[0]) == FIELDS
    for row in table:
        record = records[row["id"]]
        assert row["relation"] == record.relation
        assert row["type"] == record.type.value
        assert row["status"] == record.status.value
        assert row["factual"] == str(record.factual).lower()
        assert row["reciprocal"] == str(record.reciprocal).lower()
        assert row["sentence"] == record.sentence.text
        assert (int(row["start"]), int(row["end"])) == (record.sentence.start, record.sentence.end)
        assert row["source_name"] == record.source.actor.name
        assert row["target_kind"] == record.target.actor.kind.value
        assert row["target_mention"] == record.target.text
        assert int(row["source_start"]) == record.source.start
        assert float(row["confidence"]) == record.confidence
        assert row["date"] == (record.date.value if record.date else "")
        assert row["place"] == (record.place.name if record.place else "")
        by = record.attributed_to
        assert row["attributed_to_name"] == (by.name if by else "")
    first = [row["trigger"] for row in table if row["path"] == "corpus/briefing.md"]
    assert first == ["urged", "sanctions", "visit", "met", "urged"]


@given(st.text())
def test_guarded_cells_are_harmless_and_reversible(value: str) -> None:
    assert unguard_cell(guard_cell(value)) == value
    assert not guard_cell(value).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_networkx_keeps_parallel_edges() -> None:
    graph = to_networkx(small_store())
    base = small_store().base
    edges = graph.get_edge_data(f"{base}joe-biden", f"{base}xi-jinping")
    assert len(edges) == 2
    assert {values["date_from"] for values in edges.values()} == {"2022-11-01", "2022-11-15"}
    (urging,) = graph.get_edge_data(f"{base}mao-ning", f"{base}united-states").values()
    assert urging == {
        "relation": "urges",
        "type": "REQUEST",
        "status": "actual",
        "factual": True,
        "reciprocal": False,
        "label": "Mao Ning urges United States",
        "confidence": 0.9,
        "score": 0.0,
        "reported": "2023-02-01",
        "topic": "not to shift the blame; to shift no blame",
        "mentions": 2,
    }
    assert graph.nodes[f"{base}mao-ning"] == {"name": "Mao Ning", "kind": "person", "state": "CHN"}


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graph_files_read_back(tmp_path: Path, form: str, read: object) -> None:
    path = tmp_path / f"graph.{form}"
    store = store_of(with_topic("\x00 <&> \x1b"))
    export_store(store, form, path)
    graph = read(path)  # type: ignore[operator]
    wanted = to_networkx(store)
    assert set(graph.nodes) == set(wanted.nodes)
    assert graph.number_of_edges() == wanted.number_of_edges()


def test_to_rdflib_keeps_named_graphs_and_terms() -> None:
    store = small_store()
    dataset = to_rdflib(store)
    assert len(set(dataset.quads())) == len(store)
    found = dataset.query(
        "PREFIX dg: <https://w3id.org/diplograph/ontology#> SELECT ?t { ?s dg:urges ?t }"
    )
    assert [str(row[0]) for row in found] == [f"{store.base}united-states"]


def test_files_are_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "graph.ttl"
    store = small_store()
    export_store(store, "ttl", path)
    first = path.read_bytes()
    export_store(store, "ttl", path)
    assert path.read_bytes() == first
    assert [entry.name for entry in path.parent.iterdir()] == ["graph.ttl"]
    assert len(open_graph(path)) == len({quad.triple for quad in store.quads()})


def test_a_failed_export_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old", encoding="utf-8")

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(StoreError, match="No space left"):
        export_store(small_store(), "ttl", path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["graph.ttl"]


def test_an_unknown_form_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such format: xls"):
        export_store(small_store(), "xls", tmp_path / "x")
    with pytest.raises(StoreError, match="x/y"):
        (tmp_path / "x").write_text("a file", encoding="utf-8")
        export_store(small_store(), "ttl", tmp_path / "x" / "y")
