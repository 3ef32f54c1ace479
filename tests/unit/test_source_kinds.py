"""Kinds of own files that were once misread without a word: each right, or told (docs/local-sources.md)."""

import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from assets.own_files.cell_faults import Wrong
from assets.own_files.cell_meaning import period
from assets.own_files.read_excel import shown_by, without_empty_cells
from assets.own_files.read_source import read_source
from models.definitions.own_files import Known, KnownUnit
from tests.sources import (
    ACTIVITIES,
    HEADING,
    KNOWN,
    LEDGER,
    MEASURED,
    activities,
    calculated,
    ledger,
    reading,
    source,
    written,
)


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
    assert shown_by(shown_as, value).percents == hundreds


@pytest.mark.parametrize("text", ["2025.1", 2025.1, "2024,1"])
def test_a_period_that_lost_its_zero_is_asked_about(text: Any) -> None:
    with pytest.raises(Wrong, match="kan vara januari eller oktober"):
        period(text)


@pytest.mark.parametrize(
    ("text", "kind", "means"),
    [
        ("2024/25", "school_year", (2025, None)), ("1999/00", "school_year", (2000, None)), ("24/25", "school_year", (2025, None)),
        ("2011-12", "school_year", (2012, None)), ("läsåret 2024/2025", "school_year", (2025, None)), ("2025", "school_year", (2025, None)),
        ("2025K1", "quarter", (2025, 3)), ("kvartal 4 2024", "quarter", (2024, 12)), ("Q2-2025", "quarter", (2025, 6)),
        ("T2 2025", "tertial", (2025, 8)), ("2025 tertial 3", "tertial", (2025, 12)),
        ("HT 2024", "term", (2024, 12)), ("VT25", "term", (2025, 6)), ("2025 VT", "term", (2025, 6)), ("höstterminen 2024", "term", (2024, 12)),
        ("2025-06", "term", (2025, 6)), ("2024", "occasion", (2024, None)),
    ],
)  # fmt: skip
def test_a_period_is_read_as_what_its_indicator_is_measured_by(
    text: str, kind: str, means: tuple[int, int | None]
) -> None:
    assert period(text, kind) == means


@pytest.mark.parametrize(
    ("text", "kind"), [("2024/26", "school_year"), ("2025K5", "quarter"), ("2025K1", "tertial"), ("T4 2025", "tertial")]
)
def test_what_is_no_such_period_is_refused(text: str, kind: str) -> None:
    with pytest.raises(Wrong):
        period(text, kind)


def test_a_file_of_terms_and_school_years_is_read_by_its_indicators(tmp_path: Path) -> None:
    known = Known(
        units=KNOWN.units, indicators={"betyg": (), "narvaro": ()}, measured={"betyg": "school_year", "narvaro": "term"}
    )
    columns = {**MEASURED["columns"], "month": "Del"}
    content = "Mått;Enhet;År;Del;Värde\nbetyg;barn;2024/25;;80\nnarvaro;barn;HT 2024;HT 2024;90\n"
    found = reading(tmp_path, content, MEASURED, known, columns=columns)
    assert found.faults == []
    assert found.frame.select("indicator_id", "period", "month", "value").rows() == [
        ("betyg", 2025, None, 80.0),
        ("narvaro", 2024, 12, 90.0),
    ]


def test_a_part_of_a_year_never_stands_for_the_year(tmp_path: Path) -> None:
    known = Known(units=KNOWN.units, indicators={"betyg": ()}, measured={"betyg": "term"})
    found = reading(tmp_path, "Mått;Enhet;År;Värde\nbetyg;barn;HT 2024;90\n", MEASURED, known)
    assert found.frame.is_empty()
    assert ["är en del av ett år, och mappningen läser bara året" in fault.wrong for fault in found.faults] == [True]
    # November 2024 is of the school year that ends in 2025.
    known = replace(known, measured={"betyg": "school_year"})
    found = reading(tmp_path, "Mått;Enhet;År;Värde\nbetyg;barn;2024-11-15;90\n", MEASURED, known)
    assert ["är inte ett läsår" in fault.wrong for fault in found.faults] == [True]
    known = replace(known, measured={"betyg": "occasion"})
    found = reading(tmp_path, "Mått;Enhet;År;Värde\nbetyg;barn;2024-11-15;90\n", MEASURED, known)
    assert found.frame["period"].to_list() == [2024]


