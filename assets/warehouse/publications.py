"""What is known of each KPI's publication, put beside the warehouse after every load.

A run holds the warehouse, so status, schedules and sensors read this small file instead. Days are Sweden's. When a KPI was
asked for without news stands in the logs of the harvests only.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.plan_harvest import last_asked
from assets.storage.run_sql import run
from assets.storage.write_whole import filling
from models.definitions.due import SWEDEN, Publication
from models.errors import PlaceError, system_words

_SCHEMA: dict[str, type[pl.DataType]] = {
    "kpi_id": pl.String, "title": pl.String, "preliminary": pl.Date, "final": pl.Date, "year": pl.Int64,
    "first_known": pl.Date, "last_known": pl.Date, "last_asked": pl.Date,
}  # fmt: skip


def publications_file(folder: Path) -> Path:
    """Return where what is known of publications lies, beside a warehouse."""
    return folder / "publications.parquet"


def write_publications(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write down what the warehouse knows of publications; the file appears whole or not at all.

    Raises:
        PlaceError: it could not be written.
    """
    path = publications_file(folder)
    rows = run(con, "publications")
    try:
        with filling(path) as part:
            pl.DataFrame(rows, schema=_SCHEMA, orient="row").write_parquet(part)
    except OSError as error:
        raise PlaceError(
            f"{path} gick inte att skriva: {system_words(error)}. Gör plats på disken och kör igen."
        ) from error


def read_titles(folder: Path) -> dict[str, str]:
    """Return Kolada's titles of the KPIs asked for and of all uncertainty figures; nothing before the first run."""
    path = publications_file(folder)
    return dict(pl.read_parquet(path, columns=["kpi_id", "title"]).iter_rows()) if path.exists() else {}


def read_publications(folder: Path, kpi_ids: Sequence[str]) -> list[Publication]:
    """Return what is known of some KPIs' publication; nothing of those that were never asked for."""
    path = publications_file(folder)
    if not path.exists():
        return []
    frame = pl.read_parquet(path)
    newest = frame["last_asked"].cast(pl.Date).max()
    since = newest - timedelta(days=1) if isinstance(newest, date) else None
    asked = {
        kpi_id: at.astimezone(SWEDEN).date()
        for kpi_id, at in last_asked(list_harvests(AnswerStore(folder / "answers"), since)).items()
    }
    publications = (Publication(**row) for row in frame.filter(pl.col("kpi_id").is_in(list(kpi_ids))).to_dicts())
    return [
        replace(item, last_asked=max(filter(None, (item.last_asked, asked.get(item.kpi_id))), default=None))
        for item in publications
    ]
