"""The modules of the package, what they import, and the list of them in docs/architecture.md.

python tests/structure.py   # writes the modules' first lines into the list
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "diplograph"
PAGE = ROOT / "docs" / "architecture.md"
_LIST = re.compile(r"<!-- modules:.*?-->\n(.*?)<!-- end of modules -->", re.DOTALL)
_ENTRY = re.compile(r"^- `(\w+)`.*(?:\n  .*)*", re.MULTILINE)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    """A module's name inside the package, such as `rdf.terms`; `rdf` for a package's own file."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(name: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def first_line(name: str) -> str:
    """What a module says it is for."""
    return (ast.get_docstring(tree(name)) or "").partition("\n")[0]


@cache
def imports(name: str) -> frozenset[str]:
    """The modules of the package that a module imports, inside functions and for types too."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "diplograph":
            module = (node.module or "").partition(".")[2]
            for alias in node.names:
                inner = f"{module}.{alias.name}".strip(".")
                found.add(inner if inner in MODULES else module)
        elif isinstance(node, ast.Import):
            found |= {a.name.partition(".")[2] for a in node.names if a.name.startswith("diplog")}
    return frozenset(found - {""})


def unit(name: str) -> str:
    """The file or folder of the package that a module belongs to."""
    return name.partition(".")[0]


def order() -> list[str]:
    """The units in the order of docs/architecture.md."""
    listed = _LIST.search(PAGE.read_text(encoding="utf-8"))
    return _ENTRY.findall(listed[1]) if listed else []


def page() -> str:
    """docs/architecture.md with the modules' present first lines."""

    def entry(found: re.Match[str]) -> str:
        told = first_line(found[1]).rstrip(".").replace("`", "")
        return f"- `{found[1]}`: {told}"

    text = PAGE.read_text(encoding="utf-8")
    return _LIST.sub(lambda found: _ENTRY.sub(entry, found[0]), text)


def functions(name: str) -> Iterator[tuple[str, Function]]:
    """The functions and methods of a module with their names, nested ones too."""

    def below(node: ast.AST, path: str) -> Iterator[tuple[str, Function]]:
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, Function | ast.ClassDef)
            inner = f"{path}.{child.name}" if named else path  # type: ignore[attr-defined]
            if isinstance(child, Function):
                yield inner, child
            yield from below(child, inner)

    return below(tree(name), name)


def length(function: Function) -> int:
    """Lines of a function without its docstring."""
    first = function.body[0]
    told = ast.get_docstring(function) is not None
    words = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (function.end_lineno or 0) - function.lineno + 1 - words


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
