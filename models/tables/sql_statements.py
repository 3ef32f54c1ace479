"""The SQL that does something: the steps of a load, and queries that are no tables of a report.

They are described in the header of their file as tables are (header.py), with one of four beginnings:

    -- table: came            its query is kept in a temporary table of that name until the next load
    -- view: closing          its query is given that name, and computed where it is read
    -- query: statuses        its rows are read by Python
    -- statement: open_values what it does is done as it stands; it may be several statements
    -- speaks of: kpi, kpi_id names in it that stand for others' as well, which the caller then gives
    -- needs: …               what it reads that the load has made or been given
    -- what: …
    -- parameters:            what `$name` in it is bound to
    -- columns:

A file is called by that name, and where two make the same, of different things, with `_of_` and of what.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from models.tables.header import Column, parse_header, split_names

_BEGIN = {"table": "CREATE OR REPLACE TEMP TABLE {} AS\n", "view": "CREATE OR REPLACE TEMP VIEW {} AS\n"}
_FIELDS = frozenset(
    {"table", "view", "query", "statement", "speaks of", "key", "needs", "what", "parameters", "columns"}
)
FOLDERS = ("load", "playback")


@dataclass(frozen=True)
class SqlStatement:
    """A file of SQL that does something.

    Attributes:
        kind: table, view, query or statement.
        makes: the table or view that it makes; of another kind, its name.
        speaks_of: the names in it that stand for others as well.
        parameters: what must be bound.
        columns: of a table or view.
        sql: what is executed.
    """

    kind: str
    makes: str
    speaks_of: tuple[str, ...]
    needs: tuple[str, ...]
    what: str
    parameters: tuple[Column, ...]
    columns: tuple[Column, ...]
    sql: str

    def sql_about(self, others: Mapping[str, str] = MappingProxyType({})) -> str:
        """Return what is executed, with other names in place of those that it speaks of.

        Raises:
            ValueError: the names given are not those that it speaks of.
        """
        if set(others) != set(self.speaks_of):
            raise ValueError(f"{self.makes} speaks of {', '.join(self.speaks_of) or 'nothing else'}")
        return re.sub(r"\b\w+\b", lambda word: others.get(word[0], word[0]), self.sql) if others else self.sql


def parse_sql_statement(file: str, text: str) -> SqlStatement:
    """Read a file; `file` is its folder and name.

    Raises:
        ValueError: the header lacks something, or a line of it cannot be read.
    """
    header = parse_header(file, text, _FIELDS, ())
    fields = header.fields
    kinds = [kind for kind in ("table", "view", "query", "statement") if kind in fields]
    name = file.rpartition("/")[2].removesuffix(".sql")
    if len(kinds) != 1 or "what" not in fields or name.partition("_of_")[0] != fields[kinds[0]].partition("_of_")[0]:
        raise ValueError(f"{file}: the header lacks what it makes, by the file's name, or 'what'")
    kind, makes = kinds[0], fields[kinds[0]]
    if bool(header.columns) != (kind in _BEGIN):
        raise ValueError(f"{file}: a table and a view have columns, and nothing else has")
    return SqlStatement(
        kind=kind,
        makes=makes,
        speaks_of=split_names(fields.get("speaks of", "")),
        needs=split_names(fields.get("needs", "")),
        what=fields["what"],
        parameters=header.parameters,
        columns=header.columns,
        sql=_BEGIN.get(kind, "").format(makes) + header.sql,
    )


@cache
def sql_statements(folder: str) -> Mapping[str, SqlStatement]:
    """Return the statements of one of `FOLDERS` by their files' names."""
    root = resources.files("models") / "sql" / folder
    return {
        item.name.removesuffix(".sql"): parse_sql_statement(f"{folder}/{item.name}", item.read_text(encoding="utf-8"))
        for item in sorted(root.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".sql")
    }


def sql_statement(name: str) -> SqlStatement:
    """Return a statement by its file's name, from whichever folder."""
    return next(sql_statements(folder)[name] for folder in FOLDERS if name in sql_statements(folder))
