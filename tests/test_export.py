from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from event_pairs import TableFacts, pairs, readings
from factories import VERSION, KnownFacts, briefing, small_store, summit
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.cells import guard_cell, unguard_cell
from diplograph.errors import StoreError
from diplograph.event_table import EVENT_FIELDS
from diplograph.export import (
    FORMATS,
    export_blocks,
    export_neo4j,
    export_store,
    export_text,
    to_networkx,
    to_rdflib,
)
from diplograph.graph import KnowledgeGraph
from diplograph.neo4j import EDGES
from diplograph.query import bind, fill, saved_queries
from diplograph.rdf.terms import iri, term, text, writable
from diplograph.records import Reading
from diplograph.relations_table import FIELDS
from diplograph.spilling import RUN
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


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"graphml", "gexf"}))
def test_exports_come_a_piece_at_a_time(form: str) -> None:
    store = GraphStore()
    for pair in pairs():
        for reading in readings(pair):
            store.replace_document(reading, VERSION)
    store.rebuild_derived(TableFacts())
    sizes = [len(block) for block in export_blocks(store, form)]
    assert len(sizes) > 30
    assert max(sizes) < sum(sizes) / 5


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("trig", ox.RdfFormat.TRIG),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("nq", ox.RdfFormat.N_QUADS),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_more_nodes_than_are_sorted_in_memory_are_written(form: str, read: ox.RdfFormat) -> None:
    store = GraphStore()
    name, graph = term("dg:toldName"), iri(store.base, "graph/doc/x")
    named = [iri(store.base, f"n{i}") for i in range(RUN)]
    blank = [ox.BlankNode(f"b{i}") for i in range(10)]
    store.oxigraph.bulk_extend(ox.Quad(n, name, text(n.value), graph) for n in (*named, *blank))
    back = [q.object.value for q in ox.parse(export_text(store, form), format=read)]  # type: ignore[union-attr]
    assert sorted(back) == sorted(n.value for n in (*named, *blank))


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
        from diplograph.disk import FORMATS

        text = export_text(store, form).encode()
        loaded.oxigraph.load(text, format=FORMATS[f".{form}"])
        assert {quad.triple for quad in loaded.quads()} == triples, form
    table = list(csv.DictReader(io.StringIO(export_text(store, "csv"), newline="")))
    assert {unguard_cell(row["topic"]) for row in table} == {writable(topic)}
    assert {unguard_cell(row["title"]) for row in table} == {writable(topic)}
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


def test_gephi_gets_types_weights_and_intervals(tmp_path: Path) -> None:
    path = tmp_path / "graph.gexf"
    export_store(small_store(), "gexf", path)
    root = ElementTree.parse(path).getroot()
    space = {"g": root.tag.partition("}")[0].strip("{")}
    graph = root.find("g:graph", space)
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    edges = {edge.get("label"): edge for edge in graph.iterfind("g:edges/g:edge", space)}
    visit = edges["Antony Blinken visits China (planned)"]
    assert (visit.get("start"), visit.get("end")) == ("2023-02-05", "2023-02-06")
    urging = edges["Mao Ning urges United States"]
    assert (urging.get("start"), urging.get("end")) == ("2023-02-01", "2023-02-01")
    assert (urging.get("type"), urging.get("weight")) == (None, "2")
    assert graph.get("defaultedgetype") == "directed"


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graph_files_keep_every_attribute(tmp_path: Path, form: str, read: object) -> None:
    store = small_store()
    path = tmp_path / f"graph.{form}"
    export_store(store, form, path)
    graph = read(path)  # type: ignore[operator]
    wanted = to_networkx(store)
    for node, values in wanted.nodes(data=True):
        assert values.items() <= graph.nodes[node].items()
    for one, other, event, values in wanted.edges(keys=True, data=True):
        if form == "gexf":
            found = graph.get_edge_data(one, other)
            near = [v for v in found.values() if v.get("label") == values["label"]]
            assert any(v["plover"] == values["type"] for v in near), event
            rest = {k: v for k, v in values.items() if k not in {"type", "label", "mentions"}}
            assert any(rest.items() <= v.items() for v in near), (rest, near)
        else:
            assert values.items() <= graph.get_edge_data(one, other)[event].items()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_event_table_has_a_row_for_each_coded_event() -> None:
    store = small_store()
    rows = table(export_text(store, "events"))
    assert tuple(rows[0]) == EVENT_FIELDS
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    coded = store.query("SELECT DISTINCT ?e { ?e dg:codedAs ?c }").rows()
    assert sorted(row["event"] for row in rows) == sorted(str(row["e"]) for row in coded)
    (visit,) = [row for row in rows if row["relation"] == "visits"]
    assert visit["source"] == "Antony Blinken"
    assert (visit["source_country"], visit["target_country"]) == ("USA", "CHN")
    # PLOVER's own coding of a planned visit
    assert (visit["type"], visit["quad_class"], visit["score"]) == ("AGREE", "1", "2.5")
    assert (visit["date"], visit["date_to"]) == ("2023-02-05", "2023-02-06")
    assert visit["document"] == "corpus/briefing.md"
    assert visit["sentence"] == "Antony Blinken will visit China next week."
    (trio,) = [row for row in rows if row["target"] == "Joko Widodo; Xi Jinping"]
    assert (trio["source"], trio["target_country"], trio["place"]) == (
        "Joe Biden",
        "IDN; CHN",
        "Bali",
    )
    assert trio["mentions"] == "3"
    (claim,) = [row for row in rows if row["relation"] == "hacks"]
    assert (claim["factual"], claim["attributed_to"]) == ("false", "China")


