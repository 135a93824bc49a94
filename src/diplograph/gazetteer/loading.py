"""Load the gazetteer of the package or of a folder, with a user's own actors added."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from diplograph.gazetteer.core import Gazetteer
from diplograph.gazetteer.load import read_tables
from diplograph.gazetteer.own import extended
from diplograph.gazetteer.own_rows import read_own
from diplograph.resources import ontology_path


def load_gazetteer(directory: Path | None = None, own: Path | None = None) -> Gazetteer:
    """The gazetteer of a folder, by default the one of the package; read once.

    `own`: a user's table of actors, offices and names to add, see `gazetteer.own_rows`.

    Raises `GazetteerError` with file, line and value where the data is not valid.
    """
    return read_gazetteer(directory or ontology_path() / "gazetteer", own)


@lru_cache(maxsize=4)
def read_gazetteer(directory: Path, own: Path | None) -> Gazetteer:
    """The gazetteer of a folder with a user's additions; see `load_gazetteer`."""
    tables = read_tables(directory)
    if own is None:
        return Gazetteer(tables)
    known = read_gazetteer(directory, None)
    return Gazetteer(extended(tables, read_own(own), known.find_name, known.role_of_phrase))
