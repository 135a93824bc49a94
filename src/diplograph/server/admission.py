"""Who may ask: a token where a server is open to others, and no more than can be worked out."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import anyio
import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from diplograph.errors import RefusedError
from diplograph.killable import Limits

COOKIE: Final = "diplograph-token"
PARAMETER: Final = "token"


class Admission:
    """Lets in as many requests as there are places; the others wait, but not too many or long."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        places = limits.workers + max(limits.slow, 0)
        self._gate = anyio.Semaphore(places)
        self._threads = anyio.CapacityLimiter(places)
        self._waiting = 0

    async def run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """What the work gives, done in a thread; RefusedError (503) where too many wait."""
        if self._waiting >= self._limits.waiting:
            raise RefusedError(503, "too many requests are waiting; try again later")
        self._waiting += 1
        try:
            with anyio.fail_after(self._limits.seconds):
                await self._gate.acquire()
        except TimeoutError:
            raise RefusedError(503, "the server is busy; try again later") from None
        finally:
            self._waiting -= 1
        try:
            return await anyio.to_thread.run_sync(partial(work, *arguments), limiter=self._threads)
        finally:
            self._gate.release()


class TokenMiddleware:
    """Asks for a token: `Authorization: Bearer ...`, a cookie, or once in the address.

    The token in an address is answered with the cookie and the same address without it, so that
    it does not stay in the browser's history.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or self._known(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        await self._stranger(scope)(scope, receive, send)

    def _known(self, headers: Headers) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self._same(given.strip()):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and self._same(cookie.value)

    def _same(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    def _stranger(self, scope: Scope) -> Response:
        text = scope.get("query_string", b"").decode("latin-1")
        pairs = parse_qsl(text, keep_blank_values=True)
        given = [value for name, value in pairs if name == PARAMETER]
        if scope["method"] == "GET" and len(given) == 1 and self._same(given[0]):
            rest = urlencode([pair for pair in pairs if pair[0] != PARAMETER])
            path = scope["path"] if scope["path"].startswith("/") else "/"
            there = "/" + path.lstrip("/\\") + (f"?{rest}" if rest else "")
            answer: Response = RedirectResponse(there, 303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
            return answer
        return PlainTextResponse(
            "this server asks for a token: open the address that `diplograph serve` printed, "
            "or send the header Authorization: Bearer TOKEN\n",
            401,
            {"WWW-Authenticate": 'Bearer realm="diplograph"'},
        )
