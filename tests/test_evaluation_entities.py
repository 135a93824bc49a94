from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span

from diplograph.errors import GoldError
from diplograph.evaluation import evaluate_entities
from diplograph.evaluation.entities import gold_entities, map_label, read_tagged

NLP = spacy.blank("en")


class Fixed:
    """A pipeline that gives fixed entities (start, end, label) sentence by sentence."""

    vocab = NLP.vocab

    def __init__(self, *sentences: list[tuple[int, int, str]]) -> None:
        self.sentences = sentences
        self.words: list[list[str]] = []

    def pipe(self, texts: Iterable[Doc]) -> Iterator[Doc]:
        for doc, entities in zip(texts, self.sentences, strict=True):
            self.words.append([token.text for token in doc])
            doc.ents = [Span(doc, start, end, label) for start, end, label in entities]
            yield doc


def write(tmp_path: Path, text: str, name: str = "gold.tsv") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_scores_by_hand(tmp_path: Path) -> None:
    gold = write(
        tmp_path,
        "Xi\tB-PER\nJinping\tI-PER\nmet\tO\nNATO\tB-ORG\nin\tO\nBali\tB-LOC\n\n"
        "Irish\tB-gpe\nmen\tO\nleft\tO\nRome\tB-geo\n",
    )
    pipeline = Fixed(
        [(0, 2, "PERSON"), (3, 4, "GPE"), (5, 6, "GPE")], [(0, 1, "NORP"), (2, 4, "LOC")]
    )
    scores = evaluate_entities([gold], pipeline)
    assert pipeline.words[0] == ["Xi", "Jinping", "met", "NATO", "in", "Bali"]
    # gold: PER, ORG, 2 LOC; found: PER right, LOC right, 2 LOC wrong
    assert scores["precision"] == 0.5
    assert scores["recall"] == 0.5
    assert scores["f1"] == 0.5
    assert scores["per_label"] == {
        "PER": {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 1},
        "ORG": {"precision": 0.0, "recall": 0.0, "f1": 0.0, "n": 1},
        "LOC": {"precision": pytest.approx(1 / 3), "recall": 0.5, "f1": 0.4, "n": 2},
    }


@pytest.mark.parametrize(
    "text",
    [
        "2001\tB-ORG\nand\tO\n",
        "2001\tCD\tB-org\nand\tCC\tO\n",
        "word\tpos\ttag\n2001\tCD\tB-org\nand\tCC\tO\n",
        "2001 I-ORG\nand O\n",
        "# sent_id = 1\n# text = 2001 and\n1\t2001\tB-ORG\t-\t-\n2\tand\tO\t-\t-\n",
        "# text = x O\n1-2\t2001and\t_\t-\t-\n1\t2001\tB-ORG\t-\tx y\n2\tand\tO\t-\t-\n",
        "\n\n-DOCSTART- O\n\n2001 I-ORG\nand O\n\n\n",
    ],
)
def test_makes_of_files(tmp_path: Path, text: str) -> None:
    (sentence,) = read_tagged(write(tmp_path, text))
    assert sentence.tokens == ("2001", "and")
    assert gold_entities(sentence.tags) == {(0, 1, "ORG")}


def test_number_sign_is_a_token(tmp_path: Path) -> None:
    (sentence,) = read_tagged(write(tmp_path, "#\tO\n1\tO\n"))
    assert sentence.tokens == ("#", "1")


@pytest.mark.parametrize("text", ["word\n", "a\tb\tX-PER\n", "", "a\tO\nb\n"])
def test_bad_files(tmp_path: Path, text: str) -> None:
    with pytest.raises(GoldError, match=r"gold\.tsv"):
        read_tagged(write(tmp_path, text))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-PER I-PER B-PER", {(0, 2, "PER"), (2, 3, "PER")}),
        ("I-PER I-ORG O", {(0, 1, "PER"), (1, 2, "ORG")}),
        ("O I-LOC I-LOC", {(1, 3, "LOC")}),
        ("B-MISC I-MISC B-LOC", {(2, 3, "LOC")}),
        ("O O", set()),
    ],
)
def test_tags_to_entities(tags: str, expected: set[tuple[int, int, str]]) -> None:
    assert gold_entities(tags.split()) == expected


def test_labels() -> None:
    known = {
        "PER": "PER person PERSON politician per",
        "ORG": "ORG org organisation politicalparty",
        "LOC": "LOC GPE geo country location",
    }
    for label, names in known.items():
        assert {map_label(name) for name in names.split()} == {label}
    ignored = ["gpe", "MISC", "misc", "NORP", "tim", "event", "election", "art", "DATE", "OTH"]
    assert {map_label(name) for name in ignored} == {None}
