"""Plain text and Markdown: front matter, title, body."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from diplograph.dates import calendar_date
from diplograph.documents.dateline import find_dateline, is_dateline
from diplograph.documents.decode import clean_text
from diplograph.documents.language import foreign_language
from diplograph.documents.model import ReadOptions, UnreadableError
from diplograph.records import Document

_FRONT_LIMIT = 65536
_FRONT = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE_KEYS = ("title", "headline")
_DATE_KEYS = ("date", "published", "pubdate", "publication_date", "datetime", "created")
_SOURCE_KEYS = ("source", "publisher", "outlet", "site")
_URL_KEYS = ("url", "link", "source_url", "permalink")
_CELL_MARKS = {"\t": "tabs", "|": "bars"}
_WRAP = re.compile(r"(?<=[^\n]{40})(?<![.!?:;\"”’)\]])\n(?=[^\s\-*>#•|=~`])")
_HEADING = re.compile(r"#[ \t]+(.+?)[ \t#]*(?:\n|\Z)")
_MARKDOWN = [
    (re.compile(r"^(```|~~~).*?^\1[^\n]*$\n?", re.DOTALL | re.MULTILINE), ""),
    (re.compile(r"!\[[^][\n]{0,200}\]\([^)\n]{0,500}\)"), ""),
    (re.compile(r"\[([^][\n]{1,200})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^(?:={3,}|-{3,}|\*{3,}|_{3,})[ \t]*$\n?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,8}(?:[-*+]|\d{1,2}\.)[ \t]+(?=\S)", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,200}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_\n]{1,200})(?<=\S)\1(?![\w*_])"), r"\2"),
    (re.compile(r"`([^`\n]{1,200})`"), r"\1"),
]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says of a document beside its text; the date as written."""

    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None


def read_prose(text: str, path: str, options: ReadOptions, *, markdown: bool) -> Document:
    """A document of cleaned text; raises UnreadableError for bad front matter or no text."""
    facts, body = _front_matter(text)
    body = body.lstrip("\n")
    _refuse_table(body)
    heading = _HEADING.match(body) if markdown else None
    title, rest = (heading[1], body[heading.end() :]) if heading else split_title(body)
    if title and (facts.title is None or facts.title.casefold() == title.casefold()):
        facts, body = replace(facts, title=facts.title or title), rest
    if markdown:
        body = markdown_text(body)
    return make_document(unwrap(body), path, facts, options)


def _refuse_table(text: str) -> None:
    """Raise UnreadableError for rows of cells: sentences are not looked for across cells."""
    lines = [line for line in text[:_FRONT_LIMIT].split("\n") if line.strip()]
    for mark, name in _CELL_MARKS.items():
        counts = Counter(line.strip().count(mark) for line in lines)
        columns, rows = counts.most_common(1)[0] if counts else (0, 0)
        if columns >= 2 and rows >= max(3, 0.8 * len(lines)):
            reason = f"a table ({rows} rows with {columns} {name} each), not prose; "
            raise UnreadableError(f"{reason}as .csv or .tsv, rows with a text column are read")


def make_document(
    text: str, path: str, facts: Facts, options: ReadOptions, record_id: str | None = None
) -> Document:
    """A document with date and source from its facts, its dateline or the options, in this order.

    Raises UnreadableError where there is no text, or one that is not in English.
    """
    text = text.lstrip("\n").rstrip()
    if not text.strip():
        raise UnreadableError("no text in it")
    if not options.any_language and (code := foreign_language(text)) is not None:
        reason = f"not in English (language {code}); --any-language reads it all the same"
        raise UnreadableError(reason, language=code)
    line = find_dateline(text, options.date)
    date = calendar_date(facts.date) if facts.date else None
    return Document(
        text=text,
        path=path,
        record_id=record_id,
        title=facts.title,
        published=date or line.date or options.date,
        source=facts.source or line.agency or options.source,
        url=facts.url,
    )


def split_title(text: str) -> tuple[str | None, str]:
    """The title line of a text, if its first line is one, and the rest.

    A title is short, does not end like a sentence, and stands before a blank line or before a
    line that is far longer (a paragraph).
    """
    first, _, rest = text.partition("\n")
    line, after = first.strip(), rest.lstrip("\n")
    if not line or not after.strip() or len(line) > 160 or line[-1] in '.!:;,"”—-':
        return None, text
    if not re.match(r"[\"“'‘(]?[A-Z0-9]", line) or is_dateline(line):
        return None, text
    blank = not rest.split("\n", 1)[0].strip()
    next_line = after.split("\n", 1)[0]
    if blank or (len(line) <= 100 and len(next_line) >= max(150, 2 * len(line))):
        return line, after
    return None, text


def unwrap(text: str) -> str:
    """Lines broken for width joined by a space (offsets do not move); other line ends kept."""
    return _WRAP.sub(" ", text)


def markdown_text(text: str) -> str:
    """Markdown without its marks: headings, emphasis, links, lists, quotes, code blocks."""
    text = _without_comments(text)
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    return text


def _without_comments(text: str) -> str:
    """Text without `<!-- ... -->`, in linear time (a pattern would not be, on many openings)."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _front_matter(text: str) -> tuple[Facts, str]:
    match = _FRONT.match(text, 0, _FRONT_LIMIT) if text.startswith("---") else None
    if not match:
        return Facts(), text
    import yaml  # noqa: PLC0415  (few texts have front matter)

    try:
        data = yaml.safe_load(match[1])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 2 if mark else 1
        raise UnreadableError(f"front matter is not valid YAML: {error.problem}", line) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableError(f"front matter is not valid YAML: {error}", 1) from error
    if not isinstance(data, dict):
        return Facts(), text
    values = {str(key).lower(): value for key, value in data.items()}
    picked = (_pick(values, keys) for keys in (_TITLE_KEYS, _DATE_KEYS, _SOURCE_KEYS, _URL_KEYS))
    return Facts(*picked), text[match.end() :]


def _pick(values: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = values.get(key)
        if value is not None and not isinstance(value, dict | list) and str(value).strip():
            return " ".join(clean_text(str(value)).split())
    return None
