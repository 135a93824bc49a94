from __future__ import annotations

import random
from dataclasses import replace

import pyoxigraph as ox
import pytest
from factories import (
    BALI,
    BIDEN,
    CHINA,
    FIRMS,
    MAO,
    MINISTRY,
    USA,
    VERSION,
    XI,
    KnownFacts,
    briefing,
    relation,
    summit,
)
from hypothesis import given
from hypothesis import strategies as st

from diplograph.errors import OntologyError, StoreError
from diplograph.gazetteer import load_gazetteer
from diplograph.rdf import (
    DEFAULT_BASE,
    NO_FACTS,
    Facts,
    GazetteerFacts,
    derived_graph,
    derived_quads,
    document_quads,
    graph_of,
    iri,
)
from diplograph.rdf.terms import date_literal, date_window, decimal, local_id, term, text
from diplograph.records import (
    Actor,
    Document,
    EventDate,
    Kind,
    PostClaim,
    Reading,
    Relation,
    Status,
)

ID = DEFAULT_BASE


def told(*readings: Reading) -> list[ox.Quad]:
    return [quad for reading in readings for quad in document_quads(reading, version=VERSION)]


def derived(*readings: Reading, facts: Facts = NO_FACTS) -> set[ox.Quad]:
    return set(derived_quads(told(*readings), facts=facts))


def objects(quads: set[ox.Quad], subject: ox.NamedNode, name: str) -> set[str]:
    return {q.object.value for q in quads if q.subject == subject and q.predicate == term(name)}


def subjects(quads: set[ox.Quad], name: str, value: ox.NamedNode) -> list[ox.NamedNode]:
    found = {q.subject for q in quads if q.predicate == term(name) and q.object == value}
    return sorted(found, key=str)


def has(quads: set[ox.Quad], source: Actor, name: str, target: Actor) -> bool:
    quad = ox.Quad(iri(ID, source.id), term(f"dg:{name}"), iri(ID, target.id), derived_graph(ID))
    return quad in quads


def reading_of(*changes: dict[str, object], published: str | None = "2023-02-01") -> Reading:
    """Mao urges the US once for each change, in sentences of their own."""
    sentence = "Mao Ning urged the US to talk."
    doc = Document(" ".join([sentence] * len(changes)), published=published)
    found: list[Relation] = []
    for number, change in enumerate(changes):
        start = number * (len(sentence) + 1)
        one = relation(doc, sentence, "urges", (MAO, "Mao Ning"), (USA, "the US"), "urged")
        moved = replace(one.trigger, start=start + 9, end=start + 14)
        span = replace(one.sentence, start=start, end=start + len(sentence))
        found.append(replace(one, trigger=moved, sentence=span, **change))
    return Reading(doc, tuple(found))


def dated(value: str) -> dict[str, object]:
    return {"date": EventDate(value, value)}


# Document graphs


def test_a_document_graph_holds_all_it_says_and_nothing_else() -> None:
    reading = briefing()
    quads = set(told(reading))
    assert {q.graph_name for q in quads} == {graph_of(ID, reading.document.id)}
    assert not any(isinstance(q.object, ox.BlankNode) for q in quads)
    node = iri(ID, reading.document.id)
    assert objects(quads, node, "dcterms:title") == {"China briefs before the visit"}
    assert objects(quads, node, "dg:sha256") == {reading.document.digest}
    assert objects(quads, node, "dg:path") == {"corpus/briefing.md"}
    assert objects(quads, node, "dg:readWith") == {f"{ID}{VERSION.id}"}
    assert not subjects(quads, "rdf:type", term("dg:Event"))
    assert len(subjects(quads, "rdf:type", term("dg:EventMention"))) == 5
    assert len(subjects(quads, "rdf:type", term("dg:PostMention"))) == 1


