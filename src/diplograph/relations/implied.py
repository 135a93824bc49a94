"""Targets that a text implies: of answers to acts told before, and of acts that go on.

"Israel bombed Lebanon. Jordan condemned *the raids*": Jordan condemns Israel. "Poland sent doctors
to Turkey. Greece *dispatched* rescuers": to Turkey. Such targets are less sure than named ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from diplograph.language.syntax import Syntax
from diplograph.records import Actor, PloverType, Relation, Status
from diplograph.relations.addressing import (
    addressed,
    implied,
    other_party,
    shared_targets,
    state_of,
)
from diplograph.relations.arguments import antecedent, owners
from diplograph.relations.candidates import Candidate, open_readings, slots_for
from diplograph.relations.fillers import Filler, Reader, attributed_mention
from diplograph.relations.lifting import conditioned, lifted_from
from diplograph.relations.slots import Slots
from diplograph.relations.told import akin, doers_of, targets_of, told_before
from diplograph.word_classes import word_class

_GUESS = 0.55
_PLAINLY = 1.5  # how many times as often as the next a state is named that a text is about
# how far back, in tokens, an act is taken up by its own name ("the raids"), or carried on
_NAMED_REACH, _CONTINUED_REACH = 400, 150
_KIN = 5  # letters that an event noun shares with its verb: "withdrawal", "withdrew"
# types that answer an act, and types of speech that are answered by those spoken of
_ANSWERS = frozenset({PloverType.ACCUSE, PloverType.SUPPORT, PloverType.REJECT, PloverType.CONCEDE})
_ADDRESSED = frozenset(
    {PloverType.ACCUSE, PloverType.REQUEST, PloverType.THREATEN, PloverType.PROTEST}
)
_DEEDS = frozenset(PloverType) - _ADDRESSED - {PloverType.CONSULT}
_UNDOING = frozenset({PloverType.CONCEDE, PloverType.RETREAT})
_CONTINUED = frozenset({PloverType.AID, PloverType.SANCTION})


def implied_candidate(reader: Reader, i: int, told: Sequence[Relation]) -> Candidate | None:
    """A reading of token i whose target is known from the relations told before it."""
    for reading in open_readings(reader, i):
        if not reading.sources:
            source = _protagonist(reader, reading)
            if source is not None:
                return replace(reading, sources=(implied(i, source, _GUESS),))
            continue
        if not _is_own_act(reader, reading):
            continue
        kind = reader.ontology.relations[reading.frame.relation].plover
        slots = _slots(reader, reading)
        targets = _targets(reader, slots, reading, kind, told)
        if targets:
            return Candidate(i, reading.frame, reading.support, reading.sources, tuple(targets))
    return None


def _protagonist(reader: Reader, reading: Candidate) -> Actor | None:
    """With whom "*the* agreement with ..." was made: the state that the text is about."""
    s = reader.syntax
    if not reader.ontology.relations[reading.frame.relation].reciprocal or len(reader.states) < 2:
        return None
    if reading.frame.pos != "NOUN" or not any(
        s.doc[d].lower_ == "the" for d in s.exactly(reading.trigger, "det")
    ):
        return None
    (first, most), (_, more) = reader.states[:2]
    mine = any(akin(first, f.actor) for f in reading.targets)
    return first if most >= _PLAINLY * more and not mine else None


def _is_own_act(reader: Reader, reading: Candidate) -> bool:
    """Whether a noun's source is named as its holder, not merely as who speaks of it."""
    if reading.frame.pos != "NOUN" or reading.support is not None:
        return True
    own = set(reader.syntax.subtree(reading.trigger))
    return any(f.token in own for f in reading.sources)


