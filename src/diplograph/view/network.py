"""A view as a pyvis network: one node per actor, one edge per pair, direction and quad class.

Parallel relations are bundled here; the edge keeps the numbers of its events, so that the page
can unfold it, and count and restyle it when filters change.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from diplograph.view.layout import Box, positions
from diplograph.view.model import GraphView, ViewEvent

if TYPE_CHECKING:
    from pyvis.network import Network

SHAPES: Final = {
    "state": "dot",
    "organisation": "square",
    "person": "dot",
    "group": "diamond",
    "population": "hexagon",
}
OPTIONS: Final[Mapping[str, Any]] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "chosen": False},
    "edges": {
        "arrows": {"to": {"scaleFactor": 0.55}},
        "arrowStrikethrough": False,
        "chosen": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
    },
    "interaction": {
        "hover": True,
        "keyboard": {"enabled": False},
        "multiselect": False,
        "navigationButtons": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "tooltipDelay": 150,
    },
}
_LABEL_CHARACTERS = 18
_CHARACTER_WIDTH = 7.0
_FAN = 0.16


@dataclass(frozen=True, slots=True)
class Bundle:
    """Parallel events drawn as one line. `reciprocal` ones have no direction."""

    source: int
    target: int
    quad_class: int
    reciprocal: bool
    events: tuple[int, ...]


def numbers(view: GraphView) -> dict[str, int]:
    """IRI → the actor's number on this page."""
    return {actor.iri: i for i, actor in enumerate(view.actors)}


def bundles(view: GraphView) -> list[Bundle]:
    """All lines of the picture, in the order of their ends."""
    index = numbers(view)
    found: dict[tuple[int, int, int, bool], list[int]] = defaultdict(list)
    for number, event in enumerate(view.events):
        for source, target, reciprocal in set(_pairs(event, index)):
            found[source, target, event.quad_class, reciprocal].append(number)
    return [Bundle(*key, tuple(events)) for key, events in sorted(found.items())]


def _pairs(event: ViewEvent, index: Mapping[str, int]) -> Iterator[tuple[int, int, bool]]:
    for a, b in combinations([index[p] for p in event.participants if p in index], 2):
        yield min(a, b), max(a, b), True
    for source in event.sources:
        for target in event.targets:
            if source in index and target in index:
                yield index[source], index[target], False


def degrees(lines: list[Bundle]) -> dict[int, int]:
    """Number of events at each actor that has any."""
    events: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        for end in (line.source, line.target):
            events[end].update(line.events)
    return {actor: len(numbers_) for actor, numbers_ in sorted(events.items())}


def size_of(kind: str, degree: int) -> float:
    """Radius of a node's mark: area grows with the number of events, slowly."""
    base = {"state": 15.0, "organisation": 9.0, "person": 8.0}.get(kind, 9.0)
    return round(min(base + 2.6 * math.sqrt(degree), 40.0), 1)


def _box(label: str, radius: float) -> Box:
    """Room for the mark, a label of up to two lines below it, and air: more for large marks."""
    lines = 2 if len(label) > _LABEL_CHARACTERS else 1
    width = min(len(label), _LABEL_CHARACTERS + 2) * _CHARACTER_WIDTH
    return Box(max(width, 2 * radius) + radius, 3 * radius + 17.0 * lines + 8.0)


def _curves(lines: list[Bundle]) -> list[float]:
    """How far each line bends, so that all lines between two actors fan out."""
    fans: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        ends = (min(line.source, line.target), max(line.source, line.target))
        fans[ends].append(number)
    result = [0.0] * len(lines)
    for fan in fans.values():
        step = min(_FAN, 0.9 / len(fan))
        for place, number in enumerate(fan):
            line = lines[number]
            bend = (place - (len(fan) - 1) / 2) * step
            result[number] = round(bend if line.source <= line.target else -bend, 3)
    return result


def _smooth(bend: float) -> dict[str, object] | bool:
    if not bend:
        return False
    kind = "curvedCW" if bend > 0 else "curvedCCW"
    return {"enabled": True, "type": kind, "roundness": abs(bend)}


def network(view: GraphView) -> Network:
    """The pyvis network: directed, positions fixed, physics off."""
    from pyvis.network import Network  # noqa: PLC0415 (imports IPython: slow)

    net = Network(directed=True, height="100%", width="100%")
    net.options = dict(OPTIONS)
    lines = bundles(view)
    degree = degrees(lines)
    radius = {n: size_of(view.actors[n].kind, d) for n, d in degree.items()}
    boxes = {n: _box(view.actors[n].label, radius[n]) for n in degree}
    places = positions(boxes, [(line.source, line.target) for line in lines])
    for number in degree:
        actor = view.actors[number]
        x, y = places[number]
        shape = SHAPES.get(actor.kind, "square")
        net.add_node(number, actor.label, shape, None, x=x, y=y, size=radius[number])
    for number, (line, bend) in enumerate(zip(lines, _curves(lines), strict=True)):
        net.add_edge(
            line.source,
            line.target,
            id=number,
            arrows="" if line.reciprocal else "to",
            smooth=_smooth(bend),
            quad=line.quad_class,
            events=list(line.events),
        )
    return net
