"""The extraction as spaCy components, and what must hold of every reading of any text."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from diplograph.components import ActorReader, RelationReader, document_of
from diplograph.ontology import load_ontology
from diplograph.reading import annotate, read_documents
from diplograph.records import Document, Kind, PloverType, Reading, Relation, Status

if TYPE_CHECKING:
    from spacy.language import Language

FACTORIES = ("diplograph_actors", "diplograph_relations")
SENTENCES = (
    "Peru condemned the Bolivian raid on Friday.",
    "“We reject the charge,” said Bolivia's foreign minister, Rogelio Mayta.",
    "The two countries will hold talks in Quito next week.",
    "Emmanuel Macron met Olaf Scholz, and he thanked him.",
    "Slovenia’s envoy didn’t visit Tirana; she phoned Edi Rama instead.",
    "US sanctions against Iranian banks took effect in 2018.",
    "Côte d’Ivoire and Türkiye signed an agreement — at last.",
    "Neither side spoke to reporters.",
    "BRUSSELS, May 3 (Reuters) - The EU urged Belgrade to recognise Kosovo.",
    "If Moscow attacks, NATO would respond with force.",
    "Denmark expelled 15 Russian diplomats, whom it accused of spying 🇩🇰.",
    "中国外交部发言人毛宁说。",
    "Japan, South Korea & the U.S. held joint drills (their third).",
    "The ministry said:\n\nKenya will not withdraw from Somalia.",
)
SALAD = (
    *("the", "and", "of", "to", "by", "who", "whose", "it", "they", "she", "not", "no", "'s"),
    *("China", "Peru's", "UN", "US-Russia", "Macron's", "Xi", "president", "minister", "talks"),
    *("said", "urged", "met", "sanctions", "against", "between"),
    *("“", "”", "(", ")", ",", ".", ":", "--", "\n\n"),
)
PROPERTY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True).flatmap(
    lambda parts: st.sampled_from((" ", "  ", "\n\n", "\r\n", "\t")).map(lambda s: s.join(parts))
)


def check_offsets(text: str, reading: Reading) -> None:
    """Every span lies in the text and reads as the record says."""

    def same(start: int, end: int, written: str) -> None:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == written

    for relation in reading.relations:
        for side in (relation.source, relation.target):
            same(side.start, side.end, side.text)
        same(relation.trigger.start, relation.trigger.end, relation.trigger.text)
        same(relation.sentence.start, relation.sentence.end, relation.sentence.text)
        assert relation.sentence.start <= relation.trigger.start
        assert relation.trigger.end <= relation.sentence.end
        if relation.date is not None:
            assert relation.date.text in text
    for mention in reading.mentions:
        same(mention.start, mention.end, mention.text)
    for post in reading.posts:
        assert 0 <= post.start < post.end <= len(text)


def check_relation(relation: Relation) -> None:
    """What holds of every relation."""
    assert relation.source.actor.id != relation.target.actor.id
    assert 0 <= relation.confidence <= 1
    assert relation.confidence == round(relation.confidence, 2)
    assert isinstance(relation.type, PloverType)
    assert isinstance(relation.status, Status)
    kind = load_ontology().relations[relation.relation]
    assert (relation.type, relation.reciprocal) == (kind.plover, kind.reciprocal)
    for side in (relation.source, relation.target):
        assert isinstance(side.actor.kind, Kind)
        assert side.actor.name
        assert side.actor.state is None or len(side.actor.state) == 3


def read(nlp: Language, text: str, published: str | None = None) -> Reading:
    reading = annotate(Document(text=text, published=published), nlp)._.diplograph_reading
    assert isinstance(reading, Reading)
    return reading


# Components


def test_the_factories_are_entry_points() -> None:
    found = {e.name: e for e in entry_points(group="spacy_factories")}
    assert set(FACTORIES) <= set(found)
    for name in FACTORIES:
        assert callable(found[name].load())


def test_the_components_join_another_english_pipeline() -> None:
    nlp = spacy.blank("en")
    assert isinstance(nlp.add_pipe("diplograph_actors"), ActorReader)
    assert isinstance(nlp.add_pipe("diplograph_relations"), RelationReader)
    assert nlp.pipe_names == list(FACTORIES)
    doc = Doc(
        nlp.vocab,
        words=["Peru", "condemned", "Chile", "."],
        spaces=[True, True, False, False],
        lemmas=["Peru", "condemn", "Chile", "."],
        tags=["NNP", "VBD", "NNP", "."],
        pos=["PROPN", "VERB", "PROPN", "PUNCT"],
        heads=[1, 1, 1, 1],
        deps=["nsubj", "ROOT", "obj", "punct"],
        ents=["B-GPE", "O", "B-GPE", "O"],
    )
    for _, component in nlp.pipeline:
        doc = component(doc)
    reading = doc._.diplograph_reading
    assert [(r.source.actor.id, r.relation, r.target.actor.id) for r in reading.relations] == [
        ("peru", "condemns", "chile")
    ]


def test_the_components_tell_what_they_need() -> None:
    nlp = spacy.blank("en")
    for name in FACTORIES:
        nlp.add_pipe(name)
    problems = nlp.analyze_pipes()["problems"]["diplograph_actors"]
    assert {"token.dep", "token.tag", "token.lemma", "doc.ents"} <= set(problems)
    assert nlp.analyze_pipes()["problems"]["diplograph_relations"] == []


def test_the_pipeline_has_them_last(nlp: Language) -> None:
    assert tuple(nlp.pipe_names[-2:]) == FACTORIES


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("condemned", "condemn"), ("blamed", "blame"), ("expelled", "expel"), ("bombed", "bomb")],
)
def test_the_embedded_pipeline_knows_the_lemmas_of_the_lexicon(
    nlp: Language, word: str, lemma: str
) -> None:
    """Without them the lexicon's entries are never found."""
    assert nlp(f"Peru {word} Chile.")[1].lemma_ == lemma


