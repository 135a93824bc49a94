"""The code blocks of README.md and docs/: found, run, and their answers written anew.

`console` blocks hold commands after `$ ` and what they print; `python` blocks are run as they
stand, after those above them on the page, and `text` right after one is what it prints; `sparql`
blocks are asked of the sample graph.
A block below a line that is only a file's name in backticks and a colon is that file, and is
written. Commands that show no answer may print anything.

A comment on the line before a block marks it: `<!-- not run: REASON -->` leaves it out, `<!-- run
apart: WHERE -->` too, since a test of its own runs it; `<!-- any answer: REASON -->` runs it and
does not compare what it prints. The blocks of a page run in one folder that has `corpus/` and the
committed `exports/graph.ttl`, so that answers are the same on every machine.

    python tests/readme_blocks.py   # writes the present answers into README.md and docs/
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
_APART = {"queries.md"}
PAGES = sorted(page for page in (ROOT / "docs").rglob("*.md") if page.name not in _APART)
"""The pages of docs/ in the order of their paths, but the one whose queries test_query.py runs."""
_FENCE = re.compile(
    r"(?:^`(?P<file>[\w./-]+)`:\n\n)?"
    r"(?:^<!-- (?P<mark>not run|run apart|any answer)[^\n]*-->\n)?"
    r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_LOOP = """
import contextlib, io, json, sys
names = {"__name__": "__main__"}
for line in sys.stdin:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(json.loads(line), "block", "exec"), names)
    print(json.dumps(printed.getvalue()), flush=True)
"""
_SHELL = {"|", ">", ">>", "<", "&&", ";", "&"}
Program: TypeAlias = Callable[[list[str], Path], str]
_SECONDS = re.compile(r"\b\d+\.\d s\b")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its mark and file if any, its text and where that starts."""

    kind: str
    mark: str
    body: str
    start: int
    file: str

    @property
    def is_run(self) -> bool:
        """Whether it is left to be run here."""
        return self.mark not in {"not run", "run apart"}

    @property
    def answers(self) -> bool:
        """Whether it shows what is printed, so that it can be compared."""
        shown = self.kind == "text" or any(not x.startswith("$ ") for x in self.body.splitlines())
        return shown and self.mark != "any answer"


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a Markdown text, in order."""
    return [
        Block(m["kind"], m["mark"] or "", m["body"], m.start("body"), m["file"] or "")
        for m in _FENCE.finditer(text)
    ]


def steady(answer: str) -> str:
    """An answer without what differs from run to run: the time it took."""
    return _SECONDS.sub("… s", answer)


def prepare(folder: Path) -> None:
    """Put into a folder what the README's reader has."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "exports").mkdir()
    shutil.copy(ROOT / "exports" / "graph.ttl", folder / "exports")


def run_blocks(text: str, folder: Path, program: Program | None = None) -> list[tuple[Block, str]]:
    """The blocks that are run, with what they should hold now.

    `program` runs `diplograph` in this process, which is quicker; default: as a user does.
    """
    found = blocks(text)
    with Session(folder) as session:
        return list(_run_all(found, folder, program, session))


def _run_all(
    found: list[Block], folder: Path, program: Program | None, session: Session
) -> Iterator[tuple[Block, str]]:
    for block, after in zip_longest(found, found[1:]):
        if not block.is_run:
            continue
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.body, encoding="utf-8")
        elif block.kind == "console":
            yield block, _console(block.body, folder, program)
        elif block.kind in {"python", "sparql"}:
            if block.kind == "python":
                printed = session.run(block.body)
            elif program is not None:
                printed = _lines(program(["query", block.body], folder))
            else:
                printed = _run(["diplograph", "query", block.body], folder)
            if after is not None and after.kind == "text":
                yield after, printed


class Session:
    """A Python of its own, in which the blocks of a page run one after the other.

    It starts with the first one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate()

    def run(self, body: str) -> str:
        """What a block prints; RuntimeError where it breaks."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _LOOP],
                cwd=self._folder,
                env={**os.environ, "PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(body)}\n")
        self._process.stdin.flush()
        printed = self._process.stdout.readline()
        if not printed:
            _, told = self._process.communicate()
            raise RuntimeError(f"a block ended the session:\n{body}\n{told}")
        return _lines(json.loads(printed))


def _console(body: str, folder: Path, program: Program | None) -> str:
    out = []
    for line in body.splitlines():
        if line.startswith("$ "):
            words = shlex.split(line[2:])
            if program is not None and words[0] == "diplograph" and not _SHELL & set(words):
                printed = _lines(program(words[1:], folder))
            else:
                printed = _run(["bash", "-c", line[2:]], folder)
            out.append(f"{line}\n{printed}")
    return "".join(out)


def _run(words: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"{words} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return _lines(ended.stdout)


def _lines(printed: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def renew(text: str, folder: Path) -> str:
    """The text with the present answers."""
    for block, body in reversed(run_blocks(text, folder)):
        if block.answers and steady(block.body) != steady(body):
            text = text[: block.start] + body + text[block.start + len(block.body) :]
    return text


def main() -> None:
    """Write the present answers into README.md and the pages of docs/."""
    for page in (README, *PAGES):
        with tempfile.TemporaryDirectory() as name:
            prepare(Path(name))
            old = page.read_text(encoding="utf-8")
            new = renew(old, Path(name))
            if new != old:
                page.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
