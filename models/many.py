"""The measures' SQL for many municipalities at once: each table's own query, with the municipality in every key.

The files of `models/sql` speak of one municipality, as docs/measures.md does. Over tables in which every row says whose
it is, `for_many` makes the query whose rows are those that the file's own query gives for each municipality by itself: what
is joined is joined within a municipality, what is grouped, numbered or looked up likewise. A test holds the two to the same
rows for every table.
"""

from collections.abc import Collection

import sqlglot
from sqlglot import exp

MUNICIPALITY = "municipality_id"


def for_many(sql: str, keyed: Collection[str]) -> str | None:
    """Return a query for many municipalities; its rows have one more column, `municipality_id`, which is their last.

    None: the query stands on what is everyone's, and so do its rows.

    Args:
        sql: the query of one.
        keyed: the tables that have a column `municipality_id`; any other has rows that are everyone's.

    Raises:
        TypeError: the query is of a form that the measures do not use.
        ValueError: a part of it is everyone's, and another is not.
    """
    query = sqlglot.parse_one(sql, dialect="duckdb")
    return query.sql(dialect="duckdb") if _lift(query, frozenset(keyed)) else None


def _column(source: str) -> exp.Column:
    return exp.column(MUNICIPALITY, table=source)


def _lift(query: exp.Expr, keyed: frozenset[str]) -> bool:
    """Change a query in place; return whether its rows now say whose they are."""
    if isinstance(query, exp.Subquery):
        return _lift(query.this, keyed)
    keyed = _lift_named(query, keyed)
    if isinstance(query, exp.SetOperation):
        parts = {_lift(query.left, keyed), _lift(query.right, keyed)}
        if len(parts) > 1:
            raise ValueError(f"Only one of the parts says whose its rows are: {query.sql(dialect='duckdb')}")
        return parts.pop()
    select = _select(query)
    sources = _lift_sources(select, keyed)
    if not sources:
        return False
    _lift_rows(select, next(iter(sources)))
    _lift_columns(select, sources)
    return True


def _select(query: exp.Expr) -> exp.Select:
    if not isinstance(query, exp.Select):
        raise TypeError(f"{type(query).__name__} is no kind of query that the measures use.")
    return query


def _lift_named(query: exp.Expr, keyed: frozenset[str]) -> frozenset[str]:
    """Change the queries of a WITH; return the names that are keyed within the query."""
    named: exp.With | None = query.args.get("with_")
    if named is None:
        return keyed
    for item in named.expressions:
        name = str(item.alias)
        around = keyed - {name}
        if not _lift(
            item.this, around | {name} if named.args.get("recursive") and _begins(item.this, around) else around
        ):
            keyed = around
            continue
        keyed = around | {name}
        # Where a WITH names its columns, or the columns that tell its rows apart.
        for names in (_list(item.args["alias"], "columns"), _list(item, "key_expressions")):
            if names:
                names.append(exp.to_identifier(MUNICIPALITY))
    return keyed


def _begins(query: exp.Expr, keyed: frozenset[str]) -> bool:
    """Whether a query that may stand on itself begins with rows that say whose they are."""
    return isinstance(query, exp.SetOperation) and _lift(query.left.copy(), keyed)


def _list(node: exp.Expr, name: str) -> list[exp.Expr]:
    return node.args.get(name) or []


def _lift_sources(query: exp.Select, keyed: frozenset[str]) -> dict[str, str]:
    """Join what a query reads within a municipality; return the sources that say whose their rows are, and in which column.

    Only the first has it by its own name, so that the name means one thing.
    """
    start = query.args.get("from_")
    if start is None:
        return {}
    # Of a query that begins with FROM, sqlglot keeps the joins beside the first table.
    query.set("joins", [*_list(query, "joins"), *_list(start.this, "joins")])
    start.this.set("joins", None)
    found: dict[str, str] = {}
    for place in (start, *_list(query, "joins")):
        if _is_keyed(place.this, keyed):
            if not place.this.alias_or_name:
                place.this.set("alias", exp.TableAlias(this=exp.to_identifier("rows_within")))
            found[place.this.alias_or_name] = _join(place, next(iter(found), None))
    if found:
        anchor = next(iter(found))
        _lift_inner(query, anchor, keyed)
        for column in _within(query):
            if isinstance(column, exp.Column) and column.name == MUNICIPALITY and column.table in found:
                column.set("table", exp.to_identifier(anchor))
    return found


