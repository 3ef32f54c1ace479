"""The v3 API's records, as they come over the wire, and as Polars frames."""

import json
from dataclasses import dataclass
from typing import Any, cast

import polars as pl

from models.kolada_shapes import METADATA_SCHEMAS, VALUE_SCHEMA

_CELL = pl.Struct(
    {
        "gender": pl.String,
        "count": pl.Int32,
        "status": pl.String,
        "value": pl.Float64,
        "isdeleted": pl.Boolean,
    }
)


# What the warehouse reads. A row may lack one of them, but where a whole page does, the API has another form.
METADATA_READ = {
    "kpi": (
        "title", "description", "is_divided_by_gender", "municipality_type", "operating_area", "prel_publication_date",
        "publication_date", "publ_period", "has_ou_data",
    ),
    "municipality": ("title", "type"),
    "municipality_groups": ("title", "members"),
}  # fmt: skip
CELL_READ = ("status", "count")


class WireError(Exception):
    """A body that is not what the v3 API answers; the message says what is wrong with it."""


@dataclass(frozen=True)
class Envelope:
    """A page: its rows as plain data, and the address of the next page."""

    values: list[dict[str, Any]]
    next_url: str | None


def read_envelope(body: bytes) -> Envelope:
    """Read a page.

    Raises:
        WireError: the body is not JSON, or not the envelope {values, next_url, previous_url, count}.
    """
    try:
        data = json.loads(body)
    except ValueError as error:
        raise WireError("the body is not JSON") from error
    if not isinstance(data, dict):
        raise WireError("the body is not a JSON object")
    page = cast("dict[str, Any]", data)
    values, following = page.get("values"), page.get("next_url")
    if not isinstance(values, list):
        raise WireError("the body has no list 'values'")
    rows = cast("list[Any]", values)
    if not all(isinstance(row, dict) for row in rows):
        raise WireError("'values' holds something else than records")
    if following is not None and not isinstance(following, str):
        raise WireError("'next_url' is not text")
    if page.get("count") not in {None, len(rows)}:
        raise WireError(f"'count' says {page['count']}, but the page has {len(rows)} rows")
    return Envelope(cast("list[dict[str, Any]]", rows), following)


def check_data_rows(values: list[dict[str, Any]], area_key: str) -> None:
    """Check that data rows have the fields that the v3 API gives them.

    Raises:
        WireError: naming the first row and field that is not as it should be.
    """
    for i, row in enumerate(values):
        cells = row.get("values")
        if not (isinstance(row.get("kpi"), str) and isinstance(row.get(area_key), str)):
            raise WireError(f"row {i + 1} lacks 'kpi' or '{area_key}'")
        if not isinstance(row.get("period"), int) or not isinstance(cells, list):
            raise WireError(f"row {i + 1} lacks 'period' or 'values'")
        for cell in cast("list[Any]", cells):
            if not isinstance(cell, dict) or "value" not in cell or "gender" not in cell:
                raise WireError(f"row {i + 1} has a value without 'gender' or 'value'")
            number = cast("dict[str, Any]", cell)["value"]
            if number is not None and not isinstance(number, int | float):
                raise WireError(f"row {i + 1} has a value that is not a number")
            _check_cell(cast("dict[str, Any]", cell), i + 1)
    _check_fields([cell for row in values for cell in row["values"]], CELL_READ, "value")


def _check_cell(cell: dict[str, Any], row: int) -> None:
    """Check the types of what a cell may lack: a load makes null of what it cannot read (assets/warehouse/stage_answers.py)."""
    for field, kind, what in (
        ("count", int, "a whole number"),
        ("status", str, "text"),
        ("isdeleted", bool, "true or false"),
    ):
        if cell.get(field) is not None and not isinstance(cell[field], kind):
            raise WireError(f"row {row} has a value whose '{field}' is not {what}")


def check_metadata_rows(kind: str, values: list[dict[str, Any]]) -> None:
    """Check that metadata rows have the fields that the v3 API gives them.

    Raises:
        WireError: naming the row without an id, or the field that no row of the page has.
    """
    for i, row in enumerate(values):
        if not isinstance(row.get("id"), str):
            raise WireError(f"row {i + 1} lacks 'id'")
    _check_fields(values, METADATA_READ.get(kind, ()), kind)


def _check_fields(rows: list[dict[str, Any]], fields: tuple[str, ...], what: str) -> None:
    lacking = [field for field in fields if rows and not any(field in row for row in rows)]
    if lacking:
        raise WireError(f"no {what} has the field '{lacking[0]}': the API has another form than v3")


def data_frame(rows: list[dict[str, Any]], area_key: str = "municipality") -> pl.DataFrame:
    """Return data rows as a frame with a row a cell: kpi, municipality (or ou), period, gender, value, status, …."""
    schema = {"kpi": pl.String, area_key: pl.String, "period": pl.Int32, "values": pl.List(_CELL)}
    frame = pl.DataFrame(rows, schema=schema).explode("values", empty_as_null=False).unnest("values")
    order = [area_key if name == "municipality" else name for name in VALUE_SCHEMA]
    return frame.select(order).sort("kpi", area_key, "period", "gender")


def metadata_frame(kind: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return metadata rows as a frame, sorted by id; `members` of groups stay a list."""
    return pl.DataFrame(rows, schema=METADATA_SCHEMAS[kind]).sort("id")
