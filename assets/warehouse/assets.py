"""The warehouse's tables as assets, and the checks that block what is built on them."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb

from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import Definitions
from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.open_report import effective_as_of, latest_time
from assets.specs import plain_failure, split_key, table_spec
from assets.storage.run_sql import run
from assets.warehouse.anything_new import bring_news
from assets.warehouse.constraints import broken_rules
from assets.warehouse.lake import Lake
from assets.warehouse.merge_values import Loaded
from assets.warehouse.place import warehouse_of
from assets.warehouse.publications import publications_file, read_publications
from assets.warehouse.store import reading, writing
from assets.warehouse.waiting import load_answers
from models.errors import PlaceError, UsageError, VersionError
from models.tables.check_header import checks
from models.words.checks import FORM_TITLE, ONE_VERSION_TITLE

TABLES = ("kolada_value", "kolada_unit_value", "kolada_unit", "kpi", "area", "area_group", "source_answer")


def warehouse_assets(partitions: dg.PartitionsDefinition, pool: str | None = "warehouse") -> list[dg.AssetsDefinition]:
    """Return the assets of this room. `pool` lets one run at a time load; a lake's loads take turns by themselves."""
    specs = [table_spec(name, "warehouse", ["kolada_answers"]) for name in TABLES]

    forms = [dg.AssetCheckSpec(f"{name}_form", asset=name, blocking=True, description=FORM_TITLE) for name in TABLES]
    one_version = dg.AssetCheckSpec(
        "one_version_at_a_time",
        asset="kolada_value",
        blocking=True,
        description=ONE_VERSION_TITLE,
    )
    in_time = dg.AssetCheckSpec("values_come_in_time", asset="kpi", description=checks()["values_on_time"].title)

    @dg.multi_asset(
        specs=specs, check_specs=[one_version, in_time, *forms], partitions_def=partitions, pool=pool, can_subset=True
    )
    @plain_failure
    def load_warehouse(
        context: dg.AssetExecutionContext, defined: dg.ResourceParam[RunDefinitions]
    ) -> Iterator[dg.MaterializeResult[Any]]:  # of no value: Dagster's word for it is private
        municipality, _ = split_key(context)
        model = defined.of(municipality).model
        place = warehouse_of(defined, municipality)
        harvests = list_harvests(AnswerStore(defined.answers(municipality)))
        loaded = Loaded()
        if _has_news(place, defined.store(municipality), harvests):
            with writing(place) as con:
                loaded = load_answers(con, defined, municipality, harvests)
        with reading(place) as con:
            con.execute("USE warehouse")
            overlapping = run(con, "overlapping_versions")[0][0]
            broken = {name: broken_rules(con, name) for name in TABLES}
            late = _late(defined.store(municipality), model.kpi_ids, latest_time(con).date())
            rows = {name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in TABLES}
        with reading(place, defined.let_in(municipality)) as con:
            con.execute("USE warehouse")
            versions = _data_versions(con, defined.of(municipality))
        context.log.info("%s harvests: %s versions opened, %s closed", loaded.harvests, loaded.opened, loaded.closed)
        for name in (each for each in TABLES if dg.AssetKey(each) in context.selected_asset_keys):
            metadata: dict[str, dg.MetadataValue | int] = {"dagster/row_count": rows[name]}
            if name == "kolada_value":
                metadata |= {
                    "opened": loaded.opened,
                    "closed": dg.MetadataValue.json(loaded.closed),
                    "rounding noise": loaded.noise,
                }
            results: list[dg.AssetCheckResult] = []
            if name == "kolada_value":
                results.append(
                    dg.AssetCheckResult(
                        asset_key=name,
                        check_name="one_version_at_a_time",
                        passed=overlapping == 0,
                        metadata={"overlapping versions": overlapping},
                    )
                )
            if name == "kpi":
                results.append(
                    dg.AssetCheckResult(
                        asset_key=name,
                        check_name="values_come_in_time",
                        passed=not late,
                        severity=dg.AssetCheckSeverity.WARN,
                        metadata=late,
                    )
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
                check_results=[form, *results],
                data_version=dg.DataVersion(versions[name]),
            )

    return [load_warehouse]


def _late(store: Path, kpi_ids: Sequence[str], day: date) -> dict[str, str]:
    """Return the KPIs that are late by the source's clock, with their title and the day they should have come."""
    publications = read_publications(store, kpi_ids)
    return {
        publication.kpi_id: f"{publication.title}: {due}"
        for publication in publications
        if (due := publication.late(day)) is not None
    }


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
        as_of = f"{effective_as_of(con, definitions, None):%Y-%m-%dT%H:%M:%SZ}"
    except UsageError:
        as_of = "nothing"
    versions: dict[str, str] = dict.fromkeys(TABLES, as_of)
    for name in ("area", "area_group"):
        newest = con.execute(f"SELECT max(known_from), max(known_to) FROM {name}").fetchall()[0]
        versions[name] = " ".join(map(str, newest))
    return versions
