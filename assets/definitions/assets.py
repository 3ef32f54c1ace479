"""The municipality's definitions as an asset."""

from typing import Any

import dagster as dg

from assets.definitions.of_run import RunDefinitions
from assets.specs import plain_failure, split_key


def definitions_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Return the assets of this room."""

    @dg.asset(
        partitions_def=partitions,
        group_name="local",
        owners=["team:analysts"],
        kinds={"yaml", "pydantic"},
        code_version="1",
        description="Units, goals, indicators, plans and calendar of the municipality, read from its YAML files. "
        "Every fault is told with file, line and key.",
    )
    @plain_failure
    def definitions(
        context: dg.AssetExecutionContext, defined: dg.ResourceParam[RunDefinitions]
    ) -> dg.MaterializeResult[Any]:  # of no value: Dagster's word for it is private
        municipality, _ = split_key(context)
        read = defined.of(municipality)
        model = read.model
        return dg.MaterializeResult(
            metadata={
                "units": len(model.units),
                "goals": len(model.goals),
                "indicators": len(model.indicators),
                "plans": len(model.plans),
                "files": dg.MetadataValue.json({file.name: file.sha256 for file in read.files}),
            },
            data_version=dg.DataVersion(read.sha256),
        )

    return [definitions]
