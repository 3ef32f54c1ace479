"""The jobs: what is run together, and what carries a change on to what depends on it."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

import dagster as dg

REPORT_JOB = "make_report"
REFRESH_JOB = "refresh"
FOLLOW_UP_JOB = "follow_up"
LOCAL_JOB = "take_in_files"
SOURCE_GROUPS = ("kolada", "warehouse", "local")
# Marks the runs of the command, which hold the home's lock as long as they live.
COMMAND_TAG = {"styrtal/command": "run"}
KOLADA = dg.AssetSelection.groups("kolada", "warehouse")

# The main job for one report (fetch, check, warehouse, measures, follow-up tables), and those of schedules and sensors.
JOBS = [
    dg.define_asset_job(
        REPORT_JOB,
        selection=dg.AssetSelection.all() - dg.AssetSelection.assets("waiting_changes"),
        description="Makes one report, from Kolada and the municipality's definitions to its pages and workbooks.",
    ),
    dg.define_asset_job(
        REFRESH_JOB,
        selection=KOLADA,
        description="Asks Kolada and loads what it answers; what depends on a change follows by itself. Where the municipality waits "
        "for a yes, it tells what would change instead.",
    ),
    dg.define_asset_job(
        LOCAL_JOB,
        selection=dg.AssetSelection.groups("local"),
        description="Reads the municipality's own files; what depends on a change follows by itself.",
    ),
    dg.define_asset_job(
        FOLLOW_UP_JOB,
        selection=dg.AssetSelection.all() - KOLADA,
        description="Makes a report on what the warehouse knows and the municipality's own files; asks Kolada nothing.",
    ),
]


class ReportsToFollow(dg.AutomationCondition[dg.AssetKey]):
    """True for the reports that follow changes by themselves: `current` names them, once for all assets of a look.

    Dagster evaluates it where the project's code is (`use_user_code_server`).
    """

    def __init__(self, current: Callable[[dg.DagsterInstance], set[str]]) -> None:
        self.current = current
        self._looked: tuple[datetime, set[str]] | None = None

    @property
    def name(self) -> str:
        """How Dagster's interface shows it."""
        return "latest report, not frozen, and no run of it is going"

    def evaluate(self, context: dg.AutomationContext[dg.AssetKey]) -> dg.AutomationResult[dg.AssetKey]:
        """Keep of the candidates those reports."""
        at = context.evaluation_time
        if self._looked is None or self._looked[0] != at:
            self._looked = (at, self.current(context.asset_graph_view.instance))
        in_partition = context.candidate_subset.compute_intersection_with_partition_keys(self._looked[1])
        return dg.AutomationResult(context, true_subset=in_partition)


AnyCondition = dg.AutomationCondition[dg.AssetKey | dg.AssetCheckKey]


def follow(current: Callable[[dg.DagsterInstance], set[str]]) -> dg.AutomationCondition[dg.AssetKey]:
    """Return when what is made of the sources is made again by itself.

    When what they say has changed, not when they were only asked; or when its own query has. A source that was never made
    for just this report stands in the way of nothing: the warehouse is one for all. `current` returns the reports to follow.
    """
    changed = dg.AutomationCondition.any_deps_match(
        dg.AutomationCondition.data_version_changed() | dg.AutomationCondition.will_be_requested()
    ) | cast("AnyCondition", dg.AutomationCondition.code_version_changed())
    # The reports come last: what has changed is remembered for those that wait, too.
    return (
        changed.since_last_handled()
        & ~dg.AutomationCondition.any_deps_in_progress()
        & ~dg.AutomationCondition.in_progress()
        & ReportsToFollow(current)
    )


def following(spec: dg.AssetSpec, condition: dg.AutomationCondition[dg.AssetKey]) -> dg.AssetSpec:
    """Return an asset that follows its sources; a source itself is run by schedules and sensors."""
    return spec if spec.group_name in SOURCE_GROUPS else spec.replace_attributes(automation_condition=condition)
