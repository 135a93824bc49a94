"""What corpora of known size would cost, reckoned from the figures that `cluster.py` measured.

    python benchmarks/sizing.py --figures benchmarks/cluster.json --write docs/scale.md

Measured are processor time and bytes; volumes and prices are assumptions, all of them in this
file. Cost and graph are taken to grow with the number of words: twice as many, twice as much.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_HOUR, _GB = 3600, 1e9


@dataclass(frozen=True, slots=True)
class Volume:
    """A corpus: texts and words a text, and web pages that must be looked through for them."""

    name: str
    texts: int
    words: int
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for an hour of a core, and a month of a gigabyte on objects and on disks."""

    core_hour: float = 0.05
    object_month: float = 0.023
    disk_month: float = 0.10


VOLUMES = (
    Volume("a national newspaper, one year", 250 * 365, 600),
    Volume("GDELT's English sources, one day", 250_000, 450),
    Volume("Common Crawl News, one day", 350_000, 450, pages=1_000_000),
    Volume("Common Crawl News, one year", 350_000 * 365, 450, pages=1_000_000 * 365),
)
ASSUMED = """The newspaper prints 250 articles a day of 600 words (the New York Times told The
Atlantic in 2016 of 150 on a weekday and 250 on a Sunday, without blogs). Of what GDELT follows,
250,000 articles a day are in English, of 450 words. Common Crawl's news archive grows by a
million pages a day, of which 350,000 hold an English article of 450 words; every page must be
unpacked and searched for its text. These volumes are guesses of the right order, not counts."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What was measured, for one word or page: seconds of a core, bytes."""

    read: float
    join: float
    page: float
    graph: float
    packed: float
    quads: float
    oxigraph: float


def rates_of(figures: Mapping[str, Any]) -> Rates:
    """Figures of `cluster.py` for each word that was read."""
    counted = figures["counters"]
    words = counted["words"]
    quads = counted["document_quads"] + counted["derived_quads"]
    store = figures["oxigraph"]
    return Rates(
        read=counted["cpu_seconds"] / words,
        join=_join_seconds(figures) / words,
        page=figures["page"]["cpu"],
        graph=(counted["document_bytes"] + counted["derived_bytes"]) / words,
        packed=figures["graph_gzip_bytes"] / words,
        quads=quads / words,
        oxigraph=store["bytes"] / store["quads"] * quads / words,
    )


def _join_seconds(figures: Mapping[str, Any]) -> float:
    """What a job takes besides reading and besides what any job takes; 0 where not measured."""
    if "job" not in figures:
        return 0.0
    counted: float = figures["counters"]["cpu_seconds"]
    whole: float = figures["job"]["cpu"] - figures["empty_job"]["cpu"]
    return max(whole - counted, 0.0)


def measured_table(figures: Mapping[str, Any]) -> Iterable[str]:
    """The figures for one document of the measured corpus."""
    counted, rates = figures["counters"], rates_of(figures)
    documents = counted["documents_read"]
    words = counted["words"] / documents
    yield f"| measured on {documents:,} documents of {words:,.0f} words | |"
    yield "|---|---:|"
    rows = [
        ("documents per core-hour, reading alone", _HOUR / (rates.read * words)),
        ("words per core-hour, reading alone", _HOUR / rates.read),
    ]
    if "job" in figures:
        whole = rates.read + rates.join
        rows += [
            ("documents per core-hour, the whole job", _HOUR / (whole * words)),
            ("core-seconds that a job takes whatever it reads", figures["empty_job"]["cpu"]),
        ]
    rows += [
        ("core-milliseconds to find the text of a web page", 1000 * rates.page),
        ("quads per document", rates.quads * words),
        ("bytes of graph per document, N-Quads", rates.graph * words),
        ("bytes of graph per document, N-Quads in gzip", rates.packed * words),
        ("bytes of event table per document", figures["events_bytes"] / documents),
        ("bytes per document in Oxigraph", rates.oxigraph * words),
    ]
    for name, value in rows:
        yield f"| {name} | {value:,.0f} |"


def loads_table(figures: Mapping[str, Any]) -> Iterable[str]:
    """The bulk loads."""
    yield "| store | quads | core-seconds | quads per core-second | bytes on disk per quad |"
    yield "|---|---:|---:|---:|---:|"
    for name in ("oxigraph", "virtuoso"):
        found = figures[name]
        if found is None:
            continue
        quads, cpu = found["quads"], found["cpu"]
        yield (
            f"| {name.capitalize()} | {quads:,.0f} | {cpu:,.1f} | {quads / cpu:,.0f} |"
            f" {found['bytes'] / quads:,.0f} |"
        )


def sizing_table(figures: Mapping[str, Any], prices: Prices) -> Iterable[str]:
    """What each volume would take."""
    rates = rates_of(figures)
    yield (
        "| corpus | texts | core-hours | on 64 cores | computing | N-Quads, gzip | quads "
        "| Oxigraph | kept for a month |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for volume in VOLUMES:
        words = volume.texts * volume.words
        hours = (words * (rates.read + rates.join) + volume.pages * rates.page) / _HOUR
        packed, store = words * rates.packed / _GB, words * rates.oxigraph / _GB
        kept = packed * prices.object_month + store * prices.disk_month
        yield (
            f"| {volume.name} | {volume.texts:,} | {hours:,.0f} | {_time(hours / 64)} |"
            f" ${hours * prices.core_hour:,.2f} | {packed:,.1f} GB |"
            f" {words * rates.quads / 1e6:,.0f} million | {store:,.1f} GB | ${kept:,.2f} |"
        )


def _time(hours: float) -> str:
    return f"{hours * 60:,.0f} min" if hours < 2 else f"{hours:,.1f} h"


def sheet(figures: Mapping[str, Any]) -> dict[str, str]:
    """The generated blocks of docs/scale.md, by name."""
    prices = Prices()
    assumed = (
        f"{ASSUMED}\nA core costs ${prices.core_hour:.2f} an hour, a gigabyte a month "
        f"${prices.object_month:.3f} as an object and ${prices.disk_month:.2f} on a disk."
    )
    return {
        "measured": "\n".join(measured_table(figures)),
        "loads": "\n".join(loads_table(figures)),
        "sizing": "\n".join([assumed, *_unmeasured(figures), "", *sizing_table(figures, prices)]),
    }


def _unmeasured(figures: Mapping[str, Any]) -> Iterable[str]:
    if "job" not in figures:
        yield "Hours are those of reading alone: the stages that join were not measured here."


def written(text: str, blocks: Mapping[str, str]) -> str:
    """A page with its blocks made anew, each between `<!-- spark NAME -->` and `<!-- end -->`."""
    for name, block in blocks.items():
        before, start, rest = text.partition(f"<!-- spark {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not end:
            raise SystemExit(f"the page has no block named {name!r}")
        text = f"{before}{start}{block}\n{end}{after}"
    return text


def main() -> None:
    """Print the sheet, or write it into a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--figures", type=Path, default=ROOT / "benchmarks" / "cluster.json")
    parser.add_argument("--write", type=Path, help="page to write the blocks into")
    options = parser.parse_args()
    blocks = sheet(json.loads(options.figures.read_text(encoding="utf-8")))
    if options.write is None:
        print("\n\n".join(blocks.values()))
    else:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(written(page, blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
