"""The forms that ledgers really come in: debit and credit, periods that are no months, sums so far, pivots, units in cells."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assets.own_files.read_source import SourceReading
from tests.sources import LEDGER, ledger, reading, source

SPLIT = {**LEDGER["columns"], "amount": {"debit": "Debet", "credit": "Kredit"}}


def split(*rows: str) -> str:
    return "\n".join(["Ansvar;Konto;Period;Debet;Kredit", *rows]) + "\n"


def amounts(result: SourceReading) -> list[float]:
    return result.frame["amount"].to_list()


def said(result: SourceReading) -> list[str]:
    return [str(fault) for fault in result.faults]


def test_debit_less_credit_is_the_amount(tmp_path: Path) -> None:
    rows = ("soc;4010;2025-01;100,50;", "soc;3010;2025-01;;40", "soc;4010;2025-01;0,00;-5", "soc;4011;2025-01;7;2,25")
    result = reading(tmp_path, split(*rows), columns=SPLIT)
    assert said(result) == []
    assert amounts(result) == [100.5, -40.0, 5.0, 4.75]


def test_a_row_with_neither_debit_nor_credit_is_told_and_a_text_in_its_own_column(tmp_path: Path) -> None:
    result = reading(
        tmp_path, split("soc;4010;2025-01;;", "soc;4010;2025-02;1;två", "soc;4010;2025-03;x;"), columns=SPLIT
    )
    assert said(result) == [
        "ekonomi.csv row 2, column 'Debet': is empty. Fill it in, or take the row away.",
        "ekonomi.csv row 3, column 'Kredit': 'två' is not a number. Write a number, or leave the cell empty.",
        "ekonomi.csv row 4, column 'Debet': 'x' is not a number. Write a number, or leave the cell empty.",
    ]


def test_a_credit_column_of_negative_numbers_alone_is_asked_about(tmp_path: Path) -> None:
    text = split("soc;4010;2025-01;100;", "soc;3010;2025-01;;-40", "soc;3011;2025-01;;(2,50)")
    asked = reading(tmp_path, text, columns=SPLIT)
    assert said(asked) == [
        "ekonomi.csv column 'Kredit': kolumnen 'Kredit' har bara negativa tal: har kredit sitt minustecken redan, eller är "
        "det rättelser? Skriv credit_is_negative: true (redan minus) eller credit_is_negative: false (rättelser) i "
        "mappningen."
    ]
    for signed, right in ((True, [100.0, -40.0, -2.5]), (False, [100.0, 40.0, 2.5])):
        columns = {**SPLIT, "amount": {**SPLIT["amount"], "credit_is_negative": signed}}
        assert amounts(reading(tmp_path, text, columns=columns)) == right


def test_two_columns_that_say_the_same_are_refused_before_anything_is_added(tmp_path: Path) -> None:
    columns = {key: value for key, value in LEDGER["columns"].items() if key != "amount"}
    wide: dict[str, Any] = {"into": "amount", "headings": {"Debet": {}, "Kredit": {}}}
    with pytest.raises(ValidationError, match=r"amount: \{debit: Debet, credit: Kredit\}"):
        source(columns=columns, wide=wide)


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ({"debit": "Debet"}, "debit och credit hör ihop; ange båda"),
        ({"from": "Belopp", "debit": "Debet", "credit": "Kredit"}, "give either from or value, or debit and credit"),
    ],
)
def test_half_of_a_split_amount_is_refused(column: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        source(columns={**LEDGER["columns"], "amount": column})


def test_only_an_amount_stands_in_two_columns() -> None:
    with pytest.raises(ValidationError, match="bara amount kan stå i två kolumner"):
        source(columns={**LEDGER["columns"], "account": {"debit": "Debet", "credit": "Kredit"}})


def test_parentheses_and_signs_after_the_number_are_negative(tmp_path: Path) -> None:
    texts = ("(1 234,50)", "1 234,50-", "1 234,50 −", "( 12 )", "(0,5)")
    rows = (f"soc;{4000 + i};2025-01;{text}" for i, text in enumerate(texts))
    assert amounts(reading(tmp_path, ledger(*rows))) == [-1234.5, -1234.5, -1234.5, -12.0, -0.5]


@pytest.mark.parametrize("text", ["(-5)", "(5", "5)", "-(5)", "()", "((5))"])
def test_half_a_parenthesis_is_no_number(tmp_path: Path, text: str) -> None:
    assert [fault.wrong for fault in reading(tmp_path, ledger(f"soc;4010;2025-01;{text}")).faults] == [
        f"'{text}' is not a number."
    ]


def test_opening_and_closing_periods_are_left_out_by_the_mappings_rule_and_counted(tmp_path: Path) -> None:
    rows = ("soc;4010;202500;7", "soc;4010;2025-01;1", "soc;4010;202513;9", "soc;4010;202513;9")
    result = reading(tmp_path, ledger(*rows), skip_periods=[0, 13])
    assert (said(result), amounts(result)) == ([], [1.0])
    assert result.counts["ekonomi.csv"].skipped == {"heading": 1, "period 00": 1, "period 13": 2}
    some = reading(tmp_path, ledger(*rows), skip_periods=[13])
    assert said(some) == [
        "ekonomi.csv row 2, column 'Period': there is no month 0. Months are 1–12; leave out opening and closing periods "
        "with skip_periods in the mapping."
    ]


def test_a_period_of_its_own_column_is_left_out_too(tmp_path: Path) -> None:
    columns = {**LEDGER["columns"], "year": "År", "month": "Månad"}
    text = "Ansvar;Konto;År;Månad;Belopp\nsoc;4010;2025;00;7\nsoc;4010;2025;12;1\nsoc;4010;2025;13;9\n"
    result = reading(tmp_path, text, columns=columns, skip_periods=[0, 13])
    assert (said(result), amounts(result)) == ([], [1.0])


def test_periods_are_left_out_only_of_a_column(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="skip_periods behöver en kolumn i filen"):
        source(columns={**LEDGER["columns"], "month": {"value": 1}}, skip_periods=[13])


def test_except_leaves_out_rows_beside_only(tmp_path: Path) -> None:
    rows = ("soc;4010;2025-01;1", "soc;4020;2025-01;2", "barn;4010;2025-01;4", "barn;4020;2025-01;8")
    result = reading(tmp_path, ledger(*rows), **{"only": {"Ansvar": "soc"}, "except": {"Konto": [4020, "x"]}})
    assert amounts(result) == [1.0]
    assert result.counts["ekonomi.csv"].skipped == {"heading": 1, "not in only": 2, "in except": 1}
    lacking = reading(tmp_path, ledger(*rows), **{"except": {"Kontot": ["4020"]}})
    assert [fault.wrong for fault in lacking.faults] == ["has no column 'Kontot'."]


MOVED = {
    "from": "Ansvar",
    "map": {
        23000: [{"value": "soc", "valid_to": "2025-06-30"}, {"value": "barn", "valid_from": "2025-07-01"}],
        24000: [{"value": "soc", "valid_from": "2025-03-01", "valid_to": "2025-04-30"}],
        25000: "barn",
    },
}


def test_a_cost_centre_belongs_to_the_unit_of_its_time(tmp_path: Path) -> None:
    columns = {**LEDGER["columns"], "unit_id": MOVED}
    rows = ("23000;4010;2025-06;1", "23000;4010;2025-07;2", "25000;4010;2025-07;4", "soc;4010;2025-01;8")
    result = reading(tmp_path, ledger(*rows), columns=columns)
    assert said(result) == []
    assert result.frame["unit_id"].to_list() == ["soc", "barn", "barn", "soc"]
    outside = reading(tmp_path, ledger("24000;4010;2025-05;1", "24000;4010;2025-04;1"), columns=columns)
    assert said(outside) == [
        "ekonomi.csv row 2, column 'Ansvar': map säger inte vad '24000' är 2025-05-01–2025-05-31. "
        "Rätta valid_from och valid_to i mappningen, så att en betydelse håller hela tiden."
    ]
    assert amounts(outside) == [1.0]


def test_a_cost_centre_in_a_file_with_a_column_a_month(tmp_path: Path) -> None:
    columns = {"unit_id": MOVED, "kind": {"value": "cost"}, "year": {"value": 2025}}
    wide = {"into": "amount", "headings": "months"}
    text = "Ansvar;maj;juni;juli\n23000;1;2;3\n"
    result = reading(tmp_path, text, kind="budget", columns=columns, wide=wide)
    assert result.frame.select("unit_id", "month").rows() == [("soc", 5), ("soc", 6), ("barn", 7)]
    whole = reading(tmp_path, "Ansvar;Belopp\n23000;1\n", kind="budget", columns={**columns, "amount": "Belopp"})
    assert said(whole)[0].startswith(
        "ekonomi.csv row 2, column 'Ansvar': map säger inte vad '23000' är 2025-01-01–2025-12-31."
    )


def test_an_unreadable_period_is_told_and_not_the_cost_centre_that_hangs_on_it(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("23000;4010;våren;1"), columns={**LEDGER["columns"], "unit_id": MOVED})
    assert {fault.column for fault in result.faults} == {"Period"}


def test_two_meanings_on_one_day_are_refused() -> None:
    both = [{"value": "soc", "valid_to": "2025-07-01"}, {"value": "barn", "valid_from": "2025-07-01"}]
    with pytest.raises(ValidationError, match="map ger '23000' två betydelser på samma dag"):
        source(columns={**LEDGER["columns"], "unit_id": {"from": "Ansvar", "map": {"23000": both}}})
