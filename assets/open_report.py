"""What the warehouse knew at an instant, beside the definitions as tables: what checks and measures stand on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import cast

import duckdb
import polars as pl

from assets.definitions.as_tables import definition_rows
from assets.definitions.read_yaml import Definitions
from assets.definitions.row_values import Row
from assets.own_files.of_run import RunOwnFiles
from assets.storage.report_folders import reopened_at
from assets.storage.run_sql import run
from assets.workplace import Workplace
from models.definitions.due import SWEDEN
from models.definitions.in_force import decision_days
from models.definitions.municipality import Municipality
from models.definitions.steering import period_end
from models.errors import UsageError
from models.tables.header import Table, table, tables
from models.tables.pandera_schemas import from_rows


def effective_as_of(
    con: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    asked: datetime | None,
    report: str | None = None,
    folder_known_from: datetime | None = None,
    now: datetime | None = None,
    reopened: Sequence[datetime] = (),
) -> datetime:
    """Return the effective as-of instant (docs/measures.md §1), naive UTC.

    It is the latest instant, not after the one asked for, at which something came that the report can use: to the warehouse a
    version of a value or of a KPI that the definitions name, or an answer that a check speaks of; the version of the
    municipality's folder; a decision that counts in the report; another edition of a report before it; a yes
    to answers that waited for one. Asking again with it gives the same bytes.

    Args:
        con: a connection from `reading`.
        definitions: those of the version of the folder that is known at the instant asked for.
        asked: the instant asked for; None for the newest.
        report: the report whose decisions count; None for what the warehouse knows alone.
        folder_known_from: from when the folder's version is known, UTC; None for always.
        now: the clock of the run; None for this machine's.
        reopened: when reports before this one got an edition beside their first, and when answers were let in, UTC.

    Raises:
        UsageError: nothing was known then.
    """
    model = definitions.model
    kpi_ids = model.kpi_ids
    with_units = [item.kpi_id for item in model.indicators if item.compare_units]
    limit = asked.astimezone(UTC).replace(tzinfo=None) if asked is not None else latest_time(con)
    latest, first = run(con, "effective_as_of", until=limit, kpis=kpi_ids, with_units=with_units)[0]
    if latest is None and not model.indicators:
        raise UsageError(
            f"{model.id} har ännu ingen indikator: fyll i indicators.yaml, nämn indikatorerna under målen "
            "i goals.yaml, och kör igen."
        )
    if latest is None:
        known = f" Det första som är känt är från {first:%Y-%m-%d}." if first else ""
        raise UsageError(f"Inget var känt {limit:%Y-%m-%dT%H:%M:%SZ}.{known} Ange en senare tidpunkt med --as-of.")
    if report is None:
        return latest
    # Without an instant asked for, a decision of a day that has not come is none yet.
    until = limit if asked is not None else max(limit, (now or datetime.now(UTC)).replace(tzinfo=None))
    days = [day for day in decision_days(model) if day <= period_end(report)]
    came = [datetime.combine(day, time.min, SWEDEN).astimezone(UTC).replace(tzinfo=None) for day in days]
    counted = [instant for instant in came if instant <= until]
    taken_in = [] if folder_known_from is None else [folder_known_from]
    known = [instant.astimezone(UTC).replace(tzinfo=None) for instant in (*taken_in, *reopened)]
    # What this run took in is known from a whole second that may not have come: it counts at once, for checks and measures.
    counted += [instant for instant in known if asked is None or instant <= until]
    return max([latest, *counted])


def as_of_run(
    con: duckdb.DuckDBPyConnection, workplace: Workplace, own_files: RunOwnFiles, municipality: str, report: str
) -> datetime:
    """Return the effective as-of instant of a report that a run makes: its checks and its measures stand on the same.

    Raises:
        UsageError: as `effective_as_of`.
    """
    definitions, version = own_files.definitions(municipality), own_files.version(municipality)
    came = reopened_at(workplace.frozen(), municipality, definitions.model.reports_before(report))
    let_in = own_files.defined.let_in(municipality)
    if let_in is not None and let_in.by:
        came = [*came, let_in.at.replace(tzinfo=UTC)]
    return effective_as_of(con, definitions, workplace.as_of, report, version.known_from, workplace.now(), came)


def latest_time(con: duckdb.DuckDBPyConnection) -> datetime:
    """Return the source's clock at the last answer loaded, or harvest set aside, naive UTC."""
    found = run(con, "latest_time", now=datetime.now(UTC).replace(tzinfo=None))[0][0]
    if found is None:
        raise UsageError("Databasen har ingen hämtning. Kör styrtal run med en källa som går att nå.")
    return found


def day_of_making(
    con: duckdb.DuckDBPyConnection, definitions: Definitions, report: str, today: Callable[[], date] | None
) -> date | None:
    """Return the day on which a report is made, by this machine's clock, or of made-up values by their source's.

    None where nobody says what day it is: then no report is a draft.

    Raises:
        UsageError: the report's period has not begun.
    """
    model = definitions.model
    if model.municipality.fictional:
        day = latest_time(con).replace(tzinfo=UTC).astimezone(SWEDEN).date()
    elif today is None:
        return None
    else:
        day = today()
    refuse_not_begun(model, report, day)
    return day


def refuse_not_begun(model: Municipality, report: str, day: date) -> None:
    """Refuse a report whose period has not begun on a day: it would say nothing of what it is named after.

    Raises:
        UsageError: so it is.
    """
    begins = model.period_begin(report)
    if day < begins:
        clock = "de påhittade värdena är från" if model.municipality.fictional else "i dag är det"
        raise UsageError(
            f"{model.report_title(report)} går inte att göra ännu: perioden börjar {begins}, och {clock} {day}. Gör "
            f"{model.latest_report(day)}, eller vänta till dess."
        )


def open_report(
    con: duckdb.DuckDBPyConnection,
    definitions: Definitions,
    report: str,
    as_of: datetime,
    given: Mapping[str, Sequence[Row]] = MappingProxyType({}),
    made_on: date | None = None,
) -> None:
    """Make the tables of `models/sql/definitions` and `models/sql/known` in a connection from `reading`.

    `given` holds more rows by table: from local sources, and what earlier reports foretold. A report that is made before its
    period's last day (`made_on`) is a draft.
    """
    fill_definitions(con, definition_rows(definitions, report, as_of, given, made_on))
    for known in tables("known").values():
        create(con, known)


def fill_definitions(con: duckdb.DuckDBPyConnection, rows: Mapping[str, Sequence[Row]]) -> None:
    """Make the tables of `models/sql/definitions`, with the rows of `definition_rows`."""
    for name, own in rows.items():
        fill(con, table(name), from_rows(name, own))


def fill(con: duckdb.DuckDBPyConnection, described: Table, frame: pl.DataFrame) -> None:
    """Make a table as it is described, with a frame's rows."""
    con.execute(described.ddl)
    if frame.is_empty():
        return
    rows = frame.select([column.name for column in described.columns])
    # A view of the frame, made and dropped as `register` does, takes longer than its few rows.
    con.from_arrow(cast("object", rows.to_arrow())).insert_into(described.name)


def create(con: duckdb.DuckDBPyConnection, described: Table) -> int:
    """Compute a table from its own SQL, with the types and order that its header gives; return its number of rows."""
    con.execute("SET preserve_insertion_order = true")
    return con.execute(f"CREATE TABLE {described.name} AS {described.query}").fetchall()[0][0]
