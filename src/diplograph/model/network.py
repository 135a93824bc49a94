"""The encoder at run time: embeddings looked up with numpy, the int8 network on onnxruntime."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from diplograph.errors import PipelineError
from diplograph.model.pieces import Pieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]

STYLES = ("any", "web", "gum", "news", "wiki", "templates")
"""The kinds of annotation the encoder was trained on; "any" fits none in particular."""
FILES = ("encoder.onnx", "arrays.npz", "labels.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of the words of one window; all but `arcs` words × classes.

    `arcs`: words × (words + 1), the root first. `dependent` and `governor` (the root first) are
    what `Network.relations` makes dependency labels of.
    """

    tags: Floats
    morphs: Floats
    lemmas: Floats
    starts: Floats
    entities: Floats
    arcs: Floats
    dependent: Floats
    governor: Floats


@dataclass(frozen=True)
class Labels:
    """The names of the classes of each head."""

    tags: Sequence[str]
    morphs: Sequence[str]
    lemmas: Sequence[str]
    deps: Sequence[str]
    entities: Sequence[str]


class Embeddings:
    """The tables that a piece's features are looked up in."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as arrays:
            self.words = arrays["words"]
            self.scales = arrays["scales"]
            self.positions = arrays["positions"].astype(np.float32)
            self.cases = arrays["cases"]
            self.spacings = arrays["spacings"]
            self.styles = arrays["styles"]

    def sum(self, pieces: Pieces, style: int) -> Floats:
        """One row a piece: word, position, case, spacing and style together."""
        ids = pieces.ids
        found = self.words[ids] * self.scales[ids]
        found += self.positions[: len(ids)]
        found += self.cases[pieces.cases]
        found += self.spacings[pieces.spacings]
        found += self.styles[style]
        summed: Floats = found
        return summed


class Graph:
    """An ONNX graph; its session starts at the first use in a process."""

    def __init__(self, graph: bytes, threads: int = 1) -> None:
        self.graph = graph
        self.threads = threads
        self._sessions: dict[int, InferenceSession] = {}

    def run(self, outputs: Sequence[str], inputs: Mapping[str, NDArray[Any]]) -> list[Floats]:
        """The outputs named, as onnxruntime computes them."""
        found: list[Floats] = self._session().run(outputs, inputs)
        return found

    def _session(self) -> InferenceSession:
        """This process's session: a session does not survive a fork."""
        process = os.getpid()
        if process not in self._sessions:
            self._sessions = {process: _start(self.graph, self.threads)}
        return self._sessions[process]


class Network:
    """The files of the encoder in a folder."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Raises PipelineError where a file is missing."""
        for name in FILES:
            if not (folder / name).is_file():
                raise PipelineError(f"the encoder in {folder} lacks {name}; wanted: {FILES}")
        self.graph = Graph((folder / "encoder.onnx").read_bytes(), threads)
        self.folder = folder
        self.labels = Labels(**json.loads((folder / "labels.json").read_text(encoding="utf-8")))

    @cached_property
    def embeddings(self) -> Embeddings:
        """The tables, read when first needed."""
        return Embeddings(self.folder / "arrays.npz")

    @cached_property
    def relation(self) -> Floats:
        """The dependency labels' weights, width × labels × width, read when first needed."""
        with np.load(self.folder / "arrays.npz", allow_pickle=False) as arrays:
            weights = arrays["relation"].astype(np.float32)
        return np.ascontiguousarray(weights.transpose(1, 0, 2))

    @cached_property
    def _threads(self) -> ThreadpoolController:
        return ThreadpoolController()

    def read(self, pieces: Pieces, style: int) -> Scores:
        """The scores of one window; what else is read makes no difference to them."""
        inputs: dict[str, NDArray[Any]] = {
            "embedded": self.embeddings.sum(pieces, style),
            "first": pieces.first,
            "last": pieces.last,
        }
        return Scores(*self.graph.run([field.name for field in fields(Scores)], inputs))

    def relations(self, dependent: Floats, governor: Floats) -> Floats:
        """Scores of dependency labels for pairs: pairs × width each → pairs × labels."""
        one = np.ones((len(dependent), 1), dtype=np.float32)
        left, right = np.hstack([dependent, one]), np.hstack([governor, one])
        width, labels, _ = self.relation.shape
        # More threads than one take the others' cores for the same wall time in so small a product.
        with self._threads.limit(limits=1, user_api="blas"):
            mixed = (left @ self.relation.reshape(width, -1)).reshape(-1, labels, width)
        scores: Floats = np.einsum("prj,pj->pr", mixed, right)
        return scores


def _start(graph: bytes, threads: int) -> InferenceSession:
    import onnxruntime  # noqa: PLC0415 - slow to load, and not needed to look at a pipeline

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
