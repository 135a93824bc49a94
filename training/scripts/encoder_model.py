"""The encoder and its heads in PyTorch: MiniLM with surface features, biaffine dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
POSITIONS = 512


@dataclass(frozen=True)
class Sizes:
    """How many classes each head and feature has."""

    vocabulary: int
    cases: int
    spacings: int
    styles: int
    tags: int
    morphs: int
    lemmas: int
    deps: int
    entities: int
    arc: int = 256
    label: int = 96


class Layer(nn.Module):
    """One transformer layer, normalised after each part as BERT does."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm_output = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """x: batch × pieces × width; bias: added to attention scores, None for no padding."""
        batch, length, _ = x.shape
        shape = (batch, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = self.qkv(x).view(shape).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5
        if bias is not None:
            scores = scores + bias
        mixed = (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2)
        x = self.norm_attention(x + self.dropout(self.out(mixed.reshape(batch, length, WIDTH))))
        return self.norm_output(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Piece, position, case, spacing and style embeddings under six layers."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(sizes.vocabulary, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.case = nn.Embedding(sizes.cases, WIDTH)
        self.spacing = nn.Embedding(sizes.spacings, WIDTH)
        self.style = nn.Embedding(sizes.styles, WIDTH)
        for added in (self.case, self.spacing, self.style):
            nn.init.zeros_(added.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(
        self, ids: Tensor, cases: Tensor, spacings: Tensor, style: Tensor, bias: Tensor | None
    ) -> Tensor:
        """ids, cases, spacings: batch × pieces; style: batch."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.position(places) + self.case(cases) + self.spacing(spacings)
        x = self.dropout(self.norm(x + self.style(style)[:, None]))
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Reader(nn.Module):
    """The encoder with a head for each annotation."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.3) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(sizes, dropout)
        self.head_dropout = nn.Dropout(head_dropout)
        self.tags = nn.Linear(WIDTH, sizes.tags)
        self.morphs = nn.Linear(WIDTH, sizes.morphs)
        self.lemmas = nn.Linear(WIDTH, sizes.lemmas)
        self.starts = nn.Linear(WIDTH, 2)
        self.entities = nn.Linear(WIDTH, sizes.entities)
        self.dependent = nn.Linear(WIDTH, sizes.arc + sizes.label)
        self.governor = nn.Linear(WIDTH, sizes.arc + sizes.label)
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.arc = nn.Parameter(torch.zeros(sizes.arc + 1, sizes.arc))
        self.relation = nn.Parameter(torch.zeros(sizes.deps, sizes.label + 1, sizes.label + 1))
        nn.init.normal_(self.root, std=0.02)
        nn.init.xavier_uniform_(self.arc)
        nn.init.normal_(self.relation, std=0.02)

    def words(self, pieces: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """The mean of each word's first and last piece: batch × words × width."""
        rows = torch.arange(pieces.shape[0], device=pieces.device)[:, None]
        return (pieces[rows, first] + pieces[rows, last]) / 2

    def forward(
        self,
        ids: Tensor,
        cases: Tensor,
        spacings: Tensor,
        style: Tensor,
        first: Tensor,
        last: Tensor,
        bias: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Scores of every head.

        `arcs`: batch × words × (words + 1), the root first. `dependent`, `governor`: what
        `relations` makes dependency labels of, the root first among the governors.
        """
        return self.heads(self.encoder(ids, cases, spacings, style, bias), first, last)

    def heads(self, pieces: Tensor, first: Tensor, last: Tensor) -> dict[str, Tensor]:
        """The scores made of the encoder's output: batch × pieces × width."""
        words = self.head_dropout(self.words(pieces, first, last))
        with_root = torch.cat([self.root.expand(words.shape[0], 1, -1).to(words.dtype), words], 1)
        dependent = F.leaky_relu(self.dependent(words), 0.1)
        governor = F.leaky_relu(self.governor(with_root), 0.1)
        arc = self.sizes.arc
        biased = F.pad(dependent[..., :arc], (0, 1), value=1.0)
        return {
            "tags": self.tags(words),
            "morphs": self.morphs(words),
            "lemmas": self.lemmas(words),
            "starts": self.starts(words),
            "entities": self.entities(words),
            "arcs": biased @ self.arc.to(biased.dtype) @ governor[..., :arc].transpose(-1, -2),
            "dependent": dependent[..., arc:],
            "governor": governor[..., arc:],
        }

    def relations(self, dependent: Tensor, governor: Tensor) -> Tensor:
        """Label scores of pairs: pairs × width each → pairs × labels."""
        left = F.pad(dependent, (0, 1), value=1.0)
        right = F.pad(governor, (0, 1), value=1.0)
        return torch.einsum("pi,rij,pj->pr", left, self.relation.to(left.dtype), right)


def load_minilm(encoder: Encoder, path: Path) -> None:
    """Fill the encoder with the weights of a MiniLM-L6 `model.safetensors`."""
    weights = load_file(path)
    state = {
        "word.weight": weights["embeddings.word_embeddings.weight"],
        "position.weight": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        old, new = f"encoder.layer.{number}.", f"layers.{number}."
        for kind in ("weight", "bias"):
            parts = [weights[f"{old}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
            state[f"{new}qkv.{kind}"] = torch.cat(parts)
            for theirs, ours in (
                ("attention.output.dense", "out"),
                ("intermediate.dense", "up"),
                ("output.dense", "down"),
                ("attention.output.LayerNorm", "norm_attention"),
                ("output.LayerNorm", "norm_output"),
            ):
                state[f"{new}{ours}.{kind}"] = weights[f"{old}{theirs}.{kind}"]
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    wanted = {"case.weight", "spacing.weight", "style.weight"}
    if unexpected or set(missing) != wanted:
        raise ValueError(f"weights in {path}: missing {missing}, unexpected {unexpected}")
