"""Which reading of an ambiguous name the words around it speak for."""

from __future__ import annotations

from collections.abc import Sequence

from diplograph.gazetteer.model import Entry, Reading

_SETTLED = 3
"""Context words that a whole text must have to settle a name: a text speaks of much."""


def ruled(
    readings: Sequence[Reading] | None, found: Sequence[Entry], context: str
) -> Sequence[Entry]:
    """What is found of a name, the reading with most context words or the default one first.

    Empty where that reading is none of ours, or nothing speaks for any; `readings` is None for a
    name that is not ambiguous.
    """
    if readings is None:
        return found
    best = max(readings, key=lambda reading: (reading.hits(context), reading.default))
    if not best.id or not (best.default or best.hits(context)):
        return []
    return sorted(found, key=lambda entry: entry.id != best.id)


def settled_by(readings: Sequence[Reading], found: Sequence[Entry], text: str) -> Sequence[Entry]:
    """What is found of a name for which several words of a whole text speak."""
    ours = [reading for reading in readings if reading.id]
    best = max(ours, key=lambda reading: reading.hits(text), default=None)
    if best is None or best.hits(text) < _SETTLED:
        return []
    return [entry for entry in found if entry.id == best.id]
