"""The table of judged pairs (`tests/events/`) as readings, and what the graph says of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

import pyoxigraph as ox

from diplograph.ontology import load_ontology
from diplograph.rdf import ActorFacts, PlaceFacts, PostFact, derived_quads, document_quads
from diplograph.rdf.terms import term
from diplograph.records import (
    Actor,
    ActorMention,
    Document,
    EventDate,
    Kind,
    Place,
    Reading,
    Relation,
    Sentence,
    Status,
    Trigger,
)

FOLDER = Path(__file__).parent / "events"


@dataclass(frozen=True)
class Pair:
    """Two mentions and what they are to each other."""

    label: str
    first: str
    second: str
    why: str
    line: int


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    told = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    reader = csv.DictReader((line for _, line in told), delimiter="\t", quoting=csv.QUOTE_NONE)
    for (number, _), row in zip(told[1:], reader, strict=True):
        yield number, {key: value or "" for key, value in row.items() if key}


@lru_cache(maxsize=1)
def actors() -> dict[str, tuple[Actor, str]]:
    """Actors by name, with the body in which they hold an office."""
    return {
        row["name"]: (
            Actor(slug(row["name"]), row["name"], Kind(row["kind"]), row["state"] or None),
            row["office"],
        )
        for _, row in rows("actors.tsv")
    }


class TableFacts:
    """The actors of the table as a gazetteer would know them."""

    def actor(self, actor_id: str) -> ActorFacts | None:
        for known, office in actors().values():
            if known.id == actor_id:
                held = (PostFact("officer", "officer", slug(office), "1990", None),)
                return ActorFacts(
                    known.name,
                    known.kind,
                    known.state,
                    posts=held if office and office != "organ" else (),
                    organ=office == "organ",
                )
        return None

    def state(self, code: str) -> str | None:
        states = (a for a, _ in actors().values() if a.kind is Kind.STATE)
        return next((a.id for a in states if a.state == code), None)

    def place(self, place_id: str) -> PlaceFacts | None:
        return None


def pairs(name: str = "pairs.tsv") -> list[Pair]:
    return [Pair(r["label"], r["first"], r["second"], r["why"], n) for n, r in rows(name)]


def _told(cell: str) -> tuple[str, str, str, list[str], dict[str, str]]:
    day, source, relation, targets, *more = (part.strip() for part in cell.split("|"))
    told = (item.split("=", 1) for item in " ".join(more).split(";") if "=" in item)
    details = {key.strip(): value.strip() for key, value in told}
    return day, source, relation, [t.strip() for t in targets.split(",")], details


def readings(pair: Pair) -> list[Reading]:
    """One document for each mention, or one for both."""
    cells = [_told(pair.first), _told(pair.second)]
    together = cells[1][0] == "="
    sentences = [_sentence(*cell[1:4], cell[4].get("topic", "")) for cell in cells]
    if together:
        document = Document(" ".join(sentences), path=f"{pair.line}", published=cells[0][0])
        start = len(sentences[0]) + 1
        found = [*_relations(document, 0, sentences[0], cells[0])]
        found += _relations(document, start, sentences[1], cells[1])
        return [Reading(document, tuple(found))]
    made = []
    for number, (cell, sentence) in enumerate(zip(cells, sentences, strict=True)):
        # No two documents may have one text, which is their identity.
        text = f"{sentence} (Paper {number} of pair {pair.line}.)"
        document = Document(text, path=f"{pair.line}/{number}", published=cell[0])
        made.append(Reading(document, tuple(_relations(document, 0, sentence, cell))))
    return made


def _sentence(source: str, relation: str, targets: list[str], topic: str) -> str:
    return f"{source} {relation} {' and '.join(targets)} {topic}".strip() + "."


def _relations(
    document: Document,
    start: int,
    sentence: str,
    cell: tuple[str, str, str, list[str], dict[str, str]],
) -> Iterator[Relation]:
    _, source, name, targets, details = cell
    kind = load_ontology().relation(name)
    names = [source, *targets]
    at = start + len(source) + 1
    place = details.get("place")
    for one, other in combinations(names, 2) if kind.reciprocal else product(names[:1], targets):
        yield Relation(
            document=document.id,
            relation=name,
            type=kind.plover,
            source=_mention(document, one, start),
            target=_mention(document, other, start),
            status=Status(details.get("status", "actual")),
            reciprocal=kind.reciprocal,
            factual=details.get("factual", "yes") == "yes",
            trigger=Trigger(name, at, at + len(name)),
            sentence=Sentence(sentence, start, start + len(sentence)),
            confidence=0.9,
            rule="test",
            attributed_to=actors()[details["by"]][0] if "by" in details else None,
            topic=details.get("topic"),
            date=EventDate(details["date"], details["date"]) if "date" in details else None,
            place=Place(slug(place), place) if place else None,
        )


def _mention(document: Document, name: str, start: int) -> ActorMention:
    at = document.text.index(name, start)
    return ActorMention(actors()[name][0], name, at, at + len(name))


LINKS = {"realizedBy": "done", "cancelledBy": "called-off", "contradicts": "contradicting"}


def answer(pair: Pair) -> str:
    """What the graph of the two mentions alone says of them, as a label of the table."""
    found = [q for reading in readings(pair) for q in document_quads(reading)]
    derived = list(derived_quads(found, facts=TableFacts()))
    events = {q.subject for q in derived if q.object == term("dg:Event")}
    if len(events) == 1:
        return "same"
    links = {
        label
        for quad in derived
        for name, label in LINKS.items()
        if quad.predicate == term(f"dg:{name}") and isinstance(quad.object, ox.NamedNode)
    }
    return next(iter(sorted(links)), "different")
