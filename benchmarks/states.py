"""Of which state the actors of official statements are: re3d's documents, states by ourselves.

    python benchmarks/states.py re3d/uk_government tests/tables/who_re3d_states.tsv

The folder holds re3d's `documents.json` (not part of this repository). The table gives a document,
characters of its text and the state (ISO 3166-1 alpha-3) of the actor meant there, or `none` for
one of no state; it was written by reading, with the whole document in view. A mention that is read
as nobody counts as `none`.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from pathlib import Path

from diplograph.actors.index import MentionIndex
from diplograph.language.pipeline import load_pipeline
from diplograph.reading import annotate
from diplograph.records import Document


def state_at(index: MentionIndex, start: int, end: int) -> str:
    """The state of whoever is meant at these characters, or `none`."""
    span = index.syntax.doc.char_span(start, end, alignment_mode="expand")
    assert span is not None  # "expand" always finds one inside the text
    exact = (m for m in index.mentions if (m.start, m.end) == (span.start, span.end))
    mention = next(exact, None) or index.at(span.root.i) or index.at(span.end - 1)
    actors = mention.actors if mention is not None else ()
    return (actors[0].state if actors else None) or "none"


def main() -> None:
    """Print the share that is right, and with --lines what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("table", type=Path)
    parser.add_argument("--lines", action="store_true")
    options = parser.parse_args()
    texts = {}
    for line in (options.folder / "documents.json").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        texts[entry["_id"]] = Document(
            entry["text"], source=entry["sourceName"], url=entry["sourceUrl"]
        )
    nlp = load_pipeline()
    indexes: dict[str, MentionIndex] = {}
    counts: Counter[str] = Counter()
    with options.table.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            name, start, end = row["document"], int(row["begin"]), int(row["end"])
            if name not in indexes:
                doc = annotate(texts[name], nlp)
                indexes[name] = doc._.diplograph_actors.index
            given = state_at(indexes[name], start, end)
            right = given == row["state"]
            counts["right" if right else "nobody" if given == "none" else "other"] += 1
            if options.lines and not right:
                text = texts[name].text
                print(f"  {text[start:end]!r} is {given}, not {row['state']}: {text[:60]!r}")
    print(dict(counts), f"accuracy {counts['right'] / max(1, counts.total()):.3f}")


if __name__ == "__main__":
    main()
