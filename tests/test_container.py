"""The container file: what it names is there, and what it runs works, short of building it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = re.sub(r"\\\n", " ", (ROOT / "Containerfile").read_text(encoding="utf-8"))
STEPS = [
    tuple(line.split(maxsplit=1))
    for line in TEXT.splitlines()
    if line.strip() and not line.startswith("#")
]
IGNORED = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()


def steps(name: str) -> list[str]:
    return [rest for word, rest in STEPS if word == name]


def test_what_is_copied_is_there_and_sent_to_the_builder() -> None:
    assert (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() == IGNORED
    assert IGNORED[0] == "*"
    copied = [word for rest in steps("COPY") for word in rest.split()[:-1]]
    assert "ontology" in copied and "src" in copied
    for name in (word for word in copied if not word.startswith(("--from", "/"))):
        assert (ROOT / name).exists(), name
        assert f"!{name.split('/')[0]}" in IGNORED, name


def test_it_ends_as_a_user_without_rights_whose_entry_is_our_script() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    last = [word for word, _ in STEPS]
    assert last[-1] == "CMD" and last[-2] == "ENTRYPOINT"
    entry = re.findall(r'"(.*?)"', steps("ENTRYPOINT")[0])
    assert re.search(rf"^{re.escape(entry[0])} = ", project, re.MULTILINE)
    user = steps("USER")[-1]
    assert user != "root" and any(f" {user}" in run for run in steps("RUN"))
    assert PurePosixPath(steps("WORKDIR")[-1]).is_absolute()


def test_every_base_is_a_python_that_the_package_allows() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for base in steps("FROM"):
        number = re.match(r"docker\.io/library/python:(3\.\d+)-slim\b", base)
        assert number is not None, base
        assert f"Python :: {number[1]}" in project


@pytest.mark.skipif(sys.platform == "win32", reason="needs sed")
def test_the_versions_that_are_tested_become_constraints(tmp_path: Path) -> None:
    command = next(run for run in steps("RUN") if "sed" in run).split("&&")[0]
    words = shlex.split(command.split(">")[0])
    words[-1] = str(ROOT / "requirements/ci.txt")
    lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    kept = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    assert len(kept) > 50
    assert all(re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==\S+( *;.*)?", line) for line in kept), kept
