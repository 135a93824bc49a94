"""Organs that a place tells apart: the Supreme Court in London, the embassy in Canberra."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from diplograph.actors.binding import subjects_of
from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.scenes import state_told
from diplograph.actors.situation import Situation
from diplograph.gazetteer import How, Organ, Organisation, Person, Place, State
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_ABROAD = "embassy"


def organ_there(sit: Situation, m: Mention, organ: Organ) -> Actor:
    """The actor that a mention of an organ means, by the place behind it.

    An embassy is another one in each state. A name that many states' organs have means the organ
    of the state where the clause or the text puts it, and the default reading only elsewhere.
    """
    host = host_told(sit, m)
    if organ.organ == _ABROAD:
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
        code = code or _other_state(sit, m, organ)
        organ = (sit.gazetteer.organ_of(code, key) if code else None) or organ
    told = _of_another(sit, m, organ, host)
    if told is None and shared and key is None:
        told = _of_those_named(sit, m, organ)
    return sit.actor_of(told or organ)


def _host_understood(sit: Situation, m: Mention, code: str) -> State | None:
    """Where an embassy is that nothing places: with whoever turns to it, else where a text plays.

    "A *Chinese* minister delivered the protest to the US embassy".
    """
    s, found = sit.s, sit.scene
    if s.labels[m.head] == "obl" and s.preposition(m.head) in {"to", "with"}:
        found = sit.state_at(sorted(subjects_of(s, s.heads[m.head]))) or found
    return sit.gazetteer.state(found) if found and found != code else None


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


def part_told(sit: Situation, m: Mention) -> str:
    """The part of a state, or of several, whose an office is: "the *Chechen* president".

    Blank where it is a state's, or of a capital, which stands for its state.
    """
    told = sit.resolve(m.owner) if m.owner is not None and m.owner.form is Form.NAME else None
    return (told.place or "") if told is not None and told.lent and not told.capital else ""


def organ_elsewhere(sit: Situation, m: Mention, code: str) -> Actor | None:
    """ "The Serb leadership *in Knin*" is not Serbia's: an actor of its own, else None."""
    host, own = host_told(sit, m), sit.gazetteer.state(code)
    if host is None or host.code == code:
        return None
    if own is not None and set(own.capitals) & set(host.capitals):
        return None  # "the Serbian government in Belgrade", which was Yugoslavia's capital
    if sit.s.lemma(m.head) not in word_class("also_elsewhere"):
        return None
    start = m.start if m.owner is None else min(m.start, m.owner.start)
    called = sit.s.doc[start : m.head + 1].text
    name = f"{called} in {town_told(sit, m) or host.name_in_text}"
    return Actor(slug(name), name, Kind.ORGANISATION)


def _of_another(sit: Situation, m: Mention, organ: Organ, host: State | None) -> Organ | None:
    """The organ of this name in the state where the clause puts it: "the *Senate* in Manila".

    Elsewhere than "in Manila" only in a text that never names the state of the usual reading. Who
    dissolves a chamber dissolves that of the own state.
    """
    told = state_told(sit, m) if organ.code not in sit.codes_named(but=m) else None
    owner = _state_of_possessor(sit, m)
    code = owner or (host.code if host is not None else state_of_doer(sit, m) or told)
    return _named_so(sit, m, code) if code and code != organ.code else None


def _state_of_possessor(sit: Situation, m: Mention) -> str | None:
    """ "The *country's* Senate": of the state that it means, else of the only one spoken of."""
    whose = [i for i in sit.s.exactly(m.head, "nmod:poss") if i in sit.by_head]
    spoken = {t.actor.state for t in sit.discourse.traces if t.actor.state}
    return sit.state_at(whose) or (next(iter(spoken)) if whose and len(spoken) == 1 else None)


def _of_those_named(sit: Situation, m: Mention, organ: Organ) -> Organ | None:
    """The chamber of this name in the state of the persons whom a text names: no US senators."""
    persons = {n.code for n in sit.named() if isinstance(n, Person)} - {""}
    if len(persons) != 1 or organ.code in sit.codes_named(but=m):
        return None
    found = _named_so(sit, m, next(iter(persons)))
    state = sit.gazetteer.state(found.code) if found is not None else None
    if found is None or state is None or found.id == f"{state.id}-{found.organ}":
        return None  # nobody has said that this state has a chamber of this name
    return found


