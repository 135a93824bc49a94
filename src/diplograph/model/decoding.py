"""From scores to annotations: entity spans, dependency trees, lemmas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Span = tuple[int, int, str]

NEVER = np.float32(-1e9)
CANDIDATES = 4
"""Heads of a word that are weighed against each other where the best ones leave a cycle."""


def allowed_steps(labels: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """What BILOU labels may begin a text, follow each other, and end it: 0 or `NEVER`."""
    size = len(labels)
    steps = np.zeros((size, size), dtype=np.float32)
    for i, before in enumerate(labels):
        for j, after in enumerate(labels):
            inside = before[0] in "BI" and after[0] in "IL" and before[2:] == after[2:]
            outside = before[0] in "LUO" and after[0] in "BUO"
            steps[i, j] = 0.0 if inside or outside else NEVER
    begin = np.array([0.0 if x[0] in "BUO" else NEVER for x in labels], dtype=np.float32)
    end = np.array([0.0 if x[0] in "LUO" else NEVER for x in labels], dtype=np.float32)
    return begin, steps, end


def best_path(scores: Floats, rules: tuple[Floats, Floats, Floats]) -> list[int]:
    """The best sequence of labels (words × labels) that the rules allow (Viterbi)."""
    begin, steps, end = rules
    best = scores.argmax(axis=1)
    legal = begin[best[0]] == 0 and end[best[-1]] == 0
    if legal and not steps[best[:-1], best[1:]].any():
        return [int(label) for label in best]
    total = scores[0] + begin
    back = np.zeros(scores.shape, dtype=np.int64)
    for row in range(1, len(scores)):
        ways = total[:, None] + steps
        back[row] = ways.argmax(axis=0)
        total = ways.max(axis=0) + scores[row]
    path = [int((total + end).argmax())]
    for row in range(len(scores) - 1, 0, -1):
        path.append(int(back[row, path[-1]]))
    return path[::-1]


def spans(labels: Sequence[str]) -> Iterator[Span]:
    """The spans that a legal BILOU sequence names: first word, word after the last, label."""
    start = 0
    for place, label in enumerate(labels):
        if label[0] in "BU":
            start = place
        if label[0] in "LU":
            yield start, place + 1, label[2:]


def tree(scores: Floats) -> Ints:
    """The head of each word of one sentence: 0 the root, n the n-th word; always a tree.

    `scores`: words × (words + 1), the root first. One word hangs on the root. Where the best head
    of each word leaves a cycle, Edmonds' algorithm finds the best tree.
    """
    count = len(scores)
    weights = scores.copy()
    weights[np.arange(count), np.arange(count) + 1] = NEVER
    if count == 1:
        return np.zeros(1, dtype=np.int64)
    margin = weights[:, 0] - weights[:, 1:].max(axis=1)
    root = int(margin.argmax())
    weights[:, 0] = NEVER
    weights[root] = NEVER
    weights[root, 0] = 0.0
    heads: Ints = weights.argmax(axis=1)
    return heads if _is_tree(heads, root) else _edmonds(weights, root)


def _is_tree(heads: Ints, root: int) -> bool:
    """Whether every word leads up to the root."""
    safe = {root}
    for word in range(len(heads)):
        chain: list[int] = []
        here = word
        while here not in safe:
            chain.append(here)
            here = int(heads[here]) - 1
            if here in chain:
                return False
        safe.update(chain)
    return True


def _edmonds(weights: Floats, root: int) -> Ints:
    """The best tree of each word's few best heads; the root is one of them, so there is a tree."""
    import networkx as nx  # takes a while to load, and most texts never need it

    graph = nx.DiGraph()
    lowest = float(weights[weights > NEVER / 2].min())
    ranked = np.argsort(-weights[:, 1:], axis=1)[:, :CANDIDATES]
    for word, row in enumerate(ranked):
        for governor in {*map(int, row), root} - {word}:
            if word != root:
                graph.add_edge(governor, word, weight=float(weights[word, governor + 1]) - lowest)
    found = nx.maximum_spanning_arborescence(graph, preserve_attrs=False)
    heads = np.zeros(len(weights), dtype=np.int64)
    for governor, word in found.edges:
        heads[word] = governor + 1
    return heads


@lru_cache(maxsize=100_000)
def lemma(rule: str, form: str) -> str:
    """The lemma that a rule ("L-1+": lower-case, drop one letter) makes of a form."""
    cut, _, ending = rule[2:].partition("+")
    base = form.lower() if rule[0] == "L" else form
    kept = base[: len(base) - int(cut)] if int(cut) <= len(base) else ""
    return kept + ending or form
