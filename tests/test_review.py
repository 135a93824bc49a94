"""Verdicts of an analyst: the table, what the build makes of it, and how it is counted."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from attacks import ATTACKS
from conftest import Cli, Ended
from factories import MAO, USA, briefing, relation
from hypothesis import given
from hypothesis import strategies as st

from diplograph.errors import ReviewError
from diplograph.evaluation.metrics import wilson_interval
from diplograph.evaluation.review import score_review
from diplograph.export import export_text
from diplograph.gazetteer import load_gazetteer
from diplograph.rdf import GazetteerFacts
from diplograph.rdf.verdicts import (
    FIELDS,
    Draw,
    Item,
    Looked,
    Review,
    Verdict,
    read_review,
    rows_of,
)
from diplograph.records import Document, Reading
from diplograph.relations_table import relation_rows
from diplograph.review import Wanted, looked_in, relation_items, write_review
from diplograph.store import GraphStore
from diplograph.validate import validate

FACTS = GazetteerFacts(load_gazetteer())


def store_of(*readings: Reading) -> GraphStore:
    store = GraphStore()
    for reading in readings:
        store.replace_document(reading)
    store.rebuild_derived(FACTS)
    return store


def written(path: Path, *rows: dict[str, str], fields: Sequence[str] = FIELDS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, fields)
        table.writeheader()
        table.writerows({"item": "relation", "source": "a", "target": "b"} | row for row in rows)
    return path


def apply(store: GraphStore, review: Review) -> list[str]:
    edits, lost = store.edits(review, FACTS)
    store.rebuild_derived(FACTS, review.decisions, edits)
    return lost


def direct(store: GraphStore) -> set[tuple[str, str, str]]:
    rows = store.query(
        """SELECT ?a ?r ?b WHERE { ?a ?p ?b . ?e dg:relation ?p .
        BIND(STRAFTER(STR(?p), "#") AS ?r) }"""
    ).rows()
    return {
        (str(r["a"]).rpartition("/")[2], str(r["r"]), str(r["b"]).rpartition("/")[2]) for r in rows
    }


def mention(store: GraphStore, name: str, number: int = 0) -> str:
    found = [row for row in relation_items(store) if row["relation"] == name]
    return str(found[number]["id"])


# The table


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"verdict": "yes"},
            r"\.csv:2: verdict 'yes' is unknown; allowed: accept, reject, correct",
        ),
        ({"verdict": "accept", "item": "event"}, "item 'event' is unknown; allowed: relation, mer"),
        (
            {"verdict": "correct"},
            "verdict 'correct' and corrections do not fit: fill one of correct_",
        ),
        ({"verdict": "accept", "correct_status": "planned"}, "do not fit: leave them blank"),
        ({"verdict": "correct", "correct_status": "done"}, "correct_status 'done' is unknown"),
        (
            {"verdict": "correct", "correct_date": "May"},
            "correct_date 'may' is no date; allowed: 2",
        ),
        ({"verdict": "correct", "correct_date": "2024-02-30"}, "'2024-02-30' is no date"),
        ({"verdict": "correct", "correct_factual": "no"}, "'no' is unknown; allowed: true, false"),
        (
            {"verdict": "accept", "id": "x1"},
            "id 'x1' is not one of a relation; wanted: mention/",
        ),
        (
            {"verdict": "accept", "confidence": "much"},
            "confidence 'much' is not a number from 0 to 1",
        ),
        ({"verdict": "accept", "type": "HUG"}, "type 'HUG' is unknown; allowed: AGREE"),
        ({"verdict": "accept", "drawn": "lots"}, "drawn 'lots' is unknown; allowed: sample"),
        ({"verdict": "correct", "item": "merge"}, "'correct' of a merge; allowed: accept, reject"),
        ({"verdict": "reject", "item": "merge", "source": ""}, "source is blank"),
    ],
)
def test_wrong_rows_are_refused(tmp_path: Path, row: dict[str, str], message: str) -> None:
    path = written(tmp_path / "review.csv", {"id": "mention/0a"} | row)
    with pytest.raises(ReviewError, match=message):
        read_review(path)


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    with pytest.raises(ReviewError, match="no such file"):
        read_review(path)
    path.write_text("verdict,item\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=r"review\.csv:1: no column 'id'"):
        read_review(path)
    path.write_bytes(b"verdict\xff")
    with pytest.raises(ReviewError, match="not UTF-8"):
        read_review(path)
    twice = [{"id": "mention/0a", "verdict": v} for v in ("accept", "reject")]
    with pytest.raises(ReviewError, match=r":3: another verdict than at .*:2 on 'mention/0a'"):
        read_review(written(path, *twice))


def test_what_spreadsheets_make_of_the_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    text = "﻿item;verdict;id;target;source;confidence;my notes\r\n"
    text += "relation; Reject ;mention/0a;'=b;a;0,75;really?\r\n;;;;;;\r\n"
    text += "relation;;mention/0b;b;a;;\r\n"
    path.write_text(text, encoding="utf-8")
    (judged,) = read_review(path).relations
    assert (judged.verdict, judged.target, judged.confidence) == (Verdict.REJECT, "=b", 0.75)
    assert judged.where.endswith("review.csv:2")


def test_the_exported_relations_are_a_table_for_verdicts(tmp_path: Path) -> None:
    store = store_of(briefing())
    rows = list(csv.DictReader(io.StringIO(export_text(store, "csv"))))
    verdicts = [{"verdict": "reject" if row["relation"] == "meets" else ""} for row in rows]
    path = tmp_path / "relations.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, ["verdict", *rows[0]])
        table.writeheader()
        table.writerows(one | other for one, other in zip(rows, verdicts, strict=True))
    (judged,) = read_review(path).relations
    assert (judged.source, judged.type) == ("Xi Jinping", "CONSULT")
    assert apply(store, read_review(path)) == []
    assert "meets" not in {row["relation"] for row in relation_rows(store)}


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_texts_pass_through_the_table(tmp_path: Path, attack: str) -> None:
    sentence = f"Mao Ning urged the US: {attack}"
    document = Document(sentence, title=attack)
    told = relation(document, sentence, "urges", (MAO, "Mao Ning"), (USA, "the US"), "urged")
    store = store_of(Reading(document, (told,)))
    path = tmp_path / "review.csv"
    assert write_review(store, path, Wanted()) == (1, 1)
    ((where, row),) = rows_of(path)
    assert where.endswith(":2") and row["verdict"] == ""
    assert row["id"] == f"mention/{told.id}"
    assert not any(line.startswith(("=", "+", "-", "@")) for line in path.read_text().split('","'))
    assert write_review(store, path, Wanted()) == (0, 1)


def test_the_table_keeps_what_is_in_it_and_draws_others(tmp_path: Path) -> None:
    store = store_of(briefing())
    path = tmp_path / "review.csv"
    total = len(list(relation_items(store)))
    assert write_review(store, path, Wanted(relations=2)) == (2, 2)
    rows = [row for _, row in rows_of(path)]
    rows[0] |= {"verdict": "accept", "note": "seen", "who": "me"}
    written(path, *rows, fields=[*FIELDS, "who"])
    assert write_review(store, path, Wanted(Draw.ALL, None, None)) == (total - 2, total)
    again = [row for _, row in rows_of(path)]
    assert len({row["id"] for row in again}) == total
    assert (again[0]["verdict"], again[0]["note"], again[0]["who"]) == ("accept", "seen", "me")
    assert [row["drawn"] for row in again] == ["sample"] * 2 + ["all"] * (total - 2)


def test_the_least_sure_are_drawn_and_chance_is_repeatable(tmp_path: Path) -> None:
    store = store_of(briefing())
    path = tmp_path / "a.csv"
    write_review(store, path, Wanted(Draw.UNSURE, relations=1))
    ((_, row),) = rows_of(path)
    assert float(row["confidence"]) == min(
        float(str(r["confidence"])) for r in relation_items(store)
    )

    def drawn(seed: int) -> set[str]:
        path = tmp_path / "b.csv"
        path.unlink(missing_ok=True)
        write_review(store, path, Wanted(relations=2, seed=seed))
        return {row["id"] for _, row in rows_of(path)}

    assert drawn(1) == drawn(1)
    assert len({frozenset(drawn(seed)) for seed in range(8)}) > 1


# What the build makes of it


def test_rejected_relations_do_not_come_in(tmp_path: Path) -> None:
    store = store_of(briefing())
    before = export_text(store, "nq")
    assert ("mao-ning", "urges", "united-states") in direct(store)
    rows = [{"id": mention(store, "urges", n), "verdict": "reject"} for n in range(2)]
    assert apply(store, read_review(written(tmp_path / "r.csv", *rows))) == []
    assert ("mao-ning", "urges", "united-states") not in direct(store)
    assert "urges" not in {row["relation"] for row in relation_rows(store)}
    assert [one.verdict for one in looked_in(store)] == [Verdict.REJECT] * 2
    assert validate(store).problems == ()
    apply(store, Review())
    assert export_text(store, "nq") == before


def test_corrections_come_in_with_a_mark(tmp_path: Path) -> None:
    store = store_of(briefing())
    name = mention(store, "urges")
    row = {
        "id": name,
        "verdict": "correct",
        "correct_source": "Joe Biden",
        "correct_relation": "criticises",
        "correct_target": "China",
        "drawn": "sample",
    }
    assert apply(store, read_review(written(tmp_path / "r.csv", row))) == []
    assert ("joe-biden", "criticises", "china") in direct(store)
    (found,) = [r for r in relation_rows(store) if f"mention/{r['id']}" == name]
    assert (found["source_name"], found["relation"], found["type"]) == (
        "Joe Biden", "criticises", "ACCUSE",
    )  # fmt: skip
    assert (found["confidence"], found["verdict"]) == (1.0, "correct")
    events = store.query(
        """SELECT ?e ?c WHERE { ?e a dg:Event ; dg:verdict dg:corrected ; dg:confidence ?c }"""
    ).rows()
    assert [float(str(row["c"])) for row in events] == [1.0]
    (looked,) = looked_in(store)
    assert looked == Looked("urges", "REQUEST", Verdict.CORRECT, 0.9, Draw.SAMPLE, (
        "relation", "source", "target",
    ))  # fmt: skip
    assert validate(store).problems == ()


def test_an_actor_that_no_document_names_comes_in_by_a_correction(tmp_path: Path) -> None:
    store = store_of(briefing())
    row = {"id": mention(store, "visits"), "verdict": "correct", "correct_target": "Mongolia"}
    apply(store, read_review(written(tmp_path / "r.csv", row)))
    (found,) = [r for r in relation_rows(store) if r["relation"] == "visits"]
    assert (found["target_name"], found["target_state"]) == ("Mongolia", "MNG")
    assert validate(store).problems == ()


def test_statuses_are_corrected(tmp_path: Path) -> None:
    store = store_of(briefing())
    assert not any(relation == "visits" for _, relation, _ in direct(store))
    row = {"id": mention(store, "visits"), "verdict": "correct", "correct_status": "Actual"}
    apply(store, read_review(written(tmp_path / "r.csv", row)))
    assert ("antony-blinken", "visits", "china") in direct(store)


def told_of(store: GraphStore, name: str) -> tuple[object, ...]:
    (row,) = [r for r in relation_rows(store) if f"mention/{r['id']}" == name]
    return row["date"], row["place"], row["factual"]


def event_of(store: GraphStore, name: str) -> list[dict[str, object]]:
    """Date, place and factual of the events of a mention, as the derived graph holds them."""
    return list(
        store.query(
            f"""SELECT ?date (STR(?label) AS ?place) ?factual WHERE {{
            ?e a dg:Event ; dg:mention <{store.base}{name}> ; dg:factual ?factual .
            OPTIONAL {{ ?e dg:date ?date }}
            OPTIONAL {{ ?e dg:place/skos:prefLabel ?label }} }}"""
        ).rows()
    )


def test_date_place_and_fact_are_corrected_and_taken_away(tmp_path: Path) -> None:
    store = store_of(briefing())
    name = mention(store, "meets")
    before = export_text(store, "nq")
    assert told_of(store, name) == ("2022-11", "Bali", True)
    row = {
        "id": name, "verdict": "correct", "correct_date": "2022-12",
        "correct_place": "Nusa Dua", "correct_factual": "FALSE",
    }  # fmt: skip
    assert apply(store, read_review(written(tmp_path / "r.csv", row))) == []
    assert told_of(store, name) == ("2022-12", "Nusa Dua", False)
    (event,) = event_of(store, name)
    assert str(event["date"]) == "2022-12"
    assert (event["place"], event["factual"]) == ("Nusa Dua", False)
    assert not any(relation == "meets" for _, relation, _ in direct(store))
    (looked,) = looked_in(store)
    assert looked.wrong == ("date", "factual", "place")
    assert validate(store).problems == ()

    row = {"id": name, "verdict": "correct", "correct_date": "none", "correct_place": "None"}
    assert apply(store, read_review(written(tmp_path / "r.csv", row))) == []
    assert told_of(store, name) == (None, None, True)
    (event,) = event_of(store, name)
    assert (event["date"], event["place"]) == (None, None)
    (looked,) = looked_in(store)
    assert looked.wrong == ("date", "place")
    assert validate(store).problems == ()
    apply(store, Review())
    assert export_text(store, "nq") == before


def test_what_was_not_read_at_all_is_added(tmp_path: Path) -> None:
    store = store_of(briefing())
    name = mention(store, "urges")
    date, place, _ = told_of(store, name)
    assert (date, place) == (None, None)
    row = {
        "id": name, "verdict": "correct", "correct_date": "2022-11-01/2022-11-03",
        "correct_place": "China",
    }  # fmt: skip
    apply(store, read_review(written(tmp_path / "r.csv", row)))
    assert told_of(store, name)[:2] == ("2022-11-01/2022-11-03", "China")
    states = store.query(f"SELECT ?s WHERE {{ <{store.base}place/china> dg:inState ?s }}").rows()
    assert [str(row["s"]) for row in states] == [f"{store.base}china"]
    assert validate(store).problems == ()


def test_the_table_shows_what_was_read_of_date_place_and_fact(tmp_path: Path) -> None:
    store = store_of(briefing())
    path = tmp_path / "review.csv"
    write_review(store, path, Wanted(Draw.ALL, None, None))
    (row,) = [row for _, row in rows_of(path) if row["relation"] == "meets"]
    assert (row["date"], row["place"], row["factual"]) == ("2022-11", "Bali", "true")


@pytest.mark.parametrize(
    ("column", "value"),
    [("correct_relation", "hugs"), ("correct_source", "Nobody At All"), ("correct_target", "xyz")],
)
def test_corrections_to_what_there_is_not_are_refused(
    tmp_path: Path, column: str, value: str
) -> None:
    store = store_of(briefing())
    row = {"id": mention(store, "urges"), "verdict": "correct", column: value}
    review = read_review(written(tmp_path / "r.csv", row))
    with pytest.raises(ReviewError, match=rf"r\.csv:2: {column} '{value}' is unknown; allowed: "):
        store.edits(review, FACTS)


def test_lines_that_match_nothing_are_told(tmp_path: Path) -> None:
    store = store_of(briefing())
    rows = [
        {"id": "mention/00ff", "verdict": "reject", "relation": "urges"},
        {"id": mention(store, "meets"), "verdict": "accept"},
        {"item": "merge", "verdict": "reject", "source": "A @ doc/00", "target": "B @ doc/01"},
    ]
    lost = apply(store, read_review(written(tmp_path / "r.csv", *rows)))
    assert ["r.csv:2" in lost[0], "r.csv:4" in lost[1]] == [True, True]
    assert len(lost) == 3 and "'a' urges 'b'" in lost[0]


# How it is counted


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_holds_the_share_and_narrows(right: int, wrong: int) -> None:
    n = right + wrong
    low, high = wilson_interval(right, n)
    assert 0 <= low <= high <= 1
    if n:
        assert low - 1e-9 <= right / n <= high + 1e-9
        closer = wilson_interval(right * 4, n * 4)
        assert closer[1] - closer[0] < high - low


def test_the_interval_is_that_of_the_literature() -> None:
    # Newcombe 1998, table I: 81 of 263, and 15 of 148
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_verdicts_are_counted() -> None:
    looked = [
        Looked("meets", "CONSULT", Verdict.ACCEPT, 0.95, Draw.SAMPLE),
        Looked("meets", "CONSULT", Verdict.ACCEPT, 0.92, Draw.ALL),
        Looked("meets", "CONSULT", Verdict.REJECT, 0.55, Draw.UNSURE),
        Looked("urges", "REQUEST", Verdict.CORRECT, None, None, ("status", "target")),
    ]
    scores = score_review(looked)
    assert (scores["n"], scores["right"], scores["precision"]) == (4, 2, 0.5)
    assert (scores["graph"]["n"], scores["graph"]["precision"]) == (2, 1.0)
    assert list(scores["per_type"]) == ["CONSULT", "REQUEST"]
    assert scores["per_type"]["CONSULT"]["right"] == 2
    assert scores["wrong_parts"] == {"status": 1, "target": 1}
    assert scores["by_confidence"]["0.9-1.0"]["n"] == 2
    assert scores["merges"]["n"] == 0


# From end to end


@pytest.fixture
def built(cli: Cli) -> Callable[..., Ended]:
    """Runs `build`, after the store of the last one has been closed."""

    def run(*words: object) -> Ended:
        gc.collect()
        return cli("build", *words)

    return run


def test_a_review_goes_round(tmp_path: Path, cli: Cli, built: Callable[..., Ended]) -> None:
    source = tmp_path / "text.txt"
    source.write_text(
        "Mao Ning urged the United States to lift its sanctions. "
        "Xi Jinping met Joe Biden in Bali.\nSouth Africa criticised Iran.\n",
        encoding="utf-8",
    )
    out, table = tmp_path / "out", tmp_path / "review.csv"
    assert built(source, "-o", out).code == 0
    ended = cli("review", "-g", out, "-o", table, "--draw", "all")
    assert ended.code == 0 and "new rows" in ended.out
    rows = [row for _, row in rows_of(table)]
    for row in rows:
        row["verdict"] = "reject" if row["relation"] == "criticises" else "accept"
    lost = {
        "item": "relation",
        "id": "mention/00",
        "verdict": "accept",
        "source": "x",
        "target": "y",
    }
    written(table, *rows, lost)
    ended = built(source, "-o", out, "--review", table)
    assert ended.code == 0
    assert f"{table}:{len(rows) + 2}: the graph has no mention/00" in ended.err
    # The documents are not read again.
    assert "1 in = 0 built + 1 unchanged" in ended.out
    report = (out / "report.html").read_text(encoding="utf-8")
    right = len(rows) - 1
    assert f"Of {len(rows)} reviewed relations, {right}" in report
    with (out / "relations.csv").open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines))
    assert {row["confidence"] for row in found} == {"1.0"}
    assert "criticises" not in {row["relation"] for row in found}
    assert cli("validate", "-g", out).code == 0
    scores = json.loads(cli("evaluate", "review", table, "--json").out)
    assert (scores["n"], scores["right"]) == (len(rows) + 1, right + 1)
    assert (scores["graph"]["n"], scores["graph"]["right"]) == (len(rows), right)
    # Without the table all is as it was; a wrong one leaves the graph as it is.
    assert built(source, "-o", out).code == 0
    assert "criticises" in (out / "relations.csv").read_text(encoding="utf-8")
    table.write_text("verdict,item,id,source,target\nmaybe,relation,mention/0,a,b\n")
    ended = built(source, "-o", out, "--review", table)
    assert (ended.code, "verdict 'maybe' is unknown" in ended.err) == (2, True)


def test_merges_are_rejected_by_the_table(
    tmp_path: Path, cli: Cli, built: Callable[..., Ended]
) -> None:
    for number in (1, 2):
        text = "South Africa's envoy Zodwa Makhathini urged Iran to release two sailors."
        (tmp_path / f"{number}.txt").write_text(f"{text} Part {number}.\n", encoding="utf-8")
    sources = [tmp_path / "1.txt", tmp_path / "2.txt"]
    out, table = tmp_path / "out", tmp_path / "review.csv"

    def nodes(*more: object) -> int:
        assert built("--quiet", *sources, "-o", out, *more).code == 0
        found = cli(
            "query", "-g", out, "--format", "csv",
            'SELECT ?a WHERE { ?a skos:prefLabel ?n FILTER(CONTAINS(?n, "Makhathini")) }',
        )  # fmt: skip
        return len(found.out.split()) - 1

    assert nodes() == 1
    assert cli("review", "-g", out, "-o", table, "--items", "merges").code == 0
    ((_, row),) = rows_of(table)
    assert row["item"] == Item.MERGE and "state ZAF" in row["note"]
    written(table, row | {"verdict": "reject"})
    assert nodes("--review", table) == 2
    # What is decided is not asked again.
    assert "0 new rows" in cli("review", "-g", out, "-o", table, "--items", "merges").out
    written(table, row | {"verdict": "accept"})
    assert nodes("--review", table) == 1
