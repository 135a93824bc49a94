"""The page in a real browser: opens from disk, asks for nothing, shows evidence, runs no data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from diplograph.view import (
    GraphView,
    ViewActor,
    ViewDocument,
    ViewEvent,
    ViewEvidence,
    ViewPost,
    render,
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
pytestmark = [
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Opened:
    """A page and what it complained of or asked for."""

    page: Any
    file: Path
    troubles: list[str] = field(default_factory=list)

    def go(self, fragment: str = "") -> Any:
        self.page.goto(self.file.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready]")
        return self.page


@pytest.fixture
def opened(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The sample in a new context; at the end nothing may have gone wrong."""
    view, size = getattr(request, "param", (sample, (1280, 800)))
    file = tmp_path / "graph.html"
    file.write_text(render(view(), "Sample </title><script>window.hacked=1</script>"), "utf-8")
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    result = Opened(context.new_page(), file)
    own = file.as_uri()

    def ask(asked: Any) -> None:
        if not asked.url.startswith((own, "data:,", "blob:")):
            result.troubles.append(f"request {asked.url[:100]}")

    result.page.on("request", ask)
    result.page.on("console", lambda m: result.troubles.append(f"{m.type} {m.text}"))
    result.page.on("pageerror", lambda e: result.troubles.append(f"error {e}"))
    result.page.on("dialog", lambda d: result.troubles.append(f"dialog {d.message}"))
    yield result
    assert result.page.evaluate("window.hacked") is None
    assert result.troubles == []
    context.close()


def counts(page: Any) -> dict[str, int]:
    found: dict[str, int] = page.evaluate("diplograph.counts()")
    return found


def text_of(page: Any, selector: str) -> str:
    found: str = page.locator(selector).inner_text()
    return found


def click_at(page: Any, iri: str) -> None:
    spot = page.evaluate("iri => diplograph.where(iri)", iri)
    page.mouse.click(spot["x"], spot["y"])


def test_opens_from_disk_already_laid_out(opened: Opened) -> None:
    page = opened.go()
    assert counts(page) == {"events": 6, "edges": 5, "nodes": 5}
    assert "6 relations" in text_of(page, "#tally")
    assert page.title().startswith("Sample </title>")


def test_click_on_a_line_shows_its_sentences(opened: Opened) -> None:
    page = opened.go()
    click_at(page, ID + "event/0")
    assert text_of(page, "#panel blockquote") == "😀 On Friday Mao Ning urged Washington to talk."
    assert text_of(page, "#panel mark") == "urged"
    panel = text_of(page, "#panel")
    for fact in ("Verbal conflict", "2 relations", "A briefing", "wire", "3 Feb 2023", "93 %"):
        assert fact in panel
    assert "Claimed" in panel
    assert page.locator("#panel a.cite-title").get_attribute("href") == "https://example.org/a"


def test_click_on_an_actor_shows_facts_and_posts(opened: Opened) -> None:
    page = opened.go()
    click_at(page, ID + "mao")
    panel = text_of(page, "#panel")
    for fact in ("Person · China", "Mao Ning", "spokeswoman, Foreign Ministry", "2 relations"):
        assert fact in panel
    assert "actor=" in page.url


def test_click_beside_everything_closes_the_panel(opened: Opened) -> None:
    page = opened.go("#event=" + quote(ID + "event/3", safe=""))
    assert "Planned" in text_of(page, "#panel")
    box = page.locator("#picture").bounding_box()
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    assert "Most active" in text_of(page, "#panel")


def test_fragment_restores_the_view(opened: Opened) -> None:
    page = opened.go()
    page.get_by_label("Material conflict").uncheck()
    page.evaluate("iri => diplograph.selectActor(iri)", ID + "usa")
    page.click("#tab-table")
    address = page.url
    page.goto("about:blank")
    page = opened.go("#" + address.split("#", 1)[1])
    assert counts(page)["events"] == 5
    assert text_of(page, "#panel-title") == "United States"
    assert page.locator("#view-table").is_visible()


def test_back_undoes_a_choice(opened: Opened) -> None:
    page = opened.go()
    for name in ("usa", "mao"):
        page.evaluate("iri => diplograph.selectActor(iri)", ID + name)
    page.go_back()
    page.wait_for_function("document.querySelector('#panel-title').textContent === 'United States'")


def test_search_finds_by_alias_with_the_keyboard(opened: Opened) -> None:
    page = opened.go()
    page.keyboard.press("/")
    page.keyboard.type("washing")
    assert page.locator("#search-list [role=option]").count() == 1
    assert page.locator("#search").get_attribute("aria-activedescendant") == "found-0"
    page.keyboard.press("Enter")
    assert text_of(page, "#panel-title") == "United States"
    page.keyboard.press("/")
    page.keyboard.type("nobody of that name")
    assert "No actor" in text_of(page, "#search-list")


@pytest.mark.parametrize(
    ("label", "left"),
    [
        ("Verbal conflict", 4),
        ("Only claimed", 5),
        ("Planned", 5),
        ("Denied or called off", 5),
        ("Organisations", 5),
    ],
)
def test_legend_filters(opened: Opened, label: str, left: int) -> None:
    page = opened.go()
    page.get_by_label(label).uncheck()
    assert counts(page)["events"] == left
    assert f"{left} of 6 relations" in text_of(page, "#live")
    page.click("#reset")
    assert counts(page)["events"] == 6


