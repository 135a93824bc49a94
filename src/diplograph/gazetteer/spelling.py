"""Whether two spellings can be of one personal name: transliterations, never other names.

Two words are spellings of one where they differ as transcriptions do: in vowels, doubled letters
and consonants that alphabets share out differently ("Hodjat", "Hojjat"; "Sergiy", "Serhiy"). A
likeness of letters alone says nothing: "Khalid" and "Khalil" are two names. Given names whose
transcriptions differ more ("Sergei", "Serhiy") are data (`ontology/gazetteer/spellings.csv`), and
so are the states whose people's names are transcribed at all (`transcribed.csv`): "Lahtinen" and
"Lehtinen" of Finland are two.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from diplograph.errors import GazetteerError
from diplograph.gazetteer.names import fold_name
from diplograph.resources import ontology_path

_ALIKE = 75.0  # of 100, for each word of the name: how many letters may differ at all
_WITH_PATRONYMIC = 3  # words of "Vladimir Vladimirovich Putin"
_PATRONYMICS = ("ovich", "evich", "ovna", "evna")
_SHORT = 5  # words of up to so many letters must be equal: "Kim Jong Un" is not "Kim Jong Il"
_PARTICLES = frozenset(
    {"al", "el", "ul", "abu", "abd", "ben", "de", "da", "van", "von", "le", "la"}
    | {"abdel", "abdul", "abdal", "abdol", "abdoul"}
)
_ARTICLE = re.compile(r"\b(?:[ae]l[ -]|a([nrstdz])-(?=\1)|ash-(?=sh))")
"""The Arabic article in front of a later name, also as it sounds there: "al-", "el-", "ash-Sh"."""
_SOUNDS = (
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("sh", "S"), ("ch", "C"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("bh", "b"), ("q", "k"), ("c", "k"), ("w", "v"), ("x", "ks"), ("ij", "i"),
)  # fmt: skip
_GUTTURALS = (
    ((re.compile("kh"), "k"), (re.compile("gh"), "g")),
    ((re.compile("kh|gh|(?<!n)g(?!$)"), "h"),),
)
"""Two ways to write what Arabic and Slavic alphabets keep apart: both words in the same way.

A "g" that ends a word or syllable ("Thang") is no such letter.
"""
_VOWEL_SOUNDS = (
    (re.compile("eye"), "ee"),
    (re.compile("aa+"), "a"),
    (re.compile("ee+|i[iy]+|y[iy]*(?![aeou])"), "i"),
    (re.compile("o[ou]+|uu+"), "u"),
    (re.compile("[ae][iy]"), "ai"),
    (re.compile("e"), "i"),
    (re.compile("o"), "u"),
)
_SPELT_OUT = str.maketrans(
    {"ə": "a", "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "š": "sh", "ş": "sh",
     "ș": "sh", "č": "ch", "ç": "ch", "ž": "zh", "đ": "dj"}
)  # fmt: skip
_DOUBLED = re.compile(r"([^aeiou])\1+")
_SILENT = re.compile(r"(?<=[aeo])h+$")
_VOWELS = re.compile(r"[aeiouy]+")


def same_name(one: str, other: str, code: str = "") -> bool:
    """Whether two full names are spellings of one: the same words, each nearly the same.

    `code` is the state of whoever is called so: where names are not transcribed, only accents,
    doubled letters and the given names of the data may differ.

    >>> same_name("Hassan Rohani", "Hassan Rouhani")
    True
    >>> same_name("Sergei Ivanov", "Sergei Ivanova")
    False
    >>> same_name("Khalid Mansur", "Khalil Mansur")
    False
    >>> same_name("Mikko Lahtinen", "Mikko Lehtinen", "FIN")
    False
    """
    loose = not code or code in _transcribed()
    return any(_same_words(a, b, loose=loose) for a in _writings(one) for b in _writings(other))


def _same_words(words: tuple[str, ...], others: tuple[str, ...], *, loose: bool) -> bool:
    if "".join(words) == "".join(others):
        return True
    if len(words) != len(others):
        return False

    def alike(one: str, other: str) -> bool:
        """Whether first or last names can be the same."""
        return _alike(one, other) if loose else _equal(one, other)

    def middle(one: str, other: str) -> bool:
        """Middle names may be initials: "Donald J. Trump", "Donald John Trump"."""
        return alike(one, other) or (1 in (len(one), len(other)) and one[0] == other[0])

    inner = slice(1, -1)
    middles = all(map(middle, words[inner], others[inner]))
    return middles and alike(words[0], others[0]) and alike(words[-1], others[-1])


def same_surname(one: str, other: str) -> bool:
    """Whether two words are spellings of one surname: "Zelensky", "Zelenskyy"."""
    return _alike(fold_name(one).lower(), fold_name(other).lower())


def sounds_same(one: str, other: str) -> bool:
    """Whether two spellings of a name differ in letters of one sound alone, vowels included.

    "Shaaban", "Shaban"; "Rastegari", "Rastigari"; not "Ergashov", "Ergashev".
    """
    return any(
        (len(a) == len(b) and all(map(_sounds_same, a, b))) or "".join(a) == "".join(b)
        for a in _writings(one)
        for b in _writings(other)
    )


def _sounds_same(one: str, other: str) -> bool:
    if one == other or _name_of(one) == _name_of(other) != "":
        return True
    pairs = zip(_sounding(one), _sounding(other), strict=True)
    return any(_with_vowels(a) == _with_vowels(b) for a, b in pairs)


def _with_vowels(word: str) -> str:
    for letters, sound in _VOWEL_SOUNDS:
        word = letters.sub(sound, word)
    return word


def is_often_shared(code: str) -> bool:
    """Whether full names of a state's people are often those of many (`common_names.csv`)."""
    return code in _often_shared()


