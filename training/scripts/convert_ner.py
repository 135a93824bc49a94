"""Convert the entity sets to spaCy corpora with one label scheme."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from conllu import read_file
from entities import Sentence, Span, clean, to_doc
from gum_entities import read_gum
from ner_sources import read_crossner, read_gmb, read_uner, read_wikigold
from templates import generate

# How often each set is repeated in the training corpus.
REPEATS = {"uner": 3, "crossner": 2}
# Sets noisy enough that a trained model's contradiction is more likely right than wrong.
MENDED = {"gmb"}
# Labels too rare for the first stage to be believed on.
KEPT = {"EVENT"}


def lines(path: Path) -> list[str]:
    """Read the lines of a UTF-8 file."""
    return path.read_text(encoding="utf-8").split("\n")


def grouped(sentences: Iterable[Sentence], rng: random.Random) -> Iterator[list[Sentence]]:
    """Join neighbours of one document, one to five at a time; ungrouped ones stay alone."""
    batch: list[Sentence] = []
    limit = 1
    for sentence in sentences:
        if batch and (
            len(batch) >= limit or sentence.group != batch[-1].group or not sentence.group
        ):
            yield batch
            batch = []
            limit = rng.randint(1, 5)
        batch.append(sentence)
    if batch:
        yield batch


def paired(sentences: list[Sentence], rng: random.Random) -> Iterator[list[Sentence]]:
    """Put unrelated sentences together in one or two, so that documents are not all short."""
    index = 0
    while index < len(sentences):
        size = rng.choice((1, 1, 2))
        yield sentences[index : index + size]
        index += size


def train_sets(data: Path, seed: int) -> dict[str, list[Sentence]]:
    """Read and clean every training set."""
    ewt = read_file(data / "ud_english_ewt" / "dev.conllu")
    gum = read_file(data / "ud_english_gum_open" / "train.conllu")
    sets = {
        "gmb": read_gmb(lines(data / "gmb_news" / "train.tsv")),
        "uner": read_uner(lines(data / "uner_english_ewt" / "dev.iob2"), ewt),
        "wikigold": read_wikigold(lines(data / "wikigold" / "wikigold.conll.txt")),
        "crossner": read_crossner(lines(data / "crossner_politics" / "train.txt")),
        "gum": read_gum(gum),
    }
    cleaned = {
        name: [clean(sentence, fix_countries=name == "gmb") for sentence in sentences]
        for name, sentences in sets.items()
    }
    cleaned["templates"] = generate(seed)
    return cleaned


def dev_sets(data: Path) -> dict[str, list[Sentence]]:
    """Read and clean the development sets (Universal NER test is for the final report)."""
    gum = read_file(data / "ud_english_gum_open" / "dev.conllu")
    ewt = read_file(data / "ud_english_ewt" / "test.conllu")
    sets = {
        "gmb": read_gmb(lines(data / "gmb_news" / "dev.tsv")),
        "crossner": read_crossner(lines(data / "crossner_politics" / "dev.txt")),
        "gum": read_gum(gum),
        "uner_test": read_uner(lines(data / "uner_english_ewt" / "test.iob2"), ewt),
    }
    return {
        name: [clean(sentence, fix_countries=name == "gmb") for sentence in sentences]
        for name, sentences in sets.items()
    }


def mend(sentences: list[Sentence], nlp: Language) -> int:
    """Make tokens missing where a trained model contradicts the set; return how many.

    Only contradictions count: another label or other bounds on the same tokens, or an entity that
    the set does not mark. An entity that the model overlooks stays.
    """
    docs = (Doc(nlp.vocab, words=s.words, spaces=s.spaces) for s in sentences)
    changed = 0
    for sentence, doc in zip(sentences, nlp.pipe(docs), strict=True):
        gold = set(sentence.spans)
        doubtful: set[int] = set()
        for entity in doc.ents:
            if Span(entity.start, entity.end, entity.label_) not in gold:
                doubtful |= set(range(entity.start, entity.end)) - sentence.missing
        for span in gold:
            if span.label in KEPT:
                doubtful -= set(range(span.start, span.end))
        touched = {s for s in gold if doubtful & set(range(s.start, s.end))}
        for span in touched:
            doubtful |= set(range(span.start, span.end))
        sentence.spans = [span for span in sentence.spans if span not in touched]
        sentence.missing |= doubtful
        changed += len(doubtful)
    return changed


def report(name: str, sentences: list[Sentence]) -> None:
    """Print the size and label counts of a set."""
    counts = Counter(span.label for sentence in sentences for span in sentence.spans)
    tokens = sum(len(sentence.words) for sentence in sentences)
    missing = sum(len(sentence.missing) for sentence in sentences)
    print(f"{name}: {len(sentences)} sentences, {tokens} tokens, {missing} missing, {dict(counts)}")


def convert(data: Path, out: Path, seed: int, model: Path | None) -> None:
    """Write train_ner/*.spacy, dev_ner/{gmb,crossner,gum}.spacy and test_ner/uner_test.spacy."""
    rng = random.Random(seed)
    vocab = spacy.blank("en").vocab
    for folder in ("train_ner", "dev_ner", "test_ner"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for name, sentences in train_sets(data, seed).items():
        if model and name in MENDED:
            print(f"{name}: {mend(sentences, spacy.load(model))} tokens made missing")
        report(name, sentences)
        docbin = DocBin()
        for _ in range(REPEATS.get(name, 1)):
            groups = grouped(sentences, rng) if sentences[0].group else paired(sentences, rng)
            for group in groups:
                docbin.add(to_doc(vocab, group))
        docbin.to_disk(out / "train_ner" / f"{name}.spacy")
    for name, sentences in dev_sets(data).items():
        report(name, sentences)
        folder = "test_ner" if name.endswith("_test") else "dev_ner"
        docs = [to_doc(vocab, [sentence]) for sentence in sentences]
        DocBin(docs=docs).to_disk(out / folder / f"{name}.spacy")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--mend", type=Path, help="model of the first stage")
    arguments = parser.parse_args()
    convert(arguments.data, arguments.out, arguments.seed, arguments.mend)


if __name__ == "__main__":
    main()
