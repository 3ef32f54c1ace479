"""Kinds of input that could be read wrong without a word: each is read right, or told."""

from pathlib import Path
from typing import Any

import pytest

from tests.sources import HEADING, LEDGER, ledger, reading, written

SIE: dict[str, Any] = {
    **LEDGER, "file": "e.se",
    "columns": {"unit_id": {"from": "Kostnadsställe", "map": {"1": "soc"}}, "account": "Konto", "year": "Period",
                "month": "Period", "amount": "Belopp"},
}  # fmt: skip
VOUCHER = "#VER {} 20250115\n{{\n#TRANS 4010 {{1 1}} {}\n#TRANS 1930 {{1 1}} -5\n}}\n"


def periods(folder: Path, *said: str) -> tuple[list[int], list[str]]:
    result = reading(folder, ledger(*(f"soc;4010;{period};1" for period in said)))
    return result.frame["month"].to_list(), [fault.value for fault in result.faults]


@pytest.mark.parametrize(
    ("said", "read", "told"),
    [
        (("2024-25", "2024-05"), [], ["2024-25", "2024-05"]),
        (("2011-11", "2011-12"), [], ["2011-11", "2011-12"]),
        (("2024/25", "2024/05"), [], ["2024/25", "2024/05"]),
        (("202401", "20241"), [1], ["20241"]),
        (("20241", "20242", "20243", "20244"), [], ["20241", "20242", "20243", "20244"]),
        (("20241", "20245", "202410"), [1, 5, 10], []),
        (("2024-01", "2024-1", "2024-12"), [1, 12], ["2024-1"]),
        (("2024-1", "2024-12"), [1, 12], []),
        (("2025113", "2025-113"), [], ["2025113", "2025-113"]),
        (("20250113", "2025-1-13"), [1, 1], []),
        (("2024M01", "2024M12"), [1, 12], []),
        (("2024K1", "2024T1", "2024-13", "45658", "2025.1"), [], ["2024K1", "2024T1", "2024-13", "45658", "2025.1"]),
        (("2025.10", "2025.11"), [10, 11], []),
        (("01/02/2024", "13/02/2024"), [], ["01/02/2024", "13/02/2024"]),
    ],
)  # fmt: skip
def test_periods_are_read_by_their_whole_column(
    tmp_path: Path, said: tuple[str, ...], read: list[int], told: list[str]
) -> None:
    assert periods(tmp_path, *said) == (read, told)


def test_a_number_below_a_heading_of_quarters_is_no_month(tmp_path: Path) -> None:
    columns = LEDGER["columns"] | {"year": {"value": 2025}, "month": "Kvartal"}
    result = reading(tmp_path, "Ansvar;Konto;Kvartal;Belopp\nsoc;4010;1;5\nsoc;4010;mars;6\n", columns=columns)
    assert [(fault.row, fault.wrong) for fault in result.faults] == [
        (2, "står under rubriken 'Kvartal', och är då ingen månad.")
    ]
    assert result.frame["month"].to_list() == [3]


def test_headings_that_may_be_quarters_are_no_months(tmp_path: Path) -> None:
    wide = {"into": "amount", "headings": "months"}
    columns = {"unit_id": "Ansvar", "account": "Konto"}
    (fault,) = reading(tmp_path, "Ansvar;Konto;20251;20252\nsoc;4010;1;2\n", columns=columns, wide=wide).faults
    assert fault.wrong == "har ingen rubrik som anger månader."


def test_a_comma_is_asked_about_where_others_have_a_point_before_their_decimals(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("soc;4010;2025-01;1.5", "soc;4010;2025-01;12,345"))
    assert [fault.wrong for fault in result.faults] == [
        "kan vara 12345 eller 12,345: andra tal i kolumnen har punkt före decimalerna."
    ]
    assert reading(tmp_path, ledger("soc;4010;2025-01;1.5", "soc;4010;2025-01;12,345"), decimal=".").frame[
        "amount"
    ].to_list() == [1.5, 12345]


