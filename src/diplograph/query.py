"""Asking the store: free queries through the guard, and the saved ones with their parameters."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from diplograph.errors import QueryError
from diplograph.rdf.terms import RDF_TYPE, term, text, typed
from diplograph.resources import ontology_path
from diplograph.results import Results
from diplograph.store import GraphStore

_HEADER = re.compile(r"#\s*(title|description|param):\s*(.*)")
_PARAM = re.compile(r"(\w+)\s+(\w+)(\?)?(?:\s*=\s*(\S+))?\s+--\s+(.+)")
_WHERE = re.compile(r"^(\s*)#if (\w+):(.*)$", re.MULTILINE)
_IRI = re.compile(r"<?([a-z][a-z0-9+.-]*://[^<>\"{}|^`\\\s]+)>?", re.IGNORECASE)

_Maker: TypeAlias = Callable[[GraphStore, str], ox.NamedNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: `kind` is actor, relation, date, number, text or iri; it may have a default."""

    name: str
    kind: str
    description: str
    default: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query that ships as a file; its text is valid SPARQL with no parameter given."""

    name: str
    title: str
    description: str
    params: tuple[Param, ...]
    text: str


@lru_cache(maxsize=4)
def saved_queries(folder: Path | None = None) -> Mapping[str, SavedQuery]:
    """The saved queries by name, from `ontology/queries/*.rq` unless another folder is given.

    A file's header is made of comments: `# title:`, `# description:` and, for each parameter,
    `# param: NAME KIND -- what it is`, where `KIND?` marks one that may be left out and
    `KIND = VALUE` gives a default. In the body, `#if NAME: PATTERN` stands for a pattern that
    applies only when the parameter is given; its groups all see the value. QueryError, naming the
    file, on a bad header.
    """
    files = sorted((folder or ontology_path() / "queries").glob("*.rq"))
    return {path.stem: _read(path) for path in files}


def _read(path: Path) -> SavedQuery:
    body = path.read_text(encoding="utf-8")
    headers: dict[str, list[str]] = {"title": [], "description": [], "param": []}
    for line in body.splitlines():
        match = _HEADER.fullmatch(line.strip())
        if match is not None:
            headers[match[1]].append(match[2].strip())
    if len(headers["title"]) != 1 or not headers["description"]:
        raise QueryError(f"{path}: must have one '# title:' and a '# description:'")
    params = tuple(_read_param(path, line) for line in headers["param"])
    used = {match[2] for match in _WHERE.finditer(body)}
    if used != {param.name for param in params}:
        raise QueryError(f"{path}: its '# param:' and '#if' lines do not name the same parameters")
    description = " ".join(headers["description"])
    return SavedQuery(path.stem, headers["title"][0], description, params, body)


def _read_param(path: Path, line: str) -> Param:
    match = _PARAM.fullmatch(line)
    if match is None or match[2] not in _MAKERS:
        kinds = ", ".join(sorted(_MAKERS))
        raise QueryError(f"{path}: '# param: {line}' must be NAME KIND -- text, KIND of {kinds}")
    required = match[3] is None and match[4] is None
    return Param(match[1], match[2], match[5], match[4], required)


def run_query(store: GraphStore, query: str) -> Results:
    """Answer a SPARQL query of a user's; QueryError where it is not allowed or not valid."""
    return store.query(query)


