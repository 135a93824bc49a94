"""Faults: what is damaged is noticed, what cannot be written is told, what was there stays."""

from __future__ import annotations

import base64
import hashlib
import resource
import shutil
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest
from conftest import Built, Cli, write_sources

import diplograph
from diplograph import Document
from diplograph.building import NothingReadError
from diplograph.cli import search
from diplograph.errors import DamagedFileError, DiplographError, PipelineError, StoreError
from diplograph.exporting import write_exports
from diplograph.integrity import check_files
from diplograph.language.pipeline import load_pipeline
from diplograph.resources import model_path, ontology_path

# ---- the disk ----


def limited(size: int, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command that can write no file larger than `size` bytes, as on a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-c", "from diplograph.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.part")]


@pytest.mark.parametrize("size", [0, 4_096, 100_000])
def test_a_full_disk_is_told_and_old_exports_stay(built: Built, tmp_path: Path, size: int) -> None:
    out = tmp_path / "out"
    shutil.copytree(built.exports, out, ignore=shutil.ignore_patterns("store"))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    ended = limited(size, "build", built.sources, "-o", out, "--store", tmp_path / "store")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith("diplograph: ")
    assert "a fault in diplograph" not in last
    assert left_over(out) == []
    for name in ("graph.html", "graph.ttl") if size < 10_000 else ("graph.html",):
        assert (out / name).read_bytes() == before[name]


def test_a_full_disk_leaves_an_export_as_it_was(built: Built, tmp_path: Path) -> None:
    file = tmp_path / "graph.nt"
    file.write_text("old")
    ended = limited(
        1_000, "export", "-g", built.exports / "graph.ttl", "--format", "nt", "-o", file
    )
    assert ended.returncode == 2
    assert "File too large" in ended.stderr
    assert file.read_text() == "old"
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("folder", ["/proc/nowhere", "/dev/null/out", "/sys/out"])
def test_a_folder_that_cannot_be_written_is_named(cli: Cli, built: Built, folder: str) -> None:
    ended = cli("build", built.sources / "urges.txt", "-o", folder)
    assert (ended.code, ended.out) == (2, "")
    assert folder in ended.err
    assert "a fault in diplograph" not in ended.err


def test_a_read_only_folder(cli: Cli, built: Built, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    ended = cli("build", built.sources / "urges.txt", "-o", closed)
    closed.chmod(0o755)
    # The super-user may write anywhere.
    assert ended.code == 0 if (closed / "graph.ttl").exists() else ended.code == 2
    assert "Traceback" not in ended.err


# ---- the clock ----


def test_a_clock_that_jumps_changes_nothing(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(range(10**12, 0, -(10**6)))
    monkeypatch.setattr(time, "time", lambda: float(next(times)))
    kg = diplograph.build([built.sources])
    for path in write_exports(kg, tmp_path, "tests"):
        if path.name != "errors.jsonl":
            assert path.read_bytes() == (built.exports / path.name).read_bytes(), path.name


# ---- damaged stores ----


def damage(path: Path, at: float) -> None:
    """Flip the bits of sixteen bytes of a file."""
    data = bytearray(path.read_bytes())
    start = min(int(len(data) * at), max(len(data) - 16, 0))
    data[start : start + 16] = bytes(byte ^ 0xFF for byte in data[start : start + 16])
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("at", [0.02, 0.5, 0.98])
def test_a_damaged_store_is_told_and_can_be_built_again(
    cli: Cli, built: Built, tmp_path: Path, at: float
) -> None:
    store = tmp_path / "store"
    # By rows: a count goes on over what cannot be read until its memory is used up.
    asked = "SELECT ?s ?p ?o { ?s ?p ?o }"
    whole = cli("query", "--format", "csv", "-g", built.store, asked).out
    tried = noticed = 0
    for file in sorted(built.store.iterdir()):
        if file.name.startswith(("LOG", "LOCK", "OPTIONS", "IDENTITY")) or not file.stat().st_size:
            continue
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(built.store, store)
        damage(store / file.name, at)
        ended = cli("query", "--format", "csv", "-g", store, asked)
        assert ended.code in {0, 2}
        assert "Traceback" not in ended.err
        tried += 1
        if ended.code == 2:
            noticed += 1
            assert ended.out == ""
            told = (str(store), "cannot be answered", "the store is damaged")
            assert any(words in ended.err for words in told)
        else:
            assert ended.out == whole, f"damage in {file.name} was taken for data"
    assert tried >= 3
    assert noticed >= 1
    shutil.rmtree(store)
    assert cli("build", built.sources, "-o", tmp_path / "out", "--store", store).code == 0
    assert sorted(cli("query", "--format", "csv", "-g", store, asked).out) == sorted(whole)


def test_a_count_over_what_cannot_be_read_is_stopped(
    cli: Cli, built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_MEMORY", 300_000_000)
    rows, count = "SELECT ?s { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    store = tmp_path / "store"
    for file in sorted(built.store.glob("*.sst")):
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(built.store, store)
        damage(store / file.name, 0.02)
        ended = cli("query", "-g", store, rows)
        if ended.code == 2 and "Corruption: block" in ended.err:
            ended = cli("query", "-g", store, count)
            assert (ended.code, ended.out) == (2, "")
            assert "Traceback" not in ended.err
            return
    pytest.fail("no damage was noticed")


@pytest.mark.parametrize("missing", ["CURRENT", "MANIFEST"])
def test_a_store_without_its_files_is_told(
    cli: Cli, built: Built, tmp_path: Path, missing: str
) -> None:
    store = tmp_path / "store"
    shutil.copytree(built.store, store)
    for path in store.glob(f"{missing}*"):
        path.unlink()
    ended = cli("query", "-g", store, "ASK {}")
    assert (ended.code, ended.out) == (2, "")
    assert str(store) in ended.err


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"@prefix", b"<a> <b> ", b"\xff\xfe<a>"])
@pytest.mark.parametrize("ending", [".ttl", ".nq", ".jsonld", ".rdf", ".trig"])
def test_a_damaged_graph_file_is_told(
    cli: Cli, tmp_path: Path, ending: str, content: bytes
) -> None:
    file = tmp_path / f"graph{ending}"
    file.write_bytes(content)
    ended = cli("validate", "-g", file)
    assert ended.code == 2
    assert ended.out == ""
    assert str(file) in ended.err


# ---- damaged files of the package ----


def installed(folder: Path, content: bytes, recorded: bytes) -> metadata.Distribution:
    """A distribution with one file of the model, whose RECORD has the checksum of `recorded`."""
    file = folder / "diplograph/model/weights.bin"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    digest = base64.urlsafe_b64encode(hashlib.sha256(recorded).digest()).rstrip(b"=").decode()
    info = folder / "diplograph-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: diplograph\nVersion: 1\n")
    (info / "RECORD").write_text(
        f"diplograph/model/weights.bin,sha256={digest},{len(content)}\n"
        "diplograph/cli/app.py,sha256=wrong,1\ndiplograph-1.dist-info/RECORD,,\n"
    )
    return metadata.Distribution.at(info)


def test_checksums_of_the_wheel_are_compared(tmp_path: Path) -> None:
    check_files(installed(tmp_path / "good", b"weights", b"weights"))
    with pytest.raises(DamagedFileError, match=r"weights\.bin: damaged"):
        check_files(installed(tmp_path / "bad", b"wejghts", b"weights"))
    gone = installed(tmp_path / "gone", b"weights", b"weights")
    (tmp_path / "gone/diplograph/model/weights.bin").unlink()
    with pytest.raises(DamagedFileError, match="cannot be read"):
        check_files(gone)


@pytest.mark.parametrize("keep", [0.0, 0.5, 0.99])
@pytest.mark.parametrize("pattern", ["*.cfg", "meta.json", "*/*.onnx", "*/*.json", "*/*.npz"])
def test_a_pipeline_cut_off_is_told(tmp_path: Path, pattern: str, keep: float) -> None:
    files = sorted(model_path().glob(pattern))
    if not files:
        pytest.skip(f"the pipeline has no {pattern}")
    copy = tmp_path / "pipeline"
    shutil.copytree(model_path(), copy)
    largest = max(
        (copy / f.relative_to(model_path()) for f in files), key=lambda f: f.stat().st_size
    )
    data = largest.read_bytes()
    largest.write_bytes(data[: int(len(data) * keep)])
    options = diplograph.BuildOptions(pipeline=str(copy))
    with pytest.raises(DiplographError) as caught:
        diplograph.build([Document(text="China urged Japan to talk.", path="a.txt")], options)
    assert "\n" not in str(caught.value)
    # What is only read with the first text refuses that text, and every other.
    if isinstance(caught.value, NothingReadError):
        assert "cannot be read by the language pipeline" in caught.value.failures[0].reason
    else:
        assert str(copy) in str(caught.value)


def test_a_folder_that_is_no_pipeline(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_bytes(b"\0\xff")
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(PipelineError, match=tmp_path.name):
        load_pipeline(str(tmp_path))


@pytest.mark.parametrize("content", [b"", b"\0\0", b"\xff\xfe\xfd", b"broken ( [ <", b"a,b\n1,2"])
@pytest.mark.parametrize(
    "name",
    ["diplograph.ttl", "lexicon/frames.tsv", "gazetteer/states.csv", "gazetteer/leaders.csv"],
)
def test_a_damaged_knowledge_file_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    from diplograph.gazetteer import load_gazetteer
    from diplograph.lexicon import load_lexicon
    from diplograph.ontology import load_ontology

    folder = tmp_path / "ontology"
    shutil.copytree(ontology_path(), folder)
    (folder / name).write_bytes(content)
    with pytest.raises(DiplographError) as caught:
        known = load_ontology(folder / "diplograph.ttl")
        load_lexicon(folder / "lexicon", frozenset(known.relations))
        load_gazetteer(folder / "gazetteer")
    assert Path(name).name in str(caught.value)


def test_a_store_that_is_open_elsewhere_is_told(tmp_path: Path) -> None:
    text = Document(text="China urged Japan to talk.")
    kg = diplograph.build([text], store=tmp_path / "store")
    with pytest.raises(StoreError, match="store"):
        diplograph.build([text], store=tmp_path / "store")
    assert len(kg.store)


def test_sources_that_vanish_while_they_are_read(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "texts")
    from diplograph.documents import SourceFailure, read_sources

    entries = read_sources([str(sources)])
    first = next(entries)
    assert isinstance(first, Document)
    for path in sources.iterdir():
        path.unlink()
    rest = list(entries)
    failed = [entry for entry in rest if isinstance(entry, SourceFailure)]
    assert any("no such file" in failure.reason for failure in failed)
