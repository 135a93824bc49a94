"""Capitals of states that are no more: in 1989 "Moscow" was the Soviet Union."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from diplograph.actors.mentions import Mention
from diplograph.gazetteer import Entry, Gazetteer, How, State


def set_in_time(mentions: Iterable[Mention], gazetteer: Gazetteer, date: str | None) -> None:
    """Let capitals stand for the states whose they were at the document's date (ISO, or None)."""
    former = [s for s in gazetteer.states() if s.until and date is not None and date <= s.until]
    capitals: dict[str, State] = {}
    for state in sorted(former, key=lambda state: state.until, reverse=True):
        capitals |= dict.fromkeys(state.capitals, state)  # of two the one that ended first
    for mention in mentions if capitals else ():
        for named in (mention, mention.name):
            if named is not None:
                named.entries = tuple(_at_the_time(entry, capitals) for entry in named.entries)


def _at_the_time(entry: Entry, capitals: dict[str, State]) -> Entry:
    state = capitals.get(entry.text) if entry.how is How.CAPITAL else None
    return entry if state is None else replace(entry, node=state)
