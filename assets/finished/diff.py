"""What changed between two reports, and why: the tables of `models/sql/diff` over two reports' own files.

Nothing is asked of the warehouse: a report carries its tables, its comparison sets and its definitions with it, so that
a frozen one can be compared as long as it exists (docs/freezing-and-diff.md).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

import duckdb
import polars as pl

from assets.definitions.read_yaml import Definitions
from assets.finished.open_finished import Side
from assets.finished.side_tables import fill_tables, opened_in_memory, read_table
from assets.open_report import create, fill
from models.definitions.municipality import SECRET, Municipality
from models.definitions.steering import Plan
from models.errors import UsageError
from models.tables.header import Table, figure_tables, published_tables, table, tables
from models.tables.pandera_schemas import from_rows, validated

# What tells the entries of a section apart that have no id of their own.
NAMED_BY = ("report", "unit", "goal", "indicator", "check", "subject", "kind", "gender", "year", "month", "date")
# Keys of rows that are of other municipalities too, and columns that are no figure.
OTHERS = frozenset({"area_id", "kolada_unit_id"})
NO_FIGURE = frozenset({"report", "as_of", "municipality_id", "lineage_id", "set_hash", "title"})
# What a month's economic follow-up shows, and what of the definitions that is made from.
SHOWN_BY_MONTH = frozenset({"budget"})
DEFINED_OF_MONEY = frozenset(
    {"budgets", "investments", "finances", "municipality", "units", "reorganisations", "sources"}
)
_OF_TWO = re.compile(r"\b(?:before|after)\.")


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
    with opened_in_memory() as con:
        # An edition of an earlier version lacks the tables that came later.
        figures = [name for name in _own_figures() if all(side.table(name).is_file() for side in (before, after))]
        monthly = any(side.definitions.model.is_monthly(side.name.report) for side in (before, after))
        if monthly:
            figures = [name for name in figures if name in SHOWN_BY_MONTH]
        for schema, side in (("before", before), ("after", after)):
            con.execute(f"CREATE SCHEMA {schema}")
            con.execute(f"SET search_path = '{schema},main'")
            _open(con, side, figures)
        con.execute("SET search_path = 'main'")
        for described in tables("diff").values():
            if _OF_TWO.search(described.sql):
                create(con, described)
        frames = {name: validated(name, con.sql(f"SELECT * FROM {name}").pl()) for name in changes()}
    return Diff(before, after, {name: _of_money(name, frame) if monthly else frame for name, frame in frames.items()})


def _of_money(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return what of a table of changes a month's economic follow-up shows something of."""
    if name == "definition_change":
        return frame.filter(pl.col("section").is_in(sorted(DEFINED_OF_MONEY)))
    return frame if name in {"figure_change", "check_change"} else frame.clear()


def changes() -> list[str]:
    """Return the tables of what changed: those of `models/sql/diff` that read two reports and have a title."""
    return [name for name, described in tables("diff").items() if _OF_TWO.search(described.sql) and described.title]


def _open(con: duckdb.DuckDBPyConnection, side: Side, figures: Sequence[str]) -> None:
    """Make one report's tables in the connection's current schema, and of `figures` the cells."""
    fill_tables(con, side, {name: read_table(side, name) for name in _report_tables(figures)})
    for name, rows in (("definition_field", definition_fields), ("definition_named", definitions_named)):
        fill(con, table(name), from_rows(name, list(rows(side.definitions))))
    con.execute(table("figure_cell").ddl)
    for name in figures:
        for cells in _cells_of(table(name)):
            con.execute(f"INSERT INTO figure_cell BY NAME {cells}")
    for described in tables("diff").values():
        if described.sql and not _OF_TWO.search(described.sql):
            create(con, described)


def _report_tables(figures: Sequence[str]) -> list[str]:
    """Return the published tables that the queries of `models/sql/diff` read, and those whose figures are compared."""
    read = {need for described in tables("diff").values() for need in described.needs} | set(figures)
    return [name for name in published_tables() if name in read]


def _own_figures() -> list[str]:
    """Return the published tables of our own figures: others' are told by value and place, receipts by their own columns."""
    figures = [name for name in published_tables() if name in figure_tables() and name != "receipts"]
    return [name for name in figures if OTHERS.isdisjoint(table(name).key)]


