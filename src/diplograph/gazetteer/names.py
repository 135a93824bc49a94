"""The index from names to nodes: exact first, then without diacritics, periods and article."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from diplograph.gazetteer.load import Tables
from diplograph.gazetteer.model import Entry, How, Node, Reading
from diplograph.gazetteer.readings import ruled

_FLAT = str.maketrans({"’": "'", "‘": "'", "ʻ": "'", "`": "'", ".": None, "-": " ", "–": " "})
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})
_LETTERS |= str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ð": "d", "þ": "th"})


def fold_name(text: str) -> str:
    """A name without diacritics, periods, hyphens, double spaces and a leading article.

    >>> fold_name("The U.S.")
    'US'
    """
    text = text.translate(_FLAT)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = text.split()
    if len(words) > 1 and words[0] in {"the", "The", "THE"}:
        del words[0]
    return " ".join(words)


class NameIndex:
    """Names of states, organisations, given organs, persons and places."""

    def __init__(self, tables: Tables) -> None:
        self._names: dict[str, list[tuple[Node, How]]] = {}
        self._folded: dict[str, list[str]] | None = None
        self.readings: dict[str, tuple[Reading, ...]] = {}
        for text, node, how in _spellings(tables):
            found = self._names.get(text)
            if found is None:
                self._names[text] = [(node, how)]
            elif all(known is not node for known, _ in found):
                found.append((node, how))
        for reading in tables.readings:
            self.readings[reading.alias] = (*self.readings.get(reading.alias, ()), reading)

    def apply_readings(self, nodes: dict[str, Node]) -> None:
        """Put the readings of ambiguous names in, in the order of the file, default first."""
        for alias, readings in self.readings.items():
            chosen = sorted(readings, key=lambda reading: not reading.default)
            wanted = [(nodes[r.id], r.how) for r in chosen if r.id in nodes]
            ids = {node.id for node, _ in wanted}
            others = [(n, how) for n, how in self._names.get(alias, ()) if n.id not in ids]
            if wanted or others:
                self._names[alias] = wanted + others

    def __contains__(self, text: object) -> bool:
        return text in self._names

    def owners(self) -> Iterator[tuple[str, list[tuple[Node, How]]]]:
        """Every name with its nodes."""
        return iter(self._names.items())

    def exact(self, text: str) -> list[Entry]:
        """The nodes with exactly this name."""
        return [Entry(text, node, how) for node, how in self._names.get(text, ())]

    def folded(self, text: str) -> list[Entry]:
        """The nodes with a name that folds to the same as `text`."""
        if self._folded is None:
            self._folded = {}
            for name in self._names:
                self._folded.setdefault(fold_name(name), []).append(name)
        found: dict[str, Entry] = {}
        for name in self._folded.get(fold_name(text), ()):
            for node, how in self._names[name]:
                found.setdefault(node.id, Entry(text, node, how))
        return list(found.values())

    def folded_ruled(self, text: str, context: str, beside: str) -> Sequence[Entry]:
        """Those of `folded`, as the rule of an ambiguous name says that `text` folds to."""
        found = self.folded(text)
        names = (self._folded or {}).get(fold_name(text), ())
        readings = next((self.readings[n] for n in names if n in self.readings), None)
        return ruled(readings, found, context, beside)


def _spellings(tables: Tables) -> Iterator[tuple[str, Node, How]]:
    """Every name in the tables, in the order of preference."""
    for state in tables.states.values():
        yield from _named(state.name, state.aliases, state)
        yield state.official, state, How.OFFICIAL
    for organisation in tables.organisations.values():
        yield from _named(organisation.name, organisation.aliases, organisation)
        yield from _all(organisation.adjectives, organisation, How.ADJECTIVE)
    for organ in tables.organs.values():
        yield from _all(organ.metonyms, organ, How.METONYM)
        yield from _named(organ.name, organ.aliases, organ)
    for state in tables.states.values():
        yield from _all(state.adjectives, state, How.ADJECTIVE)
        yield from _all(state.demonyms, state, How.DEMONYM)
        if state.kind != "former":  # whose capital is another's now
            yield from _all(state.capitals, state, How.CAPITAL)
    for person in tables.persons.values():
        yield person.name, person, How.NAME
        yield from _all(person.aliases, person, How.ALIAS)
    places = tables.places.values()
    for place in sorted(places, key=lambda place: (place.kind == "city", -place.population)):
        yield place.name, place, How.NAME
        yield from _all(place.aliases, place, How.ALIAS)
        yield from _all(place.adjectives, place, How.ADJECTIVE)


def _all(texts: tuple[str, ...], node: Node, how: How) -> Iterator[tuple[str, Node, How]]:
    for text in texts:
        yield text, node, how


def _named(name: str, aliases: tuple[str, ...], node: Node) -> Iterator[tuple[str, Node, How]]:
    yield name, node, How.NAME
    for text in aliases:
        yield text, node, How.ABBREVIATION if is_abbreviation(text) else How.ALIAS


def is_abbreviation(text: str) -> bool:
    """Whether a name is written like an abbreviation: "UN", "U.S.", "G7", "OPEC+", "UNHCR"."""
    letters = text.replace(".", "").replace("-", "").rstrip("+")
    return " " not in text and 1 < len(letters) <= 10 and sum(map(str.isupper, letters)) >= 2
