"""What changed in Vänersborg's report between the two real downloads of didreport."""

from pathlib import Path

import polars as pl
import pytest

from assets.definitions.of_run import RunDefinitions
from assets.finished.diff import Diff, compare_reports
from assets.finished.open_finished import open_side
from assets.followup.change_pages.page import write_diff
from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.playback.server import serving
from pipelines.command.run_report import run_report
from pipelines.settings import Settings
from tests.conftest import REAL

FILES = [REAL / "values" / f"didreport_{day}.parquet" for day in ("2023-03-28", "2024-12-12")]
REPORT = "2022-12"


@pytest.fixture(scope="module")
def diff(tmp_path_factory: pytest.TempPathFactory) -> tuple[Diff, Path]:
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home=home)
    vintages, catalogue = read_vintages(FILES), read_metadata(REAL / "metadata")
    outs = [home / "first", home / "second"]
    sides = []
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DAGSTER_HOME", raising=False)
        for at, out in enumerate(outs):
            workplace = settings.workplace()
            workplace.out = out
            with serving(Recording(vintages, catalogue, at=at, origin="replay")) as server:
                workplace.kolada_url = server.url
                run_report(settings, RunDefinitions(workplace), "vanersborg", REPORT)
            sides.append(open_side(workplace, f"vanersborg/{REPORT}"))
    found = compare_reports(*sides)
    return found, write_diff(settings.workplace(), found)


def test_every_change_of_a_status_and_colour_has_one_cause_and_the_counts_add_up(diff: tuple[Diff, Path]) -> None:
    found, _ = diff
    before, after = (
        pl.read_parquet(side.folder / "tables" / "fulfilment.parquet") for side in (found.before, found.after)
    )
    keys = ["goal_id", "indicator_id", "unit_id", "gender"]
    changed = before.join(after, on=keys, suffix="_after").filter(pl.col("status") != pl.col("status_after"))
    assert changed.height == found.tables["status_change"].height == sum(found.causes("status_change").values()) > 0
    assert sum(found.causes("colour_change").values()) == found.tables["colour_change"].height > 0
    for name in ("status_change", "colour_change"):
        assert not {"changed_model", "changed_definition", "added", "removed"} & set(found.causes(name))


def test_the_page_says_how_many(diff: tuple[Diff, Path]) -> None:
    found, folder = diff
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert f"har {found.tables['status_change'].height} fått en annan bedömning" in text
    assert "Orsak" in text
