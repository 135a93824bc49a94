"""Whether the committed exports/ were made from the present corpus, pipeline and knowledge files.

Only hashes and versions are compared, never what came out of them: arithmetic differs a little
between processors. `make graph` makes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diplograph.documents import read_sources
from diplograph.records import Document
from diplograph.versions import input_versions

ROOT = Path(__file__).resolve().parents[1]
EXPORTS = ROOT / "exports"
STALE = "exports/ is stale: run `make graph` and commit what it writes"


@pytest.fixture(scope="module")
def summary() -> dict[str, Any]:
    path = EXPORTS / "summary.json"
    assert path.is_file(), "exports/ is missing: run `make graph` and commit what it writes"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("name", sorted(input_versions()))
def test_made_with_the_present_versions(summary: dict[str, Any], name: str) -> None:
    assert summary["versions"].get(name) == input_versions()[name], f"{name}: {STALE}"


def test_made_from_the_present_corpus(summary: dict[str, Any]) -> None:
    entries = list(read_sources([str(ROOT / "corpus")]))
    now = {entry.digest for entry in entries if isinstance(entry, Document)}
    then = {document["sha256"] for document in summary["documents"]}
    assert len(now) >= 20
    assert now == then, STALE
    assert summary["refused"] == 0


@pytest.mark.parametrize("name", ["graph.ttl", "graph.html", "relations.csv"])
def test_every_export_is_there(name: str) -> None:
    path = EXPORTS / name
    assert path.is_file(), STALE
    assert path.stat().st_size > 1000
