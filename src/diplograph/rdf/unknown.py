"""The actors of each document that no list knows, and what speaks for two of them being one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from sys import intern

from diplograph.gazetteer.spelling import is_often_shared, sounds_same
from diplograph.ontology import DG
from diplograph.rdf.facts import Facts
from diplograph.rdf.telling import GraphTold, Told
from diplograph.rdf.terms import PREFIXES, local_id
from diplograph.word_classes import word_class

FULL_NAME = 2
"""Words of a name that counts as a full one."""

COMPANIONS = 2
"""Acquaintances in common that speak for a name of one word."""

_KIND, _STATE, _NAME = (DG + name for name in ("toldKind", "toldState", "toldName"))
_CALLING, _HOLDER, _SHA256 = (DG + name for name in ("toldCalling", "toldHolder", "sha256"))
_BESIDE, _AS, _NEAR = (DG + name for name in ("toldBeside", "toldAs", "toldNear"))
_COMPANY = frozenset(DG + name for name in ("toldSource", "toldTarget", "toldBy"))
_PEOPLE = DG + "Population"
GROUPS = frozenset({DG + "Group", _PEOPLE})
_STATES = DG + "State"
_PERSON = DG + "Person"
_ISSUED = PREFIXES["dcterms"] + "issued"
_APART = 2  # years after which somebody of another post is rather a namesake
_SOON = 0.1  # years within which somebody called by an office alone is the same
_LONG = 8  # years after which a state alone, without a post, speaks for nobody
NAMING = frozenset(
    {
        _KIND,
        _STATE,
        _NAME,
        _CALLING,
        _BESIDE,
        _AS,
        _NEAR,
        _ISSUED,
        *_COMPANY,
        DG + "sha256",
        DG + "path",
    }
    | {DG + "toldHolder", DG + "toldRole", DG + "toldOrganisation", PREFIXES["dcterms"] + "title"}
)
"""All predicates of document graphs that bear on who is who."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An unknown actor as one document tells of it.

    `company` are the known actors of the text, `around` the states of these and of all that its
    sentences name, `beside` what else they name, `called` nouns that say what a person is, `dated`
    the document's date (blank if not told).
    """

    graph: str
    node: str
    name: str
    kind: str
    state: str
    posts: frozenset[tuple[str, str]]
    company: frozenset[str]
    around: frozenset[str]
    documents: frozenset[str]
    dated: str = ""
    calling: str = ""
    beside: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.graph, self.node

    @property
    def told_as(self) -> frozenset[str]:
        """What the text says that a person is: nouns and the keys of roles."""
        return self.called.union(role for role, _ in self.posts)


def unknown_actors(document: GraphTold, base: str, facts: Facts) -> Iterator[Candidate]:
    """The actors of which a document's graph tells and that the facts do not know."""
    graph, told = document
    company, posts, names = _of_graph(told, base)
    dated = min((day for values in told.values() for day in values.get(_ISSUED, ())), default="")
    met = {n: f for n in company if (f := facts.actor(local_id(base, n))) is not None}
    known, around = frozenset(map(intern, met)), frozenset(f.state for f in met.values() if f.state)
    for node, values in told.items():
        kinds = values.get(_KIND)
        if not kinds or _STATES in kinds or facts.actor(local_id(base, node)) is not None:
            continue
        # There are as many as documents, and all are held: of each text only one is.
        yield Candidate(
            intern(graph),
            intern(node),
            intern(min(values[_NAME], key=lambda name: (-len(name), name))),
            intern(min(kinds)),
            intern(min(values.get(_STATE, ("",)))),
            frozenset((intern(role), intern(of)) for role, of in posts[node]),
            known,
            around.union(map(intern, values.get(_NEAR, ()))),
            names,
            intern(dated),
            intern(min(values.get(_CALLING, ("",)))),
            frozenset(map(intern, values.get(_BESIDE, ()))),
            frozenset(map(intern, values.get(_AS, ()))),
        )


def _of_graph(
    told: Told, base: str
) -> tuple[set[str], dict[str, set[tuple[str, str]]], frozenset[str]]:
    """The actors in a graph, the posts of each holder, and the names of the document."""
    company: set[str] = set()
    posts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    names: set[str] = set()
    for node, values in told.items():
        for predicate in _COMPANY & values.keys():
            company.update(values[predicate])
        for holder in values.get(_HOLDER, ()):
            roles, bodies = values.get(DG + "toldRole", ()), values.get(DG + "toldOrganisation", ())
            posts[holder] |= {(role, of) for role in roles for of in bodies}
        if _SHA256 in values:
            names |= {local_id(base, node), *values.get(DG + "path", ())}
            names.update(values.get(PREFIXES["dcterms"] + "title", ()))
    return company, posts, frozenset(names)


