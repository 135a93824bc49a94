from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest
from factories import VERSION, KnownFacts, briefing, by_subject_and_graph, small_store, summit
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.errors import OntologyError, QueryError, StoreError
from diplograph.export import export_store, export_text
from diplograph.journal import unpacked
from diplograph.node_values import Node, nodes_in, values_in
from diplograph.rdf import derived_graph, graph_of
from diplograph.rdf.sources import SourceFacts
from diplograph.rdf.telling import told as told_in
from diplograph.rdf.terms import text
from diplograph.records import Document, Reading
from diplograph.store import GraphStore, open_graph

READINGS = (
    briefing(),
    summit(),
    Reading(Document("Nothing happened.", path="corpus/nothing.md")),
    replace(briefing(), relations=briefing().relations[:2]),
)


Line: TypeAlias = tuple[str, str, str]


def name_of(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def line_of(quad: ox.Quad) -> Line:
    return name_of(quad.subject), quad.predicate.value, str(quad.object)


def lines_of(nodes: Iterable[Node]) -> set[Line]:
    return {
        (node, predicate, term)
        for node, said, written in nodes
        for predicate, values in said.items()
        for term in written.get(predicate, [f"<{value}>" for value in values])
    }


def content(store: GraphStore) -> str:
    return export_text(store, "nq")


def fresh(readings: dict[str, Reading]) -> str:
    store = GraphStore()
    for reading in readings.values():
        store.replace_document(reading, VERSION)
    store.rebuild_derived(KnownFacts())
    return content(store)


def test_replacing_a_document_replaces_exactly_its_own_graph() -> None:
    store = small_store()
    summit_graph = graph_of(store.base, summit().document.id)
    before = set(store.oxigraph.quads_for_pattern(None, None, None, summit_graph))
    store.replace_document(replace(briefing(), relations=()), VERSION)
    after = set(store.oxigraph.quads_for_pattern(None, None, None, summit_graph))
    assert after == before
    store.rebuild_derived(KnownFacts())
    assert not list(store.query("SELECT ?t { id:mao-ning dg:urges ?t }").rows())


def test_a_removed_document_leaves_nothing_behind() -> None:
    store = small_store()
    store.remove_document(briefing().document.id)
    store.rebuild_derived(KnownFacts())
    assert content(store) == fresh({"summit": summit()})
    store.remove_document(next(store.documents()).iri)
    store.rebuild_derived(KnownFacts())
    assert len(store) == 0


def test_a_store_opened_anew_has_all_that_it_had(tmp_path: Path) -> None:
    store = GraphStore(tmp_path / "store")
    store.replace_document(briefing(), VERSION)
    before = content(store)
    store.reopen()
    assert content(store) == before
    store.replace_document(summit(), VERSION)
    store.rebuild_derived(KnownFacts())
    assert content(store) == fresh({"briefing": briefing(), "summit": summit()})
    with pytest.raises(StoreError):
        GraphStore(tmp_path / "store")


# Each step puts in a reading (the fourth is the first, changed) or takes a document out.
STEPS = st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=8)


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_any_order_and_increment_equals_a_fresh_build(
    steps: list[tuple[int, bool, bool]],
) -> None:
    store = GraphStore()
    wanted: dict[str, Reading] = {}
    for number, keep, rebuild in steps:
        reading = READINGS[number]
        if keep:
            store.replace_document(reading, VERSION)
            wanted[reading.document.id] = reading
        else:
            store.remove_document(reading.document.id)
            wanted.pop(reading.document.id, None)
        if rebuild:
            store.rebuild_derived(KnownFacts())
    store.rebuild_derived(KnownFacts())
    assert content(store) == fresh(wanted)


def test_a_refused_reading_changes_nothing() -> None:
    store = small_store()
    before = content(store)
    reading = briefing()
    odd = replace(reading.relations[0], relation="frobs")
    with pytest.raises(OntologyError):
        store.replace_document(replace(reading, relations=(odd,)))
    assert content(store) == before


def test_documents_are_listed_with_their_metadata() -> None:
    documents = list(small_store().documents())
    titles = {d.title: d for d in documents}
    assert set(titles) == {"Leaders gather", "China briefs before the visit"}
    known = titles["China briefs before the visit"]
    assert known.sha256 == briefing().document.digest
    assert (known.issued, known.source) == ("2023-02-01", "diplograph sample corpus")
    assert known.path == "corpus/briefing.md"
    assert known.reader is not None
    assert known.reader.endswith("software/0.1.0/en_diplograph_core-0.1.0")


def test_the_union_is_asked(tmp_path: Path) -> None:
    store = small_store()
    rows = list(store.query("SELECT ?t { id:mao-ning dg:urges ?t . ?m dg:toldTarget ?t }").rows())
    assert rows
    graphs = store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows()
    assert {row["g"] for row in graphs} == {
        derived_graph(store.base).value,
        *(graph_of(store.base, r.document.id).value for r in READINGS[:2]),
    }
    path = tmp_path / "graph.ttl"
    export_store(store, "ttl", path)
    loaded = open_graph(path)
    assert list(loaded.query("SELECT ?t { id:mao-ning dg:urges ?t }").rows())


