"""The page on other stores, followed to the letter: servers started, graphs loaded, answers."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import readme_blocks
from stores import free_port

PAGE = readme_blocks.ROOT / "docs/how-to/other-stores.md"
BINS = Path(sys.executable).parent


def program(name: str) -> str:
    """The path of a program; the test is skipped where it is missing, but never in CI."""
    found = shutil.which(name, path=f"{BINS}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing: make setup stores")
        pytest.skip(f"{name} is missing")
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which the page's blocks before the servers have been run."""
    readme_blocks.prepare(tmp_path)
    for block, answer in readme_blocks.run_blocks(PAGE.read_text(encoding="utf-8"), tmp_path):
        assert not block.answers or block.body == answer
    return tmp_path


def commands(start: str, ports: dict[str, int]) -> Iterator[tuple[str, str]]:
    """The page's commands that begin so, with ports of ours, and what they show."""
    for block in readme_blocks.blocks(PAGE.read_text(encoding="utf-8")):
        if block.mark == "run apart" and block.body.startswith(f"$ {start}"):
            for part in block.body.removeprefix("$ ").split("\n$ "):
                command, _, answer = part.partition("\n")
                yield replaced(command, ports), answer


def replaced(text: str, ports: dict[str, int]) -> str:
    for told, ours in ports.items():
        text = text.replace(told, str(ours))
    return text


@contextlib.contextmanager
def started(command: str, folder: Path, port: int) -> Iterator[None]:
    """A server, waited for, and ended afterwards."""
    words = command.split()
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [program(words[0]), *words[1:]], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        for _ in range(240):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            assert process.poll() is None, (folder / "server.log").read_text()
            time.sleep(0.25)
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def printed(command: str, folder: Path) -> str:
    program(command.split()[0])
    ended = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "*** Error" not in ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.docs
def test_oxigraphs_server_opens_the_store(folder: Path) -> None:
    ports = {"7878": free_port()}
    ((serve, _),) = commands("oxigraph", ports)
    ((ask, answer),) = [c for c in commands("curl", ports) if "/query" in c[0]]
    with started(serve, folder, ports["7878"]):
        assert printed(ask, folder).split() == answer.split()


@pytest.mark.heavy
def test_virtuoso_loads_the_graph(folder: Path) -> None:
    ports = {"1111": free_port(), "8890": free_port()}
    ini = folder / "virtuoso.ini"
    ini.write_text(replaced(ini.read_text(encoding="utf-8"), ports), encoding="utf-8")
    ((serve, _),) = commands("virtuoso-t", ports)
    ((ask, answer),) = [c for c in commands("curl", ports) if "/sparql" in c[0]]
    with started(serve, folder, ports["8890"]):
        loading = list(commands("isql-vt", ports))
        assert len(loading) == 3
        *_, errors = [printed(command, folder) for command, _ in loading]
        assert "0 Rows." in errors
        assert printed(ask, folder).split() == answer.split()
