"""Build the word list that repairs lemmas, from WordNet and the treebanks."""

from __future__ import annotations

import argparse
import gzip
import importlib.resources
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from conllu import Sentence, read_file

Counts = dict[tuple[str, str], Counter[str]]
MINIMUM = 2
ENDINGS = {
    "verb": [
        ["ies", "y"],
        ["ied", "y"],
        ["es", "e"],
        ["s", ""],
        ["es", ""],
        ["ed", "e"],
        ["ed", ""],
        ["ing", "e"],
        ["ing", ""],
        ["icking", "ic"],
        ["icked", "ic"],
    ],
    "noun": [
        ["ies", "y"],
        ["s", ""],
        ["ses", "s"],
        ["xes", "x"],
        ["zes", "z"],
        ["ches", "ch"],
        ["shes", "sh"],
        ["men", "man"],
        ["ves", "f"],
        ["ves", "fe"],
        ["oes", "o"],
    ],
}


def load_table(name: str) -> Any:
    """Read a table of the spacy-lookups-data package (needed at build time only)."""
    folder = importlib.resources.files("spacy_lookups_data") / "data"
    return json.loads(gzip.decompress((folder / f"en_{name}.json.gz").read_bytes()))


def treebank_lemmas(sentences: Iterable[Sentence]) -> Counts:
    """Count lemmas by (part of speech, lower-case form)."""
    counts: Counts = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            counts[word.upos, word.form.lower()][word.lemma] += 1
    return counts


def known_words(index: Iterable[str], counts: Counts, pos: str) -> list[str]:
    """Single words of the index, and lemmas that the treebanks give more than once."""
    words = {word for word in index if word.isalpha() and word.islower()}
    totals: Counter[str] = Counter()
    for (tag, _), lemmas in counts.items():
        if tag == pos:
            totals.update(lemmas)
    words |= {lemma for lemma, n in totals.items() if n >= MINIMUM and lemma.islower()}
    return sorted(words)


def irregular_forms(base: dict[str, list[str]], counts: Counts, pos: str) -> dict[str, list[str]]:
    """WordNet's irregular forms, the treebanks' usual lemma first."""
    merged = {form: lemmas for form, lemmas in base.items() if form.isalpha()}
    for form, lemmas in merged.items():
        if counts.get((pos, form)):
            usual = counts[pos, form].most_common(1)[0][0]
            merged[form] = [usual, *(lemma for lemma in lemmas if lemma != usual)]
    return dict(sorted(merged.items()))


def build(sentences: Iterable[Sentence]) -> dict[str, dict[str, Any]]:
    """Return the tables by kind of word."""
    counts = treebank_lemmas(sentences)
    index, irregular = load_table("lemma_index"), load_table("lemma_exc")
    return {
        kind: {
            "words": known_words(index[kind], counts, kind.upper()),
            "irregular": irregular_forms(irregular[kind], counts, kind.upper()),
            "endings": ENDINGS[kind],
        }
        for kind in ("verb", "noun")
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    sentences = read_file(arguments.data / "ud_english_ewt" / "train.conllu")
    sentences += read_file(arguments.data / "ud_english_gum_open" / "train.conllu")
    text = json.dumps(build(sentences), separators=(",", ":"), ensure_ascii=False)
    arguments.out.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


if __name__ == "__main__":
    main()
