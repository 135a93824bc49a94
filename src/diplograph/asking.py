"""One query in a process of its own: what takes too long or too much is stopped with a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

from diplograph.disk import damage_hint
from diplograph.errors import DiplographError, QueryError, RefusedError, StoreError
from diplograph.killable import Limits, Worker, limit_memory

Task: TypeAlias = Callable[..., str]
"""Takes the path of a graph and what is asked; gives the answer as text."""


def ask(path: Path, limits: Limits, task: Task, **arguments: Any) -> str:
    """The task's answer, worked out in another process within the limits.

    QueryError where it takes longer or needs more than allowed, and whatever the task raises.
    """
    try:
        worker = Worker(path, limits, _work)
        worker.ask("ask", {"task": task, **arguments})
        late = f"the query took longer than {limits.seconds:g} seconds and was stopped (--timeout)"
        answer = worker.finish(limits.seconds, late)
    except RefusedError as error:
        raise QueryError(str(error)) from error
    worker.kill()
    if isinstance(answer, Exception):
        raise answer
    return str(answer)


def _work(pipe: Connection, path: Path, limits: Limits) -> None:
    """What the process does: one task, or the error that it raises."""
    limit_memory(limits.memory)
    pipe.send((200, "ready"))
    _, given = pipe.recv()
    try:
        if not _answered(pipe, path, limits, given):
            pipe.send((503, "the answer needs more memory than is allowed; ask for less"))
    except KeyboardInterrupt:
        return


def _answered(pipe: Connection, path: Path, limits: Limits, given: Mapping[str, Any]) -> bool:
    """Whether the memory was enough for the answer; if not, all of it is free again afterwards."""
    try:
        pipe.send(_answer(path, limits, **given))
    except MemoryError:
        return False
    return True


def _answer(
    path: Path, limits: Limits, task: Task, **arguments: Mapping[str, Any]
) -> tuple[int, str | Exception]:
    try:
        text = task(path, **arguments)
    except DiplographError as error:
        return 200, error
    except (RuntimeError, OSError) as error:  # the store's own, while it is read
        return 200, StoreError(f"{path}: {error}{damage_hint(error)}")
    if len(text) > limits.size:
        told = f"the answer is larger than {limits.size:,} characters; add a LIMIT or a FILTER"
        return 200, QueryError(told)
    return 200, text
