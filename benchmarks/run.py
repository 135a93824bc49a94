"""All benchmarks of one machine in one run: a table on the screen, and JSON.

    python -m benchmarks.run --output benchmarks/results.json

Everything is a ratio of two figures of this run: timings alone say little about another machine.
`--sizes` are numbers of documents whose readings are played from a recording.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx
import rdflib
from benchmarks.scale import child, in_turns
from pyvis.network import Network

from diplograph.store import GraphStore, open_graph
from diplograph.versions import input_versions
from diplograph.view import render, view_of

_QUERY = "SELECT (COUNT(*) AS ?n) { ?e a dg:Event ; dg:source ?a ; dg:target ?b }"
# Seconds of a turn: so both end at about the same time.
_TURNS = {"bare": 1.0, "build": 1.2}
_FIRST = """import time; start = time.perf_counter()
import diplograph
next(diplograph.extract([diplograph.Document("China urged Japan to resume talks.")]))
print(time.perf_counter() - start)"""

Row = tuple[str, float, str]


def seconds(run: Callable[[], object]) -> float:
    """Wall seconds of a call, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def stages(folder: Path, documents: int) -> Iterator[Row]:
    """Speed by stage, increments and workers."""
    found = {name: child(name, folder, documents) for name in ("syntax", "extract")}
    found |= in_turns(_TURNS, folder, documents)
    for name in ("again", "one_changed", "workers"):
        found[name] = child(name, folder, documents)
    for name, values in found.items():
        yield f"{name}: CPU s", values["cpu_s"], f"{documents} documents"
        yield f"{name}: words a CPU second", values["words"] / values["cpu_s"], ""
    cpu = {name: values["cpu_s"] for name, values in found.items()}
    ratio = cpu["build"] / found["build"]["reading_s"]
    yield "build against bare nlp.pipe in the same run, CPU", ratio, "wanted: 1.25 or less"
    ratio = cpu["build"] / cpu["bare"]
    yield "build against bare nlp.pipe in another process, CPU", ratio, "wanted: 1.25 or less"
    yield "bare against syntax alone, CPU", cpu["bare"] / cpu["syntax"], ""
    yield "unchanged build against the first", cpu["again"] / cpu["build"], "wanted: 0.03 or less"
    yield "one changed document against the first", cpu["one_changed"] / cpu["build"], ""
    speedup = found["build"]["wall_s"] / found["workers"]["wall_s"]
    yield (
        "2 workers against 1, wall",
        speedup,
        f"wanted: 1.8 on 2 free cores; {os.cpu_count()} here",
    )


def sizes(folder: Path, documents: int, counts: list[int]) -> Iterator[Row]:
    """Memory and time of everything but reading, as the number of documents grows.

    With what bare reading of the recorded documents took a document, the ratio that a build of
    each number of documents has; the start of both is left out.
    """
    recorded = child("recorded", folder, documents)
    reading = recorded["spent_s"] / documents
    yield "bare nlp.pipe: CPU ms a document", 1000 * reading, "without the start"
    first = None
    for count in counts:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            (Path(name) / "recording.pickle").symlink_to(folder / "recording.pickle")
            values = child("replayed", Path(name), count)
            bytes_ = sum(f.stat().st_size for f in (Path(name) / "played").iterdir())
        first = first or values
        yield f"{count} documents: peak MiB", values["peak_mib"], "readings played"
        yield (
            f"{count} documents: memory against the least",
            values["peak_mib"] / first["peak_mib"],
            "",
        )
        yield (
            f"{count} documents: CPU ms a document",
            1000 * values["spent_s"] / count,
            "all but reading",
        )
        yield (
            f"{count} documents: build against bare nlp.pipe, CPU",
            1 + values["spent_s"] / count / reading,
            "wanted: 1.25 or less",
        )
        yield f"{count} documents: store bytes a document", bytes_ / count, ""


def starting(folder: Path) -> Iterator[Row]:
    """From nothing to the first result."""
    words = [sys.executable, "-c", _FIRST]
    times = [float(subprocess.run(words, capture_output=True, check=True).stdout) for _ in range(3)]
    yield "import to first record, s", min(times), "wanted: 1.5 or less"
    tool = Path(sys.executable).with_name("diplograph")
    for name, more in (("--help", []), ("query", ["-g", str(folder / "store1"), _QUERY])):
        line = [str(tool), name, *more]
        spent = seconds(lambda line=line: subprocess.run(line, capture_output=True, check=True))  # type: ignore[misc]
        yield f"diplograph {name}, s", spent, "without spaCy"


def others(folder: Path) -> Iterator[Row]:
    """Store and page beside plain rdflib and plain pyvis, on the graph just built."""
    turtle = folder / "out1" / "graph.ttl"
    store = open_graph(turtle)
    ours = seconds(lambda: GraphStore().load_file(turtle))
    plain = rdflib.Graph()
    start = time.perf_counter()
    plain.parse(turtle)
    yield (
        "load Turtle, rdflib against ours",
        (time.perf_counter() - start) / ours,
        f"{len(store)} quads",
    )
    asked = seconds(lambda: list(store.query(_QUERY).rows()))
    prefix = "PREFIX dg: <https://w3id.org/diplograph/ontology#> "
    yield (
        "query, rdflib against ours",
        seconds(lambda: list(plain.query(prefix + _QUERY))) / asked,
        "",
    )
    page = seconds(lambda: render(view_of(store), "t"))
    yield "page, s", page, ""
    graph = networkx.Graph()
    for event in view_of(store).events:
        graph.add_edges_from((a, b) for a in event.sources for b in event.targets)
    net = Network()
    net.from_nx(graph)
    yield (
        "page, pyvis against ours",
        seconds(net.generate_html) / page,
        "pyvis: no evidence, no layout",
    )


def main() -> None:
    """Run everything, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=1000, help="documents really read")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--output", type=Path, help="JSON file to write")
    options = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (
            stages(folder, options.documents),
            starting(folder),
            others(folder),
            sizes(folder, min(options.documents, 1000), options.sizes),
        ):
            for row in part:
                print(f"| {row[0]} | {row[1]:,.3f} | {row[2]} |", flush=True)
                rows.append(row)
                if options.output is not None:
                    # After every row: the largest sizes take an hour, and may be stopped.
                    options.output.write_text(_report(rows), encoding="utf-8")


def _report(rows: list[Row]) -> str:
    """The figures so far as JSON, with what they were measured on."""
    report = {
        "figures": {name: {"value": value, "note": note} for name, value, note in rows},
        "versions": input_versions(),
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs",
        "python": platform.python_version(),
    }
    return json.dumps(report, indent=2) + "\n"


if __name__ == "__main__":
    main()
