"""The summary report: its figures, its escaping, and that it prints and loads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import HOSTILE, ID, NEEDS_CHROMIUM, chromium, hostile, sample, serious, watched

from diplograph.documents import SourceFailure
from diplograph.report import facts, of_store, of_view, render_report
from diplograph.report.model import Cell
from diplograph.store import open_graph
from diplograph.view import GraphView, view_of

SCORES = {"REQUEST": 0.0, "THREATEN": -3.5, "CONSULT": 2.5, "SANCTION": -6.0, "SUPPORT": 5.0}
FAILURES = (
    SourceFailure("a <b>.csv", "no text column & <none>", 3),
    SourceFailure("picture.png", "not a kind of document", None, True),
)


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text.split("</style>")[1]).split())


def test_counts_by_status_type_and_kind() -> None:
    found = facts.summarise(of_view(sample()), SCORES)
    assert found.statuses == {
        "actual": 2, "actual, only claimed": 1, "planned": 1, "hypothetical": 1, "negated": 1,
    }  # fmt: skip
    assert found.types["CONSULT"] == 2
    assert found.kinds == {"state": 3, "organisation": 1, "person": 1}


def test_top_actors_count_each_relation_once() -> None:
    top = facts.summarise(of_view(sample()), SCORES).top
    assert (top[0].label, top[0].source, top[0].target, top[0].total) == ("United States", 1, 3, 4)
    assert [a.both for a in top if a.label == "China"] == [1]


def test_matrix_folds_into_states_and_takes_what_happened() -> None:
    matrix = facts.summarise(of_view(sample()), SCORES).matrix
    cells = {
        (a, b): cell
        for a, row in zip(matrix.states, matrix.cells, strict=True)
        for b, cell in zip(matrix.states, row, strict=True)
        if cell
    }
    assert cells == {
        ("China", "United States"): Cell(1, 0.0),
        ("China", "France"): Cell(1, 2.5),
        ("France", "China"): Cell(1, 2.5),
    }


def test_timeline_counts_what_is_dated() -> None:
    bins = facts.summarise(of_view(sample()), SCORES).bins
    assert bins[0].label == "2022-11"
    assert (bins[0].cooperation, sum(b.conflict for b in bins)) == (1, 2)
    assert facts.summarise(of_view(GraphView()), SCORES).bins == []
    long = GraphView(events=(replace(sample().events[0], date="1900-01"), sample().events[0]))
    assert 1 < len(facts.summarise(of_view(long), SCORES).bins) <= 48


@pytest.mark.parametrize(
    ("date", "month"), [("2023-02-03", 24277), ("2023", 24276), (None, None), ("soon", None)]
)
def test_months(date: str | None, month: int | None) -> None:
    assert facts.month(date) == month


def test_a_store_and_its_view_give_the_same_summary() -> None:
    store = open_graph(Path(__file__).parents[1] / "exports" / "graph.ttl")
    streamed = facts.summarise(of_store(store), SCORES)
    assert streamed.events > 100
    assert streamed == facts.summarise(of_view(view_of(store)), SCORES)


def test_of_many_relations_the_page_has_the_foremost_and_says_so() -> None:
    store = open_graph(Path(__file__).parents[1] / "exports" / "graph.ttl")
    whole, some = view_of(store), view_of(store, 40)
    assert len(some.events) == 40
    assert set(some.events) < set(whole.events)
    assert set(some.actors) < set(whole.actors)
    assert {e.document_iri for v in some.events for e in v.evidence} == {
        d.iri for d in some.documents
    }
    assert f"40 of {len(whole.events)}" in some.meta["Shown"]
    counts = {row["e"]: row["n"] for row in store.query("SELECT * { ?e dg:sourceCount ?n }").rows()}
    rest = {event.iri for event in set(whole.events) - set(some.events)}
    assert min(counts[event.iri] for event in some.events) >= max(counts[iri] for iri in rest)


def test_report_tells_what_was_refused_and_what_to_review() -> None:
    text = plain(render_report(of_view(sample()), "Sample", FAILURES))
    assert "a &lt;b&gt;.csv :3" in text.replace(".csv:3", ".csv :3")
    assert "no text column &amp; &lt;none&gt;" in text
    assert "picture.png" not in text
    assert "1 file in folders" in text
    review = text.split("To review")[1]
    assert review.index("0.40") < review.index("0.93")
    assert "1 of 2 (50%)" in text


def test_empty_graph_has_a_report() -> None:
    text = plain(render_report(of_view(GraphView()), "Nothing"))
    assert "Nothing is dated" in text
    assert "No relations between states" in text


def test_report_is_the_same_each_time_and_escapes() -> None:
    text = render_report(of_view(hostile()), HOSTILE[0])
    assert text == render_report(of_view(hostile()), HOSTILE[0])
    for tag in ("<script", "<img", "<svg onload", "<a "):
        assert tag not in text


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.mark.browser
@NEEDS_CHROMIUM[1]
@pytest.mark.parametrize("width", [360, 900])
def test_report_opens_accessibly_and_prints(browser: Any, tmp_path: Path, width: int) -> None:
    for number, view in enumerate((sample(), hostile())):
        file = tmp_path / f"report{number}.html"
        file.write_text(render_report(of_view(view), "Sample", FAILURES), "utf-8")
        with watched(browser, file.as_uri(), (width, 800)) as opened:
            opened.page.goto(opened.address)
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
            assert serious(opened.page) == []
            assert opened.page.pdf(format="A4").startswith(b"%PDF")


def test_names_in_the_report_are_those_of_the_graph() -> None:
    assert ID + "mao" not in render_report(of_view(sample()), "Sample")
