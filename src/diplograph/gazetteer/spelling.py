"""Whether two spellings can be of one personal name: transliterations, never other names."""

from __future__ import annotations

from rapidfuzz import fuzz

from diplograph.gazetteer.names import fold_name

_ALIKE = 85.0  # of 100, for each word of the name
_WITH_PATRONYMIC = 3  # words of "Vladimir Vladimirovich Putin"
_PATRONYMICS = ("ovich", "evich", "ovna", "evna")
_SHORT = 4  # words of up to so many letters must be equal: "Kim Jong Un" is not "Kim Jong Il"


def same_name(one: str, other: str) -> bool:
    """Whether two full names are spellings of one: the same words, each nearly the same.

    >>> same_name("Hassan Rohani", "Hassan Rouhani")
    True
    >>> same_name("Sergei Ivanov", "Sergei Ivanova")
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
    """Keys of which two spellings of one name share at least one: a word, or all words as one."""
    words = _words(name)
    return tuple(dict.fromkeys([*words, "".join(words)]))


def _words(name: str) -> list[str]:
    words = fold_name(name).lower().split()
    if len(words) == _WITH_PATRONYMIC and words[1].endswith(_PATRONYMICS):
        del words[1]
    return words


def _initial_or_alike(one: str, other: str) -> bool:
    """Middle names may be cut to a letter: "Donald J. Trump", "Donald John Trump"."""
    return _alike(one, other) or (1 in (len(one), len(other)) and one[0] == other[0])


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) <= _SHORT or one[0] != other[0]:
        return False
    if one.removesuffix("a") == other.removesuffix("a"):
        return False  # "Ivanov" and "Ivanova" are two persons
    return fuzz.ratio(one, other) >= _ALIKE
