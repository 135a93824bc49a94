"""What a governor says of the clause or event below it, by the lexicon's operators and frames."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.language.syntax import Syntax
from diplograph.lexicon import Complement, Effect, Frame, Lexicon, Operator
from diplograph.relations.arguments import has_particle

# Auxiliaries too, where they head a clause of their own: "ought to thank".
_GOVERNING = frozenset({"VERB", "NOUN", "ADJ", "AUX"})
_BY_COMPLEMENT = {
    Complement.WANTED: Effect.HYPOTHETICAL,
    Complement.PROMISED: Effect.PLANNED,
    Complement.OFFERED: Effect.PLANNED,
    Complement.THREATENED: Effect.PLANNED,
    Complement.REFUSED: Effect.NEGATED,
}


def complement_effect(s: Syntax, lexicon: Lexicon, governor: int, child: int) -> Effect | None:
    """Effect of a governor on what stands in its complement or object, None if it has none."""
    pos = "NOUN" if s.doc[governor].pos_ == "PROPN" else s.doc[governor].pos_
    shape = complement_shape(s, child)
    for operator in operators_of(s, lexicon, governor):
        fits = operator.pos in _GOVERNING and operator.complement in {"", shape}
        if fits and operator.pos == pos and (pos != "AUX" or operator.complement):
            return operator.effect
    for frame in lexicon.frames(s.lemma(governor), pos):
        if frame.complement is None or not stands(s, governor, frame):
            continue
        if frame.complement in _BY_COMPLEMENT and _reaches(frame, shape):
            return _BY_COMPLEMENT[frame.complement]
        return Effect.SAID if frame.complement is Complement.ASSERTED else None
    return None


def stands(s: Syntax, governor: int, frame: Frame) -> bool:
    """Whether a frame's fixed object and particle are there: "wield a veto", not "use"."""
    if frame.particle and not has_particle(s, governor, frame.particle):
        return False
    objects = s.exactly(governor, "obj", "nsubj:pass", "amod", "compound")
    return not frame.objects or any(s.lemma(o) in frame.objects for o in objects)


def complement_shape(s: Syntax, child: int) -> str:
    """How a complement looks, in the lexicon's words: `noun`, `xcomp` or `ccomp`."""
    if s.doc[child].pos_ in {"NOUN", "PROPN", "PRON"} and s.labels[child] not in {"ccomp", "xcomp"}:
        return "noun"
    return "ccomp" if s.labels[child] in {"ccomp", "csubj"} else "xcomp"


def _reaches(frame: Frame, shape: str) -> bool:
    """Whether a frame's complement can be an event noun: wishes and promises can ("urge talks")."""
    return shape != "noun" or frame.complement in {
        Complement.WANTED,
        Complement.PROMISED,
        Complement.OFFERED,
        Complement.THREATENED,
    }


def operators_of(s: Syntax, lexicon: Lexicon, i: int) -> Iterator[Operator]:
    """Operator readings of token i whose particle stands beside it."""
    token = s.doc[i]
    lemma = s.lemma(i)
    pos_tags = {token.pos_, "ADV" if token.pos_ == "PART" else token.pos_}
    if token.tag_ == "MD":
        pos_tags.add("AUX")
    if token.tag_ in {"VBN", "VBG", "JJ"}:
        pos_tags |= {"ADJ"} if token.tag_ == "JJ" else {"ADJ", "VERB"}
    if token.pos_ in {"ADP", "SCONJ"}:
        pos_tags |= {"ADP", "SCONJ"}
    if token.pos_ in {"DET", "PRON", "ADV", "PART"}:
        pos_tags |= {"DET", "PART"}
    spellings = {lemma, token.lower_, _CONTRACTED.get(token.lower_, lemma)}
    for pos in sorted(pos_tags):
        for spelling in sorted(spellings):
            for operator in lexicon.operators(spelling, pos):
                if not operator.particle or has_particle(s, i, operator.particle):
                    yield operator


_CONTRACTED = {
    "n't": "not",
    "n’t": "not",
    "'ll": "will",
    "’ll": "will",
    "'d": "would",
    "wo": "will",
}
