"""The gold annotation in tests/gold is well formed and belongs to the texts in corpus/."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pycountry
import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
GOLD = ROOT / "tests" / "gold"
NAMES = sorted(path.stem for path in GOLD.glob("*.txt"))

TYPES = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ]
)
RECIPROCAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
STATUSES = frozenset({"actual", "planned", "hypothetical", "negated"})
ACTOR_TYPES = frozenset({"person", "state", "organisation", "group", "population"})
RELATION_KEYS = frozenset(
    [
        "source",
        "source_state",
        "target",
        "target_state",
        "type",
        "status",
        "trigger",
        "evidence",
        "sure",
    ]
)


def text_of(name: str) -> str:
    return (GOLD / f"{name}.txt").read_text(encoding="utf-8")


def gold_of(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    return data


def front_matter_and_body(name: str) -> tuple[dict[str, str], str]:
    head, separator, body = (CORPUS / f"{name}.md").read_text(encoding="utf-8").partition("\n---\n")
    assert separator
    lines = head.splitlines()
    assert lines[0] == "---"
    fields = dict(line.split(": ", 1) for line in lines[1:])
    return {key: value.strip('"') for key, value in fields.items()}, body.strip()


def is_state(code: str) -> bool:
    return pycountry.countries.get(alpha_3=code) is not None


def test_every_article_has_gold() -> None:
    articles = sorted(path.stem for path in CORPUS.glob("*.md"))
    assert len(articles) >= 20
    assert articles == NAMES
    assert sorted(path.stem for path in GOLD.glob("*.json") if path.stem != "split") == NAMES


def test_split_covers_the_corpus_once() -> None:
    split = json.loads((GOLD / "split.json").read_text(encoding="utf-8"))
    assert set(split) == {"dev", "held"}
    assert sorted(split["dev"] + split["held"]) == NAMES
    assert len(split["held"]) == len(NAMES) // 3


@pytest.mark.parametrize("name", NAMES)
def test_text_is_the_body_of_the_article(name: str) -> None:
    fields, body = front_matter_and_body(name)
    assert set(fields) == {"title", "date", "source"}
    assert fields["source"] == "diplograph sample corpus"
    assert dt.date.fromisoformat(fields["date"]).isoformat() == name[:10]
    assert gold_of(name)["date"] == fields["date"]
    assert text_of(name).strip() == body
    assert 100 <= len(body.split()) <= 400


@pytest.mark.parametrize("name", NAMES)
def test_relations_are_well_formed(name: str) -> None:
    text = text_of(name)
    gold = gold_of(name)
    assert set(gold) == {"date", "relations", "roles", "actors"}
    assert any(relation["sure"] for relation in gold["relations"])
    states = {actor["name"]: actor["state"] for actor in gold["actors"]}
    seen: set[tuple[str, ...]] = set()
    for relation in gold["relations"]:
        assert set(relation) - {"also"} == RELATION_KEYS, relation
        assert relation["type"] in TYPES, relation
        assert relation["status"] in STATUSES, relation
        assert isinstance(relation["sure"], bool), relation
        assert relation["evidence"] in text, relation
        assert relation["trigger"] and relation["trigger"] in relation["evidence"], relation
        assert relation["source"] != relation["target"], relation
        assert set(relation.get("also", [])) <= TYPES - {relation["type"]}, relation
        for side in ("source", "target"):
            state = relation[f"{side}_state"]
            assert state == "" or is_state(state), relation
            assert states[relation[side]] == state, relation
        ends = [relation["source"], relation["target"]]
        if relation["type"] in RECIPROCAL:
            ends.sort()
        key = (*ends, relation["type"], relation["status"], relation["trigger"])
        assert key not in seen, relation
        seen.add(key)


@pytest.mark.parametrize("name", NAMES)
def test_roles_and_actors_are_well_formed(name: str) -> None:
    text = text_of(name)
    gold = gold_of(name)
    actors = {actor["name"]: actor for actor in gold["actors"]}
    assert len(actors) == len(gold["actors"])
    for actor in gold["actors"]:
        assert set(actor) == {"name", "type", "state", "mentions"}, actor
        assert actor["type"] in ACTOR_TYPES, actor
        assert actor["state"] == "" or is_state(actor["state"]), actor
        assert actor["mentions"], actor
        assert all(mention in text for mention in actor["mentions"]), actor
    for role in gold["roles"]:
        assert set(role) == {"person", "post", "of", "state"}, role
        assert role["post"] and role["of"], role
        assert role["state"] == "" or is_state(role["state"]), role
        assert actors[role["person"]]["type"] == "person", role


def test_all_types_and_statuses_occur_in_both_halves() -> None:
    split = json.loads((GOLD / "split.json").read_text(encoding="utf-8"))
    relations = {
        part: [r for name in split[part] for r in gold_of(name)["relations"] if r["sure"]]
        for part in ("dev", "held")
    }
    assert {r["type"] for r in relations["dev"]} == TYPES
    for part in relations.values():
        assert {r["status"] for r in part} >= {"actual", "planned", "negated"}