def _targets(
    reader: Reader, slots: Slots, reading: Candidate, kind: PloverType, told: Sequence[Relation]
) -> list[Filler]:
    if reading.frame.relation == "mediates":
        return _mediated(reader, reading, told)
    if kind in _UNDOING and _leaves_target_out(reader, slots, reading):
        found = lifted_from(reader, slots, reading, told)
        if found:
            return found
    if kind is PloverType.THREATEN:
        found = _threatened(reader, slots, reading, told)
        if found:
            return found
    if kind in _CONTINUED:
        found = _continued(reader, slots, reading, kind, told)
        if found:
            return found
    if kind in _ANSWERS:
        found = _answered(reader, slots, reading, told)
        # "his condolences", "show their solidarity"
        felt = reading.frame.relation == "condolesWith" or reading.support is not None
        bare = felt and kind is PloverType.SUPPORT and _leaves_target_out(reader, slots, reading)
        found = found or (_dealt_with(reader, reading, told) if bare else [])
        if found:
            return found
    return addressed(reader, slots, reading, kind, told)


def _dealt_with(reader: Reader, reading: Candidate, told: Sequence[Relation]) -> list[Filler]:
    return [implied(reading.trigger, actor) for actor in shared_targets(reader, reading, told)]


def _slots(reader: Reader, reading: Candidate) -> Slots:
    speaker = attributed_mention(reader, reading.trigger)
    plain = Slots(reader.syntax, reader.index, reading.trigger, reading.support, speaker)
    return slots_for(plain, reading.frame)


def _answered(
    reader: Reader, slots: Slots, reading: Candidate, told: Sequence[Relation]
) -> list[Filler]:
    """Who did what the trigger's object refers to."""
    speakers = [f.actor for f in reading.sources]
    for path in reading.frame.target:
        if len(path) != 1:
            continue
        for token in slots.fill(path):
            noun = antecedent(reader.syntax, token)
            if _points_back(reader, noun, reading):
                actors = _doers(reader, noun, speakers, told)
                if actors:
                    return [implied(noun, actor) for actor in actors]
    return []


def _points_back(reader: Reader, t: int, reading: Candidate) -> bool:
    """Whether a noun takes up something told before, and does not say itself whose it is."""
    s = reader.syntax
    token = s.doc[t]
    if reading.frame.particle.startswith("@") and token.lower_ in word_class("thing_pronoun"):
        return True
    if token.tag_ == "DT" or (token.pos_ == "PRON" and token.lower_ in {"this", "that"}):
        return token.lower_ in word_class("pointing")
    if token.pos_ != "NOUN" or reader.index.at(t) is not None:
        return False
    if any(reader.index.at(o) is not None for o in owners(s, reader.index, t)):
        return False
    if s.labels[t] == "appos" and reading.trigger in s.subtree(t):
        return True  # "imposed sanctions, a decision that London welcomed"
    if s.exactly(t, "acl:relcl"):
        return False
    if any(s.doc[d].lower_ in word_class("pointing") for d in s.exactly(t, "det")):
        return True
    return any(s.doc[p].ent_type_ == "DATE" for p in s.exactly(t, "nmod:poss"))


def _doers(
    reader: Reader, noun: int, speakers: Sequence[Actor], told: Sequence[Relation]
) -> list[Actor]:
    """Who did the act that a noun takes up: the nearest told act that it can mean."""
    s = reader.syntax
    lemma, named = s.lemma(noun), s.doc[noun].pos_ == "NOUN"
    frames = reader.lexicon.frames(lemma, "NOUN") if named else ()
    types = {reader.ontology.relations[f.relation].plover for f in frames}
    general = not named or lemma in word_class("act")
    start = s.doc[max(0, s.doc[noun].sent.start - 1)].sent.start
    told = [r for r in told if not _asks_for(s, r, noun)]
    if lemma in word_class("result"):  # no outcome is that of a plan
        told = [r for r in told if r.status is Status.ACTUAL]
    near = told_before(reader, noun, noun - start if general else _NAMED_REACH, told)
    near.sort(key=lambda r: r.status is Status.PLANNED)  # "the accord" is the one that was made
    # "the move", with no act in this sentence or the one before, is what the text began with
    lead = sorted((r for r in told if r.type in _DEEDS), key=lambda r: r.trigger.start)
    for relation in [*near, *(lead[:1] if general else ())]:
        kin = named and relation.trigger.text.lower()[:_KIN] == lemma[:_KIN]
        if not (kin or relation.type in types or (general and relation.type in _DEEDS)):
            continue
        if relation.type in _ADDRESSED and not general:
            if any(akin(relation.target.actor, a) for a in speakers):
                return doers_of(relation, told, speakers)
        elif not any(akin(relation.source.actor, a) for a in speakers) or relation.reciprocal:
            return doers_of(relation, told, speakers)
    return []


