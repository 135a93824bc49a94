"""Unknown actors told together and apart: by name, state, post and company, and by the user."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Cli
from factories import relation

from diplograph.errors import DecisionsError
from diplograph.gazetteer import load_gazetteer
from diplograph.gazetteer.spelling import same_name
from diplograph.long_texts import joined
from diplograph.names import slug
from diplograph.rdf import GazetteerFacts, document_quads
from diplograph.rdf.decisions import Decision, read_decisions
from diplograph.rdf.identity import find_identities
from diplograph.rdf.terms import DEFAULT_BASE
from diplograph.reading import annotate
from diplograph.records import Actor, Beside, Document, Kind, PostClaim, Reading

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parents[1]

Told = tuple[str, str | None, tuple[str, ...]]
"""Name, state and known companions of an unknown person in one document."""


def reading(
    number: int, told: Told, kind: Kind = Kind.PERSON, post: str = "", dated: str | None = None
) -> Reading:
    name, state, company = told
    sentence = f"{name} urges {', '.join(company) or 'nobody'}."
    document = Document(
        f"Text number {number}. {sentence}", path=f"news/{number}.txt", published=dated
    )
    actor = Actor(slug(name), name, kind, state)
    relations = tuple(
        relation(
            document,
            sentence,
            "urges",
            (actor, name),
            (Actor(other, other, Kind.STATE), other),
            "urges",
        )
        for other in company
    )
    body = Actor("united-nations", "United Nations", Kind.ORGANISATION)
    posts = (PostClaim(actor, post, post, body, 0, 4),) if post else ()
    return Reading(document, relations, posts, (actor,))


def identities(
    readings: Sequence[Reading], decisions: Sequence[Decision] = ()
) -> tuple[list[str], dict[str, list[str]]]:
    """The IRIs' last parts of the unknown actors, one for each, and the reasons of merges."""
    quads = [quad for r in readings for quad in document_quads(r)]
    found = find_identities(quads, DEFAULT_BASE, GazetteerFacts(load_gazetteer()), decisions)
    facts = GazetteerFacts(load_gazetteer())
    names = {
        q.subject.value.removeprefix(DEFAULT_BASE)
        for q in found.quads
        if q.predicate.value.endswith("toldKind")
    }
    reasons = {node.removeprefix(DEFAULT_BASE): why for node, why in found.reasons.items()}
    return sorted(n for n in names if facts.actor(n) is None), reasons


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (("Zodwa Makhathini", "ZAF", ()), ("Zodwa Makhathini", "ZAF", ()), 1),
        (("Zodwa Makhathini", "ZAF", ()), ("Zodwa Makatini", "ZAF", ()), 1),
        (("Zodwa Makhathini", "ZAF", ()), ("Zodwa Makhathini", "KEN", ()), 2),
        (("Zodwa Makhathini", None, ()), ("Zodwa Makhathini", None, ()), 2),
        (("Zodwa Makhathini", None, ("iran",)), ("Zodwa Makhathini", "ZAF", ("iran",)), 1),
        (("Zodwa Makhathini", "ZAF", ()), ("Thandi Makhathini", "ZAF", ()), 2),
        (("Zodwa Makhathini", "ZAF", ("iran",)), ("Makhathini", "ZAF", ("iran",)), 2),
        (("Makhathini", None, ("iran",)), ("Makhathini", None, ("iran",)), 2),
        (("Makhathini", None, ("iran", "iraq")), ("Makhathini", None, ("iran", "iraq")), 2),
        (("Makhathini", "ZAF", ()), ("Makhathini", "ZAF", ()), 2),
        (("Makhathini", "ZAF", ("iran", "iraq")), ("Makhathini", "ZAF", ("iran", "iraq")), 2),
        (("Ivan Petrov", "RUS", ()), ("Ivan Petrova", "RUS", ()), 2),
        (("Lim Jong Su", "PRK", ()), ("Lim Jong Il", "PRK", ()), 2),
        (("Serhiy Lysenkov", "UKR", ()), ("Sergei Lysenkov", "UKR", ()), 1),
        (("Yousuf Banihali", "IND", ()), ("Yusuf Banihali", "IND", ()), 1),
        (("Hans Brückner", "DEU", ()), ("Hans Brueckner", "DEU", ()), 1),
        (("Mikko Lahtinen", "FIN", ()), ("Mikko Lehtinen", "FIN", ()), 2),
        (("Hassan Rastegari", "IRN", ()), ("Hassan Rastigari", "IRN", ()), 1),
    ],
)
def test_two_documents(one: Told, other: Told, number: int) -> None:
    readings = [reading(1, one), reading(2, other)]
    for order in permutations(readings):
        nodes, reasons = identities(order)
        assert len(nodes) == number
        assert len(reasons) == (1 if number == 1 else 0)


