"""The code blocks of README.md: found, run, and their answers written anew.

`console` blocks hold commands after `$ ` and what they print; `python` blocks are run as they
stand, and `text` right after one is what it prints; `sparql` blocks are asked of the sample graph.
A comment `<!-- not run: REASON -->` on the line before a block leaves it out; `<!-- any answer -->`
runs it without comparing what it prints. Everything runs in one folder that has `corpus/` and the
committed `exports/graph.ttl`, so that answers are the same on every machine.

    python tests/readme_blocks.py   # writes the present answers into README.md
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
_FENCE = re.compile(
    r"(?:^<!-- (?P<mark>not run|any answer)[^\n]*-->\n)?"
    r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its mark if it has one, its text and where that starts."""

    kind: str
    mark: str
    body: str
    start: int


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a Markdown text, in order."""
    return [
        Block(m["kind"], m["mark"] or "", m["body"], m.start("body")) for m in _FENCE.finditer(text)
    ]


def prepare(folder: Path) -> None:
    """Put into a folder what the README's reader has."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "exports").mkdir()
    shutil.copy(ROOT / "exports" / "graph.ttl", folder / "exports")


def run_blocks(text: str, folder: Path) -> list[tuple[Block, str]]:
    """The blocks that are run, with what they should hold now."""
    found = blocks(text)
    done = []
    for block, after in zip(found, [*found[1:], None], strict=True):
        if block.mark == "not run":
            continue
        if block.kind == "console":
            done.append((block, _console(block.body, folder)))
        elif block.kind == "python":
            printed = _run([sys.executable, "-c", block.body], folder)
            if after is not None and after.kind == "text":
                done.append((after, printed))
        elif block.kind == "sparql":
            printed = _run(["diplograph", "query", block.body], folder)
            if after is not None and after.kind == "text":
                done.append((after, printed))
    return done


def _console(body: str, folder: Path) -> str:
    out = []
    for line in body.splitlines():
        if line.startswith("$ "):
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
    return "".join(f"{line.rstrip()}\n" for line in ended.stdout.splitlines())


def renew(text: str, folder: Path) -> str:
    """The text with the present answers."""
    for block, body in reversed(run_blocks(text, folder)):
        if block.mark != "any answer":
            text = text[: block.start] + body + text[block.start + len(block.body) :]
    return text


def main() -> None:
    """Write the present answers into README.md."""
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        README.write_text(renew(README.read_text(encoding="utf-8"), Path(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
