"""The page in a real browser: opens from disk, asks for nothing, shows evidence, runs no data."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browsing import (
    HOSTILE,
    ID,
    NEEDS_CHROMIUM,
    Opened,
    chromium,
    hostile,
    sample,
    serious,
    watched,
)

from diplograph.rdf.verdicts import FIELDS, read_review, rows_of
from diplograph.view import GraphView, render

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The sample in a new context; at the end nothing may have gone wrong."""
    view, size = getattr(request, "param", (sample, (1280, 800)))
    file = tmp_path / "graph.html"
    file.write_text(render(view(), "Sample </title><script>window.hacked=1</script>"), "utf-8")
    with watched(browser, file.as_uri(), size) as result:
        yield result


def counts(page: Any) -> dict[str, int]:
    found: dict[str, int] = page.evaluate("diplograph.counts()")
    return found


def text_of(page: Any, selector: str) -> str:
    found: str = page.locator(selector).inner_text()
    return found


def click_at(page: Any, iri: str) -> None:
    spot = page.evaluate("iri => diplograph.where(iri)", iri)
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_selector("#panel.open")


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
    page.wait_for_selector("#panel:not(.open)")
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


def test_verdicts_become_a_table_that_the_build_takes(opened: Opened, tmp_path: Path) -> None:
    page = opened.go("#event=" + quote(ID + "event/0", safe=""))
    assert page.locator("#save-review").is_hidden()
    sentences = page.locator("#panel .evidence")
    sentences.nth(0).get_by_role("button", name=re.compile("^Right as read: Mao Ning")).click()
    wrong = sentences.nth(0).get_by_role("button", name=re.compile("^Wrong as read"))
    wrong.click()
    assert wrong.get_attribute("aria-pressed") == "true"
    assert text_of(page, "#save-review") == "Review (1)"
    assert not serious(page)
    with page.expect_download() as download:
        page.click("#save-review")
    path = tmp_path / "review.csv"
    path.write_bytes(Path(download.value.path()).read_bytes())
    columns = path.read_text("utf-8-sig").splitlines()[0].split(",")
    assert columns == list(FIELDS)
    (judged,) = read_review(path).relations
    assert (judged.verdict, judged.mention, judged.drawn) == ("reject", "mention/0", "page")
    assert (judged.source, judged.relation, judged.target) == ("Mao Ning", "urges", "United States")
    wrong.click()
    assert page.locator("#save-review").is_hidden()


@pytest.mark.parametrize("opened", [(hostile, (1280, 800))], indirect=True)
def test_hostile_texts_stay_in_their_cells_of_the_review(opened: Opened, tmp_path: Path) -> None:
    page = opened.go()
    for number in range(len(HOSTILE)):
        page.evaluate("iri => diplograph.selectEvent(iri)", f"{ID}e{number}")
        page.locator("#panel [data-verdict=accept]").first.click()
    with page.expect_download() as download:
        page.click("#save-review")
    path = tmp_path / "review.csv"
    path.write_bytes(Path(download.value.path()).read_bytes())
    found = [row for _, row in rows_of(path)]
    assert len(found) == len(HOSTILE)
    for text, row in zip(HOSTILE, found, strict=True):
        assert re.sub(r"\s+", "", row["sentence"]) == re.sub(r"\s+", "", text)
        assert (row["verdict"], row["drawn"]) == ("accept", "page")


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
    assert page.locator("img, iframe, svg[onload]").count() == 0


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


# ---- paths, pairs, steps, topics, moves ----


def test_shortest_path_by_search(opened: Opened) -> None:
    page = opened.go()
    page.evaluate("iri => diplograph.selectActor(iri)", ID + "mao")
    page.get_by_role("button", name="Find a path to").click()
    page.keyboard.type("nato")
    page.keyboard.press("Enter")
    panel = text_of(page, "#panel")
    assert "Shortest path: 3 steps" in panel
    steps = [" ".join(t.split()) for t in page.locator(".path .headline").all_inner_texts()]
    assert steps[0] == "Mao Ning – United States"
    assert "NATO" in [t for t in steps if "–" in t][-1]
    page = opened.go("#" + page.url.split("#", 1)[1])
    assert "Shortest path: 3 steps" in text_of(page, "#panel")
    page.evaluate("ends => diplograph.selectPath(...ends)", [ID + "mao", ID + "mao"])
    assert "0 steps" in text_of(page, "#panel")


