"""Schools' SALSA deviations of 2024, served as Kolada's unit data, against places counted in plain Python."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from assets.definitions.read_yaml import read_definitions
from assets.measures.compute import compute
from assets.open_report import effective_as_of, open_report
from assets.playback.recording import Vintage, read_metadata
from assets.quality.run_checks import run_checks
from assets.warehouse.store import reading
from tests.conftest import REAL
from tests.small import definition, fetch, indicator, load, vintage, write

KPI = "U15416"
OWN = {"1484": "Lysekil", "1487": "Vänersborg"}


@pytest.mark.slow
def test_every_school_of_both_municipalities_has_the_place_that_counting_gives(tmp_path: Path) -> None:
    known = read_metadata(REAL / "metadata")
    codes = set(known.municipalities.filter(type="K")["id"])
    # An older school's id holds its municipality's code; of the newer ones nothing recorded says where they lie.
    schools = {
        row["koladaOu"]: float(row["deviation"])
        for row in json.loads((REAL / "ou" / "salsa_2024.json").read_text(encoding="utf-8")).values()
        if len(row["koladaOu"]) == len("V15E148703201") and row["koladaOu"][4:8] in codes
    }
    assert len(schools) == 944
    units = pl.DataFrame([{"id": ou, "title": f"Skola {ou[8:]}", "municipality": ou[4:8]} for ou in sorted(schools)])
    values = pl.DataFrame({"ou": list(schools), "value": list(schools.values())}).with_columns(
        kpi=pl.lit(KPI), period=pl.lit(2024, pl.Int32), gender=pl.lit("T"), status=pl.lit(""), count=pl.lit(1, pl.Int32)
    )
    whole = vintage("2025-10-01", [(KPI, "1487", 2024, "T", None, "Missing")])
    download = Vintage(whole.day, pl.concat([whole.values, values], how="diagonal"))
    fetch(tmp_path, [download], kpis=[KPI], metadata=replace(known, units=units), units=True)
    load(tmp_path, {KPI: 0})
    n_placed = 0
    for code, name in OWN.items():
        content = definition(
            indicators=[indicator(kpi_id=KPI, compare_units=True, scale={"kind": "signed"}, decimals=0, precision=1)],
            plans=[],
        )
        content["municipality"] |= {"title": name, "genitive": f"{name}s", "area_id": code}
        definitions = read_definitions(write(tmp_path / code, content))
        with reading(tmp_path / "warehouse.duckdb") as con:
            open_report(con, definitions, "2024-12", effective_as_of(con, definitions, None))
            compute(con, run_checks(con))
            told = con.sql("FROM unit_comparison").pl().to_dicts()
            assert con.sql("FROM label_fault").fetchall() == []
        title = f"Liknande kommuner grundskola, {name}, 2024"
        members = {*known.groups.filter(pl.col("title") == title)["member_id"], code}
        assert len(members) == 8
        compared = {ou: value for ou, value in schools.items() if ou[4:8] in members}
        assert {row["kolada_unit_id"] for row in told} == {ou for ou in compared if ou[4:8] == code}
        for row in told:
            mine = compared[row["kolada_unit_id"]]
            better, worse = (sum(sign * value > sign * mine for value in compared.values()) for sign in (1, -1))
            tied = sum(value == mine for value in compared.values()) - 1
            n = len(compared)
            assert (row["n"], row["value"], row["rank"]) == (n, mine, 1 + better)
            assert row["score"] == pytest.approx(float(100 * (worse + Fraction(tied, 2)) / (n - 1)))
            green, red = 4 * (1 + better) <= n, 4 * (1 + worse) <= n
            colour = None if n < 20 else "yellow" if green == red else "green" if green else "red"
            assert row["colour"] == colour
            assert row["group_title"] == title
            n_placed += 1
    assert n_placed >= 2
