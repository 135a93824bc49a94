from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diplograph.errors import GoldError
from diplograph.evaluation import evaluate_relations
from diplograph.evaluation.gold import read_gold_texts
from diplograph.evaluation.names import is_proper, normal_name
from diplograph.evaluation.relations import distinct, matches
from diplograph.records import (
    Actor,
    ActorMention,
    Document,
    Kind,
    PloverType,
    Reading,
    Relation,
    Sentence,
    Status,
    Trigger,
)

TEXT = "Mao Ning urged the US to talk. Hamas met Fatah. She left."
MAO = Actor("mao-ning", "Mao Ning", Kind.PERSON, "CHN")
CHINA = Actor("china", "China", Kind.STATE, "CHN")
USA = Actor("united-states", "United States", Kind.STATE, "USA")
HAMAS = Actor("hamas", "Hamas", Kind.GROUP)
FATAH = Actor("fatah", "Fatah", Kind.GROUP)
SPANS = [(0, 30), (31, 47), (48, 57)]


def relation(
    source: Actor,
    type_: PloverType,
    target: Actor,
    *,
    status: Status = Status.ACTUAL,
    sentence: int = 0,
    mention: str = "",
    reciprocal: bool = False,
) -> Relation:
    start, end = SPANS[sentence]
    return Relation(
        document="doc/x",
        relation="does",
        type=type_,
        source=ActorMention(source, mention or source.name, start, start + 1),
        target=ActorMention(target, target.name, start + 2, start + 3),
        status=status,
        reciprocal=reciprocal,
        factual=True,
        trigger=Trigger("x", start + 1, start + 2),
        sentence=Sentence(TEXT[start:end], start, end),
        confidence=0.9,
        rule="test",
    )


def gold_relation(**changes: Any) -> dict[str, Any]:
    return {
        "source": "Mao Ning",
        "source_state": "CHN",
        "target": "the United States",
        "target_state": "USA",
        "type": "REQUEST",
        "status": "actual",
        "trigger": "urged",
        "evidence": "Mao Ning urged the  US",
        "sure": True,
    } | changes


MEETING = gold_relation(
    source="Hamas",
    source_state="",
    target="Fatah",
    target_state="",
    type="CONSULT",
    evidence="Hamas met Fatah.",
)
ACTORS = [
    {"name": "Mao Ning", "mentions": ["Mao", "she"]},
    {"name": "the United States", "mentions": ["the US", "United States", "us"]},
    {"name": "Hamas", "mentions": ["the Islamic Resistance Movement"]},
]


def write(folder: Path, relations: list[dict[str, Any]], name: str = "a") -> Path:
    (folder / f"{name}.txt").write_text(TEXT)
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"relations": relations, "actors": ACTORS}))
    return path


def evaluate(
    tmp_path: Path, gold: list[dict[str, Any]], *predicted: Relation, with_details: bool = False
) -> Any:
    write(tmp_path, gold)

    def extractor(document: Document) -> Reading:
        assert document.text == TEXT
        return Reading(document, predicted)

    return evaluate_relations([tmp_path], extractor, with_details=with_details)


def is_match(tmp_path: Path, gold: dict[str, Any], predicted: Relation, **named: bool) -> bool:
    (text,) = read_gold_texts([write(tmp_path, [gold])])
    return matches(predicted, text.relations[0], **named)


def test_scores_by_hand(tmp_path: Path) -> None:
    unsure = gold_relation(type="ACCUSE", sure=False)
    missed = gold_relation(type="THREATEN")
    scores = evaluate(
        tmp_path,
        [gold_relation(), MEETING, unsure, missed],
        relation(MAO, PloverType.REQUEST, USA, status=Status.PLANNED),  # right, status wrong
        relation(CHINA, PloverType.REQUEST, USA, sentence=1),  # right by state, elsewhere
        relation(FATAH, PloverType.CONSULT, HAMAS, sentence=1),  # right, swapped
        relation(MAO, PloverType.ACCUSE, USA),  # right, but not sure
        relation(MAO, PloverType.SANCTION, USA),  # wrong
    )
    assert (scores["n_gold_sure"], scores["n_predicted"]) == (3, 5)
    assert scores["precision"] == pytest.approx(4 / 5)
    assert scores["recall"] == pytest.approx(2 / 3)
    assert scores["f1"] == pytest.approx(2 * 0.8 * (2 / 3) / (0.8 + 2 / 3))
    assert scores["with_status"]["precision"] == pytest.approx(3 / 5)
    assert scores["with_status"]["recall"] == pytest.approx(2 / 3)
    assert scores["strict"]["precision"] == pytest.approx(3 / 5)
    assert scores["strict"]["recall"] == pytest.approx(2 / 3)
    assert set(scores) == {
        "n_gold_sure",
        "n_predicted",
        "precision",
        "recall",
        "f1",
        "with_status",
        "strict",
    }


def test_details_list_the_errors(tmp_path: Path) -> None:
    scores = evaluate(
        tmp_path,
        [gold_relation(), MEETING],
        relation(MAO, PloverType.REQUEST, USA),
        relation(MAO, PloverType.SANCTION, USA),
        with_details=True,
    )
    assert [(e["type"], e["target"]) for e in scores["false_positives"]] == [
        ("SANCTION", "United States")
    ]
    assert [(e["type"], e["source"]) for e in scores["misses"]] == [("CONSULT", "Hamas")]
    assert scores["per_type"] == {
        "CONSULT": {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 1},
        "REQUEST": {"p": 1.0, "r": 1.0, "f1": 1.0, "n": 1},
        "SANCTION": {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 0},
    }
    assert scores["f1_interval"] == [0.5, 0.5]


