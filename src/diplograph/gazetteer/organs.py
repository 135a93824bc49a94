"""The organs that every state has, made from patterns when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diplograph.gazetteer.load import Tables
from diplograph.gazetteer.model import Entry, How, Organ, OrganPattern, State

# Adjectives that stand only before a hyphen ("Sino-US talks") make no organ's name.
COMBINING = frozenset({"Sino", "Russo", "Anglo", "Franco", "Serbo"})
StateLookup = Callable[[str], tuple[State, ...]]


class OrganMaker:
    """Makes, finds and lists organs such as the "Chinese Foreign Ministry".

    A row of `organs.csv` whose id is `{state id}-{organ key}` replaces the made one's name and
    adds its names to it: "US State Department" is the `united-states-foreign-ministry`.
    """

    def __init__(self, tables: Tables) -> None:
        self._patterns = tables.patterns
        self._states = tables.states
        self._given = tables.organs
        self._by_state_id = {state.id: state for state in tables.states.values()}
        self._made: dict[str, Organ] = {}
        self._after_adjective: dict[str, str] = {}
        self._before_name: dict[str, str] = {}
        self._generic: dict[str, str] = {}
        for key, pattern in tables.patterns.items():
            for text in (pattern.name, *pattern.aliases):
                if text.startswith("{adj} "):
                    self._after_adjective[text[6:].lower()] = key
                else:
                    self._before_name[text[: -len(" of {name}")].lower()] = key
            for text in pattern.generic:
                self._generic[text.lower()] = key
        self._own = {
            (organ.code, rest): organ.id
            for organ in tables.organs.values()
            if organ.code in tables.states
            for rest in _without_owner(organ, tables.states[organ.code])
            if self._is_own_word(organ, rest)
        }
        self._own_words = {rest for _, rest in self._own}

    def _is_own_word(self, organ: Organ, rest: str) -> bool:
        """Whether what stands behind a state's adjective is a given organ's, not the made one's.

        The "German lower house" is the parliament, by whose id no other organ is made.
        """
        if self._parts(organ.id) is None:
            return True
        return self._after_adjective.get(rest, organ.organ) != organ.organ

    def of(self, state: State, key: str) -> Organ | None:
        """The organ of a state, or None where the state has none of this kind."""
        pattern = self._patterns.get(key)
        if pattern is None or (not state.is_state and not pattern.territories):
            return self._given.get(f"{state.id}-{key}")
        own = self._own.get((state.code, pattern.generic[0].lower())) if pattern.generic else None
        if own is not None:
            return self.by_id(own)  # "the coast guard" of the US is the US Coast Guard
        organ_id = f"{state.id}-{key}"
        organ = self._made.get(organ_id)
        if organ is None:
            organ = self._made[organ_id] = self._make(organ_id, state, pattern)
        return organ

    def has(self, organ_id: str) -> bool:
        """Whether there is an organ with this id."""
        return organ_id in self._given or self._parts(organ_id) is not None

    def by_id(self, organ_id: str) -> Organ | None:
        """The organ with this id, given or made."""
        parts = self._parts(organ_id)
        return self._given.get(organ_id) if parts is None else self.of(*parts)

    def _parts(self, organ_id: str) -> tuple[State, str] | None:
        """The state and the organ key that make this id, if the state has such an organ."""
        place = organ_id.rfind("-")
        while place > 0:
            state = self._by_state_id.get(organ_id[:place])
            pattern = self._patterns.get(organ_id[place + 1 :])
            if state is not None and pattern is not None:
                return (state, pattern.organ) if pattern.territories or state.is_state else None
            place = organ_id.rfind("-", 0, place)
        return None

    def key_of_generic(self, phrase: str) -> str | None:
        """The organ key of a mention without a state: "the foreign ministry"."""
        text = phrase.lower()
        return self._generic.get(text.removeprefix("the "))

    def find(self, text: str, by_adjective: StateLookup, by_name: StateLookup) -> list[Entry]:
        """Organs called `text` by a pattern; the organ's words are compared without case."""
        low = text.lower()
        place = text.find(" ")
        while place > 0:
            owner, rest = text[:place], low[place + 1 :]
            key = self._after_adjective.get(rest)
            states: tuple[State, ...] = ()
            if key is not None or rest in self._own_words:
                states = by_adjective(owner) or by_name(_without_genitive(owner))
            own = [self.by_id(i) for s in states if (i := self._own.get((s.code, rest)))]
            if own:  # "America's Senate" is the US Senate, not the parliament as such
                return [Entry(text, organ, How.ALIAS) for organ in own if organ is not None]
            if key is not None:
                return self._entries(text, states, key)
            place = text.find(" ", place + 1)
        place = low.rfind(" of ")
        while place > 0:
            key = self._before_name.get(low[:place])
            if key is not None:
                return self._entries(text, by_name(text[place + 4 :].removeprefix("the ")), key)
            place = low.rfind(" of ", 0, place)
        return []

    def surface_forms(self) -> Iterator[tuple[str, Entry]]:
        """All names of all organs that states have by pattern, in capitals and small letters."""
        for state in self._states.values():
            for key in self._patterns:
                organ = self.of(state, key)
                if organ is not None:
                    yield from self.forms_of(organ)

    def forms_of(self, organ: Organ) -> Iterator[tuple[str, Entry]]:
        """All names of one organ."""
        yield organ.name, Entry(organ.name, organ, How.NAME)
        for text in organ.metonyms:
            yield text, Entry(text, organ, How.METONYM)
        for text in organ.aliases:
            yield text, Entry(text, organ, How.ALIAS)

    def _entries(self, text: str, states: tuple[State, ...], key: str) -> list[Entry]:
        organs = (self.of(state, key) for state in states)
        return [
            Entry(text, organ, How.NAME if organ.name == text else How.ALIAS)
            for organ in organs
            if organ is not None
        ]

    def _make(self, organ_id: str, state: State, pattern: OrganPattern) -> Organ:
        given = self._given.get(organ_id)
        name = pattern.name.replace("{adj}", state.adjective).replace("{name}", state.name_in_text)
        texts: dict[str, None] = {}
        if given is not None:
            texts.update(dict.fromkeys(given.aliases))
        for text in (pattern.name, *pattern.aliases):
            if text.startswith("{adj} "):
                if (state.code, text[6:].lower()) in self._own:
                    continue  # another organ's name
                for adjective in state.adjectives or (state.name,):
                    if adjective not in COMBINING:
                        texts.update(dict.fromkeys(_both_cases(adjective, text[5:])))
            else:
                before = text[: -len("{name}")]
                texts[before + state.name_in_text] = None
                texts[before.lower() + state.name_in_text] = None
        final = given.name if given is not None else name
        texts.pop(final, None)
        metonyms = given.metonyms if given is not None else ()
        for metonym in metonyms:
            texts.pop(metonym, None)
        return Organ(organ_id, final, tuple(texts), metonyms, pattern.organ, state.code)


def _without_owner(organ: Organ, state: State) -> Iterator[str]:
    """ "senate" of "US Senate": what an organ's names are behind the state's usual adjective.

    The "Soviet parliament" is none of which "Russian parliament" is another name.
    """
    for text in (organ.name, *organ.aliases):
        for adjective in (state.adjective, *_abbreviations(state), state.name):
            if text.startswith(f"{adjective} "):
                yield text[len(adjective) + 1 :].lower()


def _abbreviations(state: State) -> tuple[str, ...]:
    return tuple(word for word in state.adjectives if word.isupper())


def _both_cases(adjective: str, rest: str) -> tuple[str, ...]:
    """`Chinese Foreign Ministry` and `Chinese foreign ministry`; abbreviations as they are."""
    if rest.strip().isupper():
        return (adjective + rest,)
    return (adjective + rest, adjective + rest.lower())


def _without_genitive(text: str) -> str:
    """`China's` -> `China`; text without a genitive ending as it is."""
    for ending in ("'s", "’s"):
        if text.endswith(ending):
            return text[:-2].removeprefix("the ")
    return text.removesuffix("'").removesuffix("’").removeprefix("the ")
