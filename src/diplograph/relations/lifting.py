"""On whom lay what is lifted: "will ease *the sanctions*", "plans to end *its* embargo"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diplograph.records import Actor, PloverType, Relation
from diplograph.relations.addressing import implied, other_party, state_of
from diplograph.relations.candidates import Candidate
from diplograph.relations.fillers import Filler, Reader, attributed_mention
from diplograph.relations.slots import Slots
from diplograph.relations.told import akin, targets_of, told_before
from diplograph.word_classes import word_class

_GUESS = 0.55
_MEASURES = frozenset({PloverType.SANCTION, PloverType.COERCE})
_REACH = 400  # tokens back to where the measure was told


def lifted_from(
    reader: Reader, slots: Slots, reading: Candidate, told: Sequence[Relation]
) -> list[Filler]:
    """Whom the text has told to be under such a measure by the same hand.

    Of sanctions, for which there is always a target, else whom an "if" speaks of, who tells of it,
    or the other of the two states that the text is about.
    """
    i = reading.trigger
    speakers = [f.actor for f in reading.sources]
    nouns = list(_measures(reader, slots, reading))
    types = {
        reader.ontology.relations[frame.relation].plover
        for noun in nouns
        for frame in reader.lexicon.frames(reader.syntax.lemma(noun), "NOUN")
    }
    if any(reader.syntax.lemma(noun) in word_class("act") for noun in nouns):
        types |= _MEASURES
    types &= _MEASURES
    for relation in told_before(reader, i, _REACH, told) if types else ():
        if relation.type in types and any(akin(relation.source.actor, a) for a in speakers):
            targets = targets_of(relation, told)
            return [implied(i, a) for a in targets if not any(akin(a, b) for b in speakers)]
    if PloverType.SANCTION not in types:
        return []
    return conditioned(reader, i, speakers) or _teller(reader, i, speakers)


def _measures(reader: Reader, slots: Slots, reading: Candidate) -> Iterator[int]:
    """The nouns that the frame asks for as what is lifted, but for new ones ("a ban")."""
    s = reader.syntax
    around = slots.fill(("obj",)) if reading.frame.pos == "VERB" else s.children[reading.trigger]
    for noun in (c for t in around for c in s.conjuncts(t)):
        new = any(s.doc[d].lower_ in {"a", "an", "any"} for d in s.exactly(noun, "det"))
        if s.lemma(noun) in reading.frame.objects and not new:
            yield noun


def conditioned(reader: Reader, i: int, speakers: Sequence[Actor]) -> list[Filler]:
    """Whom the condition of an act speaks of: "will lift sanctions if *Chad* frees the crew"."""
    s = reader.syntax
    for clause in s.subtree(i):
        if not any(s.doc[m].lower_ in {"if", "unless"} for m in s.exactly(clause, "mark")):
            continue
        mentions = [reader.index.at(t) for t in s.exactly(clause, "nsubj", "nsubj:pass")]
        actors = [a for m in mentions if m is not None for a in m.actors]
        found = [a for a in actors if not any(akin(a, b) for b in speakers)]
        if found:
            return [implied(clause, actor) for actor in found]
    return []


def _teller(reader: Reader, i: int, speakers: Sequence[Actor]) -> list[Filler]:
    """The state of who tells that sanctions fall, else the other state of the text."""
    teller = attributed_mention(reader, i)
    told_by = [state_of(reader, a) for a in teller.actors if a.state] if teller else []
    found = [a for a in told_by if not any(akin(a, b) for b in speakers)]
    other = other_party(reader, speakers) if not found else None
    return [implied(i, a, _GUESS) for a in (*found, *([other] if other is not None else []))]
