"""Column lineage: read from the SQL, macros and all, told to Dagster, and drawn."""

import re
from html.parser import HTMLParser

import dagster as dg
import pytest

from assets.definitions.of_run import RunDefinitions
from assets.followup.lineage_pages.columns import column_page
from assets.measures.assets import column_deps
from models.tables.column_lineage import ROWS, SourceColumn, column_lineage, ground_columns
from models.tables.header import Table, computed_tables, table, tables
from pipelines.definitions import build_definitions
from pipelines.settings import Settings
from tools.columns import PATH, text

COMPUTED = [table for folder in ("known", "measures", "lineage") for table in tables(folder).values() if table.sql]


def test_what_is_kept_is_what_the_sql_says() -> None:
    assert PATH.read_text(encoding="utf-8") == text(), "run tools/columns.py"


@pytest.mark.parametrize("table", COMPUTED, ids=lambda table: table.name)
def test_every_column_of_every_computed_table_has_a_lineage(table: Table) -> None:
    columns = column_lineage(table.name)
    assert list(columns) == [column.name for column in table.columns]
    for name, way in columns.items():
        assert way.sources or way.constants, name
        for source in way.sources:
            known = next(
                t
                for t in map(tables, ("warehouse", "definitions", "known", "measures", "lineage"))
                if source.table in t
            )
            assert source.column == ROWS or source.column in {c.name for c in known[source.table].columns}, (
                name,
                source,
            )
            assert source.table in table.needs or known[source.table].folder == "warehouse", (name, source)


def test_a_value_stems_from_kolada_s_value_or_from_the_municipality_s_own() -> None:
    assert column_lineage("fulfilment")["value"].sources == (SourceColumn("value_used", "value"),)
    ground = ground_columns("fulfilment", "value")
    assert {
        SourceColumn("kolada_value", "value"),
        SourceColumn("measurement", "value"),
        SourceColumn("manual_forecast", "value"),
    } <= set(ground)
    assert {source.table for source in ground} <= {
        "kolada_value", "measurement", "manual_forecast", "indicator", "goal_indicator", "this_report", "withheld",
        "suppressed", "threshold", "unit_place", "kpi", "series_break", "correction", "expected_month",
        "unit_change",
        # A result's share is foretold from the ledger's and the municipality's own forecasts (§4).
        "booked", "budget_forecast", "foretold_taxes", "unit",
    }, ground  # fmt: skip


def test_macros_are_seen_through() -> None:
    assert column_lineage("fulfilment")["trend"].sources == (
        SourceColumn("indicator", "direction"),
        SourceColumn("indicator", "min_change"),
        SourceColumn("movement", "movement"),
        SourceColumn("movement", "side"),
        SourceColumn("value_used", "change"),
    )
    # quartile() and exact() are macros; so is sign_of(), two tables away.
    assert column_lineage("place_shared")["median"].sources == (SourceColumn("compared", "value"),)
    assert SourceColumn("indicator", "direction") in ground_columns("comparison", "rank")


def test_counted_rows_stem_from_rows() -> None:
    assert SourceColumn("compared", ROWS) in column_lineage("place_shared")["n"].sources
    assert SourceColumn("kolada_value", ROWS) in ground_columns("comparison", "n")


def test_the_way_down_stops_where_it_is_told_to() -> None:
    stopped = ground_columns("goal_status", "score", frozenset({"fulfilment"}))
    assert {source.table for source in stopped} == {"fulfilment"}
    assert {source.column for source in stopped} == {"status", "weight"}


@pytest.mark.parametrize("name", computed_tables())
def test_dagster_takes_the_lineage_of_every_column(name: str) -> None:
    keys = {
        key.to_user_string()
        for key in build_definitions(
            RunDefinitions(Settings().workplace()), ["example/2026-08"]
        ).resolve_all_asset_keys()
    }
    deps = column_deps(name).deps_by_column
    assert set(deps) == {column.name for column in table(name).columns}
    for column, found in deps.items():
        assert all(dep.asset_key.to_user_string() in keys for dep in found), (column, found)
    kept = dg.MetadataValue.column_lineage(column_deps(name))
    assert dg.deserialize_value(dg.serialize_value(kept), dg.TableColumnLineageMetadataValue) == kept


def test_what_dagster_is_told_of_a_value_is_right() -> None:
    deps = column_deps("fulfilment").deps_by_column
    assert dg.TableColumnDep(asset_key="kolada_value", column_name="value") in deps["value"]
    assert deps["decimals"] == [dg.TableColumnDep(asset_key="definitions", column_name="indicator.decimals")]
    assert (
        dg.TableColumnDep(asset_key="fulfilment", column_name="status")
        in column_deps("goal_status").deps_by_column["score"]
    )


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                assert value not in self.ids, f"{value} stands twice"
                self.ids.add(value)
            if name == "href" and value and value.startswith("#"):
                self.links.add(value[1:])


def test_the_page_is_whole_and_asks_for_nothing() -> None:
    page = column_page()
    found = _Links()
    found.feed(page)
    assert found.links <= found.ids
    assert {f"tabell-{table.name}" for table in COMPUTED} <= found.ids
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r"(href|src)\s*=\s*[\"']?(https?:)?//", page)
    assert page == column_page()
