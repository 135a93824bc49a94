"""The lexicon: what the loader refuses, and what the tables that ship must hold."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from diplograph.errors import LexiconError
from diplograph.lexicon import (
    FRAME_COLUMNS,
    LIGHT_VERB_COLUMNS,
    OPERATOR_COLUMNS,
    Complement,
    Control,
    Direction,
    Effect,
    Lexicon,
    load_lexicon,
)
from diplograph.ontology import load_ontology
from diplograph.word_classes import word_class

FRAME = {
    "lemma": "urge",
    "pos": "VERB",
    "particle": "",
    "object": "",
    "relation": "urges",
    "source": "subj",
    "target": "obj,ccomp.subj",
    "topic": "on",
    "complement": "wanted",
    "example": "Paris urged Rome to act.",
}
OPERATOR = {
    "lemma": "plan",
    "pos": "VERB",
    "particle": "",
    "complement": "",
    "effect": "planned",
    "control": "subj",
    "example": "Paris plans to act.",
}
LIGHT_VERB = {
    "lemma": "hold",
    "particle": "",
    "preposition": "",
    "direction": "active",
    "example": "Paris held talks.",
}
TABLES = {
    "frames.tsv": (FRAME_COLUMNS, FRAME),
    "operators.tsv": (OPERATOR_COLUMNS, OPERATOR),
    "light_verbs.tsv": (LIGHT_VERB_COLUMNS, LIGHT_VERB),
}
IRREGULAR_FORMS = """
    beat=beat begin=began bend=bent blow=blew break=broke bring=brought buy=bought catch=caught
    come=came cut=cut draw=drew drive=drove feed=fed fight=fought find=found fly=flew forbid=forbade
    freeze=froze get=got give=gave go=went have=had hit=hit hold=held keep=kept lay=laid lead=led
    leave=left lend=lent let=let make=made meet=met overrun=overran pay=paid put=put retake=retook
    ring=rang rise=rose say=said see=saw seek=sought sell=sold send=sent set=set shake=shook
    shoot=shot shy=shied sink=sank sit=sat slay=slew speak=spoke spy=spied stand=stood steal=stole
    stick=stuck strike=struck swear=swore take=took tear=tore tell=told think=thought throw=threw
    try=tried unfreeze=unfroze uphold=upheld win=won withdraw=withdrew withhold=withheld write=wrote
    forget=forgot foresee=foresaw understand=understood forgo=forwent hear=heard be=is
    wo=will
