"""The relations that a document tells, with their places in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from diplograph.errors import StoreError
from diplograph.ontology import DG
from diplograph.server.terms import Namer, Node, href_of
from diplograph.store import GraphStore

_TOLD: Final = """
SELECT DISTINCT ?mention ?sentence ?start ?end ?tStart ?tEnd ?relation ?status ?factual ?confidence
  ?source ?sStart ?sEnd ?target ?oStart ?oEnd ?event
WHERE {
  ?mention nif:referenceContext <%s> ; a dg:EventMention ; nif:anchorOf ?sentence ;
    nif:beginIndex ?start ; nif:endIndex ?end ; dg:triggerBegin ?tStart ; dg:triggerEnd ?tEnd ;
    dg:toldRelation ?toldRelation ; dg:toldStatus ?toldStatus ; dg:toldFactual ?toldFactual ;
    dg:confidence ?toldConfidence ; dg:toldSource ?toldSource ; dg:sourceBegin ?sStart ;
    dg:sourceEnd ?sEnd ; dg:toldTarget ?toldTarget ; dg:targetBegin ?oStart ;
    dg:targetEnd ?oEnd .
  FILTER NOT EXISTS { ?mention dg:verdict dg:rejected }
  OPTIONAL { ?event dg:mention ?mention ; a sem:Event }
  OPTIONAL { ?mention dg:reviewedRelation ?rightRelation }
  OPTIONAL { ?mention dg:reviewedStatus ?rightStatus }
  OPTIONAL { ?mention dg:reviewedSource ?rightSource }
  OPTIONAL { ?mention dg:reviewedTarget ?rightTarget }
  OPTIONAL { ?mention dg:reviewedFactual ?rightFactual }
  OPTIONAL { ?mention dg:verdict ?verdict }
  BIND(COALESCE(?rightRelation, ?toldRelation) AS ?relation)
  BIND(COALESCE(?rightStatus, ?toldStatus) AS ?status)
  BIND(COALESCE(?rightSource, ?toldSource) AS ?source)
  BIND(COALESCE(?rightTarget, ?toldTarget) AS ?target)
  BIND(COALESCE(?rightFactual, ?toldFactual) AS ?factual)
  BIND(IF(BOUND(?verdict), 1.0, ?toldConfidence) AS ?confidence)
} ORDER BY ?start ?tStart ?mention
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the document (offsets in characters): an actor's name, or a trigger."""

    start: int
    end: int
    actor: str | None = None
    relation: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One relation as a sentence of the document tells it; `number` counts from 1."""

    number: int
    sentence: str
    start: int
    end: int
    trigger: tuple[int, int]
    relation: str
    status: str
    factual: bool
    confidence: float
    source: Node
    source_at: tuple[int, int]
    target: Node
    target_at: tuple[int, int]
    event: str | None

    def marks(self) -> Iterator[Mark]:
        """What to mark in the text."""
        yield Mark(*self.trigger, relation=self.number)
        yield Mark(*self.source_at, actor=self.source.href)
        yield Mark(*self.target_at, actor=self.target.href)


def told_in(store: GraphStore, document: str) -> Iterator[Told]:
    """The relations of a document in the order of its text."""
    namer = Namer(store)
    if re.search(r'[<>"{}|^`\\\s]', document):
        raise StoreError(f"{document!r} is not an IRI")
    rows = store.run_trusted(_TOLD % document).rows()
    number = 0
    seen: set[object] = set()
    for row in rows:
        if row["mention"] in seen:
            continue
        seen.add(row["mention"])
        number += 1
        yield _told(namer, store.base, number, row)


def _told(namer: Namer, base: str, number: int, row: dict[str, object]) -> Told:
    def span(start: str, end: str) -> tuple[int, int]:
        """Two offsets of the row."""
        return int(str(row[start])), int(str(row[end]))

    def actor(name: str) -> Node:
        """The node that the row names."""
        iri = str(row[name])
        return Node(namer.label(iri), href_of(iri, base)[0])

    verb = str(row["relation"]).removeprefix(DG)
    return Told(
        number=number,
        sentence=str(row["sentence"]),
        start=span("start", "end")[0],
        end=span("start", "end")[1],
        trigger=span("tStart", "tEnd"),
        relation=re.sub(r"(?<=[a-z])([A-Z])", lambda found: f" {found[1].lower()}", verb),
        status=str(row["status"]).removeprefix(DG),
        factual=row["factual"] is True,
        confidence=float(str(row["confidence"])),
        source=actor("source"),
        source_at=span("sStart", "sEnd"),
        target=actor("target"),
        target_at=span("oStart", "oEnd"),
        event=href_of(str(row["event"]), base)[0] if row["event"] else None,
    )
