"""Typed rows: made from the headers, and what Python gets from a frame is what they say."""

import datetime as dt
import doctest
from typing import get_type_hints

import polars as pl
import pytest

from models.tables import rows, typed_rows
from models.tables.header import FOLDERS, Table, table, tables
from models.tables.pandera_schemas import from_rows
from models.tables.rows import AcknowledgementRow, GoalStatusRow
from models.tables.typed_rows import rows_of, table_name
from tools.rows import PATH, class_name, text

GIVEN = AcknowledgementRow(
    place="0",
    check_id="coverage",
    subject="bad",
    by="utredare",
    date=dt.date(2024, 1, 2),
    until=dt.date(2024, 12, 31),
    reason="Badet var stängt.",
)


def test_the_file_is_what_the_headers_say() -> None:
    assert PATH.read_text(encoding="utf-8") == text(), "run tools/rows.py"


@pytest.mark.parametrize(
    "described", [each for folder in FOLDERS for each in tables(folder).values()], ids=lambda each: each.name
)
def test_each_table_has_a_row_that_leads_back_to_it(described: Table) -> None:
    row = getattr(rows, class_name(described.name))
    assert table_name(row) == described.name
    assert list(row.__annotations__) == [column.name for column in described.columns]


def test_a_column_that_may_be_null_says_so_and_no_other() -> None:
    hints = get_type_hints(GoalStatusRow)
    assert hints["unit_id"] == str | None
    assert hints["n_met"] is int
    assert {name for name, hint in hints.items() if hint in (str | None, float | None)} == {
        column.name for column in table("goal_status").columns if column.nullable
    }


def test_a_frame_gives_the_tables_own_columns_in_pythons_types() -> None:
    frame = from_rows("acknowledgement", [dict(GIVEN)]).with_columns(pl.lit(1).alias("more"))
    assert rows_of(frame, AcknowledgementRow) == [GIVEN]


def test_a_frame_that_lacks_a_column_is_refused() -> None:
    with pytest.raises(pl.exceptions.ColumnNotFoundError, match="reason"):
        rows_of(from_rows("acknowledgement", [dict(GIVEN)]).drop("reason"), AcknowledgementRow)


def test_the_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(typed_rows) == (0, 2)
