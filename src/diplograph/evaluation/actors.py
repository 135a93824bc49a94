"""Scores who is who: mentions in sentences at dates, and the actors they must mean.

A gold file is a table (TSV with a header) with at least the columns `date` (ISO, or blank where
the document's date is unknown), `text` (one mention in square brackets) and `expected`: ids of
actors joined by `+`, `|` between answers that are equally right, `none` where nobody is meant (a
place that only says where, a bird, a street). The columns `split`, `group` and `hard` (`yes`) are
optional and give scores of their own.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from diplograph.actors.index import MentionIndex, Resolved
from diplograph.errors import GoldError
from diplograph.evaluation.files import gold_files, read_gold
from diplograph.word_classes import word_class

NOBODY = "none"
_NEEDED = ("date", "text", "expected")
_SPLITS = ("split", "group", "hard")


@dataclass(frozen=True, slots=True)
class ActorCase:
    """A mention in its text: `start` and `end` are characters of `text`, which has no brackets."""

    text: str
    start: int
    end: int
    date: str | None
    expected: str
    split: str = ""
    group: str = ""
    hard: str = ""
    cause: str = ""

    def is_right(self, found: str) -> bool:
        """Whether an answer is one of those expected; the order of several actors is free."""
        return any(
            sorted(found.split("+")) == sorted(wanted.split("+"))
            for wanted in self.expected.split("|")
        )


def read_cases(path: Path) -> list[ActorCase]:
    """The cases of a table; raises GoldError that names file and line where it is not valid."""
    lines = read_gold(path).splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in _NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise GoldError(f"{path}:1: no column {missing[0]!r}; needed: {', '.join(_NEEDED)}")
    return [_case(f"{path}:{number}", row) for number, row in enumerate(rows, start=2)]


def _case(where: str, row: dict[str, str | None]) -> ActorCase:
    marked, expected = row["text"] or "", row["expected"] or ""
    before, opened, rest = marked.partition("[")
    mention, closed, after = rest.partition("]")
    if not (opened and closed and mention) or "[" in after or "]" in after:
        raise GoldError(f"{where}: {marked!r} must have one mention in square brackets")
    if not all(expected.replace("+", "|").split("|")):
        raise GoldError(f"{where}: expected {expected!r} has a blank id; allowed: ids or 'none'")
    extra = {name: row.get(name) or "" for name in (*_SPLITS, "cause")}
    start = len(before)
    text = before + mention + after
    return ActorCase(text, start, start + len(mention), row["date"] or None, expected, **extra)


def answer(index: MentionIndex, start: int, end: int) -> str:
    """Ids of the actors that a span of characters means, joined by `+`, or `none`.

    A city or region means nobody, and so does any place after a preposition that says where. A
    span with "and" means all that it names. Raises GoldError where the span cuts a token.
    """
    span = index.syntax.doc.char_span(start, end)
    if span is None:
        raise GoldError(f"{index.syntax.doc.text[start:end]!r} cuts a token")
    inside = [m for m in index.mentions if span.start <= m.start and m.end <= span.end]
    if " and " in span.text and not any(len(m.actors) > 1 for m in inside):
        named = [a.id for m in inside for a in m.actors if not _only_where(index, m)]
        return "+".join(dict.fromkeys(named)) or NOBODY
    exact = (m for m in index.mentions if (m.start, m.end) == (span.start, span.end))
    mention = next(exact, None) or index.at(span.root.i) or index.at(span.end - 1)
    if mention is None or not mention.actors or _only_where(index, mention):
        return NOBODY
    return "+".join(actor.id for actor in mention.actors)


def _only_where(index: MentionIndex, mention: Resolved) -> bool:
    if mention.lent:
        return True
    locative = index.syntax.preposition(mention.head) in word_class("locative")
    return mention.place is not None and not mention.modifier and locative


def evaluate_actors(
    paths: Iterable[str | Path], read: Callable[[str, str | None], MentionIndex]
) -> dict[str, object]:
    """Accuracy over all cases, over the hard ones, and by split and group where the file has them.

    `read` gives the mentions of a text at a date. Raises GoldError.
    """
    cases = [case for path in gold_files(paths, (".tsv",)) for case in read_cases(path)]
    right = [c.is_right(answer(read(c.text, c.date), c.start, c.end)) for c in cases]
    scores: dict[str, object] = {"n": len(cases), "accuracy": _share(right)}
    hard = [ok for case, ok in zip(cases, right, strict=True) if case.hard == "yes"]
    if hard:
        scores["hard_n"], scores["hard_accuracy"] = len(hard), _share(hard)
    for name in ("split", "group"):
        scores |= _by(name, cases, right)
    return scores


def _by(name: str, cases: Sequence[ActorCase], right: Sequence[bool]) -> dict[str, object]:
    found: dict[str, list[bool]] = defaultdict(list)
    for case, ok in zip(cases, right, strict=True):
        found[getattr(case, name)].append(ok)
    found.pop("", None)
    parts = {key: {"accuracy": _share(oks), "n": len(oks)} for key, oks in found.items()}
    return {f"per_{name}": parts} if parts else {}


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 0.0
