"""The lexicon: which words say which relation, read from `ontology/lexicon/*.tsv` and checked.

Three tables. `frames.tsv`: a trigger word, what must stand beside it, the relation it means and
where in the syntax its source and target stand. `operators.tsv`: words that are no relation but
change the status or the speaker of one below them ("plan to", "deny", "no"). `light_verbs.tsv`:
verbs that lend their arguments to an event noun ("hold talks with").

A slot is a path through the syntax: `subj`, `obj`, `iobj`, `poss`, `mod`, a preposition, `comp`
(any clausal complement), `xcomp` (infinitive or gerund), `ccomp` (finite clause), then further
steps: `obj.owner` is whoever owns or does the thing that the object names. `comp.target` stands
for all places where the complement's own target may be, and is expanded here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from diplograph.errors import LexiconError
from diplograph.resources import ontology_path

Slot = tuple[str, ...]
"""A path through the syntax, such as `("obj", "owner")`."""

FRAME_COLUMNS = "lemma pos particle object relation source target topic complement example".split()
OPERATOR_COLUMNS = "lemma pos particle effect control example".split()
LIGHT_VERB_COLUMNS = "lemma particle preposition direction example".split()

FRAME_POS = ("VERB", "NOUN", "ADJ")
OPERATOR_POS = ("VERB", "NOUN", "ADJ", "ADV", "AUX", "DET", "ADP", "SCONJ", "PART")
ARGUMENTS = ("subj", "obj", "iobj", "poss", "mod", "comp", "xcomp", "ccomp")
PREPOSITIONS = (
    "about across after against ahead_of along alongside amid among around as at before behind "
    "between beyond by concerning despite during for from in inside into near of off on onto "
    "out_of outside over past regarding through throughout to toward towards under until upon "
    "via with within without"
).split()
STEPS = (*ARGUMENTS, *PREPOSITIONS, "owner", "within", "speaker")

_CLAUSES = ("comp", "xcomp", "ccomp")
_TARGET_PLACES: tuple[Slot, ...] = (
    ("obj",),
    ("iobj",),
    ("with",),
    ("against",),
    ("on",),
    ("to",),
    ("from",),
    ("obj", "owner"),
    ("obj", "against"),
    ("obj", "with"),
    ("obj", "on"),
    ("obj", "to"),
    ("obj", "from"),
    ("for",),
)
_WORD = re.compile(r"[^\W\d_A-Z][\w’'-]*")
_RELATION = re.compile(r"[a-z][A-Za-z]*")


class Complement(StrEnum):
    """What the clause below a trigger is to its speaker."""

    WANTED = "wanted"
    PROMISED = "promised"
    OFFERED = "offered"
    THREATENED = "threatened"
    REFUSED = "refused"
    CLAIMED = "claimed"
    DONE = "done"
    ASSERTED = "asserted"


class Effect(StrEnum):
    """What an operator does to the event below it."""

    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    ACTUAL = "actual"
    PRESUPPOSED = "presupposed"
    SAID = "said"
    DENIED = "denied"
    ALLEGED = "alleged"
    CONFIRMED = "confirmed"


class Control(StrEnum):
    """Which argument of an operator does the embedded act; `none`: raising or impersonal."""

    SUBJ = "subj"
    OBJ = "obj"
    NONE = "none"


class Direction(StrEnum):
    """Whether the subject of a light verb does the noun's act or undergoes it."""

    ACTIVE = "active"
    PASSIVE = "passive"


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which a word says a relation; slots stand in order of preference."""

    id: str
    lemmas: tuple[str, ...]
    pos: str
    particle: str
    objects: frozenset[str]
    relation: str
    source: tuple[Slot, ...]
    target: tuple[Slot, ...]
    topic: tuple[Slot, ...]
    complement: Complement | None
    example: str
    line: int

    @property
    def lemma(self) -> str:
        """The first spelling, which names the rule."""
        return self.lemmas[0]


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that changes the status or the speaker of what stands below it."""

    lemmas: tuple[str, ...]
    pos: str
    particle: str
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
    _frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    _operators: Mapping[tuple[str, str], tuple[Operator, ...]]
    _light: Mapping[str, tuple[LightVerb, ...]]

    def frames(self, lemma: str, pos: str) -> tuple[Frame, ...]:
        """The frames of a word: those that ask for an object first, then for a particle."""
        return self._frames.get((lemma, pos), ())

    def operators(self, lemma: str, pos: str) -> tuple[Operator, ...]:
        """The operator readings of a word: those that ask for a particle first."""
        return self._operators.get((lemma, pos), ())

    def light(self, lemma: str) -> tuple[LightVerb, ...]:
        """The light verb readings of a verb: those that ask for most first."""
        return self._light.get(lemma, ())

    def sizes(self) -> dict[str, int]:
        """How many rows there are: frames by part of speech, operators, light verbs."""
        counts = Counter(frame.pos for frame in self.all_frames)
        return {
            "frames": len(self.all_frames),
            **{f"frames_{pos.lower()}": counts[pos] for pos in FRAME_POS},
            "operators": len(self.all_operators),
            "light_verbs": len(self.all_light_verbs),
        }


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a table with its place, so that every complaint can name it."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def fail(self, column: str, value: str, allowed: str) -> LexiconError:
        return LexiconError(
            f"{self.path}:{self.line}: {column} {value!r} is not allowed; allowed: {allowed}"
        )

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        value = self.cells[column]
        if value not in allowed:
            raise self.fail(column, value, ", ".join(allowed))
        return value

    def words(self, column: str) -> tuple[str, ...]:
        values = tuple(part for part in self.cells[column].split("|") if part)
        for value in values:
            if not _WORD.fullmatch(value):
                raise self.fail(column, value, "lower-case words, separated by |")
        return values

    def required_words(self, column: str) -> tuple[str, ...]:
        values = self.words(column)
        if not values:
            raise self.fail(column, "", "at least one lower-case word")
        return values

    def text(self, column: str) -> str:
        if not self.cells[column]:
            raise self.fail(column, "", "a short sentence")
        return self.cells[column]

    def slots(self, column: str, *, required: bool) -> tuple[Slot, ...]:
        written = [part.strip() for part in self.cells[column].split(",") if part.strip()]
        if required and not written:
            raise self.fail(column, "", "at least one slot")
        found = [slot for part in written for slot in self._slot(column, part)]
        return tuple(dict.fromkeys(found))

    def _slot(self, column: str, written: str) -> list[Slot]:
        path = tuple(written.split("."))
        if len(path) == 2 and path[0] in _CLAUSES and path[1] == "target":
            return [(path[0], *place) for place in _TARGET_PLACES]
        if path[0] == "owner" or any(step not in STEPS for step in path):
            raise self.fail(column, written, f"paths of {', '.join(STEPS)}; comp.target")
        return [path]


