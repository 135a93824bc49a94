"""The store as a folder on the disk, and the base of what is in it: opened and checked."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from diplograph.errors import StoreError
from diplograph.rdf.terms import term

FORMATS: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".turtle": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
"""Syntaxes of RDF files by the endings of their names."""

_DERIVED_FROM = term("prov:wasDerivedFrom")


def base_of(store: ox.Store) -> str | None:
    """The start of the data's IRIs, as the names of the document graphs tell it, if any does."""
    for quad in store.quads_for_pattern(None, _DERIVED_FROM, None):
        base, found, _ = str(getattr(quad.subject, "value", "")).rpartition("graph/doc/")
        if found:
            return base
    return None


def has_other_base(store: ox.Store, base: str, path: Path | None, *, allowed: bool) -> bool:
    """Whether a store holds documents of another base; StoreError where that is not allowed."""
    found = base_of(store)
    if found is None or found == base:
        return False
    if not allowed:
        raise StoreError(
            f"{path}: was built with the base {found}, not {base}; "
            "give that base, another store, or prune"
        )
    return True


def check_base(base: str) -> None:
    """Raise StoreError where a base is not an absolute IRI that ends in `/` or `#`."""
    try:
        ox.NamedNode(f"{base}x")
    except ValueError as error:
        raise StoreError(f"the base {base!r} is not an IRI: {error}") from error
    if not base.endswith(("/", "#")):
        raise StoreError(f"the base {base!r} must end in / or #")


def open_store(path: Path | None, read_only: bool) -> ox.Store:
    """The pyoxigraph store in a folder, or one in memory; StoreError where it cannot be opened."""
    if path is None:
        return ox.Store()
    try:
        if read_only:
            # RocksDB would create an empty store in any folder.
            if not (path / "CURRENT").is_file():
                raise StoreError(f"{path}: not a diplograph store")
            return ox.Store.read_only(str(path))
        path.mkdir(parents=True, exist_ok=True)
        return ox.Store(str(path))
    except (OSError, ValueError, RuntimeError) as error:
        raise StoreError(f"{path}: {error}{damage_hint(error)}") from error


def format_of(path: Path) -> ox.RdfFormat:
    """The syntax of an RDF file by its ending; StoreError where it has another one."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        known = ", ".join(sorted(FORMATS))
        raise StoreError(f"{path}: not an RDF file by its ending; known are {known}")
    return found


def damage_hint(error: Exception) -> str:
    """What to do about a store that is damaged."""
    if "Corruption" in str(error) or "No such file" in str(error):
        return " (the store is damaged: delete the folder and build again from the sources)"
    return ""
