"""Whom one definite noun takes up: "the bloc", "the country", "the nurse", or nobody.

Of the actors spoken of before whom the noun may mean (`kind_nouns`) the likeliest, by the same
weighted features as for pronouns (`ranking`) and some more: whether the text has called them so,
whether it is their name's last word, whether the gazetteer says that they are such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diplograph.actors import ranking
from diplograph.actors.binding import is_bound
from diplograph.actors.countries import does_it_there, is_host
from diplograph.actors.index import Resolved
from diplograph.actors.kind_nouns import KindNoun, fits_sex, load_kinds, noun_of_kind
from diplograph.actors.mentions import Mention
from diplograph.actors.ranking import Anaphor
from diplograph.actors.referents import Referent
from diplograph.actors.situation import Situation
from diplograph.actors.weights import Features, likeliest
from diplograph.gazetteer import Organ, Organisation, Role
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

REACH = 10
"""Sentences back that a description may reach."""
_LIKELY = 0.6
"""How likely a meaning must be."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant, and what speaks for it."""

    referent: Referent
    features: Features

    @property
    def actor(self) -> Actor:
        """The actor who may be meant."""
        return self.referent.actors[0]


def described(sit: Situation, m: Mention) -> Resolved | None:
    """The actor that a definite noun in the singular takes up, None for nobody."""
    lemma = sit.s.lemma(m.head)
    if sit.s.labels[m.head] == "appos" or sit.s.exactly(m.head, "appos"):
        return None  # "the host, President Kirchner": who that is stands beside it
    noun = noun_of_kind(lemma) or KindNoun(Kind.ORGANISATION, frozenset({lemma}))
    sit.spoken_of.read(m.start, sit.by_head, sit.done)
    candidates = list(_candidates(sit, m, noun))
    if _two_are_called_so(candidates):
        return None
    chosen = choose(sit, m, f"the {noun.kind}", candidates)
    return sit.made(m, (chosen.actor,), 0.8) if chosen is not None else None


def _two_are_called_so(candidates: Sequence[Candidate]) -> bool:
    """ "The party" after "the Labour Party and the Green Party": neither."""
    called = [c for c in candidates if c.features["called"] or c.features["last word"]]
    return len(called) > 1 and called[0].referent.last.sentence == called[1].referent.last.sentence


def holder_before(sit: Situation, m: Mention) -> Actor | None:
    """The person spoken of whom an office without an owner means: "the minister"."""
    if not m.definite or m.several or has_complement(sit, m) or m.role is None:
        return None
    sit.spoken_of.read(m.start, sit.by_head, sit.done)
    chosen = choose(sit, m, "the holder", list(_holders(sit, m, m.role.role)))
    return chosen.actor if chosen is not None else None


def has_complement(sit: Situation, m: Mention) -> bool:
    """Whether a noun says itself whose it is: "the president of that country"."""
    within = sit.s.exactly(m.head, "nmod")
    return any(sit.s.preposition(t) in {"of", "for"} for t in within)


def choose(
    sit: Situation, m: Mention, kind: str, candidates: Sequence[Candidate]
) -> Candidate | None:
    """The candidate that is meant most likely, None for nobody who was named."""
    rows = [candidate.features for candidate in candidates]
    best = likeliest(kind, rows, nothing_features(sit, m))
    sure = best.index is not None and best.probability >= _LIKELY
    return candidates[best.index] if sure and best.index is not None else None


def nothing_features(sit: Situation, m: Mention) -> Features:
    """What speaks for somebody, or something, that was not named."""
    s = sit.s
    position = sit.spoken_of.position(m.head)
    said = _before(sit, m, "amod", "compound", "nummod")
    owned = s.exactly(m.head, "nmod:poss", "nmod", "acl:relcl", "acl")
    pointing = any(s.doc[i].lower_ in {"this", "that"} for i in s.exactly(m.head, "det"))
    return {
        "nothing": 1.0,
        f"nothing:{position.role}": 1.0,
        "nothing:modified": float(bool(said)),
        "nothing:said more": float(bool(owned)),
        "nothing:pointing": float(pointing),
    }


def _before(sit: Situation, m: Mention, *labels: str) -> list[int]:
    """What a noun has in front of it with some labels."""
    return [i for i in sit.s.exactly(m.head, *labels) if i < m.head]


