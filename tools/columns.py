"""Writes models/sql/column_lineage.json: from which columns each column stems, read from the SQL of the tables.

Run it when a table's SQL has changed; a test holds the two together.
"""

import json
from pathlib import Path

from models.tables.column_lineage import FILLED, KEPT
from models.tables.header import FOLDERS, tables
from models.tables.sql_columns import read_columns

PATH = Path(__file__).resolve().parent.parent / "models" / "sql" / KEPT


def text() -> str:
    """Return the file's content."""
    names = sorted(
        name
        for folder in FOLDERS
        if folder not in {"diff", "explain"}
        for name, described in tables(folder).items()
        if described.sql or name in FILLED
    )
    rows: list[str] = []
    for name in names:
        columns = {
            column: [[[source.table, source.column] for source in stems.sources], list(stems.constants)]
            for column, stems in read_columns(name).items()
        }
        rows.append(f"{json.dumps(name)}: {json.dumps(columns, ensure_ascii=False)}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8", newline="\n")
