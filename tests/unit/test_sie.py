"""SIE files: the ledger and the budget as they are written, and what is told where their sums do not add up."""

import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assets.own_files.cell_faults import Wrong
from assets.own_files.read_sie import _must_have_its_checksum  # pyright: ignore[reportPrivateUsage]
from assets.own_files.read_source import SourceReading
from assets.own_files.rows_of_file import Withheld
from tests.sources import LEDGER, reading, source

HEAD = """#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#PROGRAM "Påhittade ekonomisystemet" 1.0
#GEN 20250401
#FNAMN "Lilla kommunen"
#RAR 0 20250101 20251231
#RAR -1 20240101 20241231
#DIM 1 "Kostnadsställe"
#DIM 6 Projekt
#OBJEKT 1 "100" "Äldreboendet Åsen"
#OBJEKT 1 200 "Förskolan \\"Ön\\""
#OBJEKT 6 P1 Ombyggnad
#KONTO 1930 Bank
#KONTO 3010 "Avgifter"
#KONTO 4010 "Köp av verksamhet"
#KTYP 1930 T
"""
VOUCHERS = """#VER A 1 20250115 "Köp" 20250116
{
   #TRANS 4010 {1 "100" 6 "P1"} 1000.50 20250115 "Inköp"
   #TRANS 1930 {} -1000.50
}
#VER A 2 20250203 ""
{
   #TRANS\t1930\t{}\t300.00
   #TRANS 3010 {"1" "200"} -300.00
}
#VER "" "" 20250228
{
   #TRANS 4010 {1 200} 50
   #TRANS 1930 {} -50.0
}
"""
BALANCES = """#IB 0 1930 5000.00
#IB -1 1930 7.00
#UB 0 1930 4249.50
#UB -1 1930 5000.00
#RES 0 3010 -300.00
#RES 0 4010 1050.50
#OIB 0 1930 {1 "100"} 0
#OUB 0 4010 {1 "100"} 1000.50
#PSALDO 0 202501 4010 {} 1000.50
#PSALDO 0 202502 4010 {1 "200"} 50.00
#PSALDO -1 202401 4010 {} 1.00
"""
FILE: dict[str, Any] = {
    "id": "sie",
    "title": "Ekonomisystemet",
    "file": "bok.se",
    "kind": "ledger",
    "columns": {
        "unit_id": {"from": "Kostnadsställe", "map": {100: "soc", 200: "barn"}},
        "account": "Konto",
        "year": "Period",
        "month": "Period",
        "amount": "Belopp",
    },
    "only": {"Konto": ["3010", "4010"]},
}
MONTHS = """#SIETYP 3
#RAR 0 20250101 20251231
#OBJEKT 1 100 Åsen
#KONTO 4010 Köp
#RES 0 4010 70.00
#PSALDO 0 202501 4010 {} 40.00
#PSALDO 0 202501 4010 {1 100} 30.00
#PSALDO 0 202501 4010 {1 200} 10.00
#PSALDO 0 202501 4010 {6 P1} 40.00
#PSALDO 0 202502 4010 {} 30.00
#PSALDO 0 202502 4010 {1 200} 25.00
"""
PLAN = """#SIETYP 4
#RAR 0 20250101 20251231
#KONTO 3010 Avgifter
#PBUDGET 0 202501 3010 {} -40.00
#PBUDGET 0 202501 3010 {1 100} -40.00
#PBUDGET 0 202501 4010 {1 100} 100.00
#PBUDGET 0 202501 4020 {1 100} 0.50
#PBUDGET 0 202501 1930 {1 100} 9.00
#PBUDGET -1 202401 4010 {1 100} 7.00
"""


def read(folder: Path, text: str, encoding: str = "cp437", **changes: Any) -> SourceReading:
    return reading(folder, text.replace("\n", "\r\n").encode(encoding), FILE, **changes)


def amounts(result: SourceReading) -> list[tuple[Any, ...]]:
    return result.frame.select("unit_id", "account", "year", "month", "amount", "row").rows()


