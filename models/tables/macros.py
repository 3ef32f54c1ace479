"""The macros of `models/sql/macros.sql` put in place in a query, for readers of SQL that have no macros.

Import it only where it is needed: sqlglot takes a quarter of a second.
"""

from collections.abc import Mapping
from functools import cache

from sqlglot import exp, parse

from models.tables.header import sql_text

DIALECT = "duckdb"
MACROS = ("macros.sql",)


@cache
def _macros(files: tuple[str, ...]) -> Mapping[str, tuple[tuple[str, ...], exp.Expr]]:
    """Return each macro's parameters and body; a later file's comes before an earlier's."""
    found: dict[str, tuple[tuple[str, ...], exp.Expr]] = {}
    for statement in (each for file in files for each in parse(sql_text(file), dialect=DIALECT)):
        if isinstance(statement, exp.Create) and isinstance(statement.this, exp.UserDefinedFunction):
            parameters = tuple(item.name for item in statement.this.expressions)
            found[statement.this.this.name.lower()] = (parameters, statement.expression)
    return found


def expand(query: exp.Expr, files: tuple[str, ...] = MACROS) -> exp.Expr:
    """Put the body of each macro in place of its call, arguments and all."""
    macros = _macros(files)

    def body(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Anonymous) or node.name.lower() not in macros:
            return node
        parameters, found = macros[node.name.lower()]
        arguments = dict(zip(parameters, node.expressions, strict=True))

        def argument(inner: exp.Expr) -> exp.Expr:
            is_parameter = isinstance(inner, exp.Column) and not inner.table and inner.name in arguments
            return exp.paren(arguments[inner.name].copy()) if is_parameter else inner

        return exp.paren(found.copy().transform(argument))

    # Macros may call macros.
    while any(call.name.lower() in macros for call in query.find_all(exp.Anonymous)):
        query = query.transform(body)
    return query
