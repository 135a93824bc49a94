"""Offices as such: who "the Yemeni envoy" is where the gazetteer knows no holder."""

from __future__ import annotations

from rapidfuzz import fuzz

from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.actors.standing import Standing, lesser_words, title_start
from diplograph.actors.whereabouts import host_told, part_told, task_told
from diplograph.gazetteer import How, Place
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_SPELT = 92.0  # of 100, from which two titles of one office are spellings of one: "defense"


def office_itself(sit: Situation, m: Mention, owner: Actor, standing: Standing) -> Actor:
    """An office whose holder is not known, named so that no other office has its name."""
    state = sit.gazetteer.state(owner.state) if owner.state else None
    noun = sit.gazetteer.group_noun(sit.s.lemma(m.head)) if m.several else None
    part, words = part_told(sit, m), lesser_words(sit.s, m)
    if (
        noun is not None
        and not (m.former or part or words or sit.s.exactly(m.head, "nummod"))
        and noun.acts_for
        and state is not None
        and owner.kind is Kind.STATE
    ):
        organ = sit.gazetteer.organ_of(state.code, noun.acts_for)
        if organ is not None and m.text.lower() in noun.forms:
            return sit.actor_of(organ)  # "Turkish soldiers" are the army, "17 officials" some
    title = m.text.lower() if state is None or m.several else _usual_title(sit, m)
    begins = title_start(sit.s, m)
    inside = m.owner is not None and m.owner.start < begins < m.owner.end  # "intelligence official"
    of_state = owner.kind is Kind.STATE or inside or (owner.kind is Kind.PERSON and m.several)
    prefix = state.adjective if state is not None and of_state else owner.name
    prefix = part or _place(m) or prefix
    words = words or _nouns_before(sit, m)
    abroad = m.role is not None and m.role.role.organ == "embassy" and not m.several
    host = host_told(sit, m) if abroad else None
    posted = [f"to {host.name_in_text}"] if host is not None and host.code != owner.state else []
    task = task_told(sit, m) if not m.several else None
    posted += [f"for {task.name}"] if task is not None else []
    name = " ".join([prefix, *words, title, *posted])
    if standing is Standing.FORMER:
        name = f"former {name}"
    elif standing is Standing.COMING and "-" not in title:
        name = f"{name}-elect"
    shown = name
    if owner.kind is Kind.PERSON and prefix == owner.name:
        shown = name.replace(owner.name, f"{owner.name}'s", 1)
    last = sit.s.doc[m.head]
    plural = m.several or (last.tag_ in {"NNS", "NNPS"} and m.text.endswith(last.text))
    return Actor(slug(name), shown, Kind.GROUP if plural else Kind.PERSON, owner.state)


def _usual_title(sit: Situation, m: Mention) -> str:
    """One title for an office that one alone holds, whichever way a text puts it.

    "Minister of defence", "defense minister": the defence minister.
    """
    if m.role is None or not m.role.role.unique:
        return m.text
    key, gender = m.role.role.key, m.role.gender
    same = (p for p in sit.gazetteer.role_phrases() if p.role.key == key and p.gender is gender)
    phrases = [phrase.text.lower() for phrase in same]
    title, before = m.text.lower(), ""
    while title != before:  # each turn leads to an earlier phrase of the role
        title, before = next((p for p in phrases if _are_one_title(p, title)), title), title
    return m.text if title == m.text.lower() else title


def _are_one_title(usual: str, title: str) -> bool:
    """Whether two titles differ in spelling, or the second in words that say nothing more."""
    fewer, words = set(usual.split()), set(title.split())
    shortened = fewer <= words and words - fewer <= word_class("title_filler")
    return usual == title or shortened or fuzz.ratio(usual, title) > _SPELT


def _place(m: Mention) -> str:
    """ "Kherson" of "the governor of Kherson", which is not the governor of any other place."""
    entry = m.owner.entries[0] if m.owner is not None and m.owner.entries else None
    if entry is not None and entry.how is How.CAPITAL and m.owner is not None:
        local = word_class("local_office") & set(m.text.lower().split())
        return m.owner.text if local else ""  # "London's police commissioner"
    named = entry is not None and isinstance(entry.node, Place) and entry.how is not How.ADJECTIVE
    return entry.node.name if named and entry is not None else ""


def _nouns_before(sit: Situation, m: Mention) -> list[str]:
    """ "Fisheries" of "the Danish fisheries minister": nouns between the owner and the title."""
    i = title_start(sit.s, m)
    first = m.owner.end if m.owner is not None and m.owner.end <= i else i
    nouns: list[str] = []
    while i > first and sit.s.doc[i - 1].pos_ == "NOUN" and sit.s.doc[i - 1].text.islower():
        i -= 1
        nouns.insert(0, sit.s.doc[i].text)
    return nouns
