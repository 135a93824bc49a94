"""Documents from sources: files, folders, globs and standard input, one at a time.

Plain text, Markdown with front matter, HTML pages, JSON Lines, CSV and web archives, each also
compressed by gzip. What cannot be read comes out as a `SourceFailure` in its place; nothing is
dropped silently.
"""

from __future__ import annotations

from diplograph.documents.dataframes import read_pandas
from diplograph.documents.model import Entry, ReadOptions, SourceFailure
from diplograph.documents.reading import read_sources

__all__ = ["Entry", "ReadOptions", "SourceFailure", "read_pandas", "read_sources"]
