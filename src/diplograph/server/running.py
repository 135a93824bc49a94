"""Running the application with uvicorn."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

import uvicorn

from diplograph.documents import ReadOptions
from diplograph.errors import StoreError
from diplograph.killable import Limits
from diplograph.server.app import create_app
from diplograph.server.opening import open_store

_CONNECTIONS: Final = 2048
"""Beyond these a connection is answered with 503 and closed."""


def run(
    path: Path,
    host: str,
    port: int,
    names: Sequence[str],
    limits: Limits,
    options: ReadOptions,
    log: Callable[[str], None] | None,
    token: str | None = None,
) -> int:
    """Serve until interrupted; `log` is told the address, once the port is taken.

    Where others than this machine can reach the host, a token is asked for: the one given, or one
    made up, which the address that `log` is told holds. StoreError where the store cannot be
    opened or the address cannot be listened at.
    """
    open_store(path)
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(24)
    app = create_app(path, limits, [host, *names], options, token)
    listening = _listen(host, port)
    if log is not None:
        shown = f"[{host}]" if ":" in host else host
        asked = f"?token={quote(token, safe='')}" if token is not None else ""
        port = listening.getsockname()[1]
        log(f"Serving {path} at http://{shown}:{port}/{asked}  (Ctrl+C ends it)")
    _allow_connections(_CONNECTIONS)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        limit_concurrency=_CONNECTIONS,
        backlog=_CONNECTIONS,
        h11_max_incomplete_event_size=65_536,
    )
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host, given by name or address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _allow_connections(count: int) -> None:
    """Raise the limit of open files, where the system lets us, so that connections fit into it."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + 256
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(_CONNECTIONS)
    except OSError as error:
        found.close()
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"cannot listen at {host}:{port}: {reason}") from error
    return found
