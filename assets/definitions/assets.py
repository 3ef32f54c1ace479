"""The municipality's own definitions and files, as assets."""

from typing import Any

import dagster as dg

from assets.specs import split_key
from assets.workplace import Workplace


def local_assets(partitions: dg.PartitionsDefinition) -> list[dg.AssetsDefinition]:
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
    def definitions(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> dg.MaterializeResult[Any]:
        municipality, _ = split_key(context)
        read = workplace.definitions(municipality)
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
    def own_sources(
        context: dg.AssetExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> dg.MaterializeResult[Any]:
        municipality, _ = split_key(context)
        own = workplace.own(municipality)
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

    return [definitions, own_sources]
