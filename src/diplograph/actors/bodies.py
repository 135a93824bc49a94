"""Bodies without a name: "the ministry", "Syrian rebels", "both sides", and pronouns."""

from __future__ import annotations

from diplograph.actors.definites import known_before
from diplograph.actors.doubts import means_nobody
from diplograph.actors.group_words import adjective_of, is_of_a_part, is_of_whoever, of_a_sort
from diplograph.actors.index import Form, Resolved
from diplograph.actors.kind_nouns import is_of_kind
from diplograph.actors.mentions import Mention
from diplograph.actors.owned_groups import acting_for
from diplograph.actors.owners import proper_modifier, state_and_people
from diplograph.actors.pairs import parties_before
from diplograph.actors.phrases import introduced_as, is_next_to
from diplograph.actors.populations import (
    group_called,
    group_of_state,
    group_there,
    group_word,
    kind_called,
    people_named,
)
from diplograph.actors.scenes import ABOUT, state_told, states_of_the_sentence
from diplograph.actors.situation import Situation
from diplograph.actors.victims import named_victim
from diplograph.actors.word_spans import count_of
from diplograph.gazetteer import State
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_BODIES = frozenset({Kind.ORGANISATION, Kind.GROUP})
_NAMED = {"group": _BODIES | {Kind.PERSON}, "organisation": _BODIES}
"""Kinds of actors whose names stand beside nouns of a kind."""
_ONE = frozenset({Kind.PERSON})
"""The same for other nouns that are said of one person: "X, a Chinese *pilot*"."""
_SAID = ("amod", "compound")


def resolve_group(sit: Situation, m: Mention) -> Resolved | None:
    """A collective noun: whom it acts for, or a group of its own; pairs and "the country" too."""
    if m.pair and not _is_edge(sit, m):
        pair = parties_before(sit, m)
        if pair or m.noun is None or count_of(sit.s, m.head):
            return sit.made(m, pair, 0.8) if pair else None
    if _is_everybody(sit, m) or _is_attitude(sit, m) or _is_edge(sit, m) or means_nobody(sit, m):
        return None
    named = _named(sit, m)
    if named is not None:
        return named
    owner = sit.owner(m)
    if _is_one_of_a_sort(m) and sit.s.exactly(m.head, "cop"):
        return None  # "she was the highest-ranking US *politician*": who that is stands before it
    if owner is None:
        if _is_of_nobody(m):
            return None  # "the Nicobar group": of something that is nobody
        if m.noun is not None and m.noun.lemma in word_class("also_of_labour"):
            return None  # "will not end the strike"
        known = known_before(sit, m)
        return known if known is not None or m.noun is None else _unowned_group(sit, m)
    related = word_class("to_somebody") - word_class("state_beside")
    if m.noun is None or (not m.several and sit.s.lemma(m.head) in related):
        return None  # "Russia's ally": who that is, the text tells elsewhere
    if owner.kind is Kind.POPULATION and not owner.state and m.definite and not m.several:
        known = known_before(sit, m)  # "the Shi'ite group", of a text on Hezbollah
        if known is not None:
            return known
    acting = acting_for(sit, m, owner)
    return sit.made(m, acting, 0.88) if acting else None


def _named(sit: Situation, m: Mention) -> Resolved | None:
    """Whom a text names beside a noun, by who leads it, or in telling the same of somebody."""
    named, led = _named_beside(sit, m), _led(sit, m)
    if named:
        return sit.made(m, named, 0.9)
    if led is not None:
        return sit.made(m, (led,), 0.8)
    victim = named_victim(sit, m)
    suffering = sit.actors(victim) if victim is not None else ()
    return sit.made(m, suffering, 0.75) if suffering else None


