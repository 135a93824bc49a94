"""Closed word classes from `ontology/lexicon/word_classes.tsv`."""

from __future__ import annotations

from functools import lru_cache

from diplograph.errors import LexiconError
from diplograph.resources import ontology_path


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    path = ontology_path() / "lexicon" / "word_classes.tsv"
    found: dict[str, frozenset[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#") or line == "class\twords":
            continue
        name, separator, words = line.partition("\t")
        if not separator or name in found or not words or words != words.lower():
            raise LexiconError(
                f"{path}:{number}: {line!r} is not allowed; allowed: a new class, a tab, and "
                "lower-case words separated by |"
            )
        found[name] = frozenset(words.split("|"))
    return found


def word_class(name: str) -> frozenset[str]:
    """The words of a class.

    Raises:
        LexiconError: there is no such class, or the file is not valid.
    """
    classes = _classes()
    if name not in classes:
        raise LexiconError(f"no word class {name!r}; there are {', '.join(sorted(classes))}")
    return classes[name]
