"""What the page shows: actors, events and documents, plain and frozen, free of RDF and of HTML.

`diplograph.view.data` fills these from a store, `diplograph.view.page` draws them. Offsets count
characters (code points), end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

KINDS: Final = ("state", "organisation", "person", "group", "population")
STATUSES: Final = ("actual", "planned", "hypothetical", "negated")
QUAD_CLASSES: Final[Mapping[int, str]] = {
    1: "Verbal cooperation",
    2: "Material cooperation",
    3: "Verbal conflict",
    4: "Material conflict",
}
QUAD_OF_TYPE: Final[Mapping[str, int]] = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "CONCEDE": 1,
    "COOPERATE": 2,
    "AID": 2,
    "RETREAT": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "SANCTION": 4,
    "MOBILIZE": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}
"""PLOVER type → quad class."""


@dataclass(frozen=True, slots=True)
class ViewPost:
    """A post somebody holds or held: "Foreign Minister" of "China", with what dates are known."""

    title: str
    of_label: str | None = None
    from_: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class ViewActor:
    """A node. `kind` is one of `KINDS`, `state_code` ISO 3166-1 alpha-3."""

    iri: str
    label: str
    kind: str = "organisation"
    state_code: str | None = None
    state_label: str | None = None
    alt_labels: tuple[str, ...] = ()
    posts: tuple[ViewPost, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewEvidence:
    """A sentence that says it; the trigger's offsets are within the sentence, or None.

    `mention` is the IRI of the mention, by which a verdict on it is told.
    """

    sentence: str
    trigger: str | None = None
    trigger_start_in_sentence: int | None = None
    trigger_end_in_sentence: int | None = None
    document_iri: str | None = None
    mention: str | None = None


@dataclass(frozen=True, slots=True)
class ViewEvent:
    """Who did what to whom: `sources` and `targets`, or `participants` where reciprocal."""

    iri: str
    relation: str
    relation_label: str
    type: str
    quad_class: int
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    status: str = "actual"
    factual: bool = True
    attributed_to: str | None = None
    topic: str | None = None
    date: str | None = None
    place: str | None = None
    confidence: float = 1.0
    evidence: tuple[ViewEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """An event as counts need it, without its sentences.

    `day` is when it took place, where that is told (`dated`), else the day of the earliest text
    that tells it; `mentions` is the number of its sentences, `topic` whether they tell one.
    """

    iri: str
    type: str
    quad_class: int
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    status: str = "actual"
    factual: bool = True
    dated: bool = False
    day: str | None = None
    topic: bool = False
    mentions: int = 1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ViewDocument:
    """Where a sentence stands."""

    iri: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class GraphView:
    """All that one page holds; `meta` are facts about the build, shown as they are.

    Not `whole` is a view that leaves relations of the store out.
    """

    actors: tuple[ViewActor, ...] = ()
    events: tuple[ViewEvent, ...] = ()
    documents: tuple[ViewDocument, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True
