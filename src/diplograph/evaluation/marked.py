"""Reads and scores news reports whose actors' short forms are marked by hand.

A file holds reports. Each begins with a line `# YYYY-MM-DD`, its date; in its text a mention stands
in square brackets and the numbers of whom it means in curly ones: `[Emmanuel Macron]{1}`,
`[he]{1}`, `the [two leaders]{1+2}`, `[it]{0}` for what is no actor. A number means the same actor
within one report: a state is the same as its government and its capital.

A *short form* is a pronoun or a description (`pronouns`; `descriptions`, marked mentions that begin
with a small letter); those of several actors are scored apart (`several`). The actor of a number is
what most of its other mentions are resolved to, names counting most; a short form is right when it
is resolved to the very actors of its numbers. Precision is right over resolved, also of those that
are marked 0; recall is right over the short forms of actors.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diplograph.actors.index import MentionIndex, Resolved
from diplograph.errors import GoldError
from diplograph.evaluation.files import gold_files, read_gold
from diplograph.evaluation.metrics import Counts
from diplograph.records import Actor, Document, Kind
from diplograph.word_classes import word_class

SORTS = ("short forms", "pronouns", "descriptions", "several")
NOBODY = "0"
_MARK = re.compile(r"\[([^\[\]]+)\]\{(\d+(?:\+\d+)*)\}")
_HEAD = re.compile(r"^# (.*)$", re.MULTILINE)
Reader = Callable[[str, str | None], MentionIndex]


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked mention: characters `start` to `end` of the text; `numbers` empty for nobody."""

    start: int
    end: int
    text: str
    numbers: frozenset[str]

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a personal or possessive pronoun."""
        return self.text.lower() in word_class("pronoun")

    @property
    def is_name(self) -> bool:
        """Whether it begins like a name."""
        return self.text[0].isupper() and not self.is_pronoun


@dataclass(frozen=True, slots=True)
class Report:
    """A text without its marks, and the marks."""

    document: Document
    marks: tuple[Mark, ...]


def read_reports(path: Path) -> Iterator[Report]:
    """The reports of a file, in its order.

    Raises:
        GoldError: no report, a date that is none, or brackets that are no mark.
    """
    parts = _HEAD.split(read_gold(path))
    if len(parts) < 2 or parts[0].strip():
        raise GoldError(f"{path}: no report; allowed: a line '# YYYY-MM-DD', then its text")
    for number, (day, body) in enumerate(zip(parts[1::2], parts[2::2], strict=True), start=1):
        yield _read_report(f"{path}#{number}", day.strip(), body.strip())


def _read_report(name: str, day: str, body: str) -> Report:
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise GoldError(f"{name}: {day!r} is no date; allowed: YYYY-MM-DD") from error
    text, marks, read = "", list[Mark](), 0
    for found in _MARK.finditer(body):
        text += body[read : found.start()]
        numbers = frozenset(found[2].split("+")) - {NOBODY}
        marks.append(Mark(len(text), len(text) + len(found[1]), found[1], numbers))
        text += found[1]
        read = found.end()
    text += body[read:]
    stray = re.search(r"[\[\]{}].{0,30}", text)
    if stray:
        raise GoldError(f"{name}: {stray[0]!r} is no mark; allowed: [words]{{1}}, [words]{{1+2}}")
    return Report(Document(text, published=day, path=name), tuple(marks))


def evaluate_reports(paths: Iterable[str | Path], reader: Reader) -> dict[str, dict[str, float]]:
    """Scores (0 to 1) and counts for each of `SORTS` on files of marked reports.

    `reader` gives the mentions of a text of a date. Raises GoldError for other files.
    """
    counts = {sort: Counts() for sort in SORTS}
    for path in gold_files(paths, [".txt"]):
        for report in read_reports(path):
            index = reader(report.document.text, report.document.published)
            for mark, right in judged(report, index):
                found = Counts(right is True, right is not None, right is True, bool(mark.numbers))
                for sort in ("short forms", _sort(mark)):
                    counts[sort] += found
    return {
        sort: {
            "precision": count.precision,
            "recall": count.recall,
            "n_resolved": count.predicted,
            "n_gold": count.gold,
        }
        for sort, count in counts.items()
    }


def _sort(mark: Mark) -> str:
    if len(mark.numbers) > 1:
        return "several"
    return "pronouns" if mark.is_pronoun else "descriptions"


def judged(report: Report, index: MentionIndex) -> Iterator[tuple[Mark, bool | None]]:
    """Each short form of a report, and whether it is right; None where it is not resolved."""
    match = Matcher(report, index)
    for mark in report.marks:
        if not mark.is_name:
            found = match.mention(mark)
            meant = frozenset(map(party, found.actors)) if found is not None else frozenset()
            yield mark, meant == match.expected(mark) if meant else None


def party(actor: Actor) -> str:
    """What tells actors apart here: a state and its government are one."""
    governing = actor.state and actor.id.endswith("-government")
    return f"state {actor.state}" if governing or actor.kind is Kind.STATE else actor.id


class Matcher:
    """From marks to what a reading resolved there, and to the actors that their numbers mean."""

    def __init__(self, report: Report, index: MentionIndex) -> None:
        self._index = index
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for mark in report.marks:
            found = self.mention(mark) if len(mark.numbers) == 1 and not mark.is_pronoun else None
            if found is not None and len(found.actors) == 1:
                weight = 10 * len(mark.text.split()) if mark.is_name else 1
                votes[min(mark.numbers)][party(found.actors[0])] += weight
        self._actors = {number: vote.most_common(1)[0][0] for number, vote in votes.items()}

    def expected(self, mark: Mark) -> frozenset[str]:
        """The actors of a mark's numbers; a number whose actor is never resolved is itself."""
        return frozenset(self._actors.get(n, f"number {n}") for n in mark.numbers)

    def numbers_of(self, actors: Iterable[Actor]) -> frozenset[str]:
        """The numbers of actors, a name of its own for each that no mark means."""
        number = {actor: n for n, actor in self._actors.items()}
        return frozenset(number.get(party(a), f"actor {a.id}") for a in actors)

    def mention(self, mark: Mark) -> Resolved | None:
        """The mention that a mark is: its very span for pronouns, else the best that overlaps."""
        doc = self._index.syntax.doc
        best: tuple[bool, float] = (False, 0.0)
        found: Resolved | None = None
        for mention in self._index.mentions:
            start, end = (
                doc[mention.start].idx,
                doc[mention.end - 1].idx + len(doc[mention.end - 1]),
            )
            if mark.is_pronoun and (start, end) != (mark.start, mark.end):
                continue
            shared = min(end, mark.end) - max(start, mark.start)
            heads = mark.start <= doc[mention.head].idx < mark.end
            fit = (heads, shared / (max(end, mark.end) - min(start, mark.start)))
            if shared > 0 and fit > best:
                best, found = fit, mention
        return found
