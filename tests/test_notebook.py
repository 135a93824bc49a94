"""What a researcher has in a notebook: DataFrames in and out, and what objects look like there."""

from __future__ import annotations

import datetime as dt
import sys
from html.parser import HTMLParser

import pandas as pd
import pytest
from attacks import ATTACKS
from factories import MAO, USA, VERSION, briefing, relation

import diplograph
from diplograph.errors import MissingExtraError
from diplograph.event_table import EVENT_FIELDS, event_rows
from diplograph.gazetteer import load_gazetteer
from diplograph.graph import KnowledgeGraph
from diplograph.markup import marked
from diplograph.rdf import GazetteerFacts
from diplograph.records import Actor, Document, Kind, Reading
from diplograph.relations_table import FIELDS, relation_rows
from diplograph.store import GraphStore

TEXT = "Mao Ning urged the United States to lift its sanctions."


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    store = GraphStore()
    store.replace_document(briefing(), VERSION)
    store.rebuild_derived(GazetteerFacts(load_gazetteer()))
    return KnowledgeGraph(store)


class Tags(HTMLParser):
    """The tags and the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    return tags


# Out


def test_the_events_come_as_a_frame_with_types(kg: KnowledgeGraph) -> None:
    frame = kg.to_pandas()
    rows = list(event_rows(kg.store))
    assert tuple(frame.columns) == EVENT_FIELDS
    assert len(frame) == len(rows) > 0
    assert frame["date"].dtype == "datetime64[s]"
    assert [str(day.date()) for day in frame["date"]] == [row["date"] for row in rows]
    assert list(frame["event"]) == [row["event"] for row in rows]
    assert frame["factual"].dtype == "boolean"
    assert frame["mentions"].sum() == sum(int(str(row["mentions"])) for row in rows)
    assert frame["score"].dtype == "float64"
    monthly = frame.set_index("date").resample("MS")["score"].sum()
    assert monthly.sum() == pytest.approx(sum(float(str(row["score"])) for row in rows))


def test_the_relations_come_as_a_frame(kg: KnowledgeGraph) -> None:
    frame = kg.to_pandas("relations")
    rows = list(relation_rows(kg.store))
    assert tuple(frame.columns) == FIELDS
    assert list(frame["id"]) == [row["id"] for row in rows]
    assert frame["published"].dtype == "datetime64[s]"
    assert set(frame["date"].dropna()) == {row["date"] for row in rows} - {None}
    assert frame["source_start"].dtype == "Int64"
    assert list(frame["attributed_to_name"].isna()) == [
        row["attributed_to_name"] is None for row in rows
    ]


def test_an_empty_graph_has_an_empty_frame_of_the_same_types(kg: KnowledgeGraph) -> None:
    empty = KnowledgeGraph(GraphStore()).to_pandas()
    assert len(empty) == 0
    assert dict(empty.dtypes) == dict(kg.to_pandas().dtypes)


def test_a_table_that_there_is_not(kg: KnowledgeGraph) -> None:
    with pytest.raises(ValueError, match="no such table: 'actors'; there are: events, relations"):
        kg.to_pandas("actors")  # type: ignore[arg-type]


def test_without_pandas_the_extra_is_named(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'diplograph\[pandas\]'"):
        kg.to_pandas()


# In


def test_a_frame_is_read_as_documents() -> None:
    frame = pd.DataFrame(
        {
            "article": [TEXT, None, TEXT + " Again.", 3],
            "published": [pd.Timestamp("2023-02-01"), pd.NaT, dt.date(2023, 2, 3), "2023-02-04"],
            "headline": ["One", "Two", float("nan"), "Four"],
        },
        index=["a", "b", "c", "d"],
    )
    first, second, third, fourth = diplograph.read_pandas(frame)
    assert isinstance(first, Document) and isinstance(third, Document)
    assert (first.record_id, first.published, first.title) == ("a", "2023-02-01", "One")
    assert (third.record_id, third.published, third.title) == ("c", "2023-02-03", None)
    assert str(second) == "DataFrame:2 (b): field 'article' is empty"
    assert str(fourth) == "DataFrame:4 (d): field 'article' is a int, not text"


def test_columns_are_named_as_on_the_command_line() -> None:
    frame = pd.DataFrame({"words": [TEXT], "number": [7], "day": ["2023-02-01"], "text": ["x"]})
    options = diplograph.ReadOptions(text_field="words", id_field="number", date_field="day")
    (document,) = diplograph.read_pandas(frame, options)
    assert isinstance(document, Document)
    assert (document.text, document.record_id, document.published) == (TEXT, "7", "2023-02-01")
    (failure,) = diplograph.read_pandas(frame, diplograph.ReadOptions(text_field="none"))
    assert "no field 'none' for the text" in str(failure)


def test_a_frame_becomes_a_graph_and_a_frame() -> None:
    frame = pd.DataFrame({"text": [TEXT, None], "date": ["2023-02-01", "2023-02-02"]})
    kg = diplograph.build(diplograph.read_pandas(frame))
    assert str(kg.tally) == "2 in = 1 built + 0 unchanged + 1 refused"
    (row,) = kg.to_pandas().to_dict("records")
    assert (row["source"], row["relation"], row["target"]) == (
        "Mao Ning", "urges", "United States",
    )  # fmt: skip
    assert row["date"] == pd.Timestamp("2023-02-01")
    assert [r.relation for r in diplograph.extract(diplograph.read_pandas(frame))] == ["urges"]


# What a notebook shows


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_a_text_is_markup(attack: str) -> None:
    text = f"{attack} Mao Ning urged the US {attack}"
    actor = Actor("mao-ning", attack, Kind.PERSON, "CHN")
    document = Document(text)
    found = relation(document, text, "urges", (actor, "Mao Ning"), (USA, "the US"), "urged")
    shown = parsed(found._repr_html_())
    assert shown.tags == {"table", "thead", "tbody", "tr", "th", "td", "bdi", "mark"}
    assert attack.replace("\0", "\ufffd").encode("utf-8", "replace").decode() in shown.text
    shown = parsed(actor._repr_html_())
    assert shown.tags == {"b", "bdi", "code"}
    store = GraphStore()
    store.replace_document(Reading(document, (found,), (), (actor, MAO)))
    store.rebuild_derived()
    assert parsed(KnowledgeGraph(store)._repr_html_()).tags <= {
        "b", "table", "thead", "tbody", "tr", "th", "td", "bdi",
    }  # fmt: skip


def test_a_relation_shows_its_words_in_the_sentence() -> None:
    (first, *_) = briefing().relations
    assert first._repr_html_().count("<mark>") == 3
    assert parsed(marked("abcd", [(1, 3), (2, 4)])).text == "abcd"
    assert marked("abcd", [(1, 3), (2, 4)]).count("<mark>") == 1


def test_a_graph_shows_what_is_in_it(kg: KnowledgeGraph) -> None:
    shown = parsed(kg._repr_html_()).text
    events = list(kg.query("SELECT ?event { ?event a dg:Event }").rows())
    assert f"KnowledgeGraph: 1 document, {len(events)} events" in shown
    assert "urges" in shown
