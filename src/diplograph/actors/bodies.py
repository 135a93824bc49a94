"""Bodies without a name: "the ministry", "Syrian rebels", "both sides", and pronouns."""

from __future__ import annotations

from diplograph.actors.definites import is_of_kind, known_before, parties_before
from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import introduced_as
from diplograph.actors.populations import (
    GROUP_KINDS,
    group_of_body,
    group_of_place,
    group_of_state,
    group_there,
    group_word,
)
from diplograph.actors.scenes import is_only_acted_on, only_place, state_told
from diplograph.actors.situation import Situation
from diplograph.actors.whereabouts import at_host
from diplograph.gazetteer import How, Organ, Organisation
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_BODIES = frozenset({Kind.ORGANISATION, Kind.GROUP})
_NAMED = {"group": _BODIES | {Kind.PERSON}, "organisation": _BODIES}
"""Kinds of actors whose names stand beside nouns of a kind."""
_OF_OTHERS = frozenset({"regime", "junta"})
"""Words for a government that are never used of one's own."""
_ABOUT = 3  # mentions of a state before a text counts as being about it


def resolve_organ(sit: Situation, m: Mention) -> Resolved | None:
    """An organ named without its state: the owner's, the one named before, or the context's."""
    owner = sit.owner(m)
    word = sit.s.lemma(m.head)
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
        previous = sit.discourse.organs.get(f"{key} {word}")
        if previous is None and word not in _OF_OTHERS:
            previous = sit.discourse.organs.get(key)
        if previous is not None:
            same = at_host(sit, m, previous) if key == "embassy" else previous
            return sit.made(m, (same,), 0.85)
        if not m.definite and not m.text[:1].isupper():
            return None
        code, certainty = _state_of_organ(sit, m, word), 0.75
    organ = sit.gazetteer.organ_of(code, key) if code else None
    if organ is None:
        return None
    actor = sit.actor_of(organ)
    actor = at_host(sit, m, actor) if key == "embassy" else actor
    sit.discourse.organs[key] = sit.discourse.organs[f"{key} {word}"] = actor
    return sit.made(m, (actor,), certainty)


def _state_of_organ(sit: Situation, m: Mention, word: str) -> str | None:
    """Whose "the regime" or "the Government" is that nobody has told yet.

    A body writes "the Government" of its own state. "The regime" is that of which the text says so
    further down, or that of the state where it plays: nobody calls a friendly government so.
    """
    if word not in _OF_OTHERS:
        own = sit.publisher if sit.s.doc[m.head].text[:1].isupper() else None
        code = own or sit.context_state(m)
        acted_on = code is not None and own is None and is_only_acted_on(sit, m, code)
        return _only_other_state(sit, code) if acted_on else code
    for other in sit.mentions:
        if other.form is Form.ORGAN and other.owner is not None and other is not m:
            owner = sit.owner(other) if sit.s.lemma(other.head) == word else None
            if owner is not None and owner.state is not None:
                return owner.state
    return sit.scene or sit.context_state(m)


def _only_other_state(sit: Situation, code: str | None) -> str | None:
    """The one state but `code` that a text names."""
    named = {m.entries[0].code for m in sit.mentions if m.form is Form.NAME and m.entries}
    others = named - {code, ""}
    return others.pop() if len(others) == 1 else None


def resolve_group(sit: Situation, m: Mention) -> Resolved | None:
    """A collective noun: whom it acts for, or a group of its own; pairs and "the country" too."""
    if m.pair:
        pair = parties_before(sit, m)
        return sit.made(m, pair, 0.8) if pair else None
    if _is_everybody(sit, m) or _is_attitude(sit, m):
        return None
    named = _named_beside(sit, m)
    if named:
        return sit.made(m, named, 0.9)
    owner = sit.owner(m)
    if owner is None:
        known = known_before(sit, m)
        return known if known is not None or m.noun is None else _unowned_group(sit, m)
    acting = _acting(sit, m, owner)
    return sit.made(m, acting, 0.88) if acting else None


def _is_everybody(sit: Situation, m: Mention) -> bool:
    """ "The international community": of no state, whatever state stands near."""
    if m.noun is None or m.noun.kind != "population":
        return False
    beside = sit.s.exactly(m.head, "amod", "compound")
    return any(sit.s.doc[i].lower_ in word_class("worldwide") for i in beside)


def _is_attitude(sit: Situation, m: Mention) -> bool:
    """ "China's opposition to her detention": what somebody feels, not who."""
    if sit.s.lemma(m.head) not in word_class("attitude"):
        return False
    return any(sit.s.preposition(i) == "to" for i in sit.s.exactly(m.head, "nmod"))


def _named_beside(sit: Situation, m: Mention) -> tuple[Actor, ...]:
    """Whom a noun names together with a name in apposition.

    "The Lebanese group Hezbollah", "the Tunisian lawyer X", "X, an American contractor".
    """
    if m.noun is None or m.noun.kind not in _NAMED:
        return ()
    s = sit.s
    heads = [h for a in s.exactly(m.head, "appos", "flat") for h in s.conjuncts(a)]
    heads += _set_off(sit, m)
    describes = s.labels[m.head] in {"compound", "nmod:desc", "flat"} and s.heads[m.head] > m.head
    if describes or (s.labels[m.head] == "appos" and not m.several):
        heads.append(s.heads[m.head])
    names = [o for o in sit.mentions if o.form is Form.NAME and o.head in heads]
    found = [a for o in names for a in sit.actors(o) if not (o.start <= m.head < o.end)]
    fitting = [a for a in found if a.kind in _NAMED[m.noun.kind]]
    return tuple(dict.fromkeys(fitting)) if len(fitting) == len(found) else ()


