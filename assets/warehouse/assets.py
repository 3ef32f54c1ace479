"""The warehouse's tables as assets, and the checks that block what is built on them."""

from collections.abc import Iterator

import dagster as dg

from assets.kolada.answers import AnswerStore, list_harvests
from assets.warehouse.load import load_harvests
from assets.warehouse.store import reading, writing
from assets.workplace import Workplace, split_key, table_schema
from models.tables import tables

TABLES = ("kolada_value", "kpi", "area", "area_group", "source_answer")


def warehouse_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition | dg.AssetChecksDefinition]:
    """Return the assets and asset checks of this room."""
    specs = [
        dg.AssetSpec(
            name,
            deps=["kolada_answers"],
            group_name="warehouse",
            owners=["team:analysts"],
            kinds={"duckdb", "sql"},
            code_version="1",
            description=f"{described.what} (docs/{described.section})",
            metadata={"dagster/column_schema": table_schema(name)},
        )
        for name in TABLES
        for described in [tables("warehouse")[name]]
    ]

    @dg.multi_asset(specs=specs, partitions_def=partitions, pool="warehouse")
    def load_warehouse(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[None]]:
        municipality, _ = split_key(context)
        model = workplace.definitions(municipality).model
        decimals = {indicator.kpi_id: indicator.decimals for indicator in model.indicators}
        with writing(workplace.warehouse(municipality)) as con:
            loaded = load_harvests(con, list_harvests(AnswerStore(workplace.answers(municipality))), decimals)
            rows = {name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in TABLES}
        context.log.info(f"{loaded.harvests} harvests: {loaded.opened} versions opened, {loaded.closed} closed")
        for name in TABLES:
            metadata: dict[str, dg.MetadataValue | int] = {"dagster/row_count": rows[name]}
            if name == "kolada_value":
                metadata |= {
                    "opened": loaded.opened,
                    "closed": dg.MetadataValue.json(loaded.closed),
                    "rounding noise": loaded.noise,
                }
            yield dg.MaterializeResult(asset_key=name, metadata=metadata)

    @dg.asset_check(
        asset="kolada_value",
        partitions_def=partitions,
        blocking=True,
        description="A value has one version at a time: no cell is current twice, and no two versions overlap.",
    )
    def one_version_at_a_time(
        context: dg.AssetCheckExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> dg.AssetCheckResult:
        municipality, _ = split_key(context)
        with reading(workplace.warehouse(municipality)) as con:
            failed = con.execute(OVERLAPPING).fetchall()[0][0]
        return dg.AssetCheckResult(passed=failed == 0, metadata={"overlapping versions": failed})

    return [load_warehouse, one_version_at_a_time]


OVERLAPPING = """
SELECT count(*) FROM (
    SELECT known_to, lead(known_from) OVER (
        PARTITION BY kpi_id, area_id, period, gender ORDER BY known_from, known_to NULLS LAST
    ) AS next_from
    FROM warehouse.kolada_value
) WHERE next_from IS NOT NULL AND (known_to IS NULL OR known_to > next_from)
"""
