"""Forces that states lend to a body: "UN peacekeepers", "the NATO force in Kosovo"."""

from __future__ import annotations

from diplograph.actors.mentions import Mention
from diplograph.actors.populations import group_word
from diplograph.actors.situation import Situation
from diplograph.actors.whereabouts import host_told
from diplograph.gazetteer import Organisation
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class


def is_a_mission(sit: Situation, m: Mention) -> bool:
    """ "The UN *force*", "NATO *peacekeepers*", but "NATO forces" and "a NATO jet"."""
    assert m.noun is not None
    lent = m.noun.lemma in word_class("lent_forces")
    army = m.noun.kind == "army" and bool(m.noun.acts_for)
    return lent or (army and (not m.several or _keeps_peace(sit, m)))


def _keeps_peace(sit: Situation, m: Mention) -> bool:
    said = sit.s.exactly(m.head, "compound", "amod")
    return any(sit.s.doc[i].lower_ in word_class("keeping_peace") for i in said)


def mission_of(sit: Situation, m: Mention, owner: Actor) -> Actor:
    """The forces that states have lent to a body, which has others elsewhere.

    "The UN peacekeeping force in Cyprus" is UNFICYP, if the gazetteer knows a name of these words.
    """
    assert m.noun is not None
    said = [sit.s.doc[i] for i in sit.s.exactly(m.head, "compound", "amod") if i < m.head]
    sorts = [t.lower_ for t in said if t.tag_ in {"NN", "VBG"} and t.text.islower()]
    host = host_told(sit, m)
    where = ["in", host.name_in_text] if host is not None else []
    word = group_word(m.noun, m.text, m.several)
    if m.several and _keeps_peace(sit, m):  # "peacekeeping troops" are the peacekeepers
        sorts, word = [], "peacekeepers"
    name = " ".join([owner.name, *sorts, word, *where])
    titled = " ".join([owner.name, *(w.title() for w in (*sorts, word)), *where])
    nodes = (entry.node for entry in sit.gazetteer.find_name(titled))
    known = next((node for node in nodes if isinstance(node, Organisation)), None)
    return sit.actor_of(known) if known is not None else Actor(slug(name), name, Kind.GROUP)
