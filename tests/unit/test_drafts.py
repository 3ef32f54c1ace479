"""A report made before its period's last day is a draft: it says so, and judges nothing that is not due (measures.md §1)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.definitions.read_yaml import read_definitions
from assets.finished.freeze import freeze
from assets.finished.publish import write_manifest
from assets.followup.view import build_report_view
from assets.open_report import day_of_making
from assets.storage.report_folders import Name
from models.errors import UsageError
from models.tables.header import published_tables
from tests.report import write_all
from tests.small import Measured, cells, definition, measured, published, rows, warehouse_of, write

ACTIVITIES = [
    {
        "id": name, "title": name, "unit": "bun", "goals": ["mal"], "responsible": "chef", "planned_start": date(2024, 1, 1),
        "planned_end": end, "state": "ongoing",
    }
    for name, end in (("i-mars", date(2024, 3, 31)), ("i-november", date(2024, 11, 30)))
]  # fmt: skip


@contextmanager
def made(folder: Path, report: str, made_on: date | None) -> Iterator[Measured]:
    values = cells({2023: 89.0, 2024: 91.0})
    with measured(folder, definition(activities=ACTIVITIES), values, report, made_on=made_on) as con:
        yield con


@pytest.mark.parametrize(
    ("report", "made_on", "status", "reason", "due"),
    [
        ("2024-12", None, "met", None, 2),
        ("2024-12", date(2024, 12, 31), "met", None, 2),
        ("2024-12", date(2024, 12, 30), "not_assessed", "period_not_over", 2),
        ("2024-12", date(2024, 5, 1), "not_assessed", "period_not_over", 1),
        # The forecast of a year that has begun is judged, and what was due by then.
        ("2024-08", date(2024, 5, 1), "met", None, 1),
        ("2024-08", date(2024, 3, 30), "met", None, 0),
        ("2024-08", date(2023, 12, 31), "not_assessed", "period_not_over", 0),
    ],
)
def test_a_draft_judges_nothing_that_is_not_due(
    tmp_path: Path, report: str, made_on: date | None, status: str, reason: str | None, due: int
) -> None:
    with made(tmp_path, report, made_on) as con:
        (leaf,) = rows(con, "SELECT status, reason, value FROM fulfilment")
        (work,) = rows(con, "SELECT due, status FROM inner_efficiency WHERE unit_id = 'bun' AND goal_id IS NULL")
        (goal,) = rows(con, "SELECT status FROM goal_status WHERE unit_id IS NULL")
    assert (leaf["status"], leaf["reason"], leaf["value"]) == (status, reason, 91.0 if reason is None else None)
    assert goal["status"] == status
    assert (work["due"], work["status"]) == (due, "change_ways_of_working" if due else "not_assessed")


def test_every_page_sheet_and_paper_of_a_draft_says_so(tmp_path: Path) -> None:
    with made(tmp_path, "2024-08", date(2024, 5, 1)) as con:
        tables = {name: con.sql(f"SELECT * FROM {name}").pl() for name in (*published_tables(), "year_value")}
    said = "utkast: perioden pågår"

    def written(draft: bool) -> Path:
        definitions = read_definitions(tmp_path / "prov")
        view = build_report_view(definitions, "2024-08", tables, datetime(2026, 1, 1), draft=draft)
        return write_all(view, tmp_path / f"made-{draft}")

    folder = written(True)
    pages = list(folder.glob("*.html"))
    assert len(pages) > 4
    assert [page.name for page in pages if said not in page.read_text(encoding="utf-8")] == []
    books = list(folder.glob("*.xlsx"))
    assert books
    for path in books:
        for sheet in openpyxl.load_workbook(path).worksheets:
            assert said in str(sheet.cell(1, 1).value), (path.name, sheet.title)
    finished = written(False)
    assert not any(said in page.read_text(encoding="utf-8") for page in finished.glob("*.html"))


def test_a_draft_cannot_be_frozen(tmp_path: Path) -> None:
    workplace = published(tmp_path, definition(), cells({2024: 91.0}))
    folder = workplace.report_folder("prov", "2024-12")
    manifest: Any = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    write_manifest(folder, {**manifest, "draft": "2024-12-30"})
    with pytest.raises(UsageError, match="prov/2024-12 är ett utkast, gjort 2024-12-30, medan perioden pågår till"):
        freeze(workplace, Name("prov", "2024-12", None), by="chef", reopen=None)
    write_manifest(folder, manifest)
    assert freeze(workplace, Name("prov", "2024-12", None), by="chef", reopen=None)[0].edition == 1


def test_made_up_values_have_the_clock_of_their_source(tmp_path: Path) -> None:
    real = read_definitions(write(tmp_path, definition()))
    fictional = {**definition()["municipality"], "fictional": True}
    made_up = read_definitions(write(tmp_path / "b", definition(municipality=fictional)))
    with warehouse_of(cells({2024: 91.0}), known=datetime(2024, 6, 1)) as con:
        assert day_of_making(con, real, "2024-12", lambda: date(2026, 11, 30)) == date(2026, 11, 30)
        assert day_of_making(con, real, "2024-12", None) is None
        assert day_of_making(con, made_up, "2024-08", lambda: date(2026, 11, 30)) == date(2024, 6, 1)


@pytest.mark.parametrize(
    ("report", "begins"),
    [
        ("2024-04", "2024-01-01"),
        ("2024-08", "2024-05-01"),
        ("2024-12", "2024-09-01"),
        ("2024-05", "2024-05-01"),
        ("2024-01", "2024-01-01"),
    ],
)
def test_a_report_is_refused_until_its_own_part_of_the_year_has_begun(tmp_path: Path, report: str, begins: str) -> None:
    definitions, first = read_definitions(write(tmp_path, definition())), date.fromisoformat(begins)
    with warehouse_of(cells({2023: 91.0})) as con:
        assert day_of_making(con, definitions, report, lambda: first) == first
        with pytest.raises(
            UsageError, match=f"går inte att göra ännu: perioden börjar {begins}, och i dag är det"
        ) as refused:
            day_of_making(con, definitions, report, lambda: first - timedelta(days=1))
    title = {"2024-04": "April 2024", "2024-05": "Ekonomisk månadsuppföljning maj 2024"}.get(report)
    assert title is None or str(refused.value).startswith(title)


def test_made_up_values_say_what_day_they_are_from_when_a_report_has_not_begun(tmp_path: Path) -> None:
    made_up = read_definitions(
        write(tmp_path, definition(municipality={**definition()["municipality"], "fictional": True}))
    )
    refused = pytest.raises(UsageError, match=r"de påhittade värdena är från 2024-06-01\. Gör 2024-04, eller vänta")
    with warehouse_of(cells({2024: 91.0}), known=datetime(2024, 6, 1)) as con, refused:
        day_of_making(con, made_up, "2024-10", None)
