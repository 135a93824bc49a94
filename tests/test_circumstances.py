"""When and where relations take place, through the whole extraction, told by tables.

`tables/circumstances/*.tsv`: split (see `reference_tables`), a sentence published on Thursday
15 June 2023, the date or place that its relations have (`none`: they have none; `|` between answers
that are equally right; `rejects=` in front: only relations of this name), and the cause of a known
failure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from reference_tables import rows_of

from diplograph.reading import read_documents
from diplograph.records import Document, Relation

if TYPE_CHECKING:
    from spacy.language import Language

PUBLISHED = "2023-06-15"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with the `date` or `place` (`asked`) of its relations."""

    asked: str
    split: str
    text: str
    relation: str
    allowed: tuple[str, ...]
    cause: str

    def found_in(self, relation: Relation) -> str:
        """The relation's date or place, as the table writes it."""
        if self.asked == "date":
            return relation.date.value if relation.date else "none"
        return relation.place.name if relation.place else "none"

    def is_met_by(self, relations: tuple[Relation, ...]) -> bool:
        """Whether a relation has the date or place, and none has another."""
        asked = [r for r in relations if self.relation in {"", r.relation}]
        found = {self.found_in(relation) for relation in asked}
        if found == {"none"}:
            return "none" in self.allowed
        return bool(found - {"none"}) and found - {"none"} <= set(self.allowed)


def read_cases() -> list[Case]:
    """The rows of both tables."""
    cases = []
    for asked in ("date", "place"):
        for split, text, expected, cause in rows_of(f"circumstances/{asked}s.tsv"):
            relation, _, answer = expected.rpartition("=")
            cases.append(Case(asked, split, text, relation, tuple(answer.split("|")), cause))
    return cases


CASES = read_cases()


def _parameters() -> list[object]:
    return [
        pytest.param(
            case,
            id=f"{case.asked}: {case.text}",
            marks=[pytest.mark.xfail(reason=case.cause, strict=False)] if case.cause else [],
        )
        for case in CASES
    ]


@pytest.fixture(scope="module")
def relations(nlp: Language) -> dict[str, tuple[Relation, ...]]:
    """Each sentence read as a document of its own, all in one go."""
    documents = [Document(text=case.text, published=PUBLISHED) for case in CASES]
    return {
        reading.document.text: reading.relations
        for reading in read_documents(documents, nlp, batch_size=64)
    }


@pytest.mark.parametrize("case", _parameters())
def test_when_and_where(case: Case, relations: dict[str, tuple[Relation, ...]]) -> None:
    found = [case.found_in(relation) for relation in relations[case.text]]
    assert case.is_met_by(relations[case.text]), f"{found}, not {' or '.join(case.allowed)}"


@pytest.mark.parametrize(("asked", "least"), [("date", 40), ("place", 30)])
def test_the_tables_are_wide_enough_and_half_is_kept_aside(asked: str, least: int) -> None:
    cases = [case for case in CASES if case.asked == asked]
    assert len({case.text for case in cases}) == len(cases) >= least
    assert abs(2 * sum(case.split == "held" for case in cases) - len(cases)) <= 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Thousands of Peruvians marched through Cusco on Thursday to denounce Chile.", "Cusco"),
        (
            "Sweden said it would hold talks with Iran, Russia and China in the coming weeks.",
            "none",
        ),
    ],
)
def test_whom_one_speaks_with_or_against_is_not_where(text: str, place: str, nlp: Language) -> None:
    case = Case("place", "dev", text, "", (place,), "")
    (document,) = read_documents([Document(text, published=PUBLISHED)], nlp)
    assert document.relations and case.is_met_by(document.relations)
