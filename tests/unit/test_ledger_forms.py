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