def _led(sit: Situation, m: Mention) -> Actor | None:
    """ "The *coalition* led by Saudi Arabia in Yemen": the Saudi-led coalition."""
    s = sit.s
    led = [i for i in s.exactly(m.head, "acl") if s.lemma(i) == "lead"]
    leaders = [sit.by_head.get(k) for i in led for k in s.exactly(i, "obl:agent", "obl")]
    named = [o for o in leaders if o is not None and o.form is Form.NAME and o.entries]
    state = named[0].entries[0].node if named and s.preposition(named[0].head) == "by" else None
    if not isinstance(state, State) or m.noun is None or m.noun.kind != "organisation":
        return None
    name = f"{state.adjective}-led {s.doc[m.head].text.lower()}"
    known = (e.node for e in sit.gazetteer.find_name(name, context=s.text))
    node = next(known, None)
    return sit.actor_of(node) if node is not None else Actor(slug(name), name, Kind.ORGANISATION)


def _is_one_of_a_sort(m: Mention) -> bool:
    """Whether a noun in the singular says of what sort a person or body is."""
    return m.noun is not None and m.noun.kind == "group" and bool(m.noun.forms) and not m.several


def _is_of_nobody(m: Mention) -> bool:
    owner = m.owner
    return owner is not None and owner.end == m.head and not owner.entries and owner.label == "LOC"


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


def _is_edge(sit: Situation, m: Mention) -> bool:
    """ "The Syrian side of the border": where, not who."""
    of = [i for i in sit.s.exactly(m.head, "nmod") if sit.s.preposition(i) == "of"]
    edges = word_class("edge")
    return sit.s.lemma(m.head) == "side" and any(sit.s.lemma(i) in edges for i in of)


def _named_beside(sit: Situation, m: Mention) -> tuple[Actor, ...]:
    """Whom a noun names together with a name in apposition.

    "The Lebanese group Hezbollah", "the Tunisian lawyer X", "X, an American contractor".
    """
    kinds = _NAMED.get(m.noun.kind, _ONE) if m.noun is not None else frozenset()
    if m.noun is None or not kinds or (kinds is _ONE and m.several):
        return ()
    s = sit.s
    apposed = [
        i for i in s.exactly(m.head, "appos", "flat") if m.several or is_next_to(s, m.head, i)
    ]
    # Of "his party, X, the Y and the Z" only X is the party.
    heads = [h for a in apposed for h in (s.conjuncts(a) if m.several else [a])]
    heads += [*_set_off(sit, m), *_named_right_behind(sit, m)]
    heads = _named_before(sit, m) or heads  # "the *Petrobras* oil company", whatever comes behind
    describes = s.labels[m.head] in {"compound", "nmod:desc", "flat"} and s.heads[m.head] > m.head
    if describes:
        heads.append(s.heads[m.head])
    elif s.labels[m.head] == "appos" and not m.several:  # of "X and Y, a firm", Y is
        before = [i for i in s.conjuncts(s.heads[m.head]) if i < m.start]
        heads.append(max(before, default=s.heads[m.head]))
    names = [o for o in sit.mentions if o.form is Form.NAME and o.head in heads]
    found = [a for o in names for a in sit.actors(o) if not (o.start <= m.head < o.end)]
    many = m.noun.lemma in word_class("collective")  # no "group" is a person
    fitting = [a for a in found if a.kind in (_BODIES if many else kinds)]
    return tuple(dict.fromkeys(fitting)) if len(fitting) == len(found) else ()


def _named_before(sit: Situation, m: Mention) -> list[int]:
    """ "Russia's *Wagner* group": a body's name right before a noun that says what it is.

    "A Hamas militant" is one of them.
    """
    assert m.noun is not None
    if m.several or (m.noun.alone and m.noun.lemma not in word_class("collective")):
        return []
    if m.noun.lemma in word_class("one_of_many"):
        return []  # "the U.N. body"
    return [
        o.head
        for o in sit.mentions
        if o.form is Form.NAME and 0 <= m.head - o.end < 3
        if all(t.pos_ == "NOUN" and t.text.islower() for t in sit.s.doc[o.end : m.head])
        if not any(t.lower_ in word_class("split_off") for t in sit.s.doc[o.end : m.head])
        if any(is_of_kind(m.noun.lemma, e.node) for e in o.entries[:1])
    ]


