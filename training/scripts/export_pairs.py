"""Export the trained pair classifier: int8 ONNX, embeddings as arrays (see export_encoder.py)."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from diplograph.model.pairs import ROLES, TYPES
from diplograph.model.pieces import CASES, SPACINGS
from encoder_data import STYLES
from encoder_model import Sizes
from export_encoder import embedding_arrays, quantise
from pair_model import PairModel


class Graph(nn.Module):
    """One sentence with several pairs, from summed embeddings to the scores of the heads."""

    def __init__(self, model: PairModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, embedded: Tensor, roles: Tensor) -> Tensor:
        """embedded: pieces × width; roles: pairs × pieces. The scores of PLV's types."""
        x = self.model.lower(embedded[None], None)
        return self.model.upper(x, roles, None)[1]


def load_model(path: Path) -> PairModel:
    """What `train_pairs.py` saved."""
    saved = torch.load(path, weights_only=True)
    none = dict.fromkeys(("tags", "morphs", "lemmas", "deps", "entities"), 1)
    vocabulary = {"vocabulary": 30522, "cases": len(CASES), "spacings": len(SPACINGS)}
    model = PairModel(Sizes(**vocabulary, styles=len(STYLES), **none), 0.0, saved["join"])
    model.load_state_dict(saved["weights"])
    return model.eval()


def export(model: PairModel, path: Path) -> None:
    """Write the graph in 32-bit floats."""
    torch.onnx.export(
        Graph(model),
        (torch.randn(9, 384), torch.randint(len(ROLES), (2, 9))),
        str(path),
        input_names=["embedded", "roles"],
        output_names=["given"],
        dynamic_axes={
            "embedded": {0: "pieces"},
            "roles": {0: "pairs", 1: "pieces"},
            "given": {0: "pairs"},
        },
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("trained", type=Path, help="weights of train_pairs.py")
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    model = load_model(arguments.trained)
    np.savez(out / "arrays.npz", **embedding_arrays(model.encoder))
    shutil.copy(arguments.minilm / "tokenizer.json", out / "tokenizer.json")
    floats = arguments.trained.with_suffix(".onnx")
    export(model, floats)
    quantise(floats, out / "pairs.onnx", reduce=True)
    size = sum(path.stat().st_size for path in out.iterdir()) / 1e6
    print(f"{out}: {len(TYPES)} types, {size:.1f} MB")


if __name__ == "__main__":
    main()
