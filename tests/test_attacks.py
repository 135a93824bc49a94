"""Text stays text: strings that attack, through every output; each comes back as it was."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
import uvicorn
from attacks import ATTACKS, attacked
from browsing import NEEDS_CHROMIUM, chromium, watched
from conftest import Cli
from starlette.testclient import TestClient

from diplograph.cells import guard_cell, unguard_cell
from diplograph.disk import FORMATS
from diplograph.documents import SourceFailure
from diplograph.export import export_neo4j, export_store, export_text
from diplograph.graph import page_of
from diplograph.rdf.terms import DEFAULT_BASE, iri, local_id, writable
from diplograph.report import of_store, of_view, render_report
from diplograph.server import Limits, create_app
from diplograph.store import GraphStore
from diplograph.view import GraphView, view_of
from diplograph.visible import safe_json, visible

WANTED = {writable(attack) for attack in ATTACKS}
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@pytest.fixture(scope="module")
def store() -> GraphStore:
    return attacked()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("attacked")
    attacked(home / "store")
    return home / "store"


LABELS = "SELECT DISTINCT ?x { ?a dg:topic ?x . ?b a dg:Group ; skos:prefLabel ?x }"
TITLES = "SELECT DISTINCT ?x { ?d a dg:Document ; dcterms:title ?x }"
TOPICS = "SELECT DISTINCT ?x { ?e dg:topic ?x }"


@pytest.mark.parametrize("form", ["ttl", "trig", "nt", "nq", "jsonld"])
def test_rdf_parses_back(store: GraphStore, form: str) -> None:
    loaded = GraphStore()
    loaded.oxigraph.load(export_text(store, form).encode(), format=FORMATS[f".{form}"])
    assert {q.triple for q in loaded.quads()} == {q.triple for q in store.quads()}
    for query in (LABELS, TITLES, TOPICS):
        assert {row["x"] for row in loaded.query(query).rows()} == WANTED


def test_rdflib_reads_the_same(store: GraphStore) -> None:
    graph = rdflib.Graph().parse(data=export_text(store, "ttl"), format="turtle")
    titles = graph.objects(None, rdflib.DCTERMS.title)
    assert {str(title) for title in titles} == WANTED


def test_no_iri_leaves_its_place(store: GraphStore) -> None:
    for quad in store.quads():
        for node in (quad.subject, quad.object):
            if isinstance(node, ox.NamedNode) and node.value.startswith(DEFAULT_BASE):
                assert re.fullmatch(r"[A-Za-z0-9/_.~%#-]+", node.value.removeprefix("https:"))
                assert not {".", "..", ""} & set(node.value.removeprefix(DEFAULT_BASE).split("/"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_ids_come_back_from_iris(attack: str) -> None:
    node = iri(DEFAULT_BASE, f"x/{attack}")
    if "//" not in f"x/{attack}" and not attack.endswith("/"):
        assert local_id(DEFAULT_BASE, node.value) == f"x/{attack}"


@pytest.mark.parametrize("form", ["csv", "events"])
def test_tables_parse_back_and_hold_no_formula(store: GraphStore, form: str) -> None:
    rows = list(csv.DictReader(io.StringIO(export_text(store, form), newline="")))
    topics = {unguard_cell(row["topic"]) for row in rows}
    assert topics == WANTED
    cells = [cell for row in rows for cell in row.values() if cell]
    assert not [cell for cell in cells if cell.startswith(FORMULA) and not _number(cell)]


def _number(cell: str) -> bool:
    return re.fullmatch(r"-?[0-9.]+", cell) is not None


def test_tables_for_neo4j_parse_back(store: GraphStore, tmp_path: Path) -> None:
    # neo4j-admin reads no line breaks in cells; they and control characters become spaces there.
    control = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
    wanted = {text for text in WANTED if not control.search(text)}
    assert len(wanted) > 0.8 * len(WANTED)
    for path in export_neo4j(store, tmp_path):
        with path.open(encoding="utf-8", newline="") as file:
            assert wanted <= {cell for row in csv.reader(file) for cell in row}


def test_graphml_and_gexf_are_well_formed(store: GraphStore, tmp_path: Path) -> None:
    for form, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        export_store(store, form, tmp_path / form)
        assert read(tmp_path / form).number_of_nodes() >= len(ATTACKS)


def test_the_page_holds_the_texts_as_data_alone(store: GraphStore) -> None:
    page = page_of(store, ATTACKS[0])
    # Elements are the page's own: with no attack there are as many, but for a script of data.
    empty = page_of(GraphStore(), "Nothing") + '<script type="application/json"></script>'
    for tag in ("<script", "</script", "<style", "<img", "<iframe", "<base", "<link", "<!--"):
        assert page.lower().count(tag) == empty.lower().count(tag), tag
    assert "evil.example/x.css" in page


def test_the_report_escapes(store: GraphStore) -> None:
    failures = [SourceFailure(attack, attack) for attack in ATTACKS]
    report = render_report(of_store(store), ATTACKS[0], failures)
    own = render_report(of_view(GraphView()), "Nothing")
    for tag in ("<script", "<img", "<iframe", "<base", "<link", "<a ", "<svg onload", "<meta"):
        assert report.count(tag) == own.count(tag), tag


# terminal


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("query", [LABELS, TITLES, TOPICS])
def test_query_prints_data_whole_and_tables_safely(
    cli: Cli, folder: Path, query: str, form: str
) -> None:
    ended = cli("query", "-g", folder, query, "--format", form)
    assert ended.code == 0
    if form == "table":
        assert all(line.isprintable() for line in ended.out.replace("\xa0", " ").splitlines())
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(ended.out, newline="")))
        assert {unguard_cell(row[0]) for row in rows[1:]} == WANTED
        assert not [row for row in rows if row[0].startswith(FORMULA)]
    else:
        bindings = json.loads(ended.out)["results"]["bindings"]
        assert {b["x"]["value"] for b in bindings} == WANTED


# each asks three queries, and each query has a process of its own
SOME = [
    a if i % 9 == 0 else pytest.param(a, marks=pytest.mark.heavy) for i, a in enumerate(ATTACKS)
]


@pytest.mark.parametrize("attack", SOME)
def test_errors_quote_without_obeying(cli: Cli, folder: Path, attack: str) -> None:
    for words in (
        ("build", "./none" + attack, "-o", folder.parent / "out"),
        ("query", "-g", folder, "--saved", "posts", "-p", f"person={attack}x"),
        ("query", "-g", folder, "--saved", "." + attack),
        ("query", "-g", folder, "SELECT " + attack),
        ("actors", "Q" + attack),
    ):
        if "\0" in attack:
            continue
        ended = cli(*words)
        assert ended.code in {0, 1, 2}
        assert "Traceback" not in ended.err
        for line in (ended.out + ended.err).split("\n"):
            assert line.replace("\xa0", " ").isprintable(), (words, line)


@pytest.mark.parametrize("attack", ATTACKS)
def test_cells_json_and_visible_text(attack: str) -> None:
    assert unguard_cell(guard_cell(attack)) == attack
    assert not guard_cell(attack).startswith(FORMULA)
    line = safe_json({"x": attack})
    assert json.loads(line) == {"x": attack}
    assert line.replace("\xa0", " ").isprintable()
    assert visible(attack).replace("\xa0", " ").isprintable()


def test_extract_prints_what_no_terminal_obeys(cli: Cli, tmp_path: Path) -> None:
    for number, attack in enumerate(ATTACKS):
        rows = tmp_path / f"{number}.jsonl"
        text = f"China urged Japan on Monday to talk about {attack} with the whole government."
        row = {"text": text, "id": attack, "title": attack, "date": attack}
        rows.write_text(json.dumps(row) + "\n", encoding="utf-8")
    ended = cli("extract", *sorted(tmp_path.glob("*.jsonl")), "--any-language")
    assert ended.code == 0, ended.err
    lines = ended.out.split("\n")
    assert all(line.replace("\xa0", " ").isprintable() for line in lines)
    assert len({json.loads(line)["path"] for line in lines if line}) > 0.8 * len(ATTACKS)


# server


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    app = create_app(folder, Limits(workers=1))
    with TestClient(app, base_url="http://localhost") as found:
        yield found


def test_every_form_of_the_endpoint_parses_back(client: TestClient) -> None:
    query = {"query": TITLES}
    found = client.get("/sparql", params=query, headers={"Accept": "application/json"}).json()
    assert {b["x"]["value"] for b in found["results"]["bindings"]} == WANTED
    table = client.get("/sparql", params=query, headers={"Accept": "text/csv"}).content
    rows = list(csv.reader(io.StringIO(table.decode(), newline="")))
    assert {row[0] for row in rows[1:]} == WANTED
    construct = "CONSTRUCT { ?d dcterms:title ?x } { ?d dcterms:title ?x }"
    for media, form in (("text/turtle", ".ttl"), ("application/rdf+xml", ".rdf")):
        answer = client.get("/sparql", params={"query": construct}, headers={"Accept": media})
        if answer.status_code == 200:
            triples = ox.parse(answer.content, format=FORMATS[form])
            assert {t.object.value for t in triples} >= WANTED - _not_xml(form)


def _not_xml(form: str) -> set[str]:
    controls = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
    return {text for text in WANTED if form == ".rdf" and controls.search(text)}


def test_served_pages_hold_no_markup_of_the_texts(client: TestClient, folder: Path) -> None:
    paths = ["/documents"]
    store = GraphStore(folder, read_only=True)
    nodes = {str(row["a"]) for row in store.query("SELECT ?a { ?a a dg:Actor }").rows()}
    documents = [d.iri for d in store.documents()]
    paths += ["/id/" + node.removeprefix(DEFAULT_BASE) for node in sorted(nodes)]
    paths += ["/documents/" + node.rpartition("/")[2] for node in documents]
    # what leads out of /id/ ends at the page itself, whose scripts are ours
    asked = ["/id/" + attack for attack in ATTACKS if attack.isprintable()]
    paths += [path for path in asked if posixpath.normpath(path).startswith("/id/")]
    for path in paths:
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code in {200, 404, 303, 400}, (path, page.status_code)
        text = re.sub(r"<script src=\"/[^\"]*\"( defer)?></script>", "", page.text)
        for tag in ("<script", "<img", "<iframe", "<base ", "<style", "<meta http", "<svg onload"):
            assert tag not in text, (path, tag)
        links = re.findall(r"<[^>]*href=[\"']?\s*(?:javascript|data|vbscript):[^\"]", text)
        assert not links or links == ['<link rel="icon" href="data:,'], path


def test_no_path_leads_out_of_the_served_folders(client: TestClient) -> None:
    for start in ("/static/", "/viewer/", "/documents/", "/id/", "/api/details/"):
        for path in (
            "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
            "....//etc/passwd", "%00", "/etc/passwd", "..\\..\\app.py", "%5c..%5c",
        ):  # fmt: skip
            answer = client.get(start + path)
            assert answer.status_code in {400, 404}, (start + path, answer.status_code)
            assert "root:" not in answer.text


# a real browser


@pytest.mark.browser
@NEEDS_CHROMIUM[1]
def test_nothing_runs_in_a_browser(store: GraphStore, folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "graph.html"
    page.write_text(page_of(store, "</title><script>window.hacked=1</script>"), "utf-8")
    failures = [SourceFailure(attack, attack) for attack in ATTACKS]
    report = tmp_path / "report.html"
    report.write_text(render_report(of_store(store), ATTACKS[0], failures), "utf-8")
    shown: set[str] = set()
    with chromium() as browser:
        with watched(browser, page.as_uri(), (1280, 800)) as opened:
            opened.go()
            for actor in view_of(store).actors:
                opened.page.evaluate("iri => diplograph.selectActor(iri)", actor.iri)
                title = opened.page.locator("#panel-title").evaluate("e => e.textContent")
                shown.add(str(title))
            opened.page.click("#tab-table")
            assert opened.page.locator("#rows tr").count() > 0
            unsafe = "a[href^='javascript:' i], a[href^='data:' i], iframe, img, object"
            assert opened.page.locator(unsafe).count() == 0
        with watched(browser, report.as_uri(), (900, 800)) as opened:
            opened.page.goto(opened.address)
            assert opened.page.locator("script, img, iframe, a[href^='javascript:' i]").count() == 0
    # HTML has one kind of line end, and text is shown as what RDF can hold.
    assert {_folded(text) for text in shown} >= {_folded(text) for text in WANTED}


def _folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.browser
@NEEDS_CHROMIUM[1]
def test_nothing_runs_in_the_served_pages(folder: Path) -> None:
    server = uvicorn.Server(
        uvicorn.Config(create_app(folder, Limits(workers=1)), port=0, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    known = GraphStore(folder, read_only=True).documents()
    try:
        with chromium() as browser, watched(browser, address, (1280, 800)) as opened:
            visit: Any = opened.page.goto
            visit(address + "/documents")
            assert opened.page.get_by_text("window.hacked").count() > 5
            for document in known:
                visit(f"{address}/documents/{document.iri.rpartition('/')[2]}")
                links = "a[href^='javascript:' i], a[href^='data:' i], img, iframe, base"
                assert opened.page.locator(links).count() == 0
            opened.go("/query?query=" + TITLES.replace(" ", "%20").replace("?", "%3F"))
            opened.page.wait_for_selector("#rows tbody tr")
            cells = opened.page.locator("#rows td bdi").evaluate_all(
                "list => list.map((e) => e.textContent)"
            )
            assert {_folded(cell) for cell in cells} == {_folded(text) for text in WANTED}
    finally:
        server.should_exit = True
        thread.join(10)
