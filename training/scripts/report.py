"""Write the scores of scores.json as Markdown tables into README.md and the model card."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

START, END = "<!-- scores: made by scripts/report.py -->", "<!-- end of scores -->"
SYNTAX = ("tokens_f1", "sents_f1", "xpos_f1", "upos_f1", "lemmas_f1", "uas_f1", "las_f1")
LABELS = ("PERSON", "PER", "ORG", "LOC", "NORP", "EVENT", "DATE", "ALL")


def percent(value: float) -> str:
    """One decimal."""
    return f"{100 * value:.1f}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def syntax_table(scores: dict[str, dict[str, float]]) -> str:
    """Syntax by treebank."""
    rows = [[name, *(percent(values[key]) for key in SYNTAX)] for name, values in scores.items()]
    return table(["from raw text", *(key.removesuffix("_f1") for key in SYNTAX)], rows)


def entity_table(title: str, scores: dict[str, dict[str, dict[str, float]]]) -> str:
    """Entity F1 by set and label (number of gold entities in brackets)."""
    labels = [label for label in LABELS if any(label in values for values in scores.values())]
    rows = []
    for name, values in scores.items():
        cells = [
            f"{percent(values[label]['f1'])} ({values[label]['n']:.0f})" if label in values else ""
            for label in labels
        ]
        rows.append([name, *cells])
    return table([title, *labels], rows)


def report(scores: dict[str, Any]) -> str:
    """All tables."""
    parts = [
        syntax_table(scores["syntax"]),
        entity_table("F1, spans as published", scores["entities"]),
        entity_table("F1, labels made one scheme, dev", scores["entities_unified"]),
        f"Speed of `nlp.pipe` on one core: {scores['words_per_second']:.0f} words a second of "
        "processor time.",
    ]
    return "\n\n".join(parts)


def replace_between(text: str, new: str) -> str:
    """Put the tables between the marks."""
    pattern = re.compile(re.escape(START) + ".*?" + re.escape(END), re.DOTALL)
    return pattern.sub(lambda _: f"{START}\n\n{new}\n\n{END}", text)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scores", type=Path)
    parser.add_argument("pages", type=Path, nargs="+")
    arguments = parser.parse_args()
    tables = report(json.loads(arguments.scores.read_text(encoding="utf-8")))
    for page in arguments.pages:
        page.write_text(replace_between(page.read_text(encoding="utf-8"), tables), encoding="utf-8")


if __name__ == "__main__":
    main()