def run_saved(
    store: GraphStore,
    name: str,
    values: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Results:
    """Answer a saved query; `values` are texts as a user gives them (names, dates, numbers).

    QueryError where there is no such query or parameter, one is missing, or a value does not fit.
    """
    known = saved_queries(folder)
    if name not in known:
        raise QueryError(f"no saved query {name!r}{_near(name, known)}")
    query = known[name]
    return store.run_trusted(fill(query, bind(store, query, values or {})))


def bind(
    store: GraphStore, query: SavedQuery, values: Mapping[str, str]
) -> dict[str, ox.NamedNode | ox.Literal]:
    """Turn a user's values into terms; names of actors are looked up in the store."""
    params = {param.name: param for param in query.params}
    for name in values:
        if name not in params:
            hint = f"; it has {', '.join(params)}" if params else "; it has none"
            raise QueryError(f"{query.name} has no parameter {name!r}{hint}")
    terms: dict[str, ox.NamedNode | ox.Literal] = {}
    for param in query.params:
        value = values.get(param.name, param.default)
        if value is None and param.required:
            raise QueryError(f"{query.name} needs -p {param.name}=...: {param.description}")
        if value is not None:
            terms[param.name] = _MAKERS[param.kind](store, value.strip())
    return terms


def fill(query: SavedQuery, terms: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """The query's text with the patterns of the given parameters switched on.

    Values enter as terms that pyoxigraph itself has written, in a VALUES clause; no text that a
    user gave is pasted into the query.
    """

    def switch(match: re.Match[str]) -> str:
        """A pattern, switched on where its parameter is given."""
        space, name, pattern = match.groups()
        if name not in terms:
            return match[0]
        values = f"VALUES ?{name} {{ {terms[name]} }}"
        # A group inside the pattern does not see what is bound outside of it.
        return f"{space}{values}{pattern.replace('{', f'{{ {values}')}"

    return _WHERE.sub(switch, query.text)


def resolve_actor(store: GraphStore, value: str) -> ox.NamedNode:
    """The actor that a name, an IRI or `id:...` stands for; labels match whatever their case.

    QueryError where no actor or several have the name, with those that come near.
    """
    match = _IRI.fullmatch(value)
    if match is not None:
        return ox.NamedNode(match[1])
    if value.startswith("id:") and _IRI.fullmatch(store.base + value[3:]):
        return ox.NamedNode(store.base + value[3:])
    exact = store.oxigraph.quads_for_pattern(None, term("skos:prefLabel"), text(value))
    named = {q.subject for q in exact if isinstance(q.subject, ox.NamedNode)}
    actors = [n for n in named if _is_actor(store, n)]
    if len(actors) == 1:  # the index answers at once, where reading all labels takes its time
        return actors[0]
    by_name: dict[str, dict[str, bool]] = {}
    for actor, label, preferred in _labels(store):
        found = by_name.setdefault(label.casefold(), {})
        found[actor] = found.get(actor, False) or preferred
    known = by_name.get(value.casefold(), {})
    # A name that is one actor's preferred label means that actor, even if others go by it too.
    best = [actor for actor, preferred in known.items() if preferred] or list(known)
    if len(best) == 1:
        return ox.NamedNode(best[0])
    if best:
        raise QueryError(f"several actors are called {value!r}: {', '.join(sorted(best))}")
    names = sorted({label for _, label, _ in _labels(store)})
    raise QueryError(f"no actor is called {value!r}{_near(value, names)}")


def _is_actor(store: GraphStore, node: ox.NamedNode) -> bool:
    found = store.oxigraph.quads_for_pattern(node, RDF_TYPE, term("dg:Actor"))
    return next(iter(found), None) is not None


def _labels(store: GraphStore) -> Iterable[tuple[str, str, bool]]:
    rows = store.run_trusted(
        """PREFIX dg: <https://w3id.org/diplograph/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?actor ?label ?preferred {
          ?actor a dg:Actor .
          { ?actor skos:prefLabel ?label BIND(true AS ?preferred) }
          UNION { ?actor skos:altLabel ?label BIND(false AS ?preferred) }
        }"""
    ).rows()
    return [(str(row["actor"]), str(row["label"]), bool(row["preferred"])) for row in rows]


def _near(value: str, names: Iterable[str]) -> str:
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(value.casefold(), folded, n=5, cutoff=0.5)
    near += [n for n in folded if value.casefold() in n and n not in near][: 5 - len(near)]
    return f"; near: {', '.join(folded[n] for n in near)}" if near else ""


def _node(store: GraphStore, value: str) -> ox.NamedNode:
    match = _IRI.fullmatch(store.base + value[3:] if value.startswith("id:") else value)
    if match is None:
        raise QueryError(f"{value!r} is not an IRI, nor id: and the end of one")
    return ox.NamedNode(match[1])


def _relation(store: GraphStore, value: str) -> ox.NamedNode:
    name = re.split(r"[#:/]", value)[-1]
    if name not in store.ontology.relations:
        raise QueryError(f"no relation {value!r}{_near(name, store.ontology.relations)}")
    return ox.NamedNode(store.ontology.relations[name].iri)


def _date(_: GraphStore, value: str) -> ox.Literal:
    try:
        return typed(dt.date.fromisoformat(value).isoformat(), "date")
    except ValueError:
        raise QueryError(f"{value!r} is not a date of the form 2023-02-01") from None


def _number(_: GraphStore, value: str) -> ox.Literal:
    if re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", value) is None:
        raise QueryError(f"{value!r} is not a number")
    return typed(value, "decimal")


def _text(_: GraphStore, value: str) -> ox.Literal:
    return text(value)


_MAKERS: dict[str, _Maker] = {
    "actor": resolve_actor,
    "relation": _relation,
    "date": _date,
    "iri": _node,
    "number": _number,
    "text": _text,
}
