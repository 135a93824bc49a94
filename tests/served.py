"""A small graph on disk, its sources beside it, for the tests of the server."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from diplograph.documents import read_sources
from diplograph.ontology import load_ontology
from diplograph.records import (
    Actor,
    ActorMention,
    Document,
    EventDate,
    Kind,
    PostClaim,
    Reading,
    Relation,
    Sentence,
    Status,
    Trigger,
)
from diplograph.store import GraphStore

BASE = "https://w3id.org/diplograph/id/"
HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "\u202egnp.exe\u202c",
    "😀🇺🇳 {{ 7*7 }}",
    "long " + "x" * 495,
)
ARTICLE = """😀 Mao Ning urged the United States to talk. Xi Jinping met Joe Biden in Bali.

Joe Biden praised Xi Jinping, and Joe Biden warned Mao Ning.
"""
MAO = Actor("mao-ning", "Mao Ning", Kind.PERSON, "CHN")
USA = Actor("united-states", "United States", Kind.STATE, "USA")
CHINA = Actor("china", "China", Kind.STATE, "CHN")
XI = Actor("xi-jinping", "Xi Jinping", Kind.PERSON, "CHN")
BIDEN = Actor("joe-biden", "Joe Biden", Kind.PERSON, "USA")
MINISTRY = Actor("china-foreign-ministry", "Foreign Ministry", Kind.ORGANISATION, "CHN")


def told(
    document: Document, relation: str, trigger: str, source: Actor, target: Actor, sentence: str,
    **more: object,
) -> Relation:  # fmt: skip
    """A relation that a sentence of the document tells, with its offsets."""
    kind = load_ontology().relation(relation)
    start = document.text.index(sentence)
    end = start + len(sentence)

    def mention(who: Actor) -> ActorMention:
        at = document.text.index(who.name, start)
        return ActorMention(who, who.name, at, at + len(who.name))

    at = document.text.index(trigger, start)
    made = Relation(
        document.id, relation, kind.plover, mention(source), mention(target), Status.ACTUAL,
        kind.reciprocal, True, Trigger(trigger, at, at + len(trigger)),
        Sentence(sentence, start, end), 0.9, "test",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def article(folder: Path) -> Reading:
    """The article as the readers give it, and what it tells."""
    file = folder / "exchange.md"
    head = "---\ntitle: Exchange\ndate: 2023-02-03\nsource: wire\n---\n\n"
    file.write_text(head + ARTICLE, encoding="utf-8")
    (document,) = (e for e in read_sources([str(file)]) if isinstance(e, Document))
    first, second, third = (
        "😀 Mao Ning urged the United States to talk.",
        "Xi Jinping met Joe Biden in Bali.",
        "Joe Biden praised Xi Jinping, and Joe Biden warned Mao Ning.",
    )
    relations = (
        told(document, "urges", "urged", MAO, USA, first, topic="talks",
             status=Status.PLANNED, factual=False, attributed_to=MAO),
        told(document, "meets", "met", XI, BIDEN, second, date=EventDate("2022-11", "then")),
        told(document, "praises", "praised", BIDEN, XI, third),
        told(document, "warns", "warned", BIDEN, MAO, third, confidence=0.4),
    )  # fmt: skip
    at = document.text.index("Mao")
    post = PostClaim(MAO, "spokeswoman", "spokesperson", MINISTRY, at, at + 8)
    return Reading(document, relations, (post,))


def hostile(folder: Path) -> Reading:
    """A text whose names are all attacks."""
    file = folder / "hostile.txt"
    sentences = [f"{a} urged {b} now." for a, b in itertools.pairwise(HOSTILE)]
    file.write_text("A headline that is no attack\n\n" + "\n\n".join(sentences), encoding="utf-8")
    (document,) = (e for e in read_sources([str(file)]) if isinstance(e, Document))
    document = replace(document, title=HOSTILE[0], source=HOSTILE[1], published="2023-05-01")
    actors = [Actor(f"hostile-{i}", name, Kind.GROUP) for i, name in enumerate(HOSTILE)]
    relations = tuple(
        told(document, "urges", "urged", a, b, sentence, topic=a.name)
        for a, b, sentence in zip(actors, actors[1:], sentences, strict=False)
    )
    return Reading(document, relations)


def make_store(folder: Path) -> Path:
    """The store of both texts; returns its folder."""
    store = GraphStore(folder / "store")
    for reading in (article(folder), hostile(folder)):
        store.replace_document(reading)
    store.rebuild_derived()
    store.flush()
    return folder / "store"