@pytest.mark.parametrize("text", ["2010/11", "2011/12", "2012/13", "2023/24", "2023-2024", "1999/00"])
def test_a_school_year_is_no_month(text: str) -> None:
    with pytest.raises(Wrong, match="är ett läsår"):
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
        "kan vara 12345 eller 12,345: andra tal i kolumnen har komma mellan tusental."
    ]
    assert reading(tmp_path, ledger(*rows), decimal=".").frame["amount"].to_list() == [12345, 1234.5, 900]
    alone = ledger("soc;4000;2025-01;12,345", "soc;4001;2025-01;1,5")
    assert reading(tmp_path, alone).frame["amount"].to_list() == [12.345, 1.5]


def test_a_comma_is_asked_about_where_no_number_of_the_column_shows_what_it_is(tmp_path: Path) -> None:
    rows = ledger("soc;4000;2025-01;100,000", "soc;4001;2025-01;(12,345)", "soc;4002;2025-01;7")
    why = "inget tal i kolumnen visar om kommat skiljer tusental eller decimaler."
    assert told(tmp_path, rows) == [f"kan vara 100000 eller 100,000: {why}", f"kan vara 12345 eller 12,345: {why}"]
    assert reading(tmp_path, rows, decimal=".").frame["amount"].to_list() == [100_000, -12_345, 7]
    assert reading(tmp_path, rows, decimal=",").frame["amount"].to_list() == [100, -12.345, 7]
    clear = ledger("soc;4000;2025-01;100,000", "soc;4001;2025-01;1 000,000")
    assert reading(tmp_path, clear).frame["amount"].to_list() == [100, 1000]


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
        "saknar april bland sina månader. De här rubrikerna gick inte att tolka: aprl."
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


NEVER_SAVED = "är en formel vars resultat aldrig sparades."


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


TWO_SIGNS = "står i en kolumn som skriver decimaler både med komma och med punkt."


def test_a_column_has_one_decimal_sign(tmp_path: Path) -> None:
    rows = ("soc;4000;2025-01;1,5", "soc;4001;2025-01;2.5", "soc;4002;2025-01;7")
    assert told(tmp_path, ledger(*rows)) == [TWO_SIGNS, TWO_SIGNS]
    assert reading(tmp_path, ledger(*rows)).frame["amount"].to_list() == [7]
    assert told(tmp_path, ledger("soc;4000;2025-01;2,500,000", "soc;4001;2025-01;1,5")) == [TWO_SIGNS, TWO_SIGNS]
    assert told(tmp_path, ledger("soc;4000;2025-01;2.500.000", "soc;4001;2025-01;1.5")) == [TWO_SIGNS, TWO_SIGNS]
    assert reading(tmp_path, ledger("soc;4000;2025-01;2,500,000")).frame["amount"].to_list() == [2_500_000]


def test_a_column_has_one_scale_of_percent(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        percent = book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["Mått", "Enhet", "År", "Värde"])
        for i, (value, shown_as) in enumerate(((0.765, percent), (0.71, None), (0, None)), start=1):
            sheet.write_row(i, 0, ["betyg", "soc", 2022 + i])
            sheet.write_number(i, 3, value, shown_as)

    result = reading(tmp_path, written(build), MEASURED, file="m.xlsx")
    assert [(fault.row, fault.wrong) for fault in result.faults] == [
        (3, "står utan procenttecken i en kolumn där andra celler har det: är 0,5 en halv procent eller femtio?")
    ]
    assert result.frame["value"].to_list() == [76.5, 0]


