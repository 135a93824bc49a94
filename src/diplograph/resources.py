"""Where the data that travels with the package lies: ontology, lexicon, gazetteer, weights."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def ontology_path() -> Path:
    """Folder with `diplograph.ttl`, `shapes.ttl`, `lexicon/`, `gazetteer/` and `queries/`.

    In an installed wheel it lies inside the package; in a checkout at the top level.
    """
    installed = _PACKAGE / "ontology"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "ontology"


def model_path() -> Path:
    """Folder of the embedded spaCy pipeline."""
    return _PACKAGE / "model" / "en_diplograph_core"


def pairs_path() -> Path:
    """Folder of the embedded pair classifier."""
    return _PACKAGE / "model" / "pair_types"


def scale_path() -> Path:
    """File of the scale of confidence."""
    return _PACKAGE / "model" / "confidence.json"
