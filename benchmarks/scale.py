"""One stage of a build, measured in a process of its own: CPU seconds, wall seconds, peak memory.

`python -m benchmarks.scale STAGE FOLDER --documents N` prints one JSON object; `run.py` runs them
all and puts them beside each other. FOLDER holds what stages share, such as the recording.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeAlias, TypeVar

from benchmarks.making import ROOT, make_documents
from benchmarks.replay import load_recording, play, played_documents, record

import diplograph
from diplograph import BuildOptions, extracting
from diplograph.exporting import write_exports
from diplograph.reading import Outcome, batches, load_reader
from diplograph.records import Document

RECORDING = "recording.pickle"
Told: TypeAlias = dict[str, float]
P = ParamSpec("P")
T = TypeVar("T")


def bare(documents: Sequence[Document], _: Path) -> None:
    """The pipeline with all components, and nothing else."""
    read = load_reader(None, None, None)
    for batch in batches(documents):
        read(batch)


def syntax(documents: Sequence[Document], _: Path) -> None:
    """`nlp.pipe` of the language components alone: what any other program would need as well."""
    from diplograph.language.pipeline import COMPONENTS, load_pipeline

    nlp = load_pipeline()
    with nlp.select_pipes(disable=COMPONENTS):
        for _doc in nlp.pipe(document.text for document in documents):
            pass


def extract(documents: Sequence[Document], _: Path) -> None:
    """Relations one by one."""
    for _relation in diplograph.extract(documents):
        pass


def build(documents: Sequence[Document], folder: Path, workers: int = 1) -> Told:
    """Store and all exports; over an old store in the folder, an increment.

    `reading_s`, of one worker: CPU seconds of bare reading and of loading the pipeline. Two runs
    after each other differ by a tenth on machines that others share; two parts of one run do not.
    """
    reading = _Clock()

    def timed(*given: Any) -> Callable[[Sequence[Document]], list[Outcome]]:
        """A reader on the clock."""
        return reading.of(reading.of(load_reader)(*given))

    if workers == 1:
        # The build asks for a reader by this name, wherever it comes from.
        vars(extracting)["load_reader"] = timed
    options = BuildOptions(workers=workers)
    kg = diplograph.build(documents, options, folder / f"store{workers}")
    write_exports(kg, folder / f"out{workers}", "benchmark", workers)
    return {"reading_s": reading.spent}


class _Clock:
    """CPU seconds of this thread that calls take: the pipeline has but one."""

    def __init__(self) -> None:
        self.spent = 0.0

    def of(self, call: Callable[P, T]) -> Callable[P, T]:
        """The same, on the clock."""

        def on_the_clock(*args: P.args, **kwargs: P.kwargs) -> T:
            """Call it."""
            start = time.thread_time()
            try:
                return call(*args, **kwargs)
            finally:
                self.spent += time.thread_time() - start

        return on_the_clock


def one_changed(documents: Sequence[Document], folder: Path) -> Told:
    """The same build with one document of another text."""
    first = Document(f"{documents[0].text} Nothing else was said.", documents[0].path)
    return build([first, *documents[1:]], folder)


def recorded(documents: Sequence[Document], folder: Path) -> Told:
    """Read the documents into a recording.

    `spent_s`: CPU seconds of reading, once the pipeline is loaded.
    """
    load_reader(None, None, None)(list(make_documents(16)))
    start = _cpu()
    record(iter(documents), folder / RECORDING)
    return {"spent_s": _cpu() - start}


def replayed(documents: int, folder: Path) -> Told:
    """A build of any number of documents whose readings are played; the pipeline is loaded too.

    `spent_s`: CPU seconds of the build and the exports.
    """
    load_reader(None, None, None)(list(make_documents(16)))
    recording = load_recording(folder / RECORDING)
    start = _cpu()
    vars(extracting)["load_reader"] = lambda *_: partial(play, recording)
    kg = diplograph.build(played_documents(recording, documents), store=folder / "played")
    write_exports(kg, folder / "played-out", "benchmark")
    print(json.dumps({"quads": len(kg.store)}), file=sys.stderr)
    return {"spent_s": _cpu() - start}


STAGES: dict[str, Callable[[Sequence[Document], Path], Told | None]] = {
    "bare": bare,
    "syntax": syntax,
    "extract": extract,
    "build": build,
    "again": build,
    "one_changed": one_changed,
    "workers": partial(build, workers=2),
    "recorded": recorded,
}


def measured(run: Callable[[], Told | None]) -> Told:
    """CPU and wall seconds and peak memory of this process and those that it waits for.

    With them goes what the stage itself tells.
    """
    start, cpu = time.perf_counter(), _cpu()
    told = run() or {}
    wall = time.perf_counter() - start
    return {"cpu_s": _cpu() - cpu, "wall_s": wall, "peak_mib": _peak(), **told}


def _peak() -> float:
    """The most memory that this program has held, in MiB.

    `ru_maxrss` would be its parent's where that has held more before it started this one.
    """
    told = Path("/proc/self/status")
    if not told.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(t for t in told.read_text().splitlines() if t.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _cpu() -> float:
    spent = (resource.getrusage(r) for r in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def child(stage: str, folder: Path, documents: int) -> Told:
    """A stage in a process of its own."""
    process = _started(stage, folder, documents)
    return _ended(process)


def in_turns(turns: Mapping[str, float], folder: Path, documents: int) -> dict[str, Told]:
    """Stages in processes of their own that run by turns, each so many seconds at a time.

    A machine that others share is faster at one time than at another, by more than the figures
    that are compared: so all stages meet the same. `wall_s` is the time in which one ran.
    """
    running = {stage: _started(stage, folder, documents) for stage in turns}
    ran = dict.fromkeys(turns, 0.0)
    for process in running.values():
        os.killpg(process.pid, signal.SIGSTOP)
    while any(process.poll() is None for process in running.values()):
        for stage, process in running.items():
            start = time.perf_counter()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGCONT)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(turns[stage])
                os.killpg(process.pid, signal.SIGSTOP)
            ran[stage] += time.perf_counter() - start
    return {stage: {**_ended(process), "wall_s": ran[stage]} for stage, process in running.items()}


def _started(stage: str, folder: Path, documents: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "benchmarks.scale", stage, str(folder)]
    words += ["--documents", str(documents)]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, stdout=pipe, text=True, cwd=ROOT, start_new_session=True)


def _ended(process: subprocess.Popen[str]) -> Told:
    told, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{process.args!r}: ended with {process.returncode}")
    found: Told = json.loads(told.splitlines()[-1])
    return found


def main() -> None:
    """Measure one stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=[*STAGES, "replayed"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=100)
    options = parser.parse_args()
    if options.stage == "replayed":
        found = measured(lambda: replayed(options.documents, options.folder))
    else:
        documents = list(make_documents(options.documents))
        found = measured(lambda: STAGES[options.stage](documents, options.folder))
        found["words"] = sum(len(document.text.split()) for document in documents)
    print(json.dumps({"documents": options.documents, **found}))


if __name__ == "__main__":
    main()