def test_a_store_on_disk_lasts(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = GraphStore(folder)
    store.replace_document(briefing(), VERSION)
    store.rebuild_derived(KnownFacts())
    store.flush()
    before = content(store)
    del store
    again = open_graph(folder)
    assert content(again) == before
    with pytest.raises((OSError, RuntimeError)):
        again.oxigraph.clear()


def test_a_store_in_use_is_a_clear_error(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = GraphStore(folder)
    with pytest.raises(StoreError, match="store"):
        GraphStore(folder)
    assert len(store) == 0


def test_what_is_no_store_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not a diplograph store"):
        open_graph(tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(StoreError, match="no such"):
        open_graph(tmp_path / "gone.ttl")
    text = tmp_path / "notes.txt"
    text.write_text("hello", encoding="utf-8")
    with pytest.raises(StoreError, match=r"notes\.txt"):
        open_graph(text)
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b> ", encoding="utf-8")
    with pytest.raises(StoreError, match=r"broken\.ttl"):
        open_graph(broken)


@pytest.mark.parametrize("form", ["ttl", "trig", "nt", "nq", "jsonld"])
def test_every_rdf_form_loads_again(tmp_path: Path, form: str) -> None:
    store = small_store()
    path = tmp_path / f"graph.{form}"
    export_store(store, form, path)
    loaded = open_graph(path)
    if form in {"ttl", "nt"}:
        assert {q.triple for q in loaded.quads()} == {q.triple for q in store.quads()}
    else:
        assert set(loaded.quads()) == set(store.quads())


def test_bindings_are_terms_and_never_text() -> None:
    store = small_store()
    attack = "\\u0022\" } SERVICE <http://x/> {} #\\\n\r'\x01"
    (row,) = store.query("SELECT ?x ?y {}", {"x": attack, "y": 3}).rows()
    assert row == {"x": attack, "y": 3}
    mao = ox.NamedNode(f"{store.base}mao-ning")
    rows = list(store.query("SELECT ?t { ?s dg:urges ?t }", {"s": mao}).rows())
    assert [row["t"] for row in rows] == [f"{store.base}united-states"]
    construct = "CONSTRUCT { ?s dg:urges ?t } { ?s dg:urges ?t }"
    assert len(list(store.query(construct, {"s": mao}).rows())) == 1
    assert not list(store.query(construct, {"s": ox.NamedNode("http://x/")}).rows())


@pytest.mark.parametrize("name", ["x y", "x} #", "?x", ""])
def test_odd_variable_names_are_refused(name: str) -> None:
    with pytest.raises(QueryError, match="variable"):
        small_store().query("SELECT ?x {}", {name: 1})


def test_another_base() -> None:
    store = GraphStore(None, "https://example.org/kg/")
    store.replace_document(briefing(), VERSION)
    store.rebuild_derived(KnownFacts())
    assert [row["t"] for row in store.query("SELECT ?t { id:mao-ning dg:urges ?t }").rows()] == [
        "https://example.org/kg/united-states"
    ]
    assert "w3id.org/diplograph/id/" not in content(store)


@pytest.mark.parametrize("base", ["", "id/", "http://x y/", "http://x/y", "http://x/{/"])
def test_an_odd_base_is_refused(base: str) -> None:
    with pytest.raises(StoreError, match="base"):
        GraphStore(None, base)


@pytest.mark.parametrize("on_disk", [True, False])
def test_what_was_written_is_read_back_as_the_store_has_it(tmp_path: Path, on_disk: bool) -> None:
    def told() -> set[Line]:
        quads = set(store.quads())
        lines = lines_of(map(unpacked, store.nodes_by_graph()))
        assert lines == {line_of(quad) for quad in quads}
        about, graphs = by_subject_and_graph(quads)
        for node, found in about.items():
            assert store.values_of(node) == values_in(found)
        documents = [(graph.value, told_in(graphs[graph])) for graph in store.document_graphs()]
        assert sorted(store.told(), key=str) == sorted(documents, key=str)
        return lines

    store = GraphStore(tmp_path / "store" if on_disk else None)
    store.replace_documents([(reading, ()) for reading in READINGS[:3]], VERSION)
    assert len(told()) > 100
    store.replace_document(READINGS[3], VERSION)  # in the place of the first
    store.set_derived_with("")
    store.rebuild_derived(KnownFacts())
    store.set_derived_with("these")
    whole = told()
    quick = export_text(store, "ttl")
    graph = next(store.document_graphs())
    head = store.head(graph)
    assert head is not None
    store.set_head(graph, replace(head, copies=frozenset({SourceFacts.of(Document("", "a"))})))
    assert told() != whole
    store.remove_document(READINGS[1].document.id)
    store.replace_documents([(reading, ()) for reading in READINGS[:3]], VERSION)
    store.rebuild_derived(KnownFacts())
    told()
    # Whoever has the store itself may change it.
    store.oxigraph.remove_graph(graph)
    told()
    store.replace_documents([(reading, ()) for reading in READINGS[1:]], VERSION)
    store.rebuild_derived(KnownFacts())
    store.set_derived_with("these")
    assert export_text(store, "ttl") == quick


NODES = st.sampled_from([*map(ox.NamedNode, ("urn:x:a", "urn:x:b")), *map(ox.BlankNode, "ab")])
PREDICATES = st.sampled_from(list(map(ox.NamedNode, ("urn:x:p", "urn:x:q"))))
LITERALS = st.one_of(
    st.text().map(text),
    st.integers().map(ox.Literal),
    st.sampled_from("ab").map(lambda value: ox.Literal(value, language="en")),
)
QUADS = st.builds(ox.Quad, NODES, PREDICATES, st.one_of(NODES, LITERALS))


@given(st.lists(QUADS))
def test_nodes_have_all_that_quads_say(quads: list[ox.Quad]) -> None:
    nodes = nodes_in(quads)
    assert len({node for node, *_ in nodes}) == len(nodes)
    assert lines_of(nodes) == {line_of(quad) for quad in quads}
    for node, said, _ in nodes:
        assert said == values_in(quad for quad in quads if name_of(quad.subject) == node)
