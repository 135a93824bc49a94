"""The page without a browser: what is embedded, escaped, allowed and stable."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import networkx as nx
import pytest

from diplograph.ontology import load_ontology
from diplograph.records import (
    Actor,
    ActorMention,
    Document,
    EventDate,
    Kind,
    Place,
    PloverType,
    PostClaim,
    Reading,
    Relation,
    Sentence,
    Status,
    Trigger,
)
from diplograph.store import GraphStore
from diplograph.view import (
    GraphView,
    ViewActor,
    ViewDocument,
    ViewEvent,
    ViewEvidence,
    ViewPost,
    render,
    view_of,
)
from diplograph.view.bundles import Bundle, bundles, fold, homes
from diplograph.view.core import core
from diplograph.view.data import words
from diplograph.view.layout import Box, _hops, positions
from diplograph.view.model import KINDS, QUAD_CLASSES, QUAD_OF_TYPE, STATUSES
from diplograph.view.page import graph_data
from diplograph.view.payload import PAGE_SIZE, embed, pages, payload, utf16_length

ID = "https://w3id.org/diplograph/id/"
HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "{{ 7*7 }}{% raw %}",
    "<!-- <script> -->",
    "&lt;b&gt; & &amp;",
    "\u202egnp.exe\u202c",
    "line\u2028break\u2029",
    "lone \ud800 surrogate",
    "😀🇺🇳 emoji",
    "href=javascript:alert(1)",
    "x" * 500,
)


def actor(name: str, kind: str = "state", code: str | None = None) -> ViewActor:
    return ViewActor(ID + name.lower().replace(" ", "-"), name, kind, code)


def event(number: int, **changes: object) -> ViewEvent:
    fields: dict[str, object] = {
        "iri": f"{ID}event/{number}",
        "relation": "urges",
        "relation_label": "urges",
        "type": "REQUEST",
        "quad_class": 3,
    }
    return ViewEvent(**{**fields, **changes})  # type: ignore[arg-type]


def small_view() -> GraphView:
    china, usa, mao = (
        actor("China", code="CHN"),
        actor("United States", code="USA"),
        actor("Mao", "person"),
    )
    sentence = "😀 Mao urged Washington."
    evidence = ViewEvidence(sentence, "urged", 6, 11, ID + "doc/1")
    events = (
        event(0, sources=(mao.iri,), targets=(usa.iri,), evidence=(evidence,), date="2023-02-03"),
        event(1, sources=(mao.iri,), targets=(usa.iri,), status="planned"),
        event(2, participants=(china.iri, usa.iri), relation="meets", type="CONSULT", quad_class=1),
        event(3, sources=(usa.iri,), targets=(china.iri,), type="SANCTION", quad_class=4),
    )
    documents = (ViewDocument(ID + "doc/1", "A briefing", "2023-02-03", "wire", "a.md"),)
    return GraphView((china, usa, mao), events, documents, {"Read with": "diplograph"})


def hostile_view() -> GraphView:
    actors = tuple(
        ViewActor(f"{ID}{i}", text, "person", None, text, (text,), (ViewPost(text, text),))
        for i, text in enumerate(HOSTILE)
    )
    documents = tuple(ViewDocument(f"{ID}doc/{i}", t, t, t, t) for i, t in enumerate(HOSTILE))
    events = tuple(
        event(
            i,
            sources=(f"{ID}{i}",),
            targets=(f"{ID}{(i + 1) % len(HOSTILE)}",),
            relation_label=text,
            topic=text,
            place=text,
            attributed_to=f"{ID}{i}",
            evidence=(ViewEvidence(text, text, 0, len(text), f"{ID}doc/{i}"),),
        )
        for i, text in enumerate(HOSTILE)
    )
    return GraphView(actors, events, documents, dict.fromkeys(["note"], HOSTILE[0]))


class Page(HTMLParser):
    """Tags, attributes and scripts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self._id: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self._id = (found.get("id") or f"code-{len(self.scripts)}") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._id is not None:
            self.scripts[self._id] = self.scripts.get(self._id, "") + data

    def handle_endtag(self, tag: str) -> None:
        self._id = None

    def data(self, name: str) -> dict[str, list[dict[str, object]]]:
        return json.loads(self.scripts[name])  # type: ignore[no-any-return]


