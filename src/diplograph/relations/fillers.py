"""Actors in slots: from the tokens that fill a slot to the actors that stand there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from diplograph.actors.index import Form, MentionIndex, Resolved
from diplograph.language.syntax import Syntax
from diplograph.lexicon import Lexicon
from diplograph.ontology import Ontology
from diplograph.records import Actor, Kind
from diplograph.relations.arguments import antecedent, owners, prepositional
from diplograph.relations.attribution import according_to, reporting_verb_above, speaker_of
from diplograph.relations.slots import Slots
from diplograph.relations.speakers import Quotes
from diplograph.word_classes import word_class

_IMPLIED = 0.6


@dataclass(frozen=True, slots=True)
class Filler:
    """An actor in a slot, with the token it stands at and how sure the slot is."""

    mention: Resolved
    actor: Actor
    token: int
    certainty: float


@dataclass(frozen=True, slots=True)
class Reader:
    """What the extraction needs of one document."""

    syntax: Syntax
    index: MentionIndex
    lexicon: Lexicon
    ontology: Ontology
    quotes: Quotes
    states: tuple[tuple[Actor, int], ...] = ()


def fill_slot(reader: Reader, slots: Slots, path: tuple[str, ...], rank: int = 0) -> list[Filler]:
    """Actors in a slot, coordinated ones included; later alternatives are a little less sure."""
    if path == ("speaker",):
        speaker = slots.speaker
        return (
            []
            if speaker is None
            else [Filler(speaker, a, speaker.head, speaker.certainty) for a in speaker.actors]
        )
    if path == ("counterpart",):
        return _counterpart(reader, slots)
    if path[-1] == "state":
        return [_sent_by_state(reader, f) for f in fill_slot(reader, slots, path[:-1], rank)]
    tokens = slots.fill(path)
    found = actors_at(reader, tokens)
    if len(path) > 1:
        found = [f for f in found if f.mention.form is not Form.GROUP or f.actor.state]
    factor = 0.97 ** (rank + len(path) - 1)
    return [replace(f, certainty=f.certainty * factor) for f in found]


def _sent_by_state(reader: Reader, filler: Filler) -> Filler:
    """The state in the place of its people: whoever expels "twelve Russians" hits Russia."""
    called = filler.mention.form in {Form.GROUP, Form.ROLE} and filler.actor.kind is not Kind.PERSON
    people = filler.actor.kind in {Kind.GROUP, Kind.POPULATION}
    state = filler.actor.state if called or people else None
    named = next((a for a, _ in reader.states if state is not None and a.state == state), None)
    return replace(filler, actor=named) if named is not None else filler


def _counterpart(reader: Reader, slots: Slots) -> list[Filler]:
    """The other state that a text is about, for an act that does not name whom it is done to.

    Only where two states clearly lead: the visitor's own is one of them, the other is mentioned at
    least twice and twice as often as the next. It stands at the trigger, as a guess.
    """
    leading = reader.states[:3]
    if len(leading) < 2 or leading[1][1] < 2:
        return []
    if len(leading) > 2 and leading[1][1] < 2 * leading[2][1]:
        return []
    i = slots.trigger
    own = {
        m.actors[0].state
        for t in (slots.fill(("poss",)) or slots.fill(("by",)) or slots.fill(("subj",)))
        if (m := reader.index.at(t)) is not None and m.actors
    }
    others = [actor for actor, _ in leading[:2] if actor.state not in own]
    if len(own) != 1 or len(others) != 1:
        return []
    mention = Resolved(i, i + 1, i, Form.GROUP, (others[0],), _IMPLIED)
    return [Filler(mention, others[0], i, _IMPLIED)]


def actors_at(reader: Reader, tokens: Iterable[int]) -> list[Filler]:
    """Actors that stand at tokens and at what is coordinated with them, each once."""
    s = reader.syntax
    found: dict[str, Filler] = {}
    for token in tokens:
        for t in s.conjuncts(token):
            if s.doc[token].pos_ == "NUM" and s.doc[t].pos_ == "PROPN":
                continue  # "threw out thirteen and Canada four"
            if t != token and _is_excepted(s, t):
                continue
            for filler in _actors_of(reader, t):
                found.setdefault(filler.actor.id, filler)
    return list(found.values())


def _is_excepted(s: Syntax, t: int) -> bool:
    """Whether a conjunct is left out: "but *not* Sudan", "rather *than* Iran"."""
    words = {s.doc[c].lower_ for c in s.exactly(t, "advmod", "cc", "fixed", "mark", "case")}
    words |= {s.doc[t - 1].lower_} if t else set()
    return bool(words & {"not", "than", "rather"})


def _actors_of(reader: Reader, t: int, depth: int = 0) -> list[Filler]:
    """Actors that token t stands for, through partitives and appositions where it names none."""
    s = reader.syntax
    if s.doc[t].tag_ == "WP$":
        t = antecedent(s, t)
    mention = reader.index.at(t)
    if mention is not None and mention.actors and (mention.head == t or _is_part(s, mention, t)):
        if _is_mere_place(reader, mention, t):
            return []
        several = _sent_by(reader, mention, t)
        return several or [Filler(mention, a, t, mention.certainty) for a in mention.actors]
    if depth > 2:
        return []
    if s.exactly(t, "cop"):  # "Chad was among the countries that ...": Chad
        return [f for c in s.exactly(t, "nsubj", "vocative") for f in actors_at(reader, [c])]
    whose = any(s.doc[c].tag_ == "WP$" for c in s.exactly(t, "nmod:poss"))
    if whose or s.lemma(t) in word_class("representative"):
        sent = _sent_by(reader, None, t)
        if sent or whose:
            return sent
    for c in s.exactly(t, "appos", "nmod:desc", "flat"):
        found = _actors_of(reader, c, depth + 1)
        if found:
            return found
    if s.lemma(t) in word_class("partitive") or s.doc[t].pos_ in {"NUM", "DET", "PRON"}:
        for c in s.exactly(t, "nmod", "obl"):
            if s.preposition(c) in {"of", "from", "in"}:
                return _actors_of(reader, c, depth + 1)
    return []


def _sent_by(reader: Reader, mention: Resolved | None, t: int) -> list[Filler]:
    """Several owners that a plural stands for: "delegations from Chad and Niger", "whose leaders".

    Empty where the mention already knows several, or the owners are not of different states.
    """
    s = reader.syntax
    if mention is not None and (mention.form is Form.NAME or len(mention.actors) > 1):
        return []
    if mention is not None and _is_force_of_its_own(mention):
        return []
    whose = [c for c in s.exactly(t, "nmod:poss") if s.doc[c].tag_ == "WP$"]
    if whose:
        above = s.first_conjunct(antecedent(s, whose[0]))
        found = actors_at(reader, [above])
    else:
        found = actors_at(reader, owners(s, reader.index, t))
        if len(found) < 2:
            found = actors_at(reader, [c for p, c in prepositional(s, t) if p in {"of", "from"}])
    if mention is None:
        return found
    if len(found) == 1:  # "Chad's envoys and Niger's"; not "supporters of the king"
        found += [Filler(mention, a, t, mention.certainty) for a in mention.actors if a.state]
    states = {f.actor.state or f.actor.id for f in found}
    return found if len(states) > 1 and s.doc[t].tag_ in {"NNS", "NNPS"} else []


def _is_force_of_its_own(mention: Resolved) -> bool:
    """Whether a mention is of people who act for no state: "Rwandan and Congolese rebels"."""
    return all(a.kind in {Kind.GROUP, Kind.POPULATION} for a in mention.actors)


def _is_part(s: Syntax, mention: Resolved, t: int) -> bool:
    """Whether t is inside a flat name whose head the parser chose differently."""
    return s.labels[t] in {"flat", "compound", "nmod:desc"} or mention.form is Form.NAME


def _is_mere_place(reader: Reader, mention: Resolved, t: int) -> bool:
    """A city, or a state after a locative preposition, says where and not who.

    What acts are aimed *at* is no place: "fired rockets at Israel", "anger at Russia".
    """
    s = reader.syntax
    if mention.place is None or mention.modifier:
        return False
    preposition = s.preposition(t)
    return preposition != "at" and preposition in word_class("locative")


def attributed_mention(reader: Reader, trigger: int) -> Resolved | None:
    """Whose words the trigger is in, None for the writer's own."""
    s = reader.syntax
    verb = reporting_verb_above(s, reader.lexicon, trigger)
    if verb is not None and verb != trigger:
        speaker = speaker_of(s, reader.index, verb)
        if speaker is not None:
            return speaker
    named = according_to(s, reader.index, trigger)
    if named is not None and named.actors:
        return named
    at = s.doc[trigger].idx
    for start, end, speaker in reader.quotes:
        if start <= at < end:
            return speaker
    return None
