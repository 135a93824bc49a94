"""The Spark job measured on this machine, and its results loaded into Oxigraph and Virtuoso.

    python benchmarks/cluster.py --documents 400 --output benchmarks/cluster.json

The documents are those of `speed.py`, drawn from corpus/ with a fixed seed. All costs are
processor seconds of the job's processes (driver, workers and what they start), read from /proc,
since other work on the machine stretches wall time but hardly these. `sizing.py` reckons from them.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox
from speed import ROOT, make_documents

from diplograph.documents import ReadOptions
from diplograph.documents.page import read_page
from diplograph.rdf import DEFAULT_BASE
from diplograph.records import Document
from diplograph.versions import input_versions

_TICK = os.sysconf("SC_CLK_TCK")
_INI = """[Database]
DatabaseFile = {home}/virtuoso.db
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
TransactionFile = {home}/virtuoso.trx
xa_persistent_file = {home}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {home}/virtuoso-temp.db
TransactionFile = {home}/virtuoso-temp.trx
[Parameters]
ServerPort = {port}
DisableUnixSocket = 1
DirsAllowed = {data}
NumberOfBuffers = 80000
MaxDirtyBuffers = 60000
"""
_PORT = 11119
_SMALL = 4
_COPIES = 20
_COUNT = """SPARQL SELECT (COUNT(*) AS ?n) {
  GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://w3id.org/diplograph/id/'))
};"""


def write_corpus(path: Path, count: int) -> int:
    """Made documents as JSON Lines; returns their bytes."""
    with path.open("w", encoding="utf-8") as out:
        for number, document in enumerate(make_documents(ROOT / "corpus", count)):
            row = {"id": str(number), "text": document.text, "date": document.published}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path.stat().st_size


def run_measured(command: Sequence[str], cwd: Path) -> dict[str, float]:
    """Processor and wall seconds of a command with all that it starts."""
    started = time.perf_counter()
    spent: dict[int, float] = {}
    with (cwd / "run.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log, start_new_session=True)
        while process.poll() is None:
            spent |= dict(_spent_below(process.pid))
            time.sleep(0.5)
    if process.returncode != 0:
        raise SystemExit((cwd / "run.log").read_text(encoding="utf-8")[-3000:])
    return {"cpu": round(sum(spent.values()), 2), "wall": round(time.perf_counter() - started, 2)}


def _spent_below(root: int) -> Iterator[tuple[int, float]]:
    """Processor seconds so far of a process and of everything below it."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents[int(entry.name)] = int(fields[1])
        ticks[int(entry.name)] = int(fields[11]) + int(fields[12])
    for process, count in ticks.items():
        above = process
        while above not in (0, 1, root):
            above = parents.get(above, 0)
        if above == root:
            yield process, count / _TICK


def multiplied(graph: Path, folder: Path, copies: int) -> list[Path]:
    """The job's N-Quads so many times over, under other bases, as packed files."""
    made = []
    for path in sorted(graph.rglob("*.nq.gz")):
        text = gzip.decompress(path.read_bytes()).decode()
        for number in range(copies):
            target = folder / path.parent.name / f"{number:03}-{path.name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            other = text.replace(DEFAULT_BASE, f"{DEFAULT_BASE}{number}/")
            target.write_bytes(gzip.compress(other.encode(), 1))
            made.append(target)
    return made


def load_oxigraph(files: Sequence[Path], folder: Path) -> dict[str, float]:
    """Bulk load into pyoxigraph on disk: seconds and bytes of the store."""
    started, cpu = time.perf_counter(), time.process_time()
    store = ox.Store(str(folder))
    for path in files:
        with gzip.open(path) as lines:
            store.bulk_load(cast("IO[bytes]", lines), ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    return {
        "quads": len(store),
        "cpu": round(time.process_time() - cpu, 2),
        "wall": round(time.perf_counter() - started, 2),
        "bytes": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()),
    }


def load_virtuoso(data: Path, home: Path) -> dict[str, float] | None:
    """Bulk load into a Virtuoso of its own by its loader; None where it is not installed."""
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        return None
    ini = home / "virtuoso.ini"
    ini.write_text(_INI.format(home=home, port=_PORT, data=data), encoding="utf-8")
    server = subprocess.Popen(
        ["virtuoso-t", "-f", "-c", str(ini)], cwd=home, stderr=subprocess.DEVNULL
    )
    try:
        _wait(server)
        before = dict(_spent_below(server.pid))[server.pid]
        started = time.perf_counter()
        for part in ("documents", "derived"):
            _isql(f"ld_dir('{data}/{part}', '*.nq.gz', 'urn:unused');")
        _isql("rdf_loader_run();")
        _isql("checkpoint;")
        wall = time.perf_counter() - started
        cpu = dict(_spent_below(server.pid))[server.pid] - before
        failed = _isql("SELECT COUNT(*) FROM DB.DBA.LOAD_LIST WHERE ll_error IS NOT NULL;")
        return {
            "quads": float(_isql(_COUNT)),
            "failed_files": float(failed),
            "cpu": round(cpu, 2),
            "wall": round(wall, 2),
            "bytes": (home / "virtuoso.db").stat().st_size,
        }
    finally:
        server.terminate()
        server.wait(timeout=120)


