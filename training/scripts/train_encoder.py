"""Fine-tune MiniLM with all heads together; resumes from its last checkpoint."""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.language import Language
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from conllu import group_sentences, to_doc
from diplograph.model.pieces import CASES, SPACINGS, PieceTable
from encoder_data import MISSING, STYLES, Window, Windows, epoch, read_treebanks
from encoder_labels import Labels, collect
from encoder_model import Reader, Sizes, load_minilm
from tokenizer import customise

WEIGHTS = {
    "tags": 1.0,
    "morphs": 0.5,
    "lemmas": 0.5,
    "starts": 1.0,
    "entities": 1.5,
    "arcs": 1.0,
    "deps": 1.0,
}
BATCH_PIECES = 1600
HIDDEN = -1e4


def batches(windows: list[Window], seed: int) -> list[list[Window]]:
    """Batches of windows of like length, in random order."""
    rng = np.random.default_rng(seed)
    ordered = sorted(windows, key=lambda w: len(w.pieces.ids) + rng.random() * 8)
    made: list[list[Window]] = [[]]
    for window in ordered:
        size = len(window.pieces.ids)
        if made[-1] and size * (len(made[-1]) + 1) > BATCH_PIECES:
            made.append([])
        made[-1].append(window)
    return [made[i] for i in rng.permutation(len(made))]


def pad(rows: list[np.ndarray], value: int) -> Tensor:
    """Rows of numbers as one matrix."""
    width = max(len(row) for row in rows)
    filled = np.full((len(rows), width), value, dtype=np.int64)
    for row, numbers in zip(filled, rows, strict=True):
        row[: len(numbers)] = numbers
    return torch.from_numpy(filled)


def losses(model: Reader, batch: list[Window]) -> dict[str, Tensor]:
    """The mean loss of each head on a batch."""
    pieces = [w.pieces for w in batch]
    ids = pad([p.ids for p in pieces], 0)
    lengths = torch.tensor([len(p.ids) for p in pieces])
    padding = torch.arange(ids.shape[1])[None] >= lengths[:, None]
    scores = model(
        ids,
        pad([p.cases for p in pieces], 0),
        pad([p.spacings for p in pieces], 0),
        torch.tensor([w.style for w in batch]),
        pad([p.first for p in pieces], 0),
        pad([p.last for p in pieces], 0),
        padding[:, None, None] * HIDDEN,
    )
    gold = {
        name: pad([getattr(w, name) for w in batch], MISSING)
        for name in ("tags", "morphs", "lemmas", "starts", "entities", "heads", "deps")
    }
    found = {
        name: _mean_loss(scores[name], gold[name])
        for name in ("tags", "morphs", "lemmas", "starts", "entities")
    }
    words = torch.tensor([len(p.first) for p in pieces])
    beyond = torch.arange(scores["arcs"].shape[2])[None] > words[:, None]
    found["arcs"] = _mean_loss(scores["arcs"].masked_fill(beyond[:, None], HIDDEN), gold["heads"])
    rows, places = torch.nonzero(gold["deps"] >= 0, as_tuple=True)
    if len(rows):
        heads = gold["heads"][rows, places]
        labels = model.relations(
            scores["dependent"][rows, places].float(), scores["governor"][rows, heads].float()
        )
        found["deps"] = F.cross_entropy(labels, gold["deps"][rows, places])
    return {name: loss for name, loss in found.items() if not torch.isnan(loss)}


def _mean_loss(scores: Tensor, gold: Tensor) -> Tensor:
    if not bool((gold >= 0).any()):
        return torch.tensor(float("nan"))
    return F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=MISSING)


def rate(step: int, total: int, warm: int) -> float:
    """Linear warm-up, then a cosine to one hundredth."""
    if step < warm:
        return (step + 1) / warm
    share = min(1.0, (step - warm) / max(1, total - warm))
    return 0.01 + 0.99 * (1 + math.cos(math.pi * share)) / 2


class Average:
    """An exponential moving average of the weights."""

    def __init__(self, model: Reader, decay: float) -> None:
        self.model = copy.deepcopy(model).requires_grad_(False)
        self.decay = decay

    @torch.no_grad()
    def update(self, model: Reader, step: int) -> None:
        """Move towards the model's weights."""
        decay = min(self.decay, (step + 1) / (step + 10))
        for mine, theirs in zip(self.model.parameters(), model.parameters(), strict=True):
            mine.lerp_(theirs, 1 - decay)


