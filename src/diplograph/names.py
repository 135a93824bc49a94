"""Names as identifiers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=10_000)
def slug(text: str) -> str:
    """Local part of an IRI from a name: letters and digits of any script, hyphens between.

    Diacritics go, case is folded; a text without letters or digits gives "unnamed".
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[\W_]+", "-", plain).strip("-") or "unnamed"
