"""Names: states, places, organisations and persons, known or new."""

from __future__ import annotations

from diplograph.actors.index import Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.people import known_by_surname, person_named
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Entry, How, Organ, Person, Place, State
from diplograph.names import slug
from diplograph.records import Actor, Kind


def resolve_name(sit: Situation, m: Mention) -> Resolved | None:
    """A name by the gazetteer, else as a new actor or a mere place."""
    entry = choose_entry(sit, m)
    if entry is None:
        return _unknown(sit, m)
    node = entry.node
    if isinstance(node, Person):
        return person_named(sit, m, node)
    if m.label == "PERSON" and m.text in sit.discourse.surnames:
        return person_named(sit, m, None)
    if isinstance(node, State):
        return _state(sit, m, entry, node)
    if isinstance(node, Place):
        return _place(sit, m, node)
    actor = sit.actor_of(node)
    if isinstance(node, Organ):
        sit.discourse.organs[node.organ] = actor
    return sit.made(m, (actor,), 1.0)


def choose_entry(sit: Situation, m: Mention) -> Entry | None:
    """The reading of a name that entity label, context words and syntax speak for."""
    if not m.entries:
        return None
    if sit.is_locative(m):
        for entry in m.entries:
            if entry.kind == "place" or entry.how is How.CAPITAL:
                return entry
    if m.label == "PERSON":
        persons = [e for e in m.entries if e.kind == "person"]
        return persons[0] if persons else m.entries[0]
    known = [e for e in m.entries if e.kind != "person"] if m.label in {"LOC", "GPE"} else []
    return (known or m.entries)[0]


def _state(sit: Situation, m: Mention, entry: Entry, state: State) -> Resolved | None:
    actor = sit.actor_of(state)
    token = sit.s.doc[m.head]
    adjective = entry.how in {How.ADJECTIVE, How.DEMONYM}
    label = sit.s.labels[m.head]
    if adjective and token.tag_ in {"NNS", "NNPS"}:
        people = Actor(
            f"{state.id}-people", f"people of {state.name_in_text}", Kind.POPULATION, state.code
        )
        return sit.made(m, (people,), 0.95)
    modifier = label in {"amod", "compound", "nmod:desc", "flat", "nmod:unmarked"}
    if adjective and not modifier and label in {"nsubj", "obj", "obl", "nmod", "conj"}:
        modifier = token.pos_ == "ADJ" and label != "conj"
    is_capital = entry.how is How.CAPITAL
    return Resolved(
        m.start,
        m.end,
        m.head,
        m.form,
        (actor,),
        0.95 if is_capital else 1.0,
        place=m.text if is_capital else state.name,
        place_state=state.code,
        capital=is_capital,
        modifier=modifier,
    )


def _place(sit: Situation, m: Mention, place: Place) -> Resolved:
    state = sit.gazetteer.state(place.code) if place.code else None
    actors = (sit.actor_of(state),) if state is not None else ()
    modifier = sit.s.labels[m.head] in {"amod", "compound", "nmod:desc"}
    return Resolved(
        m.start,
        m.end,
        m.head,
        m.form,
        actors,
        0.8,
        place=place.name,
        place_state=place.code or None,
        modifier=modifier,
    )


def _unknown(sit: Situation, m: Mention) -> Resolved | None:
    """A name that the gazetteer does not have: kept as an actor of its own."""
    if m.text in sit.discourse.aliases:
        return sit.made(m, (sit.discourse.aliases[m.text],), 0.9)
    known = m.text in sit.discourse.surnames
    if m.label == "PERSON" or known or (" " not in m.text and known_by_surname(sit, m.text)):
        return person_named(sit, m, None)
    if m.label == "ORG":
        actor = Actor(slug(m.text), m.text, Kind.ORGANISATION, _state_inside(sit, m))
        _define_acronym(sit, m, actor)
        return sit.made(m, (actor,), 0.8)
    if m.label == "NORP" and sit.s.doc[m.head].tag_ in {"NNS", "NNPS"}:
        return sit.made(m, (Actor(slug(m.text), m.text, Kind.GROUP),), 0.7)
    if m.label in {"LOC", "GPE", "FAC"}:
        return Resolved(m.start, m.end, m.head, m.form, (), 0.8, place=m.text)
    return None


def _state_inside(sit: Situation, m: Mention) -> str | None:
    for i in range(m.start, m.end):
        for entry in sit.gazetteer.find_name(sit.s.doc[i].text):
            if isinstance(entry.node, State):
                return entry.node.code
    return None


def _define_acronym(sit: Situation, m: Mention, actor: Actor) -> None:
    """ "the Southern Transitional Council (STC)": the acronym names the same actor."""
    doc = sit.s.doc
    if m.end + 2 < len(doc) and doc[m.end].text == "(" and doc[m.end + 2].text == ")":
        acronym = doc[m.end + 1].text
        if acronym.isupper() and len(acronym) > 1:
            sit.discourse.aliases[acronym] = actor
