"""Kinds of measurement (docs/measures.md §1): every row of the SQL against `second_own`, on made-up municipalities.

Parts of years, levels, school years, occasions and waves, with gaps, values that are none of theirs, and women and men without
a total; Kolada's surveys too.
"""

import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from tests.real.second_method import Catalogue, known
from tests.real.second_own import OwnReport, defined
from tests.small import AREAS, OWN, catalogue, cells, definition, indicator, measured, plan, vintage
from tests.unit.test_second_own import UNITS, as_measured, calculated, from_file, held_against, own_indicator

YEARS = range(2017, 2025)
OF_EVERY_KIND: dict[str, dict[str, Any]] = {
    "narvaro": {"aggregation": "sum", "forecast": "flow", "measured": {"kind": "month", "months": [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]}},
    "kvartal": {"aggregation": "sum", "forecast": "flow", "measured": {"kind": "quarter"}},
    "tertial-kvot": {"aggregation": "ratio", "factor": 100, "forecast": {"numerator": "flow", "denominator": "annual"},
                     "measured": {"kind": "tertial"}},
    "termin": {"aggregation": "weighted_mean", "measured": {"kind": "term"}, "lag": 2},
    "kvartal-niva": {"aggregation": "sum", "measured": {"kind": "quarter"}, "counts": "pupils"},
    "rullande": {"aggregation": "ratio", "forecast": "rate", "measured": {"kind": "quarter"}, "factor": 100},
    "lasar": {"aggregation": "ratio", "factor": 100, "measured": {"kind": "school_year"}, "series_breaks": [2022]},
    "vart-tredje": {"aggregation": "ratio", "factor": 100, "measured": {"kind": "occasion", "every": 3, "from": 2021},
                    "series_breaks": [2020]},
    "vartannat": {"aggregation": "sum", "measured": {"kind": "year", "every": 2, "from": 2020}, "lag": 0, "direction": "lower"},
    "vartannat-flode": {"aggregation": "sum", "forecast": "flow", "measured": {"kind": "tertial", "every": 2, "from": 2024}},
    "tillfalle": {"aggregation": "last", "measured": {"kind": "occasion"}, "direction": "neutral"},
}  # fmt: skip
MONTHS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "tertial": (4, 8, 12), "term": (6, 12), "occasion": (3, 10)}
FROM_KOLADA = {
    "enkat": {"kpi_id": "N99001", "measured": {"kind": "occasion", "every": 2, "from": 2022}, "lag": 1},
    "undersokning": {
        "kpi_id": "N99001",
        "measured": {"kind": "school_year", "every": 3, "from": 2020},
        "series_breaks": [2019],
    },
    "arligt": {"kpi_id": "N99001", "measured": {"kind": "year"}},
}


def one(made: random.Random, changes: dict[str, Any]) -> dict[str, Any]:
    whole = made.randint(11, 60)
    if made.random() < 0.04:
        return {"status": made.choice(["Missing", "Privacy"])}
    if changes["aggregation"] == "ratio":
        return {
            "numerator": made.randint(0, whole),
            "denominator": whole,
            "count": whole if made.random() < 0.8 else None,
        }
    return {"value": made.randint(0, 900) / 10, "count": made.choice([whole, whole, 4])}


def measurements(made: random.Random) -> list[dict[str, Any]]:
    """Measurements of most units, parts and years: also of July, of years between waves, and of one gender alone."""
    found: list[dict[str, Any]] = []
    for name, changes in OF_EVERY_KIND.items():
        for unit in ["norra-a", "norra-b", "sodra", "vast", *(u for u in ("bun", "kfn") if made.random() < 0.4)]:
            genders = made.choice([["T"], ["T"], ["K", "M"], ["T", "K", "M"]])
            for year in YEARS:
                months = MONTHS.get(changes["measured"]["kind"], (None,))
                if (changes["measured"]["kind"] == "occasion" and made.random() < 0.5) or made.random() < 0.05:
                    months = (None,)
                for month in months:
                    if made.random() < 0.02 or (
                        changes["measured"].get("months") and month == 7 and made.random() < 0.7
                    ):
                        continue
                    at = {"indicator": name, "unit": unit, "year": year, "month": month}
                    found += [{**at, "gender": gender, **one(made, changes)} for gender in genders]
    return [{key: value for key, value in item.items() if value is not None} for item in found]


