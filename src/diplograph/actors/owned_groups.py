"""Collective nouns with an owner: whom "Chinese officials" and "the Kyiv side" act for."""

from __future__ import annotations

from diplograph.actors.bodies_led import body_of, forces_led
from diplograph.actors.countries import neighbour_of
from diplograph.actors.doubts import acts_only_there, is_a_person_s, is_led_by_another, is_one_body
from diplograph.actors.group_words import (
    adjective_of,
    is_of_a_part,
    is_of_a_region,
    is_of_whoever,
    of_a_sort,
    own_name,
)
from diplograph.actors.index import Form
from diplograph.actors.kind_nouns import is_of_kind
from diplograph.actors.mentions import Mention
from diplograph.actors.missions import is_a_mission, mission_of
from diplograph.actors.owners import owners_beside, people_within, state_and_people
from diplograph.actors.phrases import is_sport
from diplograph.actors.populations import (
    group_called,
    group_of_body,
    group_of_place,
    group_of_state,
    group_there,
    group_word,
    kind_called,
)
from diplograph.actors.situation import Situation
from diplograph.actors.whereabouts import (
    embassies_of_each,
    host_told,
    people_host,
    town_told,
)
from diplograph.gazetteer import Organ, Organisation, State
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class


def acting_for(sit: Situation, m: Mention, owner: Actor) -> tuple[Actor, ...]:
    """Whom a collective noun means for its owner, and for those coordinated with the owner.

    "American and British aircraft" are two air forces, "their countries" those of both presidents.
    """
    found = []
    both = sit.actors(m.owner)[1:] if m.owner is not None and m.several else ()
    embassies = m.noun is not None and m.noun.acts_for == "embassy" and host_told(sit, m) is None
    if embassies and len(both) == 1:
        return tuple(embassies_of_each(sit, (owner, *both)))  # "reopened *their embassies*"
    for one in (_with_neighbours(sit, m, owner), *both, *owners_beside(sit, m)):
        actor = _body_of(sit, m, one) or _acting_for(sit, m, one)
        if actor is not None and actor not in found:
            found.append(actor)
    return tuple(found)


def _with_neighbours(sit: Situation, m: Mention, owner: Actor) -> Actor:
    """ "Its *neighbours*" of a ministry are those of its state."""
    beside = m.noun is not None and m.noun.lemma in word_class("state_beside")
    organs = beside and owner.state and _is_organ(sit, owner)
    state = sit.gazetteer.state(owner.state or "") if organs else None
    return sit.actor_of(state) if state is not None else owner


def _body_of(sit: Situation, m: Mention, owner: Actor) -> Actor | None:
    """ "*Her party*": the one that the text names with her."""
    if m.noun is None or owner.kind is not Kind.PERSON or m.several:
        return None
    body = m.noun.kind == "organisation" and not m.noun.acts_for
    return body_of(sit, owner, m.noun.lemma, m.start) if body else None


def _acting_for(sit: Situation, m: Mention, owner: Actor) -> Actor | None:
    assert m.noun is not None
    if is_of_a_region(m) and m.owner is not None and sit.owner(m) == owner:
        return _owned_group(sit, m, owner)  # "European troops" are those of some states of Europe
    if m.noun.acts_for in {"state", "government"} and _has_members(sit, owner):
        several = m.several or m.noun.acts_for == "government"
        return _owned_group(sit, m, owner) if several else None  # some of them, "an EU country"
    if m.noun.acts_for == "state":
        return _state_meant(sit, m, owner)
    if m.noun.acts_for and is_of_a_part(m):
        return _owned_group(sit, m, owner)  # "Bosnian Serb forces" are not Bosnia's
    if acts_only_there(sit, m) or is_a_person_s(m, owner) or _has_no_people(sit, m, owner):
        return None
    if owner.kind is Kind.STATE and owner.state and _negotiates(sit, m):
        if is_of_a_part(m):
            return _owned_group(sit, m, owner)
        government = sit.gazetteer.organ_of(owner.state, "government")
        return sit.actor_of(government) if government is not None else None
    if _may_be_civil(sit, m):
        return _owned_group(sit, m, owner) if m.several else None
    theirs = owner.kind is Kind.PERSON and m.noun.acts_for in {"army", "navy", "air-force"}
    led = forces_led(sit, m, owner) if theirs else None
    if led is not None:
        return led
    if _has_members(sit, owner) and is_a_mission(sit, m):
        return mission_of(sit, m, owner)
    if (
        m.noun.lemma in word_class("lent_forces")
        or is_one_body(sit, m, owner)
        or _counted(sit, m, owner)
    ):
        return _owned_group(sit, m, owner)
    if is_led_by_another(sit, m):
        name = f"{group_word(m.noun, m.text, m.several)} in {owner.name}"
        return Actor(slug(name), name, Kind.ORGANISATION)  # "the US-led coalition in Iraq"
    theirs = theirs or (m.noun.kind == "army" and _is_a_government(sit, owner))
    return _of_state_or_body(sit, m, owner, theirs=theirs)