def _named_so(sit: Situation, m: Mention, code: str) -> Organ | None:
    """The organ of a state that is called as a mention is."""
    state = sit.gazetteer.state(code)
    found = sit.gazetteer.find_name(f"{state.adjective} {m.text}") if state is not None else ()
    nodes = (entry.node for entry in found)
    return next((n for n in nodes if isinstance(n, Organ) and n.code == code), None)


def state_of_doer(sit: Situation, m: Mention) -> str | None:
    """The state of whoever does to an organ what is done to one's own.

    "Koizumi *dissolved* the House", "Muizzu *won* the presidency", "*ran* for the presidency".
    """
    verb, label = sit.s.heads[m.head], sit.s.labels[m.head]
    dissolved = label == "obj" and sit.s.lemma(verb) in word_class("dissolving")
    won = label in {"obj", "obl"} and sit.s.lemma(verb) in word_class("winning_office")
    if not dissolved and not (won and m.organ == "presidency"):
        return None
    return sit.state_at(sit.s.exactly(verb, "nsubj", "nsubj:pass"))


def _other_state(sit: Situation, m: Mention, organ: Organ) -> str | None:
    """The state that a text names most, where it never names that of the default reading."""
    names = (n for o in sit.mentions if o.text != m.text for n in (o, o.name) if n is not None)
    named = Counter(n.entries[0].code for n in names if _names_a_state(n))
    if not named or organ.code in named:
        return None
    return max(sorted(named), key=lambda code: named[code])


def _names_a_state(m: Mention) -> bool:
    return bool(m.entries) and m.form is not Form.ROLE and bool(m.entries[0].code)


def at_host(sit: Situation, m: Mention, actor: Actor) -> Actor:
    """An embassy named before, or the one that the same state has where this mention puts it."""
    host = host_told(sit, m)
    embassy = sit.gazetteer.organ_of(actor.state, _ABROAD) if host and actor.state else None
    return actor if embassy is None else embassy_in(sit, embassy, host)


def is_called_by_town(sit: Situation, m: Mention) -> bool:
    """Whether an embassy is called by where it is: "its *Baghdad* embassy", not "Iraq's"."""
    entry = m.owner.entries[0] if m.owner is not None and m.owner.entries else None
    if m.owner is None or entry is None or m.owner.end > m.head:
        return False
    town = entry.how is How.CAPITAL or isinstance(entry.node, Place)
    return town and all(t.tag_ != "POS" for t in sit.s.doc[m.owner.end : m.head])


def embassy_of_town(sit: Situation, m: Mention) -> Actor | None:
    """The embassy in a town of whoever owns it, else of the state whose embassy was named."""
    host = sit.gazetteer.state(m.owner.entries[0].code) if m.owner is not None else None
    of = (i for i in sit.s.exactly(m.head, "nmod") if sit.s.preposition(i) == "of")
    owners = map(sit.by_head.get, (*sit.s.exactly(m.head, "nmod:poss"), *of))
    told = [a.state for o in owners if o and o is not m.owner for a in sit.actors(o)]
    named = sit.discourse.organs.get(_ABROAD)
    code = next(iter(told), named.state if named is not None else None)
    embassy = sit.gazetteer.organ_of(code, _ABROAD) if code else None
    if embassy is None or host is None or host.code == code:
        return None
    return embassy_in(sit, embassy, host)


def embassies_of_each(sit: Situation, states: Sequence[Actor]) -> list[Actor]:
    """The embassy that each of two states has in the other."""
    found = []
    for own, other in (states, reversed(states)):
        embassy = sit.gazetteer.organ_of(own.state, _ABROAD) if own.state else None
        host = sit.gazetteer.state(other.state) if other.state else None
        if embassy is not None:
            found.append(embassy_in(sit, embassy, host))
    return found


