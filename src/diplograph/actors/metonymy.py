"""Capitals and buildings: when they stand for a government, and when they only say where."""

from __future__ import annotations

from dataclasses import dataclass

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import place_preposition
from diplograph.actors.situation import SUBJECTS, Situation
from diplograph.gazetteer import How, Place
from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class

MODIFIERS = frozenset({"amod", "compound", "nmod:desc", "flat", "nmod:unmarked"})


_MANY = 4
"""Capitals named together from which on they are cities, unless they do something."""


@dataclass(frozen=True, slots=True)
class Use:
    """Whether a name is used for an actor, how sure that is (0 to 1), and by which rule."""

    actor: bool
    certainty: float
    rule: str


def use_of(sit: Situation, m: Mention, how: How) -> Use:
    """How a capital or metonym is used here; any other name stands for its bearer."""
    told = sit.gazetteer.use_told(m.text)
    if told:
        return Use(told == "actor", 1.0, f"one's own data: {m.text!r} is always the {told}")
    if m.text.rpartition(" ")[2].lower() in word_class("building"):
        how = How.METONYM
    if sit.s.doc[m.end : m.end + 2].text.lower() in word_class("based"):
        return Use(False, 0.9, "where somebody is based")
    if how not in {How.CAPITAL, How.METONYM}:
        return Use(True, 1.0, "")
    preposition = place_preposition(sit.s, m.head)
    if preposition in word_class("locative"):
        return Use(False, 0.95, f"a place after {preposition!r}")
    if preposition in word_class("listing"):
        return Use(False, 0.8, f"a place after {preposition!r}")
    return _building(sit, m, preposition) if how is How.METONYM else _capital(sit, m, preposition)


def _capital(sit: Situation, m: Mention, preposition: str) -> Use:
    """How the name of a capital is used that no preposition makes a place."""
    label, above = sit.s.labels[m.head], sit.s.heads[m.head]
    if m.label == "PERSON" and _does_nothing_to_others(sit, m):
        return Use(False, 0.6, "rather somebody's name")
    first = sit.s.first_conjunct(m.head)
    if sit.s.labels[first] in MODIFIERS and sit.s.heads[first] != first and label == "conj":
        return _modifier(sit, sit.s.heads[first])
    if (
        _is_city(sit, m, preposition)
        or _is_owned_by_a_city(sit, m)
        or _stands_among_places(sit, m, first)
        or (preposition == "to" and sit.s.lemma(above) in word_class("near_to"))
    ):
        return Use(False, 0.9, "said to be the place")
    if label in MODIFIERS and above != m.head:
        return _modifier(sit, above)
    if sit.s.lemma(above) in word_class("departing") and (
        preposition == "from" or (label == "obj" and sit.s.lemma(above) in {"leave", "depart"})
    ):
        return Use(False, 0.85, f"a place that somebody may {sit.s.lemma(above)}")
    return Use(True, 0.95, "a capital stands for its government")


def _is_owned_by_a_city(sit: Situation, m: Mention) -> bool:
    """ "*Mogadishu's* ambulance service", "*Baghdad's* Green Zone", "western *Jakarta*".

    Also "*Kabul's* Primary Court": a body with a name of its own that no list has.
    """
    s, above = sit.s, sit.s.heads[m.head]
    if any(s.doc[i].lower_ in word_class("quarter") for i in s.exactly(m.head, "amod")):
        return True
    owning = sit.by_head.get(above)
    if owning is not None and owning.form in {Form.GROUP, Form.ROLE, Form.ORGAN}:
        return False  # "residents of Caracas" are somebody there
    if s.preposition(m.head) == "of":
        body = owning is not None and owning.label == "ORG" and not owning.entries
        return body or is_of_a_city(s, above) or s.doc[above].ent_type_ == "PERSON"
    if s.labels[m.head] != "nmod:poss":
        return False
    unknown = owning is None or owning.label in {"LOC", "FAC"}
    unknown = unknown or (owning is not None and owning.label == "ORG" and not owning.entries)
    named = s.doc[above].pos_ == "PROPN" and unknown
    return named or is_of_a_city(s, above)


def is_of_a_city(s: Syntax, noun: int) -> bool:
    """Whether a noun names what a city has rather than a state: "airport", "archbishop"."""
    return s.lemma(noun) in word_class("of_a_city") | word_class("local_office")


def _stands_among_places(sit: Situation, m: Mention, first: int) -> bool:
    """ "Towns include Montego Bay, *Kingston* and *Roseau*": coordinated with a place.

    Also "serving Athens, *Cairo*, Paris, Rome": many, and not those who act.
    """
    beside = [sit.by_head.get(i) for i in sit.s.conjuncts(first)]
    if len(beside) >= _MANY and sit.s.labels[first] not in SUBJECTS:
        return True
    return any(
        o is not None and o is not m and o.entries and isinstance(o.entries[0].node, Place)
        for o in beside
    )


def _does_nothing_to_others(sit: Situation, m: Mention) -> bool:
    """ "*Paris* fell asleep": the subject of a verb without an object that says nothing."""
    verb = sit.s.heads[m.head]
    told = any(sit.s.exactly(i, "ccomp") for i in sit.s.exactly(verb, "xcomp"))  # "made clear"
    alone = not (told or sit.s.exactly(verb, "obj", "ccomp", "obl"))
    alone = alone and not sit.s.exactly(m.head, "conj")
    silent = sit.s.lemma(verb) not in word_class("speaking")
    return sit.s.labels[m.head] == "nsubj" and alone and silent


