"""A measure's test as YAML: rows in, rows out (CONTRIBUTING.md). The tables that are given are as they are given; measures
that the table needs are computed; every other table is empty."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from assets.definitions.as_tables import definition_rows
from assets.definitions.read_yaml import read_definitions
from assets.open_report import create, fill
from models.tables.header import Column, Table, sql_text, table
from models.tables.pandera_schemas import from_rows
from tests.small import definition, write

Row = dict[str, Any]
FIELDS = {"name", "table", "report", "given", "expected"}
KNOWN_TO_ALL = ("this_report", "threshold")
# What a column holds that may not be null and is not written: the test is not about it.
NEUTRAL: Mapping[str, Any] = {
    "text": "-", "int": 0, "float": 0.0, "bool": False, "date": dt.date(2024, 1, 1),
    "time": dt.datetime(2024, 1, 1),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A test: the rows of each table that is given, and those wanted of one table."""

    name: str
    table: str
    report: str
    given: Mapping[str, Sequence[Row]]
    expected: Sequence[Row]


def read_cases(path: Path) -> list[Case]:
    """Return the tests of a file, a YAML document each.

    Raises:
        ValueError: a document has other fields than a test has.
    """
    cases: list[Case] = []
    for found in yaml.safe_load_all(path.read_text(encoding="utf-8")):
        if set(found) | {"report"} != FIELDS:
            raise ValueError(
                f"{path.name}: a test has name, table, given, expected and, if need be, report: {set(found)}"
            )
        cases.append(Case(**{"report": "2024-12", **found}))
    return cases


def computed(case: Case, folder: Path) -> list[Row]:
    """Compute the table that a test is about, and only what it needs; return its rows.

    Raises:
        ValueError: the test gives a table or a column that is not.
    """
    return found_in(folder, f"FROM {case.table}", [case.table], case.given, case.report)


def found_in(
    folder: Path, query: str, needs: Sequence[str], given: Mapping[str, Sequence[Row]], report: str = "2024-12"
) -> list[Row]:
    """Return what a query finds in the tables that it needs, made of those that are given.

    Raises:
        ValueError: a table or a column that is given is not.
    """
    definitions = read_definitions(write(folder, definition()))
    usual = definition_rows(definitions, report, dt.datetime(2026, 1, 1), {})
    whole = {name: usual[name] for name in KNOWN_TO_ALL} | dict(given)
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(sql_text("macros.sql"))
        filled = {name: whole_rows(_table(name), rows) for name, rows in whole.items()}
        for name in needs:
            _make(con, _table(name), filled)
        return con.sql(query).pl().to_dicts()


def _make(con: duckdb.DuckDBPyConnection, described: Table, given: Mapping[str, Sequence[Row]]) -> None:
    """Make a table and, before it, what it needs: each once."""
    if con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [described.name]).fetchall()[0][0]:
        return
    if described.name in given or described.folder != "measures" or not described.sql:
        fill(con, described, from_rows(described.name, given.get(described.name, [])))
        return
    for need in described.needs:
        _make(con, table(need), given)
    create(con, described)


def _table(name: str) -> Table:
    try:
        return table(name)
    except StopIteration:
        raise ValueError(f"there is no table {name}") from None


def whole_rows(described: Table, rows: Sequence[Row]) -> list[Row]:
    """Return rows with every column of their table: null, or a neutral value, where the test says nothing."""
    columns = {column.name: column for column in described.columns}
    if unknown := {name for row in rows for name in row} - set(columns):
        raise ValueError(f"{described.name} has no column {', '.join(sorted(unknown))}: it has {', '.join(columns)}")
    return [{name: row.get(name, _neutral(column)) for name, column in columns.items()} for row in rows]


def _neutral(column: Column) -> Any:
    if column.nullable:
        return None
    return column.words[0] if column.words else NEUTRAL[column.kind]


def differences(case: Case, rows: Sequence[Row]) -> list[str]:
    """Return what differs, a line a row: `-` is wanted and not there, `+` is there and not wanted.

    Only columns that the expected rows name are compared; the order of rows is not.

    Raises:
        ValueError: the expected rows name different columns, or one that the table does not have.
    """
    names = list(case.expected[0]) if case.expected else [column.name for column in table(case.table).columns]
    columns = {column.name for column in table(case.table).columns}
    for row in case.expected:
        if set(row) != set(names) or not set(row) <= columns:
            raise ValueError(f"every expected row names the same columns, of those that {case.table} has: {row}")
    wanted, left = [_told(row, names) for row in case.expected], [_told(row, names) for row in rows]
    lacking: list[str] = []
    for row in wanted:
        left.remove(row) if row in left else lacking.append(row)
    return [*(f"- {row}" for row in lacking), *(f"+ {row}" for row in left)]


def _told(row: Row, names: Sequence[str]) -> str:
    return ", ".join(f"{name}: {_value(row[name])}" for name in names)


def _value(value: Any) -> str:
    """Return a value as it is written in YAML; numbers to nine digits, so that 0.1 + 0.2 is 0.3."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{value:.9g}" if isinstance(value, int | float) else str(value)
