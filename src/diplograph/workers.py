"""Reading with several processes: batches out, outcomes back in their order, whatever dies."""

from __future__ import annotations

import logging
import multiprocessing
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TypeAlias

from diplograph.errors import PipelineError
from diplograph.reading import Outcome, Refused
from diplograph.records import Document

_log = logging.getLogger("diplograph.workers")

BatchReader: TypeAlias = Callable[[Sequence[Document]], list[Outcome]]
Loader: TypeAlias = Callable[[], BatchReader]
"""Makes, in the process that calls it, what reads a batch; it travels to the worker."""

_AHEAD = 2  # batches that a worker holds, so that it does not wait for the parent
_WINDOW = 8  # batches a worker, up to which reading runs ahead of a batch that takes long
_STILLBORN = 3  # workers that may die while they load before we take it that all will
_READY = "ready"


@dataclass(slots=True)
class _Task:
    number: int
    batch: list[Document]
    deaths: int = 0


class _Worker:
    """A process with a pipeline of its own; `tasks` are those it holds, the one at work first."""

    def __init__(self, load: Loader) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, load), daemon=True)
        self.process.start()
        theirs.close()
        self.tasks: deque[_Task] = deque()
        self.ready = False

    def give(self, task: _Task) -> None:
        """Hand over one more task; a worker that died meanwhile is noticed when it is asked."""
        self.tasks.append(task)
        try:
            self.connection.send(task.batch)
        except OSError:
            _log.debug("worker %s took nothing", self.process.pid)

    def answer(self) -> list[Outcome] | None:
        """The outcomes of the first task, None where the worker died; raises what it raised."""
        try:
            answer = self.connection.recv()
            if answer == _READY:
                self.ready = True
                answer = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            return None
        if isinstance(answer, Exception):
            raise answer
        outcomes: list[Outcome] = answer
        return outcomes

    def stop(self) -> None:
        """End the process, at work or not."""
        self.connection.close()
        self.process.terminate()
        self.process.join()


@dataclass(slots=True)
class WorkerPool:
    """Reads batches in `count` processes.

    When a worker dies, its batch is read once more; when that kills a second worker, document by
    document, and the one that kills a third is refused. Raises PipelineError where workers cannot
    start, and whatever loading the pipeline raises. Scripts need `if __name__ == "__main__"`.
    """

    load: Loader
    count: int
    _workers: list[_Worker] = field(default_factory=list)
    _again: deque[_Task] = field(default_factory=deque)
    _handed: int = -1
    _stillborn: int = 0

    def read(self, batches: Iterable[list[Document]]) -> Iterator[list[Outcome]]:
        """The outcomes of each batch, in the order of the batches."""
        fresh = (_Task(number, batch) for number, batch in enumerate(batches))
        done: dict[int, list[Outcome]] = {}
        following = 0
        try:
            while True:
                self._hand_out(fresh, following)
                if not any(worker.tasks for worker in self._workers):
                    return
                for task, outcomes in self._collect():
                    done[task.number] = outcomes
                while following in done:
                    yield done.pop(following)
                    following += 1
        finally:
            for worker in self._workers:
                worker.stop()
            self._workers.clear()

    def _hand_out(self, fresh: Iterator[_Task], following: int) -> None:
        """Give tasks to workers that hold too few, the least busy first."""
        while self._again or self._handed < following + _WINDOW * self.count:
            worker = min(self._workers, key=lambda w: len(w.tasks), default=None)
            if worker is not None and worker.tasks and len(self._workers) < self.count:
                worker = None
            if worker is not None and len(worker.tasks) >= _AHEAD:
                return
            task = self._again.popleft() if self._again else next(fresh, None)
            if task is None:
                return
            self._handed = max(self._handed, task.number)
            if worker is None:
                worker = _Worker(self.load)
                self._workers.append(worker)
            worker.give(task)

    def _collect(self) -> Iterator[tuple[_Task, list[Outcome]]]:
        """Wait for workers with tasks; what they answer, or nobody can."""
        busy = {worker.connection: worker for worker in self._workers if worker.tasks}
        for ready in wait(list(busy)):
            assert isinstance(ready, Connection)
            worker = busy[ready]
            outcomes = worker.answer()
            if outcomes is not None:
                yield worker.tasks.popleft(), outcomes
                continue
            self._bury(worker)
            if not worker.ready:
                continue
            task = self._again.popleft()
            task.deaths += 1
            if task.deaths == 1:
                self._again.appendleft(task)
            else:
                yield task, list(self._one_by_one(task.batch))

    def _bury(self, worker: _Worker) -> None:
        """Put a dead worker's tasks back, the one that it died at in front."""
        self._workers.remove(worker)
        worker.connection.close()
        self._again.extendleft(reversed(worker.tasks))
        _log.warning("a worker died (%s)", _cause(worker))
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > _STILLBORN:
                raise PipelineError(f"workers die ({_cause(worker)}) before they read anything")

    def _one_by_one(self, batch: Iterable[Document]) -> Iterator[Outcome]:
        """The outcomes of a batch that killed two workers, those that kill a third refused."""
        worker = _Worker(self.load)
        try:
            for document in batch:
                worker.give(_Task(0, [document]))
                outcomes = worker.answer()
                if outcomes is not None:
                    yield outcomes[0]
                    continue
                reason = f"cannot be read: the worker died at it ({_cause(worker)})"
                yield Refused(document, reason)
                worker.stop()
                worker = _Worker(self.load)
        finally:
            worker.stop()


def _cause(worker: _Worker) -> str:
    code = worker.process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit {code}"


def _work(connection: Connection, load: Loader) -> None:
    """A worker's life: load, then answer batch by batch until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends us
    waiting: queue.SimpleQueue[list[Document] | None] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, waiting), daemon=True).start()
    try:
        read = load()
        connection.send(_READY)
        while (batch := waiting.get()) is not None:
            connection.send(read(batch))
    except OSError:
        return  # the parent is gone
    except Exception as error:
        connection.send(error)


def _receive(connection: Connection, waiting: queue.SimpleQueue[list[Document] | None]) -> None:
    """Take batches off the pipe as they come: a parent that sends must never wait for a reader."""
    try:
        while True:
            waiting.put(connection.recv())
    except (EOFError, OSError):
        waiting.put(None)
