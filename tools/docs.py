"""Writes what the docs say of the tables, from the headers and queries of models/sql; tests hold them together.

docs/tables.md lists the tables, and docs/tables has a page a kind with their columns. Each section of docs/measures.md becomes a page of its own in docs/measures:
what the section says, and the queries of the tables that carry it.
"""

import re
from pathlib import Path

from models.tables.header import MACROS, Table, published_tables, sql_text, tables

ROOT = Path(__file__).resolve().parent.parent
PATH, TABLES = ROOT / "docs" / "tables.md", ROOT / "docs" / "tables"
RULES, PAGES = ROOT / "docs" / "measures.md", ROOT / "docs" / "measures"
BEGIN, END = "<!-- tables: made by tools/docs.py -->", "<!-- end of tables -->"
KINDS = {
    "published": "What a report publishes",
    "measures": "Steps on the way to it",
    "lineage": "What the figures were made of",
    "diff": "What changed between two reports",
    "explain": "A judgement, step by step",
    "star": "What is published as data (docs/publishing.md)",
    "known": "What was known at the report's instant",
    "warehouse": "In the warehouse",
    "definitions": "The definitions as tables",
    "local": "Rows of the municipality's own files (docs/local-sources.md)",
}
PARTS = ("Example", "What it does not say", "Source")
NAMES = (
    "value-used", "fulfilment", "path", "forecast", "goals-and-levels", "inner-efficiency", "outer-efficiency", "comparison",
    "resources-and-quality", "budget", "shortfalls", "secrecy", "good-financial-management",
    "movement", "place-certainty", "expectation", "realism", "value-certainty",
    "assessability", "planning",
)  # fmt: skip
_SECTION = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
_PART = re.compile(rf"^\*\*({'|'.join(PARTS)})\.\*\* ", re.MULTILINE)
_NUMBERS = re.compile(r"§(\d+)(?:–§(\d+))?")
_LINK = re.compile(r"\]\((?!http|#)([^)]+)\)")


def of_kind(kind: str) -> list[Table]:
    """Return the tables of a page: those that a report publishes in its order, or a folder's others by name."""
    if kind == "published":
        return list(published_tables().values())
    return [each for _, each in sorted(tables(kind).items()) if each.published is None]


def one(table: Table) -> str:
    """Return a table's part of its page."""
    title = f"*{table.title}.* " if table.title else ""
    said = f"{title}{table.what} ({table.section}; key: {', '.join(table.key)}; `models/sql/{table.folder}/{table.name}.sql`)"
    lines = [f"## {table.name}", "", said, ""]
    swedish = table.published is not None
    lines += (
        ["| column | type | in Swedish | what |", "|---|---|---|---|"]
        if swedish
        else ["| column | type | what |", "|---|---|---|"]
    )
    for column in table.columns:
        words = f" ({', '.join(column.words)})" if column.words else ""
        null = " or null" if column.nullable else ""
        title = f" {column.title} |" if swedish else ""
        lines.append(f"| {column.name} | {column.kind}{null} |{title} {column.what}{words} |")
    return "\n".join(lines)


def table_pages() -> dict[str, str]:
    """Return every page of docs/tables by its name: the columns of the tables of a kind."""
    note = "<!-- Made by tools/docs.py from the headers of models/sql: write there. -->"
    return {
        f"{kind}.md": "\n\n".join([f"# {heading}", note, *map(one, of_kind(kind))]) + "\n"
        for kind, heading in KINDS.items()
    }


def listed() -> str:
    """Return every table by its kind, with the first that is said of it and where its columns stand."""
    parts: list[str] = []
    for kind, heading in KINDS.items():
        lines = [f"### {heading}", "", "| table | what |", "|---|---|"]
        for table in of_kind(kind):
            title = f"*{table.title}.* " if table.title else ""
            first = re.split(r"(?<=\.) ", table.what)[0]
            lines.append(f"| [{table.name}](tables/{kind}.md#{table.name}) | {title}{first} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def page(text: str) -> str:
    """Return docs/tables.md with its list made anew."""
    before, after = text.split(BEGIN, maxsplit=1)[0], text.split(END)[1]
    return f"{before}{BEGIN}\n\n{listed()}\n\n{END}{after}"


def sections(text: str) -> dict[int, str]:
    """Return the numbered sections of docs/measures.md, each with its heading."""
    starts = list(_SECTION.finditer(text))
    ends = [match.start() for match in re.finditer(r"^## ", text, re.MULTILINE)] + [len(text)]
    return {int(m[1]): text[m.start() : next(end for end in ends if end > m.start())].strip() for m in starts}


def parts_of(section: str) -> dict[str, str]:
    """Return a section's formula, and what follows each of its headings in bold, by the heading."""
    pieces = _PART.split(section.partition("\n")[2].strip())
    return {"Formula": pieces[0].strip()} | {
        name: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def numbers_of(table: Table) -> set[int]:
    """Return the sections of docs/measures.md that a table's header names."""
    if not table.section.startswith("measures.md"):
        return set()
    found: set[int] = set()
    for first, last in _NUMBERS.findall(table.section):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def shared(number: int) -> list[str]:
    """Return the functions of models/sql/macros.sql whose comments name a section."""
    pieces = sql_text(f"{MACROS}.sql").split("\n\n")
    return [piece.strip() for piece in pieces if re.search(rf"^--.*measures\.md §{number}\b", piece, re.MULTILINE)]


def queries(number: int) -> str:
    """Return the queries of a section as they are run, and where the tables stand that they read."""
    run: list[str] = []
    links: list[str] = []
    if functions := shared(number):
        run += ["### Functions", "", "```sql", "\n\n".join(functions), "```", ""]
    for folder in ("measures", "known", "definitions"):
        for name, table in sorted(tables(folder).items()):
            if number not in numbers_of(table):
                continue
            what = f"[{name}](../../models/sql/{folder}/{name}.sql): {table.what}"
            if folder == "measures" and table.sql:
                run += [f"### {name}", "", f"{what} ({table.section})", "", "```sql", table.sql.strip(), "```", ""]
            else:
                links.append(f"- {what}")
    if links:
        run += ["### What they read", "", *links]
    intro = "In DuckDB's SQL, as they are run. Functions without a definition here are in"
    return "\n".join(["## The queries", "", f"{intro} [macros.sql](../../models/sql/macros.sql).", "", *run]).strip()


def file_name(number: int) -> str:
    """Return the name of a section's page."""
    return f"{number:02d}-{NAMES[number - 1]}.md"


def measure_pages(text: str) -> dict[str, str]:
    """Return every page of docs/measures by its name, from docs/measures.md and the tables."""
    made: dict[str, str] = {}
    for number, section in sections(text).items():
        heading, _, rest = section.partition("\n")
        title = heading.removeprefix("## ")
        linked = _LINK.sub(lambda match: f"](../{match[1]})", rest.strip())
        note = f"<!-- Made by tools/docs.py from docs/measures.md §{number} and models/sql: write there. -->"
        how = "How it is read where it leaves room, and what † and [seed], [RKA] and [own] mean: [measures.md](../measures.md)."
        made[file_name(number)] = "\n\n".join([f"# {title}", note, linked, how, queries(number)]) + "\n"
    return made


if __name__ == "__main__":
    PATH.write_text(page(PATH.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    for folder, made in ((TABLES, table_pages()), (PAGES, measure_pages(RULES.read_text(encoding="utf-8")))):
        folder.mkdir(exist_ok=True)
        for name, made_page in made.items():
            (folder / name).write_text(made_page, encoding="utf-8", newline="\n")
