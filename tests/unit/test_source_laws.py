"""However mangled a file is, reading it never crashes, and no row is lost without being told."""

import csv
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assets.own_files.correction_workbook import write_corrections
from assets.own_files.read_source import SourceReading, read_source
from tests.sources import ACTIVITIES, HEADING, KNOWN, LEDGER, MEASURED, source, workbook

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.sampled_from(
    [
        "soc", "barn", "Socialnämnden", "gammal", "betyg", "trygghet", "bättre-skola", "2024", "2025-01", "202513", "mars 2025",
        "1", "-1", "−1", "1 234,5", "1.234", "1e400", "..", ".", "-", "", " ", "Summa", "Totalt soc", "hög", "=1+1", "@x",
        "+1", "850709-9805", "2025-02-30", "2025-03-01", "45717", "pågår", "Ja", "²", "٣", "NaN", "inf", "99999999999999999999",
        "\u2028", "\u00a0", "å", "K", "M", "T", "Belopp", "Ansvar",
    ]
)  # fmt: skip
CELL = WORDS | st.text(max_size=8)
BASES: list[dict[str, Any]] = [
    LEDGER,
    MEASURED,
    ACTIVITIES,
    {**MEASURED, "columns": {**MEASURED["columns"], "status": "Status", "gender": "Kön"}},
    {**LEDGER, "fill_down": ["unit_id"], "stop_at": "M", "only": {"Konto": ["1", "soc"]}},
    {**LEDGER, "cumulative": True, "skip_periods": [13], "except": {"Konto": "barn"}},
    {**LEDGER, "columns": {**LEDGER["columns"], "amount": {"debit": "Belopp", "credit": "Kredit"}}},
    {**LEDGER, "columns": {**LEDGER["columns"], "amount": {"from": "Belopp", "units_in_cell": {"kr": 1, "": 1000}}}},
    {
        **LEDGER,
        "columns": {
            **LEDGER["columns"],
            "unit_id": {"from": "Ansvar", "level": 1, "map": {"M": [{"value": "soc", "valid_to": "2025-01-31"}]}},
            "account": {"from": "Ansvar", "level": 2},
        },
    },
    {
        **LEDGER,
        "kind": "budget",
        "columns": {"unit_id": "Ansvar", "kind": {"value": "cost"}},
        "wide": {"into": "amount", "headings": "months"},
    },
]


def headings(base: dict[str, Any]) -> list[str]:
    named: list[str] = []
    for item in base["columns"].values():
        described = {"from": item} if isinstance(item, str) else item
        named += [described[key] for key in ("from", "debit", "credit") if key in described]
    return [*dict.fromkeys(named), *(["2025-01", "2025-02"] if "wide" in base else [])]


def hold(result: SourceReading, rows: int | None, folder: Path) -> None:
    """Hold a reading to its laws: every row is read, told or skipped by rule; what is read has its row."""
    for name, counts in result.counts.items():
        assert counts.read + counts.reported + sum(counts.skipped.values()) == counts.rows
        assert rows is None or counts.rows == rows
        told = {fault.row for fault in result.faults if fault.file == name}
        read = set(result.frame.filter(pl.col("file") == name)["row"].to_list())
        assert len(read - told) == counts.read
        assert result.source.wide is not None or not read & told
        assert counts.reported == 0 or told
    assert result.counts or result.faults
    for fault in result.faults:
        assert fault.wrong
        assert fault.mend
        assert "850709" not in str(fault) + fault.value
        assert str(fault).isprintable()
    write_corrections([result], folder / "fel.xlsx")
    with zipfile.ZipFile(folder / "fel.xlsx") as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in sheet for sheet in sheets)
        assert not any(b"850709" in book.read(name) for name in book.namelist())


def read(data: bytes, base: dict[str, Any], rows: int | None, **changes: Any) -> SourceReading:
    with tempfile.TemporaryDirectory() as place:
        mapping = source(base, **changes)
        (Path(place) / mapping.file).write_bytes(data)
        result = read_source(Path(place), mapping, KNOWN)
        hold(result, rows, Path(place))
        return result


