"""What `evaluate coreference` counts, on a small document of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from diplograph.actors.index import Form, MentionIndex, Resolved, index_mentions
from diplograph.errors import GoldError
from diplograph.evaluation import evaluate_coreference
from diplograph.language.syntax import read_syntax
from diplograph.records import Actor, Kind

ANA = Actor("ana-roy", "Ana Roy", Kind.PERSON)
LIN = Actor("lin-wu", "Lin Wu", Kind.PERSON)
# form, tag, part of speech, head (from 1), relation, Entity=
ROWS = [
    ("Ana", "NNP", "PROPN", 3, "nsubj", "(1-person-new-cf1-1-coref"),
    ("Roy", "NNP", "PROPN", 1, "flat", "1)"),
    ("met", "VBD", "VERB", 0, "root", ""),
    ("Lin", "NNP", "PROPN", 3, "obj", "(2-person-new-cf2-1-coref"),
    ("Wu", "NNP", "PROPN", 4, "flat", "2)"),
    (".", ".", "PUNCT", 3, "punct", ""),
    ("She", "PRP", "PRON", 2, "nsubj", "(1-person-giv-cf1-1-ana)"),
    ("thanked", "VBD", "VERB", 0, "root", ""),
    ("the", "DT", "DET", 4, "det", "(2-person-giv-cf2-2-coref"),
    ("minister", "NN", "NOUN", 2, "obj", "2)"),
    (".", ".", "PUNCT", 2, "punct", ""),
]
SPLIT = 6  # words of the first sentence


def write_gold(folder: Path, *, entities: bool = True) -> Path:
    lines = ["# newdoc id = one"]
    for part in (ROWS[:SPLIT], ROWS[SPLIT:]):
        for number, (form, tag, pos, head, label, entity) in enumerate(part, start=1):
            misc = f"Entity={entity}" if entity and entities else "_"
            cells = (number, form, form.lower(), pos, tag, "_", head, label, "_", misc)
            lines.append("\t".join(map(str, cells)))
        lines.append("")
    path = folder / "gold.conllu"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def reading(she: Actor, minister: Actor | None) -> MentionIndex:
    """A reading of the text in which "she" and "the minister" mean these."""
    doc = Doc(
        spacy.blank("en").vocab,
        words=[row[0] for row in ROWS],
        tags=[row[1] for row in ROWS],
        pos=[row[2] for row in ROWS],
        heads=[
            k if row[3] == 0 else row[3] - 1 + (SPLIT if k >= SPLIT else 0)
            for k, row in enumerate(ROWS)
        ],
        deps=["ROOT" if row[4] == "root" else row[4] for row in ROWS],
        lemmas=[row[0].lower() for row in ROWS],
    )
    mentions = [
        Resolved(0, 2, 0, Form.NAME, (ANA,)),
        Resolved(3, 5, 3, Form.NAME, (LIN,)),
        Resolved(6, 7, 6, Form.PRONOUN, (she,)),
    ]
    if minister is not None:
        mentions.append(Resolved(9, 10, 9, Form.ROLE, (minister,)))
    return index_mentions(read_syntax(doc), mentions)


def test_an_antecedent_in_the_same_group_is_right(tmp_path: Path) -> None:
    scores = evaluate_coreference([write_gold(tmp_path)], lambda _: reading(ANA, LIN))
    assert scores["pronouns"]["precision"] == scores["pronouns"]["recall"] == 1
    assert scores["he_she"]["n_gold"] == scores["he_she"]["n_resolved"] == 1
    assert scores["definites"]["precision"] == scores["definites"]["recall_named"] == 1
    assert scores["it"]["n_gold"] == scores["names"]["n_gold"] == 0


def test_an_antecedent_in_another_group_is_wrong(tmp_path: Path) -> None:
    scores = evaluate_coreference([write_gold(tmp_path)], lambda _: reading(LIN, ANA))
    for sort in ("pronouns", "definites"):
        assert scores[sort]["precision"] == scores[sort]["recall"] == 0
        assert scores[sort]["n_resolved"] == 1


def test_what_is_not_resolved_counts_in_recall_alone(tmp_path: Path) -> None:
    scores = evaluate_coreference([write_gold(tmp_path)], lambda _: reading(ANA, None))
    assert scores["definites"]["n_resolved"] == 0
    assert scores["definites"]["n_gold"] == 1
    assert scores["definites"]["recall"] == 0


def test_somebody_not_named_before_is_no_resolution(tmp_path: Path) -> None:
    other = Actor("kim-ek", "Kim Ek", Kind.PERSON)
    scores = evaluate_coreference([write_gold(tmp_path)], lambda _: reading(other, None))
    assert scores["pronouns"]["n_resolved"] == 0


def test_gold_without_entities_is_refused(tmp_path: Path) -> None:
    path = write_gold(tmp_path, entities=False)
    with pytest.raises(GoldError, match=r"gold\.conllu: no Entity="):
        evaluate_coreference([path], lambda _: reading(ANA, LIN))
