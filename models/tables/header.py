"""Every table, described once: in the header of its SQL file. Pandera, Dagster and the docs read it from here.

A header looks like this, and the query (if the table is computed) follows it:

    -- table: fulfilment
    -- section: measures.md §1–§4
    -- title: Måluppfyllelse
    -- published: 1
    -- key: goal_id, indicator_id, unit_id, gender
    -- needs: value_used, target_in_force
    -- what: One row for each goal's indicator …
    -- parents:
    --   value_node       p.kpi_id = f.kpi_id AND …
    -- columns:
    --   report        text        «Rapport» the report's id, as 2025-08
    --   status        text{met,partly,not_met,not_assessed,no_judgement}   «Bedömning» …
    --   gap           float?      «Avstånd till målet» …

Types are text, int, float, bool, time (UTC) and date; `{…}` lists the words allowed, `[0..1]` the range (either end may be
left out), `?` allows null.

A table that a report publishes says at which place among the others, and has a Swedish title, as each of its columns has.

A table whose rows are figures has a column `lineage_id`, and says under `parents` what each row was made of: the table
that holds the parent (any with a `lineage_id`: nodes in `models/sql/lineage`, or other figures) and the condition that
joins it, p being the parent, f the figure and t this_report. Its query leaves `lineage_id` out: it is made of the table's
name, the report and the key, or of the columns under `figure`, where `?` puts a dash in the place of null. Nothing else is
needed for a table to be traced.

A check is described in the same manner (`check_header`).
"""

import re
from collections.abc import Collection, Mapping
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
_FIELD = re.compile(r"^-- ([a-z_][a-z_ ]*):\s*(.*)$")
_TABLE_FIELDS = frozenset(
    {"table", "section", "title", "published", "key", "needs", "filled_by", "figure", "what", "parents", "columns"}
)
_COLUMN = re.compile(
    r"^--   (\w+)\s+(text|int|float|bool|time|date)(\{[^}]*\})?(?:\[(-?[\d.]+?)?\.\.(-?[\d.]+)?\])?(\?)?(?:\s+(?:«([^»]+)»)?\s*(.*))?$"
)
_PARENT = re.compile(r"^--   (\w+)\s+(\S.*)$")
_CONTINUED = re.compile(r"^-- {6,}(\S.*)$")
_CALL = re.compile(r"\b(\w+)\(")
_MACRO = re.compile(r"^CREATE OR REPLACE MACRO (\w+)\(", re.MULTILINE)
_MORE = re.compile(r"^--\s+(\S.*)$")
FOLDERS = ("warehouse", "definitions", "local", "known", "measures", "lineage", "diff", "explain", "star")
MACROS = "macros"


@dataclass(frozen=True)
class Column:
    """A column: its type, whether null is allowed, the words or the range that it may hold, and what it means.

    `title` is its Swedish name, where a report publishes the table.
    """

    name: str
    kind: str
    nullable: bool
    words: tuple[str, ...]
    what: str
    low: float | None = None
    high: float | None = None
    title: str = ""

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
    """A table: what it is, its key, its section of docs/measures.md, what it is computed from, and its SQL.

    `filled_by` names what fills a table of the definitions beside them: the own sources, the checks, the warehouse.
    `title` is its Swedish name and `published` its place among the tables of a report, where it is one of them; `figure`
    holds what a row's lineage id is made of.
    """

    name: str
    folder: str
    section: str
    title: str
    published: int | None
    key: tuple[str, ...]
    needs: tuple[str, ...]
    filled_by: tuple[str, ...]
    figure: tuple[str, ...]
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
    def query(self) -> str:
        """The table's rows: its own SQL with the columns in order, each cast to its type, and the figures' lineage ids."""
        return self.query_of(self.sql, "(SELECT municipality_id FROM this_report)")

    def query_of(self, sql: str, municipality: str, more: str = "") -> str:
        """Return the same of another query with the table's columns, in which an expression says whose each row is."""
        made = {column.name: f'"{column.name}"' for column in self.columns}
        if self.parents:
            made["lineage_id"] = self._lineage_id(municipality)
        columns = ", ".join(f'CAST({made[one.name]} AS {one.sql_type}) AS "{one.name}"' for one in self.columns)
        return f"SELECT {columns}{more} FROM ({sql})"

    def _lineage_id(self, municipality: str) -> str:
        parts = [
            f"coalesce({name[:-1]}, '-')" if name.endswith("?") else f'"{name}"' for name in self.figure or self.key
        ]
        asked = f"'{self.name}', {municipality}, report, (SELECT max(as_of) FROM this_report)"
        return f"short_id(concat_ws('|', {asked}, {', '.join(parts)}))"


@dataclass(frozen=True)
class Header:
    """What stands before a file's query: its fields by name, its columns, parents and parameters, and the query."""

    fields: Mapping[str, str]
    columns: tuple[Column, ...]
    parents: tuple[Parent, ...]
    parameters: tuple[Column, ...]
    sql: str


