"""Takes the pictures of README.md and docs/page.md from the graph in exports/.

python docs/pictures/take.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from playwright.sync_api import sync_playwright

from diplograph.report import render_report
from diplograph.server import Limits, create_app
from diplograph.store import open_graph
from diplograph.view import render, view_of

FOLDER = Path(__file__).resolve().parent
STORE = FOLDER.parents[1] / "exports" / "store"
ID = "https://w3id.org/diplograph/id/"
QUERY = """PREFIX dg: <https://w3id.org/diplograph/ontology#>
CONSTRUCT { ?one dg:meets ?other } WHERE { ?one dg:meets ?other }"""


@contextmanager
def served() -> Iterator[str]:
    """The address of a server for the graph."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(STORE, Limits(workers=1)), port=0, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.1)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def shrink(picture: Path) -> None:
    """Make a picture smaller, where pngquant is installed."""
    if shutil.which("pngquant"):
        command = ["pngquant", "--force", "--strip", "--ext", ".png", "160", str(picture)]
        subprocess.run(command, check=True)


def taker(browser: Any) -> Callable[..., None]:
    """A function that takes one picture."""

    def take(
        name: str, address: str, *, size: tuple[int, int] = (1200, 750), dark: bool = False,
        then: Callable[[Any], object] | None = None,
    ) -> None:  # fmt: skip
        page = browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page.goto(address)
        if "/documents/" not in address and "report" not in address:
            page.wait_for_selector("html[data-ready]", timeout=60_000)
        if then is not None:
            then(page)
        page.wait_for_timeout(1500)
        page.screenshot(path=FOLDER / f"{name}.png")
        page.close()
        shrink(FOLDER / f"{name}.png")

    return take


def main() -> None:
    """Take them all."""
    view = view_of(open_graph(STORE))
    china, usa = quote(ID + "china", safe=""), quote(ID + "united-states", safe="")
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    document = next(d.iri for d in view.documents if d.title and "Blinken" in d.title)
    with tempfile.TemporaryDirectory() as folder, served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        take = taker(browser)
        file, report = Path(folder) / "graph.html", Path(folder) / "report.html"
        file.write_text(render(view, "diplograph"), encoding="utf-8")
        report.write_text(render_report(view, "diplograph"), encoding="utf-8")
        page = file.as_uri()
        take("front", f"{page}#actor={china}", size=(1200, 700))
        take("overview", page)
        take("actor", f"{page}#actor={china}", dark=True)
        take("pair", f"{page}#fold=states&pair={china}+{usa}")
        take("path", f"{page}#path={quote(ID + 'cuba', safe='')}+{quote(ID + 'japan', safe='')}")
        take("table", f"{page}#view=table&actor={usa}")
        take("narrow", f"{page}#actor={china}", size=(360, 700))
        take("report", report.as_uri(), size=(900, 1900))
        take("document", f"{site}/documents/{document.rpartition('/')[2]}")
        take(
            "sparql",
            f"{site}/query?query={quote(QUERY)}",
            size=(1200, 1100),
            then=lambda opened: opened.get_by_role("tab", name="Graph").click(),
        )
        browser.close()


if __name__ == "__main__":
    main()
