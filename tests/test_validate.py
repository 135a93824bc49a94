from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Built, Cli
from event_pairs import Pair, TableFacts, readings
from factories import briefing, small_store, summit

from diplograph.documents import ReadOptions
from diplograph.errors import StoreError
from diplograph.rdf import derived_graph, iri
from diplograph.rdf.terms import boolean, decimal, term, text, typed
from diplograph.store import GraphStore, open_graph
from diplograph.stored import StoredDocument
from diplograph.validate import texts_of, validate

URGING = f"event/{min(r.id for r in briefing().relations if r.relation == 'urges')}"
MEETING = f"event/{min(r.id for r in summit().relations if r.relation == 'meets')}"
MENTION = f"mention/{briefing().relations[0].id}"
DOCUMENT = briefing().document.id


def replace_values(store: GraphStore, subject: str, name: str, *values: object) -> None:
    node, predicate, graph = iri(store.base, subject), term(name), derived_graph(store.base)
    for quad in list(store.oxigraph.quads_for_pattern(node, predicate, None)):
        graph = quad.graph_name
        store.oxigraph.remove(quad)
    for value in values:
        assert isinstance(value, ox.NamedNode | ox.Literal)
        store.oxigraph.add(ox.Quad(node, predicate, value, graph))


def add(store: GraphStore, subject: str, name: str, value: ox.NamedNode | ox.Literal) -> None:
    quad = ox.Quad(iri(store.base, subject), term(name), value, derived_graph(store.base))
    store.oxigraph.add(quad)


def test_the_small_graph_conforms() -> None:
    report = validate(small_store())
    assert report.lines() == ["conforms"]
    assert report.conforms
    assert validate(GraphStore()).conforms


@pytest.mark.parametrize(
    ("subject", "name", "values", "message"),
    [
        (URGING, "dg:source", (), "one source and one target"),
        (URGING, "dg:status", (), "exactly one status"),
        (URGING, "dg:status", (term("dg:certain"),), "exactly one status"),
        (URGING, "dg:status", (term("dg:actual"), term("dg:planned")), "exactly one status"),
        (URGING, "dg:relation", (), "exactly one relation"),
        (URGING, "dg:factual", (text("yes"),), "told as a fact"),
        (URGING, "dg:confidence", (decimal(1.5),), "from 0 to 1"),
        (URGING, "dg:confidence", (decimal(-0.5),), "from 0 to 1"),
        (URGING, "dg:confidence", (), "from 0 to 1"),
        (URGING, "dg:mention", (), "at least one mention"),
        (URGING, "rdfs:label", (), "exactly one label"),
        (URGING, "rdf:type", (term("dg:Event"),), "sixteen PLOVER types"),
        (URGING, "dg:codedAs", (term("dg:Urging"),), "coded as"),
        (URGING, "dg:reported", (text("2023-02-01"),), "day of report"),
        (URGING, "dg:place", (term("dg:Nowhere"),), "dg:Place"),
        (MEETING, "dg:participant", (ox.NamedNode("http://x/"),), "two participants"),
        (MEETING, "dg:date", (text("November"),), "gYearMonth"),
        (MEETING, "dg:dateFrom", (typed("2023-01-01", "date"),), "not after its last day"),
        (MEETING, "dg:dateTo", (text("2023"),), "last day"),
        (MENTION, "nif:beginIndex", (typed("9999", "integer"),), "before the end"),
        (MENTION, "nif:beginIndex", (typed("-1", "integer"),), "begin offset"),
        (MENTION, "nif:endIndex", (), "end offset"),
        (MENTION, "nif:anchorOf", (text(""),), "quotes one sentence"),
        (MENTION, "nif:referenceContext", (), "of one document"),
        (MENTION, "dg:toldStatus", (), "toldStatus"),
        (MENTION, "dg:toldSource", (term("dg:Nobody"),), "toldSource"),
        (MENTION, "dg:triggerBegin", (typed("9999", "integer"),), "triggerBegin"),
        ("china", "skos:prefLabel", (), "exactly one preferred label"),
        ("china", "skos:prefLabel", (text("China"), text("PRC")), "exactly one preferred label"),
        ("china", "rdf:type", (term("dg:Actor"),), "exactly one of person, state"),
        ("china", "dg:countryCode", (text("cn"),), "three capitals"),
        ("mao-ning", "dg:state", (iri(small_store().base, "xi-jinping"),), "one state at most"),
        (DOCUMENT, "dg:sha256", (text("abc"),), "SHA-256"),
        (DOCUMENT, "dcterms:issued", (text("today"),), "document's date"),
        ("place/bali-idn", "skos:prefLabel", (), "exactly one preferred label"),
    ],
)
def test_each_shape_is_broken_by_what_it_forbids(
    subject: str, name: str, values: tuple[object, ...], message: str
) -> None:
    store = small_store()
    replace_values(store, subject, name, *values)
    report = validate(store)
    assert not report.conforms
    assert any(message in line for line in report.lines()), report.lines()
    assert any(subject in line for line in report.lines())


