"""Targets that a clause implies: who is told, who answers, who gave cause, who was dealt with.

"The minister told Chad that the raid was *illegal*": of Chad. "Niger rejected the Swiss *request*":
to Niger. "Seoul put its army on *alert*, citing threats by the North": against the North.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diplograph.actors.index import Form, Resolved
from diplograph.records import Actor, PloverType, Relation
from diplograph.relations.arguments import owners, surface_subjects
from diplograph.relations.attribution import reporting_verb_above
from diplograph.relations.candidates import Candidate
from diplograph.relations.fillers import Filler, Reader, actors_at
from diplograph.relations.slots import Slots, carrier_of
from diplograph.relations.told import akin, targets_of, told_before
from diplograph.word_classes import word_class

_CERTAINTY, _GUESS = 0.65, 0.55
_PLAINLY = 1.5  # how many times as often as the next a state is named that a text is about
_REACH = 150  # tokens within which whom the source dealt with is remembered
_SAID = frozenset(
    {
        PloverType.ACCUSE,
        PloverType.REQUEST,
        PloverType.THREATEN,
        PloverType.REJECT,
        PloverType.AGREE,
    }
)
_HOSTILE = frozenset(
    {
        PloverType.MOBILIZE,
        PloverType.SANCTION,
        PloverType.COERCE,
        PloverType.ASSAULT,
        PloverType.THREATEN,
    }
)
_CONFRONTING = frozenset(
    {PloverType.REQUEST, PloverType.ACCUSE, PloverType.THREATEN, PloverType.REJECT}
)
_BLAME = frozenset({"accuses", "blames", "criticises", "condemns"})


def implied(token: int, actor: Actor, certainty: float = _CERTAINTY) -> Filler:
    """A filler that stands at a token without being named there."""
    mention = Resolved(token, token + 1, token, Form.GROUP, (actor,), certainty)
    return Filler(mention, actor, token, certainty)


def addressed(
    reader: Reader, slots: Slots, reading: Candidate, kind: PloverType, told: Sequence[Relation]
) -> list[Filler]:
    """Whom an act is meant for that names nobody, by the clause that it stands in."""
    found: Iterable[Actor] = ()
    if kind in _SAID:
        found = _hearers(reader, reading)
    if not found and reading.frame.pos == "NOUN" and _is_answerable(reading, kind):
        found = _answerers(reader, reading)
    if not found and kind in _HOSTILE:
        found = _provokers(reader, reading)
    if not found and _takes_up(reader, slots, kind, reading.frame.relation):
        found = shared_targets(reader, reading, told)
    if not found and kind is PloverType.REQUEST and reading.frame.pos == "NOUN":
        found = _last_confronted(reader, reading, told)
    if not found and reading.frame.relation == "expressesConcernAbout":
        found = _talked_with(reader, reading, told)
    if found:
        return [implied(reading.trigger, actor) for actor in found]
    if kind is PloverType.REQUEST and _asks_openly(reader, slots, reading):
        other = other_party(reader, [f.actor for f in reading.sources])
        return [implied(reading.trigger, other, _GUESS)] if other is not None else []
    return []


def shared_targets(reader: Reader, reading: Candidate, told: Sequence[Relation]) -> list[Actor]:
    """Whom the source has just dealt with in the same sentence.

    "telephoned the king to offer his *condolences*", "recalled its envoy from X and *threatened*".
    """
    i = reading.trigger
    start = reader.syntax.doc[i].sent.start_char
    for relation in told_before(reader, i, _REACH, told):
        if relation.trigger.start < start:
            break
        if any(relation.source.actor.id == f.actor.id for f in reading.sources):
            return targets_of(relation, told)
    return []


def _talked_with(reader: Reader, reading: Candidate, told: Sequence[Relation]) -> list[Actor]:
    """With whom the source has just been told to talk, and so before whom it raises concerns."""
    for relation in told_before(reader, reading.trigger, _REACH, told):
        if relation.type is not PloverType.CONSULT:
            continue
        sides = (relation.source.actor, relation.target.actor)
        for own, other in (sides, sides[::-1]):
            if any(akin(own, f.actor) and not akin(other, f.actor) for f in reading.sources):
                return [other]
    return []


def other_party(reader: Reader, speakers: Sequence[Actor]) -> Actor | None:
    """The other of the two states that a text is plainly about, by how often they are named."""
    leading = [*reader.states[:3]]
    if len(leading) < 2:
        return None
    (first, _), (second, count) = leading[:2]
    third = leading[2][1] if len(leading) > 2 else 0
    if count < _PLAINLY * max(third, 1):
        return None
    if any(akin(second, a) for a in speakers):
        return first
    return second if any(akin(first, a) for a in speakers) else None


def state_of(reader: Reader, actor: Actor) -> Actor:
    """The state that an actor belongs to, where the text names it; else the actor."""
    if actor.state is None:
        return actor
    return next((state for state, _ in reader.states if state.state == actor.state), actor)


def _strangers(
    reader: Reader, tokens: Iterable[int], own: Sequence[Actor], *, several: bool = True
) -> list[Actor]:
    """Actors at tokens that are not akin to the sources."""
    found = {
        f.actor.id: f.actor
        for f in actors_at(reader, tokens)
        if not any(akin(f.actor, a) for a in own)
    }
    return list(found.values()) if several or len(found) == 1 else []


def _hearers(reader: Reader, reading: Candidate) -> list[Actor]:
    """Who is told what a source says of itself or of an act: "told *Chad* that ..."."""
    s = reader.syntax
    verb = reporting_verb_above(s, reader.lexicon, reading.trigger)
    if verb is None or s.doc[verb].pos_ != "VERB":
        return []
    sources = [f.actor for f in reading.sources]
    speakers = [f.actor for f in actors_at(reader, surface_subjects(s, verb))]
    if not any(akin(a, b) for a in sources for b in speakers):
        return []
    hearers = s.exactly(verb, "iobj", "obj")
    hearers += [t for t in s.exactly(verb, "obl") if s.preposition(t) == "to"]
    hearers = [t for t in hearers if s.lemma(t) not in word_class("audience")]
    return _strangers(reader, hearers, sources)


def _answerers(reader: Reader, reading: Candidate) -> list[Actor]:
    """Who rejects, meets or weighs a request or charge: "*Niger* dismissed the accusations"."""
    s = reader.syntax
    top = carrier_of(s, reader.lexicon, reading.trigger)
    verb = s.heads[top]
    if s.labels[top] not in {"obj", "obl", "obl:agent"} or s.doc[verb].pos_ != "VERB":
        return []
    if s.lemma(verb) not in word_class("answering") or reading.support is not None:
        return []
    return _strangers(reader, surface_subjects(s, verb), [f.actor for f in reading.sources])


def _provokers(reader: Reader, reading: Candidate) -> list[Actor]:
    """Whose acts are given as the cause: "citing threats *by Chad*", "in response to its raid"."""
    s = reader.syntax
    sources = [f.actor for f in reading.sources]
    verb = reading.support.verb if reading.support is not None else reading.trigger
    causes = [
        t
        for clause in s.exactly(verb, "advcl", "acl")
        if s.lemma(clause) in word_class("citing")
        for t in s.exactly(clause, "obj")
    ]
    for t in s.exactly(verb, "obl"):
        if s.lemma(t) in word_class("answer") and s.preposition(t) in {"in", "as"}:
            causes += s.exactly(t, "nmod")
    found = [o for t in causes for o in owners(s, reader.index, t)]
    return _strangers(reader, found, sources, several=False)


def _is_answerable(reading: Candidate, kind: PloverType) -> bool:
    """Whether a noun asks or blames somebody, so that there is one to answer it."""
    return kind is PloverType.REQUEST or reading.frame.relation in _BLAME


def _takes_up(reader: Reader, slots: Slots, kind: PloverType, relation: str) -> bool:
    """Whether an act goes on with whom its source deals: put on alert, "accusing *them*"."""
    if relation == "raisesAlertAgainst":
        return True
    if kind not in {PloverType.ACCUSE, PloverType.REQUEST, PloverType.THREATEN}:
        return False
    doc = reader.syntax.doc
    return any(
        doc[t].pos_ == "PRON" and reader.index.at(t) is None and doc[t].tag_ == "PRP"
        for t in slots.fill(("obj",))
    )


def _last_confronted(reader: Reader, reading: Candidate, told: Sequence[Relation]) -> list[Actor]:
    """Whom a source that renews its demands asked, blamed or threatened last."""
    for relation in told_before(reader, reading.trigger, _REACH, told):
        mine = any(relation.source.actor.id == f.actor.id for f in reading.sources)
        if mine and relation.type in _CONFRONTING:
            return targets_of(relation, told)
    return []


def _asks_openly(reader: Reader, slots: Slots, reading: Candidate) -> bool:
    """Whether a verb asks for something and not somebody: "demanded the handover of ..."."""
    s, i = reader.syntax, reading.trigger
    if reading.frame.pos != "VERB" or reading.frame.relation not in {"demands", "urges", "asks"}:
        return False
    if s.lemma(i) not in word_class("demanding"):
        return False
    things = [t for p in ("for", "on") for t in slots.fill((p,))]
    if s.lemma(i) not in word_class("calling"):
        things += slots.fill(("obj",))
    clauses = s.exactly(i, "ccomp") if s.lemma(i) in word_class("insisting") else []
    bare = all(s.doc[t].pos_ == "NOUN" and reader.index.at(t) is None for t in things)
    subjects = [t for c in clauses for t in s.exactly(c, "nsubj", "nsubj:pass")]
    nobody = all(reader.index.at(t) is None for t in subjects)
    return bool(things or clauses) and bare and nobody
