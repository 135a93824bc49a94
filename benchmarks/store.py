"""Saved queries on a made graph: diplograph's store, pyoxigraph alone, and rdflib's memory store.

The graph is made of mentions between invented actors, by the program's own code, until it has
about as many triples as asked; the ratios are from one run:

    python benchmarks/store.py --triples 500000 --rdflib --output benchmarks/store.json
    python benchmarks/store.py --triples 5000000 --store /tmp/five-million

`of_oxigraph` is the processor time of `run_saved`, names looked up and values filled in, against
the same SPARQL given to pyoxigraph directly, in turn; `rdflib_times` how many times longer rdflib
takes for it, at least, where it did not end within `--limit` seconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from diplograph.ontology import load_ontology
from diplograph.query import SavedQuery, bind, fill, run_saved, saved_queries
from diplograph.rdf import PREFIXES, ReaderVersion
from diplograph.records import (
    Actor,
    ActorMention,
    Document,
    EventDate,
    Kind,
    Reading,
    Relation,
    Sentence,
    Status,
    Trigger,
)
from diplograph.store import GraphStore

if TYPE_CHECKING:
    import rdflib

_SEED, _STATES = 11, 150
_PER_DOCUMENT, _TRIPLES_PER_MENTION = 8, 51
_START = dt.date(2015, 1, 1)
_MENTION = ox.NamedNode(PREFIXES["dg"] + "mention")
_VALUES = {
    "actor": "State 1",
    "date": "2018-01-01",
    "number": "0.5",
    "relation": "meets",
    "text": "matter 7",
}
_OTHER = {"other": "State 2", "y": "State 2", "target": "State 2"}


@dataclass(frozen=True, slots=True)
class Timing:
    """Processor seconds of one saved query, the best of the repeats.

    rdflib's are None where it was not asked, and the limit where `stopped`.
    """

    query: str
    rows: int
    diplograph: float
    oxigraph: float
    rdflib: float | None
    stopped: bool
    of_oxigraph: float
    rdflib_times: float | None


def readings(triples: int) -> Iterator[Reading]:
    """Documents of eight mentions each, the same for the same number."""
    draw = random.Random(_SEED)
    kinds = sorted(load_ontology().relations)
    states = [
        Actor(f"state-{n}", f"State {n}", Kind.STATE, _code(n)) for n in range(1, _STATES + 1)
    ]
    people = [
        Actor(f"person-{n}", f"Person {n}", Kind.PERSON, _code(n % _STATES + 1))
        for n in range(2000)
    ]
    for number in range(triples // (_TRIPLES_PER_MENTION * _PER_DOCUMENT) + 1):
        day = _START + dt.timedelta(days=draw.randrange(3650))
        yield _reading(number, day, draw, kinds, states, people)


def _code(number: int) -> str:
    return "".join(chr(65 + number // 26**power % 26) for power in (2, 1, 0))


def _reading(
    number: int,
    day: dt.date,
    draw: random.Random,
    kinds: list[str],
    states: list[Actor],
    people: list[Actor],
) -> Reading:
    parts: list[tuple[str, Actor, Actor, str, str]] = []
    for _ in range(_PER_DOCUMENT):
        # A few states are in the news more than others.
        one, other = (states[int(draw.random() ** 2 * _STATES)] for _ in range(2))
        if draw.random() < 0.5:
            one = draw.choice(people)
        if one.id != other.id:
            parts.append((draw.choice(kinds), one, other, f"matter {draw.randrange(60)}", ""))
    text = f"Paper {number}. " + " ".join(
        f"{one.name} {kind} {other.name} over {topic}." for kind, one, other, topic, _ in parts
    )
    document = Document(text, path=f"made/{number}.txt", published=day.isoformat())
    found = []
    at = len(f"Paper {number}. ")
    for kind, one, other, topic, _ in parts:
        found.append(_relation(document, at, kind, one, other, topic, day, draw))
        at += len(f"{one.name} {kind} {other.name} over {topic}. ")
    return Reading(document, tuple(found))


def _relation(
    document: Document,
    at: int,
    name: str,
    one: Actor,
    other: Actor,
    topic: str,
    day: dt.date,
    draw: random.Random,
) -> Relation:
    kind = load_ontology().relation(name)
    verb = at + len(one.name) + 1
    goal = verb + len(name) + 1
    end = goal + len(other.name) + len(f" over {topic}.")
    told = (day - dt.timedelta(days=draw.randrange(3))).isoformat()
    return Relation(
        document=document.id,
        relation=name,
        type=kind.plover,
        source=ActorMention(one, one.name, at, at + len(one.name)),
        target=ActorMention(other, other.name, goal, goal + len(other.name)),
        status=draw.choice([Status.ACTUAL] * 6 + list(Status)),
        reciprocal=kind.reciprocal,
        factual=draw.random() < 0.9,
        trigger=Trigger(name, verb, verb + len(name)),
        sentence=Sentence(document.text[at:end], at, end),
        confidence=round(draw.uniform(0.3, 0.95), 2),
        rule=f"verb:{name}",
        topic=topic,
        date=EventDate(told, told) if draw.random() < 0.5 else None,
    )


def make_store(triples: int, folder: Path) -> GraphStore:
    """A store of about so many triples; one that the folder holds already is taken as it is."""
    store = GraphStore(folder)
    if len(store):
        return store
    version = ReaderVersion("benchmark")
    for reading in readings(triples):
        store.replace_document(reading, version)
    store.rebuild_derived()
    store.flush()
    return store


def timed(task: Callable[[], int]) -> tuple[float, int]:
    """Seconds that the thread computed, whatever else the machine does, and what the task gave."""
    start = time.thread_time()
    found = task()
    return time.thread_time() - start, found


def stopped_after(task: Callable[[], int], limit: float) -> tuple[float, bool]:
    """Seconds that a task computed; it is stopped at the limit, then the second part is true."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        return timed(task)[0], False
    except TimeoutError:
        return limit, True
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def values_of(store: GraphStore, query: SavedQuery) -> dict[str, str]:
    """Something for each parameter that the query must be given."""
    values = {
        p.name: _OTHER.get(p.name, _VALUES.get(p.kind, "")) for p in query.params if p.required
    }
    if "event" in values:
        event = next(iter(store.oxigraph.quads_for_pattern(None, _MENTION, None))).subject
        values["event"] = str(event).strip("<>")
    return values