def _cells_of(described: Table) -> Iterator[str]:
    """Yield the queries of a table's rows as cells of `figure_cell`.

    Of a table by month, the newest row of each series is a figure of its own, since that is what a report speaks of.
    """
    shown = [c.name for c in described.columns if c.name not in {*described.key, *NO_FIGURE}]
    as_text = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in shown)
    listed = ", ".join(f'"{name}"' for name in shown)
    of = {
        name: name if any(c.name == name for c in described.columns) else "CAST(NULL AS VARCHAR)"
        for name in ("unit_id", "indicator_id")
    }
    when = [key for key in described.key if "month" in described.key and key in {"year", "month"}]
    series = [key for key in described.key if key not in when]
    newest = f"QUALIFY row_number() OVER (PARTITION BY {', '.join(series)} ORDER BY {', '.join(when)} DESC) = 1"

    def cells(figure: list[str], series_figure: str, rows: str) -> str:
        return f"""
            SELECT '{described.name}' AS table_name, figure_of_row AS figure, series_of_row AS series,
                unit_of_row AS unit_id, indicator_of_row AS indicator_id, column_name, value, lineage_of_row AS lineage_id
            FROM (UNPIVOT (
                SELECT {_joined(figure)} AS figure_of_row, {series_figure} AS series_of_row, {of["unit_id"]} AS unit_of_row,
                    {of["indicator_id"]} AS indicator_of_row, lineage_id AS lineage_of_row, {as_text}
                FROM {described.name} {rows}
            ) ON {listed} INTO NAME column_name VALUE value)
        """

    if when:
        yield cells(series, "CAST(NULL AS VARCHAR)", newest)
    yield cells(list(described.key), _joined(series) if when else "CAST(NULL AS VARCHAR)", "")


def _joined(keys: list[str]) -> str:
    return "concat_ws(' · ', " + ", ".join(f"coalesce(CAST({key} AS VARCHAR), '–')" for key in keys) + ")"


def definition_fields(definitions: Definitions) -> Iterator[dict[str, str]]:
    """Yield every key of every definition as text, less what no report carries (`SECRET`); each target by itself."""
    for section, _, name, entry in _named_entries(definitions.model):
        for field, value in _flat(entry):
            yield {"section": section, "id": name, "field": field, "value": value}


def definitions_named(definitions: Definitions) -> Iterator[dict[str, object]]:
    """Yield where each definition stands, by the name that `definition_fields` gives it; not those that an own file's rows hold."""
    written = {file.name for file in definitions.files}
    for section, number, name, entry in _named_entries(definitions.model):
        place = definitions.places.get((section, str(entry.get("id") or number)))
        if place is not None and place[0] in written:
            yield {"file": place[0], "line": place[1], "section": section, "id": name}


def _named_entries(model: Municipality) -> Iterator[tuple[str, int, str, dict[str, object]]]:
    """Yield each definition: its section, its place there, what it is called and what it holds."""
    for section, content in model.model_dump(exclude=set(SECRET)).items():
        named: Counter[str] = Counter()
        entries = cast("list[dict[str, object]]", content if isinstance(content, list) else [content or {}])
        for number, entry in enumerate(entries):
            own = dict(entry)
            if section == "plans":
                own["targets"] = _rules(model.plans[number])
            name = str(own.get("id") or " ".join(_as_text(own[key]) for key in NAMED_BY if own.get(key)))
            named[name] += 1
            # Two comments of one day on one thing, say, are told apart by their order.
            yield section, number, name if named[name] == 1 else f"{name} ({named[name]})", own
    for plan in model.plans:
        for name, target in plan.named_targets().items():
            yield "targets", 0, name, {"id": name, **target.model_dump()}


def _rules(plan: Plan) -> list[dict[str, object]]:
    """Return the plan's targets that are rules, under the leaf that each is of: numbers have a table of their own."""
    return [
        {
            "id": target.leaf,
            **{key: rule.model_dump() for key, rule in target.rules.items()},
        }
        for target in plan.targets
        if target.rules
    ]


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
