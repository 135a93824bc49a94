"""Reading all tables of the gazetteer folder into one `Tables`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from diplograph.gazetteer.model import (
    Gender,
    GroupNoun,
    How,
    Organ,
    Organisation,
    OrganPattern,
    Person,
    Place,
    Post,
    Reading,
    Role,
    RolePhrase,
    State,
)
from diplograph.gazetteer.tables import Row, rows, unique

ORGANISATION_KINDS = frozenset(
    {"agency", "armed-group", "authority", "bank", "bloc", "company", "former-state"}
    | {"court", "igo", "media", "movement", "ngo", "party", "region"}
)
PLACE_KINDS = frozenset({"city", "region", "venue", "sea"})
GROUP_KINDS = frozenset(
    {"state", "government", "organisation", "army", "instrument", "group", "population"}
)
GROUPS_ALONE = frozenset({"state", "there", "told", "name", ""})
ROLE_KINDS = frozenset({"office", "rank", "occupation", "honorific"})


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that the files say, checked cell by cell but not yet against each other.

    `post_lines` holds for each post (in order) the file and line it stands in, for messages;
    `uses` what a user's own data says of a name (`actor` or `place`).
    """

    states: dict[str, State]
    places: dict[str, Place]
    organisations: dict[str, Organisation]
    organs: dict[str, Organ]
    patterns: dict[str, OrganPattern]
    persons: dict[str, Person]
    posts: tuple[Post, ...]
    post_lines: tuple[str, ...]
    roles: dict[str, Role]
    role_phrases: tuple[RolePhrase, ...]
    group_nouns: dict[str, GroupNoun]
    readings: tuple[Reading, ...]
    leading_roles: dict[str, str]
    uses: dict[str, str]
    titles: dict[str, str]
    hosts: dict[str, str]


def read_tables(folder: Path) -> Tables:
    """Read and check every table of `folder`."""
    states = _states(folder)
    codes = frozenset(states)
    patterns = unique(
        folder / "organ_patterns.csv",
        "organ name aliases generic territories",
        _pattern,
        lambda item: item.organ,
    )
    roles, phrases = _roles(folder, frozenset(patterns) | {""})
    posts, lines = _posts(folder, roles)
    return Tables(
        states=states,
        places=_places(folder, codes | {""}),
        organisations=_organisations(folder, codes | {""}),
        organs=_organs(folder, codes, frozenset(patterns) | {"other"}),
        patterns=patterns,
        persons=_persons(folder, codes | {""}),
        posts=posts,
        post_lines=lines,
        roles=roles,
        role_phrases=phrases,
        group_nouns=_group_nouns(folder, frozenset(patterns) | {"", "state"}),
        readings=tuple(
            _reading(row)
            for row in rows(folder / "ambiguous.csv", "alias reading how context default note")
        ),
        leading_roles=_leading_roles(folder / "leaders.csv", codes, frozenset(roles)),
        uses={},
        titles=_state_of(folder / "titles.csv", "title", codes),
        hosts=_state_of(folder / "publishers.csv", "host", codes),
    )


def _leading_roles(path: Path, codes: frozenset[str], roles: frozenset[str]) -> dict[str, str]:
    """State code to the role of whoever governs there."""
    pairs = unique(
        path,
        "code role",
        lambda row: (row.choice("code", codes), row.choice("role", roles)),
        lambda pair: pair[0],
    )
    return dict(pairs.values())


def _state_of(path: Path, key: str, codes: frozenset[str]) -> dict[str, str]:
    """What belongs to one state alone, to that state: a title, an address of its bodies."""

    def _make(row: Row) -> tuple[str, str]:
        return row.some(key), row.choice("code", codes)

    return dict(unique(path, f"{key} code", _make, lambda pair: pair[0]).values())


def _states(folder: Path) -> dict[str, State]:
    path = folder / "states.csv"
    columns = (
        "id code name official aliases adjectives demonyms capital "
        "capital_geonames geonames kind lat lon until"
    )

    def _make(row: Row) -> State:
        code = row.text("code")
        if not (len(code) == 3 and code.isascii() and code.isupper()):
            raise row.error(f"code {code!r} is not allowed; wanted ISO 3166 alpha-3")
        return State(
            id=row.slug(),
            code=code,
            name=row.some("name"),
            official=row.some("official"),
            aliases=row.many("aliases"),
            adjectives=row.many("adjectives"),
            demonyms=row.many("demonyms"),
            capitals=row.many("capital"),
            capital_geonames=row.text("capital_geonames"),
            geonames=row.text("geonames"),
            kind=row.choice("kind", ("state", "former", "territory")),
            lat=row.number("lat"),
            lon=row.number("lon"),
            until=row.coarse_date("until", blank=True),
        )

    return unique(path, columns, _make, lambda state: state.code)


def _places(folder: Path, codes: frozenset[str]) -> dict[str, Place]:
    def _make(row: Row) -> Place:
        return Place(
            id=row.slug(),
            geonames=row.text("geonames"),
            name=row.some("name"),
            aliases=row.many("aliases"),
            adjectives=row.many("adjectives"),
            code=row.choice("code", codes),
            kind=row.choice("kind", PLACE_KINDS),
            population=int(row.number("population") or 0),
            lat=row.number("lat"),
            lon=row.number("lon"),
        )

    columns = "id geonames name aliases adjectives code kind population lat lon"
    return unique(folder / "places.csv", columns, _make, lambda place: place.id)


