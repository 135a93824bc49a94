"""Gold relations of texts that are not ours to ship: the offsets kept here, the texts elsewhere.

    python benchmarks/offset_gold.py ../shared/data/re3d/uk_government/documents.json OUT

`tests/gold_by_offset` holds, for each document, its id, its part (`dev` or `held`), and relations
and actors as the annotation guidelines have them, but with [start, end) in place of words. Offsets
count characters of the document's text without the white space around it. Writes OUT/dev and
OUT/held with NAME.txt and NAME.json for `diplograph evaluate relations`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold_by_offset"


def texts_of(documents: Path) -> dict[str, str]:
    """Texts by id, from JSON lines with `_id` and `text`."""
    lines = documents.read_text(encoding="utf-8").splitlines()
    return {record["_id"]: record["text"].strip() + "\n" for record in map(json.loads, lines)}


def with_words(gold: dict[str, Any], text: str) -> dict[str, Any]:
    """The annotation with the words that its offsets stand for."""

    def words(place: list[int]) -> str:
        return text[place[0] : place[1]]

    relations = [
        {**r, "trigger": words(r["trigger"]), "evidence": words(r["evidence"])}
        for r in gold["relations"]
    ]
    actors = [{**a, "mentions": [words(m) for m in a["mentions"]]} for a in gold["actors"]]
    return {"relations": relations, "roles": [], "actors": actors}


def restore(documents: Path, out: Path) -> Iterator[Path]:
    """Write the gold of the documents that are there; yields the annotation files."""
    texts = texts_of(documents)
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = texts.get(gold["document"])
        if text is None:
            continue
        folder = out / gold["part"]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{path.stem}.txt").write_text(text, encoding="utf-8")
        annotation = folder / path.name
        annotation.write_text(json.dumps(with_words(gold, text), indent=1), encoding="utf-8")
        yield annotation


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    print(len(list(restore(arguments.documents, arguments.out))), "documents")


if __name__ == "__main__":
    main()
