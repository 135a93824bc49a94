"""First person words: "I" is the speaker, "we" the state or body that the speaker speaks for."""

from __future__ import annotations

from diplograph.actors.index import Form, MentionIndex, Resolved, index_mentions
from diplograph.gazetteer import Gazetteer
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Lexicon
from diplograph.records import Actor, Kind
from diplograph.relations.attribution import quote_speakers, reporting_verb_above, speaker_of
from diplograph.word_classes import word_class

Quotes = tuple[tuple[int, int, Resolved], ...]


def add_first_person(
    s: Syntax, lexicon: Lexicon, gazetteer: Gazetteer, index: MentionIndex
) -> tuple[MentionIndex, Quotes]:
    """The index with first person words resolved, and the quotations with their speakers."""
    quotes = tuple(quote_speakers(s, lexicon, index))
    added = []
    for token in s.doc:
        word = token.lower_
        if word not in word_class("first_singular") | word_class("first_plural"):
            continue
        if token.pos_ not in {"PRON", "DET"} or token.text == "US":
            continue
        speaker = _speaker_at(s, lexicon, index, quotes, token.i)
        if speaker is None or not speaker.actors:
            continue
        actor = (
            speaker.actors[0]
            if word in word_class("first_singular")
            else spoken_for(speaker.actors[0], gazetteer)
        )
        added.append(Resolved(token.i, token.i + 1, token.i, Form.PRONOUN, (actor,), 0.8))
    if not added:
        return index, quotes
    return index_mentions(s, [*index.mentions, *added]), quotes


def spoken_for(speaker: Actor, gazetteer: Gazetteer) -> Actor:
    """Whom "we" means in a speaker's mouth: the state of a person or organ, else the speaker."""
    state = gazetteer.state(speaker.state) if speaker.state else None
    if state is None or speaker.kind is Kind.STATE:
        return speaker
    return Actor(state.id, state.name, Kind.STATE, state.code)


def _speaker_at(
    s: Syntax, lexicon: Lexicon, index: MentionIndex, quotes: Quotes, i: int
) -> Resolved | None:
    at = s.doc[i].idx
    for start, end, speaker in quotes:
        if start <= at < end:
            return speaker
    verb = reporting_verb_above(s, lexicon, i)
    return speaker_of(s, index, verb) if verb is not None else None
