"""The server under attack: spellings of what is refused, limits that stop, who may ask."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Built, Cli
from hypothesis import given, settings
from hypothesis import strategies as st
from served import make_store
from starlette.testclient import TestClient

from diplograph.errors import QueryError
from diplograph.guard import check_query
from diplograph.server import Limits, create_app
from diplograph.server.running import is_loopback

WHO = "SELECT ?who { ?who dg:warns ?x }"
# Each takes hours, in a way of its own.
SLOW = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:>|^!<x:>)* ?b . ?c (!<y:>|^!<y:>)* ?d . ?e !<x:>+ ?f }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?f), STR(?i)) = 'no') }",
    'SELECT (GROUP_CONCAT(?s1) AS ?g) { ?s1 ?p1 ?o1 . ?s2 ?p2 ?o2 . ?s3 ?p3 ?o3 . ?s4 ?p4 ?o4 }',
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("guarded"))


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder, Limits(workers=1)), base_url="http://localhost") as found:
        yield found


# ---- spellings ----

_GAPS = st.sampled_from([" ", "\t", "\n", "\r\n", " # FROM here\n", "#\n", "\n\n# '''\n", "  "])


@st.composite
def spelled(draw: st.DrawFn, word: str) -> str:
    """A keyword in letters of either case, some as escapes."""

    def letter(char: str) -> str:
        char = draw(st.sampled_from([char.upper(), char.lower()]))
        form = draw(st.sampled_from(["{}", "{}", "{}", "\\u{:04x}", "\\U{:08X}"]))
        return form.format(char if form == "{}" else ord(char))

    return "".join(letter(char) for char in word)


@st.composite
def forbidden(draw: st.DrawFn) -> str:
    """A query that asks outside of the store, or an update, in some spelling."""
    gap = draw(_GAPS)
    select, where = draw(spelled("SELECT")), draw(st.sampled_from(["WHERE", "where", ""]))
    outside = draw(st.sampled_from(["<http://127.0.0.1:1/>", "<file:///etc/passwd>", "<>", "x:y"]))
    prolog = draw(st.sampled_from(["", f"PREFIX x: <urn:x>{gap}", f"BASE <urn:b>{gap}"]))
    if outside == "x:y":
        prolog = "PREFIX x: <urn:x>\n"
    kind = draw(st.sampled_from(["service", "silent", "variable", "from", "named", "update"]))
    service, from_ = draw(spelled("SERVICE")), draw(spelled("FROM"))
    if kind in {"service", "silent", "variable"}:
        silent = draw(spelled("SILENT")) + gap if kind == "silent" else ""
        target = "?s" if kind == "variable" else outside
        inner = f"{service}{gap}{silent}{target}{{?s ?p ?o}}"
        nested = draw(st.integers(0, 5))
        group = "{" * nested + inner + "}" * nested
        frame = draw(
            st.sampled_from(
                ["{{{}}}", "{{ ?s ?p ?o . {} }}", "{{ OPTIONAL {{ {} }} }}",
                 "{{ {{ SELECT * {{ {} }} }} }}", "{{ FILTER NOT EXISTS {{ {} }} }}",
                 "{{ {{}} UNION {{ {} }} }}", "{{ GRAPH ?g {{ {} }} }}", "{{ MINUS {{ {} }} }}"]
            )
        )  # fmt: skip
        return f"{prolog}{select}{gap}*{gap}{where}{frame.format(group)}"
    if kind == "update":
        verbs = [
            "INSERT{g}DATA{g}{{ <urn:a> <urn:b> <urn:c> }}", "DELETE{g}WHERE{g}{{ ?s ?p ?o }}",
            "LOAD{g}{o}", "LOAD{g}SILENT{g}{o}{g}INTO{g}GRAPH{g}<urn:g>", "CLEAR{g}ALL",
            "DROP{g}SILENT{g}ALL", "CREATE{g}GRAPH{g}<urn:g>", "ADD{g}DEFAULT{g}TO{g}<urn:g>",
            "MOVE{g}<urn:a>{g}TO{g}DEFAULT", "COPY{g}<urn:a>{g}TO{g}<urn:b>",
            "DELETE{g}{{ ?s ?p ?o }}{g}INSERT{g}{{ ?s ?p 1 }}{g}WHERE{g}{{ ?s ?p ?o }}",
            "WITH{g}<urn:a>{g}DELETE{g}{{ ?s ?p ?o }}{g}WHERE{g}{{ ?s ?p ?o }}",
        ]  # fmt: skip
        text = draw(st.sampled_from(verbs)).format(g=gap, o=outside)
        word = text[: re.match("[A-Z]+", text).end()]  # type: ignore[union-attr]
        update = draw(spelled(word)) + text[len(word) :]
        joined = draw(st.sampled_from(["{}", "{};", "SELECT * {{}} ; {}"]))
        return prolog + joined.format(update)
    named = gap + draw(spelled("NAMED")) if kind == "named" else ""
    clause = f"{from_}{named}{gap}{outside}"
    form = draw(
        st.sampled_from(
            ["{s}{g}*{g}{c}{g}{{ ?s ?p ?o }}", "ASK{g}{c}{g}{{ ?s ?p ?o }}",
             "CONSTRUCT{g}{{ ?s ?p ?o }}{g}{c}{g}WHERE{g}{{ ?s ?p ?o }}",
             "CONSTRUCT{g}{c}{g}WHERE{g}{{ ?s ?p ?o }}", "DESCRIBE{g}*{g}{c}{g}{{ ?s ?p ?o }}",
             "DESCRIBE{g}<urn:x>{g}{c}"]
        )
    )  # fmt: skip
    return prolog + form.format(s=select, g=gap, c=clause)


@settings(max_examples=400, deadline=None)
@given(forbidden())
def test_no_spelling_leads_out_of_the_store(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        check_query(query)
    assert "\n" not in str(caught.value)


@settings(max_examples=25, deadline=None)
@given(forbidden())
def test_the_endpoint_answers_spellings_with_4xx(client: TestClient, query: str) -> None:
    for answer in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post(
            "/sparql",
            content=query.encode(),
            headers={"Content-Type": "application/sparql-query"},
        ),
        client.post("/sparql", data={"update": query}),
    ):
        assert 400 <= answer.status_code < 500
        assert answer.text.strip()


@pytest.mark.parametrize(
    "query",
    [
        "'''\\" * 25_000,
        '"""\\"' * 20_000,
        "<" * 99_999,
        "'" * 99_999,
        "((" * 40_000,
        "{" * 99_999,
        "?a " * 30_000,
        "a:" * 49_000,
        "\\u0041" * 16_000,
        "#" * 99_999,
        "%41:%" * 19_000,
        "SELECT * { " + "?s ?p ?o . " * 8_000 + "}",
        "SELECT * { FILTER(" + "!" * 9_000 + "1) }",
        "SELECT * { FILTER(" + "1+" * 20_000 + "1) }",
        "SELECT * " + "{ { " * 19 + "} } " * 19,
        "SELECT * { ?s " + "<urn:p>/" * 9_000 + "<urn:p> ?o }",
        "SELECT * { VALUES ?x { " + "1 " * 45_000 + "} }",
    ],
    ids=lambda text: text[:20],
)
def test_long_texts_are_decided_on_in_time(query: str) -> None:
    started = time.process_time()
    try:
        check_query(query)
    except QueryError as error:
        assert len(str(error)) < 2_000
    assert time.process_time() - started < 30


