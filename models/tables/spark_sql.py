"""A table's own SQL as Spark SQL: the same text, with the macros put in place and translated by sqlglot (docs/spark.md)."""

from sqlglot import exp, parse_one

from models.tables.header import Table
from models.tables.macros import DIALECT, MACROS, expand

SPARK = "spark"


def spark_sql(described: Table) -> str:
    """Return a computed table's query for Spark, with the types and names that its header gives.

    It reads the tables under `needs` by their names, as views.

    Raises:
        ValueError: the table has no SQL of its own.
    """
    if not described.sql:
        raise ValueError(f"{described.name} is not computed by SQL.")
    query = parse_one(described.query, dialect=DIALECT)
    query = expand(query, (*MACROS, "macros_spark.sql")).transform(_as_spark_has_it)
    return query.sql(dialect=SPARK)


def _as_spark_has_it(node: exp.Expr) -> exp.Expr:
    """Write what Spark lacks in another way that means the same."""
    if isinstance(node, exp.CTE):
        # A hint to DuckDB's planner.
        node.set("materialized", None)
    elif isinstance(node, exp.Window) and isinstance(node.this, exp.Filter):
        # No aggregate over a window has a filter: null is left out of every aggregate but count(*), which is not used so.
        aggregate = node.this.this
        condition = node.this.expression.this
        aggregate.set("this", exp.Case().when(condition, aggregate.this))
        node.set("this", aggregate)
    elif isinstance(node, exp.Div):
        # DuckDB divides in floats, whatever it divides; Spark keeps decimals, to six places.
        node.set("this", exp.cast(node.this, "double"))
        node.set("expression", exp.cast(node.expression, "double"))
    elif isinstance(node, exp.ConcatWs):
        # Times are written with a T where text is made of them unasked.
        separator, *parts = node.expressions
        node.set("expressions", [separator, *(exp.cast(part, "text") for part in parts)])
    return node
