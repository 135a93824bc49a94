"""What was written to a store is read back from the journal, as the store itself would tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from factories import VERSION, KnownFacts, briefing, by_subject_and_graph, summit
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph import stored
from diplograph.errors import OntologyError
from diplograph.export import export_store, export_text
from diplograph.increments import state_of
from diplograph.journal import Journal, unpacked
from diplograph.node_values import name_of, nodes_in, values_in
from diplograph.rdf import derived_graph, graph_of
from diplograph.rdf.sources import SourceFacts
from diplograph.rdf.telling import told as told_in
from diplograph.rdf.terms import term, text
from diplograph.records import Document, Reading
from diplograph.relations_table import relation_rows
from diplograph.store import GraphStore

READINGS = (
    briefing(),
    summit(),
    Reading(Document("Nothing happened.", path="corpus/nothing.md")),
    replace(briefing(), relations=briefing().relations[:2]),
)
OTHER = "https://example.org/kg/"


def of(number: int, base: str = GraphStore().base) -> ox.NamedNode:
    """The graph of a reading."""
    return graph_of(base, READINGS[number].document.id)


def put(store: GraphStore, *numbers: int) -> None:
    store.replace_documents([(READINGS[number], ()) for number in numbers], VERSION)


def derive(store: GraphStore) -> None:
    store.set_derived_with("")
    store.rebuild_derived(KnownFacts())
    store.set_derived_with("these")


def set_copies(store: GraphStore, number: int, *paths: str) -> None:
    """Give a document other sources with its text."""
    head = store.head(of(number, store.base))
    assert head is not None
    copies = frozenset(SourceFacts.of(Document("", path, title="Again")) for path in paths)
    store.set_head(of(number, store.base), replace(head, copies=copies))


def check(store: GraphStore) -> None:
    """Whatever the store tells is what its quads say."""
    quads = set(store.quads())
    written = {
        (node, predicate, value)
        for node, said, terms in map(unpacked, store.nodes_by_graph())
        for predicate, values in said.items()
        for value in terms.get(predicate, [f"<{value}>" for value in values])
    }
    assert written == {(name_of(q.subject), q.predicate.value, str(q.object)) for q in quads}
    about, graphs = by_subject_and_graph(quads)
    for node, found in about.items():
        assert store.values_of(node) == values_in(found)
    names = [graph for graph in graphs if graph.value.startswith(f"{store.base}graph/doc/")]
    assert dict(store.told()) == {name.value: told_in(graphs[name]) for name in names}
    # The same without a journal.
    plain = GraphStore(base=store.base)
    plain.oxigraph.extend(quads)
    assert list(store.documents()) == list(plain.documents())
    assert list(store.documents_named()) == [document.iri for document in plain.documents()]
    assert dict(store.heads()) == dict(plain.heads())
    assert dict(store.heads()) == {name.value: store.head(name) for name in names}
    assert dict(store.events()) == dict(plain.events())
    assert list(relation_rows(store)) == list(relation_rows(plain))
    assert state_of(store) == state_of(plain)
    for number in range(len(READINGS)):
        assert store.has_graph(of(number, store.base)) == (of(number, store.base) in graphs)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """To be called where the store's graphs are not to be gone through from now on."""

    def refuse(*_: object) -> None:
        raise AssertionError("the store was gone through")

    return lambda: monkeypatch.setattr(stored, "document_graphs", refuse)


def told_alone(store: GraphStore) -> None:
    """All that derivation and exports ask for, which `unread` lets be told by a journal alone."""
    assert list(store.told())
    assert list(store.told(naming=True))
    assert dict(store.heads())


def test_a_store_that_was_empty_is_not_gone_through(
    tmp_path: Path, unread: Callable[[], None]
) -> None:
    store = GraphStore(tmp_path / "store")
    put(store, 0, 1)
    set_copies(store, 0, "one.txt")
    derive(store)
    set_copies(store, 1, "other.txt")
    put(store, 2, 3)
    store.remove_document(READINGS[2].document.id)
    store.remove_document(READINGS[2].document.id)
    derive(store)
    store.reopen()
    check(store)
    unread()
    told_alone(store)


def test_what_a_store_had_before_is_told_as_well(
    tmp_path: Path, unread: Callable[[], None]
) -> None:
    put(GraphStore(tmp_path / "store"), 0)
    store = GraphStore(tmp_path / "store")
    check(store)
    put(store, 1)
    check(store)
    derive(store)
    check(store)
    assert len(list(store.documents())) == 2
    unread()
    with pytest.raises(AssertionError):
        told_alone(store)


def test_a_graph_without_a_quad_is_something_that_a_store_had(tmp_path: Path) -> None:
    ox.Store(str(tmp_path / "store")).add_graph(of(0))
    store = GraphStore(tmp_path / "store")
    assert store.has_graph(of(0))
    assert list(store.document_graphs()) == [of(0)]


@pytest.mark.parametrize("many", [0, 500])
def test_another_head_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr("diplograph.store._MANY", many)  # after which the store is opened anew
    store = GraphStore(tmp_path / "store")
    put(store, 0, 1)
    check(store)
    for paths in (("a",), ("a", "b"), ("b",), ()):
        set_copies(store, 0, *paths)
        check(store)
    set_copies(store, 1, "c")
    derive(store)
    check(store)
    set_copies(store, 1)
    check(store)
    derive(store)
    check(store)


