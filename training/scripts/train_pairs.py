"""Train the pair classifier, or cross-validate it: what does this source do to this target?

With `--folds` each fold's model is trained on the other folds of PLV, all of the project's own
pairs, and the documents of the other folds; the folds' predictions go to OUT.0.jsonl, ..., and the
weights beside them (`calibrate.py` needs them). Without, one model is trained on everything.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from diplograph.evaluation.pairs import read_pairs
from diplograph.model.pairs import TYPES
from diplograph.model.pieces import CASES, SPACINGS, PieceTable
from encoder_data import STYLES
from encoder_model import Sizes, load_minilm
from pair_data import (
    Row,
    document_pairs,
    fold_of,
    own_pairs,
    plv_pairs,
    rows,
)
from pair_model import PairModel
from train_encoder import pad, rate, tokenizer_only

_BFLOAT16 = torch.ops.mkldnn._is_mkldnn_bf16_supported()
"""Whether the processor multiplies in bfloat16; else it would only be imitated, 25 times slower."""
BATCH = 16
RELATED_WEIGHT = 0.5


def tensors(batch: Sequence[Row]) -> tuple[Tensor, ...]:
    """Inputs of a batch."""
    lengths = torch.tensor([len(row.ids) for row in batch])
    columns = [
        pad([getattr(r, n) for r in batch], 0) for n in ("ids", "cases", "spacings", "roles")
    ]
    return (*columns, torch.arange(columns[0].shape[1])[None] >= lengths[:, None])


def loss_of(model: PairModel, batch: Sequence[Row], smoothing: float) -> Tensor:
    """Of the types where they are known, of PLV's where they are, and of being related."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_BFLOAT16):
        types, given, related = model(*tensors(batch))
    wanted = torch.from_numpy(np.stack([row.types for row in batch]))
    known = wanted.sum(-1)
    plv = torch.tensor([float(row.plv) for row in batch])
    of_types = mean_loss(types, wanted, known, smoothing)
    of_given = mean_loss(given, wanted, known * plv, smoothing)
    is_related = torch.tensor([row.related for row in batch])
    of_related = F.binary_cross_entropy_with_logits(related.float(), is_related)
    return of_types + of_given + RELATED_WEIGHT * of_related


def mean_loss(scores: Tensor, wanted: Tensor, weights: Tensor, smoothing: float) -> Tensor:
    """Smoothed cross-entropy with shares, over the rows that count."""
    smooth = wanted * (1 - smoothing) + smoothing / len(TYPES)
    by_row = -(smooth * scores.float().log_softmax(-1)).sum(-1)
    return (by_row * weights).sum() / weights.sum().clamp(min=1)


def fit(model: PairModel, train: list[Row], arguments: argparse.Namespace) -> None:
    """Train in place."""
    rng = random.Random(arguments.seed)
    peak = arguments.rate
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak, weight_decay=0.01, fused=True)
    total = arguments.epochs * ((len(train) + BATCH - 1) // BATCH)
    step = 0
    model.train()
    for _ in range(arguments.epochs):
        order = sorted(train, key=lambda row: len(row.ids) + rng.random() * 20)
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        rng.shuffle(batches)
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = peak * rate(step, total, warm=total // 10)
            loss = loss_of(model, batch, arguments.smoothing)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1


@torch.no_grad()
def predict(model: PairModel, test: list[Row]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities of types, of PLV's types (pairs × types both), of being related (pairs)."""
    model.eval()
    found = [model(*tensors([row])) for row in test]
    types, given = (np.array([one[i][0].softmax(-1).numpy() for one in found]) for i in (0, 1))
    return types, given, np.array([float(related.sigmoid()[0]) for _, _, related in found])


def macro_f1(gold: np.ndarray, found: np.ndarray) -> float:
    """Over the types that occur in the gold."""
    scores = []
    for label in sorted(set(gold)):
        hits = int(((gold == label) & (found == label)).sum())
        scores.append(2 * hits / (int((gold == label).sum()) + int((found == label).sum())))
    return float(np.mean(scores))


def start(arguments: argparse.Namespace) -> PairModel:
    """A fresh model on plain MiniLM."""
    vocabulary = {"vocabulary": 30522, "cases": len(CASES), "spacings": len(SPACINGS)}
    none = dict.fromkeys(("tags", "morphs", "lemmas", "deps", "entities"), 1)
    sizes = Sizes(**vocabulary, styles=len(STYLES), **none)
    model = PairModel(sizes, arguments.dropout, arguments.join)
    load_minilm(model.encoder, arguments.minilm / "model.safetensors")
    return model


def read(arguments: argparse.Namespace) -> tuple[list[Row], list[Row], list[Row]]:
    """PLV's pairs, those of documents, and those that are always for training."""
    nlp, table = tokenizer_only(), PieceTable(arguments.minilm / "tokenizer.json")
    plv = rows(plv_pairs(read_pairs(arguments.pairs)), nlp, table)
    documents = [p for path in arguments.documents for p in document_pairs(path)]
    own = [p for path in arguments.own for p in own_pairs(path)]
    return plv, rows(documents, nlp, table), rows(own, nlp, table)


def for_training(rows: Sequence[Row], own: Sequence[Row]) -> list[Row]:
    """PLV's pairs twice in each epoch, the others once."""
    return [*rows, *own, *(row for row in rows if row.plv)]


def cross_validate(arguments: argparse.Namespace) -> None:
    """Train and predict fold by fold."""
    plv, documents, own = read(arguments)
    everything = [*plv, *documents]
    places = np.array([fold_of(row.group, arguments.folds) for row in everything])
    gold = np.array([row.types.argmax() for row in plv])
    begun = time.monotonic()
    for fold in arguments.only or range(arguments.folds):
        torch.manual_seed(arguments.seed + fold)
        model = start(arguments)
        train = [row for row, place in zip(everything, places, strict=True) if place != fold]
        fit(model, for_training(train, own), arguments)
        save(model, arguments.out.with_suffix(f".{fold}.pt"))
        inside = np.flatnonzero(places[: len(plv)] == fold)
        _, given, _ = predict(model, [plv[i] for i in inside])
        score = macro_f1(gold[inside], given.argmax(1))
        minutes = (time.monotonic() - begun) / 60
        print(f"fold {fold}: macro-F1 {score:.3f}, {minutes:.1f} min", flush=True)
        with arguments.out.with_suffix(f".{fold}.jsonl").open("w", encoding="utf-8") as file:
            for i, row in zip(inside.tolist(), given, strict=True):
                answer = {"index": i, "fold": fold, "p": [round(float(x), 5) for x in row]}
                file.write(json.dumps(answer) + "\n")


def train_all(arguments: argparse.Namespace) -> None:
    """Train on everything and save."""
    plv, documents, own = read(arguments)
    torch.manual_seed(arguments.seed)
    model = start(arguments)
    fit(model, for_training([*plv, *documents], own), arguments)
    save(model, arguments.out)


def save(model: PairModel, path: Path) -> None:
    """Weights and the layer that is told the roles."""
    torch.save({"weights": model.state_dict(), "join": model.join}, path)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, help="PLV's train.tsv")
    parser.add_argument("minilm", type=Path)
    parser.add_argument("out", type=Path, help="weights; the start of names with --folds")
    parser.add_argument("--own", type=Path, nargs="*", default=[])
    parser.add_argument("--documents", type=Path, nargs="*", default=[])
    parser.add_argument("--join", type=int, default=3, help="layer that is told the roles")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, nargs="*", help="these folds only")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.folds:
        cross_validate(arguments)
    else:
        train_all(arguments)


if __name__ == "__main__":
    main()
