"""Sentence boundaries that need no model: told to the parser before it reads.

A blank line ends a sentence; a closing quote or bracket never begins one, and neither does the name
after "Mr." or "Gen." or the inside of an entity (where entities are read before).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

CLOSING = frozenset("\"'”’»)]}")
FINAL = frozenset(".!?…,;:")
TITLES = frozenset(
    (
        *("Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Gen.", "Sen.", "Rep.", "Gov.", "Lt.", "Col."),
        *("Maj.", "Capt.", "Sgt.", "Adm.", "Rev.", "Hon.", "Amb.", "St."),
    )
)


def closes(token: Token) -> bool:
    """Whether the token is a quote or bracket that belongs to what stands right before it."""
    if token.text not in CLOSING or token.i == 0:
        return False
    before = token.doc[token.i - 1]
    attached = not before.whitespace_ and not before.is_space
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    loose = following is None or bool(token.whitespace_) or following.is_space
    return attached and loose


def boundary(token: Token) -> bool | None:
    """True or False where the token must or must not begin a sentence, else None."""
    if token.i == 0:
        return None
    before = token.doc[token.i - 1]
    if before.is_space and before.text.count("\n") > 1 and not token.is_space:
        return True
    if token.ent_iob_ == "I" or closes(token) or (before.text in TITLES and token.is_title):
        return False
    return None


class SentenceHints:
    """spaCy component, before the parser."""

    def __call__(self, doc: Doc) -> Doc:
        """Set what is certain."""
        for token in doc:
            known = boundary(token)
            if known is not None:
                token.is_sent_start = known
        return doc


@Language.factory("diplograph_sentences", assigns=["token.is_sent_start"], retokenizes=False)
def make_sentence_hints(nlp: Language, name: str) -> SentenceHints:  # noqa: ARG001
    """Factory for `nlp.add_pipe("diplograph_sentences", before="parser")`."""
    return SentenceHints()
