"""Whom the act of a frame is done to: the actors at its target's places."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.index import Form
from diplograph.lexicon import Direction, Frame
from diplograph.lexicon_rows import CLAUSES
from diplograph.records import PloverType
from diplograph.relations.arguments import modifiers
from diplograph.relations.fillers import Filler, Reader, actors_at, fill_slot
from diplograph.relations.fitting import frames_of
from diplograph.relations.slots import Slots
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


def targets_of_frame(
    reader: Reader, slots: Slots, frame: Frame, sources: list[Filler]
) -> list[Filler]:
    """Actors at the first of a frame's target places that names any, but for its sources."""
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
        if path[-1] == "owner" or path[-2:] == ("owner", "state"):
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
    bare = [p[:1] for p in frame.target if p[1:] in {(), ("state",)}]
    paths = [p for p in bare if p[0] not in {"comp", "xcomp", "ccomp"}]
    return any(
        doc[k : k + 2].text.lower() in word_class("each_other")
        for path in paths
        for t in slots.fill(path)
        for k in (t - 1, t)
        if k >= 0
    )


def _calls_meeting(reader: Reader, slots: Slots) -> bool:
    """Whether a support verb's subject only calls for the event that it is the object of."""
    if slots.support is None:
        return False
    return reader.syntax.lemma(slots.support.verb) not in word_class("attending")
