"""The embedded encoder as a spaCy component: whole documents, trees, saving."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from diplograph.errors import PipelineError
from diplograph.model.network import FILES
from diplograph.model.reader import EncoderReader
from diplograph.resources import model_path

PARAGRAPH = (
    "The ministers of Kenya and Uganda signed an accord in Kampala on Friday. "
    "“We shall keep our word,” said William Ruto, who will visit Kigali next week. "
)


@pytest.fixture(scope="module")
def nlp() -> Iterator[Language]:
    yield spacy.load(model_path())


def annotations(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.text, t.ent_type_) for t in doc]


def test_every_annotation_is_there(nlp: Language) -> None:
    doc = nlp(PARAGRAPH)
    for name in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB"):
        assert doc.has_annotation(name, require_complete=name != "MORPH"), name


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n \t", "a", "...", "\n\nA.\n\n", "😀"])
def test_texts_with_next_to_nothing_in_them(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)


def test_long_documents_are_read_in_windows_that_meet_without_a_gap(nlp: Language) -> None:
    text = PARAGRAPH * 40
    doc = nlp(text)
    sentences = list(doc.sents)
    assert len(sentences) == 80
    assert [token.text for token in doc if token.dep_ == "ROOT"][:4] == ["signed", "said"] * 2
    people = [entity.text for entity in doc.ents if entity.label_ == "PERSON"]
    assert people == ["William Ruto"] * 40


def test_a_sentence_longer_than_a_window_is_read_to_its_end(nlp: Language) -> None:
    text = "It named " + ", ".join(["Kenya", "Chad", "Peru"] * 200) + " and Fiji."
    doc = nlp(text)
    assert [t.text for t in doc][-2:] == ["Fiji", "."]
    assert all(t.head in t.sent for t in doc)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_trees_inside_sentences(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    for sentence in doc.sents:
        roots = [token for token in sentence if token.head.i == token.i]
        assert len(roots) == 1
        assert all(token.head in sentence for token in sentence)
        assert all(root.dep_ == "ROOT" or root.is_space for root in roots)
    assert all(entity.text.strip() for entity in doc.ents)


def test_names_are_not_cut_by_sentences(nlp: Language) -> None:
    doc = nlp(PARAGRAPH * 3)
    starts = {sentence.start for sentence in doc.sents}
    assert not starts & {i for e in doc.ents for i in range(e.start + 1, e.end)}


def test_a_doc_whose_words_are_given_keeps_them(nlp: Language) -> None:
    words = ["U.S", ".", "and", "Chad", "do", "n't", "agree"]
    doc = nlp(Doc(nlp.vocab, words=words))
    assert [token.text for token in doc] == words
    assert doc[6].lemma_ == "agree"


def test_a_saved_pipeline_reads_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    again = spacy.load(tmp_path / "copy")
    assert annotations(again(PARAGRAPH)) == annotations(nlp(PARAGRAPH))


def test_processes_read_the_same(nlp: Language) -> None:
    texts = [PARAGRAPH, "Chad thanked Peru.", PARAGRAPH * 2]
    several = [annotations(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=1)]
    assert several == [annotations(nlp(text)) for text in texts]


def test_wrong_settings_are_refused(nlp: Language, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="style 'poetry'; allowed: any, web"):
        EncoderReader(nlp, style="poetry")
    for name in FILES[1:]:
        (tmp_path / name).touch()
    with pytest.raises(PipelineError, match=r"lacks encoder\.onnx"):
        EncoderReader(nlp).load(tmp_path)
