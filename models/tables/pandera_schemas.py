"""Pandera schemas of every frame that crosses from one room to another, made from the tables' descriptions.

Pandera brings pandas with it, which takes longer to import than most commands to answer, and looks at a frame a rule at a
time: it is called for a frame that breaks a rule, and tells which.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

import polars as pl

from models.errors import FormError
from models.tables.header import Column, Table, table
from models.tables.rules import Rule, rules

if TYPE_CHECKING:
    import pandera.polars as pa

POLARS_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "text": pl.String,
    "int": pl.Int64,
    "float": pl.Float64,
    "bool": pl.Boolean,
    "time": pl.Datetime("us"),
    "date": pl.Date,
}


def _column(column: Column) -> "pa.Column":
    import pandera.polars as pa

    checks = [pa.Check.isin(list(column.words))] if column.words else []
    if column.low is not None:
        checks.append(pa.Check.ge(column.low))
    if column.high is not None:
        checks.append(pa.Check.le(column.high))
    return pa.Column(POLARS_TYPES[column.kind], checks=checks, nullable=column.nullable, name=column.name)


@cache
def schema(name: str) -> "pa.DataFrameSchema":
    """Return the schema of a table by its name: columns, types, allowed words, nulls, and the key."""
    import pandera.polars as pa

    described: Table = table(name)
    return pa.DataFrameSchema(
        {column.name: _column(column) for column in described.columns},
        strict=True,
        ordered=True,
        unique=list(described.key),
        name=name,
    )


def validated(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame that has been checked, values and all, against its table's description.

    Raises:
        FormError: with every rule that is broken and how many rows break it, and no value.
    """
    if meets_rules(name, frame):
        return frame
    from pandera.errors import SchemaErrors

    try:
        return schema(name).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = cast("pl.DataFrame", error.failure_cases)  # pyright: ignore[reportUnknownMemberType]
        counted = cases.group_by("column", "check").len().sort("column", "check").iter_rows()
        text = "; ".join(f"{column or 'tabellen'}: {check.partition('(')[0]} ({n})" for column, check, n in counted)
    # Outside the handler: the failure cases hold values, and must follow the error nowhere.
    raise FormError(f"Tabellen {name} är inte som den är beskriven: {text}.")


def meets_rules(name: str, frame: pl.DataFrame) -> bool:
    """Return whether a frame has a table's columns, in order and of its types, and no row breaks a rule of it."""
    if list(frame.schema.items()) != list(pl.Schema(_types(name)).items()):
        return False
    *of_columns, key = rules(name)
    broken = frame.select(pl.any_horizontal(pl.lit(value=False), *(_broken(rule, frame).any() for rule in of_columns)))
    return not (broken.item() or _has_same(frame.select(key.columns)))


def _has_same(keys: pl.DataFrame) -> bool:
    """Return whether a key stands twice. Hashes tell it of millions in little room; what only they share is looked at."""
    hashes = keys.hash_rows().sort()
    return bool((hashes == hashes.shift()).any()) and bool(keys.is_duplicated().any())


def _broken(rule: Rule, frame: pl.DataFrame) -> pl.Expr:
    """Return which rows break a rule of a column; where null is allowed it breaks none."""
    column = pl.col(rule.columns[0])
    if rule.kind == "not_null":
        # What is no number is none, as Pandera has it.
        return column.is_null() | column.is_nan() if frame.schema[rule.columns[0]].is_float() else column.is_null()
    if rule.kind == "words":
        return ~column.is_in(rule.words)
    return (column < rule.low if rule.low is not None else pl.lit(value=False)) | (
        column > rule.high if rule.high is not None else pl.lit(value=False)
    )


def from_rows(name: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Return rows as a frame of a table's types, checked."""
    frame = pl.DataFrame(rows, schema=_types(name), orient="row")
    return validated(name, frame) if rows else frame


def _types(name: str) -> dict[str, pl.DataType | type[pl.DataType]]:
    return {column.name: POLARS_TYPES[column.kind] for column in table(name).columns}
