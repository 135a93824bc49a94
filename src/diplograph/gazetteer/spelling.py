"""Whether two spellings can be of one personal name: transliterations, never other names.

Two words are spellings of one where they differ as transcriptions do: in vowels, doubled letters
and consonants that alphabets share out differently ("Hodjat", "Hojjat"; "Sergiy", "Serhiy"). A
likeness of letters alone says nothing: "Khalid" and "Khalil" are two names.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from diplograph.gazetteer.names import fold_name

_ALIKE = 75.0  # of 100, for each word of the name: how many letters may differ at all
_WITH_PATRONYMIC = 3  # words of "Vladimir Vladimirovich Putin"
_PATRONYMICS = ("ovich", "evich", "ovna", "evna")
_SHORT = 5  # words of up to so many letters must be equal: "Kim Jong Un" is not "Kim Jong Il"
_PARTICLES = frozenset(
    {"al", "el", "ul", "abu", "abd", "ben", "de", "da", "van", "von", "le", "la"}
)
_SOUNDS = (
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("sh", "S"), ("ch", "C"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("bh", "b"), ("q", "k"), ("c", "k"), ("w", "v"), ("x", "ks"), ("ij", "i"),
)  # fmt: skip
_GUTTURALS = ((("kh", "k"), ("gh", "g")), (("kh", "h"), ("gh", "h"), ("g", "h")))
"""Two ways to write what Arabic and Slavic alphabets keep apart: both words in the same way."""
_DOUBLED = re.compile(r"([^aeiou])\1+")
_VOWELS = re.compile(r"[aeiouy]+")


def same_name(one: str, other: str) -> bool:
    """Whether two full names are spellings of one: the same words, each nearly the same.

    >>> same_name("Hassan Rohani", "Hassan Rouhani")
    True
    >>> same_name("Sergei Ivanov", "Sergei Ivanova")
    False
    >>> same_name("Khalid Mansur", "Khalil Mansur")
    False
    """
    words, others = _words(one), _words(other)
    if "".join(words) == "".join(others):
        return True
    if len(words) != len(others):
        return False
    inner = slice(1, -1)
    middles = all(map(_initial_or_alike, words[inner], others[inner]))
    return middles and _alike(words[0], others[0]) and _alike(words[-1], others[-1])


def block_keys(name: str) -> tuple[str, ...]:
    """Keys of which two spellings of one name share at least one: how a word sounds, or all."""
    words = _words(name)
    return tuple(dict.fromkeys([*(s for w in words for s in _skeletons(w)), "".join(words)]))


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    words: list[str] = []
    for word in fold_name(name).lower().replace("-", " ").split():
        if words and words[-1] in _PARTICLES:
            words[-1] += word  # "El-Sherbini" is "Elsherbini"
        else:
            words.append(word)
    if len(words) == _WITH_PATRONYMIC and words[1].endswith(_PATRONYMICS):
        del words[1]
    return tuple(words)


def _initial_or_alike(one: str, other: str) -> bool:
    """Middle names may be cut to a letter: "Donald J. Trump", "Donald John Trump"."""
    return _alike(one, other) or (1 in (len(one), len(other)) and one[0] == other[0])


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> bool:
    if _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other):
        return True
    if min(len(one), len(other)) <= _SHORT or _ending(one) != _ending(other):
        return False  # "Ivanov" and "Ivanova", "Nowakowski" and "Nowakowska" are two persons
    sounds = any(a == b for a, b in zip(_skeletons(one), _skeletons(other), strict=True))
    return sounds and fuzz.ratio(one, other) >= _ALIKE


def _ending(word: str) -> str:
    last = word[-1]
    return {"y": "i", "h": ""}.get(last, last) if last in "aeiouyh" else "consonant"


@lru_cache(maxsize=65536)
def _skeletons(word: str) -> tuple[str, ...]:
    """The consonants of a word, those that stand for one sound alike; a vowel in front counts."""
    found = []
    for gutturals in _GUTTURALS:
        text = word.rstrip("h")
        for letters, sound in (*gutturals, *_SOUNDS):
            text = text.replace(letters, sound)
        first = "a" if _VOWELS.match(text) else text[:1]
        found.append(_DOUBLED.sub(r"\1", first + _VOWELS.sub("", text[1:])))
    return tuple(found)
