"""Organs without a name of their own: "the ministry", "the Syrian army", "the regime"."""

from __future__ import annotations

from diplograph.actors.doubts import is_a_task, is_an_office
from diplograph.actors.group_words import is_of_a_part
from diplograph.actors.index import Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.owners import owners_beside
from diplograph.actors.phrases import introduced_as, with_hyphens
from diplograph.actors.scenes import states_of_the_sentence
from diplograph.actors.situation import Situation
from diplograph.actors.whereabouts import (
    at_host,
    embassy_of_town,
    host_told,
    is_called_by_town,
    organ_elsewhere,
    part_told,
    town_told,
)
from diplograph.actors.whose_organ import FORCES, OF_OTHERS, state_of_its_speaker, state_of_organ
from diplograph.gazetteer import How, Organisation, Place
from diplograph.names import slug
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_BODIES_THEMSELVES = frozenset({("armed-group", "government"), ("party", "leadership")})
"""Kinds of bodies whose organs (or leadership) are the body itself."""
_OTHERS = frozenset({"those", "these", "other", "both", "many", "some"})
_SAID = ("amod", "compound")
_BESIDE = frozenset({"obl", "conj", "obj", "nmod"})
_OWN_FORCES = FORCES - {"embassy"} | {"police", "intelligence"}
"""What a movement or an alliance has of its own."""
_WHEN = frozenset({"DATE", "TIME"})


def resolve_organ(sit: Situation, m: Mention) -> Resolved | None:
    """An organ named without its state: the owner's, the one named before, or the context's."""
    word, owner = sit.s.lemma(m.head), sit.owner(m) or _ruling_person(sit, m)
    if _is_other_body(sit, m, word) or (owner is None and _is_of_others(sit, m)):
        return None
    if word in word_class("building") and sit.is_locative(m):
        return None  # "met at the presidential palace"
    rival = _rival_body(sit, m, owner) or _of_a_region(sit, m, word)
    if rival is not None:
        return sit.made(m, (rival,), 0.7)
    key = "foreign-ministry" if m.organ == "ministry" else m.organ
    if key == "embassy" and is_called_by_town(sit, m):
        embassy = embassy_of_town(sit, m)
        return sit.made(m, (embassy,), 0.8) if embassy is not None else None
    if owner is None:
        speaking = _organ_of(sit, m, state_of_its_speaker(sit, m), word, key, 0.85)
        return speaking or _named_before(sit, m, word, key) or _of_the_context(sit, m, word, key)
    ruling = sit.gazetteer.by_id(owner.id)
    kind = ruling.kind if isinstance(ruling, Organisation) else ""
    if kind and (kind, key if kind == "armed-group" else word) in _BODIES_THEMSELVES:
        return sit.made(m, (owner,), 0.8)  # "the Houthi government" is not Yemen's
    itself = kind == "authority" and any(
        p.kind == "region" for p in sit.gazetteer.places(owner.name)
    )
    if itself and key == "government":
        return sit.made(m, (owner,), 0.8)  # "the Somaliland authorities" are not Somalia's
    if kind and (key in _OWN_FORCES or itself):
        name = f"{owner.name} {m.text.lower()}"  # "Hamas security forces", no state's
        return sit.made(m, (Actor(slug(name), name, Kind.ORGANISATION, owner.state),), 0.8)
    there = part_told(sit, m) and word not in word_class("of_a_city")  # police are the state's
    if (is_of_a_part(m) or _is_of_a_city(m, word) or there) and m.owner is not None:
        name = f"{m.owner.text} {m.text}"
        own = Actor(slug(name), name, Kind.ORGANISATION, owner.state)
        return sit.made(m, (own,), 0.7)  # "the Basque government", "Moscow police"
    if owner.state is None or (ruling is None and owner.kind is Kind.ORGANISATION):
        return None  # "the Karim regime" of an unknown Karim is nobody else's
    elsewhere = organ_elsewhere(sit, m, owner.state)
    if elsewhere is not None:
        return sit.made(m, (elsewhere,), 0.7)
    return _organs_of(sit, m, [owner, *owners_beside(sit, m)], word, key)


