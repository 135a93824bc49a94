"""A class diagram as SVG: boxes on a ring, a line for each pair with the properties' names."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import TypeAlias

_WIDTH, _HEIGHT = 960, 760
_RADIUS_X, _RADIUS_Y = 340, 270
_LINE, _LETTER, _PAD = 16, 7.2, 10
_PER_ROW = 3

_Point: TypeAlias = tuple[float, float]


def class_diagram(
    boxes: Mapping[str, Sequence[str]], arrows: Sequence[tuple[str, str, str]]
) -> str:
    """`boxes` are classes with their subclasses, `arrows` (from, property, to) among them.

    No line goes through a third box, since all stand on a ring; a property from a class to itself
    is named in its box. The same input gives the same text.
    """
    busy = {name: sum(name in (a, b) for a, _, b in arrows) for name in boxes}
    ring = sorted(boxes, key=lambda name: (-busy[name], name))
    places = {}
    for number, name in enumerate(ring):
        angle = 2 * math.pi * number / len(ring) - math.pi / 2
        places[name] = (
            _WIDTH / 2 + _RADIUS_X * math.cos(angle),
            _HEIGHT / 2 + _RADIUS_Y * math.sin(angle),
        )
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    own: dict[str, list[str]] = defaultdict(list)
    for one, name, other in arrows:
        if one == other:
            own[one].append(name)
        else:
            between[one, other].append(name)
    lines = [_line(places[a], places[b]) for a, b in sorted(between)]
    words = [_words(places[a], places[b], names) for (a, b), names in sorted(between.items())]
    drawn = [_box(name, boxes[name], own[name], places[name]) for name in sorted(boxes)]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="class diagram" '
        'xmlns="http://www.w3.org/2000/svg" font-family="system-ui,sans-serif" font-size="12">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>\n'
        + "\n".join([*lines, *drawn, *words])
        + "\n</svg>"
    )


def _line(one: _Point, other: _Point) -> str:
    x, y = _tip(one, other)
    return (
        f'<path d="M{one[0]:.0f} {one[1]:.0f}L{x:.0f} {y:.0f}" stroke="#555" fill="none" '
        f'marker-end="url(#tip)"/><path d="M{x:.0f} {y:.0f}L{other[0]:.0f} {other[1]:.0f}" '
        'stroke="#555" fill="none"/>'
    )


def _tip(one: _Point, other: _Point) -> _Point:
    # Past the middle, where no box hides it; a line back has its tip elsewhere.
    x, y = (a + (b - a) * 0.55 for a, b in zip(one, other, strict=True))
    return x, y


def _words(one: _Point, other: _Point, names: Sequence[str]) -> str:
    x, y = _tip(one, other)
    texts = "".join(
        f'<tspan x="{x:.0f}" dy="{_LINE if number else 0}">{escape(name)}</tspan>'
        for number, name in enumerate(sorted(names))
    )
    top = y - (len(names) - 1) * _LINE - 6
    return (
        f'<text y="{top:.0f}" text-anchor="middle" fill="#0b5394" stroke="#fff" '
        f'stroke-width="3" paint-order="stroke">{texts}</text>'
    )


def _box(name: str, parts: Sequence[str], own: Sequence[str], at: _Point) -> str:
    rows = [", ".join(parts[i : i + _PER_ROW]) for i in range(0, len(parts), _PER_ROW)]
    rows += [f"↻ {word}" for word in sorted(own)]
    width = max(len(row) for row in [name, *rows]) * _LETTER + 2 * _PAD
    height = (1 + len(rows)) * _LINE + _PAD
    left, top = at[0] - width / 2, at[1] - height / 2
    texts = "".join(
        f'<text x="{at[0]:.0f}" y="{top + (n + 1) * _LINE + 2:.0f}" text-anchor="middle"'
        f"{' font-weight=' + chr(34) + '700' + chr(34) if n == 0 else ''}>{escape(row)}</text>"
        for n, row in enumerate([name, *rows])
    )
    return (
        f'<a href="#{escape(name)}"><rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" rx="4" fill="#f4f6f8" stroke="#555"/>{texts}</a>'
    )
