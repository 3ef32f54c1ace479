"""The page of column lineage: for each computed table, from which columns each of its columns stems, drawn and in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from assets.followup.lineage_pages.page import environment
from models.tables.column_lineage import ROWS, ColumnLineage, SourceColumn, column_lineage, ground_columns
from models.tables.header import Table, table, tables
from models.words import all_words
from models.words import lineage as sv

FOLDERS = ("measures", "lineage", "known")
ROW, HEAD, BLOCK_GAP, BOX, BETWEEN, MARGIN = 20, 26, 16, 280, 240, 10


@dataclass(frozen=True)
class TableWay:
    """A computed table with what each column stems from: one step back, and in the end."""

    table: Table
    columns: Mapping[str, ColumnLineage]
    ground: Mapping[str, tuple[SourceColumn, ...]]
    drawing: str


def column_page() -> str:
    """Return the page, self-contained. It follows from the SQL alone and is the same for every report."""
    shown = [_page(each) for folder in FOLDERS for each in tables(folder).values() if each.sql]
    computed = {page.table.name for page in shown}
    template = environment().get_template("columns.html")
    return template.render(sv=all_words(), colours="", tables=shown, computed=computed, rows=ROWS, fictional=False)


def _page(described: Table) -> TableWay:
    columns = column_lineage(described.name)
    ground = {column.name: ground_columns(described.name, column.name) for column in described.columns}
    return TableWay(described, columns, ground, _draw(described, columns))


def _draw(described: Table, columns: Mapping[str, ColumnLineage]) -> str:
    """Draw the tables that a table is computed from on the left, itself on the right, and a line for each column's way."""
    blocks: dict[str, list[str]] = {}
    for source in sorted({source for each in columns.values() for source in each.sources}):
        blocks.setdefault(source.table, []).append(source.column)
    left: dict[SourceColumn, int] = {}
    parts: list[str] = []
    y = MARGIN
    for name, names in blocks.items():
        parts += _box(MARGIN, y, name, names, f"#tabell-{name}" if table(name).sql else None)
        left |= {SourceColumn(name, column): y + HEAD + i * ROW + ROW // 2 for i, column in enumerate(names)}
        y += HEAD + len(names) * ROW + BLOCK_GAP
    own = [column.name for column in described.columns]
    x = MARGIN + BOX + BETWEEN
    parts += _box(x, MARGIN, described.name, own, None, "figure")
    height = max(y, MARGIN + HEAD + len(own) * ROW + BLOCK_GAP)
    edges: list[str] = []
    for i, column in enumerate(own):
        end = MARGIN + HEAD + i * ROW + ROW // 2
        start_x, middle = MARGIN + BOX, MARGIN + BOX + BETWEEN // 2
        for source in columns[column].sources:
            start = left[source]
            edges.append(
                f'<path class="edge" d="M{start_x} {start} C{middle} {start} {middle} {end} {x} {end}">'
                f"<title>{escape(f'{described.name}.{column} ← {source.table}.{source.column}')}</title></path>"
            )
    width = x + BOX + MARGIN
    name = f"rit-{described.name}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="{name}"><title id="{name}">{sv.WAY_DRAWN.format(table=described.name)}</title>'
    )
    return "\n".join([head, *edges, *parts, "</svg>"])


def _box(x: int, y: int, title: str, columns: list[str], href: str | None, kind: str = "definition") -> list[str]:
    height = HEAD + len(columns) * ROW
    heading = f'<text x="{x + 8}" y="{y + 17}" class="kind">{escape(title)}</text>'
    rows = [
        f'<text x="{x + 14}" y="{y + HEAD + i * ROW + 14}">{escape(sv.ALL_ROWS if column == ROWS else column)}</text>'
        for i, column in enumerate(columns)
    ]
    return [
        f'<rect class="{kind}" x="{x}" y="{y}" width="{BOX}" height="{height}" rx="4"/>',
        heading if href is None else f'<a href="{href}">{heading}</a>',
        *rows,
    ]
