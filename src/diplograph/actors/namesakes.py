"""Names that name no actor here: streets, ships, wars, treaties and words that look like names."""

from __future__ import annotations

import re

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.metonymy import MODIFIERS
from diplograph.actors.situation import Situation
from diplograph.gazetteer import How, Organ, Person
from diplograph.language.syntax import Syntax
from diplograph.word_classes import word_class

_CITED = 40  # tokens within which a citation gives its year
_PHRASE = 12  # tokens of a noun phrase that a name is set behind
_WHOSE = frozenset({"of", "in", "for", "at"})
_ET_AL = re.compile(r"\s*(?:et al\b|\(\d{4}[a-z]?\))")
_VERSUS = re.compile(r"\s*(?:v|vs)\b\.?\s+[A-Z]")
_YEAR_ENDS = re.compile(r"[^();]*,\s*(?:18|19|20)\d\d[a-z]?\s*[;)]")
_PLACE_LABELS = frozenset({"LOC", "GPE", "ORG", "NORP", "FAC", ""})


def namesake(sit: Situation, m: Mention) -> str | None:
    """Why a name names no actor here, or None where it may."""
    person = m.entries[0].kind == "person" if m.entries else m.label == "PERSON"
    return (
        _of_a_thing(sit, m)
        or _of_a_team(sit, m)
        or _of_a_time_past(sit, m)
        or _by_the_word_behind(sit, m, person=person)
        or _by_the_word_before(sit, m, person=person)
    )


def _of_a_thing(sit: Situation, m: Mention) -> str | None:
    """Why an unknown name is a text's, a building's or a storm's by its own first or last word."""
    doc = sit.s.doc
    last, first = doc[m.end - 1].lower_, doc[m.start].lower_
    if m.entries:
        return None
    if last in word_class("work"):
        return "a text, war or prize"
    alone = m.end - m.start < 2 or doc[m.end - 2].lower_ == "the"  # "Martyrs of the Delta"
    creed = any(t.lower_ in word_class("denomination") for t in doc[m.start : m.end])
    if last in word_class("facility") and not alone and not creed:
        return f"the name of a {last}"
    if first in word_class("storm") and m.end - m.start > 1:
        return f"the name of a {first}"
    told = sit.s.lemma(sit.s.heads[m.head])  # "an annual exercise, *Ulchi Freedom Shield*"
    if sit.s.labels[m.head] in {"appos", "flat"} and told in word_class("named_deed"):
        return "a deed's name"
    return None


def _of_a_team(sit: Situation, m: Mention) -> str | None:
    """Why a state is one of two teams: "Portugal *beat* France". By force one beats persons."""
    label, verb = sit.s.labels[m.head], sit.s.heads[m.head]
    if label not in {"nsubj", "obj"} or not m.entries or m.entries[0].kind != "state":
        return None
    if sit.s.lemma(verb) not in word_class("outplaying"):
        return None
    others = (sit.by_head.get(i) for i in sit.s.exactly(verb, "nsubj", "obj") if i != m.head)
    kinds = [o.entries[0].kind for o in others if o is not None and o.entries]
    return "a team's" if "state" in kinds else None


def _of_a_time_past(sit: Situation, m: Mention) -> str | None:
    """Why a state is none of today's: "pre-Columbian *America*", "ancient *Egypt*"."""
    if not m.entries or m.entries[0].kind != "state":
        return None
    said = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "amod")}
    return "a state's of a time past" if said & word_class("bygone") else None


def _by_the_word_behind(sit: Situation, m: Mention, *, person: bool) -> str | None:
    doc = sit.s.doc
    after = doc[m.end] if m.end < doc[m.start].sent.end else None
    if after is None:
        return None
    capital = after.text[:1].isupper()
    if person and after.lower_ in word_class("kin") and not m.text.endswith("s"):
        return f"the name of several {after.lower_}"
    if m.entries and m.entries[0].kind == "organisation" and _goes_on(sit, m):
        return "part of a longer name"
    if after.lower_ in word_class("brand") and sit.s.heads[m.head] == after.i:
        return f"the name of a {after.lower_}"
    if after.lower_ in word_class("facility") and (person or capital):
        return f"the name of a {after.lower_}"
    names_text = not m.entries and sit.s.heads[m.head] == after.i
    if names_text and sit.s.lemma(after.i) in word_class("named_deed"):
        return "a deed's name"
    if after.lower_ in word_class("work") and (capital or names_text):
        return f"the name of a {after.lower_}"
    if person and " " not in m.text and _is_cited(sit, m):
        return "the author of a work"
    return None


