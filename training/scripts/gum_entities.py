"""Named entities from GUM's nested `Entity=` annotation."""

from __future__ import annotations

import re

from conllu import Sentence as Parsed
from conllu import Word
from entities import Sentence, Span
from wordlists import words as listed

LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC", "event": "EVENT"}
INSIDE = listed("inside_names") | {"&", "-"}
_PART = re.compile(r"\(([^()]+)\)?|([^()]+)\)")


def entity_field(misc: str) -> str:
    """Return the value of Entity= in a MISC column."""
    for part in misc.split("|"):
        if part.startswith("Entity="):
            return part.removeprefix("Entity=")
    return ""


def mentions(words: list[Word]) -> list[tuple[int, int, str]]:
    """Return (start, end, entity type) of all mentions that open and close in the sentence."""
    opened: dict[str, list[tuple[int, str]]] = {}
    found: list[tuple[int, int, str]] = []
    for index, word in enumerate(words):
        for match in _PART.finditer(entity_field(word.misc)):
            if match.group(1):
                parts = match.group(1).split("-")
                kind = parts[1] if len(parts) > 1 else ""
                if match.group(0).endswith(")"):
                    found.append((index, index + 1, kind))
                else:
                    opened.setdefault(parts[0], []).append((index, kind))
            elif opened.get(match.group(2).split("-")[0]):
                start, kind = opened[match.group(2).split("-")[0]].pop()
                found.append((start, index + 1, kind))
    return sorted(found, key=lambda item: (item[0], -item[1]))


def head_of(words: list[Word], start: int, end: int) -> int:
    """Return the index of the first word whose head lies outside the span."""
    for index in range(start, end):
        if not start <= words[index].head - 1 < end:
            return index
    return start


def _is_name(word: Word) -> bool:
    return word.xpos in {"NNP", "NNPS"} or (
        word.form[:1].isupper() and word.xpos in {"JJ", "CD", "NN"}
    )


def name_span(words: list[Word], start: int, end: int) -> tuple[int, int] | None:
    """Return the capitalised run round the head, or None if the head is no proper noun."""
    head = head_of(words, start, end)
    if words[head].xpos not in {"NNP", "NNPS"}:
        return None
    left = head
    while left > start and (_is_name(words[left - 1]) or words[left - 1].form.lower() in INSIDE):
        left -= 1
    right = head + 1
    while right < end and (
        _is_name(words[right]) or words[right].form.lower() in INSIDE or words[right].xpos == "CD"
    ):
        right += 1
    while left < head and not _is_name(words[left]):
        left += 1
    while right - 1 > head and not (_is_name(words[right - 1]) or words[right - 1].xpos == "CD"):
        right -= 1
    return left, right


def named_entities(parsed: Parsed, group: str) -> Sentence:
    """Return the sentence with its outermost names; other proper nouns are missing."""
    words = parsed.words
    sentence = Sentence([w.form for w in words], [w.space_after for w in words], group=group)
    taken: set[int] = set()
    for start, end, kind in mentions(words):
        span = name_span(words, start, end)
        if span is None or taken & set(range(*span)):
            continue
        if kind in LABELS:
            sentence.spans.append(Span(span[0], span[1], LABELS[kind]))
        elif kind != "time":
            sentence.missing |= set(range(*span))
        taken |= set(range(*span))
    proper = {i for i, word in enumerate(words) if word.xpos in {"NNP", "NNPS"}}
    sentence.missing |= proper - taken
    return sentence


def read_gum(parsed: list[Parsed]) -> list[Sentence]:
    """Read GUM; the group is the document."""
    found = []
    group = ""
    for sentence in parsed:
        group = sentence.sent_id if sentence.newdoc else group
        found.append(named_entities(sentence, group))
    return found
