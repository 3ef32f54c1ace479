"""What changed between two reports, and why: the tables of `models/sql/diff` over two reports' own files.

Nothing is asked of the warehouse: a report carries its tables, its comparison sets and its definitions with it, so that
a frozen one can be compared as long as it exists (docs/freezing-and-diff.md).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

import duckdb
import polars as pl

from assets.finished.open_finished import Side
from assets.finished.side_tables import fill_tables, read_table
from assets.open_report import create, fill
from models.definitions.municipality import SECRET, Municipality
from models.errors import UsageError
from models.tables.header import published_tables, sql_text, table, tables
from models.tables.pandera_schemas import from_rows, validated

# Made for each of the two reports; the rest of the folder is made of both.
OF_ONE_REPORT = ("definition_field", "judged_leaf", "known_cell", "place")
# What tells the entries of a section apart that have no id of their own.
NAMED_BY = ("report", "unit", "goal", "indicator", "check", "subject", "kind", "gender", "year", "month", "date")
CHANGES = (
    "status_change",
    "scope_change",
    "colour_change",
    "value_change",
    "target_change",
    "definition_change",
    "set_change",
    "check_change",
)


@dataclass(frozen=True)
class Diff:
    """Two reports, and every table of what changed between them."""

    before: Side
    after: Side
    tables: Mapping[str, pl.DataFrame]

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return all(frame.is_empty() for frame in self.tables.values())

    def causes(self, name: str) -> dict[str, int]:
        """Return how many of the changes in `status_change` or `colour_change` have each cause, most first."""
        counted = self.tables[name]["cause"].value_counts().sort("count", "cause", descending=[True, False])
        return dict(counted.iter_rows())


def compare_reports(before: Side, after: Side) -> Diff:
    """Return what changed from one report to another.

    Raises:
        UsageError: they are two municipalities' reports.
    """
    if before.name.municipality != after.name.municipality:
        raise UsageError(f"{before.name} och {after.name} är två kommuners rapporter, som inte jämförs.")
    with duckdb.connect() as con:
        con.execute(sql_text("macros.sql"))
        for schema, side in (("before", before), ("after", after)):
            con.execute(f"CREATE SCHEMA {schema}")
            con.execute(f"SET search_path = '{schema},main'")
            _open(con, side)
        con.execute("SET search_path = 'main'")
        for name, described in tables("diff").items():
            if name not in OF_ONE_REPORT:
                create(con, described)
        frames = {name: validated(name, con.sql(f"SELECT * FROM {name}").pl()) for name in CHANGES}
    return Diff(before, after, frames)


def _open(con: duckdb.DuckDBPyConnection, side: Side) -> None:
    """Make one report's tables in the connection's current schema."""
    fill_tables(con, side, {name: read_table(side, name) for name in _report_tables()})
    fill(con, table("definition_field"), from_rows("definition_field", list(definition_fields(side.definitions.model))))
    for name, described in tables("diff").items():
        if name in OF_ONE_REPORT and described.sql:
            create(con, described)


def _report_tables() -> list[str]:
    """Return the published tables that the queries of `models/sql/diff` read."""
    read = {need for described in tables("diff").values() for need in described.needs}
    return [name for name in published_tables() if name in read]


def definition_fields(model: Municipality) -> Iterator[dict[str, str]]:
    """Yield every key of every definition as text, less what no report carries (`SECRET`) and the plans' targets.

    Targets have a table of their own.
    """
    for section, content in model.model_dump(exclude=set(SECRET)).items():
        named: Counter[str] = Counter()
        for entry in cast("list[dict[str, object]]", content if isinstance(content, list) else [content or {}]):
            own = {key: value for key, value in entry.items() if (section, key) != ("plans", "targets")}
            name = str(own.get("id") or " ".join(_as_text(own[key]) for key in NAMED_BY if own.get(key)))
            named[name] += 1
            # Two comments of one day on one thing, say, are told apart by their order.
            unique = name if named[name] == 1 else f"{name} ({named[name]})"
            for field, value in _flat(own):
                yield {"section": section, "id": unique, "field": field, "value": value}


def _flat(entry: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entry.items():
        field = f"{above}{key}"
        if isinstance(value, dict):
            yield from _flat(cast("dict[str, object]", value), f"{field}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, part in enumerate(cast("list[dict[str, object]]", value), start=1):
                named = next((name for name in ("id", "indicator", "month") if name in part), "")
                below = {key: item for key, item in part.items() if key != named}
                yield from _flat(below, f"{field}.{part.get(named, number)}.")
        elif value not in (None, []):
            yield field, _as_text(cast("object", value))


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(_as_text(item) for item in cast("list[object]", value))
    return str(getattr(value, "value", value))