@pytest.mark.parametrize("heading", ["2024*", "2024 p", "2024 (prel.)", "2024 prel.", "2024 preliminärt"])
def test_a_year_that_is_marked_as_preliminary_is_read_so(tmp_path: Path, heading: str) -> None:
    mapping = {
        **MEASURED,
        "columns": {"indicator_id": "Mått", "unit_id": "Enhet"},
        "wide": {"headings": "years", "into": "value"},
    }
    frame = reading(tmp_path, f"Mått;Enhet;2023;{heading}\nbetyg;soc;70,1;65,0\n", mapping).frame
    assert frame.select("period", "value", "publication").rows() == [(2023, 70.1, None), (2024, 65.0, "preliminary")]


@pytest.mark.parametrize("heading", ["2024/25", "Utfall dec", "desember 2025", "Augsti", "2024 rev", "Kolumn 7"])
def test_a_heading_that_looks_like_a_period_is_read_or_named(tmp_path: Path, heading: str) -> None:
    text = f"Ansvar;Konto;jan;feb;{heading}\nsoc;4000;1;2;3\n"
    (wrong,) = told(tmp_path, text, **WIDE)
    assert wrong == f"har rubriker som liknar månader men inte kan läsas så: {heading}." or "lacks month" in wrong
    skipping = {**WIDE, "wide": {**WIDE["wide"], "skip": [heading]}}
    assert reading(tmp_path, text, **skipping).frame["amount"].to_list() == [1, 2]


@pytest.mark.parametrize("heading", ["Summa", "Helår 2025", "Totalt jan-feb", "Ack feb", "Kontotext"])
def test_a_heading_over_the_whole_or_of_no_period_is_passed_over(tmp_path: Path, heading: str) -> None:
    text = f"Ansvar;Konto;jan;feb;{heading}\nsoc;4000;1;2;3\n"
    assert reading(tmp_path, text, **WIDE).frame["amount"].to_list() == [1, 2]


def test_cells_are_filled_down_before_any_rule_passes_over_a_row(tmp_path: Path) -> None:
    rows = (
        "soc;4010;2025-01;1",
        ";3010;2025-01;2",
        "barn;3010;2025-01;3",
        ";4010;2025-01;4",
        "Totalt;3010;2025-01;5",
        ";4010;2025-01;6",
    )
    result = reading(tmp_path, ledger(*rows), fill_down=["unit_id"], only={"Konto": [4010]})
    assert result.frame.select("unit_id", "amount").rows() == [("soc", 1), ("barn", 4)]
    assert result.counts["ekonomi.csv"].skipped == {"heading": 1, "not in only": 2, "total": 2}


MARKED = [
    "Summa;;;9",
    "Socialnämnden Summa;;;9",
    "soc;Summa;;9",
    "soc;Delsumma 40;2025-01;9",
    "Totalsumma:;;;9",
    "Grand Total;;;9",
]


@pytest.mark.parametrize("row", MARKED)
def test_a_word_marks_a_sum_wherever_it_stands(tmp_path: Path, row: str) -> None:
    result = reading(tmp_path, ledger("soc;4010;2025-01;4", "soc;4020;2025-01;5", row))
    assert (result.faults, result.frame["amount"].sum(), result.counts["ekonomi.csv"].skipped["total"]) == ([], 9, 1)


def test_a_word_for_a_sum_in_a_column_that_nobody_reads(tmp_path: Path) -> None:
    def text(said: str) -> str:
        return f"Ansvar;Konto;Kontotext;Period;Belopp\nsoc;4010;Lön;2025-01;4\nsoc;40;{said};2025-01;9\n"

    assert reading(tmp_path, text("Summa")).frame["amount"].to_list() == [4]
    (wrong,) = told(tmp_path, text("Summa löner"))
    assert wrong == "'Summa löner' låter som en summa av andra rader, som då skulle räknas två gånger."
    assert reading(tmp_path, text("Summa löner"), totals=["Summa löner"]).frame["amount"].to_list() == [4]
    assert reading(tmp_path, text("Summa löner"), not_totals=["Summa löner"]).frame["amount"].to_list() == [4, 9]
    assert reading(tmp_path, text("Sommarlöner")).frame["amount"].to_list() == [4, 9]


