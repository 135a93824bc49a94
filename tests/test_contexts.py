"""Topics and the scheme of issues that they are sorted into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diplograph.contexts import contexts_of, load_contexts
from diplograph.errors import LexiconError
from diplograph.reading import read_documents
from diplograph.records import Document

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("topic", "sentence", "expected"),
    [
        ("uranium enrichment", "", {"energy", "nuclear"}),
        ("tariffs on steel", "", {"trade"}),
        ("treatment of dissidents", "", {"human-rights"}),
        ("Kuril Islands", "", {"territory"}),
        ("rising sea levels and carbon emissions", "", {"climate"}),
        ("deportation of asylum seekers", "", {"migration"}),
        ("weather", "Oslo urged Rome to send vaccines.", {"health"}),
        (None, "The envoys spoke of the earthquake.", {"diplomacy", "disaster"}),
        ("portrait", "", set()),
        (None, "", set()),
    ],
)
def test_issues_of_topics(topic: str | None, sentence: str, expected: set[str]) -> None:
    assert set(contexts_of(topic, sentence)) == expected


def test_the_topic_decides_before_the_sentence() -> None:
    assert contexts_of("tariffs", "The army of Peru met over tariffs.") == ("trade",)


def test_the_scheme_is_sorted_and_every_keyword_is_found() -> None:
    scheme = load_contexts()
    assert [c.id for c in scheme] == sorted({c.id for c in scheme})
    for context in scheme:
        for keyword in context.keywords:
            assert context.id in contexts_of(keyword.removesuffix("*")), keyword


@pytest.mark.parametrize(
    "line", ["Trade\tTrade\ttrade", "trade\t\ttrade", "trade\tTrade\tTrade", "trade\tTrade"]
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "contexts.tsv"
    path.write_text(f"id\tlabel\tkeywords\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"contexts\.tsv:2"):
        load_contexts(path)


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "contexts.tsv"
    path.write_text("id\tkeywords\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="header"):
        load_contexts(path)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("France criticised Hungary over the new media law.", "new media law"),
        ("Japan urged China to talk about its tariffs.", None),
        ("India and Nepal held talks on their border.", "border"),
        ("Kenya thanked Qatar for it.", None),
        ("Egypt and Sudan held talks on the dam, which Ethiopia is filling.", "dam"),
        ("Emmanuel Macron met Olaf Scholz on the sidelines of the summit.", None),
    ],
)
def test_topics_are_bare_phrases(nlp: Language, text: str, topic: str | None) -> None:
    (reading,) = read_documents([Document(text=text, published="2023-06-15")], nlp)
    assert {relation.topic for relation in reading.relations} == {topic}
