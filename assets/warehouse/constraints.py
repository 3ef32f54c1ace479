"""The rules of a table over all its rows in SQL: one pass for the rows, and one for the key."""

from dataclasses import dataclass

import duckdb

from models.tables.rules import Rule, broken_condition, rules


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold, and how many rows break it."""

    rule: str
    rows: int


def broken_rules(con: duckdb.DuckDBPyConnection, name: str, relation: str | None = None) -> list[Broken]:
    """Return the rules of a table that do not hold.

    Args:
        con: where the table is.
        name: the table whose description gives the rules.
        relation: what to look at, where it is not called as the table.
    """
    looked_at = relation or name
    counts = rows_broken(con, rules(name), looked_at)
    for rule in rules(name):
        if rule.kind == "unique" and (more := rows_too_many(con, rule, looked_at)):
            counts.append(Broken(rule.name, more))
    return counts


def rows_broken(con: duckdb.DuckDBPyConnection, of: tuple[Rule, ...], relation: str) -> list[Broken]:
    """Return which rules about single rows do not hold, all in one pass."""
    single = [rule for rule in of if rule.kind != "unique"]
    counts = ", ".join(f"count(*) FILTER ({broken_condition(rule)})" for rule in single)
    n_broken = con.execute(f"SELECT {counts or 0} FROM {relation}").fetchall()[0]
    return [Broken(rule.name, n) for rule, n in zip(single, n_broken, strict=False) if n]


def rows_too_many(con: duckdb.DuckDBPyConnection, rule: Rule, relation: str) -> int:
    """Return how many rows more there are than different keys; null counts as a value.

    Hashes are compared first, as keys are long: only where two are equal are the keys themselves looked at.
    """
    key = ", ".join(f'"{column}"' for column in rule.columns)
    suspect = f"SELECT hash({key}) AS h FROM {relation} GROUP BY h HAVING count(*) > 1"
    if not con.execute(f"SELECT EXISTS ({suspect})").fetchall()[0][0]:
        return 0
    again = f"SELECT count(*) - 1 AS more FROM {relation} WHERE hash({key}) IN ({suspect}) GROUP BY {key}"
    return int(con.execute(f"SELECT coalesce(sum(more), 0) FROM ({again})").fetchall()[0][0])
