"""Word clusters as a feature: the NORM of a known word becomes the name of its Brown cluster.

spaCy's embedding layers take token attributes only, and NORM is the one attribute whose table is
saved with the vocabulary. So `token.norm_` of these pipelines is a cluster ("c1446"), not a
spelling; `token.lower_` is free for that. Clusters: Explosion's spacy-lookups-data (MIT).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.lookups import Lookups

from lemma_tables import load_table
from names import capitals, countries, country_rows, demonyms
from people import KNOWN, all_givens, all_surnames

# A word of each list whose cluster new words of that list get.
MODELS = {"country": "Iran", "city": "Tehran", "demonym": "Iranian", "surname": "Merkel"}


def cluster_name(number: int) -> str:
    """Return the NORM for a cluster number."""
    return f"c{number}"


def listed(clusters: dict[str, int]) -> dict[str, str]:
    """Give words of our own name lists a cluster where the table has none."""
    single = {
        "country": [name for name in countries() if " " not in name and len(name) > 3],
        "demonym": [name for name in demonyms() if " " not in name],
        "city": [name for name in capitals() if " " not in name],
        "surname": [*all_surnames(), *(name.split()[-1] for name in KNOWN)],
    }
    found: dict[str, str] = {}
    for kind, words in single.items():
        number = clusters.get(MODELS[kind], 0)
        found.update({word: cluster_name(number) for word in words if not clusters.get(word)})
    for given in all_givens():
        if not clusters.get(given):
            found.setdefault(given, cluster_name(clusters["John"]))
    return found


def cluster_table(clusters: dict[str, int]) -> dict[str, str]:
    """Return word → NORM for all words with letters and a cluster."""
    table = listed(clusters)
    for word, number in clusters.items():
        if number and any(char.isalpha() for char in word):
            table[word] = cluster_name(number)
    return dict(sorted(table.items()))


def add_clusters(nlp: Language) -> Language:
    """Install the table as the pipeline's lexeme_norm and forget norms computed before."""
    if nlp.vocab.lookups.has_table("lexeme_norm"):
        return nlp
    lookups = Lookups()
    lookups.add_table("lexeme_norm", cluster_table(load_table("lexeme_cluster")))
    tokenizer: Any = nlp.tokenizer
    rules = tokenizer.rules
    nlp.vocab.lookups = lookups
    nlp.vocab.from_bytes(nlp.vocab.to_bytes(exclude=["lookups"]), exclude=["lookups"])
    tokenizer.rules = rules
    return nlp


def words_with_norm(nlp: Language, words: Iterable[str]) -> dict[str, str]:
    """Return the NORM of each word (to look at the table)."""
    return {word: nlp.vocab[word].norm_ for word in words}


__all__ = ["add_clusters", "cluster_table", "country_rows", "words_with_norm"]
