"""A sample of merges in real text, to be judged by reading: other names that lead to one node.

    python benchmarks/merged_names.py corpus dev.conllu re3d/wikipedia/documents.json --sample 150

Reads text files and folders, CoNLL-U files (GUM's `newdoc` and `text` lines) and re3d's
`documents.json`, puts all documents together as a build would and lists where a node is called
otherwise than by its own name: document, form, node and the sentence with the form in brackets.
Pronouns, adjectives, places and "Iran's" for Iran are left out; of one form of a node in a document
the first stands for all. `--without` names folders of texts that are not to be read.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from linking import read_gum

from diplograph.actors.chains import is_mere_place
from diplograph.actors.index import Form
from diplograph.documents import read_sources
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
    """What an actor of a document is called somewhere; `shown` is the sentence around it."""

    graph: str
    actor: str
    form: str
    shown: str


def documents(paths: Sequence[Path], without: Sequence[Path]) -> Iterator[Document]:
    """The documents of files of any of the three kinds, without the texts kept aside."""
    aside = {p.read_text(encoding="utf-8").strip() for w in without for p in w.rglob("*.*")}
    for path in paths:
        for number, document in enumerate(_read(path)):
            if document.text.strip() not in aside:
                yield replace(document, path=document.path or f"{path}#{number}")


def _read(path: Path) -> Iterator[Document]:
    if path.suffix == ".conllu":
        for gum in read_gum(path):
            yield Document(gum.text, published=gum.date)
    elif path.name == "documents.json":
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            yield Document(entry["text"], source=entry["sourceName"], url=entry["sourceUrl"])
    else:
        yield from (d for d in read_sources([str(path)]) if isinstance(d, Document))


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
            found.setdefault((actor.id, form), Called(graph, actor.id, span.text, shown))
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
            name = known.name if known is not None else node.replace("-", " ")
            if fold_name(one.form).casefold() != fold_name(name).casefold():
                yield node, one


def main() -> None:
    """Print the number of merges and a random sample of them, one a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--without", type=Path, action="append", default=[])
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    nlp = load_pipeline()
    read = [called(d, nlp) for d in documents(options.texts, options.without)]
    found = list(merges(read))
    print(f"{len(found)} merges in {len(read)} documents")
    chosen = random.Random(options.seed).sample(found, min(options.sample, len(found)))
    for node, one in sorted(chosen, key=lambda item: item[0]):
        print(f"{node}\t{one.form}\t{one.shown}")


if __name__ == "__main__":
    main()
