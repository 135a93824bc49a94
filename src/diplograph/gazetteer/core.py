"""The gazetteer: who and what a name can mean, and who held which office when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from diplograph.gazetteer.check import check_ids, check_names, check_posts, check_readings
from diplograph.gazetteer.load import Tables
from diplograph.gazetteer.model import (
    Entry,
    Gender,
    GroupNoun,
    How,
    Node,
    Organ,
    Person,
    Place,
    Post,
    Reading,
    Role,
    RolePhrase,
    State,
    latest,
)
from diplograph.gazetteer.names import NameIndex
from diplograph.gazetteer.organs import OrganMaker
from diplograph.gazetteer.people import People
from diplograph.gazetteer.readings import organs_ruled, ruled, settled_by


class _Ids:
    """Which ids exist: those of the tables and those of the organs that patterns make."""

    def __init__(self, nodes: dict[str, Node], organs: OrganMaker) -> None:
        self._nodes = nodes
        self._organs = organs

    def __contains__(self, key: object) -> bool:
        return key in self._nodes or self._organs.has(str(key))


class Gazetteer:
    """Lookups over the reviewed data; see `load_gazetteer`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._organs = OrganMaker(tables)
        self._nodes = check_ids(tables)
        self._names = NameIndex(tables)
        ids = _Ids(self._nodes, self._organs)
        check_posts(tables, ids)
        check_readings(self._names, ids)
        check_names(self._names)
        for readings in self._names.readings.values():
            for reading in readings:
                organ = self._organs.by_id(reading.id)
                if organ is not None:
                    self._nodes[organ.id] = organ
        self._names.apply_readings(self._nodes)
        self._phrases = {phrase.text.lower(): phrase for phrase in tables.role_phrases}
        self._nouns = dict(tables.group_nouns)
        for noun in tables.group_nouns.values():
            for form in noun.forms:
                self._nouns.setdefault(form, noun)
        self._people = People(tables)

    def by_id(self, node_id: str) -> Node | None:
        """The node with this id; organs such as `china-foreign-ministry` are made at need."""
        return self._organs.by_id(node_id) or self._nodes.get(node_id)

    def state(self, code: str) -> State | None:
        """The state or territory with this ISO 3166-1 alpha-3 code (XKX for Kosovo)."""
        return self._tables.states.get(code)

    def states(self) -> tuple[State, ...]:
        """All states and territories."""
        return tuple(self._tables.states.values())

    def organ_of(self, code: str, organ: str) -> Organ | None:
        """The organ of a state by its key: `organ_of("CHN", "foreign-ministry")`."""
        state = self._tables.states.get(code)
        return self._organs.of(state, organ) if state is not None else None

    # Names

    def find_name(self, text: str, context: str = "", beside: str = "") -> tuple[Entry, ...]:
        """Everything called `text`, best reading first.

        The exact spelling is tried first, then organs by pattern ("Chinese foreign ministry"),
        then spellings that differ in diacritics, periods, hyphens or "the". Case counts elsewhere.

        Names of `ambiguous.csv` follow their rule: the reading with most of its context words in
        `context` (the sentence), then in `beside` (those around it), comes first, else the default
        one. If that reading is none of ours (the bird, a given name), or no reading is the default
        and no context word is there, nothing is found: "Parliament" alone tells no state.
        """
        found: Sequence[Entry] = self._names.exact(text)
        readings = self._names.readings
        if found:
            return tuple(map(self._settled, ruled(readings.get(text), found, context, beside)))
        found = self._organs.find(text, self.states_of_adjective, self._states_of_name)
        found = organs_ruled(readings, found, text, context, beside)
        found = found or self._names.folded_ruled(text, context, beside)
        return tuple(map(self._settled, found))

    def readings(self, text: str) -> tuple[Reading, ...]:
        """The readings of an ambiguous name, empty if it is not known to be ambiguous."""
        return self._names.readings.get(text, ())

    def use_told(self, text: str) -> str:
        """`actor` or `place` where a user's own data says how this name is used, else blank."""
        return self._tables.uses.get(text, "")

    def find_in_text(self, name: str, text: str) -> tuple[Entry, ...]:
        """An ambiguous name that its sentence does not settle, by the words of the whole text."""
        found = settled_by(self.readings(name), self._names.exact(name), text)
        return tuple(map(self._settled, found))

    def _settled(self, entry: Entry) -> Entry:
        """An organ as given in the file becomes the one with all its names."""
        organ = self._organs.by_id(entry.id) if isinstance(entry.node, Organ) else None
        return entry if organ is None else Entry(entry.text, organ, entry.how)

    def states_of_adjective(self, text: str) -> tuple[State, ...]:
        """The states that an adjective ("Chinese", "US") can mean, the default one first."""
        return tuple(
            entry.node
            for entry in self._names.exact(text) or self._names.folded(text)
            if isinstance(entry.node, State)
            and (entry.how is How.ADJECTIVE or text in entry.node.adjectives)
        )

    def _states_of_name(self, text: str) -> tuple[State, ...]:
        wanted = {How.NAME, How.ALIAS, How.OFFICIAL, How.ABBREVIATION}
        return tuple(
            entry.node
            for entry in self._names.exact(text) or self._names.folded(text)
            if isinstance(entry.node, State) and entry.how in wanted
        )

    def places(self, name: str) -> tuple[Place, ...]:
        """The regions and cities called `name`; regions first, then the most populous."""
        found = self._names.exact(name) or self._names.folded(name)
        return tuple(entry.node for entry in found if isinstance(entry.node, Place))

    def all_surface_forms(
        self, *, organs: bool = True, places: bool = True
    ) -> Iterator[tuple[str, Entry]]:
        """Every name with what it means, for a phrase matcher.

        A name with several readings comes several times, the best first; one that names nothing
        without context (see `find_name`) does not come. With `organs=False` the names made from
        patterns are left out (`find_name` knows them still), with `places=False` those of
        cities and regions.
        """
        for text, found in self._names.owners():
            entries = [Entry(text, node, how) for node, how in found]
            for entry in ruled(self._names.readings.get(text), entries, ""):
                if places or not isinstance(entry.node, Place):
                    yield text, self._settled(entry)
        if organs:
            for text, entry in self._organs.surface_forms():
                if text not in self._names:
                    yield text, entry

    def persons_by_surname(self, surname: str) -> tuple[Person, ...]:
        """The persons whom a text may call by this name alone ("Blinken", "Assad")."""
        return self._people.by_surname(surname)

    def spelt_like(self, name: str) -> Person | None:
        """The one person whose full name is another spelling of this one ("Hassan Rohani")."""
        return self._people.spelt_like(name)

    def next_holder(self, role: str, of_id: str, after: str) -> Post | None:
        """Who took office within half a year after a date (ISO): "the president-elect"."""
        body = of_id if self._people.known(role, of_id) else self._other_body(role, of_id)
        return self._people.next_holder(role, body, after)

    def in_turn(self, role: str, of_id: str) -> bool:
        """Whether a body is known to have one holder of a role at a time, as not all bodies do."""
        return self._people.in_turn(role, of_id)

    def leading_roles_of(self, body_id: str, at: str | None) -> tuple[str, ...]:
        """The keys of the roles in which somebody leads a body at a date, the highest first."""
        return self._people.leading_roles_of(body_id, at)

    def leading_role(self, code: str) -> str:
        """The key of the role that "the ... leader" means for a state: who governs it."""
        return self._tables.leading_roles.get(code, "president")

    def gender_of_given_name(self, name: str) -> Gender:
        """The gender of those who bear this given name, UNKNOWN unless all are of one."""
        return self._people.gender_of_given_name(name)

    def state_of_title(self, title: str) -> str | None:
        """The code of the one state whose posts bear this title ("Foreign Secretary"), or None.

        Case does not count; nine of ten holders and at least three must be of that state.
        """
        return self._people.state_of_title(title)

    def state_of_host(self, host: str) -> str | None:
        """The code of the state whose bodies publish at this host or one above it, or None."""
        hosts = self._tables.hosts.items()
        return next((c for h, c in hosts if f".{host}".endswith(f".{h}")), None)

    def hyphened_names(self) -> frozenset[str]:
        """Words of personal names that hold a hyphen: "Ki-moon", "al-Assad"."""
        persons = self._tables.persons.values()
        return frozenset(
            w for p in persons for n in (p.name, *p.aliases) for w in n.split() if "-" in w
        )

    def posts_of(self, person_id: str) -> tuple[Post, ...]:
        """The offices a person held, earliest first."""
        return self._people.posts_of(person_id)

    def holders(self, role: str, of_id: str, at: date | str | None = None) -> tuple[Post, ...]:
        """Who held a role of a body at a date, the surest first.

        Undisputed holders come before others, certain ones before possible ones (see
        `Post.covers`), among equals the one who took office last. Without a date: all holders
        known, the latest first. The organ that a role acts for stands for its state and the other
        way round, so that the foreign minister of `china-foreign-ministry` is that of `china`.
        """
        body = of_id if self._people.known(role, of_id) else self._other_body(role, of_id)
        return self._people.holders(role, body, at)

    def state_of_person(self, person_id: str, at: date | str | None = None) -> str:
        """The code of the state for which a person acts at a date, blank for none.

        The last office held then decides, but for leaders of states: Mark Rutte acts in 2025 for
        NATO alone. Out of office, or without a date, it is the state the person is known for.
        """
        node = self._tables.persons.get(person_id)
        if node is None:
            return ""
        held = [] if at is None else [p for p in self.posts_of(person_id) if p.covers(at)]
        if not held or at is None:
            return node.code
        post = max(held, key=lambda p: (p.covers(at), self._leads(p), latest(p.start, "0000")))
        body = self.by_id(post.of)
        return body.code if body is not None else ""

    def _leads(self, post: Post) -> bool:
        return self._tables.roles[post.role].leads and isinstance(self.by_id(post.of), State)

    def _other_body(self, role: str, of_id: str) -> str:
        node = self.by_id(of_id)
        known = self._tables.roles.get(role)
        organ = known.organ if known is not None else ""
        if isinstance(node, Organ):
            return self._tables.states[node.code].id if node.organ in {organ, "government"} else ""
        return f"{node.id}-{organ}" if isinstance(node, State) and organ else ""

    def role(self, key: str) -> Role | None:
        """The role with this key."""
        return self._tables.roles.get(key)

    def role_of_phrase(self, phrase: str) -> RolePhrase | None:
        """The role that a phrase names ("foreign minister"), without regard to case."""
        low = phrase.lower()
        return self._phrases.get(low) or self._phrases.get(low.replace("-", " "))

    def role_phrases(self) -> tuple[RolePhrase, ...]:
        """All phrases that name a role."""
        return self._tables.role_phrases

    def group_noun(self, lemma: str) -> GroupNoun | None:
        """The collective or human noun with this lemma or plural form."""
        return self._nouns.get(lemma) or self._nouns.get(lemma.lower())

    def peoples(self) -> Iterator[str]:
        """The names of those who are called by one: "Rohingya", "Yazidis"."""
        nouns = (noun for noun in self._tables.group_nouns.values() if noun.alone == "name")
        return (noun.forms[0] if noun.forms else noun.lemma for noun in nouns)

    def organ_of_generic(self, phrase: str) -> str | None:
        """The organ key of a mention without a state: "the foreign ministry"."""
        return self._organs.key_of_generic(phrase)

    def sizes(self) -> dict[str, int]:
        """How much there is of everything."""
        tables = self._tables
        kinds = [state.kind for state in tables.states.values()]
        sorts = {"states": "state", "former_states": "former", "territories": "territory"}
        return {
            **{name: kinds.count(kind) for name, kind in sorts.items()},
            "places": len(tables.places),
            "organisations": len(tables.organisations),
            "organs": len(tables.organs),
            "organ_patterns": len(tables.patterns),
            "persons": len(tables.persons),
            "posts": len(tables.posts),
            "roles": len(tables.roles),
            "role_phrases": len(tables.role_phrases),
            "group_nouns": len(tables.group_nouns),
            "ambiguous_names": len(self._names.readings),
        }
