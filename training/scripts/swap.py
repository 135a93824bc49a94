"""Training-time name swapping: other people, places and peoples in the same sentences."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

from augment import curly_words, upper_words
from names import capitals, cities, countries, country_rows, demonyms
from people import person

Augmenter = Callable[[Language, Example], Iterator[Example]]


class Swapper:
    """Chooses a name of the same kind for an entity, or keeps it."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.cities = capitals() * 8 + cities()
        self.countries = [row[0] for row in country_rows()] * 3 + sorted(countries())
        self.known_cities = set(self.cities)

    def replacement(self, entity: Span, people: dict[str, str]) -> list[str]:
        """Return the new words; the same surname becomes the same new surname."""
        old = [token.text for token in entity]
        text = entity.text
        if entity.label_ == "PERSON" and text[:1].isupper() and len(old) <= 3:
            if old[-1] not in people:
                full, short = person(self.rng)
                people[old[-1]] = short
                return full.split() if len(old) > 1 else short.split()
            return people[old[-1]].split()
        if entity.label_ == "LOC" and text in countries():
            return self.rng.choice(self.countries).split()
        if entity.label_ == "LOC" and text in self.known_cities:
            return self.rng.choice(self.cities).split()
        if entity.label_ == "NORP" and text in demonyms():
            norp = self.rng.choice(country_rows())[1]
            plural = text.endswith("s") and not norp.endswith(("s", "h", "e"))
            return (norp + "s" if plural else norp).split()
        return old


def swapped(doc: Doc, swapper: Swapper) -> Doc:
    """Return a copy of the document with some names replaced."""
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    people: dict[str, str] = {}
    starts = {entity.start: entity for entity in doc.ents}
    index = 0
    while index < len(doc):
        entity = starts.get(index)
        token = doc[index]
        if entity is None:
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
            tags.append("O" if token.ent_iob_ == "O" else "")
            index += 1
            continue
        new = swapper.replacement(entity, people)
        words += new
        last = bool(doc[entity.end - 1].whitespace_)
        kept = [bool(t.whitespace_) for t in entity] if len(new) == len(entity) else []
        spaces += kept or [True] * (len(new) - 1) + [last]
        tags += [f"B-{entity.label_}"] + [f"I-{entity.label_}"] * (len(new) - 1)
        index = entity.end
    return Doc(doc.vocab, words=words, spaces=spaces, ents=tags)


def with_words(doc: Doc, words: list[str]) -> Doc:
    """Return the document with other forms of its words."""
    tags = [
        f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else ("O" if t.ent_iob_ == "O" else "")
        for t in doc
    ]
    return Doc(doc.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc], ents=tags)


def variant(doc: Doc, draw: float, shares: tuple[float, float, float]) -> Doc:
    """Return the curly, lower-case, capital or plain form of the document."""
    curly, lower, upper = shares
    words = [token.text for token in doc]
    if draw < curly:
        return with_words(doc, curly_words(words, [""] * len(words)))
    if draw < curly + lower:
        return with_words(doc, [word.lower() for word in words])
    if draw < curly + lower + upper:
        return with_words(doc, upper_words(words))
    return doc


def create_augmenter(swap: float, curly: float, lower: float, upper: float, seed: int) -> Augmenter:
    """Swap names in a share of the documents, then change case or quotes in some."""
    swapper = Swapper(seed)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        doc = example.reference
        if swapper.rng.random() < swap:
            doc = swapped(doc, swapper)
        doc = variant(doc, swapper.rng.random(), (curly, lower, upper))
        yield Example(nlp.make_doc(doc.text), doc)

    return augment


registry.augmenters.register("diplograph.names.v1", func=create_augmenter)
