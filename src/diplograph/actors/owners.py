"""Several owners of one noun: "*American* and *British* aircraft", "presidents of *X* and *Y*"."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.metonymy import MODIFIERS
from diplograph.actors.phrases import with_hyphens
from diplograph.actors.situation import Situation
from diplograph.gazetteer import How, Organ, Place, State
from diplograph.records import Actor, Kind

_IN_FRONT = frozenset({"amod", "compound", "conj"})
_DASHES = frozenset({"-", "--", "–", "—", ":"})
"""Behind which a capital tells nothing: "BAMAKO - *Armed* men"."""


def owners_together(sit: Situation, m: Mention) -> list[Mention]:
    """A mention's owner and those coordinated with it, in text order; empty without an owner."""
    if m.owner is None:
        return []
    heads = sit.s.conjuncts(sit.s.first_conjunct(m.owner.head))
    owners = [o for o in sit.mentions if o.head in heads and o is not m]
    before = [o for o in _adjectives_before(sit, m) if o not in owners]
    return [*before, *(owners or [m.owner])]


def owners_beside(sit: Situation, m: Mention) -> list[Actor]:
    """Whom the names coordinated with an owner mean, without that owner.

    "*US* and *South Korean* forces", "delegations from *Ukraine* and *Russia*".
    """
    label = sit.s.labels[m.owner.head] if m.owner is not None else ""
    several = sit.s.doc[m.head].tag_ in {"NNS", "NNPS"}
    behind = m.owner is not None and sit.s.preposition(m.owner.head) in {"of", "from"}
    if m.owner is None or not (label in _IN_FRONT or (label == "nmod" and several and behind)):
        return []
    beside = [o for o in owners_together(sit, m) if o is not m.owner and o.form is Form.NAME]
    return [a for o in beside for a in sit.actors(o)[:1]]


def state_and_people(sit: Situation, m: Mention) -> tuple[str, str | None] | None:
    """What "*Iraqi Shiite* militias" are called in front of the noun, and the code of the state.

    None without two adjectives: "Iraqi militias" and "Shiite militias" are others.
    """
    said = sit.s.exactly(m.head, *MODIFIERS)
    if not said:
        return None
    by_end = {o.end: o for o in sit.mentions if o.form in {Form.NAME, Form.GROUP} and o is not m}
    for people in sit.mentions:
        if people.end > m.head or people.head not in said:
            continue
        if any(t.lower_ in {"and", "or"} for t in sit.s.doc[people.end : m.head]):
            continue  # "Rwandan Hutu and *Congolese* rebels"
        genitive = people.start and sit.s.doc[people.start - 1].tag_ == "POS"
        first = by_end.get(people.start - bool(genitive))
        if first is None or not _is_a_people(sit, people):
            continue
        state = first.entries[0].node if first.entries else None
        if isinstance(state, State):
            return f"{state.adjective} {people.text}", state.code
        if not genitive and _is_a_people(sit, first):
            return f"{first.text} {people.text}", None  # "Sunni Arab tribes"
    return None


def proper_modifier(sit: Situation, m: Mention) -> str:
    """ "Kurdish groups": whose they are, in a word that names no state."""
    said = {k for i in sit.s.exactly(m.head, "amod", "compound") for k in sit.s.conjuncts(i)}
    for child in sorted((i for i in said if i < m.head), reverse=True):
        token = sit.s.doc[child]  # of "US and *Western* allies" the nearest
        if token.tag_ in {"JJR", "JJS"} or token.ent_type_ in {"DATE", "TIME"}:
            continue  # "earthquakes More people die from", "said Monday intelligence agencies"
        hyphened = sit.s.doc[token.i + 1 : token.i + 2].text == "-"
        if hyphened and any(o.start == token.i for o in sit.mentions):
            continue  # "*al*-Qaida and Taliban-linked militants"
        first = token.is_sent_start or (token.i and sit.s.doc[token.i - 1].text in _DASHES)
        if token.text[:1].isupper() and (token.ent_type_ or not first):
            name = sit.by_head.get(child)  # "*Guantanamo Bay* detainees"
            whole = name is not None and name.form is Form.NAME and name.end == child + 1
            return name.text if whole and name is not None else with_hyphens(token)
    return ""


def people_within(sit: Situation, m: Mention) -> str:
    """The name right before a group that a state's stands behind: "*Al Bu Nimr* tribe in Iraq"."""
    within = m.owner is not None and sit.s.preposition(m.owner.head) == "in"
    if not within or not proper_modifier(sit, m):
        return ""
    doc, start = sit.s.doc, m.start
    while start > doc[m.start].sent.start and doc[start - 1].text[:1].isupper():
        start -= 1
    return doc[start : m.start].text


def _is_a_people(sit: Situation, m: Mention) -> bool:
    """Whether an adjective is that of a people, a creed or a part of a state: "Kurdish"."""
    if m.label == "NORP" and not m.entries:
        return True  # "Islamist"
    entry = m.entries[0] if m.entries else None
    region = entry is not None and isinstance(entry.node, Place) and entry.how is How.ADJECTIVE
    return region or any(a.kind is Kind.POPULATION and not a.state for a in sit.actors(m))


def together(sit: Situation, m: Mention, resolved: Resolved) -> Resolved:
    """A mention with all that its owners make it stand for, from the first owner on.

    "*European* and US leaders" begins with "European"; "*Turkish* and Syrian troops" are two armies
    though "Syrian troops" is a name of one.
    """
    if m.form is Form.NAME and m.entries and isinstance(m.entries[0].node, Organ):
        also = [sit.actor_of(o) for o in _organs_before(sit, m, m.entries[0].node)]
        resolved = replace(resolved, actors=tuple(dict.fromkeys([*also, *resolved.actors])))
    if len(resolved.actors) < 2:
        return resolved
    owned = m.owner is not None and m.owner.start == m.start
    owners = owners_together(sit, m) if owned else _adjectives_before(sit, m)
    return replace(resolved, start=min([m.start, *(o.start for o in owners)]))


def _organs_before(sit: Situation, m: Mention, organ: Organ) -> list[Organ]:
    """The organs like a mention's of the states whose adjectives stand before it."""
    several = sit.s.doc[m.head].tag_ in {"NNS", "NNPS"} or sit.s.lemma(m.head) == "police"
    codes = [o.entries[0].code for o in _adjectives_before(sit, m) if o.entries] if several else []
    found = (sit.gazetteer.organ_of(code, organ.organ) for code in codes)
    return [one for one in found if one is not None]


def _adjectives_before(sit: Situation, m: Mention) -> list[Mention]:
    """ "*US* and Chinese ministers": the states' adjectives in front, in text order.

    The parser may take the first state for a noun.
    """
    s, found, start = sit.s, list[Mention](), m.start
    while start > 1:
        last = s.doc[start - 1]
        ended = (o for o in sit.mentions if o.form is Form.NAME and o.end == last.i)
        other = next(ended, None)
        between = {"and"} if not found else {","}
        if other is None or last.lower_ not in between or not _is_beside(sit, other, m):
            break
        found.insert(0, other)
        start = other.start
    return found


def _is_beside(sit: Situation, other: Mention, m: Mention) -> bool:
    """Whether a name before is the adjective of a state, and coordinated with a mention."""
    s = sit.s
    joined = s.first_conjunct(m.head) == other.head or s.labels[other.head] in {*MODIFIERS, "conj"}
    return joined and bool(sit.gazetteer.states_of_adjective(other.text))
