"""Nouns that are written like an actor's and mean none: parts of states, civil ships, families."""

from __future__ import annotations

from spacy.tokens import Token

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import is_sport
from diplograph.actors.situation import Situation
from diplograph.gazetteer import Place, State
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_DESCRIBING = ("amod", "compound", "nmod:desc")
_FORCES = frozenset({"army", "instrument"})
_SERVICES = frozenset({"army", "navy", "air-force", "coast-guard", "intelligence", "police"})


def means_nobody(sit: Situation, m: Mention) -> bool:
    """Whether a collective noun is no actor here, whoever its owner is."""
    if m.noun is None:
        return False
    return (
        _is_subdivision(sit, m)
        or _only_describes(sit, m)
        or _is_a_machine(sit, m)
        or _is_a_condition(sit, m)
        or (m.noun.kind == "instrument" and (_is_civilian(sit, m) or _is_a_type(m)))
        or _is_somebody_s_own(sit, m)
        or _is_of_no_state(sit, m)
        or _is_a_name(sit, m)
        or is_a_task(sit, m)
        or _is_an_act(sit, m)
        or _is_a_contest_s(sit, m)
        or _is_a_subject_matter(sit, m)
    )


def _is_a_condition(sit: Situation, m: Mention) -> bool:
    """ "He lives in *exile*", "the party in *opposition*": how somebody lives, not who."""
    s = sit.s
    bare = not m.several and not s.exactly(m.head, "det", "nmod:poss", "nummod", "amod", "compound")
    behind = m.owner is None or m.owner.start > m.head
    return bare and behind and s.doc[m.head - 1].lower_ == "in" and m.text.islower()


def _is_a_machine(sit: Situation, m: Mention) -> bool:
    """ "The sale of *F-16* fighters": what is called by letters and a number is nobody."""
    said = (sit.s.doc[i].text for i in sit.s.exactly(m.head, "compound", "nmod:desc"))
    typed = any(text[:1].isupper() and text[-1:].isdigit() for text in said)
    return typed and m.owner is None


def _is_a_subject_matter(sit: Situation, m: Mention) -> bool:
    """ "Its closest *intelligence* partners": what they deal with, not a service."""
    first = sit.s.labels[m.head] == "compound" and sit.s.heads[m.head] > m.head
    return first and m.noun is not None and m.noun.kind == "organisation" and not m.noun.forms


def _is_a_contest_s(sit: Situation, m: Mention) -> bool:
    """ "The *men's* tournament": a sort of contest, not who takes part."""
    s = sit.s
    owns = s.labels[m.head] == "nmod:poss" and m.noun is not None and m.noun.kind == "population"
    return owns and is_sport(s, s.doc[m.head].sent)


def _is_subdivision(sit: Situation, m: Mention) -> bool:
    """ "The northern *state* of Antioquia", "Michoacan *state*": a part of a state."""
    s = sit.s
    if s.lemma(m.head) not in word_class("subdivision"):
        return False
    if any(s.doc[i].lower_ in word_class("quarter") for i in s.exactly(m.head, "amod")):
        return True  # "the southern state of Georgia"
    if m.owner is not None and m.owner.end == m.head and _is_of_a_state(sit, m.owner.head):
        return True
    within = [i for i in s.exactly(m.head, "nmod") if s.preposition(i) == "of"]
    named = [*within, *s.exactly(m.head, "compound", "appos", "flat")]
    if m.several:  # "the states of Chiapas and Oaxaca", but "states of Africa"
        named = [c for i in named for c in s.conjuncts(i)]
        return len(named) > 1 and all(_is_of_a_state(sit, i) for i in named)
    return any(_is_of_a_state(sit, i) for i in named)


def _is_of_a_state(sit: Situation, i: int) -> bool:
    """Whether a token heads the name of a place that is not a whole state."""
    other = sit.by_head.get(i)
    if other is None or other.form is not Form.NAME:
        return False
    if not other.entries:
        return other.label in {"GPE", "LOC"}
    return not any(isinstance(e.node, State) for e in other.entries) and isinstance(
        other.entries[0].node, Place
    )


