"""The viewer, served: the same page as the file, its data fetched in parts."""

from __future__ import annotations

from pathlib import Path

import pyvis
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from diplograph.server.pool import WorkerPool


class Viewer:
    """Answers the viewer's requests."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    async def shell(self, request: Request) -> Response:
        """The page without its data."""
        del request
        return PlainTextResponse("to come")

    graph = details = shell

    async def asset(self, request: Request) -> Response:
        """Scripts."""
        text = (
            Path(pyvis.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js"
        ).read_text()
        return Response(text, media_type="text/javascript")