"""
IRREGULAR = dict(pair.split("=") for pair in IRREGULAR_FORMS.split())


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def write(folder: Path, **changed: list[dict[str, str]]) -> Path:
    """A folder with three small valid tables; `frames=[...]` gives a table other rows."""
    for name, (columns, row) in TABLES.items():
        rows = changed.get(name.removesuffix(".tsv"), [row])
        lines = ["# a comment", "\t".join(columns)]
        lines += ["\t".join(each[column] for column in columns) for each in rows]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def form_of(word: str, text: str) -> bool:
    """Crude: whether some form of the word begins a word of the text."""
    stem = word if len(word) < 4 else word[: max(3, min(len(word) - 1, 5))]
    forms = [stem, IRREGULAR.get(word, stem)]
    return any(re.search(rf"(?<!\w){re.escape(form)}", text, re.IGNORECASE) for form in forms)


# what the loader reads


def test_a_row_is_read_into_typed_fields(tmp_path: Path) -> None:
    row = FRAME | {"lemma": "criticise|criticize", "particle": "out", "object": "tie|link"}
    loaded = load_lexicon(write(tmp_path, frames=[row]), {"urges"})
    (frame,) = loaded.frames("criticize", "VERB")
    assert loaded.frames("criticise", "VERB") == (frame,)
    assert frame.id == "verb:criticise+out(tie)"
    assert frame.objects == ("tie", "link")
    assert frame.source == (("subj",),)
    assert frame.target == (("obj",), ("ccomp", "subj"))
    assert frame.topic == (("on",),)
    assert frame.complement is Complement.WANTED
    assert frame.line == 3
    (operator,) = loaded.operators("plan", "VERB")
    assert (operator.effect, operator.control) == (Effect.PLANNED, Control.SUBJ)
    (verb,) = loaded.light("hold")
    assert verb.direction is Direction.ACTIVE
    assert loaded.frames("urge", "NOUN") == loaded.operators("x", "ADV") == ()
    assert loaded.light("x") == ()


def test_sizes_count_rows(tmp_path: Path) -> None:
    assert load_lexicon(write(tmp_path)).sizes() == {
        "frames": 1,
        "frames_verb": 1,
        "operators": 1,
        "light_verbs": 1,
    }


def test_the_target_of_a_complement_is_expanded(tmp_path: Path) -> None:
    row = FRAME | {"target": "with,comp.target"}
    (frame,) = load_lexicon(write(tmp_path, frames=[row])).all_frames
    assert frame.target[0] == ("with",)
    assert {("comp", "obj"), ("comp", "with"), ("comp", "obj", "owner")} <= set(frame.target)
    assert len(frame.target) == len(set(frame.target))


def test_rows_that_ask_for_more_come_first(tmp_path: Path) -> None:
    rows = [
        FRAME | {"target": "on"},
        FRAME | {"target": "obj"},
        FRAME | {"particle": "off"},
        FRAME | {"object": "talk"},
        FRAME | {"object": "talk", "particle": "off"},
    ]
    found = load_lexicon(write(tmp_path, frames=rows)).frames("urge", "VERB")
    assert [(bool(f.objects), f.particle, f.line) for f in found] == [
        (True, "off", 7),
        (True, "", 6),
        (False, "off", 5),
        (False, "", 3),
        (False, "", 4),
    ]
    assert len({frame.id for frame in found}) == len(found)


def test_the_default_tables_are_read_once() -> None:
    assert load_lexicon() is load_lexicon()


# what the loader refuses

WRONG = [
    ("frames", FRAME, "lemma", "Urge", "lower-case words"),
    ("frames", FRAME, "lemma", "", "text"),
    ("frames", FRAME, "lemma", "urge|", "lower-case words"),
    ("frames", FRAME, "pos", "ADV", "VERB, NOUN, ADJ"),
    ("frames", FRAME, "particle", "off|out", "one lower-case word"),
    ("frames", FRAME, "object", "Ties", "lower-case words"),
    ("frames", FRAME, "relation", "urgess", "urges"),
    ("frames", FRAME, "source", "subject", "subj"),
    ("frames", FRAME, "source", "", "subj"),
    ("frames", FRAME, "target", "obj.own", "owner"),
    ("frames", FRAME, "target", "owner", "obj"),
    ("frames", FRAME, "target", "obj,,to", "obj"),
    ("frames", FRAME, "topic", "obj.target", "comp.target"),
    ("frames", FRAME, "complement", "wish", "wanted"),
    ("frames", FRAME, "example", "", "text"),
    ("operators", OPERATOR, "pos", "X", "SCONJ"),
    ("operators", OPERATOR, "effect", "future", "planned"),
    ("operators", OPERATOR, "control", "iobj", "none"),
    ("operators", OPERATOR, "complement", "that", "ccomp"),
    ("operators", OPERATOR, "example", "", "text"),
    ("light_verbs", LIGHT_VERB, "direction", "causer", "passive"),
    ("light_verbs", LIGHT_VERB, "preposition", "untilish", "under"),
    ("light_verbs", LIGHT_VERB, "particle", "UP", "lower-case word"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "allowed"), WRONG)
def test_a_wrong_value_is_named_with_its_place(
    tmp_path: Path, table: str, row: dict[str, str], column: str, value: str, allowed: str
) -> None:
    folder = write(tmp_path, **{table: [row | {column: value}]})
    with pytest.raises(LexiconError) as caught:
        load_lexicon(folder, {"urges", "meets"})
    message = str(caught.value)
    assert f"{table}.tsv:3: {column} " in message
    assert "is not allowed; allowed: " in message
    assert allowed in message
    assert "\n" not in message


def test_an_adjective_has_no_object(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"frames.tsv:3: object 'tie' is not allowed"):
        load_lexicon(write(tmp_path, frames=[FRAME | {"pos": "ADJ", "object": "tie"}]))


@pytest.mark.parametrize(
    ("table", "row"),
    [("frames", FRAME), ("operators", OPERATOR), ("light_verbs", LIGHT_VERB)],
)
def test_a_repeated_row_is_refused(tmp_path: Path, table: str, row: dict[str, str]) -> None:
    again = row | {"lemma": f"{row['lemma']}|{row['lemma']}e", "example": "Another."}
    with pytest.raises(LexiconError, match=rf"{table}.tsv:4: lemma .* differ from line 3"):
        load_lexicon(write(tmp_path, **{table: [row, again]}))


def test_the_number_of_cells_is_checked(tmp_path: Path) -> None:
    path = write(tmp_path) / "frames.tsv"
    path.write_text(path.read_text().rstrip("\n") + "\tmore\n")
    with pytest.raises(LexiconError, match=r"frames.tsv:3: number of cells '11'.* 10"):
        load_lexicon(tmp_path)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "lemma\tpos\n"])
def test_the_header_is_checked(tmp_path: Path, text: str) -> None:
    (write(tmp_path) / "operators.tsv").write_text(text)
    with pytest.raises(LexiconError, match=r"operators.tsv:1: header .* allowed: lemma pos"):
        load_lexicon(tmp_path)


def test_a_missing_or_unreadable_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"frames.tsv: cannot be read"):
        load_lexicon(tmp_path)
    (write(tmp_path) / "light_verbs.tsv").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(LexiconError, match=r"light_verbs.tsv: cannot be read as UTF-8"):
        load_lexicon(tmp_path)


# what the tables that ship must hold


def test_the_relations_are_those_of_the_ontology(lexicon: Lexicon) -> None:
    inventory = set(load_ontology().relations)
    load_lexicon(None, inventory)
    rows = Counter(frame.relation for frame in lexicon.all_frames)
    assert {name: rows[name] for name in inventory if rows[name] < 2} == {}


def test_the_lexicon_is_wide(lexicon: Lexicon) -> None:
    sizes = lexicon.sizes()
    assert sizes["frames"] >= 300
    assert sizes["frames_verb"] >= 450
    assert sizes["frames_noun"] >= 250
    assert sizes["frames_adj"] >= 40
    assert sizes["operators"] >= 100
    assert sizes["light_verbs"] >= 30


def test_every_plover_type_is_covered(lexicon: Lexicon) -> None:
    relations = load_ontology().relations
    types = Counter(str(relations[frame.relation].plover) for frame in lexicon.all_frames)
    assert len(types) == 16
    assert {name: count for name, count in types.items() if count < 20} == {}


def test_every_frame_has_its_own_name(lexicon: Lexicon) -> None:
    names = Counter(frame.id for frame in lexicon.all_frames)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_example_uses_its_word(lexicon: Lexicon) -> None:
    entries = [*lexicon.all_frames, *lexicon.all_operators, *lexicon.all_light_verbs]
    without = [
        f"{entry.lemmas[0]}: {entry.example}"
        for entry in entries
        if not any(form_of(lemma, entry.example) for lemma in entry.lemmas)
    ]
    assert without == []


def _has_particle(particle: str, example: str) -> bool:
    """Whether an example has a particle, or a word of the class that it names."""
    if particle.startswith("@"):
        return any(form_of(word, example) for word in word_class(particle[1:]))
    return all(form_of(word, example) for word in particle.split("_"))


def test_every_frame_example_has_its_particle_and_object(lexicon: Lexicon) -> None:
    without = []
    for frame in lexicon.all_frames:
        if not _has_particle(frame.particle, frame.example):
            without.append(f"{frame.id}: {frame.example}")
        if frame.objects and not any(form_of(word, frame.example) for word in frame.objects):
            without.append(f"{frame.id}: {frame.example}")
    assert without == []


@pytest.mark.parametrize(
    ("lemma", "pos", "relation"),
    [
        ("urge", "VERB", "urges"),
        ("criticize", "VERB", "criticises"),
        ("meeting", "NOUN", "meets"),
        ("talk", "NOUN", "talksWith"),
        ("sanction", "NOUN", "sanctions"),
        ("visit", "NOUN", "visits"),
        ("arrest", "VERB", "arrests"),
        ("convict", "VERB", "convicts"),
        ("withdraw", "VERB", "withdrawsFrom"),
        ("grateful", "ADJ", "thanks"),
    ],
)
def test_common_words_say_their_relation(
    lexicon: Lexicon, lemma: str, pos: str, relation: str
) -> None:
    assert relation in {frame.relation for frame in lexicon.frames(lemma, pos)}


@pytest.mark.parametrize(
    ("lemma", "pos", "effect"),
    [
        ("plan", "VERB", Effect.PLANNED),
        ("will", "AUX", Effect.PLANNED),
        ("could", "AUX", Effect.HYPOTHETICAL),
        ("if", "SCONJ", Effect.HYPOTHETICAL),
        ("not", "PART", Effect.NEGATED),
        ("no", "DET", Effect.NEGATED),
        ("fail", "VERB", Effect.NEGATED),
        ("postpone", "VERB", Effect.PLANNED),
        ("stop", "VERB", Effect.PRESUPPOSED),
        ("say", "VERB", Effect.SAID),
        ("deny", "VERB", Effect.DENIED),
        ("allegedly", "ADV", Effect.ALLEGED),
        ("confirm", "VERB", Effect.CONFIRMED),
        ("upcoming", "ADJ", Effect.PLANNED),
    ],
)
def test_common_operators_have_their_effect(
    lexicon: Lexicon, lemma: str, pos: str, effect: Effect
) -> None:
    assert effect in {operator.effect for operator in lexicon.operators(lemma, pos)}