def _set_off(sit: Situation, m: Mention) -> list[int]:
    """ "The UN agency for Palestinian refugees, UNRWA,": a body's name between commas behind it."""
    if m.noun is None or m.noun.kind != "organisation" or m.several:
        return []
    complements = sit.s.exactly(m.head, "nmod")
    last = max([m.head, *(i for c in complements for i in (c, *sit.s.exactly(c, "amod")))])
    for other in sit.mentions:
        if other.form is not Form.NAME or other.start != last + 2 or other.end >= len(sit.s.doc):
            continue
        commas = sit.s.doc[last + 1].text == "," == sit.s.doc[other.end].text
        if commas and any(is_of_kind(m.noun.lemma, e.node) for e in other.entries[:1]):
            return [other.head]
    return []


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
    state = sit.gazetteer.state(owner.state) if owner.state else None
    place = _city(sit, m)
    if place and not (m.several is False and state is not None and place in state.capitals):
        return group_of_place(m.noun, word, place, owner.state)
    if state is not None and (owner.kind is Kind.STATE or place):
        where = sit.s.preposition(m.owner.head) if m.owner is not None else ""
        there = m.noun.alone == "there" and where in {"in", "at", "near", "around"}
        return (group_there if there else group_of_state)(m.noun, word, state)
    if state is not None and m.noun.kind == "population" and _is_organ(sit, owner):
        return group_of_state(m.noun, word, state)  # a ministry's "citizens" are the state's
    if m.owner is not None and is_of_a_region(m):
        kind = GROUP_KINDS.get(m.noun.kind, Kind.GROUP)
        return Actor(slug(f"{m.owner.text} {word}"), f"{m.owner.text} {word}", kind)
    return group_of_body(m.noun, word, owner)


def is_of_a_region(m: Mention) -> bool:
    """Whether an adjective in front is a body's and wider than it: "*European* leaders"."""
    entry = m.owner.entries[0] if m.owner is not None and m.owner.entries else None
    body = entry is not None and isinstance(entry.node, Organisation)
    return body and entry is not None and entry.how is How.ADJECTIVE


def _is_organ(sit: Situation, owner: Actor) -> bool:
    return isinstance(sit.gazetteer.by_id(owner.id), Organ)


def _city(sit: Situation, m: Mention) -> str:
    """The city or region that a group belongs to: "protesters in Tehran", "Beijing residents"."""
    place = sit.resolve(m.owner) if m.owner is not None and m.owner.form is Form.NAME else None
    if place is None or place.place is None or not place.actors:
        return ""
    named = place.capital or place.actors[0].name != place.place
    return place.place if named and m.noun and m.noun.acts_for != "state" else ""


def _unowned_group(sit: Situation, m: Mention) -> Resolved | None:
    """ "Rebels", "protesters": those of the state where the clause or the text puts them.

    Nobody where no state is known: "civilians" of two texts have nothing to do with each other.
    """
    assert m.noun is not None
    if m.noun.acts_for or not (m.several or m.noun.kind == "population"):
        return None
    kind = GROUP_KINDS.get(m.noun.kind, Kind.GROUP)
    named = m.text if m.noun.alone == "name" else proper_modifier(sit, m)
    if named:
        word = named if m.noun.alone == "name" else f"{named} {m.text.lower()}"
        return sit.made(m, (Actor(slug(word), word, kind),), 0.55)
    cause = _cause(sit, m)
    if not (m.noun.alone or cause) or introduced_as(sit.s, m.head) == "indefinite":
        return None
    code, certainty = state_told(sit, m), 0.7
    if code is None and m.noun.alone != "told":
        code, certainty = _state_of_the_text(sit, m), 0.55
    state = sit.gazetteer.state(code) if code else None
    word = f"{group_word(m.noun, m.text, m.several)}{cause}"
    if state is None:  # rebels are a party to a text, "people" in two texts are not the same
        party = kind is Kind.GROUP and m.noun.alone
        return sit.made(m, (Actor(slug(word), word, kind),), 0.5) if party else None
    made = group_there if m.noun.alone == "there" or cause else group_of_state
    return sit.made(m, (made(m.noun, word, state),), certainty)


def _cause(sit: Situation, m: Mention) -> str:
    """ " of the coup": what those are for or against who are nothing without it, else blank."""
    if m.noun is None or m.noun.alone or m.noun.kind != "group":
        return ""
    for child in sit.s.exactly(m.head, "nmod"):
        token = sit.s.doc[child]
        if sit.s.preposition(child) == "of" and token.tag_ == "NN" and child not in sit.by_head:
            return f" of the {token.text.lower()}"
    return ""


def _state_of_the_text(sit: Situation, m: Mention) -> str | None:
    """Where the text plays, else, for political groups, the state that it is about.

    People who may be of any state ("gunmen") are not of a state that only acts on them.
    """
    if sit.scene is not None or m.noun is None:
        return sit.scene
    if m.noun.kind == "population" and m.noun.alone != "there":
        return None
    only = only_place(sit)
    if only is not None or m.noun.alone == "there":
        return only
    code = sit.context_state(m)
    return code if code and sit.discourse.states[code] >= _ABOUT else None


def proper_modifier(sit: Situation, m: Mention) -> str:
    """ "Kurdish groups": whose they are, in a word that names no state."""
    for child in sit.s.exactly(m.head, "amod", "compound"):
        token = sit.s.doc[child]
        if token.text[:1].isupper() and (token.ent_type_ or not token.is_sent_start):
            return token.text
    return ""
