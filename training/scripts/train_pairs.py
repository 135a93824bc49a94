"""Cross-validate a classifier of marked pairs: what does this source do to this target?

The encoder of the language pipeline (or plain MiniLM) reads the sentence; a vector for "source",
"target" or neither is added to each piece, and the means over both spans decide between the types.
Folds are grouped by sentence.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from spacy.language import Language
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from diplograph.evaluation.pairs import PairItem, read_pairs
from diplograph.model.pieces import CASES, SPACINGS, PieceTable, words_of
from encoder_data import STYLES
from encoder_model import WIDTH, Encoder, Sizes, load_minilm
from train_encoder import pad, rate, tokenizer_only

TYPES = (
    *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE"),
    *("PROTEST", "REJECT", "REQUEST", "SANCTION", "SUPPORT", "THREATEN", "YIELD"),
)
ROLES = {"none": 0, "source": 1, "target": 2}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One pair as input of the classifier; `roles`: one number of `ROLES` a piece."""

    ids: np.ndarray
    cases: np.ndarray
    spacings: np.ndarray
    roles: np.ndarray
    label: int
    group: str


class PairModel(nn.Module):
    """Encoder, role vectors, and a layer over the means of both spans and the first piece."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.encoder = Encoder(sizes, dropout)
        self.role = nn.Embedding(len(ROLES), WIDTH)
        nn.init.normal_(self.role.weight, std=0.02)
        self.hidden = nn.Linear(3 * WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, len(TYPES))
        self.dropout = nn.Dropout(0.2)

    def forward(
        self, ids: Tensor, cases: Tensor, spacings: Tensor, roles: Tensor, padding: Tensor
    ) -> Tensor:
        """Type scores: pairs × types; all inputs pairs × pieces."""
        encoder = self.encoder
        places = torch.arange(ids.shape[1])
        x = encoder.word(ids) + encoder.position(places) + encoder.case(cases)
        x = x + encoder.spacing(spacings) + encoder.style.weight[0] + self.role(roles)
        x = encoder.dropout(encoder.norm(x))
        bias = padding[:, None, None] * -1e4
        for layer in encoder.layers:
            x = layer(x, bias)
        parts = [x[:, 0]]
        for name in ("source", "target"):
            chosen = (roles == ROLES[name]).to(x.dtype)[..., None]
            parts.append((x * chosen).sum(1) / chosen.sum(1).clamp(min=1))
        return self.out(self.dropout(torch.tanh(self.hidden(self.dropout(torch.cat(parts, -1))))))


def rows(items: Sequence[PairItem], nlp: Language, table: PieceTable) -> list[Row]:
    """Pairs as pieces; a span that the text does not name marks nothing."""
    made = []
    for item in items:
        doc = nlp.make_doc(item.text)
        indices, spacings = words_of(doc)
        pieces = table.encode([doc[i].text for i in indices], spacings)
        roles = np.zeros(len(pieces.ids), dtype=np.int64)
        for name, span in (("source", item.source), ("target", item.target)):
            for word, index in enumerate(indices):
                start = doc[index].idx
                if span is not None and start < span[1] and start + len(doc[index]) > span[0]:
                    roles[pieces.first[word] : pieces.last[word] + 1] = ROLES[name]
        cut = slice(0, LONGEST)
        made.append(
            Row(
                *(pieces.ids[cut], pieces.cases[cut], pieces.spacings[cut], roles[cut]),
                TYPES.index(item.gold),
                " ".join(item.text.split()),
            )
        )
    return made


def fold_of(group: str, folds: int) -> int:
    """The fold of a sentence, by its hash."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


def tensors(batch: Sequence[Row]) -> tuple[Tensor, ...]:
    """Inputs of a batch."""
    lengths = torch.tensor([len(row.ids) for row in batch])
    columns = [
        pad([getattr(r, n) for r in batch], 0) for n in ("ids", "cases", "spacings", "roles")
    ]
    return (*columns, torch.arange(columns[0].shape[1])[None] >= lengths[:, None])


