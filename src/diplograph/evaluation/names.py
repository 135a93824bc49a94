"""When two names are the same name."""

from __future__ import annotations

import re

_PRONOUN = re.compile(
    r"(?:i|me|my|mine|we|us|ours?|yours?|you|he|him|his|she|hers?|it|its|they|them|theirs?|who|whom"
    r"|whose|which|th[ai]t|this|these|those|(?:him|her|it|them)sel(?:f|ves)|both|each other)",
    re.IGNORECASE,
)


def normal_name(name: str) -> str:
    """A name for comparison: small letters, single spaces, no "the" before it and no 's after."""
    name = " ".join(name.replace("’", "'").split()).casefold().strip(" .,;:\"'()")
    return re.sub(r"'s$", "", re.sub(r"^the ", "", name))


def is_pronoun(mention: str) -> bool:
    """Whether a mention is a pronoun ("US" is none)."""
    return mention.strip() != "US" and bool(_PRONOUN.fullmatch(mention.strip()))


def is_proper(mention: str) -> bool:
    """Whether a mention names its actor rather than pointing back to it ("she", "the group")."""
    words = [word for word in mention.split() if word.lower() not in {"the", "a", "an"}]
    return not is_pronoun(mention) and any(word[0].isupper() for word in words)