def _goes_on(sit: Situation, m: Mention) -> bool:
    """ "Democrats *66*", "Democrats *of the Left*", "the ... Front of Palestine-*General Command*".

    What a hyphen joins may also be another actor: "the European Union-*China* summit".
    """
    after = sit.s.doc[m.end]
    rest = sit.s.doc[m.end : m.end + 3]
    joined = " " in m.text and after.text in {"-", "–"} and not sit.s.doc[m.end - 1].whitespace_
    if joined and not after.whitespace_ and rest[1:2].text.istitle():
        return not any(o.start == rest[1].i and o.entries for o in sit.mentions)
    if m.text.endswith("s") and after.lower_ == "for" and rest[-1].text.istitle():
        return True
    if m.text.endswith("s") and after.lower_ == "of" and rest[-1].text.istitle():
        other = sit.by_head.get(rest[-1].i)
        known = other is not None and bool(other.entries)
        return not known and rest[-1].ent_type_ not in {"LOC", "GPE"}
    return after.text.isdigit() and m.text.endswith("s") and sit.s.heads[after.i] == m.head


def _by_the_word_before(sit: Situation, m: Mention, *, person: bool) -> str | None:
    doc = sit.s.doc
    before = doc[m.start - 1] if m.start > doc[m.start].sent.start else None
    if before is None:
        return None
    inside = before.tag_ in {"JJ", "NNP"} and before.text.istitle() and not before.is_sent_start
    if inside and m.entries and isinstance(m.entries[0].node, Organ):
        known = any(o.start <= before.i < o.end for o in sit.mentions)
        if not known and sit.s.heads[before.i] in range(m.start, m.end):
            return "part of a longer name"  # "the *Revolutionary* Armed Forces of Colombia"
    if before.lower_ in word_class("storm") | word_class("water_name"):
        return f"the name of a {before.lower_}"
    if before.lower_ in word_class("vessel") and (person or not m.entries):
        return f"the name of a {before.lower_}"
    alone = " " not in m.text and sit.s.labels[m.head] not in MODIFIERS
    known = bool(m.entries) and sit.s.labels[m.head] not in MODIFIERS
    if before.lower_ == "the" and person and (alone or known) and not _has_an_article(m):
        return "a person's name has no article: a ship's has"
    if before.lower_ == "the" and alone and _is_a_bare_state(sit, m):
        return "a state's name has no article: a ship's has"
    return None


def _has_an_article(m: Mention) -> bool:
    """ "The *Dalai Lama*", "the *Aga Khan*": persons who are called so."""
    nodes = (entry.node for entry in m.entries)
    names = (name for node in nodes if isinstance(node, Person) for name in node.aliases)
    return any(name.lower().startswith("the ") for name in names)


def _is_a_bare_state(sit: Situation, m: Mention) -> bool:
    """ "The *Estonia*" sank; not "the US", "the Gambia", "the *Iraq* of Saddam"."""
    entry = m.entries[0] if m.entries else None
    if entry is None or entry.kind != "state" or entry.how is not How.NAME:
        return False
    told = sit.s.exactly(m.head, "nmod", "acl", "amod")
    aside = m.end < len(sit.s.doc) and sit.s.doc[m.end].text == ","  # "the Jordan, whose water"
    told += [] if aside else sit.s.exactly(m.head, "acl:relcl")
    return not told and not m.text.isupper() and m.text.lower() not in word_class("with_article")


def _is_cited(sit: Situation, m: Mention) -> bool:
    """ "(*Li*, Polat & Bavelier, 2010)", "*Miller* et al.", "*Hamdan* v. Rumsfeld"."""
    doc, sentence = sit.s.doc, sit.s.doc[m.start].sent
    behind = doc[m.end : min(m.end + _CITED, sentence.end)].text
    if _ET_AL.match(behind) or _VERSUS.match(behind):
        return True
    before = doc[sentence.start : m.start].text
    inside = before.rfind("(") > before.rfind(")")
    return inside and _YEAR_ENDS.match(behind) is not None


def told_to_be_a_person(sit: Situation, m: Mention) -> bool:
    """Whether the text says of an unknown name that it is somebody, whatever its label.

    "Chad Lindqvist, a negotiator for Sweden", "Ferit Aksoylu, who leads the delegation", "the
    prefect Mart Ounapuu"; of a name of one word only what follows it tells: "Oudkerk, the nurse".
    """
    if m.label not in _PLACE_LABELS or m.entries:
        return False
    *before, last = words = m.text.split()
    if not all(_is_capitalised(word) for word in words):
        return False
    if last.lower() in word_class("general_body") or sit.gazetteer.group_noun(last.lower()):
        return False
    s = sit.s
    apposed = [*s.exactly(m.head, "appos"), *_set_behind(s, m)]
    clauses = s.exactly(m.head, "acl:relcl")
    if any(s.doc[c].lower_ == "who" for r in clauses for c in s.exactly(r, "nsubj")):
        return True
    if any(_is_somebody(sit, i) for i in apposed) or (not before and _speaks(sit, m)):
        return True
    if not before:
        return False
    if any(o.form is Form.ROLE and o.head in apposed for o in sit.mentions):
        return True
    in_front = any(_is_somebody(sit, i) for i in _nouns_in_front(sit, m))
    return in_front or _stands_behind_somebody(sit, m)


