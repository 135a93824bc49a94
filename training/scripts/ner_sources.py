"""Readers of the entity sets: GMB, Universal NER, Wikigold, CrossNER."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from conllu import Sentence as Parsed
from entities import Sentence, Span, spans_from_bio
from names import countries, demonyms

GMB = {"geo": "LOC", "gpe": "NORP", "per": "PERSON", "org": "ORG", "tim": "DATE", "eve": "EVENT"}
UNER = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
CROSSNER = {
    "politician": "PERSON",
    "person": "PERSON",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "country": "LOC",
    "location": "LOC",
    "event": "EVENT",
    "election": "EVENT",
}
NO_SPACE_BEFORE = frozenset(
    [
        ".",
        ",",
        ":",
        ";",
        "!",
        "?",
        ")",
        "]",
        "%",
        "'s",
        "’s",
        "n't",
        "n’t",
        "'re",
        "'ve",
        "'ll",
        "'d",
        "'m",
        "...",
    ]
)
NO_SPACE_AFTER = frozenset(["(", "[", "$", "#", "£", "€"])


def guess_spaces(words: list[str]) -> list[bool]:
    """Guess where the original text had blanks."""
    spaces = [True] * len(words)
    opened = False
    for index, word in enumerate(words):
        if word in NO_SPACE_BEFORE and index:
            spaces[index - 1] = False
        if word in NO_SPACE_AFTER:
            spaces[index] = False
        if word in {'"', "``", "''"}:
            opened = not opened
            spaces[index if opened else max(index - 1, 0)] = False
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in {"'", "’"} and index and (following == "s" or words[index - 1].endswith("s")):
            spaces[index - 1] = False
            spaces[index] = following != "s"
        digits = index > 0 and words[index - 1][-1:].isdigit() and following[:1].isdigit()
        if word in {"-", "–"} and digits:
            spaces[index - 1] = spaces[index] = False
    return spaces


def read_columns(lines: Iterable[str]) -> Iterator[list[list[str]]]:
    """Yield sentences as lists of cells; blank lines separate, '#' lines are dropped."""
    rows: list[list[str]] = []
    for raw in lines:
        line = raw.rstrip("\n")
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif not line.startswith("# "):
            rows.append(line.split("\t") if "\t" in line else line.split(" "))
    if rows:
        yield rows


def mapped(words: list[str], tags: list[str], labels: dict[str, str]) -> Sentence:
    """Map a set's labels; spans of a label that has no counterpart are missing."""
    sentence = Sentence(words, guess_spaces(words))
    for span in spans_from_bio(tags):
        if span.label in labels:
            sentence.spans.append(replace(span, label=labels[span.label]))
        else:
            sentence.missing |= set(range(span.start, span.end))
    return sentence


def _fix_gmb(sentence: Sentence) -> None:
    """Nationality or state: told apart by list; wars get their first words back."""
    spans = []
    for span in sentence.spans:
        text = sentence.text(span)
        if span.label == "NORP" and text in countries() and text not in demonyms():
            spans.append(replace(span, label="LOC"))
        elif span.label == "EVENT" and text in {"I", "II"} and span.start > 1:
            spans.append(replace(span, start=span.start - 2))
        elif span.label == "EVENT" and text in {"Katrina", "Wilma", "Rita"}:
            sentence.missing |= {span.start - 1, span.start} - {-1}
        elif span.label == "LOC" and text in {"U.N.", "United Nations", "African Union", "UN"}:
            spans.append(replace(span, label="ORG"))
        elif span.label == "ORG" and text in {"West Bank", "Gaza", "Gaza Strip"}:
            spans.append(replace(span, label="LOC"))
        else:
            spans.append(span)
    taken: set[int] = set()
    sentence.spans = []
    for span in spans:
        indices = set(range(span.start, span.end))
        if not indices & taken:
            sentence.spans.append(span)
            taken |= indices


def read_gmb(lines: Iterable[str]) -> list[Sentence]:
    """Read GMB news sentences (word, tag, entity)."""
    found = []
    for rows in read_columns(lines):
        sentence = mapped([row[0] for row in rows], [row[-1] for row in rows], GMB)
        _fix_gmb(sentence)
        found.append(sentence)
    return found


def read_crossner(lines: Iterable[str]) -> list[Sentence]:
    """Read CrossNER sentences (word, entity)."""
    return [
        mapped([row[0] for row in rows], [row[-1] for row in rows], CROSSNER)
        for rows in read_columns(lines)
    ]


def read_wikigold(lines: Iterable[str]) -> list[Sentence]:
    """Read Wikigold; '-DOCSTART-' ends a group of contiguous sentences."""
    found: list[Sentence] = []
    group = 0
    for cells in read_columns(lines):
        rows = [row for row in cells if len(row) > 1 and row[0] != "-DOCSTART-"]
        group += any(row[0] == "-DOCSTART-" for row in cells)
        if rows:
            sentence = mapped([row[0] for row in rows], [row[-1] for row in rows], UNER)
            sentence.group = f"wikigold-{group}"
            found.append(sentence)
    return found


def read_uner(lines: Iterable[str], parsed: list[Parsed]) -> list[Sentence]:
    """Read Universal NER, with the spacing of the treebank's own sentences."""
    by_id = {sentence.sent_id: sentence for sentence in parsed}
    groups: dict[str, str] = {}
    group = ""
    for sentence in parsed:
        group = sentence.sent_id if sentence.newdoc else group
        groups[sentence.sent_id] = group
    found = []
    name, rows = "", list[list[str]]()
    for raw in [*lines, ""]:
        line = raw.rstrip("\n")
        if line.startswith("# sent_id = "):
            name = line.removeprefix("# sent_id = ").strip()
        elif line and not line.startswith("# "):
            rows.append(line.split("\t"))
        elif not line and rows:
            read = mapped([row[1] for row in rows], [row[2] for row in rows], UNER)
            source = by_id.get(name)
            if source and [w.form for w in source.words] == read.words:
                read.spaces = [word.space_after for word in source.words]
            read.group = groups.get(name, name)
            found.append(read)
            rows = []
    return found


__all__ = ["Span", "read_crossner", "read_gmb", "read_uner", "read_wikigold"]
