"""Worker processes that hold the store open, so that whatever takes too long can be killed.

The server itself never touches the store: it hands a task to a worker and waits. A worker that
does not answer in time, or dies, is replaced by a new one.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import queue
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from diplograph.server.protocol import RefusedError

_START_SECONDS = 60.0
_STAMP_SECONDS = 2.0

Runner: TypeAlias = "Callable[[multiprocessing.connection.Connection, Path, Limits], None]"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: `seconds` of work, `size` in bytes of the answer, and `memory`.

    `workers` is how many answers are worked out at the same time.
    """

    seconds: float = 30.0
    size: int = 50_000_000
    memory: int = 4_000_000_000
    workers: int = 2


class WorkerPool:
    """Runs tasks in processes of their own; `runner` is what such a process does."""

    def __init__(self, path: Path, limits: Limits, runner: Runner) -> None:
        self._path = path
        self._limits = limits
        self._runner = runner
        self._free: queue.Queue[_Worker | None] = queue.Queue()
        self._all: set[_Worker] = set()
        self._stamp = (0.0, "")
        for _ in range(limits.workers):
            self._free.put(None)

    def run(self, task: str, arguments: Mapping[str, Any], seconds: float | None = None) -> Any:
        """What the task gives for these arguments.

        RefusedError: the task refused, took longer than `seconds` (default: that of the limits)
        or more memory than allowed, or all workers were busy for as long.
        """
        allowed = self._limits.seconds if seconds is None else seconds
        try:
            worker = self._free.get(timeout=allowed)
        except queue.Empty:
            raise RefusedError(503, "the server is busy; try again later") from None
        keep: _Worker | None = None
        try:
            keep = self._usable(worker)
            answer = keep.ask(task, arguments, allowed)
        except RefusedError:
            if keep is not None and not keep.alive:
                self._drop(keep)
                keep = None
            raise
        except BaseException:
            self._drop(keep)
            keep = None
            raise
        finally:
            self._free.put(keep)
        return answer

    def stamp(self) -> str:
        """Changes whenever the store is written to; looked up every few seconds at most."""
        now = time.monotonic()
        if not self._stamp[1] or now - self._stamp[0] > _STAMP_SECONDS:
            self._stamp = (now, _stamp_of(self._path))
        return self._stamp[1]

    def close(self) -> None:
        """End all workers."""
        for worker in tuple(self._all):
            self._drop(worker)

    def _usable(self, worker: _Worker | None) -> _Worker:
        if worker is not None and worker.alive and worker.stamp == self.stamp():
            return worker
        self._drop(worker)
        started = _Worker(self._path, self._limits, self._runner, self.stamp())
        self._all.add(started)
        return started

    def _drop(self, worker: _Worker | None) -> None:
        if worker is not None:
            worker.kill()
            self._all.discard(worker)


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, path: Path, limits: Limits, runner: Runner, stamp: str) -> None:
        self.stamp = stamp
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        arguments = (theirs, path, limits)
        self._process = context.Process(target=runner, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        self._receive(_START_SECONDS, "the store took too long to open")

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.is_alive()

    def ask(self, task: str, arguments: Mapping[str, Any], seconds: float) -> Any:
        """Hand over a task and wait for the answer."""
        self._pipe.send((task, dict(arguments)))
        return self._receive(seconds, f"it took longer than {seconds:g} seconds and was stopped")

    def _receive(self, seconds: float, late: str) -> Any:
        try:
            if not self._pipe.poll(seconds):
                self.kill()
                raise RefusedError(503, late)
            status, answer = self._pipe.recv()
        except (EOFError, OSError):
            self.kill()
            message = "it broke off, most likely for want of memory; ask for less"
            raise RefusedError(503, message) from None
        if status != 200:
            raise RefusedError(status, answer)
        return answer

    def kill(self) -> None:
        """End the process at once and wait for it."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _stamp_of(path: Path) -> str:
    files = path.iterdir() if path.is_dir() else iter([path])
    found = []
    for file in files:
        if file.suffix in {"", ".sst", ".ttl", ".nq", ".trig", ".nt"} or file == path:
            try:
                status = file.stat()
            except OSError:
                continue
            if not file.name.startswith(("LOG", "LOCK")):
                found.append(f"{file.name}:{status.st_size}:{status.st_mtime_ns}")
    return "|".join(sorted(found))
