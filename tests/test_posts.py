"""Posts that documents tell of: on which days they make somebody hold one."""

from __future__ import annotations

import datetime as dt

from factories import briefing
from hypothesis import given
from hypothesis import strategies as st

from diplograph.rdf import document_quads
from diplograph.rdf.posts import Office, Offices, ToldPost, posts_told
from diplograph.rdf.telling import told

FIRST, LAST = dt.date(1995, 1, 1), dt.date(2030, 12, 31)
DAYS = st.dates(FIRST, LAST).map(dt.date.isoformat)
POSTS = st.lists(st.tuples(st.sampled_from(("iran", "oman")), DAYS), max_size=60)


def post(of: str, issued: str | None) -> ToldPost:
    return ToldPost("m", "somebody", "minister", "minister", of, issued)


def held(offices: Offices, day: str) -> set[str]:
    return {office.body for office in offices.of("somebody") if office.covers(day)}


def year_around(issued: str, day: str) -> bool:
    before, after = (f"{int(issued[:4]) + years:04}{issued[4:]}" for years in (-1, 1))
    return before <= day <= after


@given(POSTS, DAYS)
def test_a_post_is_held_in_the_year_around_each_document(
    posts: list[tuple[str, str]], day: str
) -> None:
    offices = Offices(post(of, issued) for of, issued in posts)
    assert held(offices, day) == {of for of, issued in posts if year_around(issued, day)}


def test_however_often_a_post_is_told_few_windows_are_kept() -> None:
    days = [(dt.date(2000, 1, 1) + dt.timedelta(days=9 * n)).isoformat() for n in range(1000)]
    offices = Offices(post("iran", day) for day in days)
    assert list(offices.of("somebody")) == [Office("iran", "1999-01-01", f"2025{days[-1][4:]}")]


def test_a_post_of_no_known_day_is_held_always() -> None:
    offices = Offices([post("iran", None), post("oman", "2012-05-01")])
    assert held(offices, "1950-01-01") == {"iran"}
    assert held(offices, "2012-12-24") == {"iran", "oman"}
    assert not list(offices.of("nobody"))


def test_mentions_of_posts_are_found_with_the_day_of_their_document() -> None:
    reading = briefing()
    found = list(posts_told(told(document_quads(reading))))
    assert len(found) == len(reading.posts) > 0
    assert {post.issued for post in found} == {reading.document.published}
