"""Decide which actor each mention means, in text order, at the document's date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from diplograph.actors.discourse import Discourse
from diplograph.actors.index import Form, MentionIndex, Resolved, index_mentions
from diplograph.actors.mentions import Mention, dateline_end, find_mentions
from diplograph.gazetteer import Entry, Gazetteer, Gender, How, Organ, Person, Place, Post, State
from diplograph.language.syntax import Syntax
from diplograph.names import slug
from diplograph.records import Actor, Document, Kind, PostClaim

_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_SINGULAR = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "themselves", "theirs"})
FIRST_PERSON = frozenset({"we", "us", "our", "i", "me", "my", "myself", "ours"})
_PERSON_PAIR = frozenset({"leader", "president", "minister", "diplomat", "official"})
_BODIES = frozenset({Kind.STATE, Kind.ORGANISATION})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "root"})
_GROUP_KINDS = {"population": Kind.POPULATION, "organisation": Kind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Actors:
    """What reading the actors of a document gives."""

    index: MentionIndex
    posts: tuple[PostClaim, ...]
    home: str | None


def read_actors(s: Syntax, gazetteer: Gazetteer, document: Document) -> Actors:
    """Find and resolve all mentions of a document."""
    mentions = [m for m in find_mentions(s, gazetteer) if m.start >= dateline_end(s.doc)]
    resolver = Resolver(s, gazetteer, document, mentions)
    resolved = [r for m in mentions if (r := resolver.resolve(m)) is not None]
    return Actors(index_mentions(s, resolved), tuple(resolver.posts), resolver.home)


class Resolver:
    """Resolves the mentions of one document in order; holds the discourse while it does."""

    def __init__(
        self, s: Syntax, gazetteer: Gazetteer, document: Document, mentions: list[Mention]
    ) -> None:
        self.s = s
        self.gazetteer = gazetteer
        self.date = document.published
        self.discourse = Discourse()
        self.posts: list[PostClaim] = []
        self.mentions = mentions
        self.home = self._home(mentions)
        self._done: dict[int, tuple[Actor, ...]] = {}

    def _home(self, mentions: list[Mention]) -> str | None:
        """The state that "the Foreign Ministry" of the first lines belongs to.

        It is the state whose organs or people speak, as far as the text names it; the state most
        often named within the first sentences otherwise.
        """
        counts: dict[str, float] = {}
        for mention in mentions:
            if mention.form is Form.NAME and mention.entries and mention.entries[0].code:
                code = mention.entries[0].code
                weight = 2.0 if self.s.labels[mention.head] in _SUBJECTS else 1.0
                counts[code] = counts.get(code, 0.0) + weight / (1 + mention.start / 60)
        return max(sorted(counts), key=lambda c: counts[c]) if counts else None

    def resolve(self, m: Mention) -> Resolved | None:
        """The mention with its actors, or None where it names none and no place."""
        if m.form is Form.NAME:
            resolved = self._name(m)
        elif m.form is Form.ROLE:
            resolved = self._role(m)
        elif m.form is Form.ORGAN:
            resolved = self._organ(m)
        elif m.form is Form.GROUP:
            resolved = self._group(m)
        else:
            resolved = self._pronoun(m)
        if resolved is not None:
            self._done[id(m)] = resolved.actors
            self._remember(m, resolved)
        return resolved

    def _remember(self, m: Mention, resolved: Resolved) -> None:
        if resolved.modifier or m.form is Form.PRONOUN or self._is_locative(m):
            for actor in resolved.actors:
                if actor.state:
                    self.discourse.states[actor.state] += 1
                if resolved.modifier:
                    self.discourse.note(actor, m.start, subject=False)
            return
        first = self.s.first_conjunct(m.head)
        subject = self.s.labels[first] in _SUBJECTS
        for actor in resolved.actors:
            self.discourse.note(
                actor, m.start, subject=subject, plural=m.several or len(resolved.actors) > 1
            )
        if first != m.head or self.s.exactly(m.head, "conj"):
            self.discourse.join(first, resolved.actors, m.start)

    def _is_locative(self, m: Mention) -> bool:
        return self.s.preposition(m.head) in {"in", "at", "near"}

    def _made(self, m: Mention, actors: Iterable[Actor], certainty: float) -> Resolved:
        return Resolved(m.start, m.end, m.head, m.form, tuple(actors), certainty)

    # Names

    def _name(self, m: Mention) -> Resolved | None:
        entry = self._choose(m)
        if entry is None:
            return self._unknown(m)
        node = entry.node
        if isinstance(node, Person):
            return self._person_name(m, node)
        if m.label == "PERSON" and m.text in self.discourse.surnames:
            return self._person_name(m, None)
        if isinstance(node, State):
            return self._state(m, entry, node)
        if isinstance(node, Place):
            return self._place(m, node)
        actor = self._actor_of(node)
        if isinstance(node, Organ):
            self.discourse.organs[node.organ] = actor
        return self._made(m, (actor,), 1.0)

    def _choose(self, m: Mention) -> Entry | None:
        """The reading of a name that entity label, context words and syntax speak for."""
        if not m.entries:
            return None
        if self._is_locative(m):
            for entry in m.entries:
                if entry.kind == "place" or entry.how is How.CAPITAL:
                    return entry
        spoken_for = self._by_context(m)
        if spoken_for is not None:
            return spoken_for
        if m.label == "PERSON":
            persons = [e for e in m.entries if e.kind == "person"]
            return persons[0] if persons else m.entries[0]
        known = [e for e in m.entries if e.kind != "person"] if m.label in {"LOC", "GPE"} else []
        return (known or m.entries)[0]

    def _by_context(self, m: Mention) -> Entry | None:
        """The reading of an ambiguous name with most of its context words in the sentence."""
        readings = {r.id: r for r in self.gazetteer.readings(m.text)}
        if not readings:
            return None
        sentence = self.s.doc[m.start].sent
        around = {t.text for t in sentence} - {m.text}
        text = sentence.text

        def merit(entry: Entry) -> float:
            reading = readings.get(entry.id)
            if reading is None:
                return -1.0
            words = [w for w in reading.context if w[:1].isupper() or len(w) > 3]
            found = sum(w in around if " " not in w else w in text for w in words)
            return found + (0.5 if reading.default else 0.0)

        best = max(m.entries, key=merit)
        return best if merit(best) >= 0.5 else None

    def _actor_of(self, node: object) -> Actor:
        match node:
            case State():
                return Actor(node.id, node.name, Kind.STATE, node.code)
            case Person():
                return Actor(node.id, node.name, Kind.PERSON, node.code or None)
            case _:
                code = getattr(node, "code", "") or None
                return Actor(node.id, node.name, Kind.ORGANISATION, code)  # type: ignore[attr-defined]

    def _state(self, m: Mention, entry: Entry, state: State) -> Resolved | None:
        actor = self._actor_of(state)
        token = self.s.doc[m.head]
        adjective = entry.how in {How.ADJECTIVE, How.DEMONYM}
        label = self.s.labels[m.head]
        if adjective and token.tag_ in {"NNS", "NNPS"}:
            people = Actor(
                f"{state.id}-people", f"people of {state.name_in_text}", Kind.POPULATION, state.code
            )
            return self._made(m, (people,), 0.95)
        modifier = label in {"amod", "compound", "nmod:desc", "flat", "nmod:unmarked"}
        if adjective and not modifier and label in {"nsubj", "obj", "obl", "nmod", "conj"}:
            modifier = token.pos_ == "ADJ" and label != "conj"
        is_capital = entry.how is How.CAPITAL
        return Resolved(
            m.start,
            m.end,
            m.head,
            m.form,
            (actor,),
            0.95 if is_capital else 1.0,
            place=m.text if is_capital else state.name,
            place_state=state.code,
            capital=is_capital,
            modifier=modifier,
        )

    def _place(self, m: Mention, place: Place) -> Resolved:
        state = self.gazetteer.state(place.code) if place.code else None
        actors = (self._actor_of(state),) if state is not None else ()
        modifier = self.s.labels[m.head] in {"amod", "compound", "nmod:desc"}
        return Resolved(
            m.start,
            m.end,
            m.head,
            m.form,
            actors,
            0.8,
            place=place.name,
            place_state=place.code or None,
            modifier=modifier,
        )

    def _person_name(self, m: Mention, known: Person | None) -> Resolved:
        text = m.text
        surname = text.split()[-1]
        previous = self.discourse.surnames.get(text) or (
            self.discourse.surnames.get(surname) if " " not in text else None
        )
        if previous is not None:
            return self._made(m, (previous,), 0.95)
        certainty = 1.0
        if known is None and " " not in text:
            known = self._by_surname(text)
            certainty = 0.9
        if known is not None:
            actor = self._actor_of(known)
            self.discourse.gender.setdefault(actor.id, known.gender)
            names = (*known.surnames, surname)
        else:
            actor = Actor(slug(text), text, Kind.PERSON)
            names = (surname, text.split()[0]) if len(text.split()) > 1 else (surname,)
            certainty = 0.85 if " " in text else 0.7
        if actor.state is None:
            actor = Actor(actor.id, actor.name, Kind.PERSON, self._possessor_state(m))
        self._name_person(actor, text, names)
        return self._made(m, (actor,), certainty)

    def _possessor_state(self, m: Mention) -> str | None:
        """ "Kenya's Uhuru Kenyatta": the state in front of a personal name."""
        s = self.s
        if m.start < 2 or s.doc[m.start - 1].tag_ != "POS":
            return None
        for other in self.mentions:
            if other.end == m.start - 1 and other.entries and other.form is Form.NAME:
                return other.entries[0].code or None
        return None

    def _name_person(self, actor: Actor, text: str, surnames: Iterable[str]) -> None:
        self.discourse.surnames.setdefault(text, actor)
        for surname in surnames:
            self.discourse.surnames.setdefault(surname, actor)

    def _by_surname(self, surname: str, role: str = "", owner: str = "") -> Person | None:
        """The one known person of this surname who held an office at the document's date."""
        persons = self.gazetteer.persons_by_surname(surname)
        scored: list[tuple[int, Person]] = []
        for person in persons:
            posts = self.gazetteer.posts_of(person.id)
            held = [p for p in posts if self.date is None or p.covers(self.date)]
            fitting = [p for p in held or posts if p.role == role] if role else held
            if role and not fitting:
                continue
            scored.append((len(fitting) + 2 * (person.code == owner and bool(owner)), person))
        best = sorted(scored, key=lambda x: (-x[0], x[1].id))
        if len(best) == 1 or (len(best) > 1 and best[0][0] > best[1][0]):
            return best[0][1]
        return None

    def _unknown(self, m: Mention) -> Resolved | None:
        """A name that the gazetteer does not have: kept as an actor of its own."""
        if m.text in self.discourse.aliases:
            return self._made(m, (self.discourse.aliases[m.text],), 0.9)
        known = m.text in self.discourse.surnames
        if m.label == "PERSON" or known or (" " not in m.text and self._by_surname(m.text)):
            return self._person_name(m, None)
        if m.label == "ORG":
            actor = Actor(slug(m.text), m.text, Kind.ORGANISATION, self._state_inside(m))
            self._define_acronym(m, actor)
            return self._made(m, (actor,), 0.8)
        if m.label == "NORP" and self.s.doc[m.head].tag_ in {"NNS", "NNPS"}:
            return self._made(m, (Actor(slug(m.text), m.text, Kind.GROUP),), 0.7)
        if m.label in {"LOC", "GPE", "FAC"}:
            return Resolved(m.start, m.end, m.head, m.form, (), 0.8, place=m.text)
        return None

    def _state_inside(self, m: Mention) -> str | None:
        for i in range(m.start, m.end):
            for entry in self.gazetteer.find_name(self.s.doc[i].text):
                if isinstance(entry.node, State):
                    return entry.node.code
        return None

    def _define_acronym(self, m: Mention, actor: Actor) -> None:
        """ "the Southern Transitional Council (STC)": the acronym names the same actor."""
        doc = self.s.doc
        if m.end + 2 < len(doc) and doc[m.end].text == "(" and doc[m.end + 2].text == ")":
            acronym = doc[m.end + 1].text
            if acronym.isupper() and len(acronym) > 1:
                self.discourse.aliases[acronym] = actor

    # Offices

    def _role(self, m: Mention) -> Resolved | None:
        owner = self._owner(m)
        assert m.role is not None
        role = m.role.role
        if m.name is not None:
            return self._role_with_name(m, owner)
        if role.kind == "honorific" or m.several and owner is None:
            return None
        appositive = self._apposed_person(m)
        if appositive is not None:
            self._claim_post(m, appositive, owner)
            return self._made(m, (appositive,), 0.95)
        if not m.definite and owner is None:
            return None
        if m.several and m.owner is not None:
            return self._holders(m)
        remembered = self.discourse.roles.get(role.key, [])
        for person in reversed(remembered):
            if owner is None or person.state == owner.state:
                return self._made(m, (person,), 0.85)
        if owner is None:
            return None
        return self._holder(m, owner)

    def _holders(self, m: Mention) -> Resolved | None:
        """ "The presidents of Guyana and Venezuela": one holder for each owner."""
        assert m.owner is not None
        heads = self.s.conjuncts(self.s.first_conjunct(m.owner.head))
        owners = [o for o in self.mentions if o.head in heads and o is not m]
        plural = len(owners) < 2
        found: list[Actor] = []
        for other in owners or [m.owner]:
            actors = self._done.get(id(other)) or (
                resolved.actors if (resolved := self.resolve(other)) is not None else ()
            )
            for owner in actors[:1]:
                holder = self._holder(replace(m, several=plural), owner)
                found += [a for a in (holder.actors if holder else ()) if a not in found]
        return self._made(m, found, 0.8) if found else None

    def _holder(self, m: Mention, owner: Actor) -> Resolved | None:
        """Who held the office at the document's date, else the office itself as an actor."""
        assert m.role is not None
        role = m.role.role
        posts: tuple[Post, ...] = ()
        if self.date and role.unique and not m.former and not m.several:
            posts = self.gazetteer.holders(role.key, owner.id, self.date)
        if posts:
            person = self.gazetteer.by_id(posts[0].person)
            actor = self._actor_of(person)
            self.discourse.roles.setdefault(role.key, []).append(actor)
            return self._made(m, (actor,), 0.85)
        state = self.gazetteer.state(owner.state) if owner.state else None
        title = m.text.lower() if state is None or m.several else m.text
        prefix = state.adjective if state is not None and owner.kind is Kind.STATE else owner.name
        name = f"{prefix} {title}"
        kind = Kind.GROUP if m.several else Kind.PERSON
        return self._made(m, (Actor(slug(name), name, kind, owner.state),), 0.75)

    def _role_with_name(self, m: Mention, owner: Actor | None) -> Resolved | None:
        assert m.name is not None and m.role is not None
        name, role = m.name, m.role
        person: Person | None = None
        entry = self._choose(name)
        if entry is not None and isinstance(entry.node, Person):
            person = entry.node
        elif " " not in name.text and name.text not in self.discourse.surnames:
            person = self._by_surname(
                name.text, role.role.key, (owner.state or "") if owner else ""
            )
        resolved = self._person_name(name, person)
        actor = resolved.actors[0]
        if actor.state is None and role.role.kind == "office":
            code = owner.state if owner is not None else self._context_state(m)
            if code:
                actor = Actor(actor.id, actor.name, Kind.PERSON, code)
                self._name_person_again(name.text, actor)
        if role.gender is not Gender.UNKNOWN:
            self.discourse.gender[actor.id] = role.gender
        if role.role.kind != "honorific":
            self._claim_post(m, actor, owner)
        return Resolved(m.start, m.end, m.head, Form.NAME, (actor,), resolved.certainty)

    def _name_person_again(self, text: str, actor: Actor) -> None:
        for key in [k for k, a in self.discourse.surnames.items() if a.id == actor.id]:
            self.discourse.surnames[key] = actor
        self.discourse.surnames[text] = actor

    def _apposed_person(self, m: Mention) -> Actor | None:
        """ "Mao Ning, a spokeswoman for the ministry": the person beside an office."""
        s = self.s
        near = s.exactly(m.head, "appos")
        if s.labels[m.head] == "appos":
            near.append(s.heads[m.head])
        if s.labels[m.head] == "root" or s.exactly(m.head, "cop"):
            near += s.exactly(m.head, "nsubj")
        for other in self.mentions:
            if other.form is Form.NAME and other.head in near and other.label == "PERSON":
                done = self._done.get(id(other))
                actors = done or (resolved.actors if (resolved := self._name(other)) else ())
                if actors:
                    return actors[0]
        return None

    def _claim_post(self, m: Mention, person: Actor, owner: Actor | None) -> None:
        assert m.role is not None
        role = m.role.role
        self.discourse.roles.setdefault(role.key, []).append(person)
        if m.former:
            return
        if owner is None and person.state:
            state = self.gazetteer.state(person.state)
            owner = self._actor_of(state) if state is not None else None
        if owner is None:
            return
        if role.organ and role.key == "spokesperson" and owner.kind is Kind.STATE:
            organ = self.gazetteer.organ_of(owner.state or "", role.organ)
            owner = self._actor_of(organ) if organ is not None else owner
        span = self.s.doc[m.start : m.end]
        self.posts.append(
            PostClaim(person, m.text, role.key, owner, span.start_char, span.end_char)
        )

    def _owner(self, m: Mention) -> Actor | None:
        if m.owner is None:
            return None
        done = self._done.get(id(m.owner))
        if done is None and m.owner is not m:
            resolved = self.resolve(m.owner)
            done = resolved.actors if resolved is not None else ()
        return done[0] if done else None

    # Organs, groups, pronouns

    def _organ(self, m: Mention) -> Resolved | None:
        owner = self._owner(m)
        if m.organ == "ministry":
            known = [a for k, a in self.discourse.organs.items() if k.endswith("ministry")]
            if owner is None and known:
                return self._made(m, (known[-1],), 0.85)
            key = "foreign-ministry"
        else:
            key = m.organ
        code = owner.state if owner is not None else None
        certainty = 0.95
        if code is None:
            previous = self.discourse.organs.get(key)
            if previous is not None and owner is None:
                return self._made(m, (previous,), 0.85)
            if not m.definite and not m.text[:1].isupper():
                return None
            code, certainty = self._context_state(m), 0.75
        organ = self.gazetteer.organ_of(code, key) if code else None
        if organ is None:
            return None
        actor = self._actor_of(organ)
        self.discourse.organs[key] = actor
        return self._made(m, (actor,), certainty)

    def _context_state(self, m: Mention) -> str | None:
        """The state of an organ or official named without one.

        A place in the sentence tells ("the police in Minsk"), or the state spoken of as the
        subject of the organ's first words ("the ministry said China ..."); else the state that
        has been named most so far, else the one that the text begins with.
        """
        sentence = self.s.doc[m.start].sent
        for other in self.mentions:
            if not sentence.start <= other.start < sentence.end or not other.entries:
                continue
            node = other.entries[0].node
            later = other.start >= m.end and isinstance(node, State)
            if later and self.s.labels[other.head] == "nsubj":
                return other.entries[0].code
            if isinstance(node, Place) and node.code and self._is_locative(other):
                return node.code
        counts = self.discourse.states
        return max(sorted(counts), key=lambda c: counts[c]) if counts else self.home

    def _group(self, m: Mention) -> Resolved | None:
        owner = self._owner(m)
        lemma = self.s.lemma(m.head)
        if m.pair:
            kinds = frozenset({Kind.PERSON}) if lemma in _PERSON_PAIR else _BODIES
            pair = self.discourse.last_two(m.start, kinds, m.pair)
            return self._made(m, pair, 0.8) if pair else None
        if m.noun is None:
            body = self.discourse.body(m.start, same_clause_from=m.start)
            if not m.definite or body is None or body.kind is not Kind.STATE:
                return None
            return self._made(m, (body,), 0.75)
        if owner is None:
            return self._unowned_group(m)
        if m.noun.acts_for == "state" and owner.state:
            state = self.gazetteer.state(owner.state)
            return self._made(m, (self._actor_of(state),), 0.95) if state else None
        if m.noun.acts_for and owner.state and owner.kind is Kind.STATE:
            organ = self.gazetteer.organ_of(owner.state, m.noun.acts_for)
            return self._made(m, (self._actor_of(organ),), 0.9) if organ is not None else None
        if m.noun.acts_for:
            return self._made(m, (owner,), 0.85)
        return self._made(m, (self._owned_group(m, owner),), 0.85)

    def _owned_group(self, m: Mention, owner: Actor) -> Actor:
        assert m.noun is not None
        state = self.gazetteer.state(owner.state) if owner.state else None
        prefix = state.adjective if state is not None and owner.kind is Kind.STATE else owner.name
        plural = m.noun.forms[0] if m.noun.forms else m.noun.lemma
        word = plural if m.several else m.noun.lemma
        name = f"{prefix} {word}"
        return Actor(slug(name), name, _GROUP_KINDS.get(m.noun.kind, Kind.GROUP), owner.state)

    def _unowned_group(self, m: Mention) -> Resolved | None:
        """ "rebels", "protesters": of the state that the text is about, if the noun is political."""
        assert m.noun is not None
        if not m.noun.political or not m.several:
            return None
        code = self._context_state(m)
        state = self.gazetteer.state(code) if code else None
        if state is None:
            return None
        if m.noun.acts_for:
            return None
        return self._made(m, (self._owned_group(m, self._actor_of(state)),), 0.6)

    def _pronoun(self, m: Mention) -> Resolved | None:
        word = m.text.lower()
        sentence = self.s.doc[m.start].sent.start
        if word in FIRST_PERSON:
            return None  # known only once speakers are: see `relations.attribution`
        actor: Actor | None
        if word in _MALE | _FEMALE:
            gender = Gender.MALE if word in _MALE else Gender.FEMALE
            actor = self.discourse.person(m.start, gender, sentence)
            if actor is not None:
                self.discourse.gender.setdefault(actor.id, gender)
        elif word in _SINGULAR:
            actor = self.discourse.body(m.start, same_clause_from=sentence)
        else:
            several = self.discourse.several(m.start)
            return self._made(m, several, 0.75) if several else None
        return self._made(m, (actor,), 0.8) if actor is not None else None
