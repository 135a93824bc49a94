"""Names: states, places, organisations and persons, known or new."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.acronyms import define_acronym
from diplograph.actors.demonyms import (
    are_counted,
    is_modifier,
    means_a_member,
    means_no_state,
    means_some,
    person_of,
)
from diplograph.actors.described import state_described
from diplograph.actors.doubts import is_a_task, is_an_office
from diplograph.actors.index import Resolved
from diplograph.actors.lending import only_lends
from diplograph.actors.mentions import Mention
from diplograph.actors.metonymy import MODIFIERS, use_of
from diplograph.actors.namesakes import (
    is_called_somebody,
    namesake,
    told_to_be_a_body,
    told_to_be_a_person,
)
from diplograph.actors.organs_named import organ_there
from diplograph.actors.parties_there import party_there
from diplograph.actors.people import person_named
from diplograph.actors.phrases import stands_behind, without_legal_form
from diplograph.actors.populations import (
    people_abroad,
    people_named,
    people_of,
    people_there,
    some_people,
)
from diplograph.actors.readings import choose_entry
from diplograph.actors.situation import Situation
from diplograph.actors.state_groups import states_together
from diplograph.actors.surnames import known_by_surname, leads_now
from diplograph.actors.whereabouts import people_host, state_of_people, town_elsewhere
from diplograph.gazetteer import Entry, GroupNoun, How, Organ, Organisation, Person, Place, State
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class


def resolve_name(sit: Situation, m: Mention) -> Resolved | None:
    """A name by the text's own definition, by the gazetteer, else as a new actor or a place."""
    defined = sit.discourse.aliases.get(m.text)
    if defined is not None:
        return sit.made(m, (defined,), 0.95)
    why = namesake(sit, m)
    if why is not None:
        return Resolved(m.start, m.end, m.head, m.form, (), 0.85, rule=why)
    entry = choose_entry(sit, m)
    if entry is None:
        return _unknown(sit, m)
    node = entry.node
    if isinstance(node, Person):
        return person_named(sit, m, node)
    if m.label == "PERSON" and m.text in sit.discourse.surnames:
        return person_named(sit, m, None)
    if isinstance(node, State | Place) and entry.how is How.NAME and is_called_somebody(sit, m):
        return person_named(sit, replace(m, entries=()), None)
    if isinstance(node, State):
        far = entry.how is How.CAPITAL and node.kind == "territory" and not _is_named(sit, m, node)
        if far:
            return _unknown(sit, m)
        return town_elsewhere(sit, m, entry) or _state(sit, m, entry, node)
    if isinstance(node, Place):
        if _rather_a_person(sit, m, node):
            return person_named(sit, m, None)
        if entry.how is How.ADJECTIVE and sit.s.doc[m.head].tag_ in {"NNS", "NNPS"}:
            return sit.made(m, (people_there(node),), 0.85)
        return _place(sit, m, node)
    if isinstance(node, Organisation) and node.kind == "region":
        return states_together(sit, m, node)
    return _body(sit, m, entry, node)


def _is_named(sit: Situation, m: Mention, state: State) -> bool:
    """Whether a text names a state elsewhere too: "Hamilton" and "Stanley" are much else."""
    return any(o is not m and o.entries and o.entries[0].code == state.code for o in sit.mentions)


def _body(sit: Situation, m: Mention, entry: Entry, node: Organ | Organisation) -> Resolved | None:
    """An organisation or an organ of a state."""
    use = use_of(sit, m, entry.how)
    if not use.actor:
        return sit.where(m, use.certainty, use.rule)
    if entry.how is How.ADJECTIVE and means_a_member(sit, m):
        return None
    if isinstance(node, Organ) and (is_a_task(sit, m) or is_an_office(sit, m)):
        return None
    actor = organ_there(sit, m, node) if isinstance(node, Organ) else party_there(sit, m, node)
    if isinstance(node, Organ) and _is_the_organ(sit, node):
        sit.discourse.organs[node.organ] = actor
    define_acronym(sit, m, actor)
    return Resolved(
        m.start,
        m.end,
        m.head,
        m.form,
        (actor,),
        use.certainty,
        modifier=entry.how is How.ADJECTIVE and sit.s.labels[m.head] in MODIFIERS,
        rule=use.rule,
    )


