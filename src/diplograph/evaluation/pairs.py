"""Scores the type of what a given source does to a given target (the PLV format).

The TSV has the columns `sentence`, `marked_sentence` (`<s>...</s>` and `<t>...</t>`), `source`,
`target`, `plover_type` and `penta_class`. Its types are PLOVER's own coding (planned cooperation
is AGREE, planned coercion THREATEN), with YIELD for CONCEDE and RETREAT.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from diplograph.errors import GoldError
from diplograph.evaluation.files import gold_files, read_gold
from diplograph.evaluation.metrics import Counts, mean
from diplograph.plover import penta_class
from diplograph.records import PloverType

Span = tuple[int, int]
C = TypeVar("C", str, int)
YIELD = "YIELD"
_COLUMNS = ("plover_type", "penta_class")
_MARK = re.compile(r"</?[st]>")


@dataclass(frozen=True, slots=True)
class PairItem:
    """One pair to type: the text without marks and where source and target stand in it.

    A span is None where the text does not name the actor (the columns then hold a stand-in such
    as "a recipient"). `gold` is one of the fifteen types with YIELD, `quad` 1 to 4.
    """

    id: str
    text: str
    source: Span | None
    target: Span | None
    gold: str
    quad: int


Predictor = Callable[[Sequence[PairItem]], Sequence[PloverType | None]]


def evaluate_pairs(paths: Iterable[str | Path], predictor: Predictor) -> dict[str, object]:
    """The scores of a predictor (in PLOVER's own coding) on PLV files or folders of them.

    Returns `n`, `macro_f1`, `accuracy`, `quad_macro_f1`, `quad_accuracy` (0 to 1) and `per_type`
    with `p`, `r`, `f1` and the number of gold pairs `n`. Raises GoldError for other formats.
    """
    items = [item for path in gold_files(paths, [".tsv"]) for item in read_pairs(path)]
    return score_pairs(items, predictor(items))


def score_pairs(
    items: Sequence[PairItem], answers: Sequence[PloverType | None]
) -> dict[str, object]:
    """The scores of answers in the order of the items; None, no answer, is wrong.

    Macro-averages run over the classes that occur in the gold.
    """
    if len(items) != len(answers):
        raise ValueError(f"{len(answers)} answers for {len(items)} pairs")
    types = [as_plv(answer) for answer in answers]
    quads = [penta_class(answer) if answer else None for answer in answers]
    per_type = _per_class([item.gold for item in items], types)
    per_quad = _per_class([item.quad for item in items], quads)
    return {
        "n": len(items),
        "macro_f1": mean([counts.f1 for counts in per_type.values()]),
        "accuracy": mean([float(a == item.gold) for a, item in zip(types, items, strict=True)]),
        "quad_macro_f1": mean([counts.f1 for counts in per_quad.values()]),
        "quad_accuracy": mean(
            [float(a == item.quad) for a, item in zip(quads, items, strict=True)]
        ),
        "per_type": {
            name: {"p": c.precision, "r": c.recall, "f1": c.f1, "n": c.gold}
            for name, c in per_type.items()
        },
    }


def as_plv(answer: PloverType | None) -> str | None:
    """A PLOVER type under PLV's name for it."""
    if answer is None:
        return None
    return YIELD if answer in {PloverType.CONCEDE, PloverType.RETREAT} else answer.value


_TYPES = frozenset(as_plv(name) for name in PloverType)


def _per_class(gold: Sequence[C], answers: Sequence[C | None]) -> dict[C, Counts]:
    return {
        name: Counts.paired(
            sum(g == a == name for g, a in zip(gold, answers, strict=True)),
            answers.count(name),
            gold.count(name),
        )
        for name in sorted(set(gold))
    }


def read_pairs(path: Path) -> list[PairItem]:
    """The pairs of a file; raises GoldError naming the line that does not fit."""
    reader = csv.DictReader(read_gold(path).splitlines(keepends=True), delimiter="\t")
    columns = reader.fieldnames or []
    if missing := [name for name in _COLUMNS if name not in columns]:
        raise GoldError(f"{path}:1: no column {', '.join(missing)}")
    if "marked_sentence" not in columns and "sentence" not in columns:
        raise GoldError(f"{path}:1: no column marked_sentence or sentence")
    items: list[PairItem] = []
    for row in reader:
        where = f"{path}:{reader.line_num}"
        values = {key: value or "" for key, value in row.items() if isinstance(key, str)}
        items.append(_item(values, where, str(len(items))))
    if not items:
        raise GoldError(f"{path}: no pair in this file")
    return items


def _item(row: dict[str, str], where: str, default_id: str) -> PairItem:
    marked = row.get("marked_sentence") or row.get("sentence", "")
    text = _MARK.sub("", marked)
    gold = row["plover_type"].strip().upper()
    gold = YIELD if gold in {"CONCEDE", "RETREAT"} else gold
    if gold not in _TYPES:
        raise GoldError(f"{where}: {row['plover_type']!r} is not a type of the PLV data")
    if row["penta_class"].strip() not in {"1", "2", "3", "4"}:
        raise GoldError(f"{where}: penta_class {row['penta_class']!r} is not 1, 2, 3 or 4")
    return PairItem(
        id=row.get("id") or default_id,
        text=text,
        source=_marked(marked, "s") or _found(text, row.get("source", "")),
        target=_marked(marked, "t") or _found(text, row.get("target", "")),
        gold=gold,
        quad=int(row["penta_class"]),
    )


def _marked(marked: str, mark: str) -> Span | None:
    """Where the first `<mark>...</mark>` stands in the text without marks, trimmed."""
    match = re.search(rf"<{mark}>(.*?)</{mark}>", marked, re.DOTALL)
    if not match:
        return None
    inside = _MARK.sub("", match[1])
    start = len(_MARK.sub("", marked[: match.start()]))
    start += len(inside) - len(inside.lstrip())
    inside = inside.strip()
    return (start, start + len(inside)) if inside else None


def _found(text: str, name: str) -> Span | None:
    """Where a name stands in a text as words of their own, else None."""
    name = name.strip()
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) if name else None
    return match.span() if match else None
