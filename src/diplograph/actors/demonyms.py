"""Adjectives and demonyms of a state that stand alone: a person of it, a language, or the state."""

from __future__ import annotations

from diplograph.actors.mentions import Mention
from diplograph.actors.metonymy import MODIFIERS
from diplograph.actors.phrases import is_sport
from diplograph.actors.situation import Situation
from diplograph.gazetteer import How, State
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_ONE = frozenset({"a", "an", "one", "every", "another", "any", "each", "no", "some"})
_ALONE = frozenset({"obj", "obl", "nmod", "iobj"})


def is_modifier(sit: Situation, m: Mention) -> bool:
    """Whether an adjective belongs to a noun: "*Chinese* and *Russian* ships", "X is *Saudi*"."""
    s = sit.s
    if s.labels[m.head] in MODIFIERS or s.labels[s.first_conjunct(m.head)] in MODIFIERS:
        return True
    return bool(s.exactly(m.head, "cop")) and not s.exactly(m.head, "det", "nummod")


def means_no_state(sit: Situation, m: Mention) -> bool:
    """Whether a demonym in the singular means some person, or a language.

    "Killing *a German*", "one *Afghan*", "the average *American*", "taught himself *Japanese*",
    "*Spanish* is spoken there", "your *French* is good".
    """
    s = sit.s
    if s.doc[m.head].tag_ not in {"NN", "NNP", "JJ"} or is_modifier(sit, m):
        return False
    if all(t.is_punct or t.is_space for t in s.doc[m.start].sent if not m.start <= t.i < m.end):
        return True  # a line "Italian" of a list
    words = {s.doc[i].lower_ for i in s.exactly(m.head, "det", "nummod")}
    before = s.doc[m.start - 1].lower_ if m.start else ""
    if (words | {before}) & _ONE or s.exactly(m.head, "nmod:poss"):
        return True
    told = any(s.lemma(i) == "language" for i in s.exactly(m.head, "appos"))
    if told or (before == "in" and not m.text.isupper() and "." not in m.text):
        return True  # "in German", "Lao, a Tai-Kadai language"
    if any(s.doc[i].tag_ == "JJS" for i in s.exactly(m.head, "amod")):
        return True  # "the worst *Chinese* I ever had"
    if "the" in words:
        return _is_a_person_s(m) or _is_of_several(sit, m)
    first = s.first_conjunct(m.head)
    label = s.labels[first]  # "in English and Chinese"
    if not words and s.lemma(s.heads[first]) in word_class("of_a_language"):
        return s.doc[m.head].tag_ != "NNS" and label in {"nsubj:pass", "obj", "nsubj"}
    bare = not words and label in _ALONE and not m.text.isupper()
    return bare and "." not in m.text


def means_some(sit: Situation, m: Mention) -> bool:
    """ "*Both Jamaicans*", "the *Scots* Paul Menzies and ...": persons, not the people.

    Nor are "Panjsheri *Tajiks*" and "Black *Americans*" all that are called so, and "ethnic
    *Albanians*" may be of another state.
    """
    if m.start and sit.s.doc[m.start - 1].lower_ == "in" and m.entries[0].how is How.ADJECTIVE:
        return True  # "wrote in Chinese"
    if is_sport(sit.s, sit.s.doc[m.start].sent):
        return True  # a team
    parts = [sit.s.doc[i] for i in _said_before(sit, m)]
    known = sit.gazetteer.find_name
    if any(t.text.istitle() and (not t.is_sent_start or known(t.text)) for t in parts):
        return True
    if any(t.lower_ in word_class("of_a_people") for t in parts):
        return True
    if any(o.start == m.end and o.label == "PERSON" for o in sit.mentions):
        return True
    if m.start and sit.s.doc[m.start - 1].lower_ == "both":
        return True
    return any(sit.s.doc[i].lower_ == "both" for i in sit.s.exactly(m.head, "det", "det:predet"))


def are_counted(sit: Situation, m: Mention) -> bool:
    """ "Expelled 60 *Russians*", and "the *Russians*" further down: some, not the people."""
    same = [o for o in sit.mentions if o.start <= m.start and o.text == m.text]
    definite = any(sit.s.doc[i].lower_ == "the" for i in sit.s.exactly(m.head, "det"))
    return any(_is_counted(sit, o.head) for o in (same if definite else [m]))


def _is_counted(sit: Situation, i: int) -> bool:
    """Whether a number stands before a noun: "60 Russians", "thousands of Yemenis"."""
    s = sit.s
    many = s.preposition(i) == "of" and s.lemma(s.heads[i]) in word_class("number_noun")
    return many or bool(s.exactly(i, "nummod"))


def _said_before(sit: Situation, m: Mention) -> list[int]:
    """Adjectives of a people, also of the one it stands beside: "*Bosnian* Muslims and Croats"."""
    s = sit.s
    own = s.exactly(m.head, "amod", "compound")
    first = s.first_conjunct(m.head)
    bare = not own and not s.exactly(m.head, "det", "nummod") and s.doc[first].tag_ == "NNPS"
    return s.exactly(first, "amod") if bare and first != m.head else own


def means_a_member(sit: Situation, m: Mention) -> bool:
    """ "*The Republican* from Mississippi", "its senior *Republican*": one of a party, not all."""
    before = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "det", "nmod:poss")}
    one = sit.s.doc[m.head].tag_ in {"NN", "NNP", "JJ"} or bool(before & {"a", "an"})
    return one and bool(before) and not is_modifier(sit, m)


def person_of(sit: Situation, m: Mention, state: State) -> Actor | None:
    """ "*The North Korean* had promised": the person of that state who was spoken of last."""
    words = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "det")}
    noun = sit.s.doc[m.head].tag_ in {"NN", "NNP"} and not is_modifier(sit, m)
    if not noun or "the" not in words or sit.s.exactly(m.head, "amod"):
        return None
    if not (_is_a_person_s(m) or _is_of_several(sit, m)):
        return None
    persons = (t.actor for t in sit.discourse.recent(m.start) if t.actor.kind is Kind.PERSON)
    return next((a for a in persons if a.state == state.code), None)


def _is_of_several(sit: Situation, m: Mention) -> bool:
    """ "The Spaniard", "the Swede": a demonym that has a plural."""
    entries = sit.gazetteer.find_name(f"{m.text}s")
    return bool(entries) and entries[0].how is How.DEMONYM


def _is_a_person_s(m: Mention) -> bool:
    """ "The German" is a person, "the French" is a people."""
    return m.text.endswith(tuple(word_class("demonym_ending")))