def test_no_path_where_filters_cut_it(opened: Opened) -> None:
    page = opened.go("#hide=1")
    page.evaluate("ends => diplograph.selectPath(...ends)", [ID + "mao", ID + "nato"])
    assert "No relations that pass" in text_of(page, "#panel")


def test_pair_shows_scores_by_month(opened: Opened) -> None:
    page = opened.go()
    click_at(page, ID + "event/0")
    page.get_by_role("button", name="The two over time").click()
    assert text_of(page, "#panel-title").split() == ["Mao", "Ning", "and", "United", "States"]
    curve = page.locator(".chart").first
    assert "1 month" in (curve.locator("svg").get_attribute("aria-label") or "")
    curve.locator("summary").click()
    assert curve.locator("tbody td").all_inner_texts() == ["Feb 2023", "0.0", "1"]
    assert "2 relations" in text_of(page, "#panel")
    assert "pair=" in page.url
    page = opened.go("#" + page.url.split("#", 1)[1])
    assert text_of(page, "#panel-title").split()[0] == "Mao"


def test_actor_has_a_timeline(opened: Opened) -> None:
    page = opened.go()
    page.evaluate("iri => diplograph.selectActor(iri)", ID + "mao")
    chart = page.locator("#panel .chart")
    chart.locator("summary").click()
    assert chart.locator("tbody td").all_inner_texts() == ["Feb 2023", "0", "2"]


def test_lines_unfold(opened: Opened) -> None:
    page = opened.go()
    page.evaluate("ends => diplograph.selectPair(...ends)", [ID + "mao", ID + "usa"])
    page.get_by_role("button", name="Unfold their lines").click()
    assert counts(page)["edges"] == 6
    page = opened.go("#" + page.url.split("#", 1)[1])
    assert counts(page)["edges"] == 6
    page.get_by_role("button", name="Bundle their lines").click()
    assert counts(page)["edges"] == 5


def test_focus_goes_by_steps(opened: Opened) -> None:
    page = opened.go()
    page.evaluate("iri => diplograph.selectActor(iri)", ID + "nato")
    page.get_by_role("button", name="Show only this actor").click()
    assert counts(page)["nodes"] == 2
    page.get_by_label("Steps from this actor").select_option("2")
    assert counts(page)["nodes"] == 4
    assert "steps=2" in page.url
    page = opened.go("#" + page.url.split("#", 1)[1])
    assert counts(page)["nodes"] == 4


def test_topic_and_relation_filter(opened: Opened) -> None:
    page = opened.go()
    page.get_by_label("Topic contains").fill("taiw")
    assert counts(page)["events"] == 1
    page = opened.go("#" + page.url.split("#", 1)[1])
    assert counts(page)["events"] == 1
    page.click("#reset")
    page.locator("summary", has_text="Relations").click()
    page.locator("details", has_text="Relations").get_by_label("urges").uncheck()
    assert counts(page)["events"] == 5


def test_drag_pins_and_undo_takes_back(opened: Opened) -> None:
    page = opened.go()
    before = page.evaluate("iri => diplograph.where(iri)", ID + "usa")
    page.mouse.move(before["x"], before["y"])
    page.mouse.down()
    page.mouse.move(before["x"] + 60, before["y"] + 40, steps=6)
    page.mouse.up()
    after = page.evaluate("iri => diplograph.where(iri)", ID + "usa")
    assert abs(after["x"] - before["x"] - 60) < 8
    assert "pins=" in page.url
    page = opened.go("#" + page.url.split("#", 1)[1])
    page.evaluate("iri => diplograph.selectActor(iri)", ID + "usa")
    assert page.get_by_role("button", name="Unpin").count() == 1
    page.get_by_role("button", name="Unpin").click()
    assert "pins=" not in page.url
    page.keyboard.press("Control+z")
    assert "pins=" in page.url
    page.get_by_role("button", name="Undo").is_disabled()


def test_arranging_moves_and_can_be_undone(opened: Opened) -> None:
    page = opened.go()
    page.get_by_role("button", name="Arrange").click()
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Arrange").click()
    assert "pins=" in page.url
    page.get_by_role("button", name="Undo").click()
    assert "pins=" not in page.url


