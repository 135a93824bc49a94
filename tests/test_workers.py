"""Reading with several processes: order, equal results, and what becomes of those that die."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

import diplograph
from diplograph import BuildOptions, Document, exporting
from diplograph.errors import PipelineError
from diplograph.export import export_text
from diplograph.exporting import write_exports
from diplograph.reading import Outcome, Refused, batches
from diplograph.records import Reading
from diplograph.workers import BatchReader, WorkerPool

DOCUMENTS = [Document(f"Text {n}.", path=str(n)) for n in range(60)]


def read(batch: Sequence[Document], once: Path) -> list[Outcome]:
    """Read nothing, and die at some texts: at "poison" always, at "bad luck" the first time."""
    for document in batch:
        if "poison" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "bad luck" in document.text and not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "slow" in document.text:
            time.sleep(0.5)
    return [Reading(document) for document in batch]


def load(once: Path) -> BatchReader:
    return partial(read, once=once)


def die(*_: object) -> BatchReader:
    os._exit(3)


def complain() -> BatchReader:
    raise PipelineError("no such pipeline")


def outcomes(documents: Sequence[Document], once: Path, count: int = 2) -> list[Outcome]:
    pool = WorkerPool(partial(load, once), count)
    return [o for batch in pool.read(batches(documents)) for o in batch]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_outcomes_come_in_the_order_of_the_documents(count: int, tmp_path: Path) -> None:
    documents = [Document("slow", path="slow"), *DOCUMENTS]
    found = outcomes(documents, tmp_path / "once", count)
    assert [o.document for o in found] == documents


def test_a_worker_that_dies_once_costs_a_retry(tmp_path: Path) -> None:
    documents = [*DOCUMENTS[:40], Document("bad luck"), *DOCUMENTS[40:]]
    found = outcomes(documents, tmp_path / "once")
    assert found == [Reading(document) for document in documents]
    assert (tmp_path / "once").exists()


@pytest.mark.parametrize("place", [0, 33])
def test_only_the_document_that_kills_is_refused(place: int, tmp_path: Path) -> None:
    documents = [*DOCUMENTS[:place], Document("poison", path="p"), *DOCUMENTS[place:]]
    found = outcomes(documents, tmp_path / "once")
    assert [o.document for o in found] == documents
    (refused,) = [o for o in found if isinstance(o, Refused)]
    assert refused.document.path == "p"
    assert "signal 9" in refused.reason


def test_workers_that_cannot_start_are_a_clear_error() -> None:
    with pytest.raises(PipelineError, match=r"workers die \(exit 3\)"):
        list(WorkerPool(die, 2).read(batches(DOCUMENTS)))
    with pytest.raises(PipelineError, match="no such pipeline"):
        list(WorkerPool(complain, 2).read(batches(DOCUMENTS)))


def test_no_documents_need_no_workers() -> None:
    assert list(WorkerPool(die, 2).read([])) == []


def test_reading_runs_only_so_far_ahead(tmp_path: Path) -> None:
    taken = []

    def endless() -> object:
        while True:
            taken.append(1)
            yield [Document("Text.")]

    stream = WorkerPool(partial(load, tmp_path / "once"), 2).read(endless())  # type: ignore[arg-type]
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert len(taken) < 40


def test_a_page_drawn_by_another_process_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def written(name: str, workers: int) -> dict[str, bytes]:
        paths = write_exports(kg, tmp_path / name, "t", workers)
        return {path.name: path.read_bytes() for path in paths}

    corpus = sorted((Path(__file__).resolve().parents[1] / "corpus").glob("*.md"))
    kg = diplograph.build(corpus[:3], store=tmp_path / "store")
    alone = written("alone", 1)
    monkeypatch.setattr(exporting, "_drawn", lambda *_: pytest.fail("drawn in this process"))
    assert written("aside", 2) == alone
    assert not caplog.messages
    monkeypatch.undo()
    monkeypatch.setattr(exporting, "_draw", die)
    assert written("dead", 2) == alone
    assert "drawn again" in caplog.text


@pytest.mark.heavy
def test_any_number_of_workers_gives_the_same_graph() -> None:
    root = Path(__file__).resolve().parents[1]
    texts = {
        n: export_text(diplograph.build([root / "corpus"], BuildOptions(workers=n)).store, "nq")
        for n in (1, 2, 3)
    }
    assert texts[1] == texts[2] == texts[3]
    one, two = (
        list(diplograph.extract([root / "corpus"], BuildOptions(workers=n))) for n in (1, 2)
    )
    assert one == two
