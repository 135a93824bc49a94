"""Wire copy: texts that are nearly one, and what that does to the events they tell of."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from factories import CHINA, USA, VERSION, KnownFacts, relation

from diplograph.export import export_text
from diplograph.rdf.nearness import Signatures, near_copies, text_signature
from diplograph.records import Document, Reading
from diplograph.store import GraphStore

STORY = """China urged the US to talk. The two governments have been at odds over tariffs
for months, and exporters on both sides complain of losses. A delegation from the ministry of
commerce is in the city this week, but no meeting has been announced so far. Traders said that they
expected little. Officials declined to say whether the visit would be extended. The last round ended
in March without a common statement, and the one before it had been called off at short notice."""
SHORTER = STORY.replace("Traders said that they\nexpected little. ", "")
OTHER = """China urged the US to talk. In the harbour of a small town on the coast, fishermen wait
for the season to begin, and prices have risen since the ban. The cooperative has forty members,
most of them older than fifty, who say that the young move to the capital as soon as they have left
school. Nobody here expects the government to help, though a pier has been promised three times."""


def document(text: str, source: str, day: str = "2024-05-02", path: str = "") -> Document:
    return Document(text, path or f"{source}.txt", published=day, source=source)


def test_signatures_are_alike_as_texts_are() -> None:
    one, copy, other = (text_signature(text) for text in (STORY, SHORTER, OTHER))
    assert one != copy
    assert near_copies(Signatures({"a": one, "b": copy, "c": other})) == {"b": "a"}
    assert len(one) == 172


def test_short_texts_have_none() -> None:
    assert text_signature("China urged the US to talk.") == ""


def test_the_first_by_day_stands_for_the_others() -> None:
    signature = text_signature(STORY)
    days = {"a": "2024-05-03", "b": "2024-05-02"}
    assert near_copies(Signatures(dict.fromkeys("ab", signature), days)) == {"a": "b"}


@pytest.mark.parametrize(("day", "same"), [("2024-05-09", True), ("2024-06-02", False)])
def test_the_same_words_weeks_later_are_another_story(day: str, same: bool) -> None:
    signature = text_signature(STORY)
    days = {"a": "2024-05-02", "b": day}
    found = near_copies(Signatures(dict.fromkeys("ab", signature), days))
    assert bool(found) is same


def test_malformed_signatures_are_left_out() -> None:
    odd = {"a": "?", "b": "", "c": "AAAA", "d": text_signature(STORY)}
    assert near_copies(Signatures(odd)) == {}


def test_the_order_makes_no_difference() -> None:
    texts = {"a": STORY, "b": SHORTER, "c": OTHER, "d": STORY + " More."}
    signatures = {name: text_signature(text) for name, text in texts.items()}
    for order in itertools.permutations(signatures):
        ordered = Signatures({name: signatures[name] for name in order})
        assert near_copies(ordered) == {"b": "a", "d": "a"}


def reading(given_: Document) -> Reading:
    urging = relation(
        given_, "China urged the US to talk.", "urges", (CHINA, "China"), (USA, "the US"), "urged"
    )
    return Reading(given_, (urging,))


def events(*documents: Document) -> list[tuple[int, int]]:
    """For each event how many mentions it has, and how many sources."""
    texts = []
    for order in itertools.permutations(documents):
        store = GraphStore()
        for one in order:
            store.replace_document(reading(one), VERSION)
        store.rebuild_derived(KnownFacts())
        texts.append(export_text(store, "nq"))
    assert len(set(texts)) == 1
    rows = store.query(
        "SELECT ?e ?n (COUNT(?m) AS ?k) { ?e a dg:Event ; dg:mention ?m ; dg:sourceCount ?n } "
        "GROUP BY ?e ?n"
    ).rows()
    return sorted((int(str(row["k"])), int(str(row["n"]))) for row in rows)


def test_events_of_copies_are_one_and_every_source_counts() -> None:
    wire, paper = document(STORY, "Agency"), document(SHORTER, "Morning Paper", "2024-05-04")
    assert events(wire, paper) == [(2, 2)]
    # The same publisher twice is one source, however many of its texts tell it.
    assert events(wire, replace(paper, source="Agency")) == [(2, 1)]


def test_events_of_other_texts_stay_apart() -> None:
    assert events(document(STORY, "Agency"), document(OTHER, "Paper", "2024-05-04")) == [
        (1, 1),
        (1, 1),
    ]
