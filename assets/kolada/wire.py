"""The v3 API's records as Polars frames."""

from collections.abc import Mapping, Sequence

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


def data_frame(rows: Sequence[Mapping[str, object]], area_key: str = "municipality") -> pl.DataFrame:
    """Return data rows as a frame with a row a cell: kpi, municipality (or ou), period, gender, value, status, …."""
    schema = {"kpi": pl.String, area_key: pl.String, "period": pl.Int32, "values": pl.List(_CELL)}
    frame = pl.DataFrame(rows, schema=schema).explode("values", empty_as_null=False).unnest("values")
    order = [area_key if name == "municipality" else name for name in VALUE_SCHEMA]
    return frame.select(order).sort("kpi", area_key, "period", "gender")


def metadata_frame(kind: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Return metadata rows as a frame, sorted by id; `members` of groups stay a list."""
    return pl.DataFrame(rows, schema=METADATA_SCHEMAS[kind]).sort("id")