def tokenizer_only() -> Language:
    """spaCy's English with the treebanks' tokenizer."""
    return customise(spacy.blank("en"))


def steps(
    model: Reader, average: Average, windows: list[list[Window]], state: _State
) -> Iterator[dict[str, float]]:
    """Train on batches; yields the losses of each step."""
    for batch in windows[state.batch :]:
        factor = rate(state.step, state.total, warm=200)
        for group in state.optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = losses(model, batch)
        total = sum(WEIGHTS[name] * loss for name, loss in found.items())
        assert isinstance(total, Tensor)
        state.optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        state.optimizer.step()
        average.update(model, state.step)
        state.step += 1
        state.batch += 1
        yield {name: float(loss.detach()) for name, loss in found.items()}


class _State:
    """Where the training stands."""

    def __init__(self, model: Reader, total: int, encoder_rate: float, head_rate: float) -> None:
        inner = list(model.encoder.parameters())
        known = {id(p) for p in inner}
        outer = [p for p in model.parameters() if id(p) not in known]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": inner, "lr": 0.0, "peak": encoder_rate, "weight_decay": 0.01},
                {"params": outer, "lr": 0.0, "peak": head_rate, "weight_decay": 0.01},
            ],
            betas=(0.9, 0.98),
            fused=True,
        )
        self.total = total
        self.step = self.epoch = self.batch = 0

    def save(self, path: Path, model: Reader, average: Average) -> None:
        """Everything that a later run goes on from; the old file stays until the new is whole."""
        new = path.with_suffix(".new")
        torch.save(
            {
                "model": model.state_dict(),
                "average": average.model.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "place": (self.step, self.epoch, self.batch),
            },
            new,
        )
        new.replace(path)

    def resume(self, path: Path, model: Reader, average: Average) -> None:
        """Go on from a checkpoint."""
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        average.model.load_state_dict(saved["average"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step, self.epoch, self.batch = saved["place"]


def train(arguments: argparse.Namespace) -> None:
    """Run until `--steps` or `--minutes`, with a checkpoint every 100 steps."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    nlp = tokenizer_only()
    parsed = read_treebanks(arguments.data, "train")
    if not (out / "labels.json").exists():
        docs = (to_doc(nlp.vocab, g) for s in parsed.values() for g in group_sentences(s))
        collect(docs).save(out / "labels.json")
    labels = Labels.load(out / "labels.json")
    table = PieceTable(arguments.minilm / "tokenizer.json")
    sizes = Sizes(
        vocabulary=30522,
        cases=len(CASES),
        spacings=len(SPACINGS),
        styles=len(STYLES),
        **{name: len(values) for name, values in asdict(labels).items()},
    )
    (out / "sizes.json").write_text(json.dumps(asdict(sizes)), encoding="utf-8")
    model = Reader(sizes)
    load_minilm(model.encoder, arguments.minilm / "model.safetensors")
    average = Average(model, 0.998)
    state = _State(model, arguments.steps, arguments.encoder_rate, arguments.head_rate)
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        state.resume(checkpoint, model, average)
    share = json.loads(arguments.share)
    windows = Windows(nlp, table, labels)
    begun = time.monotonic()
    sums: dict[str, list[float]] = {}
    while state.step < state.total:
        made = epoch(windows, parsed, arguments.entities, share, arguments.seed + state.epoch)
        for found in steps(model, average, batches(made, arguments.seed + state.epoch), state):
            for name, loss in found.items():
                sums.setdefault(name, []).append(loss)
            minutes = (time.monotonic() - begun) / 60
            if state.step % 100 == 0 or state.step >= state.total or minutes > arguments.minutes:
                means = " ".join(f"{n} {np.mean(v):.3f}" for n, v in sorted(sums.items()))
                print(f"{state.step} epoch {state.epoch} {minutes:.1f} min {means}", flush=True)
                sums.clear()
                state.save(checkpoint, model, average)
            if state.step >= state.total or minutes > arguments.minutes:
                return
        state.epoch, state.batch = state.epoch + 1, 0


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("entities", type=Path, help="folder of .spacy files")
    parser.add_argument("minilm", type=Path, help="folder of MiniLM-L6")
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--minutes", type=float, default=85)
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--share",
        default='{"gmb": 0.5, "uner": 0.34, "wikigold": 0.7, "crossner": 0.7, "templates": 0.3}',
        help="share of each entity set in an epoch, as JSON (GUM's names come with its syntax)",
    )
    train(parser.parse_args())


if __name__ == "__main__":
    main()