def _only_describes(sit: Situation, m: Mention) -> bool:
    """ "*State*-run media", "*crowd* control": a noun in front of another that is no name."""
    s = sit.s
    above = s.heads[m.head]
    assert m.noun is not None
    if m.noun.kind == "instrument" and not m.several and s.preposition(m.head) == "by":
        return not s.exactly(m.head, "det", "amod", "nmod:poss")  # "by plane"
    if m.several or s.labels[m.head] not in {*_DESCRIBING, "obl:unmarked"} or above < m.head:
        return False
    if m.noun.kind == "instrument":
        return True  # "its missile programme", "a US aircraft carrier"
    if m.noun.kind in {"organisation", "group"}:  # "charity law", but "party leader"
        acting = sit.gazetteer.group_noun(s.lemma(above)) or sit.gazetteer.role_of_phrase(
            s.lemma(above)
        )
        return acting is None and not m.noun.acts_for and s.doc[above].text.islower()
    if m.noun.kind not in {"population", "state"}:
        return False
    return s.doc[above].pos_ != "PROPN" and s.doc[m.head].text.islower()


def _is_civilian(sit: Situation, m: Mention) -> bool:
    """ "A Dutch *cargo* ship", "bought a Russian helicopter", "China Eastern's *jet*"."""
    s = sit.s
    said = s.exactly(m.head, *_DESCRIBING)
    if any(s.lemma(i) in word_class("civilian_use") for i in said):
        return True
    if s.labels[m.head] == "obj" and s.lemma(s.heads[m.head]) in word_class("trading"):
        return True
    hit = s.labels[m.head] in {"obj", "nsubj:pass"} and s.lemma(s.heads[m.head]) in word_class(
        "taking"
    )
    if hit and m.noun is not None and m.noun.lemma in word_class("also_civil"):
        return True  # "pirates seized a Greek ship"
    owned = range(m.owner.start, m.owner.end) if m.owner is not None else range(0)
    return any(
        s.doc[i].pos_ == "PROPN" and i not in owned and not _names_a_state(sit, i) for i in said
    )


def _is_a_type(m: Mention) -> bool:
    """ "An *Apache* helicopter": a name in front that is no known owner's."""
    owner = m.owner
    if owner is None or owner.form is not Form.NAME:
        return False
    return not owner.entries or isinstance(owner.entries[0].node, Place)  # "New York helicopters"


def _names_a_state(sit: Situation, i: int) -> bool:
    other = sit.by_head.get(i)
    return other is not None and any(isinstance(e.node, State) for e in other.entries)


def _is_somebody_s_own(sit: Situation, m: Mention) -> bool:
    """ "His *family*", "her *body*": whose pronoun it is nobody can say, nor what it matters."""
    if m.owner is None or m.owner.form is not Form.PRONOUN:
        return False
    return sit.s.lemma(m.head) in word_class("private_circle")


def _is_of_no_state(sit: Situation, m: Mention) -> bool:
    """ "*Borough* residents", "a *birthday* party", "*driving* forces": nobody of a state."""
    said = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "amod", "compound")}
    others = ("small_place", "festive", "figurative")
    return any(said & word_class(name) for name in others)


def is_a_task(sit: Situation, m: Mention) -> bool:
    """ "A combat *mission*", "this week's Chinese *mission*": what is done, not who.

    A mission is somebody where it is sent to somebody, says something, or is a place.
    """
    s = sit.s
    if s.lemma(m.head) not in word_class("task"):
        return False
    if any(s.doc[i].pos_ == "NOUN" for i in s.exactly(m.head, "compound", "amod")):
        return True
    sent = any(s.preposition(i) == "to" for i in s.exactly(m.head, "nmod"))
    says = s.labels[m.head] == "nsubj" and s.lemma(s.heads[m.head]) in word_class("speaking")
    there = s.preposition(m.head) in word_class("locative") | word_class("beside")
    return not (sent or says or there)


def is_an_office(sit: Situation, m: Mention) -> bool:
    """ "Muizzu won *the presidency*", "ran for *the presidency*": what somebody is to be."""
    verb, label = sit.s.heads[m.head], sit.s.labels[m.head]
    of_somebody = sit.s.lemma(m.head) == "presidency" and label in {"obj", "obl"}
    return of_somebody and sit.s.lemma(verb) in word_class("winning_office")


