"""Whether the files that travel with the package are those that were installed."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from diplograph.errors import DamagedFileError

_CHECKED = (("diplograph", "model"), ("diplograph", "ontology"))


@lru_cache(maxsize=1)
def check_installation() -> None:
    """Compare the weights and the knowledge files with the checksums of the installed wheel.

    DamagedFileError, naming the file, where one differs. A checkout has no checksums: there,
    whoever reads a file says what is wrong with it.
    """
    try:
        installed = metadata.distribution("diplograph")
    except metadata.PackageNotFoundError:  # run from a folder, without being installed
        return
    check_files(installed)


def check_files(installed: metadata.Distribution) -> None:
    """The same for a given distribution, whose RECORD holds the checksums."""
    for file in installed.files or ():
        if file.parts[:2] in _CHECKED and file.hash is not None and file.hash.mode == "sha256":
            path = Path(str(file.locate()))
            if _checksum(path) != file.hash.value:
                raise DamagedFileError(
                    f"{path}: damaged or changed since it was installed (its checksum differs); "
                    "install diplograph again"
                )


def _checksum(path: Path) -> str:
    try:
        digest = hashlib.sha256(path.read_bytes()).digest()
    except OSError as error:
        raise DamagedFileError(f"{path}: cannot be read: {error.strerror}") from error
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
