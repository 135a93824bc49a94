"""The pair classifier in PyTorch: MiniLM that is told source and target in its upper layers.

The lower layers read a sentence once, whatever its pairs; from layer `join` on, a vector for
"source" or "target" is added to the pieces of the two actors. The means over both and the first
piece decide whether the source does anything to the target, of what type it is, and what type PLV
would give it (its conventions are not quite those of the annotated documents).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from diplograph.model.pairs import ROLES, TYPES
from encoder_model import WIDTH, Encoder, Sizes


class PairModel(nn.Module):
    """Encoder, role vectors, and three heads."""

    def __init__(self, sizes: Sizes, dropout: float, join: int) -> None:
        super().__init__()
        self.encoder = Encoder(sizes, dropout)
        self.join = join
        self.role = nn.Embedding(len(ROLES), WIDTH)
        nn.init.normal_(self.role.weight, std=0.1)
        self.hidden = nn.Linear(3 * WIDTH, WIDTH)
        self.types = nn.Linear(WIDTH, len(TYPES))
        self.given = nn.Linear(WIDTH, len(TYPES))
        self.related = nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(0.2)

    def embed(self, ids: Tensor, cases: Tensor, spacings: Tensor) -> Tensor:
        """Summed embeddings; all inputs batch × pieces."""
        encoder = self.encoder
        x = encoder.word(ids) + encoder.position(torch.arange(ids.shape[1]))
        return x + encoder.case(cases) + encoder.spacing(spacings) + encoder.style.weight[0]

    def lower(self, embedded: Tensor, bias: Tensor | None) -> Tensor:
        """The layers that read the sentence alone."""
        x = self.encoder.dropout(self.encoder.norm(embedded))
        for layer in self.encoder.layers[: self.join]:
            x = layer(x, bias)
        return x

    def upper(self, x: Tensor, roles: Tensor, bias: Tensor | None) -> tuple[Tensor, ...]:
        """Scores of types, of PLV's types (pairs × types both), of being related (pairs)."""
        x = x + self.role(roles)
        for layer in self.encoder.layers[self.join :]:
            x = layer(x, bias)
        parts = [x[:, 0]]
        for name in ("source", "target"):
            chosen = (roles == ROLES[name]).to(x.dtype)[..., None]
            parts.append((x * chosen).sum(1) / chosen.sum(1).clamp(min=1))
        mixed = torch.tanh(self.hidden(self.dropout(torch.cat(parts, -1))))
        mixed = self.dropout(mixed)
        return self.types(mixed), self.given(mixed), self.related(mixed)[..., 0]

    def forward(
        self, ids: Tensor, cases: Tensor, spacings: Tensor, roles: Tensor, padding: Tensor
    ) -> tuple[Tensor, ...]:
        """As `upper`; all inputs pairs × pieces."""
        bias = padding[:, None, None] * -1e4
        return self.upper(self.lower(self.embed(ids, cases, spacings), bias), roles, bias)
