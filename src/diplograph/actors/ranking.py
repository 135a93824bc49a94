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
from functools import lru_cache

from diplograph.actors.phrases import Position, Sort, is_plural
from diplograph.actors.referents import Referent, Referents
from diplograph.errors import LexiconError
from diplograph.gazetteer import Gender
from diplograph.language.syntax import Syntax
from diplograph.resources import ontology_path
from diplograph.word_classes import word_class

REACH = 5
"""Sentences back that a pronoun may reach."""
Features = dict[str, float]
_NEWS = {("it", "actor"): 0.5, ("it", "told"): 1.0, ("they", "told"): 0.5}
"""Added to the weights: news speaks of acting states and bodies more often than GUM does."""
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
    weights = load_weights()
    found = enumerate(fitting(referents, anaphor))
    rows = [(referent, features(referents, anaphor, referent, n)) for n, referent in found]
    scores = [_score(weights, anaphor.kind, row) for _, row in rows]
    nothing = _score(weights, anaphor.kind, nothing_features(referents.s, anaphor))
    top = max([nothing, *scores])
    total = sum(math.exp(score - top) for score in [nothing, *scores])
    best = max(range(len(scores)), key=lambda k: scores[k], default=None)
    if best is None or scores[best] < nothing:
        return Choice(None, math.exp(nothing - top) / total)
    return Choice(rows[best][0], math.exp(scores[best] - top) / total)


def fitting(referents: Referents, anaphor: Anaphor) -> Iterator[Referent]:
    """Referents that a pronoun may mean, the one mentioned last first."""
    here = anaphor.position
    inside: set[Hashable] = set()  # "they" after "Peru and Chile" is not Chile alone
    for referent in referents.recent():
        if referent.last.at >= here.at or here.sentence - referent.last.sentence > REACH:
            continue
        if referent.key in inside or not _fits(referent, anaphor):
            continue
        if _is_bound(referents.s, anaphor, referent):
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


def _is_bound(s: Syntax, anaphor: Anaphor, referent: Referent) -> bool:
    """Whether syntax forbids it: arguments of one verb, or a pronoun inside the very phrase."""
    here, there = anaphor.position, referent.last
    if s.doc[here.at].lower_.endswith(("self", "selves")):
        return not (there.role == "subject" and _commands(s, there, here))
    if here.role == "owner" and (here.governor == there.at or _judges(s, there, here)):
        return True
    arguments = {"subject", "object", "oblique"}
    argued = {here.role, there.role} <= arguments and here.role != there.role
    if argued and here.governor == there.governor:
        return True
    if here.role in {"object", "oblique"}:  # "Trump, who asked him": not Trump
        subjects = s.exactly(here.governor, "nsubj", "nsubj:pass")
        relative = any(s.doc[t].tag_ in {"WP", "WDT"} for t in subjects)
        return relative and s.heads[here.governor] in {there.at, referent.noun}
    return False


def _judges(s: Syntax, there: Position, here: Position) -> bool:
    """Whether a phrase is who praises or condemns somebody else for what the pronoun owns.

    "Iran denounced *the emirates* for *their* pact": theirs, as far as the number allows it.
    """
    verb = s.heads[here.governor]
    said = s.labels[here.governor] == "obl" and s.preposition(here.governor) in {"for", "over"}
    if not said or there.role != "subject" or there.governor != verb:
        return False
    judged = s.exactly(verb, "obj") if s.lemma(verb) in word_class("judging") else []
    several = s.doc[here.at].lower_ in word_class("plural")
    return any((is_plural(s, i) or bool(s.exactly(i, "conj"))) is several for i in judged)


def _commands(s: Syntax, there: Position, here: Position) -> bool:
    """Whether a phrase is an argument of a verb that the pronoun stands below."""
    return there.sentence == here.sentence and there.governor in s.ancestors(here.at)


def _tells(s: Syntax, there: Position, here: Position) -> bool:
    """Whether a phrase is the subject of the verb whose content clause the pronoun begins."""
    inside = here.role == "subject" and s.labels[here.governor] == "ccomp"
    above = s.heads[here.governor] == there.governor
    return inside and above and s.lemma(there.governor) in word_class("speaking")


def _clause(s: Syntax, position: Position) -> int:
    """The verb (or other predicate) of the clause that a phrase stands in."""
    node = position.governor
    while s.doc[node].pos_ not in {"VERB", "AUX"} and s.heads[node] != node:
        node = s.heads[node]
    return node


def features(referents: Referents, anaphor: Anaphor, referent: Referent, rank: int) -> Features:
    """What speaks for and against a referent; `rank` counts fitting ones mentioned later."""
    s, here, there = referents.s, anaphor.position, referent.last
    distance = here.sentence - there.sentence
    found: Features = {
        f"dist{min(distance, 4)}": 1,
        f"sort:{referent.sort.value}": 1,
        f"role:{there.role}": 1,
        f"introduced:{referent.introduced}": 1,
        "rank": math.log(1 + rank),
        "mentions": math.log2(min(referent.mentions, 16)),
        "subjects": math.log2(1 + min(referent.subjects, 15)),
    }
    said = here.role == "subject" and s.lemma(here.governor) in word_class("speaking")
    flags = {
        "again": referent.again,
        "parallel": here.role == there.role,
        "first": rank == 0,
        "subject_before": distance == 1 and there.role == "subject" and _is_main(s, there),
        "commands": _commands(s, there, here),
        "commands_subject": there.role == "subject" and _commands(s, there, here),
        "told": there.role == "subject" and _tells(s, there, here),
        "owner_of_own": here.role == "owner" and _commands(s, there, here),
        "owner_of_subject": here.role == "owner"
        and there.role == "subject"
        and _clause(s, here) == there.governor,
        "gender": referent.gender is not Gender.UNKNOWN,
        "actor": bool(referent.actors),
        "paragraph": here.paragraph != there.paragraph,
        "out_of_quote": here.quoted and not there.quoted,
        "into_quote": there.quoted and not here.quoted,
        f"says:{referent.sort.value}": said,
        "single": not referent.plural,
        "same_governor": here.governor != there.governor
        and s.lemma(here.governor) == s.lemma(there.governor),
    }
    found.update({name: 1.0 for name, holds in flags.items() if holds})
    return found


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


def _score(weights: dict[tuple[str, str], float], kind: str, row: Features) -> float:
    return sum(
        (weights.get((kind, name), 0.0) + _NEWS.get((kind, name), 0.0)) * value
        for name, value in row.items()
    )


@lru_cache(maxsize=1)
def load_weights() -> dict[tuple[str, str], float]:
    """The weight of each (pronoun kind, feature).

    Raises:
        LexiconError: a line of the file is not a kind, a feature and a number.
    """
    path = ontology_path() / "coreference" / "weights.tsv"
    found: dict[tuple[str, str], float] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#") or line == "kind\tfeature\tweight":
            continue
        cells = line.split("\t")
        try:
            kind, name, weight = cells
            found[kind, name] = float(weight)
        except ValueError as error:
            raise LexiconError(
                f"{path}:{number}: {line!r} is not allowed; allowed: kind, feature, weight"
            ) from error
    return found
