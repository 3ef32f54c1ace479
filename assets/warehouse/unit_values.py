"""Loads the values of schools, preschools and homes, by the rules that those of municipalities are loaded by.

They are few beside those of municipalities, and always asked for in full: each KPI is compared cell by cell.
"""

import duckdb
import polars as pl

from assets.kolada.answers import Harvest, StoredAnswer
from assets.storage.run_sql import give, run
from assets.warehouse.merge_values import Loaded, write_versions
from assets.warehouse.stage_answers import page_paths


def load_unit_values(
    con: duckdb.DuckDBPyConnection, harvest: Harvest, pages: dict[int, list[StoredAnswer]], loaded: Loaded
) -> None:
    """Open and close versions of the units' values by a harvest's answers; one older than what is loaded changes nothing.

    Reads `staged_answer` and `decimals_row`, in the load's transaction. What an answer lacks or contradicts is told as
    the KPI's outcome in `kpi_asked`.
    """
    asked = [number for number, question in enumerate(harvest.questions) if question.kind == "oudata"]
    newest = con.execute('SELECT max("at") FROM harvest ANTI JOIN future_harvest USING (harvest_id)').fetchall()[0][0]
    if not asked or (newest is not None and newest > harvest.started_at.replace(tzinfo=None)):
        return
    rows = [
        (kpi_id, min(question.years or (0,)), max(question.years or (9999,)))
        for question in (harvest.questions[number] for number in asked)
        for kpi_id in question.kpi_ids
    ]
    frame = pl.DataFrame(rows, schema=["kpi_id", "first", "last"], orient="row")
    give(con, frame, "unit_asked_row", "unit_asked")
    run(con, "page_answer_of_units")
    run(con, "unit_incoming", files=page_paths(harvest, [page for number in asked for page in pages[number]]))
    run(con, "tried_cell_of_units", "conflicting", "unit_answer_refused", "refuse_unit_answers")
    loaded.outcomes |= dict(con.execute("SELECT kpi_id, outcome FROM unit_answer_refused").fetchall())
    write_versions(con, "units", loaded)
