"""The PLOVER type of a marked pair: what the text says that one span does to another.

First the extraction itself, with the two spans as the only actors. Where no frame joins them, the
trigger nearest to the path between them decides: a guess, and named so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from diplograph.actors.index import Form, Resolved, index_mentions
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Frame, Lexicon
from diplograph.ontology import Ontology
from diplograph.plover import plover_coding
from diplograph.records import Actor, Kind, PloverType
from diplograph.relations.candidates import candidates
from diplograph.relations.fillers import Reader
from diplograph.relations.fitting import fitting_frames, frames_of
from diplograph.relations.quotations import quote_speakers
from diplograph.relations.slots import Slots, support_of
from diplograph.relations.status import read_status
from diplograph.word_classes import word_class

_SOURCE, _TARGET = "pair-source", "pair-target"


@dataclass(frozen=True, slots=True)
class PairReading:
    """The answer for a pair: its type in PLOVER's own coding, the rule, whether it is a guess."""

    type: PloverType
    rule: str
    guessed: bool


def read_pair(
    doc: Doc,
    syntax: Syntax,
    lexicon: Lexicon,
    ontology: Ontology,
    source: tuple[int, int],
    target: tuple[int, int],
) -> PairReading | None:
    """What the source does to the target; spans are character offsets of the doc's text."""
    ends = _span(doc, source), _span(doc, target)
    mentions = [
        Resolved(
            span.start,
            span.end,
            _head(syntax, span),
            Form.NAME,
            (Actor(name, span.text, Kind.ORGANISATION),),
        )
        for span, name in zip(ends, (_SOURCE, _TARGET), strict=True)
    ]
    index = index_mentions(syntax, [*mentions, *_pronouns(doc, mentions)])
    quotes = tuple(quote_speakers(syntax, lexicon, index))
    reader = Reader(syntax, index, lexicon, ontology, quotes)
    joined = list(_joined(reader))
    if joined:
        trigger, frame = min(joined, key=lambda c: _distance(syntax, c[0], mentions))
        return _answer(reader, trigger, frame, guessed=False)
    near = _nearest_trigger(reader, mentions)
    return _answer(reader, *near, guessed=True) if near is not None else None


def _pronouns(doc: Doc, mentions: list[Resolved]) -> Iterator[Resolved]:
    """Pronouns behind the source stand for it: "the rebels said *they* will release ..."."""
    source, target = mentions
    for token in doc[source.end :]:
        inside = target.start <= token.i < target.end
        if not inside and token.pos_ == "PRON" and token.lower_ in word_class("pronoun"):
            yield replace(source, start=token.i, end=token.i + 1, head=token.i, form=Form.PRONOUN)


def _span(doc: Doc, offsets: tuple[int, int]) -> Span:
    span = doc.char_span(*offsets, alignment_mode="expand")
    assert span is not None  # "expand" always finds one inside the text
    return span


def _head(s: Syntax, span: Span) -> int:
    for i in range(span.start, span.end):
        if not span.start <= s.heads[i] < span.end:
            return i
    return span.root.i


def _answer(reader: Reader, trigger: int, frame: Frame, *, guessed: bool) -> PairReading:
    status = read_status(reader.syntax, reader.lexicon, trigger)
    kind = reader.ontology.relations[frame.relation].plover
    if kind is PloverType.AGREE and _is_signed(reader, trigger):
        kind = PloverType.SUPPORT
    return PairReading(plover_coding(kind, status), frame.id, guessed)


def _is_signed(reader: Reader, trigger: int) -> bool:
    """Whether an agreement is being signed, which PLOVER codes as support for it."""
    s = reader.syntax
    support = support_of(s, reader.lexicon, trigger) if s.doc[trigger].pos_ == "NOUN" else None
    verb = trigger if support is None else support.verb
    return s.lemma(verb) in word_class("signing")


def _joined(reader: Reader) -> Iterator[tuple[int, Frame]]:
    for candidate in candidates(reader):
        sources = {f.actor.id for f in candidate.sources}
        targets = {f.actor.id for f in candidate.targets}
        reciprocal = reader.ontology.relations[candidate.frame.relation].reciprocal
        forward = _SOURCE in sources and (_TARGET in targets or _TARGET in sources)
        backward = reciprocal and _TARGET in sources and _SOURCE in targets
        if forward or backward:
            yield candidate.trigger, candidate.frame


def _distance(s: Syntax, trigger: int, mentions: Iterable[Resolved]) -> int:
    return sum(_steps(s, trigger, m.head) for m in mentions)


def _steps(s: Syntax, a: int, b: int) -> int:
    """Length of the path between two tokens in the tree; large across sentences."""
    above_a = [a, *s.ancestors(a)]
    above_b = [b, *s.ancestors(b)]
    common = next((n for n in above_a if n in above_b), None)
    if common is None:
        return 99
    return above_a.index(common) + above_b.index(common)


def _nearest_trigger(reader: Reader, mentions: list[Resolved]) -> tuple[int, Frame] | None:
    """The word with a frame that lies closest to both ends, verbs before nouns at a tie."""
    s = reader.syntax
    best: tuple[tuple[int, bool, int], Frame] | None = None
    for i, token in enumerate(s.doc):
        if any(m.start <= i < m.end for m in mentions):
            continue
        slots = Slots(s, reader.index, i)
        frame = next((f for f, _ in fitting_frames(slots, frames_of(reader, i))), None)
        if frame is not None:
            rank = (_distance(s, i, mentions), token.pos_ != "VERB", i)
            if best is None or rank < best[0]:
                best = rank, frame
    return (best[0][2], best[1]) if best is not None else None