def test_the_reason_is_told() -> None:
    nodes, reasons = identities(
        [reading(1, ("Zodwa Makhathini", "ZAF", ())), reading(2, ("Zodwa Makatini", "ZAF", ()))]
    )
    (why,) = reasons[nodes[0]]
    assert "spellings of one name: Zodwa Makatini, Zodwa Makhathini" in why
    assert "state ZAF" in why and "2 documents" in why


@pytest.mark.parametrize(
    ("name", "beside", "years", "number"),
    [
        ("Zodwa Makhathini", (("brno", "lviv"), ("brno",)), ("2012", "2014"), 1),
        ("Zodwa Makhathini", (("brno",), ("lviv",)), ("2012", "2014"), 2),
        ("Zodwa Makhathini", (("brno",), ("brno",)), ("2002", "2014"), 2),
        ("Makhathini", (("brno",), ("brno",)), ("2012", "2014"), 2),
    ],
)
def test_a_town_beside_speaks_for_a_full_name(
    name: str, beside: Sequence[tuple[str, ...]], years: Sequence[str], number: int
) -> None:
    told = [
        replace(
            reading(n, (name, None, ()), dated=f"{year}-05-01"), beside={slug(name): Beside(names)}
        )
        for n, (names, year) in enumerate(zip(beside, years, strict=True))
    ]
    nodes, reasons = identities(told)
    assert len(nodes) == number
    assert ["beside brno" in why for (why,) in reasons.values()] == [True] * (2 - number)


@pytest.mark.parametrize(
    ("near", "called", "number"),
    [
        (("CZE", "ZAF"), ((), ("nurse",)), 1),
        (("CZE",), ((), ()), 2),
        (("ZAF",), (("nurse",), ("nurse", "mother")), 1),
        (("ZAF",), (("nurse",), ("mayor",)), 2),
    ],
)
def test_a_state_near_speaks_for_a_full_name_of_that_state(
    near: tuple[str, ...], called: Sequence[tuple[str, ...]], number: int
) -> None:
    told = [
        replace(
            reading(n, ("Zodwa Makhathini", state, ()), dated="2012-05-01"),
            beside={"zodwa-makhathini": Beside((), nouns, codes)},
        )
        for n, (state, nouns, codes) in enumerate(
            zip(("ZAF", None), called, ((), near), strict=True)
        )
    ]
    nodes, reasons = identities(told)
    assert len(nodes) == number
    assert all("state ZAF of the one beside the other" in why for (why,) in reasons.values())


def test_what_is_beside_a_name_is_read_from_its_sentences(nlp: Language) -> None:
    text = (
        "Milena Stastna, who runs a charity in Brno, asked Prague and the Czech Republic for help. "
        "The mayor of Ostrava, Petr Vondra, thanked Milena Stastna and the United Nations."
    )
    told = annotate(Document(text), nlp)._.diplograph_reading.beside
    assert told == {
        "milena-stastna": Beside(("brno", "ostrava", "petr-vondra"), (), ("CZE",)),
        "petr-vondra": Beside(("milena-stastna", "ostrava"), ("mayor",), ("CZE",)),
    }


def test_what_is_beside_in_all_parts_of_a_long_text_counts() -> None:
    document = Document("Part one. Part two.")
    parts = [
        Reading(document, beside={"zodwa-makhathini": Beside((name,), ("nurse",))})
        for name in ("lviv", "brno")
    ]
    assert joined(document, [0, 10], parts).beside == {
        "zodwa-makhathini": Beside(("brno", "lviv"), ("nurse",))
    }


def test_a_common_post_speaks_for_one_person() -> None:
    told = ("Zodwa Makhathini", None, ())
    assert len(identities([reading(1, told, post="envoy"), reading(2, told, post="envoy")])[0]) == 1
    assert len(identities([reading(1, told, post="envoy"), reading(2, told, post="judge")])[0]) == 2


@pytest.mark.parametrize(
    ("posts", "dates", "number"),
    [
        (("general", "judge"), ("2012-07-18", "2018-04-07"), 2),
        (("general", "judge"), ("2012-07-18", "2013-04-07"), 1),
        (("general", ""), ("2012-07-18", "2018-04-07"), 1),
        (("general", ""), ("2008-07-18", "2018-04-07"), 2),
        (("general", ""), ("2012-07-18", "2013-04-07"), 1),
        (("general", ""), ("2012-07-18", None), 1),
        (("general", ""), (None, None), 1),
        (("general", "general"), ("2012-07-18", "2018-04-07"), 1),
        (("", ""), ("2012-07-18", "2018-04-07"), 1),
    ],
)
def test_somebody_of_another_post_years_later_is_a_namesake(
    posts: tuple[str, str], dates: tuple[str | None, str | None], number: int
) -> None:
    told = ("Zodwa Makhathini", "ZAF", ())
    pair = zip((1, 2), posts, dates, strict=True)
    readings = [reading(n, told, post=post, dated=dated) for n, post, dated in pair]
    assert len(identities(readings)[0]) == number