def _asks_for(s: Syntax, relation: Relation, noun: int) -> bool:
    """Whether an act asks for the very clause that a noun stands in.

    "Urged Togo to comply with the *order*": the order is another's, or an older one.
    """
    for below in (noun, *s.ancestors(noun)):
        infinitive = any(s.doc[m].lower_ == "to" for m in s.exactly(below, "mark"))
        asked = s.labels[below] in {"xcomp", "ccomp"} or (s.doc[below].tag_ == "VB" and infinitive)
        if asked and s.doc[s.heads[below]].idx == relation.trigger.start:
            return True
    return False


def _threatened(
    reader: Reader, slots: Slots, reading: Candidate, told: Sequence[Relation]
) -> list[Filler]:
    """Whom a threat is for: whom its "if" speaks of, else whom the speaker deals with just then."""
    i = reading.trigger
    if slots.fill(("obj",)) or slots.fill(("against",)):
        return []
    found = conditioned(reader, i, [f.actor for f in reading.sources])
    return found or _dealt_with(reader, reading, told)


def _continued(
    reader: Reader,
    slots: Slots,
    reading: Candidate,
    kind: PloverType,
    told: Sequence[Relation],
) -> list[Filler]:
    """Whom an act is for that goes on with what others were told to do: help, expulsions."""
    if not _leaves_target_out(reader, slots, reading):
        return []
    speakers = [f.actor for f in reading.sources]
    for relation in told_before(reader, reading.trigger, _CONTINUED_REACH, told):
        same = relation.relation == reading.frame.relation
        struck = kind is PloverType.AID and relation.relation == "condolesWith"
        if not (same or struck) and (relation.type is not kind or reading.frame.pos == "NOUN"):
            continue
        targets = [state_of(reader, a) if struck else a for a in targets_of(relation, told)]
        if not any(akin(a, b) for a in targets for b in speakers):
            return [implied(reading.trigger, actor) for actor in targets]
    other = other_party(reader, speakers) if kind is PloverType.SANCTION else None
    return [implied(reading.trigger, other, _GUESS)] if other is not None else []


def _leaves_target_out(reader: Reader, slots: Slots, reading: Candidate) -> bool:
    """Whether the trigger names nobody as its target: "sent doctors", "threw out four"."""
    s, frame = reader.syntax, reading.frame
    places = {path[0] for path in frame.target} - {"comp", "xcomp", "ccomp", "poss", "mod"}
    filled = {t for place in places for t in slots.fill((place,))}
    objects = set(slots.fill(("obj",)))
    things = {
        t
        for t in filled | objects
        if s.lemma(t) in frame.objects
        or s.doc[t].pos_ == "NUM"
        or (t in objects and t not in filled and reader.index.at(t) is None)
    }
    return filled <= things and (bool(things) or frame.pos == "NOUN")


def _mediated(reader: Reader, reading: Candidate, told: Sequence[Relation]) -> list[Filler]:
    """Between whom somebody mediates: those who have just been told to deal with each other."""
    speakers = [f.actor for f in reading.sources]
    for relation in told_before(reader, reading.trigger, _CONTINUED_REACH, told):
        if not relation.reciprocal:
            continue
        act = [r for r in told if r.trigger == relation.trigger and r.reciprocal]
        sides = {a.id: a for r in act for a in (r.source.actor, r.target.actor)}
        if not any(akin(a, b) for a in sides.values() for b in speakers):
            return [implied(reading.trigger, actor) for actor in sides.values()]
    return []
