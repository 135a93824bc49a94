"""The local server: the SPARQL protocol, what it refuses, documents, dereferencing, headers."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from served import BASE, HOSTILE, make_store
from starlette.testclient import TestClient

from diplograph.server import Limits, create_app
from diplograph.server.negotiation import choose

DG = "https://w3id.org/diplograph/ontology#"
WHO = "SELECT ?who { ?who dg:warns ?whom } ORDER BY ?who"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("served")
    make_store(home)
    return home


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    app = create_app(folder / "store", Limits(seconds=20, workers=1))
    with TestClient(app, base_url="http://localhost") as made:
        yield made


def ask(client: TestClient, query: str, accept: str = "*/*", **more: Any) -> Any:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def document_path(client: TestClient, title: str = "Exchange") -> str:
    query = f'SELECT ?d {{ ?d a dg:Document ; dcterms:title "{title}" }}'
    (row,) = ask(client, query).json()["results"]["bindings"]
    path: str = row["d"]["value"].removeprefix(BASE)
    return path


# ---- the protocol ----


def test_get_answers_json_by_default(client: TestClient) -> None:
    response = ask(client, WHO)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.headers["vary"].startswith("Accept")
    assert response.json()["results"]["bindings"] == [
        {"who": {"type": "uri", "value": BASE + "joe-biden"}}
    ]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, "query=" + quote(WHO)),
        (FORM + "; charset=UTF-8", "query=" + quote(WHO)),
        ("application/sparql-query", WHO),
    ],
)
def test_post_answers_too(client: TestClient, content_type: str, body: str) -> None:
    response = client.post("/sparql", content=body, headers={"Content-Type": content_type})
    assert response.json()["results"]["bindings"][0]["who"]["value"] == BASE + "joe-biden"


def test_solutions_come_in_four_forms(client: TestClient) -> None:
    rows = ask(client, WHO, "text/csv")
    assert rows.text == f"who\r\n{BASE}joe-biden\r\n"
    rows = ask(client, WHO, "text/tab-separated-values")
    assert rows.text == f"?who\n<{BASE}joe-biden>\n"
    rows = ask(client, WHO, "application/sparql-results+xml")
    assert BASE + "joe-biden" in "".join(ET.fromstring(rows.text).itertext())
    rows = ask(client, "ASK { ?a dg:warns ?b }", "application/json")
    assert json.loads(rows.text)["boolean"] is True


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples"])
def test_triples_come_as_rdf(client: TestClient, media_type: str) -> None:
    response = ask(client, "CONSTRUCT WHERE { ?a dg:warns ?b }", f"{media_type},text/csv;q=0.5")
    assert response.headers["content-type"].partition(";")[0] == media_type
    (triple,) = ox.parse(response.content, format=ox.RdfFormat.from_media_type(media_type))
    assert triple.predicate.value == DG + "warns"


def test_what_cannot_be_written_as_wanted_is_406(client: TestClient) -> None:
    response = ask(client, WHO, "image/png")
    assert response.status_code == 406
    assert "text/csv" in response.text
    assert ask(client, "CONSTRUCT WHERE { ?a dg:warns ?b }", "text/csv").status_code == 406


def test_a_browser_is_led_to_the_editor(client: TestClient) -> None:
    accept = "text/html,application/xhtml+xml,*/*;q=0.8"
    response = client.get(
        "/sparql?query=ASK%7B%7D", headers={"Accept": accept}, follow_redirects=False
    )
    assert (response.status_code, response.headers["location"]) == (303, "/query?query=ASK%7B%7D")


def test_graphs_of_the_store_can_be_named(client: TestClient) -> None:
    graph = f"{BASE}graph/{document_path(client)}"
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def count(**more: Any) -> int:
        found = ask(client, everything, **more).json()["results"]["bindings"][0]["n"]["value"]
        return int(found)

    assert 0 < count(**{"default-graph-uri": graph}) < count()
    inside = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    found = ask(client, inside, **{"named-graph-uri": graph}).json()["results"]["bindings"]
    assert [row["g"]["value"] for row in found] == [graph]


# ---- what is refused ----


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:1/x>",
        "CLEAR ALL",
        "PREFIX x: <urn:x> DROP ALL",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:1/x> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "S\\u0045LECT * { S\\u0045RVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT nonsense",
        "",
    ],
)
def test_what_is_no_query_over_the_store_is_refused(client: TestClient, query: str) -> None:
    before = ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text
    response = ask(client, query)
    assert response.status_code == 400
    assert response.text.strip()
    assert ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text == before


def test_updates_by_the_protocol_are_refused(client: TestClient) -> None:
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    headers = {"Content-Type": "application/sparql-update"}
    assert client.post("/sparql", content=update, headers=headers).status_code == 403
    assert client.post("/sparql", data={"update": update}).status_code == 403
    assert client.get("/sparql", params={"update": update}).status_code == 403
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.request(method, "/sparql").status_code == 405


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["http://127.0.0.1:1/x", "file:///etc/passwd", "not an iri", ""])
def test_graphs_from_elsewhere_are_refused(client: TestClient, name: str, graph: str) -> None:
    response = ask(client, WHO, **{name: graph})
    assert response.status_code == 403
    assert "no graph" in response.text


def test_malformed_requests_are_told_why(client: TestClient) -> None:
    assert "missing" in client.get("/sparql").text
    assert client.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status_code == 400
    assert client.get("/sparql?query=%FF%FE").status_code == 400
    text = {"Content-Type": "text/plain"}
    assert client.post("/sparql", content="ASK {}", headers=text).status_code == 415
    query = {"Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content=b"\xff", headers=query).status_code == 400
    long = "ASK {}" + " " * 600_000
    assert client.post("/sparql", content=long, headers=query).status_code == 413


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"


def test_a_slow_query_is_stopped_and_the_next_one_answered(folder: Path) -> None:
    app = create_app(folder / "store", Limits(seconds=1.5, workers=1))
    with TestClient(app, base_url="http://localhost") as client:
        assert ask(client, WHO).status_code == 200
        started = time.monotonic()
        response = ask(client, SLOW)
        assert response.status_code == 503
        assert "longer than 1.5 seconds" in response.text
        assert time.monotonic() - started < 10
        assert ask(client, WHO).status_code == 200


def test_a_large_answer_is_refused(folder: Path) -> None:
    app = create_app(folder / "store", Limits(size=2000, workers=1))
    with TestClient(app, base_url="http://localhost") as client:
        response = ask(client, "SELECT * { ?s ?p ?o }")
        assert response.status_code == 413
        assert "LIMIT" in response.text
        assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o }").status_code == 413
        assert ask(client, WHO).status_code == 200


def test_a_query_that_eats_memory_is_stopped(folder: Path) -> None:
    app = create_app(folder / "store", Limits(seconds=60, memory=1_500_000_000, workers=1))
    with TestClient(app, base_url="http://localhost") as client:
        greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
        assert ask(client, greedy).status_code == 503
        assert ask(client, WHO).status_code == 200


# ---- pages ----


def test_document_shows_its_text_with_marks(client: TestClient) -> None:
    page = client.get(f"/documents/{document_path(client).removeprefix('doc/')}").text
    assert "the United States to talk" in strip(page)
    assert strip(page).count("Joe Biden in Bali") == 1
    assert '<a class="who" href="/id/mao-ning">Mao Ning</a>' in page
    assert ">urged</mark>" in page
    assert "4 relations" in page
    assert "Planned · only claimed" in page


def strip(page: str) -> str:
    page = re.sub(r'<a class="ref".*?</a>', "", page)
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def test_document_without_its_source_says_so(tmp_path: Path) -> None:
    make_store(tmp_path)
    app = create_app(tmp_path / "store", Limits(workers=1))
    with TestClient(app, base_url="http://localhost") as client:
        address = f"/documents/{document_path(client).removeprefix('doc/')}"
        (tmp_path / "exchange.md").write_text("Something else.", encoding="utf-8")
        changed = client.get(address).text
        assert "has changed" in changed
        assert "Something else" not in changed
        (tmp_path / "exchange.md").unlink()
        gone = client.get(address).text
        assert "cannot be found" in gone
        assert ">urged</mark>" in gone
        assert "Xi Jinping met Joe Biden in Bali." in strip(gone)


def test_documents_are_listed(client: TestClient) -> None:
    page = client.get("/documents").text
    assert "2 documents" in page
    assert page.index("2023-05-01") < page.index("2023-02-03")
    assert client.get("/documents/none").status_code == 404


def test_every_iri_of_the_graph_dereferences(client: TestClient, folder: Path) -> None:
    store = ox.Store.read_only(str(folder / "store"))
    nodes = {t for q in store for t in (q.subject, q.predicate, q.object, q.graph_name)}
    iris = {t.value for t in nodes if isinstance(t, ox.NamedNode) and t.value.startswith(BASE)}
    assert len(iris) > 30
    for iri in sorted(iris):
        path = "/id/" + iri.removeprefix(BASE)
        page = client.get(path, headers={"Accept": "text/html"})
        assert (page.status_code, iri in page.text) == (200, True), iri
        turtle = client.get(path, headers={"Accept": "text/turtle"})
        assert turtle.headers["content-type"].startswith("text/turtle")
        assert list(ox.parse(turtle.content, format=ox.RdfFormat.TURTLE)), iri


def test_terms_of_the_vocabulary_dereference(client: TestClient, folder: Path) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    store = ox.Store.read_only(str(folder / "store"))
    used = {t.value for q in store for t in (q.predicate, q.object) if isinstance(t, ox.NamedNode)}
    for iri in used:
        if iri.startswith(DG):
            assert f'id="{iri.removeprefix(DG)}"' in page, iri
    turtle = client.get("/ontology", headers={"Accept": "text/turtle"})
    assert len(list(ox.parse(turtle.content, format=ox.RdfFormat.TURTLE))) > 1000


def test_unknown_nodes_are_not_found(client: TestClient) -> None:
    for path in ("/id/nobody-of-that-name", "/id/%3Cx%3E", "/id/", "/elsewhere"):
        assert client.get(path).status_code == 404
    assert client.get("/id/mao-ning", headers={"Accept": "image/png"}).status_code == 406


def test_hostile_texts_are_escaped(client: TestClient) -> None:
    pages = [client.get("/documents").text, client.get("/id/hostile-0").text]
    pages.append(client.get("/id/hostile-2").text)
    query = f"SELECT ?d {{ ?d a dg:Document ; dcterms:title {json.dumps(HOSTILE[0])} }}"
    iri = ask(client, query).json()["results"]["bindings"][0]["d"]["value"]
    pages.append(client.get(f"/documents/{iri.rpartition('/')[2]}").text)
    pages.append(client.get("/id/<script>alert(1)</script>", headers={"Accept": "text/html"}).text)
    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "<svg" not in page


# ---- safety ----


def test_headers_forbid_loading_and_guessing(client: TestClient) -> None:
    for path in ("/", "/documents", "/sparql", "/static/site.css", "/nothing", "/query"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", ""])
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/documents", headers={"Host": host}).status_code == 400


def test_scripts_of_other_sites_are_refused(client: TestClient) -> None:
    for origin, status in (("http://evil.example", 403), ("null", 403), ("http://localhost", 200)):
        headers = {"Origin": origin, "Content-Type": "application/sparql-query"}
        found = client.post("/sparql", content=WHO, headers=headers)
        assert found.status_code == status
    preflight = client.options("/sparql", headers={"Origin": "http://evil.example"})
    assert preflight.status_code == 403


def test_files_outside_the_assets_are_not_served(client: TestClient) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/viewer/page.py", "/viewer/x"):
        assert client.get(path).status_code == 404


def test_saved_queries_are_offered(client: TestClient) -> None:
    found = client.get("/api/queries").json()
    assert found["base"] == BASE
    assert found["prefixes"]["dg"] == DG
    for saved in found["saved"]:
        assert ask(client, saved["text"]).status_code == 200, saved["name"]


def test_a_changed_store_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    app = create_app(file, Limits(workers=1))
    with TestClient(app, base_url="http://localhost") as client:
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        assert '"1"' in ask(client, count).text
        file.write_text("<urn:a> <urn:b> 1, 2, 3 .", encoding="utf-8")
        for _ in range(20):
            time.sleep(0.3)
            if '"3"' in ask(client, count).text:
                break
        assert '"3"' in ask(client, count).text


def test_a_graph_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text("no turtle", encoding="utf-8")
    with TestClient(create_app(file, Limits(workers=1)), base_url="http://localhost") as client:
        response = ask(client, WHO)
        assert response.status_code == 500
        assert "graph.ttl" in response.text


def test_viewer_gets_its_data_by_pages(client: TestClient) -> None:
    assert 'data-served="true"' in client.get("/").text
    graph = client.get("/api/graph").json()
    assert graph["base"] == BASE
    assert len(graph["events"]["iri"]) == 9
    page = client.get(f"/api/details/0?{graph['version']}").json()
    assert len(page) == 9
    assert all(sentence[0] for event in page for sentence in event)
    assert client.get(f"/api/details/1?{graph['version']}").status_code == 404
    assert client.get("/api/details/0?other").status_code == 409
    packed = client.get("/api/graph", headers={"Accept-Encoding": "identity"})
    assert packed.json() == graph


def start(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from diplograph.cli import main; main()", "serve", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_serve_command_serves_until_interrupted(folder: Path) -> None:
    with start("-g", str(folder / "store"), "--port", "0") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        with urllib.request.urlopen(f"{found[0]}/sparql?query=ASK%7B%7D", timeout=60) as answer:
            assert json.loads(answer.read())["boolean"] is True
        port = found[0].rpartition(":")[2]
        with start("-g", str(folder / "store"), "--port", port) as second:
            _, err = second.communicate(timeout=60)
            assert (second.returncode, "cannot listen" in err) == (2, True)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def test_serve_command_names_a_missing_graph(tmp_path: Path) -> None:
    with start("-g", str(tmp_path / "none")) as process:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert "no such store or file" in err
        assert "Traceback" not in err


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "a/b"),
        ("", "a/b"),
        ("*/*", "a/b"),
        ("c/*", "c/d"),
        ("a/b;q=0.2, c/d;q=0.9", "c/d"),
        ("a/*;q=0, */*", "c/d"),
        ("a/b;q=0, c/d;q=0", None),
        ("A/B", "a/b"),
        ("x/y", None),
        ("garbage, c/d;q=x, a/b;q=0.1", "a/b"),
        ("c/d, a/b", "a/b"),
    ],
)
def test_negotiation(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, ("a/b", "c/d")) == chosen