def _is_an_act(sit: Situation, m: Mention) -> bool:
    """ "The *establishment* of the border": what somebody does."""
    if sit.s.lemma(m.head) not in word_class("also_an_act"):
        return False
    return any(sit.s.preposition(i) == "of" for i in sit.s.exactly(m.head, "nmod"))


def _is_a_name(sit: Situation, m: Mention) -> bool:
    """ "The *Pirates*", "Miami *Heat*": a team's or band's, with a capital inside a sentence."""
    token = sit.s.doc[m.head]
    assert m.noun is not None
    titled = token.text.istitle() and m.noun.lemma.islower() and not token.is_sent_start
    before = sit.s.doc[m.head - 1].lower_ if m.head else ""
    office = (o.form is Form.ROLE and o.end == m.head - 1 for o in sit.mentions)
    if titled and before in {"and", "for", "of"} and any(office):
        return True  # "Minister of Foreign Affairs and *Expatriates*"
    return titled and m.noun.kind == "group" and m.owner is None


def acts_only_there(sit: Situation, m: Mention) -> bool:
    """Whether forces are said to be in a state, which are not that state's: "troops *in* Mali"."""
    if m.noun is None or m.noun.kind not in _FORCES or m.owner is None:
        return False
    if m.owner.start < m.head or sit.s.lemma(m.head) in word_class("national_forces"):
        return False
    behind = sit.s.doc[m.end].lower_ if m.end < len(sit.s.doc) else ""
    town = bool(m.owner.entries) and isinstance(m.owner.entries[0].node, Place)
    got = m.noun.kind == "instrument" or town  # "submarines from North Korea" are somebody else's
    return behind in word_class("locative") or (behind == "from" and got)


def is_a_person_s(m: Mention, owner: Actor) -> bool:
    """Whether a service has a person for an owner who has none: "his *pilot* duties".

    "Assad's troops" are Syria's. "His counterpart" is anybody but him.
    """
    if owner.kind is not Kind.PERSON or m.noun is None:
        return False
    if m.noun.lemma in word_class("counterpart"):
        return True
    if m.noun.acts_for not in _SERVICES:
        return False
    return not (m.noun.kind == "army" and m.several)


def has_name_of_its_own(sit: Situation, m: Mention) -> bool:
    """ "Iran's *Quds* force", "the All-Star *team*": a proper noun says which one it is.

    Also "the Intelligence *Community*", "the March 8 *Alliance*": more words with capitals.
    """
    doc = sit.s.doc
    owned = range(m.owner.start, m.owner.end) if m.owner is not None else range(0)
    said = sit.s.exactly(m.head, "compound", "amod", "nmod:desc", "nummod")
    titled = doc[m.head].text.istitle() and not doc[m.head].is_sent_start
    return any(
        i not in owned
        and not _names_a_state(sit, i)
        and (
            (sit.s.labels[i] == "compound" and _is_a_proper(doc[i]))
            or (titled and i < m.head and doc[i].text[:1].isupper())
        )
        for i in said
    )


def _is_a_proper(token: Token) -> bool:
    inside = token.text.istitle() and not token.is_sent_start
    return token.pos_ == "PROPN" or inside


def is_led_by_another(sit: Situation, m: Mention) -> bool:
    """ "The US-*led* coalition in Iraq": not of the state where it is."""
    behind = m.owner is not None and m.owner.start > m.head
    return behind and any(sit.s.lemma(i) == "lead" for i in sit.s.exactly(m.head, "amod"))


def is_one_body(sit: Situation, m: Mention, owner: Actor) -> bool:
    """Whether one body or agents of some sort are not all that acts for a state.

    "The civil aviation *authority*", "drug enforcement *agents*", "health *authorities*".
    """
    if m.noun is None or owner.kind is not Kind.STATE:
        return False
    lemma, s = m.noun.lemma, sit.s
    if m.noun.acts_for in _SERVICES and not m.several and has_name_of_its_own(sit, m):
        return True  # "Iran's elite Quds force" is not its army
    if m.several and lemma in word_class("counterpart"):
        return True  # "their French counterparts" are not the government
    if lemma in word_class("body_if_one") and not m.several:
        return True
    said = [i for i in s.exactly(m.head, "compound") if s.doc[i].text.islower()]
    return lemma in word_class("of_any_service") and bool(said)
