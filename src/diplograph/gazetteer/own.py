"""Adding a user's own actors, offices and names (`own_rows`) to the tables of the gazetteer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from diplograph.gazetteer.load import Tables
from diplograph.gazetteer.model import (
    Entry,
    Gender,
    How,
    Organisation,
    Person,
    Post,
    Reading,
    RolePhrase,
)
from diplograph.gazetteer.own_rows import OwnRow
from diplograph.names import slug

FindName: TypeAlias = Callable[[str], tuple[Entry, ...]]


def extended(
    tables: Tables,
    rows: tuple[OwnRow, ...],
    find_name: FindName,
    role_of_phrase: Callable[[str], RolePhrase | None],
) -> Tables:
    """The tables with a user's rows added; `find_name` is that of the gazetteer without them.

    A name that the gazetteer has for somebody else means the user's actor first. A new holder of
    an office that one holds at a time ends the post of whoever was still in office.
    """
    adding = _Adding(tables, find_name, role_of_phrase)
    for row in rows:
        adding.add(row)
    return adding.tables()


class _Adding:
    """Tables that grow row by row."""

    def __init__(
        self,
        tables: Tables,
        find_name: FindName,
        role_of_phrase: Callable[[str], RolePhrase | None],
    ) -> None:
        self._tables = tables
        self._find_name = find_name
        self._role_of_phrase = role_of_phrase
        self._persons = dict(tables.persons)
        self._organisations = dict(tables.organisations)
        self._organs = dict(tables.organs)
        self._posts = list(zip(tables.posts, tables.post_lines, strict=True))
        self._readings = list(tables.readings)
        self._uses = dict(tables.uses)
        self._owner: dict[str, str] = {}

    def tables(self) -> Tables:
        """What has been gathered."""
        return replace(
            self._tables,
            persons=self._persons,
            organisations=self._organisations,
            organs=self._organs,
            posts=tuple(post for post, _ in self._posts),
            post_lines=tuple(line for _, line in self._posts),
            readings=tuple(self._readings),
            uses=self._uses,
        )

    def add(self, row: OwnRow) -> None:
        """One row more."""
        if row["use"]:
            self._uses.update(dict.fromkeys(row.names, row["use"]))
        node_id = self._known(row) or self._new(row)
        asked = not row["use"] or row["kind"] or row["state"]
        for name in row.names if asked else row.names[1:]:
            if self._owner.setdefault(name, node_id) != node_id:
                raise row.error(
                    f"{name!r} is the name of {self._owner[name]!r} in this file already"
                )
            self._give_name(row, name, node_id)
        if row["office"]:
            self._give_office(row, node_id)

    def _known(self, row: OwnRow) -> str:
        """The id of the actor whom the row speaks of, blank if there is none yet."""
        name = row["name"]
        if name in self._owner:
            return self._owner[name]
        if name in self._persons or name in self._organisations or name in self._organs:
            return name
        wanted = "person" if row["kind"] == "person" or row["office"] else ""
        found = [e for e in self._find_name(name) if not wanted or e.kind == wanted]
        return found[0].id if found else ""

    def _new(self, row: OwnRow) -> str:
        name, kind = row["name"], row["kind"] or ("person" if row["office"] else "organisation")
        node_id = slug(name)
        if node_id in self._persons or node_id in self._organisations or self._is_state(node_id):
            node_id += "-own"
        code = self._code(row)
        if kind == "person":
            surname = name.split()[-1]
            given = name.removesuffix(surname).strip()
            self._persons[node_id] = Person(
                node_id, name, (), (surname,), given, Gender.UNKNOWN, code
            )
        else:
            kept = "authority" if kind == "organisation" else kind
            self._organisations[node_id] = Organisation(
                node_id, name, (), kept, code, (), (), "own"
            )
        return node_id

    def _is_state(self, node_id: str) -> bool:
        return any(state.id == node_id for state in self._tables.states.values())

    def _code(self, row: OwnRow) -> str:
        text = row["state"]
        if not text or text in self._tables.states:
            return text
        for state in self._tables.states.values():
            if text in {state.id, state.name, *state.aliases}:
                return state.code
        raise row.error(f"state {text!r} is unknown; allowed: an ISO 3166-1 alpha-3 code or a name")

    def _give_name(self, row: OwnRow, name: str, node_id: str) -> None:
        others = [e for e in self._find_name(name) if e.id != node_id]
        if name == node_id or not (others or name not in self._names(node_id)):
            return
        if node_id in self._persons:
            person = self._persons[node_id]
            self._persons[node_id] = replace(person, aliases=_added(person, name))
        elif node_id in self._organisations:
            body = self._organisations[node_id]
            self._organisations[node_id] = replace(body, aliases=_added(body, name))
        elif node_id in self._organs:
            organ = self._organs[node_id]
            self._organs[node_id] = replace(organ, aliases=_added(organ, name))
        elif name != row["name"]:
            how = How.CAPITAL if row["use"] else How.ALIAS
            self._readings.append(Reading(name, node_id, how, (), True, row.where, always=True))
            return
        if others:
            self._come_first(name, node_id, others, row.where)

    def _names(self, node_id: str) -> tuple[str, ...]:
        for table in (self._persons, self._organisations, self._organs):
            node = table.get(node_id)
            if node is not None:
                return (node.name, *node.aliases)
        return ()

    def _come_first(self, name: str, node_id: str, others: list[Entry], where: str) -> None:
        """Make a user's own actor the first reading of a name that others have too."""
        kept = [
            replace(r, default=False) if r.alias == name else r
            for r in self._readings
            if (r.alias, r.id) != (name, node_id)
        ]
        ruled = {r.id for r in kept if r.alias == name}
        kept.append(Reading(name, node_id, How.ALIAS, (), True, where, always=True))
        kept += [Reading(name, e.id, e.how, (), False, where) for e in others if e.id not in ruled]
        self._readings = kept

    def _give_office(self, row: OwnRow, person_id: str) -> None:
        if person_id not in self._persons:
            raise row.error(f"{row['name']!r} is no person and can hold no office")
        phrase = self._role_of_phrase(row["office"])
        if phrase is None or phrase.role.kind != "office":
            raise row.error(
                f"office {row['office']!r} is unknown; allowed: phrases of roles.csv such as "
                "'foreign minister', 'president', 'spokesperson', 'ambassador'"
            )
        role = phrase.role
        of, start = self._body(row, person_id), row["from"] or "?"
        if role.unique and not row["to"]:
            self._end_predecessor(role.key, of, start, person_id)
        title = row["office"][:1].upper() + row["office"][1:]
        post = Post(person_id, title, role.key, of, start, row["to"], False)
        self._posts.append((post, row.where))

    def _body(self, row: OwnRow, person_id: str) -> str:
        text = row["of"] or row["state"] or self._persons[person_id].code
        if not text:
            raise row.error("of and state are blank; an office needs a body")
        if text in self._tables.states:
            return self._tables.states[text].id
        if text in self._owner:
            return self._owner[text]
        found = [e for e in self._find_name(text) if e.kind not in {"person", "place"}]
        if found:
            return found[0].id
        known = text in self._organisations or text in self._organs or self._is_state(text)
        if known:
            return text
        raise row.error(f"of {text!r} is unknown; allowed: the name or id of a state or body")

    def _end_predecessor(self, role: str, of: str, start: str, person: str) -> None:
        for place, (post, line) in enumerate(self._posts):
            same = post.role == role and post.of == of and post.person != person
            if same and not post.end and not post.disputed:
                self._posts[place] = (replace(post, end=start), line)


def _added(node: Any, name: str) -> tuple[str, ...]:
    aliases: tuple[str, ...] = node.aliases
    return aliases if name in (node.name, *aliases) else (*aliases, name)
