"""Words per second of bare spaCy, of `extract` and of `build`, on texts made from corpus/.

All three read the same documents in one run, so that their ratios mean something whatever the
machine does besides:

    python benchmarks/speed.py --documents 300 --output benchmarks/speed.json

The documents are paragraphs of corpus/ drawn and joined at random with a fixed seed: news prose of
a real article's length, no two alike.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import diplograph
from diplograph.documents import read_sources
from diplograph.exporting import write_exports
from diplograph.language.pipeline import COMPONENTS, load_pipeline
from diplograph.records import Document
from diplograph.versions import input_versions

ROOT = Path(__file__).resolve().parents[1]
_SEED = 7
_PARAGRAPHS = 6


@dataclass(frozen=True, slots=True)
class Stage:
    """A measured stage: `seconds` is the best of the repeats, `of_bare` the speed against spaCy."""

    name: str
    seconds: float
    words_per_second: float
    of_bare: float


def make_documents(corpus: Path, count: int, seed: int = _SEED) -> list[Document]:
    """`count` documents of six paragraphs drawn from the corpus, the same for the same seed."""
    entries = read_sources([str(corpus)])
    texts = [entry.text for entry in entries if isinstance(entry, Document)]
    paragraphs = [p for text in texts for p in text.split("\n\n") if len(p.split()) > 10]
    if not paragraphs:
        raise SystemExit(f"{corpus}: no paragraphs found")
    draw = random.Random(seed)
    return [
        Document(
            text="\n\n".join(draw.sample(paragraphs, min(_PARAGRAPHS, len(paragraphs)))),
            path=f"made/{n}",
            published="2024-06-01",
        )
        for n in range(count)
    ]


def measure(documents: Sequence[Document], repeats: int) -> list[Stage]:
    """The three stages on the same documents, each as often as asked, the best time counting."""
    words = sum(len(document.text.split()) for document in documents)
    runs: dict[str, Callable[[], object]] = {
        "nlp.pipe": lambda: _bare(documents),
        "extract": lambda: sum(1 for _ in diplograph.extract(documents)),
        "build": lambda: _build(documents),
    }
    _bare(documents[:5])
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(repeats):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - started)
    bare = best["nlp.pipe"]
    return [Stage(name, s, words / s, bare / s) for name, s in best.items()]


def _bare(documents: Iterable[Document]) -> None:
    """The language pipeline without diplograph's components."""
    nlp = load_pipeline()
    with nlp.select_pipes(disable=COMPONENTS):
        for _ in nlp.pipe((document.text for document in documents), batch_size=16):
            pass


def _build(documents: Sequence[Document]) -> None:
    """From texts to all exports, the store on disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kg = diplograph.build(documents, store=folder / "store")
        write_exports(kg, folder, "speed")


def table(stages: Iterable[Stage]) -> str:
    """The stages as a Markdown table."""
    rows = ["| stage | words/s | of bare `nlp.pipe` |", "|---|---:|---:|"]
    rows += [f"| `{s.name}` | {s.words_per_second:,.0f} | {s.of_bare:.0%} |" for s in stages]
    return "\n".join(rows)


def main() -> None:
    """Measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=300, help="how many to make")
    parser.add_argument(
        "--repeats", type=int, default=2, help="runs of each stage, the best counts"
    )
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--output", type=Path, help="JSON file to write")
    options = parser.parse_args()
    documents = make_documents(options.corpus, options.documents)
    stages = measure(documents, options.repeats)
    print(table(stages))
    report = {
        "documents": len(documents),
        "words": sum(len(document.text.split()) for document in documents),
        "repeats": options.repeats,
        "stages": [asdict(stage) for stage in stages],
        "versions": input_versions(),
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, Python {sys.version.split()[0]}",
    }
    if options.output is not None:
        options.output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
