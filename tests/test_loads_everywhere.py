"""The exports of the sample corpus in other stores: equal counts, equal answers.

rdflib and Oxigraph are there anyway; Virtuoso, rapper, serdi and N3.js are installed by
`make stores`. Without them the tests are skipped, but for continuous integration (CI=true).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from event_pairs import TableFacts, pairs, readings
from factories import VERSION, briefing, summit
from stores import Row, Virtuoso, canonical, virtuoso

import diplograph
from diplograph.export import export_store
from diplograph.gazetteer import load_gazetteer
from diplograph.query import bind, fill, run_saved, saved_queries
from diplograph.rdf import GazetteerFacts
from diplograph.rdf.terms import writable
from diplograph.store import GraphStore, open_graph

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[1]
TRIPLES, QUADS = ("ttl", "nt"), ("nq", "trig", "jsonld")
N3 = ROOT / ".venv" / "node" / "node_modules" / "n3"
ODD = (
    "\"quoted\" \\ back 'n' <b> {x} \t tab \n line \r \x00 \ufffe \uffff \u2028 "
    "\U0001f642 é ﷽ \x7f \x1b end\\"
)

VALUES = {
    "actor": "China",
    "one": "China",
    "other": "United States",
    "x": "China",
    "y": "United States",
    "by": "China",
    "source": "China",
    "target": "United States",
    "state": "China",
    "person": "Xi Jinping",
    "topic": "Taiwan",
    "issue": "trade",
    "where": "Beijing",
    "type": "CONSULT",
    "since": "2020-01-01",
    "at": "2023-02-01",
    "below": "0.8",
    "least": "1",
    "only": "meets",
}


def tool(name: str) -> str:
    """The path of a program; the test is skipped where it is missing, but never in CI."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing: run make stores")
        pytest.skip(f"{name} is missing: make stores installs it")
    return found


@pytest.fixture(scope="module")
def store() -> GraphStore:
    """The sample corpus, with plans, denials and repeated tellings beside it."""
    made = diplograph.build([ROOT / "corpus"]).store
    for pair in pairs():
        for reading in readings(pair):
            made.replace_document(reading, VERSION)
    made.rebuild_derived(GazetteerFacts(load_gazetteer()))
    return made


