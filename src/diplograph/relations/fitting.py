"""Frames of a word, and those that fit it: their fixed object and particle stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from diplograph.language.syntax import Syntax
from diplograph.lexicon import Complement, Frame
from diplograph.relations.arguments import has_particle
from diplograph.relations.fillers import Reader
from diplograph.relations.slots import Slots

# parts of speech of the lexicon by those of tokens
POS = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ"}


def frames_of(reader: Reader, i: int) -> tuple[Frame, ...]:
    """Frames of token i by lemma and part of speech; participles may be adjectives too."""
    token = reader.syntax.doc[i]
    pos = POS.get(token.pos_)
    if _is_half_a_word(reader, i):
        return ()
    found = reader.lexicon.frames(reader.syntax.lemma(i), pos) if pos else ()
    if token.tag_ in {"VBN", "VBG"}:
        found += reader.lexicon.frames(token.lower_, "ADJ")
    return found


def _is_half_a_word(reader: Reader, i: int) -> bool:
    """Whether token i ends a compound that names no actor: "the war-*damaged* country"."""
    doc = reader.syntax.doc
    if i < 2 or doc[i - 1].text not in {"-", "–", "‑"} or doc[i - 1].whitespace_:
        return False
    return not doc[i - 2].whitespace_ and reader.index.at(i - 2) is None


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
