"""The forms that files really come in: numbers, dates, encodings, headings, totals, sheets."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from models.definitions.own_files import column_letter, column_position
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
    workbook,
    written,
)


def amounts(folder: Path, *texts: str, **changes: Any) -> list[float]:
    """Return what each text is as an amount, by itself in a ledger of its own: a column is judged as a whole."""
    results = [reading(folder, ledger(f"soc;4000;2025-01;{text}"), **changes) for text in texts]
    assert [result.faults for result in results] == [[]] * len(texts)
    return [result.frame["amount"][0] for result in results]


def test_numbers_as_they_are_written(tmp_path: Path) -> None:
    with_comma = ["1234,5", "1 234,50", "1\u00a0234", "1\u202f234\u202f567", "1\u2009234", "12,5 %", ",5"]
    assert amounts(tmp_path, *with_comma) == [1234.5, 1234.5, 1234, 1234567, 1234, 12.5, 0.5]
    assert amounts(tmp_path, "−5", "-5", "5-", "+5", "−1\u00a0000,25") == [-5, -5, -5, 5, -1000.25]
    assert amounts(tmp_path, "1.234,5", "1,234.5", "1.234.567", "12.5", "0.125") == [
        1234.5,
        1234.5,
        1234567,
        12.5,
        0.125,
    ]


def test_spaces_only_between_groups_of_three(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger("soc;1;2025-01;12 34", "soc;2;2025-01;1 2345", "soc;3;2025-01;٣"))
    assert [fault.wrong for fault in result.faults] == [
        "'12 34' är inget tal.",
        "'1 2345' är inget tal.",
        "'٣' är inget tal.",
    ]


def test_the_declared_decimal_sign_settles_what_is_ambiguous(tmp_path: Path) -> None:
    assert amounts(tmp_path, "1.234", "1.234,5", decimal=",") == [1234, 1234.5]
    assert amounts(tmp_path, "1.234", "1,234.5", "1,234", decimal=".") == [1.234, 1234.5, 1234]


def test_numbers_keep_their_decimals_when_multiplied(tmp_path: Path) -> None:
    columns = {**LEDGER["columns"], "amount": {"from": "Belopp", "times": 1000}}
    assert amounts(tmp_path, "0,1", "1,001", "-22,4", columns=columns, decimal=",") == [100, 1001, -22400]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_found_out(tmp_path: Path, encoding: str, separator: str) -> None:
    text = 'Ansvar;Konto;Period;Belopp\r\nSocialnämnden;4010;2025-01;"1234,5"\r\n'.replace(";", separator)
    assert reading(tmp_path, text.encode(encoding)).frame.rows() == [
        ("soc", "4010", 2025, 1, 1234.5, "ekonomi.csv", None, 2)
    ]


def test_preamble_totals_blank_rows_and_notes_are_counted_by_reason(tmp_path: Path) -> None:
    text = (
        "Ekonomirapport\nUttag 2025-02-03;;;\n\nAnsvar;Konto;Period;Belopp\nsoc;4010;2025-01;1\n;;;\n"
        "Summa soc;;;1\nsoc;Totalt;2025-01;1\nRiket;;;9\nbarn;4010;2025-01;2\nFörklaringar\nsoc;4010;2025-02;7\n\n\n"
    )
    result = reading(tmp_path, text, stop_at="Förklaring")
    assert result.faults == []
    assert result.frame["row"].to_list() == [5, 10]
    assert result.counts["ekonomi.csv"].skipped == {
        "preamble": 3, "heading": 1, "blank": 1, "total": 3, "after stop_at": 2,
    }  # fmt: skip


def test_a_total_of_genders_is_no_totals_row(tmp_path: Path) -> None:
    columns = {**MEASURED["columns"], "gender": "Kön"}
    text = "Kön;Mått;Enhet;År;Värde\nTotalt;betyg;soc;2024;1\nKvinnor;betyg;soc;2024;2\nmän;betyg;soc;2024;3\n"
    assert reading(tmp_path, text, MEASURED, columns=columns).frame["gender"].to_list() == ["T", "K", "M"]


def test_missing_marks_become_statuses_and_zero_stays_zero(tmp_path: Path) -> None:
    rows = [f"betyg;soc;{2015 + i};{mark}" for i, mark in enumerate(["..", ".", "-", "", "0", "x", "–"])]
    result = reading(tmp_path, measured(*rows), MEASURED, missing={"..": "Privacy", "x": "Not applicable"})
    assert result.frame.select("value", "status").rows() == [
        (None, "Privacy"), (None, "Missing"), (None, "Missing"), (None, "Missing"), (0.0, None), (None, "Not applicable"),
        (None, "Missing"),
    ]  # fmt: skip


def test_a_heading_over_several_rows_is_joined_and_merged_cells_reach_on(tmp_path: Path) -> None:
    def merged(book: Any) -> None:
        book.active.merge_cells("C1:D1")

    data = workbook(
        [None, None, "Utfall", None], ["Ansvar", "Konto", "Period", "Belopp"], ["soc", 4010, 202501, 5], build=merged
    )
    columns = {
        "unit_id": "Ansvar", "account": "Konto", "year": "Utfall / Period", "month": "Utfall / Period",
        "amount": "Utfall / Belopp",
    }  # fmt: skip
    result = reading(tmp_path, data, file="e.xlsx", header_rows=2, columns=columns)
    assert result.frame.rows() == [("soc", "4010", 2025, 1, 5.0, "e.xlsx", "Blad1", 3)]


def test_cells_merged_downwards_are_filled_where_the_mapping_says_so(tmp_path: Path) -> None:
    data = workbook(
        HEADING, ["soc", "4010", "2025-01", 1], [None, "4020", "2025-01", 2], ["barn", "4010", "2025-01", 3]
    )
    assert reading(tmp_path, data, file="e.xlsx", fill_down=["unit_id"]).frame["unit_id"].to_list() == [
        "soc",
        "soc",
        "barn",
    ]
    unfilled = reading(tmp_path, data, file="e.xlsx")
    assert [(f.row, f.wrong) for f in unfilled.faults] == [(3, "är tom.")]


def test_columns_of_years_and_months_become_rows(tmp_path: Path) -> None:
    columns = {key: value for key, value in MEASURED["columns"].items() if key not in {"period", "value"}}
    text = "Mått;Enhet;Utfall 2023;Utfall 2024;Anm\nbetyg;soc;1,5;..;x\n"
    result = reading(
        tmp_path, text, MEASURED, columns=columns, wide={"into": "value", "headings": "years", "prefix": "Utfall"}
    )
    assert result.frame.select("period", "value", "status").rows() == [(2023, 1.5, None), (2024, None, "Missing")]
    columns = {"unit_id": "Nämnd", "kind": {"value": "cost"}, "year": {"value": 2025}}
    text = "Nämnd;jan;februari;Mars;Summa\nsoc;1;2;;3\nbarn;;;;\n"
    wide = {"into": "amount", "headings": "months", "times": 1000}
    budget = reading(tmp_path, text, {**LEDGER, "kind": "budget"}, columns=columns, wide=wide)
    assert budget.faults == []
    assert budget.frame.select("unit_id", "month", "amount").rows() == [("soc", 1, 1000.0), ("soc", 2, 2000.0)]
    assert budget.counts["ekonomi.csv"].skipped == {"heading": 1, "no values": 1}


def test_a_faulty_month_withholds_that_month_alone(tmp_path: Path) -> None:
    columns = {"unit_id": "Nämnd", "kind": {"value": "cost"}}
    text = "Nämnd;2025-01;2025-02\nsoc;1;två\n"
    result = reading(
        tmp_path, text, {**LEDGER, "kind": "budget"}, columns=columns, wide={"into": "amount", "headings": "months"}
    )
    assert result.frame.select("year", "month", "amount").rows() == [(2025, 1, 1.0)]
    assert [str(fault) for fault in result.faults] == [
        "ekonomi.csv rad 2, kolumn '2025-02': 'två' är inget tal. Skriv ett tal, eller lämna cellen tom."
    ]
    assert result.counts["ekonomi.csv"].reported == 1


def test_headings_that_say_what_their_rows_hold(tmp_path: Path) -> None:
    columns = {key: value for key, value in MEASURED["columns"].items() if key != "value"}
    wide = {"into": "value", "headings": {"Kvinnor": {"gender": "K"}, "Män": {"gender": "M"}}}
    result = reading(tmp_path, "Mått;Enhet;År;Kvinnor;Män\nbetyg;soc;2024;1;2\n", MEASURED, columns=columns, wide=wide)
    assert result.frame.select("gender", "value").rows() == [("K", 1.0), ("M", 2.0)]


def test_a_map_says_what_words_mean_and_numbers_in_yaml_are_words_too(tmp_path: Path) -> None:
    columns = {**LEDGER["columns"], "unit_id": {"from": "Ansvar", "map": {21000: "soc", "BUN": "barn"}}}
    result = reading(
        tmp_path, ledger("21000;1;2025-01;1", "bun;1;2025-01;2", "Nya nämnden;1;2026-01;3"), columns=columns
    )
    assert result.frame["unit_id"].to_list() == ["soc", "barn", "ny"]


@pytest.mark.parametrize(
    "said", ["202503", "2025-03", "2025-03-31", "mars 2025", "Mar-25", "2025-03-31 00:00:00", "20250331", "2025/3"]
)
def test_periods_as_they_are_written(tmp_path: Path, said: str) -> None:
    assert reading(tmp_path, ledger(f"soc;1;{said};1")).frame.select("year", "month").rows() == [(2025, 3)]


@pytest.mark.parametrize("said", ["2025-03-01", "20250301", "45717", "2025-03-01 00:00:00", "2025-03-01T00:00"])
def test_days_as_text_or_serial_numbers(tmp_path: Path, said: str) -> None:
    result = reading(tmp_path, activities(f"a1;;soc;Läxhjälp;Rektor;{said};2025-06-30;pågår"), ACTIVITIES)
    assert result.frame["planned_start"].to_list() == [date(2025, 3, 1)]


def test_days_in_a_workbook(tmp_path: Path) -> None:
    heading = ["Nr", "Mål", "Enhet", "Aktivitet", "Roll", "Start", "Slut", "Läge"]
    row = ["a1", None, "soc", "Läxhjälp", "Rektor", datetime(2025, 3, 1), 45838, "Klar"]
    assert reading(tmp_path, workbook(heading, row), ACTIVITIES, file="a.xlsx").frame.select(
        "planned_start", "planned_end", "state"
    ).rows() == [(date(2025, 3, 1), date(2025, 6, 30), "done")]

    def of_1904(book: Any) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904

    row[5:7] = [45717 - 1462, 45838 - 1462]
    assert reading(tmp_path, workbook(heading, row, build=of_1904), ACTIVITIES, file="a.xlsx").frame.select(
        "planned_start", "planned_end"
    ).rows() == [(date(2025, 3, 1), date(2025, 6, 30))]


def test_percent_is_what_people_see_and_saved_results_of_formulas_are_read(tmp_path: Path) -> None:
    def build(book: Any, sheet: Any) -> None:
        percent = book.add_format({"num_format": "0.0 %"})
        for i, heading in enumerate(["Mått", "Enhet", "År", "Värde", "Anm"]):
            sheet.write_string(0, i, heading)
        sheet.write_row(1, 0, ["betyg", "soc", 2023])
        sheet.write_number(1, 3, 0.765, percent)
        sheet.write_row(2, 0, ["betyg", "soc", 2024])
        sheet.write_formula(2, 3, "=0.1*3", percent, 0.07)
        sheet.write_formula(2, 4, '=""', None, "")

    result = reading(tmp_path, written(build), MEASURED, file="m.xlsx")
    assert result.faults == []
    assert result.frame["value"].to_list() == [76.5, 7.0]


def test_a_hidden_sheet_is_named_and_read_only_when_the_mapping_names_it(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        sheet = book.create_sheet("Gammalt")
        sheet.append(HEADING)
        sheet.append(["barn", "4010", "2025-01", 2])
        sheet.sheet_state = "hidden"

    data = workbook(HEADING, ["soc", "4010", "2025-01", 1], build=hide)
    result = reading(tmp_path, data, file="e.xlsx")
    assert result.frame["unit_id"].to_list() == ["soc"]
    assert result.notes == ["e.xlsx: bladet 'Gammalt' är dolt och lästes inte."]
    assert reading(tmp_path, data, file="e.xlsx", sheet="Gammalt").frame["unit_id"].to_list() == ["barn"]


def test_columns_by_letter_and_a_heading_that_stands_twice(tmp_path: Path) -> None:
    text = "Ansvar;Konto;Period;Belopp;Belopp\nsoc;1;2025-01;1;2\n"
    columns = {**LEDGER["columns"], "amount": "E"}
    assert reading(tmp_path, text, columns=columns).frame["amount"].to_list() == [2.0]
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_position(letter) for letter in ("A", "Z", "AA", "ZZ", "AAA", "a1")] == [0, 25, 26, 701, 702, None]


def test_parquet_and_json(tmp_path: Path) -> None:
    frame = pl.DataFrame({"Ansvar": ["soc"], "Konto": [4010], "Period": [date(2025, 1, 31)], "Belopp": [1.5]})
    frame.write_parquet(tmp_path / "e.parquet")
    row = ("soc", "4010", 2025, 1, 1.5)
    assert reading(tmp_path, (tmp_path / "e.parquet").read_bytes(), file="e.parquet").frame.rows() == [
        (*row, "e.parquet", None, 1)
    ]
    line = '{"Ansvar": "soc", "Konto": 4010, "Period": 202501, "Belopp": 1.5}'
    assert reading(tmp_path, f"[{line}]", file="e.json").frame.rows() == [(*row, "e.json", None, 1)]
    assert reading(tmp_path, f"{line}\n\n", file="e.jsonl").frame.rows() == [(*row, "e.jsonl", None, 1)]


def test_several_files_of_a_folder_are_one_source(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "ekonomi-01.csv").write_text(ledger("soc;4010;2025-01;1"), encoding="utf-8")
    (tmp_path / "source" / "ekonomi-02.csv").write_text(ledger("soc;4010;2025-02;x"), encoding="utf-8")
    (tmp_path / "source" / "~$ekonomi-03.csv").write_bytes(b"lock")
    from assets.own_files.read_source import read_source
    from tests.sources import KNOWN, source

    result = read_source(tmp_path, source(file="source/ekonomi-*.csv"), KNOWN)
    assert result.frame["file"].to_list() == ["source/ekonomi-01.csv"]
    assert [fault.file for fault in result.faults] == ["source/ekonomi-02.csv"]
    assert [file.name for file in result.files] == ["source/ekonomi-01.csv", "source/ekonomi-02.csv"]


def test_a_filter_that_lets_nothing_through_is_told(tmp_path: Path) -> None:
    octal = 0o764  # what YAML makes of 0764
    result = reading(tmp_path, ledger("soc;0764;2025-01;1", "soc;1487;2025-01;1"), only={"Konto": octal})
    assert [str(fault) for fault in result.faults] == [
        "ekonomi.csv: har ingen rad som är vad 'only' begär (Konto: 500). "
        "Rätta 'only' i mappningen; skriv koder som börjar med 0 inom citattecken."
    ]
    assert reading(tmp_path, ledger("soc;0764;2025-01;1"), only={"Konto": ["1", "0764"]}).frame.height == 1


def test_a_file_with_nothing_but_a_heading_is_noted(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger())
    assert (result.faults, result.notes) == ([], ["ekonomi.csv: har inga rader under rubriken."])
    assert result.frame.schema == reading(tmp_path, ledger("soc;1;2025-01;1")).frame.schema


def test_goals_and_indicators_may_be_named_by_their_titles(tmp_path: Path) -> None:
    known = replace(
        KNOWN, titles={"goal_id": {"bättre skola": "bättre-skola"}, "indicator_id": {"betyg i nian": "betyg"}}
    )
    text = activities(
        "a;Bättre  skola;soc;Läxhjälp;Rektor;2025-01-01;2025-12-31;Påbörjad",
        "b;Skola;soc;X;Rektor;2025-01-01;2025-12-31;Klar",
    )
    result = reading(tmp_path, text, ACTIVITIES, known)
    assert result.frame.select("goal_id", "state").rows() == [("bättre-skola", "ongoing")]
    assert [(fault.row, fault.wrong) for fault in result.faults] == [
        (3, "'Skola' finns inte bland definitionernas mål.")
    ]
    measurement = reading(tmp_path, measured("Betyg i nian;soc;2024;5"), MEASURED, known)
    assert measurement.frame["indicator_id"].to_list() == ["betyg"]
