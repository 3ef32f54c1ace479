"""Large files: rows are packed and known again by their words, which changes nothing of what is read."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from assets.own_files.rows_of_file import Odd, PackedRows, Percent, RawRow, to_last_filled
from models.errors import FormError
from models.tables.pandera_schemas import validated
from tests.sources import ledger, reading


def test_packed_rows_are_the_rows_that_were_packed() -> None:
    cells = (
        "å",
        1,
        1.5,
        True,
        None,
        Decimal("2.50"),
        datetime(2025, 1, 1, tzinfo=UTC),
        Percent(5),
        Odd("#N/A", "a", "b"),
    )
    rows = [RawRow(i, (i, *cells)) for i in range(1, 10_001)]
    packed = PackedRows(iter(rows))
    assert (len(packed), list(packed), packed[5000], packed[-1]) == (10_000, rows, rows[5000], rows[-1])
    assert (packed[4094:4099], list(packed.since(4097))) == (rows[4094:4099], rows[4097:])
    assert isinstance(packed[3].cells[8], Percent)
    with pytest.raises(IndexError):
        packed[10_000]


def test_blank_rows_at_the_end_are_no_rows() -> None:
    rows = [RawRow(1, ("a",)), RawRow(2, ("", None)), RawRow(3, ("b",)), RawRow(4, (" ",)), RawRow(5, ())]
    assert list(to_last_filled(rows)) == rows[:3]


def test_rows_of_the_same_words_are_read_alike_and_told_each_by_itself(tmp_path: Path) -> None:
    rows = [
        "soc;4010;2025-01;1,50",
        "soc;4010;2025-01;x",
        "Summa;;;3",
        "soc;4010;2025-01;2",
        "Summa;;;3",
        "soc;4010;2025-01;",
    ]
    result = reading(tmp_path, ledger(*rows))
    assert result.frame.select("row", "amount").rows() == [(2, 1.5), (5, 2)]
    assert [(fault.row, fault.wrong) for fault in result.faults] == [(3, "'x' är inget tal."), (7, "är tom.")]
    assert result.counts["ekonomi.csv"].skipped == {"heading": 1, "total": 2}


def test_a_word_of_a_sum_in_a_column_that_nobody_reads_is_seen_in_a_row_of_known_words(tmp_path: Path) -> None:
    text = "Ansvar;Konto;Period;Belopp;Text\nsoc;4010;2025-01;1;A\nsoc;4010;2025-01;2;Delsumma\nsoc;4010;2025-01;1;Övrigt totalt\n"
    result = reading(tmp_path, text)
    assert (result.frame["row"].to_list(), [fault.row for fault in result.faults]) == ([2], [4])
    assert result.counts["ekonomi.csv"].skipped == {"heading": 1, "total": 1}


def test_a_period_that_lost_its_zero_is_not_taken_for_one_that_did_not(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "Ansvar": ["soc"] * 2, "Konto": ["1", "1"], "Belopp": [1.0, 2.0],
            "Period": pl.Series([Decimal("202501.0"), Decimal(202502)]),
        }
    )  # fmt: skip
    frame.write_parquet(tmp_path / "e.parquet")
    data = (tmp_path / "e.parquet").read_bytes()
    assert reading(tmp_path, data, file="e.parquet").frame.select("month", "amount").rows() == [(1, 1), (2, 2)]


@pytest.mark.parametrize("said", ["99999999999999", "1e30", "12 345 678 901 234,00", "-99999999999999"])
def test_an_amount_that_no_municipality_has_is_told(tmp_path: Path, said: str) -> None:
    result = reading(tmp_path, ledger(f"soc;4010;2025-01;{said}", "soc;4010;2025-01;9 999 999 999 999,00"))
    assert [fault.row for fault in result.faults] == [2]
    assert result.frame["amount"].to_list() == [9_999_999_999_999]
    assert result.receipt(0.1)


def test_a_key_that_stands_twice_among_many_rows_is_told() -> None:
    n = 100_001
    frame = pl.DataFrame({name: ["x"] * n for name in ("unit_id", "account")}).with_columns(
        year=pl.lit(2025, pl.Int64), month=pl.lit(1, pl.Int64), amount=pl.lit(1.0), file=pl.lit("e.csv"),
        sheet=pl.lit(None, pl.String), row=pl.int_range(n),
    )  # fmt: skip
    assert validated("local_ledger", frame).height == n
    with pytest.raises(FormError):
        validated("local_ledger", frame.with_columns(row=pl.max_horizontal("row", pl.lit(1))))
