"""Everything the configs refer to by name: pass this file to `spacy train --code`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import augment  # noqa: E402
import swap  # noqa: E402
import tokenizer  # noqa: E402

__all__ = ["augment", "swap", "tokenizer"]