def _is_the_organ(sit: Situation, node: Organ) -> bool:
    """Whether an organ is the one of its kind: "the police" after "the FBI" may be any."""
    usual = sit.gazetteer.organ_of(node.code, node.organ)
    return usual is not None and usual.id == node.id


def _rather_a_person(sit: Situation, m: Mention, place: Place) -> bool:
    """Whether a name that the gazetteer has as a place only is a person's: "Austin called ..."."""
    if m.text in sit.discourse.surnames:
        return True
    if m.label == "PERSON":
        spelt = m.text in place.name or place.kind != "city"  # "Bush" is not Būsh in Egypt
        return " " in m.text or not spelt or known_by_surname(sit, m.text) is not None
    subject = sit.s.labels[m.head] == "nsubj" and place.kind == "city"
    return subject and leads_now(sit, m.text)


def _state(sit: Situation, m: Mention, entry: Entry, state: State) -> Resolved | None:
    actor = sit.actor_of(state)
    token = sit.s.doc[m.head]
    adjective = entry.how in {How.ADJECTIVE, How.DEMONYM}
    label = sit.s.labels[m.head]
    if adjective and token.tag_ in {"NNS", "NNPS"}:
        abroad = people_abroad(state, m.text, people_host(sit, m, state))
        if abroad is None and means_some(sit, m):
            return None
        people = some_people(state, m.text) if are_counted(sit, m) else people_of(state)
        return sit.made(m, (abroad or people,), 0.95)
    person = person_of(sit, m, state) if adjective else None
    if person is not None:
        return sit.made(m, (person,), 0.75)
    if adjective and means_no_state(sit, m):
        return None
    use = use_of(sit, m, entry.how)
    modifier = label in MODIFIERS or (adjective and is_modifier(sit, m))
    modifier = modifier or stands_behind(sit.s, m.end)
    if not use.actor and modifier:
        return sit.where(m, use.certainty, use.rule, state.code)
    if adjective and not modifier and label in {"nsubj", "obj", "obl", "nmod", "conj"}:
        modifier = token.pos_ == "ADJ" and label != "conj"
    is_capital = entry.how is How.CAPITAL
    gone = not use.actor and not sit.is_locative(m)  # "left Vienna": nothing else tells a place
    return Resolved(
        m.start,
        m.end,
        m.head,
        m.form,
        () if gone else (actor,),
        use.certainty,
        place=m.text if is_capital else state.name,
        place_state=state.code,
        capital=is_capital,
        modifier=modifier,
        rule=use.rule,
        lent=is_capital and use.actor and only_lends(sit, m),
    )


def _place(sit: Situation, m: Mention, place: Place) -> Resolved:
    """A city or region lends its state to what is done to it.

    What a region does or is told it does and is told itself ("*Catalonia* declared", "signed a
    deal with *California*"), a city does nothing.
    """
    state = sit.gazetteer.state(place.code) if place.code else None
    told = sit.gazetteer.use_told(m.text) == "actor"
    acts = sit.s.labels[sit.s.first_conjunct(m.head)] == "nsubj" and not told
    actors = (sit.actor_of(state),) if state is not None and not acts else ()
    region = place.kind == "region" and state is not None and not sit.is_locative(m)
    acting = acts and sit.s.doc[sit.s.heads[m.head]].pos_ == "VERB"
    if region and (acting or _is_party(sit, m)):
        return sit.made(m, (Actor(place.id, place.name, Kind.ORGANISATION, place.code),), 0.75)
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
        lent=not told,
    )


def _is_party(sit: Situation, m: Mention) -> bool:
    """ "Recognised *Chechnya*", "warned *Texas*", "with *California*": somebody, not a place.

    So too "closed the border with *Kurdistan*", but not "along the border with *Darfur*".
    """
    s, first = sit.s, sit.s.first_conjunct(m.head)
    told = word_class("from_afar") | word_class("recognising")
    objects = {"obj", "iobj", "nsubj:pass"}
    spoken_to = s.labels[first] in objects and s.lemma(s.heads[first]) in told
    beside = s.heads[first]
    edge = s.lemma(beside) in word_class("edge") and s.labels[beside] != "obj"
    return spoken_to or (s.preposition(first) == "with" and not edge)