def test_drawing_is_saved_as_svg(opened: Opened) -> None:
    page = opened.go()
    with page.expect_download() as download:
        page.click("#save-svg")
    root = ET.fromstring(Path(download.value.path()).read_text("utf-8"))
    texts = ["".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"USA", "Mao Ning", "NATO"} <= set(texts)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) >= 5 + 5


@pytest.mark.parametrize("opened", [(hostile, (1280, 800))], indirect=True)
def test_hostile_texts_in_every_feature(opened: Opened) -> None:
    page = opened.go()
    root = ET.fromstring(page.evaluate("diplograph.svg()"))
    assert not {"script", "image", "a", "foreignObject"} & {
        re.sub("{.*}", "", e.tag) for e in root.iter()
    }
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]
    for i in range(len(HOSTILE) - 1):
        ends = [f"{ID}{i}", f"{ID}{i + 1}"]
        page.evaluate("ends => diplograph.selectPair(...ends)", ends)
        title = page.locator("#panel-title").evaluate("e => e.textContent")
        assert title == f"{HOSTILE[i]} and {HOSTILE[i + 1]}"
        page.evaluate("ends => diplograph.selectPath(...ends)", ends)
        assert "1 step" in text_of(page, "#panel")
        page.get_by_label("Topic contains").fill(HOSTILE[i])
        assert counts(page)["events"] >= 1
        page.get_by_label("Topic contains").fill("")
        page.evaluate("iri => diplograph.selectActor(iri)", ends[0])
        page.get_by_role("button", name="Find a path to").click()
        page.keyboard.press("Escape")
        spot = page.evaluate("iri => diplograph.where(iri)", ends[0])
        page.mouse.move(spot["x"], spot["y"])
    assert page.locator("img, iframe, svg[onload]").count() == 0
    assert page.locator("script:not([type])").count() == 2


USA_ADDRESS, EVENT_ADDRESS = quote(ID + "usa", safe=""), quote(ID + "event/0", safe="")
PLACES = ("", "#view=table", f"#actor={USA_ADDRESS}", f"#event={EVENT_ADDRESS}")


@pytest.mark.parametrize("fragment", PLACES)
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(opened: Opened, fragment: str, dark: bool) -> None:
    opened.page.emulate_media(color_scheme="dark" if dark else "light")
    page = opened.go(fragment)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert serious(page) == []


@pytest.mark.parametrize("opened", [(sample, (360, 740))], indirect=True)
def test_axe_finds_nothing_serious_on_a_narrow_screen(opened: Opened) -> None:
    page = opened.go("#pair=" + quote(f"{ID}mao {ID}usa", safe=""))
    assert serious(page) == []
    for view in ("#tab-table", "#tab-picture"):
        page.click(view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("#toggle-filters")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_reduced_motion_is_honoured(opened: Opened) -> None:
    opened.page.emulate_media(reduced_motion="reduce")
    page = opened.go()
    page.evaluate("iri => diplograph.selectActor(iri)", ID + "usa")
    first = page.evaluate("iri => diplograph.where(iri)", ID + "usa")
    page.wait_for_timeout(150)
    assert page.evaluate("iri => diplograph.where(iri)", ID + "usa") == first


def test_very_large_graph_opens_on_its_core_and_brings_in_others(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diplograph.view.core.CORE_ACTORS", 3)
    monkeypatch.setattr("diplograph.view.core._MANY_ACTORS", 4)
    file = tmp_path / "graph.html"
    file.write_text(render(sample(), "Large"), "utf-8")
    with watched(browser, file.as_uri(), (1280, 800)) as opened:
        page = opened.go()
        assert counts(page)["events"] == 6
        assert counts(page)["nodes"] == 3
        assert "opened on the 3 most connected actors" in text_of(page, "#away")
        page.keyboard.press("/")
        page.keyboard.type("nato")
        page.keyboard.press("Enter")
        assert text_of(page, "#panel-title") == "NATO"
        assert counts(page)["nodes"] >= 4
        page.goto("about:blank")
        page = opened.go("#path=" + quote(f"{ID}mao {ID}nato", safe=""))
        assert "3 steps" in text_of(page, "#panel")
        assert counts(page)["nodes"] >= 4
        page = opened.go("#only=" + quote(ID + "nato", safe=""))
        assert counts(page) == {"events": 1, "edges": 1, "nodes": 2}
        page.click("#tab-table")
        page.click("#reset")
        assert page.locator("#rows tr").count() == 6
