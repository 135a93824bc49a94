"""What diplograph is built on: locked with hashes, of known licences, without loading code."""

from __future__ import annotations

import ast
import math
import re
import sys
import tomllib
from pathlib import Path

import pytest
import test_bad_input
import test_faults
import test_fuzz
import test_killed
import test_server_guards
from attacks import ATTACKS
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEPENDENCIES = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
sys.path.insert(0, str(ROOT / "requirements"))


def locked(name: str) -> dict[str, str]:
    """Versions by package of a lock file."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", text, re.MULTILINE | re.IGNORECASE)
    return {canonicalize_name(package): version for package, version in found}


def test_ci_installs_what_is_locked_by_hashes() -> None:
    text = (ROOT / "requirements/ci.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    assert len(entries) > 60
    for entry in filter(str.strip, entries):
        assert "==" in entry.split("\n")[0], entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    assert not re.search(r"https?://|file:|git\+|--index-url|--trusted-host", text)
    assert "--require-hashes -r requirements/ci.txt" in (ROOT / "Makefile").read_text("utf-8")


def test_the_lock_is_in_step_with_the_ranges() -> None:
    versions = locked("ci.txt")
    groups = (PROJECT["dependency-groups"][name] for name in ("dev", "docs"))
    tools = [Requirement(r) for group in groups for r in group if isinstance(r, str)]
    for need in DEPENDENCIES + tools:
        name = canonicalize_name(need.name)
        assert name in versions, f"{name} is not locked: run `make lock`"
        assert need.specifier.contains(versions[name], prereleases=True), f"{name}: `make lock`"


def test_users_get_ranges_and_each_has_a_lowest_version() -> None:
    for need in DEPENDENCIES:
        assert not any(spec.operator == "==" for spec in need.specifier), need
        lowest = [Version(s.version) for s in need.specifier if s.operator == ">="]
        assert len(lowest) == 1, f"{need}: no lowest version"


def test_the_list_of_licences_is_complete_and_none_forbids_use() -> None:
    from licences import closure

    page = (ROOT / "docs/licences.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", page, re.MULTILINE))
    del rows["package"]
    direct = {canonicalize_name(need.name) for need in DEPENDENCIES}
    assert direct <= set(rows), "run `python requirements/licences.py`"
    assert closure({need.name for need in DEPENDENCIES}) <= set(rows) | _PLATFORM
    assert not [name for name, words in rows.items() if "not declared" in words]
    for name, words in rows.items():
        assert not re.search(r"\b(AGPL|SSPL|Commons Clause|Proprietary)\b", words), name
        assert words == "LGPL" or not re.match(r"GPL|GNU General", words), name


_PLATFORM = {"colorama", "tzdata", "pywin32", "exceptiongroup"}
"""Needed on some systems or versions of Python only."""


_READ_BACK = {"spilling.py", "journal.py"}
"""Modules that read back what they themselves wrote to a file without a name."""


@pytest.mark.parametrize("folder", ["src", "training/scripts"])
def test_nothing_is_unpickled_or_run_from_files(folder: str) -> None:
    forbidden = {"eval", "exec", "__import__"}
    modules = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path.name in _READ_BACK:
            assert "tempfile.TemporaryFile()" in path.read_text(encoding="utf-8")
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not modules & {alias.name.split(".")[0] for alias in node.names}, path
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in modules, path
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Name):
                    assert node.func.id not in forbidden, f"{path}:{node.lineno}"
                _check_loader(node, path)


def _check_loader(call: ast.Call, path: Path) -> None:
    """np.load without pickles, torch.load of weights alone, no unsafe YAML, no shell."""
    if not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
        return
    called = f"{call.func.value.id}.{call.func.attr}"
    given = {word.arg: getattr(word.value, "value", None) for word in call.keywords}
    where = f"{path}:{call.lineno}"
    if called in {"np.load", "numpy.load"}:
        assert given.get("allow_pickle") is False, where
    if called == "torch.load":
        assert given.get("weights_only") is True, where
    assert called not in {"yaml.load", "yaml.unsafe_load", "yaml.full_load", "os.system"}, where
    assert given.get("shell") is not True, where


def test_figures_of_the_reliability_page_are_those_of_the_tests() -> None:
    page = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")

    def tried(name: str) -> int:
        row = re.search(rf"::{name}`[^|]*\| (\d+)", page)
        assert row, name
        return int(row[1])

    kept = [path for path in (ROOT / "tests/fuzz/corpus").glob("*/*") if path.is_file()]
    for name, number in {
        "test_each_bad_input_is_read_or_refused_with_a_reason": len(test_bad_input.CASES),
        "test_every_slow_query_is_stopped": len(test_server_guards.SLOW),
        "test_every_input_that_was_kept_is_handled": len(kept),
        "test_killed_at_random_moments": test_killed.KILLS,
    }.items():
        assert tried(name) == number, name
    for module, name in (
        (test_fuzz, "test_any_bytes_are_handled"),
        (test_fuzz, "test_any_text_is_read_and_its_graph_conforms"),
        (test_fuzz, "test_any_arguments_end_with_an_exit_code"),
        (test_server_guards, "test_no_spelling_leads_out_of_the_store"),
        (test_server_guards, "test_the_endpoint_answers_spellings_with_4xx"),
    ):
        settings = getattr(module, name)._hypothesis_internal_use_settings
        assert tried(name) == settings.max_examples, name
    for module, name in (
        (test_server_guards, "test_long_texts_are_decided_on_in_time"),
        (test_faults, "test_a_damaged_graph_file_is_told"),
        (test_faults, "test_a_pipeline_cut_off_is_told"),
    ):
        marks = [m for m in getattr(module, name).pytestmark if m.name == "parametrize"]
        assert tried(name) == math.prod(len(mark.args[1]) for mark in marks), name
    assert f"{len(ATTACKS)} strings that attack" in page


def test_security_and_reliability_pages_name_tests_that_exist() -> None:
    page = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)(?:::(\w+))?(?:::(\w+))?`", page)
    assert len(named) > 25
    for file, *names in named:
        text = (ROOT / "tests" / file).read_text(encoding="utf-8")
        for name in filter(None, names):
            assert re.search(rf"(def|class) {name}\b", text), f"{file}::{name}"
