"""The saved queries as a Markdown page: what each answers, how to ask it, and its SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from diplograph.query import Param, SavedQuery

_HEADER = re.compile(r"^#\s*(title|description|param):.*\n", re.MULTILINE)
_TOP = """# Saved queries

Made by `diplograph queries --markdown` from the files in `ontology/queries/`; do not edit it.

Each is asked with `diplograph query --saved NAME -p key=value`, or from Python with
`diplograph.query.run_saved(store, NAME, {{key: value}})`. Actors are given by name, IRI or
`id:...`; dates as 2023-02-01. A line `#if key: PATTERN` of the SPARQL applies where the parameter
is given; without the parameters that may be left out, the text is plain SPARQL 1.1.

{contents}
"""
_EXAMPLES = {
    "actor": "China",
    "date": "2023-01-01",
    "iri": "id:event/...",
    "number": "1",
    "relation": "meets",
    "text": "Taiwan",
}


def queries_page(known: Mapping[str, SavedQuery]) -> str:
    """The page, queries in the order of their names; the same for the same queries."""
    found = [known[name] for name in sorted(known)]
    contents = "\n".join(f"- [{q.title}](#{q.name}): `{q.name}`" for q in found)
    return _TOP.format(contents=contents) + "".join(_section(query) for query in found)


def _section(query: SavedQuery) -> str:
    lines = [f'\n## <a id="{query.name}"></a>{query.title}\n', query.description, ""]
    if query.params:
        lines += ["| parameter | kind | | |", "|---|---|---|---|"]
        lines += [_row(param) for param in query.params]
        lines.append("")
    lines += ["```console", f"$ {' '.join(_command(query))}", "```", ""]
    body = _HEADER.sub("", query.text).strip()
    lines += ["```sparql", body, "```", ""]
    return "\n".join(lines)


def _row(param: Param) -> str:
    need = "required" if param.required else "optional"
    if param.default is not None:
        need = f"default {param.default}"
    return f"| `{param.name}` | {param.kind} | {need} | {param.description} |"


def _command(query: SavedQuery) -> Iterator[str]:
    yield f"diplograph query --saved {query.name}"
    for param in query.params:
        if param.required:
            value = _EXAMPLES[param.kind]
            yield f"-p {param.name}={value}"
