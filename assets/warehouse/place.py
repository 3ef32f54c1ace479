"""Where the warehouse is: a file beside the stored answers, or a lake that many processes share."""

from pathlib import Path

from assets.definitions.of_run import RunDefinitions
from assets.warehouse.lake import Lake, lake_at
from assets.workplace import Workplace


def warehouse_of(defined: RunDefinitions, municipality: str) -> Path | Lake:
    """Return a municipality's warehouse.

    Raises:
        UsageError: the lake's address cannot be read.
    """
    store = defined.store(municipality)
    return lakes_of(defined.workplace).get(store) or store / "warehouse.duckdb"


def lakes_of(workplace: Workplace) -> dict[Path, Lake]:
    """Return the lakes by the store that each is the warehouse of, real values and made-up ones; none where files are used.

    Raises:
        UsageError: the lake's address cannot be read.
    """
    if workplace.lake is None:
        return {}
    home, files = workplace.home, workplace.lake_files or workplace.home / "lake"
    schemas = {home: "styrtal", home / "example": "styrtal_example"}
    return {store: lake_at(workplace.lake, schema, files / schema, store) for store, schema in schemas.items()}
