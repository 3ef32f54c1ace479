"""The comparison with others (docs/measures.md §8), a part of the indicators at a time.

A row of its tables stands on the values of its own indicator alone, beside the sets and the report. So any part of the
indicators can be computed by itself, by the same SQL: tables of the connection that are temporary stand before those of the
same name that are not. Parts keep the memory that it takes within bounds, however many indicators there are.
"""

from collections.abc import Collection, Generator
from contextlib import contextmanager

import duckdb

from assets.open_report import create
from models.tables.header import Table, table, tables

COMPARISON = ("compared", "place_shared", "place_similar", "comparison")
# With 23 years and three genders of all municipalities: four million values.
PART = 200
# A report shows fewer places than this, and runs the plain query of its similar municipalities: 200 indicators of every
# municipality for two years are 350,000. From here on the one that puts the values in order by exchanging pairs is faster.
MANY_PLACES = 500_000


def compute_comparison(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Make the tables of the comparison in a connection from `open_report` with `withheld`; return their numbers of rows."""
    ids = [row[0] for row in con.execute("SELECT indicator_id FROM indicator ORDER BY indicator_id").fetchall()]
    if len(ids) <= PART:
        return {name: create(con, of_so_many(con, table(name))) for name in COMPARISON}
    for name in COMPARISON:
        con.execute(table(name).ddl)
    rows: dict[str, int] = dict.fromkeys(COMPARISON, 0)
    for start in range(0, len(ids), PART):
        with part_of(con, ids[start : start + PART]):
            for name in COMPARISON:
                rows[name] += add(con, name)
    return rows


@contextmanager
def part_of(con: duckdb.DuckDBPyConnection, indicator_ids: Collection[str]) -> Generator[None]:
    """Let the connection know some of its indicators alone until the block ends."""
    part = f"CREATE TEMP TABLE indicator AS FROM {_lasting(con)}.indicator WHERE list_contains(?, indicator_id)"
    con.execute(part, [list(indicator_ids)])
    try:
        yield
    finally:
        for name in (*COMPARISON[:-1], "indicator"):
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")


def add(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """Compute the rows of a table of `COMPARISON` for the indicators of `part_of`, and add them; return how many.

    The tables come in their order: each is made to know what those before it have of these indicators alone, as tables of
    their own, whose sizes the planner knows.
    """
    con.execute("SET preserve_insertion_order = true")
    lasting = _lasting(con)
    rows = of_so_many(con, table(name)).query
    if name == "compared":
        cell, slot = con.execute(f"SELECT max(cell), max(slot) FROM {lasting}.compared").fetchall()[0]
        rows = f"SELECT * REPLACE (cell + {cell or 0} AS cell, slot + {slot or 0} AS slot) FROM ({rows})"
        con.execute(f"CREATE TEMP TABLE compared AS {rows}")
        rows = "FROM temp.compared"
    if name == "comparison":
        first = con.execute("SELECT min(cell) FROM temp.compared").fetchall()[0][0]
        for place in ("place_shared", "place_similar"):
            con.execute(f"CREATE TEMP TABLE {place} AS FROM {lasting}.{place} WHERE cell >= {first or 0}")
    return con.execute(f"INSERT INTO {lasting}.{name} BY NAME {rows}").fetchall()[0][0]


def of_so_many(con: duckdb.DuckDBPyConnection, described: Table) -> Table:
    """Return a table with the query that is run for as many places as `compared` shows: its own, or that for many at once."""
    if described.name not in tables("many"):
        return described
    shown = con.execute("SELECT count(*) FILTER (shown) FROM compared").fetchall()[0][0]
    return tables("many")[described.name] if shown > MANY_PLACES else described


def _lasting(con: duckdb.DuckDBPyConnection) -> str:
    """Return where the tables are that are not temporary: `main` alone would first be the temporary ones' schema."""
    return f'"{con.execute("SELECT current_database()").fetchall()[0][0]}".main'
