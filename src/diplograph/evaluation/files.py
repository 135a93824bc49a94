"""Finding and opening gold files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from diplograph.errors import GoldError


def gold_files(paths: Iterable[str | Path], suffixes: Sequence[str]) -> list[Path]:
    """The files named, and those with one of the suffixes in the folders named, sorted by name.

    Raises GoldError where a path does not exist or nothing is found.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix in suffixes and p.is_file())
            if not inside:
                raise GoldError(f"{path}: no gold file ({', '.join(suffixes)}) in this folder")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise GoldError(f"{path}: no such file or folder")
    if not found:
        raise GoldError("no gold file given")
    return list(dict.fromkeys(found))


def read_gold(path: Path) -> str:
    """The text of a gold file; raises GoldError where it cannot be read or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise GoldError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 (byte {error.start})") from error
