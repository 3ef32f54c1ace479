"""One finished report as a star: the tables of `models/sql/star`, of the units and levels that are to be published."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import duckdb
import polars as pl

from assets.finished.open_finished import Side
from assets.finished.side_tables import fill_tables, opened_in_memory, read_table
from assets.open_report import create, fill
from models.definitions.steering import period_end
from models.tables.header import Column, published_tables, reads, table, tables
from models.tables.pandera_schemas import from_rows, validated
from models.tables.rows import DimReportRow, FactChartRow
from models.words.codes import SWEDISH

# Made before the units are left out that are not published.
_MADE = ("own_value", "unit_above")
_OF = {"unit_id": "unit", "goal_id": "goal"}


def star_of(side: Side, levels: Collection[str], charts: Sequence[FactChartRow] = ()) -> dict[str, pl.DataFrame]:
    """Return a report's rows of each table of the star; a column of codes has its words in Swedish beside it, `<name>_sv`.

    A unit of another level is left out with all rows of its own. What is below a unit that is left out stands under the
    nearest one above that is not; the amounts of money that were its own are that unit's. `charts` are the rows of its pictures, chosen already.
    """
    with opened_in_memory() as con:
        star = tables("star")
        read = _read_by(star)
        fill_tables(con, side, {name: read_table(side, name) for name in published_tables() if name in read})
        fill(con, table("dim_report"), from_rows("dim_report", [_this(side)]))
        fill(con, table("fact_chart"), from_rows("fact_chart", list(charts)))
        # What was measured lies in no finished report, and no day of measuring is asked for.
        fill(con, table("own_value"), from_rows("own_value", []))
        create(con, table("unit_above"))
        _leave_out(con, levels)
        for each in (*tables("known").values(), *tables("measures").values()):
            if each.name in read and each.sql and each.published is None and each.name not in _MADE:
                create(con, each)
        for described in star.values():
            if described.sql:
                create(con, described)
        frames = {name: validated(name, con.sql(f"SELECT * FROM {name}").pl()) for name in star}
    return {name: _with_words(frame, table(name).columns) for name, frame in frames.items()}


def with_swedish(columns: Iterable[Column]) -> list[Column]:
    """Return a table's columns as they are published: after each that holds codes, the same in Swedish."""
    listed: list[Column] = []
    for column in columns:
        listed.append(column)
        if column.name in SWEDISH:
            listed.append(Column(f"{column.name}_sv", "text", column.nullable, (), column.what, title=column.title))
    return listed


def _with_words(frame: pl.DataFrame, columns: Iterable[Column]) -> pl.DataFrame:
    made = frame.with_columns(
        pl.col(name).replace_strict(words, default=None, return_dtype=pl.String).alias(f"{name}_sv")
        for name, words in SWEDISH.items()
        if name in frame.columns
    )
    return made.select([column.name for column in with_swedish(columns)])


def _this(side: Side) -> DimReportRow:
    model = side.definitions.model
    last_day = period_end(side.name.report)
    return {
        "report_key": str(side.name),
        "municipality_id": model.id,
        "municipality": model.municipality.title,
        "report": side.name.report,
        "edition": side.name.edition,
        "title": side.title,
        "year": last_day.year,
        "month": last_day.month,
        "period_end": last_day,
        "as_of": side.as_of,
        "frozen_at": None if side.frozen_at is None else datetime.fromisoformat(side.frozen_at).replace(tzinfo=None),
        "draft": side.draft,
        "latest": True,
    }


def _read_by(star: Iterable[str]) -> list[str]:
    """Return the tables that the star stands on, as far as what a finished report has."""
    found = list(star)
    for name in found:
        if name != "own_value" and table(name).published is None:
            found += [each for each in reads(name) if each not in found]
    return found


def _leave_out(con: duckdb.DuckDBPyConnection, levels: Collection[str]) -> None:
    """Take out the units of other levels, their goals, and every row of either."""
    kept = list(levels)
    con.execute(
        """
        UPDATE unit SET parent_id = (
            SELECT arg_min(above.unit_id, steps)
            FROM unit_above JOIN this_report ON day = period_end JOIN unit AS above ON above.unit_id = above_id
            WHERE unit_above.unit_id = unit.unit_id AND steps > 0 AND above.level IN (SELECT unnest($levels))
        )
        """,
        {"levels": kept},
    )
    con.execute("DELETE FROM unit WHERE level NOT IN (SELECT unnest($levels))", {"levels": kept})
    con.execute("DELETE FROM goal WHERE unit_id NOT IN (FROM unit SELECT unit_id)")
    for name, column in con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    ).fetchall():
        if column in _OF and name != "unit_place":
            con.execute(f"DELETE FROM {name} WHERE {column} NOT IN (FROM {_OF[column]} SELECT {column})")
        if column == "level" and name in published_tables():
            con.execute(f"DELETE FROM {name} WHERE level NOT IN (SELECT unnest($levels))", {"levels": kept})
