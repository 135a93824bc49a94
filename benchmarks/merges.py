"""Whether actors of two documents become one only where they are: pairs of mentions, same or not.

    python benchmarks/merges.py tests/tables/who_pairs.tsv --split kept

Columns: split, group, hard, date_one, text_one, date_two, text_two (each text a document with one
mention in square brackets), expected (`same`, `different`). Where text_two is blank, text_one has
two mentions in brackets, for pairs of one document. The documents are read and put together as a
build would; the pair counts as merged where both mentions lead to one node (of a mention of several
actors, "the US and Chinese ministers", to any node of the other). A name that only says where ("in
Paris") means no actor. Precision is that of the merged pairs, recall that of the pairs that are the
same; `unknown` leaves out those where the gazetteer knows both.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from diplograph.actors.chains import is_mere_place
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
    """What became of a pair: the nodes of the two mentions (none for no actor), known or not."""

    pair: Pair
    nodes: tuple[frozenset[str], frozenset[str]]
    known: bool

    @property
    def merged(self) -> bool:
        """Whether both mentions lead to one node."""
        return bool(self.nodes[0] & self.nodes[1])


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
        read = [
            _read(nlp, date, text, f"{n}.txt") for n, (date, text) in enumerate(pair.texts) if text
        ]
        quads = [quad for reading, _ in read for quad in document_quads(reading)]
        together = find_identities(quads, DEFAULT_BASE, facts).quads
        nodes = [
            frozenset(
                str(new.subject)
                for old, new in zip(quads, together, strict=True)
                if old.graph_name == graph_of(DEFAULT_BASE, reading.document.id)
                and old.subject in {iri(DEFAULT_BASE, actor.id) for actor in actors}
            )
            for reading, mentions in read
            for actors in mentions
        ]
        known = all(
            facts.actor(a.id) is not None for _, ms in read for actors in ms for a in actors
        )
        known = known and all(actors for _, mentions in read for actors in mentions)
        yield Outcome(pair, (nodes[0], nodes[1]), known)


def _read(
    nlp: Language, date: str, marked: str, path: str
) -> tuple[Reading, list[tuple[Actor, ...]]]:
    """A document's reading with all actors that it mentions, and whom its marked mentions mean."""
    pieces = re.split(r"[\[\]]", marked)
    doc = annotate(Document("".join(pieces), published=date or None, path=path), nlp)
    reading: Reading = doc._.diplograph_reading
    index = doc._.diplograph_actors.index
    found = []
    for place in range(1, len(pieces), 2):
        start = len("".join(pieces[:place]))  # odd pieces stood in brackets
        span = doc.char_span(start, start + len(pieces[place]), alignment_mode="expand")
        assert span is not None  # "expand" always finds one inside the text
        exact = (m for m in index.mentions if (m.start, m.end) == (span.start, span.end))
        inside = [m for m in index.mentions if span.start <= m.start and m.end == span.end]
        ending = (m for m in inside if len(m.actors) > 1)
        # "The son of *the president*" is not the president.
        mention = next(exact, None) or next(ending, None) or index.at(span.root.i)
        meant = mention is not None and not (mention.lent or is_mere_place(index, mention))
        found.append(tuple(mention.actors) if mention is not None and meant else ())
    actors = {a.actor.id: a.actor for a in reading.mentions} | {a.id: a for a in reading.actors}
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
            one, other = (" + ".join(sorted(nodes)) for nodes in o.nodes)
            how = "wrongly one" if o.merged else "apart"
            print(f"  {how}: {one} | {other}: {o.pair.texts[0][1]} / {o.pair.texts[1][1]}")


if __name__ == "__main__":
    main()