def _rows(path: Path, columns: Collection[str]) -> Iterator[_Row]:
    """The rows of a table, without comments and blank lines, header and width checked."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: is not UTF-8: {error.reason}") from error
    header: tuple[str, ...] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.rstrip("\r").split("\t"))
        if header is None:
            header = cells
            if header != tuple(columns):
                expected = ", ".join(columns)
                raise LexiconError(
                    f"{path}:{number}: header {', '.join(header)!r} is not allowed; "
                    f"allowed: {expected}"
                )
            continue
        if len(cells) != len(header):
            raise LexiconError(
                f"{path}:{number}: {len(cells)} cells are not allowed; allowed: {len(header)}"
            )
        yield _Row(path, number, dict(zip(header, cells, strict=True)))
    if header is None:
        raise LexiconError(f"{path}: is empty; allowed: a header line and rows")


def _particle(row: _Row, column: str = "particle") -> str:
    words = row.words(column)
    if len(words) > 1:
        raise row.fail(column, row.cells[column], "one word or nothing")
    return words[0] if words else ""


def _rule_name(frame_pos: str, lemma: str, particle: str, objects: Collection[str]) -> str:
    name = f"{frame_pos.lower()}:{lemma}"
    if particle:
        name += f"+{particle}"
    return f"{name}({min(objects)})" if objects else name


def _frame(row: _Row, relations: Collection[str] | None, taken: Counter[str]) -> Frame:
    relation = row.cells["relation"]
    if relations is not None and relation not in relations:
        raise row.fail("relation", relation, ", ".join(sorted(relations)))
    if not _RELATION.fullmatch(relation):
        raise row.fail("relation", relation, "a property's local name")
    pos = row.one_of("pos", FRAME_POS)
    lemmas = row.required_words("lemma")
    particle, objects = _particle(row), row.words("object")
    if objects and pos == "ADJ":
        raise row.fail("object", row.cells["object"], "nothing for an ADJ")
    complement = row.one_of("complement", ("", *Complement))
    name = _rule_name(pos, lemmas[0], particle, objects)
    if taken[name]:
        name = f"{name}/{relation}"
    taken[name] += 1
    return Frame(
        id=name if taken[name] == 1 else f"{name}/{taken[name]}",
        lemmas=lemmas,
        pos=pos,
        particle=particle,
        objects=frozenset(objects),
        relation=relation,
        source=row.slots("source", required=True),
        target=row.slots("target", required=True),
        topic=row.slots("topic", required=False),
        complement=Complement(complement) if complement else None,
        example=row.text("example"),
        line=row.line,
    )


def _refuse_repeats(rows: list[_Row], columns: Collection[str]) -> None:
    """Raise where two rows say the same of one lemma, each spelling counted."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        for lemma in row.words("lemma"):
            key = (lemma, *(row.cells[column] for column in columns))
            if key in seen:
                raise row.fail("lemma", lemma, f"rows that differ from line {seen[key]}")
            seen[key] = row.line