@CALM
@given(st.sampled_from(BASES), st.lists(st.lists(CELL, max_size=9), max_size=12), st.integers(0, 3))
def test_any_table_of_texts(base: dict[str, Any], rows: list[list[str]], preamble: int) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    table = [*[["rapport"]] * preamble, headings(base), *rows]
    for row in table:
        writer.writerow([cell.replace("\0", "") for cell in row])
    while not any(cell.replace("\0", "").strip() for cell in table[-1]):
        table.pop()
    data = text.getvalue().encode("utf-8", "replace")
    read(data, base, len(table), separator=";")


@CALM
@given(
    st.sampled_from(BASES),
    st.binary(max_size=300),
    st.booleans(),
    st.sampled_from(["csv", "csv", "xlsx", "parquet", "json"]),
)
@example(LEDGER, b'"', True, "csv")
@example(LEDGER, b"\xef\xbb\xbf", False, "csv")
@example(LEDGER, b"\xff\xfe\x00", False, "csv")
def test_any_bytes(base: dict[str, Any], junk: bytes, after_heading: bool, suffix: str) -> None:
    data = (";".join(headings(base)).encode() + b"\n" if after_heading else b"") + junk
    read(data, base, None, file=f"e.{suffix}")


@CALM
@given(st.integers(0, 1), st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_a_workbook_or_parquet_file_with_damaged_bytes(which: int, place: int, junk: bytes) -> None:
    data, suffix = DAMAGED[which]
    place %= len(data)
    read(data[:place] + junk + data[place + len(junk) :], LEDGER, None, file=f"e.{suffix}")


def parquet() -> bytes:
    data = io.BytesIO()
    pl.DataFrame(
        {"Ansvar": ["soc"] * 3, "Konto": [1, 2, 3], "Period": ["2025-01"] * 3, "Belopp": [1.5, 2.0, 3.0]}
    ).write_parquet(data)
    return data.getvalue()


DAMAGED = [
    (workbook(HEADING, ["soc", "4010", "2025-01", 100], ["barn", "4010", "2025-02", 5]), "xlsx"),
    (parquet(), "parquet"),
]


@CALM
@given(
    st.sampled_from(BASES),
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["Ansvar", "Konto", "Period", "Belopp", "Mått", "Enhet", "År", "Värde", "2025-01", "Start"]
            ),
            CELL | st.none() | st.booleans() | st.integers() | st.floats() | st.lists(st.none()),
        ),
        max_size=8,
    ),
)
def test_any_json(base: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    data = json.dumps(rows).encode()
    result = read(data, base, None, file="e.json")
    assert all(counts.rows == len(rows) for counts in result.counts.values())


@settings(CALM, max_examples=40)
@given(
    st.sampled_from(BASES),
    st.lists(
        st.lists(
            CELL.filter(lambda text: all(sign.isprintable() for sign in text))
            | st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False)
            | st.dates().filter(lambda day: day.year > 1900)
            | st.times(),
            max_size=7,
        ),
        max_size=8,
    ),
)  # fmt: skip
def test_any_workbook(base: dict[str, Any], rows: list[list[Any]]) -> None:
    read(workbook(headings(base), *rows), base, None, file="e.xlsx")


SIE = """#SIETYP 4
#RAR 0 20250101 20251231
#DIM 1 Ansvar
#KONTO 4010 Köp
#IB 0 1930 5
#UB 0 1930 -5
#RES 0 4010 10
#PSALDO 0 202501 4010 {} 10
#PSALDO 0 202501 4010 {1 soc} 10
#PBUDGET 0 202501 4010 {1 soc} 10
#VER A 1 20250131
{
#TRANS 4010 {1 soc} 10
#RTRANS 4010 {1 barn} 0
#BTRANS 4010 {} 3
#TRANS 1930 {} -10
}
#PSALDO 0 202502 4010 {1 barn} 0
""".splitlines()
OF_SIE = {
    **LEDGER,
    "file": "e.se",
    "columns": {**LEDGER["columns"], "account": "Konto", "amount": "Belopp"},
}


@settings(CALM, max_examples=150)
@given(st.lists(st.integers(0, len(SIE) - 1), max_size=8), st.dictionaries(st.integers(0, 400), CELL, max_size=3))
@example([], {})
def test_any_sie_file(dropped: list[int], written_over: dict[int, str]) -> None:
    text = "\n".join(line for i, line in enumerate(SIE) if i not in dropped)
    for place, junk in written_over.items():
        text = text[:place] + junk + text[place + len(junk) :]
    read(text.encode("cp437", "replace"), OF_SIE, None)
