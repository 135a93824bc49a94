"""Whom pronouns and definite nouns mean, and who speaks in quotations, told by tables.

See `reference_tables` for how `tables/coreference` and `tables/quotes` are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reference_tables import Row, read_rows, wrong_answers

from diplograph.components import RelationReader
from diplograph.reading import annotate
from diplograph.records import Document

if TYPE_CHECKING:
    from spacy.language import Language

ANAPHORS = read_rows("coreference/anaphors.tsv")
SPEAKERS = read_rows("quotes/speakers.tsv")
PUBLISHED = "2023-05-10"


def wrong(row: Row, nlp: Language) -> list[str]:
    """What the pipeline says wrongly about a row."""
    doc = annotate(Document(text=row.text, published=PUBLISHED), nlp)
    component = nlp.get_pipe("diplograph_relations")
    assert isinstance(component, RelationReader)
    return list(wrong_answers(row, doc, component.reader(doc)))


def _parameters() -> list[object]:
    return [
        pytest.param(
            row,
            id=f"{row.group}: {row.text}",
            marks=[pytest.mark.xfail(reason=row.cause, strict=False)] if row.cause else [],
        )
        for row in (*ANAPHORS, *SPEAKERS)
    ]


@pytest.mark.parametrize("row", _parameters())
def test_a_mark_means(row: Row, nlp: Language) -> None:
    assert wrong(row, nlp) == []


@pytest.mark.parametrize(("rows", "least"), [(ANAPHORS, 60), (SPEAKERS, 40)])
def test_the_tables_are_wide_enough_and_half_is_kept_aside(rows: list[Row], least: int) -> None:
    assert len({row.text for row in rows}) == len(rows) >= least
    held = sum(row.split == "held" for row in rows)
    assert abs(2 * held - len(rows)) <= 1
