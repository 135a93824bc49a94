"""Read the word and name lists in `training/lists`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LISTS = Path(__file__).resolve().parent.parent / "lists"


@cache
def load(name: str) -> Any:
    """Return the content of a YAML list file."""
    return yaml.safe_load((LISTS / name).read_text(encoding="utf-8"))


def words(key: str) -> frozenset[str]:
    """Return a set of single words from words.yml."""
    return frozenset(str(load("words.yml")[key]).split())


def items(name: str, key: str) -> list[str]:
    """Return a list of names, perhaps of several words."""
    return [str(item) for item in load(name)[key]]


@cache
def rows(name: str) -> list[list[str]]:
    """Return the rows of a tab-separated file."""
    text = (LISTS / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line]