def _set_behind(s: Syntax, m: Mention) -> list[int]:
    """The noun of an apposition right behind a name, whatever the parser hangs it on."""
    if m.end >= len(s.doc) or s.doc[m.end].text != ",":
        return []
    behind = range(m.end + 1, min(m.end + _PHRASE, s.doc[m.start].sent.end))
    nouns = (i for i in behind if s.labels[i] == "appos")
    return [i for i in nouns if s.doc[i].left_edge.i <= m.end + 1][:1]


def _speaks(sit: Situation, m: Mention) -> bool:
    """ "*Turcanu* told a seminar that": towns that no list has say nothing, whatever they do."""
    s, verb = sit.s, sit.s.heads[m.head]
    said = s.labels[m.head] == "nsubj" and s.lemma(verb) in word_class("speaking")
    content = s.labels[verb] == "parataxis" or bool(s.exactly(verb, "ccomp", "parataxis"))
    return said and content and not m.text.isupper()  # "KABUL (AP) - ... officials said"


def _stands_behind_somebody(sit: Situation, m: Mention) -> bool:
    """ "The prosecutor in the northern town, *X*, told", whatever the parser hangs X on."""
    doc, sentence = sit.s.doc, sit.s.doc[m.start].sent
    if m.end >= sentence.end or not doc[m.end].is_punct or doc[m.start - 1].text != ",":
        return False
    for i in range(m.start - 2, max(sentence.start, m.start - _PHRASE), -1):
        if doc[i].is_punct or doc[i].pos_ in {"VERB", "AUX", "CCONJ"}:
            return False
        if doc[i].lower_ in _WHOSE and _is_somebody(sit, i - 1):
            return True
    return False


def _is_capitalised(word: str) -> bool:
    """Whether a word is one of a name: "Rubaiei", also "al-Rubaiei"."""
    return word[:1].isupper() or word.rpartition("-")[2][:1].isupper()


def _nouns_in_front(sit: Situation, m: Mention) -> list[int]:
    """The nouns that a name stands behind: "the *prefect* X", "the *ombudswoman*, X,"."""
    governs = sit.s.labels[m.head] in {"appos", "flat", "nmod:desc"}
    return [*([sit.s.heads[m.head]] if governs else []), *([m.start - 1] if m.start else [])]


def is_called_somebody(sit: Situation, m: Mention) -> bool:
    """Whether a state's name is somebody's here: "Jordan, the Republican who chairs it".

    Of what a person may be called only that counts which no state is: it may be a candidate, a
    mediator or the chair.
    """
    for i in sit.s.exactly(m.head, "appos"):
        token = sit.s.doc[i]
        role = sit.gazetteer.role_of_phrase(token.text) if token.tag_ == "NN" else None
        if token.tag_ in {"NN", "NNP"} and token.lower_ in word_class("partisan"):
            return True
        if role is not None and role.role.organ == "parliament":
            return True
    return False


def _is_somebody(sit: Situation, i: int) -> bool:
    """Whether a common noun says that somebody is one human being."""
    token = sit.s.doc[i]
    if token.tag_ != "NN" or not token.text.islower():
        return False
    role = sit.gazetteer.role_of_phrase(token.text)
    human = token.lower_ in word_class("human") - word_class("human_or_body")
    return human or (role is not None and role.role.kind != "honorific")


def told_to_be_a_body(sit: Situation, m: Mention) -> bool:
    """Whether the text says of an unknown name that it is a body's, whatever its label.

    "The Turkish charity Deniz Yardim", "Condesur, a mining firm".
    """
    if m.label not in {*_PLACE_LABELS, "PERSON"} or m.entries:
        return False
    behind = sit.s.exactly(m.head, "appos")
    for other in sit.mentions:
        if other.form is not Form.GROUP or other.noun is None or other.several:
            continue
        before = other.end == m.start and m.head in sit.s.exactly(other.head, "appos", "flat")
        called = before or other.head in behind or _describes(sit, other, m)
        if other.noun.kind == "organisation" and called:
            return True
    return False


def _describes(sit: Situation, noun: Mention, m: Mention) -> bool:
    """Whether a noun stands right before a name that is its head."""
    return noun.end == m.start and sit.s.heads[noun.head] == m.head