def test_a_mention_has_its_evidence_and_offsets() -> None:
    reading = briefing()
    record = reading.relations[0]
    quads = set(told(reading))
    node = iri(ID, f"mention/{record.id}")
    assert objects(quads, node, "nif:anchorOf") == {record.sentence.text}
    assert objects(quads, node, "nif:beginIndex") == {str(record.sentence.start)}
    assert objects(quads, node, "nif:endIndex") == {str(record.sentence.end)}
    assert objects(quads, node, "nif:referenceContext") == {f"{ID}{reading.document.id}"}
    assert objects(quads, node, "dg:trigger") == {"urged"}
    assert objects(quads, node, "dg:sourceText") == {"Mao Ning"}
    assert objects(quads, node, "dg:targetText") == {"the US"}
    assert objects(quads, node, "dg:confidence") == {"0.9"}
    assert objects(quads, node, "dg:rule") == {"test:urges"}


def test_an_unknown_relation_is_refused() -> None:
    reading = briefing()
    odd = replace(reading.relations[0], relation="frobs")
    with pytest.raises(OntologyError, match="frobs"):
        list(document_quads(replace(reading, relations=(odd,))))


# Events


def test_repeated_tellings_are_one_event_with_several_mentions() -> None:
    quads = derived(reading_of({"topic": "a"}, {"topic": "b"}))
    (event,) = subjects(quads, "rdf:type", term("dg:Urging"))
    assert len(objects(quads, event, "dg:mention")) == 2
    assert objects(quads, event, "dg:topic") == {"a", "b"}
    types = {"dg:Urging", "dg:Request", "dg:Event", "sem:Event"}
    assert objects(quads, event, "rdf:type") == {term(t).value for t in types}
    assert objects(quads, event, "rdfs:label") == {"Mao Ning urges United States"}
    assert objects(quads, event, "dg:reported") == {"2023-02-01"}


@pytest.mark.parametrize(
    ("first", "second", "events"),
    [
        (dated("2022-11"), dated("2022-11-14"), 1),
        (dated("2022-11-14"), {}, 1),
        (dated("2022"), dated("2022-03-01/2022-03-05"), 1),
        (dated("2022-11-14"), dated("2022-11-15"), 2),
        (dated("2021"), dated("2022-01"), 2),
        ({"status": Status.PLANNED}, {}, 2),
        ({"place": BALI}, {"place": replace(BALI, id="beijing-chn", name="Beijing")}, 2),
        ({"place": BALI}, {}, 1),
        ({"factual": False}, {}, 1),
    ],
)
def test_what_counts_as_one_event(
    first: dict[str, object], second: dict[str, object], events: int
) -> None:
    quads = derived(reading_of(first, second))
    assert len(subjects(quads, "rdf:type", term("dg:Event"))) == events


def test_a_meeting_of_three_is_one_event() -> None:
    quads = derived(summit())
    (event,) = subjects(quads, "rdf:type", term("dg:Meeting"))
    assert len(objects(quads, event, "dg:participant")) == 3
    assert not objects(quads, event, "dg:source")
    assert objects(quads, event, "dg:date") == {"2022-11-15"}
    assert has(quads, XI, "meets", BIDEN)
    assert has(quads, BIDEN, "meets", XI)


def test_the_narrowest_date_is_the_events() -> None:
    quads = derived(reading_of(dated("2022"), dated("2022-11"), {}))
    (event,) = subjects(quads, "rdf:type", term("dg:Event"))
    assert objects(quads, event, "dg:date") == {"2022-11"}
    assert objects(quads, event, "dg:dateFrom") == {"2022-11-01"}
    assert objects(quads, event, "dg:dateTo") == {"2022-11-30"}


def test_an_interval_has_bounds_only() -> None:
    quads = derived(reading_of(dated("2022-11-14/2022-11-16")))
    (event,) = subjects(quads, "rdf:type", term("dg:Event"))
    assert not objects(quads, event, "dg:date")
    assert objects(quads, event, "dg:dateTo") == {"2022-11-16"}


