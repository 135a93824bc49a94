"""A view as a pyvis network: one node per actor, one edge per pair, direction and quad class.

An edge keeps the numbers of its events, so that the page can unfold it, and count and restyle it
when filters change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from diplograph.view.bundles import Bundle, bundles, curves, degrees, fold, homes
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


def size_of(kind: str, degree: int) -> float:
    """Radius of a node's mark: area grows with the number of events, slowly."""
    base = {"state": 15.0, "organisation": 9.0, "person": 8.0}.get(kind, 9.0)
    return round(min(base + 2.6 * math.sqrt(degree), 40.0), 1)


def _box(label: str, radius: float) -> Box:
    """Room for the mark, a label of up to two lines below it, and air: more for large marks."""
    lines = 2 if len(label) > _LABEL_CHARACTERS else 1
    width = min(len(label), _LABEL_CHARACTERS + 2) * _CHARACTER_WIDTH
    return Box(max(width, 2 * radius) + 1.5 * radius, 3.5 * radius + 17.0 * lines + 8.0)


def _smooth(bend: float) -> dict[str, object] | bool:
    if not bend:
        return False
    kind = "curvedCW" if bend > 0 else "curvedCCW"
    return {"enabled": True, "type": kind, "roundness": abs(bend)}


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


def folding(view: GraphView) -> dict[str, object]:
    """The second layout, with persons and bodies folded into their states; {} if none can be."""
    home = homes(view)
    lines = bundles(view)
    if all(home[end] == end for line in lines for end in (line.source, line.target)):
        return {}
    found = marks(view, fold(lines, home))
    return {"home": home, "marks": {str(n): [m.x, m.y, m.size] for n, m in found.items()}}


def network(view: GraphView) -> Network:
    """The pyvis network: directed, positions fixed, physics off."""
    from pyvis.network import Network  # noqa: PLC0415 (imports IPython: slow)

    net = Network(directed=True, height="100%", width="100%")
    net.options = dict(OPTIONS)
    lines = bundles(view)
    for number, mark in marks(view, lines).items():
        actor = view.actors[number]
        shape = SHAPES.get(actor.kind, "square")
        net.add_node(number, actor.label, shape, None, x=mark.x, y=mark.y, size=mark.size)
    for number, (line, bend) in enumerate(zip(lines, curves(lines), strict=True)):
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
