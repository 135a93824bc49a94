"""Whose organ a name means that organs of several states have: "the Senate", "the Treasury"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from diplograph.actors.binding import subjects_of
from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.scenes import ABOUT, clearly_most, place_of_clause, state_told
from diplograph.actors.situation import Situation
from diplograph.actors.whereabouts import embassy_in, host_told, organ_elsewhere, state_of_doer
from diplograph.gazetteer import Organ, Organisation, Person, Place, State
from diplograph.names import slug
from diplograph.records import Actor, Kind


def organ_there(sit: Situation, m: Mention, organ: Organ) -> Actor:
    """The actor that a mention of an organ means, by the place behind it.

    An embassy is another one in each state. A name that many states' organs have means the organ
    of the state where the clause or the text puts it, and the default reading only elsewhere.
    """
    host = host_told(sit, m)
    if organ.organ == "embassy":
        host = host or _host_understood(sit, m, organ.code)
        return _mission_to_a_body(sit, m, organ.code) or embassy_in(sit, organ, host)
    elsewhere = organ_elsewhere(sit, m, organ.code)
    if elsewhere is not None:
        return elsewhere
    readings = sit.gazetteer.readings(m.text)
    shared = bool(readings) and not any(r.hits(sit.s.doc[m.start].sent.text) for r in readings)
    key = sit.gazetteer.organ_of_generic(m.text) if shared else None
    if key is not None:
        code = host.code if host is not None else state_told(sit, m) or sit.scene
        code = code or _other_state(sit, organ)
        organ = (sit.gazetteer.organ_of(code, key) if code else None) or organ
    part = _of_a_part(sit, m)
    if part is not None:
        return part
    told = _of_the_state_before(sit, m) or _of_another(sit, m, organ, host)
    if told is None and shared and key is None:
        told = _of_those_named(sit, m, organ)
    return sit.actor_of(told) if told is not None else _of_its_owner(sit, m, organ)


def _of_a_part(sit: Situation, m: Mention) -> Actor | None:
    """ "The *Alabama* House": of a part of a state that has a chamber of that name too."""
    before = next((o for o in sit.mentions if o.end == m.start and o.entries), None)
    place = before.entries[0].node if before is not None else None
    if before is None or not isinstance(place, Place) or place.kind != "region":
        return None
    name = f"{before.text} {m.text}"
    return Actor(slug(name), name, Kind.ORGANISATION, place.code or None)


def _of_its_owner(sit: Situation, m: Mention, organ: Organ) -> Actor:
    """The usual reading, but "*Burundi's* National Security Council" is one that no list has."""
    whose = (sit.by_head.get(i) for i in sit.s.exactly(m.head, "nmod:poss"))
    nodes = (
        o.entries[0].node for o in whose if o is not None and o.form is Form.NAME and o.entries
    )
    state = next((node for node in nodes if isinstance(node, State)), None)
    if state is None or state.code == organ.code:
        return sit.actor_of(organ)
    name = f"{state.adjective} {m.text}"
    return Actor(slug(name), name, Kind.ORGANISATION, state.code)


def _host_understood(sit: Situation, m: Mention, code: str) -> State | None:
    """Where an embassy is that nothing places: with whoever turns to it, else where a text plays.

    "A *Chinese* minister delivered the protest to the US embassy".
    """
    s, found = sit.s, sit.scene or _seat(sit, code)
    if s.labels[m.head] == "obl" and s.preposition(m.head) in {"to", "with"}:
        found = sit.state_at(sorted(subjects_of(s, s.heads[m.head]))) or found
    return sit.gazetteer.state(found) if found and found != code else None


def _seat(sit: Situation, code: str) -> str | None:
    """The state that a text speaks of most, if none of its places ("in Havana") tells of another.

    Of the state `code`, whose embassy it is, every such text speaks.
    """
    states = [
        (m, m.entries[0].code)
        for m in sit.mentions
        if m.form is Form.NAME and m.entries and isinstance(m.entries[0].node, State | Place)
    ]
    there = Counter(c for m, c in states if c and sit.is_locative(m))
    spoken_of = Counter(c for m, c in states if c not in {"", code} and not sit.is_locative(m))
    found = clearly_most(spoken_of, ABOUT)
    return found if clearly_most(there, 1) in {found, None} else None


def _mission_to_a_body(sit: Situation, m: Mention, code: str) -> Actor | None:
    """ "Russia's mission *to the United Nations*" is no embassy."""
    state = sit.gazetteer.state(code)
    for where in map(sit.by_head.get, sit.s.exactly(m.head, "nmod")):
        node = where.entries[0].node if where is not None and where.entries else None
        if where is None or state is None or not isinstance(node, Organisation):
            continue
        if sit.s.preposition(where.head) == "to":
            name = f"{state.adjective} mission to {node.name}"
            return Actor(slug(name), name, Kind.ORGANISATION, state.code)
    return None


def _of_another(sit: Situation, m: Mention, organ: Organ, host: State | None) -> Organ | None:
    """The organ of this name in the state where the clause puts it: "the *Senate* in Manila".

    Elsewhere than "in Manila" only in a text that never names the state of the usual reading. Who
    dissolves a chamber dissolves that of the own state.
    """
    told = state_told(sit, m) if organ.code not in sit.codes_named(but=m) else None
    owner = _state_of_possessor(sit, m)
    code = owner or (host.code if host is not None else state_of_doer(sit, m) or told)
    return _named_so(sit, m, code) if code and code != organ.code else None


def _of_the_state_before(sit: Situation, m: Mention) -> Organ | None:
    """ "*Afghanistan* National Security Council", of a name that is another state's organ's."""
    before = (o for o in sit.mentions if o.end == m.start and o.entries)
    codes = {o.entries[0].code for o in before if isinstance(o.entries[0].node, State)}
    return next((organ for organ in _called_so(sit, m) if organ.code in codes), None)


def _state_of_possessor(sit: Situation, m: Mention) -> str | None:
    """ "The *country's* Senate": of the state that it means, else of the only one spoken of."""
    whose = [i for i in sit.s.exactly(m.head, "nmod:poss") if i in sit.by_head]
    spoken = {t.actor.state for t in sit.discourse.traces if t.actor.state}
    return sit.state_at(whose) or (next(iter(spoken)) if whose and len(spoken) == 1 else None)


def _of_those_named(sit: Situation, m: Mention, organ: Organ) -> Organ | None:
    """The organ of this name in the state that a text tells of: no US senators need be meant.

    Only where the text never names the state of the usual reading, and of states of which
    `ambiguous.csv` says that they have one of this name.
    """
    if any(name.entries[0].code == organ.code for name in _names(sit, organ)):
        return None
    told = _states_told(sit, organ)
    own = [one for one in _called_so(sit, m) if told[one.code]]
    return max(own, key=lambda one: told[one.code], default=None)


def _called_so(sit: Situation, m: Mention) -> Iterator[Organ]:
    """The organs of which `ambiguous.csv` says that they are called as a mention is."""
    for reading in sit.gazetteer.readings(m.text):
        node = sit.gazetteer.by_id(reading.id) if reading.id else None
        if isinstance(node, Organ):
            yield node


def _names(sit: Situation, organ: Organ) -> Iterator[Mention]:
    """The known names of a text but those of organs that several states have."""
    for name in (n for o in sit.mentions for n in (o, o.name) if n is not None and n.entries):
        node, text = name.entries[0].node, name.text
        shared = sit.gazetteer.readings(text) or sit.gazetteer.organ_of_generic(text)
        if node.id != organ.id and not (isinstance(node, Organ) and shared):
            yield name


def _states_told(sit: Situation, organ: Organ) -> Counter[str]:
    """How often a text tells that it is on a state, by code: not "the treaty with *Panama*"."""
    owners = {id(o.owner) for o in sit.mentions if o.form in {Form.ROLE, Form.ORGAN}}
    told: Counter[str] = Counter()
    for name in _names(sit, organ):
        label = sit.s.labels[sit.s.first_conjunct(name.head)]
        theirs = isinstance(name.entries[0].node, Person | Organisation | Organ)
        acts = label in {"nsubj", "nsubj:pass", "nmod:poss"} or id(name) in owners
        told[name.entries[0].code] += 2 if theirs or acts else bool(place_of_clause(sit, name))
    return +told


def _named_so(sit: Situation, m: Mention, code: str) -> Organ | None:
    """The organ of a state that is called as a mention is."""
    state = sit.gazetteer.state(code)
    found = sit.gazetteer.find_name(f"{state.adjective} {m.text}") if state is not None else ()
    nodes = (entry.node for entry in found)
    return next((n for n in nodes if isinstance(n, Organ) and n.code == code), None)


def _other_state(sit: Situation, organ: Organ) -> str | None:
    """The state that a text is on or names most, where it never names the usual reading's."""
    named = Counter(n.entries[0].code for n in _names(sit, organ) if n.form is not Form.ROLE)
    told = _states_told(sit, organ)
    if not named or organ.code in named | told:
        return None
    return max(sorted(named | told), key=lambda code: (told[code], named[code])) or None
