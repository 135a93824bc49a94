"""Relations of a document: every trigger of the lexicon whose source and target are actors."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from diplograph.actors.index import Form, MentionIndex, Resolved
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Complement, Direction, Frame, Lexicon
from diplograph.ontology import Ontology
from diplograph.records import (
    Actor,
    ActorMention,
    Document,
    Kind,
    PloverType,
    Relation,
    Sentence,
    Status,
    Trigger,
)
from diplograph.relations.attribution import (
    according_to,
    reporting_verb_above,
    speaker_of,
)
from diplograph.relations.circumstances import date_of, place_of, topic_of
from diplograph.relations.slots import Slots, Support, has_particle, support_of
from diplograph.relations.speakers import Quotes
from diplograph.relations.status import read_status

POS = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ"}
_SURE, _COREF, _IMPLIED = 0.9, 0.85, 0.6
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


@dataclass(frozen=True, slots=True)
class Filler:
    """An actor in a slot, with the token it stands at and how sure the slot is."""

    mention: Resolved
    actor: Actor
    token: int
    certainty: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame that fits a trigger, with its actors, before circumstances are read."""

    trigger: int
    frame: Frame
    support: Support | None
    sources: tuple[Filler, ...]
    targets: tuple[Filler, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What the extraction needs of one document."""

    syntax: Syntax
    index: MentionIndex
    lexicon: Lexicon
    ontology: Ontology
    quotes: Quotes


def extract_relations(reader: Reader, document: Document) -> list[Relation]:
    """Relations of a document in text order, repeats within a sentence removed."""
    found: list[Relation] = []
    for candidate in candidates(reader):
        found.extend(_relations(reader, document, candidate))
    return _distinct(found)


def candidates(
    reader: Reader, consumed: dict[int, PloverType] | None = None
) -> Iterator[Candidate]:
    """Frames that fit, verbs before nouns, so that "lift sanctions" is not read as sanctions."""
    s = reader.syntax
    consumed = {} if consumed is None else consumed
    order = sorted(range(len(s.doc)), key=lambda i: (s.doc[i].pos_ in {"NOUN", "PROPN"}, i))
    for i in order:
        frames = [
            f
            for f in frames_of(reader, i)
            if consumed.get(i) is not reader.ontology.relations[f.relation].plover
        ]
        if not frames:
            continue
        if s.doc[i].pos_ in {"NOUN", "PROPN"} and _names_actor(reader, i):
            continue
        for group in _separately(frames):
            candidate = _best_frame(reader, i, group, consumed)
            if candidate is not None:
                yield candidate


def frames_of(reader: Reader, i: int) -> tuple[Frame, ...]:
    """Frames of token i by lemma and part of speech; participles may be adjectives too."""
    token = reader.syntax.doc[i]
    pos = POS.get(token.pos_)
    found = reader.lexicon.frames(reader.syntax.lemma(i), pos) if pos else ()
    if token.tag_ in {"VBN", "VBG"}:
        found += reader.lexicon.frames(token.lower_, "ADJ")
    return found


def _separately(frames: list[Frame]) -> Iterator[list[Frame]]:
    """Frames of the act itself, and frames of what its speaker does by telling it.

    "Mao said the US harms China" is an accusation by Mao, beside whatever the US does.
    """
    told = [f for f in frames if ("speaker",) in f.source]
    plain = [f for f in frames if ("speaker",) not in f.source]
    yield from (group for group in (plain, told) if group)


def _names_actor(reader: Reader, i: int) -> bool:
    """Whether noun i is itself the name of an actor ("the Alliance"), so no event."""
    mention = reader.index.at(i)
    return mention is not None and mention.head == i and mention.form is not Form.PRONOUN


def _best_frame(
    reader: Reader, i: int, frames: list[Frame], consumed: dict[int, PloverType]
) -> Candidate | None:
    s = reader.syntax
    support = support_of(s, reader.lexicon, i) if s.doc[i].pos_ in {"NOUN", "PROPN"} else None
    speaker = attributed_mention(reader, i)
    plain = Slots(s, reader.index, i, support, speaker)
    told = any(("speaker",) in f.source for f in frames)
    if told and (speaker is None or read_status(s, reader.lexicon, i) is not Status.ACTUAL):
        return None
    for frame in _by_complement(s, i, frames):
        slots = replace(plain, particle=frame.particle, adjectival=frame.pos == "ADJ")
        objects = _required_objects(s, slots, frame)
        if objects is None or (frame.particle and not has_particle(s, i, frame.particle)):
            continue
        sources = _sources(reader, slots, frame)
        targets = _targets(reader, slots, frame, sources)
        pairs = _valid_pairs(reader, frame, sources, targets)
        if pairs:
            # "impose sanctions" is one act; "lift sanctions" is another than the sanctions
            consumed.update(
                dict.fromkeys(objects, reader.ontology.relations[frame.relation].plover)
            )
            return Candidate(i, frame, support, tuple(sources), tuple(targets))
    return None


def _by_complement(s: Syntax, i: int, frames: Iterable[Frame]) -> list[Frame]:
    """Frames in order, those that expect a clause first where there is one.

    "called on Iran to stop" urges; "called on the sultan" visits.
    """
    clause = s.exactly(i, "ccomp", "xcomp") or [
        t for t in s.exactly(i, "advcl") if s.doc[t].tag_ == "VB"
    ]
    if not clause:
        return list(frames)
    plain = {None, Complement.DONE}
    return sorted(frames, key=lambda f: (not f.objects, not f.particle, f.complement in plain))


def _required_objects(s: Syntax, slots: Slots, frame: Frame) -> list[int] | None:
    """Tokens of the object that the frame asks for; None when it is not there."""
    if not frame.objects:
        return []
    if frame.pos == "NOUN":
        found = [c for c in s.children[slots.trigger] if s.lemma(c) in frame.objects]
    else:
        heads = slots.fill(("obj",))
        found = [c for o in heads for c in s.conjuncts(o) if s.lemma(c) in frame.objects]
    return found or None


def _sources(reader: Reader, slots: Slots, frame: Frame) -> list[Filler]:
    if slots.support is not None and slots.support.entry.direction is Direction.ACTIVE:
        found = _fill(reader, slots, ("subj",))
        if found:
            return found
    for rank, path in enumerate(frame.source):
        found = _fill(reader, slots, path, rank)
        if found:
            return found
    if slots.trigger != slots.syntax.heads[slots.trigger] and frame.pos == "NOUN":
        reciprocal = reader.ontology.relations[frame.relation].reciprocal
        return _governor_subject(reader, slots.trigger, reciprocal=reciprocal)
    return []


def _targets(reader: Reader, slots: Slots, frame: Frame, sources: list[Filler]) -> list[Filler]:
    if slots.support is not None and slots.support.entry.direction is Direction.PASSIVE:
        found = _fill(reader, slots, ("obj",))
        if found:
            return found
    taken = {f.actor.id for f in sources}
    together = len(taken) > 1 and reader.ontology.relations[frame.relation].reciprocal
    for rank, path in enumerate(frame.target):
        if together and (len(path) > 1 or path[0] not in {"with", "obj"}):
            continue  # "A and B agreed to help C": with each other, not with C
        found = [f for f in _fill(reader, slots, path, rank) if f.actor.id not in taken]
        if "within" in path and len({f.actor.id for f in found}) != 1:
            continue
        if found:
            return found
    return []


def _governor_subject(reader: Reader, noun: int, *, reciprocal: bool) -> list[Filler]:
    """Who plans, announces or fears the event: "Canada announced sanctions against ...".

    Not who announces what others agreed: "the accord with Iran was announced by the envoy".
    """
    s = reader.syntax
    top = s.first_conjunct(noun)
    verb = s.heads[top]
    allowed = {"obj", "obl"} if reciprocal else {"obj", "obl", "nsubj:pass"}
    if s.labels[top] not in allowed or s.doc[verb].pos_ != "VERB":
        return []
    if not any(op.control == "subj" for op in reader.lexicon.operators(s.lemma(verb), "VERB")):
        return []
    found = _actors_at(reader, Slots(s, reader.index, verb).fill(("subj",)))
    return [replace(f, certainty=f.certainty * 0.85) for f in found]


def _fill(reader: Reader, slots: Slots, path: tuple[str, ...], rank: int = 0) -> list[Filler]:
    """Actors in a slot, coordinated ones included; later alternatives are a little less sure."""
    if path == ("speaker",):
        speaker = slots.speaker
        return (
            []
            if speaker is None
            else [Filler(speaker, a, speaker.head, speaker.certainty) for a in speaker.actors]
        )
    tokens = slots.fill(path)
    found = _actors_at(reader, tokens)
    if len(path) > 1:
        found = [f for f in found if f.mention.form is not Form.GROUP or f.actor.state]
    factor = 0.97 ** (rank + len(path) - 1)
    return [replace(f, certainty=f.certainty * factor) for f in found]


def _actors_at(reader: Reader, tokens: Iterable[int]) -> list[Filler]:
    s = reader.syntax
    found: dict[str, Filler] = {}
    for token in tokens:
        for t in s.conjuncts(token):
            for filler in _actors_of(reader, t):
                found.setdefault(filler.actor.id, filler)
    return list(found.values())


def _actors_of(reader: Reader, t: int, depth: int = 0) -> list[Filler]:
    """Actors that token t stands for, through partitives and appositions where it names none."""
    s = reader.syntax
    mention = reader.index.at(t)
    if mention is not None and mention.actors and (mention.head == t or _is_part(s, mention, t)):
        if _is_mere_place(reader, mention, t):
            return []
        return [Filler(mention, a, t, mention.certainty) for a in mention.actors]
    if depth > 2:
        return []
    for c in s.exactly(t, "appos", "nmod:desc", "flat"):
        found = _actors_of(reader, c, depth + 1)
        if found:
            return found
    if s.lemma(t) in PARTITIVES or s.doc[t].pos_ in {"NUM", "DET", "PRON"}:
        for c in s.exactly(t, "nmod", "obl"):
            if s.preposition(c) in {"of", "from", "in"}:
                return _actors_of(reader, c, depth + 1)
    return []


PARTITIVES = frozenset(
    [
        "member",
        "part",
        "number",
        "group",
        "majority",
        "rest",
        "most",
        "many",
        "some",
        "thousand",
        "hundred",
        "dozen",
        "million",
        "half",
        "pair",
        "couple",
        "series",
        "one",
        "two",
        "three",
        "each",
        "all",
        "both",
        "none",
        "remainder",
        "lot",
        "head",
        "side",
    ]
)


def _is_part(s: Syntax, mention: Resolved, t: int) -> bool:
    """Whether t is inside a flat name whose head the parser chose differently."""
    return s.labels[t] in {"flat", "compound", "nmod:desc"} or mention.form is Form.NAME


def _is_mere_place(reader: Reader, mention: Resolved, t: int) -> bool:
    """A city, or a state after a locative preposition, says where and not who."""
    s = reader.syntax
    if mention.place is None or mention.modifier:
        return False
    preposition = s.preposition(t)
    return preposition in {"in", "at", "near", "outside", "across", "around", "inside", "off"}


def _valid_pairs(
    reader: Reader, frame: Frame, sources: Iterable[Filler], targets: Iterable[Filler]
) -> list[tuple[Filler, Filler]]:
    reciprocal = reader.ontology.relations[frame.relation].reciprocal
    sources, targets = list(sources), list(targets)
    if reciprocal and not targets and len(sources) > 1:
        pairs = list(itertools.combinations(sources, 2))
    elif ("between",) in frame.source and not targets:
        pairs = list(itertools.permutations(sources, 2))  # "the war between A and B"
    else:
        pairs = list(itertools.product(sources, targets))
    return [(a, b) for a, b in pairs if _may_relate(a.actor, b.actor)]


def _may_relate(a: Actor, b: Actor) -> bool:
    """No actor relates to itself, nor to the state that it acts for."""
    if a.id == b.id:
        return False
    if a.state is not None and a.state == b.state:
        return Kind.STATE not in {a.kind, b.kind}
    return True


def attributed_mention(reader: Reader, trigger: int) -> Resolved | None:
    """Whose words the trigger is in, None for the writer's own."""
    s = reader.syntax
    verb = reporting_verb_above(s, reader.lexicon, trigger)
    if verb is not None and verb != trigger:
        speaker = speaker_of(s, reader.index, verb)
        if speaker is not None:
            return speaker
    named = according_to(s, reader.index, trigger)
    if named is not None and named.actors:
        return named
    at = s.doc[trigger].idx
    for start, end, speaker in reader.quotes:
        if start <= at < end:
            return speaker
    return None


def _relations(reader: Reader, document: Document, c: Candidate) -> Iterator[Relation]:
    s = reader.syntax
    kind = reader.ontology.relations[c.frame.relation]
    status = read_status(s, reader.lexicon, c.trigger)
    speaker = attributed_mention(reader, c.trigger)
    slots = Slots(s, reader.index, c.trigger, c.support, speaker)
    speech_act = any(path == ("speaker",) for path in c.frame.source)
    attributed = speaker.actors[0] if speaker is not None and not speech_act else None
    token = s.doc[c.trigger]
    sentence = token.sent
    reached = [f.token for f in c.targets] if kind.plover in _PHYSICAL else []
    place = place_of(s, reader.index, c.trigger, c.support, reached)
    for a, b in _valid_pairs(reader, c.frame, c.sources, c.targets):
        # a speech act told by its own speaker is the writer's report, not a claim
        words_of = attributed if attributed is None or attributed.id != a.actor.id else None
        yield Relation(
            document=document.id,
            relation=kind.name,
            type=kind.plover,
            source=_record(reader, a),
            target=_record(reader, b),
            status=Status.ACTUAL if speech_act else status,
            reciprocal=kind.reciprocal,
            factual=_is_factual(s, c, words_of, a.actor),
            trigger=Trigger(token.text, token.idx, token.idx + len(token)),
            sentence=Sentence(sentence.text, sentence.start_char, sentence.end_char),
            confidence=round(min(a.certainty, b.certainty) * _SURE, 2),
            rule=c.frame.id,
            attributed_to=words_of,
            topic=topic_of(s, slots, c.frame.topic),
            date=date_of(s, c.trigger, c.support, document.published, status),
            place=place,
        )


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


def _distinct(relations: list[Relation]) -> list[Relation]:
    """One relation for each (sentence, relation, source, target, status): the surest, in order."""
    best: dict[tuple[object, ...], Relation] = {}
    for relation in relations:
        ends = (relation.source.actor.id, relation.target.actor.id)
        if relation.reciprocal:
            ends = tuple(sorted(ends))  # type: ignore[assignment]
        key = (relation.sentence.start, relation.relation, ends, relation.status)
        if key not in best or relation.confidence > best[key].confidence:
            best[key] = relation
    return sorted(
        best.values(),
        key=lambda r: (
            r.trigger.start,
            r.relation,
            r.source.start,
            r.target.start,
            r.target.actor.id,
        ),
    )
