"""Checks across tables: references, names shared without a rule, contradictory offices."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

from diplograph.errors import GazetteerError
from diplograph.gazetteer.load import Tables
from diplograph.gazetteer.model import How, Node, Place, Post, State, earliest, latest
from diplograph.gazetteer.names import NameIndex


def check_ids(tables: Tables) -> dict[str, Node]:
    """All nodes of the tables by id; an id that two tables share is an error."""
    nodes: dict[str, Node] = {}
    groups: dict[str, list[Node]] = {
        "states.csv": list(tables.states.values()),
        "organisations.csv": list(tables.organisations.values()),
        "organs.csv": list(tables.organs.values()),
        "persons.csv": list(tables.persons.values()),
        "places.csv": list(tables.places.values()),
    }
    for name, members in groups.items():
        for node in members:
            if node.id in nodes:
                kind = type(nodes[node.id]).__name__.lower()
                raise GazetteerError(f"{name}: id {node.id!r} is taken by a {kind}")
            nodes[node.id] = node
    return nodes


def check_posts(tables: Tables, ids: Container[str]) -> None:
    """Persons and bodies of posts exist, and no office with one holder has two at once."""
    held: dict[tuple[str, str], list[tuple[Post, str]]] = {}
    for post, where in zip(tables.posts, tables.post_lines, strict=True):
        if post.person not in tables.persons:
            raise GazetteerError(f"{where}: person {post.person!r} is not an id of persons.csv")
        if post.of not in ids:
            raise GazetteerError(
                f"{where}: of {post.of!r} is not an id of a state, organisation or organ"
            )
        if tables.roles[post.role].unique and not post.disputed:
            held.setdefault((post.role, post.of), []).append((post, where))
    for (role, of), posts in held.items():
        posts.sort(key=lambda item: (earliest(item[0].start, "0000"), item[1]))
        for (first, _), (second, where) in pairwise(posts):
            if _overlap(first, second):
                raise GazetteerError(
                    f"{where}: {second.person!r} holds {role} of {of} from "
                    f"{second.start} while {first.person!r} holds it until "
                    f"{first.end or 'today'}; allowed only with disputed=yes"
                )


def _overlap(first: Post, second: Post) -> bool:
    """Whether two posts certainly overlap by more than a day of handover."""
    start = max(latest(first.start, "9999"), latest(second.start, "9999"))
    end = min(earliest(first.end or "9999", "0000"), earliest(second.end or "9999", "0000"))
    return start < end


def check_readings(index: NameIndex, ids: Container[str]) -> None:
    """Readings of ambiguous names refer to ids that exist, and at most one is the default."""
    for alias, readings in index.readings.items():
        for reading in readings:
            if reading.id and reading.id not in ids:
                raise GazetteerError(
                    f"ambiguous.csv: {alias!r}: reading {reading.id!r} is not an id of a state, "
                    "organisation, organ, person or place"
                )
        if sum(reading.default for reading in readings) > 1:
            raise GazetteerError(f"ambiguous.csv: {alias!r} has two readings with default=yes")
        if len({reading.id for reading in readings}) < len(readings):
            raise GazetteerError(f"ambiguous.csv: {alias!r} has the same reading twice")


def check_names(index: NameIndex) -> None:
    """Two nodes may share a name only if `ambiguous.csv` says how to tell them apart.

    Free of a rule: places among themselves (the more populous comes first), a state and a place
    in it, and a capital that is the name of a place elsewhere too.
    """
    for text, found in index.owners():
        if len(found) < 2:
            continue
        ruled = {reading.id for reading in index.readings.get(text, ())}
        loose = [node.id for node, _ in found if not isinstance(node, Place)]
        if all(node_id in ruled for node_id in loose) if ruled else not _conflict(found):
            continue
        names = ", ".join(sorted({node.id for node, _ in found}))
        raise GazetteerError(
            f"{text!r} names several: {names}; allowed only with a rule for each in ambiguous.csv"
        )


def _conflict(found: list[tuple[Node, How]]) -> bool:
    """Whether nodes that share a name are more than a state and places."""
    others = [(node, how) for node, how in found if not isinstance(node, Place)]
    if len({node.id for node, _ in others}) > 1:
        return True
    places = [node for node, _ in found if isinstance(node, Place)]
    if not others or not places:
        return False
    node, how = others[0]
    if how is How.CAPITAL:
        return False
    return not (isinstance(node, State) and all(place.code == node.code for place in places))