def _rival_body(sit: Situation, m: Mention, owner: Actor | None) -> Actor | None:
    """ "The *rebel* government in Benghazi", "US *wildlife* authorities": not the state's."""
    said = [with_hyphens(sit.s.doc[i]).lower() for i in sorted(sit.s.exactly(m.head, *_SAID))]
    inner = word_class("inner_cabinet") if m.organ == "cabinet" else frozenset()
    rival = [word for word in said if word in word_class("rival") | inner]
    if sit.s.lemma(m.head) in word_class("of_any_service") and owner is not None:
        nouns = (sit.s.doc[i] for i in sorted(sit.s.exactly(m.head, "compound")))
        rival += [t.text for t in nouns if t.tag_ == "NN" and t.text.islower()]
    if not rival:
        return None
    host = host_told(sit, m)
    code = owner.state if owner is not None else host.code if host is not None else None
    state = sit.gazetteer.state(code) if code else None
    front = [state.adjective] if owner is not None and state is not None else []
    town = town_told(sit, m) or (host.name_in_text if host is not None else "")
    behind = ["in", town] if town and not front else []
    name = " ".join([*front, *rival, sit.s.doc[m.head].text, *behind])
    return Actor(slug(name), name, Kind.ORGANISATION, code)


def _of_a_region(sit: Situation, m: Mention, word: str) -> Actor | None:
    """ "The government *in Punjab province*": not the state's."""
    if word not in word_class("also_of_regions") | word_class("also_elsewhere"):
        return None
    within = [i for i in sit.s.exactly(m.head, "nmod") if sit.s.preposition(i) == "in"]
    within += [c for i in within for c in sit.s.exactly(i, "compound")]  # "Punjab province"
    for where in map(sit.by_head.get, within):
        node = where.entries[0].node if where is not None and where.entries else None
        if isinstance(node, Place) and node.kind == "region":
            name = f"{word} in {node.name}"
            return Actor(slug(name), name, Kind.ORGANISATION, node.code or None)
    return None


def _is_of_a_city(m: Mention, word: str) -> bool:
    """Whether an organ that cities have too is that of a capital: "*Moscow* police"."""
    entry = m.owner.entries[0] if m.owner is not None and m.owner.entries else None
    capital = entry is not None and entry.how is How.CAPITAL
    return capital and word in word_class("of_a_city")


def _ruling_person(sit: Situation, m: Mention) -> Actor | None:
    """ "The government *of former Prime Minister X*": a person of a state."""
    within = [i for i in sit.s.exactly(m.head, "nmod") if sit.s.preposition(i) == "of"]
    if sit.s.lemma(m.head) in word_class("leading"):
        return None  # "under the leadership of X": what X does
    owners = [o for i in within if (o := sit.by_head.get(i)) is not None and o is not m]
    actors = [a for o in owners if o.start > m.head for a in sit.actors(o)]
    return next((a for a in actors if a.kind is Kind.PERSON and a.state), None)


def _named_before(sit: Situation, m: Mention, word: str, key: str) -> Resolved | None:
    """The organ of the kind that the text named last: "the ministry", "the regime"."""
    organs = sit.discourse.organs
    if m.organ == "ministry":
        known = [a for k, a in organs.items() if k.endswith("ministry")]
        if known:
            return sit.made(m, (known[-1],), 0.85)
    if introduced_as(sit.s, m.head) == "indefinite":
        return None  # "a government in which ..."
    previous = organs.get(f"{key} {word}")
    if previous is None and word not in OF_OTHERS:
        previous = organs.get(key)
    if previous is None:
        return None
    if key != "embassy" and _is_about_others(sit, m, previous):
        return None  # a text on an embassy speaks most of where it is
    same = at_host(sit, m, previous) if key == "embassy" else previous
    return sit.made(m, (same,), 0.85)


def _is_about_others(sit: Situation, m: Mention, previous: Actor) -> bool:
    """Whether a text has left a state whose organ it named for one that it names far more often."""
    named, _ = states_of_the_sentence(sit, m)
    states = sit.discourse.states
    often, most = states[previous.state or ""], max(states.values(), default=0)
    return previous.state not in named and (2 if named else 3) * often < most


def _of_the_context(sit: Situation, m: Mention, word: str, key: str) -> Resolved | None:
    """The organ of the state that the text is about."""
    if word in word_class("also_of_regions") and _names_a_region(sit, m):
        return None  # "the Legislature" in a sentence on Saskatchewan
    known = (m.definite or m.text[:1].isupper()) and not _is_some_force(sit, m, key)
    known = known and word not in word_class("leading") and not _is_that(sit, m)
    if not known or introduced_as(sit.s, m.head) == "indefinite":
        return None
    return _organ_of(sit, m, state_of_organ(sit, m, word, key), word, key, 0.75)


def _is_that(sit: Situation, m: Mention) -> bool:
    """ "*That* legislature": one that was spoken of, be it a province's."""
    return any(sit.s.doc[i].lower_ in {"that", "those"} for i in sit.s.exactly(m.head, "det"))


