"""The forms that ledgers really come in: debit and credit, periods that are no months, sums so far, pivots, units in cells."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl.styles import Alignment
from pydantic import ValidationError

from assets.own_files.read_source import SourceReading
from assets.own_files.rows_of_file import Withheld
from tests.sources import LEDGER, ledger, reading, source, workbook

SPLIT = {**LEDGER["columns"], "amount": {"debit": "Debet", "credit": "Kredit"}}


def split(*rows: str) -> str:
    return "\n".join(["Ansvar;Konto;Period;Debet;Kredit", *rows]) + "\n"


def amounts(result: SourceReading) -> list[float]:
    return result.frame["amount"].to_list()


def said(result: SourceReading) -> list[str]:
    return [str(fault) for fault in result.faults]


def test_sums_so_far_are_taken_from_each_other_exactly(tmp_path: Path) -> None:
    rows = ("soc;4010;2025-01;1,000004", "soc;4010;2025-02;1,000008", "soc;4010;2025-03;9999999999,33333")
    result = reading(tmp_path, ledger(*rows), cumulative=True)
    assert result.frame["amount"].to_list() == [1.000004, 0.000004, 9999999998.333322]


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
        "ekonomi.csv rad 2, kolumn 'Debet': är tom. Fyll i cellen, eller ta bort raden.",
        "ekonomi.csv rad 3, kolumn 'Kredit': 'två' är inget tal. Skriv ett tal, eller lämna cellen tom.",
        "ekonomi.csv rad 4, kolumn 'Debet': 'x' är inget tal. Skriv ett tal, eller lämna cellen tom.",
    ]


def test_a_credit_column_of_negative_numbers_alone_is_asked_about(tmp_path: Path) -> None:
    text = split("soc;4010;2025-01;100;", "soc;3010;2025-01;;-40", "soc;3011;2025-01;;(2,50)")
    asked = reading(tmp_path, text, columns=SPLIT)
    assert said(asked) == [
        "ekonomi.csv kolumn 'Kredit': kolumnen 'Kredit' har bara negativa tal: har kredit sitt minustecken redan, eller är "
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
        (
            {"from": "Belopp", "debit": "Debet", "credit": "Kredit"},
            "ange antingen 'from' eller 'value', eller 'debit' och 'credit'",
        ),
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
        f"'{text}' är inget tal."
    ]


def test_opening_and_closing_periods_are_left_out_by_the_mappings_rule_and_counted(tmp_path: Path) -> None:
    rows = ("soc;4010;202500;7", "soc;4010;2025-01;1", "soc;4010;202513;9", "soc;4010;202513;9")
    result = reading(tmp_path, ledger(*rows), skip_periods=[0, 13])
    assert (said(result), amounts(result)) == ([], [1.0])
    assert result.counts["ekonomi.csv"].skipped == {"heading": 1, "period 00": 1, "period 13": 2}
    some = reading(tmp_path, ledger(*rows), skip_periods=[13])
    assert said(some) == [
        "ekonomi.csv rad 2, kolumn 'Period': det finns ingen månad 0. Månader är 1–12; lämna ute ingående och "
        "utgående perioder med skip_periods i mappningen."
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
    assert [fault.wrong for fault in lacking.faults] == ["har ingen kolumn 'Kontot'."]


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
        "ekonomi.csv rad 2, kolumn 'Ansvar': map säger inte vad '24000' är 2025-05-01–2025-05-31. "
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
        "ekonomi.csv rad 2, kolumn 'Ansvar': map säger inte vad '23000' är 2025-01-01–2025-12-31."
    )


def test_an_unreadable_period_is_told_and_not_the_cost_centre_that_hangs_on_it(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("23000;4010;våren;1"), columns={**LEDGER["columns"], "unit_id": MOVED})
    assert {fault.column for fault in result.faults} == {"Period"}


def test_two_meanings_on_one_day_are_refused() -> None:
    both = [{"value": "soc", "valid_to": "2025-07-01"}, {"value": "barn", "valid_from": "2025-07-01"}]
    with pytest.raises(ValidationError, match="map ger '23000' två betydelser på samma dag"):
        source(columns={**LEDGER["columns"], "unit_id": {"from": "Ansvar", "map": {"23000": both}}})


TIMELESS = {"unit_id": "Ansvar", "account": "Konto", "amount": "Belopp"}


def in_name(form: str) -> dict[str, Any]:
    return {**TIMELESS, "year": {"file_name": form}, "month": {"file_name": form}}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ekonomi-2025-03.csv", "ÅÅÅÅ-MM"),
        ("Utfall_202503_v12.csv", "ÅÅÅÅMM"),
        ("bok 03.25 ansvar 2024.csv", "MM.ÅÅ"),
        ("utfall mars 2025.csv", "MÅNAD ÅÅÅÅ"),
        ("utfall_Mar2025.csv", "_MÅNADÅÅÅÅ"),
    ],
)
def test_year_and_month_are_read_out_of_the_files_name(tmp_path: Path, name: str, form: str) -> None:
    result = reading(tmp_path, "Ansvar;Konto;Belopp\nsoc;4010;1\n", file=name, columns=in_name(form))
    assert said(result) == []
    assert result.frame.select("year", "month").rows() == [(2025, 3)]


@pytest.mark.parametrize(
    ("name", "form", "wrong"),
    [
        ("ekonomi-mars.csv", "ÅÅÅÅ-MM", "har inte formen ÅÅÅÅ-MM i sitt namn."),
        ("2025-03 till 2025-04.csv", "ÅÅÅÅ-MM", "har på flera ställen formen ÅÅÅÅ-MM i sitt namn."),
        ("ekonomi-12025-031.csv", "ÅÅÅÅ-MM", "har inte formen ÅÅÅÅ-MM i sitt namn."),
        ("ekonomi-2025-13.csv", "ÅÅÅÅ-MM", "det finns ingen månad 13."),
    ],
)
def test_a_name_that_says_no_month_or_two_is_told_once(tmp_path: Path, name: str, form: str, wrong: str) -> None:
    result = reading(tmp_path, "Ansvar;Konto;Belopp\nsoc;4010;1\nsoc;4010;2\n", file=name, columns=in_name(form))
    assert [fault.wrong for fault in result.faults] == [wrong]


def test_a_form_of_a_name_must_say_what_it_fills() -> None:
    with pytest.raises(ValidationError, match="file_name 'ÅÅÅÅ' fyller inte month"):
        source(columns=in_name("ÅÅÅÅ"))
    with pytest.raises(ValidationError, match="file_name 'ÅÅÅÅ' fyller inte account"):
        source(columns={**LEDGER["columns"], "account": {"file_name": "ÅÅÅÅ"}})


def above(place: str) -> dict[str, Any]:
    return {**TIMELESS, "year": {"above": place}, "month": {"above": place}}


@pytest.mark.parametrize(
    ("preamble", "place"),
    [
        ("Rapport;;\nPeriod;;2025-03\n", "Period"),
        ("Rapport;;\nPeriod: mars 2025;;\n", "period"),
        ("Utfall per 202503;;\n", "Utfall per"),
        ("Rapport;;\n;202503;\n", "B2"),
    ],
)
def test_year_and_month_are_read_out_of_a_cell_above_the_table(tmp_path: Path, preamble: str, place: str) -> None:
    result = reading(tmp_path, f"{preamble}\nAnsvar;Konto;Belopp\nsoc;4010;1\n", columns=above(place))
    assert said(result) == []
    assert result.frame.select("year", "month").rows() == [(2025, 3)]


@pytest.mark.parametrize(
    ("preamble", "place", "wrong"),
    [
        ("Rapport;;\n", "Period", "har ingen cell 'Period' ovanför tabellens rubrik."),
        ("Rapport;;\n", "B1", "har ingen cell 'B1' ovanför tabellens rubrik."),
        ("Period;202501;\nPeriod;202502;\n", "Period", "har flera celler 'Period' ovanför tabellens rubrik."),
        ("Period: 2025-01 - 2025-03;;\n", "Period", "'2025-01 - 2025-03' är varken år eller månad."),
        ("Period: 202501-202503;;\n", "Period", "'202501-202503' är varken år eller månad."),
    ],
)
def test_a_cell_above_that_says_no_one_month_is_told_once(
    tmp_path: Path, preamble: str, place: str, wrong: str
) -> None:
    rows = "Ansvar;Konto;Belopp\nsoc;4010;1\nsoc;4010;2\n"
    assert [fault.wrong for fault in reading(tmp_path, preamble + rows, columns=above(place)).faults] == [wrong]


def months(result: SourceReading) -> list[tuple[Any, ...]]:
    return result.frame.select("unit_id", "account", "month", "amount").sort("account", "month", "unit_id").rows()


def test_sums_so_far_become_months(tmp_path: Path) -> None:
    rows = (
        "soc;4010;2025-02;250,10", "soc;4010;2025-01;100,05", "soc;4010;2025-03;240", "soc;4020;2025-02;7",
        "soc;4020;2025-02;1", "soc;4020;2025-03;9", "barn;4010;2025-01;0", "barn;4010;2025-02;0", "barn;4010;2025-03;5",
        "soc;4010;2026-01;3",
    )  # fmt: skip
    result = reading(tmp_path, ledger(*rows), cumulative=True)
    assert said(result) == []
    assert result.withheld == ()
    of_2025 = result.frame.filter(pl.col("year") == 2025)
    sums = of_2025.group_by("unit_id", "account", "month").agg(pl.col("amount").sum())
    assert sorted(sums.rows()) == [
        ("barn", "4010", 1, 0.0), ("barn", "4010", 2, 0.0), ("barn", "4010", 3, 5.0), ("soc", "4010", 1, 100.05),
        ("soc", "4010", 2, 150.05), ("soc", "4010", 3, -10.1), ("soc", "4020", 2, 8.0), ("soc", "4020", 3, 1.0),
    ]  # fmt: skip
    assert result.frame.filter(pl.col("year") == 2026)["amount"].to_list() == [3.0]


def test_a_month_lacking_in_the_run_withholds_it_and_the_next(tmp_path: Path) -> None:
    rows = ("soc;4010;2025-01;1", "soc;4010;2025-03;4", "soc;4010;2025-04;6")
    result = reading(tmp_path, ledger(*rows), cumulative=True)
    assert said(result) == [
        "ekonomi.csv rad 3: är ackumulerat, och februari saknas: mars kan inte skiljas ut. "
        "Lägg till det som saknas, eller exportera månad för månad."
    ]
    assert [row[2:] for row in months(result)] == [(1, 1.0), (4, 2.0)]
    assert set(result.withheld) == {Withheld(year=2025, month=2), Withheld(year=2025, month=3)}


def test_a_run_that_does_not_begin_in_january_is_told(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("soc;4010;2025-08;900"), cumulative=True)
    assert [fault.wrong for fault in result.faults] == ["är ackumulerat, och juli saknas: augusti kan inte skiljas ut."]
    assert result.frame.is_empty()


def test_an_account_that_is_gone_is_told_and_what_comes_after_withheld(tmp_path: Path) -> None:
    rows = (
        "soc;4010;2025-01;1", "soc;4010;2025-02;2", "soc;4010;2025-03;3", "soc;4010;2025-04;4", "barn;4010;2025-01;5",
        "barn;4010;2025-04;6",
    )  # fmt: skip
    result = reading(tmp_path, ledger(*rows), cumulative=True)
    assert [fault.wrong for fault in result.faults] == [
        "saknar konto 4010 på barn, som har belopp i januari: februari kan inte skiljas ut ur ackumulerade belopp.",
        "är ackumulerat, och kontot saknas i mars: april kan inte skiljas ut.",
    ]
    assert [fault.row for fault in result.faults] == [0, 7]
    assert months(result) == [("barn", "4010", 1, 5.0), *(("soc", "4010", month, 1.0) for month in (1, 2, 3, 4))]
    assert set(result.withheld) == {Withheld("barn", "4010", 2025, month) for month in (2, 3, 4)}


def test_a_row_that_cannot_be_read_takes_the_next_month_with_it(tmp_path: Path) -> None:
    rows = (
        "soc;4010;2025-01;1",
        "soc;4010;2025-02;två",
        "soc;4010;2025-03;3",
        "barn;4010;2025-02;5",
        "barn;4010;2025-03;5",
    )
    result = reading(tmp_path, ledger(*rows), cumulative=True)
    assert {Withheld("soc", "4010", 2025, 2), Withheld("soc", "4010", 2025, 3)} <= set(result.withheld)
    assert [fault.row for fault in result.faults] == [3, 4]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        (
            {"kind": "budget", "columns": {"unit_id": "A", "amount": "B", "kind": {"value": "cost"}, "year": "År"}},
            "cumulative gäller en huvudbok",
        ),
        ({"columns": {**LEDGER["columns"], "unit_id": MOVED}}, "cumulative går inte ihop med en map"),
    ],
)
def test_sums_so_far_that_could_not_be_told_apart_are_refused(changes: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        source(cumulative=True, **changes)


def test_a_heading_of_two_rows_is_known_by_its_lower_name_where_it_stands_once(tmp_path: Path) -> None:
    text = "Bokfört;;;Budget\nAnsvar;Konto;Period;Belopp\nsoc;4010;2025-01;1\n"
    result = reading(
        tmp_path, text.replace("Belopp", "Utfall"), header_rows=2, columns={**LEDGER["columns"], "amount": "Utfall"}
    )
    assert (said(result), amounts(result)) == ([], [1.0])
    twice = "Bokfört;;;;Budget\nAnsvar;Konto;Period;Belopp;Belopp\nsoc;4010;2025-01;1;2\n"
    assert [fault.wrong for fault in reading(tmp_path, twice, header_rows=2).faults] == [
        "har rubriken 'Belopp' två gånger, i D och E."
    ]
    named = {**LEDGER["columns"], "amount": "Budget / Belopp"}
    assert amounts(reading(tmp_path, twice, header_rows=2, columns=named)) == [2.0]


def test_months_below_the_year_that_they_are_of(tmp_path: Path) -> None:
    columns = {"unit_id": "Ansvar", "account": "Konto"}
    wide = {"into": "amount", "headings": "months"}
    text = ";;2025;;2026\nAnsvar;Konto;nov;dec;jan\nsoc;4010;1;2;3\n"
    result = reading(tmp_path, text, header_rows=2, columns=columns, wide=wide)
    assert said(result) == []
    assert result.frame.select("year", "month", "amount").rows() == [(2025, 11, 1.0), (2025, 12, 2.0), (2026, 1, 3.0)]
    text = ";;Utfall 2025;;Budget 2025;\nAnsvar;Konto;jan;feb;jan;feb\nsoc;4010;1;2;3;4\n"
    result = reading(tmp_path, text, header_rows=2, columns=columns, wide={**wide, "prefix": "Utfall"})
    assert result.frame.select("year", "month", "amount").rows() == [(2025, 1, 1.0), (2025, 2, 2.0)]


LABELS = {
    "unit_id": {"from": "Radetiketter", "level": 1, "map": {"21 Social": "soc", "31 Barn": "barn"}},
    "account": {"from": "Radetiketter", "level": 2, "map": {"4010 Köp": "4010", "5010 Lön": "5010"}},
    "year": {"value": 2025},
    "month": {"value": 1},
    "amount": "Summa av Belopp",
}
PIVOT = (
    (0, "21 Social", 300.0), (1, "4010 Köp", 100.0), (1, "5010 Lön", 200.0), (0, "31 Barn", 50.5), (1, "4010 Köp", 50.5),
    (0, "Totalsumma", 350.5),
)  # fmt: skip
TABULAR = "Visa pivottabellen i tabellformat (Design, Rapportlayout) med upprepade etiketter, och spara den så."


def pivot(*rows: tuple[int, str, float]) -> bytes:
    def indent(book: Any) -> None:
        for i, (steps, _, _) in enumerate(rows, start=4):
            book.active.cell(i, 1).alignment = Alignment(horizontal="left", indent=steps)

    table = [[label, amount] for _, label, amount in rows]
    return workbook(["Enhet", "(Alla)"], [], ["Radetiketter", "Summa av Belopp"], *table, build=indent)


def test_a_compact_pivot_is_parted_by_its_indents(tmp_path: Path) -> None:
    result = reading(tmp_path, pivot(*PIVOT), file="p.xlsx", columns=LABELS)
    assert said(result) == []
    assert result.frame.select("unit_id", "account", "amount", "row").rows() == [
        ("soc", "4010", 100.0, 5),
        ("soc", "5010", 200.0, 6),
        ("barn", "4010", 50.5, 8),
    ]
    assert result.counts["p.xlsx"].skipped == {"group": 2, "total": 1, "preamble": 2, "heading": 1}


def test_indents_that_are_spaces_are_read_too(tmp_path: Path) -> None:
    text = "Radetiketter;Summa av Belopp\n" + "".join(f"{'   ' * i}{label};{amount}\n" for i, label, amount in PIVOT)
    result = reading(tmp_path, text, columns=LABELS, decimal=".")
    assert (said(result), amounts(result)) == ([], [100.0, 200.0, 50.5])


def test_a_pivot_whose_levels_cannot_be_known_is_refused_with_words(tmp_path: Path) -> None:
    flat = reading(tmp_path, pivot(*((0, label, amount) for _, label, amount in PIVOT)), file="p.xlsx", columns=LABELS)
    assert said(flat) == [
        "p.xlsx [Blad1] rad 4, kolumn 'Radetiketter': har inga indrag i kolumnen 'Radetiketter', och mappningen räknar med 2 "
        f"nivåer: vad varje rad hör till kan inte avgöras. Rätta level i mappningen. {TABULAR}"
    ]
    deep = reading(tmp_path, pivot(*PIVOT[:2], (2, "Faktura 1", 100.0), *PIVOT[3:]), file="p.xlsx", columns=LABELS)
    assert deep.faults[0].wrong.startswith("har 3 nivåer av indrag i kolumnen 'Radetiketter'")
    columns = {**LABELS, "account": {**LABELS["account"], "level": 3}}
    jumps = reading(
        tmp_path, pivot(*PIVOT[:2], (2, "x", 100.0), PIVOT[3], (2, "x", 50.5)), file="p.xlsx", columns=columns
    )
    assert (jumps.faults[0].row, jumps.faults[0].wrong) == (
        8,
        "är indragen 2 nivåer mer än raden före: vad den hör till kan inte avgöras.",
    )
    bare = reading(tmp_path, pivot(*PIVOT[:3], (0, "", 7.0), *PIVOT[3:]), file="p.xlsx", columns=LABELS)
    assert bare.faults[0].wrong == "har ingen etikett, så att dess nivå inte kan avgöras."


def test_a_group_that_is_folded_or_differs_from_its_rows_is_told_and_withholds_its_unit(tmp_path: Path) -> None:
    folded = reading(tmp_path, pivot(*PIVOT[:4]), file="p.xlsx", columns=LABELS)
    assert said(folded) == [
        "p.xlsx [Blad1] rad 7, kolumn 'Radetiketter': '31 Barn' har inga rader under sig: gruppen är hopfälld, eller en "
        f"delsumma. {TABULAR}"
    ]
    assert folded.withheld == (Withheld("barn", None, 2025, 1),)
    hidden = reading(tmp_path, pivot((0, "21 Social", 303.0), *PIVOT[1:]), file="p.xlsx", columns=LABELS)
    assert [(fault.row, fault.wrong) for fault in hidden.faults] == [
        (4, "'21 Social' är 303,00 i kolumnen 'Summa av Belopp', men raderna under ger 300,00.")
    ]
    assert hidden.withheld == (Withheld("soc", None, 2025, 1),)
    rounded = (0, "21 Social", 300.0), (1, "4010 Köp", 99.9), (1, "5010 Lön", 200.2)
    assert reading(tmp_path, pivot(*rounded), file="p.xlsx", columns=LABELS).faults == []


def test_a_subtotal_below_its_group_is_a_total(tmp_path: Path) -> None:
    rows = (*PIVOT[:3], (0, "21 Social Summa", 300.0), *PIVOT[3:])
    result = reading(tmp_path, pivot(*rows), file="p.xlsx", columns=LABELS)
    assert (said(result), amounts(result)) == ([], [100.0, 200.0, 50.5])


def test_an_unknown_label_is_told_where_it_stands(tmp_path: Path) -> None:
    result = reading(
        tmp_path, pivot(*PIVOT[:3], (0, "41 Kultur", 1.0), (1, "4010 Köp", 1.0)), file="p.xlsx", columns=LABELS
    )
    (fault,) = result.faults
    assert (fault.row, fault.column, fault.value, fault.position) == (8, "Radetiketter", "41 Kultur", 0)


@pytest.mark.parametrize(
    ("account", "wrong"),
    [
        ({"from": "Konto", "level": 2}, "level gäller en enda kolumn med etiketter"),
        ({"from": "Radetiketter", "level": 1}, "två kolumner har samma level"),
    ],
)
def test_levels_are_of_one_column(account: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        source(columns={**LABELS, "account": account})


WITH_UNITS = {
    **LEDGER["columns"],
    "amount": {"from": "Belopp", "units_in_cell": {"mkr": 1_000_000, "tkr": 1000, "kr": 1}},
}


def test_units_in_the_cell_multiply_where_the_mapping_says_so(tmp_path: Path) -> None:
    texts = ("2,5 mkr", "−18,0 TKR", "7kr", "(1 000) kr", "3- kr")
    rows = (f"soc;{4000 + i};2025-01;{text}" for i, text in enumerate(texts))
    assert amounts(reading(tmp_path, ledger(*rows), columns=WITH_UNITS)) == [2_500_000, -18_000, 7, -1000, -3]


def test_a_number_without_a_unit_or_with_another_is_told(tmp_path: Path) -> None:
    texts = ("5", "5 barn", "mkr")
    result = reading(
        tmp_path, ledger(*(f"soc;401{i};2025-01;{text}" for i, text in enumerate(texts))), columns=WITH_UNITS
    )
    assert [fault.wrong for fault in result.faults] == [
        "'5' har ingen enhet; mappningen räknar med 'mkr', 'tkr', 'kr'.",
        "'5 barn' har enheten 'barn'; mappningen räknar med 'mkr', 'tkr', 'kr'.",
        "'mkr' har ingen enhet; mappningen räknar med 'mkr', 'tkr', 'kr'.",
    ]
    bare = {**WITH_UNITS, "amount": {"from": "Belopp", "units_in_cell": {"": 1, "mkr": 1_000_000}}}
    assert amounts(reading(tmp_path, ledger("soc;4010;2025-01;5", "soc;4010;2025-01;1 mkr"), columns=bare)) == [
        5,
        1_000_000,
    ]


def test_units_in_columns_of_months(tmp_path: Path) -> None:
    columns = {"unit_id": "Ansvar", "account": "Konto", "year": {"value": 2025}}
    wide = {"into": "amount", "headings": "months", "units_in_cell": {"tkr": 1000}}
    result = reading(tmp_path, "Ansvar;Konto;jan;feb\nsoc;4010;1,5 tkr;2\n", columns=columns, wide=wide)
    assert amounts(result) == [1500.0]
    assert [fault.column for fault in result.faults] == ["feb"]


def test_a_unit_is_only_of_a_number() -> None:
    with pytest.raises(ValidationError, match="units_in_cell i 'account', som inte är ett tal"):
        source(columns={**LEDGER["columns"], "account": {"from": "Konto", "units_in_cell": {"kr": 1}}})


def test_a_stray_separator_in_a_pivot_is_told(tmp_path: Path) -> None:
    text = "Radetiketter;Summa av Belopp\n21 Social;3\n  4010 Köp;1;7\n  5010 Lön;2\n"
    result = reading(tmp_path, text, columns=LABELS)
    assert [(fault.row, fault.wrong) for fault in result.faults] == [(3, "har 3 celler, och rubriken har 2.")]
    assert amounts(result) == [2.0]


def test_a_heading_that_is_like_a_period_and_is_not_read_is_named(tmp_path: Path) -> None:
    columns = {"unit_id": "Ansvar", "account": "Konto 4", "year": {"value": 2025}}
    wide = {"into": "amount", "headings": "months"}
    text = "Ansvar;Konto 4;jan;feb;mars*;00;Anm\nsoc;4010;1;2;3;4;x\n"
    result = reading(tmp_path, text, columns=columns, wide=wide)
    assert (amounts(result), result.faults[0].wrong) == (
        [],
        "har rubriker som liknar månader men inte kan läsas så: mars*, 00.",
    )
    result = reading(tmp_path, text, columns=columns, wide={**wide, "skip": ["mars*", "00"]})
    assert (said(result), amounts(result)) == ([], [1.0, 2.0])


def test_numbers_with_units_are_judged_by_their_whole_column(tmp_path: Path) -> None:
    def told(*amounts: str) -> list[str]:
        rows = (f"soc;4010;2025-0{i};{amount}" for i, amount in enumerate(amounts, start=1))
        return [fault.wrong for fault in reading(tmp_path, ledger(*rows), columns=WITH_UNITS).faults]

    assert told("1,250 tkr", "15 mkr") == [
        "kan vara 1250 eller 1,250: inget tal i kolumnen visar om kommat skiljer tusental eller decimaler."
    ]
    assert told("1,250 tkr", "1,5 mkr") == []
    assert told("2.5 mkr", "1,5 mkr") == ["står i en kolumn som skriver decimaler både med komma och med punkt."] * 2
    assert told("2,5") == ["'2,5' har ingen enhet; mappningen räknar med 'mkr', 'tkr', 'kr'."]


@pytest.mark.parametrize(("group", "told"), [("150,33", False), ("150,34", True), ("151", True)])
def test_a_groups_sum_may_be_rounded(tmp_path: Path, group: str, told: bool) -> None:
    columns = {
        "unit_id": {"from": "Rad", "level": 1}, "account": {"from": "Rad", "level": 2}, "year": {"value": 2025},
        "month": {"value": 1}, "amount": "Summa",
    }  # fmt: skip
    text = f"Rad;Summa\nsoc;{group}\n  4010;100,166\n  5010;50,1671\n"
    assert bool(reading(tmp_path, text, columns=columns).faults) is told
