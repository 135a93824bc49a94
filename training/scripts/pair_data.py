"""Pairs of actors as input of the pair classifier.

Three sources: PLV's marked pairs, our own of the same form (`lists/pairs.tsv`), and all the pairs
of annotated documents (`pair_examples.py`), most of which are not related.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from spacy.language import Language

from diplograph.evaluation.pairs import PairItem
from diplograph.model.pairs import LONGEST, TYPES, Spans, mark_roles
from diplograph.model.pieces import PieceTable, words_of

_MARK = re.compile(r"</?[st]>")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with the mentions of two actors.

    `types`: what the source does to the target (names of `TYPES`; () where it is not known or
    nothing), `related`: whether it does anything. `group`: sentences of one group share a fold.
    `plv`: whether the types are PLV's own.
    """

    text: str
    source: Spans
    target: Spans
    types: tuple[str, ...]
    related: bool
    group: str
    plv: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A pair in numbers; `roles`: one of `ROLES` a piece, `types`: shares that add up to 1 or 0."""

    ids: np.ndarray
    cases: np.ndarray
    spacings: np.ndarray
    roles: np.ndarray
    types: np.ndarray
    related: float
    group: str
    plv: bool


def plv_pairs(items: Iterable[PairItem]) -> Iterator[Pair]:
    """PLV's pairs; a span that the text does not name marks nothing."""
    for item in items:
        spans = [() if span is None else (span,) for span in (item.source, item.target)]
        group = " ".join(item.text.split())
        yield Pair(item.text, spans[0], spans[1], (item.gold,), True, group, plv=True)


def own_pairs(path: Path) -> Iterator[Pair]:
    """Pairs written for this project: `sentence` with marks, `label`."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            marked = row["sentence"]
            text = _MARK.sub("", marked)
            spans = (_span(marked, "s"), _span(marked, "t"))
            related = row["label"] in TYPES
            yield Pair(text, *spans, (row["label"],) if related else (), related, text)


def _span(marked: str, mark: str) -> Spans:
    before, _, rest = marked.partition(f"<{mark}>")
    inner, _, _ = rest.partition(f"</{mark}>")
    start = len(_MARK.sub("", before))
    return ((start, start + len(_MARK.sub("", inner))),)


def document_pairs(path: Path) -> Iterator[Pair]:
    """Pairs of annotated documents, from `pair_examples.py`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        source, target = (tuple((a, b) for a, b in record[side]) for side in ("source", "target"))
        types = tuple(record["types"])
        yield Pair(record["text"], source, target, types, bool(types), record["group"])


def rows(pairs: Iterable[Pair], nlp: Language, table: PieceTable) -> list[Row]:
    """Pairs in numbers."""
    made = []
    for pair in pairs:
        doc = nlp.make_doc(pair.text)
        indices, spacings = words_of(doc)
        words = [doc[i] for i in indices]
        pieces = table.encode([word.text for word in words], spacings)
        places = [(word.idx, word.idx + len(word)) for word in words]
        roles = mark_roles(pieces, places, pair.source, pair.target)
        types = np.zeros(len(TYPES), dtype=np.float32)
        for name in pair.types:
            types[TYPES.index(name)] = 1 / len(pair.types)
        cut = slice(0, LONGEST)
        numbers = (pieces.ids[cut], pieces.cases[cut], pieces.spacings[cut], roles[cut])
        made.append(Row(*numbers, types, float(pair.related), pair.group, pair.plv))
    return made


def fold_of(group: str, folds: int) -> int:
    """The fold of a sentence, by its hash."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds
