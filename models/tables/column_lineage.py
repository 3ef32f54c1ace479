"""From which columns each column stems, as `tools/columns.py` has read it from the SQL of the tables.

Reading it takes sqlglot several seconds, so it is read once, when a table changes, and kept beside the tables; a test
holds the two together.
"""

import json
from dataclasses import dataclass
from functools import cache

from models.tables.header import sql_text, table

# A column that counts or numbers rows stems from all of a table and none of its columns.
ROWS = "*"
FILLED = ("figure_link", "figure_label")
KEPT = "column_lineage.json"


@dataclass(frozen=True, order=True)
class SourceColumn:
    """A column of a table; `*` where rows are counted or numbered."""

    table: str
    column: str


@dataclass(frozen=True)
class ColumnLineage:
    """What one column stems from: columns of the tables that its own is computed from, and fixed values."""

    sources: tuple[SourceColumn, ...]
    constants: tuple[str, ...]


@cache
def _stored_lineage() -> dict[str, dict[str, tuple[list[list[str]], list[str]]]]:
    return json.loads(sql_text(KEPT))


@cache
def column_lineage(name: str) -> dict[str, ColumnLineage]:
    """Return what each column of a computed table stems from, one step back.

    Raises:
        ValueError: the table has no SQL of its own.
    """
    if name not in _stored_lineage():
        raise ValueError(f"{name} is not computed by SQL.")
    return {
        column: ColumnLineage(tuple(SourceColumn(*source) for source in sources), tuple(constants))
        for column, (sources, constants) in _stored_lineage()[name].items()
    }


@cache
def ground_columns(name: str, column: str, stop: frozenset[str] = frozenset()) -> tuple[SourceColumn, ...]:
    """Return the columns of the warehouse and of the definitions that a column stems from in the end.

    Args:
        name: the table.
        column: its column, or `*` for its rows.
        stop: computed tables to go no further back than.
    """
    if not table(name).sql and name not in FILLED:
        return (SourceColumn(name, column),)
    columns = column_lineage(name)
    if column == ROWS:
        steps = {SourceColumn(source.table, ROWS) for each in columns.values() for source in each.sources}
    else:
        steps = set(columns[column].sources)
    ground = {step for step in steps if step.table in stop}
    for step in steps - ground:
        ground.update(ground_columns(step.table, step.column, stop))
    return tuple(sorted(ground))
