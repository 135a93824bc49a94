"""A document as a page: its text with what was read in it marked, the relations beside it.

The graph holds sentences, not texts; the text is read again from the source that the graph names,
and shown only where it is the same to the byte.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from diplograph.documents import ReadOptions, read_sources
from diplograph.errors import RefusedError
from diplograph.killable import Limits
from diplograph.records import Document
from diplograph.server.telling import Told, told_in
from diplograph.store import GraphStore
from diplograph.stored import StoredDocument, stored_document

_FOLDERS_ABOVE: Final = 4

State = Literal["whole", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind: `actor` links to who is meant, `relations` say it here."""

    text: str
    actor: str | None = None
    trigger: int | None = None
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the page of a document shows; `state` says whether the text is the one read."""

    document: StoredDocument
    state: State
    paragraphs: tuple[tuple[Piece, ...], ...]
    told: tuple[Told, ...]


def listing(store: GraphStore, limits: Limits) -> list[StoredDocument]:
    """All documents, the newest first."""
    del limits
    return sorted(store.documents(), key=lambda d: (d.issued or "", d.iri), reverse=True)


def document(store: GraphStore, limits: Limits, *, path: str, options: ReadOptions) -> DocumentPage:
    """The page of a document, `path` being what follows the base.

    RefusedError (404) where the graph has no such document.
    """
    del limits
    iri = store.base + path
    stored = stored_document(store.oxigraph, iri)
    if stored is None:
        raise RefusedError(404, f"the graph has no document {iri}")
    told = tuple(told_in(store, iri))
    state, text = _read_again(stored, store.path, options)
    if text is None:
        paragraphs = tuple(tuple(_quoted(told, one)) for one in _sentences(told))
    else:
        paragraphs = tuple(_paragraphs(text, told))
    return DocumentPage(stored, state, paragraphs, told)


def _read_again(
    stored: StoredDocument, store: Path | None, options: ReadOptions
) -> tuple[State, str | None]:
    file = _find(stored.path, store)
    if file is None:
        return "gone", None
    for entry in read_sources([str(file)], options):
        if isinstance(entry, Document) and entry.digest == stored.sha256:
            return "whole", entry.text
    return "changed", None


def _find(path: str | None, store: Path | None) -> Path | None:
    """The file by its path as it was given: from here, or from a folder above the store."""
    if not path:
        return None
    folders = [Path()]
    if store is not None and not Path(path).is_absolute():
        folders += list(store.resolve().parents)[:_FOLDERS_ABOVE]
    try:
        return next((f / path for f in folders if (f / path).is_file()), None)
    except (OSError, ValueError):
        return None


def _paragraphs(text: str, told: Iterable[Told]) -> Iterator[tuple[Piece, ...]]:
    spans = tuple(told)
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
        if text[start:end].strip():
            yield tuple(pieces(text[start:end], start, spans))
        start += len(line)


def _sentences(told: Iterable[Told]) -> list[Told]:
    """One relation of each sentence, in the order of the text."""
    return list({one.start: one for one in sorted(told, key=lambda t: t.start)}.values())


def _quoted(told: Iterable[Told], sentence: Told) -> Iterator[Piece]:
    own = tuple(one for one in told if one.start == sentence.start)
    yield from pieces(sentence.sentence, sentence.start, own)


def pieces(text: str, offset: int, told: Iterable[Told]) -> Iterator[Piece]:
    """Cut a text, which starts at `offset` of its document, wherever a mark begins or ends.

    Marks may overlap; of several actors or triggers at one place the first one counts.
    """
    end = offset + len(text)
    near = [one for one in told if one.start < end and one.end > offset]
    marks = [mark for one in near for mark in one.marks()]
    cuts = {offset, end}
    for start, stop in [(m.start, m.end) for m in marks] + [(t.start, t.end) for t in near]:
        cuts.update(cut for cut in (start, stop) if offset < cut < end)
    ordered = sorted(cuts)
    for start, stop in itertools.pairwise(ordered):
        here = [m for m in marks if m.start <= start and stop <= m.end]
        yield Piece(
            text[start - offset : stop - offset],
            next((m.actor for m in here if m.actor is not None), None),
            next((m.relation for m in here if m.relation is not None), None),
            any(one.start <= start and stop <= one.end for one in near),
        )
