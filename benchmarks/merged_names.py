"""A sample of merges in real text, to be judged by reading: other names that lead to one node.

    python benchmarks/merged_names.py corpus dev.conllu re3d/wikipedia/documents.json --sample 150

Reads what `real_texts` reads, puts all documents together as a build would and lists where a node
is called otherwise than by its own name: node, form and the sentence with the form in brackets.
Pronouns, adjectives, places and "Iran's" for Iran are left out; of one form of a node in a document
the first stands for all. `--without` names folders of texts that are not to be read, `--judged`
files with earlier samples, whose sentences are not drawn again.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from real_texts import documents

from diplograph.actors.chains import is_mere_place
from diplograph.actors.index import Form
from diplograph.gazetteer import fold_name, load_gazetteer
from diplograph.language.pipeline import load_pipeline
from diplograph.rdf import GazetteerFacts, document_quads
from diplograph.rdf.identity import find_identities
from diplograph.rdf.terms import DEFAULT_BASE, graph_of, iri
from diplograph.reading import annotate
from diplograph.records import Document, Reading

if TYPE_CHECKING:
    import pyoxigraph as ox
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Called:
    """What an actor of a document is called somewhere; `shown` is the sentence around it.

    `name` is the document's own name of the actor.
    """

    graph: str
    actor: str
    name: str
    form: str
    shown: str


def called(document: Document, nlp: Language) -> tuple[Reading, list[Called]]:
    """The reading of a document, and by what its actors are called in it."""
    doc = annotate(document, nlp)
    reading: Reading = doc._.diplograph_reading
    index = doc._.diplograph_actors.index
    graph = str(graph_of(DEFAULT_BASE, reading.document.id))
    found: dict[tuple[str, str], Called] = {}
    actors = {a.actor.id: a.actor for a in reading.mentions} | {a.id: a for a in reading.actors}
    for m in index.mentions:
        if m.form is Form.PRONOUN or m.modifier or m.lent or is_mere_place(index, m):
            continue
        span = doc[m.start : m.end]
        before, after = doc[span.sent.start : m.start].text, doc[m.end : span.sent.end].text
        for actor in m.actors:
            actors.setdefault(actor.id, actor)
            form = fold_name(span.text).casefold()
            shown = f"{before} [{span.text}] {after}".replace("\n", " ")
            found.setdefault(
                (actor.id, form), Called(graph, actor.id, actor.name, span.text, shown)
            )
    return replace(reading, actors=tuple(actors.values())), list(found.values())


def merges(read: Sequence[tuple[Reading, list[Called]]]) -> Iterator[tuple[str, Called]]:
    """The nodes of all documents with the forms that are not their own names."""
    facts = GazetteerFacts(load_gazetteer())
    quads: list[ox.Quad] = [quad for reading, _ in read for quad in document_quads(reading)]
    together = find_identities(quads, DEFAULT_BASE, facts).quads
    nodes = {
        (str(old.graph_name), str(old.subject)): str(new.subject)
        for old, new in zip(quads, together, strict=True)
    }
    for _, forms in read:
        for one in forms:
            told = str(iri(DEFAULT_BASE, one.actor))
            node = nodes.get((one.graph, told), told).removeprefix(f"<{DEFAULT_BASE}").rstrip(">")
            known = facts.actor(one.actor)
            name = known.name if known is not None else one.name
            if _plain(one.form) != _plain(name):
                yield node, one


def _plain(name: str) -> str:
    return fold_name(name).casefold().replace("’", "'")


def main() -> None:
    """Print the number of merges and a random sample of them, one a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--without", type=Path, action="append", default=[])
    parser.add_argument("--genre", action="append", default=[], help="of CoNLL-U files")
    parser.add_argument("--judged", type=Path, action="append", default=[])
    parser.add_argument("--part", default="0/1", help="I/N: every Nth document, from the Ith on")
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    nlp = load_pipeline()
    first, every = map(int, options.part.split("/"))
    texts = documents(options.texts, options.without, options.genre)
    read = [called(document, nlp) for document in islice(texts, first, None, every)]
    found = list(merges(read))
    print(f"{len(found)} merges in {len(read)} documents")
    judged = {line.split("\t")[-1] for p in options.judged for line in p.read_text().splitlines()}
    found = [(node, one) for node, one in found if one.shown not in judged]
    chosen = random.Random(options.seed).sample(found, min(options.sample, len(found)))
    for node, one in sorted(chosen, key=lambda item: item[0]):
        print(f"{node}\t{one.form}\t{one.shown}")


if __name__ == "__main__":
    main()
