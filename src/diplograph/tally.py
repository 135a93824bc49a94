"""The account of a build: what came in, and what became of each document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from diplograph.documents import SourceFailure
from diplograph.errors import LostDocumentError


@dataclass(slots=True)
class Tally:
    """What happened to the documents: `came` = `documents` (built) + `unchanged` + `refused`.

    Built are those that were read, or are a further source of a text; unchanged were in the store
    already; `removed` are sources that were there and are no more.
    """

    documents: int = 0
    relations: int = 0
    words: int = 0
    failures: list[SourceFailure] = field(default_factory=list)
    came: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def refused(self) -> int:
        """How many sources failed (files that nobody asked for do not count)."""
        return sum(not failure.skipped for failure in self.failures)

    @property
    def skipped(self) -> int:
        """How many files were passed over that folders hold beside documents."""
        return len(self.failures) - self.refused

    def by_language(self) -> dict[str, int]:
        """How many texts were refused for their language, by its ISO 639 code."""
        counts = Counter(f.language for f in self.failures if f.language is not None)
        return dict(sorted(counts.items()))

    def __str__(self) -> str:
        """The account in a line."""
        account = f"{self.documents} built + {self.unchanged} unchanged + {self.refused} refused"
        return f"{self.came} in = {account}"

    def check(self) -> None:
        """Raise LostDocumentError where a document is neither built nor unchanged nor refused."""
        if self.came != self.documents + self.unchanged + self.refused:
            raise LostDocumentError(f"the account of documents does not add up: {self}")
