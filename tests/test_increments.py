"""Builds over a store: any way of bringing documents in gives the graph of a fresh build."""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from factories import CHINA, MAO, USA, KnownFacts, relation
from hypothesis import given, settings
from hypothesis import strategies as st

import diplograph
from diplograph import BuildOptions, Document, building, extracting
from diplograph.export import export_text
from diplograph.exporting import write_exports
from diplograph.increments import Increment, News
from diplograph.rdf import ReaderVersion
from diplograph.reading import Refused
from diplograph.records import Reading
from diplograph.store import GraphStore
from diplograph.tally import Tally

VERSION = ReaderVersion("0.1.0", "core-0.1.0", "a" * 16)
PRUNE = BuildOptions(prune=True)
TEXTS = (
    "China urged the US to talk.",
    "China urged the US to talk, and Mao Ning accused the US of hacking.",
)
SOURCES = [
    Document(text, path, record_id, published=day)
    for text in TEXTS
    for path, record_id, day in (
        ("a.txt", None, "2023-03-01"),
        ("b.txt", None, "2023-03-01"),
        ("c.txt", None, "2023-03-09"),
        ("rows.csv", "1", "2023-03-01"),
        ("rows.csv", "2", None),
    )
]
RUNS = st.lists(st.lists(st.sampled_from(SOURCES), max_size=5), min_size=1, max_size=4)


def reading_of(document: Document) -> Reading:
    """What a pipeline would say; the day of the document comes into it."""
    urging = relation(
        document,
        document.text,
        "urges",
        (CHINA, "China"),
        (USA, "the US"),
        "urged",
        date=document.published,
    )
    found = [urging]
    if "Mao" in document.text:
        found.append(
            relation(document, document.text, "accuses", (MAO, "Mao"), (USA, "US"), "accused")
        )
    return Reading(document, tuple(found))


def run_over(
    store: GraphStore,
    documents: Iterable[Document],
    version: ReaderVersion = VERSION,
    *,
    prune: bool,
    batch: int = 2,
) -> list[Document]:
    """One run with batches; the documents that were read."""
    increment = Increment(store, version)
    read: list[Document] = []
    waiting: list[Document] = []

    def commit() -> None:
        increment.commit(reading_of(document) for document in waiting)
        read.extend(waiting)
        waiting.clear()

    for document in documents:
        news, wanted = increment.take(document)
        if news is News.TEXT:
            waiting.append(wanted)
        if len(waiting) == batch:
            commit()
    commit()
    waiting.extend(increment.finish(prune=prune))
    commit()
    store.rebuild_derived(KnownFacts())
    return read


def content(store: GraphStore) -> str:
    return export_text(store, "nq")


@settings(max_examples=60, deadline=None)
@given(RUNS, st.integers(1, 4))
def test_the_last_of_several_pruning_runs_counts(
    runs: Sequence[Sequence[Document]], batch: int
) -> None:
    store, fresh = GraphStore(), GraphStore()
    for documents in runs:
        run_over(store, documents, prune=True, batch=batch)
    run_over(fresh, sorted(runs[-1], key=str), prune=True)
    assert content(store) == content(fresh)
    assert run_over(store, runs[-1], prune=True) == []
    assert content(store) == content(fresh)


@settings(max_examples=60, deadline=None)
@given(RUNS, st.integers(1, 4))
def test_another_version_reads_everything_anew(
    runs: Sequence[Sequence[Document]], batch: int
) -> None:
    store, fresh = GraphStore(), GraphStore()
    newer = dataclasses.replace(VERSION, inputs="b" * 16)
    run_over(store, [d for run in runs for d in run], prune=False)
    run_over(store, runs[-1], newer, prune=True, batch=batch)
    run_over(fresh, runs[-1], newer, prune=True)
    assert content(store) == content(fresh)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SOURCES), max_size=8), st.data())
def test_sources_brought_in_several_runs_are_sources_of_one(
    documents: Sequence[Document], data: st.DataObject
) -> None:
    # One text a path: otherwise the later run says that the file has another text now.
    texts: dict[tuple[str, str | None], Document] = {}
    for document in documents:
        if not any(path == document.path for path, _ in texts):
            texts[document.path, document.record_id] = document
    parts: list[list[Document]] = [[], []]
    for document in texts.values():
        parts[data.draw(st.integers(0, 1))].append(document)
    store, fresh = GraphStore(), GraphStore()
    for part in parts:
        run_over(store, part, prune=False)
    run_over(fresh, texts.values(), prune=False)
    assert content(store) == content(fresh)


def test_what_is_refused_leaves_the_graph() -> None:
    store = GraphStore()
    run_over(store, SOURCES[:1], prune=True)
    increment = Increment(store, dataclasses.replace(VERSION, inputs="b" * 16))
    _, wanted = increment.take(SOURCES[0])
    increment.commit([Refused(wanted, "no")])
    increment.finish(prune=True)
    assert increment.changed
    assert list(store.document_graphs()) == []


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "texts",
        one="China urged Japan to resume talks.",
        two="Iran threatened Israel with war.",
        three="Iran threatened Israel with war.",
    )


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.came, tally.documents, tally.unchanged, tally.refused