def block_keys(name: str) -> tuple[str, ...]:
    """Keys of which two spellings of one name share at least one: how a word sounds, or all."""
    keys: dict[str, None] = {}
    for words in _writings(name):
        keys |= dict.fromkeys(key for word in words for key in (*_skeletons(word), _name_of(word)))
        keys["".join(words)] = None
    keys.pop("", None)
    return tuple(keys)


def _writings(name: str) -> Iterator[tuple[str, ...]]:
    """A name's words with its accents left out, and with them spelt out ("Mueller", "Zhukov").

    Each also without Arabic articles, which some papers leave out ("al-Sassi", "Sassi").
    """
    spelt_out = name.lower().translate(_SPELT_OUT)
    for text in dict.fromkeys((name.lower(), spelt_out)):
        yield _words(text)
        first, _, later = text.partition(" ")
        if _ARTICLE.search(later):
            yield _words(f"{first} {_ARTICLE.sub('', later)}")


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


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> bool:
    if _equal(one, other):
        return True
    if min(len(one), len(other)) <= _SHORT or _ending(one) != _ending(other):
        return False  # "Ivanov" and "Ivanova", "Nowakowski" and "Nowakowska" are two persons
    sounds = any(a == b for a, b in zip(_skeletons(one), _skeletons(other), strict=True))
    return sounds and fuzz.ratio(one, other) >= _ALIKE


def _equal(one: str, other: str) -> bool:
    """The same but for letters of one sound, or two transcriptions of one given name."""
    if any(a == b for a, b in zip(_sounding(one), _sounding(other), strict=True)):
        return True
    return _name_of(one) == _name_of(other) != ""


def _ending(word: str) -> str:
    last = _SILENT.sub("", word)[-1:]  # "Rajabzoda" and "Rajabzodah" end alike
    return {"y": "i"}.get(last, last) if last in "aeiouy" else "consonant"


@lru_cache(maxsize=65536)
def _skeletons(word: str) -> tuple[str, ...]:
    """The consonants of a word, those that stand for one sound alike; a vowel in front counts."""
    found = []
    for text in _sounding(word):
        first = "a" if _VOWELS.match(text) else text[:1]
        found.append(_DOUBLED.sub(r"\1", first + _VOWELS.sub("", text[1:])))
    return tuple(found)


def _sounding(word: str) -> Iterator[str]:
    """A word with letters that stand for one sound written alike, in each way of gutturals."""
    for gutturals in _GUTTURALS:
        text = _SILENT.sub("", word)
        for pattern, sound in gutturals:
            text = pattern.sub(sound, text)
        for letters, sound in _SOUNDS:
            text = text.replace(letters, sound)
        yield _DOUBLED.sub(r"\1", text)


def _name_of(word: str) -> str:
    """The given name that a word spells, as the first of its row; blank for none known."""
    return _given_names().get(word, "")


@lru_cache(maxsize=1)
def _given_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for number, row in _rows("spellings"):
        words = row["spellings"].split("|")
        for word in words:
            if word in found or word != fold_name(word).lower():
                raise GazetteerError(
                    f"spellings.csv:{number}: {word!r} is not allowed; allowed: words in small "
                    "letters without accents, each in one row"
                )
            found[word] = words[0]
    return found


@lru_cache(maxsize=1)
def _transcribed() -> frozenset[str]:
    return frozenset(row["code"] for _, row in _rows("transcribed"))


@lru_cache(maxsize=1)
def _often_shared() -> frozenset[str]:
    return frozenset(row["code"] for _, row in _rows("common_names"))


def _rows(table: str) -> Iterator[tuple[int, dict[str, str]]]:
    path = ontology_path() / "gazetteer" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        yield from enumerate(csv.DictReader(stream), start=2)
