"""Frames that fit: for each trigger word the frame whose source and target are actors."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from diplograph.actors.index import Form
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Complement, Direction, Frame
from diplograph.records import Actor, Kind, PloverType, Status
from diplograph.relations.arguments import has_particle
from diplograph.relations.fillers import (
    Filler,
    Reader,
    actors_at,
    attributed_mention,
    fill_slot,
)
from diplograph.relations.slots import Slots, Support, carrier_of, support_of
from diplograph.relations.status import read_status
from diplograph.word_classes import word_class

POS = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame that fits a trigger, with its actors, before circumstances are read."""

    trigger: int
    frame: Frame
    support: Support | None
    sources: tuple[Filler, ...]
    targets: tuple[Filler, ...]


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
    names = {Form.NAME, Form.ORGAN, Form.ROLE}
    return mention is not None and mention.head == i and mention.form in names


def _best_frame(
    reader: Reader, i: int, frames: list[Frame], consumed: dict[int, PloverType]
) -> Candidate | None:
    for candidate, objects in _readings(reader, i, frames):
        if valid_pairs(reader, candidate.frame, candidate.sources, candidate.targets):
            # "impose sanctions" is one act; "lift sanctions" is another than the sanctions
            kind = reader.ontology.relations[candidate.frame.relation].plover
            consumed.update(dict.fromkeys(objects, kind))
            return candidate
    return None


def open_readings(reader: Reader, i: int) -> Iterator[Candidate]:
    """Frames of token i that fit and have a source, but no actor as their target."""
    if reader.syntax.doc[i].pos_ in {"NOUN", "PROPN"} and _names_actor(reader, i):
        return
    for group in _separately(list(frames_of(reader, i))):
        for candidate, _ in _readings(reader, i, group):
            if candidate.sources and not candidate.targets:
                yield candidate


def _readings(reader: Reader, i: int, frames: list[Frame]) -> Iterator[tuple[Candidate, list[int]]]:
    """Frames that fit token i, with whatever actors they find and the tokens of fixed objects."""
    s = reader.syntax
    support = support_of(s, reader.lexicon, i) if s.doc[i].pos_ in {"NOUN", "PROPN"} else None
    speaker = attributed_mention(reader, i)
    told = any(("speaker",) in f.source for f in frames)
    if told and (speaker is None or read_status(s, reader.lexicon, i) is not Status.ACTUAL):
        return
    plain = Slots(s, reader.index, i, support, speaker)
    for frame, objects in fitting_frames(plain, frames):
        slots = slots_for(plain, frame)
        sources = _sources(reader, slots, frame)
        targets = _targets(reader, slots, frame, sources)
        yield Candidate(i, frame, support, tuple(sources), tuple(targets)), objects


def slots_for(slots: Slots, frame: Frame) -> Slots:
    """The slots of a trigger, read as a frame asks for."""
    return replace(slots, particle=frame.particle, adjectival=frame.pos == "ADJ")


def fitting_frames(slots: Slots, frames: Iterable[Frame]) -> Iterator[tuple[Frame, list[int]]]:
    """Frames whose fixed object and particle stand beside the trigger, with the object's tokens."""
    s, i = slots.syntax, slots.trigger
    for frame in _by_complement(s, i, frames):
        objects = _required_objects(s, replace(slots, particle=frame.particle), frame)
        if objects is None or (frame.particle and not has_particle(s, i, frame.particle)):
            continue
        if not (objects or frame.particle or frame.complement) and _is_complex(s, i):
            continue
        yield frame, objects


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


def _is_complex(s: Syntax, i: int) -> bool:
    """Whether a verb says what its object is: "called Iran a threat" is no phone call."""
    return any(
        s.doc[t].pos_ in {"NOUN", "PROPN", "ADJ"} and not s.preposition(t)
        for t in s.exactly(i, "xcomp")
        if s.exactly(i, "obj", "nsubj:pass")
    )


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
        found = fill_slot(reader, slots, ("subj",))
        if found:
            return found
    for rank, path in enumerate(frame.source):
        found = fill_slot(reader, slots, path, rank)
        if found:
            return found
    if frame.pos == "NOUN" and _is_state_of_subject(slots):
        found = fill_slot(reader, slots, ("subj",), 1)
        if found:
            return found
    if slots.trigger != slots.syntax.heads[slots.trigger] and frame.pos == "NOUN":
        reciprocal = reader.ontology.relations[frame.relation].reciprocal
        found = _governor_subject(reader, slots.trigger, reciprocal=reciprocal)
        return found or (_attending_subject(reader, slots.trigger) if reciprocal else [])
    return []


