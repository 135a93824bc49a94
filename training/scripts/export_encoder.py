"""Export the trained encoder: int8 ONNX with static scales, embeddings and labels as arrays.

The embeddings are looked up by the package with numpy, so the ONNX graph begins with their sum. Its
activations are quantised with scales fixed beforehand on training passages: what stands beside a
document never changes its annotations, as scales made on the fly would.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from diplograph.model.network import Embeddings
from diplograph.model.pieces import PieceTable
from encoder_data import STYLES, Window, Windows, epoch, read_treebanks
from encoder_labels import Labels
from encoder_model import Reader, Sizes
from train_encoder import tokenizer_only

OUTPUTS = ("tags", "morphs", "lemmas", "starts", "entities", "arcs", "dependent", "governor")
Floats = NDArray[np.float32]


class Graph(nn.Module):
    """One window at a time, from summed embeddings to the scores of all heads."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model

    def forward(self, embedded: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        """embedded: pieces × width; first, last: words."""
        encoder = self.model.encoder
        x = encoder.norm(embedded[None])
        for layer in encoder.layers:
            x = layer(x, None)
        found = self.model.heads(x, first[None], last[None])
        return tuple(found[name][0] for name in OUTPUTS)


def load_model(folder: Path) -> tuple[Reader, Labels]:
    """The averaged weights of a training folder."""
    sizes = Sizes(**json.loads((folder / "sizes.json").read_text(encoding="utf-8")))
    model = Reader(sizes)
    saved = torch.load(folder / "checkpoint.pt", weights_only=True)
    model.load_state_dict(saved["average"])
    return model.eval(), Labels.load(folder / "labels.json")


def save_arrays(model: Reader, labels: Labels, out: Path) -> None:
    """Embeddings (words as int8 with a scale a row) and the weights of dependency labels."""
    encoder = model.encoder
    words = encoder.word.weight.detach().numpy()
    scales = np.abs(words).max(axis=1, keepdims=True) / 127
    np.savez(
        out / "arrays.npz",
        words=np.round(words / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        positions=encoder.position.weight.detach().numpy().astype(np.float16),
        cases=encoder.case.weight.detach().numpy(),
        spacings=encoder.spacing.weight.detach().numpy(),
        styles=encoder.style.weight.detach().numpy(),
        relation=model.relation.detach().numpy().astype(np.float16),
    )
    labels.save(out / "labels.json")


class Passages(CalibrationDataReader):  # type: ignore[misc]
    """Training windows as inputs of the graph."""

    def __init__(self, windows: list[Window], embeddings: Embeddings) -> None:
        self.rows = self._inputs(windows, embeddings)

    def _inputs(
        self, windows: list[Window], embeddings: Embeddings
    ) -> Iterator[dict[str, Floats | NDArray[np.int64]]]:
        for window in windows:
            pieces = window.pieces
            yield {
                "embedded": embeddings.sum(pieces, window.style),
                "first": pieces.first,
                "last": pieces.last,
            }

    def get_next(self) -> dict[str, Floats | NDArray[np.int64]] | None:
        """The next window's inputs."""
        return next(self.rows, None)


def export(model: Reader, path: Path) -> None:
    """Write the graph in 32-bit floats."""
    example = (torch.randn(9, 384), torch.tensor([1, 3, 5]), torch.tensor([2, 4, 5]))
    torch.onnx.export(
        Graph(model),
        example,
        str(path),
        input_names=["embedded", "first", "last"],
        output_names=list(OUTPUTS),
        dynamic_axes={
            "embedded": {0: "pieces"},
            **{name: {0: "words"} for name in ("first", "last", *OUTPUTS)},
            "arcs": {0: "words", 1: "governors"},
            "governor": {0: "governors"},
        },
        opset_version=17,
        dynamo=False,
    )


def quantise(
    floats: Path, out: Path, passages: Passages, method: str, reduce: bool, skipped: list[str]
) -> None:
    """Write the int8 graph; `skipped`: parts of names of nodes that stay in floats."""
    prepared = floats.with_suffix(".prepared.onnx")
    quant_pre_process(str(floats), str(prepared), skip_symbolic_shape=True)
    nodes = [
        node.name
        for node in onnx.load(str(prepared)).graph.node
        if any(part in node.name for part in skipped)
    ]
    quantize_static(
        str(prepared),
        str(out),
        passages,
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        reduce_range=reduce,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=nodes,
        calibrate_method=CalibrationMethod[method],
        extra_options={"MatMulConstBOnly": True},
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("entities", type=Path)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--passages", type=int, default=120)
    parser.add_argument("--method", default="MinMax", choices=[m.name for m in CalibrationMethod])
    parser.add_argument("--reduce", action="store_true", help="seven bits for the weights")
    parser.add_argument("--skip", action="append", default=[], help="part of a node's name")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    model, labels = load_model(arguments.trained)
    save_arrays(model, labels, out)
    shutil.copy(arguments.minilm / "tokenizer.json", out / "tokenizer.json")
    floats = arguments.trained / "floats.onnx"
    export(model, floats)
    nlp = tokenizer_only(arguments.data)
    treebanks = {k: v[:900] for k, v in read_treebanks(arguments.data, "train").items()}
    windows = Windows(nlp, PieceTable(out / "tokenizer.json"), labels)
    share = {"gmb": 0.02, "uner": 0.02, "wikigold": 0.05}
    chosen = epoch(windows, treebanks, arguments.entities, share, seed=1)[: arguments.passages]
    passages = Passages(chosen, Embeddings(out / "arrays.npz"))
    quantise(
        floats, out / "encoder.onnx", passages, arguments.method, arguments.reduce, arguments.skip
    )
    print(f"{out}: {sum(p.stat().st_size for p in out.iterdir()) / 1e6:.1f} MB; styles {STYLES}")


if __name__ == "__main__":
    main()
