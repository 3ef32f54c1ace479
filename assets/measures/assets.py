"""The measures' tables as assets, each with its columns, and a blocking check of its form and key."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
import polars as pl

from assets.measures.run import MEASURES, compute
from assets.warehouse.as_of import effective_as_of, open_report
from assets.warehouse.store import reading
from assets.workplace import Workplace, split_key, table_spec
from models.errors import FormError
from models.frames import validated


def measures_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Return the assets of this room."""
    specs = [table_spec(name, "measures", ["checks", "kolada_value", "definitions"]) for name in MEASURES]
    forms = [
        dg.AssetCheckSpec(
            f"{name}_form",
            asset=name,
            blocking=True,
            description="Columns, types, allowed words, nulls and the key are as the table's description says.",
        )
        for name in MEASURES
    ]

    @dg.multi_asset(specs=specs, check_specs=forms, partitions_def=partitions)
    def compute_measures(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[Any]]:
        municipality, report = split_key(context)
        definitions = workplace.definitions(municipality)
        folder = workplace.staging(municipality, report)
        with reading(workplace.warehouse(municipality)) as con:
            as_of = effective_as_of(con, definitions, workplace.as_of)
            open_report(con, definitions, report, as_of)
            rows = compute(con, pl.read_parquet(folder / "checks.parquet"))
            con.sql("SELECT * FROM this_report").pl().write_parquet(folder / "this_report.parquet")
            frames = {name: con.sql(f"SELECT * FROM {name}").pl() for name in MEASURES}
        for name, frame in frames.items():
            try:
                validated(name, frame)
                result = dg.AssetCheckResult(asset_key=name, check_name=f"{name}_form", passed=True)
            except FormError as error:
                result = dg.AssetCheckResult(
                    asset_key=name, check_name=f"{name}_form", passed=False, metadata={"failures": str(error)}
                )
            frame.write_parquet(folder / f"{name}.parquet")
            yield dg.MaterializeResult(
                asset_key=name,
                metadata={"dagster/row_count": rows[name], "as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}"},
                check_results=[result],
            )

    return [compute_measures]
