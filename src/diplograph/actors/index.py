"""Which actors stand at which token: the bridge from mentions to relations."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

from diplograph.language.syntax import Syntax
from diplograph.records import Actor, ActorMention


class Form(enum.StrEnum):
    """How a mention refers."""

    NAME = "name"
    ROLE = "role"
    ORGAN = "organ"
    GROUP = "group"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A mention with the actors it stands for (several for "both sides", none for a mere place).

    `start`/`end` are token offsets, `head` the token that syntax attaches, `place` a place name
    in the gazetteer's sense when the mention names one, `certainty` 0 to 1 how sure the resolution
    is, `modifier` whether the mention is an adjective ("Chinese") and so never an actor by itself,
    `rule` says why where there was a choice (a capital as a place or as a government), `lent` that
    a city or region only lends its state: what is done to Kharkiv is done to Ukraine.
    """

    start: int
    end: int
    head: int
    form: Form
    actors: tuple[Actor, ...]
    certainty: float = 1.0
    place: str | None = None
    place_state: str | None = None
    capital: bool = False
    modifier: bool = False
    rule: str = ""
    lent: bool = False


@dataclass(frozen=True, slots=True)
class MentionIndex:
    """All resolved mentions of one document, found by token."""

    syntax: Syntax
    mentions: tuple[Resolved, ...]
    by_token: dict[int, Resolved] = field(default_factory=dict)

    def at(self, i: int) -> Resolved | None:
        """The mention that token i belongs to, innermost first."""
        return self.by_token.get(i)

    def record(self, mention: Resolved, actor: Actor) -> ActorMention:
        """The mention of `actor` as a record with character offsets."""
        span = self.syntax.doc[mention.start : mention.end]
        return ActorMention(actor, span.text, span.start_char, span.end_char)


def index_mentions(syntax: Syntax, mentions: Iterable[Resolved]) -> MentionIndex:
    """Index mentions by token; where they nest, each keeps its head and inner ones win the rest."""
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    by_token: dict[int, Resolved] = {}
    for mention in sorted(ordered, key=lambda m: m.start - m.end):
        for i in range(mention.start, mention.end):
            by_token[i] = mention
    for mention in sorted(ordered, key=lambda m: m.start - m.end):
        by_token[mention.head] = mention
    return MentionIndex(syntax, tuple(ordered), by_token)
