"""The comparison on Spark: the same SQL, run by Sail over Spark Connect, gives what DuckDB gives (docs/spark.md)."""

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from models.tables.header import table
from models.tables.spark_sql import spark_sql
from tests.small import AREAS, OWN, Cell, cells, definition, indicator, measured

CHAIN = ("compared", "place_shared", "place_similar", "comparison")
INPUTS = (
    "known_value", "this_report", "shared_report", "indicator", "series_break", "withheld", "comparison_set", "set_member", "threshold",
    "figure_origin",
)  # fmt: skip
KPIS = {"N99001": "higher", "N99002": "lower", "N99003": "neutral"}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session with Sail, on 127.0.0.1."""
    pytest.importorskip("pysail", reason="pysail is not installed: uv sync --extra sail")
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    # A main module without a file, as a worker of pytest-xdist has, Spark takes for doctests of its own.
    vars(sys.modules["__main__"]).setdefault("__file__", __file__)
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    yield session
    session.stop()
    server.stop()


def made_values() -> list[Cell]:
    """Three KPIs over four years and two genders: ties, gaps, a value on a boundary, and some that may not be used."""
    made: list[Cell] = []
    for k, kpi in enumerate(KPIS):
        for year in range(2021, 2025):
            whole = [round(50 + 7 * math.sin(i * (k + 1)) + year - 2021, 1) for i in range(30)]
            # Not all have reported the last year, and every third has the value of the one before.
            tied = [whole[i - 1] if i % 3 == 0 else value for i, value in enumerate(whole)]
            made += cells({year: tied[: 30 if year < 2024 else 22]}, kpi)
            made += [
                cell for gender in "KM" for cell in cells({year: [v + (gender == "K") for v in tied[:9]]}, kpi, gender)
            ]
        made.append((kpi, "0000", 2023, "T", 51.5, ""))
    hidden = {("N99001", AREAS[4], 2023, "T"): "Privacy", ("N99002", OWN, 2022, "T"): "Missing"}
    return [(*cell[:4], None, hidden[cell[:4]]) if cell[:4] in hidden else cell for cell in made]


def test_sail_gives_the_comparison_that_duckdb_gives(spark: Any, tmp_path: Path) -> None:
    content = definition(
        indicators=[
            indicator(
                id=f"matt-{kpi.lower()}",
                kpi_id=kpi,
                direction=direction,
                series_breaks=[2023] if kpi == "N99002" else [],
            )
            for kpi, direction in KPIS.items()
        ],
        goals=[],
        plans=[],
    )
    content["municipality"]["comparison_groups"] = [{"id": "grannar", "title": "Grannar", "members": AREAS[:5]}]
    with measured(tmp_path, content, made_values()) as con:
        for name in INPUTS:
            as_view(spark, name, con.sql(f"FROM {name}").arrow().read_all())
        for name in CHAIN:
            made: pa.Table = spark.sql(spark_sql(table(name))).toArrow()
            as_view(spark, name, made)
            key = ", ".join(table(name).key)
            expected = con.sql(f"FROM {name} ORDER BY {key}").arrow().read_all()
            got = made.sort_by([(column, "ascending") for column in table(name).key])
            assert expected.num_rows > 100, name
            assert got.column_names == expected.column_names
            for column in table(name).columns:
                ours, theirs = (frame[column.name].to_pylist() for frame in (expected, got))
                assert agree(column.kind, ours, theirs), f"{name}.{column.name}"
        colours = {row[0] for row in con.sql("SELECT DISTINCT colour FROM comparison").fetchall()}
        kinds = {row[0] for row in con.sql("SELECT DISTINCT group_kind FROM comparison").fetchall()}
    assert colours == {"green", "yellow", "red", None}
    assert kinds == {"all", "county", "similar", "own"}


def as_view(spark: Any, name: str, rows: pa.Table) -> None:
    """A table by its name; its schema is given, since none can be read off one without rows."""
    from pyspark.sql.pandas.types import from_arrow_schema

    schema = from_arrow_schema(rows.schema, prefer_timestamp_ntz=True)
    spark.createDataFrame(rows.to_pylist() and rows, schema=schema).createOrReplaceTempView(name)


def agree(kind: str, ours: list[Any], theirs: list[Any]) -> bool:
    """Whether two columns are the same: to the last digit, but for the last bits of computed floats."""
    if kind != "float":
        return ours == theirs
    return all(
        (a is None) == (b is None) and (a is None or math.isclose(a, b, rel_tol=1e-13, abs_tol=1e-12))
        for a, b in zip(ours, theirs, strict=True)
    )


@pytest.mark.parametrize("name", CHAIN)
def test_the_translation_leaves_no_macro_and_nothing_of_duckdb_alone(name: str) -> None:
    sql = spark_sql(table(name)).upper()
    for word in (
        "QUARTILE(",
        "PERCENTILE_CONT(",
        "COLOUR_OF(",
        "SHORT_ID(",
        "EXACT(",
        "MATERIALIZED",
        "QUALIFY",
        "VARCHAR",
    ):
        assert word not in sql


def test_what_is_filled_and_not_computed_has_no_spark_sql() -> None:
    with pytest.raises(ValueError, match="checks is not computed by SQL"):
        spark_sql(table("checks"))
