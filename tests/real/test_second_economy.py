"""Money, people, control and the index on real data: every row of the SQL against those of `second_economy`."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from second_economy import Economy
from second_method import Catalogue, Report, Row, known
from test_second_method import KOLADA, PROJECT, Home

from assets.definitions.read_yaml import Definitions, read_definitions
from assets.measures.compute import compute
from assets.open_report import effective_as_of, open_report
from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.quality.run_checks import run_checks

pytestmark = pytest.mark.skipif(
    not KOLADA.is_dir(), reason="../shared/kolada is absent: real data is not part of the project"
)

DIDREPORT, SCHOOL, UNICEF = "didreport_2024-12-12", "skr_school_2020-06-16", "unicef_2026-05"
REPORTS = [
    (SCHOOL, "vanersborg", "2019-12"),
    (UNICEF, "vanersborg", "2024-12"),
    (UNICEF, "lysekil", "2024-12"),
    (DIDREPORT, "vanersborg", "2024-04"),
    (DIDREPORT, "vanersborg", "2024-08"),
    (DIDREPORT, "lysekil", "2024-04"),
    (DIDREPORT, "lysekil", "2024-10"),
]
KEYS = {
    "efficiency_index": ["service_area", "area_id", "year", "group_kind"],
    "budget": ["unit_id", "kind", "month"],
    "owner_shares": ["unit_id", "owner", "kind", "month"],
    "investments": ["project_id"],
    "financial_analysis": ["figure", "indicator_id", "year"],
    "staff": ["unit_id", "year", "month", "gender"],
    "control_points": ["control_point_id"],
    "shortfall_series": ["goal_id", "indicator_id", "unit_id", "gender", "year"],
    "shortfalls": ["goal_id", "indicator_id", "unit_id", "gender"],
    "balance_requirement": ["step"],
    "good_financial_management": ["part", "goal_id", "unit_id"],
}
# The program's own ids, and a text that is made of shortfall_series.
OWN = {"lineage_id", "set_hash", "series"}


def values_file(name: str) -> Path:
    return next((KOLADA / "values").glob(f"{name}*.parquet"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    names = ("kpi", "municipality", "municipality_groups")
    newest = [max((KOLADA / "metadata").glob(f"{name}_2*.parquet")) for name in names]
    return Catalogue.of(*(pl.read_parquet(file).to_dicts() for file in newest))


Given = tuple[Definitions, Report, dict[str, pl.DataFrame]]


@pytest.fixture(scope="module", params=REPORTS, ids=lambda key: f"{key[0]}-{key[1]}-{key[2]}")
def given(request: pytest.FixtureRequest, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Given:
    name, municipality, report = request.param
    definitions = read_definitions(PROJECT / "data" / municipality)
    model, file = definitions.model, values_file(name)
    decimals = {item.kpi_id: item.decimals for item in model.indicators if item.kpi_id}
    home = Home(tmp_path_factory.mktemp("economy"), dict(decimals))
    home.harvest(
        Recording(read_vintages([file]), read_metadata(KOLADA / "metadata"), origin="replay"), [sorted(decimals)]
    )
    home.load()
    with home.query() as con:
        as_of = effective_as_of(con, definitions, None)
        open_report(con, definitions, report, as_of)
        compute(con, run_checks(con))
        tables = {table: con.table(table).pl() for table in KEYS}
        withheld = {row[0] for row in con.table("withheld").fetchall()}
    cells = known([pl.read_parquet(file).to_dicts()], decimals)
    return definitions, Report(model, cells, catalogue, report, as_of, withheld), tables


def same(mine: Any, theirs: Any) -> bool:
    if mine is None or theirs is None or not isinstance(theirs, float):
        return mine == theirs
    return abs(float(mine) - theirs) <= 1e-9 * max(1.0, abs(theirs))


def differing(table: str, rows: list[Row], sql: pl.DataFrame) -> list[str]:
    """What differs, in words; a column that a row of the second calculation lacks is null."""
    columns = [column for column in sql.columns if column not in OWN]
    if unknown := {key for row in rows for key in row} - set(sql.columns):
        return [f"{table}: {unknown} calculated, and no columns"]
    if silent := set(columns) - {key for row in rows for key in row} if rows else None:
        return [f"{table}: {silent} not calculated"]
    mine = {tuple(row.get(key) for key in KEYS[table]): row for row in rows}
    theirs = {tuple(row[key] for key in KEYS[table]): row for row in sql.to_dicts()}
    found = [f"{table}: only calculated {key}" for key in [*(mine.keys() - theirs.keys())][:3]]
    found += [f"{table}: only given {key}" for key in [*(theirs.keys() - mine.keys())][:3]]
    assert len(mine) == len(rows)
    return found + [
        f"{table}.{column} {key}: {mine[key].get(column)} calculated, {theirs[key][column]} given"
        for key in mine.keys() & theirs.keys()
        for column in columns
        if not same(mine[key].get(column), theirs[key][column])
    ]


def test_every_row_is_the_same_by_a_second_method(given: Given) -> None:
    _, report, tables = given
    second = Economy(report).tables()
    assert set(second) == set(tables)
    found = [line for table, rows in second.items() for line in differing(table, rows, tables[table])]
    assert not found, "\n".join(found[:20])


def test_what_the_reports_hold(given: Given) -> None:
    """Guards against two methods agreeing on nothing."""
    _, report, tables = given
    index = tables["efficiency_index"]
    if report.year == 2019:
        whole = index.filter((pl.col("group_kind") == "all") & (pl.col("service_area") == "grundskola"))
        assert whole.filter(pl.col("year") == 2018)["area_id"].n_unique() == 290
        assert whole["efficiency"].drop_nulls().len() > 290
        own = whole.filter((pl.col("area_id") == "1487") & (pl.col("year") == 2018)).to_dicts()[0]
        # As in docs/measures-economy.md.
        assert [round(own[key], 2) for key in ("quality", "resources", "efficiency")] == [23.07, 44.64, 33.86]
        assert (own["n_components"], own["share_components"]) == (3, 0.6)
    if (report.model.id, report.report) == ("lysekil", "2024-10"):
        short = tables["shortfalls"].filter(pl.col("candidate")).to_dicts()
        assert [(row["indicator_id"], row["since_year"]) for row in short] == [("biblioteksaktiviteter-barn", 2021)]
    if report.year == 2024 and not report.report.endswith("12"):
        assert {"none", "committee", "council"} <= set(tables["budget"]["escalation"])
        assert tables["staff"]["withheld"].any()
        assert tables["control_points"].height == 3
    assert tables["good_financial_management"].height > 3