def test_a_graph_that_was_removed_and_written_again_is_told_once(tmp_path: Path) -> None:
    store = GraphStore(tmp_path / "store")
    put(store, 0, 1)
    put(store, 3)
    check(store)
    store.remove_graph(of(1))
    check(store)
    assert not store.has_graph(of(1))
    put(store, 1)
    derive(store)
    store.remove_graph(derived_graph(store.base))
    check(store)
    derive(store)
    check(store)
    for number in (0, 1):
        store.remove_graph(of(number))
    check(store)
    derive(store)  # of nothing
    check(store)


def test_the_derived_graph_is_told_whether_up_to_date_or_not(tmp_path: Path) -> None:
    store = GraphStore(tmp_path / "store")
    store.set_derived_with("before anything is there")
    check(store)
    put(store, 0, 1)
    derive(store)
    check(store)
    store.set_derived_with("others")
    check(store)
    store.set_derived_with("")
    check(store)
    derive(store)
    check(store)


def test_whoever_has_the_store_itself_may_change_it(tmp_path: Path) -> None:
    store = GraphStore(tmp_path / "store")
    put(store, 0, 1)
    store.oxigraph.remove_graph(of(0))
    check(store)
    put(store, 2)
    store.oxigraph.add(ox.Quad(of(1), term("rdfs:label"), text("Another"), of(1)))
    check(store)
    derive(store)
    check(store)


def test_what_is_loaded_is_told(tmp_path: Path) -> None:
    source = GraphStore()
    put(source, 1)
    source.rebuild_derived(KnownFacts())
    export_store(source, "nq", tmp_path / "graph.nq")
    store = GraphStore(tmp_path / "store")
    put(store, 0)
    store.load_file(tmp_path / "graph.nq")
    check(store)
    assert len(list(store.documents())) == 2
    put(store, 2)
    derive(store)
    check(store)


def test_a_store_cleared_for_another_base_tells_of_that_alone(
    tmp_path: Path, unread: Callable[[], None]
) -> None:
    before = GraphStore(tmp_path / "store")
    put(before, 0, 1)
    del before
    store = GraphStore(tmp_path / "store", OTHER)
    store.check_base(clear=True)
    assert not list(store.quads())
    put(store, 1)
    derive(store)
    check(store)
    assert all(document.iri.startswith(OTHER) for document in store.documents())
    unread()
    told_alone(store)


def test_what_was_broken_off_is_told_as_it_is(tmp_path: Path) -> None:
    store = GraphStore(tmp_path / "store")
    put(store, 0)

    def facts(*_: object) -> None:
        raise KeyboardInterrupt

    odd = replace(briefing().relations[0], relation="frobs")
    with pytest.raises(OntologyError):
        store.replace_document(replace(briefing(), relations=(odd,)))
    check(store)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(KnownFacts, "actor", facts)
        store.rebuild_derived(KnownFacts())
    check(store)
    derive(store)
    check(store)


# What may happen to a store: by its name, of a reading.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "remove", "head", "derive", "stale", "again", "itself", "check"]),
        st.integers(0, 3),
    ),
    max_size=10,
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_happens_to_a_store_is_told(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        store = GraphStore(Path(folder) / "store")
        for step, number in steps:
            if step == "put":
                put(store, number)
            elif step == "remove":
                store.remove_graph(of(number))
            elif step == "head" and store.head(of(number)) is not None:
                set_copies(store, number, f"{len(steps)}.txt")
            elif step == "derive":
                derive(store)
            elif step == "stale":
                store.set_derived_with("")
            elif step == "again":
                del store
                store = GraphStore(Path(folder) / "store")
            elif step == "itself":
                store.oxigraph.remove_graph(of(number))
            elif step == "check":
                check(store)
        check(store)
        derive(store)
        check(store)
        plain = GraphStore()
        plain.oxigraph.extend(store.quads())
        assert export_text(store, "ttl") == export_text(plain, "ttl")
        del store


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("gh"), st.text()), min_size=1))
def test_nodes_are_read_back_from_a_journal(told: list[tuple[str, str, str]]) -> None:
    name, journal = term("dg:toldName"), Journal()
    node = {letter: ox.NamedNode(f"urn:x:{letter}") for letter in "abcgh"}
    quads = [ox.Quad(node[n], name, text(value), node[graph]) for n, graph, value in told]
    journal.write((node[g], nodes_in(q for q in quads if q.graph_name == node[g])) for g in "gh")
    journal.forget(node["h"])
    for letter in "abcz":
        held = {q for q in quads if q.subject.value[-1] == letter and q.graph_name == node["g"]}
        assert journal.values_of(f"urn:x:{letter}") == values_in(held)
    listed = sorted({f"urn:x:{graph}" for _, graph, _ in told if graph != "h"})
    assert sorted(journal.graphs()) == listed
    assert len(nodes_in(quads)) == len({n for n, *_ in told})
