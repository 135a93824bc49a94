"""Frames that fit: for each trigger word the frame whose source and target are actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from diplograph.actors.index import Form
from diplograph.lexicon import Direction, Frame
from diplograph.records import PloverType, Status
from diplograph.relations.ends import valid_pairs
from diplograph.relations.fillers import Filler, Reader, attributed_mention, fill_slot
from diplograph.relations.fitting import fitting_frames, frames_of
from diplograph.relations.holders import (
    attending_subject,
    governing_subject,
    is_indefinite,
    is_state_of_subject,
    named_holder,
)
from diplograph.relations.slots import Slots, Support, support_of
from diplograph.relations.status import read_status
from diplograph.relations.targets import targets_of_frame
from diplograph.word_classes import word_class


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
    """Frames that fit, verbs before nouns, so that "lift sanctions" is not read as sanctions.

    `consumed`: the nouns that a verb's frame has taken in, with the type it has taken them for.
    """
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
            relation = candidate.frame.relation
            kind = reader.ontology.relations[relation].plover
            # to sign a treaty is no second agreement
            taken = PloverType.AGREE if relation == "signsWith" else kind
            consumed.update(dict.fromkeys(objects, taken))
            return candidate
    return None


def open_readings(reader: Reader, i: int) -> Iterator[Candidate]:
    """Frames of token i that fit and have actors at one end, but not at both."""
    if reader.syntax.doc[i].pos_ in {"NOUN", "PROPN"} and _names_actor(reader, i):
        return
    for group in _separately(list(frames_of(reader, i))):
        for candidate, _ in _readings(reader, i, group):
            if bool(candidate.sources) is not bool(candidate.targets):
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
        targets = targets_of_frame(reader, slots, frame, sources)
        yield Candidate(i, frame, support, tuple(sources), tuple(targets)), objects


def slots_for(slots: Slots, frame: Frame) -> Slots:
    """The slots of a trigger, read as a frame asks for."""
    return replace(slots, particle=frame.particle, adjectival=frame.pos == "ADJ")


def _sources(reader: Reader, slots: Slots, frame: Frame) -> list[Filler]:
    if frame.pos == "NOUN" and ("between",) in frame.source:
        parties = fill_slot(reader, slots, ("between",))
        if len(parties) > 1:
            return parties  # whoever holds, asks for or mediates "talks *between A and B*"
    if _acts_through(reader, slots, frame):
        found = named_holder(reader, slots, frame) or fill_slot(reader, slots, ("subj",))
        if found:
            return found
    for rank, path in enumerate(frame.source):
        if path == ("by",) and _is_announced(reader, slots, frame):
            continue
        found = fill_slot(reader, slots, path, rank)
        if found:
            return found
    if frame.pos == "NOUN" and is_state_of_subject(slots):
        found = fill_slot(reader, slots, ("subj",), 1)
        if found:
            return found
    does = {("poss",), ("by",), ("mod",), ("between",)}  # nouns of acts, not "the killers of"
    if frame.pos == "NOUN" and does & set(frame.source):
        reciprocal = reader.ontology.relations[frame.relation].reciprocal
        found = governing_subject(reader, slots.trigger, reciprocal=reciprocal)
        attending = reciprocal or (frame.relation == "visits" and is_indefinite(slots))
        return found or (attending_subject(reader, slots.trigger) if attending else [])
    return []


def _acts_through(reader: Reader, slots: Slots, frame: Frame) -> bool:
    """Whether the subject of a support verb does the noun's act."""
    active = slots.support is not None and slots.support.entry.direction is Direction.ACTIVE
    return active and not _is_announced(reader, slots, frame)


def _is_announced(reader: Reader, slots: Slots, frame: Frame) -> bool:
    """Whether somebody only tells of what others agreed: "the accord was *announced* by"."""
    if slots.support is None or not reader.ontology.relations[frame.relation].reciprocal:
        return False
    return reader.syntax.lemma(slots.support.verb) in word_class("announcing")