def test_plover_coding_of_events() -> None:
    quads = derived(briefing(), summit())
    (visit,) = subjects(quads, "rdf:type", term("dg:Visit"))
    assert objects(quads, visit, "dg:codedAs") == {term("dg:Agree").value}
    assert objects(quads, visit, "dg:score") == {"2.5"}
    negated = [
        event
        for event in subjects(quads, "rdf:type", term("dg:Sanctioning"))
        if objects(quads, event, "dg:status") == {term("dg:negated").value}
    ]
    assert len(negated) == 1
    assert not objects(quads, negated[0], "dg:codedAs")


# Direct triples


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("factual", [True, False])
def test_direct_triples_only_for_actual_facts(status: Status, factual: bool) -> None:
    quads = derived(reading_of({"status": status, "factual": factual}))
    assert has(quads, MAO, "urges", USA) == (status is Status.ACTUAL and factual)


def test_one_factual_telling_is_enough() -> None:
    quads = derived(reading_of({"factual": False}, {"factual": True}))
    assert has(quads, MAO, "urges", USA)
    assert not has(quads, USA, "urges", MAO)


def test_what_is_claimed_planned_or_denied_has_no_direct_triple() -> None:
    quads = derived(briefing(), summit())
    assert has(quads, USA, "sanctions", FIRMS)
    assert not has(quads, USA, "hacks", MINISTRY)
    assert not has(quads, USA, "sanctions", CHINA)
    assert not any(q.predicate == term("dg:visits") for q in quads)


# Actors, places, posts


def test_actors_have_one_label_a_kind_and_a_state() -> None:
    quads = derived(briefing(), summit(), facts=KnownFacts())
    china = iri(ID, "china")
    assert objects(quads, china, "skos:prefLabel") == {"China"}
    assert objects(quads, china, "skos:altLabel") == {"PRC"}
    assert objects(quads, china, "dg:state") == {china.value}
    mao = iri(ID, "mao-ning")
    assert objects(quads, mao, "rdf:type") == {term("dg:Actor").value, term("dg:Person").value}
    assert objects(quads, mao, "dg:state") == {china.value}
    assert objects(quads, mao, "dg:countryCode") == {"CHN"}


def test_documents_that_differ_about_an_actor_give_one_label() -> None:
    other = replace(MAO, name="Mao", kind=Kind.GROUP)
    doc = Document("Nothing here.")
    quads = derived(briefing(), Reading(doc, actors=(other,)))
    mao = iri(ID, "mao-ning")
    assert objects(quads, mao, "skos:prefLabel") == {"Mao Ning"}
    assert objects(quads, mao, "skos:altLabel") == {"Mao"}
    assert len(objects(quads, mao, "rdf:type")) == 2


def test_a_state_that_nobody_describes_is_described_by_its_code() -> None:
    quads = derived(summit())
    widodo = iri(ID, "joko-widodo")
    (state,) = objects(quads, widodo, "dg:state")
    assert objects(quads, ox.NamedNode(state), "skos:prefLabel") == {"IDN"}
    assert term("dg:State").value in objects(quads, ox.NamedNode(state), "rdf:type")


def test_places_are_apart_from_actors() -> None:
    quads = derived(briefing(), facts=KnownFacts())
    bali = iri(ID, "place/bali-idn")
    assert objects(quads, bali, "rdf:type") == {term("dg:Place").value}
    assert objects(quads, bali, "skos:exactMatch") == {"https://sws.geonames.org/1650535/"}
    assert objects(quads, bali, "geo:lat") == {"-8.34"}


def test_posts_of_documents_and_of_the_gazetteer() -> None:
    quads = derived(briefing(), facts=KnownFacts())
    posts = subjects(quads, "rdf:type", term("org:Post"))
    held = {next(iter(objects(quads, post, "org:heldBy"))): post for post in posts}
    mao, biden = held[f"{ID}mao-ning"], held[f"{ID}joe-biden"]
    assert objects(quads, mao, "org:postIn") == {f"{ID}china-foreign-ministry"}
    assert len(objects(quads, mao, "dg:mention")) == 1
    assert objects(quads, biden, "dg:from") == {"2021-01-20"}
    assert not objects(quads, biden, "dg:mention")


