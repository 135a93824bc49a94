"""Where each actor stands, computed once, in Python: the page opens laid out and stays still.

Stress majorisation on graph distances (de Leeuw 1977; Gansner, Koren and North 2004) from a
seeded start, then boxes around the labels are pushed apart, then the components are packed. The
same graph gives the same picture on every build.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.floating[Any]]
Indexes = npt.NDArray[np.int64]
Position = tuple[float, float]

_SEED = 20150
_EDGE = 150.0
_GAP = 14.0
_COMPONENT_GAP = 90.0
_ASPECT = 1.5
_ROOM = 2.2
_LINKED = 3.0
_FEW = 8
_WEIGHTED_UP_TO = 500
_STRESS_UP_TO = 2500
_ROWS = 64


@dataclass(frozen=True, slots=True)
class Box:
    """The room an actor needs: its mark and the label under it."""

    width: float
    height: float


def positions(boxes: Mapping[int, Box], links: Iterable[tuple[int, int]]) -> dict[int, Position]:
    """Give every node of `boxes` its centre, so that no two boxes overlap."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(sorted(boxes))
    graph.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in links if a != b))
    components = sorted(
        (sorted(nodes) for nodes in nx.connected_components(graph)),
        key=lambda nodes: (-len(nodes), nodes[0]),
    )
    placed = [_place(nx.Graph(graph.edges(nodes)), nodes, boxes) for nodes in components]
    centres = _pack(placed, [[boxes[n] for n in nodes] for nodes in components])
    return {
        node: (round(float(x), 1), round(float(y), 1))
        for nodes, points in zip(components, centres, strict=True)
        for node, (x, y) in zip(nodes, points, strict=True)
    }


def _place(graph: nx.Graph, nodes: Sequence[int], boxes: Mapping[int, Box]) -> Points:
    """One connected component, spread out."""
    if len(nodes) == 1:
        return np.zeros((1, 2))
    if len(nodes) > _STRESS_UP_TO:
        points = _rings(graph, nodes)
    else:
        distances = _distances(graph, nodes, boxes)
        adjacent = nx.to_numpy_array(graph, nodelist=nodes, dtype=distances.dtype)
        points = _stress(distances, adjacent, 60 if len(nodes) <= _WEIGHTED_UP_TO else 25)
    points = _flatten(points)
    sizes = np.array([[boxes[n].width, boxes[n].height] for n in nodes]) + _GAP
    points = _spread(points, sizes)
    return _separate(points, sizes, 400 if len(nodes) <= _WEIGHTED_UP_TO else 60)


def _distances(graph: nx.Graph, nodes: Sequence[int], boxes: Mapping[int, Box]) -> Points:
    """Wanted distances: shortest paths; links are longer between two well-connected actors."""
    index = {node: i for i, node in enumerate(nodes)}
    if len(nodes) > _WEIGHTED_UP_TO:
        return _hops(graph, index)
    for a, b in graph.edges:
        room = (boxes[a].height + boxes[b].height) / 2 / _EDGE
        degree = min(graph.degree(a), graph.degree(b))
        graph[a][b]["length"] = 0.75 + 0.75 * room + 0.34 * math.sqrt(degree)
    result = np.zeros((len(nodes), len(nodes)))
    for node, lengths in nx.all_pairs_dijkstra_path_length(graph, weight="length"):
        for other, length in lengths.items():
            result[index[node], index[other]] = length
    return (result + result.T) / 2 * _EDGE


def _hops(graph: nx.Graph, index: Mapping[int, int]) -> Points:
    """Breadth-first distances of all pairs at once: a bit for each node that has been reached.

    With each step a node has what its neighbours had; the graph is connected.
    """
    size = len(index)
    both = [(index[a], index[b]) for a, b in graph.edges]
    ends = np.array(sorted([*both, *((b, a) for a, b in both)]))
    firsts = np.searchsorted(ends[:, 0], np.arange(size))
    result = np.zeros((size, size), dtype=np.float32)
    seen = np.packbits(np.eye(size, dtype=bool), axis=1)
    front, step = seen, 0
    while front.any():
        result[np.unpackbits(front, axis=1, count=size).astype(bool)] = step
        front = np.bitwise_or.reduceat(front[ends[:, 1]], firsts) & ~seen
        seen = seen | front
        step += 1
    return result * np.float32(_EDGE * 1.4)


def _stress(wanted: Points, adjacent: Points, rounds: int) -> Points:
    """Stress majorisation from a seeded start; weights 1/d², and more for pairs with a line.

    A few rows at a time, which stay in the processor's cache: the whole has millions of numbers.
    """
    weights = np.zeros_like(wanted)
    np.divide(1.0, wanted**2, out=weights, where=wanted > 0)
    weights *= 1.0 + _LINKED * adjacent
    totals = weights.sum(axis=1, keepdims=True)
    points = _start(wanted).astype(wanted.dtype)
    pulls = weights * wanted
    for _ in range(rounds):
        moved = np.empty_like(points)
        for start in range(0, len(points), _ROWS):
            part = slice(start, start + _ROWS)
            across, along = (points[part, axis, None] - points[None, :, axis] for axis in (0, 1))
            length = np.hypot(across, along)
            pull = np.zeros_like(length)
            np.divide(pulls[part], length, out=pull, where=length > 1e-9)
            moved[part] = np.einsum("ij,jk->ik", weights[part], points)
            moved[part, 0] += np.einsum("ij,ij->i", pull, across)
            moved[part, 1] += np.einsum("ij,ij->i", pull, along)
        points = moved / totals
    return points.astype(np.float64)


