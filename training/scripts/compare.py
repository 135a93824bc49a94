"""How many annotations and relations differ between two pipelines, such as fp32 and int8."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from diplograph.evaluation.conllu import read_conllu
from diplograph.language.pipeline import load_pipeline
from diplograph.records import Reading


def texts(paths: list[Path]) -> list[str]:
    """The documents of CoNLL-U files and text files."""
    found: list[str] = []
    for path in paths:
        if path.suffix == ".conllu":
            found += [document.text for document in read_conllu(path)]
        else:
            found.append(path.read_text(encoding="utf-8"))
    return found


def readings(doc: Doc) -> list[tuple[str, str, int, str, bool, str]]:
    """Tag, lemma, head, label, sentence beginning and entity of each token."""
    return [
        (t.tag_, t.lemma_, t.head.i, t.dep_, bool(t.is_sent_start), f"{t.ent_iob_}{t.ent_type_}")
        for t in doc
    ]


def relations(doc: Doc) -> set[tuple[str, str, str, str]]:
    """Source, relation, target and status."""
    reading = doc._.diplograph_reading
    assert isinstance(reading, Reading)
    return {
        (r.source.actor.id, r.relation, r.target.actor.id, r.status.value)
        for r in reading.relations
    }


def compare(first: Language, second: Language, documents: list[str]) -> Counter[str]:
    """Counts of words, of words whose annotation differs, of relations, of those in one only."""
    counts: Counter[str] = Counter()
    names = ("tag", "lemma", "head", "label", "sentence", "entity")
    for one, two in zip(first.pipe(documents), second.pipe(documents), strict=True):
        for here, there in zip(readings(one), readings(two), strict=True):
            counts["words"] += 1
            for name, a, b in zip(names, here, there, strict=True):
                counts[f"another {name}"] += a != b
        told, also = relations(one), relations(two)
        counts["relations"] += len(told | also)
        counts["relations in one alone"] += len(told ^ also)
    return counts


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    arguments = parser.parse_args()
    first, second = (load_pipeline(str(path)) for path in (arguments.first, arguments.second))
    for name, number in compare(first, second, texts(arguments.texts)).items():
        print(f"{name}: {number}")


if __name__ == "__main__":
    main()
