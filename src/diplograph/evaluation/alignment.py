"""Aligning two analyses of one text as the CoNLL 2018 shared task does (Zeman et al. 2018).

Positions count the characters that are not white space. Outside multiword tokens two words are
the same if they cover the same characters. Where a multiword token lies on either side, the words
of both sides within its characters are aligned by the longest common subsequence of their
lower-cased forms, so that gold "don't" = do + n't agrees with system tokens do and n't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A word with the span of its surface token, and whether that token holds several words."""

    form: str
    span: Span
    multiword: bool = False


def align(gold: Sequence[Unit], system: Sequence[Unit]) -> list[tuple[int, int]]:
    """Pairs of indices of words that are the same on both sides, in order."""
    pairs: list[tuple[int, int]] = []
    g = s = 0
    while g < len(gold) and s < len(system):
        if gold[g].multiword or system[s].multiword:
            g, s, end = _region_start(gold, system, g, s)
            g_end, s_end = _region_end(gold, system, g, s, end)
            common = _common(
                [unit.form.lower() for unit in gold[g:g_end]],
                [unit.form.lower() for unit in system[s:s_end]],
            )
            pairs += [(g + i, s + j) for i, j in common]
            g, s = g_end, s_end
        elif gold[g].span == system[s].span:
            pairs.append((g, s))
            g, s = g + 1, s + 1
        elif gold[g].span[0] <= system[s].span[0]:
            g += 1
        else:
            s += 1
    return pairs


def _region_start(
    gold: Sequence[Unit], system: Sequence[Unit], g: int, s: int
) -> tuple[int, int, int]:
    """Where the region of a multiword token begins on both sides, and its last character so far."""
    if gold[g].multiword:
        end = gold[g].span[1]
        if not system[s].multiword and system[s].span[0] < gold[g].span[0]:
            s += 1
    else:
        end = system[s].span[1]
        if gold[g].span[0] < system[s].span[0]:
            g += 1
    return g, s, end


def _region_end(
    gold: Sequence[Unit], system: Sequence[Unit], g: int, s: int, end: int
) -> tuple[int, int]:
    """The indices after the region, which grows with each multiword token that begins in it."""
    while not (_beyond(gold, g, end) and _beyond(system, s, end)):
        if g < len(gold) and (s >= len(system) or gold[g].span[0] <= system[s].span[0]):
            end = max(end, gold[g].span[1]) if gold[g].multiword else end
            g += 1
        else:
            end = max(end, system[s].span[1]) if system[s].multiword else end
            s += 1
    return g, s


def _beyond(units: Sequence[Unit], index: int, end: int) -> bool:
    if index >= len(units):
        return True
    unit = units[index]
    return unit.span[0] >= end if unit.multiword else unit.span[1] > end


def _common(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of a longest common subsequence."""
    longest = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in reversed(range(len(first))):
        for j in reversed(range(len(second))):
            longest[i][j] = (
                longest[i + 1][j + 1] + 1
                if first[i] == second[j]
                else max(longest[i + 1][j], longest[i][j + 1])
            )
    pairs, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        if first[i] == second[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
