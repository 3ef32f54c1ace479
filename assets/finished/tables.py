"""A report's tables, read from staging and written as Parquet and as CSV that Swedish Excel opens."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl
import polars.selectors as cs

from models.tables.header import published_tables

# What pictures over time are drawn from, beside the report's tables.
OWN_MEASUREMENTS = "pictures/year_value.parquet"
# How a text begins that Excel, LibreOffice or Google Sheets would compute, or that the apostrophe below would hide.
FORMULA = r"^[=+\-@\t\r']"


def read_tables(staging: Path) -> dict[str, pl.DataFrame]:
    """Read the tables of the report that is being made."""
    return {name: pl.read_parquet(staging / f"{name}.parquet") for name in published_tables()}


def own_measurements(staging: Path) -> pl.DataFrame:
    """Read the municipality's own measurements by unit and year, which pictures need and no report publishes as a table."""
    return pl.read_parquet(staging / "year_value.parquet")


def keep_own_measurements(measured: pl.DataFrame, fulfilment: pl.DataFrame, folder: Path) -> None:
    """Keep what the report's pictures show of the municipality's own measurements, so that they can be drawn again."""
    shown = ["indicator_id", "unit_id", "gender"]
    kept = measured.filter(pl.col("value").is_not_null()).join(fulfilment, on=shown, how="semi")
    (folder / OWN_MEASUREMENTS).parent.mkdir()
    kept.sort(*shown, "year").write_parquet(folder / OWN_MEASUREMENTS, compression="zstd")


def report_instant(staging: Path) -> datetime:
    """Return the effective as-of instant of the report that is being made."""
    return pl.read_parquet(staging / "this_report.parquet")["as_of"][0]


def draft_made_on(staging: Path) -> date | None:
    """Return the day on which the report that is being made is made, where that is before its period's last day."""
    this = pl.read_parquet(staging / "this_report.parquet").row(0, named=True)
    return this["due_by"] if this["due_by"] < this["period_end"] else None


def write_tables(tables: Mapping[str, pl.DataFrame], folder: Path, *, csv: bool = False) -> None:
    """Write each table as `<name>.parquet`, and with `csv` as `<name>.csv` (UTF-8 with BOM, semicolon, decimal comma).

    In the CSV an apostrophe stands before a text that a spreadsheet would take for a formula.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        # Numbers and texts of which each row has its own take more room by a dictionary than without.
        own = {column for column in ("lineage_id", "label") if column in frame.columns} | {
            *frame.select(cs.float()).columns
        }
        frame.write_parquet(
            folder / f"{name}.parquet",
            compression="zstd",
            compression_level=9,
            use_pyarrow=True,
            pyarrow_options={"use_dictionary": [column for column in frame.columns if column not in own]},
        )
        if not csv:
            continue
        text = pl.col(pl.String)
        defused = frame.with_columns(pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).name.keep())
        defused.write_csv(
            folder / f"{name}.csv",
            include_bom=True,
            separator=";",
            decimal_comma=True,
            datetime_format="%Y-%m-%dT%H:%M:%SZ",
        )
