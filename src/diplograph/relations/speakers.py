"""First person words: "I" is the speaker, "we" the state or body that the speaker speaks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diplograph.actors.index import Form, MentionIndex, Resolved, index_mentions
from diplograph.gazetteer import Gazetteer
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Lexicon
from diplograph.records import Actor, Kind, PostClaim
from diplograph.relations.attribution import reporting_verb_above
from diplograph.relations.quotations import Quotes, quote_speakers, voice_of
from diplograph.word_classes import word_class

__all__ = ["Quotes", "add_first_person", "spoken_for"]

_CERTAINTY = 0.8


def add_first_person(
    s: Syntax,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    index: MentionIndex,
    posts: Iterable[PostClaim] = (),
) -> tuple[MentionIndex, Quotes]:
    """The index with first person words resolved, and the quotations with their speakers.

    `posts` are those that the document tells of: a spokesman of a body speaks for it. "Our
    country" and "my government" are the speaker's state and its organ.
    """
    quotes = tuple(quote_speakers(s, lexicon, index))
    bodies = _bodies_of(posts)
    added: dict[int, Resolved] = {}
    for token in s.doc:
        word = token.lower_
        plural = word in word_class("first_plural")
        if not plural and word not in word_class("first_singular"):
            continue
        if token.pos_ not in {"PRON", "DET"} or token.text == "US":
            continue
        speaker = _speaker_at(s, lexicon, index, quotes, token.i)
        if speaker is None or not speaker.actors:
            continue
        whole = spoken_for(speaker.actors[0], gazetteer, bodies)
        if plural and whole.kind is Kind.PERSON:
            continue  # "we" of a person who speaks for nobody known
        actor = whole if plural else speaker.actors[0]
        added[token.i] = _mention(token.i, token.i + 1, token.i, Form.PRONOUN, actor)
        if s.labels[token.i] == "nmod:poss":
            owned = _owned(s, gazetteer, s.heads[token.i], whole)
            if owned is not None:
                added[owned.head] = owned
    if not added:
        return index, quotes
    kept = [m for m in index.mentions if m.head not in added]
    return index_mentions(s, [*kept, *added.values()]), quotes


def spoken_for(
    speaker: Actor, gazetteer: Gazetteer, bodies: dict[str, Actor] | None = None
) -> Actor:
    """Whom "we" means in a speaker's mouth: his body or state, the state of an organ, else him."""
    body = (bodies or {}).get(speaker.id)
    if body is not None and body.state is None:
        return body
    state = gazetteer.state((body or speaker).state or "")
    if state is None or speaker.kind is Kind.STATE:
        return speaker
    return Actor(state.id, state.name, Kind.STATE, state.code)


def _bodies_of(posts: Iterable[PostClaim]) -> dict[str, Actor]:
    """The body that each person holds a post in, the last one told."""
    return {post.person.id: post.of for post in posts}


def _owned(s: Syntax, gazetteer: Gazetteer, head: int, whole: Actor) -> Resolved | None:
    """ "our country", "our army", "my government": the speaker's state or an organ of it."""
    lemma = s.lemma(head)
    if whole.kind is not Kind.STATE or whole.state is None:
        return None
    if lemma in word_class("country") and s.doc[head].tag_ == "NN":
        return _mention(head, head + 1, head, Form.GROUP, whole)
    generic = gazetteer.organ_of_generic(lemma)
    organ = gazetteer.organ_of(whole.state, generic) if generic else None
    if organ is None:
        return None
    actor = Actor(organ.id, organ.name, Kind.ORGANISATION, organ.code or None)
    return _mention(head, head + 1, head, Form.ORGAN, actor)


def _mention(start: int, end: int, head: int, form: Form, actor: Actor) -> Resolved:
    return Resolved(start, end, head, form, (actor,), _CERTAINTY)


def _speakers(quotes: Quotes, at: int) -> Iterator[Resolved]:
    return (speaker for start, end, speaker in quotes if start <= at < end)


def _speaker_at(
    s: Syntax, lexicon: Lexicon, index: MentionIndex, quotes: Quotes, i: int
) -> Resolved | None:
    speaker = next(_speakers(quotes, s.doc[i].idx), None)
    if speaker is not None:
        return speaker
    verb = reporting_verb_above(s, lexicon, i)
    return voice_of(s, index, verb) if verb is not None else None