def _is_state_of_subject(slots: Slots) -> bool:
    """Whether a noun says how its subject stands: "are *in contact* with", "is *at war* with"."""
    s, i = slots.syntax, slots.trigger
    return bool(s.exactly(i, "cop")) and s.preposition(i) in {"in", "at", "on"}


def _targets(reader: Reader, slots: Slots, frame: Frame, sources: list[Filler]) -> list[Filler]:
    if slots.support is not None and slots.support.entry.direction is Direction.PASSIVE:
        found = fill_slot(reader, slots, ("obj",))
        if found:
            return found
    if _each_other(slots, frame) and len(sources) > 1:
        return sources
    taken = {f.actor.id for f in sources}
    together = len(taken) > 1 and reader.ontology.relations[frame.relation].reciprocal
    for rank, path in enumerate(frame.target):
        if together and (len(path) > 1 or path[0] not in {"with", "obj"}):
            continue  # "A and B agreed to help C": with each other, not with C
        found = [f for f in fill_slot(reader, slots, path, rank) if f.actor.id not in taken]
        if frame.particle.startswith("@"):  # "called it a mistake" is about what was done
            found = [f for f in found if not _is_thing_pronoun(reader, f)]
        if "within" in path and len({f.actor.id for f in found}) != 1:
            continue
        if found:
            return found
    return []


def _is_thing_pronoun(reader: Reader, filler: Filler) -> bool:
    word = reader.syntax.doc[filler.token].lower_
    return filler.mention.form is Form.PRONOUN and word in word_class("thing_pronoun")


def _each_other(slots: Slots, frame: Frame) -> bool:
    """Whether the sources do it to one another: "blamed *each other*", "accused *the other*"."""
    s = slots.syntax
    return any(
        s.doc[t].lower_ in {"other", "another"}
        and any(
            s.doc[c].lower_ in {"each", "one", "the"} for c in (t - 1, *s.children[t]) if c >= 0
        )
        for path in frame.target
        if len(path) == 1 and path[0] not in {"comp", "xcomp", "ccomp"}
        for t in slots.fill(path)
    )


def _governor_subject(reader: Reader, noun: int, *, reciprocal: bool) -> list[Filler]:
    """Who plans, announces or fears the event: "Canada announced sanctions against ...".

    Not who announces what others agreed: "the accord with Iran was announced by the envoy".
    """
    s = reader.syntax
    top = s.first_conjunct(noun)
    verb = s.heads[top]
    allowed = {"obj", "obl"} if reciprocal else {"obj", "obl", "nsubj:pass"}
    if s.labels[top] not in allowed or s.doc[verb].pos_ != "VERB" or s.preposition(top) == "as":
        return []
    if not any(op.control == "subj" for op in reader.lexicon.operators(s.lemma(verb), "VERB")):
        return []
    found = actors_at(reader, Slots(s, reader.index, verb).fill(("subj",)))
    return [replace(f, certainty=f.certainty * 0.85) for f in found]


def _attending_subject(reader: Reader, noun: int) -> list[Filler]:
    """Who takes part in what a clause mentions: "in a call with Putin, Macron asked ..."."""
    s = reader.syntax
    top = carrier_of(s, reader.lexicon, noun)
    if s.labels[top] != "obl" or s.preposition(top) not in word_class("occasion"):
        return []
    found = actors_at(reader, Slots(s, reader.index, s.heads[top]).fill(("subj",)))
    return [replace(f, certainty=f.certainty * 0.85) for f in found]


def valid_pairs(
    reader: Reader, frame: Frame, sources: Iterable[Filler], targets: Iterable[Filler]
) -> list[tuple[Filler, Filler]]:
    """Pairs of source and target that a frame gives; reciprocal ones in one order only."""
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
