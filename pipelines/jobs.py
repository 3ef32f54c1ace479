"""The jobs: what is run together."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

REPORT_JOB = "make_report"


def make_report(partitions: dg.PartitionsDefinition[str]) -> UnresolvedAssetJobDefinition:
    """Return the main job: fetch → check → warehouse → measures → follow-up tables, for one report."""
    return dg.define_asset_job(
        REPORT_JOB,
        selection=dg.AssetSelection.all(),
        partitions_def=partitions,
        description="Makes one report, from Kolada and the municipality's definitions to its pages and workbooks.",
    )
