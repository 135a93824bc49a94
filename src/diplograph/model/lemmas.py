"""Repair the trained lemmatizer's guesses on rare verbs and nouns by a word list.

The trained lemmatizer knows contexts ("found" → "find" or "found"), but strips the wrong ending
off words it has never seen ("kidding" → "kidd"). Where its lemma is no known word and the rules of
English inflection lead to one that is, that one wins.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

TABLES = Path(__file__).resolve().parent / "lemma_tables.json.gz"
REPAIRED = {"VERB": "verb", "AUX": "verb", "NOUN": "noun"}
PROPER = "NNP"


@dataclass(frozen=True, slots=True)
class WordTable:
    """The known words of one part of speech, irregular forms, and endings."""

    words: frozenset[str]
    irregular: Mapping[str, Sequence[str]]
    endings: Sequence[tuple[str, str]]

    def candidates(self, form: str) -> list[str]:
        """Known words that the lower-case form can be an inflection of, best first."""
        found = [word for word in self.irregular.get(form, ()) if word in self.words]
        for old, new in self.endings:
            if form.endswith(old):
                word = form[: len(form) - len(old)] + new
                found += [word] if word in self.words else []
                bare = undoubled(word)
                found += [bare] if bare in self.words else []
        return found


def undoubled(word: str) -> str:
    """'submitt' → 'submit'; words without a double consonant stay."""
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou"
    return word[:-1] if doubled else word


_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


def lacks_double(form: str, lemma: str) -> bool:
    """Whether a short lemma would have doubled its last letter in a form: "hop" in "hoped"."""
    ending = form[len(lemma) :]
    return form.startswith(lemma) and ending in ("ed", "ing") and bool(_SHORT.fullmatch(lemma))


def repair(form: str, lemma: str, table: WordTable) -> str:
    """The given lemma if it is a known word, else a known word that it can be, else as given."""
    low = form.lower()
    if lacks_double(low, lemma.lower()) and lemma.lower() + "e" in table.words:
        return lemma.lower() + "e"
    if lemma.lower() in table.words:
        return lemma
    candidates = table.candidates(low)
    if candidates:
        return candidates[0]
    return low if low in table.words else lemma


@lru_cache(maxsize=1)
def load_tables() -> dict[str, WordTable]:
    """Read the tables that travel with the package."""
    raw = json.loads(gzip.decompress(TABLES.read_bytes()))
    return {
        kind: WordTable(
            words=frozenset(table["words"]),
            irregular=table["irregular"],
            endings=[(old, new) for old, new in table["endings"]],
        )
        for kind, table in raw.items()
    }


class LemmaRepair:
    """spaCy component; needs tags, parts of speech and lemmas."""

    def __init__(self, tables: Mapping[str, WordTable]) -> None:
        self.tables = tables

    def lemma(self, token: Token) -> str:
        """The lemma that a token should have."""
        if not token.is_alpha or token.tag_ == "MD":
            return token.lemma_
        if token.tag_ == PROPER:
            return token.text
        kind = REPAIRED.get(token.pos_)
        if kind is None or (kind == "noun" and token.is_upper):
            return token.lemma_
        lemma = repair(token.text, token.lemma_, self.tables[kind])
        return lemma.lower() if kind == "verb" else lemma

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a document."""
        for token in doc:
            lemma = self.lemma(token)
            if lemma != token.lemma_:
                token.lemma_ = lemma
        return doc


@Language.factory("diplograph_lemmas", requires=["token.lemma", "token.pos"], retokenizes=False)
def make_lemma_repair(nlp: Language, name: str) -> LemmaRepair:  # noqa: ARG001
    """Factory for `nlp.add_pipe("diplograph_lemmas")`."""
    return LemmaRepair(load_tables())