def evidence(one: Candidate, other: Candidate) -> str:
    """What speaks for two candidates of like names being one: blank where nothing does."""
    apart = (_may_be_namesakes, _may_be_others, _are_called_otherwise)
    if any(differ(one, other) for differ in apart):
        return ""
    if one.state and one.state == other.state and _is_told_apart(one, other):
        return ""
    if one.state and one.state == other.state:
        return f"state {one.state}"
    full = min(len(one.name.split()), len(other.name.split())) >= FULL_NAME
    shared = len(one.company & other.company)
    if one.posts & other.posts and (full or shared >= (COMPANIONS if one.kind == _PERSON else 1)):
        role, _ = min(one.posts & other.posts)
        return f"post {role}"
    if {one.kind, other.kind} & GROUPS:
        return ""  # "protesters" of two texts are others, whoever stands beside them
    others = one.called and other.called and not one.called & other.called
    if full and not others and (near := one.beside & other.beside):
        return f"beside {min(near)}"  # not an imam and a boxer of one town
    alike = full and not _are_told_otherwise(one, other)
    for told, untold in ((one, other), (other, one)):
        if alike and told.state in untold.around and not untold.state:
            return f"state {told.state} of the one beside the other"
    if not full and one.kind == _PERSON:
        return ""
    return "company" if shared >= (1 if full else COMPANIONS) else ""


def _is_told_apart(one: Candidate, other: Candidate) -> bool:
    """Whether the state in common is not enough: another spelling, or a name that many have.

    Two spellings may be two names, so that the actors beside both must agree, or the posts. So too
    where many share a full name ("Zhang Wei"); there, whoever has another post is another. A
    name of one word ("Steve") asks for a post, and as much company as it does without a state.
    """
    if one.kind != _PERSON:
        return False
    if min(len(one.name.split()), len(other.name.split())) < FULL_NAME:
        alone = len(one.company & other.company) < COMPANIONS
        return alone or not one.posts & other.posts
    if one.posts & other.posts:
        return False
    if one.posts and other.posts and is_often_shared(one.state):
        return True
    enough = sounds_same(one.name, other.name) and not is_often_shared(one.state)
    return not (enough or one.company & other.company)


def _may_be_namesakes(one: Candidate, other: Candidate) -> bool:
    """Whether texts years apart call two of one name different things: a general, a student."""
    if one.posts & other.posts or not (one.dated and other.dated):
        return False
    if one.kind != _PERSON or other.kind != _PERSON:
        return False
    years = abs(_years(one.dated) - _years(other.dated))
    return years > (_APART if _are_told_otherwise(one, other) else _LONG)


def _are_told_otherwise(one: Candidate, other: Candidate) -> bool:
    """Whether both texts say what somebody is, and none of it is the same: a mayor, a nurse."""
    told, others = one.told_as, other.told_as
    return bool(told and others) and told.isdisjoint(others)


def _are_called_otherwise(one: Candidate, other: Candidate) -> bool:
    """Whether a weightlifter and a consul, or a farmer and a nurse, have one name."""
    if one.calling == other.calling:
        return False
    return bool((one.calling or one.posts) and (other.calling or other.posts))


def _may_be_others(one: Candidate, other: Candidate) -> bool:
    """Whether what only describes somebody may mean two: "the president", "a US agency".

    Persons so called are one within a month, but for offices that several hold or held
    ("ambassador", "former president"), bodies where a state has but one of their sort, and all
    bodies or people of a sort ("Chinese companies", "Iraqi gunmen", not "an Iraqi gunman"): a
    people at all times, groups and such bodies as come and go while spoken of.
    """
    years = abs(_years(one.dated) - _years(other.dated)) if one.dated and other.dated else None
    if {one.kind, other.kind} <= GROUPS:
        long = years is not None and years > _APART and _PEOPLE not in {one.kind, other.kind}
        return long or _is_single(one.name) or _is_single(other.name)
    last = {_head(candidate.name) for candidate in (one, other)}
    if {one.kind, other.kind} & GROUPS or not any(word.islower() for word in last):
        return False
    if one.kind == _PERSON:
        words = {*one.name.lower().split(), *other.name.lower().split()}
        several = words & word_class("held_by_several")
        return bool(several) or years is None or years > _SOON
    if years is not None and years > _APART and last & word_class("of_its_time"):
        return True
    return not all(word in word_class("one_of_a_state") or word.endswith("s") for word in last)


def _head(name: str) -> str:
    """The noun of a name that describes: "court" of "court in The Hague"."""
    return name.partition(" in ")[0].partition(" of ")[0].split()[-1]


def _is_single(name: str) -> bool:
    """Whether a group's name is that of one out of many: "Iraqi gunman", "US team"."""
    head = _head(name)
    many = word_class("whole_of_a_state") | word_class("one_of_a_state") | word_class("many")
    return head.islower() and not head.endswith(("s", "men")) and head not in many


def _years(dated: str) -> float:
    """A date (YYYY-MM-DD, or less of it) as years."""
    month = dated[5:7]
    return int(dated[:4]) + (int(month) / 12 if month.isdigit() else 0.0)