def test_an_event_table_is_harmless_in_a_spreadsheet() -> None:
    for topic in ATTACKS:
        rows = table(export_text(store_of(with_topic(topic)), "events"))
        assert {unguard_cell(row["topic"]) for row in rows} == {writable(topic)}
        assert not any(row["topic"][0] in "=+-@\t\r\n" for row in rows)


def test_neo4j_files_hold_the_graph(tmp_path: Path) -> None:
    store = small_store()
    paths = export_neo4j(store, tmp_path / "neo4j")
    assert [path.name for path in paths] == ["nodes.csv", "relationships.csv"]
    nodes, edges = (table(path.read_text(encoding="utf-8")) for path in paths)
    for header in (*nodes[0], *edges[0]):
        assert re.fullmatch(
            r":LABEL|:START_ID|:END_ID|:TYPE|[a-z_]+(:(ID|boolean|double|int|date))?", header
        )
    wanted = to_networkx(store)
    again = nx.MultiDiGraph()
    for row in nodes:
        again.add_node(row["iri:ID"], **{k: row[k] for k in ("name", "kind", "state") if row[k]})
        assert row[":LABEL"] == f"Actor;{row['kind'].capitalize()}"
    assert dict(again.nodes(data=True)) == dict(wanted.nodes(data=True))
    readers = {"boolean": lambda v: v == "true", "double": float, "int": int}
    found = {}
    for row in edges:
        values = {}
        for column, name in EDGES.items():
            kind = column.partition(":")[2]
            if name and row[column]:
                values[name] = readers.get(kind, str)(row[column])
        found[row[":START_ID"], row[":END_ID"], row["event"]] = values
        assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", row[":TYPE"])
    assert found == {(a, b, key): v for a, b, key, v in wanted.edges(keys=True, data=True)}


def test_neo4j_gets_no_empty_texts_for_what_is_not_known(tmp_path: Path) -> None:
    for path in export_neo4j(small_store(), tmp_path):
        text = path.read_text(encoding="utf-8")
        assert ",," in text or path.name == "nodes.csv"
        assert '""' not in text


def test_neo4j_files_have_one_line_for_a_row(tmp_path: Path) -> None:
    for path in export_neo4j(store_of(with_topic('a\r\nb "c" \x00')), tmp_path):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(table(path.read_text(encoding="utf-8"))) + 1


def test_to_rdflib_keeps_named_graphs_and_terms() -> None:
    store = small_store()
    dataset = to_rdflib(store)
    assert len(set(dataset.quads())) == len(store)
    found = dataset.query(
        "PREFIX dg: <https://w3id.org/diplograph/ontology#> SELECT ?t { ?s dg:urges ?t }"
    )
    assert [str(row[0]) for row in found] == [f"{store.base}united-states"]


def test_rdflib_over_the_store_copies_nothing() -> None:
    store = small_store()
    dataset = KnowledgeGraph(store).to_rdflib(copy=False)
    copy = KnowledgeGraph(store).to_rdflib()
    # oxrdflib writes the type of plain texts out, which rdflib takes for another literal.
    quads, copied = ({tuple(map(str, quad)) for quad in d} for d in (dataset, copy))
    assert quads == copied
    for name in ("who-urges-whom", "monthly-balance", "who-met-whom"):
        query = saved_queries()[name]
        needed = {p.name: {"one": "China"}.get(p.name, "US") for p in query.params if p.required}
        text = fill(query, bind(store, query, needed))
        rows = [tuple(row) for row in dataset.query(text)]  # type: ignore[arg-type]
        assert len(rows) == len(list(store.run_trusted(text).terms())) > 0
    mao = rdflib.URIRef(f"{store.base}mao-ning")
    urges = rdflib.URIRef("https://w3id.org/diplograph/ontology#urges")
    assert list(dataset.objects(mao, urges)) == [rdflib.URIRef(f"{store.base}united-states")]
    store.remove_document(briefing().document.id)
    store.rebuild_derived(KnownFacts())
    assert not list(dataset.objects(mao, urges))


def test_without_oxrdflib_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxrdflib", None)
    with pytest.raises(StoreError, match=r"diplograph\[rdflib\]"):
        KnowledgeGraph(small_store()).to_rdflib(copy=False)


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
