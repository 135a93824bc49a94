"""The page's data: what it asks for first, and the sentences a few at a time."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass

from diplograph.killable import Limits
from diplograph.store import GraphStore
from diplograph.view import view_of
from diplograph.view.page import graph_data
from diplograph.view.payload import pages


@dataclass(frozen=True, slots=True)
class ViewData:
    """JSON texts, compressed: the graph without sentences, and pages of sentences.

    `version` tells one state of the graph from another, so that no page is taken for another's.
    """

    version: str
    graph: bytes
    pages: tuple[bytes, ...]


def view(store: GraphStore, limits: Limits) -> ViewData:
    """Read the whole store and lay it out; on a large one this takes minutes."""
    del limits
    found = view_of(store)
    told = tuple(_packed(page) for page in pages(found))
    version = hashlib.sha256(b"".join(told)).hexdigest()[:16]
    data = {**graph_data(found, "diplograph"), "base": store.base, "version": version}
    return ViewData(version, _packed(data), told)


def _packed(value: object) -> bytes:
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)
