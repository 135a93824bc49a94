"""Of which state somebody unknown is, where a text says it of those among whom they are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diplograph.reading import annotate
from diplograph.records import Document

if TYPE_CHECKING:
    from spacy.language import Language

SANCTIONED = "Britain sanctioned 17 Saudi officials"
AMBASSADOR = "Ambassador Joao Ribeiro"
CASES = [
    (f"{SANCTIONED}, including Nayef al-Zahrani.", "Nayef al-Zahrani", "SAU"),
    (
        f"{SANCTIONED}. Among them are Faisal al-Otaibi and Nayef al-Zahrani.",
        "Nayef al-Zahrani",
        "SAU",
    ),
    (f"{SANCTIONED}. Among those listed is Nayef al-Zahrani, an aide.", "Nayef al-Zahrani", "SAU"),
    ("No American president had come there since Warren Hartwell.", "Warren Hartwell", "USA"),
    (f"Pakistan summoned {AMBASSADOR}. Portugal regretted it.", AMBASSADOR, "PRT"),
    (f"Pakistan summoned {AMBASSADOR}. Portugal and Spain regretted it.", AMBASSADOR, None),
    ("The Russian envoy Sergei Orlov and his daughter Vera were poisoned.", "Vera", "RUS"),
    ("Saudi officials met Nayef al-Zahrani.", "Nayef al-Zahrani", None),
]


@pytest.mark.parametrize(("text", "name", "state"), CASES)
def test_somebody_is_of_the_state(text: str, name: str, state: str | None, nlp: Language) -> None:
    doc = annotate(Document(text, published="2018-11-15"), nlp)
    mentions = doc._.diplograph_actors.index.mentions
    found = [m.actors for m in mentions if doc[m.start : m.end].text == name]
    assert [[a.state for a in actors] for actors in found] == [[state]]
