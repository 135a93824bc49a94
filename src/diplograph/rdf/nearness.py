"""Texts that are nearly one: a wire story as several papers print it, found by MinHash.

A text's signature is 128 bytes, each the lowest byte of one minimum over its shingles of three
words, so that a document's graph can carry it and what is near depends on the graphs alone.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from sys import intern
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

NEAR = 0.6
"""Estimated part of shingles in common from which two texts are taken for one."""
DAYS = 7
"""Texts further apart than this are not one story: a weekly bulletin has the same words anew."""
_SHORTEST = 30  # words; in shorter texts a change of name or day is a change of everything
_SHINGLE = 3
_SIZE = 128
_ROWS = 4
_SEED = 1
_UNKNOWN = np.iinfo(np.int64).min
_WORD = re.compile(r"\w+")

_Bytes: TypeAlias = NDArray[np.uint8]
_Ints: TypeAlias = NDArray[np.int64]


def text_signature(text: str) -> str:
    """The signature of a text in base64, blank for a short one."""
    words = _WORD.findall(text.casefold())
    if len(words) < _SHORTEST:
        return ""
    # It reserves a gigabyte of addresses, which the server's limited processes cannot spare.
    from rensa import RMinHash  # noqa: PLC0415

    hashed = RMinHash(num_perm=_SIZE, seed=_SEED)
    hashed.update(list(map(" ".join, zip(*(words[i:] for i in range(_SHINGLE)), strict=False))))
    lowest = np.array(hashed.digest(), dtype=np.uint64).astype(np.uint8)
    return base64.b64encode(lowest.tobytes()).decode("ascii")


class Signatures:
    """The signatures of many texts in little memory, with their documents' names and ISO days."""

    def __init__(
        self,
        signatures: Mapping[str, str] = MappingProxyType({}),
        days: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Begin with signatures, and days where they are known, by the documents' names."""
        self._names: list[str] = []
        self._days: list[str] = []
        self._raw = bytearray()
        for name, signature in signatures.items():
            self.add(name, signature, days.get(name, ""))

    def add(self, name: str, signature: str, day: str) -> None:
        """Add a document's, unless it is malformed; `day` is blank where it is not known."""
        try:
            raw = base64.b64decode(signature, validate=True)
        except (binascii.Error, ValueError):
            return
        if len(raw) == _SIZE:
            self._names.append(name)
            self._days.append(intern(day))
            self._raw += raw

    def sorted(self) -> tuple[list[str], list[str], _Bytes]:
        """Names, days and rows of bytes, by name."""
        order = sorted(range(len(self._names)), key=self._names.__getitem__)
        rows = np.frombuffer(self._raw, dtype=np.uint8).reshape(-1, _SIZE)
        return [self._names[i] for i in order], [self._days[i] for i in order], rows[order]


def near_copies(signatures: Signatures) -> dict[str, str]:
    """From each document that is nearly another's text to the first of them, by day, then name.

    A function of the set. What is near what is near is taken for one as well.
    """
    names, days, rows = signatures.sorted()
    if len(names) < 2:
        return {}
    ordinals = _ordinals(days)
    home = np.arange(len(names))
    compared: set[bytes] = set()
    for members in _buckets(rows):
        if members.tobytes() in compared or len({_root(home, int(i)) for i in members}) == 1:
            continue  # copies share many buckets
        compared.add(members.tobytes())
        for group in _near_groups(members, rows, ordinals):
            _unite(home, group)
    clusters: dict[int, list[int]] = {}
    for i in range(len(names)):
        root = _root(home, i)
        if root != i:
            clusters.setdefault(root, [root]).append(i)
    found = {}
    for cluster in clusters.values():
        first = min(cluster, key=lambda i: (days[i] or "9999", names[i]))
        found.update({names[i]: names[first] for i in cluster if i != first})
    return found


def band_keys(signature: str) -> list[str]:
    """The keys of a text; `near_copies` compares just those texts that share one."""
    *_, rows = Signatures({"": signature}).sorted()
    raw = rows.tobytes()
    return [f"{i:03}{raw[i : i + _ROWS].hex()}" for i in range(0, len(raw), _ROWS)]


def near_groups(signatures: Signatures) -> Iterator[list[str]]:
    """Of texts that share a key those that are near each other, each group by name.

    What `near_copies` takes for one are texts that the groups of all keys join, in any number of
    steps.
    """
    names, days, rows = signatures.sorted()
    for group in _near_groups(np.arange(len(names)), rows, _ordinals(days)):
        yield [names[i] for i in group]


def _ordinals(days: Iterable[str]) -> _Ints:
    return np.array([_ordinal(day) for day in days], dtype=np.int64)


def _ordinal(day: str) -> int:
    try:
        return dt.date.fromisoformat(day).toordinal()
    except ValueError:
        return _UNKNOWN


def _buckets(rows: _Bytes) -> Iterator[_Ints]:
    """Rows that agree in a whole band of bytes, as arrays of two numbers or more."""
    keys = np.ascontiguousarray(rows).view(np.uint32)
    for band in range(_SIZE // _ROWS):
        column = keys[:, band]
        order = np.argsort(column, kind="stable")
        edges = np.flatnonzero(np.diff(column[order])) + 1
        starts, ends = np.append(0, edges), np.append(edges, len(order))
        several = np.flatnonzero(ends - starts > 1)  # nearly every text is alone in its bucket
        yield from (order[starts[i] : ends[i]] for i in several)


def _near_groups(members: _Ints, rows: _Bytes, ordinals: _Ints) -> Iterator[list[int]]:
    """Of rows that may be near each other those that are, in groups."""
    left = members
    while len(left):
        group, waiting, left = [], deque([int(left[0])]), left[1:]
        while waiting:
            one = waiting.popleft()
            group.append(one)
            near = _is_near(one, left, rows, ordinals)
            waiting.extend(int(i) for i in left[near])
            left = left[~near]
        if len(group) > 1:
            yield group


def _is_near(one: int, others: _Ints, rows: _Bytes, ordinals: _Ints) -> NDArray[np.bool_]:
    day, days = ordinals[one], ordinals[others]
    found: NDArray[np.bool_] = (days == _UNKNOWN) | (day == _UNKNOWN) | (np.abs(days - day) <= DAYS)
    # The texts themselves are the longer look, and often none is left for it.
    in_time = np.flatnonzero(found)
    if len(in_time):
        agree = (rows[others[in_time]] == rows[one]).mean(axis=1)
        found[in_time] = (agree - 1 / 256) / (1 - 1 / 256) >= NEAR
    return found


def _root(home: _Ints, i: int) -> int:
    while home[i] != i:
        home[i] = home[home[i]]
        i = int(home[i])
    return i


def _unite(home: _Ints, group: list[int]) -> None:
    roots = [_root(home, i) for i in group]
    first = min(roots)
    for root in roots:
        home[root] = first
