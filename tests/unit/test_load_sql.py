"""The statements of the load and the playback are what their headers say, and every one is run."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assets.storage import run_sql
from assets.warehouse import load_harvests, merge_values, stage_answers, unit_values
from models.tables.sql_statements import FOLDERS, parse_sql_statement, sql_statement, sql_statements
from tests.small import catalogue, cells, fetch, load, vintage
from tests.unit.test_units import DAY_1, DAY_2, download, fetched, school_values

READ_ELSEWHERE = {
    "effective_as_of",
    "latest_time",
    "overlapping_versions",
    "publications",
    "answers_that_hold",
    "kpis_described",
    "similar_areas",
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_statement_says_what_it_is(folder: str) -> None:
    for name, found in sql_statements(folder).items():
        assert found.what.endswith("."), name
        assert {parameter.name for parameter in found.parameters} == set(re.findall(r"\$(\w+)", found.sql)), name
        assert all(column.what for column in (*found.columns, *found.parameters)), name


def test_what_a_load_makes_has_the_columns_that_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: set[str] = set()
    plain = run_sql.run

    def watched(con: duckdb.DuckDBPyConnection, *names: str, **given: Any) -> list[tuple]:
        rows: list[tuple] = []
        for name in names:
            rows = plain(con, name, **given)
            ran.add(name)
            about = given.get("about", {})
            if told := [about.get(column.name, column.name) for column in sql_statement(name).columns]:
                made = con.execute(f"DESCRIBE temp.main.{sql_statement(name).makes}").fetchall()
                assert [row[0] for row in made] == told, name
        return rows

    for module in (run_sql, load_harvests, merge_values, stage_answers, unit_values):
        monkeypatch.setattr(module, "run", watched)
    fetched(tmp_path / "units", download(DAY_1, school_values(2024)), download(DAY_2, school_values(2023)))
    kpis = ["N99001", "N99002"]
    vintages = [vintage(day, cells({2023: value})) for day, value in (("2024-01-01", 1.0), ("2024-06-01", 2.0))]
    fetch(tmp_path, vintages, at=0, kpis=kpis[:1])
    load(tmp_path)
    # A known KPI with an unheard-of status, and one that is fresh.
    more = [*cells({2023: 2.0}), *cells({2023: 3.0}, kpis[1]), ("N99001", "9902", 2023, "T", None, "Embargo")]
    fetch(tmp_path, [vintage("2024-06-01", more)], kpis=kpis, metadata=catalogue(kpis))
    load(tmp_path)
    assert set(sql_statements("load")) - ran == READ_ELSEWHERE


def test_a_statement_is_told_all_names_that_it_speaks_of_and_no_other() -> None:
    con = duckdb.connect()
    with pytest.raises(ValueError, match="speaks of kpi, kpi_id"):
        run_sql.run(con, "close_listed", about={"kpi": "area"})
    with pytest.raises(ValueError, match="nothing else"):
        run_sql.run(con, "came", about={"kpi": "area"})


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("-- table: came\n-- what: Something.\nSELECT 1", "a table and a view have columns"),
        ("-- query: other\n-- what: Something.\nSELECT 1", "by the file's name"),
        ("-- query: came\nSELECT 1", "'what'"),
        ("-- nothing: came\nSELECT 1", "cannot be read"),
        ("-- query: came\n-- what: Something.\n-- parameters:\n--   at  hour  when\nSELECT 1", "cannot be read"),
    ],
)
def test_a_header_that_cannot_be_read_is_told(text: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        parse_sql_statement("load/came.sql", text)


def test_rounding_noise_is_less_than_half_a_unit_of_the_last_decimal_and_a_hundred_thousandth() -> None:
    con = duckdb.connect()
    con.execute("""
        CREATE TABLE known_now AS SELECT 'N' || decimals AS kpi_id, 'a' AS place_id, 2024 AS period, 'T' AS gender,
            0.0 AS value, '' AS status, 1 AS count, TIMESTAMP '2024-01-01' AS known_from, decimals AS row_no,
            true AS complete, true AS in_catalogue
        FROM range(8) AS r(decimals);
        CREATE TABLE decimals_row AS SELECT kpi_id, row_no AS decimals FROM known_now WHERE row_no < 7;
    """)

    def kinds(value: float) -> dict[str, str]:
        con.execute(
            "CREATE OR REPLACE TABLE came_now AS SELECT * REPLACE (? AS value), false AS isdeleted, 1 AS page FROM known_now",
            [value],
        )
        run_sql.run(con, "difference")
        return dict(con.execute("SELECT kpi_id, kind FROM difference ORDER BY ALL").fetchall())

    assert set(kinds(0.00001).values()) == {"revised"}
    # Half a unit of the fifth decimal is five millionths; the last KPI is no indicator's.
    assert kinds(0.0000099) == {f"N{d}": "revised" if d in {5, 6} else "noise" for d in range(8)}
    assert kinds(0.0000049)["N5"] == "noise"
    assert kinds(0.0000005)["N6"] == "revised"
    assert kinds(0.0000004)["N6"] == "noise"


def test_a_version_never_ends_before_it_began() -> None:
    con = duckdb.connect()
    late, early = datetime(2025, 1, 2), datetime(2025, 1, 1)
    con.execute('CREATE TABLE this_harvest AS SELECT ? AS "at"', [early])
    con.execute('CREATE TABLE page_answer (page INTEGER, "at" TIMESTAMP)')
    con.execute(
        "CREATE TABLE difference AS SELECT 1 AS row_no, NULL::INTEGER AS page, ? AS known_from, 'absent' AS kind",
        [late],
    )
    run_sql.run(con, "closing")
    assert con.execute("FROM closing").fetchall() == [(1, late, "absent")]
