"""Which reading of an ambiguous name the words around it speak for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diplograph.gazetteer.model import Entry, Reading

_SETTLED = 3
"""Context words that a whole text must have to settle a name: a text speaks of much."""


def ruled(
    readings: Sequence[Reading] | None, found: Sequence[Entry], context: str, beside: str = ""
) -> Sequence[Entry]:
    """What is found of a name, the reading with most context words or the default one first.

    `beside` is what stands around the context, which decides only between readings of ours for
    which the context says as much. Empty where the best reading is none of ours, or nothing speaks
    for any; `readings` is None for a name that is not ambiguous.
    """
    if readings is None:
        return found
    best = max(readings, key=lambda r: (r.hits(context), r.hits(beside) if r.id else 0, r.default))
    told = best.default or best.hits(context) or any(r.id and r.default for r in readings)
    if not best.id or not told:
        return []
    return sorted(found, key=lambda entry: entry.id != best.id)


def organs_ruled(
    readings: Mapping[str, Sequence[Reading]],
    found: Sequence[Entry],
    text: str,
    context: str,
    beside: str = "",
) -> Sequence[Entry]:
    """Organs called `text`, of several states first that for which the words around speak.

    "Congo's army" is an army of either Congo; of `readings` those of the state's name count.
    """
    owners = [word.removesuffix("'s").removesuffix("’s") for word in text.split()]
    if any(_is_a_place(readings.get(owner, ()), found, context, beside) for owner in owners):
        return []
    if len(found) < 2:
        return found
    named = [r for owner in owners for r in readings.get(owner, ()) if r.id]

    def speaks_for(entry: Entry) -> tuple[int, int]:
        own = (r for r in named if entry.id.startswith(f"{r.id}-"))
        return max(((r.hits(context), r.hits(beside)) for r in own), default=(0, 0))

    return sorted(found, key=speaks_for, reverse=True)


def _is_a_place(
    readings: Sequence[Reading], found: Sequence[Entry], context: str, beside: str
) -> bool:
    """Whether an owner's name is rather a place's: "Georgia's legislature" in Atlanta."""
    best = max(readings, key=lambda r: (r.hits(context), r.hits(beside), r.default), default=None)
    if best is None or not best.id or not best.hits(context):
        return False
    return bool(found) and not any(entry.id.startswith(f"{best.id}-") for entry in found)


def settled_by(readings: Sequence[Reading], found: Sequence[Entry], text: str) -> Sequence[Entry]:
    """What is found of a name for which several words of a whole text speak."""
    ours = [reading for reading in readings if reading.id]
    best = max(ours, key=lambda reading: reading.hits(text), default=None)
    if best is None or best.hits(text) < _SETTLED:
        return []
    return [entry for entry in found if entry.id == best.id]
