"""Everything the configs refer to by name: pass this file to `spacy train --code`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import swap
import tokenizer

__all__ = ["swap", "tokenizer"]
