"""Inner and outer efficiency: every row of the SQL's against those of `second_efficiency`, on real data and the example."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from second_efficiency import Efficiency, Elsewhere, Row, Values
from second_method import Catalogue, Report, known, used_or_reason
from test_second_method import FILES, KOLADA, PROJECT, Home

from assets.definitions.read_yaml import Definitions, read_definitions
from assets.measures.compute import compute
from assets.open_report import effective_as_of, open_report
from assets.playback.made_up import example_source
from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.quality.run_checks import run_checks

KEYS = {
    "activities": ["item_id", "goal_id"],
    "assignments": ["item_id", "goal_id"],
    "inner_efficiency": ["goal_id", "unit_id", "level"],
    "outer_efficiency": ["goal_id", "unit_id", "level"],
    "outer_efficiency_items": ["unit_id", "goal_id", "item_kind", "item_id"],
    "four_fields": ["goal_id", "unit_id"],
    "efficiency_gains": ["gain_id"],
}
REPORTS = [
    *(("vanersborg", report) for report in ("2022-12", "2023-12", "2024-04", "2024-08", "2026-08")),
    *(("lysekil", report) for report in ("2022-12", "2023-12", "2024-02", "2024-10", "2026-08")),
    *(("example", report) for report in ("2025-04", "2025-08", "2025-12", "2026-04", "2026-08")),
]


@dataclass
class Known:
    """A municipality's warehouse, and its own values by the second method."""

    home: Home
    definitions: Definitions
    values: Values
    elsewhere: Elsewhere
    beside: Report


def fetched(municipality: str, folder: Path) -> Known:
    definitions = read_definitions(PROJECT / "data" / municipality)
    model = definitions.model
    if municipality == "example":
        vintages, catalogue = example_source(PROJECT / "data" / "example" / "source" / "kolada.yaml")
    else:
        vintages, catalogue = read_vintages(FILES), read_metadata(KOLADA / "metadata")
    decimals = {item.kpi_id: item.decimals for item in model.indicators if item.kpi_id}
    home = Home(folder, decimals)
    for at in range(len(vintages)):
        home.harvest(Recording(vintages, catalogue, at=at, origin="replay"), [sorted(decimals)])
    home.load()
    cells = known([vintage.values.to_dicts() for vintage in vintages], decimals)
    by_kpi = {item.kpi_id: item.id for item in model.indicators}
    values: Values = {}
    elsewhere: Elsewhere = {}
    groups = catalogue.groups.rename({"id": "group_id", "title": "group_title"}, strict=False)
    named = Catalogue.of(catalogue.kpis.to_dicts(), catalogue.municipalities.to_dicts(), groups.to_dicts())
    for (kpi, area, year, gender), cell in cells.items():
        value, _ = used_or_reason(cell)
        if area == model.municipality.area_id and kpi in by_kpi and value is not None:
            values.setdefault((by_kpi[kpi], None, gender, None), {})[year] = value
        if area in named.municipalities and kpi in by_kpi and value is not None:
            elsewhere.setdefault((by_kpi[kpi], gender, year), {})[area] = value
    beside = Report(model, {}, named, "2023-12", datetime(2026, 1, 1), set())
    return Known(home, definitions, values, elsewhere, beside)


@pytest.fixture(scope="module")
def everyone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Known]:
    return {name: fetched(name, tmp_path_factory.mktemp(name)) for name in ("vanersborg", "lysekil", "example")}


def differences(table: str, rows: list[Row], given: pl.DataFrame) -> list[str]:
    """What differs between a table's rows calculated a second time and those that the SQL gave, in words."""
    theirs = {tuple(row[key] for key in KEYS[table]): row for row in given.to_dicts()}
    mine = {tuple(row[key] for key in KEYS[table]): row for row in rows}
    assert len(mine) == len(rows)
    assert len(theirs) == given.height
    if mine.keys() != theirs.keys():
        return [f"{table}: only calculated {mine.keys() - theirs.keys()}, only given {theirs.keys() - mine.keys()}"]
    return [
        f"{table} {key} {name}: {row[name]!r} calculated, {theirs[key][name]!r} given"
        for key, row in mine.items()
        for name in theirs[key]
        if name != "lineage_id" and plain(row[name]) != plain(theirs[key][name])
    ]


def plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | str) or hasattr(value, "isoformat"):
        return value
    return round(float(value), 12)


@pytest.mark.parametrize(("municipality", "report"), REPORTS)
def test_every_row_is_the_same_by_a_second_method(municipality: str, report: str, everyone: dict[str, Known]) -> None:
    one = everyone[municipality]
    with one.home.query() as con:
        as_of = effective_as_of(con, one.definitions, None)
        open_report(con, one.definitions, report, as_of)
        compute(con, run_checks(con))
        given = {name: con.table(name).pl() for name in KEYS}
        movements = con.table("movement").pl().to_dicts()
        goals: Iterable[Row] = con.table("goal_status").pl().to_dicts()
        withheld = {row[0] for row in con.table("withheld").fetchall()}
    statuses = {(row["goal_id"], row["unit_id"]): row for row in goals}
    model = one.definitions.model
    second = Efficiency(
        model, report, one.values, withheld, statuses, movements, one.elsewhere, one.beside.find_members,
        as_of.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Stockholm")).date(),
    )  # fmt: skip
    found = [line for table, rows in second.tables().items() for line in differences(table, rows, given[table])]
    assert not found, "\n".join(found)
    by_goals = Report(one.definitions.model, {}, Catalogue({}, {}, {}), report, as_of, withheld)
    for row in by_goals.make_goal_status([]):
        if by_goals.list_assignments(by_goals.find_below(row["goal_id"])):
            assert statuses[row["goal_id"], row["unit_id"]]["status"] == row["status"], row
    assert given["activities"].height > 0
