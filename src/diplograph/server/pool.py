"""Worker processes that hold the store open, so that whatever takes too long can be killed.

The server itself never touches the store: it hands a task to a worker and waits. A worker that
does not answer in time, or dies, is replaced by a new one. What takes long leaves its place to
others and goes on beside them, as far as there is room; so no number of slow queries keeps the
quick ones from being answered.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diplograph.errors import RefusedError
from diplograph.killable import Limits, Runner, Worker

__all__ = ["Limits", "WorkerPool"]

_STAMP_SECONDS = 2.0
_HURRY = 4
"""Where there is no room for long queries, others have a fourth of the time of quick ones."""


class _Opened(Worker):
    """A worker that knows which state of the store it has open."""

    def __init__(self, path: Path, limits: Limits, runner: Runner, stamp: str) -> None:
        self.stamp = stamp
        super().__init__(path, limits, runner, fork=True)


class WorkerPool:
    """Runs tasks in processes of their own; `runner` is what such a process does."""

    def __init__(self, path: Path, limits: Limits, runner: Runner) -> None:
        self._path = path
        self._limits = limits
        self._runner = runner
        self._free: queue.Queue[_Opened | None] = queue.Queue()
        self._lock = threading.Lock()
        self._long = 0
        self._all: set[_Opened] = set()
        self._stamp = (0.0, "")
        for _ in range(limits.workers):
            self._free.put(None)

    def run(self, task: str, arguments: Mapping[str, Any], seconds: float | None = None) -> Any:
        """What the task gives for these arguments.

        With `seconds` it may take as long whatever else is running; otherwise the limits count.
        RefusedError: the task refused, took too long or more memory than allowed, or all workers
        were busy for as long.
        """
        allowed = self._limits.seconds if seconds is None else seconds
        quick = min(allowed, self._limits.quick)
        keep = self._taken(allowed)
        try:
            keep = self._usable(keep)
            keep.ask(task, arguments)
            if keep.ready(quick / _HURRY) or (
                not self._full and keep.ready(quick - quick / _HURRY)
            ):
                return keep.finish(0.0, "")
            # It goes on beside the others, and its place is theirs.
            aside, keep = keep, None
        except BaseException:
            if keep is not None and not keep.alive:
                self._drop(keep)
                keep = None
            raise
        finally:
            self._free.put(keep)
        return self._slowly(aside, allowed, quick, own=seconds is not None)

    @property
    def _full(self) -> bool:
        """Whether there is no room for another long query."""
        return self._long >= self._limits.slow

    def _enter(self) -> bool:
        """Take the room of a long query, if there is any."""
        with self._lock:
            if self._full:
                return False
            self._long += 1
            return True

    def _taken(self, seconds: float) -> _Opened | None:
        try:
            return self._free.get(timeout=seconds)
        except queue.Empty:
            raise RefusedError(503, "the server is busy; try again later") from None

    def _slowly(self, worker: _Opened, allowed: float, quick: float, *, own: bool) -> Any:
        """The answer of what takes long, if there is room for it; its worker ends with it."""
        late = f"it took longer than {allowed:g} seconds and was stopped"
        room = own or self._enter()
        try:
            if not room:
                raise RefusedError(
                    503,
                    f"{self._limits.slow} long queries were running and this one seemed to be "
                    "another, so it was stopped; ask for less, or try again later",
                )
            if not own:
                worker.background()
            return worker.finish(allowed - quick, late)
        finally:
            self._drop(worker)
            if room and not own:
                with self._lock:
                    self._long -= 1

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

    def _usable(self, worker: _Opened | None) -> _Opened:
        if worker is not None and worker.alive and worker.stamp == self.stamp():
            return worker
        if worker is not None:
            self._drop(worker)
        started = _Opened(self._path, self._limits, self._runner, self.stamp())
        self._all.add(started)
        return started

    def _drop(self, worker: _Opened) -> None:
        worker.kill()
        self._all.discard(worker)


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
