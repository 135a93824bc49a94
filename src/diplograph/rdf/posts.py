"""The posts that documents say somebody holds, and on which days that makes them hold one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter

from diplograph.ontology import DG
from diplograph.rdf.telling import ISSUED, NIF_CONTEXT, Told
from diplograph.rdf.terms import date_window
from diplograph.spilling import Packing

_HOLDER = DG + "toldHolder"
_YEAR = 1
_LOOSE = 32  # windows of one holder and body that are kept before they are put together


@dataclass(frozen=True, slots=True)
class ToldPost:
    """A mention of a post: who holds it in which body, by IRI, and the day of the document.

    `issued` is as the document tells it, None where it tells none.
    """

    mention: str
    holder: str
    role: str
    title: str
    of: str
    issued: str | None


_PARTS = attrgetter(*(field.name for field in fields(ToldPost)))
POSTS: Packing[ToldPost] = Packing(_PARTS, lambda packed: ToldPost(*packed))
"""How mentions of posts are kept on the disk."""


def posts_told(known: Told) -> Iterator[ToldPost]:
    """The mentions of posts in what is told, with the days of their documents, which it has too."""
    for mention, values in known.items():
        for holder in values.get(_HOLDER, ()):
            issued = [d for n in values[NIF_CONTEXT] for d in known.get(n, {}).get(ISSUED, ())]
            role, title = (values.get(DG + name, ("",))[0] for name in ("toldRole", "toldTitle"))
            for of in values.get(DG + "toldOrganisation", ()):
                yield ToldPost(mention, holder, role, title, of, issued[0] if issued else None)


@dataclass(frozen=True, slots=True)
class Office:
    """A post in a state or an organ of it; first and last day are None where they are unknown."""

    body: str
    first: str | None
    last: str | None

    def covers(self, day: str | None) -> bool:
        """Whether the post can have been held on a day (ISO); on an unknown one it can."""
        return day is None or (
            (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        )


class Offices:
    """When somebody holds posts by what documents tell: in the year around each document.

    However often a post is told, no more is kept of it than the days that it covers.
    """

    def __init__(self, posts: Iterable[ToldPost] = ()) -> None:
        self._always: dict[str, set[str]] = defaultdict(set)
        self._windows: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for post in posts:
            self.add(post)

    def add(self, post: ToldPost) -> None:
        """Take a mention of a post; one of no known day is held always, as far as is known."""
        around = year_around(post.issued) if post.issued else None
        if around is None:
            self._always[post.holder].add(post.of)
            return
        windows = self._windows.setdefault(post.holder, {}).setdefault(post.of, [])
        if not any(first <= around[0] and around[1] <= last for first, last in windows):
            windows.append(around)
            if len(windows) > _LOOSE:
                windows[:] = _together(windows)

    def of(self, holder: str) -> Iterator[Office]:
        """The posts of somebody, each with days on which it can have been held."""
        for body in sorted(self._always.get(holder, ())):
            yield Office(body, None, None)
        for body, windows in self._windows.get(holder, {}).items():
            yield from (Office(body, first, last) for first, last in _together(windows))


def year_around(issued: str) -> tuple[str, str] | None:
    """First and last day (ISO) of a post that is told on a day; None where that is no date."""
    window = date_window(issued)
    return (_shifted(window[0], -_YEAR), _shifted(window[1], _YEAR)) if window else None


def _together(windows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Windows that overlap made into one."""
    found: list[tuple[str, str]] = []
    for first, last in sorted(windows):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _shifted(day: str, years: int) -> str:
    # Only compared, so that a 29th of February in a common year does no harm.
    return f"{max(int(day[:4]) + years, 0):04}{day[4:]}"