GROUPED = ("soc;5 Personal;2025-01;700", "soc;50 Löner;2025-01;500", "soc;5010 Månadslön;2025-01;500", "soc;56 Avgifter;2025-01;200",
           "soc;5610 Arbetsgivaravgift;2025-01;200")  # fmt: skip


def test_an_account_that_holds_the_sum_of_those_it_begins_is_asked_about(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger(*GROUPED))
    assert [(fault.row, fault.column) for fault in result.faults] == [(2, "Konto"), (3, "Konto"), (5, "Konto")]
    assert (
        result.faults[0].wrong
        == "är summan av konton som börjar på 5 (det första står på rad 4), och skulle räknas två gånger."
    )
    assert result.frame["amount"].to_list() == [500, 200]
    told_so = reading(tmp_path, ledger(*GROUPED), totals=[5, 50, "56 Avgifter"])
    assert (told_so.faults, told_so.frame["amount"].to_list()) == ([], [500, 200])
    own = reading(tmp_path, ledger(*GROUPED), not_totals=[5, 50, 56])
    assert (own.faults, own.frame["amount"].sum()) == ([], 2100)
    assert reading(tmp_path, ledger(*GROUPED[1:4], "soc;5011 Timlön;2025-01;1")).faults == []


def test_a_unit_that_holds_the_sum_of_those_below_it_is_asked_about(tmp_path: Path) -> None:
    known = Known(units={**KNOWN.units, "kf": KnownUnit("Kommunfullmäktige")})
    known = replace(
        known,
        units={
            name: replace(unit, parent="kf" if name in {"soc", "barn"} else None) for name, unit in known.units.items()
        },
    )
    rows = ("soc;4010;2025-01;4", "barn;4010;2025-01;5", "kf;4010;2025-01;9")
    result = reading(tmp_path, ledger(*rows, "ny;4010;2026-02;1"), known=known)
    assert [(fault.row, fault.column, fault.value) for fault in result.faults] == [(4, "Ansvar", "kf")]
    assert reading(tmp_path, ledger(*rows[:2], "kf;4010;2025-01;8", "ny;4010;2026-02;1"), known=known).faults == []


def test_a_last_row_that_holds_the_sum_of_all_above_it_is_asked_about(tmp_path: Path) -> None:
    rows = [f"soc;{4010 + i};2025-01;{amount}" for i, amount in enumerate((10.5, 20, 30))]
    (fault,) = reading(tmp_path, ledger(*rows, "barn;9999;2025-01;60,5".replace(",", "."))).faults
    assert (fault.row, fault.wrong) == (5, "är summan av alla rader ovanför, och skulle räknas två gånger.")
    assert reading(tmp_path, ledger(*rows, "barn;9999;2025-01;60")).faults == []


def test_an_instant_with_a_zone_is_swedish_time(tmp_path: Path) -> None:
    instants = (
        "2025-03-31 22:00:00+00:00",
        "2025-03-31T22:00Z",
        "2025-04-01T00:00:00.000+02:00",
        "2024-12-31 23:30 +0000",
    )
    frame = reading(tmp_path, ledger(*[f"soc;{4000 + i};{at};1" for i, at in enumerate(instants)])).frame
    assert frame.select("year", "month").rows() == [(2025, 4), (2025, 4), (2025, 4), (2025, 1)]
    path = tmp_path / "e.parquet"
    pl.DataFrame(
        {"Ansvar": ["soc"], "Konto": ["4010"], "Period": [datetime(2025, 3, 31, 22, tzinfo=UTC)], "Belopp": [1.0]}
    ).write_parquet(path)
    assert reading(tmp_path, path.read_bytes(), file="e.parquet").frame["month"].to_list() == [4]
    assert told(tmp_path, ledger("soc;4000;2025-02-30T10:00Z;1")) == [
        "'2025-02-30T10:00Z' är ingen tidpunkt som finns."
    ]
    assert told(tmp_path, ledger("soc;4000;2025-02-28 ungefär;1")) == ["'2025-02-28 ungefär' är varken år eller månad."]


