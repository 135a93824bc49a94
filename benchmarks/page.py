"""The page against plain pyvis on the same graphs: size, time to open, memory, frames a second.

    python benchmarks/page.py --output benchmarks/page.json

Opens both in headless Chromium, one after the other. Ours must draw every line of its view while
it is moved and zoomed; pyvis is given the same actors and one edge for each relation.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from diplograph.view import (
    GraphView,
    ViewActor,
    ViewDocument,
    ViewEvent,
    ViewEvidence,
    render,
)

BASE = "https://example.org/id/"
SIZES = ((200, 300), (2_000, 10_000), (6_000, 50_000))
TYPES = (
    ("meets", "CONSULT", 1),
    ("supports", "SUPPORT", 1),
    ("aids", "AID", 2),
    ("accuses", "ACCUSE", 3),
    ("urges", "REQUEST", 3),
    ("sanctions", "SANCTION", 4),
)
KINDS = ("state", "person", "organisation", "person", "group")
STATUSES = ("actual", "actual", "actual", "planned", "negated", "hypothetical")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--enable-precise-memory-info"]
OPEN_SECONDS = 120.0
SECONDS = 5


def made_up(actors: int, events: int, seed: int = 1) -> GraphView:
    """A graph in which, as in news, few actors have many relations and most have few."""
    chance = random.Random(seed)
    people = tuple(
        ViewActor(
            f"{BASE}a{i}", f"Actor number {i}", KINDS[i % 5] if i > 60 else "state", f"S{i:02}"[:3]
        )
        for i in range(actors)
    )
    weights = [1 / (i + 2) ** 0.7 for i in range(actors)]
    ends = chance.choices(range(actors), weights, k=2 * events)
    # Everybody has a relation.
    ends[: 2 * actors : 2] = range(min(actors, events))
    documents = tuple(
        ViewDocument(
            f"{BASE}doc/{i}", f"Article {i}", f"20{i % 20 + 5:02}-{i % 12 + 1:02}-03", "wire"
        )
        for i in range(events // 5)
    )
    return GraphView(
        people, tuple(_event(chance, i, people, ends, documents) for i in range(events)), documents
    )


def _event(
    chance: random.Random,
    number: int,
    people: Sequence[ViewActor],
    ends: Sequence[int],
    documents: Sequence[ViewDocument],
) -> ViewEvent:
    source, target = ends[2 * number], ends[2 * number + 1]
    if source == target:
        target = (target + 1) % len(people)
    name, type_, quad = chance.choice(TYPES)
    words = " ".join(
        chance.choice(("talks", "border", "gas", "visit", "troops")) for _ in range(14)
    )
    said = ViewEvidence(
        f"{people[source].label} {name} {people[target].label} over {words}.",
        name, len(people[source].label) + 1, len(people[source].label) + 1 + len(name),
        documents[number % len(documents)].iri,
    )  # fmt: skip
    return ViewEvent(
        f"{BASE}event/{number:016x}", name, name, type_, quad,
        sources=(people[source].iri,), targets=(people[target].iri,),
        status=chance.choice(STATUSES), topic=chance.choice(("gas", "trade", "Taiwan", None)),
        confidence=chance.randint(40, 99) / 100, evidence=(said,),
    )  # fmt: skip


def plain(view: GraphView, folder: Path) -> tuple[Path, float]:
    """The same actors and relations as pyvis draws them by itself, its scripts embedded."""
    from pyvis.network import Network

    started = time.perf_counter()
    net = Network(directed=True, height="800px", cdn_resources="in_line")
    for actor in view.actors:
        net.add_node(actor.iri, actor.label)
    for event in view.events:
        net.add_edge(event.sources[0], event.targets[0], title=event.relation)
    path = folder / "plain.html"
    path.write_text(net.generate_html(), encoding="utf-8")
    return path, time.perf_counter() - started


def ours(view: GraphView, folder: Path) -> tuple[Path, float]:
    """Our page of the graph."""
    started = time.perf_counter()
    path = folder / "ours.html"
    path.write_text(render(view, "Benchmark"), encoding="utf-8")
    return path, time.perf_counter() - started


FRAMES = """async ([ours, seconds]) => {
  const times = [];
  const circle = (i) => [14 * Math.cos(i / 25), 10 * Math.sin(i / 25)];
  const step = (i) => [...circle(i), i % 120 < 60 ? 1.012 : 1 / 1.012];
  const move = ours ? (i) => diplograph.moveBy(...step(i)) : (i) => {
    const [dx, dy, zoom] = step(i);
    const scale = network.getScale();
    const { x, y } = network.getViewPosition();
    const position = { x: x + dx / scale, y: y + dy / scale };
    network.moveTo({ position, scale: scale * zoom, animation: false });
  };
  const start = performance.now();
  let before = start;
  for (let i = 0; performance.now() - start < 1000 * seconds; i += 1) {
    move(i);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - before);
    before = now;
  }
  times.sort((a, b) => a - b);
  return { per_second: times.length / ((before - start) / 1000), slowest_ms: times.at(-1) };
}"""


def processor_seconds() -> float:
    """What all browser processes that descend from this one have used so far (Linux)."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue  # it has just ended
        number = int(folder.name)
        parents[number] = int(fields[1])
        if b"chrom" in command:
            used[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return sum(seconds for number, seconds in used.items() if _descends(number, parents))


def _descends(number: int, parents: dict[int, int]) -> bool:
    while number in parents:
        if number == os.getpid():
            return True
        number = parents[number]
    return False


def measured(browser: Any, path: Path, is_ours: bool) -> dict[str, Any]:
    """Seconds until the page stands still and can be used, memory in MB, frames a second."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    # What pyvis loads from elsewhere fails at once, instead of holding it up.
    context.route("http*://**", lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(1000 * OPEN_SECONDS)
    started = time.perf_counter()
    result: dict[str, Any] = {"megabytes": round(path.stat().st_size / 1e6, 2)}
    try:
        page.goto(path.as_uri(), wait_until="commit")
        if is_ours:
            page.wait_for_selector("html[data-ready]", state="attached")
        else:
            # pyvis shows its nodes when its physics has run for a while; often long before rest.
            page.wait_for_function(
                "window.network && network.body && (network.physics.stabilized"
                " || network.physics.stabilizationIterations >= 1000)"
            )
        result["opens_seconds"] = round(time.perf_counter() - started, 2)
        heap = page.evaluate("performance.memory.usedJSHeapSize")
        result["heap_megabytes"] = round(heap / 1e6, 1)
        before = processor_seconds()
        frames = page.evaluate(FRAMES, [is_ours, SECONDS])
        spent = processor_seconds() - before
        result.update({key: round(value, 1) for key, value in frames.items()})
        # On a machine that others use too this says more than the frames that got through.
        count = max(frames["per_second"] * SECONDS, 1)
        result["processor_ms_per_frame"] = round(1000 * spent / count, 1)
        if is_ours:
            result["drawn"] = page.evaluate("diplograph.counts()")
    except Exception as error:  # a page that never gets ready is a result
        result["failed"] = str(error).split("\n", 1)[0][:120]
    context.close()
    return result


def main() -> None:
    """Measure both on each size and write the figures."""
    parser = argparse.ArgumentParser(description="The page against plain pyvis.")
    parser.add_argument("--output", type=Path, help="JSON file for the figures")
    parser.add_argument("--sizes", type=int, default=len(SIZES), help="how many of the graphs")
    parser.add_argument("--ours-only", action="store_true", help="leave pyvis out")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    figures = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for actors, events in SIZES[: options.sizes]:
            view = made_up(actors, events)
            row: dict[str, Any] = {"actors": actors, "events": events}
            for name, make in (("ours", ours), ("pyvis", plain)):
                if name == "pyvis" and options.ours_only:
                    continue
                path, seconds = make(view, Path(folder))
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                row[name] = {
                    "made_in_seconds": round(seconds, 2),
                    **measured(browser, path, name == "ours"),
                }
                browser.close()
            figures.append(row)
            print(json.dumps(row))
    if options.output is not None:
        options.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
