"""Bodies without a name: "the ministry", "Syrian rebels", "both sides", and pronouns."""

from __future__ import annotations

from diplograph.actors.definites import known_before, parties_before
from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import introduced_as
from diplograph.actors.populations import (
    GROUP_KINDS,
    group_of_body,
    group_of_place,
    group_of_state,
    group_word,
)
from diplograph.actors.situation import Situation
from diplograph.names import slug
from diplograph.records import Actor, Kind

_ABOUT = 3  # mentions of a state before a text counts as being about it


def resolve_organ(sit: Situation, m: Mention) -> Resolved | None:
    """An organ named without its state: the owner's, the one named before, or the context's."""
    owner = sit.owner(m)
    if m.organ == "ministry":
        known = [a for k, a in sit.discourse.organs.items() if k.endswith("ministry")]
        if owner is None and known:
            return sit.made(m, (known[-1],), 0.85)
        key = "foreign-ministry"
    else:
        key = m.organ
    if owner is not None and owner.state is None:
        return None  # "the Karim regime" of an unknown Karim is nobody else's
    code = owner.state if owner is not None else None
    certainty = 0.95
    if code is None:
        if introduced_as(sit.s, m.head) == "indefinite":
            return None  # "a government in which ..."
        previous = sit.discourse.organs.get(key)
        if previous is not None and owner is None:
            return sit.made(m, (previous,), 0.85)
        if not m.definite and not m.text[:1].isupper():
            return None
        code, certainty = sit.context_state(m), 0.75
    organ = sit.gazetteer.organ_of(code, key) if code else None
    if organ is None:
        return None
    actor = sit.actor_of(organ)
    sit.discourse.organs[key] = actor
    return sit.made(m, (actor,), certainty)


def resolve_group(sit: Situation, m: Mention) -> Resolved | None:
    """A collective noun: whom it acts for, or a group of its own; pairs and "the country" too."""
    if m.pair:
        pair = parties_before(sit, m)
        return sit.made(m, pair, 0.8) if pair else None
    owner = sit.owner(m)
    if owner is None:
        known = known_before(sit, m)
        return known if known is not None or m.noun is None else _unowned_group(sit, m)
    return sit.made(m, _acting(sit, m, owner), 0.88)


def _acting(sit: Situation, m: Mention, owner: Actor) -> tuple[Actor, ...]:
    """Whom a collective noun means for its owner, and for those coordinated with the owner.

    "American and British aircraft" are two air forces.
    """
    found = []
    for one in (owner, *_beside(sit, m)):
        actor = _acting_for(sit, m, one)
        if actor is not None and actor not in found:
            found.append(actor)
    return tuple(found)


def _beside(sit: Situation, m: Mention) -> list[Actor]:
    """Owners coordinated with a mention's adjectival owner."""
    if m.owner is None or sit.s.labels[m.owner.head] not in {"amod", "compound", "conj"}:
        return []
    heads = sit.s.conjuncts(sit.s.first_conjunct(m.owner.head))
    beside = [o for o in sit.mentions if o.head in heads and o is not m.owner]
    return [a for o in beside if o.form is Form.NAME for a in sit.actors(o)[:1]]


def _acting_for(sit: Situation, m: Mention, owner: Actor) -> Actor | None:
    assert m.noun is not None
    if m.noun.acts_for == "state" and owner.state:
        state = sit.gazetteer.state(owner.state)
        return sit.actor_of(state) if state else None
    if m.noun.acts_for and owner.state and owner.kind is Kind.STATE:
        organ = sit.gazetteer.organ_of(owner.state, m.noun.acts_for)
        return sit.actor_of(organ) if organ is not None else None
    return owner if m.noun.acts_for else _owned_group(sit, m, owner)


def _owned_group(sit: Situation, m: Mention, owner: Actor) -> Actor:
    assert m.noun is not None
    word = group_word(m.noun, m.text, m.several)
    place = _city(sit, m)
    if place:
        return group_of_place(m.noun, word, place, owner.state)
    state = sit.gazetteer.state(owner.state) if owner.state else None
    if state is not None and owner.kind is Kind.STATE:
        return group_of_state(m.noun, word, state)
    return group_of_body(m.noun, word, owner)


def _city(sit: Situation, m: Mention) -> str:
    """The city or region that a group belongs to: "protesters in Tehran", "Beijing residents"."""
    place = sit.resolve(m.owner) if m.owner is not None and m.owner.form is Form.NAME else None
    if place is None or place.place is None or not place.actors:
        return ""
    named = place.capital or place.actors[0].name != place.place
    return place.place if named and m.noun and m.noun.acts_for != "state" else ""


def _unowned_group(sit: Situation, m: Mention) -> Resolved | None:
    """ "rebels", "protesters": of the state that the text is about, if the noun is political."""
    assert m.noun is not None
    if not m.noun.political or not m.several:
        return None
    if m.noun.acts_for:
        return None
    named = _proper_modifier(sit, m)
    code = None if named else sit.context_state(m)
    state = sit.gazetteer.state(code) if code else None
    anyone = m.noun.kind == "population"  # "families", "people": of no state unless told
    if state is None or anyone or sit.discourse.states[state.code] < _ABOUT:
        word = f"{named} {m.text.lower()}".strip()
        kind = GROUP_KINDS.get(m.noun.kind, Kind.GROUP)
        return sit.made(m, (Actor(slug(word), word, kind),), 0.55)
    return sit.made(m, (_owned_group(sit, m, sit.actor_of(state)),), 0.6)


def _proper_modifier(sit: Situation, m: Mention) -> str:
    """ "Kurdish groups": whose they are, in a word that names no state."""
    for child in sit.s.exactly(m.head, "amod", "compound"):
        token = sit.s.doc[child]
        if token.text[:1].isupper() and (token.ent_type_ or not token.is_sent_start):
            return token.text
    return ""