@pytest.mark.parametrize(
    ("name", "kind", "dates", "number"),
    [
        ("South African police chief", Kind.PERSON, ("2012-07-18", "2012-08-01"), 1),
        ("South African spokesman", Kind.PERSON, ("2012-07-18", "2012-08-01"), 2),
        ("South African spokesman", Kind.PERSON, ("2012-07-18", "2015-09-01"), 2),
        ("South African spokesman", Kind.PERSON, (None, None), 2),
        ("South African agency", Kind.ORGANISATION, ("2012-07-18", "2012-07-19"), 2),
        ("Bosnian Serb government", Kind.ORGANISATION, ("2012-07-18", "2015-09-01"), 1),
        ("South African companies", Kind.ORGANISATION, (None, None), 1),
        ("South African miners", Kind.GROUP, (None, None), 1),
    ],
)
def test_what_only_describes_somebody_may_mean_two(
    name: str, kind: Kind, dates: tuple[str | None, str | None], number: int
) -> None:
    told = (name, "ZAF", ())
    readings = [reading(n, told, kind, dated=day) for n, day in enumerate(dates)]
    assert len(identities(readings)[0]) == number


def test_neighbours_in_time_join_what_years_part() -> None:
    told = ("Zodwa Makhathini", "ZAF", ())
    facts = [("judge", "2010-01-01"), ("envoy", "2014-01-01"), ("judge", "2018-01-01")]
    readings = [reading(n, told, post=post, dated=day) for n, (post, day) in enumerate(facts)]
    for order in permutations(readings):
        assert len(identities(order)[0]) == 2


def test_the_state_of_one_beside_the_other_speaks_for_a_full_name() -> None:
    told = ("Zodwa Makhathini", "IRN", ())
    assert len(identities([reading(1, told), reading(2, (told[0], None, ("iran",)))])[0]) == 1
    assert len(identities([reading(1, told), reading(2, (told[0], None, ("iraq",)))])[0]) == 2


@pytest.mark.parametrize(
    ("table", "size", "precision", "recall"),
    [
        ("who_pairs", 200, 0.98, 0.75),
        ("who_pairs_second", 200, 0.96, 0.7),
        ("who_pairs_third", 50, 0.95, 0.65),
        ("who_pairs_fourth", 150, 0.98, 0.75),
        ("who_pairs_fifth", 150, 0.98, 0.7),
        ("who_pairs_sixth", 150, 0.98, 0.7),
        ("who_pairs_seventh", 120, 0.98, 0.5),
        ("who_pairs_eighth", 190, 0.98, 0.6),
        ("who_pairs_ninth", 340, 0.98, 0.3),
    ],
)
def test_merges_are_right(
    nlp: Language, table: str, size: int, precision: float, recall: float
) -> None:
    spec = importlib.util.spec_from_file_location("merges", ROOT / "benchmarks" / "merges.py")
    assert spec is not None and spec.loader is not None
    merges = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = merges
    spec.loader.exec_module(merges)
    pairs = merges.read_pairs(ROOT / "tests" / "tables" / f"{table}.tsv")
    assert len(pairs) >= size
    found = list(merges.outcomes(pairs, nlp))
    assert merges.score(found)["precision"] >= precision
    unknown = merges.score([outcome for outcome in found if not outcome.known])
    assert unknown["precision"] >= precision and unknown["recall"] >= recall


def test_groups_of_no_state_stay_apart_whoever_stands_beside_them() -> None:
    told = ("protesters", None, ("iran", "iraq", "israel"))
    assert len(identities([reading(n, told, Kind.GROUP) for n in (1, 2)])[0]) == 2
    told = ("Iranian protesters", "IRN", ())
    assert identities([reading(n, told, Kind.GROUP) for n in (1, 2)])[0] == ["iranian-protesters"]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Iranian gunman", 2),
        ("gunman in Iran", 2),
        ("Iranian gunmen", 1),
        ("gunmen in Iran", 1),
        ("Iranian opposition", 1),
    ],
)
def test_one_human_being_of_a_sort_is_another_in_another_text(name: str, number: int) -> None:
    told = (name, "IRN", ())
    found, _ = identities([reading(n, told, Kind.GROUP) for n in (1, 2)])
    assert len(found) == number


def test_no_bridge_joins_what_conflicts() -> None:
    company = ("iran", "iraq")
    told: list[Told] = [
        ("Zodwa Makhathini", "ZAF", company),
        ("Zodwa Makhathini", None, company),
        ("Zodwa Makhathini", "KEN", company),
    ]
    nodes, _ = identities([reading(n, t) for n, t in enumerate(told)])
    assert len(nodes) == 2


