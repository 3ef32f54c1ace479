"""What the year's interim reports foretold, read back from where they were frozen or published (docs/measures.md §4)."""

from pathlib import Path

import duckdb

from assets.storage.report_folders import Name, ReportFolder, standing_edition
from assets.workplace import Workplace
from models.definitions.municipality import Municipality
from models.errors import UsageError
from models.tables.header import table
from models.tables.rows import EarlierForecastRow
from models.tables.typed_rows import rows_of


def earlier_forecasts(workplace: Workplace, model: Municipality, report: str) -> list[EarlierForecastRow]:
    """Return rows of `earlier_forecast` for an annual report; of an interim report none.

    Raises:
        UsageError: an interim report's table is there and cannot be read.
    """
    if not report.endswith("-12"):
        return []
    found: list[EarlierForecastRow] = []
    for interim in (each for each in model.reports_before(report) if each.startswith(report[:4])):
        path = _published(workplace, model.id, interim).table("fulfilment")
        if path.is_file():
            found += _read(path)
    return found


def _published(workplace: Workplace, municipality: str, report: str) -> ReportFolder:
    """Return a report's standing edition, or its working copy where it was never frozen."""
    working_copy = ReportFolder(Name(municipality, report, None), workplace.report_folder(municipality, report))
    return standing_edition(workplace.frozen(), municipality, report, workplace.as_of) or working_copy


def _read(path: Path) -> list[EarlierForecastRow]:
    columns = ", ".join(f'"{column.name}"' for column in table("earlier_forecast").columns)
    try:
        with duckdb.connect() as con:
            # A report of before there were probabilities has none.
            rows = "SELECT CAST(NULL AS DOUBLE) AS p_met WHERE false UNION ALL BY NAME FROM read_parquet(?)"
            found = con.execute(f"SELECT {columns} FROM ({rows}) WHERE basis <> 'outcome'", [str(path)]).pl()
            return rows_of(found, EarlierForecastRow)
    except duckdb.Error as error:
        raise UsageError(
            f"{path} går inte att läsa, så dess prognoser kan inte bedömas. Gör om den rapporten, eller "
            "lägg tillbaka den från en säkerhetskopia."
        ) from error
