"""The served pages in a real browser: the viewer fed by pages, the SPARQL editor, documents."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from browsing import NEEDS_CHROMIUM, Opened, chromium, serious, watched
from served import BASE, HOSTILE, make_store

from diplograph.server import Limits, create_app

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running server."""
    home = tmp_path_factory.mktemp("served")
    app = create_app(make_store(home), Limits(workers=1))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Opened]:
    with watched(browser, address, (1280, 800)) as result:
        result.page.set_default_timeout(30_000)
        yield result


def text_of(page: Any, selector: str) -> str:
    found: str = page.locator(selector).inner_text()
    return found


def test_viewer_fetches_the_graph_and_its_sentences(opened: Opened) -> None:
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    page = opened.go("/#actor=" + quote(BASE + "mao-ning", safe=""))
    assert text_of(page, "#panel-title") == "Mao Ning"
    page.wait_for_selector("#panel blockquote mark")
    assert page.locator("#panel mark").first.inner_text() in {"urged", "warned"}
    assert any("/api/graph" in url for url in asked)
    assert any("/api/details/0" in url for url in asked)
    page.get_by_label("Search in the relations")
    page.click("#tab-table")
    page.get_by_label("Search in the relations").fill("bali")
    page.wait_for_function("document.querySelectorAll('#rows tr').length === 1")


def test_viewer_leads_to_the_document(opened: Opened) -> None:
    page = opened.go("/#actor=" + quote(BASE + "mao-ning", safe=""))
    page.locator("#panel a.cite-title").first.click()
    page.wait_for_selector("article mark")
    assert "Exchange" in text_of(page, "h1")
    page.locator("a.ref").first.click()
    assert page.locator("li:target").count() == 1


def test_editor_runs_queries_as_table_and_graph(opened: Opened) -> None:
    page = opened.go("/query")
    page.click("#run")
    page.wait_for_selector("#rows tbody tr")
    assert "rows in" in text_of(page, "#status")
    page.get_by_role("tab", name="Graph").click()
    page.wait_for_selector("#canvas canvas")
    assert "nodes" in text_of(page, "#drawn-note")
    link = page.locator("#rows tbody a").first.get_attribute("href")
    assert link.startswith(("/id/", "/ontology#"))
    with page.expect_download() as download:
        page.click("#download")
    assert Path(download.value.path()).read_text("utf-8").startswith("source,relation,target,date")


def test_editor_offers_saved_queries(opened: Opened) -> None:
    page = opened.go("/query")
    page.get_by_label("Saved query").select_option("who-urges-whom")
    page.wait_for_selector("#rows tbody tr")
    assert "PREFIX dg:" in page.evaluate(
        "document.querySelector('.CodeMirror').CodeMirror.getValue()"
    )


def test_editor_tells_what_is_refused(opened: Opened) -> None:
    page = opened.go("/query?query=" + quote("DROP ALL"))
    page.wait_for_selector("#status.trouble")
    assert "only queries are allowed" in text_of(page, "#status")
    opened.troubles[:] = [t for t in opened.troubles if "status of 400" not in t]


def test_construct_shows_triples(opened: Opened) -> None:
    query = "CONSTRUCT { ?a dg:urges ?b } WHERE { ?a dg:urges ?b }"
    page = opened.go("/query?query=" + quote(query))
    page.wait_for_selector("#rows tbody tr")
    assert page.locator("#rows th").all_inner_texts() == ["subject", "predicate", "object"]
    page.get_by_role("tab", name="Graph").click()
    page.wait_for_selector("#canvas canvas")
    assert page.locator("#form option").first.inner_text() == "Turtle"


def test_hostile_texts_stay_texts(opened: Opened) -> None:
    query = "SELECT ?event ?topic { ?event dg:topic ?topic } ORDER BY ?topic"
    page = opened.go("/query?query=" + quote(query))
    page.wait_for_selector("#rows tbody tr")
    shown = page.locator("#rows td bdi").evaluate_all("list => list.map((e) => e.textContent)")
    assert set(HOSTILE[:5]) <= set(shown)
    page.get_by_role("tab", name="Graph").click()
    page.goto(opened.address + "/documents")
    page.get_by_role("link", name="<script>").click()
    page.wait_for_selector("article mark")
    text = page.locator("article").evaluate("e => e.textContent")
    assert all(attack in text for attack in HOSTILE)
    page.goto(opened.address + "/#actor=" + quote(BASE + "hostile-0", safe=""))
    page.wait_for_selector("#panel blockquote mark")
    assert page.locator("#panel-title").evaluate("e => e.textContent") == HOSTILE[0]


PAGES = ("/", "/query", "/documents", "/ontology", "/id/mao-ning", "/id/nobody")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious_and_it_fits_a_narrow_screen(
    browser: Any, address: str, path: str
) -> None:
    with watched(browser, address, (360, 740)) as opened:
        page = opened.page
        page.set_default_timeout(30_000)
        page.goto(address + path)
        if path in {"/", "/query"}:
            page.wait_for_selector("html[data-ready]")
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        opened.troubles[:] = [t for t in opened.troubles if "status of 404" not in t]


def test_document_is_accessible(opened: Opened) -> None:
    page = opened.page
    page.goto(opened.address + "/documents")
    page.get_by_role("link", name="Exchange").click()
    page.wait_for_selector("article mark")
    assert serious(page) == []
