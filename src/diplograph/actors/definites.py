"""Definite nouns that take up somebody named before: "the bloc", "the general".

Which nouns may mean which actors is data (`ontology/coreference/kinds.tsv`); who is meant is the
nearest fitting referent. Nothing is guessed: where nobody fits, nobody is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from diplograph.actors.countries import leading_states
from diplograph.actors.doubts import has_name_of_its_own
from diplograph.actors.index import Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.referents import Referent
from diplograph.actors.situation import Situation
from diplograph.errors import LexiconError
from diplograph.gazetteer import Node, Organisation
from diplograph.records import Actor, Kind
from diplograph.resources import ontology_path
from diplograph.word_classes import word_class

_REACH = 6
"""Sentences back that a noun may reach."""
_CERTAINTY = 0.8


@dataclass(frozen=True, slots=True)
class KindNoun:
    """A noun that means actors of a kind; `of` are organisation kinds or roles, empty for any."""

    kind: Kind
    of: frozenset[str]


def known_before(sit: Situation, m: Mention) -> Resolved | None:
    """Whom a definite noun without an owner takes up, None where nobody fits.

    By its name ("the commission" after "the African Union Commission"), by the same noun ("the
    rebels" after "Syrian rebels") or by the kind of actor that it means ("the bloc").
    """
    if not m.definite or has_complement(sit, m) or has_name_of_its_own(sit, m):
        return None
    if _says_which(sit, m):
        return None
    sit.spoken_of.read(m.start, sit.by_head, sit.done)
    lemma = sit.s.lemma(m.head)
    named = [r for r in _near(sit, m) if _is_named_so(sit, r, lemma, plural=m.several)]
    if named:  # "the party" after two of them is neither
        named = _only_near(sit, m, named)
        return sit.made(m, named[0].actors, _CERTAINTY) if named else None
    noun = load_kinds().get(lemma)
    if noun is None:
        return None
    if m.several:
        return _armed_before(sit, m, noun)
    fitting = [r for r in _near(sit, m) if not r.plural and _fits(sit, r, noun)]
    if noun.kind is Kind.STATE:
        fitting = leading_states(sit, m, fitting)
    elif noun.kind is Kind.ORGANISATION:
        fitting = _only_near(sit, m, fitting)
    return sit.made(m, fitting[0].actors, _CERTAINTY) if fitting else None


def _only_near(sit: Situation, m: Mention, fitting: list[Referent]) -> list[Referent]:
    """Of bodies of one kind the only one of this sentence and the last, else nobody."""
    here = sit.spoken_of.position(m.head).sentence
    near = [r for r in fitting if here - r.last.sentence <= 1]
    return fitting[:1] if not near else near if len(near) == 1 else []


def _says_which(sit: Situation, m: Mention) -> bool:
    """ "The *other* group", "the company *they founded*", "the *Islamist* movement"."""
    s = sit.s
    said = [s.doc[i] for i in s.exactly(m.head, "amod")]
    others = any(t.lower_ in word_class("of_others") or t.text.istitle() for t in said)
    told = bool(s.exactly(m.head, "cop")) or any(i > m.head for i in s.exactly(m.head, "acl:relcl"))
    return others or told  # "to be the leading party" tells what somebody is


def _armed_before(sit: Situation, m: Mention, noun: KindNoun) -> Resolved | None:
    """ "These terrorists", "the rebels": the one body of such people that the text has named."""
    if noun.kind is not Kind.ORGANISATION or m.noun is None or m.noun.kind != "group":
        return None
    if m.noun.lemma in word_class("collective"):
        return None  # "the groups" are several bodies
    fitting = {r.actors for r in _near(sit, m) if _fits(sit, r, noun)}
    if len(fitting) != 1:
        return None
    actors = fitting.pop()
    elsewhere = sit.scene is not None and actors[0].state not in {None, sit.scene}
    return None if elsewhere else sit.made(m, actors, _CERTAINTY - 0.1)


def person_before(sit: Situation, m: Mention) -> Actor | None:
    """The person last called by an office that ends in the same word: "the minister"."""
    if not m.definite or m.several or has_complement(sit, m):
        return None
    word = m.text.split()[-1].lower()
    more = {sit.s.doc[t].lower_ for t in sit.s.exactly(m.head, "compound")}
    for other in reversed([o for o in sit.mentions if o.start < m.start]):
        if other.role is None or other.several:
            continue
        title = other.role.text.lower().split()
        resolved = sit.done.get(id(other))
        alone = " " not in m.text or (m.role is not None and m.role.role == other.role.role)
        if more - {*title, *other.text.lower().split()}:
            continue  # "the police chief" is not the army chief
        if word_class("lesser_office") & set(title) - {*more, *m.text.lower().split()}:
            continue  # "the president" is not the vice president
        if alone and title[-1:] == [word] and resolved is not None and len(resolved.actors) == 1:
            return resolved.actors[0]
    return None if more else _by_role(sit, m, word)


def has_complement(sit: Situation, m: Mention) -> bool:
    """Whether a noun says itself whose it is: "the president of that country"."""
    within = sit.s.exactly(m.head, "nmod")
    return any(sit.s.preposition(t) in {"of", "for"} for t in within)


def _by_role(sit: Situation, m: Mention, word: str) -> Actor | None:
    """ "The leader": the nearest person who was said to hold one of the roles it may mean."""
    noun = load_kinds().get(word)
    if noun is None or noun.kind is not Kind.PERSON:
        return None
    sit.spoken_of.read(m.start, sit.by_head, sit.done)
    holders = {a.id for role in noun.of for a in sit.discourse.roles.get(role, [])}
    for referent in _near(sit, m):
        if len(referent.actors) == 1 and referent.actors[0].id in holders:
            return referent.actors[0]
    return None


def _near(sit: Situation, m: Mention) -> Iterator[Referent]:
    """Actors within reach, the one mentioned last first."""
    here = sit.spoken_of.position(m.head).sentence
    for referent in sit.spoken_of.recent():
        if (
            referent.actors
            and here - referent.last.sentence <= _REACH
            and referent.last.at < m.start
        ):
            yield referent


def _is_named_so(sit: Situation, referent: Referent, lemma: str, *, plural: bool) -> bool:
    """Whether a noun is the head of what an actor was called: its name's last word, or its noun."""
    if len(referent.actors) != 1:
        return False
    actor = referent.actors[0]
    if referent.introduced != "name":
        same = sit.s.lemma(referent.noun) == lemma
        return same and referent.plural == plural and actor.kind is not Kind.PERSON
    words, last = actor.name.lower().split(), sit.s.doc[referent.noun].lower_
    called = (len(words) > 1 and words[-1] == lemma) or last == lemma
    named = actor.kind is Kind.ORGANISATION and not plural and called
    return named and lemma not in word_class("subdivision")  # "Kent State" is no state


def _fits(sit: Situation, referent: Referent, noun: KindNoun) -> bool:
    if len(referent.actors) != 1 or referent.actors[0].kind is not noun.kind:
        return False
    if noun.kind is not Kind.ORGANISATION:
        return noun.kind is Kind.STATE
    node = sit.gazetteer.by_id(referent.actors[0].id)
    return isinstance(node, Organisation) and (not noun.of or node.kind in noun.of)


def is_of_kind(lemma: str, node: Node) -> bool:
    """Whether a body is one that a noun ("agency") may mean."""
    noun = load_kinds().get(lemma)
    return noun is not None and isinstance(node, Organisation) and node.kind in noun.of


@lru_cache(maxsize=1)
def load_kinds() -> dict[str, KindNoun]:
    """The nouns of `ontology/coreference/kinds.tsv`.

    Raises:
        LexiconError: a line is not a new noun, a kind of actor and kinds or roles.
    """
    path = ontology_path() / "coreference" / "kinds.tsv"
    found: dict[str, KindNoun] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#") or line == "noun\tkind\tof":
            continue
        cells = line.split("\t")
        allowed = len(cells) == 3 and cells[1] in set(Kind) and cells[0] not in found
        if not allowed:
            raise LexiconError(
                f"{path}:{number}: {line!r} is not allowed; allowed: a new noun, a kind of actor "
                f"({', '.join(Kind)}), kinds of organisation or roles separated by |"
            )
        of = frozenset(cells[2].split("|")) if cells[2] else frozenset()
        found[cells[0]] = KindNoun(Kind(cells[1]), of)
    return found