def said(result: SourceReading) -> list[str]:
    return [str(fault) for fault in result.faults]


def test_transactions_are_rows_of_the_ledger_by_voucher_day(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + VOUCHERS + BALANCES)
    assert said(result) == []
    assert amounts(result) == [
        ("soc", "4010", 2025, 1, 1000.5, 20),
        ("barn", "3010", 2025, 2, -300.0, 26),
        ("barn", "4010", 2025, 2, 50.0, 30),
    ]
    assert result.counts["bok.se"].skipped == {
        "not in only": 3, "#IB": 2, "#UB": 2, "#RES": 2, "#OIB": 1, "#OUB": 1, "#PSALDO": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("cp437", []),
        ("cp1252", ["bok.se: är Windows-text och inte PC8, som en SIE-fil ska vara; den är läst som Windows-text."]),
        ("utf-8", ["bok.se: är UTF-8 och inte PC8, som en SIE-fil ska vara; den är läst som UTF-8."]),
    ],
)
def test_letters_are_read_as_they_were_written(tmp_path: Path, encoding: str, note: list[str]) -> None:
    columns = {
        **FILE["columns"],
        "unit_id": {
            "from": "Kostnadsställe (benämning)", "map": {"Äldreboendet Åsen": "soc", 'Förskolan "Ön"': "barn"},
        },
    }  # fmt: skip
    result = read(tmp_path, HEAD + VOUCHERS, encoding, columns=columns)
    assert (said(result), result.notes) == ([], note)
    assert result.frame["unit_id"].to_list() == ["soc", "barn", "barn"]


def test_letters_of_two_kinds_are_asked_about_and_the_mapping_settles_it(tmp_path: Path) -> None:
    data = (HEAD + VOUCHERS).encode("cp437") + '#KONTO 9 "Ö"\n'.encode("cp1252")
    (fault,) = reading(tmp_path, data, FILE).faults
    assert fault.wrong.startswith("blandar bokstäver av två slag")
    assert reading(tmp_path, data, FILE, encoding="cp437").faults == []


def test_rows_added_and_taken_away_afterwards(tmp_path: Path) -> None:
    voucher = """#VER A 3 20250301
{
#TRANS 4010 {1 100} 10.00
#BTRANS 4010 {1 100} 99.00 20250301 "" "" anna
#RTRANS 4010 {1 100} 5.00 20250301 "" "" anna
#TRANS 4010 {1 100} 5.00 20250301 "" "" anna
#TRANS 4010 {1 100} 5.00 20250301 "" "" anna
#TRANS 1930 {} -20.00
}
"""
    result = read(tmp_path, HEAD + voucher)
    assert said(result) == []
    assert [row[4] for row in amounts(result)] == [10.0, 5.0, 5.0]
    assert result.counts["bok.se"].skipped == {"not in only": 1, "#BTRANS": 1, "#TRANS after #RTRANS": 1}


def test_a_voucher_that_does_not_add_up_is_withheld_row_by_row(tmp_path: Path) -> None:
    broken = VOUCHERS.replace("-300.00", "-299.00")
    result = read(tmp_path, HEAD + broken)
    assert said(result) == [
        "bok.se rad 26, kolumn 'Belopp': konto 3010 hör till verifikation A 2 (rad 23), som summerar till 1,00 och inte "
        "till 0. Rätta verifikationen i ekonomisystemet, och exportera filen på nytt."
    ]
    assert [row[1] for row in amounts(result)] == ["4010", "4010"]


