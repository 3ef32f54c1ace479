"""Every page, workbook and PDF of the two real municipalities' three reports of a year says what the tables beside hold."""

from pathlib import Path

import pytest

from assets.definitions.of_run import RunDefinitions
from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.playback.server import serving
from pipelines.command.run_report import run_report
from pipelines.settings import Settings
from tests.conftest import REAL
from tests.system.test_pages_hold_to_tables import differences, in_pdfs, in_workbooks

YEARS = {"vanersborg": ("2023-12", "2024-04", "2024-08"), "lysekil": ("2023-12", "2024-04", "2024-10")}


@pytest.mark.slow
@pytest.mark.parametrize("name", YEARS)
def test_a_years_reports_say_what_their_tables_hold(name: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    recorded = read_vintages([REAL / "values" / "didreport_2024-12-12.parquet"])
    with serving(Recording(recorded, read_metadata(REAL / "metadata"), at=0, origin="replay")) as server:
        for report in YEARS[name]:
            workplace = settings.workplace()
            workplace.kolada_url = server.url
            run_report(settings, RunDefinitions(workplace), name, report)
            folder = tmp_path / "reports" / name / report
            assert list(differences(folder)) == []
            numbers = [*in_workbooks(folder), *in_pdfs(folder)]
            assert [each for each in numbers if each] == []
            assert len(numbers) > 1500
