"""For the tests of the graph: hand-made readings, small and complete, and quads sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from diplograph.ontology import load_ontology
from diplograph.rdf import ActorFacts, PlaceFacts, PostFact, ReaderVersion
from diplograph.records import (
    Actor,
    ActorMention,
    Document,
    EventDate,
    Kind,
    Place,
    PostClaim,
    Reading,
    Relation,
    Sentence,
    Status,
    Trigger,
)
from diplograph.store import GraphStore

VERSION = ReaderVersion("0.1.0", "en_diplograph_core-0.1.0")

CHINA = Actor("china", "China", Kind.STATE, "CHN")
USA = Actor("united-states", "United States", Kind.STATE, "USA")
MAO = Actor("mao-ning", "Mao Ning", Kind.PERSON, "CHN")
XI = Actor("xi-jinping", "Xi Jinping", Kind.PERSON, "CHN")
BIDEN = Actor("joe-biden", "Joe Biden", Kind.PERSON, "USA")
BLINKEN = Actor("antony-blinken", "Antony Blinken", Kind.PERSON, "USA")
WIDODO = Actor("joko-widodo", "Joko Widodo", Kind.PERSON, "IDN")
MINISTRY = Actor("china-foreign-ministry", "Foreign Ministry of China", Kind.ORGANISATION, "CHN")
FIRMS = Actor("chinese-institutions", "Chinese institutions", Kind.GROUP, "CHN")
BALI = Place("bali-idn", "Bali", "IDN")


def mention(text: str, actor: Actor, name: str, start: int = 0) -> ActorMention:
    """The first place at or after `start` where the text has the name."""
    begin = text.index(name, start)
    return ActorMention(actor, name, begin, begin + len(name))


def relation(
    document: Document,
    sentence: str,
    name: str,
    source: tuple[Actor, str],
    target: tuple[Actor, str],
    trigger: str,
    **more: object,
) -> Relation:
    """A relation of a sentence of the document; actors as (actor, as written)."""
    kind = load_ontology().relations[name]
    text = document.text
    start = text.index(sentence)
    at = text.index(trigger, start)
    date, place = more.pop("date", None), more.pop("place", None)
    values = {
        "document": document.id,
        "relation": name,
        "type": kind.plover,
        "source": mention(text, source[0], source[1], start),
        "target": mention(text, target[0], target[1], start),
        "status": Status.ACTUAL,
        "reciprocal": kind.reciprocal,
        "factual": True,
        "trigger": Trigger(trigger, at, at + len(trigger)),
        "sentence": Sentence(sentence, start, start + len(sentence)),
        "confidence": 0.9,
        "rule": f"test:{name}",
        "date": EventDate(str(date), str(date)) if date else None,
        "place": place,
    }
    return Relation(**(values | more))  # type: ignore[arg-type]


def briefing() -> Reading:
    """The February 2023 briefing: urging twice, a claimed sanction, a planned visit, a meeting."""
    first = (
        "Mao Ning urged the US not to shift the blame "
        "and said US sanctions hurt Chinese institutions."
    )
    second = "Antony Blinken will visit China next week."
    third = "Xi Jinping met Joe Biden in Bali in November 2022."
    fourth = "Mao Ning again urged Washington to shift no blame."
    text = " ".join((first, second, third, fourth))
    doc = Document(
        text,
        path="corpus/briefing.md",
        title="China briefs before the visit",
        published="2023-02-01",
        source="diplograph sample corpus",
    )
    mao = (MAO, "Mao Ning")
    relations = (
        relation(
            doc, first, "urges", mao, (USA, "the US"), "urged", topic="not to shift the blame"
        ),
        relation(
            doc,
            first,
            "sanctions",
            (USA, "US"),
            (FIRMS, "Chinese institutions"),
            "sanctions",
            attributed_to=MAO,
            confidence=0.7,
        ),
        relation(
            doc,
            second,
            "visits",
            (BLINKEN, "Antony Blinken"),
            (CHINA, "China"),
            "visit",
            status=Status.PLANNED,
            date="2023-02-05/2023-02-06",
        ),
        relation(
            doc,
            third,
            "meets",
            (XI, "Xi Jinping"),
            (BIDEN, "Joe Biden"),
            "met",
            date="2022-11",
            place=BALI,
        ),
        relation(
            doc, fourth, "urges", mao, (USA, "Washington"), "urged", topic="to shift no blame"
        ),
    )
    start = text.index("Mao Ning")
    posts = (
        PostClaim(
            MAO,
            "spokesperson of the Foreign Ministry of China",
            "spokesperson",
            MINISTRY,
            start,
            start + len("Mao Ning"),
        ),
    )
    return Reading(doc, relations, posts, actors=(MAO, USA, FIRMS, BLINKEN, CHINA, XI, BIDEN))


def summit() -> Reading:
    """Another source: three presidents meet (one event, three records); a claim; a denial."""
    first = "Xi Jinping, Joe Biden and Joko Widodo met in Bali on 15 November 2022."
    second = "China accused the US of hacking its ministry."
    third = "The US did not sanction China."
    text = " ".join((first, second, third))
    doc = Document(text, path="corpus/summit.md", title="Leaders gather", published="2022-11-16")
    trio = [(XI, "Xi Jinping"), (BIDEN, "Joe Biden"), (WIDODO, "Joko Widodo")]
    pairs = [(trio[0], trio[1]), (trio[0], trio[2]), (trio[1], trio[2])]
    relations = [
        relation(doc, first, "meets", one, two, "met", date="2022-11-15", place=BALI)
        for one, two in pairs
    ]
    relations += [
        relation(doc, second, "accuses", (CHINA, "China"), (USA, "the US"), "accused"),
        relation(
            doc,
            second,
            "hacks",
            (USA, "the US"),
            (MINISTRY, "ministry"),
            "hacking",
            factual=False,
            attributed_to=CHINA,
            confidence=0.4,
        ),
        relation(
            doc,
            third,
            "sanctions",
            (USA, "The US"),
            (CHINA, "China"),
            "sanction",
            status=Status.NEGATED,
        ),
    ]
    return Reading(doc, tuple(relations))


def small_store() -> GraphStore:
    """Both readings, with the facts, in memory."""
    store = GraphStore()
    for reading in (briefing(), summit()):
        store.replace_document(reading, VERSION)
    store.rebuild_derived(KnownFacts())
    return store


class KnownFacts:
    """A tiny gazetteer: two states, a president with two terms, a place."""

    def actor(self, actor_id: str) -> ActorFacts | None:
        terms = (
            PostFact("President of the United States", "president", "united-states", "2021-01-20"),
        )
        return {
            "china": ActorFacts("China", Kind.STATE, "CHN", ("PRC",)),
            "united-states": ActorFacts("United States", Kind.STATE, "USA", ("US", "Washington")),
            "joe-biden": ActorFacts("Joe Biden", Kind.PERSON, "USA", ("Biden",), terms),
        }.get(actor_id)

    def state(self, code: str) -> str | None:
        return {"CHN": "china", "USA": "united-states"}.get(code)

    def place(self, place_id: str) -> PlaceFacts | None:
        known = PlaceFacts("Bali", "IDN", ("Island of Bali",), -8.34, 115.09, "1650535")
        return known if place_id == "bali-idn" else None


def by_subject_and_graph(
    quads: Iterable[ox.Quad],
) -> tuple[dict[str, list[ox.Quad]], dict[ox.NamedNode, list[ox.Quad]]]:
    """The quads of each subject, by its IRI, and of each graph."""
    about: dict[str, list[ox.Quad]] = defaultdict(list)
    graphs: dict[ox.NamedNode, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        about[quad.subject.value].append(quad)
        graphs[quad.graph_name].append(quad)
    return about, graphs
