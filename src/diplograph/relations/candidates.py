"""Frames that fit: for each trigger word the frame whose source and target are actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from diplograph.actors.index import Form
from diplograph.lexicon import CLAUSES, Direction, Frame
from diplograph.records import PloverType, Status
from diplograph.relations.arguments import modifiers
from diplograph.relations.ends import valid_pairs
from diplograph.relations.fillers import (
    Filler,
    Reader,
    actors_at,
    attributed_mention,
    fill_slot,
)
from diplograph.relations.fitting import fitting_frames
from diplograph.relations.holders import (
    attending_subject,
    governing_subject,
    is_indefinite,
    is_state_of_subject,
    named_holder,
)
from diplograph.relations.slots import Slots, Support, support_of
from diplograph.relations.status import read_status
from diplograph.word_classes import word_class

# acts on what belongs to somebody are acts on the owner
_HITTING = frozenset(
    {
        PloverType.AID,
        PloverType.ASSAULT,
        PloverType.COERCE,
        PloverType.SANCTION,
        PloverType.ACCUSE,
        PloverType.MOBILIZE,
    }
)
_HOSTILE = frozenset(
    {PloverType.ASSAULT, PloverType.COERCE, PloverType.SANCTION, PloverType.PROTEST}
    | {PloverType.ACCUSE, PloverType.REJECT, PloverType.THREATEN, PloverType.MOBILIZE}
)
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


def fitting_readings(reader: Reader, i: int) -> Iterator[Candidate]:
    """Frames of token i that fit, with whatever actors they find; not what its speaker does."""
    if reader.syntax.doc[i].pos_ in {"NOUN", "PROPN"} and _names_actor(reader, i):
        return
    frames = [f for f in frames_of(reader, i) if ("speaker",) not in f.source]
    if frames:
        yield from (candidate for candidate, _ in _readings(reader, i, frames))


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


def _sources(reader: Reader, slots: Slots, frame: Frame) -> list[Filler]:
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


def _calls_meeting(reader: Reader, slots: Slots) -> bool:
    """Whether a support verb's subject only calls for the event that it is the object of."""
    if slots.support is None:
        return False
    return reader.syntax.lemma(slots.support.verb) not in word_class("attending")


def _acts_through(reader: Reader, slots: Slots, frame: Frame) -> bool:
    """Whether the subject of a support verb does the noun's act."""
    active = slots.support is not None and slots.support.entry.direction is Direction.ACTIVE
    return active and not _is_announced(reader, slots, frame)


def _is_announced(reader: Reader, slots: Slots, frame: Frame) -> bool:
    """Whether somebody only tells of what others agreed: "the accord was *announced* by"."""
    if slots.support is None or not reader.ontology.relations[frame.relation].reciprocal:
        return False
    return reader.syntax.lemma(slots.support.verb) in word_class("announcing")


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
        if path == ("of",) and _calls_meeting(reader, slots):
            continue  # "asked for a meeting of the council": to meet without him
        found = fill_slot(reader, slots, path, rank) or _through(reader, slots, path)
        found = [f for f in found if f.actor.id not in taken]
        if frame.particle.startswith("@"):  # "called it a mistake" is about what was done
            found = [f for f in found if not _is_thing_pronoun(reader, f)]
        if "within" in path and len({f.actor.id for f in found}) != 1:
            continue
        if path[0] in CLAUSES and _promises_harm(reader, slots, frame, path[0]):
            continue
        if path[-1] == "owner":
            found = [f for f in found if not _is_victim(reader, f.token)]
        if found:
            return found
    return _owned_target(reader, slots, frame, taken)


def _through(reader: Reader, slots: Slots, path: tuple[str, ...]) -> list[Filler]:
    """A slot of a complement behind a verb that adds little: "committed to *continuing* to"."""
    if path[0] not in CLAUSES or len(path) < 2:
        return []
    s = reader.syntax
    return [
        filler
        for verb in slots.fill(path[:1])
        if any(op.control == "subj" for op in reader.lexicon.operators(s.lemma(verb), "VERB"))
        for below in s.exactly(verb, "xcomp")
        for filler in fill_slot(reader, replace(slots, trigger=below), path[1:], 1)
    ]


def _promises_harm(reader: Reader, slots: Slots, frame: Frame, clause: str) -> bool:
    """Whether an agreement or promise is to harm somebody: "committed to *destroying* Daesh"."""
    if reader.ontology.relations[frame.relation].plover is not PloverType.AGREE:
        return False
    frames = [f for t in slots.fill((clause,)) for f in frames_of(reader, t)]
    told = [f for f in frames if not f.objects] or frames
    kinds = {reader.ontology.relations[f.relation].plover for f in told}
    return bool(kinds) and kinds <= _HOSTILE


def _is_victim(reader: Reader, token: int) -> bool:
    """Whether an actor is whom a noun is done to: "condemned the killing *of* an interpreter"."""
    s = reader.syntax
    if s.labels[token] != "nmod" or s.preposition(token) != "of":
        return False
    frames = frames_of(reader, s.heads[token])
    done_to = [f for f in frames if ("of",) in f.target and ("of",) not in f.source]
    return bool(done_to) and len(done_to) == len(frames)


def _owned_target(reader: Reader, slots: Slots, frame: Frame, taken: set[str]) -> list[Filler]:
    """Whose what is hit is, where it names no actor itself: "sanctions on *Chinese* institutes"."""
    if reader.ontology.relations[frame.relation].plover not in _HITTING:
        return []
    s = reader.syntax
    for path in frame.target:
        if len(path) != 1 or path[0] not in {"on", "against", "at", "to", "for", "into"}:
            continue
        nouns = [t for t in slots.fill(path) if s.doc[t].pos_ == "NOUN"]
        owned = [o for t in nouns for c in s.conjuncts(t) for o in modifiers(s, reader.index, c)]
        found = [f for f in actors_at(reader, owned) if f.actor.id not in taken]
        if found:
            return [replace(f, certainty=f.certainty * 0.9) for f in found]
    return []


def _is_thing_pronoun(reader: Reader, filler: Filler) -> bool:
    word = reader.syntax.doc[filler.token].lower_
    return filler.mention.form is Form.PRONOUN and word in word_class("thing_pronoun")


def _each_other(slots: Slots, frame: Frame) -> bool:
    """Whether the sources do it to one another: "blamed *each other*", "accused *the other*"."""
    doc = slots.syntax.doc
    paths = [p for p in frame.target if len(p) == 1 and p[0] not in {"comp", "xcomp", "ccomp"}]
    return any(
        doc[k : k + 2].text.lower() in word_class("each_other")
        for path in paths
        for t in slots.fill(path)
        for k in (t - 1, t)
        if k >= 0
    )
