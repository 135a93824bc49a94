"""Counterparts: "his Chinese counterpart" holds the office of the one he is counterpart to."""

from __future__ import annotations

from dataclasses import replace

from diplograph.actors.holders import holder_of
from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.situation import SUBJECTS, Situation
from diplograph.gazetteer import RolePhrase
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class


def resolve_counterpart(sit: Situation, m: Mention) -> Resolved | None:
    """Who holds the same office in another state; None where the office is not known."""
    if m.several or sit.s.lemma(m.head) not in word_class("counterpart"):
        return None
    owner = sit.owner(m)
    if owner is None or owner.kind is not Kind.STATE:
        return None
    named = _named_beside(sit, m)
    if named is not None and not (named.kind is Kind.PERSON and named.state in {None, owner.state}):
        return None
    person = _opposite(sit, m)
    phrase = _office_of(sit, m, person) if person is not None else None
    if named is not None:
        if phrase is not None:  # a foreign minister, so that "the prime minister" is another
            sit.discourse.roles.setdefault(phrase.role.key, []).append(named)
        return sit.made(m, (named,), 0.9)
    if person is None or phrase is None or person.state in {None, owner.state}:
        return None
    if phrase.role.key == sit.gazetteer.leading_role(person.state):
        leading = sit.gazetteer.leading_role(owner.state or "")
        phrase = sit.gazetteer.role_of_phrase(leading.replace("-", " ")) or phrase
    alone = replace(m, role=phrase, text=phrase.text, several=False, name=None)
    return holder_of(sit, alone, owner)


def _named_beside(sit: Situation, m: Mention) -> Actor | None:
    """ "His Chinese counterpart Qin Gang", "her counterpart, Qin Gang,": whose name follows."""
    s = sit.s
    comma = m.end < len(s.doc) and s.doc[m.end].text == ","
    behind = next((o for o in sit.mentions if o.start == m.end + comma), None)
    if behind is not None and behind.label == "PERSON":
        return next(iter(sit.actors(behind)), None)
    heads = s.exactly(m.head, "appos", "flat")
    if s.labels[m.head] in {"compound", "nmod:desc", "flat", "appos"}:
        heads.append(s.heads[m.head])
    names = [o for o in sit.mentions if o.head in heads and o.form in {Form.NAME, Form.ROLE}]
    return next((a for o in names for a in sit.actors(o)[:1]), None)


def _opposite(sit: Situation, m: Mention) -> Actor | None:
    """To whom: whom "his" means, else the subject of the clause."""
    s = sit.s
    by_head = {o.head: o for o in sit.mentions if o is not m and o is not m.owner}
    whose = [i for i in s.exactly(m.head, "nmod:poss") if i in by_head]
    sentence = s.doc[m.head].sent
    leading = [
        i
        for i in by_head
        if sentence.start <= i < m.head and s.labels[s.first_conjunct(i)] in SUBJECTS
    ]
    for i in (*whose, *sorted(leading, reverse=True)):
        actors = sit.actors(by_head[i])
        if len(actors) == 1 and actors[0].kind is Kind.PERSON:
            return actors[0]
    return None


def _office_of(sit: Situation, m: Mention, person: Actor) -> RolePhrase | None:
    """The office by which a text called a person last, else one that the gazetteer knows."""
    for other in reversed([o for o in sit.mentions if o.start < m.start and o.role is not None]):
        resolved = sit.done.get(id(other))
        called = resolved is not None and resolved.actors[:1] == (person,)
        if called and other.role is not None and other.role.role.kind == "office":
            return other.role if other.form is Form.ROLE else None
    for key, persons in sit.discourse.roles.items():
        role = sit.gazetteer.role(key)
        if person in persons and role is not None and role.unique:
            return sit.gazetteer.role_of_phrase(key.replace("-", " "))
    return None
