"""The measures of many municipalities at once are those of each by itself, on the example in four guises."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from assets.local.definitions import Definitions
from assets.local.own import own_rows
from assets.measures.many import OpenReport
from assets.warehouse.as_of import effective_as_of
from assets.warehouse.store import reading
from assets.workplace import Workplace
from models.many import for_many
from tests.at_once import differing
from tests.conftest import ROOT

REPORTS = {"example": "2026-08", "en": "2026-04", "två": "2025-12"}


def guise(definitions: Definitions, name: str) -> Definitions:
    """The same definitions as another municipality's: every id of theirs but its own is the same."""
    model = definitions.model
    return replace(
        definitions, model=model.model_copy(update={"municipality": model.municipality.model_copy(update={"id": name})})
    )


def test_what_is_computed_for_all_at_once_is_what_is_computed_for_each(example_run: Path, tmp_path: Path) -> None:
    workplace = Workplace(home=tmp_path, municipalities={"example": ROOT / "data" / "example"})
    definitions = workplace.definitions("example")
    warehouse = example_run / "example" / "warehouse.duckdb"
    opened: list[OpenReport] = []
    for name, report in REPORTS.items():
        with reading(warehouse) as con:
            as_of = effective_as_of(con, definitions, None)
        given = own_rows(workplace.own("example"), definitions, report)
        opened.append(OpenReport(guise(definitions, name), report, as_of, given, pl.DataFrame()))
    wrong, rows = differing(warehouse, opened)
    assert wrong == []
    # No table is equal because nothing stands in it; the example has no schools in Kolada and foretold nothing before.
    assert {name for name, n in rows.items() if n == 0} <= {"unit_comparison", "known_unit_value", "forecast_scores"}


def test_a_query_of_what_is_everyones_is_not_made_for_many() -> None:
    with pytest.raises(ValueError, match="reads no table that says whose its rows are"):
        for_many("SELECT kpi_id FROM warehouse.kpi", {"goal"})


def test_a_form_of_query_that_the_measures_do_not_use_is_refused() -> None:
    with pytest.raises(TypeError, match="is no kind of query"):
        for_many("VALUES (1)", {"goal"})