def test_page_holds_the_whole_view() -> None:
    page = Page(render(small_view(), "Small"))
    data = page.data("data")
    assert [a["label"] for a in data["actors"]] == ["China", "United States", "Mao"]
    assert data["events"]["src"][0] == 2  # type: ignore[call-overload]
    assert data["events"]["par"][2] == [0, 1]  # type: ignore[call-overload]
    assert data["documents"][0]["title"] == "A briefing"
    nodes = data["drawing"]["nodes"]  # type: ignore[call-overload]
    assert [n["label"] for n in nodes] == ["China", "United States", "Mao"]


def test_page_loads_nothing() -> None:
    page = Page(render(hostile_view(), HOSTILE[1]))
    assert {tag for tag, _ in page.tags}.isdisjoint({"img", "iframe", "svg", "object", "base"})
    for tag, attributes in page.tags:
        assert "src" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert "style" not in attributes
        if "href" in attributes:
            assert (tag, attributes["href"]) == ("link", "data:,")
    style = re.search(r"<style>(.*?)</style>", render(small_view(), "x"), re.DOTALL)
    assert style
    assert not re.search(r"@import|url\(", style[1])


def test_policy_forbids_requests_and_inline_code() -> None:
    page = Page(render(small_view(), "x"))
    policy = next(
        a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in (policy or "")
    assert len(rules["script-src"].split()) == 2
    assert all(source.startswith("'sha256-") for source in rules["script-src"].split())


def test_own_code_never_parses_html() -> None:
    code = Page(render(small_view(), "x")).scripts["code-4"]
    assert "window.diplograph" in code
    for name in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert name not in code


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_as_text(text: str) -> None:
    assert json.loads(embed(text)) == text
    assert not re.search("[<>&\u2028\u2029]", embed(text))


def test_hostile_view_reads_back() -> None:
    text = render(hostile_view(), "".join(HOSTILE))
    text.encode("utf-8")
    page = Page(text)
    data = page.data("data")
    assert [a["label"] for a in data["actors"]] == list(HOSTILE)
    assert [tag for tag, _ in page.tags].count("script") == 5
    sentences = [sentence[0] for (sentence,) in page.data("page-0")]
    assert sentences == list(HOSTILE)


def test_same_view_gives_same_page() -> None:
    assert render(small_view(), "x") == render(small_view(), "x")


def test_page_is_small() -> None:
    view = small_view()
    page = render(view, "x")
    own = len(page.encode()) - len(embed(payload(view)))
    assert own < 1_500_000


def test_empty_view_renders() -> None:
    page = Page(render(GraphView(), "Nothing"))
    assert page.data("data")["drawing"] == {"nodes": [], "folding": {}}


def test_trigger_offsets_count_as_javascript_does() -> None:
    (page,) = pages(small_view())
    assert page[0] == [["😀 Mao urged Washington.", 0, 7, 12]]
    assert utf16_length("a😀b") == 4


@pytest.mark.parametrize(("start", "end"), [(None, None), (-1, 3), (3, 3), (5, 99)])
def test_wrong_trigger_offsets_are_left_out(start: int | None, end: int | None) -> None:
    evidence = ViewEvidence("Short one.", "x", start, end)
    (page,) = pages(GraphView(events=(event(0, evidence=(evidence,)),)))
    assert page == [[["Short one.", -1]]]


def test_unknown_actors_and_documents_do_no_harm() -> None:
    lost = event(0, sources=("urn:x",), targets=("urn:y",), attributed_to="urn:z")
    view = GraphView(events=(lost,))
    assert bundles(view) == []
    render(view, "x")


def test_parallel_relations_are_bundled_by_class_and_direction() -> None:
    made = {
        (b.source, b.target, b.quad_class, b.reciprocal): b.events for b in bundles(small_view())
    }
    assert made == {(2, 1, 3, False): (0, 1), (0, 1, 1, True): (2,), (1, 0, 4, False): (3,)}


def test_columns_give_the_events_back() -> None:
    view = small_view()
    made = payload(view)
    columns = made["events"]
    assert [made["start"] + iri for iri in columns["iri"]] == [e.iri for e in view.events]
    names = [made["relations"][n] for n in columns["rel"]]
    assert [tuple(n) for n in names] == [
        (e.relation, e.relation_label, e.type, e.quad_class) for e in view.events
    ]
    assert columns["src"] == [2, 2, [], 1]
    assert columns["par"] == [[], [], [0, 1], []]
    assert columns["status"] == "0100"
    assert columns["docs"] == [0, [], [], []]
    assert made["strings"][columns["date"][0]] == "2023-02-03"


def test_sentences_come_in_pages() -> None:
    events = tuple(event(i, evidence=(ViewEvidence(f"S{i}"),)) for i in range(PAGE_SIZE + 3))
    view = GraphView(events=events)
    assert [len(page) for page in pages(view)] == [PAGE_SIZE, 3]
    assert payload(view)["pages"] == {"size": PAGE_SIZE, "count": 2}


def crowd(actors: int, events: int) -> GraphView:
    """A ring of actors with a dense part: the first forty know each other."""
    people = tuple(actor(f"a{i}") for i in range(actors))
    ring = [(i, (i + 1) % actors) for i in range(actors)]
    dense = [(i, j) for i in range(40) for j in range(40) if i != j]
    links = (ring + dense * (1 + events // len(dense)))[:events]
    made = tuple(
        event(n, sources=(people[a].iri,), targets=(people[b].iri,))
        for n, (a, b) in enumerate(links)
    )
    return GraphView(people, made)


def test_a_very_large_graph_opens_on_its_densest_part(monkeypatch: pytest.MonkeyPatch) -> None:
    assert core(crowd(300, 500)) is None
    monkeypatch.setattr("diplograph.view.core.CORE_ACTORS", 60)
    monkeypatch.setattr("diplograph.view.core._MANY_ACTORS", 200)
    large = crowd(220, 2000)
    found = core(large)
    assert found is not None
    assert len(found) == 60
    assert set(range(40)) <= found
    data = graph_data(large, "x")
    assert data["core"] is True
    assert len(data["drawing"]["nodes"]) == 60  # type: ignore[index, call-overload]
    assert len(data["events"]["iri"]) == len(large.events)  # type: ignore[index, call-overload]


def test_folding_bundles_the_lines_between_states() -> None:
    view = small_view()
    mao = replace(view.actors[2], state_code="CHN")
    view = replace(view, actors=(*view.actors[:2], mao))
    assert homes(view) == [0, 1, 0]
    lines = {(b.source, b.target, b.quad_class, b.reciprocal): b.events for b in folded(view)}
    assert lines == {(0, 1, 1, True): (2,), (0, 1, 3, False): (0, 1), (1, 0, 4, False): (3,)}
    drawing = Page(render(view, "x")).data("data")["drawing"]
    assert drawing["folding"]["home"] == [0, 1, 0]  # type: ignore[call-overload]
    assert set(drawing["folding"]["marks"]) == {"0", "1"}  # type: ignore[call-overload]


def folded(view: GraphView) -> list[Bundle]:
    return fold(bundles(view), homes(view))


def boxes_of(count: int) -> dict[int, Box]:
    return {i: Box(60 + 8 * (i % 9), 40 + 3 * (i % 5)) for i in range(count)}


def clashes(boxes: dict[int, Box], places: dict[int, tuple[float, float]]) -> int:
    found = 0
    for a in boxes:
        for b in boxes:
            if a < b:
                across = abs(places[a][0] - places[b][0]) < (boxes[a].width + boxes[b].width) / 2
                along = abs(places[a][1] - places[b][1]) < (boxes[a].height + boxes[b].height) / 2
                found += across and along
    return found


def test_layout_is_stable_and_leaves_room() -> None:
    boxes = boxes_of(45)
    links = [(i, (i * i + 3) % 40) for i in range(40)] + [(0, i) for i in range(1, 12)] + [(41, 42)]
    first = positions(boxes, links)
    assert first == positions(dict(reversed(boxes.items())), list(reversed(links)))
    assert set(first) == set(boxes)
    assert clashes(boxes, first) == 0


def test_layout_of_a_star_and_of_nothing() -> None:
    boxes = boxes_of(30)
    places = positions(boxes, [(0, i) for i in range(1, 30)])
    assert clashes(boxes, places) == 0
    assert positions({}, []) == {}
    assert positions({7: Box(10, 10)}, [(7, 7)]) == {7: positions({7: Box(10, 10)}, [])[7]}


def test_layout_of_a_large_component_uses_hops() -> None:
    count = 520
    places = positions(boxes_of(count), [(i, (i * 7 + 1) // 3 % count) for i in range(count)])
    assert len(set(places.values())) == count


def test_hops_are_those_of_shortest_paths() -> None:
    graph = nx.connected_watts_strogatz_graph(70, 4, 0.3, seed=5)
    nodes = sorted(graph)
    found = _hops(graph, {node: node for node in nodes})
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    step = found[found > 0].min()
    assert [[round(found[a, b] / step) for b in nodes] for a in nodes] == [
        [lengths[a][b] for b in nodes] for a in nodes
    ]


def test_vocabulary_agrees_with_the_records_and_the_ontology() -> None:
    assert set(KINDS) == {kind.value for kind in Kind}
    assert set(STATUSES) == {status.value for status in Status}
    ontology = load_ontology()
    names = {number: name.lower() for number, name in QUAD_CLASSES.items()}
    for type_ in PloverType:
        quad = ontology.quad_class(type_).value
        assert names[QUAD_OF_TYPE[type_]] == words(quad)


# ---- from the store ----

TEXT = "😀 Mao Ning urged the United States to talk. Xi Jinping met Joe Biden in Bali."
MAO = Actor("mao-ning", "Mao Ning", Kind.PERSON, "CHN")
USA = Actor("state/USA", "United States", Kind.STATE, "USA")
XI = Actor("xi-jinping", "Xi Jinping", Kind.PERSON, "CHN")
BIDEN = Actor("joe-biden", "Joe Biden", Kind.PERSON, "USA")
MINISTRY = Actor("mfa", "Foreign Ministry of China", Kind.ORGANISATION, "CHN")


def span(words_: str) -> tuple[str, int, int]:
    start = TEXT.index(words_)
    return words_, start, start + len(words_)


def mention(who: Actor) -> ActorMention:
    return ActorMention(who, *span(who.name))


def reading() -> Reading:
    document = Document(TEXT, "a.md", title="Exchange", published="2023-02-03", source="wire")
    cut = TEXT.index("Xi")
    first, second = Sentence(TEXT[: cut - 1], 0, cut - 1), Sentence(TEXT[cut:], cut, len(TEXT))
    urges = Relation(
        document.id, "urges", PloverType.REQUEST, mention(MAO), mention(USA), Status.PLANNED,
        False, False, Trigger(*span("urged")), first, 0.91, "urge", MAO, "talks",
    )  # fmt: skip
    meets = Relation(
        document.id, "meets", PloverType.CONSULT, mention(XI), mention(BIDEN), Status.ACTUAL,
        True, True, Trigger(*span("met")), second, 0.8, "meet", None, None,
        EventDate("2022-11", "in November"), Place("bali", "Bali", "IDN"),
    )  # fmt: skip
    post = PostClaim(MAO, "spokeswoman", "spokesperson", MINISTRY, 0, 10)
    return Reading(document, (urges, meets), (post,))


@pytest.fixture(scope="module")
def stored() -> GraphView:
    store = GraphStore()
    store.replace_document(reading())
    store.rebuild_derived()
    return view_of(store)


def test_store_gives_events_with_their_evidence(stored: GraphView) -> None:
    meets, urges = stored.events
    assert (urges.relation, urges.type, urges.quad_class) == ("urges", "REQUEST", 3)
    assert (urges.status, urges.factual, urges.topic) == ("planned", False, "talks")
    assert urges.attributed_to == ID + "mao-ning"
    assert (urges.sources, urges.targets) == ((ID + "mao-ning",), (ID + "state/USA",))
    (evidence,) = urges.evidence
    start, end = evidence.trigger_start_in_sentence, evidence.trigger_end_in_sentence
    assert evidence.sentence[start:end] == "urged"
    assert meets.participants == (ID + "xi-jinping", ID + "joe-biden")
    assert (meets.date, meets.place, meets.confidence) == ("2022-11", "Bali", 0.8)


def test_store_gives_actors_posts_and_documents(stored: GraphView) -> None:
    found = {a.iri.removeprefix(ID): a for a in stored.actors}
    assert found["mao-ning"].kind == "person"
    assert found["mao-ning"].posts == (ViewPost("spokeswoman", "Foreign Ministry of China"),)
    assert (found["state/USA"].kind, found["state/USA"].state_code) == ("state", "USA")
    assert found["joe-biden"].state_label == "United States"
    (document,) = stored.documents
    assert (document.title, document.date, document.source) == ("Exchange", "2023-02-03", "wire")
    assert document.iri == stored.events[0].evidence[0].document_iri


def test_stored_view_renders(stored: GraphView) -> None:
    drawing = Page(render(stored, "Stored")).data("data")["drawing"]
    assert len(drawing["nodes"]) == 4  # type: ignore[call-overload]


def test_empty_store_gives_an_empty_view() -> None:
    assert view_of(GraphStore()) == GraphView()


def test_relation_names_read_as_words() -> None:
    assert words("expelsDiplomatsOf") == "expels diplomats of"
    assert words("urges") == "urges"
