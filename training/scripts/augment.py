"""Training-time variants: curly quotes, lower case, capitals."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from spacy.language import Language
from spacy.training import Example
from spacy.util import registry

Augmenter = Callable[[Language, Example], Iterator[Example]]
OPENING = {"``", "`"}


def curly(word: str, tag: str, opened: bool) -> str:
    """Return the typographic form of a quote, apostrophe or dash."""
    if word == '"':
        return "“" if tag in OPENING or (tag != "''" and not opened) else "”"
    if word == "'" and tag in OPENING:
        return "‘"
    if word == "--":
        return "—"
    return word.replace("'", "’")


def curly_words(words: list[str], tags: list[str]) -> list[str]:
    """Return words with typographic quotes."""
    opened = False
    changed = []
    for word, tag in zip(words, tags, strict=True):
        changed.append(curly(word, tag, opened))
        if word == '"':
            opened = changed[-1] == "“"
    return changed


def rebuilt(nlp: Language, example: Example, words: list[str], lemmas: bool) -> Example:
    """Return the example with other word forms (same number and lengths may change)."""
    data: dict[str, Any] = example.to_dict()
    token = data["token_annotation"]
    token["ORTH"] = words
    if not lemmas:
        token["LEMMA"] = [""] * len(words)
    entities = data["doc_annotation"].get("entities")
    if entities is not None and len(entities) != len(words):
        raise ValueError("entities are not given by token")
    text = "".join(
        word + (" " if space else "") for word, space in zip(words, token["SPACY"], strict=True)
    )
    return Example.from_dict(nlp.make_doc(text), data)


def upper_words(words: list[str]) -> list[str]:
    """Capitals, where that keeps one character per character."""
    return [word.upper() if len(word.upper()) == len(word) else word for word in words]


def create_augmenter(curly_level: float, lower: float, upper: float, seed: int) -> Augmenter:
    """Each document comes as it is or in one variant, with the given shares."""
    rng = random.Random(seed)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        draw = rng.random()
        words = [token.text for token in example.reference]
        if draw < curly_level:
            tags = [token.tag_ for token in example.reference]
            yield rebuilt(nlp, example, curly_words(words, tags), lemmas=True)
        elif draw < curly_level + lower:
            yield rebuilt(nlp, example, [word.lower() for word in words], lemmas=True)
        elif draw < curly_level + lower + upper:
            yield rebuilt(nlp, example, upper_words(words), lemmas=False)
        else:
            yield example

    return augment


registry.augmenters.register("diplograph.variants.v1", func=create_augmenter)
