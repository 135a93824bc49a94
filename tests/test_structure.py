"""The package as a newcomer finds it: in the order of the data, each module small and needed."""

from __future__ import annotations

import ast
import re

import pytest
import structure
from structure import MODULES, functions, imports, unit

import diplograph

ORDER = structure.order()
PLACES = {name: place for place, name in enumerate(ORDER)}
LONGEST_MODULE, LONGEST_FUNCTION, SEEN_AT_ONCE = 300, 40, 10


def test_every_module_has_its_place() -> None:
    assert sorted(ORDER) == sorted({unit(name) for name in MODULES} - {""})


def test_the_page_is_current() -> None:
    assert structure.page() == structure.PAGE.read_text(encoding="utf-8"), (
        "write it anew: python tests/structure.py"
    )


@pytest.mark.parametrize("name", sorted(set(MODULES) - {""}))
def test_imports_point_backwards(name: str) -> None:
    for other in imports(name):
        if unit(other) != unit(name):
            assert PLACES[unit(other)] < PLACES[unit(name)], f"{name} imports {other}"


@pytest.mark.parametrize("folder", sorted({unit(n) for n in MODULES if "." in n}))
def test_no_circle_inside_a_folder(folder: str) -> None:
    waiting = {
        n: {o for o in imports(n) if unit(o) == folder} for n in MODULES if unit(n) == folder
    }
    while free := {name for name, others in waiting.items() if not others & waiting.keys()}:
        for name in free:
            del waiting[name]
    assert not waiting, f"these import each other: {', '.join(sorted(waiting))}"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_modules_say_what_they_are_for_and_are_short(name: str) -> None:
    told = structure.first_line(name)
    assert told.endswith((".", "?", ":", "`")) and len(told) > 15, told
    lines = MODULES[name].read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_MODULE


@pytest.mark.parametrize("name", sorted(MODULES))
def test_functions_are_short_or_say_why_not(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").splitlines()
    for path, function in functions(name):
        text = "\n".join(lines[function.lineno - 1 : function.end_lineno])
        assert structure.length(function) <= LONGEST_FUNCTION or "# Long: " in text, path


@pytest.mark.parametrize("name", sorted(MODULES))
def test_public_names_say_what_they_are(name: str) -> None:
    def check(node: ast.AST, path: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, structure.Function | ast.ClassDef):
                if child.name.startswith("_"):
                    continue
                assert ast.get_docstring(child), f"{path}.{child.name} has no docstring"
                if isinstance(child, ast.ClassDef):
                    check(child, f"{path}.{child.name}")

    check(structure.tree(name), name)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_functions_inside_functions_say_what_they_do_unless_they_are_seen_at_once(
    name: str,
) -> None:
    for path, outer in functions(name):
        for inner in ast.walk(outer):
            if inner is not outer and isinstance(inner, structure.Function):
                seen = structure.length(inner) <= SEEN_AT_ONCE or inner.name.startswith("_")
                assert seen or ast.get_docstring(inner), f"{path}.{inner.name} has no docstring"


def test_the_public_names_are_listed_with_how_stable_they_are() -> None:
    text = (structure.ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `diplograph\.([\w.]+)` \| (\w+) \|", text, re.MULTILINE)
    assert {kind for _, kind in rows} == {"stable", "provisional"}
    names = [name for name, _ in rows if name not in MODULES]
    assert sorted(names) == sorted(diplograph.__all__)
    for name in names:
        assert getattr(diplograph, name).__doc__


def test_what_the_package_does_not_have_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = diplograph.nothing
    assert set(diplograph.__all__) <= set(dir(diplograph))
