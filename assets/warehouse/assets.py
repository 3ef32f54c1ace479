"""The warehouse's tables as assets, and the checks that block what is built on them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from assets.definitions.read_yaml import Definitions
from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.open_report import effective_as_of
from assets.specs import split_key, table_spec
from assets.storage.run_sql import run
from assets.warehouse.anything_new import bring_news
from assets.warehouse.constraints import broken_rules
from assets.warehouse.lake import Lake
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.merge_values import Loaded
from assets.warehouse.publications import publications_file, write_publications
from assets.warehouse.store import reading, writing
from assets.workplace import Workplace
from models.errors import PlaceError, UsageError, VersionError
from models.words.checks import CHECK_TITLE

TABLES = ("kolada_value", "kolada_unit_value", "kolada_unit", "kpi", "area", "area_group", "source_answer")


def warehouse_assets(partitions: dg.PartitionsDefinition, pool: str | None = "warehouse") -> list[dg.AssetsDefinition]:
    """Return the assets of this room. `pool` lets one run at a time load; a lake's loads take turns by themselves."""
    specs = [table_spec(name, "warehouse", ["kolada_answers"]) for name in TABLES]

    forms = [
        dg.AssetCheckSpec(f"{name}_form", asset=name, blocking=True, description=CHECK_TITLE["form"]) for name in TABLES
    ]
    one_version = dg.AssetCheckSpec(
        "one_version_at_a_time",
        asset="kolada_value",
        blocking=True,
        description=CHECK_TITLE["one_version_at_a_time"],
    )

    @dg.multi_asset(specs=specs, check_specs=[one_version, *forms], partitions_def=partitions, pool=pool)
    def load_warehouse(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.MaterializeResult[Any]]:
        municipality, _ = split_key(context)
        model = workplace.definitions(municipality).model
        decimals = {item.kpi_id: item.decimals for item in model.indicators if item.kpi_id is not None}
        place = workplace.warehouse(municipality)
        harvests = list_harvests(AnswerStore(workplace.answers(municipality)))
        loaded = Loaded()
        if _has_news(place, workplace.store(municipality), harvests):
            with writing(place) as con:
                loaded = load_harvests(con, harvests, decimals)
                write_publications(con, workplace.store(municipality))
        with reading(place) as con:
            con.execute("USE warehouse")
            overlapping = run(con, "overlapping_versions")[0][0]
            broken = {name: broken_rules(con, name) for name in TABLES}
            versions = _data_versions(con, workplace.definitions(municipality))
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
            form = dg.AssetCheckResult(
                asset_key=name,
                check_name=f"{name}_form",
                passed=not broken[name],
                metadata={found.rule: found.rows for found in broken[name]},
            )
            yield dg.MaterializeResult(
                asset_key=name,
                metadata=metadata,
                check_results=[form, result] if checked else [form],
                data_version=dg.DataVersion(versions[name]),
            )

    return [load_warehouse]


def _has_news(place: Path | Lake, store: Path, harvests: Sequence[Harvest]) -> bool:
    """Whether the warehouse must be opened for writing: to be made or migrated, or as something new has been fetched."""
    if not publications_file(store).exists():
        return True
    try:
        with reading(place) as con:
            loaded = {row[0] for row in con.execute("SELECT harvest_id FROM warehouse.harvest").fetchall()}
    except (PlaceError, VersionError):
        # Who writes makes it, migrates it, or says what is wrong with it.
        return True
    return bring_news(harvests, loaded)


def _data_versions(con: duckdb.DuckDBPyConnection, definitions: Definitions) -> dict[str, str]:
    """Return for each table when it last came to know something that the municipality's reports can use.

    What depends on them is made again when that changes, and not because Kolada was only asked.
    """
    try:
        known = f"{effective_as_of(con, definitions, None):%Y-%m-%dT%H:%M:%SZ}"
    except UsageError:
        known = "nothing"
    versions: dict[str, str] = dict.fromkeys(TABLES, known)
    for name in ("area", "area_group"):
        found = con.execute(f"SELECT max(known_from), max(known_to) FROM {name}").fetchall()[0]
        versions[name] = " ".join(map(str, found))
    return versions
