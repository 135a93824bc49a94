"""Other stores, started and asked the same way: what the tests of loading everywhere work with."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Row = tuple[str, ...]
_XSD = "http://www.w3.org/2001/XMLSchema#"

INI = """[Database]
DatabaseFile = {home}/virtuoso.db
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
TransactionFile = {home}/virtuoso.trx
xa_persistent_file = {home}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {home}/virtuoso-temp.db
TransactionFile = {home}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
DirsAllowed = {data}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxQueryMem = 1G
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = {http}
ServerRoot = {home}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 120
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def canonical(value: str | None, datatype: str | None = None) -> str:
    """A value as text, so that 5, 5.0 and 5.00E0 are one, and so are true and 1."""
    if value is None:
        return ""
    kind = (datatype or "").removeprefix(_XSD)
    if kind in {"integer", "decimal", "double", "float", "int", "long"}:
        return f"{float(value):.4f}"
    if kind == "boolean":
        return {"1": "true", "0": "false"}.get(value, value)
    return value


@dataclass
class Virtuoso:
    """A Virtuoso 7 of its own, on free ports."""

    sql: int
    http: int

    def run(self, command: str) -> None:
        """Run an SQL command; AssertionError with what isql says where it fails."""
        isql = shutil.which("isql-vt") or shutil.which("isql")
        assert isql is not None
        done = subprocess.run(
            [isql, str(self.sql), "dba", "dba", f"exec={command}"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "*** Error" not in done.stderr + done.stdout, done.stderr + done.stdout
        assert done.returncode == 0, done.stderr

    def load(self, path: Path, graph: str, flags: int = 0) -> None:
        """Load Turtle or N-Triples (flags 0), TriG (256), N-Quads (512)."""
        self.run(f"ttlp(file_to_string_output('{path}'), '', '{graph}', {flags}); checkpoint;")

    def ask(self, query: str, graphs: Sequence[str] = ()) -> list[Row]:
        """The rows of a SELECT over the graphs named, sorted."""
        data = urllib.parse.urlencode(
            [("query", query), *(("default-graph-uri", graph) for graph in graphs)]
        ).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.http}/sparql",
            data,
            {"Accept": "application/sparql-results+json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=180) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode(errors="replace")[:2000]) from error
        names = found["head"]["vars"]
        return sorted(
            tuple(
                canonical(row[n]["value"], row[n].get("datatype")) if n in row else ""
                for n in names
            )
            for row in found["results"]["bindings"]
        )


@contextlib.contextmanager
def virtuoso(home: Path, data: Path) -> Iterator[Virtuoso]:
    """Start Virtuoso on an empty database in `home`; it may read files of `data`."""
    server = Virtuoso(free_port(), free_port())
    ini = home / "virtuoso.ini"
    ini.write_text(
        INI.format(home=home, data=data, sql=server.sql, http=server.http), encoding="utf-8"
    )
    process = subprocess.Popen(
        ["virtuoso-t", "-f", "-c", str(ini)],
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(240):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.http)):
                break
            assert process.poll() is None, (home / "virtuoso.log").read_text(errors="replace")
            time.sleep(0.5)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=60)
