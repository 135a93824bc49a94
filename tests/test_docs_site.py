"""The documentation as a site: it builds strictly, asks nobody for anything, lacks no command."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import typer

import diplograph
from diplograph.cli.app import app

pytestmark = pytest.mark.docs
pytest.importorskip("mkdocs", reason="the dependency group docs is not installed")

ROOT = Path(__file__).resolve().parents[1]
# What a browser fetches without being asked.
FETCHED = {
    ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"),
    ("audio", "src"), ("embed", "src"), ("object", "data"), ("image", "href"), ("use", "href"),
}  # fmt: skip
LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does."""
    out = tmp_path_factory.mktemp("site")
    # Not --quiet, which would keep --strict from seeing warnings.
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)]
    # A proxy that nobody answers: whatever asks the network fails.
    environment = {**os.environ, "http_proxy": "http://127.0.0.1:9", "PYTHONUTF8": "1"}
    environment["https_proxy"] = environment["http_proxy"]
    ended = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return out


class Fetches(HTMLParser):
    """Collects the addresses that a page fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if (tag, name) in FETCHED or name in {"srcset", "poster", "background"}:
                self.found.append(value)
        if tag == "link" and LINKS & set(given.get("rel", "").split()):
            self.found.append(given.get("href", ""))


def outside(address: str) -> bool:
    return re.match(r"(\w+:)?//", address) is not None


def test_pages_and_styles_fetch_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        fetches = Fetches()
        fetches.feed(page.read_text(encoding="utf-8"))
        assert not [address for address in fetches.found if outside(address)], page
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        found = re.findall(r"""(?:url\(|@import\s+)["']?([^"')]+)""", text)
        assert not [address for address in found if outside(address)], style


def test_every_local_address_leads_somewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8")):
            if not re.match(r"\w+:|//", address) and page.name != "404.html":
                assert (page.parent / address).exists(), f"{page.name}: {address}"


@pytest.mark.browser
def test_a_browser_asks_nobody_else(site: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    program = os.environ.get("CHROMIUM", found)
    if program is None:
        pytest.skip("Chromium is missing")
    asked: list[str] = []
    errors: list[str] = []
    with served(site) as address, sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        for name in ("index.html", "tutorials/monthly-balance.html", "reference/python.html"):
            page.goto(f"{address}/{name}", wait_until="networkidle")
        search(page)
        browser.close()
    assert asked
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert not errors


def search(page: Any) -> None:
    """A search finds the page of saved queries."""
    page.keyboard.press("/")
    page.keyboard.type("saved queries", delay=20)
    page.wait_for_selector(".md-search-result__item a[href*='queries.html']", timeout=15_000)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and tells nobody."""

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, while the block lasts."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


# Reference


def sections(site: Path) -> dict[str, str]:
    """The reference of commands, a text for each command."""
    text = (site / "reference" / "cli.html").read_text(encoding="utf-8")
    parts = re.split(r"<h[23] id=\"[^\"]*\"><code>", text)
    return {part.split("</code>", 1)[0]: part for part in parts[1:]}


def test_every_command_and_option_is_in_the_reference(site: Path) -> None:
    found = sections(site)
    commands = typer.main.get_command(app)
    told = {"diplograph": commands} | {
        f"diplograph {name}": command
        for name, command in commands.commands.items()  # type: ignore[attr-defined]
    }
    for name, command in told.items():
        for param in command.params:
            for option in (*param.opts, *param.secondary_opts):
                if option.startswith("-"):
                    assert re.search(rf"<code>[^<]*{re.escape(option)}\b", found[name]), (
                        name,
                        option,
                    )
                else:
                    assert (param.metavar or option).upper().strip(".") in found[name].upper()
        assert command.help.split("\n")[0].split(".")[0][:30] in found[name]
    assert "--partition-documents" in found["diplograph-spark"]


def test_every_public_name_is_in_the_reference(site: Path) -> None:
    text = (site / "reference" / "python.html").read_text(encoding="utf-8")
    for name in diplograph.__all__:
        assert f'id="diplograph.{name}"' in text, name
    for name in ("diplograph.query.run_saved", "diplograph.components.make_relation_reader"):
        assert f'id="{name}"' in text
