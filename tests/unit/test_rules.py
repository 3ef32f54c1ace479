"""Every rule of a table's description, held by Pandera and by SQL alike; and none of them tells a value."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import duckdb
import polars as pl
import pytest
from pandera.errors import SchemaErrors

from assets.warehouse.constraints import Broken, broken_rules
from models.errors import FormError
from models.tables.header import parse_table, table, tables
from models.tables.pandera_schemas import POLARS_TYPES, from_rows, meets_rules, schema, validated
from models.tables.rules import broken_condition, rules

SECRET = 987654.321
ROW: dict[str, Any] = {
    "kpi_id": "N99001", "area_id": "9901", "period": 2024, "gender": "T", "value": SECRET, "status": "", "count": 3,
    "known_from": datetime(2026, 1, 1), "known_to": None, "closed_by": None, "source_answer_id": "a1",
}  # fmt: skip
FAULTS = [
    ("not_null area_id", [{"area_id": None}]),
    ("words gender", [{"gender": "X"}]),
    ("words closed_by", [{"closed_by": str(SECRET)}]),
    ("range period", [{"period": 1492}]),
    ("range period", [{"period": 2101}]),
    ("unique kpi_id, area_id, period, gender, known_from, known_to", [{}, {}]),
]


def frame(changes: list[dict[str, Any]]) -> pl.DataFrame:
    good = {**ROW, "area_id": "9902"}
    types = {column.name: POLARS_TYPES[column.kind] for column in table("kolada_value").columns}
    return pl.DataFrame([good, *({**ROW, **change} for change in changes)], schema=types, orient="row")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize(("rule", "changes"), FAULTS)
def test_sql_finds_the_row_that_breaks_a_rule(rule: str, changes: list, con: duckdb.DuckDBPyConnection) -> None:
    con.register("given", frame(changes))
    assert broken_rules(con, "kolada_value", "given") == [Broken(rule, 1)]


@pytest.mark.parametrize(("rule", "changes"), FAULTS)
def test_pandera_finds_it_too_and_tells_no_value(rule: str, changes: list) -> None:
    with pytest.raises(FormError) as raised:
        validated("kolada_value", frame(changes))
    text = str(raised.value)
    assert rule.split()[1].rstrip(",") in text or rule.startswith("unique")
    assert "987654" not in text
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


LEAF = {"goal_id": "mal", "indicator_id": "matt", "unit_id": "bun", "gender": "T", "weight": 1.0}
REFUSED = {
    "null": lambda good: good.with_columns(weight=pl.lit(None, pl.Float64)),
    "no number": lambda good: good.with_columns(weight=pl.lit(float("nan"))),
    "another word": lambda good: good.with_columns(gender=pl.lit("X")),
    "another type": lambda good: good.with_columns(pl.col("weight").cast(pl.Float32)),
    "another order": lambda good: good.select(reversed(good.columns)),
    "a column less": lambda good: good.drop("weight"),
    "a column more": lambda good: good.with_columns(more=pl.lit(1)),
    "the same key": lambda good: pl.concat([good, good]),
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_what_pandera_refuses_is_found_at_once(change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    changed = change(from_rows("goal_indicator", [LEAF]))
    with pytest.raises(SchemaErrors):
        schema("goal_indicator").validate(changed, lazy=True)
    assert not meets_rules("goal_indicator", changed)
    with pytest.raises(FormError):
        validated("goal_indicator", changed)


def test_good_rows_break_no_rule(con: duckdb.DuckDBPyConnection) -> None:
    con.register("given", frame([{}]))
    assert broken_rules(con, "kolada_value", "given") == []
    assert validated("kolada_value", frame([{}])).height == 2


def test_null_in_a_key_counts_as_a_value(con: duckdb.DuckDBPyConnection) -> None:
    later = {"known_to": datetime(2026, 2, 1), "closed_by": "revised"}
    con.register("given", frame([{}, later, later]))
    assert broken_rules(con, "kolada_value", "given") == [
        Broken("unique kpi_id, area_id, period, gender, known_from, known_to", 1)
    ]


def test_every_rule_of_every_table_is_sql_that_runs(con: duckdb.DuckDBPyConnection) -> None:
    for folder in ("warehouse", "definitions", "known", "measures"):
        for described in tables(folder).values():
            con.execute(described.ddl)
            assert broken_rules(con, described.name) == []
            con.execute(f"DROP TABLE {described.name}")


def test_a_key_has_no_condition_of_its_own() -> None:
    with pytest.raises(ValueError, match="två rader har samma nyckel"):
        broken_condition(rules("kolada_value")[-1])


def test_a_range_is_read_from_the_header() -> None:
    text = (
        "-- table: t\n-- section: s\n-- key: a\n-- what: w\n-- columns:\n--   a  int[1..5]  x\n--   b  float[..2.5]?  y\n"
        "--   c  float[-1..]  z\n"
    )
    found = {column.name: (column.low, column.high, column.nullable) for column in parse_table("f", "t", text).columns}
    assert found == {"a": (1.0, 5.0, False), "b": (None, 2.5, True), "c": (-1.0, None, False)}
