"""Measure relations on annotated documents and write the tables of docs/accuracy.md.

    python benchmarks/accuracy.py docs/accuracy.md
    python benchmarks/accuracy.py docs/accuracy.md --add "UK statements, dev=FOLDER"

Scores the development and the kept-aside half of tests/gold, and folders of gold beside them. What
was measured while training (`training/pair_scores.json`) is taken over. Only the text between the
marks changes; the errors told below them are written by hand.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from diplograph.evaluation import evaluate_relations
from diplograph.language.pipeline import load_pipeline
from diplograph.scoring import relation_reader

ROOT = Path(__file__).resolve().parents[1]
START, END = "<!-- figures -->", "<!-- end of figures -->"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table, with an empty line after it."""
    yield "| " + " | ".join(header) + " |"
    yield "|---" * len(header) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def with_interval(scores: Mapping[str, Any], name: str) -> str:
    """A score with its interval: `0.83 (0.78 to 0.88)`."""
    low, high = scores[f"{name}_interval"]
    return f"{scores[name]:.2f} ({low:.2f} to {high:.2f})"


def overview(results: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """One row a set of documents."""
    header = (
        "documents",
        "gold",
        "found",
        "precision",
        "recall",
        "F1",
        "status right",
        "strict F1",
    )
    yield from table(
        header,
        (
            (
                name,
                str(scores["n_gold_sure"]),
                str(scores["n_predicted"]),
                *(with_interval(scores, n) for n in ("precision", "recall", "f1")),
                f"{scores['status_of_matches']:.2f}",
                f"{scores['strict']['f1']:.2f}",
            )
            for name, scores in results.items()
        ),
    )


def by_type(results: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """One row a PLOVER type: precision, recall and number of gold relations in each set."""
    types = sorted({t for scores in results.values() for t in scores["per_type"]})

    def cell(scores: Mapping[str, Any], name: str) -> str:
        row = scores["per_type"].get(name)
        return f"{row['p']:.2f} / {row['r']:.2f} ({row['n']})" if row else ""

    yield from table(
        ("type", *(f"{name}: P / R (gold)" for name in results)),
        ((t, *(cell(scores, t) for scores in results.values())) for t in types),
    )


def calibration(results: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """How many are right of those with a confidence."""
    for name, scores in results.items():
        yield f"{name}: expected calibration error {scores['calibration_error']:.3f}."
        yield ""
        rows = (
            (
                f"{r['low']:.1f} to {r['high']:.1f}",
                str(r["n"]),
                f"{r['said']:.2f}",
                f"{r['right']:.2f}",
            )
            for r in scores["reliability"]
        )
        yield from table(("confidence", "relations", "said", "right"), rows)


def pairs(scores: Mapping[str, Any]) -> Iterator[str]:
    """The type of given pairs, from the cross-validation."""
    rows = []
    for name in ("frames", "classifier", "combined"):
        row = scores[name]
        macro = with_interval(row, "macro_f1")
        rows.append((name, macro, f"{row['accuracy']:.3f}", f"{row['quad_macro_f1']:.3f}"))
    yield from table(("what answers", "macro-F1, 15 types", "accuracy", "quad macro-F1"), rows)
    per_type = scores["combined"]["per_type"]
    yield from table(
        ("type", "precision", "recall", "F1", "pairs"),
        (
            (t, f"{r['p']:.2f}", f"{r['r']:.2f}", f"{r['f1']:.2f}", str(r["n"]))
            for t, r in per_type.items()
        ),
    )


def measured(added: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Scores of each set of documents, by its name."""
    split = json.loads((ROOT / "tests" / "gold" / "split.json").read_text(encoding="utf-8"))
    sets: dict[str, list[Path]] = {
        name: [ROOT / "tests" / "gold" / f"{stem}.json" for stem in split[part]]
        for name, part in (("corpus, dev", "dev"), ("corpus, kept aside", "held"))
    }
    for entry in added:
        name, _, folder = entry.partition("=")
        sets[name] = [Path(folder)]
    reader = relation_reader(load_pipeline())
    return {
        name: evaluate_relations(paths, reader, with_details=True) for name, paths in sets.items()
    }


def figures(added: Sequence[str]) -> Iterator[str]:
    """All that stands between the marks."""
    results = measured(added)
    yield "### Relations in running text\n"
    yield from overview(results)
    yield "### By type\n"
    yield from by_type(results)
    yield "### Confidence\n"
    yield from calibration(results)
    yield "### The type of a given pair\n"
    path = ROOT / "training" / "pair_scores.json"
    yield from pairs(json.loads(path.read_text(encoding="utf-8")))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--add", action="append", default=[], metavar="NAME=FOLDER")
    arguments = parser.parse_args()
    before, _, rest = arguments.page.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    text = "\n".join(figures(arguments.add))
    arguments.page.write_text(f"{before}{START}\n\n{text}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