# ---- limits ----


@pytest.mark.parametrize("query", SLOW, ids=range(len(SLOW)))
def test_every_slow_query_is_stopped(folder: Path, query: str) -> None:
    app = create_app(folder, Limits(seconds=1.5, workers=1, slow=1, quick=0.5, memory=2 * 10**9))
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/sparql", params={"query": WHO}).status_code == 200
        started = time.monotonic()
        assert client.get("/sparql", params={"query": query}).status_code == 503
        assert time.monotonic() - started < 20
        assert client.get("/sparql", params={"query": WHO}).status_code == 200


def test_quick_queries_are_answered_beside_slow_ones(folder: Path) -> None:
    limits = Limits(seconds=120, workers=1, slow=1, quick=2)
    with TestClient(create_app(folder, limits), base_url="http://localhost") as client:
        assert client.get("/sparql", params={"query": WHO}).status_code == 200
        statuses: list[int] = []

        def slow() -> None:
            statuses.append(client.get("/sparql", params={"query": SLOW[0]}).status_code)

        first = threading.Thread(target=slow, daemon=True)
        first.start()
        time.sleep(6)
        # On a busy machine even a quick query may need more than its moment; not each one does.
        quick = [client.get("/sparql", params={"query": WHO}).status_code for _ in range(10)]
        assert 200 in quick
        assert set(quick) <= {200, 503}
        # There is room for one; another is stopped when it turns out to be slow.
        second = client.get("/sparql", params={"query": SLOW[0]})
        assert second.status_code == 503
        assert "long queries were running" in second.text
        assert "Retry-After" in second.headers
        assert not statuses
        app_pool_close(client)
        first.join(30)
        assert statuses == [503]


