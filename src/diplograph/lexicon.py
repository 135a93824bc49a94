"""The lexicon: which words say which relation, read from `ontology/lexicon/*.tsv` and checked.

`frames.tsv` has triggers, `operators.tsv` words that change the status or speaker of what is below
them ("plan to", "no"), `light_verbs.tsv` verbs that lend an event noun their arguments ("hold
talks"). A slot is a path in the syntax: `obj.owner` is who owns or does what the object names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from diplograph.lexicon_rows import PREPOSITIONS, Row, Slot, names, rows_of
from diplograph.resources import ontology_path

_Rank = tuple[bool, bool]


FRAME_COLUMNS = names("lemma pos particle object relation source target topic complement example")
OPERATOR_COLUMNS = names("lemma pos particle complement effect control example")
LIGHT_VERB_COLUMNS = names("lemma particle preposition direction example")
FRAME_POS = ("VERB", "NOUN", "ADJ")
OPERATOR_POS = names("VERB NOUN ADJ ADV AUX DET PRON ADP SCONJ CCONJ PART")
OPERATOR_COMPLEMENTS = ("", "xcomp", "ccomp", "noun")
_E = TypeVar("_E", "Frame", "Operator", "LightVerb")

Complement = StrEnum(
    "Complement", "WANTED PROMISED OFFERED THREATENED REFUSED CLAIMED DONE ASSERTED"
)
"""What the clause below a trigger is to its speaker."""

COMPLEMENTS = ("", *Complement)
Effect = StrEnum(
    "Effect", "PLANNED HYPOTHETICAL NEGATED ACTUAL PRESUPPOSED SAID DENIED ALLEGED CONFIRMED"
)
"""What an operator does to the event below it."""
Control = StrEnum("Control", "SUBJ OBJ NONE")
"""Which argument of an operator does the embedded act; none: raising, impersonal, modifier."""
Direction = StrEnum("Direction", "ACTIVE PASSIVE")
"""Whether the subject of a light verb does the noun's act or undergoes it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which a word says a relation; slots stand in order of preference."""

    id: str
    lemmas: tuple[str, ...]
    pos: str
    particle: str
    objects: tuple[str, ...]
    relation: str
    source: tuple[Slot, ...]
    target: tuple[Slot, ...]
    topic: tuple[Slot, ...]
    complement: Complement | None
    example: str
    line: int


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that changes the status or the speaker of what stands below it."""

    lemmas: tuple[str, ...]
    pos: str
    particle: str
    complement: str
    effect: Effect
    control: Control
    example: str


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A verb that lends its arguments to an event noun: its object, or behind a preposition."""

    lemmas: tuple[str, ...]
    particle: str
    preposition: str
    direction: Direction
    example: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The three tables, ready to look up by lemma and part of speech."""

    all_frames: tuple[Frame, ...]
    all_operators: tuple[Operator, ...]
    all_light_verbs: tuple[LightVerb, ...]
    _frames: Mapping[str, tuple[Frame, ...]]
    _operators: Mapping[str, tuple[Operator, ...]]
    _light: Mapping[str, tuple[LightVerb, ...]]

    def frames(self, lemma: str, pos: str) -> tuple[Frame, ...]:
        """The frames of a word: those that ask for an object first, then for a particle."""
        return self._frames.get(f"{lemma}/{pos}", ())

    def operators(self, lemma: str, pos: str) -> tuple[Operator, ...]:
        """The operator readings of a word: those that ask for a particle or complement first."""
        return self._operators.get(f"{lemma}/{pos}", ())

    def light(self, lemma: str) -> tuple[LightVerb, ...]:
        """The light verb readings of a verb: those that ask for most first."""
        return self._light.get(f"{lemma}/VERB", ())

    def sizes(self) -> dict[str, int]:
        """How many rows there are: frames by part of speech, operators, light verbs."""
        counts = Counter(f"frames_{frame.pos.lower()}" for frame in self.all_frames)
        rest = {"operators": len(self.all_operators), "light_verbs": len(self.all_light_verbs)}
        return {"frames": len(self.all_frames), **counts, **rest}


def _frame(row: Row, relations: Collection[str] | None, taken: Counter[str]) -> Frame:
    relation = row.cells["relation"]
    if relations is not None:
        row.one_of("relation", relations)
    pos = row.one_of("pos", FRAME_POS)
    lemmas, particle, objects = row.words("lemma"), row.cells["particle"], row.words("object")
    if objects and pos == "ADJ":
        raise row.fail("object", row.cells["object"], "nothing for an ADJ")
    complement = row.one_of("complement", COMPLEMENTS)
    name = "+".join(filter(None, (f"{pos.lower()}:{lemmas[0]}", particle)))
    name += f"({objects[0]})" if objects else ""
    name += f"/{relation}" if taken[name] else ""
    taken[name] += 1
    return Frame(
        id=name if taken[name] == 1 else f"{name}/{taken[name]}",
        lemmas=lemmas,
        pos=pos,
        particle=particle,
        objects=objects,
        relation=relation,
        source=row.slots("source"),
        target=row.slots("target"),
        topic=row.slots("topic") if row.cells["topic"] else (),
        complement=Complement(complement) if complement else None,
        example=row.cells["example"],
        line=row.line,
    )


def _operator(row: Row) -> Operator:
    return Operator(
        lemmas=row.words("lemma"),
        pos=row.one_of("pos", OPERATOR_POS),
        particle=row.cells["particle"],
        complement=row.one_of("complement", OPERATOR_COMPLEMENTS),
        effect=Effect(row.one_of("effect", tuple(Effect))),
        control=Control(row.one_of("control", tuple(Control))),
        example=row.cells["example"],
    )


def _light_verb(row: Row) -> LightVerb:
    return LightVerb(
        lemmas=row.words("lemma"),
        particle=row.cells["particle"],
        preposition=row.one_of("preposition", ("", *PREPOSITIONS)),
        direction=Direction(row.one_of("direction", tuple(Direction))),
        example=row.cells["example"],
    )


def _index(entries: Iterable[_E], rank: Callable[[_E], _Rank]) -> dict[str, tuple[_E, ...]]:
    """Entries by `lemma/POS`, for each spelling, those of lowest rank first."""
    found: dict[str, list[_E]] = defaultdict(list)
    for entry in sorted(entries, key=rank):
        for lemma in entry.lemmas:
            found[f"{lemma}/{getattr(entry, 'pos', 'VERB')}"].append(entry)
    return {name: tuple(values) for name, values in found.items()}


@lru_cache(maxsize=4)
def _load(folder: Path, relations: tuple[str, ...] | None, extra: Path | None = None) -> Lexicon:
    taken: Counter[str] = Counter()
    key = names("pos particle object source target")
    # A user's own frames come first: of two that fit a word, the first is taken.
    tables = [extra, folder / "frames.tsv"] if extra is not None else [folder / "frames.tsv"]
    told = (row for table in tables for row in rows_of(table, FRAME_COLUMNS, key))
    frames = tuple(_frame(row, relations, taken) for row in told)
    rows = rows_of(folder / "operators.tsv", OPERATOR_COLUMNS, names("pos particle complement"))
    operators = tuple(_operator(row) for row in rows)
    rows = rows_of(folder / "light_verbs.tsv", LIGHT_VERB_COLUMNS, names("particle preposition"))
    verbs = tuple(_light_verb(row) for row in rows)
    by_demand = (
        _index(frames, lambda entry: (not entry.objects, not entry.particle)),
        _index(operators, lambda entry: (not entry.particle, not entry.complement)),
        _index(verbs, lambda entry: (not entry.particle, not entry.preposition)),
    )
    return Lexicon(frames, operators, verbs, *by_demand)


def load_lexicon(
    directory: Path | None = None,
    relations: Collection[str] | None = None,
    extra: Path | None = None,
) -> Lexicon:
    """Read and check the tables in a folder (default: those that travel with the package).

    `relations`: the property names that the ontology has; any other is an error. `extra`: a
    further table of frames, in the form of `frames.tsv`.
    """
    folder = ontology_path() / "lexicon" if directory is None else directory
    return _load(folder, None if relations is None else tuple(sorted(relations)), extra)