def test_known_actors_are_left_alone() -> None:
    nodes, reasons = identities([reading(n, ("Xi Jinping", None, ())) for n in (1, 2)])
    assert not nodes and not reasons


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hassan Rohani", "Hassan Rouhani", True),
        ("Ban Ki-moon", "Ban Ki Moon", True),
        ("Mahmoud Ahmadi-Nejad", "Mahmoud Ahmadinejad", True),
        ("Kim Jong Un", "Kim Jong Il", False),
        ("Li Peng", "Li Feng", False),
        ("Sergei Ivanov", "Sergei Ivanova", False),
        ("Donald J. Trump", "Donald John Trump", True),
        ("Vladimir Vladimirovich Putin", "Vladimir Putin", True),
        ("Bill Clinton", "Hillary Clinton", False),
        ("George Bush", "George W. Bush", False),
        ("Sergiy Galushchenko", "Serhiy Halushchenko", True),
        ("Hodjat Rastegari", "Hojjat Rastegari", True),
        ("Mohammed Elsherbini", "Mohamed El-Sherbini", True),
        ("Khalid Abdul Rahim", "Khalil Abdul Rahim", False),
        ("Jan Nowakowski", "Jan Nowakowska", False),
        ("Park Ji-won", "Park Ji-woon", False),
    ],
)
def test_spellings(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same_name(other, one) is same


# The user's decisions


@pytest.fixture
def decided(tmp_path: Path) -> Callable[[str], tuple[Decision, ...]]:
    def write(rows: str) -> tuple[Decision, ...]:
        path = tmp_path / "decisions.csv"
        path.write_text(f"decision,one,other\n{rows}\n", encoding="utf-8")
        return read_decisions(path)

    return write


def test_different_undoes_a_merge(decided: Callable[[str], tuple[Decision, ...]]) -> None:
    told = ("Zodwa Makhathini", "ZAF", ())
    readings = [reading(1, told), reading(2, told)]
    assert len(identities(readings)[0]) == 1
    row = "different,Zodwa Makhathini @ news/1.txt,Zodwa Makhathini @ news/2.txt"
    assert len(identities(readings, decided(row))[0]) == 2


def test_same_joins_names(decided: Callable[[str], tuple[Decision, ...]]) -> None:
    readings = [reading(1, ("Z. Makhathini", None, ())), reading(2, ("Zodwa Ma", "ZAF", ()))]
    assert len(identities(readings)[0]) == 2
    nodes, reasons = identities(readings, decided("same,Z. Makhathini,zodwa-ma"))
    assert len(nodes) == 1 and "decided by the user" in reasons[nodes[0]][0]


def test_same_as_a_known_actor(decided: Callable[[str], tuple[Decision, ...]]) -> None:
    readings = [reading(1, ("Mr. X of Beijing", None, ()))]
    nodes, reasons = identities(readings, decided("same,Mr. X of Beijing,xi-jinping"))
    assert not nodes and "xi-jinping" in reasons


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b,c\n", "header 'a,b,c'; allowed: decision,one,other"),
        ("decision,one,other\nmaybe,a,b\n", ":2: decision 'maybe' is unknown"),
        ("decision,one,other\nsame,a\n", ":2: 'same,a'; wanted"),
    ],
)
def test_wrong_decisions_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsError, match=message):
        read_decisions(path)
    with pytest.raises(DecisionsError, match="no such file"):
        read_decisions(tmp_path / "none.csv")


def test_the_next_build_honours_decisions(tmp_path: Path, cli: Cli) -> None:
    for number, day in ((1, "2021-03-01"), (2, "2021-04-01")):
        text = "South Africa's envoy Zodwa Makhathini urged Iran to release two sailors.\n"
        (tmp_path / f"{number}.md").write_text(f"---\ndate: {day}\n---\n\n{text} Part {number}.\n")
    sources = [tmp_path / "1.md", tmp_path / "2.md"]

    def nodes(*more: object) -> int:
        out = tmp_path / "out"
        assert cli("--quiet", "build", *sources, "-o", out, *more).code == 0
        found = cli(
            "query", "-g", out, "--format", "csv",
            'SELECT ?a WHERE { ?a skos:prefLabel ?n FILTER(CONTAINS(?n, "Makhathini")) }',
        )  # fmt: skip
        return len(found.out.split()) - 1

    assert nodes() == 1
    file = tmp_path / "decisions.csv"
    row = f"different,Zodwa Makhathini @ {sources[0]},Zodwa Makhathini @ {sources[1]}"
    file.write_text(f"decision,one,other\n{row}\n", encoding="utf-8")
    assert nodes("--decisions", file) == 2
    assert nodes() == 1
