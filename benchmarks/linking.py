"""How names in real documents are linked: GUM's Wikipedia identities against our actors and places.

    python benchmarks/linking.py dev.conllu

Reads CoNLL-U files with GUM's `Entity=` annotation. A gold mention counts where it is of the type
person, organization or place, holds a proper noun and has a Wikipedia identity. `known` are the
mentions whose title the gazetteer has under that name; of these, `right` are read as that actor or
place (a title that names a people, as that people too), `other` as somebody else, `nothing` not at
all. Names inside a longer name that is read as a whole ("United States" in "United States
Congress") stand for no actor of their own and are counted apart, as `within`. `false links` are
mentions of titles that the gazetteer does not have, but that are read as an actor of the gazetteer.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from diplograph.actors.index import Form, MentionIndex, Resolved
from diplograph.gazetteer import Gazetteer, How, fold_name, load_gazetteer
from diplograph.language.pipeline import load_pipeline
from diplograph.reading import annotate
from diplograph.records import Document

_PIECE = re.compile(r"\([^()]+\)?|[^()]+\)")
_TYPES = frozenset({"person", "organization", "place"})
_PARTS = 8  # group, type, status, salience, centering, span, link, identity


@dataclass(frozen=True, slots=True)
class GoldName:
    """A mention with a Wikipedia title; offsets are characters of the document's text."""

    title: str
    start: int
    end: int


@dataclass(slots=True)
class GoldText:
    """A document: its text, its date of creation and its linked names."""

    text: str = ""
    date: str | None = None
    names: list[GoldName] = field(default_factory=list)


def read_gum(path: Path) -> Iterator[GoldText]:
    """The documents of a file, sentences joined by single spaces."""
    document: GoldText | None = None
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.split("\n")
        if any(line.startswith("# newdoc") for line in lines):
            if document is not None:
                yield document
            document = GoldText()
        if document is None or not block.strip():
            continue
        for line in lines:
            if line.startswith("# meta::dateCreated = "):
                value = line.partition(" = ")[2].strip()
                document.date = value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
        _add_sentence(document, lines)
    if document is not None:
        yield document


def _add_sentence(document: GoldText, lines: list[str]) -> None:
    text = next(line[9:] for line in lines if line.startswith("# text = "))
    base = len(document.text) + bool(document.text)
    document.text = f"{document.text} {text}".strip()
    at, stack = 0, list[tuple[str, str, int, int]]()
    proper: list[int] = []
    for number, row in enumerate(r.split("\t") for r in lines if r[:1].isdigit()):
        if len(row) != 10 or not row[0].isdigit():
            continue
        found = text.find(row[1], at)
        start, at = (found, found + len(row[1])) if found >= 0 else (at, at)
        if row[3] == "PROPN":
            proper.append(number)
        for piece in _PIECE.findall(_entity(row[9])):
            if piece.startswith("("):
                parts = piece.strip("()").split("-", _PARTS - 1)
                title = parts[-1] if len(parts) == _PARTS else ""
                stack.append((parts[0], title if parts[1] in _TYPES else "", start, number))
            if piece.endswith(")"):
                group = piece.strip("()").split("-")[0]
                _close(document, stack, group, base, at, proper)


def _entity(misc: str) -> str:
    return next((item[7:] for item in misc.split("|") if item.startswith("Entity=")), "")


def _close(
    document: GoldText,
    stack: list[tuple[str, str, int, int]],
    group: str,
    base: int,
    end: int,
    proper: list[int],
) -> None:
    for place in range(len(stack) - 1, -1, -1):
        if stack[place][0] == group:
            _, title, start, number = stack.pop(place)
            if title and proper and proper[-1] >= number:
                document.names.append(GoldName(title, base + start, base + end))
            return


def linked(index: MentionIndex, name: GoldName) -> Resolved | None:
    """How the name is read: the mention of its head, else the longest mention inside it."""
    doc = index.syntax.doc
    span = doc.char_span(name.start, name.end, alignment_mode="contract")
    inside = [
        m
        for m in index.mentions
        if doc[m.start].idx >= name.start and doc[m.end - 1].idx < name.end
        if m.actors or m.place
    ]
    heads = [m for m in inside if span is not None and m.head == span.root.i]
    whole = [m for m in inside if span is not None and (m.start, m.end) == (span.start, span.end)]
    return max(whole or heads or inside, key=lambda m: m.end - m.start, default=None)


def is_within(index: MentionIndex, name: GoldName) -> bool:
    """Whether a name is only a part of a longer one that is read as a whole."""
    doc = index.syntax.doc
    article = doc.text[name.start : name.end].lower().startswith("the ")
    start = name.start + 4 * article
    for m in index.mentions:
        first, last = doc[m.start].idx, doc[m.end - 1].idx + len(doc[m.end - 1])
        longer = last - first > name.end - start and first <= start and name.end <= last
        if longer and m.form in {Form.NAME, Form.ORGAN} and (m.actors or m.place or m.rule):
            return True
    return False


def wanted_ids(gazetteer: Gazetteer, title: str) -> set[str]:
    """The actors and places that a Wikipedia title can mean; of a demonym, the people too."""
    entries = gazetteer.find_name(title)
    people = {f"{e.id}-people" for e in entries if e.how is How.DEMONYM}
    return {entry.id for entry in entries} | people


def score(gazetteer: Gazetteer, documents: list[GoldText], *, lines: bool) -> Counter[str]:
    """The counts that the head of this script names."""
    nlp = load_pipeline()
    counts: Counter[str] = Counter()
    for gold in documents:
        doc = annotate(Document(text=gold.text, published=gold.date), nlp)
        index: MentionIndex = doc._.diplograph_actors.index
        for name in gold.names:
            counts["mentions"] += 1
            title = name.title.replace("_", " ").partition(" (")[0]
            wanted = wanted_ids(gazetteer, title)
            mention = linked(index, name)
            given = {actor.id for actor in mention.actors} if mention is not None else set()
            place = mention.place if mention is not None else None
            if not wanted:
                links = [i for i in given if gazetteer.by_id(i) is not None]
                counts["false links"] += bool(links) and place is None
                continue
            if mention is None and is_within(index, name):
                counts["within"] += 1
                continue
            counts["known"] += 1
            places = {title, *(e.node.name for e in gazetteer.find_name(title))}
            there = place is not None and fold_name(place) in set(map(fold_name, places))
            right = bool(given & wanted) or there
            kind = "right" if right else "other" if given or place else "nothing"
            counts[kind] += 1
            if lines and kind != "right":
                before = gold.text[max(0, name.start - 40) : name.start]
                print(f"  {kind}: {before}[{gold.text[name.start : name.end]}] {title} {given}")
    return counts


def main() -> None:
    """Print the counts and shares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--lines", action="store_true", help="print what is not right")
    options = parser.parse_args()
    documents = [document for path in options.files for document in read_gum(path)]
    counts = score(load_gazetteer(), documents, lines=options.lines)
    print(dict(counts))
    print(f"coverage {counts['known'] / max(1, counts['mentions']):.3f}")
    print(f"accuracy of the known {counts['right'] / max(1, counts['known']):.3f}")
    answered = counts["right"] + counts["other"]
    print(f"precision of the known and answered {counts['right'] / max(1, answered):.3f}")


if __name__ == "__main__":
    main()