def _of_state_or_body(sit: Situation, m: Mention, owner: Actor, *, theirs: bool) -> Actor | None:
    """The organ of a state whose forces or officials are meant, the body, or a group of its own."""
    assert m.noun is not None
    if m.noun.acts_for and owner.state and (owner.kind is Kind.STATE or theirs):
        organ = sit.gazetteer.organ_of(owner.state, m.noun.acts_for)
        return sit.actor_of(organ) if organ is not None else None
    beside = m.noun.lemma in word_class("state_beside")
    if beside and not m.several:
        return neighbour_of(sit, owner) if owner.kind is Kind.STATE else None
    if beside and owner.kind is Kind.STATE:
        # "Iran's neighbours" are of other states.
        name = f"{group_word(m.noun, m.text, m.several)} of {owner.name}"
        return Actor(slug(name), name, Kind.GROUP)
    if not m.several and m.noun.lemma in word_class("part_of_forces"):
        return _owned_group(sit, m, owner)  # "a Hamas unit", a company's "textile unit"
    called = _is_called(sit, m, owner)
    if m.noun.lemma in word_class("also_of_labour") and sit.gazetteer.by_id(owner.id) is None:
        return None  # a union's "strike"
    return owner if m.noun.acts_for or called else _owned_group(sit, m, owner)


def _negotiates(sit: Situation, m: Mention) -> bool:
    """ "The Russian *team*" of a text on talks is a delegation, which its government sends."""
    one = m.noun is not None and m.noun.lemma in word_class("at_talks") and not m.several
    sentence = sit.s.doc[m.start].sent
    if not one or not m.definite or is_sport(sit.s, sentence):
        return False
    return any(sit.s.lemma(t.i) in word_class("gathering") for t in sit.s.doc)


def _may_be_civil(sit: Situation, m: Mention) -> bool:
    """ "The ban on Cypriot *ships*": what is acted on and may be anybody's, no navy."""
    civil = m.noun is not None and m.noun.lemma in word_class("also_civil")
    said = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "amod", "compound")}
    if said & word_class("military_use"):
        return False
    return civil and sit.s.labels[sit.s.first_conjunct(m.head)] not in {"nsubj", "obl:agent"}


def _has_no_people(sit: Situation, m: Mention, owner: Actor) -> bool:
    """ "Its own citizens" are not those of a charity or newspaper."""
    assert m.noun is not None
    body = owner.kind is Kind.ORGANISATION and not _is_organ(sit, owner)
    return body and m.noun.kind == "population" and not _has_members(sit, owner)


def _has_members(sit: Situation, owner: Actor) -> bool:
    """Whether a body is one of several states: no party's "officials", but "NATO countries"."""
    node = sit.gazetteer.by_id(owner.id)
    return (
        isinstance(node, Organisation) and node.kind in {"igo", "bloc", "region"} and not node.code
    )


def _counted(sit: Situation, m: Mention, owner: Actor) -> bool:
    """ "*17* Saudi officials", "the last three of *five* Cuban pilots", "agents": some of them."""
    assert m.noun is not None
    if m.noun.lemma in word_class("of_a_service"):
        return m.several and owner.kind is Kind.STATE
    people = m.several and bool(m.noun.acts_for) and m.noun.kind not in {"instrument", "army"}
    return people and bool(sit.s.exactly(m.head, "nummod"))


def _state_meant(sit: Situation, m: Mention, owner: Actor) -> Actor | None:
    """Which state "his country", "the Chinese side" or "the kingdom" of an owner is."""
    if _is_some_state(sit, m) or is_of_a_part(m):
        return None  # "an independent Basque state" is not Spain
    parts = m.several and sit.s.lemma(m.head) in word_class("subdivision")
    if parts and owner.kind is Kind.STATE and m.owner is not None and m.owner.end <= m.head:
        name = f"{m.owner.text} {m.text.lower()}"  # "the former Soviet republics"
        return Actor(slug(name), name, Kind.GROUP)
    if owner.state:
        state = sit.gazetteer.state(owner.state)
        return sit.actor_of(state) if state else None
    if owner.kind is Kind.PERSON:
        return None  # "his nation", of whom no state is known
    return _states_of(m) if owner.kind in {Kind.POPULATION, Kind.GROUP} else owner


def _is_some_state(sit: Situation, m: Mention) -> bool:
    """ "A new *U.S. slave state*", "the former *Soviet state*", "the other *side in Vietnam*"."""
    where = sit.s.doc[m.end].lower_ if m.end < len(sit.s.doc) else ""
    there = m.owner is not None and m.owner.start > m.head and where in word_class("locative")
    words = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "det", "amod")}
    one = {"a", "an"} if m.several else {"a", "an"} | word_class("past_office")
    return there or bool(words & one)


def _states_of(m: Mention) -> Actor | None:
    """ "Arab states": a group by the adjective; "the Muslim state of X" is none of it."""
    if not m.several or m.owner is None:
        return None
    name = f"{m.owner.text} {m.text.lower()}"
    return Actor(slug(name), name, Kind.GROUP)


