"""The report that compares the gazetteer's posts with lists of others, on lists of our own."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from diplograph.gazetteer import load_gazetteer

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "office_facts.py"


@pytest.fixture(scope="module")
def report() -> ModuleType:
    spec = importlib.util.spec_from_file_location("office_facts", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_leaders_agree_differ_or_are_not_covered(report: ModuleType, tmp_path: Path) -> None:
    table = tmp_path / "reign.csv"
    table.write_text(
        "stateabb,leader,sdate,smonth,syear,emonth,eyear\n"
        "UKG,May,13,7,2016,7,2019\n"
        "FRN,Nobody,13,7,2016,7,2019\n"
        "NAU,Somebody,1,8,1968,9,1976\n"
        "GDR,Honecker,1,8,1971,9,1989\n",
        encoding="utf-8",
    )
    found = report.compare_reign(load_gazetteer(), table, "1960")
    assert [line.split(":")[0] for line in found["agree"]] == ["GBR 2017-07-01 May"]
    assert "Emmanuel Macron" in found["differ"][0]
    assert found["not covered"] and "Honecker" in found["no such state today"][0]


def test_persons_of_articles(report: ModuleType, tmp_path: Path) -> None:
    table = tmp_path / "offices.tsv"
    table.write_text(
        "person_or_body\trelation\tof\tarticles\n"
        "Angela_Merkel\thead_of_gov\tGermany\t9\n"
        "Angela_Merkel\tspokesperson_of\tGermany\t1\n"
        "Zyx_Wvutsr\tminister_of\tGermany\t1\n"
        "Some_Agency\tagency_of\tGermany\t1\n",
        encoding="utf-8",
    )
    found = report.compare_dwie(load_gazetteer(), table)
    assert {key: len(lines) for key, lines in found.items()} == {
        "agree": 1,
        "no such post": 1,
        "no such person": 1,
    }
