"""What Kolada has changed in what it had answered: each by the answer that first showed it, with a new value told as none."""

from datetime import datetime
from pathlib import Path
from typing import Any

from assets.definitions.read_yaml import read_definitions
from assets.open_report import create, effective_as_of, open_report
from assets.warehouse.store import reading
from models.tables.header import table
from tests.small import AREAS, catalogue, cells, definition, fetch, load, rows, vintage, write

WHOLE = [50.0 + i for i in range(30)]
TWO = ("N99001", "N99002")


def changes(home: Path, until: str | None = None) -> list[tuple[Any, ...]]:
    definitions = read_definitions(write(home / "d", definition()))
    asked = None if until is None else datetime.fromisoformat(until)
    with reading(home / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, asked))
        create(con, table("kolada_changes"))
        found = rows(con, "SELECT * FROM kolada_changes")
    asked_for = ("kpi_id", "first_seen", "change", "n_values", "n_areas", "first_year", "last_year", "factor")
    own = ("own_year", "own_before", "own_after", "title_before")
    return [
        (row["kpi_id"], f"{row['first_seen']:%m-%d}", *(row[name] for name in (*asked_for[2:], *own))) for row in found
    ]


def test_each_change_is_told_once_by_the_answer_that_showed_it(tmp_path: Path) -> None:
    both = cells({2021: WHOLE, 2022: WHOLE}) + cells({2022: WHOLE}, kpi="N99002")
    # Two municipalities corrected, ours from 50 to 52 in 2022; and a year that is new, which is no change.
    revised = {2021: [50.0, 59.0, *WHOLE[2:]], 2022: [52.0, *WHOLE[1:]], 2023: WHOLE}
    later = cells(revised) + cells({2022: [value * 100 for value in WHOLE]}, kpi="N99002")
    # Three municipalities' values are gone, ours not among them.
    last = [cell for cell in later if not (cell[0] == "N99001" and cell[2] == 2021 and cell[1] in AREAS[5:8])]
    for day, given, title in (
        ("2024-01-01", both, "Prov"),
        ("2024-03-01", later, "Prov"),
        ("2024-05-01", last, "Prov, ny"),
    ):
        fetch(tmp_path, [vintage(day, given)], kpis=TWO, metadata=catalogue(TWO, title=title))
        load(tmp_path)
    march = [
        ("N99001", "03-01", "revised", 2, 2, 2021, 2022, None, 2022, 50.0, 52.0, None),
        ("N99002", "03-01", "rescaled", 30, 30, 2022, 2022, 100.0, 2022, 50.0, 5000.0, None),
    ]
    may = [
        ("N99001", "05-01", "retitled", 0, 0, None, None, None, None, None, None, "Prov"),
        ("N99001", "05-01", "withdrawn", 3, 3, 2021, 2021, None, None, None, None, None),
        ("N99002", "05-01", "retitled", 0, 0, None, None, None, None, None, None, "Prov"),
    ]
    assert changes(tmp_path) == [*may, *march]
    assert changes(tmp_path, "2024-04-01T00:00:00+00:00") == march


def test_nothing_is_told_where_nothing_was_changed(tmp_path: Path) -> None:
    for day, given in (("2024-01-01", {2021: WHOLE}), ("2024-03-01", {2021: WHOLE, 2022: WHOLE})):
        fetch(tmp_path, [vintage(day, cells(given))])
        load(tmp_path)
    assert changes(tmp_path) == []