AGAIN = "Exportera hela året på nytt ur ekonomisystemet; verifikationer saknas, eller finns två gånger."


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (
            "#UB 0 1930 4249.50",
            "#UB 0 1930 4249.51",
            "rad 35, kolumn '#UB': konto 1930: #UB är 4 249,51, men #IB och årets poster ger 4 249,50.",
        ),
        (
            "#RES 0 4010 1050.50",
            "#RES 0 4010 1150.50",
            "rad 38, kolumn '#RES': konto 4010: #RES är 1 150,50, men årets poster ger 1 050,50.",
        ),
        # A balance that is left out is 0.
        (
            "#RES 0 3010 -300.00\n",
            "",
            "rad 15, kolumn '#RES': konto 3010: #RES är 0,00, men årets poster ger −300,00.",
        ),
        (
            '#OUB 0 4010 {1 "100"} 1000.50',
            '#OUB 0 4010 {1 "100"} 1000',
            "rad 40, kolumn '#OUB': konto 4010, objekt 1 100: #OUB är 1 000,00, men #OIB och årets poster ger "
            "1 000,50.",
        ),
        (
            '#PSALDO 0 202502 4010 {1 "200"} 50.00',
            '#PSALDO 0 202502 4010 {1 "200"} 51',
            "rad 42, kolumn '#PSALDO': konto 4010, objekt 1 200, period 202502: #PSALDO är 51,00, men periodens "
            "verifikationer ger 50,00.",
        ),
    ],
)
def test_sums_of_the_file_that_do_not_add_up_are_told(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    assert old in BALANCES
    result = read(tmp_path, HEAD + VOUCHERS + BALANCES.replace(old, new))
    assert said(result) == [f"bok.se {wrong} {AGAIN}"]


def test_months_of_a_file_without_vouchers_are_read_by_object_and_what_is_left_has_none(tmp_path: Path) -> None:
    result = read(tmp_path, MONTHS, only={})
    assert amounts(result) == [
        ("soc", "4010", 2025, 1, 30.0, 7),
        ("barn", "4010", 2025, 1, 10.0, 8),
        ("barn", "4010", 2025, 2, 25.0, 11),
    ]
    assert said(result) == ["bok.se rad 10, kolumn 'Kostnadsställe': är tom. Fyll i cellen, eller ta bort raden."]
    assert result.notes == ["bok.se: är SIE typ 3 utan verifikationer; månadernas saldon (#PSALDO) är lästa."]
    assert result.counts["bok.se"].skipped == {"#RES": 1, "account's total, read by object": 2}


def test_months_that_do_not_add_up_to_the_year_are_told(tmp_path: Path) -> None:
    result = read(tmp_path, MONTHS.replace("#RES 0 4010 70", "#RES 0 4010 71"), only={})
    assert said(result)[0].startswith(
        "bok.se rad 5, kolumn '#RES': konto 4010: #RES är 71,00, men årets poster ger 70,00."
    )


def test_months_by_account_alone_where_the_mapping_reads_no_dimension(tmp_path: Path) -> None:
    columns = {**FILE["columns"], "unit_id": {"value": "soc"}}
    result = read(tmp_path, MONTHS, only={}, columns=columns)
    assert [(row[3], row[4]) for row in amounts(result)] == [(1, 40.0), (2, 30.0)]
    # The account's own total is left out: line 10 is of the object alone.
    lacking = read(
        tmp_path, MONTHS.replace("#PSALDO 0 202502 4010 {} 30.00\n", "").replace("70.00", "65.00"), columns=columns
    )
    assert said(lacking)[-1].startswith(
        "bok.se rad 10: konto 4010, period 202502: har saldon för objekt, men inget för hela"
    )


def test_the_budget_is_read_by_kind_of_account_and_added_up(tmp_path: Path) -> None:
    columns = {**FILE["columns"], "kind": {"from": "Konto", "by_account": True}}
    del columns["account"]
    result = read(tmp_path, PLAN, kind="budget", columns=columns, only={})
    assert said(result) == []
    assert result.frame.select("unit_id", "kind", "year", "month", "amount").rows() == [
        ("soc", "revenue", 2025, 1, 40.0),
        ("soc", "cost", 2025, 1, 100.5),
    ]
    assert result.counts["bok.se"].skipped == {
        "account outside": 1, "other year": 1, "account's total, read by object": 1,
    }  # fmt: skip
    beside = read(tmp_path, PLAN + VOUCHERS, kind="budget", columns=columns, only={})
    assert beside.counts["bok.se"].skipped["#TRANS"] == 6
    unknown = read(tmp_path, PLAN.replace("4020", "X4"), kind="budget", columns=columns, only={})
    assert said(unknown) == [
        "bok.se rad 7, kolumn 'Konto': kontot 'X4' är av inget slag: inga första siffror under accounts passar det. "
        "Rätta kontot, eller skriv dess första siffror under accounts i municipality."
    ]


WHOLE_FILE = {
    "SIE 5": ('<?xml version="1.0"?><Sie/>', "är XML (SIE 5), och inte SIE typ 4."),
    "no SIE": ("Ansvar;Konto\nsoc;4010\n", "är ingen SIE-fil: den börjar inte med #FLAGGA."),
    "type 1": (
        HEAD.replace("#SIETYP 4", "#SIETYP 1") + "#UB 0 1930 1\n",
        "är SIE typ 1 med bara årssaldon: den har varken verifikationer (#VER) eller månader (#PSALDO).",
    ),
    "cut off": (HEAD + VOUCHERS[: VOUCHERS.index("#TRANS 1930 {} -50")], "slutar mitt i verifikation utan nummer."),
    "transaction outside": (
        HEAD + "#TRANS 4010 {} 5\n",
        "har #TRANS där den inte får stå: poster i en verifikation står inom { } efter #VER.",
    ),
    "fields lacking": (HEAD + "#IB 0 1930\n" + VOUCHERS, "har inte de fält som #IB ska ha."),
    "open quote": (HEAD + '#KONTO 5 "Lön\n' + VOUCHERS, "har ett citattecken som aldrig stängs."),
    "odd objects": (
        HEAD + VOUCHERS.replace('{"1" "200"}', "{1}"),
        "har en objektlista som inte är par av dimension och objekt inom { }.",
    ),
}


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_that_cannot_be_read_is_told_for_what_it_is(tmp_path: Path, case: str) -> None:
    text, wrong = WHOLE_FILE[case]
    result = read(tmp_path, text)
    assert [fault.wrong for fault in result.faults] == [wrong]
    assert result.frame.height == 0


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("{1 200} 50\n", "{1 200} fem\n", "'fem' är inget belopp."),
        (
            "{} -50.0\n",
            "{} 5,0\n",
            "konto 4010 hör till verifikation utan nummer (rad 28), där beloppet på rad 31 inte kan läsas.",
        ),
        ("20250203", "20250230", "'20250230' är ingen dag (ÅÅÅÅMMDD)."),
        (
            "20250203",
            "20240203",
            "'20240203' ligger utanför filens räkenskapsår 20250101–20251231 (#RAR).",
        ),
    ],
)
def test_an_amount_or_day_that_cannot_be_read_withholds_its_rows(
    tmp_path: Path, old: str, new: str, wrong: str
) -> None:
    result = read(tmp_path, HEAD + VOUCHERS.replace(old, new, 1))
    assert {fault.wrong for fault in result.faults} == {wrong}
    assert result.frame.height == 2


