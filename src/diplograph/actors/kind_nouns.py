"""Nouns that take up an actor named before, and which actors each may mean: data, not code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from diplograph.errors import LexiconError
from diplograph.gazetteer import Gazetteer, Gender, Node, Organisation, Person
from diplograph.records import Actor, Kind
from diplograph.resources import ontology_path
from diplograph.word_classes import word_class


@dataclass(frozen=True, slots=True)
class KindNoun:
    """A noun that means actors of a kind; `of` are organisation kinds or roles, empty for any."""

    kind: Kind
    of: frozenset[str]


def noun_of_kind(lemma: str) -> KindNoun | None:
    """What a noun may mean: as the file says, of words for people any person; None for others."""
    known = load_kinds().get(lemma)
    if known is None and lemma in word_class("human"):
        return KindNoun(Kind.PERSON, frozenset())
    return known


def parties_of(lemma: str) -> str:
    """What several of a noun are: a kind of `diplograph.actors.pairs`, blank for none.

    `opposed` ("both sides"), `alike` (states and their governments), `open` ("the two rivals", who
    may be persons or not), `persons` ("the two ministers"), `bodies` ("both armies").
    """
    for kind in ("opposed", "open"):
        if lemma in word_class(f"{kind}_party"):
            return kind
    if lemma in word_class("party"):
        return "alike"
    noun = noun_of_kind(lemma)
    if lemma in word_class("person_party") or (noun is not None and noun.kind is Kind.PERSON):
        return "persons"
    body = noun is not None and noun.kind is Kind.ORGANISATION
    return "bodies" if body or lemma in word_class("collective") else ""


def fits_sex(gazetteer: Gazetteer, lemma: str, actor: Actor) -> bool:
    """Whether a noun ("woman") may be said of somebody, as far as the sex is known."""
    known = gazetteer.by_id(actor.id)
    gender = known.gender if isinstance(known, Person) else Gender.UNKNOWN
    if gender is Gender.UNKNOWN and actor.kind is Kind.PERSON:
        gender = gazetteer.gender_of_given_name(actor.name.split()[0])
    other = {Gender.MALE: "woman", Gender.FEMALE: "man"}.get(gender)
    return other is None or lemma not in word_class(other)


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
