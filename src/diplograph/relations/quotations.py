"""Quotations: where they stand, which belong to one speech, and who speaks.

A quotation that a paragraph leaves open goes on in the next paragraph, which opens it again; such
pieces, and those on both sides of their reporting clause, are one speech with one speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from diplograph.actors.index import MentionIndex, Resolved
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Complement, Effect, Lexicon
from diplograph.relations.attribution import speaker_of
from diplograph.word_classes import word_class

Quotes = tuple[tuple[int, int, Resolved], ...]
_REPORTING = frozenset({Effect.SAID, Effect.DENIED, Effect.ALLEGED, Effect.CONFIRMED})
_CLAIMS = frozenset({Complement.ASSERTED, Complement.CLAIMED})
_OPENING, _CLOSING, _STRAIGHT = "“„«", "”»", '"'
_REACH = 160  # characters between a quotation and its reporting verb
_LONGEST = 4000
_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)(?<!\b[A-Z]\.)")
# a statement: "The minister said:" and then nothing but his words, without quotation marks
_STATEMENT = re.compile(r"\b\w+:\s*\n\n(?=[^\s“\"])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A quoted stretch in one paragraph: characters with its marks, whether it is left open."""

    start: int
    end: int
    paragraph: int
    open: bool


def pieces(text: str) -> list[Piece]:
    """Quoted stretches of a text; one left open counts only if the next paragraph takes it up."""
    found: list[Piece] = []
    paragraphs = list(_paragraphs(text))
    for number, (start, end) in enumerate(paragraphs):
        for first, last in _marked(text, start, end):
            if last is not None:
                found.append(Piece(first, last, number, open=False))
                continue
            following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else len(text)
            if text[following : following + 1] in {*_OPENING, _STRAIGHT} and following < len(text):
                found.append(Piece(first, end, number, open=True))
    statement = None if found else _STATEMENT.search(text)
    if statement is not None:
        found.append(Piece(statement.end(), len(text), len(paragraphs), open=False))
    return [p for p in found if 2 < p.end - p.start <= _LONGEST or statement is not None]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _marked(text: str, start: int, end: int) -> Iterator[tuple[int, int | None]]:
    """Quoted spans of a paragraph; the end is None where the last one stays open."""
    opened: int | None = None
    for i in range(start, end):
        sign = text[i]
        inch = sign == _STRAIGHT and opened is None and text[i - 1 : i].isdigit()
        if inch:
            continue
        if opened is None and (sign in _OPENING or sign == _STRAIGHT):
            opened = i
        elif opened is not None and (sign in _CLOSING or sign == _STRAIGHT):
            yield opened, i + 1
            opened = None
    if opened is not None:
        yield opened, None


def quote_speakers(
    s: Syntax, lexicon: Lexicon, index: MentionIndex
) -> list[tuple[int, int, Resolved]]:
    """Quoted spans (characters) with their speaker, where a reporting clause beside them tells.

    The pieces of a speech that runs over paragraphs share the speaker that any of them has. A
    quotation in the same paragraph without a clause of its own continues the last speaker.
    """
    found = pieces(s.text)
    verbs = list(_reporting_verbs(s, lexicon, found))
    speakers = [_speaker(s, index, verbs, piece) for piece in found]
    _share_speeches(found, speakers)
    for k, piece in enumerate(found):
        before = found[k - 1] if k else None
        if speakers[k] is None and before is not None and before.paragraph == piece.paragraph:
            speakers[k] = speakers[k - 1]
    return [
        (piece.start, piece.end, speaker)
        for piece, speaker in zip(found, speakers, strict=True)
        if speaker is not None and " " in s.text[piece.start : piece.end]
    ]


def _share_speeches(found: list[Piece], speakers: list[Resolved | None]) -> None:
    """Give all pieces of a speech over several paragraphs the speaker of the first that has one."""
    first = 0
    while first < len(found):
        last = first
        while found[last].open and last + 1 < len(found):
            last += 1
        known = next((x for x in speakers[first : last + 1] if x is not None), None)
        for k in range(first, last + 1):
            speakers[k] = speakers[k] or known
        first = last + 1


def _reporting_verbs(s: Syntax, lexicon: Lexicon, found: list[Piece]) -> Iterator[int]:
    """Verbs outside quotations that present words as somebody's."""
    for token in s.doc:
        if token.pos_ != "VERB" or any(p.start <= token.idx < p.end for p in found):
            continue
        lemma = s.lemma(token.i)
        if any(op.effect in _REPORTING for op in lexicon.operators(lemma, "VERB")) or any(
            frame.complement in _CLAIMS for frame in lexicon.frames(lemma, "VERB")
        ):
            yield token.i


def _speaker(s: Syntax, index: MentionIndex, verbs: list[int], piece: Piece) -> Resolved | None:
    """Who speaks a piece: the verb in its sentence, who introduces it, or the verb close by."""
    best: tuple[bool, int, Resolved] | None = None
    for verb in verbs:
        between = _between(s, verb, piece)
        if between is None or (_PARAGRAPH.search(between) and not between.rstrip().endswith(":")):
            continue
        speaker = voice_of(s, index, verb)
        if speaker is None:
            continue
        rank = (bool(_SENTENCE_END.search(between)), len(between), speaker)
        if best is None or rank[:2] < best[:2]:
            best = rank
    if best is not None and not best[0]:
        return best[2]
    return _introduced_by(s, index, piece) or (best[2] if best else None)


def _between(s: Syntax, verb: int, piece: Piece) -> str | None:
    """The text between a verb and a piece, None where that is too far."""
    token = s.doc[verb]
    if token.idx < piece.start:
        between = s.text[token.idx + len(token) : piece.start]
    else:
        between = s.text[piece.end : token.idx]
    return between if len(between) <= _REACH else None


def voice_of(s: Syntax, index: MentionIndex, verb: int) -> Resolved | None:
    """Who speaks at a reporting verb; a text that speaks is its maker: "a note of Peru read"."""
    speaker = speaker_of(s, index, verb)
    if speaker is not None:
        return speaker
    for subject in s.exactly(verb, "nsubj"):
        if s.lemma(subject) not in word_class("utterance"):
            continue
        owners = s.exactly(subject, "nmod:poss", "compound", "amod")
        within = s.exactly(subject, "nmod")
        owners += [t for t in within if s.preposition(t) in {"of", "by", "from"}]
        for t in owners:
            mention = index.at(t)
            if mention is not None and mention.actors:
                return mention
    return None


def _introduced_by(s: Syntax, index: MentionIndex, piece: Piece) -> Resolved | None:
    """Who a colon or "according to" right before a piece names.

    "Kim set out his plan: ...": the subject of a sentence that ends in a colon.
    """
    before = s.text[: piece.start].rstrip()
    last = next((t.i for t in reversed(s.doc) if t.idx < len(before) and not t.is_space), None)
    if last is None:
        return None
    sentence = s.doc[last].sent
    if s.doc[last].text == ":":
        for t in s.exactly(sentence.root.i, "nsubj", "nsubj:pass"):
            mention = index.at(t)
            if mention is not None and mention.actors:
                return mention
    for token in sentence:
        if token.lower_ == "according" and token.i < last:
            for mention in index.mentions:
                if token.i < mention.head <= last and mention.end >= last and mention.actors:
                    return mention
    return None
