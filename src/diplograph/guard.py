"""Which SPARQL a store is asked: queries only, and nothing from outside the store."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache

from diplograph.errors import QueryError

MAX_LENGTH = 100_000
MAX_DEPTH = 40
MAX_TOKENS = 10_000
"""Words and marks: the parser takes about a millisecond for each."""

_FORBIDDEN = {
    "SERVICE": "SERVICE asks another server",
    "FROM": "FROM names a data set from outside",
}
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
# What can hold a keyword without being one comes first: IRIs, strings, comments, names, variables.
_TOKEN = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$]\w+)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])?
        (?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)
    | (?P<word>[^\W\d]\w*)
    | (?P<open>[({\[])
    | (?P<close>[)}\]])
    | (?P<other>\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check_query(text: str) -> None:
    """Refuse what is not a read-only SPARQL 1.1 query over the store alone.

    QueryError, saying what and why, for updates, SERVICE, FROM and FROM NAMED, for text that is
    not valid SPARQL, and for queries too long or too deep to look through.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query is longer than {MAX_LENGTH} characters")
    for reading in {text: None, _unescape(text): None}:
        _check_words(reading)
        _check_depth(reading)
    _check_grammar(text)


def _unescape(text: str) -> str:
    """SPARQL resolves \\uXXXX everywhere, in keywords too; parsers differ in when they do it."""

    def replace(match: re.Match[str]) -> str:
        """The character that an escape stands for."""
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= sys.maxunicode else "\ufffd"

    return _ESCAPE.sub(replace, text)


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """The tokens of a SPARQL text with their kinds, white space included; joined they are it."""
    for match in _TOKEN.finditer(text):
        yield str(match.lastgroup), match[0]


def _check_words(text: str) -> None:
    first = True
    for kind, token in tokens(text):
        if kind != "word":
            continue
        word = token.upper()
        if word in _FORBIDDEN:
            raise QueryError(f"{word} is not allowed: {_FORBIDDEN[word]}")
        if first and word in _UPDATES:
            raise QueryError(f"{word} is an update; only queries are allowed")
        first = first and word in {"PREFIX", "BASE"}


def _check_depth(text: str) -> None:
    depth = count = 0
    for kind, token in tokens(text):
        depth += {"open": 1, "close": -1}.get(kind, 0)
        count += not token.isspace() and kind != "comment"
        if count > MAX_TOKENS:
            raise QueryError(f"the query has more than {MAX_TOKENS} words and marks")
        if depth > MAX_DEPTH:
            raise QueryError(f"the query's brackets are nested deeper than {MAX_DEPTH}")


def _check_grammar(text: str) -> None:
    """The same again on the syntax tree, so that neither reading has to be trusted alone."""
    # Imported here, since rdflib's parser takes longer to load than most queries to run.
    from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415

    def walk(node: object) -> Iterator[CompValue]:
        """All parts of a syntax tree."""
        todo = [node]
        while todo:
            item = todo.pop()
            if isinstance(item, CompValue):
                yield item
                todo.extend(item.values())
            elif isinstance(item, str | bytes):
                continue
            elif hasattr(item, "__iter__"):
                todo.extend(item)

    for part in walk(_parse(text)):
        if part.name == "ServiceGraphPattern":
            raise QueryError(f"SERVICE is not allowed: {_FORBIDDEN['SERVICE']}")
        if part.name == "DatasetClause":
            raise QueryError(f"FROM is not allowed: {_FORBIDDEN['FROM']}")


@lru_cache(maxsize=64)
def _parse(text: str) -> object:
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        return parseQuery(text)
    except RecursionError:
        raise QueryError("the query is nested too deep") from None
    except Exception as error:  # pyparsing, and whatever rdflib's parse actions raise
        message = " ".join(str(error).split())
        raise QueryError(f"not a valid SPARQL 1.1 query: {message}") from error
