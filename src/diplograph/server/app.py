"""The web application: which address answers what, behind host checks and strict headers."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from diplograph.documents import ReadOptions
from diplograph.errors import RefusedError
from diplograph.killable import Limits
from diplograph.query import saved_queries
from diplograph.rdf.terms import PREFIXES
from diplograph.resources import ontology_path
from diplograph.server import pages
from diplograph.server.admission import Admission, TokenMiddleware
from diplograph.server.guarding import GuardMiddleware
from diplograph.server.negotiation import choose
from diplograph.server.pool import WorkerPool
from diplograph.server.protocol import MAX_BODY, read_request
from diplograph.server.viewer import Viewer
from diplograph.server.work import work

_LOCAL: Final = ("localhost", "127.0.0.1", "::1", "[::1]")
_HTML: Final = "text/html"
_TURTLE: Final = "text/turtle"

_Run: TypeAlias = Callable[..., Any]


def create_app(
    path: Path,
    limits: Limits | None = None,
    hosts: Sequence[str] = (),
    options: ReadOptions | None = None,
    token: str | None = None,
) -> Starlette:
    """The application for a store folder or RDF file.

    `hosts` are names under which it may be asked beside those of this machine's loopback;
    `options` are those with which texts are read again for the pages of documents. With a
    `token` only those are answered who know it.
    """
    limits = limits or Limits()
    pool = WorkerPool(path, limits, work)
    site = _Site(pool, options or ReadOptions(), Admission(limits))
    asking = [Middleware(TokenMiddleware, token=token)] if token is not None else []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        """Ends the workers with the server."""
        del app
        try:
            yield
        finally:
            pool.close()

    return Starlette(
        routes=site.routes(),
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(hosts), www_redirect=False),
            Middleware(GuardMiddleware),
            *asking,
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=4),
        ],
        exception_handlers={RefusedError: _refused, HTTPException: _failed},
        lifespan=lifespan,
    )


def _hosts(more: Sequence[str]) -> list[str]:
    """Names that requests may be for; a server open to the network also goes by its own name."""
    own = [socket.gethostname()] if {"0.0.0.0", "::"} & set(more) else []
    return list(dict.fromkeys([*_LOCAL, *more, *own]))


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, RefusedError) else 500
    headers = {"Retry-After": "10"} if status == 503 else None
    wanted = choose(request.headers.get("accept"), ("text/plain", _HTML))
    if wanted == _HTML and request.url.path != "/sparql":
        return pages.page("error.html", {"status": status, "message": str(error)}, status)
    return PlainTextResponse(f"{error}\n", status, headers)


async def _failed(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    message = {404: "there is no such page", 405: "this method is not allowed here"}
    text = message.get(error.status_code, error.detail)
    del request
    return PlainTextResponse(f"{text}\n", error.status_code, error.headers)


async def _body(request: Request) -> bytes:
    """The body, read no further than the protocol allows."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > MAX_BODY:
            break
    return bytes(found)


class _Site:
    """The answers, each worked out in a process of the pool."""

    def __init__(self, pool: WorkerPool, options: ReadOptions, admission: Admission) -> None:
        self._pool = pool
        self._admission = admission
        self._options = options
        self._viewer = Viewer(pool)

    def routes(self) -> list[BaseRoute]:
        """All addresses."""
        here = Path(__file__).resolve().parent
        return [
            Route("/", self._viewer.shell),
            Route("/api/graph", self._viewer.graph),
            Route("/api/details/{page:int}", self._viewer.details),
            Route("/viewer/{name}", self._viewer.asset),
            Route("/query", self.editor),
            Route("/api/queries", self.queries),
            Route("/sparql", self.sparql, methods=["GET", "POST"]),
            Route("/documents", self.documents),
            Route("/documents/{name}", self.document),
            Route("/id/{path:path}", self.resource),
            Route("/ontology", self.ontology),
            Mount("/static", StaticFiles(directory=here / "static")),
        ]

    async def _run(self, task: str, **arguments: Any) -> Any:
        return await self._admission.run(self._pool.run, task, arguments)

    async def sparql(self, request: Request) -> Response:
        """The endpoint of the SPARQL 1.1 Protocol."""
        accept = request.headers.get("accept")
        given = request.url.query
        if request.method != "POST" and choose(accept, ("text/csv", _HTML)) == _HTML:
            return RedirectResponse(f"/query?{given}" if given else "/query", 303)
        kind = request.headers.get("content-type")
        asked = read_request(request.method, kind, given, await _body(request))
        media_type, body = await self._run(
            "sparql",
            query=asked.query,
            accept=accept,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
        )
        return Response(body, media_type=media_type, headers={"Vary": "Accept"})

    async def editor(self, request: Request) -> Response:
        """The SPARQL editor."""
        del request
        return pages.page("query.html", {})

    async def queries(self, request: Request) -> Response:
        """Saved queries and prefixes, for the editor."""
        del request
        base = await self._run("base")
        saved = [
            {"name": q.name, "title": q.title, "description": q.description, "text": q.text}
            for q in saved_queries().values()
        ]
        return JSONResponse({"prefixes": {**PREFIXES, "id": base}, "base": base, "saved": saved})

    async def documents(self, request: Request) -> Response:
        """All documents."""
        del request
        return pages.page("documents.html", {"documents": await self._run("documents")})

    async def document(self, request: Request) -> Response:
        """A document's text with marks, the relations beside it."""
        path = f"doc/{request.path_params['name']}"
        found = await self._run("document", path=path, options=self._options)
        return pages.page("document.html", {"page": found, "path": path})

    async def resource(self, request: Request) -> Response:
        """Any IRI of the graph, as a page or as Turtle."""
        path = _raw_path(request).removeprefix("/id/")
        wanted = choose(request.headers.get("accept"), (_HTML, _TURTLE))
        if wanted == _TURTLE:
            return _turtle(await self._run("turtle", path=path))
        if wanted is None:
            raise RefusedError(406, f"an IRI is shown as {_HTML} or {_TURTLE}")
        found = await self._run("resource", path=path)
        return pages.page("resource.html", {"node": found, "path": path}, vary=True)

    async def ontology(self, request: Request) -> Response:
        """The vocabulary, as a page or as Turtle."""
        wanted = choose(request.headers.get("accept"), (_HTML, _TURTLE))
        if wanted == _TURTLE:
            return _turtle((ontology_path() / "diplograph.ttl").read_bytes())
        if wanted is None:
            raise RefusedError(406, f"the vocabulary is shown as {_HTML} or {_TURTLE}")
        return pages.page(
            "ontology.html", {"terms": await run_in_threadpool(pages.terms)}, vary=True
        )


def _turtle(body: bytes) -> Response:
    return Response(body, media_type=_TURTLE, headers={"Vary": "Accept"})


def _raw_path(request: Request) -> str:
    """The path as it was sent: in IRIs `%2F` and `/` are not the same."""
    raw = request.scope.get("raw_path")
    path = raw.decode("ascii", "replace") if isinstance(raw, bytes) else request.url.path
    return path.partition("?")[0]
