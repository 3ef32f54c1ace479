"""A table's header as a Dagster asset."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.tables.header import table

if TYPE_CHECKING:
    import dagster as dg


def split_key(context: "dg.AssetExecutionContext | dg.AssetCheckExecutionContext") -> tuple[str, str]:
    """Return a partition's municipality and report."""
    municipality, _, report = context.partition_key.partition("/")
    return municipality, report


def table_spec(name: str, group: str, deps: Sequence[str]) -> "dg.AssetSpec":
    """Return a table computed or loaded by SQL as an asset: what it is and its columns, from its own description."""
    import dagster as dg

    described = table(name)
    return dg.AssetSpec(
        name,
        deps=deps,
        group_name=group,
        owners=["team:analysts"],
        kinds={"duckdb", "sql"},
        code_version="1",
        description=f"{described.what} (docs/{described.section})",
        metadata={"dagster/column_schema": table_schema(name)},
    )


def table_schema(name: str) -> "dg.TableSchema":
    """Return a table's columns as Dagster shows them."""
    import dagster as dg

    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                column.kind,
                description=column.what + (f" ({', '.join(column.words)})" if column.words else ""),
                constraints=dg.TableColumnConstraints(nullable=column.nullable),
            )
            for column in table(name).columns
        ]
    )
