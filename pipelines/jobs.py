"""The jobs: what is run together, and what carries a change on to what depends on it."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

REPORT_JOB = "make_report"
REFRESH_JOB = "refresh"
FOLLOW_UP_JOB = "follow_up"
LOCAL_JOB = "take_in_files"
SOURCE_GROUPS = ("kolada", "warehouse", "local")
# Marks the runs of the command, which hold the home's lock as long as they live.
COMMAND_TAG = {"styrtal/command": "run"}

# What is made of the sources follows them by itself: when what they say has changed, not when they were only asked.
# A source that was never made for just this report stands in the way of nothing: the warehouse is one for all.
FOLLOW = (
    dg.AutomationCondition.any_deps_match(
        dg.AutomationCondition.data_version_changed() | dg.AutomationCondition.will_be_requested()
    ).since_last_handled()
    & ~dg.AutomationCondition.any_deps_in_progress()
    & ~dg.AutomationCondition.in_progress()
)


def following(spec: dg.AssetSpec) -> dg.AssetSpec:
    """Return an asset that follows its sources; a source itself is run by schedules and sensors."""
    return spec if spec.group_name in SOURCE_GROUPS else spec.replace_attributes(automation_condition=FOLLOW)


def make_report(partitions: dg.PartitionsDefinition[str]) -> UnresolvedAssetJobDefinition:
    """Return the main job: fetch → check → warehouse → measures → follow-up tables, for one report."""
    return dg.define_asset_job(
        REPORT_JOB,
        selection=dg.AssetSelection.all(),
        partitions_def=partitions,
        description="Makes one report, from Kolada and the municipality's definitions to its pages and workbooks.",
    )


def partial_jobs() -> list[UnresolvedAssetJobDefinition]:
    """Return the jobs of schedules and sensors: what is asked of a source, or what is made without asking Kolada."""
    kolada = dg.AssetSelection.groups("kolada", "warehouse")
    return [
        dg.define_asset_job(
            REFRESH_JOB,
            selection=kolada,
            description="Asks Kolada and loads what it answers; what depends on a change follows by itself.",
        ),
        dg.define_asset_job(
            LOCAL_JOB,
            selection=dg.AssetSelection.groups("local"),
            description="Reads the municipality's own files; what depends on a change follows by itself.",
        ),
        dg.define_asset_job(
            FOLLOW_UP_JOB,
            selection=dg.AssetSelection.all() - kolada,
            description="Makes a report on what the warehouse knows and the municipality's own files; asks Kolada nothing.",
        ),
    ]
