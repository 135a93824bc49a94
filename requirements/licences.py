"""Writes docs/licences.md: what an installation pulls in, under which licence.

python requirements/licences.py; the test of the same name compares the packages.
"""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).resolve().parents[1] / "docs" / "licences.md"
_TOP = """# Licences

diplograph's code is under the MIT licence (`LICENSE`). Its weights and word lists are data with
licences of their own, listed in
[src/diplograph/model/LICENSES.md](../src/diplograph/model/LICENSES.md), which travels in the
wheel. The gazetteer's sources are named in `ontology/gazetteer/README.md`.

What `pip install diplograph` brings, as its packages declare it (made by
`python requirements/licences.py`; versions are those of `requirements/ci.txt`):

| package | licence |
|---|---|
"""


def closure(names: set[str]) -> set[str]:
    """The installed packages that these need on this platform, without extras; with themselves."""
    found: set[str] = set()
    todo = set(names)
    while todo:
        name = canonicalize_name(todo.pop())
        if name in found:
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        for need in map(Requirement, needs):
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                todo.add(need.name)
    return found


def licence(name: str) -> str:
    """The licence that a package declares: its expression, its classifiers or its words."""
    facts = metadata.metadata(name)
    declared = facts.get("License-Expression")
    if declared:
        return declared
    classes = [c.rpartition(" :: ")[2] for c in facts.get_all("Classifier") or () if "License" in c]
    words = (facts.get("License") or "").strip().split("\n")[0][:60]
    return ", ".join(dict.fromkeys(classes)) or words or "not declared"


def page() -> str:
    """The page."""
    project = tomllib.loads((PAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    names = sorted(closure({Requirement(r).name for r in project["project"]["dependencies"]}))
    return _TOP + "".join(f"| {name} | {licence(name).replace('|', '/')} |\n" for name in names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