def fit(
    model: PairModel, train: list[Row], epochs: int, peak: float, smoothing: float, seed: int
) -> None:
    """Train in place."""
    rng = random.Random(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak, weight_decay=0.01, fused=True)
    size = 16
    total = epochs * ((len(train) + size - 1) // size)
    step = 0
    model.train()
    for _ in range(epochs):
        order = sorted(train, key=lambda row: len(row.ids) + rng.random() * 20)
        batches = [order[i : i + size] for i in range(0, len(order), size)]
        rng.shuffle(batches)
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = peak * rate(step, total, warm=total // 10)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(*tensors(batch))
            labels = torch.tensor([row.label for row in batch])
            loss = F.cross_entropy(scores.float(), labels, label_smoothing=smoothing)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1


@torch.no_grad()
def predict(model: PairModel, test: list[Row]) -> np.ndarray:
    """Probabilities: pairs × types."""
    model.eval()
    return np.concatenate([model(*tensors([row])).softmax(-1).numpy() for row in test])


def macro_f1(gold: np.ndarray, found: np.ndarray) -> float:
    """Over the types that occur in the gold."""
    scores = []
    for label in sorted(set(gold)):
        hits = int(((gold == label) & (found == label)).sum())
        scores.append(2 * hits / (int((gold == label).sum()) + int((found == label).sum())))
    return float(np.mean(scores))


def start(arguments: argparse.Namespace) -> PairModel:
    """A fresh model on plain MiniLM or on the trained encoder."""
    vocabulary = {"vocabulary": 30522, "cases": len(CASES), "spacings": len(SPACINGS)}
    none = dict.fromkeys(("tags", "morphs", "lemmas", "deps", "entities"), 1)
    model = PairModel(Sizes(**vocabulary, styles=len(STYLES), **none), arguments.dropout)
    if arguments.trained is None:
        load_minilm(model.encoder, arguments.minilm / "model.safetensors")
    else:
        saved = torch.load(arguments.trained / "checkpoint.pt", weights_only=True)["average"]
        inner = {
            k.removeprefix("encoder."): v for k, v in saved.items() if k.startswith("encoder.")
        }
        model.encoder.load_state_dict(inner)
    return model


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("out", type=Path, help="JSON lines: fold, index, gold, probabilities")
    parser.add_argument("--trained", type=Path, help="folder of train_encoder.py")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    table = PieceTable(arguments.minilm / "tokenizer.json")
    items = read_pairs(arguments.pairs)
    made = rows(items, tokenizer_only(), table)
    places = np.array([fold_of(row.group, arguments.folds) for row in made])
    gold = np.array([row.label for row in made])
    found = np.zeros((len(made), len(TYPES)))
    begun = time.monotonic()
    for fold in range(arguments.folds):
        torch.manual_seed(arguments.seed + fold)
        model = start(arguments)
        train = [row for row, place in zip(made, places, strict=True) if place != fold]
        fit(model, train, arguments.epochs, arguments.rate, arguments.smoothing, arguments.seed)
        inside = np.flatnonzero(places == fold)
        found[inside] = predict(model, [made[i] for i in inside])
        best = found[inside].argmax(1)
        minutes = (time.monotonic() - begun) / 60
        print(
            f"fold {fold}: {len(inside)} pairs, macro-F1 {macro_f1(gold[inside], best):.3f}, "
            f"accuracy {(best == gold[inside]).mean():.3f}, {minutes:.1f} min",
            flush=True,
        )
    best = found.argmax(1)
    print(f"all: macro-F1 {macro_f1(gold, best):.3f}, accuracy {(best == gold).mean():.3f}")
    lines = (
        json.dumps({"id": item.id, "fold": int(place), "p": [round(float(x), 4) for x in row]})
        for item, place, row in zip(items, places, found, strict=True)
    )
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
