"""What a pronoun means: referents compared by weighted features, or nothing.

A log-linear model gives each referent that may be meant, and nothing at all, a share of
probability. Its weights are data (`ontology/coreference/weights.tsv`), learnt from gold
coreference groups; what can never be meant (another number or gender, a co-argument) is left out
by rule. Features are words: `dist2` says that the last mention is two sentences back.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from diplograph.actors.binding import (
    clause,
    commands,
    is_bound,
    is_coordinated_subject,
    is_nearest_subject,
    is_told,
    is_understood,
    speaks,
    tellers,
)
from diplograph.actors.phrases import Position, Sort, fate_of
from diplograph.actors.referents import Referent, Referents
from diplograph.actors.weights import Features, likeliest
from diplograph.gazetteer import Gender, Organ
from diplograph.language.syntax import Syntax
from diplograph.records import Kind
from diplograph.word_classes import word_class

REACH = 5
"""Sentences back that a pronoun may reach."""
_USUAL = ("owned_by_states", "owned_by_bodies", "owned_by_things")
"""Word classes of what is hardly owned by others: "its *borders*", "its *staff*"."""
_DEEDS = {
    "subject": ("done_by_actors", "done_by_things"),
    "object": ("done_to_actors", "done_to_things"),
}
_HUMAN = frozenset({Sort.PERSON, Sort.NAME})


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun: `kind` is `he`, `it` or `they`, `gender` UNKNOWN but for he and she."""

    kind: str
    position: Position
    gender: Gender = Gender.UNKNOWN


@dataclass(frozen=True, slots=True)
class Choice:
    """What a pronoun means most likely (None: nothing named), and the probability of it."""

    referent: Referent | None
    probability: float


def anaphor_of(referents: Referents, i: int) -> Anaphor | None:
    """The third person pronoun at token i, None for other words and for expletives."""
    word = referents.s.doc[i].lower_
    position = referents.position(i)
    if word in word_class("masculine"):
        return Anaphor("he", position, Gender.MALE)
    if word in word_class("feminine"):
        return Anaphor("he", position, Gender.FEMALE)
    if word in word_class("neuter"):
        return Anaphor("it", position)
    return Anaphor("they", position) if word in word_class("plural") else None


def choose(referents: Referents, anaphor: Anaphor) -> Choice:
    """The likeliest meaning of a pronoun."""
    found = _of_this_fate(referents.s, anaphor.position, list(fitting(referents, anaphor)))
    rows = [features(referents, anaphor, referent, n) for n, referent in enumerate(found)]
    best = likeliest(anaphor.kind, rows, nothing_features(referents.s, anaphor))
    return Choice(found[best.index] if best.index is not None else None, best.probability)


def fitting(referents: Referents, anaphor: Anaphor) -> Iterator[Referent]:
    """Referents that a pronoun may mean, the one mentioned last first."""
    here = anaphor.position
    inside: set[Hashable] = set()  # "they" after "Peru and Chile" is not Chile alone
    for referent in referents.recent():
        if referent.last.at >= here.at or here.sentence - referent.last.sentence > REACH:
            continue
        if referent.key in inside or not _fits(referent, anaphor):
            continue
        if is_bound(referents.s, anaphor.position, referent.last, referent.heads):
            continue
        if _has_none(referents, here, referent):
            continue
        if isinstance(referent.key, frozenset) and anaphor.kind == "they":
            inside |= referent.key
        yield referent


def _fits(referent: Referent, anaphor: Anaphor) -> bool:
    """Whether number, sort and gender allow it."""
    if anaphor.kind == "they":
        single = referent.sort in {Sort.PERSON, Sort.THING, Sort.PLACE, Sort.NAME}
        return referent.plural or not single
    if referent.plural:
        return False
    if anaphor.kind == "it":
        return referent.sort not in {Sort.PERSON, Sort.PEOPLE}
    known = referent.gender is anaphor.gender or referent.gender is Gender.UNKNOWN
    return known and referent.sort in _HUMAN


def _has_none(referents: Referents, here: Position, referent: Referent) -> bool:
    """ "Israel accused a dozen of *its employees*", "seized a ship and *its crew*".

    The first are a body's, for no state has any; the second a ship's, which is no actor.
    """
    if _goes_unanswered(referents.s, here):
        return bool(referent.actors)
    state = any(actor.kind is Kind.STATE for actor in referent.actors)
    lemma = referents.s.lemma(here.governor) if here.role == "owner" else ""
    if lemma in word_class("only_of_things"):
        return bool(referent.actors)
    return state and lemma in word_class("never_of_a_state")


def _of_this_fate(s: Syntax, here: Position, found: list[Referent]) -> list[Referent]:
    """Of whom a text has told that they were arrested or killed, if a pronoun owns such a fate.

    "The spokeswoman said that opposition to *her detention* had never wavered": whoever was
    arrested. All, where the text has told so of none.
    """
    of_others = any(s.preposition(i) == "of" for i in s.exactly(here.governor, "nmod"))
    fate = "" if here.role != "owner" or of_others else fate_of(s, here.at)
    told = [r for r in found if fate and any(fate_of(s, head) == fate for head in r.heads)]
    return told or found


def _goes_unanswered(s: Syntax, here: Position) -> bool:
    """Whether a deed is meant: "*it* would not be left without an answer", "go unanswered"."""
    if here.role != "subject" or s.lemma(here.governor) not in {"leave", "go", "remain"}:
        return False
    without = (i for i in s.exactly(here.governor, "obl") if s.preposition(i) == "without")
    told = (i for i in s.exactly(here.governor, "xcomp", "advmod", "advcl"))
    unanswered = any(s.doc[i].lower_ in word_class("unanswered") for i in told)
    return unanswered or any(s.lemma(i) in word_class("answer") for i in without)