def app_pool_close(client: TestClient) -> None:
    """End the workers, so that no slow query outlives the test."""
    import multiprocessing

    for process in multiprocessing.active_children():
        process.kill()
    del client


def test_too_many_waiting_requests_are_sent_away(folder: Path) -> None:
    limits = Limits(seconds=3, workers=1, slow=0, quick=2, waiting=2)
    with TestClient(create_app(folder, limits), base_url="http://localhost") as client:
        assert client.get("/sparql", params={"query": WHO}).status_code == 200

        def ask(number: int) -> tuple[int, str]:
            query = SLOW[0].replace("?n2", f"?n{number + 2}")
            answer = client.get("/sparql", params={"query": query})
            return answer.status_code, answer.text

        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(ask, range(8)))
        assert {status for status, _ in found} == {503}
        assert any("too many requests are waiting" in text for _, text in found)
        assert client.get("/sparql", params={"query": WHO}).status_code == 200


def test_a_killed_worker_is_replaced(folder: Path) -> None:
    import multiprocessing

    before = set(multiprocessing.active_children())
    with TestClient(create_app(folder, Limits(workers=1)), base_url="http://localhost") as client:
        assert client.get("/sparql", params={"query": WHO}).status_code == 200
        for _ in range(3):
            (worker,) = set(multiprocessing.active_children()) - before
            worker.kill()
            worker.join()
            assert client.get("/sparql", params={"query": WHO}).status_code == 200
    assert not set(multiprocessing.active_children()) - before


# ---- who may ask ----

TOKEN = "a token/with+odd=letters"


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[TestClient]:
    app = create_app(folder, Limits(workers=1), token=TOKEN)
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as found:
        yield found


@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%7B%7D", "/documents", "/api/graph", "/static/site.css", "/no"]
)
def test_without_the_token_nothing_is_answered(guarded: TestClient, path: str) -> None:
    guarded.cookies.clear()
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer"},
        {"Cookie": "diplograph-token=wrong"},
        {"Cookie": "diplograph-token="},
        {"Cookie": "\x7f;=;;diplograph-token"},
    ):
        answer = guarded.get(path, headers=headers)
        assert answer.status_code == 401, headers
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert guarded.get(path, params={"token": "wrong"}).status_code == 401
    assert guarded.post("/sparql", data={"token": TOKEN, "query": "ASK {}"}).status_code == 401


def test_with_the_token_all_is_answered(guarded: TestClient) -> None:
    guarded.cookies.clear()
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert guarded.get("/sparql", params={"query": "ASK {}"}, headers=bearer).status_code == 200
    first = guarded.get("/documents", params={"token": TOKEN, "x": "1"})
    assert (first.status_code, first.headers["location"]) == (303, "/documents?x=1")
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert guarded.get("/documents").status_code == 200
    # The token does not lead to other sites.
    guarded.cookies.clear()
    for path in ("//evil.example/", "/\\evil.example/"):
        answer = guarded.get("http://localhost" + path, params={"token": TOKEN})
        place = answer.headers.get("location", "/")
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
        ("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("example.org", False),
        ("", False),
    ],
)  # fmt: skip
def test_which_hosts_are_this_machine_alone(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_a_server_open_to_the_network_makes_up_a_token(folder: Path) -> None:
    words = [
        "serve", "-g", str(folder), "--port", "0", "--host", "0.0.0.0", "--name", "127.0.0.1",
    ]  # fmt: skip
    command = [sys.executable, "-c", "from diplograph.cli import main; main()", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://0\.0\.0\.0:(\d+)/\?token=(\S+)", line)
        assert found, line
        address = f"http://127.0.0.1:{found[1]}/sparql?query=ASK%7B%7D"
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(address, timeout=60)
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {found[2]}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert json.loads(answer.read())["boolean"] is True
        process.terminate()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:99", "[::1]:8000"])
def test_own_hosts_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/documents", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "localhost.evil.example", "evil.example#localhost",
        "localhost@evil.example",
        "127.0.0.1.nip.io", "2130706433", "0x7f.1", "localhost,evil.example", " ", "*",
    ],
)  # fmt: skip
def test_rebinding_hosts_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/documents", headers={"Host": host}).status_code == 400


