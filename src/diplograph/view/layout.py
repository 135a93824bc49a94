"""Where each actor stands, computed once, in Python: the page opens laid out and stays still.

Stress majorisation on graph distances (de Leeuw 1977; Gansner, Koren and North 2004) from a
seeded start, then boxes around the labels are pushed apart, then the components are packed. The
same graph gives the same picture on every build.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Position = tuple[float, float]

_SEED = 20150
_EDGE = 150.0
_GAP = 14.0
_COMPONENT_GAP = 90.0
_ASPECT = 1.5
_WEIGHTED_UP_TO = 500
_STRESS_UP_TO = 2500


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
        points = _stress(distances, 60 if len(nodes) <= _WEIGHTED_UP_TO else 25)
    points = _flatten(points)
    sizes = np.array([[boxes[n].width, boxes[n].height] for n in nodes]) + _GAP
    return _separate(points, sizes, 400 if len(nodes) <= _WEIGHTED_UP_TO else 60)


def _distances(graph: nx.Graph, nodes: Sequence[int], boxes: Mapping[int, Box]) -> Points:
    """Wanted distances: shortest paths; links are longer where neighbourhoods differ much."""
    index = {node: i for i, node in enumerate(nodes)}
    if len(nodes) > _WEIGHTED_UP_TO:
        return _hops(graph, index)
    for a, b in graph.edges:
        near, far = set(graph[a]), set(graph[b])
        room = (boxes[a].height + boxes[b].height) / 2 / _EDGE
        graph[a][b]["length"] = 0.75 + 0.75 * room + 0.16 * math.sqrt(len(near ^ far))
    result = np.zeros((len(nodes), len(nodes)))
    for node, lengths in nx.all_pairs_dijkstra_path_length(graph, weight="length"):
        for other, length in lengths.items():
            result[index[node], index[other]] = length
    return (result + result.T) / 2 * _EDGE


def _hops(graph: nx.Graph, index: Mapping[int, int]) -> Points:
    """Breadth-first distances of all pairs at once, by boolean matrix products."""
    size = len(index)
    adjacent = np.zeros((size, size), dtype=np.float32)
    for a, b in graph.edges:
        adjacent[index[a], index[b]] = adjacent[index[b], index[a]] = 1
    result = np.zeros((size, size))
    seen = np.eye(size, dtype=bool)
    front, step = seen.copy(), 0
    while front.any():
        result[front] = step
        front = ((front.astype(np.float32) @ adjacent) > 0) & ~seen
        seen |= front
        step += 1
    return result * _EDGE * 1.4


def _stress(wanted: Points, rounds: int) -> Points:
    """Stress majorisation with weights 1/d² from a seeded start."""
    size = len(wanted)
    weights = np.zeros_like(wanted)
    np.divide(1.0, wanted**2, out=weights, where=wanted > 0)
    totals = weights.sum(axis=1, keepdims=True)
    points = _start(wanted)
    for _ in range(rounds):
        delta_x = points[:, :1] - points[:, 0]
        delta_y = points[:, 1:] - points[:, 1]
        length = np.hypot(delta_x, delta_y)
        pull = np.zeros_like(wanted)
        np.divide(weights * wanted, length, out=pull, where=length > 1e-9)
        moved = np.empty((size, 2))
        moved[:, 0] = weights @ points[:, 0] + (pull * delta_x).sum(axis=1)
        moved[:, 1] = weights @ points[:, 1] + (pull * delta_y).sum(axis=1)
        points = moved / totals
    return points


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


def _separate(points: Points, sizes: Points, rounds: int) -> Points:
    """Push overlapping boxes apart along the axis where they overlap less."""
    points = points.copy()
    half_x = (sizes[:, :1] + sizes[:, 0]) / 2
    half_y = (sizes[:, 1:] + sizes[:, 1]) / 2
    apart = np.eye(len(points), dtype=bool)
    tie = np.sign(np.arange(len(points))[:, None] - np.arange(len(points)))
    for _ in range(rounds):
        delta_x = points[:, :1] - points[:, 0]
        delta_y = points[:, 1:] - points[:, 1]
        over_x = half_x - np.abs(delta_x)
        over_y = half_y - np.abs(delta_y)
        clash = (over_x > 0.5) & (over_y > 0.5) & ~apart
        if not clash.any():
            break
        sideways = clash & (over_x <= over_y)
        upright = clash & ~sideways
        sign_x = np.where(delta_x == 0, tie, np.sign(delta_x))
        sign_y = np.where(delta_y == 0, tie, np.sign(delta_y))
        crowd = np.maximum(clash.sum(axis=1), 1)
        points[:, 0] += (sideways * over_x * sign_x).sum(axis=1) * 0.55 / crowd
        points[:, 1] += (upright * over_y * sign_y).sum(axis=1) * 0.55 / crowd
    return points


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
