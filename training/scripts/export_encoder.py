"""Export the trained encoder: int8 ONNX, embeddings and labels as arrays.

The embeddings are looked up by the package with numpy, so the ONNX graph begins with their sum.
Weights are stored as int8, activations get their scale when a window is read. As the package reads
one window of one document at a time, what stands beside a document still changes nothing. Scales
fixed beforehand on training passages cost 1.4 points of LAS, seven-bit weights (for processors
without VNNI) see README.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from encoder_labels import Labels
from encoder_model import Encoder, Reader, Sizes

OUTPUTS = ("tags", "morphs", "lemmas", "starts", "entities", "arcs", "dependent", "governor")


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


def embedding_arrays(encoder: Encoder) -> dict[str, Any]:
    """The tables of the encoder; words as int8 with a scale a row."""
    words = encoder.word.weight.detach().numpy()
    scales = np.abs(words).max(axis=1, keepdims=True) / 127
    return {
        "words": np.round(words / scales).astype(np.int8),
        "scales": scales.astype(np.float32),
        "positions": encoder.position.weight.detach().numpy().astype(np.float16),
        "cases": encoder.case.weight.detach().numpy(),
        "spacings": encoder.spacing.weight.detach().numpy(),
        "styles": encoder.style.weight.detach().numpy(),
    }


def save_arrays(model: Reader, labels: Labels, out: Path) -> None:
    """Embeddings and the weights of dependency labels."""
    relation = model.relation.detach().numpy().astype(np.float16)
    np.savez(out / "arrays.npz", **embedding_arrays(model.encoder), relation=relation)
    labels.save(out / "labels.json")


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


def quantise(floats: Path, out: Path, reduce: bool) -> None:
    """Write the int8 graph; `reduce`: seven bits for the weights."""
    prepared = floats.with_suffix(".prepared.onnx")
    quant_pre_process(str(floats), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared),
        str(out),
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        reduce_range=reduce,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--floats", action="store_true", help="32-bit floats, to compare with")
    parser.add_argument("--reduce", action="store_true", help="seven bits for the weights")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    model, labels = load_model(arguments.trained)
    save_arrays(model, labels, out)
    shutil.copy(arguments.minilm / "tokenizer.json", out / "tokenizer.json")
    floats = arguments.trained / "floats.onnx"
    export(model, floats)
    if arguments.floats:
        shutil.copy(floats, out / "encoder.onnx")
    else:
        quantise(floats, out / "encoder.onnx", arguments.reduce)
    print(f"{out}: {sum(p.stat().st_size for p in out.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
