"""Reads from the SQL of the tables, with their macros, which columns each column stems from, by sqlglot.

What it reads is kept in models/sql/column_lineage.json by `tools/columns.py`; nothing else needs sqlglot.
"""

from collections.abc import Iterator
from functools import cache

from sqlglot import exp, lineage, parse_one
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope
from sqlglot.schema import MappingSchema

from models.tables.column_lineage import FILLED, ROWS, ColumnLineage, SourceColumn
from models.tables.header import FOLDERS, Table, figure_tables, table, tables
from models.tables.macros import DIALECT, expand


@cache
def _schema() -> MappingSchema:
    found: dict[str, dict[str, dict[str, str]]] = {"main": {}, "warehouse": {}}
    for folder in FOLDERS:
        place = found["warehouse" if folder == "warehouse" else "main"]
        place.update({name: {c.name: c.sql_type for c in one.columns} for name, one in tables(folder).items()})
    return MappingSchema(dict(found), dialect=DIALECT)


def read_columns(name: str) -> dict[str, ColumnLineage]:
    """Return what each column of a computed table stems from, one step back.

    Raises:
        ValueError: the table has no SQL of its own.
    """
    described: Table = table(name)
    if name in FILLED:
        return _filled(name)
    if not described.sql:
        raise ValueError(f"{name} is not computed by SQL.")
    query = expand(parse_one(described.query, dialect=DIALECT))
    query = qualify(query, dialect=DIALECT, schema=_schema(), db="main", quote_identifiers=False, identify=False)
    # All at once, of the query itself: column by column the query and the schema are copied for each.
    nodes = lineage.lineage(
        None, query, schema=_schema(), dialect=DIALECT, scope=build_scope(query), trim_selects=False, copy=False
    )
    return {column.name: _stems(nodes[column.name], query) for column in described.columns}


def _filled(name: str) -> dict[str, ColumnLineage]:
    """Return the columns of the tables of links, which are filled from what the figures' tables say of their parents."""
    found: dict[str, set[SourceColumn]] = {column.name: set() for column in table(name).columns}
    for figures in figure_tables().values():
        own = {column.name for column in figures.columns}
        if name == "figure_label" and "source_label" not in own:
            continue
        for column, sources in found.items():
            if column == "label":
                sources.update(SourceColumn(figures.name, key) for key in figures.key)
            elif column == "parent_id":
                sources.update(SourceColumn(parent.table, "lineage_id") for parent in figures.parents)
            elif column in own:
                sources.add(SourceColumn(figures.name, column))
    return {column: ColumnLineage(tuple(sorted(sources)), ()) for column, sources in found.items()}


def _stems(node: lineage.Node, query: exp.Expr) -> ColumnLineage:
    sources: set[SourceColumn] = set()
    constants: set[str] = set()
    for step in node.walk():
        if step.downstream:
            continue
        if isinstance(step.expression, exp.Table) and not step.expression.name:
            # A function such as range() makes its own rows.
            constants.add(step.expression.sql(DIALECT))
        elif isinstance(step.expression, exp.Table):
            sources.add(SourceColumn(step.expression.name, step.name.rpartition(".")[2].strip('"')))
        elif step.expression.find(exp.AggFunc, exp.Window):
            sources.update(SourceColumn(physical, ROWS) for physical in _tables_under(step.source, query))
        else:
            constants.add(step.expression.unalias().sql(DIALECT))
    return ColumnLineage(tuple(sorted(sources)), tuple(sorted(constants)))


def _tables_under(part: exp.Expr, query: exp.Expr) -> Iterator[str]:
    """Yield the tables whose rows a part of a query reads, through its named parts."""
    named = {cte.alias: cte.this for cte in query.find_all(exp.CTE)}
    waiting, seen = [part], set[str]()
    for each in waiting:
        for found in each.find_all(exp.Table):
            if not found.name or found.name in seen:
                continue
            seen.add(found.name)
            if found.name in named:
                waiting.append(named[found.name])
            else:
                yield found.name
