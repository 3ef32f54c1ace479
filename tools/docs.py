"""Writes the tables' columns into docs/tables.md, from the headers of models/sql; a test holds the two together."""

from pathlib import Path

from models.tables import Table, tables

ROOT = Path(__file__).resolve().parent.parent
PATH = ROOT / "docs" / "tables.md"
BEGIN, END = "<!-- columns: made by tools/docs.py -->", "<!-- end of columns -->"
HEADINGS = {
    "measures": "Computed for each report",
    "lineage": "What the figures were made of",
    "diff": "What changed between two reports",
    "known": "What was known at the report's instant",
    "warehouse": "In the warehouse",
    "definitions": "The definitions as tables",
    "local": "Rows of the municipality's own files (docs/local-sources.md)",
}


def one(table: Table) -> str:
    """Return a table's part of the page."""
    lines = [f"#### {table.name}", "", f"{table.what} ({table.section}; key: {', '.join(table.key)})", ""]
    lines += ["| column | type | what |", "|---|---|---|"]
    for column in table.columns:
        words = f" ({', '.join(column.words)})" if column.words else ""
        null = " or null" if column.nullable else ""
        lines.append(f"| {column.name} | {column.kind}{null} | {column.what}{words} |")
    return "\n".join(lines)


def columns() -> str:
    """Return every table's columns."""
    parts: list[str] = []
    for folder, heading in HEADINGS.items():
        parts.append(f"### {heading}")
        parts += [one(table) for _, table in sorted(tables(folder).items())]
    return "\n\n".join(parts)


def page(text: str) -> str:
    """Return the page with its columns made anew."""
    before, after = text.split(BEGIN, maxsplit=1)[0], text.split(END)[1]
    return f"{before}{BEGIN}\n\n{columns()}\n\n{END}{after}"


if __name__ == "__main__":
    PATH.write_text(page(PATH.read_text(encoding="utf-8")), encoding="utf-8")
