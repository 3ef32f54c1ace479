"""Pandera schemas of every frame that crosses from one room to another, made from the tables' descriptions."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast

import pandera.errors
import pandera.polars as pa
import polars as pl

from models.errors import FormError
from models.tables.header import Column, Table, table

_MANY = 100_000
POLARS_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "text": pl.String,
    "int": pl.Int64,
    "float": pl.Float64,
    "bool": pl.Boolean,
    "time": pl.Datetime("us"),
    "date": pl.Date,
}


def _column(column: Column) -> pa.Column:
    checks = [pa.Check.isin(list(column.words))] if column.words else []
    if column.low is not None:
        checks.append(pa.Check.ge(column.low))
    if column.high is not None:
        checks.append(pa.Check.le(column.high))
    return pa.Column(POLARS_TYPES[column.kind], checks=checks, nullable=column.nullable, name=column.name)


@cache
def schema(name: str, *, with_key: bool = True) -> pa.DataFrameSchema:
    """Return the schema of a table by its name: columns, types, allowed words, nulls, and the key."""
    described: Table = table(name)
    return pa.DataFrameSchema(
        {column.name: _column(column) for column in described.columns},
        strict=True,
        ordered=True,
        unique=list(described.key) if with_key else None,
        name=name,
    )


def validated(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame that has been checked, values and all, against its table's description.

    Raises:
        FormError: with every rule that is broken and how many rows break it, and no value.
    """
    try:
        return schema(name, with_key=not _are_told_apart(name, frame)).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = cast("pl.DataFrame", error.failure_cases)  # pyright: ignore[reportUnknownMemberType]
        counted = cases.group_by("column", "check").len().sort("column", "check").iter_rows()
        text = "; ".join(f"{column or 'tabellen'}: {check.partition('(')[0]} ({n})" for column, check, n in counted)
    # Outside the handler: the failure cases hold values, and must follow the error nowhere.
    raise FormError(f"Tabellen {name} är inte som den är beskriven: {text}.")


def from_rows(name: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Return rows as a frame of a table's types, checked."""
    frame = pl.DataFrame(rows, schema=_types(name), orient="row")
    return validated(name, frame) if rows else frame


def _are_told_apart(name: str, frame: pl.DataFrame) -> bool:
    """Return whether the keys of many rows are surely different, since their hashes are: of millions that takes little room."""
    key = table(name).key
    if frame.height < _MANY or not key or not {*key} <= {*frame.columns}:
        return False
    hashes = frame.select(key).hash_rows().sort()
    return not (hashes == hashes.shift()).any()


def _types(name: str) -> dict[str, pl.DataType | type[pl.DataType]]:
    return {column.name: POLARS_TYPES[column.kind] for column in table(name).columns}
