"""The receipt of a file tells what came in, what did not and by which rule, and what differs from the version before."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.own_files.file_store import FileStore
from assets.own_files.read_source import SourceReading, read_source
from assets.own_files.receipt import near_files
from models.receipt import ReceiptLine
from models.words.receipts import receipt_in_full, receipt_in_short
from tests.sources import KNOWN, LEDGER, ledger, reading, source

AT = datetime(2025, 3, 1, tzinfo=UTC)
TEXT = (
    "Rapport 2025-02-03\n\nAnsvar;Konto;Period;Belopp;Text;Namn\nsoc;4010;2025-01;1,5;a;Åsa\nsoc;4020;2025-01;2;b;Bo\n"
    "barn;4010;2025-02;4;;\nSumma;;;7,5;;Kim\nbarn;4010;2025-13;4;;\n"
)


def lines(result: SourceReading, part: str) -> list[tuple[Any, ...]]:
    told = [line for line in result.receipt(0.1) if line.part == part]
    return [(line.subject, line.unit_id, line.month, line.n, line.amount, line.before, line.note) for line in told]


def test_a_receipt_accounts_for_every_row_and_column(tmp_path: Path) -> None:
    result = reading(tmp_path, TEXT, personal=["Namn"])
    assert [line[:1] + line[3:4] for line in lines(result, "rows")] == [("in_file", 8), ("read", 3), ("reported", 1)]
    rules = [line for line in result.receipt(0) if line.part == "rule"]
    assert [(line.subject, line.n, line.first_row, line.note) for line in rules] == [
        ("preamble", 2, 1, "Rapport 2025-02-03"), ("heading", 1, 3, "Ansvar"), ("total", 1, 7, "Summa"),
    ]  # fmt: skip
    assert [(line[0], line[6]) for line in lines(result, "column")] == [
        ("Ansvar", "unit_id"), ("Konto", "account"), ("Period", "year, month"), ("Belopp", "amount"), ("Text", "unread"),
        ("Namn", "personal"),
    ]  # fmt: skip
    assert [line[1:5] for line in lines(result, "sum")] == [("barn", 2, 1, 4.0), ("soc", 1, 2, 3.5)]


def test_sums_of_people_are_not_told(tmp_path: Path) -> None:
    staff = {
        **LEDGER,
        "kind": "staff",
        "columns": {"unit_id": "Ansvar", "year": "Period", "month": "Period", "headcount": "Konto", "fte": "Belopp"},
    }
    assert [line[1:5] for line in lines(reading(tmp_path, ledger("soc;3;2025-01;2,7"), staff), "sum")] == [
        ("soc", 1, 1, None)
    ]


def versions(folder: Path, *texts: str, **changes: Any) -> SourceReading:
    store = FileStore(folder / "kept")
    result: SourceReading | None = None
    for text in texts:
        (folder / "ekonomi.csv").write_text(text, encoding="utf-8")
        result = read_source(folder, source(**changes), KNOWN, store=store, at=AT)
    assert result is not None
    looked = read_source(folder, source(**changes), KNOWN, store=store)
    assert looked.receipt(0.1) == result.receipt(0.1)
    return result


def test_what_differs_from_the_version_before_is_told(tmp_path: Path) -> None:
    before = ledger("soc;4010;2025-01;100", "soc;4010;2025-02;100", "barn;4010;2025-01;50", "soc;4010;2025-03;10")
    after = "Ansvar;Konto;Period;Belopp;Projekt\nsoc;4010;2025-01;111;\nsoc;4010;2025-02;109;\nny;4010;2026-01;1;\n"
    result = versions(tmp_path, before, after)
    assert lines(result, "change") == [
        ("column_new", None, None, None, None, None, "Projekt"),
        ("rows", None, None, 3, None, 4, None),
        ("unit_gone", "barn", None, None, None, None, None),
        ("unit_new", "ny", None, None, None, None, None),
        ("sum", "soc", 1, None, 111, 100, None),
        ("month_gone", "soc", 3, None, None, 10, None),
    ]
    told = list(receipt_in_short(result.receipt(0.1), {"soc": "Socialnämnden", "barn": "Barnnämnden"}))
    assert told[1:] == [
        "  Kolumnen Projekt är ny.",
        "  3 rader är lästa, mot 4 förut.",
        "  Barnnämnden finns inte längre i filen.",
        "  ny är ny i filen.",
        "  Socialnämnden 2025-01 är 111,00 kr, mot 100,00 kr förut.",
        "  Socialnämnden 2025-03 finns inte längre; förut stod där 10,00 kr.",
    ]
    assert versions(tmp_path, after, before, before).receipt(0.1)[0].subject == "column_gone"
    (tmp_path / "new").mkdir()
    assert lines(versions(tmp_path / "new", after), "change") == []


def test_a_new_months_file_has_the_columns_of_the_one_before_it(tmp_path: Path) -> None:
    (tmp_path / "e-2025-01.csv").write_text(ledger("soc;4010;2025-01;1"), encoding="utf-8")
    (tmp_path / "e-2025-02.csv").write_text(
        "Ansvar;Konto;Period;Belopp;Motpart\nsoc;4010;2025-02;900;\n", encoding="utf-8"
    )
    result = read_source(tmp_path, source(file="e-*.csv"), KNOWN)
    assert [(line.file, line.subject, line.note) for line in result.receipt(0.1) if line.part == "change"] == [
        ("e-2025-02.csv", "column_new", "Motpart")
    ]


@pytest.mark.parametrize(
    ("pattern", "beside", "near"),
    [
        ("ekonomi-*.csv", ["ekonomi_2025-03.csv", "ekonmi-2025-04.csv", "ekonomi-2025-05.xlsx", "personal.csv"],
         ["ekonmi-2025-04.csv", "ekonomi-2025-05.xlsx", "ekonomi_2025-03.csv"]),
        ("budget-2025.csv", ["budget-2025.xlsx", "budgt-2025.csv", "mål.csv"], ["budget-2025.xlsx", "budgt-2025.csv"]),
        ("*.csv", ["a.xlsx"], []),
    ],
)  # fmt: skip
def test_a_file_whose_name_nearly_fits_is_named(
    tmp_path: Path, pattern: str, beside: list[str], near: list[str]
) -> None:
    for name in beside:
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = near_files(tmp_path, source(file=pattern), frozenset())
    assert [line.subject for line in found] == near
    assert [*near_files(tmp_path, source(file=pattern), frozenset(near))] == []


def test_a_receipt_in_words(tmp_path: Path) -> None:
    receipt = reading(tmp_path, TEXT, personal=["Namn"]).receipt(0)
    near = ReceiptLine("ekonomi", "ekonomi.csv", "near", "ekonmi.csv")
    assert list(receipt_in_short([*receipt, near], {})) == [
        "ekonomi: ekonomi.csv: 8\u00a0rader: 3 lästa, 1 med fel, hoppas över: 2 före rubriken, 1 rubrik, 1 summor, först rad 7"
        " ”Summa”. Kolumner som inte läses: Text.",
        "  Ingen källa läser ekonmi.csv, vars namn liknar ekonomi.csv. Rätta namnet eller mappningen om den ska läsas.",
    ]
    full = list(
        receipt_in_full(
            [replace(line, unit_id="soc") if line.part == "sum" else line for line in receipt], {"soc": "Soc"}
        )
    )
    assert full[0] == "ekonomi: ekonomi.csv"
    assert "    Namn: personuppgift, läses inte" in full
    assert "    Soc 2025-01: 2\u00a0rader, 3,50 kr" in full
