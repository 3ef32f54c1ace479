"""The checks of a report as an asset, and each kind of check as an asset check that shows the same results."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
import polars as pl

from assets.quality.checks import run_checks
from assets.warehouse.as_of import effective_as_of, open_report
from assets.warehouse.store import reading
from assets.workplace import Workplace, split_key, table_schema
from models import swedish
from models.checks import check_severities


def quality_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Return the assets of this room."""

    @dg.asset(
        partitions_def=partitions,
        deps=["kolada_value", "kpi", "area", "area_group", "definitions"],
        group_name="quality",
        owners=["team:chief-of-quality"],
        kinds={"duckdb", "sql"},
        code_version="1",
        description="What the checks of each indicator found, as known at the report's as-of instant. A failed check of "
        "severity error withholds its indicator from judgement, and nothing else.",
        metadata={"dagster/column_schema": table_schema("checks")},
        check_specs=[
            dg.AssetCheckSpec(check_id, asset="checks", description=swedish.CHECK_TITLE[check_id])
            for check_id in check_severities()
        ],
    )
    def checks(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[Any]]:
        municipality, report = split_key(context)
        definitions = workplace.definitions(municipality)
        with reading(workplace.warehouse(municipality)) as con:
            as_of = effective_as_of(con, definitions, workplace.as_of)
            open_report(con, definitions, report, as_of)
            frame = run_checks(con)
        folder = workplace.staging(municipality, report)
        folder.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(folder / "checks.parquet")
        yield dg.MaterializeResult(
            metadata={"dagster/row_count": frame.height, "as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}"},
            check_results=[_result(*check, frame) for check in check_severities().items()],
        )

    return [checks]


def _result(check_id: str, severity: str, frame: pl.DataFrame) -> dg.AssetCheckResult:
    failed = frame.filter((pl.col("check_id") == check_id) & (pl.col("status") == "failed"))
    return dg.AssetCheckResult(
        check_name=check_id,
        passed=failed.is_empty(),
        severity=dg.AssetCheckSeverity.ERROR if severity == "error" else dg.AssetCheckSeverity.WARN,
        metadata={row["subject"]: row["message"] for row in failed.to_dicts()},
    )
