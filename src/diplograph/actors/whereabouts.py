"""Organs that a place tells apart: the Supreme Court in London, the embassy in Canberra."""

from __future__ import annotations

from collections.abc import Sequence

from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.scenes import state_told
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Entry, How, Organ, Place, State
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_ABROAD = "embassy"


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


def state_of_doer(sit: Situation, m: Mention) -> str | None:
    """The state of whoever does to an organ what is done to one's own: "*dissolved* the House"."""
    verb = sit.s.heads[m.head]
    if sit.s.labels[m.head] != "obj" or sit.s.lemma(verb) not in word_class("dissolving"):
        return None
    return sit.state_at(sit.s.exactly(verb, "nsubj", "nsubj:pass"))


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
    """The state of a people's part: "*Iraqi* Kurds", "the Kurds of *Iraq*", "in *Sulaimaniya*"."""
    of = (i for i in sit.s.exactly(m.head, "nmod") if sit.s.preposition(i) == "of")
    for i in (*sit.s.exactly(m.head, "amod", "compound"), *of):
        entries = sit.by_head[i].entries if i in sit.by_head else ()
        if entries and isinstance(entries[0].node, State):
            return entries[0].node
    code = state_told(sit, m)
    return host_told(sit, m) or (sit.gazetteer.state(code) if code else None)


def host_told(sit: Situation, m: Mention) -> State | None:
    """The state of the place that an organ's own complement names: "in Canberra", "to Chile"."""
    where = _place_told(sit, m)
    return sit.gazetteer.state(where.entries[0].code) if where is not None else None


def town_elsewhere(sit: Situation, m: Mention, entry: Entry) -> Resolved | None:
    """ "*London*, Ontario": no capital, but a town of its name in the region behind a comma."""
    behind = m.end < len(sit.s.doc) and sit.s.doc[m.end].text == ","
    if entry.how is not How.CAPITAL or not behind:
        return None
    nodes = (o.entries[0].node for o in sit.mentions if o.start == m.end + 1 and o.entries)
    region = next((n for n in nodes if isinstance(n, Place) and n.kind == "region"), None)
    if region is None or region.code == entry.code:
        return None
    return sit.where(m, 0.9, "a town of this name elsewhere", region.code)


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