def _join(place: exp.Expr, anchor: str | None) -> str:
    """Join a source within the municipality of the first; return the column of its rows that says whose they are."""
    if anchor is None:
        return MUNICIPALITY
    if place.args.get("using"):
        place.args["using"].append(exp.to_identifier(MUNICIPALITY))
        return MUNICIPALITY
    name = place.this.alias_or_name
    column = f"{MUNICIPALITY}_of_{name}"
    place.set("this", _renamed(place.this, column))
    same = exp.EQ(this=exp.column(column, table=name), expression=_column(anchor))
    on = place.args.get("on")
    place.set("on", same if on is None else exp.and_(on, same, copy=False))
    if place.args.get("kind") == "CROSS":
        place.set("kind", None)
    return column


def _renamed(source: exp.Expr, name: str) -> exp.Expr:
    alias = source.alias_or_name
    star = exp.Star(except_=[exp.column(MUNICIPALITY)])
    inner = exp.select(star, exp.alias_(exp.column(MUNICIPALITY), name)).from_(source)
    return inner.subquery(alias)


def _is_keyed(source: exp.Expr, keyed: frozenset[str]) -> bool:
    if isinstance(source, exp.Table):
        # A recursive query's own rows are named `recurring`.
        return source.db in {"", "recurring"} and source.name in keyed
    return isinstance(source, exp.Subquery) and _lift(source, keyed)


def _lift_inner(query: exp.Select, anchor: str, keyed: frozenset[str]) -> None:
    """Let the queries within a query's expressions look at the row's own municipality only."""
    passed = {id(place.this) for place in (query.args["from_"], *query.args["joins"])}
    passed |= {id(query.args["with_"])} if query.args.get("with_") else set()
    for node in _within(query, passed):
        if not isinstance(node, exp.Query) or id(node) in passed:
            continue
        inner = node.this if isinstance(node, exp.Subquery) else node
        around = node.parent
        if isinstance(around, exp.In):
            if _lift(inner, keyed):
                asked = around.this
                parts = asked.expressions if isinstance(asked, exp.Tuple) else [asked]
                around.set("this", exp.Tuple(expressions=[*parts, _column(anchor)]))
        else:
            within = _lift_sources(_select(inner), _lift_named(inner, keyed))
            if within:
                _select(inner).where(exp.EQ(this=_column(next(iter(within))), expression=_column(anchor)), copy=False)


def _within(query: exp.Select, passed: Collection[int] = ()) -> list[exp.Expr]:
    """Return a query's own parts: not the query, and not what is inside of other queries."""
    found = query.walk(prune=lambda node: node is not query and (isinstance(node, exp.Query) or id(node) in passed))
    return [node for node in found if node is not query]


def _lift_rows(query: exp.Select, anchor: str) -> None:
    """Group, number and tell apart rows within a municipality."""
    own = _within(query)
    for window in own:
        if isinstance(window, exp.Window) and not window.args.get("alias"):
            window.set("partition_by", [*_list(window, "partition_by"), _column(anchor)])
    group = query.args.get("group")
    if group is not None and not group.args.get("all"):
        group.append("expressions", _column(anchor))
    elif group is None and any(isinstance(node, exp.AggFunc) and not _is_over_window(node) for node in own):
        query.set("group", exp.Group(expressions=[_column(anchor)]))
    distinct = query.args.get("distinct")
    if distinct is not None and distinct.args.get("on") is not None:
        distinct.args["on"].append("expressions", _column(anchor))


def _is_over_window(aggregate: exp.Expr) -> bool:
    around = aggregate.parent
    while isinstance(around, exp.Filter | exp.IgnoreNulls):
        around = around.parent
    return isinstance(around, exp.Window)


def _lift_columns(query: exp.Select, sources: dict[str, str]) -> None:
    """Say whose each row is, in the last column."""
    anchor = next(iter(sources))
    kept: list[exp.Expr] = []
    for column in query.expressions:
        star = column.this if isinstance(column, exp.Column) else column
        if isinstance(star, exp.Star):
            # `s.*` has its source's column, `*` has each one's; one of a USING is there once, with the first source.
            of = [source for source in sources if column is star or column.args["table"].name == source]
            names = {sources[source] for source in of if sources[source] != MUNICIPALITY or source == anchor}
            if names:
                star.set("except_", [*_list(star, "except_"), *map(exp.column, sorted(names))])
        if not (isinstance(column, exp.Column) and column.name == MUNICIPALITY):
            kept.append(column)
    query.set("expressions", [*kept, exp.alias_(_column(anchor), MUNICIPALITY)])
