"""Every table, described once: in the header of its SQL file. Pandera, Dagster and the docs read it from here.

A header looks like this, and the query (if the table is computed) follows it:

    -- table: fulfilment
    -- section: measures.md §1–§4
    -- key: goal_id, indicator_id, unit_id, gender
    -- needs: value_used, target_in_force
    -- what: One row for each goal's indicator …
    -- parents:
    --   value_node       p.kpi_id = f.kpi_id AND …
    -- columns:
    --   report        text        the report's id, as 2025-08
    --   status        text{met,partly,not_met,not_assessed,no_judgement}   …
    --   gap           float?      …

Types are text, int, float, bool, time (UTC) and date; `{…}` lists the words allowed, `[0..1]` the range (either end may be
left out), `?` allows null.

A table whose rows are figures has a column `lineage_id`, and says under `parents` what each row was made of: the table
that holds the parent (any with a `lineage_id`: nodes in `models/sql/lineage`, or other figures) and the condition that
joins it, p being the parent, f the figure and t this_report. Nothing else is needed for a table to be traced.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from graphlib import TopologicalSorter
from importlib import resources
from typing import Literal

SqlType = Literal["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "DATE"]
SQL_TYPES: dict[str, SqlType] = {
    "text": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "time": "TIMESTAMP",
    "date": "DATE",
}
_FIELD = re.compile(r"^-- (table|section|key|needs|what|parents|columns):\s*(.*)$")
_COLUMN = re.compile(
    r"^--   (\w+)\s+(text|int|float|bool|time|date)(\{[^}]*\})?(?:\[(-?[\d.]+?)?\.\.(-?[\d.]+)?\])?(\?)?(?:\s+(.*))?$"
)
_PARENT = re.compile(r"^--   (\w+)\s+(\S.*)$")
_CONTINUED = re.compile(r"^-- {6,}(\S.*)$")
_CALL = re.compile(r"\b(\w+)\(")
_MACRO = re.compile(r"^CREATE OR REPLACE MACRO (\w+)\(", re.MULTILINE)
_MORE = re.compile(r"^--\s+(\S.*)$")
FOLDERS = ("warehouse", "definitions", "local", "known", "measures", "lineage", "diff")
MACROS = "macros"


@dataclass(frozen=True)
class Column:
    """A column: its type, whether null is allowed, the words or the range that it may hold, and what it means."""

    name: str
    kind: str
    nullable: bool
    words: tuple[str, ...]
    what: str
    low: float | None = None
    high: float | None = None

    @property
    def sql_type(self) -> SqlType:
        """The DuckDB type."""
        return SQL_TYPES[self.kind]


@dataclass(frozen=True)
class Parent:
    """What a figure was made of: the table that holds it, and the SQL condition between parent p, figure f and report t."""

    table: str
    condition: str


@dataclass(frozen=True)
class Table:
    """A table: what it is, its key, its section of docs/measures.md, what it is computed from, and its SQL."""

    name: str
    folder: str
    section: str
    key: tuple[str, ...]
    needs: tuple[str, ...]
    what: str
    parents: tuple[Parent, ...]
    columns: tuple[Column, ...]
    sql: str
    text: str

    @property
    def ddl(self) -> str:
        """The statement that creates the table, empty."""
        return self._ddl({column.name: column.sql_type for column in self.columns})

    @property
    def narrow_ddl(self) -> str:
        """The same with a column of few words as an ENUM, which DuckDB writes in half the time of text.

        The words are in the order of text, so that rows in order are the same with either.
        """
        quoted = {each.name: [f"'{word}'" for word in sorted(each.words)] for each in self.columns if each.words}
        enums = {name: f"ENUM ({', '.join(words)})" for name, words in quoted.items()}
        return self._ddl({column.name: column.sql_type for column in self.columns} | enums)

    def _ddl(self, types: Mapping[str, str]) -> str:
        columns = ", ".join(
            f'"{column.name}" {types[column.name]}{"" if column.nullable else " NOT NULL"}' for column in self.columns
        )
        return f"CREATE TABLE {self.name} ({columns})"

    @property
    def select_list(self) -> str:
        """The columns in order, each cast to its type: what is read from the table's own query."""
        return ", ".join(f'CAST("{column.name}" AS {column.sql_type}) AS "{column.name}"' for column in self.columns)