def test_a_transaction_of_another_month_than_its_voucher_is_noted(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + VOUCHERS.replace("1000.50 20250115", "1000.50 20241231"))
    assert amounts(result)[0][2:4] == (2025, 1)
    assert result.notes == [
        "bok.se: har 1 transaktioner vars dag ligger i en annan månad än verifikationens; verifikationens gäller."
    ]


def test_a_budget_that_is_not_there_is_told(tmp_path: Path) -> None:
    columns = {**FILE["columns"], "kind": {"value": "cost"}}
    del columns["account"]
    (fault,) = read(tmp_path, HEAD + VOUCHERS, kind="budget", columns=columns).faults
    assert fault.wrong == "har ingen budget (#PBUDGET)."


def test_a_sie_file_fills_no_other_kind() -> None:
    with pytest.raises(ValidationError, match="en SIE-fil är en huvudbok"):
        source(file="bok.se", kind="staff", columns={
            "unit_id": "a", "year": "b", "month": "c", "headcount": "d", "fte": "e", "sick_hours": "f",
            "scheduled_hours": "g",
        })  # fmt: skip


def test_a_dimension_that_the_file_has_not_is_told_with_those_that_it_has(tmp_path: Path) -> None:
    columns = {**FILE["columns"], "unit_id": {"from": "Ansvar"}}
    result = read(tmp_path, HEAD + VOUCHERS + BALANCES, columns=columns)
    assert [fault.wrong for fault in result.faults] == ["har ingen kolumn 'Ansvar'."]
    assert "Kostnadsställe" in result.faults[0].mend