@pytest.fixture(scope="module")
def files(store: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    for form in (*TRIPLES, *QUADS):
        export_store(store, form, folder / f"graph.{form}")
    odd = GraphStore()
    reading = briefing()
    relations = tuple(replace(r, topic=ODD, rule=ODD) for r in reading.relations)
    document = replace(reading.document, title=ODD, path=ODD, source=ODD)
    odd.replace_document(replace(reading, document=document, relations=relations), VERSION)
    odd.rebuild_derived()
    for form in (*TRIPLES, *QUADS):
        export_store(odd, form, folder / f"odd.{form}")
    return folder


def wanted(store: GraphStore, form: str) -> int:
    quads = set(store.quads())
    return len({quad.triple for quad in quads}) if form in TRIPLES else len(quads)


# The saved queries with all their parameters, and with those alone that must be given


@lru_cache(maxsize=1)
def asked() -> list[tuple[str, bool]]:
    return [(name, every) for name in sorted(saved_queries()) for every in (False, True)]


def values(store: GraphStore, name: str, every: bool) -> dict[str, str]:
    found = {
        p.name: VALUES[p.name]
        for p in saved_queries()[name].params
        if p.name != "event" and (p.required or every)
    }
    if name == "mentions-of-event":
        (row, *_) = run_saved(store, "told-by-several").rows()
        found["event"] = str(row["event"])
    return found


def text(store: GraphStore, name: str, every: bool) -> str:
    query = saved_queries()[name]
    return fill(query, bind(store, query, values(store, name, every)))


def answer(store: GraphStore, query: str) -> list[Row]:
    def value(term: object) -> str:
        datatype = term.datatype.value if isinstance(term, ox.Literal) else None
        return canonical(getattr(term, "value", None), datatype)

    return sorted(tuple(map(value, row)) for row in store.run_trusted(query).terms())


@lru_cache(maxsize=1)
def answers(store: GraphStore) -> dict[tuple[str, bool], list[Row]]:
    return {key: answer(store, text(store, *key)) for key in asked()}


def test_every_parameter_has_a_value() -> None:
    named = {p.name for query in saved_queries().values() for p in query.params}
    assert named - {"event"} <= set(VALUES)


def test_nearly_every_query_has_an_answer(store: GraphStore) -> None:
    found = answers(store)
    silent = [key for key, rows in found.items() if not rows]
    assert len(found) - len(silent) >= 40, silent


@pytest.mark.parametrize("form", [*TRIPLES, *QUADS])
def test_oxigraph_counts_and_answers(store: GraphStore, files: Path, form: str) -> None:
    loaded = open_graph(files / f"graph.{form}")
    assert len(loaded) == wanted(store, form)
    for key, rows in answers(store).items():
        assert answer(loaded, text(store, *key)) == rows, key


@pytest.mark.parametrize(
    ("form", "parser"),
    [("ttl", "turtle"), ("nt", "nt"), ("nq", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")],
)
def test_rdflib_counts(store: GraphStore, files: Path, form: str, parser: str) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(files / f"graph.{form}", format=parser)
    assert len(set(dataset.quads())) == wanted(store, form)


@pytest.mark.parametrize(("form", "parser"), [("ttl", "turtle"), ("nq", "nquads")])
def test_rdflib_answers(tmp_path: Path, form: str, parser: str) -> None:
    # On a few documents: its engine takes minutes for a query on the sample corpus.
    some = GraphStore()
    chosen = [pair for number, pair in enumerate(pairs()) if number % 6 == 0]
    for reading in (briefing(), summit(), *(r for pair in chosen for r in readings(pair))):
        some.replace_document(reading, VERSION)
    some.rebuild_derived(TableFacts())
    export_store(some, form, tmp_path / f"some.{form}")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(tmp_path / f"some.{form}", format=parser)
    answered = 0
    for key in asked():
        query = text(some, *key)
        rows = answer(some, query)
        answered += bool(rows)
        assert rdflib_answer(dataset, query) == rows, key
    assert answered >= 35


def rdflib_answer(dataset: rdflib.Dataset, query: str) -> list[Row]:
    found = []
    for row in dataset.query(query):
        assert isinstance(row, rdflib.query.ResultRow)
        found.append(
            tuple(
                canonical(None if t is None else str(t), str(getattr(t, "datatype", None)))
                for t in row
            )
        )
    return sorted(found)


# Virtuoso


@pytest.fixture(scope="module")
def server(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    tool("virtuoso-t")
    with virtuoso(tmp_path_factory.mktemp("virtuoso"), files) as running:
        for form in TRIPLES:
            running.load(files / f"graph.{form}", f"http://test/{form}")
        yield running


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_QUADS = """SELECT (COUNT(*) AS ?n) {
  GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https://w3id.org/diplograph/id/graph/")) }"""


@pytest.mark.parametrize("form", TRIPLES)
def test_virtuoso_counts_and_answers(store: GraphStore, server: Virtuoso, form: str) -> None:
    graph = [f"http://test/{form}"]
    assert server.ask(COUNT, graph) == [(canonical(str(wanted(store, form)), "integer"),)]
    for key, rows in answers(store).items():
        assert server.ask(text(store, *key), graph) == rows, key


@pytest.mark.parametrize(("form", "flags"), [("nq", 512), ("trig", 256)])
def test_virtuoso_loads_quads(
    store: GraphStore, files: Path, server: Virtuoso, form: str, flags: int
) -> None:
    server.load(files / f"graph.{form}", "http://test/default", flags)
    count = canonical(str(wanted(store, form)), "integer")
    assert server.ask(COUNT_QUADS) == [(count,)]
    graphs = [g.value for g in store.oxigraph.named_graphs() if isinstance(g, ox.NamedNode)]
    for graph in graphs:
        server.run(f"SPARQL CLEAR GRAPH <{graph}>;")
    assert server.ask(COUNT_QUADS) == [("0.0000",)]


@pytest.mark.parametrize("form", TRIPLES)
def test_virtuoso_keeps_odd_texts(files: Path, server: Virtuoso, form: str) -> None:
    graph = f"http://test/odd-{form}"
    server.load(files / f"odd.{form}", graph)
    query = "SELECT DISTINCT ?t { ?e <https://w3id.org/diplograph/ontology#topic> ?t }"
    assert server.ask(query, [graph]) == [(writable(ODD),)]


# Parsers


@pytest.mark.parametrize("name", ["graph", "odd"])
@pytest.mark.parametrize(
    ("form", "syntax"),
    [("ttl", "turtle"), ("nt", "ntriples"), ("nq", "nquads"), ("trig", "trig")],
)
def test_rapper_counts(store: GraphStore, files: Path, name: str, form: str, syntax: str) -> None:
    done = subprocess.run(
        [tool("rapper"), "-c", "-i", syntax, str(files / f"{name}.{form}")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not re.search(r"Warning|Error", done.stderr), done.stderr
    counted = re.search(r"returned (\d+) (?:triples|statements)", done.stderr)
    assert counted is not None
    assert int(counted[1]) == wanted(open_graph(files / f"{name}.{form}"), form)


@pytest.mark.parametrize("name", ["graph", "odd"])
@pytest.mark.parametrize(
    ("form", "syntax"),
    [("ttl", "turtle"), ("nt", "ntriples"), ("nq", "nquads"), ("trig", "trig")],
)
def test_serdi_reads_every_quad(files: Path, name: str, form: str, syntax: str) -> None:
    done = subprocess.run(
        [tool("serdi"), "-i", syntax, "-o", "nquads", str(files / f"{name}.{form}")],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    again = ox.Store()
    again.load(done.stdout, format=ox.RdfFormat.N_QUADS)
    assert set(again) == set(open_graph(files / f"{name}.{form}").quads())


@pytest.mark.parametrize("name", ["graph", "odd"])
@pytest.mark.parametrize(
    ("form", "syntax"),
    [("ttl", "Turtle"), ("nt", "N-Triples"), ("nq", "N-Quads"), ("trig", "TriG")],
)
def test_n3_counts(files: Path, name: str, form: str, syntax: str) -> None:
    node = tool("node")
    if not N3.is_dir():
        tool(str(N3))
    script = Path(__file__).parent / "parse_n3.js"
    done = subprocess.run(
        [node, str(script), str(N3), str(files / f"{name}.{form}"), syntax],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == wanted(open_graph(files / f"{name}.{form}"), form)