def _near(sit: Situation, m: Mention, kind: Kind) -> Iterator[Referent]:
    """Single actors of a kind within reach who may be meant, the one mentioned last first."""
    here = sit.spoken_of.position(m.head)
    for referent in sit.spoken_of.within(m.start, m.head, REACH):
        fits = len(referent.actors) == 1 and referent.actors[0].kind is kind
        if fits and not is_bound(sit.s, here, referent.last, referent.heads):
            yield referent


def _features(sit: Situation, m: Mention, referent: Referent, rank: int) -> Features:
    anaphor = Anaphor("it", sit.spoken_of.position(m.head))
    return ranking.features(sit.spoken_of, anaphor, referent, rank)


def _candidates(sit: Situation, m: Mention, noun: KindNoun) -> Iterator[Candidate]:
    """Those spoken of whom a noun may mean, the one mentioned last first."""
    lemma = sit.s.lemma(m.head)
    rank = 0
    for referent in _near(sit, m, noun.kind):
        actor = referent.actors[0]
        called = lemma in sit.discourse.callings.get(actor.id, ())
        last = _is_last_word(sit, referent, actor, lemma)
        fits = _fits(sit, actor, noun)
        if (fits is False and not (called or last)) or not fits_sex(sit.gazetteer, lemma, actor):
            continue
        if fits is None and lemma in word_class("subdivision"):
            continue  # "in the *state*" after "the Kaduna State Government"
        if noun.kind is Kind.STATE and does_it_there(sit, m, referent):
            continue
        features = {
            **_features(sit, m, referent, rank),
            "called": float(called),
            "fits": float(fits is True),
            "host": float(is_host(sit, referent)),
            "last word": float(last),
        }
        if fits is None:
            features[f"unlisted:{min(noun.of, default='')}"] = 1.0
        yield Candidate(referent, features)
        rank += 1


def _holders(sit: Situation, m: Mention, role: Role) -> Iterator[Candidate]:
    """Persons spoken of who were called by an office, or are known to hold it."""
    word = sit.s.lemma(m.head)
    noun = load_kinds().get(word)
    keys = {role.key, *(noun.of if noun is not None else ())}
    more = {*m.text.lower().split()[:-1], *(sit.s.lemma(i) for i in _before(sit, m, "compound"))}
    new = any(sit.s.lemma(i) == "new" for i in _before(sit, m, "amod"))
    told = {a.id for key in keys for a in sit.discourse.roles.get(key, [])}
    rank = 0
    for referent in _near(sit, m, Kind.PERSON):
        actor = referent.actors[0]
        said = sit.discourse.callings.get(actor.id, set())
        posts = [p for p in sit.gazetteer.posts_of(actor.id) if p.role in keys]
        holds = any(not sit.date or p.covers(sit.date) for p in posts)
        if not (actor.id in told or holds or (word in said and not more - said)):
            continue  # "the police chief" is not the army chief
        if word_class("lesser_office") & (said - more):
            continue  # "the president" is not the vice president
        if new and posts and not any(sit.date and p.start >= _lately(sit.date) for p in posts):
            continue  # "the new president" is not the old one
        features = {
            **_features(sit, m, referent, rank),
            "called": float(word in said),
            "told": float(actor.id in told),
            "fits": float(holds),
        }
        yield Candidate(referent, features)
        rank += 1


def _lately(day: str) -> str:
    """The day (ISO) two years before, since which somebody in office is still new."""
    return f"{int(day[:4]) - 2}{day[4:]}"


def _fits(sit: Situation, actor: Actor, noun: KindNoun) -> bool | None:
    """Whether the gazetteer says that an actor is such: True, False, or None where it cannot."""
    node = sit.gazetteer.by_id(actor.id)
    if isinstance(node, Organisation):
        return not noun.of or node.kind in noun.of
    if isinstance(node, Organ):
        return False
    return True if noun.kind is Kind.STATE else None


def _is_last_word(sit: Situation, referent: Referent, actor: Actor, lemma: str) -> bool:
    """Whether a noun is the last word of an actor's name: "the league" after "the Arab League"."""
    if referent.introduced != "name" or lemma in word_class("subdivision"):
        return False  # "Kent State" is no state
    words = actor.name.lower().split()
    return (len(words) > 1 and words[-1] == lemma) or sit.s.doc[referent.noun].lower_ == lemma