def _start(wanted: Points) -> Points:
    """Farthest-point pivots give two rough axes; a little seeded noise parts equal nodes."""
    noise = np.random.default_rng(_SEED).normal(0.0, 0.12 * _EDGE, (len(wanted), 2))
    first = int(wanted.sum(axis=1).argmax())
    second = int(wanted[first].argmax())
    third = int(np.minimum(wanted[first], wanted[second]).argmax())
    across = wanted[first] - wanted[second]
    along = wanted[third] - (wanted[first] + wanted[second]) / 2
    return np.stack([across, along], axis=1) + noise


def _rings(graph: nx.Graph, nodes: Sequence[int]) -> Points:
    """Very large components: a sunflower spiral with the most connected actors in the middle."""
    order = sorted(nodes, key=lambda node: (-graph.degree(node), node))
    place = {node: i for i, node in enumerate(order)}
    steps = np.array([place[node] for node in nodes], dtype=np.float64)
    angle = steps * math.pi * (3 - math.sqrt(5))
    radius = np.sqrt(steps + 0.5) * _EDGE * 0.6
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _flatten(points: Points) -> Points:
    """Turn the longest axis to the horizontal (screens are wide) and fix the mirror images."""
    centred = points - points.mean(axis=0)
    covariance = centred.T @ centred
    angle = 0.5 * math.atan2(2 * covariance[0, 1], covariance[0, 0] - covariance[1, 1])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    turned: Points = centred @ turn
    signs = np.where((turned**3).sum(axis=0) < 0, -1.0, 1.0)
    return turned * signs


def _spread(points: Points, sizes: Points) -> Points:
    """Widen the whole until there is clearly more room than the boxes need."""
    if len(points) < _FEW:
        return points
    extent = points.max(axis=0) - points.min(axis=0)
    needed = _ROOM * float((sizes[:, 0] * sizes[:, 1]).sum())
    return points * max(1.0, math.sqrt(needed / max(float(extent[0] * extent[1]), needed / 9)))


def _separate(points: Points, sizes: Points, rounds: int) -> Points:
    """Push overlapping boxes apart along the axis where they overlap less."""
    points = points.copy()
    for _ in range(rounds):
        first, second = _overlapping(points, sizes)
        if not len(first):
            break
        delta = points[first] - points[second]
        over = (sizes[first] + sizes[second]) / 2 - np.abs(delta)
        tie = np.where(first > second, 1.0, -1.0)[:, None]
        push = over * np.where(delta == 0, tie, np.sign(delta)) * 0.55
        push[over > over.min(axis=1, keepdims=True)] = 0.0
        shift, crowd = np.zeros_like(points), np.zeros(len(points))
        for ends, sign in ((first, 1.0), (second, -1.0)):
            np.add.at(shift, ends, sign * push)
            np.add.at(crowd, ends, 1.0)
        points += shift / np.maximum(crowd, 1.0)[:, None]
    return points


def _overlapping(points: Points, sizes: Points) -> tuple[Indexes, Indexes]:
    """Pairs of overlapping boxes: a sweep from left to right, one step of neighbours at a time."""
    order = np.argsort(points[:, 0] - sizes[:, 0] / 2, kind="stable")
    low, high = points[order] - sizes[order] / 2, points[order] + sizes[order] / 2
    slack = 0.5
    firsts, seconds = [order[:0]], [order[:0]]
    for step in range(1, len(order)):
        across = high[:-step, 0] - low[step:, 0] > slack
        if not across.any() and _widest_ends(high[:, 0], low[:, 0], step):
            break
        clash = across & (high[:-step, 1] - low[step:, 1] > slack)
        clash &= high[step:, 1] - low[:-step, 1] > slack
        firsts.append(order[:-step][clash])
        seconds.append(order[step:][clash])
    return np.concatenate(firsts), np.concatenate(seconds)


def _widest_ends(right: Points, left: Points, step: int) -> bool:
    """No box reaches any that starts `step` or more places after it."""
    return bool((np.maximum.accumulate(right)[:-step] - left[step:] <= 0).all())


def _pack(parts: Sequence[Points], boxes: Sequence[Sequence[Box]]) -> list[Points]:
    """Set the components on shelves, largest first, into roughly the shape of a screen."""
    frames = []
    for points, sizes in zip(parts, boxes, strict=True):
        half = np.array([[box.width, box.height] for box in sizes]) / 2
        low, high = (points - half).min(axis=0), (points + half).max(axis=0)
        frames.append((low, high - low + _COMPONENT_GAP))
    area = sum(float(size[0] * size[1]) for _, size in frames)
    widest = max((float(size[0]) for _, size in frames), default=0.0)
    limit = max(widest, math.sqrt(area * _ASPECT))
    placed, x, y, shelf = [], 0.0, 0.0, 0.0
    for points, (low, size) in zip(parts, frames, strict=True):
        if x and x + float(size[0]) > limit:
            x, y, shelf = 0.0, y + shelf, 0.0
        placed.append(points - low + np.array([x, y]))
        x += float(size[0])
        shelf = max(shelf, float(size[1]))
    return placed
