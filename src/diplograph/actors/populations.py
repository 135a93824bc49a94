"""Names of groups and populations, the same however a text puts them: "protesters in Tehran"."""

from __future__ import annotations

from diplograph.gazetteer import GroupNoun, Place, State
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_PEOPLE = "people"


def kind_called(noun: GroupNoun, word: str) -> Kind:
    """The kind of actor of a collective noun, as it stands in a name (in the plural or not).

    "Chinese institutions" are a group, "a Chinese institution" is an organisation; "a separatist"
    is a person.
    """
    if noun.kind == "population":
        return Kind.POPULATION
    several = any(f" {form.lower()} " in f" {word.lower()} " for form in noun.forms)
    if noun.kind == "organisation":
        return Kind.GROUP if several else Kind.ORGANISATION
    one = noun.kind == "group" and noun.forms and noun.lemma not in word_class("collective")
    return Kind.PERSON if one and not several else Kind.GROUP


def people_of(state: State) -> Actor:
    """The people of a state: "Syrians", "the Syrian people", "the people of Syria"."""
    name = f"people of {state.name_in_text}"
    return Actor(f"{state.id}-people", name, Kind.POPULATION, state.code)


def some_people(state: State, text: str) -> Actor:
    """Some people of a state, called so in a text: "60 *Russians*" are not the Russian people."""
    return Actor(slug(text), text, Kind.GROUP, state.code)


def people_abroad(state: State, text: str, host: State | None) -> Actor | None:
    """ "Uzbeks in Kyrgyzstan", None where no other state is told."""
    if host is None:
        return None
    name = f"{text} in {host.name_in_text}"
    return Actor(slug(name), name, Kind.POPULATION, state.code)


def people_there(region: Place) -> Actor:
    """ "Chechens", "Scots": the people of a region, who are not its state."""
    name = f"people of {region.name}"
    return Actor(slug(name), name, Kind.POPULATION, region.code or None)


def people_named(noun: GroupNoun, state: State | None = None) -> Actor:
    """A people by its own name, "Yazidis", or its part in a state: "Iraqi Kurds"."""
    name = noun.forms[0] if noun.forms else noun.lemma
    name = f"{state.adjective} {name}" if state is not None else name
    code = state.code if state is not None else None
    return Actor(slug(name), name, kind_called(noun, name), code)


def group_word(noun: GroupNoun, text: str, several: bool) -> str:
    """The noun as it stands in a group's name: plural where the mention is ("people" is both)."""
    if not several or text.lower() == noun.lemma.lower():
        return noun.lemma
    return noun.forms[0] if noun.forms else noun.lemma


def group_of_state(noun: GroupNoun, word: str, state: State) -> Actor:
    """ "Syrian rebels", "rebels in Syria"; the people as such is one actor."""
    if noun.lemma == _PEOPLE:
        return people_of(state)
    name = f"{state.adjective} {word}"
    # "The Turkish minority" is of another state, which nobody tells.
    code = None if word in word_class("of_another_state") else state.code
    return Actor(slug(name), name, kind_called(noun, word), code)


def group_there(noun: GroupNoun, word: str, state: State) -> Actor:
    """ "Gunmen in India", "refugees in Turkey": of whatever nationality they are."""
    name = f"{word} in {state.name_in_text}"
    some = noun.lemma == _PEOPLE  # "11 people in Myanmar", beside the people of Myanmar
    kind = Kind.GROUP if some else kind_called(noun, word)
    return Actor(slug(f"{word} in {state.name}"), name, kind, state.code)


def group_of_place(noun: GroupNoun, word: str, place: str, code: str | None) -> Actor:
    """ "Protesters in Tehran", "residents of Beijing" ("Beijing residents" are the same)."""
    kind = kind_called(noun, word)
    name = f"{word} {'of' if kind is Kind.POPULATION else 'in'} {place}"
    return Actor(slug(name), name, kind, code)


def group_called(noun: GroupNoun, word: str, adjective: str, code: str | None = None) -> Actor:
    """ "*Tamil* civilians", "*Tigrayan* rebels": by the adjective of a people or region."""
    name = f"{adjective} {word}"
    return Actor(slug(name), name, kind_called(noun, word), code)


def group_of_body(noun: GroupNoun, word: str, body: Actor) -> Actor:
    """ "Hamas fighters", "allies of Viktor Orbán"."""
    after = body.kind is not Kind.ORGANISATION
    name = f"{word} of {body.name}" if after else f"{body.name} {word}"
    return Actor(slug(name), name, kind_called(noun, word), body.state)
