"""What a text has spoken of so far: actors, other persons and things, each once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from diplograph.actors.index import Form, Resolved
from diplograph.actors.mentions import Mention
from diplograph.actors.phrases import (
    Layout,
    Position,
    Sort,
    introduced_as,
    is_phrase_head,
    is_plural,
    position_of,
    read_layout,
)
from diplograph.gazetteer import Gazetteer, Gender, Person
from diplograph.language.syntax import Syntax
from diplograph.records import Actor, Kind
from diplograph.word_classes import word_class

_SORTS = {
    Kind.PERSON: Sort.PERSON,
    Kind.STATE: Sort.BODY,
    Kind.ORGANISATION: Sort.BODY,
    Kind.GROUP: Sort.PEOPLE,
    Kind.POPULATION: Sort.PEOPLE,
}
_FIRST = (Sort.PERSON, Sort.PEOPLE, Sort.BODY, Sort.NAME, Sort.PLACE, Sort.THING)
_HUMAN_KINDS = frozenset({"group", "population"})


@dataclass(slots=True)
class Referent:
    """Somebody or something that was spoken of; `actors` is empty where it is no actor.

    `last` is where it was mentioned last, `noun` the last head token that is no pronoun,
    `heads` are the tokens at which its mentions stand, with the first of what each is coordinated
    with, `mentions` and `subjects` count its mentions and those as a subject, `again` whether the
    last mention was a pronoun, `introduced` how the noun was introduced (`name` for names).
    """

    key: Hashable
    sort: Sort
    plural: bool
    actors: tuple[Actor, ...]
    last: Position
    noun: int
    introduced: str
    gender: Gender = Gender.UNKNOWN
    heads: set[int] = field(default_factory=set)
    mentions: int = 0
    subjects: int = 0
    again: bool = False


@dataclass(slots=True)
class Referents:
    """The referents of a document in the order of their last mention, read as far as asked."""

    s: Syntax
    gazetteer: Gazetteer
    layout: Layout
    by_key: dict[Hashable, Referent] = field(default_factory=dict)
    read_to: int = 0  # noun phrases before this token are taken in

    @classmethod
    def of(cls, s: Syntax, gazetteer: Gazetteer, start: int = 0) -> Referents:
        """No referents yet of a parsed text that is read from a token on."""
        return cls(s, gazetteer, read_layout(s), read_to=start)

    def position(self, i: int) -> Position:
        """Where token i stands."""
        return position_of(self.s, self.layout, i)

    def recent(self) -> Iterator[Referent]:
        """Referents, the one mentioned last first."""
        return reversed(self.by_key.values())

    def within(self, i: int, head: int, reach: int) -> Iterator[Referent]:
        """Actors mentioned before token i, `reach` sentences before a head or less, last first."""
        here = self.position(head).sentence
        for referent in self.recent():
            near = here - referent.last.sentence <= reach and referent.last.at < i
            if referent.actors and near:
                yield referent

    def refer(self, referent: Referent, position: Position) -> None:
        """Note that a pronoun means a referent."""
        self._mention(referent.key, referent, position)
        referent.again = True

    def read(
        self, end: int, mention_at: dict[int, Mention], done: dict[int, Resolved | None]
    ) -> None:
        """Take in the noun phrases up to a token.

        `mention_at` tells mentions by their head token, `done` how they were resolved.
        """
        for i in range(self.read_to, end):
            mention = mention_at.get(i)
            if mention is None and self._is_named_behind(i, mention_at):
                continue
            if mention is not None or is_phrase_head(self.s, i):
                self._take(i, mention, done.get(id(mention)))
            if self.s.labels[i] == "conj":
                heads = self.s.conjuncts(self.s.first_conjunct(i))
                self._take_together([c for c in heads if c <= i])
        self.read_to = max(self.read_to, end)

    def _take(self, i: int, mention: Mention | None, resolved: Resolved | None) -> None:
        if mention is not None and mention.form is Form.PRONOUN:
            return
        if resolved is not None and resolved.modifier:
            return
        actors = self._acting(resolved) if resolved is not None else ()
        place = resolved is not None and resolved.place is not None
        if self.s.labels[i] == "appos" and self._is_known_person(self.s.heads[i]):
            return  # "Mr Lee, the negotiator" is spoken of as Mr Lee
        token = self.s.doc[i]
        named = token.pos_ == "PROPN" or (mention is not None and mention.form is Form.NAME)
        key: Hashable = tuple(a.id for a in actors) or (
            (mention.text.lower(),) if mention and named else token.lemma_.lower()
        )
        referent = self.by_key.get(key)
        plural = is_plural(self.s, i) if not actors else self._several(i, mention, actors)
        if referent is None:
            referent = Referent(
                key,
                self._sort(i, mention, actors, place=place),
                plural,
                actors,
                self.position(i),
                i,
                "name" if named else introduced_as(self.s, i),
            )
        referent.noun = i
        referent.plural = plural
        self._mention(key, referent, self.position(i))
        referent.again = False
        if referent.gender is Gender.UNKNOWN:
            referent.gender = self._gender(i, mention, actors)

    def _is_named_behind(self, i: int, mention_at: dict[int, Mention]) -> bool:
        """Whether a noun only introduces a person's name: "the poet Lord Byron"."""
        names = (mention_at.get(c) for c in self.s.exactly(i, "flat", "appos") if c > i)
        return any(m is not None and m.label == "PERSON" for m in names)

    def _is_known_person(self, i: int) -> bool:
        known = next((r for r in self.recent() if r.noun == i), None)
        return known is not None and known.sort is Sort.PERSON and known.introduced == "name"

    def _acting(self, resolved: Resolved) -> tuple[Actor, ...]:
        """The actors of a mention but those of mere places: a capital may stand for its state."""
        if resolved.place is None:
            return resolved.actors
        state = self.gazetteer.state(resolved.place_state) if resolved.place_state else None
        capital = state is not None and resolved.place in state.capitals
        if capital and self.s.preposition(resolved.head) in word_class("locative"):
            capital = False
        return tuple(a for a in resolved.actors if capital or a.name == resolved.place)

    def _take_together(self, heads: list[int]) -> None:
        """A coordination is somebody too: "Peru and Chile"."""
        single = [r for r in self.recent() if r.introduced != "together"]
        parts = [next((r for r in single if r.noun == i), None) for i in heads]
        found = [p for p in parts if p is not None]
        if len(found) < len(heads):
            return
        known = all(p.actors for p in found)
        actors = tuple(dict.fromkeys(a for p in found for a in p.actors)) if known else ()
        key: Hashable = frozenset(p.key for p in found)
        sort = min((p.sort for p in found), key=_FIRST.index)  # that of who acts most likely
        sort = Sort.PEOPLE if sort is Sort.PERSON else sort
        position = self.position(heads[-1])
        referent = self.by_key.get(key) or Referent(
            key, sort, True, actors, position, heads[-1], "together"
        )
        referent.noun = heads[-1]
        self._mention(key, referent, position)
        shorter = frozenset(p.key for p in found[:-1])
        if len(found) > 2:
            self.by_key.pop(shorter, None)  # "A, B" on the way to "A, B and C"

    def _mention(self, key: Hashable, referent: Referent, position: Position) -> None:
        self.by_key.pop(key, None)
        self.by_key[key] = referent
        referent.last = position
        referent.heads |= {position.at, self.s.first_conjunct(position.at)}
        referent.mentions += 1
        referent.subjects += position.role == "subject"

    def _several(self, i: int, mention: Mention | None, actors: tuple[Actor, ...]) -> bool:
        if len(actors) > 1:
            return True
        if mention is not None and mention.form is not Form.NAME:
            return mention.several or is_plural(self.s, i)
        return actors[0].kind in {Kind.GROUP, Kind.POPULATION}

    def _sort(
        self, i: int, mention: Mention | None, actors: tuple[Actor, ...], *, place: bool
    ) -> Sort:
        if actors:
            return Sort.PEOPLE if len(actors) > 1 else _SORTS[actors[0].kind]
        token = self.s.doc[i]
        if token.ent_type_ == "PERSON" or (mention is not None and mention.label == "PERSON"):
            return Sort.PERSON
        if place or token.ent_type_ in {"LOC", "GPE", "FAC"}:
            return Sort.PLACE
        if token.ent_type_ == "ORG":
            return Sort.BODY
        lemma = self.s.lemma(i)
        noun = self.gazetteer.group_noun(lemma)
        human = lemma in word_class("human") or self.gazetteer.role_of_phrase(lemma) is not None
        grouped = noun is not None and noun.kind in _HUMAN_KINDS
        if human or (grouped and lemma not in word_class("collective")):
            return Sort.PEOPLE if is_plural(self.s, i) else Sort.PERSON
        if noun is not None:
            return Sort.BODY
        return Sort.NAME if token.pos_ == "PROPN" else Sort.THING

    def _gender(self, i: int, mention: Mention | None, actors: tuple[Actor, ...]) -> Gender:
        if actors and actors[0].kind is not Kind.PERSON:
            return Gender.UNKNOWN  # "Israel" is a man's name too
        known = self.gazetteer.by_id(actors[0].id) if len(actors) == 1 else None
        if isinstance(known, Person) and known.gender is not Gender.UNKNOWN:
            return known.gender
        said = [self.s.lemma(n) for n in (i, *self.s.exactly(i, "appos"))]  # "X, the daughter of Y"
        if any(lemma in word_class("man") for lemma in said):
            return Gender.MALE
        if any(lemma in word_class("woman") for lemma in said):
            return Gender.FEMALE
        if mention is None:
            return Gender.UNKNOWN
        if mention.role is not None and mention.role.gender is not Gender.UNKNOWN:
            return mention.role.gender
        before = self.s.doc[mention.start - 1].lower_.rstrip(".") if mention.start else ""
        if before in {"mr", "sir", "lord", "king", "prince", "baron", "father", "brother"}:
            return Gender.MALE
        if before in {"mrs", "ms", "miss", "lady", "queen", "princess", "sister", "madame"}:
            return Gender.FEMALE
        name = mention.name or mention
        return self.gazetteer.gender_of_given_name(name.text.split()[0])
