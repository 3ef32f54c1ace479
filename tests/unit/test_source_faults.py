"""Every kind of broken file, and exactly what is said of it."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assets.own_files.read_source import read_source
from models.definitions.own_files import Source
from tests.sources import (
    ACTIVITIES,
    HEADING,
    KNOWN,
    LEDGER,
    MEASURED,
    activities,
    ledger,
    measured,
    reading,
    source,
    workbook,
    written,
)

GOOD = "soc;4010;2025-01;100"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def packed(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return data.getvalue()


def with_part(workbook_bytes: bytes, name: str, change: Any) -> bytes:
    """Return a workbook with one part changed."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_bytes)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        assert name in old.namelist()
        for part in old.infolist():
            body = old.read(part)
            new.writestr(part.filename, change(body) if part.filename == name else body)
    return data.getvalue()


SHEET = workbook(HEADING, ["soc", "4010", "2025-01", 100])

# name of the case: (the file's content, changes of the mapping, what is said)
WHOLE_FILE: dict[str, tuple[str | bytes, dict[str, Any]]] = {
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), {"file": "e.xlsx"}),
    "old xls": (OLE + "Workbook".encode("utf-16-le"), {"file": "e.xls"}),
    "binary workbook": (packed(xl__workbook_bin=b"x"), {"file": "e.xlsx"}),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", {"file": "e.xls"}),
    "text named xlsx": (ledger(GOOD), {"file": "e.xlsx"}),
    "workbook named csv": (SHEET, {}),
    "other zip": (packed(readme_txt=b"x"), {"file": "e.xlsx"}),
    "truncated zip": (SHEET[: len(SHEET) // 2], {"file": "e.xlsx"}),
    "zip bomb by size": (packed(xl__workbook_xml=bytes(401_000_000)), {"file": "e.xlsx"}),
    "zip bomb by ratio": (packed(xl__workbook_xml=bytes(40_000_000)), {"file": "e.xlsx"}),
    "entities": (
        with_part(SHEET, "xl/worksheets/sheet1.xml", lambda b: b'<!DOCTYPE x [<!ENTITY a "b">]>' + b),
        {"file": "e.xlsx"},
    ),
    "damaged sheet": (with_part(SHEET, "xl/worksheets/sheet1.xml", lambda b: b[:-40]), {"file": "e.xlsx"}),
    "missing sheet": (SHEET, {"file": "e.xlsx", "sheet": "Utfall"}),
    "two sheets": (workbook(HEADING, build=lambda b: b.create_sheet("Blad2")), {"file": "e.xlsx"}),
    "empty sheet": (workbook(), {"file": "e.xlsx"}),
    "empty file": (b" \r\n", {}),
    "mixed encodings": ("Ansvar;Konto;Period;Belopp\nNämnd;1;2025-01;1\n".encode() + "Nämnd".encode("cp1252"), {}),
    "no encoding": (ledger(GOOD).encode() + b"\x81\xe4", {}),
    "not utf-8": (ledger("nämnd;1;2025-01;1").encode("cp1252"), {"encoding": "utf-8"}),
    "nul bytes": (ledger(GOOD) + "soc;\0", {}),
    "open quote": (ledger(GOOD, 'soc;"4010;2025-02;5', GOOD), {}),
    "stray quote": (ledger('"soc"x;4010;2025-01;1'), {}),
    "endless cell": (ledger(f"soc;{'x' * 200_000};2025-01;1"), {}),
    "missing column": ("Ansvar;Konto;Period;Bellopp\nsoc;1;2025-01;1\n", {}),
    "missing column without a near one": ("Ansvar;Konto;Period;Summa kr\nsoc;1;2025-01;1\n", {}),
    "heading twice": ("Ansvar;Konto;Period;Belopp;Belopp\nsoc;1;2025-01;1;2\n", {}),
    "no heading": ("a;b;c\n1;2;3\n", {}),
    "no such heading row": (ledger(GOOD), {"header_row": 9}),
    "letters alone": (
        ledger(GOOD),
        {"columns": {"unit_id": "A", "account": "B", "year": "C", "month": "C", "amount": "D"}},
    ),
    "personal and read": (ledger(GOOD), {"personal": ["Konto"]}),
    "not parquet": (ledger(GOOD), {"file": "e.parquet"}),
    "not json": ('[{"Ansvar": "soc",\n]', {"file": "e.json"}),
    "json of numbers": ("[1, 2]", {"file": "e.json"}),
    "json in another encoding": ('[{"Ansvar": "ä"}]'.encode("cp1252"), {"file": "e.json"}),
}


def formula(book: Any, sheet: Any) -> None:
    for i, text in enumerate(HEADING):
        sheet.write_string(0, i, text)
    sheet.write_row(1, 0, ["soc", "4010", "2025-01", 1])
    sheet.write_row(2, 0, ["soc", "4010", "2025-02"])
    sheet.write_formula(2, 3, "=NA()", None, "#N/A")
    sheet.write_row(3, 0, ["soc", "4010", "2025-03"])
    sheet.write_formula(3, 3, "=B9", None, "#REF!")


ROWS: dict[str, tuple[str | bytes, dict[str, Any], dict[str, Any]]] = {
    "text where a number is": (ledger("soc;4010;2025-01;hundra"), LEDGER, {}),
    "ambiguous number": (ledger("soc;4010;2025-01;1.234"), LEDGER, {}),
    "point where the mapping says comma": (ledger("soc;4010;2025-01;12.5"), LEDGER, {"decimal": ","}),
    "infinite": (b'[{"Ansvar":"soc","Konto":"1","Period":"2025-01","Belopp":Infinity}]', LEDGER, {"file": "e.json"}),
    "too large": (ledger("soc;4010;2025-01;" + "9" * 400), LEDGER, {}),
    "nested": (b'[{"Ansvar":"soc","Konto":"1","Period":"2025-01","Belopp":[1]}]', LEDGER, {"file": "e.json"}),
    "unknown unit": (ledger("socialnamnden;4010;2025-01;1"), LEDGER, {}),
    "unit that has ended": (ledger("gammal;4010;2024-01;1"), LEDGER, {}),
    "unit that has not begun": (ledger("Nya nämnden;4010;2025-12;1"), LEDGER, {}),
    "13th month": (ledger("soc;4010;202513;1"), LEDGER, {}),
    "no month": (ledger("soc;4010;2025;1"), LEDGER, {}),
    "no period": (ledger("soc;4010;våren;1"), LEDGER, {}),
    "year out of range": (ledger("soc;4010;0202-01;1"), LEDGER, {}),
    "empty": (ledger("soc;4010;2025-01;"), LEDGER, {}),
    "more cells than the heading": (ledger("soc;4010;2025-01;1;2"), LEDGER, {}),
    "formula in a text column": (ledger("soc;=1+1;2025-01;1", "soc;@SUMMA;2025-01;1"), LEDGER, {}),
    "formula never saved": (workbook(HEADING, ["soc", "4010", "2025-01", "=1+1"]), LEDGER, {"file": "e.xlsx"}),
    "error cells": (written(formula), LEDGER, {"file": "e.xlsx"}),
    "identity number": (activities("a1;;soc;Anna 850709-9805;Rektor;2025-01-01;2025-06-30;pågår"), ACTIVITIES, {}),
    "identity number as amount": (ledger("soc;4010;2025-01;19850709-9805"), LEDGER, {}),
    "unknown indicator": (measured("betyget;soc;2024;1"), MEASURED, {}),
    "duplicate key": (measured("betyg;soc;2024;1", "betyg;barn;2024;1", "betyg;Socialnämnden;2024;2"), MEASURED, {}),
    "not whole": (
        measured("betyg;soc;2024;1,5"),
        MEASURED,
        {"columns": {"indicator_id": "Mått", "unit_id": "Enhet", "period": "År", "count": "Värde"}},
    ),
    "no step of the scale": (
        measured("trygghet;soc;2024;bra", "betyg;soc;2024;hög"),
        MEASURED,
        {"columns": {"indicator_id": "Mått", "unit_id": "Enhet", "period": "År", "label": "Värde"}},
    ),
    "value beside a status": (
        "Mått;Enhet;År;Värde;Status\nbetyg;soc;2024;1;sekretess\n",
        MEASURED,
        {"columns": {**MEASURED["columns"], "status": "Status"}},
    ),
    "no such word": (
        "Mått;Enhet;År;Värde;Kön\nbetyg;soc;2024;1;X\n",
        MEASURED,
        {"columns": {**MEASURED["columns"], "gender": "Kön"}},
    ),
    "denominator of zero": (
        "Mått;Enhet;År;Värde;Täljare;Nämnare\nbetyg;soc;2024;;1;0\n",
        MEASURED,
        {"columns": {**MEASURED["columns"], "numerator": "Täljare", "denominator": "Nämnare"}},
    ),
    "unknown goal": (activities("a1;battre-skola;soc;Läxhjälp;Rektor;2025-01-01;2025-06-30;pågår"), ACTIVITIES, {}),
    "no such day": (activities("a1;;soc;Läxhjälp;Rektor;2025-02-30;2025-06-30;pågår"), ACTIVITIES, {}),
    "no date": (activities("a1;;soc;Läxhjälp;Rektor;1/3 2025;2025-06-30;pågår"), ACTIVITIES, {}),
    "ends before it starts": (activities("a1;;soc;Läxhjälp;Rektor;2025-07-01;2025-06-30;pågår"), ACTIVITIES, {}),
    "neither yes nor no": (
        "Nr;Enhet;Aktivitet;Roll;Start;Slut;Läge;Bidrog\na1;soc;Läxhjälp;Rektor;2025-01-01;2025-06-30;klar;kanske\n",
        ACTIVITIES,
        {"columns": {**{k: v for k, v in ACTIVITIES["columns"].items() if k != "goal_id"}, "contributed": "Bidrog"}},
    ),
    "damaged character": (
        '[{"Ansvar":"soc","Konto":"\\ud800","Period":"2025-01","Belopp":1}]',
        LEDGER,
        {"file": "e.json"},
    ),
}


# What is said of each, word for word.
SAID: dict[str, list[str]] = {
    "password": ["e.xlsx: is a workbook with a password. Save it without a password (File, Info, Protect Workbook)."],
    "old xls": ["e.xls: is an old Excel workbook (.xls). Open it in Excel, and save it as .xlsx."],
    "binary workbook": ["e.xlsx: is a binary workbook (.xlsb). Open it in Excel, and save it as .xlsx."],
    "web page": ["e.xls: is a web page or XML with the name of a workbook. Open it in Excel, and save it as .xlsx."],
    "text named xlsx": [
        "e.xlsx: is not an Excel workbook, whatever its name says. Give it the suffix that it should have."
    ],
    "workbook named csv": [
        "ekonomi.csv: is an Excel workbook, not text with separators. Give it the suffix that it should have, or export it as CSV."
    ],
    "other zip": ["e.xlsx: is a zip file, but no Excel workbook. Unpack it, and give the file inside."],
    "truncated zip": ["e.xlsx: is a workbook that is cut off or damaged. Export or copy the file again."],
    "zip bomb by size": [
        "e.xlsx: would unpack to 401,000,000 bytes; a workbook may be at most 400,000,000. Divide it, or export it as CSV."
    ],
    "zip bomb by ratio": [
        "e.xlsx: would unpack to 1,025 times its size; a workbook may unpack to 200 times. It may be a zip bomb. Export the file again, or ask whoever sent it."
    ],
    "entities": ["e.xlsx: declares XML entities, which no workbook does. Do not open it; ask whoever sent it."],
    "damaged sheet": ["e.xlsx: is a damaged workbook (ParseError). Open it in Excel, and save it anew as .xlsx."],
    "missing sheet": ["e.xlsx: has no sheet 'Utfall'; it has 'Blad1'. Correct sheet in the mapping."],
    "two sheets": [
        "e.xlsx: has 2 sheets ('Blad1', 'Blad2'), and the mapping does not say which one to read. Add sheet to the mapping."
    ],
    "empty sheet": ["e.xlsx [Blad1]: has no rows. Export it again, or correct sheet in the mapping."],
    "empty file": ["ekonomi.csv: is empty. Export it again."],
    "mixed encodings": [
        "ekonomi.csv row 3: mixes encodings: some rows are UTF-8, and this is the first that is not. Save all of it with one encoding, UTF-8."
    ],
    "no encoding": [
        "ekonomi.csv row 3: is neither UTF-8 nor Windows text (cp1252). Save it as CSV with the encoding UTF-8."
    ],
    "not utf-8": [
        "ekonomi.csv row 2: is not UTF-8, as the mapping says. Save it as UTF-8, or take encoding out of the mapping."
    ],
    "nul bytes": ["ekonomi.csv row 3: holds NUL bytes, which no text has. Export the file again; it is damaged."],
    "open quote": [
        'ekonomi.csv row 3: opens a quotation mark that is never closed, so that the rest of the file would be one cell. Close the quotation mark, or write it twice ("").'
    ],
    "stray quote": [
        "ekonomi.csv row 2: has a quotation mark inside a quoted cell, or text between it and the next ';'. Write a quotation mark inside a quoted cell twice (\"\")."
    ],
    "endless cell": [
        "ekonomi.csv row 2: has a cell of more than 131,072 characters. Look for a quotation mark that is never closed."
    ],
    "missing column": [
        "ekonomi.csv row 1, column 'Belopp': has no column 'Belopp'. Is it 'Bellopp'? Correct the heading, or the mapping."
    ],
    "missing column without a near one": [
        "ekonomi.csv row 1, column 'Belopp': has no column 'Belopp'. It has Ansvar, Konto, Period, Summa kr. Correct the heading, or the mapping."
    ],
    "heading twice": [
        "ekonomi.csv row 1, column 'Belopp': has the heading 'Belopp' twice, in D and E. Give each its own heading, or write the column's letter in the mapping."
    ],
    "no heading": [
        "ekonomi.csv: has no row with the headings of the mapping ('Ansvar', 'Konto', 'Period', 'Belopp'). Correct the headings, or add header_row."
    ],
    "no such heading row": [
        "ekonomi.csv: has no row 9, where the mapping says that the heading is. Correct header_row."
    ],
    "letters alone": ["ekonomi.csv: is mapped by letters of columns alone. Add header_row to the mapping."],
    "personal and read": [
        "ekonomi.csv row 1: the column 'Konto' is both personal and read. Take it out of columns, or of personal."
    ],
    "not parquet": ["e.parquet: is not a Parquet file that can be read. Export it again."],
    "not json": ["e.json row 2: is not valid JSON. Write a list of objects, or one object a line."],
    "json of numbers": ['e.json: is not a list of objects. Write [{"kolumn": värde, …}, …], or one object a line.'],
    "json in another encoding": ["e.json: is not UTF-8, as JSON must be. Save it as UTF-8."],
    "text where a number is": [
        "ekonomi.csv row 2, column 'Belopp': 'hundra' is not a number. Write a number, or leave the cell empty."
    ],
    "ambiguous number": [
        'ekonomi.csv row 2, column \'Belopp\': could be 1234 or 1,234. Add decimal: "," or decimal: "." to the mapping, or write it without the point.'
    ],
    "point where the mapping says comma": [
        "ekonomi.csv row 2, column 'Belopp': '12.5' is not a number. Write a number, or leave the cell empty."
    ],
    "infinite": ["e.json row 1, column 'Belopp': is not a finite number. Write the value, or leave the cell empty."],
    "too large": ["ekonomi.csv row 2, column 'Belopp': is too large a number. Correct it."],
    "nested": ["e.json row 1, column 'Belopp': holds more than one value. Export one value a cell."],
    "unknown unit": [
        "ekonomi.csv row 2, column 'Ansvar': 'socialnamnden' is no unit of the definitions. Is it 'socialnämnden'? Correct the id, add the unit, or say what it means with map."
    ],
    "unit that has ended": [
        "ekonomi.csv row 2, column 'Ansvar': the unit 'gammal' ended 2023-12-31, before 2024-01-01. Name the unit that took over, or correct the date."
    ],
    "unit that has not begun": [
        "ekonomi.csv row 2, column 'Ansvar': the unit 'ny' begins 2026-01-01, after 2025-12-31. Name the unit of that time, or correct the date."
    ],
    "13th month": [
        "ekonomi.csv row 2, column 'Period': there is no month 13. Months are 1–12; leave out opening and closing periods with skip_periods in the mapping."
    ],
    "no month": ["ekonomi.csv row 2, column 'Period': '2025' names no month. Write the month as 1–12, or as 2025-03."],
    "no period": [
        "ekonomi.csv row 2, column 'Period': 'våren' is not a year or month. Write 2025, 3, mars, 202503 or 2025-03."
    ],
    "year out of range": [
        "ekonomi.csv row 2, column 'Period': 202 is not a year between 1950 and 2100. Write the year with four digits."
    ],
    "empty": ["ekonomi.csv row 2, column 'Belopp': is empty. Fill it in, or take the row away."],
    "more cells than the heading": [
        "ekonomi.csv row 2, column 'E': has 5 cells, and the heading has 4. Look for a separator inside a cell; put that cell in quotation marks."
    ],
    "formula in a text column": [
        "ekonomi.csv row 2, column 'Konto': begins with '=', which a spreadsheet would run as a formula. Take away the '='.",
        "ekonomi.csv row 3, column 'Konto': begins with '@', which a spreadsheet would run as a formula. Take away the '@'.",
    ],
    "formula never saved": [
        "e.xlsx [Blad1] row 2, column 'Belopp': is a formula whose result was never saved. Open the file in Excel and save it, so that results are stored; or paste the values."
    ],
    "error cells": [
        "e.xlsx [Blad1] row 3, column 'Belopp': is the error #N/A. Correct the formula, or write the value.",
        "e.xlsx [Blad1] row 4, column 'Belopp': is the error #REF!. Correct the formula, or write the value.",
    ],
    "identity number": [
        "aktiviteter.csv row 2, column 'Aktivitet': holds a personal identity number. Take it away. If the whole column holds such, leave it out of the mapping and name it under personal."
    ],
    "identity number as amount": [
        "ekonomi.csv row 2, column 'Belopp': '(identity number, hidden)' is not a number. Write a number, or leave the cell empty."
    ],
    "unknown indicator": [
        "matt.csv row 2, column 'Mått': 'betyget' is no indicator of the definitions. Is it 'betyg'? Correct the id, add the indicator, or say what it means with map."
    ],
    "duplicate key": [
        "matt.csv row 2: says the same thing as row 4 (indicator_id betyg, unit_id soc, period 2024, gender T). Keep one of them.",
        "matt.csv row 4: says the same thing as row 2 (indicator_id betyg, unit_id soc, period 2024, gender T). Keep one of them.",
    ],
    "not whole": ["matt.csv row 2, column 'Värde': 1.5 is not a whole number. Write a whole number."],
    "no step of the scale": [
        "matt.csv row 2, column 'Värde': 'bra' is no step: the scale has låg, medel, hög. Correct the word.",
        "matt.csv row 3, column 'Värde': 'hög' is no step: the indicator has no ordinal scale. Correct the word.",
    ],
    "value beside a status": [
        "matt.csv row 2, column 'Status': has both a value and the status Privacy. Take one of them away."
    ],
    "no such word": [
        "matt.csv row 2, column 'Kön': 'X' is not one of T, K, M. Correct it, or add a map to the mapping."
    ],
    "denominator of zero": [
        "matt.csv row 2, column 'Nämnare': the denominator is 0 or below. Correct it, or leave the row's value empty."
    ],
    "unknown goal": [
        "aktiviteter.csv row 2, column 'Mål': 'battre-skola' is no goal of the definitions. Is it 'bättre-skola'? Correct the id, add the goal, or say what it means with map."
    ],
    "no such day": ["aktiviteter.csv row 2, column 'Start': there is no day 2025-02-30. Correct the date."],
    "no date": ["aktiviteter.csv row 2, column 'Start': '1/3 2025' is not a date. Write the date as 2025-03-31."],
    "ends before it starts": [
        "aktiviteter.csv row 2, column 'Slut': the planned end 2025-06-30 comes before the planned start 2025-07-01. Correct one of the dates."
    ],
    "neither yes nor no": [
        "aktiviteter.csv row 2, column 'Bidrog': 'kanske' is neither yes nor no. Write Ja or Nej, or add a map to the mapping."
    ],
    "damaged character": ["e.json row 1, column 'Konto': holds a damaged character. Write the text anew."],
}


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_that_cannot_be_read_is_withheld_and_told(tmp_path: Path, case: str) -> None:
    content, changes = WHOLE_FILE[case]
    result = reading(tmp_path, content, **changes)
    assert [str(fault) for fault in result.faults] == SAID[case]
    assert result.frame.height == 0
    assert sum(counts.read for counts in result.counts.values()) == 0


@pytest.mark.parametrize("case", ROWS)
def test_a_row_that_is_wrong_is_withheld_and_told(tmp_path: Path, case: str) -> None:
    content, base, changes = ROWS[case]
    result = reading(tmp_path, content, base, **changes)
    assert [str(fault) for fault in result.faults] == SAID[case]
    (counts,) = result.counts.values()
    assert counts.reported == len({fault.row for fault in result.faults})
    assert result.frame.height == counts.read


def test_a_file_over_the_limit_is_told_and_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "ekonomi.csv").open("wb") as file:
        file.truncate(200_000_000)

    def refuse(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = read_source(tmp_path, source(), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "ekonomi.csv: is 200,000,000 bytes; a file may be at most 100,000,000. "
        "Divide it, or export fewer columns or years."
    ]
    assert result.files == ()


def test_a_missing_file_is_told_with_the_one_that_is_near(tmp_path: Path) -> None:
    (tmp_path / "ekonomi2.csv").write_text("x", encoding="utf-8")
    result = read_source(tmp_path, source(), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "ekonomi.csv: does not exist. Put the file in the municipality's folder, or correct the name. "
        "Is it 'ekonomi2.csv'?"
    ]


def test_no_file_of_a_pattern_is_told(tmp_path: Path) -> None:
    result = read_source(tmp_path, source(file="source/ekonomi-*.csv"), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "source/ekonomi-*.csv: no file has a name like this. Put the files in the folder 'source', or correct the name."
    ]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "kommun"
    folder.mkdir()
    (tmp_path / "hemlig.csv").write_text(ledger(GOOD), encoding="utf-8")
    try:
        (folder / "ekonomi.csv").symlink_to(tmp_path / "hemlig.csv")
    except OSError:
        pytest.skip("this system lets nobody but administrators make links")
    result = read_source(folder, source(), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "ekonomi.csv: is a link that leads out of the municipality's folder. Put the file itself in the folder."
    ]


def test_a_linked_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "kommun"
    folder.mkdir()
    (tmp_path / "annan").mkdir()
    (tmp_path / "annan" / "hemlig.csv").write_text(ledger(GOOD), encoding="utf-8")
    try:
        (folder / "source").symlink_to(tmp_path / "annan", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody but administrators make links")
    result = read_source(folder, source(file="source/*.csv"), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "source/*.csv: lies in a linked folder that leads out of the municipality's folder. Put the file itself in the folder."
    ]


def test_the_same_file_twice_is_told(tmp_path: Path) -> None:
    for name in ("ekonomi-1.csv", "ekonomi-2.csv"):
        (tmp_path / name).write_text(ledger(GOOD), encoding="utf-8")
    result = read_source(tmp_path, source(file="ekonomi-*.csv"), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "ekonomi-2.csv: is the same file as ekonomi-1.csv, byte for byte. Remove one of them."
    ]
    assert result.frame.height == 1


def test_a_month_that_two_ledger_files_hold_is_told_in_both(tmp_path: Path) -> None:
    (tmp_path / "ekonomi-1.csv").write_text(ledger(GOOD, GOOD), encoding="utf-8")
    (tmp_path / "ekonomi-2.csv").write_text(ledger(GOOD, "soc;4010;2025-02;1"), encoding="utf-8")
    result = read_source(tmp_path, source(file="ekonomi-*.csv"), KNOWN)
    said = "(unit_id soc, account 4010, year 2025, month 1). Keep one of them."
    assert [str(fault) for fault in result.faults] == [
        f"ekonomi-1.csv row 2: says the same thing as row 2 of ekonomi-2.csv {said}",
        f"ekonomi-1.csv row 3: says the same thing as row 2 of ekonomi-2.csv {said}",
        f"ekonomi-2.csv row 2: says the same thing as row 2 of ekonomi-1.csv {said}",
    ]
    assert result.frame["month"].to_list() == [2]


MAPPINGS: dict[str, tuple[dict[str, Any], str]] = {
    "out by dots": (
        {"file": "../andra/e.csv"},
        "'../andra/e.csv' leads out of the municipality's folder; put the file inside the folder",
    ),
    "absolute": ({"file": "/e.csv"}, "'/e.csv' leads out of the municipality's folder; put the file inside the folder"),
    "drive": (
        {"file": "C:/e.csv"},
        "'C:/e.csv' leads out of the municipality's folder; put the file inside the folder",
    ),
    "backslash": ({"file": "source\\e.csv"}, "'source\\e.csv' has a backslash; write the path with /"),
    "pattern of folders": (
        {"file": "*/e.csv"},
        "'*/e.csv' has * or ? in a folder's name; only the file's own name may have them",
    ),
    "no such kind": (
        {"kind": "huvudbok"},
        "'huvudbok' is no kind of source; use one of activities, assignments, budget, budget_forecast, ledger, "
        "measurements, staff",
    ),
    "no such column": (
        {"columns": {**LEDGER["columns"], "summa": "Belopp"}},
        "columns names 'summa', which ledger has not; it has unit_id, account, year, month, amount",
    ),
    "column not given": (
        {"columns": {"unit_id": "Ansvar", "year": "Period", "month": "Period", "amount": "Belopp"}},
        "columns lacks 'account', which every row of ledger must have",
    ),
    "filled twice": (
        {"wide": {"into": "amount", "headings": "months"}},
        "'amount' is filled by both columns and wide; keep one",
    ),
    "unmapped fill_down": ({"fill_down": ["Ansvar"]}, "fill_down names 'Ansvar', which is not in columns"),
    "unknown suffix": ({"file": "e.dat"}, "the format of 'e.dat' is not known by its suffix; add format"),
}


@pytest.mark.parametrize("case", MAPPINGS)
def test_a_mapping_that_cannot_be_used_is_told(case: str) -> None:
    changes, said = MAPPINGS[case]
    with pytest.raises(ValidationError) as told:
        source(**changes)
    assert [str(error["ctx"]["error"]) for error in told.value.errors()] == [said]


def test_a_column_is_either_read_or_constant() -> None:
    with pytest.raises(ValidationError, match="give either from or value"):
        Source.model_validate({**LEDGER, "columns": {**LEDGER["columns"], "account": {"from": "Konto", "value": "1"}}})


def test_the_schema_of_a_mapping_lets_a_heading_stand_alone() -> None:
    schema = Source.model_json_schema()
    assert {"type": "string"} in schema["properties"]["columns"]["additionalProperties"]["anyOf"]
    assert {"type": "integer"} in schema["properties"]["only"]["additionalProperties"]["anyOf"]
