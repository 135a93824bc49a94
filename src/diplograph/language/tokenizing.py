"""A tokenizer without rules of its own, for a pipeline whose rules are in its files."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokenizer import Tokenizer


def make_empty() -> Callable[[Language], Tokenizer]:
    """What makes a tokenizer that knows no word; its rules are read with the pipeline.

    spaCy's default makes those of English first, to put the pipeline's in their place: a seventh
    of the time to the first record.
    """

    def _empty(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab)

    return _empty