# Metadata


def test_a_bare_text_is_its_own_document(nlp: Language) -> None:
    doc = nlp("Peru condemned Chile.")
    assert document_of(doc) == Document(text="Peru condemned Chile.")
    assert doc._.diplograph_reading.document == document_of(doc)


def test_metadata_travels_with_the_doc(nlp: Language) -> None:
    text = "The German chancellor condemned Belarus on Tuesday."
    document = Document(
        text=text, path="a/b.txt", record_id="7", title="T", published="2019-05-15", source="S"
    )
    reading = annotate(document, nlp)._.diplograph_reading
    assert reading.document is document
    (relation,) = reading.relations
    assert relation.document == document.id
    assert relation.source.actor.id == "angela-merkel"
    assert relation.date is not None
    assert relation.date.value == "2019-05-14"


def test_the_date_decides_who_holds_the_office(nlp: Language) -> None:
    text = "The German chancellor condemned Belarus."
    holders = {
        day: read(nlp, text, day).relations[0].source.actor.id
        for day in ("2019-05-15", "2023-05-15")
    }
    assert holders == {"2019-05-15": "angela-merkel", "2023-05-15": "olaf-scholz"}


# The same again


@pytest.fixture(scope="module")
def singly(nlp: Language) -> list[Reading]:
    """Each sentence read alone."""
    return [read(nlp, text, "2023-06-15") for text in SENTENCES]


@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_batch_reads_like_one_by_one(nlp: Language, singly: list[Reading], size: int) -> None:
    documents = [Document(text=text, published="2023-06-15") for text in SENTENCES]
    assert list(read_documents(documents, nlp, batch_size=size)) == singly


def test_order_changes_nothing(nlp: Language, singly: list[Reading]) -> None:
    documents = [Document(text=text, published="2023-06-15") for text in reversed(SENTENCES)]
    assert list(read_documents(documents, nlp)) == singly[::-1]


