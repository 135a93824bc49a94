"""What the system's entities become in the scheme of a set that draws them otherwise.

The Groningen Meaning Bank (known by its lower-case labels `per`, `geo`, `gpe`) writes titles inside
names ("President Bush", "Mr. Abbas"), which diplograph leaves outside, and gives states and towns
either `geo` or, like adjectives of nationality, `gpe`. The gold annotation is taken as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

Entity = tuple[int, int, str]

GMB_LABELS = frozenset(("per", "geo", "gpe"))
"""Labels that no other known set writes in lower case."""


def is_gmb(tags: Collection[str]) -> bool:
    """Whether the tags of a file are the Groningen Meaning Bank's."""
    return bool({tag[2:] for tag in tags} & GMB_LABELS)


def with_titles(
    tokens: Sequence[str], entities: set[Entity], titles: Collection[str]
) -> set[Entity]:
    """The entities, persons beginning at the first of the titles right before their names.

    `titles`: lower-case words; a title counts where it is capitalised.
    """
    changed = set()
    for start, stop, label in entities:
        first = start
        if label == "PER":
            while first and tokens[first - 1][:1].isupper() and _in(tokens[first - 1], titles):
                first -= 1
        changed.add((first, stop, label))
    return changed


def _in(token: str, titles: Collection[str]) -> bool:
    return token.lower() in titles


def without_ignored(tags: Sequence[str], entities: set[Entity]) -> set[Entity]:
    """The entities less the places that the set marks `gpe`, neither right nor wrong."""
    return {
        entity
        for entity in entities
        if entity[2] != "LOC" or not all(tags[i].endswith("-gpe") for i in range(*entity[:2]))
    }
