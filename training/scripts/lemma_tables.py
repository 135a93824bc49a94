"""Tables for spaCy's rule lemmatizer: WordNet's index and exceptions, corrected by the treebanks."""

from __future__ import annotations

import gzip
import importlib.resources
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from spacy.lookups import Lookups

from conllu import Sentence

Exceptions = dict[str, dict[str, list[str]]]
CLOSED = {"PRON", "AUX", "DET", "ADP", "PART", "SCONJ", "CCONJ", "INTJ", "NUM", "ADV", "SYM", "PUNCT"}
OPEN = {"NOUN", "VERB", "ADJ"}
MINIMUM = 3


def load_table(name: str) -> Any:
    """Read a table of the spacy-lookups-data package (needed at build time only)."""
    folder = importlib.resources.files("spacy_lookups_data") / "data"
    return json.loads(gzip.decompress((folder / f"en_{name}.json.gz").read_bytes()))


def treebank_lemmas(sentences: Iterable[Sentence]) -> dict[tuple[str, str], Counter[str]]:
    """Count lemmas by (part of speech, lower-case form)."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            counts[word.upos, word.form.lower()][word.lemma] += 1
    return counts


def exceptions_from(counts: dict[tuple[str, str], Counter[str]], base: Exceptions) -> Exceptions:
    """Put the treebanks' usual lemma before WordNet's."""
    merged = {pos: dict(table) for pos, table in base.items()}
    for (pos, form), lemmas in counts.items():
        lemma, count = lemmas.most_common(1)[0]
        closed = pos in CLOSED and lemma != form
        if closed or (pos in OPEN and count >= MINIMUM and lemma.lower() == lemma):
            merged.setdefault(pos.lower(), {})[form] = [lemma]
    return merged


def build(sentences: Iterable[Sentence]) -> Lookups:
    """Return lemma_rules, lemma_exc and lemma_index."""
    lookups = Lookups()
    lookups.add_table("lemma_rules", load_table("lemma_rules"))
    lookups.add_table("lemma_index", load_table("lemma_index"))
    counts = treebank_lemmas(sentences)
    lookups.add_table("lemma_exc", exceptions_from(counts, load_table("lemma_exc")))
    return lookups
