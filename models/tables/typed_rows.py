"""From a frame to the rows of its table, with the types that its header gives (`models.tables.rows`)."""

import re
from collections.abc import Mapping
from typing import TypeVar, cast

import polars as pl

R = TypeVar("R", bound=Mapping[str, object])
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def rows_of(frame: pl.DataFrame, row: type[R]) -> list[R]:
    """Return the rows of a frame that holds the table that `row` describes: its columns, whatever more the frame has."""
    return cast("list[R]", frame.select(*row.__annotations__).to_dicts())


def table_name(row: type[R]) -> str:
    """Return the name of the table that `row` describes.

    >>> from models.tables.rows import GoalStatusRow
    >>> table_name(GoalStatusRow)
    'goal_status'
    """
    return _WORD.sub("_", row.__name__.removesuffix("Row")).lower()
