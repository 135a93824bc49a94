"""Annotated documents as pairs for the classifier: every two actors of a sentence, related or not.

Writes JSON lines: `text` (a sentence), `source` and `target` (lists of [start, end] in it, all the
mentions of the actor there), `types` (what the gold says that the source does to the target in this
sentence; empty: nothing), `group` (the document).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

from spacy.tokens import Span

from diplograph.evaluation.gold import GoldRelation, GoldText, read_gold_texts
from diplograph.evaluation.pairs import as_plv
from diplograph.evaluation.relations import RECIPROCAL, evidence_places, names_side
from diplograph.language.pipeline import load_pipeline
from diplograph.plover import plover_coding
from diplograph.reading import annotate
from diplograph.records import ActorMention


def by_actor(mentions: list[ActorMention]) -> dict[str, list[ActorMention]]:
    """The mentions of each actor."""
    found: dict[str, list[ActorMention]] = {}
    for mention in mentions:
        found.setdefault(mention.actor.id, []).append(mention)
    return found


def stand_for(mentions: list[ActorMention], others: list[ActorMention]) -> bool:
    """Whether two actors stand in one phrase ("the US president"), so that neither does a thing."""
    return any(m.start < o.end and o.start < m.end for m in mentions for o in others)


def types_of(
    gold: list[GoldRelation], source: list[ActorMention], target: list[ActorMention]
) -> list[str]:
    """What the gold lets the one do to the other, in the classes of PLV."""
    found = []
    for relation in gold:
        ends = [(relation.source, relation.target)]
        if relation.types[0] in RECIPROCAL:
            ends.append((relation.target, relation.source))
        for one, other in ends:
            hit = any(names_side(m, one, False) for m in source)
            if hit and any(names_side(m, other, False) for m in target):
                found.append(as_plv(plover_coding(relation.types[0], relation.status)) or "")
    return sorted(set(found))


def examples(gold: GoldText, sentence: Span, mentions: list[ActorMention]) -> Iterator[Any]:
    """The pairs of a sentence."""
    start, end = sentence.start_char, sentence.end_char
    told = [
        relation
        for relation in gold.relations
        if any(a < end and start < b for a, b in evidence_places(gold, relation))
    ]
    inside = [m for m in mentions if start <= m.start and m.end <= end]
    for one, other in permutations(by_actor(inside).values(), 2):
        if stand_for(one, other):
            continue
        yield {
            "text": sentence.text,
            "source": [[m.start - start, m.end - start] for m in one],
            "target": [[m.start - start, m.end - start] for m in other],
            "types": types_of(told, one, other),
            "group": gold.document.path,
        }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("gold", type=Path, nargs="+", help="NAME.json beside NAME.txt, or folders")
    arguments = parser.parse_args()
    nlp = load_pipeline()
    lines = []
    for gold in read_gold_texts(arguments.gold):
        doc = annotate(gold.document, nlp)
        mentions = list(doc._.diplograph_reading.mentions)
        for sentence in doc.sents:
            lines += [json.dumps(e) + "\n" for e in examples(gold, sentence, mentions)]
    arguments.out.write_text("".join(lines), encoding="utf-8")
    related = sum('"types": []' not in line for line in lines)
    print(f"{len(lines)} pairs, {related} of them related")


if __name__ == "__main__":
    main()
