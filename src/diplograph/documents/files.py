"""From what the user names to files: folders, globs, their order, what is not a document."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diplograph.documents.model import SourceFailure
from diplograph.documents.streams import STDIN

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".warc": "warc",
}
_NAMED_ONLY = {".json": "jsonl"}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read: its path as the user would write it, its kind or None to look inside."""

    path: str
    kind: str | None


def find_files(source: str) -> Iterator[FoundFile | SourceFailure]:
    """The files of one source in a fixed order, with a failure for each that is none."""
    if source == STDIN:
        yield FoundFile(source, None)
        return
    path = Path(source)
    try:
        if path.is_dir():
            yield from _folder(path, set())
        elif path.exists() or path.is_symlink():
            yield _named(path)
        elif glob.has_magic(source):
            yield from _glob(source)
        else:
            yield SourceFailure(source, "no such file or folder")
    except (OSError, ValueError) as error:
        yield SourceFailure(source, reason_of(error))


def _glob(pattern: str) -> Iterator[FoundFile | SourceFailure]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (absolute patterns too)
    if not matches:
        yield SourceFailure(pattern, "no file matches this pattern")
    for match in matches:
        if Path(match).is_dir():
            if "**" not in pattern:
                yield from _folder(Path(match), set())
        else:
            yield _inside(Path(match), any_kind=True)


def _named(path: Path) -> FoundFile | SourceFailure:
    """A file the user named: any suffix will do, a pipe too, but not a socket or device."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        return SourceFailure(str(path), f"{_sort(mode)}, not a regular file")
    return FoundFile(str(path), _kind(_suffix(path)))


def _kind(suffix: str) -> str | None:
    return KINDS.get(suffix) or _NAMED_ONLY.get(suffix)


def _sort(mode: int) -> str:
    """What a file is that is no regular one, in words."""
    sorts = {stat.S_ISFIFO: "a named pipe", stat.S_ISSOCK: "a socket", stat.S_ISDIR: "a folder"}
    return next((name for test, name in sorts.items() if test(mode)), "a device")


def _folder(folder: Path, above: set[tuple[int, int]]) -> Iterator[FoundFile | SourceFailure]:
    """Files of a folder and its subfolders by name; names that begin with a dot are not looked at.

    `above` holds the folders on the way down, so that a loop of links ends.
    """
    try:
        here = folder.stat()
        names = sorted(os.listdir(folder))  # noqa: PTH208  (names alone, sorted as text)
    except OSError as error:
        yield SourceFailure(str(folder), reason_of(error))
        return
    if (here.st_dev, here.st_ino) in above:
        yield SourceFailure(str(folder), "a link back to a folder that holds it", skipped=True)
        return
    above = above | {(here.st_dev, here.st_ino)}
    for name in names:
        path = folder / name
        if name.startswith("."):
            continue
        if path.is_dir():
            yield from _folder(path, above)
        else:
            yield _inside(path)


def _inside(path: Path, *, any_kind: bool = False) -> FoundFile | SourceFailure:
    """A file found in a folder: read if its suffix says what it is, else told as skipped.

    With `any_kind`, as for a glob, any suffix will do.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return SourceFailure(str(path), reason_of(error))
    if not stat.S_ISREG(mode):
        return SourceFailure(str(path), f"{_sort(mode)}, not a regular file", skipped=True)
    suffix = _suffix(path)
    if any_kind:
        return FoundFile(str(path), _kind(suffix))
    if suffix not in KINDS:
        reason = f"not a kind of document that folders are searched for ({suffix or 'no suffix'})"
        return SourceFailure(str(path), reason, skipped=True)
    return FoundFile(str(path), KINDS[suffix])


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def reason_of(error: Exception) -> str:
    """The reason of an error in words, without number and path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
