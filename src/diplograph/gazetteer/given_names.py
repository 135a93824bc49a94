"""Given names that men alone or women alone bear: `given_names.csv`."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from diplograph.errors import GazetteerError
from diplograph.gazetteer.model import Gender
from diplograph.resources import ontology_path

_ALLOWED = {Gender.MALE.value, Gender.FEMALE.value}


def gender_borne(name: str) -> Gender:
    """Whether men or women bear a given name, UNKNOWN for others.

    Raises:
        GazetteerError: the file is not valid, see `read_given_names`.
    """
    return _load().get(name, Gender.UNKNOWN)


@lru_cache(maxsize=1)
def _load() -> dict[str, Gender]:
    return read_given_names(ontology_path() / "gazetteer" / "given_names.csv")


def read_given_names(path: Path) -> dict[str, Gender]:
    """The names of a file with the columns `name` and `gender`.

    Raises:
        GazetteerError: a name is there twice, or its gender is neither `m` nor `f`.
    """
    found: dict[str, Gender] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            if row["name"] in found or row["gender"] not in _ALLOWED:
                raise GazetteerError(
                    f"{path.name}:{number}: {row} is not allowed; allowed: a new name, and m or f"
                )
            found[row["name"]] = Gender(row["gender"])
    return found