def measure(
    store: GraphStore, other: rdflib.Dataset | None, options: argparse.Namespace
) -> Iterator[Timing]:
    """Every saved query with the parameters that it must be given."""
    prefixes = {**PREFIXES, "id": store.base}
    for name, query in sorted(saved_queries().items()):
        values = values_of(store, query)
        text = fill(query, bind(store, query, values))

        def ours(name: str = name, values: dict[str, str] = values) -> int:
            return sum(1 for _ in run_saved(store, name, values).terms())

        def bare(text: str = text) -> int:
            found = store.oxigraph.query(text, prefixes=prefixes, use_default_graph_as_union=True)
            assert isinstance(found, ox.QuerySolutions)
            return sum(1 for _ in found)

        def theirs(text: str = text) -> int:
            assert other is not None
            return sum(1 for _ in other.query(text))

        rounds = [(timed(ours), timed(bare)) for _ in range(options.repeats)]
        own, alone = (min(r[side][0] for r in rounds) for side in (0, 1))
        assert {found for r in rounds for _, found in r} == {rounds[0][0][1]}
        slow, stopped = stopped_after(theirs, options.limit) if other is not None else (None, False)
        times = slow / own if slow is not None else None
        yield Timing(name, rounds[0][0][1], own, alone, slow, stopped, own / alone, times)


def line(timing: Timing) -> str:
    """A row of the table."""
    slow = ""
    if timing.rdflib_times is not None:
        slow = f"{'over' if timing.stopped else '':>5} {timing.rdflib_times:9.1f} of rdflib"
    return (
        f"{timing.query:24} {timing.rows:7} rows {timing.diplograph * 1000:10.2f} ms "
        f"{timing.of_oxigraph:5.2f} of oxigraph{slow}"
    )


def summary_of(store: GraphStore, timings: list[Timing]) -> dict[str, float]:
    """Totals and medians."""
    found = {
        "quads": len(store),
        "of_oxigraph_total": sum(t.diplograph for t in timings) / sum(t.oxigraph for t in timings),
        "of_oxigraph_median": statistics.median(t.of_oxigraph for t in timings),
        "of_oxigraph_worst": max(t.of_oxigraph for t in timings),
    }
    slow = [t.rdflib_times for t in timings if t.rdflib_times is not None]
    return found | ({"rdflib_times_median": statistics.median(slow)} if slow else {})


def run(folder: Path, options: argparse.Namespace) -> None:
    """Make the store, measure, print a table, and write it as JSON if asked."""
    start = time.perf_counter()
    store = make_store(options.triples, folder)
    print(f"{len(store):,} quads made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    other = None
    if options.rdflib:
        from diplograph.convert import to_rdflib

        other = to_rdflib(store)
    timings = []
    for timing in measure(store, other, options):
        timings.append(timing)
        print(line(timing), flush=True)
    summary = summary_of(store, timings)
    print(json.dumps(summary))
    if options.output:
        report = {**summary, "queries": [asdict(t) for t in timings]}
        options.output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--triples", type=int, default=500_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rdflib", action="store_true", help="ask rdflib's memory store too")
    parser.add_argument("--limit", type=float, default=60, help="seconds that rdflib is given")
    parser.add_argument("--store", type=Path, help="folder in which the store is kept")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(options.store or Path(folder) / "store", options)


if __name__ == "__main__":
    main()
