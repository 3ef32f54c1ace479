"""Kinds of input that could be read wrong without a word: each is read right, or told."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from assets.own_files.read_source import read_source
from models.definitions.own_files import Known, KnownUnit
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


MONTHS: dict[str, Any] = {
    "kind": "budget", "columns": {"unit_id": "Nämnd", "kind": {"value": "cost"}, "year": {"value": 2025}},
    "wide": {"into": "amount", "headings": "months"},
}  # fmt: skip


def of_months(folder: Path, *headings: str, **changes: Any) -> list[str]:
    text = f"Nämnd;{';'.join(headings)}\nsoc;{';'.join('5' for _ in headings)}\n"
    return [fault.wrong for fault in reading(folder, text, **(MONTHS | changes)).faults]


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (("jan", "feb", "mrs"), "mrs"), (("jnuari", "feb", "mar"), "jnuari"), (("jan", "feb", "mar", "apr", "Mai"), "Mai"),
        (("jan", "feb", "MÄRZ"), "MÄRZ"), (("jan", "feb", "mar", "Rest"), None), (("Ort", "jan", "feb"), None),
        (("jan", "feb", "tot"), None),
    ],
)  # fmt: skip
def test_a_misspelt_month_is_told_at_the_ends_too(tmp_path: Path, headings: tuple[str, ...], told: str | None) -> None:
    wrong = f"har rubriker som liknar månader men inte kan läsas så: {told}."
    assert of_months(tmp_path, *headings) == ([] if told is None else [wrong])


def test_a_year_of_the_heading_and_another_of_the_mapping_are_told(tmp_path: Path) -> None:
    assert of_months(tmp_path, "jan-24") == ["rubriken anger år 2024, och year i mappningen ger 2025."]
    assert of_months(tmp_path, "jan-25") == []


@pytest.mark.parametrize("said", ["Ack utfall", "Ackumulerat", "YTD", "Utfall (ack.)"])
def test_amounts_that_are_said_to_be_sums_so_far_are_asked_about(tmp_path: Path, said: str) -> None:
    text = f"Ansvar;Konto;Period;{said}\nsoc;4010;2025-01;100\nsoc;4010;2025-02;250\n"
    columns = LEDGER["columns"] | {"amount": said}
    (fault,) = reading(tmp_path, text, columns=columns).faults
    assert fault.wrong == f"'{said}' säger att beloppen är ackumulerade, och mappningen säger inte om de är det."
    for cumulative, amounts in ((True, [100, 150]), (False, [100, 250])):
        assert reading(tmp_path, text, columns=columns, cumulative=cumulative).frame["amount"].to_list() == amounts
    above = f"{said} januari\n{ledger('soc;4010;2025-01;1')}"
    assert [fault.mend for fault in reading(tmp_path, above).faults] == [
        "Skriv cumulative: true i mappningen, eller cumulative: false om de ändå är varje månads."
    ]
    assert of_months(tmp_path, "Ack jan", wide=MONTHS["wide"] | {"prefix": "Ack"}) == [
        "'Ack jan' säger att beloppen är ackumulerade, och mappningen säger inte om de är det."
    ]


@pytest.mark.parametrize(
    ("said", "unit"),
    [("Belopp i kkr", "kkr"), ("i tusentals kronor", "tusentals kronor"), ("1 000 kr", "1 000 kr"), ("mdkr", "mdkr")],
)  # fmt: skip
def test_every_way_to_say_thousands_is_asked_about(tmp_path: Path, said: str, unit: str) -> None:
    (fault,) = reading(tmp_path, f"{said}\n{ledger('soc;4010;2025-01;5')}").faults
    assert (
        fault.wrong
        == f"'{said}' säger att beloppen är i {unit}, och mappningen säger inte vad de ska multipliceras med."
    )


def test_thousands_that_a_files_name_or_a_column_of_units_say_are_asked_about(tmp_path: Path) -> None:
    (fault,) = reading(tmp_path, ledger("soc;4010;2025-01;5"), file="utfall_tkr.csv").faults
    assert fault.wrong.startswith("'utfall tkr' säger att beloppen är i tkr")
    text = "Ansvar;Konto;Period;Belopp;Enhet\nsoc;4010;2025-01;5;kr\nsoc;4010;2025-02;6;Tkr\n"
    result = reading(tmp_path, text)
    assert [(fault.row, fault.column) for fault in result.faults] == [(3, "Enhet")]
    assert result.frame["amount"].to_list() == [5]
    columns = LEDGER["columns"] | {"amount": {"from": "Belopp", "times": 1}}
    assert reading(tmp_path, text, columns=columns).frame["amount"].to_list() == [5, 6]


@pytest.mark.parametrize(("added", "taken"), [("D", "K"), ("Debet", "Kredit"), ("+", "-")])
def test_a_column_of_signs_that_nobody_reads_is_told(tmp_path: Path, added: str, taken: str) -> None:
    heading = "Ansvar;Konto;Period;Belopp;Tecken\n"
    (fault,) = reading(tmp_path, f"{heading}soc;4010;2025-01;5;{added}\nsoc;3010;2025-01;3;{taken}\n").faults
    assert fault.wrong == (
        "kolumnen 'Tecken' säger vilka belopp som är kredit eller ska dras ifrån, men beloppen har inget minustecken."
    )
    signed = reading(tmp_path, f"{heading}soc;4010;2025-01;5;{added}\nsoc;3010;2025-01;-3;{taken}\n")
    assert signed.frame["amount"].to_list() == [5, -3]


def test_a_credit_column_of_mostly_negative_numbers_is_asked_about(tmp_path: Path) -> None:
    columns = LEDGER["columns"] | {"amount": {"debit": "Debet", "credit": "Kredit"}}
    rows = "".join(f"soc;3010;2025-0{i};;{amount}\n" for i, amount in enumerate((-40, -50, 5), start=1))
    (fault,) = reading(tmp_path, f"Ansvar;Konto;Period;Debet;Kredit\n{rows}", columns=columns).faults
    assert fault.wrong.startswith("kolumnen 'Kredit' har mest negativa tal")


@pytest.mark.parametrize("said", ["2024-03", "aug 2024", "2024M12", "202411"])
def test_a_month_never_stands_for_a_year_that_the_mapping_reads_alone(tmp_path: Path, said: str) -> None:
    (fault,) = reading(tmp_path, measured(f"betyg;soc;{said};5"), MEASURED).faults
    assert fault.wrong == f"'{said}' är en del av ett år, och mappningen läser bara året."
    assert reading(tmp_path, measured("betyg;soc;2024-11-15;5"), MEASURED).frame["period"].to_list() == [2024]


@pytest.mark.parametrize(
    "said",
    ["lõxhjõlp", "K÷p", "pÕ skola", "l‰xhj", "Sm\x86rg", "l¤xa", "L{xhj{lp", "lï¿½x", "l&auml;xa", "l&#228;xa",
     "l\\u00e4xa", "L=E4xa"],
)  # fmt: skip
def test_other_ways_that_letters_are_lost_are_told(tmp_path: Path, said: str) -> None:
    text = activities(f'a;;soc;"{said}";Rektor;2025-01-01;2025-12-31;Klar')
    (fault,) = reading(tmp_path, text, ACTIVITIES).faults
    assert fault.wrong.endswith("som är å, ä, ö eller ett annat tecken som har lästs med fel kodning.")


def test_a_code_that_a_spreadsheet_made_a_day_of_is_told(tmp_path: Path) -> None:
    rows = [HEADING, ["soc", date(2025, 5, 10), "2025-01", 1], ["soc", "2025-05-10", "2025-01", 1]]
    faults = reading(tmp_path, workbook(*rows), file="e.xlsx").faults
    wrong = "'2025-05-10' är ett datum eller en tid, som ett kalkylprogram har gjort av en kod."
    assert [(fault.row, fault.wrong) for fault in faults] == [(2, wrong), (3, wrong)]


def test_a_span_is_shown_in_hours(tmp_path: Path) -> None:
    rows = [HEADING, ["soc", "4010", "2025-01", timedelta(days=12, hours=12)]]
    (fault,) = reading(tmp_path, workbook(*rows), file="e.xlsx").faults
    assert fault.wrong == "'300:00:00' är inget tal."


def test_an_account_with_and_without_its_title_is_one_account_in_two_files(tmp_path: Path) -> None:
    (tmp_path / "e-1.csv").write_text(ledger("soc;4010;2025-01;1"), "utf-8")
    (tmp_path / "e-2.csv").write_text(ledger("soc;4010 Köp;2025-01;1"), "utf-8")
    result = read_source(tmp_path, source(file="e-*.csv"), KNOWN)
    assert [(fault.file, fault.row) for fault in result.faults] == [("e-1.csv", 2), ("e-2.csv", 2)]
    assert result.frame.is_empty()


def test_a_sum_of_people_is_found_where_no_years_of_work_are_given(tmp_path: Path) -> None:
    known = Known(units={
        "kf": KnownUnit("Kommunen"), "a": KnownUnit("A", parent="kf"), "b": KnownUnit("B", parent="kf")
    })  # fmt: skip
    columns = {"unit_id": "Enhet", "year": "Månad", "month": "Månad", "headcount": "Antal"}
    text = "Enhet;Månad;Antal\na;2025-01;212\nb;2025-01;41\nkf;2025-01;253\n"
    (fault,) = reading(tmp_path, text, known=known, kind="staff", columns=columns).faults
    assert (fault.row, fault.value) == (4, "kf")


@pytest.mark.parametrize(
    ("number_format", "value", "seen"),
    [('[=0]"-";0.0%', 0.125, 12.5), ("[>1]0.0%;0", 0.5, 0.5), ('[<5]"<5";0', 12, 12), ('[<5]"<5";0', 3, None),
     ('[<5]"<5";0', 0, None), ('[=0]"-";0', 0, 0)],
)  # fmt: skip
def test_a_section_with_a_condition_holds_where_its_condition_does(
    tmp_path: Path, number_format: str, value: float, seen: float | None
) -> None:
    def build(book: Any) -> None:
        book.active["D2"].number_format = number_format

    data = workbook(HEADING, ["soc", "4010", "2025-01", value], build=build)
    result = reading(tmp_path, data, file="e.xlsx")
    assert result.frame["amount"].to_list() == ([] if seen is None else [seen])
    assert [fault.wrong for fault in result.faults] == (["har ett talformat som döljer talet."] if seen is None else [])


def test_results_that_a_workbook_says_were_never_finished_are_none(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, ["soc", "4010", "2025-01"])
        sheet.write_formula("D2", "=1+6", None, 7)

    data = written(build)
    assert reading(tmp_path, data, file="e.xlsx").frame["amount"].to_list() == [7]
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(kept, "w") as write:
        for name in read.namelist():
            write.writestr(name, read.read(name).replace(b"<calcPr ", b'<calcPr calcCompleted="0" '))
    (fault,) = reading(tmp_path, kept.getvalue(), file="e.xlsx").faults
    assert fault.wrong == "är en formel vars resultat aldrig sparades."


def test_a_sie_amount_parted_by_a_space_and_another_currency_are_told(tmp_path: Path) -> None:
    head = "#FLAGGA 0\n#SIETYP 4\n"
    parted = reading(tmp_path, f"{head}{VOUCHER.format('A 1', '1 000.00')}", SIE)
    assert (parted.faults[0].row, parted.faults[0].value) == (5, "000.00")
    assert 4010 not in parted.frame["account"].cast(int).to_list()
    (fault,) = reading(tmp_path, f"{head}#VALUTA EUR\n{VOUCHER.format('A 1', '5')}", SIE).faults
    assert (fault.row, fault.wrong) == (3, "är i EUR (#VALUTA), inte i kronor.")


def test_an_except_that_no_row_is_is_seen_in_the_receipt(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("soc;4010;2025-01;5"), **{"except": {"Konto": "4O10"}})
    assert result.counts["ekonomi.csv"].skipped == {"heading": 1, "in except": 0}
    assert [line.n for line in result.receipt(0.1) if line.subject == "in except"] == [0]


def test_each_column_of_numbers_has_a_form_of_its_own(tmp_path: Path) -> None:
    columns = {
        "unit_id": "Enhet",
        "year": "Månad",
        "month": "Månad",
        "fte": "ÅA",
        "sick_hours": "Sjuk",
        "headcount": "Antal",
    }
    text = "Enhet;Månad;ÅA;Sjuk;Antal\nsoc;2025-01;1,5;1,234;5\nbarn;2025-01;2.5;2,5;6\n"
    result = reading(tmp_path, text, kind="staff", columns=columns)
    two = "står i en kolumn som skriver decimaler både med komma och med punkt."
    assert [(fault.row, fault.column, fault.wrong) for fault in result.faults] == [(2, "ÅA", two), (3, "ÅA", two)]


def test_a_decimal_comma_where_commas_part_the_cells_is_told_though_the_last_cell_is_empty(tmp_path: Path) -> None:
    text = "Ansvar,Konto,Period,Belopp,Text\nsoc,4010,2025-01,1,5,\nsoc,4011,2025-01,7,\nsoc,4012,2025-01,8,köp\n"
    result = reading(tmp_path, text)
    assert [(fault.row, fault.wrong) for fault in result.faults] == [(2, "har 6 celler, och rubriken har 5.")]
    assert result.frame["amount"].to_list() == [7, 8]
    trailing = reading(tmp_path, "Ansvar;Konto;Period;Belopp\nsoc;4010;2025-01;1,5;\n")
    assert trailing.frame["amount"].to_list() == [1.5]


def test_numbers_of_half_precision_are_what_they_are_written_as(tmp_path: Path) -> None:
    columns = {
        "Ansvar": ["soc"] * 2,
        "Konto": ["4010"] * 2,
        "Period": ["2025-01"] * 2,
        "Belopp": pa.array([12.45, None], pa.float32()),
    }
    data = io.BytesIO()
    parquet.write_table(pa.table(columns), data)
    result = reading(tmp_path, data.getvalue(), file="e.parquet")
    assert result.frame["amount"].to_list() == [12.45]
    assert [fault.wrong for fault in result.faults] == ["är tom."]


STAFF: dict[str, Any] = {
    "kind": "staff", "columns": {"unit_id": "Enhet", "year": "Månad", "month": "Månad", "headcount": "Antal", "sick_hours": "Sjuk"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "wrong"),
    [
        ("-10;5", "Antal", "är negativt: -10."),
        ("10;(5)", "Sjuk", "är negativt: (5)."),
        ("10;5,3 %", "Sjuk", "'5,3 %' är en andel, inte ett antal."),
    ],
)
def test_what_is_counted_is_neither_negative_nor_a_share(tmp_path: Path, cells: str, column: str, wrong: str) -> None:
    result = reading(tmp_path, f"Enhet;Månad;Antal;Sjuk\nsoc;2025-01;{cells}\nbarn;2025-01;0;0\n", **STAFF)
    assert [(fault.row, fault.column, fault.wrong) for fault in result.faults] == [(2, column, wrong)]
    assert result.frame.select("headcount", "sick_hours").rows() == [(0, 0)]


def test_a_numerator_without_its_denominator_is_no_missing_value(tmp_path: Path) -> None:
    columns = {
        "indicator_id": "Mått",
        "unit_id": "Enhet",
        "period": "År",
        "numerator": "Täljare",
        "denominator": "Nämnare",
    }
    text = "Mått;Enhet;År;Täljare;Nämnare\nbetyg;soc;2024;5;\nbetyg;soc;2023;;8\nbetyg;soc;2022;;\n"
    result = reading(tmp_path, text, MEASURED, columns=columns)
    assert [(fault.row, fault.wrong) for fault in result.faults] == [
        (2, "saknar nämnare, och går inte att räkna."), (3, "saknar täljare, och går inte att räkna."),
    ]  # fmt: skip
    assert result.frame.select("period", "status").rows() == [(2022, "Missing")]


def test_months_that_stand_by_object_alone_are_not_held_to_the_accounts_year(tmp_path: Path) -> None:
    head = "#FLAGGA 0\n#SIETYP 2\n#RAR 0 20250101 20251231\n"
    months = "#PSALDO 0 202501 4010 {1 1} 100.00\n#PSALDO 0 202502 4010 {1 1} 50.00\n"
    assert reading(tmp_path, f"{head}{months}#RES 0 4010 150.00\n", SIE).faults == []
    whole = months.replace("{1 1}", "{}")
    (fault,) = reading(tmp_path, f"{head}{whole}{months}#RES 0 4010 170.00\n", SIE).faults
    assert fault.wrong == "konto 4010: #RES är 170,00, men årets poster ger 150,00."
