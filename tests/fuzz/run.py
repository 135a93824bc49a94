"""Fuzzes one target, guided by coverage: python tests/fuzz/run.py guard -max_total_time=600.

Inputs that reach new code are kept in the folder named last (default: a folder of this run); the
seeds in `corpus/` are read and not changed. A crash leaves a file `crash-...`: add it to the
corpus of its target, which the tests replay.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

with atheris.instrument_imports(
    include=["diplograph.documents", "diplograph.guard", "diplograph.view.payload", "warcio"]
):
    from targets import TARGETS


def main() -> None:
    """Fuzz until the time is over or something breaks."""
    name, *words = sys.argv[1:]
    kept = next((w for w in words if not w.startswith("-")), tempfile.mkdtemp(prefix=f"{name}-"))
    flags = [word for word in words if word.startswith("-")]
    prefix = f"-artifact_prefix={kept}/"
    atheris.Setup(
        [sys.argv[0], *flags, "-timeout=60", prefix, kept, str(HERE / "corpus" / name)],
        TARGETS[name],
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