@pytest.mark.parametrize(("published", "same"), [("2023-02-01", True), ("2019-05-01", False)])
def test_a_told_post_joins_the_known_term_that_covers_the_day(published: str, same: bool) -> None:
    doc = Document("US President Joe Biden spoke.", published=published)
    claim = PostClaim(BIDEN, "US President", "president", USA, 0, 22)
    quads = derived(Reading(doc, posts=(claim,)), facts=KnownFacts())
    posts = subjects(quads, "rdf:type", term("org:Post"))
    assert len(posts) == (1 if same else 2)


def test_the_gazetteer_as_facts() -> None:
    facts = GazetteerFacts(load_gazetteer())
    china = facts.actor("china")
    assert china is not None
    assert (china.name, china.kind, china.state) == ("China", Kind.STATE, "CHN")
    assert facts.state("USA") == "united-states"
    assert facts.state("ZZZ") is None
    biden = facts.actor("joe-biden")
    assert biden is not None
    assert any(post.of == "united-states" and post.start == "2021-01-20" for post in biden.posts)
    ministry = facts.actor("china-foreign-ministry")
    assert ministry is not None
    assert (ministry.kind, ministry.state) == (Kind.ORGANISATION, "CHN")
    assert facts.actor("no-such-actor") is None
    assert facts.place("china") is None


# Order and malformed stores


def test_the_derived_graph_does_not_depend_on_the_order() -> None:
    quads = told(briefing(), summit(), reading_of(dated("2022"), dated("2022-03"), {}))
    wanted = set(derived_quads(quads, facts=KnownFacts()))
    for seed in range(5):
        shuffled = quads[:]
        random.Random(seed).shuffle(shuffled)
        assert set(derived_quads(shuffled, facts=KnownFacts())) == wanted


def test_a_mention_that_lacks_a_part_is_named() -> None:
    quads = [q for q in told(briefing()) if q.predicate != term("dg:toldStatus")]
    with pytest.raises(StoreError, match="mention/"):
        list(derived_quads(quads))


# Terms


@given(st.text())
def test_iris_are_ascii_valid_and_reversible(local: str) -> None:
    node = iri(ID, local)
    assert node.value.isascii()
    assert node.value.startswith(ID)
    ox.NamedNode(node.value)
    plain = all(part not in {"", ".", ".."} for part in local.split("/"))
    if plain:
        assert local_id(ID, node.value) == local


@given(st.text(), st.text())
def test_different_segments_have_different_iris(one: str, other: str) -> None:
    if one != other and {"", "_"} != {one, other}:
        assert iri(ID, f"actor/{one}-") != iri(ID, f"actor/{other}-")


def test_dot_segments_cannot_climb() -> None:
    assert iri(ID, "../x/./y").value == f"{ID}%2E%2E/x/%2E/y"


def test_lone_surrogates_become_replacement_characters() -> None:
    assert text("a\ud800b").value == "a\ufffdb"


@pytest.mark.parametrize(
    ("value", "window", "datatype"),
    [
        ("2022", ("2022-01-01", "2022-12-31"), "gYear"),
        ("2024-02", ("2024-02-01", "2024-02-29"), "gYearMonth"),
        ("2022-11-14", ("2022-11-14", "2022-11-14"), "date"),
        ("2022-11-14/2022-12", ("2022-11-14", "2022-12-31"), None),
        ("2022-13", None, None),
        ("2022-02-30", None, None),
        ("0000", None, None),
        ("2023/2022", None, None),
        ("next week", None, None),
        ("2022-11-14T10:00", None, None),
        ("٢٠٢٢", None, None),
        ("", None, None),
    ],
)
def test_dates(value: str, window: tuple[str, str] | None, datatype: str | None) -> None:
    assert date_window(value) == window
    literal = date_literal(value)
    assert (literal.datatype.value.partition("#")[2] if literal else None) == datatype


@pytest.mark.parametrize(
    ("value", "written"), [(0.9, "0.9"), (1, "1"), (0, "0"), (-0.001, "0"), (0.855, "0.85")]
)
def test_decimals_are_canonical(value: float, written: str) -> None:
    assert decimal(value).value == written
