"""Work in a process of its own that can be killed: what takes too long or too much ends there."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from diplograph.errors import RefusedError

_START_SECONDS = 60.0
_BACKGROUND = 10
_RESERVED, _PER_CORE = 400 << 20, 24 << 20
"""Bytes of addresses, little of them ever memory, that RocksDB's threads reserve, at least and for
each core: measured, 0.40 GB with 2 cores and 1.69 GB with 64, where it starts 81 threads."""

Runner: TypeAlias = "Callable[[multiprocessing.connection.Connection, Path, Limits], None]"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: `seconds` of work, `size` in bytes of the answer, and `memory`.

    Of a server: `workers` answers are worked out at the same time, and beside them `slow` ones
    that take longer than `quick` seconds; where those are busy, a query is stopped after a fourth
    of that. `waiting` requests may wait for their turn, at most `seconds` each.
    """

    seconds: float = 30.0
    size: int = 50_000_000
    memory: int = 2_000_000_000
    workers: int = 2
    slow: int = 2
    quick: float = 1.0
    waiting: int = 1000


class Worker:
    """One process and the pipe to it; `runner` is what it does.

    `fork` starts it from a process in which everything is loaded already, which takes a tenth of
    the time; the first such start takes longer.
    """

    def __init__(self, path: Path, limits: Limits, runner: Runner, *, fork: bool = False) -> None:
        context = _context(fork)
        self._pipe, theirs = context.Pipe()
        arguments = (theirs, path, limits)
        self._process = context.Process(target=runner, args=arguments, daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()
        self.finish(_START_SECONDS, "the store took too long to open")

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return bool(self._process.is_alive())

    def ask(self, task: str, arguments: Mapping[str, Any]) -> None:
        """Hand over a task; `finish` gives the answer. RefusedError where the process has died."""
        try:
            self._pipe.send((task, dict(arguments)))
        except OSError:
            self.kill()
            raise RefusedError(503, "a worker process has died; try again") from None

    def ready(self, seconds: float) -> bool:
        """Whether there is an answer, waiting for it as long."""
        return self._pipe.poll(seconds)

    def background(self) -> None:
        """Let everything else go first from now on."""
        pid = self._process.pid
        if pid is not None and hasattr(os, "setpriority"):
            try:
                os.setpriority(os.PRIO_PROCESS, pid, _BACKGROUND)
            except ProcessLookupError:
                return

    def finish(self, seconds: float, late: str) -> Any:
        """The answer; RefusedError where the task refused, died or is late, which kills it."""
        try:
            if not self._pipe.poll(seconds):
                self.kill()
                raise RefusedError(503, late)
            status, answer = self._pipe.recv()
        except (EOFError, OSError):
            self.kill()
            message = (
                "it broke off, most likely for want of memory: ask for less; if it does so "
                "whatever is asked, the store is damaged: build it again"
            )
            raise RefusedError(503, message) from None
        if status != 200:
            raise RefusedError(status, answer)
        return answer

    def kill(self) -> None:
        """End the process at once and wait for it."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _context(fork: bool) -> multiprocessing.context.BaseContext:
    if fork and "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["diplograph.server.work", "rdflib.plugins.sparql.parser"])
        return context
    return multiprocessing.get_context("spawn")


def limit_memory(size: int) -> None:
    """Allow this process so many bytes of memory more than it has, where the system can be told.

    The system counts addresses, and so what threads reserve and never use, which is allowed too.
    """
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _mapped() + size + _RESERVED + _PER_CORE * (os.cpu_count() or 1)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _mapped() -> int:
    """The addresses that this process has already, in bytes; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
