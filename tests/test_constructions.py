"""What each construction of English says: tables of sentences with the relations a reader finds.

`tables/constructions/NAME.tsv` holds a sentence, a tab and what it says, by the annotation
guidelines: `SOURCE TYPE TARGET status [@SPEAKER] [fact|claim]`, several separated by ` ; `, or
`none`; `fact` asks for what the text itself vouches for, `claim` for what is only said of another.
An actor is an ISO 3166 code (any actor of that state) or a name with `_` for blanks; `A+B` means
each of them, `A|B` either. `?` before a relation allows it without asking for it. Nothing else may
be found. A third column names the cause of a known failure.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diplograph.reading import read_documents
from diplograph.records import Actor, ActorMention, Document, Reading, Relation

if TYPE_CHECKING:
    from spacy.language import Language

TABLES = Path(__file__).parent / "tables" / "constructions"
PUBLISHED = "2023-06-15"
RECIPROCAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@dataclass(frozen=True, slots=True)
class Expected:
    """A relation that a reader finds; blank `speaker`: the writer's own words, `?`: whoever's."""

    source: str
    types: frozenset[str]
    target: str
    statuses: frozenset[str]
    speaker: str
    needed: bool
    factual: bool | None = None

    def is_met_by(self, found: Relation) -> bool:
        """Whether an extracted relation is this one."""
        if found.type.value not in self.types or found.status.value not in self.statuses:
            return False
        if self.speaker != "?" and not _is_actor(self.speaker, found.attributed_to):
            return False
        if self.factual is not None and found.factual is not self.factual:
            return False
        ways = [(found.source, found.target)]
        if found.type.value in RECIPROCAL:
            ways.append((found.target, found.source))
        return any(_is_mention(self.source, a) and _is_mention(self.target, b) for a, b in ways)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of a table."""

    construction: str
    text: str
    expected: tuple[Expected, ...]
    cause: str


def _is_actor(wanted: str, actor: Actor | None, written: str = "") -> bool:
    if actor is None or not wanted:
        return actor is None and not wanted
    return any(
        actor.state == name
        if len(name) == 3 and name.isalpha() and name.isupper()
        else name in {actor.name, written} or actor.name.endswith(f" {name}")
        for name in wanted.replace("_", " ").split("|")
    )


def _is_mention(wanted: str, mention: ActorMention) -> bool:
    return _is_actor(wanted, mention.actor, mention.text)


def read_expected(text: str) -> tuple[Expected, ...]:
    """The relations of a table's second column."""
    if text == "none":
        return ()
    found: list[Expected] = []
    for part in text.split(" ; "):
        needed = not part.startswith("?")
        source, types, target, status, *rest = part.lstrip("?").split(" ")
        speaker = next((word.removeprefix("@") for word in rest if word[0] == "@"), "")
        factual = {"fact": True, "claim": False}.get(rest[-1] if rest else "")
        for a, b in itertools.product(source.split("+"), target.split("+")):
            found.append(
                Expected(
                    a,
                    frozenset(types.split("|")),
                    b,
                    frozenset(status.split("|")),
                    speaker,
                    needed,
                    factual,
                )
            )
    return tuple(found)


def read_cases() -> list[Case]:
    """All sentences of all tables."""
    cases = []
    for path in sorted(TABLES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text, expected, *cause = line.split("\t")
            cases.append(Case(path.stem, text, read_expected(expected), cause[0] if cause else ""))
    return cases


CASES = read_cases()


def differences(case: Case, reading: Reading) -> list[str]:
    """What is missing and what is too much, in words; empty where the reading is right."""
    wrong = [
        f"missing: {e.source} {'|'.join(sorted(e.types))} {e.target} {'|'.join(sorted(e.statuses))}"
        + (f" @{e.speaker}" if e.speaker else "")
        + (f" factual {e.factual}" if e.factual is not None else "")
        for e in case.expected
        if e.needed and not any(e.is_met_by(r) for r in reading.relations)
    ]
    wrong += [
        f"too much: {r.source.actor.name} {r.type.value} {r.target.actor.name} {r.status.value}"
        + (f" @{r.attributed_to.name}" if r.attributed_to else "")
        + f" factual {r.factual} ({r.trigger.text}, {r.rule})"
        for r in reading.relations
        if not any(e.is_met_by(r) for e in case.expected)
    ]
    return wrong


@pytest.fixture(scope="module")
def readings(nlp: Language) -> dict[str, Reading]:
    """Each sentence read as a document of its own, all in one go."""
    documents = [Document(text=case.text, published=PUBLISHED) for case in CASES]
    return {r.document.text: r for r in read_documents(documents, nlp, batch_size=64)}


def _parameters() -> list[object]:
    return [
        pytest.param(
            case,
            id=f"{case.construction}: {case.text}",
            marks=[pytest.mark.xfail(reason=case.cause, strict=False)] if case.cause else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", _parameters())
def test_says_what_a_reader_finds(case: Case, readings: dict[str, Reading]) -> None:
    assert differences(case, readings[case.text]) == []


def test_each_construction_has_fifteen_sentences_and_none_is_told_twice() -> None:
    texts = [case.text for case in CASES]
    assert len(set(texts)) == len(texts)
    for name, cases in itertools.groupby(CASES, key=lambda case: case.construction):
        assert len(list(cases)) >= 15, name


def test_the_comparison_can_fail(readings: dict[str, Reading]) -> None:
    """A wrong type, status, direction, speaker or one relation too much is a difference."""
    text = "The White House condemned Hamas."
    right = "USA ACCUSE Hamas actual"
    for wrong in (
        "none",
        "USA REJECT Hamas actual",
        "USA ACCUSE Hamas planned",
        "Hamas ACCUSE USA actual",
        "USA ACCUSE Hamas actual @USA",
        f"{right} ; USA ACCUSE ISR actual",
        f"{right} claim",
    ):
        assert differences(Case("", text, read_expected(wrong), ""), readings[text]), wrong
    assert not differences(Case("", text, read_expected(right), ""), readings[text])