def test_no_site_may_read_or_send(client: TestClient) -> None:
    for origin in (
        "http://evil.example",
        "null",
        "http://localhost.evil.example",
        "http://localhost:1",
    ):
        for method in ("GET", "POST", "OPTIONS", "HEAD"):
            answer = client.request(method, "/sparql?query=ASK%7B%7D", headers={"Origin": origin})
            assert answer.status_code == 403
            assert not [name for name in answer.headers if name.startswith("access-control")]
    answer = client.get("/documents")
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("size", [600_000, 5_000_000])
def test_large_requests_are_refused(client: TestClient, size: int) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content=b" " * size, headers=kind).status_code == 413
    assert client.post("/sparql", data={"query": " " * size}).status_code == 413


def test_raw_requests_that_are_no_http_are_closed(folder: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "-g", str(folder), "--port", str(port)]
    command = [sys.executable, "-c", "from diplograph.cli import main; main()", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "Serving" in process.stdout.readline()
        for sent in (
            b"\x16\x03\x01 nonsense\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
            b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                try:
                    connection.sendall(sent)
                    answer = connection.recv(4096)
                except ConnectionError:
                    continue
                assert not answer or re.match(rb"HTTP/1\.1 4\d\d", answer), (sent[:50], answer)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/documents", timeout=30) as answer:
            assert answer.status == 200
        process.terminate()


# ---- the same for `query` ----


def test_query_on_a_file_has_the_same_protections(
    cli: Cli, tmp_path: Path, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:a> <urn:b> 'secret' .")
    graph = built.exports / "graph.ttl"
    for query in (
        f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{secret.as_uri()}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        f"LOAD <{secret.as_uri()}>",
        "DROP ALL",
    ):
        ended = cli("query", "-g", graph, query)
        assert (ended.code, ended.out) == (2, "")
        assert "secret" not in ended.out
    started = time.monotonic()
    ended = cli("query", "-g", graph, SLOW[0], "--timeout", "1.5")
    assert (ended.code, ended.out) == (2, "")
    assert "took longer than 1.5 seconds and was stopped" in ended.err
    assert time.monotonic() - started < 30
    monkeypatch.setattr("diplograph.cli.search._SIZE", 1000)
    ended = cli("query", "-g", graph, "SELECT * { ?s ?p ?o }")
    assert ended.code == 2
    assert "larger than 1,000 characters" in ended.err


def test_query_that_eats_memory_is_stopped(cli: Cli, built: Built, monkeypatch: object) -> None:
    from diplograph.asking import ask
    from diplograph.cli.search import answer_of

    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
    asked = {"text": greedy, "saved": None, "values": {}, "form": "csv", "width": 80}
    limits = Limits(seconds=120, memory=1_500_000_000)
    with pytest.raises(QueryError, match="memory"):
        ask(built.exports / "graph.ttl", limits, answer_of, **asked)


def test_no_process_keeps_a_core_busy() -> None:
    """Runs last in this file: whatever was stopped has stopped."""
    import multiprocessing

    time.sleep(1)
    pids = [process.pid for process in multiprocessing.active_children() if process.pid]
    before = {pid: _ticks(pid) for pid in pids}
    time.sleep(1)
    assert [pid for pid in pids if _ticks(pid) - before[pid] > 50] == []


def _ticks(pid: int) -> int:
    """Hundredths of a second of processor time, or 0 where the process has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