def _organisations(folder: Path, codes: frozenset[str]) -> dict[str, Organisation]:
    def _make(row: Row) -> Organisation:
        return Organisation(
            id=row.slug(),
            name=row.some("name"),
            aliases=row.many("aliases"),
            kind=row.choice("kind", ORGANISATION_KINDS),
            code=row.choice("code", codes),
            adjectives=row.many("adjectives"),
            members=row.all_of("members", codes),
            note=row.text("note"),
        )

    columns = "id name aliases kind code adjectives members note"
    return unique(folder / "organisations.csv", columns, _make, lambda item: item.id)


def _organs(folder: Path, codes: frozenset[str], keys: frozenset[str]) -> dict[str, Organ]:
    def _make(row: Row) -> Organ:
        return Organ(
            id=row.slug(),
            name=row.some("name"),
            aliases=row.many("aliases"),
            metonyms=row.many("metonyms"),
            organ=row.choice("organ", keys),
            code=row.choice("code", codes),
        )

    columns = "id name aliases metonyms organ code"
    return unique(folder / "organs.csv", columns, _make, lambda item: item.id)


def _pattern(row: Row) -> OrganPattern:
    pattern = OrganPattern(
        organ=row.slug("organ"),
        name=row.some("name"),
        aliases=row.many("aliases"),
        generic=row.many("generic"),
        territories=row.flag("territories"),
    )
    for text in (pattern.name, *pattern.aliases):
        if not (text.startswith("{adj} ") or text.endswith(" of {name}")):
            raise row.error(f"pattern {text!r}; allowed: '{{adj}} ...' or '... of {{name}}'")
    return pattern


def _persons(folder: Path, codes: frozenset[str]) -> dict[str, Person]:
    def _make(row: Row) -> Person:
        name = row.some("name")
        return Person(
            id=row.slug(),
            name=name,
            aliases=row.many("aliases"),
            surnames=row.many("surname") or (name.split()[-1],),
            given=row.text("given"),
            gender=row.member("gender", Gender),
            code=row.choice("code", codes),
        )

    columns = "id name aliases surname given gender code"
    return unique(folder / "persons.csv", columns, _make, lambda person: person.id)


def _posts(folder: Path, roles: dict[str, Role]) -> tuple[tuple[Post, ...], tuple[str, ...]]:
    posts: list[Post] = []
    lines: list[str] = []
    for row in rows(folder / "posts.csv", "person title role of from to disputed"):
        post = Post(
            person=row.slug("person"),
            title=row.some("title"),
            role=row.choice("role", roles),
            of=row.slug("of"),
            start=row.coarse_date("from"),
            end=row.coarse_date("to", blank=True),
            disputed=row.flag("disputed"),
        )
        start, end = post.start, post.end
        if "?" not in (start, end) and end and end < start[: len(end)]:
            raise row.error(f"to {end!r} is before from {start!r}")
        posts.append(post)
        lines.append(f"posts.csv:{row.line}")
    return tuple(posts), tuple(lines)


def _roles(folder: Path, organs: frozenset[str]) -> tuple[dict[str, Role], tuple[RolePhrase, ...]]:
    roles: dict[str, Role] = {}
    phrases: dict[str, RolePhrase] = {}
    for row in rows(folder / "roles.csv", "key gender phrases organ unique kind rank"):
        role = Role(
            key=row.slug("key"),
            organ=row.choice("organ", organs),
            unique=row.flag("unique"),
            kind=row.choice("kind", ROLE_KINDS),
            rank=int(row.choice("rank", ("0", "1", "2", "3"))),
        )
        if roles.setdefault(role.key, role) != role:
            raise row.error(f"role {role.key!r} differs from its other line in organ or kind")
        gender = row.member("gender", Gender)
        for text in row.many("phrases"):
            if text.lower() in phrases:
                raise row.error(f"phrase {text!r} stands here a second time")
            phrases[text.lower()] = RolePhrase(text, gender, role)
    return roles, tuple(phrases.values())


def _group_nouns(folder: Path, organs: frozenset[str]) -> dict[str, GroupNoun]:
    def _make(row: Row) -> GroupNoun:
        return GroupNoun(
            lemma=row.some("lemma"),
            forms=row.many("forms"),
            kind=row.choice("kind", GROUP_KINDS),
            acts_for=row.choice("acts_for", organs),
            alone=row.choice("alone", GROUPS_ALONE),
        )

    path, columns = folder / "group_nouns.csv", "lemma forms kind acts_for alone"
    return unique(path, columns, _make, lambda noun: noun.lemma)


def _reading(row: Row) -> Reading:
    default = row.choice("default", {"", "yes", "always"})
    return Reading(
        alias=row.some("alias"),
        id=row.slug("reading") if row.text("reading") else "",
        how=row.member("how", How),
        context=row.many("context"),
        default=default != "",
        note=row.text("note"),
        always=default == "always",
    )