def test_confidence_time_type_and_focus_filter(opened: Opened) -> None:
    page = opened.go()
    page.get_by_label("Least confidence").fill("0.5")
    assert counts(page)["events"] == 5
    page.click("#reset")
    page.get_by_label("From month").fill(str(2023 * 12))
    assert counts(page)["events"] == 3
    page.click("#reset")
    page.locator("summary", has_text="Types").click()
    page.get_by_label("Threaten").uncheck()
    assert counts(page)["events"] == 5
    page.click("#reset")
    page.evaluate("iri => diplograph.selectActor(iri)", ID + "nato")
    page.get_by_role("button", name="Show only this actor").click()
    assert counts(page) == {"events": 1, "edges": 1, "nodes": 2}


def test_folding_into_states(opened: Opened) -> None:
    page = opened.go()
    page.get_by_label("Fold into their states").check()
    assert counts(page) == {"events": 6, "edges": 5, "nodes": 4}
    click_at(page, ID + "event/0")
    assert text_of(page, "#panel-title").split() == ["China", "→", "United", "States"]
    assert "fold=states" in page.url
    page = opened.go("#" + page.url.split("#", 1)[1])
    assert text_of(page, "#panel-title").split() == ["China", "→", "United", "States"]
    page.evaluate("iri => diplograph.selectActor(iri)", ID + "china")
    assert "4 relations" in text_of(page, "#panel")


def test_everything_filtered_out_says_so(opened: Opened) -> None:
    page = opened.go("#hide=1,2,3,4")
    assert counts(page) == {"events": 0, "edges": 0, "nodes": 0}
    assert page.locator("#picture-empty").is_visible()
    page.click("#tab-table")
    assert "No relation" in text_of(page, "#rows-none")


def test_table_works_by_keyboard(opened: Opened) -> None:
    page = opened.go()
    page.locator("#tab-picture").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#tab-table").get_attribute("aria-selected") == "true"
    assert page.locator("#rows tr").count() == 6
    page.locator("#rows .row-open").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    chosen = page.locator("#rows tr.chosen")
    assert chosen.count() == 1
    assert chosen.locator(".row-open").inner_text() in text_of(page, "#panel")
    page.locator("#sort-conf").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=descending] button").get_attribute("id") == "sort-conf"
    page.keyboard.press("Enter")
    assert text_of(page, "#rows tr:first-child td:last-child") == "0.40"


def test_table_search_reads_sentences(opened: Opened) -> None:
    page = opened.go("#view=table")
    page.get_by_label("Search in the relations").fill("friday mao")
    assert page.locator("#rows tr").count() == 1
    assert text_of(page, "#rows-count") == "1 relation"


def test_csv_is_what_is_shown(opened: Opened) -> None:
    page = opened.go("#hide=1")
    with page.expect_download() as download:
        page.click("#save-csv")
    lines = Path(download.value.path()).read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("id,date,source,relation,target")
    assert len(lines) == 5
    assert "Mao Ning,urges,United States" in lines[1]


def test_picture_is_saved(opened: Opened) -> None:
    page = opened.go()
    with page.expect_download() as download:
        page.click("#save-png")
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_picture_moves_by_keyboard(opened: Opened) -> None:
    page = opened.go()
    before = page.evaluate("iri => diplograph.where(iri)", ID + "usa")
    page.locator("#picture").focus()
    for key in ("ArrowRight", "+", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("iri => diplograph.where(iri)", ID + "usa") != before


def test_theme_switches(opened: Opened) -> None:
    page = opened.go()
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(ground) != before


@pytest.mark.parametrize("opened", [(hostile, (1280, 800))], indirect=True)
def test_hostile_texts_stay_texts(opened: Opened) -> None:
    page = opened.go()
    for i, text in enumerate(HOSTILE):
        page.evaluate("iri => diplograph.selectEvent(iri)", f"{ID}e{i}")
        assert page.locator("#panel blockquote").evaluate("e => e.textContent") == text
        assert page.locator("#panel mark").evaluate("e => e.textContent") == text
        page.evaluate("iri => diplograph.selectActor(iri)", f"{ID}{i}")
        assert page.locator("#panel-title").evaluate("e => e.textContent") == text
        page.locator("#search").fill(text[:30])
        assert page.locator("#search-list .found-name").count() >= 1
        page.keyboard.press("Escape")
    page.click("#tab-table")
    assert page.locator("#rows tr").count() == len(HOSTILE)
    page.get_by_label("Search in the relations").fill("hyperlink")
    assert page.locator("#rows tr").count() >= 1
    assert '"\'=HYPERLINK(1)"' in page.evaluate("diplograph.csv()")
    assert page.locator("img, svg, iframe").count() == 0


@pytest.mark.parametrize("opened", [(sample, (360, 740))], indirect=True)
def test_narrow_screen_has_everything(opened: Opened) -> None:
    page = opened.go("#event=" + quote(ID + "event/0", safe=""))
    assert page.locator("#panel blockquote").is_visible()
    assert page.locator("#picture canvas").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not page.locator("#filters").is_visible()
    page.click("#toggle-filters")
    assert page.locator("#filters").is_visible()


@pytest.mark.parametrize("opened", [(GraphView, (800, 600))], indirect=True)
def test_empty_graph_opens(opened: Opened) -> None:
    page = opened.go()
    assert counts(page) == {"events": 0, "edges": 0, "nodes": 0}
