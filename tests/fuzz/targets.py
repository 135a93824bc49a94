"""What the fuzzer calls with bytes of its own; each raises where a promise is broken."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from diplograph.documents import ReadOptions, SourceFailure, read_sources
from diplograph.documents.files import KINDS
from diplograph.errors import QueryError
from diplograph.guard import check_query, tokens
from diplograph.view.payload import embed
from diplograph.visible import safe_json, visible

_ENDINGS = [ending + packed for ending in sorted(KINDS) for packed in ("", ".gz")] + [""]
_OPTIONS = ReadOptions(any_language=True, max_document_bytes=100_000)
_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))


def documents(data: bytes) -> None:
    """Loading: the first byte chooses the kind of file; all is read or refused with a reason."""
    if not data:
        return
    path = _FOLDER / f"{os.getpid()}{_ENDINGS[data[0] % len(_ENDINGS)]}"
    path.write_bytes(data[1:])
    found = list(read_sources([str(path)], _OPTIONS))
    path.unlink()
    assert found, "a source is neither read nor refused"
    for entry in found:
        if isinstance(entry, SourceFailure):
            assert entry.reason
            assert (
                str(entry)
                .replace("\xa0", " ")
                .replace("\u200c", "")
                .replace("\u200d", "")
                .isprintable()
            )
        else:
            entry.text.encode()
            assert entry.text.strip()
            assert not {"\0", "\r", "\ufeff"} & set(entry.text)


def embedding(data: bytes) -> None:
    """The page's data and what a terminal is shown: harmless, and the same when parsed."""
    text = data.decode("utf-8", "surrogateescape")
    value = {"x": [text, {text: None}]}
    embedded = embed(value)
    assert embedded.isascii()
    assert not set("<>&") & set(embedded)
    assert json.loads(embedded) == value
    assert json.loads(safe_json(value)) == value
    assert not {"\x1b", "\n", "\r", "\x9b", "\u202e"} & set(visible(text))


def guard(data: bytes) -> None:
    """SPARQL: refused with its own error, or a query that asks nobody but the store."""
    text = data.decode("utf-8", "replace")[:2000]
    assert "".join(token for _, token in tokens(text)) == text
    try:
        check_query(text)
    except QueryError as error:
        assert "\n" not in str(error)
        return
    store = ox.Store()
    try:
        store.query(text)
    except (SyntaxError, ValueError):
        pass
    except (OSError, RuntimeError) as error:
        raise AssertionError(f"the store went elsewhere: {error}") from error
    assert not len(store)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "documents": documents,
    "embedding": embedding,
    "guard": guard,
}