def test_a_direct_triple_needs_an_actual_event() -> None:
    store = small_store()
    add(store, "china", "dg:bombs", iri(store.base, "xi-jinping"))
    assert validate(store).lines() == [
        "id:china dg:bombs id:xi-jinping has no event behind it that is actual and told as a fact",
        "1 problem",
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("dg:factual", boolean(False)), ("dg:status", term("dg:planned"))]
)
def test_a_direct_triple_behind_which_the_event_changed(
    name: str, value: ox.NamedNode | ox.Literal
) -> None:
    store = small_store()
    replace_values(store, URGING, name, value)
    assert "id:mao-ning dg:urges id:united-states has no event" in str(validate(store))


def test_an_actual_event_needs_its_direct_triple() -> None:
    store = small_store()
    replace_values(store, "xi-jinping", "dg:meets")
    assert "id:xi-jinping dg:meets id:joe-biden is missing" in str(validate(store))


def test_a_place_is_never_an_actor() -> None:
    store = small_store()
    add(store, "place/bali-idn", "rdf:type", term("dg:Actor"))
    add(store, "place/bali-idn", "rdf:type", term("dg:State"))
    assert "id:place/bali-idn" in str(validate(store))


def test_a_post_has_a_holder_and_typed_dates() -> None:
    store = small_store()
    posts = store.query("SELECT ?post { ?post a org:Post }").rows()
    post = str(next(iter(posts))["post"]).removeprefix(store.base)
    replace_values(store, post, "org:heldBy")
    add(store, post, "dg:to", text("soon"))
    found = str(validate(store))
    assert f"id:{post} org:heldBy" in found
    assert f"id:{post} dg:to" in found


def test_evidence_is_compared_with_the_texts() -> None:
    store = small_store()
    texts = {store.base + r.document.id: r.document.text for r in (briefing(), summit())}

    def right(document: StoredDocument) -> str | None:
        return texts[document.iri]

    assert validate(store, right).lines() == ["conforms; evidence compared with 2 texts"]

    def changed(document: StoredDocument) -> str | None:
        text = texts[document.iri]
        return None if document.title == "Leaders gather" else text.replace("urged", "asked", 1)

    report = validate(store, changed)
    assert (report.checked, report.missing) == (1, 1)
    # The trigger, and the sentence of each of the two mentions that it is the evidence of.
    assert [(p.path, p.value) for p in report.problems if p.path == "trigger"] == [
        ("trigger", "'urged'")
    ]
    assert sum(p.path == "sentence" for p in report.problems) == 2


# Plans, denials and merged events

