"""The pair classifier at run time: does this actor do anything to that one here, and of what type?

A small transformer of its own (MiniLM, fine-tuned on marked pairs). Its lower layers read a
sentence once; the upper ones read it again for each pair, with source and target marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from diplograph.errors import PipelineError
from diplograph.model.network import Embeddings, Floats, Graph
from diplograph.model.pieces import Ints, Pieces, PieceTable, words_of

Spans: TypeAlias = "tuple[tuple[int, int], ...]"
"""Where an actor stands: character offsets of the text."""

TYPES = (
    *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE"),
    *("PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD"),
)
"""PLOVER's types as the PLV data codes them: CONCEDE and RETREAT are one, YIELD."""
ROLES = {"none": 0, "source": 1, "target": 2}
LONGEST = 200
"""Pieces of a sentence that are read; the rest of a longer one is not."""
FILES = ("pairs.onnx", "arrays.npz", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class PairScores:
    """Probabilities of one pair's types, in the order of `TYPES`; they add up to 1.

    By the conventions of the PLV data, and given that the source does something to the target.
    """

    types: Floats

    def of(self, name: str) -> float:
        """The probability of one of `TYPES`."""
        return float(self.types[TYPES.index(name)])


def mark_roles(
    pieces: Pieces, places: Sequence[tuple[int, int]], source: Spans, target: Spans
) -> Ints:
    """One of `ROLES` for each piece; `places`: offsets of the words, in the same text as spans."""
    roles = np.zeros(len(pieces.ids), dtype=np.int64)
    for name, spans in (("source", source), ("target", target)):
        for start, end in spans:
            for word, (a, b) in enumerate(places):
                if a < end and start < b:
                    roles[pieces.first[word] : pieces.last[word] + 1] = ROLES[name]
    return roles


class PairClassifier:
    """The files of the classifier in a folder; weights are read at the first use."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Raises PipelineError where a file is missing."""
        for name in FILES:
            if not (folder / name).is_file():
                raise PipelineError(
                    f"the pair classifier in {folder} lacks {name}; wanted: {FILES}"
                )
        self.folder = folder
        self.threads = threads

    @cached_property
    def _parts(self) -> tuple[PieceTable, Embeddings, Graph]:
        table = PieceTable(self.folder / "tokenizer.json")
        graph = Graph((self.folder / "pairs.onnx").read_bytes(), self.threads)
        return table, Embeddings(self.folder / "arrays.npz"), graph

    def read(self, text: Doc | Span, pairs: Sequence[tuple[Spans, Spans]]) -> list[PairScores]:
        """Scores of pairs of one sentence, in order.

        `text`: the sentence (or a short text); offsets of the pairs are those of its document. The
        pairs of a sentence are read together, in the order of their offsets, so that the answer
        does not depend on anything else.
        """
        if not pairs:
            return []
        table, embeddings, graph = self._parts
        doc = text.as_doc() if isinstance(text, Span) else text
        shift = text.start_char if isinstance(text, Span) else 0
        indices, spacings = words_of(doc)
        pieces = table.encode([doc[i].text for i in indices], spacings)
        places = [(shift + doc[i].idx, shift + doc[i].idx + len(doc[i])) for i in indices]
        roles = [mark_roles(pieces, places, *pair)[:LONGEST] for pair in pairs]
        inputs: dict[str, NDArray[Any]] = {
            "embedded": embeddings.sum(_cut(pieces), 0),
            "roles": np.stack(roles),
        }
        (given,) = graph.run(["given"], inputs)
        return [PairScores(_softmax(row)) for row in given]


def _cut(pieces: Pieces) -> Pieces:
    cut = slice(0, LONGEST)
    return Pieces(
        pieces.ids[cut], pieces.cases[cut], pieces.spacings[cut], pieces.first, pieces.last
    )


def _softmax(scores: Floats) -> Floats:
    shares: Floats = np.exp(scores - scores.max())
    shares /= shares.sum()
    return shares


@lru_cache(maxsize=2)
def load_classifier(folder: Path) -> PairClassifier:
    """The classifier of a folder, one for a process."""
    return PairClassifier(folder)
