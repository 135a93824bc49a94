"""Who does what a noun names, where the noun itself does not say: by the clause it stands in."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.index import Form
from diplograph.lexicon import Effect, Frame
from diplograph.relations.fillers import Filler, Reader, actors_at, fill_slot
from diplograph.relations.slots import Slots, carrier_of
from diplograph.word_classes import word_class

# who reports or condemns an act does not do it: "criticised the attacks on the camp"
_ONLY_TOLD = frozenset({Effect.SAID, Effect.DENIED, Effect.ALLEGED, Effect.CONFIRMED})


def named_holder(reader: Reader, slots: Slots, frame: Frame) -> list[Filler]:
    """Who holds what a support verb's subject only speaks of: "reaffirmed *France's* support"."""
    if reader.ontology.relations[frame.relation].reciprocal:
        return []
    paths = [path for path in frame.source if path in {("poss",), ("by",)}]
    found = [f for path in paths for f in fill_slot(reader, slots, path)]
    return [f for f in found if f.mention.form is not Form.PRONOUN]


def is_state_of_subject(slots: Slots) -> bool:
    """Whether a noun says how its subject stands: "are *in contact* with", "is *at war* with"."""
    s, i = slots.syntax, slots.trigger
    return bool(s.exactly(i, "cop")) and s.preposition(i) in {"in", "at", "on"}


def is_indefinite(slots: Slots) -> bool:
    """Whether a noun is a new thing: "during *a* visit", and not "during the visit"."""
    s = slots.syntax
    return any(s.doc[d].lower_ in {"a", "an"} for d in s.exactly(slots.trigger, "det"))


def governing_subject(reader: Reader, noun: int, *, reciprocal: bool) -> list[Filler]:
    """Who plans, announces or fears the event: "Canada announced sanctions against ...".

    Not who announces what others agreed: "the accord with Iran was announced by the envoy".
    """
    s = reader.syntax
    top = s.first_conjunct(noun)
    verb = s.heads[top]
    allowed = {"obj", "obl"} if reciprocal else {"obj", "obl", "nsubj:pass"}
    if (
        s.labels[top] not in allowed
        or s.doc[verb].pos_ != "VERB"
        or s.preposition(top) in {"as", "in"}
    ):
        return []
    ops = reader.lexicon.operators(s.lemma(verb), "VERB")
    if not any(op.control == "subj" and op.effect not in _ONLY_TOLD for op in ops):
        return []
    found = actors_at(reader, Slots(s, reader.index, verb).fill(("subj",)))
    return [replace(f, certainty=f.certainty * 0.85) for f in found]


def attending_subject(reader: Reader, noun: int) -> list[Filler]:
    """Who takes part in what a clause mentions: "in a call with Putin, Macron asked ..."."""
    s = reader.syntax
    top = carrier_of(s, reader.lexicon, noun)
    if s.labels[top] != "obl" or s.preposition(top) not in word_class("occasion"):
        return []
    found = actors_at(reader, Slots(s, reader.index, s.heads[top]).fill(("subj",)))
    return [replace(f, certainty=f.certainty * 0.85) for f in found]
