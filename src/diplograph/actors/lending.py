"""Capitals that only lend their state: where somebody goes, comes from or lives."""

from __future__ import annotations

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.metonymy import MODIFIERS, is_of_a_city
from diplograph.actors.phrases import place_preposition
from diplograph.actors.scenes import is_hyphened
from diplograph.actors.situation import Situation
from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class

_BESIDE_VERBS = frozenset({"root", "list", "dislocated", "obl:unmarked", "vocative"})


def only_lends(sit: Situation, m: Mention) -> bool:
    """Whether a capital is the city, which only lends its state: to who is there or goes there."""
    return (
        _is_reached(sit, m)
        or _owns_what_is_local(sit, m)
        or _is_an_end(sit, m)
        or _is_where(sit, m)
    )


def _is_reached(sit: Situation, m: Mention) -> bool:
    """Whether a capital is where somebody goes: "entered *Tripoli*", "left for *Rome*".

    Also "visited *Moscow*", "on his return to *Vienna*".
    """
    verb, preposition = sit.s.lemma(sit.s.heads[m.head]), sit.s.preposition(m.head)
    if preposition == "to" and verb in word_class("journey"):
        return True
    if sit.s.labels[m.head] == "obl" and preposition in {"to", "for"}:
        return verb in word_class("departing")
    return sit.s.labels[m.head] == "obj" and verb in word_class("reaching")


def _owns_what_is_local(sit: Situation, m: Mention) -> bool:
    """ "*London's* communities", "*Ottawa* residents", "the governor of *Tripoli*".

    People of a city, its police, courts and offices are those of the city, whose state they are in.
    """
    s = sit.s
    owned = sit.by_head.get(s.heads[m.head])
    of = s.preposition(m.head) == "of"
    if owned is None or not (of or s.labels[m.head] in {*MODIFIERS, "nmod:poss"}):
        return False
    if owned.form is Form.ROLE:
        return bool(word_class("local_office") & set(owned.text.lower().split()))
    noun = owned.noun
    people = noun is not None and noun.kind == "population"
    people = people or (noun is not None and noun.kind == "organisation" and not noun.acts_for)
    return people or (owned.form in {Form.GROUP, Form.ORGAN} and is_of_a_city(s, owned.head))


def _is_an_end(sit: Situation, m: Mention) -> bool:
    """ "Flights between *Paris* and *Baghdad*": one of two ends of a way."""
    first = sit.s.first_conjunct(m.head)
    way = sit.s.lemma(sit.s.heads[first]) in word_class("route")
    return way and sit.s.preposition(first) in {"between", "from", "to"}


def _is_where(sit: Situation, m: Mention) -> bool:
    """Whether a capital is by its place in the clause no government: "Monday: *Vienna*".

    A government does something, has something done to it, or has asked, promised or said something.
    """
    s, first = sit.s, sit.s.first_conjunct(m.head)
    label, preposition = s.labels[first], place_preposition(s, m.head)
    if not preposition:
        if is_hyphened(s, m):
            return False  # "Moscow-backed"
        nothing = s.doc[first].pos_ == "PROPN" and not s.exactly(first, "nsubj")
        return (label in _BESIDE_VERBS and nothing) or _is_told_to_be_a_place(s, first)
    if preposition in word_class("never_to_rulers"):
        return True
    if label == "obl":
        return _is_where_from(s, first, preposition) or _is_where_to(sit, first, preposition)
    return label == "nmod" and _is_below_no_act(sit, first, preposition)


def _is_told_to_be_a_place(s: Syntax, i: int) -> bool:
    """ "*Havana* became the launching point", "*Mexico City* voted by its local assembly"."""
    if s.labels[i] != "nsubj":
        return False
    own = (s.lemma(k) in word_class("of_a_town") for k in s.subtree(s.heads[i]) if _has_its(s, k))
    if any(own):
        return True
    told = [s.heads[i], *s.exactly(s.heads[i], "xcomp")]
    return any(s.doc[k].pos_ == "NOUN" and s.lemma(k) in word_class("sort_of_place") for k in told)


def _has_its(s: Syntax, noun: int) -> bool:
    return any(s.doc[c].lower_ == "its" for c in s.exactly(noun, "nmod:poss", "det"))


def _is_where_from(s: Syntax, i: int, preposition: str) -> bool:
    """ "Operated from *London*", but "received approval from *Washington*"."""
    return preposition == "from" and s.lemma(s.heads[i]) not in word_class("obtaining")


def _is_where_to(sit: Situation, i: int, preposition: str) -> bool:
    """ "Invited the negotiators to *Pyongyang*", "flew over *Hanoi*"."""
    verb = sit.s.lemma(sit.s.heads[i])
    return preposition == "over" or (preposition == "to" and verb in word_class("bringing"))


def _is_below_no_act(sit: Situation, i: int, preposition: str) -> bool:
    """ "The sack of *Rome*", "a man from *Lima*", "the march on *Rome*", "tickets for *Seoul*".

    Also "a visit by the new government to *Mogadishu*", which the parser hangs on "government".
    """
    s = sit.s
    noun = s.heads[i]
    owning = sit.by_head.get(noun)
    people = owning is not None and owning.form in {Form.GROUP, Form.ROLE, Form.ORGAN}
    if preposition == "of":
        theirs = word_class("of_rulers") | word_class("to_somebody")
        return not people and s.lemma(noun) not in theirs
    if preposition == "on":
        return s.lemma(noun) in word_class("raid_on")
    if preposition == "for":
        return s.lemma(noun) in word_class("route") | word_class("journey")
    if preposition == "from":
        human = s.lemma(noun) in word_class("human") or s.doc[noun].ent_type_ == "PERSON"
        return human or s.lemma(noun) in word_class("route")
    sent = s.lemma(noun) in word_class("representative")
    return preposition == "to" and not sent and owning is not None and bool(sit.actors(owning))