def _is_city(sit: Situation, m: Mention, preposition: str) -> bool:
    """Whether the words around a capital speak of the place.

    "The outskirts of *Kyiv*", "south of *Stockholm*", "the capital, *Wellington*", "*Taipei*,
    Taiwan".
    """
    s = sit.s
    above = s.heads[m.head]
    first = sit.by_head.get(s.first_conjunct(m.head), m)
    if s.exactly(m.head, "cop") or _is_made_a_capital(s, m.head) or _hosts_games(s, m.head):
        return True  # "what is now *Mexico City*"
    apart = m.end < len(s.doc) and s.doc[m.end].text == ","
    if apart and any(_is_a_city(s, i) for i in s.exactly(m.head, "appos") if i > m.end):
        return True  # "*Berlin*, an indebted city-state"
    if "," in m.text or _is_some_time_s(s, first) or _is_behind_a_place(sit, m):
        return True  # "Washington, D.C."
    if preposition == "of" and s.lemma(above) in word_class("part_of_place") | word_class("work"):
        return True  # "the Treaty of *Paris*" too
    if s.labels[m.head] in {"appos", "nmod:desc", "flat"} and s.lemma(above) in word_class("city"):
        return True
    before = s.doc[m.start - 2 : m.start] if m.start > 1 else s.doc[:0]
    if len(before) == 2 and before[1].text == "," and before[0].lower_ in word_class("city"):
        return True
    behind = s.doc[m.end : m.end + 2]
    if len(behind) < 2 or behind[0].text != "," or not behind[1].text.istitle():
        return False
    states = (o.entries[0] for o in sit.mentions if o.start == m.end + 1 and o.entries)
    return any(e.how is How.NAME and e.code == m.entries[0].code for e in states)


def _is_made_a_capital(s: Syntax, i: int) -> bool:
    """ "Recognised *Jerusalem* as Israel's capital", "declared *Astana* the capital"."""
    verb = s.heads[i]
    told = [*s.exactly(i, "nmod", "appos"), *s.exactly(verb, "obl", "xcomp", "obj")]
    whole = s.labels[i] in {"obj", "nsubj:pass"} and s.doc[verb].pos_ == "VERB"
    return whole and any(s.lemma(k) == "capital" and k != i for k in told)


def _hosts_games(s: Syntax, i: int) -> bool:
    """ "*Paris* will host the Olympic Games", "was confirmed as host of the 2024 Games"."""
    verb = s.heads[i]
    if s.labels[i] not in {"nsubj", "nsubj:pass", "obj"}:
        return False
    hosting = [verb, *s.exactly(verb, "obl", "xcomp", "obj")]
    held = (k for h in hosting if s.lemma(h) in word_class("hosting") for k in s.subtree(h))
    return any(s.doc[k].lower_ in word_class("games") for k in held)


def _is_a_city(s: Syntax, i: int) -> bool:
    """Whether a noun is one for a town: "city", "city-state"."""
    city = word_class("city") - {"capital"}  # which a government may be called
    parts = {s.doc[c].lower_ for c in s.exactly(i, "compound")}
    return s.doc[i].lower_ in city or bool(parts & city)


def _is_some_time_s(s: Syntax, m: Mention) -> bool:
    """ "*The* Nicosia routes", "1932 *Berlin*": governments' names have no article or date.

    The Hague has one of its own.
    """
    before = s.doc[m.start - 1] if m.start else None
    article = before is not None and before.lower_ == "the" and s.labels[m.head] not in MODIFIERS
    own = any(entry.text.lower().startswith("the ") for entry in m.entries[:1])
    dated = (s.doc[i].ent_type_ == "DATE" for i in s.exactly(m.head, "nummod", "amod", "compound"))
    return (article and not own) or any(dated)


def _is_behind_a_place(sit: Situation, m: Mention) -> bool:
    """ "Tondo, *Manila*": the city of a quarter or building named before it."""
    if m.start < 2 or sit.s.doc[m.start - 1].text != ",":
        return False
    beside = sit.s.labels[m.head] in {*MODIFIERS, "appos", "list", "obl:unmarked"}
    buildings = word_class("building") | word_class("facility")
    before = (o for o in sit.mentions if o.end == m.start - 1 and o.form is Form.NAME)
    return beside and any(
        o.label in {"LOC", "FAC", "GPE"} or o.text.split()[-1].lower() in buildings
        for o in before
        if not o.entries or isinstance(o.entries[0].node, Place)
    )


def _building(sit: Situation, m: Mention, preposition: str) -> Use:
    if preposition in word_class("beside"):
        return Use(False, 0.9, f"a building after {preposition!r}")
    verb = sit.s.lemma(sit.s.heads[m.head])
    if sit.s.labels[m.head] == "obj" and verb in word_class("walked_out_of"):
        return Use(False, 0.85, f"a building that somebody may {verb}")
    return Use(True, 1.0, "a building stands for who works there")


def _modifier(sit: Situation, noun: int) -> Use:
    """A capital before a noun: "Moscow-backed", "the Kyiv government", but "the Geneva talks"."""
    lemma = sit.s.lemma(noun)
    token = sit.s.doc[noun]
    if token.lower_ in word_class("placed"):
        return Use(False, 0.9, f"a place before {token.text!r}")
    known = sit.gazetteer.group_noun(lemma) or sit.gazetteer.organ_of_generic(token.text)
    if known or sit.gazetteer.role_of_phrase(lemma) or token.pos_ in {"VERB", "ADJ", "PROPN"}:
        return Use(True, 0.9, f"a capital before {token.text!r} stands for its government")
    return Use(False, 0.85, f"the place of the {token.text}")
