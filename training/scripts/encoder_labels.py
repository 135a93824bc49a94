"""The label sets of the encoder's heads, and lemma rules."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from spacy.tokens import Doc

from entities import LABELS

RAREST = 2
"""Morphological labels and lemma rules seen less often are not learnt."""


def lemma_rule(form: str, lemma: str) -> str:
    """How a lemma is made of a form: '-N+ending', after lower-casing ('L') or as it is ('K').

    >>> lemma_rule("Talks", "talk")
    'L-1+'
    """
    case, base = ("K", form) if lemma[:1] == form[:1] else ("L", form.lower())
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    return f"{case}-{len(base) - shared}+{lemma[shared:]}"


@dataclass(frozen=True)
class Labels:
    """The classes of each head, in the order of its outputs."""

    tags: list[str]
    morphs: list[str]
    lemmas: list[str]
    deps: list[str]
    entities: list[str]

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Read what `save` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def morph_label(pos: str, feats: str) -> str:
    """Part of speech and features in one label."""
    return f"{pos}|{feats}" if feats.strip("_") else pos


def collect(docs: Iterable[Doc]) -> Labels:
    """The labels that the syntax training set holds."""
    tags: Counter[str] = Counter()
    morphs: Counter[str] = Counter()
    lemmas: Counter[str] = Counter()
    deps: Counter[str] = Counter()
    for doc in docs:
        for token in doc:
            if token.is_space:
                continue
            tags[token.tag_] += 1
            morphs[morph_label(token.pos_, str(token.morph))] += 1
            lemmas[lemma_rule(token.text, token.lemma_)] += 1
            if token.dep_ != "ROOT":
                deps[token.dep_] += 1
    entities = ["O"] + [f"{part}-{label}" for label in LABELS for part in "BILU"]
    return Labels(
        tags=sorted(tag for tag in tags if tag),
        morphs=sorted(label for label, n in morphs.items() if n >= RAREST),
        lemmas=sorted(rule for rule, n in lemmas.items() if n >= RAREST),
        deps=sorted(dep for dep, n in deps.items() if n >= RAREST),
        entities=entities,
    )
