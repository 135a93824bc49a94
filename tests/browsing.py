"""What the browser tests share: Chromium, pages that must not complain, and views to show."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from diplograph.view import (
    GraphView,
    ViewActor,
    ViewDocument,
    ViewEvent,
    ViewEvidence,
    ViewPost,
)

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDS_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and not os.environ.get("CI"),
        reason="Chromium is missing: apt-get install chromium",
    ),
]

ID = "https://w3id.org/diplograph/id/"
HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "<a href=javascript:window.hacked=1>x</a>",
    "\u202egnp.exe\u202c",
    "😀🇺🇳 = emoji",
    "=HYPERLINK(1)",
    "long " + "x" * 495,
)


def sample() -> GraphView:
    """Five actors, six relations, two documents."""
    names = {"china": "China", "usa": "United States", "france": "France"}
    codes = {"china": "CHN", "usa": "USA", "france": "FRA"}
    actors = [ViewActor(ID + i, n, "state", codes[i], n) for i, n in names.items()]
    actors[1] = ViewActor(
        ID + "usa", "United States", "state", "USA", "United States", ("Washington",)
    )
    post = ViewPost("spokeswoman", "Foreign Ministry", "2021-09")
    mao = ViewActor(ID + "mao", "Mao Ning", "person", "CHN", "China", ("Mao",), (post,))
    actors += [mao, ViewActor(ID + "nato", "NATO", "organisation")]

    def event(number: int, relation: str, type_: str, quad: int, **more: Any) -> ViewEvent:
        return ViewEvent(f"{ID}event/{number}", relation, relation, type_, quad, **more)

    sentence = "😀 On Friday Mao Ning urged Washington to talk."
    start = sentence.index("urged")
    said = ViewEvidence(sentence, "urged", start, start + 5, ID + "doc/1")
    source, usa, china = (ID + "mao",), (ID + "usa",), (ID + "china",)
    events = (
        event(0, "urges", "REQUEST", 3, sources=source, targets=usa, evidence=(said,),
              date="2023-02-03", topic="Taiwan", confidence=0.93),
        event(1, "warns", "THREATEN", 3, sources=source, targets=usa, date="2023-02-04",
              confidence=0.4, factual=False, attributed_to=ID + "nato"),
        event(2, "meets", "CONSULT", 1, participants=(ID + "china", ID + "france"),
              date="2022-11-14", place="Bali"),
        event(3, "sanctions", "SANCTION", 4, sources=usa, targets=china, status="planned"),
        event(4, "visits", "CONSULT", 1, sources=(ID + "france",), targets=usa, status="negated"),
        event(5, "supports", "SUPPORT", 1, sources=(ID + "nato",), targets=(ID + "france",),
              status="hypothetical", date="2024"),
    )  # fmt: skip
    documents = (
        ViewDocument(ID + "doc/1", "A briefing", "2023-02-03", "wire", "https://example.org/a"),
        ViewDocument(ID + "doc/2", "Another", "2023-02-04", "corpus", "b.md"),
    )
    return GraphView(tuple(actors), events, documents, {"Read with": "diplograph"})


def hostile() -> GraphView:
    """Every text of the page is an attack."""
    size = len(HOSTILE)
    actors = tuple(
        ViewActor(f"{ID}{i}", t, "person", t, t, (t,), (ViewPost(t, t, t, t),))
        for i, t in enumerate(HOSTILE)
    )
    documents = tuple(ViewDocument(f"{ID}d{i}", t, t, t, t) for i, t in enumerate(HOSTILE))
    events = tuple(
        ViewEvent(
            f"{ID}e{i}", t, t, "REQUEST", 3, (f"{ID}{i}",), (f"{ID}{(i + 1) % size}",),
            topic=t, place=t, date=t, attributed_to=f"{ID}{i}",
            evidence=(ViewEvidence(t, t, 0, len(t), f"{ID}d{i}"),),
        )
        for i, t in enumerate(HOSTILE)
    )  # fmt: skip
    return GraphView(actors, events, documents, {HOSTILE[0]: HOSTILE[1]})


@contextmanager
def chromium() -> Iterator[Any]:
    """Chromium, to open pages with."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Opened:
    """A page and what it complained of or asked for."""

    page: Any
    address: str
    troubles: list[str] = field(default_factory=list)

    def go(self, fragment: str = "") -> Any:
        """The page of the address, when it is ready."""
        self.page.goto(self.address + fragment)
        self.page.wait_for_selector("html[data-ready]")
        return self.page


@contextmanager
def watched(browser: Any, address: str, size: tuple[int, int]) -> Iterator[Opened]:
    """A page in a new context; at the end nothing may have gone wrong or elsewhere."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, accept_downloads=True
    )
    context.set_default_timeout(30_000)
    result = Opened(context.new_page(), address)
    own = address if address.startswith("file:") else "/".join(address.split("/")[:3]) + "/"

    def ask(asked: Any) -> None:
        if not asked.url.startswith((own, "data:,", "blob:")):
            result.troubles.append(f"request {asked.url[:100]}")

    result.page.on("request", ask)
    result.page.on("console", lambda m: result.troubles.append(f"{m.type} {m.text}"))
    result.page.on("pageerror", lambda e: result.troubles.append(f"error {e}"))
    result.page.on("dialog", lambda d: result.troubles.append(f"dialog {d.message}"))
    yield result
    assert result.page.evaluate("window.hacked") is None, "a text of the data ran"
    assert not result.troubles, result.troubles
    context.close()


def serious(page: Any) -> list[str]:
    """What axe-core finds that is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['help']} at {[n['target'] for n in v['nodes']][:4]}"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
