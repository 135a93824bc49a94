"""Annotated documents as pairs for the classifier: every two actors of a sentence, related or not.

Writes JSON lines: `text` (a sentence), `source` and `target` (lists of [start, end] in it, all the
mentions of the actor there), `types` (what the gold says that the source does to the target in this
sentence; empty: nothing), `group` (the document).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

from spacy.tokens import Span

from diplograph.actors.index import Resolved
from diplograph.components import RelationReader
from diplograph.evaluation.gold import GoldRelation, GoldText, read_gold_texts
from diplograph.evaluation.pairs import as_plv
from diplograph.evaluation.relations import RECIPROCAL, evidence_places, names_side
from diplograph.language.pipeline import load_pipeline
from diplograph.model.pairs import Spans
from diplograph.plover import plover_coding
from diplograph.reading import annotate
from diplograph.records import Actor, ActorMention
from diplograph.relations.fillers import Reader

Standing = tuple[Actor, tuple[Resolved, ...]]
"""An actor with its mentions in a sentence, in order."""


def standing(reader: Reader, sentence: Span) -> list[Standing]:
    """The actors of a sentence, each with all its mentions there."""
    found: dict[str, tuple[Actor, list[Resolved]]] = {}
    for mention in reader.index.mentions:
        if sentence.start <= mention.start and mention.end <= sentence.end:
            for actor in mention.actors:
                found.setdefault(actor.id, (actor, []))[1].append(mention)
    return [(actor, tuple(mentions)) for actor, mentions in found.values()]


def apart(one: Standing, other: Standing) -> bool:
    """Whether no mention of the one overlaps one of the other ("the *US* president")."""
    return not any(a.start < b.end and b.start < a.end for a in one[1] for b in other[1])


def spans_of(reader: Reader, mentions: Iterable[Resolved]) -> Spans:
    """Where mentions stand, in characters of the document."""
    doc = reader.syntax.doc
    return tuple((doc[m.start].idx, doc[m.end - 1].idx + len(doc[m.end - 1])) for m in mentions)


def types_of(reader: Reader, gold: list[GoldRelation], one: Standing, other: Standing) -> list[str]:
    """What the gold lets the one do to the other, in the classes of PLV."""
    source, target = records(reader, one), records(reader, other)
    found = set()
    for relation in gold:
        ends = [(relation.source, relation.target)]
        if relation.types[0] in RECIPROCAL:
            ends.append((relation.target, relation.source))
        for a, b in ends:
            hit = any(names_side(m, a, False) for m in source)
            if hit and any(names_side(m, b, False) for m in target):
                found.add(as_plv(plover_coding(relation.types[0], relation.status)) or "")
    return sorted(found)


def records(reader: Reader, actor: Standing) -> list[ActorMention]:
    """The mentions of an actor as records."""
    return [reader.index.record(mention, actor[0]) for mention in actor[1]]


def examples(gold: GoldText, reader: Reader, sentence: Span) -> Iterator[dict[str, Any]]:
    """The pairs of a sentence."""
    start, end = sentence.start_char, sentence.end_char
    told = [
        relation
        for relation in gold.relations
        if any(a < end and start < b for a, b in evidence_places(gold, relation))
    ]
    for one, other in permutations(standing(reader, sentence), 2):
        if not apart(one, other):
            continue
        sides = [[[a - start, b - start] for a, b in spans_of(reader, x[1])] for x in (one, other)]
        yield {
            "text": sentence.text,
            "source": sides[0],
            "target": sides[1],
            "types": types_of(reader, told, one, other),
            "group": gold.document.path,
        }


def development(gold: list[Path], split: Path | None) -> list[Path]:
    """Files and folders of gold, and the part of a folder that its split gives to development."""
    if split is None:
        return gold
    names = json.loads(split.read_text(encoding="utf-8"))["dev"]
    return [*(path for path in gold if path.exists()), *(split.parent / f"{n}.json" for n in names)]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("gold", type=Path, nargs="*", help="NAME.json beside NAME.txt, or folders")
    parser.add_argument("--split", type=Path, help="split.json: its dev part is taken too")
    arguments = parser.parse_args()
    nlp = load_pipeline()
    component = nlp.get_pipe("diplograph_relations")
    assert isinstance(component, RelationReader)
    lines = []
    for gold in read_gold_texts(development(arguments.gold, arguments.split)):
        reader = component.reader(annotate(gold.document, nlp))
        for sentence in reader.syntax.doc.sents:
            lines += [json.dumps(e) + "\n" for e in examples(gold, reader, sentence)]
    arguments.out.write_text("".join(lines), encoding="utf-8")
    related = sum('"types": []' not in line for line in lines)
    print(f"{len(lines)} pairs, {related} of them related")


if __name__ == "__main__":
    main()
