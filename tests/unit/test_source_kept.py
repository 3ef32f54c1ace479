"""Every version of a file is kept; faults are shown on a terminal and in a workbook to correct from; nobody's number is."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from assets.own_files.cell_faults import MASK, fault_table, grouped
from assets.own_files.correction_workbook import PERSONAL, write_corrections
from assets.own_files.file_store import FileStore
from assets.own_files.read_source import read_source
from models.errors import PlaceError
from tests.sources import HEADING, KNOWN, ledger, reading, source, workbook

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def test_every_version_of_a_file_is_kept_with_its_hash(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    versions = [
        ledger("soc;1;2025-01;1"),
        ledger("soc;1;2025-01;x"),
        ledger("soc;1;2025-01;x"),
        ledger("soc;1;2025-01;1"),
    ]
    hashes: list[str] = []
    for content in versions:
        (tmp_path / "ekonomi.csv").write_text(content, encoding="utf-8", newline="\n")
        result = read_source(tmp_path, source(), KNOWN, store=store, at=NOON)
        hashes.append(result.files[0].sha256)
        assert store.get(result.files[0].sha256) == content.encode()
    assert store.versions("ekonomi.csv") == [hashes[0], hashes[1], hashes[0]]
    lines = [json.loads(line) for line in store.log.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {
        "file": "ekonomi.csv", "source": "ekonomi", "sha256": hashes[0], "size": len(versions[0]),
        "kept_at": "2025-03-01T12:00:00+00:00",
    }  # fmt: skip


def test_a_log_that_a_crash_cut_off_is_gone_on_from(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    store.keep("ekonomi", "a.csv", b"1", NOON)
    with store.log.open("a", encoding="utf-8") as log:
        log.write('{"file": "a.c')
    store.keep("ekonomi", "a.csv", b"2", NOON)
    assert len(store.versions("a.csv")) == 2


def test_a_store_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way", encoding="utf-8")
    with pytest.raises(PlaceError, match="gick inte att skriva"):
        FileStore(tmp_path / "files").keep("ekonomi", "a.csv", b"1", NOON)


def test_nothing_is_kept_by_a_reading_without_a_store(tmp_path: Path) -> None:
    reading(tmp_path, ledger("soc;1;2025-01;1"))
    assert [path.name for path in tmp_path.iterdir()] == ["ekonomi.csv"]


def test_a_code_of_ten_digits_is_no_person_and_a_text_may_hold_one(tmp_path: Path) -> None:
    """As it was found: an account of ten digits that happen to be a day and a check digit."""
    assert list(reading(tmp_path, ledger("soc;8507099805;2025-01;1")).faults) == []
    table = reading(tmp_path, ledger("8507099805;4010;2025-01;1"))
    assert [(fault.value, fault.wrong) for fault in table.faults] == [
        (MASK, f"'{MASK}' finns inte bland definitionernas enheter.")
    ], "what is shown is masked all the same"


def test_faults_on_a_terminal_are_never_read_as_markup(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("[bold red]soc[/];1;2025-01;1", "850709-9805;1;2025-01;1"))
    console = Console(file=io.StringIO(), width=240)
    console.print(fault_table(result.faults))
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "[bold red]soc[/]" in shown
    assert "850709" not in shown


def test_the_workbook_holds_the_rows_in_their_places_with_the_faults_marked(tmp_path: Path) -> None:
    data = workbook(["Uttag 2025"], HEADING, ["soc", "4010", "2025-01", 1.5], ["x", "=1+1", "2025-13", "abc"])
    result = reading(tmp_path, data, file="e.xlsx")
    write_corrections([result], tmp_path / "fel.xlsx")
    book = openpyxl.load_workbook(tmp_path / "fel.xlsx")
    assert book.sheetnames == ["Fel", "Blad1"]
    sheet = book["Blad1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Uttag 2025", None, None, None],
        HEADING,
        ["soc", "4010", "2025-01", 1.5],
        ["x", "(formel)", "2025-13", "abc"],
    ]
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert comments.keys() == {"A4", "B4", "C4", "D4"}
    assert comments["D4"] == "'abc' är inget tal. Skriv ett tal, eller lämna cellen tom."
    assert sheet["D4"].fill.start_color.rgb == "FFFDE7EC"
    assert sheet["D3"].fill.fill_type is None
    listed = [[cell.value for cell in row] for row in book["Fel"].iter_rows(min_row=2)]
    assert [row[:5] for row in listed] == [
        ["e.xlsx", "Blad1", 4, "Ansvar", "x"],
        ["e.xlsx", "Blad1", 4, "Belopp", "abc"],
        ["e.xlsx", "Blad1", 4, "Konto", "(formel)"],
        ["e.xlsx", "Blad1", 4, "Period", "2025-13"],
    ]


def test_what_was_corrected_in_the_workbook_is_read_without_faults(tmp_path: Path) -> None:
    result = reading(
        tmp_path, workbook(HEADING, ["soc", "4010", "2025-01", 1], ["soc", "4020", "2025-01", "tvä"]), file="e.xlsx"
    )
    write_corrections([result], tmp_path / "fel.xlsx")
    book = openpyxl.load_workbook(tmp_path / "fel.xlsx")
    book["Blad1"]["D3"] = 2
    book.save(tmp_path / "e.xlsx")
    again = read_source(tmp_path, source(file="e.xlsx", sheet="Blad1"), KNOWN)
    assert again.faults == []
    assert again.frame["amount"].to_list() == [1.0, 2.0]


def test_cells_of_a_file_never_become_formulas_and_persons_are_not_copied(tmp_path: Path) -> None:
    text = (
        "Ansvar;Konto;Period;Belopp;Namn;Anm\n"
        "soc;=HYPERLINK(1);2025-01;x;Anna Ek;@SUMMA\n"
        "soc;1;2025-01;+1+1;Bo Al;-1+1 850709-9805\n"
    )
    result = reading(tmp_path, text, personal=["Namn", "Telefon"])
    assert result.notes == ["ekonomi.csv: har ingen kolumn 'Telefon', som personal nämner."]
    write_corrections([result], tmp_path / "fel.xlsx")
    book = openpyxl.load_workbook(tmp_path / "fel.xlsx")
    rows = list(book["ekonomi"].iter_rows(min_row=2))
    assert all(cell.data_type == "s" for row in rows for cell in row)
    assert [[cell.value for cell in row] for row in rows] == [
        ["soc", "=HYPERLINK(1)", "2025-01", "x", PERSONAL, "@SUMMA"],
        ["soc", "1", "2025-01", "+1+1", PERSONAL, f"-1+1 {MASK}"],
    ]


def test_without_a_heading_nothing_of_a_file_with_persons_is_copied(tmp_path: Path) -> None:
    result = reading(tmp_path, "Ansvar;Namn\nsoc;Anna Ek\n", personal=["Namn"])
    write_corrections([result], tmp_path / "fel.xlsx")
    assert openpyxl.load_workbook(tmp_path / "fel.xlsx").sheetnames == ["Fel"]


def test_the_workbook_is_the_same_bytes_twice_and_an_open_one_is_told(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("soc;1;2025-01;x"))
    for name in ("a.xlsx", "b.xlsx"):
        write_corrections([result], tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(PlaceError, match="gick inte att skriva"):
        write_corrections([result], tmp_path / "missing" / "a.xlsx")


def test_faults_of_one_cause_are_one_line_and_in_full_where_asked_for(tmp_path: Path) -> None:
    rows = [f"soc;{4000 + i};2025-01;x{i}" for i in range(131)]
    faults = reading(tmp_path, ledger("soc;3999;2025-01;1", *rows, "okänd;4000;2025-01;1", "soc;4000;2025-14;1")).faults
    assert [(fault.row, fault.column, n) for fault, n in grouped(faults)] == [
        (3, "Belopp", 131), (134, "Ansvar", 1), (135, "Period", 1),
    ]  # fmt: skip
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(fault_table(faults, every=False))
    assert "131 rader, först 3" in console.export_text()
    console.print(fault_table(faults))
    assert console.export_text().count("är inget tal") == 131
