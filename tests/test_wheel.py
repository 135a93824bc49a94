"""The source distribution and the wheel made from it: what is in them, and that it works alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from diplograph.model.network import FILES

pytestmark = pytest.mark.wheel
ROOT = Path(__file__).resolve().parents[1]
TEXT = "BEIJING, March 3, 2023 — China urged the United States on Friday to resume talks.\n"


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program that sees nothing of this checkout."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    ended = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, f"{words}\n{ended.stdout}\n{ended.stderr}"
    return ended


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution and the wheel that is built from it alone."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", out, ROOT, cwd=out)
    return out


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (path,) = dist.glob("*.whl")
    return path


def test_sources_hold_what_is_needed_to_build_and_test(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("pyproject.toml", "Makefile", "LICENSE", "CHANGELOG.md", "tests/conftest.py"):
        assert name in names
    assert "ontology/diplograph.ttl" in names and "docs/exports.md" in names
    tops = {name.split("/")[0] for name in names}
    assert not tops & {"exports", ".venv", "build", "dist", ".git", ".ci"}
    assert path.stat().st_size < 60_000_000


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of an environment with nothing but the wheel and what it asks for."""
    home = tmp_path_factory.mktemp("env")
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    # Modules are compiled when they are imported, which is a few, and not all at once.
    run(programs / "python", "-m", "pip", "install", "-q", "--no-compile", wheel, cwd=home)
    return programs


def test_wheel_holds_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    data = ROOT / "ontology"
    for path in data.rglob("*"):
        if path.is_file():
            assert f"diplograph/ontology/{path.relative_to(data).as_posix()}" in names
    reader = [f"diplograph_reader/{name}" for name in FILES]
    for part in ("config.cfg", "meta.json", "vocab/strings.json", *reader):
        assert f"diplograph/model/en_diplograph_core/{part}" in names
    assert "diplograph/model/lemma_tables.json.gz" in names
    assert "diplograph/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("LICENSES.md") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert tops == {"diplograph", next(top for top in tops if top.endswith(".dist-info"))}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]
    assert wheel.stat().st_size < 60_000_000


def test_build_and_query_with_nothing_but_the_wheel(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    program = installed / "diplograph"
    ended = run(program, "build", "article.txt", cwd=tmp_path)
    assert "1 document read, 0 refused" in ended.stdout
    exports = {path.name for path in (tmp_path / "exports").iterdir()}
    assert exports == {
        "graph.ttl",
        "graph.html",
        "relations.csv",
        "summary.json",
        "report.html",
        "errors.jsonl",
        ".written.json",
        "store",
    }
    answer = run(program, "query", "--saved", "who-urges-whom", "--format", "csv", cwd=tmp_path)
    assert answer.stdout.splitlines()[1].startswith("China,urges,United States,actual")
    assert run(program, "validate", cwd=tmp_path).stdout == "conforms\n"
    versions = json.loads(run(program, "info", "--json", cwd=tmp_path).stdout)["versions"]
    assert versions["pipeline"]


def _python(minor: int) -> str | None:
    """An interpreter of this version: on the path, or one that pyenv has beside the current."""
    places = [shutil.which(f"python3.{minor}")]
    places += map(str, Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python"))
    for place in filter(None, places):
        ended = subprocess.run([place, "-V"], capture_output=True, text=True, check=False)
        if ended.stdout.startswith(f"Python 3.{minor}."):
            return place
    return None


@pytest.mark.heavy
@pytest.mark.parametrize("minor", [11, 12, 13])
def test_the_wheel_works_with_every_python(wheel: Path, tmp_path: Path, minor: int) -> None:
    python = _python(minor)
    if python is None:
        pytest.skip(f"there is no python3.{minor}")
    run(python, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    programs = tmp_path / "env" / "bin"
    extra = f"diplograph[pandas] @ {wheel.as_uri()}"
    run(programs / "python", "-m", "pip", "install", "-q", "--no-compile", extra, cwd=tmp_path)
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    assert (
        "1 document read"
        in run(programs / "diplograph", "build", "article.txt", cwd=tmp_path).stdout
    )
    program = (
        "import diplograph; kg = diplograph.build(['article.txt']);"
        "print(*kg.to_pandas()[['source', 'relation', 'target']].iloc[0])"
    )
    ended = run(programs / "python", "-c", program, cwd=tmp_path)
    assert ended.stdout.split() == ["China", "urges", "United", "States"]


def test_damaged_weights_are_noticed(installed: Path, tmp_path: Path) -> None:
    script = (
        "import diplograph.resources as r; print(r.model_path() / 'diplograph_reader/head.onnx')"
    )
    folder = Path(run(installed / "python", "-c", script, cwd=tmp_path).stdout.strip()).parent
    largest = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    whole = largest.read_bytes()
    largest.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    try:
        command = [installed / "diplograph", "extract", "article.txt"]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    finally:
        largest.write_bytes(whole)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"{largest.name}: damaged" in ended.stderr
    assert "install diplograph again" in ended.stderr


def test_factories_are_found_by_name(installed: Path, tmp_path: Path) -> None:
    program = (
        "import spacy, importlib.util as u; nlp = spacy.blank('en');"
        "print(nlp.has_factory('diplograph_relations'), nlp.has_factory('diplograph_actors'),"
        "u.find_spec('torch'))"
    )
    ended = run(installed / "python", "-c", program, cwd=tmp_path)
    assert ended.stdout.split() == ["True", "True", "None"]
