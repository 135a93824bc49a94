"""A build that is killed at any moment: what is there is whole, and the next build ends as if."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from diplograph.store import GraphStore

pytestmark = pytest.mark.heavy
ROOT = Path(__file__).resolve().parents[1]
FILES = ("graph.ttl", "relations.csv", "summary.json", "report.html", "graph.html")
KILLS = 50


def command(sources: Path, out: Path, *more: str) -> list[str]:
    words = ["-c", "from diplograph.cli import main; main()", "-q", "build", str(sources)]
    return [sys.executable, *words, "-o", str(out), *more]


def build(sources: Path, out: Path, *more: str) -> dict[str, bytes]:
    subprocess.run(command(sources, out, *more), check=True, capture_output=True)
    return {name: (out / name).read_bytes() for name in FILES}


def texts(folder: Path, part: str) -> Path:
    """Half of the corpus, each text in halves of its own so that there are more batches."""
    folder.mkdir(exist_ok=True)
    for path in sorted((ROOT / "corpus").glob("*.md"))[:12]:
        head, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        paragraphs = body.strip().split("\n\n")
        for n, paragraph in enumerate(paragraphs):
            if len(paragraph) > 200:
                text = f"{head}---\n{front}---\n\n{paragraph} {part}\n"
                (folder / f"{path.stem}-{n}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("workers", ["1", "2"])
def test_killed_at_random_moments(tmp_path: Path, workers: str) -> None:
    first, second = (texts(tmp_path / name, f"So it says in {name}.") for name in ("old", "new"))
    started = time.monotonic()
    old = build(first, tmp_path / "fresh-old")
    lasting = time.monotonic() - started
    new = build(second, tmp_path / "fresh-new")
    out = tmp_path / "out"
    build(first, out)
    draw = random.Random(int(workers))
    seen_new, most, last = False, 0, 0.0
    for _ in range(KILLS // 2):
        last = draw.uniform(0, 1.2 * lasting)
        kill_after(command(second, out, "--prune", "--workers", workers), last)
        found = {name: (out / name).read_bytes() for name in FILES}
        for name in FILES:
            assert found[name] in (old[name], new[name]), name
        seen_new = seen_new or found == new
        held = documents_of(out / "store")
        read = sum("new" in (path or "") for path in held)
        assert read >= most, "what was committed is lost"
        most = read
        if found == new:
            # Back to the start, so that later kills meet a build at work as well.
            assert build(first, out, "--prune") == old
            most = 0
    assert build(second, out, "--prune", "--workers", workers) == new
    assert not list(out.glob(".*.part"))
    note = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert note["refused"] == 0


def kill_after(words: list[str], seconds: float) -> None:
    """Start a program and take it down, without a warning, with all that it started."""
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


def documents_of(store: Path) -> list[str | None]:
    """The paths of the documents in a store, every quad of which can be read."""
    graph = GraphStore(store, read_only=True)
    ox.Store().extend(graph.quads())
    return [document.path for document in graph.documents()]
