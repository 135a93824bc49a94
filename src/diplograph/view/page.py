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

from diplograph.view.model import KINDS, QUAD_CLASSES, QUAD_OF_TYPE, STATUSES, GraphView
from diplograph.view.network import folding, network
from diplograph.view.payload import embed, payload

_ASSETS: Final = Path(__file__).resolve().parent / "assets"
_VIS: Final = Path("templates", "lib", "vis-9.1.2", "vis-network.min.js")
_SCRIPTS: Final = (
    "base.js",
    "model.js",
    "filters.js",
    "lines.js",
    "picture.js",
    "looks.js",
    "labels.js",
    "events.js",
    "panel.js",
    "table.js",
    "search.js",
    "main.js",
)


def render(view: GraphView, title: str) -> str:
    """The page of a view, as one self-contained HTML text (write it as UTF-8)."""
    from jinja2 import DictLoader, Environment

    net = network(view)
    library, script, style = _library(), _script(), _asset("page.css")
    environment = Environment(
        loader=DictLoader({"page.html": _asset("page.html")}), autoescape=True
    )
    environment.filters["embed"] = embed
    environment.filters["reembed"] = lambda text: embed(json.loads(text))
    environment.globals.update(
        folding=folding(view),
        page_title=_clean(title),
        policy=_policy((library, script), style),
        library=_Verbatim(library),
        script=_Verbatim(script),
        style=_Verbatim(style),
        data={"title": _clean(title), **payload(view), "vocabulary": _vocabulary()},
    )
    net.templateEnv, net.path = environment, "page.html"
    return str(net.generate_html("page.html"))


class _Verbatim(str):
    """Text that the template puts in as it is: our own assets and vis-network, nothing else."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _vocabulary() -> dict[str, object]:
    return {
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


@cache
def _script() -> str:
    parts = "\n".join(_asset(name) for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


@cache
def _library() -> str:
    import pyvis

    text = (Path(pyvis.__file__).parent / _VIS).read_text(encoding="utf-8").replace("\r\n", "\n")
    if re.search(r"</script|<!--", text, re.IGNORECASE):
        raise RuntimeError("pyvis's vis-network script cannot be embedded: it closes its own tag")
    return text
