"""Whether actors stay the same across documents: B-cubed of our nodes against gold actors.

    python benchmarks/clusters.py tests/gold corpus --split dev

Items are the gold actors of each document (name and the forms in which the text writes them); gold
clusters are actors of one name and state in all documents, ours the node to which most of the
item's forms lead. An item none of whose forms is read as an actor is left out of precision and
counts as missed in recall.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diplograph.documents import read_sources
from diplograph.language.pipeline import load_pipeline
from diplograph.reading import annotate
from diplograph.records import Document


@dataclass(frozen=True, slots=True)
class Item:
    """A gold actor in one document; `ours` is the id of our node or blank."""

    gold: tuple[str, str]
    ours: str
    state: str


def items(gold: Path, texts: Path, split: str) -> Iterator[Item]:
    """The gold actors of the documents of a split, each with our node."""
    names = json.loads((gold / "split.json").read_text(encoding="utf-8"))[split]
    nlp = load_pipeline()
    for document in read_sources([str(texts)]):
        if not isinstance(document, Document) or Path(document.path).stem not in names:
            continue
        path = gold / f"{Path(document.path).stem}.json"
        actors = json.loads(path.read_text(encoding="utf-8"))["actors"]
        index = annotate(document, nlp)._.diplograph_actors.index
        by_form: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for mention in index.mentions:
            if mention.lent or len(mention.actors) != 1:
                continue
            actor = mention.actors[0]
            words = index.syntax.doc[mention.start : mention.end].text.casefold().split()
            for start in range(len(words)):  # "US Secretary of State Antony Blinken" is he too
                by_form[" ".join(words[start:])][actor.id, actor.state or ""] += 1
        for actor in actors:
            found: Counter[tuple[str, str]] = Counter()
            for form in {actor["name"], *actor["mentions"]}:
                found += by_form[form.removeprefix("the ").casefold()]
            ours, state = found.most_common(1)[0][0] if found else ("", "")
            yield Item((actor["name"], actor["state"]), ours, state)


def b_cubed(found: list[Item]) -> tuple[float, float]:
    """Precision and recall."""
    answered = [item for item in found if item.ours]
    precision = [
        sum(o.gold == i.gold for o in answered if o.ours == i.ours)
        / sum(o.ours == i.ours for o in answered)
        for i in answered
    ]
    recall = [
        sum(o.ours == i.ours != "" for o in found if o.gold == i.gold)
        / sum(o.gold == i.gold for o in found)
        for i in found
    ]
    return _mean(precision), _mean(recall)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def main() -> None:
    """Print the figures, and with --lines what is clustered wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--split", default="dev", choices=("dev", "held"))
    parser.add_argument("--lines", action="store_true")
    options = parser.parse_args()
    found = list(items(options.gold, options.texts, options.split))
    precision, recall = b_cubed(found)
    stated = [item for item in found if item.ours and item.gold[1]]
    right = sum(item.state == item.gold[1] for item in stated)
    print(f"items {len(found)}, read {sum(bool(i.ours) for i in found)}")
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    print(f"B-cubed precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    print(f"state {right / max(1, len(stated)):.3f} of {len(stated)}")
    if options.lines:
        groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for item in found:
            groups[item.ours].add(item.gold)
        for ours, golds in sorted(groups.items()):
            if len(golds) > 1 or not ours:
                print(f"  {ours or 'not read'}: {sorted(golds)}")


if __name__ == "__main__":
    main()
