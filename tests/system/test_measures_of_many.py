"""The measures of many municipalities at once are those of each by itself, on the example in four guises."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import Definitions
from assets.measures.many import OpenReport, alike, compute_many, open_reports
from assets.open_report import effective_as_of
from assets.own_files.of_run import RunOwnFiles
from assets.own_files.own_sources import own_rows
from assets.warehouse.store import reading
from assets.workplace import Workplace
from models.many import for_many
from models.tables.pandera_schemas import from_rows
from tests.at_once import alone, differing
from tests.conftest import ROOT

REPORT = "2026-08"


def guise(definitions: Definitions, name: str, area: str, every: int) -> Definitions:
    """The definitions of another municipality: the same ids, another area, and not all goals, activities and targets."""
    model = definitions.model
    goals = [goal for n, goal in enumerate(model.goals) if n % every]
    kept = {goal.id for goal in goals}
    changed = model.model_copy(
        update={
            "municipality": model.municipality.model_copy(update={"id": name, "area_id": area}),
            "goals": goals,
            "activities": [item for n, item in enumerate(model.activities) if n % every],
            "plans": [
                plan.model_copy(
                    update={"targets": [t for n, t in enumerate(plan.targets) if n % every and t.goal in kept]}
                )
                for plan in model.plans
            ],
        }
    )
    return replace(definitions, model=changed)


def opened(example_run: Path, home: Path) -> tuple[Path, list[OpenReport]]:
    """The example's warehouse, and the same report of three municipalities."""
    workplace = Workplace(home=home, municipalities={"example": ROOT / "data" / "example"})
    definitions = RunDefinitions(workplace).of("example")
    warehouse = example_run / "example" / "warehouse.duckdb"
    with reading(warehouse) as con:
        as_of = effective_as_of(con, definitions, None)
        areas = [
            row[0] for row in con.execute("SELECT area_id FROM warehouse.area WHERE type = 'K' ORDER BY 1").fetchall()
        ]
    own = definitions.model.municipality.area_id
    first, second = [area for area in areas if area != own][:2]
    given = own_rows(RunOwnFiles(RunDefinitions(workplace)).of("example"), definitions, REPORT)
    whose = [definitions, guise(definitions, "en", first, 2), guise(definitions, "två", second, 3)]
    return warehouse, [OpenReport(each, REPORT, as_of, given, pl.DataFrame()) for each in whose]


@pytest.mark.slow
def test_what_is_computed_for_all_at_once_is_what_is_computed_for_each(example_run: Path, tmp_path: Path) -> None:
    warehouse, reports = opened(example_run, tmp_path)
    wrong, rows = differing(warehouse, reports)
    assert wrong == []
    # No table is equal because nothing stands in it; the example has no schools in Kolada and foretold nothing before, and the
    # balance result is of annual reports; no published margin nor count stands behind its made-up values.
    of_none = {
        "unit_comparison", "known_unit_value", "forecast_scores", "balance_requirement", "share_of", "value_interval",
    }  # fmt: skip
    assert {name for name, n in rows.items() if n == 0} <= of_none


def test_own_places_alone_are_each_place_once(example_run: Path, tmp_path: Path) -> None:
    warehouse, reports = opened(example_run, tmp_path)
    checked = [replace(report, checks=alone(warehouse, report)[1]) for report in reports[:1]]
    with reading(warehouse) as con:
        open_reports(con, checked, places="own")
        compute_many(con)
        shown = con.execute("SELECT DISTINCT area_id FROM comparison").fetchall()
        assert shown == [(checked[0].definitions.model.municipality.area_id,)]
        assert con.execute("SELECT DISTINCT area_id FROM efficiency_index").fetchall() == shown


def test_reports_of_two_years_are_not_alike(example_run: Path, tmp_path: Path) -> None:
    warehouse, (first, second, _) = opened(example_run, tmp_path)
    checks = from_rows("checks", [])
    reports = [replace(first, checks=checks), replace(second, checks=checks, report="2025-12")]
    assert alike(reports) == [[reports[0]], [reports[1]]]
    with reading(warehouse) as con, pytest.raises(ValueError, match="do not have their year"):
        open_reports(con, reports)


def test_a_query_of_what_is_everyones_is_everyones() -> None:
    assert for_many("SELECT kpi_id FROM warehouse.kpi", {"goal"}) is None
    with pytest.raises(ValueError, match="Only one of the parts says whose its rows are"):
        for_many("SELECT goal_id FROM goal UNION SELECT kpi_id FROM warehouse.kpi", {"goal"})


def test_a_form_of_query_that_the_measures_do_not_use_is_refused() -> None:
    with pytest.raises(TypeError, match="is no kind of query"):
        for_many("VALUES (1)", {"goal"})
