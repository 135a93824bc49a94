"""Relations of a document: every trigger of the lexicon whose source and target are actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Span

from diplograph.language.syntax import Syntax
from diplograph.lexicon import Effect
from diplograph.records import (
    Actor,
    ActorMention,
    Document,
    EventDate,
    PloverType,
    Relation,
    Sentence,
    Status,
    Trigger,
)
from diplograph.relations.candidates import Candidate, candidates
from diplograph.relations.circumstances import date_of, place_of, topic_of
from diplograph.relations.ends import valid_pairs
from diplograph.relations.fillers import Filler, Reader, attributed_mention
from diplograph.relations.implied import implied_candidate
from diplograph.relations.slots import Slots
from diplograph.relations.sport import without_play
from diplograph.relations.status import effects_above, is_alleged, read_status
from diplograph.word_classes import word_class

_SURE = 0.9
_SPEECH = frozenset(
    {
        PloverType.AGREE,
        PloverType.SUPPORT,
        PloverType.REQUEST,
        PloverType.ACCUSE,
        PloverType.REJECT,
        PloverType.THREATEN,
    }
)
# acts that take place where their target is: "visited Beijing", "bombed Aleppo"
_PHYSICAL = frozenset(
    {
        PloverType.CONSULT,
        PloverType.AID,
        PloverType.RETREAT,
        PloverType.PROTEST,
        PloverType.MOBILIZE,
        PloverType.COERCE,
        PloverType.ASSAULT,
    }
)


def extract_relations(reader: Reader, document: Document) -> list[Relation]:
    """Relations of a document in text order, repeats within a sentence removed."""
    found: list[Relation] = []
    referring: set[str] = set()
    fired: set[int] = set()
    for candidate in candidates(reader):
        told = list(relations_of(reader, document, candidate))
        found.extend(told)
        if told:
            fired.add(candidate.trigger)
        if _only_refers(reader, candidate):
            referring.update(relation.id for relation in told)
    for i in range(len(reader.syntax.doc)):
        implied = implied_candidate(reader, i, found) if i not in fired else None
        if implied is not None:
            found.extend(relations_of(reader, document, implied))
    return _distinct(without_play(reader.syntax, _settled(found, referring)))


def _only_refers(reader: Reader, c: Candidate) -> bool:
    """Whether a noun names an event without saying if it took place: "Blinken's visit"."""
    s = reader.syntax
    if s.doc[c.trigger].pos_ not in {"NOUN", "PROPN"} or c.support is not None:
        return False
    certain = {Effect.NEGATED, Effect.DENIED, Effect.PLANNED}
    return certain.isdisjoint(effects_above(s, reader.lexicon, c.trigger))


def _settled(relations: list[Relation], referring: set[str]) -> list[Relation]:
    """Give a bare mention of an event the status that the text gives the event elsewhere.

    "A planned visit ... The visit would be the first": the second mention is of the same plan.
    """
    certain = [r for r in relations if r.id not in referring]
    planned = {_act(r) for r in certain if r.status is Status.PLANNED}
    planned -= {_act(r) for r in certain if r.status is Status.ACTUAL}
    return [
        _as_planned(relation)
        if relation.id in referring and _act(relation) in planned
        else relation
        for relation in relations
    ]


def _as_planned(relation: Relation) -> Relation:
    return replace(relation, status=Status.PLANNED, date=None)


def _act(relation: Relation) -> tuple[str, str, str]:
    return relation.relation, relation.source.actor.id, relation.target.actor.id


def relations_of(reader: Reader, document: Document, c: Candidate) -> Iterator[Relation]:
    """The relations of a candidate, one for each pair of its ends, with their circumstances."""
    s = reader.syntax
    kind = reader.ontology.relations[c.frame.relation]
    status = read_status(s, reader.lexicon, c.trigger)
    if kind.plover is PloverType.AGREE and status is Status.PLANNED and _is_announced(s, c):
        status = Status.ACTUAL
    speaker = attributed_mention(reader, c.trigger)
    slots = Slots(s, reader.index, c.trigger, c.support, speaker)
    speech_act = any(path == ("speaker",) for path in c.frame.source)
    attributed = speaker.actors[0] if speaker is not None and not speech_act else None
    token = s.doc[c.trigger]
    sentence = token.sent
    reached = [f.token for f in c.targets] if kind.plover in _PHYSICAL else []
    alleged = is_alleged(s, reader.lexicon, c.trigger)
    place = place_of(s, reader.index, c.trigger, c.support, reached)
    topic = topic_of(s, slots, c.frame.topic, {f.token for f in c.targets})
    date = date_of(s, c.trigger, c.support, document.published, status)
    status = _as_dated(s, c, status, date, document)
    for a, b in valid_pairs(reader, c.frame, c.sources, c.targets):
        # a speech act told by its own speaker is the writer's report; other acts are his words
        by_himself = attributed is not None and attributed.id == a.actor.id
        words_of = None if by_himself and kind.plover in _SPEECH else attributed
        yield Relation(
            document=document.id,
            relation=kind.name,
            type=kind.plover,
            source=_record(reader, a),
            target=_record(reader, b),
            status=Status.ACTUAL if speech_act else status,
            reciprocal=kind.reciprocal,
            factual=_is_factual(s, c, words_of, a.actor) and not alleged,
            trigger=Trigger(token.text, token.idx, token.idx + len(token)),
            sentence=_evidence(sentence),
            confidence=round(min(a.certainty, b.certainty) * _SURE, 2),
            rule=c.frame.id,
            attributed_to=words_of,
            topic=topic,
            date=_plausible(date, status, document),
            place=place,
        )


def _is_announced(s: Syntax, c: Candidate) -> bool:
    """Whether an agreement is announced: it is made then, as an announced visit is not."""
    return c.support is not None and s.lemma(c.support.verb) in word_class("announcing")


def _as_dated(
    s: Syntax, c: Candidate, status: Status, date: EventDate | None, document: Document
) -> Status:
    """What is told in the present of a day to come is a plan: "Modi hosts Albanese next month"."""
    if status is not Status.ACTUAL or date is None or document.published is None:
        return status
    verb = c.support.verb if c.support is not None else c.trigger
    if s.doc[verb].tag_ in {"VBD", "VBN"}:
        return status
    first = date.value.partition("/")[0]
    return Status.PLANNED if first > document.published[: len(first)] else status


def _plausible(date: EventDate | None, status: Status, document: Document) -> EventDate | None:
    """The date, unless it would put a plan before the day that the text tells of it."""
    if date is None or status is not Status.PLANNED or document.published is None:
        return date
    return date if date.value >= document.published[: len(date.value)] else None


def _record(reader: Reader, filler: Filler) -> ActorMention:
    return reader.index.record(filler.mention, filler.actor)


def _is_factual(s: Syntax, c: Candidate, attributed: Actor | None, source: Actor) -> bool:
    """DESIGN: asserted by the text, presupposed, or said by the source of itself."""
    if attributed is None or attributed.id == source.id:
        return True
    if attributed.state is not None and attributed.state == source.state:
        return True
    presupposed = s.doc[c.trigger].pos_ == "NOUN" and bool(
        s.exactly(c.trigger, "nmod:poss", "amod", "compound")
    )
    return presupposed and c.support is None


def _distinct(relations: Iterable[Relation]) -> list[Relation]:
    """One relation for each (sentence, relation, source, target, status): the surest, in order."""
    best: dict[tuple[object, ...], Relation] = {}
    for relation in relations:
        ends = (relation.source.actor.id, relation.target.actor.id)
        if relation.reciprocal:
            ends = tuple(sorted(ends))  # type: ignore[assignment]
        key = (relation.sentence.start, relation.relation, ends, relation.status)
        if key not in best or relation.confidence > best[key].confidence:
            best[key] = relation
    return in_order(best.values())


def in_order(relations: Iterable[Relation]) -> list[Relation]:
    """Relations in the order of the text."""
    return sorted(
        relations,
        key=lambda r: (
            r.trigger.start,
            r.relation,
            r.source.start,
            r.target.start,
            r.target.actor.id,
        ),
    )


def _evidence(sentence: Span) -> Sentence:
    """The sentence without the white space around it."""
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return Sentence(text.strip(), start, start + len(text.strip()))
