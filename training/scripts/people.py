"""Person names of all regions for templates and name swapping, real and made up."""

from __future__ import annotations

import random
from typing import Any

from wordlists import items, load

KNOWN = items("people.yml", "known")
_PARTICLES = {"de", "van", "von", "der", "la", "di", "bin", "Al"}
_FAMILY_FIRST = {"Ban", "Wang", "Hua", "Zhao", "Mao", "Nguyen", "Pham", "Tran", "Le", "Tsai", "Lai"}
_SHARES = (("chinese", 0.37), ("korean", 0.43))


def surnames(text: str) -> list[str]:
    """Split a list of surnames, keeping particles with what follows."""
    found: list[str] = []
    carried = ""
    for part in text.split():
        if part in _PARTICLES:
            carried += part + " "
        else:
            found.append(carried + part)
            carried = ""
    return found


def short_form(name: str) -> str:
    """Return the usual second mention of a known full name."""
    parts = name.split()
    for index, part in enumerate(parts[1:], 1):
        if part in _PARTICLES | {"da", "Le"}:
            return " ".join(parts[index:])
    return parts[0] if parts[0] in _FAMILY_FIRST | {"Ma"} else parts[-1]


def _family_first(rng: random.Random, region: str) -> tuple[str, str]:
    lists: dict[str, str] = load("people.yml")["family_first"][region]
    family, given = rng.choice(lists["family"].split()), rng.choice(lists["given"].split())
    return f"{family} {given}", family


def person(rng: random.Random) -> tuple[str, str]:
    """Return a full name and the short form used on second mention."""
    draw = rng.random()
    if draw < 0.25:
        name = rng.choice(KNOWN)
        return name, short_form(name)
    for region, limit in _SHARES:
        if draw < limit:
            return _family_first(rng, region)
    regions: dict[str, Any] = load("people.yml")["given_first"]
    region = "japanese" if draw < 0.49 else rng.choice(sorted(set(regions) - {"japanese"}))
    lists = regions[region]
    given, family = rng.choice(lists["given"].split()), rng.choice(surnames(lists["family"]))
    if region == "japanese":
        return f"{given} {family}", family
    initial = f"{rng.choice('ABCDEFGHJKLMNPRSTW')}. " if rng.random() < 0.08 else ""
    return f"{given} {initial}{family}", family


def all_givens() -> list[str]:
    """All given names of the lists in western order."""
    lists = load("people.yml")["given_first"].values()
    return sorted({name for region in lists for name in region["given"].split()})


def all_surnames() -> list[str]:
    """All one-word surnames of the lists in western order."""
    lists = load("people.yml")["given_first"].values()
    names = {name for region in lists for name in region["family"].split()}
    return sorted(names - _PARTICLES)
