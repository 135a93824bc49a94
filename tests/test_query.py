from __future__ import annotations

import contextlib
import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from event_pairs import Pair, TableFacts, readings
from factories import BLINKEN, VERSION, small_store
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.errors import QueryError
from diplograph.guard import check_query, tokens
from diplograph.query import (
    bind,
    fill,
    resolve_actor,
    run_query,
    run_saved,
    saved_queries,
)
from diplograph.query_page import queries_page
from diplograph.rdf.terms import writable
from diplograph.records import Reading
from diplograph.results import format_rows
from diplograph.store import GraphStore, open_graph


@pytest.fixture(scope="module")
def store() -> GraphStore:
    return small_store()


def rows(store: GraphStore, name: str, *columns: str, **values: str) -> list[tuple[object, ...]]:
    found = run_saved(store, name, values).rows()
    return [tuple(row[column] for column in columns) for row in found]


# The guard


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "select * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { SERV\\U00000049CE <http://x/> { ?s ?p ?o } }",
        "PREFIX x: <http://x/> SELECT * { { SELECT * { SERVICE x:y { ?s ?p ?o } } } }",
        "SELECT * { FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
        "SELECT * { FILTER(1<2)SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p '''x''' .SERVICE<http://x/>{} }",
        "SELECT * { ?s ?p 'it\\'s' # '\n SERVICE <http://x/> {} }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * from named <http://x/> { GRAPH ?g { ?s ?p ?o } }",
        "ASK FROM <http://x/> { ?s ?p ?o }",
        "DESCRIBE <http://x/> FROM <http://y/>",
        "CONSTRUCT { ?s ?p ?o } FROM <http://x/> WHERE { ?s ?p ?o }",
        "INSERT DATA { <http://x/> <http://x/> <http://x/> }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX x: <http://x/> LOAD <file:///etc/passwd>",
        "BASE <http://x/> CLEAR ALL",
        "DROP SILENT ALL",
        "COPY DEFAULT TO <http://x/>",
        "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ; INSERT DATA { <http://x/> <http://x/> 1 }",
        "SELECT * { ?s ?p ?o",
        "nonsense",
        "",
    ],
)
def test_attacks_are_refused(store: GraphStore, query: str) -> None:
    before = len(store)
    with pytest.raises(QueryError):
        run_query(store, query)
    assert len(store) == before


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { SERVICE <http://x/> {} }", "SERVICE is not allowed"),
        ("SELECT * FROM <http://x/> {}", "FROM is not allowed"),
        ("INSERT DATA {}", "update"),
        ("SELECT * {" + "{" * 60 + "}" * 61, "nested deeper"),
        ("SELECT * { #" + "x" * 100_000 + "\n}", "longer"),
        ("SELEKT * {}", "not a valid SPARQL"),
    ],
)
def test_refusals_say_why(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        check_query(query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?from { ?from <http://x/SERVICE> ?o # SERVICE <http://x/> {}\n }",
        'ASK { ?s ?p "SERVICE <http://x/> FROM", \'INSERT\', """LOAD""" }',
        "PREFIX service: <http://x/> SELECT * { ?s service:from ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DESCRIBE <http://x/>",
        "SELECT (1 < 2 AS ?x) (3 > 1 AS ?service) {}",
        "SELECT ?insert { ?insert ?load ?clear }",
    ],
)
def test_harmless_queries_pass(query: str) -> None:
    check_query(query)


@given(st.text())
def test_the_guard_reads_every_character_and_only_raises_its_own_error(text: str) -> None:
    assert "".join(token for _, token in tokens(text)) == text
    with contextlib.suppress(QueryError):
        check_query(text)


def test_deep_queries_are_refused_and_do_not_crash() -> None:
    for depth in (30, 39):
        try:
            check_query("SELECT * {" + "{" * depth + "?s ?p ?o" + "}" * depth + "}")
        except QueryError as error:
            assert "deep" in str(error)


# The saved queries, each with its answer on the small graph


def test_headers_are_complete() -> None:
    known = saved_queries()
    assert len(known) >= 20
    for query in known.values():
        assert query.title
        assert query.description.endswith(".")
        check_query(query.text)


def test_who_urges_whom(store: GraphStore) -> None:
    columns = ("source", "relation", "target", "status", "topic")
    assert rows(store, "who-urges-whom", *columns) == [
        ("Mao Ning", "urges", "United States", "actual", "not to shift the blame"),
        ("Mao Ning", "urges", "United States", "actual", "to shift no blame"),
    ]
    assert rows(store, "who-urges-whom", *columns, since="2023-02-02") == []


def test_what_did_x_do_to_y(store: GraphStore) -> None:
    columns = ("source", "relation", "target", "status", "factual")
    assert rows(store, "what-did-x-do-to-y", *columns, x="US", y="china") == [
        ("Joe Biden", "meets", "Xi Jinping", "actual", True),
        ("Joe Biden", "meets", "Xi Jinping", "actual", True),
        ("United States", "hacks", "Foreign Ministry of China", "actual", False),
        ("United States", "sanctions", "China", "negated", True),
        ("United States", "sanctions", "Chinese institutions", "actual", True),
        ("Antony Blinken", "visits", "China", "planned", True),
    ]
    assert rows(store, "what-did-x-do-to-y", "relation", x="mao ning", y="united states") == [
        ("urges",),
        ("urges",),
    ]


def test_who_met_whom(store: GraphStore) -> None:
    columns = ("one", "other", "where", "from", "to")
    trio = ("Bali", "2022-11-15", "2022-11-15")
    assert rows(store, "who-met-whom", *columns) == [
        ("Joe Biden", "Xi Jinping", "Bali", "2022-11-01", "2022-11-30"),
        ("Joe Biden", "Joko Widodo", *trio),
        ("Joe Biden", "Xi Jinping", *trio),
        ("Joko Widodo", "Xi Jinping", *trio),
    ]
    assert rows(store, "who-met-whom", "one", "other", actor="Joko Widodo") == [
        ("Joe Biden", "Joko Widodo"),
        ("Joko Widodo", "Xi Jinping"),
    ]
    assert len(rows(store, "who-met-whom", "one", actor="China")) == 3


def test_most_sanctioned(store: GraphStore) -> None:
    assert rows(store, "most-sanctioned", "target", "events", "by") == [
        ("Chinese institutions", 1, "United States")
    ]


def test_planned_events(store: GraphStore) -> None:
    wanted = [("Antony Blinken visits China (planned)", "2023-02-05", "2023-02-06")]
    assert rows(store, "planned-events", "label", "from", "to") == wanted
    assert rows(store, "planned-events", "label", "from", "to", actor="US") == wanted
    assert rows(store, "planned-events", "label", actor="Joko Widodo") == []


def test_network_of(store: GraphStore) -> None:
    columns = ("direction", "relation", "partner", "kind", "events")
    assert rows(store, "network-of", *columns, actor="united states") == [
        ("from", "accuses", "China", "State", 1),
        ("to", "sanctions", "Chinese institutions", "Group", 1),
        ("from", "urges", "Mao Ning", "Person", 1),
    ]
    assert rows(store, "network-of", *columns, actor="Xi Jinping") == [
        ("with", "meets", "Joe Biden", "Person", 2),
        ("with", "meets", "Joko Widodo", "Person", 1),
    ]


def test_evidence(store: GraphStore) -> None:
    found = rows(
        store, "evidence", "sentence", "title", "issued", source="Mao Ning", target="Washington"
    )
    assert [sentence for sentence, _, _ in found] == [
        "Mao Ning urged the US not to shift the blame and said US sanctions hurt "
        "Chinese institutions.",
        "Mao Ning again urged Washington to shift no blame.",
    ]
    assert {rest for _, *rest_ in found for rest in rest_} == {
        "China briefs before the visit",
        "2023-02-01",
    }
    meetings = {"source": "Xi Jinping", "target": "Joe Biden", "only": "meets"}
    assert len(rows(store, "evidence", "sentence", **meetings)) == 2
    assert not rows(store, "evidence", "sentence", **(meetings | {"only": "phones"}))


def test_posts(store: GraphStore) -> None:
    mao = ("Mao Ning", "spokesperson of the Foreign Ministry of China", None)
    biden = ("Joe Biden", "President of the United States", "2021-01-20")
    assert rows(store, "posts", "holder", "title", "from") == [biden, mao]
    assert rows(store, "posts", "holder", "title", "from", at="2021-01-19") == [mao]
    assert rows(store, "posts", "holder", "title", "from", person="biden") == [biden]


def test_claims(store: GraphStore) -> None:
    wanted = [("China", "United States hacks Foreign Ministry of China")]
    assert rows(store, "claims", "claimant", "label") == wanted
    assert rows(store, "claims", "claimant", "label", by="China") == wanted
    assert rows(store, "claims", "claimant", "label", by="US") == []


def test_monthly_balance(store: GraphStore) -> None:
    columns = ("month", "events", "cooperation", "conflict", "balance")
    assert rows(store, "monthly-balance", *columns, one="China", other="US") == [
        ("2022-11", 3, 5, -3, 2),
        ("2023-02", 3, 2.5, -6, -3.5),
    ]


def test_timeline_of_pair(store: GraphStore) -> None:
    found = rows(store, "timeline-of-pair", "day", "label", one="US", other="China")
    assert found == rows(store, "timeline-of-pair", "day", "label", one="China", other="US")
    assert len(found) == 9
    assert found == sorted(found)
    assert found[-1] == ("2023-02-05", "Antony Blinken visits China (planned)")


def test_statements_on_topic(store: GraphStore) -> None:
    columns = ("label", "about")
    assert rows(store, "statements-on-topic", *columns, topic="SHIFT the blame") == [
        ("Mao Ning urges United States", "not to shift the blame"),
        ("United States sanctions Chinese institutions", None),
    ]


def test_events_on_issue(store: GraphStore) -> None:
    found = rows(store, "events-on-issue", "issue_name", "label", issue="cyber")
    assert found == [
        ("Cyber", "China accuses United States"),
        ("Cyber", "United States hacks Foreign Ministry of China"),
    ]
    every = {name for (name,) in rows(store, "events-on-issue", "issue_name")}
    assert {"Cyber", "Sanctions"} <= every


def test_low_confidence(store: GraphStore) -> None:
    assert rows(store, "low-confidence", "confidence") == [(0.4,), (0.7,)]
    assert rows(store, "low-confidence", "confidence", below="0.5") == [(0.4,)]


def test_documents(store: GraphStore) -> None:
    columns = ("issued", "title", "mentions")
    assert rows(store, "documents", *columns) == [
        ("2022-11-16", "Leaders gather", 6),
        ("2023-02-01", "China briefs before the visit", 5),
    ]
    assert len(rows(store, "documents", *columns, source="SAMPLE")) == 1


def test_who_did_what(store: GraphStore) -> None:
    columns = ("day", "source", "relation", "target")
    assert len(rows(store, "who-did-what", *columns)) == 8
    assert rows(store, "who-did-what", *columns, only="accuses") == [
        ("2022-11-16", "China", "accuses", "United States")
    ]


def test_first_and_last_contact(store: GraphStore) -> None:
    assert rows(
        store, "first-and-last-contact", "first", "last", "contacts", one="China", other="US"
    ) == [("2022-11-01", "2022-11-15", 2)]


# A store in which plans come true, claims are denied, and papers tell of the same


def cells(first: str, second: str) -> list[Reading]:
    return readings(Pair("", first, second, "", 0))


@pytest.fixture(scope="module")
def wide() -> GraphStore:
    found = [
        *cells(
            "2023-06-15 | Antony Blinken | visits | China | status=planned; date=2023-06-18",
            "2023-06-19 | Antony Blinken | visits | China | date=2023-06-18; place=Beijing",
        ),
        *cells(
            "2018-05-20 | Joe Biden | meets | Vladimir Putin | status=planned; date=2018-06-12",
            "2018-05-24 | Joe Biden | meets | Vladimir Putin | status=negated; date=2018-06-12",
        ),
        *cells(
            "2019-02-26 | Pakistan | attacks | India | factual=no; by=India; date=2019-02-26",
            "2019-02-27 | Pakistan | attacks | India | status=negated; date=2019-02-26",
        ),
        *cells(
            "2023-02-03 | Mao Ning | urges | United States | topic=not to arm Taiwan",
            "2023-02-03 | China | urges | United States | topic=not to arm Taiwan",
        ),
        *cells(
            "2023-10-10 | Iran | sanctions | Israel | date=2023-10-09",
            "2023-10-11 | Iran | sanctions | Israel | status=planned; date=2023-11",
        ),
    ]
    store = GraphStore()
    for reading in found:
        store.replace_document(reading, VERSION)
    store.rebuild_derived(TableFacts())
    return store


def test_contradicted_claims(wide: GraphStore) -> None:
    columns = ("label", "told", "denied")
    wanted = [("Pakistan attacks India", "Pakistan attacks India.", "Pakistan attacks India.")]
    assert rows(wide, "contradicted-claims", *columns) == wanted
    assert rows(wide, "contradicted-claims", *columns, actor="India") == wanted
    assert rows(wide, "contradicted-claims", *columns, actor="China") == []


def test_planned_and_done(wide: GraphStore) -> None:
    columns = ("label", "from", "outcome", "happened")
    trip = ("Antony Blinken visits China (planned)", "2023-06-18", "done", "2023-06-18")
    summit = (
        "meeting: Joe Biden, Vladimir Putin (planned)",
        "2018-06-12",
        "called off",
        None,
    )
    threat = ("Iran sanctions Israel (planned)", "2023-11-01", "not told", None)
    assert rows(wide, "planned-and-done", *columns) == [summit, trip, threat]
    assert rows(wide, "planned-and-done", *columns, only="visits") == [trip]
    assert rows(wide, "planned-and-done", *columns, actor="Russia") == [summit]
    assert rows(wide, "planned-and-done", *columns, since="2023-07-01") == [threat]


def test_balance_of_pairs(wide: GraphStore) -> None:
    columns = ("one", "other", "events", "balance")
    assert rows(wide, "balance-of-pairs", *columns) == [
        ("Iran", "Israel", 2, -9.5),
        ("Russia", "United States", 1, 2.5),
        ("China", "United States", 3, 5),
    ]
    assert len(rows(wide, "balance-of-pairs", *columns, since="2023-10-01")) == 1


def test_events_at_place(wide: GraphStore, store: GraphStore) -> None:
    columns = ("day", "label", "status", "place")
    trip = ("2023-06-18", "Antony Blinken visits China", "actual", "Beijing")
    assert rows(wide, "events-at-place", *columns, where="BEIJING") == [trip]
    assert rows(wide, "events-at-place", *columns, where="Paris") == []
    assert len(rows(store, "events-at-place", *columns, where="bali")) == 2


def test_most_active(wide: GraphStore) -> None:
    columns = ("actor", "acts", "undergoes")
    assert rows(wide, "most-active", *columns) == [
        ("Antony Blinken", 1, 0),
        ("Iran", 1, 0),
        ("Mao Ning", 1, 0),
        ("China", 0, 1),
        ("Israel", 0, 1),
        ("United States", 0, 1),
    ]
    assert rows(wide, "most-active", *columns, type="sanction") == [
        ("Iran", 1, 0),
        ("Israel", 0, 1),
    ]


def test_told_by_several(wide: GraphStore) -> None:
    columns = ("label", "documents", "mentions")
    assert rows(wide, "told-by-several", *columns) == [("Mao Ning urges United States", 2, 2)]
    assert rows(wide, "told-by-several", *columns, least="3") == []


def test_who_acts_for(wide: GraphStore) -> None:
    columns = ("name", "kind", "events")
    assert rows(wide, "who-acts-for", *columns, state="China") == [
        ("Mao Ning", "Person", 1),
        ("China", "State", 0),
        ("Foreign Ministry of China", "Organisation", 0),
    ]


def test_relations_in_use(wide: GraphStore) -> None:
    found = rows(wide, "relations-in-use", "relation", "status", "events")
    assert ("sanctions", "planned", 1) in found
    assert ("visits", "actual", 1) in found
    assert sum(int(str(n)) for *_, n in found) == 9


def test_mentions_of_event(wide: GraphStore) -> None:
    ((event,),) = rows(wide, "told-by-several", "event")
    columns = ("issued", "begin", "sentence", "trigger")
    wanted = [
        ("2023-02-03", 0, "China urges United States not to arm Taiwan.", "urges"),
        ("2023-02-03", 0, "Mao Ning urges United States not to arm Taiwan.", "urges"),
    ]
    assert sorted(rows(wide, "mentions-of-event", *columns, event=str(event))) == wanted
    short = f"id:{str(event).removeprefix(wide.base)}"
    assert len(rows(wide, "mentions-of-event", *columns, event=short)) == 2


# Every query on the graph of the sample corpus, whatever the language model reads there

_SAMPLE = {
    "actor": "China",
    "date": "2020-01-01",
    "iri": "http://example.org/event",
    "number": "0.5",
    "relation": "meets",
    "text": "Taiwan",
}


@pytest.mark.parametrize("name", sorted(saved_queries()))
def test_every_query_runs_with_and_without_its_parameters(
    wide: GraphStore, store: GraphStore, name: str
) -> None:
    query = saved_queries()[name]
    needed = {p.name: _SAMPLE[p.kind] for p in query.params if p.required}
    every = {p.name: _SAMPLE[p.kind] for p in query.params}
    for values in (needed, every):
        check_query(fill(query, bind(wide, query, values)))
        found = run_saved(wide, name, values)
        assert found.variables
        list(found.rows())
    if not needed:
        assert list(run_saved(wide, name).rows()) or list(run_saved(store, name).rows())


def test_every_query_runs_on_the_sample_corpus() -> None:
    sample = open_graph(Path(__file__).parents[1] / "exports" / "graph.ttl")
    answered = 0
    for name, query in saved_queries().items():
        needed = {p.name: _SAMPLE[p.kind] for p in query.params if p.required}
        answered += bool(list(run_saved(sample, name, needed).rows()))
    assert answered >= 15


def test_the_page_of_queries_is_current() -> None:
    page = Path(__file__).parents[1] / "docs" / "queries.md"
    assert page.read_text(encoding="utf-8") == queries_page(saved_queries()), (
        "run: diplograph queries --markdown > docs/queries.md"
    )


# Parameters


def test_actors_by_name_iri_and_id(store: GraphStore) -> None:
    blinken = ox.NamedNode(f"{store.base}{BLINKEN.id}")
    values = ("antony BLINKEN", "id:antony-blinken", blinken.value, f"<{blinken.value}>")
    for value in values:
        assert resolve_actor(store, value) == blinken
    with pytest.raises(QueryError, match=r"near: .*Antony Blinken"):
        resolve_actor(store, "Blinken")
    with pytest.raises(QueryError, match="no actor is called 'Zog'"):
        resolve_actor(store, "Zog")


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("who-urges", {}, "near: who-urges-whom"),
        ("network-of", {}, "needs -p actor"),
        ("network-of", {"actor": "China", "x": "y"}, "no parameter 'x'"),
        ("who-urges-whom", {"since": "yesterday"}, "not a date"),
        ("low-confidence", {"below": "1 } #"}, "not a number"),
        ("evidence", {"source": "China", "target": "US", "only": "urge"}, "near: urges"),
        ("mentions-of-event", {"event": "event 5"}, "not an IRI"),
        ("network-of", {"actor": "http://x/> } SERVICE <http://y/> { <z"}, "no actor"),
    ],
)
def test_wrong_parameters_say_why(
    store: GraphStore, name: str, values: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        run_saved(store, name, values)


@settings(max_examples=20, deadline=None)
@given(st.text())
def test_texts_stay_texts(store: GraphStore, value: str) -> None:
    query = saved_queries()["statements-on-topic"]
    terms = bind(store, query, {"topic": value})
    filled = fill(query, terms)
    check_query(filled)
    list(run_saved(store, "statements-on-topic", {"topic": value}).rows())


def test_bad_headers_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("# title: x\nSELECT * {}", encoding="utf-8")
    with pytest.raises(QueryError, match=r"bad\.rq"):
        saved_queries(tmp_path)
    folder = tmp_path / "two"
    folder.mkdir()
    header = "# title: x\n# description: y.\n# param: who actor -- z\n"
    (folder / "odd.rq").write_text(f"{header}SELECT * {{}}", encoding="utf-8")
    with pytest.raises(QueryError, match="do not name the same parameters"):
        saved_queries(folder)


# Results


def test_formats(store: GraphStore) -> None:
    query = "SELECT ?n { id:mao-ning skos:prefLabel ?n }"
    table = format_rows(run_query(store, query), "table", width=80)
    assert "Mao Ning" in table
    assert table.endswith("1 row\n")
    found = list(csv.DictReader(io.StringIO(format_rows(run_query(store, query), "csv"))))
    assert found == [{"n": "Mao Ning"}]
    answer = json.loads(format_rows(run_query(store, query), "json"))
    assert answer["results"]["bindings"] == [{"n": {"type": "literal", "value": "Mao Ning"}}]
    with pytest.raises(QueryError, match="CONSTRUCT"):
        format_rows(run_query(store, query), "ttl")
    with pytest.raises(QueryError, match="no such format"):
        format_rows(run_query(store, query), "xml")


def test_formats_of_graphs_and_answers(store: GraphStore) -> None:
    construct = "CONSTRUCT { ?s dg:urges ?o } { ?s dg:urges ?o }"
    turtle = format_rows(run_query(store, construct), "ttl")
    assert "id:mao-ning dg:urges id:united-states" in turtle
    for form in ("csv", "table", "json"):
        assert "mao-ning" in format_rows(run_query(store, construct), form, width=200)
    ask = "ASK { id:mao-ning dg:urges ?o }"
    assert format_rows(run_query(store, ask), "table") == "yes\n"
    assert format_rows(run_query(store, ask), "csv") == "answer\r\ntrue\r\n"
    assert json.loads(format_rows(run_query(store, ask), "json"))["boolean"] is True
    assert list(run_query(store, ask).rows()) == [{"answer": True}]


def test_tables_do_not_obey_what_they_show(store: GraphStore) -> None:
    attack = "[red]x[/red]\x1b[2J\u202e\a"
    table = format_rows(store.query("SELECT ?x {}", {"x": attack}), "table", width=80)
    assert "[red]x[/red]" in table
    assert not {"\x1b", "\u202e", "\a"} & set(table)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_json_and_csv(store: GraphStore, value: str) -> None:
    value = writable(value)
    answer = json.loads(format_rows(store.query("SELECT ?x {}", {"x": value}), "json"))
    assert answer["results"]["bindings"] == [{"x": {"type": "literal", "value": value}}]
    text = format_rows(store.query("SELECT ?x {}", {"x": value}), "csv")
    header, row = csv.reader(io.StringIO(text, newline="")) if value else (["x"], [""])
    assert header == ["x"]
    assert row == [value]