def _named_right_behind(sit: Situation, m: Mention) -> list[int]:
    """ "The gas company *Gazprom*", whatever the parser hangs the name on."""
    behind = (o for o in sit.mentions if o.form is Form.NAME and o.start == m.end)
    bodies = (o for o in behind if o.label == "ORG" and not m.several)
    return [o.head for o in bodies if m.noun is not None and m.noun.kind == "organisation"]


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


def _unowned_group(sit: Situation, m: Mention) -> Resolved | None:
    """ "Rebels", "protesters": those of the state where the clause or the text puts them.

    Nobody where no state is known: "civilians" of two texts have nothing to do with each other.
    """
    assert m.noun is not None
    if any(sit.s.doc[i].tag_ == "WDT" for i in sit.s.exactly(m.head, "nmod")):
        return None  # "a city, the population of which"
    if m.noun.acts_for or not (m.several or m.noun.kind == "population"):
        return _of_a_part(sit, m)
    kind = kind_called(m.noun, m.text)
    if m.noun.alone == "name":
        return sit.made(m, (people_named(m.noun),), 0.55)
    named, code = state_and_people(sit, m) or (proper_modifier(sit, m), None)
    if named:
        word = " ".join([named, *of_a_sort(sit, m), m.text.lower()])
        return sit.made(m, (Actor(slug(word), word, kind, code),), 0.55)
    cause = _cause(sit, m)
    if not (m.noun.alone or cause) or introduced_as(sit.s, m.head) == "indefinite":
        return None
    code, certainty = state_told(sit, m), 0.7
    if code is None and m.noun.kind == "population" and not m.definite:
        return None  # "voters" as such
    if code is None and m.noun.alone != "told":
        code = _state_of_the_text(sit, m, of_something=bool(cause))
        certainty = 0.55
    state = sit.gazetteer.state(code) if code else None
    word = f"{group_word(m.noun, m.text, m.several)}{cause}"
    if state is None:  # rebels are a party to a text, "people" in two texts are not the same
        party = kind is Kind.GROUP and m.noun.alone == "state"
        return sit.made(m, (Actor(slug(word), word, kind),), 0.5) if party else None
    made = group_there if is_of_whoever(m) or cause else group_of_state
    return sit.made(m, (made(m.noun, word, state),), certainty)


def _of_a_part(sit: Situation, m: Mention) -> Resolved | None:
    """ "The *Kurdish* delegation": of a region that lies in several states."""
    if m.owner is None or m.noun is None or not is_of_a_part(m) or m.noun.acts_for == "state":
        return None
    word = " ".join([*of_a_sort(sit, m), group_word(m.noun, m.text, m.several)])
    return sit.made(m, (group_called(m.noun, word, adjective_of(m)),), 0.7)


def _cause(sit: Situation, m: Mention) -> str:
    """ " of the coup": what those are for or against who are nothing without it, else blank."""
    if m.noun is None or m.noun.alone or m.noun.kind != "group":
        return ""
    for child in sit.s.exactly(m.head, "nmod"):
        token = sit.s.doc[child]
        if sit.s.preposition(child) == "of" and token.tag_ == "NN" and child not in sit.by_head:
            return f" of the {token.text.lower()}"
    return ""


def _state_of_the_text(sit: Situation, m: Mention, *, of_something: bool) -> str | None:
    """Where the text plays, else, for political groups, the state that it names most.

    Not where the group's sentence names another state too, unless the group is that `of_something`
    ("supporters of the coup"), nor, for people who may be of any state ("gunmen"), where it has no
    place of that state.
    """
    if m.noun is None:
        return None
    named, there = states_of_the_sentence(sit, m)
    most = sit.context_state(m)
    most = most if sit.discourse.states[most or ""] >= ABOUT else None
    if of_something:
        return sit.scene or most
    code = there
    counted = bool(sit.s.exactly(m.head, "nummod"))  # "shot dead 200 protesters"
    if not m.definite and not named and not counted:
        return None  # "countries that house militias"
    if m.noun.alone != "there":
        spoken_of = m.noun.kind != "population"
        code = sit.scene or (most if spoken_of else there)
    return code if code is not None and named <= {code} else None
