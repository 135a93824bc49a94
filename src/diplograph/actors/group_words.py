"""The words around a collective noun: of what sort a group is, and of which part or region."""

from __future__ import annotations

from diplograph.actors.index import Form
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import with_hyphens
from diplograph.actors.situation import Situation
from diplograph.gazetteer import How, Organisation, Place
from diplograph.word_classes import word_class


def of_a_sort(sit: Situation, m: Mention) -> list[str]:
    """ "Technology" of "Chinese *technology* companies", who are not all Chinese companies."""
    assert m.noun is not None
    if m.noun.acts_for or m.noun.alone == "name":
        return []
    first = m.head - m.noun.lemma.count(" ")
    named = {o.head for o in sit.mentions if o.form is Form.NAME}
    owner = range(m.owner.start, m.owner.end) if m.owner is not None else range(0)
    said = sit.s.exactly(m.head, "compound", "amod")
    words = [sit.s.doc[i] for i in said if i < first and i not in named and i not in owner]
    sorts = word_class("sort_of_people")
    return [
        with_hyphens(t)
        for t in words
        if t.lower_ in sorts or (t.tag_ in {"NN", "NNS"} and t.text.islower())
    ]


def own_name(sit: Situation, m: Mention) -> str:
    """ "Olympic Committee" of "the U.S. *Olympic Committee*": words with capitals, else blank."""
    start = m.owner.end if m.owner is not None and m.owner.end < m.head else m.head
    words = [t for t in sit.s.doc[start : m.head + 1] if t.tag_ != "POS"]
    named = len(words) > 1 and not m.several and all(t.text[:1].isupper() for t in words)
    return " ".join(t.text for t in words) if named else ""


def is_of_whoever(m: Mention) -> bool:
    """Whether people are whoever is there: "gunmen", "four victims", but not "the people"."""
    assert m.noun is not None
    told = m.noun.alone == "told" and not (m.noun.lemma == "people" and m.definite)
    return told or m.noun.alone == "there" or m.noun.lemma in word_class("often_foreign")


def is_of_a_part(m: Mention) -> bool:
    """Whether an adjective in front is that of a part of a state: "*Bosnian Serb* forces"."""
    entry = m.owner.entries[0] if m.owner is not None and m.owner.entries else None
    if entry is None or m.owner is None or not isinstance(entry.node, Place):
        return False
    region = entry.node.kind == "region" and m.owner.start < m.head  # "the Ontario legislature"
    return _is_adjective(m.owner) or region


def is_of_a_region(m: Mention) -> bool:
    """Whether an adjective in front is a body's and wider than it: "*European* leaders"."""
    entries = m.owner.entries[:1] if m.owner is not None and _is_adjective(m.owner) else ()
    return any(isinstance(entry.node, Organisation) for entry in entries)


def adjective_of(m: Mention) -> str:
    """What a group is called by: a region's usual adjective, "Bosnian Serb", else as written."""
    node = m.owner.entries[0].node if m.owner is not None and m.owner.entries else None
    usual = node.adjectives[:1] if isinstance(node, Place) else ()
    return next(iter(usual), m.owner.text if m.owner is not None else "")


def _is_adjective(m: Mention) -> bool:
    return any(entry.how is How.ADJECTIVE for entry in m.entries[:1])
