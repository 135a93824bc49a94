"""What has been talked about: the memory that pronouns and definite mentions refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from diplograph.gazetteer import Gender
from diplograph.records import Actor

_REACH = 160  # tokens back that a pronoun may reach


@dataclass(slots=True)
class Trace:
    """An actor at a place of the text: `at` token, `subject` whether it led its clause there."""

    actor: Actor
    at: int
    subject: bool
    plural: bool = False


@dataclass(slots=True)
class Discourse:
    """Actors mentioned so far, with what is known of them in this document.

    `roles` maps (role key, or a title such as "Dr.") to the persons seen in it, `organs` organ key
    to the organ last named, `surnames` a surname to its person, `namesakes` to all of that name
    named in full, `aliases` an acronym to its actor, `callings`
    an actor's id to the nouns that the text has called it by ("nurse").
    """

    traces: list[Trace] = field(default_factory=list)
    roles: dict[str, list[Actor]] = field(default_factory=dict)
    organs: dict[str, Actor] = field(default_factory=dict)
    surnames: dict[str, Actor] = field(default_factory=dict)
    namesakes: dict[str, list[Actor]] = field(default_factory=dict)
    aliases: dict[str, Actor] = field(default_factory=dict)
    callings: dict[str, set[str]] = field(default_factory=dict)
    gender: dict[str, Gender] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)

    def note(self, actor: Actor, at: int, *, subject: bool, plural: bool = False) -> None:
        """Remember a mention."""
        self.traces.append(Trace(actor, at, subject, plural))
        if actor.state:
            self.states[actor.state] += 1

    def recent(self, before: int) -> Iterator[Trace]:
        """Traces before a token, nearest first, as far back as a pronoun reaches."""
        for trace in reversed(self.traces):
            if trace.at < before:
                if before - trace.at > _REACH:
                    return
                yield trace
