"""Scores named entities: exact spans of PER, ORG and LOC on gold tokens, micro-averaged.

Reads IOB files of several makes: `token TAB tag` and `token SPACE tag` (tag last), Universal
NER's `.iob2` (number, token, tag, ...), and the Groningen Meaning Bank's `word TAB pos TAB tag`
with or without a header. An `I-` tag that continues nothing begins an entity (IOB1 and noise).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from spacy.tokens import Doc
from spacy.vocab import Vocab

from diplograph.errors import GoldError
from diplograph.evaluation.conventions import Entity, is_gmb, with_titles, without_ignored
from diplograph.evaluation.files import gold_files, read_gold
from diplograph.evaluation.metrics import Counts, add_up
from diplograph.gazetteer import load_gazetteer

LABELS = ("PER", "ORG", "LOC")
_SAME_CASE = {"gpe": None}
_MAPPED = {
    "PER": "PER PERSON POLITICIAN",
    "ORG": "ORG ORGANISATION ORGANIZATION POLITICALPARTY",
    "LOC": "LOC LOCATION GEO GPE COUNTRY",
}
_LABEL_OF = {name: label for label, names in _MAPPED.items() for name in names.split()}
_TAG = re.compile(r"O|[BI]-\S+")
_SUFFIXES = (".iob2", ".iob", ".tsv", ".txt", ".conll")


class Pipeline(Protocol):
    """What is needed of a spaCy pipeline."""

    @property
    def vocab(self) -> Vocab:
        """Its vocabulary."""

    def pipe(self, texts: Iterable[Doc]) -> Iterator[Doc]:
        """Annotates documents whose tokens are given."""


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """Tokens and their tags (`O`, `B-x`, `I-x`) as the file gives them."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    gmb: bool = False


def evaluate_entities(paths: Iterable[str | Path], nlp: Pipeline) -> dict[str, object]:
    """`precision`, `recall`, `f1` and, under `per_label`, the same with the number of gold `n`.

    Labels of gold and pipeline are mapped to PER, ORG and LOC (GPE is LOC); all others, GMB's
    `gpe` among them, are ignored on both sides. Gold spans are taken as published; the pipeline's
    are put into the Groningen Meaning Bank's scheme on its files (see `conventions`). Raises
    GoldError.
    """
    gold = [s for path in gold_files(paths, _SUFFIXES) for s in read_tagged(path)]
    docs = nlp.pipe(Doc(nlp.vocab, words=list(sentence.tokens)) for sentence in gold)
    found = [
        _in_scheme(sentence, predicted_entities(doc))
        for sentence, doc in zip(gold, docs, strict=True)
    ]
    counts = score_entities([gold_entities(sentence.tags) for sentence in gold], found)
    total = add_up(list(counts.values()))
    per_label = {label: {**c.scores(), "n": c.gold} for label, c in counts.items()}
    return {**total.scores(), "per_label": per_label}


def score_entities(gold: list[set[Entity]], found: list[set[Entity]]) -> dict[str, Counts]:
    """Counts per label for the entities of sentences in the same order."""
    counts = {label: Counts() for label in LABELS}
    for expected, predicted in zip(gold, found, strict=True):
        for label in LABELS:
            there = {entity for entity in expected if entity[2] == label}
            said = {entity for entity in predicted if entity[2] == label}
            counts[label] += Counts.paired(len(there & said), len(said), len(there))
    return counts


def _in_scheme(gold: TaggedSentence, found: set[Entity]) -> set[Entity]:
    if not gold.gmb:
        return found
    return without_ignored(gold.tags, with_titles(gold.tokens, found, _titles()))


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """The words of all phrases that name an office or a rank, lower-cased."""
    phrases = load_gazetteer().role_phrases()
    return frozenset(word for phrase in phrases for word in phrase.text.lower().split())


def map_label(label: str) -> str | None:
    """PER, ORG or LOC for a label of any of the schemes, None for one that is ignored."""
    if label in _SAME_CASE:
        return _SAME_CASE[label]
    return _LABEL_OF.get(label.upper())


def gold_entities(tags: Iterable[str]) -> set[Entity]:
    """Entities (start, end, mapped label) in tokens of one sentence, ignored labels left out."""
    spans: list[list[int | str]] = []
    label = ""
    for index, tag in enumerate([*tags, "O"]):
        continues = tag == f"I-{label}" and bool(label)
        if not continues:
            label = "" if tag == "O" else tag[2:]
            if label:
                spans.append([index, index, label])
        if label:
            spans[-1][1] = index + 1
    return {
        (int(start), int(end), mapped)
        for start, end, name in spans
        if (mapped := map_label(str(name)))
    }


def predicted_entities(doc: Doc) -> set[Entity]:
    """Entities of a pipeline's document in the same form."""
    return {(e.start, e.end, mapped) for e in doc.ents if (mapped := map_label(e.label_))}


def read_tagged(path: Path) -> list[TaggedSentence]:
    """The sentences of a file; raises GoldError naming the line that has no tag."""
    blocks = _blocks(path)
    numbered = _is_numbered(blocks)
    sentences = []
    for block in blocks:
        tokens, tags = [], []
        for number, columns in block:
            if numbered and not columns[0].isdigit():
                continue
            tag = columns[2] if numbered and len(columns) > 2 else columns[-1]
            if len(columns) < 2 or not _TAG.fullmatch(tag):
                raise GoldError(f"{path}:{number}: {tag!r} is not a tag such as O, B-PER, I-PER")
            tokens.append(columns[1] if numbered else columns[0])
            tags.append(tag)
        if tokens:
            sentences.append(TaggedSentence(tuple(tokens), tuple(tags)))
    if not sentences:
        raise GoldError(f"{path}: no sentence in this file")
    if is_gmb({tag for sentence in sentences for tag in sentence.tags}):
        return [replace(sentence, gmb=True) for sentence in sentences]
    return sentences


_Row = tuple[int, list[str]]


def _blocks(path: Path) -> list[list[_Row]]:
    blocks: list[list[_Row]] = [[]]
    header_may_come = True
    for number, line in enumerate(read_gold(path).split("\n"), start=1):
        columns = line.split("\t") if "\t" in line else line.split(" ")
        if not line.strip() or columns[0] == "-DOCSTART-":
            blocks.append([])
        elif not _is_comment(line, columns):
            if not (header_may_come and _is_header(columns)):
                blocks[-1].append((number, columns))
            header_may_come = False
    return [block for block in blocks if block]


def _is_comment(line: str, columns: list[str]) -> bool:
    """Whether a line is a comment, and not the token "#" with its tag."""
    return (
        line.startswith("# ")
        and "\t" not in line
        and not (len(columns) == 2 and _TAG.fullmatch(columns[1]))
    )


def _is_header(columns: list[str]) -> bool:
    names = {column.strip().lower() for column in columns}
    return bool(names & {"word", "token"}) and bool(names & {"tag", "ner", "label", "iob"})


def _is_numbered(blocks: list[list[_Row]]) -> bool:
    """Whether the first column numbers the tokens of each sentence (Universal NER)."""
    long = [block for block in blocks if len(block) > 1][:20] or blocks
    return bool(long) and all(
        len(columns) > 2 and columns[0].split("-")[0] == str(index)
        for block in long
        for index, (_, columns) in enumerate(block[:1], start=1)
    )