LINKED = (
    (
        "2023-06-15 | Antony Blinken | visits | China | status=planned; date=2023-06-18",
        "2023-06-19 | Antony Blinken | visits | China | date=2023-06-18; place=Beijing",
    ),
    (
        "2018-05-20 | Joe Biden | meets | Vladimir Putin | status=planned; date=2018-06-12",
        "2018-05-24 | Joe Biden | meets | Vladimir Putin | status=negated; date=2018-06-12",
    ),
    (
        "2019-02-26 | Pakistan | attacks | India | date=2019-02-26",
        "2019-02-27 | Pakistan | attacks | India | status=negated; date=2019-02-26",
    ),
    (
        "2023-02-03 | Mao Ning | urges | United States | topic=not to arm Taiwan",
        "2023-02-03 | China | urges | United States | topic=not to arm Taiwan",
    ),
)


def linked() -> GraphStore:
    store = GraphStore()
    for first, second in LINKED:
        for reading in readings(Pair("", first, second, "", 0)):
            store.replace_document(reading)
    store.rebuild_derived(TableFacts())
    return store


def pairs_by(store: GraphStore, name: str) -> list[tuple[str, str]]:
    rows = store.query(f"SELECT ?a ?b {{ ?a dg:{name} ?b }} ORDER BY ?a").rows()
    return [
        (str(r["a"]).removeprefix(store.base), str(r["b"]).removeprefix(store.base)) for r in rows
    ]


def test_linked_and_merged_events_conform() -> None:
    store = linked()
    assert validate(store).lines() == ["conforms"]
    assert [len(pairs_by(store, n)) for n in ("realizedBy", "cancelledBy", "contradicts")] == [
        1,
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("name", "status", "end", "message"),
    [
        ("realizedBy", "hypothetical", 1, "realized by one event at most, and it is actual"),
        ("cancelledBy", "planned", 1, "cancelled by one event at most, and it is negated"),
        ("realizedBy", "negated", 0, "what is realized or cancelled was planned"),
    ],
)
def test_plans_lead_to_what_fits(name: str, status: str, end: int, message: str) -> None:
    store = linked()
    (pair,) = pairs_by(store, name)
    replace_values(store, pair[end], "dg:status", term(f"dg:{status}"))
    assert message in str(validate(store))


def test_a_contradiction_goes_both_ways() -> None:
    store = linked()
    (one, other), _ = pairs_by(store, "contradicts")
    replace_values(store, one, "dg:contradicts")
    report = str(validate(store))
    assert f"id:{other} contradicts id:{one}, but not the other way round" in report
    replace_values(store, one, "dg:contradicts", term("dg:Nothing"))
    assert "an event contradicts events" in str(validate(store))


# The texts themselves


def test_the_command_compares_with_the_sources(cli: Cli, built: Built, tmp_path: Path) -> None:
    ended = cli("validate", "-g", built.exports, "--sources", built.sources)
    assert ended.code == 0, ended.out
    assert "evidence compared with 5 texts" in ended.out
    changed = tmp_path / "texts"
    shutil.copytree(built.sources, changed)
    text = (changed / "urges.txt").read_text(encoding="utf-8")
    (changed / "urges.txt").write_text(text.replace("accused", "thanked"), encoding="utf-8")
    store = open_graph(built.store)
    options = ReadOptions()
    find = texts_of([str(changed)], options)

    def moved(document: StoredDocument) -> str | None:
        path = (document.path or "").replace(str(built.sources), str(changed))
        return find(replace(document, path=path))

    report = validate(store, moved)
    assert not report.conforms
    assert any("'accused'" in line for line in report.lines())


def test_sources_that_cannot_be_read_are_a_clear_error(cli: Cli, built: Built) -> None:
    ended = cli("validate", "-g", built.exports, "--sources", "no-such-file.txt")
    assert ended.code == 2
    assert "no-such-file.txt" in ended.err


def test_broken_shapes_are_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text("dgs:", encoding="utf-8")
    with pytest.raises(StoreError, match=r"shapes\.ttl"):
        validate(small_store(), shapes=path)