def test_repeats_count_once(tmp_path: Path) -> None:
    again = [relation(MAO, PloverType.SANCTION, USA, sentence=n) for n in (0, 1, 2)]
    assert evaluate(tmp_path, [gold_relation()], *again)["n_predicted"] == 1
    planned = relation(MAO, PloverType.SANCTION, USA, status=Status.PLANNED)
    assert len(distinct([*again, planned])) == 2
    swapped = [
        relation(HAMAS, PloverType.CONSULT, FATAH, reciprocal=True),
        relation(FATAH, PloverType.CONSULT, HAMAS, reciprocal=True),
    ]
    assert len(distinct(swapped)) == 1


def test_evidence_of_any_repeat_counts(tmp_path: Path) -> None:
    repeats = [relation(MAO, PloverType.REQUEST, USA, sentence=n) for n in (1, 0)]
    assert evaluate(tmp_path, [gold_relation()], *repeats)["strict"]["f1"] == 1.0
    assert evaluate(tmp_path, [gold_relation()], repeats[0])["strict"]["f1"] == 0.0


@pytest.mark.parametrize(
    ("evidence", "strict"),
    [("Mao Ning ... to talk.", 1.0), ("She left.", 0.0), ("not in the text", 0.0), ("", 0.0)],
)
def test_strict_evidence(tmp_path: Path, evidence: str, strict: float) -> None:
    gold = gold_relation(evidence=evidence)
    scores = evaluate(tmp_path, [gold], relation(MAO, PloverType.REQUEST, USA))
    assert (scores["f1"], scores["strict"]["f1"]) == (1.0, strict)


def test_also_is_as_good(tmp_path: Path) -> None:
    gold = gold_relation(also=["THREATEN"])
    assert is_match(tmp_path, gold, relation(MAO, PloverType.THREATEN, USA))
    assert not is_match(tmp_path, gold, relation(MAO, PloverType.ACCUSE, USA))


def test_only_reciprocal_types_may_be_swapped(tmp_path: Path) -> None:
    assert not is_match(tmp_path, gold_relation(), relation(USA, PloverType.REQUEST, MAO))
    swapped = gold_relation(type="AGREE")
    assert is_match(tmp_path, swapped, relation(USA, PloverType.AGREE, MAO))


def test_states_decide_where_the_gold_has_one(tmp_path: Path) -> None:
    stateless = Actor("mao", "Mao Ning", Kind.PERSON)
    assert is_match(tmp_path, gold_relation(), relation(CHINA, PloverType.REQUEST, USA))
    assert not is_match(tmp_path, gold_relation(), relation(stateless, PloverType.REQUEST, USA))
    assert is_match(
        tmp_path, gold_relation(), relation(stateless, PloverType.REQUEST, USA), named=True
    )
    assert not is_match(
        tmp_path, gold_relation(), relation(CHINA, PloverType.REQUEST, USA), named=True
    )


@pytest.mark.parametrize(
    ("name", "mention", "found"),
    [
        ("HAMAS", "", True),
        ("The Hamas", "", True),
        ("Islamic Resistance Movement", "", True),
        ("Palestinian group", "Hamas", True),
        ("Palestinian group", "the group", False),
        ("Palestinian group", "she", False),
        ("Hezbollah", "", False),
    ],
)
def test_names_decide_where_it_has_none(
    tmp_path: Path, name: str, mention: str, found: bool
) -> None:
    actor = Actor("x", name, Kind.GROUP)
    predicted = relation(actor, PloverType.CONSULT, FATAH, mention=mention)
    assert is_match(tmp_path, MEETING, predicted) is found


def test_names() -> None:
    assert normal_name("The  Foreign Ministry’s") == "foreign ministry"
    assert [m for m in ("US", "us", "She", "The Group", "the group", "") if is_proper(m)] == [
        "US",
        "The Group",
    ]


def test_either_file_and_folders(tmp_path: Path) -> None:
    write(tmp_path, [gold_relation()])
    write(tmp_path, [], "b")
    (tmp_path / "split.json").write_text('{"dev": ["a"]}')
    assert len(read_gold_texts([tmp_path])) == 2
    assert len(read_gold_texts([tmp_path / "a.txt"])) == 1
    assert len(read_gold_texts([tmp_path / "a.txt", tmp_path / "a.json"])) == 1


@pytest.mark.parametrize(
    ("relations", "reason"),
    [
        ([{"source": "A"}], "relation 1: lacks 'type'"),
        ([gold_relation(), gold_relation(type="DEMAND")], "relation 2: 'DEMAND'"),
        ([gold_relation(status="done")], "'done'"),
        (["x"], "relation 1"),
    ],
)
def test_bad_relations_are_named(tmp_path: Path, relations: list[Any], reason: str) -> None:
    path = write(tmp_path, relations)
    with pytest.raises(GoldError, match=reason) as error:
        read_gold_texts([tmp_path])
    assert str(path) in str(error.value)


def test_lonely_and_broken_files(tmp_path: Path) -> None:
    path = write(tmp_path, [])
    path.write_text("{")
    with pytest.raises(GoldError, match="JSON"):
        read_gold_texts([tmp_path])
    path.write_text("[]")
    with pytest.raises(GoldError, match="relations"):
        read_gold_texts([tmp_path])
    path.unlink()
    with pytest.raises(GoldError, match=r"no a\.json"):
        read_gold_texts([tmp_path / "a.txt"])
    with pytest.raises(GoldError, match="no gold"):
        read_gold_texts([tmp_path])
    (tmp_path / "c.json").write_text('{"relations": []}')
    for source in (tmp_path / "c.json", tmp_path):
        with pytest.raises(GoldError, match=r"no c\.txt"):
            read_gold_texts([source])