def titled(title: str) -> str:
    return activities(f"a1;;soc;{title};Rektor;2025-01-01;2025-06-30;pågår")


@pytest.mark.parametrize(
    ("encoding", "title"),
    [("mac_roman", "Läxhjälp på alla skolor"), ("mac_roman", "Fler förskollärare"), ("cp850", "Läxhjälp på skolor"), ("cp850", "Förskolor"),
     ("mac_roman", "Ökad närvaro"), ("cp850", "Åtgärder")],
)  # fmt: skip
def test_text_of_older_programs_is_told_and_read_where_the_mapping_says_so(
    tmp_path: Path, encoding: str, title: str
) -> None:
    data = titled(title).replace("Läge", "L").replace("Mål", "M").replace("pågår", "ongoing").encode(encoding)
    columns = {**ACTIVITIES["columns"], "state": "L", "goal_id": "M"}
    (fault,) = reading(tmp_path, data, ACTIVITIES, columns=columns).faults
    assert fault.row == 2
    assert fault.wrong.startswith("ser ut att vara skriven med")
    assert f"encoding: {encoding}" in fault.mend
    assert reading(tmp_path, data, ACTIVITIES, columns=columns, encoding=encoding).frame["title"].to_list() == [title]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_letters_that_were_read_with_the_wrong_encoding_are_told(tmp_path: Path, encoding: str) -> None:
    for word in ("Läxhjälp", "Måltid", "Förskola", "Ängen", "Åtgärd"):
        twice = word.encode().decode(encoding, "replace")
        (fault,) = reading(tmp_path, titled(twice), ACTIVITIES).faults
        assert fault.row == 2, twice
        assert "som har lästs med fel kodning" in fault.wrong, twice
    assert reading(tmp_path, titled("L\ufffdxhj\ufffdlp"), ACTIVITIES).faults
    for title in ("Âne och São Tomé", "Šárka på Ängen", "Miloš läser … mer", "Kursen ”Läs” – 20 €", "Anna † 1900"):
        assert reading(tmp_path, titled(title), ACTIVITIES).faults == [], title


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    frame = reading(tmp_path, ledger("Socialnämnden;4010;2025-01;1").encode(encoding)).frame
    assert frame["unit_id"].to_list() == ["soc"]


