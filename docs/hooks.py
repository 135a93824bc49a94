"""What the site holds besides the pages of docs/: made from other files or from the code.

mkdocs runs this (`hooks` in mkdocs.yml). Pages that stand elsewhere in the repository become pages
of the site, files that pages refer to come along, the reference of commands is made from the
commands themselves, notebooks become pages. Links are written as they work in the repository; here
they are turned to where things stand in the site.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import nbformat
from mkdocs.structure.files import File, Files
from nbconvert.exporters import MarkdownExporter

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
    "SECURITY.md": "project/security.md",
    "ontology/gazetteer/README.md": "reference/gazetteer.md",
    "training/README.md": "explanation/training.md",
    "src/diplograph/model/LICENSES.md": "project/data-licences.md",
}
"""Pages by their place in the repository, and where the site has them."""
NOTEBOOKS = {"docs/tutorials/monthly-balance.ipynb": "tutorials/monthly-balance.md"}
COMMANDS = "reference/cli.md"
FOLDER = "repository"
"""Where in the site the other files lie that pages refer to."""
PROGRAMS = {"diplograph": "cli/app.py", "diplograph-spark": "spark/cli.py"}
_LINK = re.compile(r"(?<=\]\()(?!\w+:|#|/)([^)#\s]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made, and the files that pages refer to."""

    def add(place: str, content: str | bytes) -> None:
        if files.get_file_from_path(place) is None:
            files.append(File.generated(config, place, content=content))

    sources = [f"docs/{file.src_uri}" for file in files if file.is_documentation_page()]
    for source, place in PAGES.items():
        add(place, (ROOT / source).read_text(encoding="utf-8"))
    for source, place in NOTEBOOKS.items():
        text, pictures = notebook_page(ROOT / source)
        add(place, text)
        for name, data in pictures.items():
            add(f"{PurePosixPath(place).parent}/{name}", data)
    add(COMMANDS, commands_page())
    for source in (*sources, *PAGES):
        for target in _linked(source):
            if _site_place(target).startswith(f"{FOLDER}/"):
                add(_site_place(target), (ROOT / target).read_bytes())
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Turn links to where things stand in the site."""
    place = page.file.src_uri
    origin = next((source for source, to in PAGES.items() if to == place), f"docs/{place}")

    def turned(match: re.Match[str]) -> str:
        target = _resolved(origin, match[1])
        if not (ROOT / target).is_file():
            return match[1]
        return os.path.relpath(_site_place(target), PurePosixPath(place).parent)

    return _LINK.sub(turned, markdown)


def commands_page() -> str:
    """The reference of all commands and their options, as Typer writes it."""
    parts = ["# Commands\n", "Made from the commands themselves; `--help` shows the same.\n"]
    for name, module in PROGRAMS.items():
        words = [sys.executable, "-m", "typer", str(ROOT / "src/diplograph" / module)]
        made = subprocess.run(
            [*words, "utils", "docs", "--name", name],
            capture_output=True, text=True, encoding="utf-8", check=True,
        ).stdout  # fmt: skip
        does = dict(re.findall(r"^## `\S+ (\S+)`\n\n(.+)$", made, re.MULTILINE))
        # in the list of commands Typer cuts what they do after a few words
        made = re.sub(
            r"^(\* `([\w-]+)`: ).*\.\.\.$",
            lambda match, does=does: match[1] + does[match[2]],
            made,
            flags=re.MULTILINE,
        )
        made = re.sub(r"^(#+) `", r"#\1 `", made, flags=re.MULTILINE)
        parts.append(re.sub(r"^(Example: )(.+)$", r"\1`\2`", made, flags=re.MULTILINE))
    return "\n".join(parts)


def notebook_page(path: Path) -> tuple[str, dict[str, bytes]]:
    """A notebook as Markdown with the outputs that are stored in it, and its pictures by name."""
    notebook = nbformat.read(path, as_version=4)
    text, resources = MarkdownExporter().from_notebook_node(notebook)
    pictures = {f"{path.stem}-{name}": data for name, data in resources["outputs"].items()}
    for name in resources["outputs"]:
        text = text.replace(f"({name})", f"({path.stem}-{name})")
    return text, pictures


def _linked(source: str) -> set[str]:
    """Files of the repository that a page refers to."""
    text = (ROOT / source).read_text(encoding="utf-8")
    found = {_resolved(source, link) for link in _LINK.findall(text)}
    return {target for target in found if (ROOT / target).is_file()}


def _resolved(source: str, link: str) -> str:
    """A link as a path in the repository."""
    return os.path.normpath(PurePosixPath(source).parent / link)


def _site_place(target: str) -> str:
    """Where the site has a file of the repository."""
    made = {**PAGES, **NOTEBOOKS}
    if target in made:
        return made[target]
    return target.removeprefix("docs/") if target.startswith("docs/") else f"{FOLDER}/{target}"