def _unknown(sit: Situation, m: Mention) -> Resolved | None:
    """A name that the gazetteer does not have: kept as an actor of its own."""
    several = _several_of_one_name(sit, m)
    if several:
        return sit.made(m, several, 0.9)
    people = sit.gazetteer.group_noun(m.text)
    if people is not None and people.alone == "name":
        return _people(sit, m, people)
    if m.label == "ORG" and any(r.default and not r.id for r in sit.gazetteer.readings(m.text)):
        return None  # "Air Force One"
    body = told_to_be_a_body(sit, m)
    known = m.text in sit.discourse.surnames or told_to_be_a_person(sit, m)
    if (
        (m.label == "PERSON" and not body)
        or known
        or (" " not in m.text and not sit.is_locative(m) and known_by_surname(sit, m.text))
    ):
        return person_named(sit, m, None)
    if m.label == "ORG" or body:
        title, _, rest = m.text.partition(" ")
        if rest and _titles_a_person(sit, title, rest):
            return person_named(sit, replace(m, text=rest), None)  # "General Prayuth"
        state = _state_inside(sit, m) or state_described(sit, m)
        actor = sit.new_actor(without_legal_form(m.text), Kind.ORGANISATION, state)
        define_acronym(sit, m, actor)
        return sit.made(m, (actor,), 0.8)
    if m.label == "NORP" and sit.s.doc[m.head].tag_ in {"NNS", "NNPS"}:
        return sit.made(m, (sit.new_actor(m.text, Kind.GROUP),), 0.7)
    if m.label in {"LOC", "GPE", "FAC"}:
        return Resolved(m.start, m.end, m.head, m.form, (), 0.8, place=m.text)
    return None


def _people(sit: Situation, m: Mention, noun: GroupNoun) -> Resolved | None:
    """ "Kurds", but "a converted *Jew*" is a person, and "*Sunni* militants" are not all Sunnis."""
    modifier = is_modifier(sit, m)
    if sit.s.doc[m.start - 1].tag_ == "RB" and sit.s.exactly(m.head, "advmod"):
        return None  # "India (largely *Hindu*)"
    if means_a_member(sit, m) and not modifier and "the" not in sit.s.doc[m.start - 1].lower_:
        return None
    people = people_named(noun, None if modifier else state_of_people(sit, m))
    return replace(sit.made(m, (people,), 0.7), modifier=modifier)


def _titles_a_person(sit: Situation, title: str, rest: str) -> bool:
    """ "General Pinochet" is a person, "General Dynamics" is not."""
    role = sit.gazetteer.role_of_phrase(title)
    if role is None:
        return False
    word = rest.lower()
    thing = word in word_class("general_body") or sit.gazetteer.group_noun(word) is not None
    named = role.role.kind in {"rank", "honorific"} and " " not in rest and not thing
    return named or _is_surname(sit, rest)


def _is_surname(sit: Situation, text: str) -> bool:
    return text in sit.discourse.surnames or known_by_surname(sit, text) is not None


def _several_of_one_name(sit: Situation, m: Mention) -> tuple[Actor, ...]:
    """ "The two Koreas": all states of which one name is a reading."""
    if not m.text.endswith("s"):
        return ()
    nodes = (sit.gazetteer.by_id(r.id) for r in sit.gazetteer.readings(m.text[:-1]) if r.id)
    states = [node for node in nodes if isinstance(node, State)]
    return tuple(map(sit.actor_of, states)) if len(states) > 1 else ()


def _state_inside(sit: Situation, m: Mention) -> str | None:
    for i in range(m.start, m.end):
        for entry in sit.gazetteer.find_name(sit.s.doc[i].text):
            if isinstance(entry.node, State | Place) and entry.code:
                return entry.code
    return None
