"""Fixtures shared by the tests of the whole: the pipeline, a built graph, the command line."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import diplograph
from diplograph import killable
from diplograph.cli import main
from diplograph.exporting import write_exports
from diplograph.language.pipeline import load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

URGES = """China urges restraint

BEIJING, March 3, 2023 — China urged the United States on Friday not to sell weapons to Taiwan. \
Foreign Ministry spokeswoman Mao Ning accused Washington of interfering in China's affairs.
"""
MEETS = """---
title: Macron receives Scholz
date: 2023-01-23
source: diplograph tests
---

French President Emmanuel Macron met German Chancellor Olaf Scholz in Paris on Sunday. \
Scholz will visit Japan in March.
"""
EXPELS = """<!doctype html>
<html><head><title>India expels diplomat</title>
<meta name="date" content="2023-09-19"></head><body><article><h1>India expels diplomat</h1>
<p>India expelled a Canadian diplomat on Tuesday, a day after Canada accused India of having had a
hand in the killing of a Sikh leader. The dispute is the worst between the two countries in years,
and diplomats on both sides said that they did not expect it to end soon.</p>
<p>Canada rejected the decision of India and said that it would protect its citizens.</p>
</article></body></html>
"""
ROWS = (
    '{"key": "r1", "story": "Russia accused Ukraine of attacking a refinery.",'
    ' "day": "2024-03-13", "head": "Refinery"}\n'
    '{"key": "r2", "story": "Japan urged North Korea to resume talks.",'
    ' "day": "2024-03-14", "head": "Missiles"}\n'
)
TABLE = """id,text,date
c1,"Iran threatened Israel with retaliation, and Israel warned Iran.",2024-04-10
c2,"Egypt signed an agreement with Turkey in Cairo.",2024-02-14
"""


@dataclass(frozen=True)
class Built:
    """Sources of our own and what was built from them."""

    sources: Path
    exports: Path
    store: Path


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


Cli = Callable[..., Ended]
SLOW = ("wheel", "browser", "docs")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First the files that take longest, so that processes that share the files end together."""
    slow = {item.path for item in items for mark in SLOW if item.get_closest_marker(mark)}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The embedded pipeline, loaded once."""
    return load_pipeline()


def write_sources(folder: Path) -> Path:
    """The texts above as files; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "urges.txt").write_text(URGES, encoding="utf-8")
    (folder / "meets.md").write_text(MEETS, encoding="utf-8")
    (folder / "expels.html").write_text(EXPELS, encoding="utf-8")
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A store and exports, to be read and not changed."""
    home = tmp_path_factory.mktemp("built")
    sources = write_sources(home / "texts")
    exports = home / "exports"
    kg = diplograph.build([sources], store=exports / "store")
    write_exports(kg, exports, "tests")
    return Built(sources, exports, exports / "store")


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs the command line in this process: `cli("build", "x.txt", stdin="...")`.

    Queries have a process of their own all the same; it is forked from one in which everything is
    loaded, which a command's own is not. Tests that start `diplograph` itself have it as it is.
    """
    context = killable._context
    monkeypatch.setattr(killable, "_context", lambda fork: context(True))

    def run(*words: object, stdin: str = "") -> Ended:
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code: object = None
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main([str(word) for word in words])
            except SystemExit as end:
                code = end.code
        assert isinstance(code, int)
        return Ended(code, out.getvalue(), err.getvalue())

    return run