def _add_column(columns: list[Column], line: str) -> bool:
    """Add a column that a line of the header tells of, or what it goes on saying; return whether it is one."""
    if match := _COLUMN.match(line):
        column, kind, words, low, high, null, title, what = match.groups()
        listed = tuple(word.strip() for word in words[1:-1].split(",")) if words else ()
        ends = (float(low) if low else None, float(high) if high else None)
        columns.append(Column(column, kind, bool(null), listed, what or "", *ends, title or ""))
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


def parse_header(place: str, text: str, known: Collection[str], required: Collection[str]) -> Header:
    """Read the header of an SQL file.

    Args:
        place: the file's place in `models/sql`, for errors.
        text: the file.
        known: the fields that its kind of file may have; the first word of a field's line.
        required: those that it must have.

    Raises:
        ValueError: the header lacks something, or a line of it cannot be read.
    """
    fields: dict[str, str] = {}
    parents: list[Parent] = []
    listed: dict[str, list[Column]] = {"columns": [], "parameters": []}
    current = ""
    lines = text.splitlines()
    body = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    for line in lines[:body]:
        if (match := _FIELD.match(line)) and match.group(1) in known:
            current = match.group(1)
            fields[current] = match.group(2)
        elif (current in listed and _add_column(listed[current], line)) or (
            current == "parents" and _add_parent(parents, line)
        ):
            continue
        elif current and current not in {*listed, "parents"} and (match := _MORE.match(line)):
            fields[current] = f"{fields[current]} {match.group(1)}".strip()
        elif line.strip() != "--":
            raise ValueError(f"{place}: the header line '{line}' cannot be read")
    if missing := {*required} - {*fields}:
        raise ValueError(f"{place}: the header lacks {', '.join(sorted(missing))}")
    sql = "\n".join(lines[body:]).strip().rstrip(";")
    return Header(fields, tuple(listed["columns"]), tuple(parents), tuple(listed["parameters"]), sql)


def parse_table(folder: str, name: str, text: str) -> Table:
    """Read a table's SQL file.

    Raises:
        ValueError: the header lacks something, or a line of it cannot be read.
    """
    place = f"{folder}/{name}.sql"
    header = parse_header(place, text, _TABLE_FIELDS, {"table", "section", "key", "what", "columns"})
    fields, columns = header.fields, header.columns
    if not columns or fields["table"] != name:
        raise ValueError(f"{place}: the header lacks columns or its own name")
    key, figure = split_names(fields["key"]), split_names(fields.get("figure", ""))
    names = {column.name for column in columns}
    if unknown := {*key, *(part.rstrip("?") for part in figure)} - names:
        raise ValueError(f"{place}: the key or figure names {unknown}, which is no column")
    published = int(fields["published"]) if "published" in fields else None
    if published is not None and not (fields.get("title") and all(column.title for column in columns)):
        raise ValueError(f"{place}: a published table has a Swedish title, and so has each of its columns: «…»")
    return Table(
        name=name,
        folder=folder,
        section=fields["section"],
        title=fields.get("title", ""),
        published=published,
        key=key,
        needs=split_names(fields.get("needs", "")),
        filled_by=split_names(fields.get("filled_by", "")),
        figure=figure,
        what=fields["what"],
        parents=header.parents,
        columns=columns,
        sql=header.sql,
        text=text,
    )


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a list in a header."""
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
    calls = macro_names().intersection(_CALL.findall(described.query if described.sql else ""))
    return (*computed, MACROS) if calls else tuple(computed)


_WAREHOUSE = re.compile(r"\bwarehouse\.(\w+)")


@cache
def reads(name: str) -> tuple[str, ...]:
    """Return every table that a table's SQL or header reads directly: of the report and of the warehouse."""
    described = table(name)
    return tuple(dict.fromkeys((*described.needs, *_WAREHOUSE.findall(described.sql))))


@cache
def stands_on_all(name: str) -> tuple[str, ...]:
    """Return every table that a table stands on at any distance, in the order in which they are first met."""
    found: dict[str, None] = {}
    waiting = [*reads(name)]
    for each in waiting:
        if each not in found:
            found[each] = None
            waiting += reads(each)
    return tuple(found)


def figure_tables() -> dict[str, Table]:
    """Return the measures whose rows are figures: those that say what they were made of."""
    return {name: described for name, described in tables("measures").items() if described.parents}


@cache
def published_tables() -> dict[str, Table]:
    """Return the tables that a report publishes, in the order that their headers give."""
    found = [
        described for folder in FOLDERS for described in tables(folder).values() if described.published is not None
    ]
    return {described.name: described for described in sorted(found, key=lambda each: (each.published or 0, each.name))}


def computed_tables() -> tuple[str, ...]:
    """Return the names of the published tables that SQL makes, in the order of their needs; lineage, of all, comes last."""
    ordered = (*tables("measures").values(), *tables("lineage").values())
    return tuple(described.name for described in ordered if described.published is not None and described.sql)


def table_title(name: str) -> str:
    """Return a table's Swedish title; its name where it has none."""
    return published_tables()[name].title if name in published_tables() else name
