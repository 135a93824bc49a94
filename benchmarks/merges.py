"""Whether actors of two documents become one only where they are: pairs of mentions, same or not.

    python benchmarks/merges.py tests/tables/who_pairs.tsv --split kept

Columns: split, group, hard, date_one, text_one, date_two, text_two (each text a document with one
mention in square brackets), expected (`same`, `different`). The two documents are read and put
together as a build would; the pair counts as merged where both mentions lead to one node. Precision
is that of the merged pairs, recall that of the pairs that are the same; `unknown` leaves out those
where the gazetteer knows both.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from diplograph.gazetteer import load_gazetteer
from diplograph.language.pipeline import load_pipeline
from diplograph.rdf import GazetteerFacts, document_quads
from diplograph.rdf.identity import find_identities
from diplograph.rdf.terms import DEFAULT_BASE, graph_of, iri
from diplograph.reading import annotate
from diplograph.records import Actor, Document, Reading

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marked texts with their dates, and whether the mentions mean one actor."""

    split: str
    group: str
    texts: tuple[tuple[str, str], tuple[str, str]]
    same: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a pair: the nodes of the mentions (blank for none), known to the gazetteer."""

    pair: Pair
    nodes: tuple[str, str]
    known: bool

    @property
    def merged(self) -> bool:
        """Whether both mentions lead to one node."""
        return self.nodes[0] == self.nodes[1] != ""


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            Pair(
                row["split"],
                row["group"],
                ((row["date_one"], row["text_one"]), (row["date_two"], row["text_two"])),
                row["expected"] == "same",
            )
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def outcomes(pairs: list[Pair], nlp: Language) -> Iterator[Outcome]:
    """Each pair put together by itself."""
    facts = GazetteerFacts(load_gazetteer())
    for pair in pairs:
        read = [_read(nlp, date, text, f"{n}.txt") for n, (date, text) in enumerate(pair.texts)]
        quads = [quad for reading, _ in read for quad in document_quads(reading)]
        together = find_identities(quads, DEFAULT_BASE, facts).quads
        nodes = []
        for reading, actor in read:
            graph = graph_of(DEFAULT_BASE, reading.document.id)
            wanted = iri(DEFAULT_BASE, actor.id) if actor is not None else None
            places = (
                k for k, q in enumerate(quads) if (q.graph_name, q.subject) == (graph, wanted)
            )
            place = next(places, None)
            nodes.append(str(together[place].subject) if place is not None else "")
        known = all(a is not None and facts.actor(a.id) is not None for _, a in read)
        yield Outcome(pair, (nodes[0], nodes[1]), known)


def _read(nlp: Language, date: str, marked: str, path: str) -> tuple[Reading, Actor | None]:
    """A document's reading with all actors that it mentions, and whom the marked mention means."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    doc = annotate(Document(text, published=date, path=path), nlp)
    reading: Reading = doc._.diplograph_reading
    index = doc._.diplograph_actors.index
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None  # "expand" always finds one inside the text
    exact = (m for m in index.mentions if (m.start, m.end) == (span.start, span.end))
    mention = next(exact, None) or index.at(span.root.i) or index.at(span.end - 1)
    actors = {a.actor.id: a.actor for a in reading.mentions} | {a.id: a for a in reading.actors}
    found = mention.actors[0] if mention is not None and mention.actors else None
    return replace(reading, actors=tuple(actors.values())), found


def score(found: list[Outcome]) -> dict[str, float]:
    """Precision and recall of merging, and the counts behind them."""
    merged = [o for o in found if o.merged]
    right = sum(o.pair.same for o in merged)
    same = sum(o.pair.same for o in found)
    return {
        "pairs": len(found),
        "merged": len(merged),
        "precision": right / len(merged) if merged else 0.0,
        "recall": right / same if same else 0.0,
    }


def main() -> None:
    """Print the scores, and with --lines the pairs of the part for development that are wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("table", type=Path)
    parser.add_argument("--split", choices=("dev", "kept", "all"), default="all")
    parser.add_argument("--lines", action="store_true")
    options = parser.parse_args()
    pairs = [p for p in read_pairs(options.table) if options.split in {"all", p.split}]
    found = list(outcomes(pairs, load_pipeline()))
    print("all", score(found))
    print("unknown", score([o for o in found if not o.known]))
    for o in found:
        if options.lines and o.merged != o.pair.same and o.pair.split == "dev":
            print(f"  {o.nodes}: {o.pair.texts[0][1]} / {o.pair.texts[1][1]}")


if __name__ == "__main__":
    main()
