"""Heads of state and government and foreign ministers of the states that news speak of most.

Every month from January 2015 on somebody is known for each office; the months in which nobody held
it, or only somebody acting for a few days, are said here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from diplograph.gazetteer import Gazetteer, load_gazetteer

P5 = ["CHN", "FRA", "GBR", "RUS", "USA"]
G20 = [
    "ARG",
    "AUS",
    "BRA",
    "CAN",
    "DEU",
    "IDN",
    "IND",
    "ITA",
    "JPN",
    "KOR",
    "MEX",
    "SAU",
    "TUR",
    "ZAF",
]
ASEAN = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "TLS", "VNM"]
GULF = ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]
STATES = sorted({*P5, *G20, *ASEAN, *GULF})
PRESIDENT_GOVERNS = {"ARG", "BRA", "IDN", "MEX", "PHL", "USA", "ZAF"}
LAST_MONTH = (2025, 10)
"""Nothing later was known when the posts were written."""

OFFICES = {
    "head of state": ("president", "monarch", "supreme-leader", "leader", "governor-general"),
    "head of government": ("prime-minister",),
    "foreign minister": ("foreign-minister",),
}
NOBODY = {
    ("FRA", "foreign minister"): ["2017-05"],  # a new government was being formed
    ("KOR", "head of government"): ["2015-05", "2025-05", "2025-06"],  # vacant
    ("MMR", "head of government"): [
        f"{y}-{m:02d}" for y in range(2015, 2022) for m in range(1, 13) if (y, m) < (2021, 8)
    ],  # the office was abolished from 2011 to 2021
    ("MYS", "head of state"): ["2019-01"],  # the king had abdicated
    ("MYS", "foreign minister"): ["2018-06"],  # a new government was being formed
    ("THA", "head of government"): ["2024-08"],  # vacant for two days
    ("TUR", "head of government"): [
        f"{y}-{m:02d}" for y in range(2018, 2026) for m in range(1, 13) if (y, m) >= (2018, 7)
    ],  # the office was abolished
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def months() -> Iterator[str]:
    for year in range(2015, LAST_MONTH[0] + 1):
        for month in range(1, 13):
            if (year, month) <= LAST_MONTH:
                yield f"{year}-{month:02d}"


@pytest.mark.parametrize("code", STATES)
@pytest.mark.parametrize("office", OFFICES)
def test_somebody_is_known_every_month(code: str, office: str, gazetteer: Gazetteer) -> None:
    state = gazetteer.state(code)
    assert state is not None
    roles = OFFICES[office]
    if office == "head of government" and code in PRESIDENT_GOVERNS:
        roles = ("president",)
    unknown = [
        month
        for month in months()
        if not any(gazetteer.holders(role, state.id, f"{month}-15") for role in roles)
    ]
    excused = [m for m in NOBODY.get((code, office), []) if m in set(months())]
    assert unknown == excused


def test_the_check_can_fail(gazetteer: Gazetteer) -> None:
    state = gazetteer.state("CHN")
    assert state is not None
    assert not gazetteer.holders("president", state.id, "1900-01-15")
