"""The measures' tables as assets, each with its columns, and a blocking check of its form and key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from assets.definitions.of_run import RunDefinitions
from assets.measures.compute import compute
from assets.measures.read_earlier_forecasts import earlier_forecasts
from assets.open_report import as_of_run, day_of_making, open_report
from assets.own_files.of_run import RunOwnFiles
from assets.own_files.own_sources import own_rows
from assets.specs import asset_deps, plain_failure, split_key, table_spec
from assets.warehouse.assets import TABLES
from assets.warehouse.place import warehouse_of
from assets.warehouse.store import reading
from assets.workplace import Workplace
from models.errors import FormError, UsageError
from models.tables.header import computed_tables, reads, table
from models.tables.pandera_schemas import validated
from models.words.checks import NAMED_FAULT

# The tables of a report that others can stem from; what lies between is no asset, and is passed over.
STOP = frozenset(computed_tables())
LABELS = "source_named_by_lineage"


def measures_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Return the assets of this room."""
    specs = [table_spec(name, "measures", _deps(name)) for name in computed_tables()]
    forms = [
        dg.AssetCheckSpec(
            f"{name}_form",
            asset=name,
            blocking=True,
            description="Columns, types, allowed words, nulls and the key are as the table's description says.",
        )
        for name in computed_tables()
    ]
    labels = dg.AssetCheckSpec(
        LABELS,
        asset="lineage",
        blocking=True,
        description="Every figure's source is named as its lineage says: what was computed is never shown as the source's "
        "own (docs/measures.md §12).",
    )

    @dg.multi_asset(specs=specs, check_specs=[*forms, labels], partitions_def=partitions, can_subset=True)
    @plain_failure
    def compute_measures(
        context: dg.AssetExecutionContext,
        workplace: dg.ResourceParam[Workplace],
        defined: dg.ResourceParam[RunDefinitions],
        own_files: dg.ResourceParam[RunOwnFiles],
    ) -> Iterator[dg.MaterializeResult[Any]]:  # of no value: Dagster's word for it is private
        municipality, report = split_key(context)
        definitions = own_files.definitions(municipality)
        folder = workplace.staging(municipality, report)
        with reading(warehouse_of(defined, municipality), defined.let_in(municipality)) as con:
            as_of = as_of_run(con, workplace, own_files, municipality, report)
            own = own_rows(own_files.of(municipality), definitions, report)
            given = {**own, "earlier_forecast": earlier_forecasts(workplace, definitions.model, report)}
            open_report(
                con, definitions, report, as_of, given, day_of_making(con, definitions, report, workplace.today)
            )
            wanted = [name for name in computed_tables() if dg.AssetKey(name) in context.selected_asset_keys]
            rows = compute(con, _checks(folder), wanted)
            for name in ("this_report", *({"year_value"} & {*rows})):
                con.sql(f"SELECT * FROM {name}").pl().write_parquet(folder / f"{name}.parquet")
            wrong = con.sql("SELECT * FROM label_fault").pl() if "lineage" in wanted else pl.DataFrame()
            frames = {name: con.sql(f"SELECT * FROM {name}").pl() for name in wanted}
        for name, frame in frames.items():
            try:
                validated(name, frame)
                result = dg.AssetCheckResult(asset_key=name, check_name=f"{name}_form", passed=True)
            except FormError as error:
                result = dg.AssetCheckResult(
                    asset_key=name, check_name=f"{name}_form", passed=False, metadata={"failures": str(error)}
                )
            frame.write_parquet(folder / f"{name}.parquet")
            results = [result, _labelled(wrong)] if name == "lineage" else [result]
            yield dg.MaterializeResult(
                asset_key=name,
                metadata={
                    "dagster/row_count": rows[name],
                    "dagster/column_lineage": column_deps(name),
                    "as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}",
                },
                check_results=results,
            )

    return [compute_measures]


def _deps(name: str) -> set[str]:
    """Return the assets that a measure stands on; lineage tells of every other table of the report."""
    assets = {*computed_tables(), "checks", *TABLES}
    if name == "lineage":
        return asset_deps(reads(name), assets) - {name} | ({*computed_tables()} - {name}) | {"checks"}
    return asset_deps(reads(name), assets) - {name}


def _checks(folder: Path) -> pl.DataFrame:
    path = folder / "checks.parquet"
    if not path.is_file():
        raise UsageError(f"{path} finns inte: ett mått bygger på vad kontrollerna fann. Materialisera checks först.")
    return pl.read_parquet(path)


def column_deps(name: str) -> dg.TableColumnLineage:
    """Return which columns of which assets each column of a measure stems from, as Dagster keeps it.

    The tables of the definitions are one asset; a column of theirs is named with its table.
    """
    from models.tables.column_lineage import ROWS, ground_columns

    deps: dict[str, list[dg.TableColumnDep]] = {}
    for column in table(name).columns:
        found: dict[tuple[str, str], dg.TableColumnDep] = {}
        for source in ground_columns(name, column.name, STOP):
            place = table(source.table)
            is_definition = place.folder == "definitions"
            key = "definitions" if is_definition else place.name
            named = f"{place.name}.{source.column}" if is_definition else source.column
            if source.column != ROWS or is_definition:
                found[(key, named)] = dg.TableColumnDep(asset_key=key, column_name=named)
            else:
                # Rows that are counted are known by their key.
                found |= {(key, each): dg.TableColumnDep(asset_key=key, column_name=each) for each in place.key}
        deps[column.name] = [found[key] for key in sorted(found)]
    return dg.TableColumnLineage(deps_by_column=deps)


def _labelled(wrong: pl.DataFrame) -> dg.AssetCheckResult:
    found = [NAMED_FAULT.format(**row) for row in wrong.head(5).to_dicts()]
    return dg.AssetCheckResult(
        asset_key="lineage",
        check_name=LABELS,
        passed=wrong.is_empty(),
        metadata={"figures named wrongly": wrong.height},
        description="; ".join(found) or None,
    )
