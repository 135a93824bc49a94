"""A view as a pyvis network: a node for each actor that stands in the picture, in its place.

Lines are no edges of it: the page bundles them itself out of the events, so that it can unfold
and restyle them when filters change, and draws them many times faster than vis-network does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diplograph.view.bundles import Bundle, bundles, degrees, fold, homes
from diplograph.view.layout import Box, positions
from diplograph.view.model import GraphView

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
    "nodes": {"chosen": False},
    "interaction": {
        "hover": False,
        "keyboard": {"enabled": False},
        "multiselect": False,
        "navigationButtons": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
    },
}
_LABEL_CHARACTERS = 18
_CHARACTER_WIDTH = 7.0


def size_of(kind: str, degree: int) -> float:
    """Radius of a node's mark: area grows with the number of events, slowly."""
    base = {"state": 15.0, "organisation": 9.0, "person": 8.0}.get(kind, 9.0)
    return round(min(base + 2.6 * math.sqrt(degree), 40.0), 1)


def _box(label: str, radius: float) -> Box:
    """Room for the mark, a label of up to two lines below it, and air: more for large marks."""
    lines = 2 if len(label) > _LABEL_CHARACTERS else 1
    width = min(len(label), _LABEL_CHARACTERS + 2) * _CHARACTER_WIDTH
    return Box(max(width, 2 * radius) + 1.5 * radius, 3.5 * radius + 17.0 * lines + 8.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """An actor in the picture: where it stands and its radius."""

    x: float
    y: float
    size: float


def marks(view: GraphView, lines: list[Bundle]) -> dict[int, Mark]:
    """A mark for every actor that a line ends at."""
    degree = degrees(lines)
    radius = {n: size_of(view.actors[n].kind, d) for n, d in degree.items()}
    boxes = {n: _box(view.actors[n].label, radius[n]) for n in degree}
    places = positions(boxes, [(line.source, line.target) for line in lines])
    return {number: Mark(*places[number], radius[number]) for number in degree}


def folding(view: GraphView, only: Set[int] | None = None) -> dict[str, object]:
    """The second layout, with persons and bodies folded into their states; {} if none can be."""
    home = homes(view)
    lines = bundles(view, only)
    if all(home[end] == end for line in lines for end in (line.source, line.target)):
        return {}
    found = marks(view, fold(lines, home))
    return {"home": home, "marks": {str(n): [m.x, m.y, m.size] for n, m in found.items()}}


def network(view: GraphView, only: Set[int] | None = None) -> Network:
    """The pyvis network: directed, positions fixed, physics off; `only` of these actors."""
    from pyvis.network import Network  # noqa: PLC0415 (imports IPython: slow)

    net = Network(directed=True, height="100%", width="100%")
    net.options = dict(OPTIONS)
    lines = bundles(view, only)
    for number, mark in marks(view, lines).items():
        actor = view.actors[number]
        shape = SHAPES.get(actor.kind, "square")
        net.add_node(number, actor.label, shape, None, x=mark.x, y=mark.y, size=mark.size)
    return net
