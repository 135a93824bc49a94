"""Building from Python: the order of sources, rebuilding, the graph in other libraries."""

from __future__ import annotations

import dataclasses
import gc
import itertools
import json
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from conftest import MEETS, URGES, Built, write_sources

import diplograph
from diplograph import Document, KnowledgeGraph
from diplograph.export import export_text
from diplograph.exporting import summarise, write_exports

DG = "https://w3id.org/diplograph/ontology#"
ID = "https://w3id.org/diplograph/id/"
DOCUMENTS = [
    Document(text="China urged Japan to resume talks.", path="a.txt", published="2023-03-03"),
    Document(text="Iran threatened Israel with war.", path="b.txt", published="2024-04-10"),
    Document(text="Japan urged China to release a citizen.", path="c.txt", published="2023-03-05"),
    # The same text twice: it is one document, whichever comes first.
    Document(text="Iran threatened Israel with war.", path="d.txt", published="2024-04-12"),
]


def quads_of(kg: KnowledgeGraph) -> list[str]:
    return sorted(str(quad) for quad in kg.store.quads())


def test_any_order_gives_equal_quads() -> None:
    first, *others = itertools.islice(itertools.permutations(DOCUMENTS), 0, None, 5)
    expected = quads_of(diplograph.build(first))
    assert len(expected) > 100
    # b.txt stands for the text, d.txt is told as another source of it.
    assert len([quad for quad in expected if '"d.txt"' in quad and "/id/copy/" in quad]) == 1
    assert len([quad for quad in expected if '"d.txt"' in quad]) == 1
    for order in others:
        assert quads_of(diplograph.build(order)) == expected


def test_rebuild_is_the_same_to_the_byte(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "texts")
    files = []
    for store in ("one", "two", "two"):  # anew, anew elsewhere, over itself
        kg = diplograph.build([sources], store=tmp_path / store)
        paths = write_exports(kg, tmp_path / "out", "t")
        files.append([path.read_bytes() for path in paths])
        del kg
    assert files[0] == files[1] == files[2]


def test_removed_source_leaves_the_store(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "texts")
    store = tmp_path / "store"
    before = diplograph.build([sources], store=store)
    assert _urged(before)
    # The store is locked as long as anybody holds it, and the query parser's caught exceptions do.
    del before
    gc.collect()
    (sources / "urges.txt").unlink()
    kept = diplograph.build([sources], store=store)
    assert _urged(kept)
    del kept
    gc.collect()
    after = diplograph.build([sources], diplograph.BuildOptions(prune=True), store=store)
    assert not _urged(after)
    assert quads_of(after) == quads_of(diplograph.build([sources]))


def _urged(kg: KnowledgeGraph) -> bool:
    return list(kg.query("ASK { id:china dg:urges id:united-states }").rows()) == [{"answer": True}]


def test_sources_may_be_paths_strings_or_documents(tmp_path: Path) -> None:
    file = tmp_path / "meets.md"
    file.write_text(MEETS, encoding="utf-8")
    (document,) = diplograph.build(file).store.documents()
    for sources in (str(file), [file], [str(tmp_path)], [tmp_path / "*.md"]):
        assert list(diplograph.build(sources).store.documents()) == [document]
    text = MEETS.split("---\n\n")[1].strip()
    given = Document(text=text, title="Macron receives Scholz", published="2023-01-23")
    (same,) = diplograph.build(given).store.documents()
    assert same.sha256 == document.sha256


def test_extract_streams_frozen_records() -> None:
    taken = []

    def texts() -> itertools.chain[Document]:
        for n in range(1000):
            taken.append(n)
            yield Document(text=f"Text {n}. China urged Japan to resume talks.")

    relation = next(diplograph.extract(texts()))
    assert (relation.source.actor.name, relation.relation) == ("China", "urges")
    assert (relation.type, relation.status) == ("REQUEST", "actual")
    assert len(taken) < 200
    with pytest.raises(dataclasses.FrozenInstanceError):
        relation.confidence = 1.0  # type: ignore[misc]