def add_column(columns: list[Column], line: str) -> bool:
    """Add a column that a line of the header tells of, or what it goes on saying; return whether it is one."""
    if match := _COLUMN.match(line):
        column, kind, words, low, high, null, what = match.groups()
        listed = tuple(word.strip() for word in words[1:-1].split(",")) if words else ()
        ends = (float(low) if low else None, float(high) if high else None)
        columns.append(Column(column, kind, bool(null), listed, what or "", *ends))
        return True
    if columns and (match := _CONTINUED.match(line)):
        columns[-1] = replace(columns[-1], what=f"{columns[-1].what} {match.group(1)}".strip())
        return True
    return False


def _add_parent(parents: list[Parent], line: str) -> bool:
    if match := _PARENT.match(line):
        parents.append(Parent(*match.groups()))
        return True
    if parents and (match := _CONTINUED.match(line)):
        parents[-1] = replace(parents[-1], condition=f"{parents[-1].condition} {match.group(1)}")
        return True
    return False


def parse_table(folder: str, name: str, text: str) -> Table:
    """Read a table's SQL file.

    Raises:
        ValueError: the header lacks something, or a line of it cannot be read.
    """
    fields: dict[str, str] = {}
    columns: list[Column] = []
    parents: list[Parent] = []
    current = ""
    lines = text.splitlines()
    body = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    for line in lines[:body]:
        if match := _FIELD.match(line):
            current = match.group(1)
            fields[current] = match.group(2)
        elif (current == "columns" and add_column(columns, line)) or (
            current == "parents" and _add_parent(parents, line)
        ):
            continue
        elif current and current not in {"columns", "parents"} and (match := _MORE.match(line)):
            fields[current] = f"{fields[current]} {match.group(1)}".strip()
        elif line.strip() != "--":
            raise ValueError(f"{folder}/{name}.sql: the header line '{line}' cannot be read")
    missing = {"table", "section", "key", "what"} - set(fields)
    if missing or not columns or fields["table"] != name:
        raise ValueError(
            f"{folder}/{name}.sql: the header lacks {', '.join(sorted(missing)) or 'columns or its own name'}"
        )
    key = _list(fields["key"])
    if unknown := set(key) - {column.name for column in columns}:
        raise ValueError(f"{folder}/{name}.sql: the key names {unknown}, which is no column")
    return Table(
        name=name,
        folder=folder,
        section=fields["section"],
        key=key,
        needs=_list(fields.get("needs", "")),
        what=fields["what"],
        parents=tuple(parents),
        columns=tuple(columns),
        sql="\n".join(lines[body:]).strip().rstrip(";"),
        text=text,
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@cache
def tables(folder: str) -> dict[str, Table]:
    """Return the tables of one of `FOLDERS`; computed ones in the order of their needs."""
    root = resources.files("models") / "sql" / folder
    found = {
        name: parse_table(folder, name, item.read_text(encoding="utf-8"))
        for item in sorted(root.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".sql") and (name := item.name.removesuffix(".sql"))
    }
    graph = {name: [need for need in table.needs if need in found] for name, table in found.items()}
    return {name: found[name] for name in TopologicalSorter(graph).static_order()}


def table(name: str) -> Table:
    """Return a table by its name, from whichever folder."""
    return next(tables(folder)[name] for folder in FOLDERS if name in tables(folder))


def sql_text(name: str) -> str:
    """Return a file of `models/sql` that is not a table, such as `macros.sql`."""
    return (resources.files("models") / "sql" / name).read_text(encoding="utf-8")


@cache
def macro_names() -> frozenset[str]:
    """Return the names of the macros that the tables share."""
    return frozenset(_MACRO.findall(sql_text("macros.sql")))


def stands_on(described: Table) -> tuple[str, ...]:
    """Return the computed tables that a table's SQL reads, and `macros` where it calls one."""
    computed = (name for name in described.needs if table(name).sql)
    calls = macro_names().intersection(_CALL.findall(described.sql))
    return (*computed, MACROS) if calls else tuple(computed)


def figure_tables() -> dict[str, Table]:
    """Return the measures whose rows are figures: those that say what they were made of."""
    return {name: described for name, described in tables("measures").items() if described.parents}
