"""What a worker process does: opens the store, then answers tasks until the pipe closes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from diplograph.errors import DiplographError, QueryError, RefusedError
from diplograph.guard import check_query
from diplograph.killable import Limits, limit_memory
from diplograph.server import answers, dereferencing, documents, viewing
from diplograph.server.opening import open_store
from diplograph.store import GraphStore

_log = logging.getLogger("diplograph")

Task: TypeAlias = Callable[..., Any]


def _base(store: GraphStore, limits: Limits) -> str:
    del limits
    return store.base


TASKS: Mapping[str, Task] = {
    "base": _base,
    "sparql": answers.sparql,
    "resource": dereferencing.resource,
    "turtle": dereferencing.turtle,
    "document": documents.document,
    "documents": documents.listing,
    "view": viewing.view,
}
"""The tasks by name; each takes the store, the limits and the arguments of the request."""


def work(pipe: Connection, path: Path, limits: Limits) -> None:
    """Open the store and answer; the first message says whether it could be opened."""
    limit_memory(limits.memory)
    try:
        store = open_store(path)
    except DiplographError as error:
        pipe.send((500, str(error)))
        return
    # The parser takes a moment to load, which no query should have to wait for.
    check_query("ASK {}")
    pipe.send((200, "ready"))
    while True:
        try:
            task, arguments = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send(_answer(store, limits, task, arguments))


def _answer(
    store: GraphStore, limits: Limits, task: str, arguments: Mapping[str, Any]
) -> tuple[int, Any]:
    try:
        return 200, TASKS[task](store, limits, **arguments)
    except RefusedError as error:
        return error.status, str(error)
    except QueryError as error:
        return 400, str(error)
    except MemoryError:
        return 503, "the answer needs more memory than is allowed; ask for less"
    except Exception as error:
        _log.exception("task %s failed", task)
        return 500, f"{type(error).__name__} (a fault in diplograph; the server's log says more)"
