"""A thousand clients with cheap queries beside twenty with the worst, on this machine's loopback.

`DIPLOGRAPH_LOAD_SECONDS=600` makes it as long; the figures are printed with `-s`.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from served import make_store

SECONDS = float(os.environ.get("DIPLOGRAPH_LOAD_SECONDS", "60"))
CHEAP, WORST = 1000, 20
MEMORY = 1000
QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?a { ?a (!<urn:x>|^!<urn:x>)* ?b . ?c (!<urn:y>|^!<urn:y>)* ?d }",
)


class Load:
    """What the clients saw."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.ends = time.monotonic() + SECONDS
        self.cheap: Counter[object] = Counter()
        self.worst: Counter[object] = Counter()
        self.windows: Counter[int] = Counter()
        self.answered: set[int] = set()

    async def client(self, number: int, query: str, seen: Counter[object]) -> None:
        """Ask over one connection until the time is over, with a pause after a refusal."""
        address = f"/sparql?query={quote(query)}"
        head = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while time.monotonic() < self.ends:
            try:
                if connection is None:
                    connection = await asyncio.open_connection("127.0.0.1", self.port)
                status, closed = await _exchange(*connection, head)
            except (OSError, EOFError, ValueError) as error:
                seen[f"{type(error).__name__} {error}"[:80]] += 1
                connection = None
                continue
            seen[status] += 1
            if closed:
                connection[1].close()
                connection = None
            if seen is self.cheap and status == 200:
                self.windows[int((self.ends - time.monotonic()) // 10)] += 1
                self.answered.add(number)
            if status != 200:
                await asyncio.sleep(random.uniform(0.2, 1))
        if connection is not None:
            connection[1].close()

    async def run(self) -> None:
        """All clients at once."""
        cheap = "SELECT ?who {{ ?who dg:warns ?x }} LIMIT {}"
        async with asyncio.TaskGroup() as group:
            for number in range(WORST):
                query = QUERIES[number % len(QUERIES)]
                group.create_task(self.client(number, query, self.worst))
            for number in range(CHEAP):
                query = cheap.format(number % 50 + 1)
                group.create_task(self.client(number, query, self.cheap))


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str
) -> tuple[int, bool]:
    writer.write(head.encode())
    await writer.drain()
    answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"content-length: (\d+)", answer, re.IGNORECASE)
    await reader.readexactly(int(length[1]) if length else 0)
    return int(answer.split()[1]), "connection: close" in answer.lower()


def _memory(root: int) -> int:
    """Bytes in memory of a process and all below it."""
    parents, sizes = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
            sizes[int(folder.name)] = int((folder / "statm").read_text().split()[1]) * 4096
        except OSError:
            continue
    below = {root}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(sizes.get(pid, 0) for pid in below)


async def _watch(pid: int, load: Load) -> int:
    most = 0
    while time.monotonic() < load.ends:
        most = max(most, await asyncio.to_thread(_memory, pid))
        await asyncio.sleep(1)
    return most


@pytest.mark.heavy
def test_cheap_queries_are_answered_under_the_worst_load(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    words = ["serve", "-g", str(make_store(tmp_path)), "--port", "0", "--memory", str(MEMORY)]
    command = [sys.executable, "-c", "from diplograph.cli import main; main()", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            assert found, line
            load = Load(int(found[1]))

            async def both() -> int:
                watching = asyncio.create_task(_watch(process.pid, load))
                await load.run()
                return await watching

            most = asyncio.run(both())
        finally:
            process.terminate()
    print(  # noqa: T201
        f"\n{SECONDS:g} s: cheap {dict(load.cheap)}, {len(load.answered)} clients answered; "
        f"worst {dict(load.worst)}; at most {most / 1e6:.0f} MB"
    )
    allowed = {200, 429, 503, 504}
    assert set(load.cheap) <= allowed
    assert set(load.worst) <= allowed | {413}
    assert 200 not in load.worst or load.worst[200] < load.worst.total()
    # The first seconds go to opening a thousand connections and starting the workers.
    windows = range(int(SECONDS // 10) - 2)
    assert all(load.windows[window] > 5 for window in windows), load.windows
    assert len(load.answered) > 0.8 * CHEAP
    assert most < 5 * MEMORY * 1e6