def _is_called(sit: Situation, m: Mention, owner: Actor) -> bool:
    """Whether a noun only says what the body before it is: "the *Abu Sayyaf* group"."""
    node = sit.gazetteer.by_id(owner.id)
    if m.owner is None or m.noun is None or m.several or not isinstance(node, Organisation):
        return False
    between = sit.s.doc[m.owner.end : m.head]  # "the ISNA *news* agency"
    before = m.owner.form is Form.NAME and all(t.lower_ == "news" for t in between)
    if m.noun.lemma in word_class("one_of_many"):
        return False  # "the U.N. body" is one of many
    before = before and m.owner.end <= m.head and not m.noun.alone  # a militant is one of them
    return before and is_of_kind(m.noun.lemma, node) and not is_of_a_region(m)


def _owned_group(sit: Situation, m: Mention, owner: Actor) -> Actor:
    assert m.noun is not None
    words = [*of_a_sort(sit, m), group_word(m.noun, m.text, m.several)]
    word = own_name(sit, m) or " ".join(words)
    both = state_and_people(sit, m)
    if both is not None:
        name = f"{both[0]} {word}"
        return Actor(slug(name), name, kind_called(m.noun, word), both[1])
    state = sit.gazetteer.state(owner.state) if owner.state else None
    people = people_within(sit, m)
    if people and state is not None and owner.kind is Kind.STATE:
        return group_there(m.noun, f"{people} {word}", state)  # "*Karen* people in Burma"
    place = _city(sit, m)
    side = m.several is False and m.noun.kind != "organisation"  # "a Cairo court" is in Cairo
    if place and is_of_a_part(m):  # "Chechen fighters" may fight abroad
        return group_called(m.noun, word, adjective_of(m), owner.state)
    if place and not (side and state is not None and place in state.capitals):
        return group_of_place(m.noun, word, place, owner.state)
    abroad = _abroad(sit, m, state)
    if state is not None and abroad is not None and owner.kind is Kind.STATE:
        town = town_told(sit, m) if m.noun.kind == "organisation" and not m.several else ""
        name = f"{state.adjective} {word} in {town or abroad.name_in_text}"
        return Actor(slug(name), name, kind_called(m.noun, word), state.code)
    if state is not None and (owner.kind is Kind.STATE or place):
        where = _preposition(sit, m)
        said = {sit.s.doc[i].lower_ for i in (*sit.s.exactly(m.head, "amod"), max(0, m.start - 1))}
        foreign = said & word_class("from_elsewhere")
        there = is_of_whoever(m) or bool(foreign)
        behind = bool(foreign) and m.owner is not None and m.owner.start > m.head
        there = there and (behind or where in {"in", "at", "near", "around"})
        return (group_there if there else group_of_state)(m.noun, word, state)
    if state is not None and m.noun.kind == "population" and _is_organ(sit, owner):
        return group_of_state(m.noun, word, state)  # a ministry's "citizens" are the state's
    part = bool(m.noun.acts_for) and is_of_a_part(m)
    beside = owner.kind is Kind.POPULATION and m.owner is not None and m.owner.end == m.head
    beside = beside and sit.owner(m) == owner
    if m.owner is not None and (is_of_a_region(m) or part or beside):  # "*Tamil* civilians"
        return group_called(m.noun, word, adjective_of(m))
    return group_of_body(m.noun, word, owner)


def _preposition(sit: Situation, m: Mention) -> str:
    """The preposition before a group's owner, also in "people in the *British* capital"."""
    if m.owner is None:
        return ""
    inside = m.owner.start > m.head and sit.s.labels[m.owner.head] in {"amod", "compound"}
    return sit.s.preposition(sit.s.heads[m.owner.head] if inside else m.owner.head)


def _abroad(sit: Situation, m: Mention, state: State | None) -> State | None:
    """Where people of a state are that is not theirs: "Syrian refugees *in Jordan*"."""
    if state is None or m.owner is None or m.owner.end > m.head:
        return None
    return people_host(sit, m, state)


def _is_a_government(sit: Situation, owner: Actor) -> bool:
    """Whether an actor governs a state: "its troops" of the Dutch government are the army's."""
    node = sit.gazetteer.by_id(owner.id)
    return isinstance(node, Organ) and node.organ in {"government", "presidency"}


def _is_organ(sit: Situation, owner: Actor) -> bool:
    return isinstance(sit.gazetteer.by_id(owner.id), Organ)


def _city(sit: Situation, m: Mention) -> str:
    """The city or region that a group belongs to: "protesters in Tehran", "Beijing residents"."""
    place = sit.resolve(m.owner) if m.owner is not None and m.owner.form is Form.NAME else None
    if place is None or place.place is None or not place.actors:
        return ""
    named = place.capital or place.actors[0].name != place.place
    return place.place if named and m.noun and m.noun.acts_for != "state" else ""