def _wait(server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise SystemExit("Virtuoso did not start")
        done = subprocess.run(
            ["isql-vt", str(_PORT), "dba", "dba", "exec=SELECT 1;"],
            capture_output=True,
            check=False,
        )
        if done.returncode == 0 and b"Error" not in done.stderr + done.stdout:
            return
        time.sleep(0.5)
    raise SystemExit("Virtuoso did not answer within two minutes")


def _isql(command: str) -> str:
    """The last value that a command answers."""
    options = ["VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"]
    done = subprocess.run(
        ["isql-vt", str(_PORT), "dba", "dba", *options, f"exec={command}"],
        capture_output=True,
        text=True,
        check=True,
    )
    if "*** Error" in done.stdout + done.stderr:
        raise SystemExit(done.stdout + done.stderr)
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def run_job(source: Path, out: Path, partition: int) -> dict[str, Any]:
    """The job's costs and its manifest."""
    command = [str(Path(sys.executable).with_name("diplograph-spark")), source.name]
    command += ["-o", out.name, "--master", "local[2]", "--partition-documents", str(partition)]
    spent = run_measured(command, source.parent)
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return spent | manifest


def page_cost(documents: Sequence[Document]) -> dict[str, float]:
    """Processor seconds to find the text of a page, made of a document and much around it."""
    links = "".join(f'<li><a href="/{n}">Section {n} of the paper</a></li>' for n in range(300))
    script = f"<script>var layout = {json.dumps(list(range(6000)))};</script>"
    pages = []
    for document in documents:
        body = "".join(f"<p>{html.escape(p)}</p>" for p in document.text.split("\n\n"))
        head = f"<head><title>News</title>{script}</head>"
        nav = f"<nav><ul>{links}</ul></nav>"
        around = f"{nav}<article>{body}</article><footer>{nav}</footer>"
        pages.append(f"<html>{head}<body>{around}</body></html>")
    read_page(pages[0], "warm.html", ReadOptions())
    started = time.process_time()
    for page in pages:
        read_page(page, "made.html", ReadOptions())
    spent = (time.process_time() - started) / len(pages)
    return {"cpu": spent, "bytes": sum(map(len, pages)) / len(pages)}


def measure(count: int, folder: Path) -> dict[str, Any]:
    """The job on made documents, a small one for what any job takes, and the results loaded."""
    source, small = folder / "corpus.jsonl", folder / "small.jsonl"
    source_bytes = write_corpus(source, count)
    write_corpus(small, _SMALL)
    done = run_job(source, folder / "out", max(1, count // 4))
    fixed = run_job(small, folder / "small-out", _SMALL)
    files = sorted((folder / "out" / "graph").rglob("*.gz"))
    # A store has files of some size before anything is in it: more than one graph of this size.
    loaded = multiplied(folder / "out" / "graph", folder / "loaded", _COPIES)
    home = folder / "virtuoso"
    home.mkdir()
    return {
        "source_bytes": source_bytes,
        "counters": done["counters"],
        "job": {"cpu": done["cpu"], "wall": done["wall"]},
        "empty_job": {"cpu": fixed["cpu"] - fixed["counters"]["cpu_seconds"]},
        "page": page_cost(make_documents(ROOT / "corpus", 40)),
        "graph_gzip_bytes": sum(path.stat().st_size for path in files),
        "events_bytes": sum(p.stat().st_size for p in folder.glob("out/events/*.parquet")),
        "copies_loaded": _COPIES,
        "oxigraph": load_oxigraph(loaded, folder / "oxigraph"),
        "virtuoso": load_virtuoso(folder / "loaded", home),
        "versions": done["versions"] | input_versions(),
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, Python {sys.version.split()[0]}",
    }


def main() -> None:
    """Measure, print, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=400, help="how many to make")
    parser.add_argument("--folder", type=Path, help="where to work; default: a temporary folder")
    parser.add_argument("--output", type=Path, help="JSON file to write")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = measure(options.documents, options.folder or Path(name))
    text = json.dumps(found, indent=2) + "\n"
    print(text)
    if options.output is not None:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
