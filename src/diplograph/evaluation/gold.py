"""Gold relations of running text: `NAME.txt` beside `NAME.json`, by the annotation guidelines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diplograph.documents import ReadOptions, SourceFailure, read_sources
from diplograph.errors import GoldError
from diplograph.evaluation.files import gold_files, read_gold
from diplograph.evaluation.names import is_pronoun, normal_name
from diplograph.records import Document, PloverType, Status

_TEXTS = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class GoldSide:
    """Source or target: name as annotated, state ("" for none), all names it goes by."""

    name: str
    state: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """An annotated relation; `types` holds its type first and those of `also` after it."""

    source: GoldSide
    target: GoldSide
    types: tuple[PloverType, ...]
    status: Status
    trigger: str
    evidence: str
    sure: bool


@dataclass(frozen=True, slots=True)
class GoldText:
    """A document with its relations."""

    document: Document
    relations: tuple[GoldRelation, ...]


def read_gold_texts(paths: Iterable[str | Path]) -> list[GoldText]:
    """The texts of files (either of the two) and folders; raises GoldError where one is amiss.

    The text is read as every source is, so that a title line is not part of it. JSON files that
    a folder holds beside the gold (neither a text beside them nor relations in them) are left out.
    """
    named = {Path(path) for path in paths}
    texts: dict[Path, GoldText] = {}
    for path in gold_files(named, [".json"]):
        annotation = path.with_suffix(".json")
        text = next((t for s in _TEXTS if (t := path.with_suffix(s)).is_file()), None)
        if not annotation.is_file():
            raise GoldError(f"{path}: no {annotation.name} beside it")
        if text is not None:
            texts[text] = GoldText(_read_text(text), read_relations(annotation))
        elif path in named or '"relations"' in read_gold(annotation):
            raise GoldError(f"{annotation}: no {annotation.with_suffix('.txt').name} beside it")
    if not texts:
        raise GoldError("no gold relations (NAME.txt and NAME.json) found")
    return [texts[text] for text in sorted(texts)]


def _read_text(path: Path) -> Document:
    (entry,) = read_sources([str(path)], ReadOptions())
    if isinstance(entry, SourceFailure):
        raise GoldError(str(entry))
    return entry


def read_relations(path: Path) -> tuple[GoldRelation, ...]:
    """The relations of an annotation file; raises GoldError saying which one is wrong and why."""
    try:
        data = json.loads(read_gold(path))
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{path}: not valid JSON: {error}") from error
    relations = data.get("relations") if isinstance(data, dict) else None
    if not isinstance(relations, list):
        raise GoldError(f'{path}: no list under "relations"')
    names = _names_of_actors(data.get("actors"))
    found = []
    for number, relation in enumerate(relations, start=1):
        try:
            found.append(_relation(relation, names))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise GoldError(f"{path}: relation {number}: {reason}") from error
    return tuple(found)


def _relation(data: dict[str, Any], names: dict[str, frozenset[str]]) -> GoldRelation:
    types = [data["type"], *(data.get("also") or [])]
    return GoldRelation(
        source=_side(data, "source", names),
        target=_side(data, "target", names),
        types=tuple(PloverType(name) for name in types),
        status=Status(data.get("status", "actual")),
        trigger=data.get("trigger") or "",
        evidence=data.get("evidence") or "",
        sure=bool(data.get("sure", True)),
    )


def _side(data: dict[str, Any], role: str, names: dict[str, frozenset[str]]) -> GoldSide:
    name = str(data[role])
    key = normal_name(name)
    state = str(data.get(f"{role}_state") or "").strip().upper()
    return GoldSide(name, state, names.get(key, frozenset()) | {key})


def _names_of_actors(actors: Any) -> dict[str, frozenset[str]]:
    """For each actor's name all names it goes by, pronouns left out."""
    found: dict[str, frozenset[str]] = {}
    for actor in actors if isinstance(actors, list) else []:
        if isinstance(actor, dict) and actor.get("name"):
            mentions = [str(m) for m in actor.get("mentions") or [] if not is_pronoun(str(m))]
            names = frozenset(normal_name(name) for name in [str(actor["name"]), *mentions])
            key = normal_name(str(actor["name"]))
            found[key] = found.get(key, frozenset()) | names
    return found