def test_text_is_compared_in_one_unicode_form(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", ledger("Socialnämnden;4010;2025-01;1"))
    assert reading(tmp_path, apart).frame["unit_id"].to_list() == ["soc"]
    assert reading(tmp_path, unicodedata.normalize("NFD", titled("Läxhjälp")), ACTIVITIES).frame["title"].to_list() == [
        "Läxhjälp"
    ]


def test_a_name_that_stands_twice_in_a_json_object_has_no_value(tmp_path: Path) -> None:
    for data in (
        '[{"Ansvar":"soc","Konto":4010,"Period":"2025-01","Belopp":1,"Belopp":2}]',
        '{"Ansvar":"soc","Ansvar":"barn","Konto":1,"Period":"2025-01","Belopp":1}',
    ):
        assert told(tmp_path, data, file="e.json") == ["står två gånger i samma objekt."]


def packed(**parts: bytes) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        for name, content in parts.items():
            book.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


def test_other_kinds_of_workbook_are_named(tmp_path: Path) -> None:
    ods = packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<a/>")
    assert told(tmp_path, ods, file="e.ods") == ["är ett kalkylark från LibreOffice (.ods)."]
    assert told(tmp_path, packed(xl__workbook_bin=b""), file="e.xlsb") == ["är en binär arbetsbok (.xlsb)."]


def strict(data: bytes) -> bytes:
    """Return a workbook as Excel saves it as Strict Open XML, its second period a day as such write it."""
    usual = b"http://schemas.openxmlformats.org/"
    names = {
        usual + b"spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        usual + b"officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
        usual + b"drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
        b'<c r="C3"><v>45689</v></c>': b'<c r="C3" t="d"><v>2025-02-01T00:00:00</v></c>',
    }
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as read, zipfile.ZipFile(kept, "w") as write:
        for name in read.namelist():
            content = read.read(name)
            for each, other in names.items():
                content = content.replace(each, other)
            write.writestr(name, content)
    return kept.getvalue()


def test_strict_open_xml_is_read_as_the_usual_form_is(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADING)
        for i, said in enumerate((202501, 45689, 202503, 202504)):
            sheet.write_row(i + 1, 0, ["soc", "4010", said])
        sheet.write(1, 3, 0.765, book.add_format({"num_format": "0.0%"}))
        sheet.write_number(2, 3, 2)
        sheet.write_formula(3, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 3, "=C5", None, 7)

    result = reading(tmp_path, strict(written(build)), file="e.xlsx")
    assert [(fault.row, fault.wrong) for fault in result.faults] == [(4, "är felet #DIV/0!.")]
    assert result.frame.select("month", "amount").rows() == [(1, 76.5), (2, 2), (4, 7)]


def test_cells_that_only_carry_formatting_change_nothing(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        border = book.add_format({"border": 1})
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, ["soc", "4010", "2025-01", 5])
        for row in range(2, 6000):
            for place in range(8):
                sheet.write_blank(row, place, None, border)
        sheet.write_row(6001, 0, ["soc", "4011", "2025-01", 6])

    data = written(build)
    sheet = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert sum(map(len, without_empty_cells([sheet]))) < len(sheet) // 2
    frame = reading(tmp_path, data, file="e.xlsx").frame
    assert frame.select("row", "amount").rows() == [(2, 5), (6002, 6)]


@pytest.mark.parametrize("said", ["L?xhj?lp", "Bättre F?rskola nu", "?ldreomsorg", "F?RSKOLA", "en l?n, till"])
def test_letters_that_were_lost_to_question_marks_are_told(tmp_path: Path, said: str) -> None:
    (fault,) = reading(tmp_path, activities(f"a;;soc;{said};Rektor;2025-01-01;2025-06-01;Pågår"), ACTIVITIES).faults
    assert fault.wrong.endswith(", där frågetecknet står i stället för å, ä eller ö.")
    assert "?" in fault.wrong


@pytest.mark.parametrize(
    "said", ["Trivs du? Ja", "Varför?", "?", "Se https://exempel.se/s?id=1", "12?34", "Är det så (ja?)"]
)
def test_ordinary_question_marks_are_none(tmp_path: Path, said: str) -> None:
    row = f"a;;soc;{said};Rektor;2025-01-01;2025-06-01;Pågår"
    assert reading(tmp_path, activities(row), ACTIVITIES).faults == []


def shown(*cells: tuple[float, str | None]) -> bytes:
    """A ledger whose amounts are shown by number formats, a row each."""

    def build(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Ansvar", "Konto", "Period", "Belopp"])
        for i, (value, number_format) in enumerate(cells, start=1):
            sheet.write_row(i, 0, ["barn", "5010", "2024-01"])
            sheet.write_number(i, 3, value, book.add_format({"num_format": number_format} if number_format else {}))

    return written(build)


@pytest.mark.parametrize("number_format", ["#,##0,", '0.0,," mkr"', "#,##0,.0", '[>=1000000]0.0,,"M";[>=1000]0,"k";0'])
def test_what_a_format_shows_by_thousands_is_multiplied_once(tmp_path: Path, number_format: str) -> None:
    data = shown((1234567, number_format), (5000, number_format))
    plain = reading(tmp_path, data, file="bok.xlsx")
    assert (plain.faults, plain.frame["amount"].to_list()) == ([], [1234567.0, 5000.0])
    columns = {**LEDGER["columns"], "amount": {"from": "Belopp", "times": 1000}}
    twice = reading(tmp_path, data, file="bok.xlsx", columns=columns)
    assert twice.frame.is_empty()
    assert [fault.row for fault in twice.faults] == [2, 3]
    assert twice.faults[0].wrong == (
        "visas i tusental eller miljoner av cellens format, men innehåller hela talet 1234567; mappningen multiplicerar det en gång till "
        "(times: 1000)."
    )


def test_what_stands_in_thousands_and_is_shown_so_is_multiplied_as_before(tmp_path: Path) -> None:
    columns = {**LEDGER["columns"], "amount": {"from": "Belopp", "times": 1000}}
    read = reading(tmp_path, shown((1235, "#,##0"), (5, None)), file="bok.xlsx", columns=columns)
    assert (read.faults, read.frame["amount"].to_list()) == ([], [1235000.0, 5000.0])


def test_a_percent_that_is_shown_so_is_not_multiplied_by_a_hundred_once_more(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Mått", "Enhet", "År", "Andel"])
        sheet.write_row(1, 0, ["betyg", "barn", 2024])
        sheet.write_number(1, 3, 0.765, book.add_format({"num_format": "0.0%"}))

    columns = {**MEASURED["columns"], "value": {"from": "Andel", "times": 100}}
    read = reading(tmp_path, written(build), MEASURED, file="enkat.xlsx", columns=columns)
    assert ["(times: 100)" in fault.wrong for fault in read.faults] == [True]


@pytest.mark.parametrize(
    ("value", "number_format", "wrong"),
    [
        (-5, "#,##0;#,##0", "visar ett negativt tal utan minustecken"),
        (5, "-#,##0;#,##0", "visar talet med omvänt tecken"),
        (5, "#,##0-", "visar talet med omvänt tecken"),
        (5, ";;;", "döljer talet"),
        (-5, '#,##0;"–"', "döljer talet"),
        (5, '"ja";"nej"', "döljer talet"),
        (-5, "#,##0;-#,##0", ""),
        (-5, "#,##0;[Red]#,##0", ""),
        (-5, "#,##0_);(#,##0)", ""),
        (-5, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', ""),
        (5, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', ""),
        # What is nothing may be shown as a dash, or not at all.
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', ""),
        (0, "#,##0;-#,##0;", ""),
        (-5, "#,##0.00 [$kr-41D];-#,##0.00 [$kr-41D]", ""),
        (5, '"A-"000', ""),
    ],
)  # fmt: skip
def test_a_format_that_hides_a_number_or_turns_its_sign_is_told(
    tmp_path: Path, value: float, number_format: str, wrong: str
) -> None:
    read = reading(tmp_path, shown((value, number_format)), file="bok.xlsx")
    if wrong:
        (fault,) = read.faults
        assert wrong in fault.wrong
        assert fault.mend == "Ge cellen ett vanligt talformat, så att det som visas är det som läses."
        assert read.frame.is_empty()
    else:
        assert (read.faults, read.frame["amount"].to_list()) == ([], [value])


@pytest.mark.parametrize(
    ("periods", "read", "told"),
    [
        # A month 24 of a day there is none: the column is of months, and 201101 is January 2011.
        (["201101", "202405"], [(2011, 1), (2024, 5)], []),
        (["201101"], [], ["'201101' kan vara dagen 2020-11-01 eller månaden 2011-01."]),
        (["201101", "201231"], [], ["'201101' kan vara dagen 2020-11-01 eller månaden 2011-01.", "'201231' kan vara dagen 2020-12-31."]),
        # Both forms in one column: what can be of either is asked about, what cannot is read or told.
        (["201101", "202405", "240115"], [(2024, 5)],
         ["'201101' kan vara dagen 2020-11-01 eller månaden 2011-01.", "'240115' kan vara dagen 2024-01-15."]),
        (["202401", "202412"], [(2024, 1), (2024, 12)], []),
    ],
)  # fmt: skip
def test_six_figures_that_may_be_a_day_or_a_month_are_asked_about(
    tmp_path: Path, periods: list[str], read: list[tuple[int, int]], told: list[str]
) -> None:
    rows = "\n".join(f"barn;5010;{period};1" for period in periods)
    found = reading(tmp_path, f"Ansvar;Konto;Period;Belopp\n{rows}\n")
    assert list(zip(found.frame["year"], found.frame["month"], strict=True)) == read
    assert [fault.wrong for fault in found.faults if fault.column == "Period"] == told
