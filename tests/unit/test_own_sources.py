"""The municipality's own files in a report: rows, faults as findings, and what they withhold of the ledger."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.own_files.own_sources import own_rows, read_own, source_checks
from assets.quality.ledger_check import ledger_checks
from tests.small import definition, measured, rows, write
from tests.unit.test_local_measures import UNITS, own
from tests.unit.test_trace import label_faults

MEASURED = {
    "id": "enkat",
    "title": "Skolornas enkät",
    "kind": "measurements",
    "file": "enkat.csv",
    "columns": {"unit_id": "Skola", "period": "År", "value": "Andel", "indicator_id": {"value": "matt"}},
}
LEDGER = {
    "id": "huvudbok",
    "title": "Huvudboken",
    "kind": "ledger",
    "file": "bok.csv",
    "columns": {"unit_id": "Ansvar", "account": "Konto", "year": "År", "month": "Månad", "amount": "Belopp"},
}


def municipality(tmp_path: Path, sources: list[dict[str, Any]], **files: str) -> Path:
    content = definition(units=UNITS, indicators=[own(aggregation="none")], plans=[], sources=sources)
    content["goals"] = [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}]
    folder = write(tmp_path, content)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_file_becomes_rows_with_their_place_and_their_source(tmp_path: Path) -> None:
    folder = municipality(tmp_path, [MEASURED], enkat="Skola;År;Andel\nNorra skolan;2024;81,5\n")
    definitions = read_definitions(folder)
    sources = read_own(folder, definitions)
    (row,) = own_rows(sources, definitions, "2024-12")["measurement"]
    assert (row["unit_id"], row["year"], row["value"]) == ("norra", 2024, 81.5)
    assert (row["place"], row["source_label"]) == ("enkat.csv:2", "Källa: Skolornas enkät")
    assert source_checks(sources.readings)[0]["status"] == "passed"


def test_a_row_that_cannot_be_read_is_a_finding_without_its_value(tmp_path: Path) -> None:
    folder = municipality(
        tmp_path, [MEASURED], enkat="Skola;År;Andel\nNorra skolan;2024;hemligt17\nSödra skolan;2024;80\n"
    )
    definitions = read_definitions(folder)
    sources = read_own(folder, definitions)
    (found,) = source_checks(sources.readings)
    assert (found["status"], found["n_failed"], found["sample"]) == ("failed", 1, "enkat.csv:2")
    assert "hemligt17" not in json.dumps(found)
    assert [row["unit_id"] for row in own_rows(sources, definitions, "2024-12")["measurement"]] == ["sodra"]


@pytest.mark.parametrize(
    ("rows_of", "change", "wrong"),
    [
        ("Nämnden;2024;81,5", "UPDATE fulfilment SET year = year", []),
        # Rolled up from the schools: computed, and named by their source all the same.
        ("Norra skolan;2024;80\nSödra skolan;2024;90", "UPDATE fulfilment SET year = year", []),
        ("Nämnden;2024;81,5", "UPDATE fulfilment SET source_label = 'Källa: Kolada'", ["computed_as_unprocessed"]),
        ("Nämnden;2024;81,5", "UPDATE fulfilment SET source_label = 'Påhittade exempeldata'", ["real_as_made_up"]),
    ],
)
def test_a_figure_of_the_municipalitys_own_file_is_named_by_it(
    tmp_path: Path, rows_of: str, change: str, wrong: list[str]
) -> None:
    folder = municipality(tmp_path / "kvar", [MEASURED], enkat=f"Skola;År;Andel\n{rows_of}\n")
    definitions = read_definitions(folder)
    given = own_rows(read_own(folder, definitions), definitions, "2024-12")
    content = definition(units=UNITS, indicators=[own(aggregation="sum")], plans=[], sources=[MEASURED])
    content["goals"] = [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}]
    with measured(tmp_path, content, [], given=given) as con:
        (row,) = rows(con, "FROM fulfilment")
        assert row["value"] is not None
        assert row["source_label"] == "Källa: Skolornas enkät"
        con.execute(change)
        assert label_faults(con) == wrong


BOOKS = """Ansvar;Konto;År;Månad;Belopp
norra;5010;2024;1;100,50
norra;3010;2024;1;-20
norra;5010;2024;2;{norra}
norra;5010;2024;3;1
sodra;5010;2024;1;1
{sodra};5010;2024;2;2
sodra;5010;2024;3;4
"""


def booked_in(tmp_path: Path, text: str) -> tuple[dict[tuple[str, str], list[float | None]], dict[str, Any] | None]:
    """Return what is booked to date, January to March, by unit and kind, and the check of the whole ledger."""
    folder = municipality(tmp_path, [LEDGER], bok=text)
    definitions = read_definitions(folder)
    sources = read_own(folder, definitions)
    content = definition(units=UNITS, indicators=[own(aggregation="none")], plans=[], sources=[LEDGER])
    content["goals"] = [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}]
    found: dict[tuple[str, str], list[float | None]] = {}
    with measured(tmp_path / "matt", content, [], given=own_rows(sources, definitions, "2024-12")) as con:
        for row in rows(con, "FROM budget WHERE month <= 3 ORDER BY month"):
            found.setdefault((row["unit_id"], row["kind"]), []).append(row["outcome"])
        checked = ledger_checks(con, sources, definitions.model)
    return found, checked[0] if checked else None


def test_a_fault_of_a_ledger_withholds_its_unit_kind_and_months_from_then_on_and_nothing_else(tmp_path: Path) -> None:
    whole, check = booked_in(tmp_path / "hel", BOOKS.format(norra="10", sodra="sodra"))
    assert whole["norra", "cost"] == [100.5, 110.5, 111.5]
    assert whole["bun", "cost"] == [101.5, 113.5, 118.5]
    assert check is not None
    assert (check["status"], check["n_checked"]) == ("passed", 7)
    broken, check = booked_in(tmp_path / "bruten", BOOKS.format(norra="oläsligt", sodra="sodra"))
    assert broken["norra", "cost"] == [100.5, None, None]
    assert broken["norra", "revenue"] == [20.0, 20.0, 20.0]
    assert broken["sodra", "cost"] == [1.0, 3.0, 7.0]
    assert broken["bun", "cost"] == [101.5, None, None]
    assert broken["bun", "revenue"] == [20.0, 20.0, 20.0]
    assert check is not None
    assert (check["status"], check["n_checked"]) == ("passed", 6)


def test_a_row_of_an_unknown_unit_withholds_its_kind_and_month_of_every_unit(tmp_path: Path) -> None:
    found, _ = booked_in(tmp_path, BOOKS.format(norra="10", sodra="borta"))
    assert found["norra", "cost"] == [100.5, None, None]
    assert found["sodra", "cost"] == [1.0, None, None]
    assert found["norra", "revenue"] == [20.0, 20.0, 20.0]


def test_an_outcome_that_is_withheld_says_so_and_one_that_nothing_is_booked_on_does_not(tmp_path: Path) -> None:
    booked = [
        {"unit_id": unit, "kind": kind, "month": month, "amount": amount}
        for unit, kind, month, amount in (
            ("norra", "cost", 1, 5.0), ("norra", "cost", 2, None), ("norra", "cost", 3, 5.0),
            ("sodra", "cost", 1, 2.0), ("sodra", "cost", 2, 2.0), ("sodra", "cost", 3, 2.0),
        )
    ]  # fmt: skip
    frames = [
        {"unit": unit, "year": 2024, "kind": kind, "amount": 120}
        for unit, kind in (("norra", "cost"), ("sodra", "cost"), ("sodra", "revenue"), ("norra", "result"))
    ]
    content = definition(units=UNITS, indicators=[own(aggregation="none")], plans=[], budgets=frames)
    content["goals"] = [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}]
    with measured(tmp_path, content, [], "2024-04", given={"booked": booked}) as con:
        told = {
            (r["unit_id"], r["kind"], r["month"]): (r["outcome"], r["outcome_withheld"])
            for r in rows(con, "FROM budget")
        }
    assert [told["norra", "cost", month] for month in (1, 2, 3, 4)] == [(5, False), *[(None, True)] * 3]
    assert [told["bun", "cost", month] for month in (1, 2, 3, 4)] == [(7, False), *[(None, True)] * 3]
    # A result is what it is of; April is not booked yet, and revenue not at all.
    assert [told["norra", "result", month] for month in (1, 2)] == [(None, False), (None, True)]
    assert [told["sodra", "cost", month] for month in (2, 3, 4)] == [(4, False), (6, False), (None, False)]
    assert told["sodra", "revenue", 3] == (None, False)


def test_a_row_of_another_year_or_of_the_balance_sheet_withholds_nothing(tmp_path: Path) -> None:
    more = "norra;5010;2023;2;x\nnorra;1510;2024;2;x\n"
    found, _ = booked_in(tmp_path, BOOKS.format(norra="10", sodra="sodra") + more)
    assert found["bun", "cost"] == [101.5, 113.5, 118.5]


def test_a_file_of_a_ledger_that_cannot_be_read_withholds_all_of_it(tmp_path: Path) -> None:
    found, check = booked_in(tmp_path, "Ansvar;Konto\nnorra;5010\n")
    assert (found, check) == ({}, None)


def test_the_command_tells_every_fault_and_writes_a_workbook_to_correct_from(tmp_path: Path) -> None:
    folder = municipality(tmp_path, [MEASURED], enkat="Skola;År;Andel\nNora skolan;2024;80\nNorra skolan;2024;x\n")
    book = tmp_path / "fel.xlsx"
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.command.main", "check", "--municipality", str(folder), "--corrections", str(book)],
        capture_output=True, text=True, timeout=120, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 1
    assert "enkat.csv" in done.stdout
    assert "2 fel i 2 rader" in done.stdout
    assert book.is_file()