def _load_frames(path: Path, relations: Collection[str] | None) -> tuple[Frame, ...]:
    rows = list(_rows(path, FRAME_COLUMNS))
    taken: Counter[str] = Counter()
    frames = tuple(_frame(row, relations, taken) for row in rows)
    _refuse_repeats(rows, ("pos", "particle", "object", "source", "target"))
    return frames


def _load_operators(path: Path) -> tuple[Operator, ...]:
    rows = list(_rows(path, OPERATOR_COLUMNS))
    operators = tuple(
        Operator(
            lemmas=row.required_words("lemma"),
            pos=row.one_of("pos", OPERATOR_POS),
            particle=_particle(row),
            effect=Effect(row.one_of("effect", tuple(Effect))),
            control=Control(row.one_of("control", tuple(Control))),
            example=row.text("example"),
        )
        for row in rows
    )
    _refuse_repeats(rows, ("pos", "particle"))
    return operators


def _load_light_verbs(path: Path) -> tuple[LightVerb, ...]:
    rows = list(_rows(path, LIGHT_VERB_COLUMNS))
    verbs = tuple(
        LightVerb(
            lemmas=row.required_words("lemma"),
            particle=_particle(row),
            preposition=row.one_of("preposition", ("", *PREPOSITIONS)),
            direction=Direction(row.one_of("direction", tuple(Direction))),
            example=row.text("example"),
        )
        for row in rows
    )
    _refuse_repeats(rows, ("particle", "preposition"))
    return verbs


def load_lexicon(
    directory: Path | None = None, relations: Collection[str] | None = None
) -> Lexicon:
    """Read and check the tables in a folder (default: those that travel with the package).

    `relations`: the property names that the ontology has; any other is an error.
    """
    folder = ontology_path() / "lexicon" if directory is None else directory
    return _load(folder, None if relations is None else frozenset(relations))


@lru_cache(maxsize=4)
def _load(folder: Path, relations: frozenset[str] | None) -> Lexicon:
    frames = _load_frames(folder / "frames.tsv", relations)
    operators = _load_operators(folder / "operators.tsv")
    verbs = _load_light_verbs(folder / "light_verbs.tsv")
    by_need = sorted(frames, key=lambda frame: (not frame.objects, not frame.particle))
    frame_index: dict[tuple[str, str], tuple[Frame, ...]] = {}
    for frame in by_need:
        for lemma in frame.lemmas:
            key = (lemma, frame.pos)
            frame_index[key] = (*frame_index.get(key, ()), frame)
    operator_index: dict[tuple[str, str], tuple[Operator, ...]] = {}
    for operator in sorted(operators, key=lambda entry: not entry.particle):
        for lemma in operator.lemmas:
            key = (lemma, operator.pos)
            operator_index[key] = (*operator_index.get(key, ()), operator)
    light_index: dict[str, tuple[LightVerb, ...]] = {}
    for verb in sorted(verbs, key=lambda entry: (not entry.particle, not entry.preposition)):
        for lemma in verb.lemmas:
            light_index[lemma] = (*light_index.get(lemma, ()), verb)
    return Lexicon(frames, operators, verbs, frame_index, operator_index, light_index)