def test_unchanged_documents_are_not_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    kg = diplograph.build([folder], store=store)
    assert counts(kg.tally) == (3, 3, 0, 0)
    paths = write_exports(kg, tmp_path / "out", "t")
    before = [path.stat().st_mtime_ns for path in paths]
    del kg
    gc.collect()

    def never(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patched:
        patched.setattr(extracting, "load_reader", never)
        patched.setattr(GraphStore, "rebuild_derived", never)
        kg = diplograph.build([folder], store=store)
        assert counts(kg.tally) == (3, 0, 3, 0)
        assert [p.stat().st_mtime_ns for p in write_exports(kg, tmp_path / "out", "t")] == before
    # A file that somebody else wrote to is written anew.
    paths[0].write_text("", encoding="utf-8")
    write_exports(kg, tmp_path / "out", "t")
    assert paths[0].stat().st_size > 1000


def test_one_changed_document_changes_one_named_graph(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    kg = diplograph.build([folder], store=store)
    before = graphs_of(kg)
    del kg
    gc.collect()
    write(folder, one="China urged Japan to release a citizen.")
    kg = diplograph.build([folder], store=store)
    assert counts(kg.tally) == (3, 1, 2, 0)
    after = graphs_of(kg)
    same = {name for name in before if after.get(name) == before[name]}
    documents = {name for name in before | after if "/graph/doc/" in name}
    assert len(documents & same) == 1
    assert len(documents - same) == 2  # the old text's and the new one's
    assert content(kg.store) == content(diplograph.build([folder]).store)


def graphs_of(kg: diplograph.KnowledgeGraph) -> dict[str, frozenset[str]]:
    return {
        name.value: frozenset(map(str, kg.store.oxigraph.quads_for_pattern(None, None, None, name)))
        for name in kg.store.oxigraph.named_graphs()
    }


@pytest.mark.parametrize(
    "changed", [{"min_confidence": 0.5}, {"actors": True}, {"ontology": True}], ids=str
)
def test_other_options_read_again(
    folder: Path, tmp_path: Path, changed: dict[str, float | bool]
) -> None:
    actors = tmp_path / "actors.csv"
    actors.write_text("name,kind\nBlue Sea Forum,organisation\n", encoding="utf-8")
    first = BuildOptions()
    reader = first.reader()
    values = {
        name: {"actors": actors, "ontology": folder / "one.txt"}.get(name, value)
        for name, value in changed.items()
    }
    second = dataclasses.replace(first, **values)  # type: ignore[arg-type]
    assert second.reader() != reader
    assert dataclasses.replace(first, workers=2, prune=True).reader() == reader


def test_a_broken_off_build_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    commit = Increment.commit
    calls = []

    def once(self: Increment, outcomes: Iterable[object]) -> None:
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        commit(self, outcomes)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Increment, "commit", once)
        patched.setattr(building, "_COMMIT", 1)
        with pytest.raises(KeyboardInterrupt):
            diplograph.build([folder], store=store)
    gc.collect()
    kg = diplograph.build([folder], store=store)
    assert kg.tally.unchanged == 1
    assert content(kg.store) == content(diplograph.build([folder]).store)


def test_a_store_of_another_base_is_refused_or_pruned(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    other = BuildOptions(base="https://example.org/")
    diplograph.build([folder], other, store)
    gc.collect()
    with pytest.raises(diplograph.DiplographError, match=r"https://example\.org/"):
        diplograph.build([folder], store=store)
    gc.collect()
    kg = diplograph.build([folder], PRUNE, store)
    assert content(kg.store) == content(diplograph.build([folder]).store)


def test_every_document_is_accounted_for() -> None:
    tally = Tally(came=3, documents=1, unchanged=1)
    with pytest.raises(diplograph.DiplographError, match="3 in = 1 built"):
        tally.check()


def test_a_fault_at_one_document_refuses_it_alone(
    monkeypatch: pytest.MonkeyPatch, nlp: object
) -> None:
    from diplograph.components import RelationReader

    reading = RelationReader.reading

    def faulty(self: RelationReader, doc: object) -> Reading:
        if "Iran" in str(doc):
            raise ZeroDivisionError("odd text")
        return reading(self, doc)  # type: ignore[arg-type]

    monkeypatch.setattr(RelationReader, "reading", faulty)
    documents = [Document(f"China urged Japan to talk {n} times.", path=f"{n}") for n in range(9)]
    documents[4] = Document("Iran threatened Israel.", path="4")
    kg = diplograph.build(documents)
    assert counts(kg.tally) == (9, 8, 0, 1)
    assert (
        str(kg.tally.failures[0])
        == "4: cannot be read by the language pipeline: ZeroDivisionError: odd text"
    )
