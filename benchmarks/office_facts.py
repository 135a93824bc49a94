"""Compares the gazetteer's posts with two lists of office holders made by others.

    python benchmarks/office_facts.py --reign reign.csv --dwie dwie_offices.tsv --since 2000

`--reign`: REIGN's leaders (Bell 2016): stateabb, leader, sdate, smonth, syear, emonth, eyear; the
codes are those of the Correlates of War project. `--dwie`: person, relation, body, articles, with
Wikipedia titles. Neither list is part of this repository. Told apart: what agrees, what differs
(we hold another person in office then), and what we do not cover; of the posts that we hold for
heads of state and government, how many the first list covers at all.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from diplograph.gazetteer import Gazetteer, Person, State, fold_name, load_gazetteer

LEADING = ("president", "prime-minister", "monarch", "supreme-leader", "leader", "party-secretary")
_LEADS = {*LEADING, "crown-prince", "pope", "governor-general", "vice-president", "chair"}
_LIKE = 80.0
# Correlates of War abbreviations that are not ISO 3166-1 alpha-3; states that are gone are left out
_COW_PAIRS = """
:
AAB:ATG ALG:DZA ANG:AGO AUL:AUS AUS:AUT BAH:BHR BAR:BRB BFO:BFA BHM:BHS BHU:BTN BLR:BLR
BNG:BGD BOS:BIH BOT:BWA BRU:BRN BUI:BDI BUL:BGR CAM:KHM CAO:CMR CAP:CPV CDI:CIV CEN:CAF
CHA:TCD CON:COG COS:CRI CRO:HRV CZR:CZE DEN:DNK DRC:COD EQG:GNQ ETM:TLS FRN:FRA GAM:GMB
GFR:DEU GMY:DEU GRG:GEO GRN:GRD GUA:GTM GUI:GIN HAI:HTI HON:HND ICE:ISL INS:IDN IRE:IRL
KOS:XKX KUW:KWT KYR:KGZ KZK:KAZ LAT:LVA LEB:LBN LES:LSO LIB:LBY LIT:LTU MAA:MRT MAC:MKD
MAD:MDV MAG:MDG MAL:MYS MAS:MUS MAW:MWI MLD:MDA MON:MNG MNG:MNE MOR:MAR MSI:MHL MYA:MMR
MZM:MOZ NEP:NPL NEW:NZL NAU:NRU NIG:NGA NIR:NER NTH:NLD OMA:OMN PAR:PRY PHI:PHL POR:PRT
ROK:KOR ROM:ROU SAF:ZAF SAL:SLV SEY:SYC SIE:SLE SIN:SGP SKN:KNA SLO:SVK SLU:LCA SLV:SVN
SNM:SMR SOL:SLB SPN:ESP SRI:LKA SUD:SDN SVG:VCT SWA:SWZ SWD:SWE SWZ:CHE TAJ:TJK TAZ:TZA
THI:THA TOG:TGO TRI:TTO UAE:ARE UKG:GBR URU:URY VAN:VUT YEM:YEM ZAM:ZMB ZIM:ZWE MNC:MCO
"""
_COW = dict(pair.split(":") for pair in _COW_PAIRS.split())
_DWIE_ROLES = {
    "head_of_state": {"president", "monarch", "supreme-leader", "pope", "leader"},
    "head_of_gov": {"prime-minister", "president", "leader"},
    "spokesperson_of": {"spokesperson"},
}


@dataclass(frozen=True, slots=True)
class Spell:
    """A leader of a state over a time; `start` and `end` are months (YYYY-MM)."""

    code: str
    leader: str
    start: str
    end: str


def reign_spells(path: Path, since: str) -> Iterator[Spell]:
    """The spells that reach beyond the first month of a year, to March 2021 where they go on."""
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        for row in csv.DictReader(stream):
            code = _COW.get(row["stateabb"], row["stateabb"])
            start = f"{row['syear']}-{int(row['smonth']):02d}"
            end = f"{row['eyear']}-{int(row['emonth']):02d}" if row["eyear"] else "2021-03"
            if end > f"{since}-01":
                yield Spell(code, row["leader"].strip(), start, end)


def days_of(spell: Spell, since: str) -> list[str]:
    """The middle of each year of a spell, or of its only month."""
    years = range(max(int(spell.start[:4]), int(since)), int(spell.end[:4]) + 1)
    inner = [f"{y}-07-01" for y in years if spell.start < f"{y}-07" < spell.end]
    return inner or [f"{spell.start}-28"]


def compare_reign(gazetteer: Gazetteer, path: Path, since: str) -> dict[str, list[str]]:
    """Lines under `agree`, `differ` and `not covered`, one for each spell."""
    found: dict[str, list[str]] = defaultdict(list)
    for spell in reign_spells(path, since):
        state = gazetteer.state(spell.code)
        if state is None:
            found["no such state today"].append(f"{spell.code} {spell.leader}")
            continue
        for day in days_of(spell, since)[:1]:
            ours = holders_at(gazetteer, state, day)
            names = [person.name for person in ours]
            line = f"{spell.code} {day} {spell.leader}: ours {', '.join(names) or '-'}"
            key = "agree" if any(is_called(p, spell.leader) for p in ours) else "differ"
            found[key if ours else "not covered"].append(line)
    return found


def holders_at(gazetteer: Gazetteer, state: State, day: str) -> list[Person]:
    """Whoever we hold to lead a state at a day."""
    posts = [post for role in _LEADS for post in gazetteer.holders(role, state.id, day)]
    nodes = (gazetteer.by_id(post.person) for post in posts)
    return list(dict.fromkeys(node for node in nodes if isinstance(node, Person)))


def is_called(person: Person, leader: str) -> bool:
    """Whether a leader as the list writes him can be a person of ours."""
    wanted = re.sub(r"\bal ", "", fold_name(leader).lower())
    names = [person.name, *person.aliases, *person.surnames]
    return any(fuzz.token_set_ratio(wanted, fold_name(n).lower()) >= _LIKE for n in names)


def compare_dwie(gazetteer: Gazetteer, path: Path) -> dict[str, list[str]]:
    """Lines under `agree`, `no such post` and `no such person`, one for each person and body."""
    found: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            relation = row["relation"]
            if relation not in {*_DWIE_ROLES, "minister_of"}:
                continue
            name = row["person_or_body"].replace("_", " ").partition(" (")[0]
            entries = gazetteer.find_name(name)
            person = next((e.node for e in entries if isinstance(e.node, Person)), None)
            person = person or gazetteer.spelt_like(name)
            line = f"{name} {relation} {row['of']}"
            if person is None:
                found["no such person"].append(line)
                continue
            roles = {post.role for post in gazetteer.posts_of(person.id)}
            wanted = _DWIE_ROLES.get(relation)
            fits = bool(roles & wanted) if wanted else any("minister" in role for role in roles)
            found["agree" if fits else "no such post"].append(line)
    return found


def beyond_reign(gazetteer: Gazetteer, path: Path) -> int:
    """How many posts of leaders we hold that began after the list ends."""
    del path
    states = gazetteer.states()
    posts = (p for s in states for role in LEADING for p in gazetteer.holders(role, s.id))
    return sum(post.start > "2021-03" for post in posts if post.start != "?")


def main() -> None:
    """Print the counts, and every line that does not agree with `--lines`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reign", type=Path)
    parser.add_argument("--dwie", type=Path)
    parser.add_argument("--since", default="2000", help="year from which leaders are compared")
    parser.add_argument("--lines", action="store_true", help="print every line, not counts alone")
    options = parser.parse_args()
    gazetteer = load_gazetteer()
    reports: dict[str, dict[str, list[str]]] = {}
    if options.reign:
        reports["REIGN"] = compare_reign(gazetteer, options.reign, options.since)
        print(f"posts of leaders after REIGN ends: {beyond_reign(gazetteer, options.reign)}")
    if options.dwie:
        reports["DWIE"] = compare_dwie(gazetteer, options.dwie)
    for name, report in reports.items():
        print(name, {key: len(lines) for key, lines in sorted(report.items())})
        for key, lines in sorted(report.items()):
            if options.lines and key != "agree":
                print("\n".join(f"  {key}: {line}" for line in lines))


if __name__ == "__main__":
    main()