def test_reading_again_gives_the_same(nlp: Language, singly: list[Reading]) -> None:
    assert [read(nlp, text, "2023-06-15") for text in SENTENCES] == singly


def test_the_sentences_say_something(singly: list[Reading]) -> None:
    """Else the properties below would hold of nothing."""
    assert sum(len(r.relations) for r in singly) >= 8
    assert sum(len(r.mentions) for r in singly) >= 20


def test_reading_is_lazy(nlp: Language) -> None:
    taken: list[int] = []

    def endless():
        for number in range(10_000):
            taken.append(number)
            yield Document(text=f"Peru condemned Chile {number} times.")

    first = next(read_documents(endless(), nlp, batch_size=4))
    assert first.document.text == "Peru condemned Chile 0 times."
    assert len(taken) <= 16


# Ids


def test_ids_are_those_of_the_text(nlp: Language) -> None:
    text = "Peru condemned Chile. Chile thanked Brazil."
    one, two = (read(nlp, text).relations for _ in range(2))
    assert len(one) == 2
    assert [r.id for r in one] == [r.id for r in two]
    assert len({r.id for r in one}) == len(one)
    assert all(len(r.id) == 16 and int(r.id, 16) >= 0 for r in one)
    moved = read(nlp, f"{text} Peru thanked Cuba.").relations
    assert not {r.id for r in one} & {r.id for r in moved}, "another text, another document"


def test_ids_are_the_same_on_every_machine() -> None:
    """Pinned: a change of this id breaks the links of everybody's graphs."""
    document = Document(text="Peru condemned Chile.")
    assert document.id == "doc/" + document.digest[:16]
    assert document.digest == ("2ce986e60df233b724268ecb1294704afc6eac7c49c3b4de77dcb6cb58101e2c")


def test_ids_do_not_depend_on_path_or_batch(nlp: Language) -> None:
    text = "Peru condemned Chile."
    documents = [Document(text=text, path="a"), Document(text=text, path="b", record_id="9")]
    a, b = read_documents(documents, nlp)
    assert [r.id for r in a.relations] == [r.id for r in b.relations] != []


# Odd texts


@pytest.mark.parametrize("text", ["", " ", "\n\n\t ", "\u200b", "\ufeff", "...", "\x00", "—", "🇫🇷"])
def test_nothing_in_nothing(nlp: Language, text: str) -> None:
    reading = read(nlp, text)
    assert reading.relations == ()
    assert reading.posts == ()
    assert reading.document.text == text


def test_empty_texts_in_a_batch_keep_their_place(nlp: Language) -> None:
    texts = ["", "Peru condemned Chile.", " ", "Chile thanked Peru.", ""]
    found = list(read_documents([Document(text=t) for t in texts], nlp))
    assert [r.document.text for r in found] == texts
    assert [len(r.relations) for r in found] == [0, 1, 0, 1, 0]


@PROPERTY
@given(text=TEXTS)
def test_offsets_hold_in_any_order_of_sentences(nlp: Language, text: str) -> None:
    reading = read(nlp, text, "2023-06-15")
    check_offsets(text, reading)
    for relation in reading.relations:
        check_relation(relation)
    ids = [r.id for r in reading.relations]
    assert len(set(ids)) == len(ids)
    known = {a.id for a in reading.actors}
    for relation in reading.relations:
        assert {relation.source.actor.id, relation.target.actor.id} <= known


@PROPERTY
@given(text=st.text(max_size=200))
def test_any_text_is_read_without_an_error(nlp: Language, text: str) -> None:
    check_offsets(text, read(nlp, text, "2023-06-15"))


@PROPERTY
@given(
    words=st.lists(
        st.sampled_from(SALAD),
        max_size=40,
    )
)
def test_word_salad_is_read_without_an_error(nlp: Language, words: list[str]) -> None:
    text = " ".join(words)
    reading = read(nlp, text, "2023-06-15")
    check_offsets(text, reading)
    for relation in reading.relations:
        check_relation(relation)
