"""The warehouse's tables as assets, and the checks that block what is built on them."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets.kolada.answers import AnswerStore, list_harvests
from assets.warehouse.load import load_harvests
from assets.warehouse.store import writing
from assets.workplace import Workplace, split_key, table_spec
from models import swedish

TABLES = ("kolada_value", "kpi", "area", "area_group", "source_answer")


def warehouse_assets(partitions: dg.PartitionsDefinition, pool: str | None = "warehouse") -> list[dg.AssetsDefinition]:
    """Return the assets of this room. `pool` lets one run at a time load; a lake's loads take turns by themselves."""
    specs = [table_spec(name, "warehouse", ["kolada_answers"]) for name in TABLES]

    one_version = dg.AssetCheckSpec(
        "one_version_at_a_time",
        asset="kolada_value",
        blocking=True,
        description=swedish.CHECK_TITLE["one_version_at_a_time"],
    )

    @dg.multi_asset(specs=specs, check_specs=[one_version], partitions_def=partitions, pool=pool)
    def load_warehouse(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[Any]]:
        municipality, _ = split_key(context)
        model = workplace.definitions(municipality).model
        decimals = {item.kpi_id: item.decimals for item in model.indicators if item.kpi_id is not None}
        with writing(workplace.warehouse(municipality)) as con:
            loaded = load_harvests(con, list_harvests(AnswerStore(workplace.answers(municipality))), decimals)
            overlapping = con.execute(OVERLAPPING).fetchall()[0][0]
            rows = {name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in TABLES}
        context.log.info("%s harvests: %s versions opened, %s closed", loaded.harvests, loaded.opened, loaded.closed)
        for name in TABLES:
            metadata: dict[str, dg.MetadataValue | int] = {"dagster/row_count": rows[name]}
            if name == "kolada_value":
                metadata |= {
                    "opened": loaded.opened,
                    "closed": dg.MetadataValue.json(loaded.closed),
                    "rounding noise": loaded.noise,
                }
            checked = name == "kolada_value"
            result = dg.AssetCheckResult(
                asset_key=name,
                check_name="one_version_at_a_time",
                passed=overlapping == 0,
                metadata={"overlapping versions": overlapping},
            )
            yield dg.MaterializeResult(asset_key=name, metadata=metadata, check_results=[result] if checked else [])

    return [load_warehouse]


OVERLAPPING = """
SELECT count(*) FROM (
    SELECT known_to, lead(known_from) OVER (
        PARTITION BY kpi_id, area_id, period, gender ORDER BY known_from, known_to NULLS LAST
    ) AS next_from
    FROM kolada_value
) WHERE next_from IS NOT NULL AND (known_to IS NULL OR known_to > next_from)
"""
