"""The interactive page: one HTML file, made with pyvis, that opens offline and asks for nothing.

pyvis renders its data through our template (`assets/page.html`) in place of its own; the
vis-network script comes from the installed pyvis. A Content-Security-Policy allows exactly the
embedded scripts and style, by hash, and forbids every request.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from diplograph.ontology import load_ontology
from diplograph.records import PloverType
from diplograph.view.core import core
from diplograph.view.model import KINDS, QUAD_CLASSES, QUAD_OF_TYPE, STATUSES, GraphView
from diplograph.view.network import folding, network
from diplograph.view.payload import embed, pages, payload

_ASSETS: Final = Path(__file__).resolve().parent / "assets"
_VIS: Final = Path("templates", "lib", "vis-9.1.2", "vis-network.min.js")
_SCRIPTS: Final = (
    "base.js",
    "model.js",
    "filters.js",
    "paths.js",
    "lines.js",
    "shapes.js",
    "looks.js",
    "labels.js",
    "layer.js",
    "picture.js",
    "legend.js",
    "charts.js",
    "events.js",
    "panel.js",
    "pair.js",
    "table.js",
    "save.js",
    "review.js",
    "search.js",
    "state.js",
    "main.js",
)


def render(view: GraphView, title: str) -> str:
    """The page of a view, as one self-contained HTML text (write it as UTF-8)."""
    library, script, style = vis_network(), page_script(), page_style()
    return _page(
        title,
        policy=_policy((library, script), style),
        library=_Verbatim(library),
        script=_Verbatim(script),
        style=_Verbatim(style),
        view=view,
    )


def shell(title: str, version: str) -> str:
    """The page without data, for a server: it fetches what it needs from there.

    `version` ends the addresses of its scripts and style, so that new ones are fetched.
    """
    return _page(title, policy=None, version=version, view=None)


def graph_data(view: GraphView, title: str) -> dict[str, object]:
    """What the page reads first: actors, events without their sentences, and the drawing."""
    only = core(view)
    net = network(view, only)
    return {
        "title": _clean(title),
        **payload(view),
        "vocabulary": _vocabulary(),
        "core": only is not None,
        "drawing": {"nodes": net.nodes, "folding": folding(view, only)},
    }


def _page(title: str, view: GraphView | None, **values: object) -> str:
    """The template, filled by pyvis, which gives it the options of the network."""
    from jinja2 import DictLoader, Environment

    net = network(GraphView())
    environment = Environment(
        loader=DictLoader({"page.html": _asset("page.html")}), autoescape=True
    )
    environment.filters["embed"] = embed
    environment.filters["reembed"] = lambda text: embed(json.loads(text))
    environment.globals.update(
        page_title=_clean(title),
        served=view is None,
        data=None if view is None else graph_data(view, title),
        evidence=() if view is None else pages(view),
        **values,
    )
    net.templateEnv, net.path = environment, "page.html"
    return str(net.generate_html("page.html"))


class _Verbatim(str):
    """Text that the template puts in as it is: our own assets and vis-network, nothing else."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _vocabulary() -> dict[str, object]:
    ontology = load_ontology()
    return {
        "scores": {type_.value: ontology.score(type_) for type_ in PloverType},
        "quads": {str(number): name for number, name in QUAD_CLASSES.items()},
        "types": dict(QUAD_OF_TYPE),
        "statuses": list(STATUSES),
        "kinds": list(KINDS),
    }


def _policy(scripts: tuple[str, ...], style: str) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {allowed}",
            f"style-src {_hash(style)}",
            "img-src data: blob:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _clean(text: str) -> str:
    """Without lone surrogates, which no encoding can write."""
    return text.encode("utf-8", "replace").decode("utf-8")


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def page_style() -> str:
    """The style sheet."""
    return _asset("page.css")


@cache
def page_script() -> str:
    """Our own scripts as one; it waits for the data where a server gives them."""
    parts = "\n".join(_asset(name) for name in _SCRIPTS)
    return f'(async () => {{\n"use strict";\n{parts}\n}})();\n'


@cache
def vis_network() -> str:
    """The vis-network script of the installed pyvis."""
    import pyvis

    text = (Path(pyvis.__file__).parent / _VIS).read_text(encoding="utf-8").replace("\r\n", "\n")
    if re.search(r"</script|<!--", text, re.IGNORECASE):
        raise RuntimeError("pyvis's vis-network script cannot be embedded: it closes its own tag")
    return text
