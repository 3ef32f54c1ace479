"""The municipality's own files as an asset."""

from typing import Any

import dagster as dg

from assets.own_files.of_run import RunOwnFiles
from assets.specs import plain_failure, split_key


def own_files_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Return the assets of this room."""

    @dg.asset(
        partitions_def=partitions,
        deps=["definitions"],
        group_name="local",
        owners=["team:analysts"],
        kinds={"excel", "csv"},
        code_version="1",
        description="The municipality's own files, read by the mappings of its definitions: measurements, ledger, budgets, "
        "staff, activities and assignments. Every version of every file is kept; every fault is told with file, row and column.",
    )
    @plain_failure
    def own_sources(
        context: dg.AssetExecutionContext, own_files: dg.ResourceParam[RunOwnFiles]
    ) -> dg.MaterializeResult[Any]:  # of no value: Dagster's word for it is private
        municipality, _ = split_key(context)
        own = own_files.of(municipality)
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": sum(reading.frame.height for reading in own.readings),
                "sources": len(own.readings),
                "faults": len(own.faults),
                "files": dg.MetadataValue.json(
                    {file.name: file.sha256 for reading in own.readings for file in reading.files}
                ),
            },
            # What depends on the files follows when their bytes change; the definitions' own hash is without them.
            data_version=dg.DataVersion(own.sha256),
        )

    return [own_sources]
