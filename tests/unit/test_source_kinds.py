"""Kinds of own files that were once misread without a word: each right, or told (docs/local-sources.md)."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from assets.own_files.cell_faults import Wrong
from assets.own_files.cell_meaning import period
from assets.own_files.read_excel import percent_signs
from assets.own_files.read_source import read_source
from tests.sources import HEADING, KNOWN, calculated, ledger, reading, source


@pytest.mark.parametrize(
    ("shown_as", "value", "hundreds"),
    [
        ("0.0%", 0.765, 1),
        ("0.00 %", 0.765, 1),
        ('0.0" %"', 76.5, 0),
        (r"0.0\%", 76.5, 0),
        ("0.0_%", 76.5, 0),
        ("0*%", 76.5, 0),
        ("[Red]0.0%;[Blue]-0.0%", -0.5, 1),
        ('0.0%;"under noll %"0.0', -0.5, 0),
        ('0.0%;-0.0%;"–"', 0.0, 0),
        ("0.0;0.0%", 0.5, 0),
        ("General", 0.5, 0),
        ("0%%", 0.5, 2),
    ],
)
def test_only_a_percent_sign_that_is_neither_quoted_nor_escaped_multiplies(
    shown_as: str, value: float, hundreds: int
) -> None:
    assert percent_signs(shown_as, value) == hundreds


@pytest.mark.parametrize("text", ["2025.1", 2025.1, "2024,1"])
def test_a_period_that_lost_its_zero_is_asked_about(text: Any) -> None:
    with pytest.raises(Wrong, match="could be January or October"):
        period(text)


@pytest.mark.parametrize("text", ["2010/11", "2011/12", "2012/13", "2023/24", "2023-2024", "1999/00"])
def test_a_school_year_is_no_month(text: str) -> None:
    with pytest.raises(Wrong, match="is a school year"):
        period(text)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2025.10", (2025, 10)), ("2025.01", (2025, 1)), ("2024M01", (2024, 1)), ("2024m12", (2024, 12)), ("2024/05", (2024, 5)),
        ("May", (None, 5)), ("Oct", (None, 10)), ("October 2025", (2025, 10)), ("january", (None, 1)), ("Dec-25", (2025, 12)),
        ("maj", (None, 5)), ("okt 2024", (2024, 10)),
    ],
)  # fmt: skip
def test_periods_in_swedish_english_and_as_statistics_sweden_writes_them(
    text: str, means: tuple[int | None, int | None]
) -> None:
    assert period(text) == means


@pytest.mark.parametrize("text", ["2024K1", "2024q3", "2024M1", "2024M13", "Mayor", "Octopus"])
def test_what_is_no_month_is_told(text: str) -> None:
    with pytest.raises(Wrong):
        period(text)


def told(folder: Path, data: str | bytes, **changes: Any) -> list[str]:
    return [fault.wrong for fault in reading(folder, data, **changes).faults]


def test_a_comma_is_asked_about_where_the_column_parts_thousands_by_commas(tmp_path: Path) -> None:
    rows = [f"soc;400{i};2025-01;{text}" for i, text in enumerate(("12,345", "1,234.50", "900"))]
    assert told(tmp_path, ledger(*rows)) == [
        "could be 12345 or 12,345: other numbers of the column have commas between thousands."
    ]
    assert reading(tmp_path, ledger(*rows), decimal=".").frame["amount"].to_list() == [12345, 1234.5, 900]
    alone = ledger("soc;4000;2025-01;12,345", "soc;4001;2025-01;1,5")
    assert reading(tmp_path, alone).frame["amount"].to_list() == [12.345, 1.5]


WIDE: dict[str, Any] = {
    "columns": {"unit_id": "Ansvar", "account": "Konto", "year": {"value": 2025}},
    "wide": {"headings": "months", "into": "amount"},
}


def spread(*months: str) -> str:
    return f"Ansvar;Konto;{';'.join(months)}\nsoc;4000;{';'.join(str(i) for i in range(1, len(months) + 1))}\n"


def test_a_month_that_is_not_understood_is_no_gap_without_a_word(tmp_path: Path) -> None:
    english = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    whole = reading(tmp_path, spread(*english), **WIDE)
    assert whole.faults == []
    assert dict(zip(whole.frame["month"], whole.frame["amount"], strict=True)) == {i: float(i) for i in range(1, 13)}
    wrong = ("jan", "feb", "mars", "aprl", "maj")
    assert told(tmp_path, spread(*wrong), **WIDE) == [
        "lacks month 4 among its months. These headings were not understood: aprl."
    ]
    # A year that has begun has its first months.
    assert told(tmp_path, spread("jan", "feb", "mars"), **WIDE) == []


def book(write: Callable[[Any], None]) -> bytes:
    """A workbook by a program that cannot calculate: a zero beside each formula."""
    made = BytesIO()
    with xlsxwriter.Workbook(made) as out:
        sheet = out.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        write(sheet)
    return made.getvalue()


def formulas(sheet: Any) -> None:
    for row in (1, 2):
        sheet.write_row(row, 0, ["soc", 4000 + row, "2025-01"])
        sheet.write_formula(row, 3, f"={row}*1000")


NEVER_SAVED = "is a formula whose result was never saved."


def test_a_formula_that_nobody_has_calculated_is_never_zero(tmp_path: Path) -> None:
    assert told(tmp_path, book(formulas), file="bok.xlsx") == [NEVER_SAVED] * 2


def test_zeros_beside_every_formula_are_distrusted_whatever_the_workbook_says(tmp_path: Path) -> None:
    silent = calculated(book(formulas))
    assert told(tmp_path, silent, file="bok.xlsx") == [NEVER_SAVED] * 2
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(silent)) as read, zipfile.ZipFile(kept, "w") as write:
        for name in read.namelist():
            write.writestr(name, read.read(name).replace(b"1*1000</f><v>0</v>", b"1*1000</f><v>1000</v>"))
    result = reading(tmp_path, kept.getvalue(), file="bok.xlsx")
    assert (result.faults, result.frame["amount"].to_list()) == ([], [1000.0, 0.0])


def test_names_match_whatever_their_capitals_and_letters_are_made_of(tmp_path: Path) -> None:
    for name in ("bok-2025-01.csv", "Bok-2025-02.csv", "bok-2025-03.CSV"):
        (tmp_path / name).write_text(ledger(f"soc;4000;{name[4:11]};10"), encoding="utf-8")
    result = read_source(tmp_path, source(file="bok-*.csv"), KNOWN)
    assert sorted(result.frame["month"].to_list()) == [1, 2, 3]
