"""Links each figure to what it was made of, as the measures' tables say under `parents`, and holds them to their labels."""

from collections.abc import Iterable

import duckdb

from assets.open_report import create
from models.tables.header import Table, figure_tables, tables


def trace_figures(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Make every table of `models/sql/lineage` in a connection that holds the measures; return their numbers of rows."""
    figures = figure_tables().values()
    labelled = [described for described in figures if "source_label" in {column.name for column in described.columns}]
    filled = {"figure_link": map(_links, figures), "figure_label": map(_labels, labelled)}
    rows: dict[str, int] = {}
    # In the order of their needs, but links need every node.
    described = tables("lineage")
    for name in sorted(described, key=lambda name: (_stage(name), list(described).index(name))):
        rows[name] = _fill(con, described[name], filled[name]) if name in filled else create(con, described[name])
    return rows


def _stage(name: str) -> int:
    return 0 if name.endswith("_node") else 1 if name.startswith("figure_") else 2


def _fill(con: duckdb.DuckDBPyConnection, described: Table, parts: Iterable[str]) -> int:
    con.execute(described.ddl)
    return con.execute(f"INSERT INTO {described.name} {' UNION '.join(parts)}").fetchall()[0][0]


def _label(figures: Table) -> str:
    return f"concat_ws(' ', '{figures.name}', {', '.join(f'f.{column}' for column in figures.key)}) AS label"


def _links(figures: Table) -> str:
    return " UNION ".join(
        f"SELECT f.lineage_id, p.lineage_id AS parent_id, {_label(figures)}"
        f" FROM {figures.name} AS f CROSS JOIN this_report AS t JOIN {parent.table} AS p ON {parent.condition}"
        for parent in figures.parents
    )


def _labels(figures: Table) -> str:
    names = {column.name for column in figures.columns}
    value, year = (f"f.{name}" if name in names else "NULL" for name in ("value", "year"))
    return f"SELECT f.lineage_id, {_label(figures)}, {value}, {year}, f.source_label FROM {figures.name} AS f"
