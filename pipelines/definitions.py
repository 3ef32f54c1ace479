"""The one Dagster entry: every asset, check, job, schedule, sensor and resource."""

from datetime import timedelta
from functools import partial

import dagster as dg

from assets.definitions.assets import definitions_assets
from assets.definitions.of_run import RunDefinitions
from assets.definitions.read_yaml import read_definitions
from assets.followup.assets import followup_assets
from assets.kolada.assets import kolada_assets
from assets.measures.assets import measures_assets
from assets.own_files.assets import own_files_assets
from assets.own_files.of_run import RunOwnFiles
from assets.quality.assets import quality_assets
from assets.warehouse.assets import warehouse_assets
from assets.workplace import Workplace
from models.errors import StyrtalError
from models.tables.header import published_tables
from pipelines.clock import today
from pipelines.jobs import FOLLOW_UP_JOB, JOBS, follow, following
from pipelines.json_logs import json_lines
from pipelines.preview import waiting_asset
from pipelines.schedules import municipality_schedules
from pipelines.sensors import sensors
from pipelines.settings import Settings
from pipelines.what_is_due import frozen_reports

FIRST_YEAR = 2020
RUNNING = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]
# Values are asked for in full every 30 days; what has not been made for two such rounds is stale.
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=70), warn_window=timedelta(days=35))


def report_keys(workplace: Workplace, *more: str) -> list[str]:
    """Return the partitions: every report of every municipality's calendar, months and planning, up to next year, and those given."""
    keys: list[str] = list(more)
    for name in workplace.municipalities:
        try:
            model = read_definitions(workplace.municipalities[name]).model
        except StyrtalError:
            # A folder being written must not keep the others from being seen; its own run tells what is wrong.
            continue
        years = (FIRST_YEAR, today().year + 1)
        listed = [*model.report_ids(*years), *model.monthly_ids(*years), *model.planning_ids(*years)]
        keys += [f"{name}/{report}" for report in sorted(listed)]
    return list(dict.fromkeys(keys))


def build_definitions(defined: RunDefinitions, keys: list[str], own_files: RunOwnFiles | None = None) -> dg.Definitions:
    """Return everything of Dagster's for a workplace and its definitions; `styrtal run` executes these very assets."""
    workplace = defined.workplace
    partitions = dg.StaticPartitionsDefinition(keys)
    condition = follow(partial(reports_to_follow, defined))

    def as_shown(spec: dg.AssetSpec) -> dg.AssetSpec:
        """Return an asset as Dagster shows it: how fresh it must be, and what it follows."""
        return following(spec, condition).replace_attributes(freshness_policy=FRESH)

    readable = sorted({key.partition("/")[0] for key in keys})
    assets: list[dg.AssetsDefinition] = [
        *definitions_assets(partitions),
        *own_files_assets(partitions),
        *kolada_assets(partitions),
        *warehouse_assets(partitions, pool="warehouse" if workplace.lake is None else None),
        *quality_assets(partitions, tuple(published_tables())),
        *measures_assets(partitions),
        *followup_assets(partitions),
        waiting_asset(partitions, make_on_what_is_known),
    ]
    return dg.Definitions(
        assets=[each.map_asset_specs(as_shown) for each in assets],
        jobs=JOBS,
        schedules=municipality_schedules(defined, readable),
        sensors=sensors(defined, readable),
        resources={
            name: dg.ResourceDefinition.hardcoded_resource(given)
            for name, given in (
                ("workplace", workplace),
                ("defined", defined),
                ("own_files", own_files or RunOwnFiles(defined)),
            )
        },
        executor=dg.in_process_executor,
        loggers={"console": dg.colored_console_logger, "json": json_lines},
    )


def make_on_what_is_known(defined: RunDefinitions, key: str) -> None:
    """Make a report within a run, asking Kolada nothing; nothing of it stands in Dagster's history."""
    with dg.DagsterInstance.ephemeral() as instance:
        job = build_definitions(defined, [key]).resolve_job_def(FOLLOW_UP_JOB)
        job.execute_in_process(instance=instance, partition_key=key)


def reports_to_follow(defined: RunDefinitions, instance: dg.DagsterInstance) -> set[str]:
    """Return the reports that are made again when what they stand on changes.

    Of each municipality that is the latest, unless it is frozen, or a run of it is going: the command's, or a refresh of
    which not all has come.
    """
    going = instance.get_runs(dg.RunsFilter(statuses=RUNNING))
    held = {run.tags.get("dagster/partition", "") for run in going}
    report_keys_due: set[str] = set()
    for name in defined.workplace.municipalities:
        try:
            model = defined.read_again(name).model
        except StyrtalError:
            # Its own run tells what is wrong.
            continue
        latest = model.latest_report(today())
        if latest not in frozen_reports(defined.workplace, name):
            report_keys_due.add(f"{name}/{latest}")
    return report_keys_due - held


@dg.definitions
def definitions() -> dg.Definitions:
    """Return everything that Dagster loads, as the environment's settings say."""
    workplace = Settings().workplace()
    return build_definitions(RunDefinitions(workplace), report_keys(workplace))
