"""Convert UD EWT and GUM to spaCy corpora of realistic passages."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from conllu import group_sentences, read_file, to_doc

TREEBANKS = {"ewt": "ud_english_ewt", "gum": "ud_english_gum_open"}
SIZES = (2, 4, 8, 12)
BREAKS = ("\n\n", "\n\n", "\n")


def training_docs(vocab: Vocab, path: Path, rng: random.Random) -> Iterator[Doc]:
    """Yield passages whose length in sentences varies, so that no length is learnt."""
    size = rng.choice(SIZES)
    for group in group_sentences(read_file(path), max_sentences=size):
        yield to_doc(vocab, group, rng.choice(BREAKS))


def dev_docs(vocab: Vocab, path: Path) -> Iterator[Doc]:
    """Yield passages of up to ten sentences."""
    for group in group_sentences(read_file(path)):
        yield to_doc(vocab, group)


def write(docs: Iterator[Doc], path: Path) -> None:
    """Store documents as a .spacy file and say how many."""
    docbin = DocBin(docs=docs, store_user_data=False)
    docbin.to_disk(path)
    print(f"{path}: {len(docbin)} documents")


def convert(data: Path, out: Path, seed: int) -> None:
    """Write syntax_{ewt,gum}_{train,dev}.spacy."""
    rng = random.Random(seed)
    vocab = spacy.blank("en").vocab
    for name, folder in TREEBANKS.items():
        train = out / "train_syntax"
        train.mkdir(parents=True, exist_ok=True)
        write(training_docs(vocab, data / folder / "train.conllu", rng), train / f"{name}.spacy")
        dev = out / "dev_syntax"
        dev.mkdir(parents=True, exist_ok=True)
        write(dev_docs(vocab, data / folder / "dev.conllu"), dev / f"{name}.spacy")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    convert(arguments.data, arguments.out, arguments.seed)


if __name__ == "__main__":
    main()
