"""Whom "both sides", "the two countries", "the neighbours" or "the three leaders" mean.

Two of the parties that a text has spoken of: a log-linear model (`diplograph.actors.weights`)
weighs how much is said of each, how long ago, and how they were told of together, as those who
agree, fight or talk with each other, as one acting on the other, or side by side. Three and more
are those who were named together last.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from diplograph.actors.kind_nouns import fits_sex, parties_of
from diplograph.actors.mentions import Mention
from diplograph.actors.situation import Situation
from diplograph.actors.ties import Tie, mediators, tie
from diplograph.actors.weights import Features, likeliest
from diplograph.gazetteer import Organ, Organisation
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_REACH = 6
"""Sentences back that several named together may be taken up."""
_CANDIDATES = 10
"""Of how many parties, those spoken of most, two are chosen."""
_LIKELY = 0.5
"""How likely two must be."""
_FADES = 0.85
"""What is left of the weight of a mention a sentence later."""
_BODIES = frozenset({Kind.STATE, Kind.ORGANISATION, Kind.GROUP})
_KINDS = {
    "opposed": _BODIES,
    "alike": _BODIES,
    "open": _BODIES | {Kind.PERSON},
    "persons": frozenset({Kind.PERSON}),
    "bodies": _BODIES - {Kind.STATE},
}
_PRIVATE = frozenset({"media", "company", "bank", "court", "ngo"})
_WEIGHTS = {"subject": 1.0, "object": 1.0, "root": 0.8, "owner": 0.7, "oblique": 0.6}
_OTHERWISE, _ASIDE = 0.5, 0.3
"""Weights of other mentions, and of adjectives and places: "*Israeli* bombardment"."""


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One actor of an earlier mention: `head` is the mention's, `side` tells parties apart."""

    head: int
    side: str
    actor: Actor
    weight: float
    sentence: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be meant, and what speaks for them."""

    actors: tuple[Actor, Actor]
    features: Features


def parties_before(sit: Situation, m: Mention, among: Collection[str] = ()) -> tuple[Actor, ...]:
    """The actors that a plural for several parties takes up, () for nobody.

    `among` are the codes of the states that may be meant, where the noun says it: "both *Gulf*
    states".
    """
    sit.spoken_of.read(m.start, sit.by_head, sit.done)
    if any(sit.s.preposition(i) == "to" for i in sit.s.exactly(m.head, "nmod")):
        return ()  # "both sides to the conflict"
    if m.pair > 2:
        return _named_together(sit, m)
    pairs = list(_pairs(sit, m, among))
    chosen = choose(sit, m, pairs)
    return tuple(_as_called(sit, m, a) for a in chosen.actors) if chosen is not None else ()


def _as_called(sit: Situation, m: Mention, actor: Actor) -> Actor:
    """ "The two *governments*", "both *armies*" of two states: the organ of each."""
    noun = sit.gazetteer.group_noun(sit.s.lemma(m.head))
    key = noun.acts_for if noun is not None else sit.gazetteer.organ_of_generic(m.text.lower())
    organ = None
    if actor.kind is Kind.STATE and actor.state and key and key != "state":
        organ = sit.gazetteer.organ_of(actor.state, key)
    return sit.actor_of(organ) if organ is not None else actor


def choose(sit: Situation, m: Mention, pairs: Sequence[Pair]) -> Pair | None:
    """The pair that is meant most likely, None for nobody who was named."""
    rows = [pair.features for pair in pairs]
    best = likeliest(weights_of(sit, m), rows, nothing_features(sit, m))
    sure = best.index is not None and best.probability >= _LIKELY
    return pairs[best.index] if sure and best.index is not None else None


def weights_of(sit: Situation, m: Mention) -> str:
    """The kind of weights for a noun: `several persons` or `several parties`."""
    sort = parties_of(sit.s.lemma(m.head))
    return "several persons" if sort == "persons" else "several parties"


def nothing_features(sit: Situation, m: Mention) -> Features:
    """What speaks for parties that were not named."""
    counted = {sit.s.doc[i].lower_ for i in sit.s.exactly(m.head, "nummod", "det", "det:predet")}
    return {
        "nothing": 1.0,
        f"nothing:{sit.s.lemma(m.head)}": 1.0,
        f"nothing:{'counted' if counted - {'the'} else 'uncounted'}": 1.0,
    }


def _kinds(sit: Situation, m: Mention) -> frozenset[Kind]:
    lemma = sit.s.lemma(m.head)
    states = lemma in word_class("country") or not parties_of(lemma)  # "the two *Nordics*"
    return frozenset({Kind.STATE}) if states else _KINDS[parties_of(lemma)]


def _pairs(sit: Situation, m: Mention, among: Collection[str]) -> Iterator[Pair]:
    """The pairs that may be meant, of those who hold the office that the noun names."""
    spoken = list(_spoken(sit, m, _kinds(sit, m), among))
    here = sit.spoken_of.position(m.head).sentence
    actors, weight = dict[str, Actor](), defaultdict[str, float](float)
    lead, last = defaultdict[str, float](float), dict[str, int]()
    for one in spoken:
        weight[one.side] += one.weight * _FADES ** (here - one.sentence)
        last[one.side] = one.sentence
        if one.sentence == spoken[0].sentence:
            lead[one.side] = max(lead[one.side], one.weight)
        if one.side not in actors or one.actor.kind is not Kind.PERSON:
            actors[one.side] = one.actor
    ties, sort = _ties(sit, m, spoken, here), parties_of(sit.s.lemma(m.head))
    mediating = mediators(sit, m.start)
    between = {one.side for one in spoken if one.head in mediating}
    holding = [side for side, actor in actors.items() if _holds(sit, m, actor)]
    most = sorted(holding if len(holding) > 1 else actors, key=lambda side: -weight[side])[
        :_CANDIDATES
    ]
    for a, b in combinations([side for side in actors if side in most], 2):
        if Kind.PERSON in {actors[a].kind, actors[b].kind} and actors[a].kind is not actors[b].kind:
            continue  # no person and state are "the two rivals"
        features = {
            "weight": math.log1p(weight[a]) + math.log1p(weight[b]),
            "least": math.log1p(min(weight[a], weight[b])),
            f"dist{min(4, here - min(last[a], last[b]))}": 1.0,
            "lead": min(lead[a], lead[b]),
            "kin": float(actors[a].kind is actors[b].kind),
            f"{sort} {'+'.join(sorted({actors[a].kind, actors[b].kind}))}": 1.0,
            "mediates": float(bool({a, b} & between)),
            "one state": float(actors[a].state is not None and actors[a].state == actors[b].state),
            **ties.get(frozenset((a, b)), {"untied": 1.0}),
        }
        if sort == "opposed":
            features |= {f"opposed {name}": value for name, value in features.items()}
        yield Pair((actors[a], actors[b]), features)


def _spoken(
    sit: Situation, m: Mention, kinds: frozenset[Kind], among: Collection[str]
) -> Iterator[_Spoken]:
    """Who was spoken of before a mention but who acts in its clause, as parties, in text order."""
    doing = {_side(sit, p) for a in _doing(sit, m) for p in _as_parties(sit, a, kinds)}
    code, lemma = _state_told(sit, m), sit.s.lemma(m.head)
    alike = parties_of(lemma) == "alike"
    for other in sit.mentions:
        resolved = sit.done.get(id(other))
        if other.end > m.start or resolved is None:
            continue
        position = sit.spoken_of.position(other.head)
        aside = resolved.modifier or sit.is_locative(other)
        weight = _ASIDE if aside else _WEIGHTS.get(position.role, _OTHERWISE)
        for party in (p for actor in resolved.actors for p in _as_parties(sit, actor, kinds)):
            side = _side(sit, party)
            fits = party.kind in kinds and (code is None or party.state == code)
            fits = fits and not (alike and _is_private(sit, party))
            fits = fits and (not among or (party.kind is Kind.STATE and party.state in among))
            if fits and side not in doing and fits_sex(sit.gazetteer, lemma, party):
                yield _Spoken(other.head, side, party, weight, position.sentence)


def _is_private(sit: Situation, actor: Actor) -> bool:
    """Whether the gazetteer knows a body as none of those that "the governments" may mean."""
    node = sit.gazetteer.by_id(actor.id)
    return isinstance(node, Organisation) and node.kind in _PRIVATE


def _state_told(sit: Situation, m: Mention) -> str | None:
    """The state of "the two *Kenyan* leaders", None where the noun does not say it."""
    beside = (sit.by_head.get(i) for i in sit.s.exactly(m.head, "amod", "compound"))
    states = [a for o in beside if o is not None for a in sit.actors(o) if a.kind is Kind.STATE]
    return states[0].state if len(states) == 1 else None


def _as_parties(sit: Situation, actor: Actor, kinds: frozenset[Kind]) -> tuple[Actor, ...]:
    """An actor as a party: officials and peoples for their states, unless they may be meant."""
    if Kind.STATE not in kinds:
        return (actor,)
    body = sit.gazetteer.by_id(actor.id)
    organ = isinstance(body, Organ) and body.organ != "government"
    acts_for = organ or actor.kind in {Kind.PERSON, Kind.POPULATION}
    state = sit.gazetteer.state(actor.state) if acts_for and actor.state else None
    if state is None:
        return (actor,)
    return (*([actor] if Kind.PERSON in kinds else []), sit.actor_of(state))


def _side(sit: Situation, actor: Actor) -> str:
    """What tells parties apart: of a state and its government it is the state."""
    body = sit.gazetteer.by_id(actor.id)
    governing = isinstance(body, Organ) and body.organ == "government"
    return actor.state if actor.state and (governing or actor.kind is Kind.STATE) else actor.id


def _ties(
    sit: Situation, m: Mention, spoken: Sequence[_Spoken], here: int
) -> dict[frozenset[str], Features]:
    """How each two were told of together: the nearest of each sort of tie counts most."""
    found: dict[frozenset[str], Features] = defaultdict(dict)
    by_sentence: dict[int, list[_Spoken]] = defaultdict(list)
    for one in spoken:
        by_sentence[one.sentence].append(one)
    for sentence, told in by_sentence.items():
        distance = here - sentence
        for a, b in combinations(told, 2):
            kind = tie(sit, a.head, b.head) if a.side != b.side else None
            if kind is None:
                continue
            features = found[frozenset((a.side, b.side))]
            if kind is Tie.EACH_OTHER:
                features["once with each other"] = 1.0
            features[f"tie:{kind}"] = max(features.get(f"tie:{kind}", 0.0), _FADES**distance)
            if distance < 2:
                features[f"tie{distance}:{kind}"] = 1.0
            if sentence == spoken[0].sentence:
                features[f"first:{kind}"] = 1.0
            if kind is Tie.CALLED and sit.s.lemma(a.head) == sit.s.lemma(m.head):
                features["called so"] = 1.0
    return found


def _holds(sit: Situation, m: Mention, actor: Actor) -> bool:
    """Whether a person may be one of those called so: "both *presidents*" hold that office."""
    lemma = sit.s.lemma(m.head)
    called = sit.gazetteer.role_of_phrase(lemma)
    if called is None or actor.kind is not Kind.PERSON:
        return True
    known = sit.gazetteer.posts_of(actor.id)
    roles = [sit.gazetteer.role(p.role) for p in known if not sit.date or p.covers(sit.date)]
    if called.role.key == "leader":
        return not known or any(role is not None and role.leads for role in roles)
    said = sit.discourse.callings.get(actor.id, set())
    told = lemma in said and not word_class("lesser_office") & said
    told = told or actor in sit.discourse.roles.get(called.role.key, [])
    if not called.role.unique and lemma not in word_class("of_rank"):
        return True  # anybody may be one of "the two officials"
    once = any(post.role == called.role.key for post in known)  # Medvedev is no president in 2025
    led = called.role.leads  # "the two ministers" are no prime ministers
    fitting = (role for role in roles if role is not None and role.leads == led)
    return (told and not once) or any(lemma in role.key.split("-") for role in fitting)


def _doing(sit: Situation, m: Mention) -> tuple[Actor, ...]:
    """Who acts in a clause on those meant: "X, who called *both presidents*" is none of them."""
    s = sit.s
    verb = s.heads[m.head]
    if s.labels[m.head] not in {"obj", "iobj", "obl"}:
        return ()
    heads = [*s.exactly(verb, "nsubj"), *([s.heads[verb]] if s.labels[verb] == "acl:relcl" else [])]
    return tuple(a for i in heads if i in sit.by_head for a in sit.actors(sit.by_head[i]))


def _named_together(sit: Situation, m: Mention) -> tuple[Actor, ...]:
    """Those who were named together last, as many as the noun counts and of its kind."""
    kinds = _kinds(sit, m)
    for referent in sit.spoken_of.within(m.start, m.head, _REACH):
        parties = tuple(dict.fromkeys(_as_parties(sit, a, kinds)[0] for a in referent.actors))
        if len(parties) == m.pair and all(a.kind in kinds for a in parties):
            return parties
    return ()
