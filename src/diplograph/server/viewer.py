"""The page, served: the same as the file, its data fetched in parts."""

from __future__ import annotations

import hashlib
import threading
import zlib
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from diplograph.errors import RefusedError
from diplograph.server.pool import WorkerPool
from diplograph.server.viewing import ViewData
from diplograph.view.page import page_script, page_style, shell, vis_network

LAYOUT_SECONDS: Final = 900.0
"""How long reading and laying out the whole graph may take; it is done once."""
_ASSETS: Final[dict[str, tuple[str, Callable[[], str]]]] = {
    "viewer.js": ("text/javascript", page_script),
    "vis-network.js": ("text/javascript", vis_network),
    "page.css": ("text/css", page_style),
}


class Viewer:
    """Answers the page's requests; the data are worked out once for each state of the store."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._known: tuple[str, ViewData] | None = None

    async def shell(self, request: Request) -> Response:
        """The page without its data."""
        del request
        texts = "".join(text() for _, text in _ASSETS.values())
        version = hashlib.sha256(texts.encode()).hexdigest()[:12]
        return HTMLResponse(await run_in_threadpool(shell, "diplograph", version))

    async def graph(self, request: Request) -> Response:
        """Actors, events without their sentences, and where everybody stands."""
        data = await run_in_threadpool(self._data)
        return _json(request, data.graph)

    async def details(self, request: Request) -> Response:
        """A page of sentences."""
        data = await run_in_threadpool(self._data)
        number = request.path_params["page"]
        if request.url.query != data.version:
            raise RefusedError(409, "the graph has changed since the page was opened; reload it")
        if number >= len(data.pages):
            raise RefusedError(404, f"there are {len(data.pages)} pages, counted from 0")
        return _json(request, data.pages[number])

    async def asset(self, request: Request) -> Response:
        """A script or the style sheet."""
        name = request.path_params["name"]
        if name not in _ASSETS:
            raise RefusedError(404, f"there is no {name}")
        media_type, text = _ASSETS[name]
        lasting = {"Cache-Control": "max-age=31536000, immutable"} if request.url.query else None
        return Response(text(), media_type=media_type, headers=lasting)

    def _data(self) -> ViewData:
        stamp = self._pool.stamp()
        with self._lock:
            if self._known is None or self._known[0] != stamp:
                self._known = (stamp, self._pool.run("view", {}, LAYOUT_SECONDS))
            return self._known[1]


def _json(request: Request, packed: bytes) -> Response:
    """The text as it is kept, compressed, where the client takes that."""
    if "deflate" in request.headers.get("accept-encoding", ""):
        headers = {"Content-Encoding": "deflate", "Vary": "Accept-Encoding"}
        return Response(packed, media_type="application/json", headers=headers)
    return Response(zlib.decompress(packed), media_type="application/json")