def test_what_a_sum_that_does_not_add_up_withholds(tmp_path: Path) -> None:
    of_year = read(tmp_path, HEAD + VOUCHERS + BALANCES.replace("4010 1050.50", "4010 1050"))
    assert of_year.withheld == (Withheld(account="4010"),)
    of_month = read(tmp_path, HEAD + VOUCHERS + BALANCES.replace("202501 4010 {} 1000.50", "202501 4010 {} 1000"))
    assert of_month.withheld == (Withheld(account="4010", year=2025, month=1),)
    of_voucher = read(tmp_path, HEAD + VOUCHERS.replace("-300.00", "-299.00"))
    assert of_voucher.withheld == (Withheld("barn", "3010", 2025, 2),)


def summed(text: str, value: int | str | None = None) -> bytes:
    """Return a file whose records stand between two lines of #KSUMMA."""
    body = text.removeprefix("#FLAGGA 0\n").encode("cp437")
    # By hand from the format: labels and fields alone, without what stands between them.
    fields = re.findall(rb'"((?:\\"|[^"])*)"|([^\s{}"]+)', body)
    own = zlib.crc32(b"".join(quoted.replace(b'\\"', b'"') or bare for quoted, bare in fields))
    end = f"#KSUMMA {own if value is None else value}\n" if value != "" else ""
    return b"#FLAGGA 0\n#KSUMMA\n" + body + end.encode()


SUMMED = (
    '#FLAGGA 0\n#SIETYP 4\n#RAR 0 20250101 20251231\n#DIM 1 "Ansvar"\n#KONTO 4010 "Köp av \\"vård\\""\n#VER A 1 20250115 ""\n{\n'
    '#TRANS 4010 {1 "soc"} 100.00\n#TRANS 1930 {1 soc} -100.00\n}\n'
)


def test_a_checksum_is_held_to() -> None:
    known = b'#KSUMMA\r\n#KONTO\t1915 "Kassa \\"s\\""\r\n#TRANS 7010 {1 "456"} 13200.00\r\n{\r\n}\r\n#KSUMMA %d\r\n'
    own = zlib.crc32(b'#KONTO1915Kassa "s"#TRANS7010145613200.00')
    _must_have_its_checksum(known % own)
    _must_have_its_checksum(known % (own - 2**32))
    with pytest.raises(Wrong, match="stämmer"):
        _must_have_its_checksum(known % (own + 1))
    _must_have_its_checksum(b"#FLAGGA 0\n")
    with pytest.raises(Wrong, match="aldrig avslutas"):
        _must_have_its_checksum(b"#KSUMMA\n#SIETYP 4\n")


def test_a_file_that_was_changed_or_cut_off_after_its_export_gives_nothing(tmp_path: Path) -> None:
    base = {**LEDGER, "file": "bok.se"}
    whole = reading(tmp_path, summed(SUMMED), base)
    assert (whole.faults, whole.frame["amount"].to_list()) == ([], [100, -100])
    changed = summed(SUMMED).replace(b"100.00", b"900.00")
    for data, said in ((changed, "stämmer inte med innehållet"), (summed(SUMMED, ""), "aldrig avslutas")):
        result = reading(tmp_path, data, base)
        assert result.frame.height == 0
        assert said.split()[0] in result.faults[0].wrong
        assert result.withheld
