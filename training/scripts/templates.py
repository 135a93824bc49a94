"""Sentences of our own with diplomatic names, titles, ministries and datelines.

A slot in braces is filled at random; what it is filled with carries the slot's label. Everything
outside the slots is outside entities.
"""

from __future__ import annotations

import random
import re

import spacy

from entities import Sentence, Span, clean
from names import capitals, cities, country_rows, countries
from people import person

_ORGS = """
Foreign Ministry;Ministry of Foreign Affairs;State Department;Foreign Office;Defense Ministry;Defence Ministry
Ministry of Defense;Finance Ministry;Interior Ministry;Ministry of Commerce;Treasury Department;Pentagon
White House;Kremlin;Congress;Senate;House of Representatives;Parliament;Bundestag;Knesset;State Duma
United Nations;U.N.;UN;UN Security Council;U.N. Security Council;Security Council;UN General Assembly
European Union;EU;European Commission;European Council;European Parliament;NATO;African Union;AU;Arab League
ASEAN;World Health Organization;WHO;World Bank;International Monetary Fund;IMF;OPEC;G7;G20;WTO
World Trade Organization;International Atomic Energy Agency;IAEA;International Criminal Court;UNHCR;UNICEF;OSCE
Human Rights Watch;Amnesty International;Hamas;Hezbollah;Taliban;al-Qaida;Islamic State;Fatah;PKK;FARC;Houthis
Communist Party;Labour Party;Democratic Party;Republican Party;Conservative Party;Likud;Workers' Party
Xinhua;Reuters;Associated Press;TASS;Al Jazeera;BBC;CNN;Der Spiegel;Kyodo;Yonhap;Anadolu Agency
Central Bank;Supreme Court;Constitutional Court;National Assembly;People's Liberation Army;Revolutionary Guard
Gazprom;Huawei;Boeing;Airbus;Shell;Rosatom;Red Cross;Doctors Without Borders;Organization of American States
Shanghai Cooperation Organization;SCO;Quad;GCC;Gulf Cooperation Council;ECOWAS;BRICS;CIA;FBI;FSB;Mossad
""".replace("\n", ";")
_AREAS = """
Middle East;Asia;Europe;Africa;Latin America;South China Sea;Black Sea;Red Sea;Persian Gulf;Korean Peninsula
Taiwan Strait;Strait of Hormuz;Balkans;Caucasus;Central Asia;Sahel;Horn of Africa;Donbas;Nagorno-Karabakh
Guantanamo Bay;Camp David;Golan Heights;West Bank;Gaza Strip;Kashmir;Idlib;Aleppo;Mosul;Kandahar;Xinjiang
Tibet;Hong Kong;Baltic Sea;Mediterranean;East China Sea;Indo-Pacific;Southeast Asia;Eastern Europe;Arctic
""".replace("\n", ";")
_EVENTS = """
Second World War;World War II;Cold War;Korean War;Gulf War;Vietnam War;Six-Day War;Iran-Iraq War;Olympic Games
Winter Olympics;World Cup;Munich Security Conference;Shangri-La Dialogue;World Economic Forum;Arab Spring
Boao Forum;Belt and Road Forum;Cuban Missile Crisis;Asian Games;Prague Spring;Bay of Pigs invasion
""".replace("\n", ";")
_DATES = """
Monday;Tuesday;Wednesday;Thursday;Friday;Saturday;Sunday;last week;last month;next year;this week;yesterday
March 3;October 2018;Feb. 6;June 12, 2019;2014;1998;last November;next Tuesday;two years ago;tomorrow;1990s
""".replace("\n", ";")
_TITLES = """
President;Prime Minister;Foreign Minister;Defense Minister;Chancellor;Secretary of State;Defense Secretary
Vice President;Deputy Prime Minister;Finance Minister;Ambassador;Foreign Ministry spokesman:ORG=0:2
special envoy;King;Crown Prince;Premier;State Councilor;National Security Adviser;Secretary-General
Interior Minister;Vice Foreign Minister;opposition leader;Supreme Leader;Gen.;Sen.;Mr.;Ms.;Dr.;Prof.
Foreign Secretary;Deputy Secretary of State;government spokesman;lawmaker;former President;acting President
""".replace("\n", ";")
_TEMPLATES = """
{NORP} {title} {PERSON} met {COUNTRY}'s {title} {PERSON} in {CITY} on {DATE}.
{US} {title} {PERSON} said the {NORP} government should withdraw its troops from {COUNTRY}.
{CITYCAPS}, {DATELINE} ({ORG}) -- {title} {PERSON} arrived here for talks with {NORP} leaders.
{CITYCAPS} ({ORG}) — The {NORP} {MINISTRY} rejected the accusation on {DATE}.
{CITYCAPS} - {COUNTRY} and {COUNTRY} signed a border agreement, officials said.
{NORP} {MINISTRY} spokeswoman {PERSON} told reporters that {COUNTRY} would not accept the proposal.
The {NORP} {MINISTRY} summoned the {NORP} ambassador, {PERSON}, to protest the arrests in {CITY}.
{COUNTRY}'s {MINISTRY} said {US} sanctions against {NORP} banks hurt ordinary people.
{US} {title} {PERSON} and {NORP} {title} {PERSON} spoke by phone, the {ORG} said.
{title} {PERSON} of {COUNTRY} thanked the {ORG} for its support since {DATE}.
{SHORT} accused {COUNTRY} of backing rebels in {AREA}.
“We will not give in,” {SHORT} told the {ORG} in {CITY}.
"Our position is clear," said {PERSON}, {COUNTRY}'s {title}.
The {ORG} urged {COUNTRY} and {COUNTRY} to return to the negotiating table by {DATE}.
The leaders of {COUNTRY}, {COUNTRY} and {COUNTRY} will gather in {CITY}, {COUNTRY}, next month.
{COUNTRY}-{COUNTRY} relations have soured since the {EVENT}.
The dispute over {AREA} has strained {COUNTRY}-{COUNTRY} ties, analysts in {CITY} say.
{PERSON}, the {ORG} envoy to {COUNTRY}, left {CITY} without a deal.
{NORP} and {NORP} negotiators are due to meet at the {ORG} headquarters.
{title} {SHORT} will travel to {CITY} on {DATE}, his first trip there since the {EVENT}.
A {NORP} court sentenced {PERSON} to ten years in prison.
Thousands of {NORPS} marched in {CITY} against the {ORG}.
The {US} {MINISTRY} warned {NORP} companies against buying {NORP} oil.
Former {title} {PERSON} criticized {SHORT}'s handling of the crisis in {COUNTRY}.
{PERSON} wrote to {title} {PERSON} about the ceasefire in {AREA}.
{CITY} has denied sending arms to {AREA}, while {CITY} called for restraint.
{ORG} chief {PERSON} visited {COUNTRY} on {DATE} and held talks with {SHORT}.
{ORG} Secretary-General {PERSON} condemned the attack near {CITY}.
According to {ORG}, the {NORP} side has agreed to release two {NORP} sailors.
{COUNTRY} expelled three {NORP} diplomats; {COUNTRY} vowed to respond.
{US} officials say {COUNTRY} moved missiles close to {AREA}.
He served as ambassador to {COUNTRY} and as deputy head of the {ORG}.
{SHORT}, who took office in {DATE}, promised aid for {AREA}.
The {EVENT} was held in {CITY}, and {title} {PERSON} opened it.
{HEADCOUNTRY} urges {HEADCOUNTRY} to lift sanctions
{HEADNORP} {title} {PERSON} to visit {CITY}
- {COUNTRY}: talks with the {ORG} resume on {DATE}
- {PERSON} ({COUNTRY}) chairs the session
Sen. {PERSON} met Gen. {PERSON} at the {NORP} embassy in {CITY}.
The {ORG} and {COUNTRY}'s {ORG} discussed grain exports through {AREA}.
{NORP}-backed fighters shelled {CITY}, the {ORG} said on {DATE}.
{PERSON} and {PERSON}, both {NORP} nationals, were freed in {CITY}.
During a visit to {CITY}, {SHORT} praised {NORP}-{NORP} cooperation.
{COUNTRY} wants the {US} to recognise the {NORP} parliament.
The {US} and {COUNTRY} held naval drills in {AREA} last week.
{PERSON}'s visit to {COUNTRY} was called off after the {ORG} objected.
The Prime Minister and the Foreign Minister will attend, the President's office said.
The Secretary of State declined to comment, and the spokesman for the Chancellor did too.
Neither side mentioned the issue, but the minister said talks would go on.
""".strip().split("\n")
_SLOT = re.compile(r"\{(\w+)\}")
_FALLBACK_US = ["US", "U.S.", "UN", "EU", "UK", "U.N."]


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(";") if item.strip() and ":" not in item]


class Filler:
    """Chooses fillers for slots."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.orgs = _items(_ORGS)
        self.areas = _items(_AREAS)
        self.events = _items(_EVENTS)
        self.dates = _items(_DATES)
        self.titles = _items(_TITLES)
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
            name = self.rng.choice(_FALLBACK_US)
            return name, "ORG" if name in {"UN", "EU", "U.N."} else "LOC"
        if slot == "DATELINE":
            return f"{self.rng.choice(['Jan.', 'Feb.', 'June', 'Oct.'])} {self.rng.randint(1, 28)}", "DATE"
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


def generate(seed: int, count: int = 1600) -> list[Sentence]:
    """Return `count` tokenised sentences."""
    filler = Filler(seed)
    nlp = spacy.blank("en")
    found = []
    for number in range(count):
        text, spans = fill_template(_TEMPLATES[number % len(_TEMPLATES)], filler)
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