def test_failures_are_counted_and_do_not_stop(tmp_path: Path) -> None:
    kg = diplograph.build([tmp_path / "none.txt", *DOCUMENTS])
    assert (kg.tally.documents, kg.tally.refused) == (4, 1)
    assert kg.tally.failures[0].path.endswith("none.txt")
    assert summarise(kg)["refused"] == 1


def test_query_gives_rows_and_takes_values(built: Built) -> None:
    kg = diplograph.build([built.sources])
    rows = list(kg.query("SELECT ?a ?b { ?a dg:urges ?b }").rows())
    assert rows == [{"a": f"{ID}china", "b": f"{ID}united-states"}]
    named = kg.query("SELECT ?a { ?a dg:urges ?b . ?b skos:prefLabel ?name }", name="United States")
    assert list(named.rows()) == [{"a": f"{ID}china"}]
    with pytest.raises(diplograph.DiplographError):
        kg.query("DELETE WHERE { ?s ?p ?o }")


def test_rdflib_networkx_and_page(built: Built, tmp_path: Path) -> None:
    kg = diplograph.build([built.sources])
    dataset = kg.to_rdflib()
    assert isinstance(dataset, rdflib.Dataset)
    assert len(list(dataset.quads())) == len(kg.store)
    graph = kg.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    assert any(
        (u, v) == (f"{ID}china", f"{ID}united-states") and data["relation"] == "urges"
        for u, v, data in graph.edges(data=True)
    )
    kg.to_html(tmp_path / "sub" / "graph.html", title="Two <b>states</b>")
    page = (tmp_path / "sub" / "graph.html").read_text(encoding="utf-8")
    assert "Two &lt;b&gt;states" in page


def test_direct_triples_only_for_what_is_actual_and_factual() -> None:
    kg = diplograph.build(
        [
            Document(text="China urged Japan to resume talks."),
            Document(text="Scholz will visit Japan.", published="2023-03-01"),
            Document(text="Iran did not threaten Israel."),
        ]
    )
    direct = {
        (row["s"], row["p"], row["o"])
        for row in kg.query(
            "SELECT ?s ?p ?o { ?s ?p ?o . FILTER(STRSTARTS(STR(?o), STR(id:))) "
            "VALUES ?p { dg:urges dg:visits dg:threatens } }"
        ).rows()
    }
    assert direct == {(f"{ID}china", f"{DG}urges", f"{ID}japan")}
    statuses = {d for (d,) in _values(kg, "SELECT ?s { ?e a dg:Event ; dg:status ?s }")}
    assert statuses == {f"{DG}actual", f"{DG}planned", f"{DG}negated"}


def _values(kg: KnowledgeGraph, query: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in kg.query(query).rows()]


def test_summary_says_what_it_was_made_from(built: Built) -> None:
    summary = json.loads((built.exports / "summary.json").read_text(encoding="utf-8"))
    kg = diplograph.build([built.sources])
    documents = summary.pop("documents")
    assert summary == json.loads(json.dumps(summarise(kg)))
    assert [(d["iri"], d["sha256"]) for d in documents] == [
        (d.iri, d.sha256) for d in kg.store.documents()
    ]
    hashes = {"pipeline", "lemmas", "ontology", "lexicon", "gazetteer"}
    assert {f"{name}_sha256" for name in hashes} <= set(summary["versions"])
    assert all(len(document["sha256"]) == 64 for document in documents)


def test_another_pipeline_is_named_in_summary_and_graph(
    nlp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diplograph.resources import model_path

    copy = tmp_path / "other"
    copy.mkdir()
    for path in model_path().iterdir():
        (copy / path.name).symlink_to(path)
    (copy / "meta.json").unlink()
    meta = json.loads((model_path() / "meta.json").read_text(encoding="utf-8"))
    (copy / "meta.json").write_text(json.dumps({**meta, "name": "other"}), encoding="utf-8")
    options = diplograph.BuildOptions(pipeline=str(copy))
    kg = diplograph.build([Document(text=URGES)], options)
    versions = summarise(kg)["versions"]
    assert versions["pipeline"] == f"other-{meta['version']}"
    assert (
        versions["pipeline_sha256"]
        != summarise(diplograph.build([]))["versions"]["pipeline_sha256"]
    )
    assert f"other-{meta['version']}" in export_text(kg.store, "nt")
