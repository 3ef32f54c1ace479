"""Writes models/tables/rows.py: the rows of each table as Python reads them, from the headers of models/sql.

Run it when a header has changed; a test holds the two together.
"""

from pathlib import Path

from models.tables.header import FOLDERS, Table, tables

PATH = Path(__file__).resolve().parent.parent / "models" / "tables" / "rows.py"
PYTHON_TYPES = {
    "text": "str",
    "int": "int",
    "float": "float",
    "bool": "bool",
    "time": "dt.datetime",
    "date": "dt.date",
}
HEAD = '''"""A row of each table as Python reads it. Made by tools/rows.py from the headers of models/sql: write there."""

import datetime as dt
from typing import TypedDict
'''


def class_name(table: str) -> str:
    """Return what the rows of a table are called in Python: GoalStatusRow of goal_status."""
    return "".join(word.capitalize() for word in table.split("_")) + "Row"


def one(table: Table) -> str:
    """Return the rows of a table as a class."""
    columns = [f"    {each.name}: {PYTHON_TYPES[each.kind]}{' | None' * each.nullable}" for each in table.columns]
    head = [f"class {class_name(table.name)}(TypedDict):", f'    """A row of {table.name}."""', ""]
    return "\n".join([*head, *columns]) + "\n"


def text() -> str:
    """Return the file's content."""
    every = {name: table for folder in FOLDERS for name, table in tables(folder).items()}
    return "\n\n".join([HEAD, *(one(table) for _, table in sorted(every.items()))])


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8", newline="\n")
