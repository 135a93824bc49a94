"""HTML pages: the main text, title and date, found by trafilatura."""

from __future__ import annotations

import logging
import re

from diplograph.documents.decode import clean_text, encoding_of
from diplograph.documents.model import ReadOptions, UnreadableError
from diplograph.documents.prose import Facts, make_document
from diplograph.records import Document

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_WEB = re.compile(
    r"utf-?(?:8|16|16le|16be|16-le|16-be)$|iso-?8859|latin-?\d|us-ascii|ascii$|windows-|cp\d|koi8|"
    r"mac|gb|big5|euc-|shift|sjis|ms_?kanji|tis-620|ks_c|iso-2022-(?:jp|kr)"
)
_LATIN = frozenset(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"))
"""Browsers read these as Windows-1252."""
_BESIDE = ("nav", "footer", "aside", "form", "noscript", "template", "svg", "iframe", "object")
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}


def decode_page(data: bytes) -> str:
    """The page as text: by BOM or valid UTF-8, then by its own `charset`, then by guess."""
    encoding = encoding_of(data)
    declared = _META_CHARSET.search(data[:4096])
    if encoding.note and declared:
        try:
            return clean_text(data.decode(_codec(declared[1].decode("ascii")), "replace"))
        except (LookupError, UnicodeError):
            pass
    return clean_text(data.decode(encoding.codec, encoding.errors))


def _codec(name: str) -> str:
    """A codec of a page's `charset`; LookupError for those of Python that are no web encoding."""
    if not _WEB.match(name.lower()):
        raise LookupError(name)
    return "cp1252" if name.lower() in _LATIN else name


def read_page(html: str, path: str, options: ReadOptions) -> Document:
    """The document of a page; raises UnreadableError where no main text can be found."""
    import lxml.html  # noqa: PLC0415  (slow, only pages need it)
    import trafilatura  # noqa: PLC0415

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        tree = lxml.html.document_fromstring(_DECLARATION.sub("", html))
        for element in list(tree.iter(*_BESIDE)):
            if element.getparent() is not None:
                element.drop_tree()
        found = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params=dict(_DATES),
        )
    except Exception as error:  # whatever the parsers raise, it concerns this page alone
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise UnreadableError(f"not a readable HTML page: {reason}") from error
    if not isinstance(found, trafilatura.settings.Document) or not (found.text or "").strip():
        raise UnreadableError("no main text found in this HTML page")
    said = (found.title, found.date, found.sitename, found.url)
    facts = Facts(*(clean_text(value) if value else None for value in said))
    return make_document(_body(found.text or "", found.title), path, facts, options)


def _body(text: str, title: str | None) -> str:
    """Paragraphs (trafilatura writes one a line) set apart by blank lines, without the title."""
    lines = [line.strip() for line in clean_text(text).split("\n") if line.strip()]
    if title and len(lines) > 1 and lines[0].casefold() == title.strip().casefold():
        del lines[0]
    return "\n\n".join(lines)
