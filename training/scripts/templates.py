"""Sentences of our own with diplomatic names, titles, ministries and datelines.

A slot in braces is filled at random; what it is filled with carries the slot's label. Everything
outside the slots is outside entities.
"""

from __future__ import annotations

import random
import re

import spacy

from entities import Sentence, Span, clean
from names import capitals, cities, countries, country_rows
from people import person
from wordlists import items

_SLOT = re.compile(r"\{(\w+)\}")
LISTS = "templates.yml"
UN_BODIES = {"UN", "EU", "U.N."}


class Filler:
    """Chooses fillers for slots."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.orgs = items(LISTS, "orgs")
        self.areas = items(LISTS, "areas")
        self.events = items(LISTS, "events")
        self.dates = items(LISTS, "dates")
        self.titles = items(LISTS, "titles")
        self.ministries = [org for org in self.orgs if "Ministry" in org or "Department" in org]
        self.countries = sorted(countries())
        self.common = [row[0] for row in country_rows()]
        self.cities = capitals() * 8 + cities()

    def norp(self) -> str:
        """A nationality adjective."""
        return self.rng.choice(country_rows())[1]

    def country(self) -> str:
        """A country, mostly a member of the United Nations under its common name."""
        return self.rng.choice(self.common if self.rng.random() < 0.85 else self.countries)

    def _person(self, slot: str) -> str:
        full, short = person(self.rng)
        return full if slot == "PERSON" else short

    def fill(self, slot: str) -> tuple[str, str]:
        """Return (text, label) for a slot; the label is empty for titles."""
        if slot in {"PERSON", "SHORT"}:
            return self._person(slot), "PERSON"
        if slot == "title":
            return self.rng.choice(self.titles), ""
        if slot == "US":
            name = self.rng.choice(items(LISTS, "united_states"))
            return name, "ORG" if name in UN_BODIES else "LOC"
        if slot == "DATELINE":
            month = self.rng.choice(["Jan.", "Feb.", "June", "Oct."])
            return f"{month} {self.rng.randint(1, 28)}", "DATE"
        choices = {
            "ORG": (self.orgs, "ORG"),
            "MINISTRY": (self.ministries, "ORG"),
            "CITY": (self.cities, "LOC"),
            "AREA": (self.areas, "LOC"),
            "EVENT": (self.events, "EVENT"),
            "DATE": (self.dates, "DATE"),
        }
        if slot in choices:
            return self.rng.choice(choices[slot][0]), choices[slot][1]
        if slot == "CITYCAPS":
            return self.rng.choice(self.cities).upper(), "LOC"
        if slot in {"NORP", "HEADNORP"}:
            return self.norp(), "NORP"
        if slot == "NORPS":
            norp = self.norp()
            return norp if norp.endswith(("s", "e", "h")) else norp + "s", "NORP"
        return self.country(), "LOC"


def fill_template(template: str, filler: Filler) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text and its (start, end, label) character spans."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    position = 0
    for match in _SLOT.finditer(template):
        text += template[position : match.start()]
        value, label = filler.fill(match.group(1))
        if label:
            spans.append((len(text), len(text) + len(value), label))
        text += value
        position = match.end()
    return text + template[position:], spans


def generate(seed: int, count: int = 2400) -> list[Sentence]:
    """Return `count` tokenised sentences."""
    filler = Filler(seed)
    nlp = spacy.blank("en")
    found = []
    templates = items(LISTS, "templates")
    for number in range(count):
        text, spans = fill_template(templates[number % len(templates)], filler)
        if filler.rng.random() < 0.3:
            text = text.replace("'", "’")
        doc = nlp.make_doc(text[0].upper() + text[1:])
        sentence = Sentence([t.text for t in doc], [bool(t.whitespace_) for t in doc])
        for start, end, label in spans:
            span = doc.char_span(start, end, label=label, alignment_mode="expand")
            if span is not None:
                sentence.spans.append(Span(span.start, span.end, label))
        found.append(clean(sentence))
    filler.rng.shuffle(found)
    return found
