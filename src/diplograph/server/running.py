"""Running the application with uvicorn."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from diplograph.documents import ReadOptions
from diplograph.errors import StoreError
from diplograph.server.app import create_app
from diplograph.server.opening import open_store
from diplograph.server.pool import Limits


def run(
    path: Path,
    host: str,
    port: int,
    names: Sequence[str],
    seconds: float,
    options: ReadOptions,
    log: Callable[[str], None] | None,
) -> int:
    """Serve until interrupted; `log` is told the address, once the port is taken.

    StoreError where the store cannot be opened or the address cannot be listened at.
    """
    open_store(path)
    app = create_app(path, Limits(seconds=seconds), [host, *names], options)
    listening = _listen(host, port)
    if log is not None:
        shown = f"[{host}]" if ":" in host else host
        log(f"Serving {path} at http://{shown}:{listening.getsockname()[1]}/  (Ctrl+C ends it)")
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=15
    )
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(128)
    except OSError as error:
        found.close()
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"cannot listen at {host}:{port}: {reason}") from error
    return found
