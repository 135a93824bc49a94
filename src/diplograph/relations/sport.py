"""Sport: who "beats", "meets" and "hosts" whom in a match does nothing political."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diplograph.actors.phrases import is_sport
from diplograph.language.syntax import Syntax
from diplograph.records import Kind, PloverType, Relation
from diplograph.word_classes import word_class

# what players do to one another in the words of diplomacy and war
_PLAYED = frozenset({PloverType.ASSAULT, PloverType.CONSULT, PloverType.COOPERATE})
_WHOLE_TEXT = 3  # a text of which a third of the sentences are on sport is on sport


def without_play(s: Syntax, relations: Iterable[Relation]) -> Iterator[Relation]:
    """The relations but for what only players do: sport is told by its words and by scores."""
    found = list(relations)
    if not any(relation.type in _PLAYED for relation in found):
        yield from found
        return
    sentences = list(s.doc.sents)
    sport = {i for i, sentence in enumerate(sentences) if is_sport(s, sentence)}
    if len(sport) > 1 and len(sport) * _WHOLE_TEXT >= len(sentences):
        sport = set(range(len(sentences)))
    words = {token.idx: s.lemma(token.i) for token in s.doc}
    spans = [(sentences[i].start_char, sentences[i].end_char) for i in sport]
    for relation in found:
        at = relation.trigger.start
        may_be_played = relation.type in _PLAYED and words[at] in word_class("played")
        played = may_be_played and any(a <= at < b for a, b in spans)
        if not played and not _is_match(relation, words[at]):
            yield relation


def _is_match(relation: Relation, word: str) -> bool:
    """Whether one state "beats" another, or a club a club: by force one beats persons alone."""
    ends = (relation.source.actor, relation.target.actor)
    states = all(actor.kind is Kind.STATE for actor in ends)
    clubs = all(actor.kind is Kind.ORGANISATION and actor.state is None for actor in ends)
    return word in word_class("outplaying") and (states or clubs)
