"""Which language a text is in, as far as that is sure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from diplograph.errors import PipelineError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SURE = 0.9
"""Of 22,000 English sentences, most of them shorter than 80 characters, two quotations of French
are as surely something else."""
_SAMPLE = 10_000
_SCRIPT_LETTERS = 8
_KIN = frozenset(("en", "pcm", "sco", "zxx"))
"""English, what is taken for it at times (Nigerian Pidgin, Scots), and no language at all."""


def foreign_language(text: str) -> str | None:
    """The ISO 639 code of the language a text is surely in, `und` if unknown; None for English.

    None also where that is not sure, as in a few words or a list of names. Looks at the first
    10,000 characters. Text mostly in other letters than Latin ones is never English.
    """
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    other_script = len(letters) >= _SCRIPT_LETTERS and 2 * sum(map(_not_latin, letters)) > len(
        letters
    )
    code, probability = _identifier().classify(sample)
    if other_script:
        return str(code) if code not in _KIN else "und"
    return str(code) if probability >= _SURE and code not in _KIN else None


def _not_latin(letter: str) -> bool:
    return letter > "\u024f" and not unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER"))


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  (slow to load)

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:  # it unpacks its model to a temporary file
        raise PipelineError(
            f"the language identifier cannot be unpacked: {error.strerror}; is the disk full?"
        ) from error
