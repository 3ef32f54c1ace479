"""The comparison by parts of the indicators, and again for some of them, is the comparison computed at once."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

import assets.measures.comparison as comparing
from assets.measures.comparison import COMPARISON, compute_comparison
from models.tables.header import table, tables
from tests.small import AREAS, Cell, catalogue, cells, definition, indicator, measured

KPIS = [f"N9900{k}" for k in range(1, 6)]
# Two indicators of the first KPI, turned about.
INDICATORS = [indicator(id=f"matt-{k}", kpi_id=kpi) for k, kpi in enumerate(KPIS)] + [
    indicator(id="andra", kpi_id=KPIS[0], direction="lower", series_breaks=[2023])
]


def made_values() -> list[Cell]:
    """Five KPIs over four years; of the last, no value."""
    return [
        cell
        for k, kpi in enumerate(KPIS[:4])
        for year in range(2021, 2025)
        for gender in "TKM"
        for cell in cells({year: [(i * (k + 3) + year) % 11 + (gender == "K") / 2 for i in range(30)]}, kpi, gender)
    ]


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    content = definition(indicators=INDICATORS, goals=[], plans=[])
    with measured(tmp_path, content, made_values(), metadata=catalogue(KPIS)) as con:
        con.make(" ".join(COMPARISON))
        yield con


def tables_of(con: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    return {name: con.sql(f"FROM main.{name}").pl() for name in COMPARISON}


def all_again(con: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    for name in COMPARISON:
        con.execute(f"DROP TABLE {name}")
    compute_comparison(con)
    return tables_of(con)


def test_by_parts_every_row_stands_where_it_stands_at_once(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = tables_of(con)
    monkeypatch.setattr(comparing, "PART", 2)
    by_parts = all_again(con)
    for name in COMPARISON:
        assert at_once[name].height > 300
        key = ["set_no", "cell"] if name.startswith("place") else []
        expected, got = ((frame.sort(key) if key else frame) for frame in (at_once[name], by_parts[name]))
        assert got.equals(expected), name
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]


def test_the_query_for_many_places_at_once_gives_what_the_plain_one_gives(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert comparing.of_so_many(con, table("place_similar")) is table("place_similar")
    # Ties, members without a value, numbers too great for whole numbers in floats, and a set with a member without values.
    con.execute("UPDATE known_value SET value = NULL WHERE hash(area_id, year, gender) % 5 = 0")
    con.execute("UPDATE known_value SET value = floor(value / 3) WHERE year = 2023")
    con.execute(f"UPDATE known_value SET value = round(value * 123456.7, 3) WHERE kpi_id = '{KPIS[1]}'")
    con.execute(f"DELETE FROM known_value WHERE area_id = '{AREAS[6]}'")
    plain = all_again(con)
    monkeypatch.setattr(comparing, "MANY_PLACES", 0)
    assert comparing.of_so_many(con, table("place_similar")) is tables("many")["place_similar"]
    many = all_again(con)
    places = [frames["place_similar"].sort("set_no", "cell") for frames in (plain, many)]
    assert places[0].height > 300
    assert places[0]["n"].min() < places[0]["n"].max() == 8
    assert places[0]["n_tied"].max() > 0
    assert places[0].equals(places[1])
    assert plain["comparison"].equals(many["comparison"])