@pytest.mark.parametrize("heading", ["Belopp (tkr)", "Utfall mnkr", "Belopp, KSEK"])
def test_amounts_in_thousands_are_asked_about_until_the_mapping_says_so(tmp_path: Path, heading: str) -> None:
    text = f"Ansvar;Konto;Period;{heading}\nsoc;4010;2025-01;5\n"
    columns = LEDGER["columns"] | {"amount": heading}
    (fault,) = reading(tmp_path, text, columns=columns).faults
    assert fault.wrong.endswith("mappningen säger inte vad de ska multipliceras med.")
    for times, amount in ((1000, 5000), (1, 5)):
        columns = LEDGER["columns"] | {"amount": {"from": heading, "times": times}}
        assert reading(tmp_path, text, columns=columns).frame["amount"].to_list() == [amount]


def test_thousands_that_stand_above_the_table_are_asked_about(tmp_path: Path) -> None:
    text = "Alla belopp i tkr;;;\n" + ledger("soc;4010;2025-01;5")
    (fault,) = reading(tmp_path, text).faults
    assert (fault.column, fault.wrong[:42]) == ("Belopp", "'Alla belopp i tkr' säger att beloppen är ")
    columns = {"unit_id": "Ansvar", "account": "Konto", "year": {"value": 2025}}
    wide: dict[str, Any] = {"into": "amount", "headings": "months"}
    text = "Utfall, tkr;;\nAnsvar;Konto;jan\nsoc;4010;5\n"
    assert len(reading(tmp_path, text, columns=columns, wide=wide).faults) == 1
    assert reading(tmp_path, text, columns=columns, wide=wide | {"times": 1000}).frame["amount"].to_list() == [5000]


def test_a_code_that_a_spreadsheet_rounded_is_told(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("soc;1,00E+10;2025-01;5", "soc;1E10;2025-01;6"))
    assert [fault.value for fault in result.faults] == ["1,00E+10"]
    assert result.frame["account"].to_list() == ["1E10"]

    def build(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, ["soc", 12345678901234567890, 202501, 5])
        sheet.write_row(2, 0, ["soc", 123456789012345, 202501, 6])

    result = reading(tmp_path, written(build), file="e.xlsx")
    assert ([fault.row for fault in result.faults], result.frame["account"].to_list()) == ([2], ["123456789012345"])


def test_a_code_has_the_zeros_that_its_cell_shows(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        zeros = book.add_format({"num_format": "00000"})
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, ["soc", 42, 202501, 5])
        sheet.write_row(2, 0, ["soc", 42, 202501, 7], zeros)

    frame = reading(tmp_path, written(build), file="e.xlsx").frame
    assert frame.select("account", "month", "amount").rows() == [("42", 1, 5), ("00042", 1, 7)]


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    def build(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADING)
        for row in (1, 2, 3):
            sheet.write_row(row, 0, ["soc", 4010, 202501, row])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(9, None, None, {"hidden": True})

    result = reading(tmp_path, written(build), file="e.xlsx")
    assert result.frame["amount"].to_list() == [1, 2, 3]
    assert result.notes == ["e.xlsx: har dolda rader i bladet 'Blad1', som är lästa: 1, först rad 3."]


def test_a_voucher_that_stands_twice_is_told(tmp_path: Path) -> None:
    head = "#FLAGGA 0\n#SIETYP 4\n#RAR 0 20250101 20251231\n"
    twice = head + VOUCHER.format("A 1", 5) * 2 + VOUCHER.format("A 2", 5)
    result = reading(tmp_path, twice, SIE)
    assert (result.frame.height, len(result.faults)) == (2, 4)
    assert result.faults[0].wrong == "verifikation A 1 står två gånger, likadan på rad 4 och 9."
    unnumbered = head + VOUCHER.format('A ""', 5) * 2
    assert reading(tmp_path, unnumbered, SIE).frame.height == 4
