"""The checks of a report as an asset, and each kind of check as an asset check that shows the same results."""

import shutil
from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg
import polars as pl

from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import in_report
from assets.open_report import as_of_run, day_of_making, open_report
from assets.own_files.of_run import RunOwnFiles
from assets.own_files.own_sources import own_rows, source_checks
from assets.quality.amounts_check import amount_checks
from assets.quality.evidence import DATA_DOCS, gather, write_data_docs
from assets.quality.ledger_check import ledger_checks
from assets.quality.run_checks import left_out_checks, run_checks
from assets.specs import asset_deps, checks_version, plain_failure, split_key, table_schema
from assets.warehouse.assets import TABLES
from assets.warehouse.place import warehouse_of
from assets.warehouse.store import reading
from assets.workplace import Workplace
from models.definitions.steering import period_end
from models.tables.check_header import Check
from models.tables.check_header import checks as described_checks
from models.tables.rows import ChecksRow
from models.tables.typed_rows import rows_of
from models.words import numbers
from models.words.checks import FORM_TITLE
from models.words.goals import title_of_report


def _check_deps() -> set[str]:
    """Return the assets that the checks stand on: those of their queries, the definitions and the own files."""
    needs = {need for check in described_checks().values() for need in check.needs}
    return asset_deps(needs, {*TABLES}) | {"definitions", "own_sources"}


def quality_assets(partitions: dg.PartitionsDefinition, finished: Sequence[str]) -> list[dg.AssetsDefinition]:
    """Return the assets of this room; `finished` are the report's tables, which evidence is gathered of."""

    @dg.asset(
        partitions_def=partitions,
        deps=sorted(_check_deps()),
        group_name="quality",
        owners=["team:chief-of-quality"],
        kinds={"duckdb", "sql"},
        code_version=checks_version(),
        description="What the checks of each indicator found, as known at the report's as-of instant. A failed check of "
        "severity error withholds its indicator from judgement, and nothing else.",
        metadata={"dagster/column_schema": table_schema("checks")},
        check_specs=[
            dg.AssetCheckSpec(check.id, asset="checks", description=check.title)
            for check in described_checks().values()
        ],
    )
    @plain_failure
    def checks(
        context: dg.AssetExecutionContext,
        workplace: dg.ResourceParam[Workplace],
        defined: dg.ResourceParam[RunDefinitions],
        own_files: dg.ResourceParam[RunOwnFiles],
    ) -> Iterator[dg.MaterializeResult[Any]]:  # of no value: Dagster's word for it is private
        municipality, report = split_key(context)
        definitions = own_files.definitions(municipality)
        with reading(warehouse_of(defined, municipality), defined.let_in(municipality)) as con:
            as_of = as_of_run(con, workplace, own_files, municipality, report)
            own = own_files.of(municipality)
            definitions = in_report(definitions, report, as_of)
            made_on = day_of_making(con, definitions, report, workplace.today)
            given = own_rows(own, definitions, report)
            open_report(con, definitions, report, as_of, given, made_on)
            last_day = period_end(report)
            more = [
                *source_checks(own.readings),
                *ledger_checks(con, own, definitions.model),
                *amount_checks(definitions.model, given, last_day.year, last_day.month),
            ]
            frame = run_checks(con, [*more, *left_out_checks(definitions.left_out)])
        folder = workplace.staging(municipality, report)
        folder.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(folder / "checks.parquet")
        yield dg.MaterializeResult(
            metadata={"dagster/row_count": frame.height, "as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}"},
            check_results=[_result(check, frame) for check in described_checks().values()],
        )

    @dg.asset(
        partitions_def=partitions,
        deps=list(finished),
        group_name="quality",
        owners=["team:chief-of-quality"],
        kinds={"greatexpectations", "html"},
        code_version="1",
        description="Evidence for the chief of quality: every finished table against a Great Expectations suite made from "
        "its description, and Data Docs as local HTML. Counts of broken rows are told, never a value.",
        check_specs=[
            dg.AssetCheckSpec(f"{name}_expectations", asset="data_docs", blocking=True, description=FORM_TITLE)
            for name in finished
        ],
    )
    @plain_failure
    def data_docs(
        context: dg.AssetExecutionContext,
        workplace: dg.ResourceParam[Workplace],
        defined: dg.ResourceParam[RunDefinitions],
    ) -> Iterator[dg.MaterializeResult[Any]]:  # of no value: Dagster's word for it is private
        municipality, report = split_key(context)
        model = defined.of(municipality).model
        staging = workplace.staging(municipality, report)
        frames = {name: pl.read_parquet(staging / f"{name}.parquet") for name in finished}
        this = pl.read_parquet(staging / "this_report.parquet").row(0, named=True)
        evidence = gather(frames)
        head = {
            "municipality": model.municipality.title,
            "report": title_of_report(model, report, draft=this["due_by"] < this["period_end"]),
            "as_of": numbers.day(this["as_of"]),
        }
        shutil.rmtree(staging / DATA_DOCS, ignore_errors=True)
        write_data_docs(staging / DATA_DOCS, evidence, frames, head, {unit.id: unit.title for unit in model.units})
        yield dg.MaterializeResult(
            metadata={
                "data_docs": dg.MetadataValue.url(workplace.served(municipality, report, f"{DATA_DOCS}/index.html")),
                "expectations": sum(len(one.expectations) for one in evidence),
            },
            check_results=[
                dg.AssetCheckResult(
                    check_name=f"{one.table}_expectations",
                    passed=one.passed,
                    metadata={"rows": one.rows, "expectations": len(one.expectations), **one.broken},
                )
                for one in evidence
            ],
        )

    return [checks, data_docs]


def _result(check: Check, frame: pl.DataFrame) -> dg.AssetCheckResult:
    failed = frame.filter((pl.col("check_id") == check.id) & (pl.col("status") == "failed"))
    return dg.AssetCheckResult(
        check_name=check.id,
        passed=failed.is_empty(),
        severity=dg.AssetCheckSeverity.ERROR if check.severity == "error" else dg.AssetCheckSeverity.WARN,
        metadata={row["subject"]: row["message"] for row in rows_of(failed, ChecksRow)},
    )