def world(made: random.Random) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    indicators = [own_indicator(name, changes) for name, changes in OF_EVERY_KIND.items()]
    indicators += [indicator(id=name, **{"lag": 0, **changes}) for name, changes in FROM_KOLADA.items()]
    names = [item["id"] for item in indicators]
    goals = [
        {"id": f"mal-{unit}", "kind": "quality_factor", "title": "Målet", "unit": unit, "perspective": "Målgrupp",
         "indicators": names}
        for unit in ("kf", "bun", "kfn", "norra-a")
    ]  # fmt: skip
    targets = [
        {"goal": goal["id"], "indicator": name, "year1": made.randint(10, 90), "year3": made.randint(10, 90), "tolerance": 15,
         "baseline": 5}
        for goal in goals
        for name in names
        if name != "tillfalle" and made.random() < 0.9
    ]  # fmt: skip
    everything = measurements(made)
    there = [item for item in everything if item["unit"] in {"sodra", "norra-a"}]
    content = definition(
        units=UNITS,
        municipality={**definition()["municipality"], "perspectives": ["Målgrupp"]},
        reorganisations=[{"date": date(2024, 3, 1), "kind": "merge", "units": ["ost", "vast"], "into": ["vast"]}],
        indicators=indicators, goals=goals, plans=[plan(year, targets) for year in (2022, 2023, 2024)],
        measurements=[item for item in everything if item not in there],
    )  # fmt: skip
    return content, there


def kolada_values(made: random.Random) -> list[Any]:
    """A survey of every other year whose values stand also in the year between, and one municipality that lacks."""
    found: list[Any] = []
    for year in range(2015, 2025):
        values = [float(made.randint(200, 900)) / 10 for _ in AREAS]
        found += [cell for cell in cells({year: values}) if made.random() < 0.93 or (cell[1] == OWN and year != 2018)]
    return found


@pytest.mark.parametrize(
    ("seed", "report"),
    [
        (1, "2024-04"),
        (2, "2024-08"),
        (3, "2024-12"),
        pytest.param(4, "2023-08", marks=pytest.mark.slow),
        pytest.param(5, "2023-12", marks=pytest.mark.slow),
    ],
)
def test_every_row_of_every_kind_is_the_same_by_a_second_method(seed: int, report: str, tmp_path: Path) -> None:
    made = random.Random(seed)
    content, there = world(made)
    values = kolada_values(made)
    given = [from_file(item) for item in there]
    with measured(tmp_path, content, values, report=report, given={"measurement": given}) as con:
        model = read_definitions(tmp_path / "prov").model
        held = {row[0] for row in con.table("withheld").fetchall()}
        known_here = [*defined(model, "Kommunens egna uppgifter"), *(as_measured(row) for row in given)]
        named = catalogue()
        groups = named.groups.rename({"id": "group_id", "title": "group_title"})
        lists = Catalogue.of(named.kpis.to_dicts(), named.municipalities.to_dicts(), groups.to_dicts())
        downloads = known([vintage("2026-01-01", values).values.to_dicts()], {"N99001": 1})
        labels = ("Källa: Kolada", "Egen bearbetning av data från Kolada")
        second = OwnReport(model, downloads, lists, report, datetime(2026, 1, 1), held, known_here, labels)
        mine = calculated(second)
        held_against(mine, {name: con.table(name).pl() for name in mine})
        reasons = {row["reason"] for row in mine["fulfilment"]}
    assert {"no_measurement_expected", "incomplete"} <= reasons