def features(referents: Referents, anaphor: Anaphor, referent: Referent, rank: int) -> Features:
    """What speaks for and against a referent; `rank` counts fitting ones mentioned later."""
    s, here, there = referents.s, anaphor.position, referent.last
    owned, who = _owned(referents, here), _owner_kind(referents, referent)
    said = here.role == "subject" and s.lemma(here.governor) in word_class("speaking")
    flags = {
        f"dist{min(here.sentence - there.sentence, 4)}": True,
        f"sort:{referent.sort.value}": True,
        f"role:{'nearest' if is_nearest_subject(s, referent.heads, here) else there.role}": True,
        f"introduced:{referent.introduced}": True,
        f"kind:{_kind(referent)}": True,
        f"says:{referent.sort.value}": said,
        "again": referent.again,
        "first": rank == 0,
        "gender": referent.gender is not Gender.UNKNOWN,
        "actor": bool(referent.actors),
        "single": not referent.plural,
        "one_of_several": not referent.plural and _is_one_of_several(s, here, there),
        f"owned {owned}:{who}": bool(owned),
        **{f"{deed}:{who}": True for deed in _deeds(s, anaphor)},
        **_relation(s, here, there, referent.heads),
    }
    return {
        "rank": math.log(1 + rank),
        "mentions": math.log2(min(referent.mentions, 16)),
        "subjects": math.log2(1 + min(referent.subjects, 15)),
        **{name: 1.0 for name, holds in flags.items() if holds},
    }


def _relation(s: Syntax, here: Position, there: Position, heads: set[int]) -> dict[str, bool]:
    """How a pronoun stands to the last mention of a referent."""
    subject, owns = there.role == "subject", here.role == "owner"
    above = commands(s, there, here)
    return {
        "parallel": here.role == there.role,
        "subject_before": here.sentence - there.sentence == 1 and subject and _is_main(s, there),
        "commands": above,
        "commands_subject": subject and above,
        "owner_of_own": owns and above,
        "owner_of_subject": owns and subject and clause(s, here.governor) == there.governor,
        f"speaker:{here.role}": speaks(s, heads, here),
        "last_speaker": bool(heads & tellers(s, here)),
        "told": is_told(s, heads, here),
        "owner_beside": owns and s.first_conjunct(here.governor) == there.at != here.governor,
        "understood": is_understood(s, heads, here),
        f"coordinated:{here.role}": is_coordinated_subject(s, heads, here),
        "same_governor": here.governor != there.governor
        and s.lemma(here.governor) == s.lemma(there.governor),
        "paragraph": here.paragraph != there.paragraph,
        "out_of_quote": here.quoted and not there.quoted,
        "into_quote": there.quoted and not here.quoted,
    }


def _is_one_of_several(s: Syntax, here: Position, there: Position) -> bool:
    """Whether a phrase stands beside others than what the pronoun owns: "X, Y and its Z"."""
    beside = s.conjuncts(s.first_conjunct(there.at))
    owns = here.role == "owner" and here.governor in beside
    return len(beside) > 1 + owns


def _owned(referents: Referents, here: Position) -> str:
    """Which sort of people, bodies or things a pronoun owns ("its *troops*"), blank for none."""
    if here.role != "owner":
        return ""
    lemma = referents.s.lemma(here.governor)
    usual = next((name for name in _USUAL if lemma in word_class(name)), "")
    noun = referents.gazetteer.group_noun(lemma)
    return usual or (noun.acts_for or noun.kind if noun is not None else "")


def _deeds(s: Syntax, anaphor: Anaphor) -> list[str]:
    """What sort of deed "it" does or suffers: "*it* warned", "*it* expired", "signed *it*"."""
    here = anaphor.position
    role = "object" if here.role == "subject" and s.is_passive(here.governor) else here.role
    sorts = _DEEDS.get(role, ()) if anaphor.kind == "it" else ()
    return [name for name in sorts if s.lemma(here.governor) in word_class(name)]


def _owner_kind(referents: Referents, referent: Referent) -> str:
    """The kind of who may own or do something: a government as a state, "no thing" for a thing."""
    if not referent.actors:
        return f"no {referent.sort.value}"
    node = referents.gazetteer.by_id(referent.actors[0].id)
    governs = isinstance(node, Organ) and node.organ == "government"
    return Kind.STATE.value if governs and len(referent.actors) == 1 else _kind(referent)


def _kind(referent: Referent) -> str:
    """The kind of the actor meant, `several` of more than one, `nobody` of none."""
    if len(referent.actors) == 1:
        return referent.actors[0].kind.value
    return "several" if referent.actors else "nobody"


def _is_main(s: Syntax, position: Position) -> bool:
    return s.labels[position.governor] == "root"


def nothing_features(s: Syntax, anaphor: Anaphor) -> Features:
    """What speaks for a pronoun's meaning nothing that was named."""
    here = anaphor.position
    governor = here.governor
    found: Features = {"nothing": 1, f"nothing:{here.role}": 1}
    subject = here.role == "subject"
    clause = bool(s.exactly(governor, "csubj", "ccomp", "xcomp", "advcl", "acl", "acl:relcl"))
    flags = {
        "nothing:adjective": subject and s.doc[governor].pos_ == "ADJ",
        "nothing:noun": subject and s.doc[governor].pos_ in {"NOUN", "PROPN"},
        "nothing:clause": subject and clause and bool(s.exactly(governor, "cop", "aux:pass")),
        "nothing:told": subject and s.is_passive(governor) and clause,
        "nothing:says": subject and s.lemma(governor) in word_class("speaking"),
        "nothing:quoted": here.quoted,
    }
    found.update({name: 1.0 for name, holds in flags.items() if holds})
    return found
