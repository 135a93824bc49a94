"""Targets that a text implies: of answers to acts told before, and of acts that go on.

"Israel bombed Lebanon. Jordan condemned *the raids*": Jordan condemns Israel. "Poland sent doctors
to Turkey. Greece *dispatched* rescuers": to Turkey. Such targets are less sure than named ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diplograph.actors.index import Form, Resolved
from diplograph.lexicon import Frame
from diplograph.records import Actor, PloverType, Relation, Status
from diplograph.relations.arguments import antecedent, owners
from diplograph.relations.candidates import Candidate, open_readings, slots_for
from diplograph.relations.fillers import Filler, Reader, attributed_mention
from diplograph.relations.slots import Slots
from diplograph.word_classes import word_class

_CERTAINTY = 0.65
# how far back, in tokens, an act is taken up by its own name ("the raids"), by a general word
# ("the move"), or carried on without a word
_NAMED_REACH, _GENERAL_REACH, _CONTINUED_REACH = 400, 120, 120
_KIN = 5  # letters that an event noun shares with its verb: "withdrawal", "withdrew"
# types that answer an act, and types of speech that are answered by those spoken of
_ANSWERS = frozenset({PloverType.ACCUSE, PloverType.SUPPORT, PloverType.REJECT, PloverType.CONCEDE})
_ADDRESSED = frozenset(
    {PloverType.ACCUSE, PloverType.REQUEST, PloverType.THREATEN, PloverType.PROTEST}
)
_DEEDS = frozenset(PloverType) - _ADDRESSED - {PloverType.CONSULT}
_CONTINUED = frozenset({PloverType.AID, PloverType.SANCTION})


def implied_candidate(reader: Reader, i: int, told: Sequence[Relation]) -> Candidate | None:
    """A reading of token i whose target is known from the relations told before it."""
    for reading in open_readings(reader, i):
        kind = reader.ontology.relations[reading.frame.relation].plover
        slots = _slots(reader, reading)
        targets: list[Filler] = []
        if kind in _ANSWERS:
            targets = _answered(reader, slots, reading, told)
        elif kind is PloverType.THREATEN:
            targets = _threatened(reader, slots, reading, told)
        elif kind in _CONTINUED:
            targets = _continued(reader, slots, reading, kind, told)
        if targets:
            return Candidate(i, reading.frame, reading.support, reading.sources, tuple(targets))
    return None


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
                    return [_implied(noun, actor) for actor in actors]
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
    reach = _GENERAL_REACH if general else _NAMED_REACH
    for relation in _before(reader, noun, reach, told):
        kin = named and relation.trigger.text.lower()[:_KIN] == lemma[:_KIN]
        if not (kin or relation.type in types or (general and relation.type in _DEEDS)):
            continue
        if relation.type in _ADDRESSED and not general:
            if any(_akin(relation.target.actor, a) for a in speakers):
                return _same_act(relation, told, speakers)
        elif not any(_akin(relation.source.actor, a) for a in speakers) or relation.reciprocal:
            return _same_act(relation, told, speakers)
    return []


def _before(reader: Reader, at: int, reach: int, told: Sequence[Relation]) -> list[Relation]:
    """Relations told within reach before a token that came about or are to, nearest first."""
    doc = reader.syntax.doc
    first, end = doc[max(0, at - reach)].idx, doc[at].idx
    near = [
        r
        for r in told
        if first <= r.trigger.start < end and r.status in {Status.ACTUAL, Status.PLANNED}
    ]
    return sorted(near, key=lambda r: -r.trigger.start)


def _same_act(
    relation: Relation, told: Sequence[Relation], speakers: Sequence[Actor]
) -> list[Actor]:
    """All who did the act of a relation, but for the speakers; of agreements all who made it."""
    found: dict[str, Actor] = {}
    for other in told:
        if other.trigger == relation.trigger and other.relation == relation.relation:
            sides = [other.source.actor]
            if other.type is PloverType.AGREE:
                sides.append(other.target.actor)
            found |= {a.id: a for a in sides if not any(_akin(a, b) for b in speakers)}
    return list(found.values())


def _threatened(
    reader: Reader, slots: Slots, reading: Candidate, told: Sequence[Relation]
) -> list[Filler]:
    """Whom a threat is for: whom its "if" speaks of, else whom the speaker deals with just then."""
    s, i = reader.syntax, reading.trigger
    if slots.fill(("obj",)) or slots.fill(("against",)):
        return []
    speakers = [f.actor for f in reading.sources]
    for clause in s.subtree(i):
        conditional = any(s.doc[m].lower_ in {"if", "unless"} for m in s.exactly(clause, "mark"))
        if conditional:
            subjects = s.exactly(clause, "nsubj", "nsubj:pass")
            found = [a for t in subjects for a in _others(reader, t, speakers)]
            if found:
                return [_implied(clause, actor) for actor in found]
    start = s.doc[i].sent.start_char
    for relation in _before(reader, i, _CONTINUED_REACH, told):
        if relation.trigger.start < start:
            break
        if any(relation.source.actor.id == a.id for a in speakers):
            return [_implied(i, actor) for actor in _same_targets(relation, told)]
    return []


def _others(reader: Reader, t: int, speakers: Sequence[Actor]) -> Iterable[Actor]:
    mention = reader.index.at(t)
    actors = mention.actors if mention is not None else ()
    return [a for a in actors if not any(_akin(a, b) for b in speakers)]


def _continued(
    reader: Reader,
    slots: Slots,
    reading: Candidate,
    kind: PloverType,
    told: Sequence[Relation],
) -> list[Filler]:
    """Whom an act is for that goes on with what others were told to do: help, expulsions."""
    if not _leaves_target_out(reader, slots, reading.frame):
        return []
    speakers = [f.actor for f in reading.sources]
    for relation in _before(reader, reading.trigger, _CONTINUED_REACH, told):
        if relation.type is not kind:
            continue
        targets = _same_targets(relation, told)
        if not any(_akin(a, b) for a in targets for b in speakers):
            return [_implied(reading.trigger, actor) for actor in targets]
    return []


def _leaves_target_out(reader: Reader, slots: Slots, frame: Frame) -> bool:
    """Whether the trigger names nobody as its target: "sent doctors", "threw out four"."""
    s = reader.syntax
    places = {path[0] for path in frame.target} - {"comp", "xcomp", "ccomp"}
    filled = {t for place in places | {"obj"} for t in slots.fill((place,))}
    things = {t for t in filled if s.lemma(t) in frame.objects or s.doc[t].pos_ == "NUM"}
    return filled == things and (bool(things) or frame.pos == "NOUN")


def _same_targets(relation: Relation, told: Sequence[Relation]) -> list[Actor]:
    found = {
        other.target.actor.id: other.target.actor
        for other in told
        if other.trigger == relation.trigger and other.relation == relation.relation
    }
    return list(found.values())


def _akin(a: Actor, b: Actor) -> bool:
    """Whether two actors are one, or act for one state."""
    return a.id == b.id or (a.state is not None and a.state == b.state)


def _implied(token: int, actor: Actor) -> Filler:
    """A filler that stands at a token without being named there."""
    mention = Resolved(token, token + 1, token, Form.GROUP, (actor,), _CERTAINTY)
    return Filler(mention, actor, token, _CERTAINTY)
