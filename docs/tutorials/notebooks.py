"""Runs the notebooks of this folder and stores their answers in them.

python docs/tutorials/notebooks.py; a test compares what they say with what is stored.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def run(path: Path) -> nbformat.NotebookNode:
    """A notebook with the answers of a fresh run in its folder."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=120,
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
    ).execute()
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def main() -> None:
    """Store the present answers."""
    for path in NOTEBOOKS:
        nbformat.write(run(path), path)


if __name__ == "__main__":
    main()