def embassy_in(sit: Situation, embassy: Organ, host: State | None) -> Actor:
    """ "Chinese Embassy in Australia"; the sender's embassies as such where no host is told."""
    if host is None or host.code == embassy.code:
        return sit.actor_of(embassy)
    return Actor(
        f"{embassy.id}-in-{host.id}",
        f"{embassy.name} in {host.name_in_text}",
        Kind.ORGANISATION,
        embassy.code,
    )


def people_host(sit: Situation, m: Mention, state: State) -> State | None:
    """The other state in which people of a state are: "Syrian refugees *in Jordan*"."""
    host = host_told(sit, m)
    of = [i for i in sit.s.exactly(m.head, "nmod") if sit.s.preposition(i) == "of"]
    for i in (*sit.s.exactly(m.head, "nmod:poss"), *of):  # "Kosovo's Serbs", "the Serbs of Bosnia"
        where = sit.by_head[i].entries if i in sit.by_head else ()
        if where and isinstance(where[0].node, State) and where[0].code != state.code:
            return where[0].node
    at = m.end < len(sit.s.doc) and sit.s.doc[m.end].lower_ in word_class("locative")
    return host if host is not None and at and host.code != state.code else None


def state_of_people(sit: Situation, m: Mention) -> State | None:
    """The state of a people's part: "*Iraqi* Kurds", "Kurds *in Sulaimaniya*"."""
    for i in sit.s.exactly(m.head, "amod", "compound"):
        entries = sit.by_head[i].entries if i in sit.by_head else ()
        if entries and isinstance(entries[0].node, State):
            return entries[0].node
    code = state_told(sit, m)
    return host_told(sit, m) or (sit.gazetteer.state(code) if code else None)


def host_told(sit: Situation, m: Mention) -> State | None:
    """The state of the place that an organ's own complement names: "in Canberra", "to Chile"."""
    where = _place_told(sit, m)
    return sit.gazetteer.state(where.entries[0].code) if where is not None else None


def task_told(sit: Situation, m: Mention) -> State | Place | None:
    """The state or place that an envoy is for: "the UN envoy *for Yemen*"."""
    for i in sit.s.exactly(m.head, "nmod"):
        where = sit.by_head.get(i)
        if where is None or sit.s.preposition(i) not in {"for", "on"} or not where.entries:
            continue
        node = where.entries[0].node
        if where.form is Form.NAME and isinstance(node, State | Place):
            return node
    return None


def town_told(sit: Situation, m: Mention) -> str:
    """The town that a body's complement names, blank where it is a whole state: "in *Gdansk*"."""
    where = _place_told(sit, m)
    entry = where.entries[0] if where is not None else None
    if where is None or entry is None:
        return ""
    if isinstance(entry.node, Place):
        return entry.node.name
    return where.text if entry.how is How.CAPITAL else ""


def _place_told(sit: Situation, m: Mention) -> Mention | None:
    """The place that an organ's own complement names."""
    beside = [sit.by_head.get(i) for i in sit.s.exactly(m.head, "nmod")]
    beside += [o for o in sit.mentions if o.start == m.end + 1]
    for where in beside:
        if where is None or where.form is not Form.NAME or not where.entries:
            continue
        if sit.s.preposition(where.head) in word_class("locative") | {"to"}:
            node = where.entries[0].node
            if isinstance(node, Place | State) and node.code:
                return where
    return _part_told(sit, m)


def _part_told(sit: Situation, m: Mention) -> Mention | None:
    """ "Authorities in the state of *Chiapas*": the place behind a noun that says what it is."""
    parts = word_class("subdivision") | word_class("city")
    for i in sit.s.exactly(m.head, "nmod"):
        if sit.s.lemma(i) not in parts or sit.s.preposition(i) != "in":
            continue
        if sit.s.lemma(i) == "capital":  # "the embassy in the Iraqi capital"
            whose = map(sit.by_head.get, sit.s.exactly(i, "amod", "nmod:poss", "nmod", "compound"))
            states = (o for o in whose if o is not None and o.entries)
            return next((o for o in states if isinstance(o.entries[0].node, State)), None)
        for where in map(sit.by_head.get, sit.s.exactly(i, "nmod", "appos", "compound")):
            if where is not None and where.entries and isinstance(where.entries[0].node, Place):
                return where
    return None