def _is_some_force(sit: Situation, m: Mention, key: str) -> bool:
    """ "The *realist* army", "the *puppet* military": not simply that of the state spoken of."""
    said = (sit.s.doc[i] for i in sit.s.exactly(m.head, *_SAID) if not m.start <= i < m.end)
    plain = word_class("qualifier") | word_class("of_the_nation")
    return key in FORCES and any(t.lower_ not in plain for t in said)


def _names_a_region(sit: Situation, m: Mention) -> bool:
    sentence = sit.s.doc[m.start].sent
    beside = (o for o in sit.mentions if sentence.start <= o.start < sentence.end and o.entries)
    nodes = (o.entries[0].node for o in beside)
    return any(isinstance(node, Place) and node.kind == "region" for node in nodes)


def _organs_of(
    sit: Situation, m: Mention, owners: list[Actor], word: str, key: str
) -> Resolved | None:
    """The organ of each owner: "*US* and *South Korean* forces" are two armies."""
    found = [_organ_of(sit, m, one.state, word, key, 0.95) for one in owners]
    actors = dict.fromkeys(a for one in found if one is not None for a in one.actors)
    return sit.made(m, actors, 0.95) if actors else None


def _organ_of(
    sit: Situation, m: Mention, code: str | None, word: str, key: str, certainty: float
) -> Resolved | None:
    """The organ of a state, which "the ministry" means from here on."""
    organ = sit.gazetteer.organ_of(code, key) if code else None
    if organ is None:
        return None
    actor = sit.actor_of(organ)
    actor = at_host(sit, m, actor) if key == "embassy" else actor
    sit.discourse.organs[key] = sit.discourse.organs[f"{key} {word}"] = actor
    return sit.made(m, (actor,), certainty)


def _is_other_body(sit: Situation, m: Mention, word: str) -> bool:
    """ "The *regional* government" is not the state's, "the mission *to recapture*" no embassy."""
    s = sit.s
    said = [j for i in s.exactly(m.head, *_SAID) for j in s.conjuncts(i)]
    local = any(s.doc[i].lower_ in word_class("local") for i in said)
    local = local or (m.organ == "ministry" and _is_some_ministry(sit, m))
    todo = word in word_class("task") and any(
        s.doc[i].tag_ == "VB" for i in s.exactly(m.head, "acl")
    )
    return local or todo or is_a_task(sit, m) or is_an_office(sit, m)


def _is_some_ministry(sit: Situation, m: Mention) -> bool:
    """ "The *agricultural* ministry", "ministries": not the one that foreign news speaks of."""
    said = [i for i in sit.s.exactly(m.head, *_SAID) if not m.start <= i < m.end]
    owned = range(m.owner.start, m.owner.end) if m.owner is not None else range(0)
    words = (sit.s.doc[i] for i in said if i not in owned)
    others = any(w.text.islower() and w.lower_ not in word_class("qualifier") for w in words)
    return others or sit.s.doc[m.head].tag_ == "NNS"


def _is_of_others(sit: Situation, m: Mention) -> bool:
    """Whether an organ has an owner whom nobody knows, or is none: "heads of Government".

    "The presidency *of the council*", "*our* government", "police *in those communities*", "across
    ministry and city".
    """
    s = sit.s
    if any(s.exactly(i, "nmod:poss") for i in (m.head, s.first_conjunct(m.head))):
        return True  # "our government and *military*" too
    if s.lemma(m.head) in word_class("leading") and (
        s.preposition(m.head) == "under" or s.labels[m.head] == "compound"
    ):
        return True
    for i in s.exactly(m.head, "nmod"):
        if s.doc[i].ent_type_ in _WHEN or m.start <= i < m.end:
            continue
        those = any(s.doc[d].lower_ in _OTHERS for d in s.exactly(i, "det", "amod"))
        if s.preposition(i) == "of" or (s.preposition(i) == "in" and those):
            return True
    if any(s.doc[i].ent_type_ == "NORP" for i in s.exactly(m.head, "amod", "compound")):
        return True  # "the Moslem regime"
    if any(s.doc[i].tag_ == "JJS" or s.doc[i].lower_ == "most" for i in s.subtree(m.head)):
        return True  # "the most fanatic regime"
    bare = introduced_as(s, m.head) == "bare"
    if bare and m.organ == "government" and m.text.islower() and s.labels[m.head] in _BESIDE:
        return True  # "every aspect of civil administration"
    if m.organ == "ministry" and bare:
        return s.doc[m.head].tag_ == "NNS" or (m.text.islower() and s.labels[m.head] in _BESIDE)
    return bare and s.preposition(m.head) == "of" and s.lemma(s.heads[m.head]) == "head"
