"""Builders for tests of the municipality's own files: a mapping, a file, and what reading it gives."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from assets.own_files.read_source import SourceReading, read_source
from models.definitions.own_files import Known, KnownUnit, Source

KNOWN = Known(
    units={
        "barn": KnownUnit("Barn- och utbildningsnämnden"),
        "soc": KnownUnit("Socialnämnden"),
        "gammal": KnownUnit("Gamla nämnden", valid_to=date(2023, 12, 31)),
        "ny": KnownUnit("Nya nämnden", valid_from=date(2026, 1, 1)),
    },
    indicators={"betyg": (), "trygghet": ("låg", "medel", "hög")},
    goals=frozenset({"bättre-skola"}),
)
LEDGER: dict[str, Any] = {
    "id": "ekonomi",
    "title": "Ekonomisystemet",
    "file": "ekonomi.csv",
    "kind": "ledger",
    "columns": {"unit_id": "Ansvar", "account": "Konto", "year": "Period", "month": "Period", "amount": "Belopp"},
}
MEASURED: dict[str, Any] = {
    "id": "matningar",
    "title": "Egna mätningar",
    "file": "matt.csv",
    "kind": "measurements",
    "columns": {"indicator_id": "Mått", "unit_id": "Enhet", "period": "År", "value": "Värde"},
}
ACTIVITIES: dict[str, Any] = {
    "id": "aktiviteter",
    "title": "Verksamhetssystemet",
    "file": "aktiviteter.csv",
    "kind": "activities",
    "columns": {
        "activity_id": "Nr", "goal_id": "Mål", "unit_id": "Enhet", "title": "Aktivitet", "responsible_role": "Roll",
        "planned_start": "Start", "planned_end": "Slut", "state": "Läge",
    },
}  # fmt: skip


def source(base: dict[str, Any] = LEDGER, **changes: Any) -> Source:
    return Source.model_validate({**base, **changes})


def reading(
    folder: Path, content: str | bytes, base: dict[str, Any] = LEDGER, known: Known = KNOWN, **changes: Any
) -> SourceReading:
    """Write a file, read it by a mapping, and hold the reading to its law: no row is lost."""
    mapping = source(base, **changes)
    data = content if isinstance(content, bytes) else content.encode()
    (folder / mapping.file).write_bytes(data)
    result = read_source(folder, mapping, known)
    for counts in result.counts.values():
        assert counts.read + counts.reported + sum(counts.skipped.values()) == counts.rows
    return result


def ledger(*rows: str) -> str:
    return "\n".join(["Ansvar;Konto;Period;Belopp", *rows]) + "\n"


def measured(*rows: str) -> str:
    return "\n".join(["Mått;Enhet;År;Värde", *rows]) + "\n"


def activities(*rows: str) -> str:
    return "\n".join(["Nr;Mål;Enhet;Aktivitet;Roll;Start;Slut;Läge", *rows]) + "\n"


def workbook(*rows: list[Any], build: Callable[[Any], None] | None = None) -> bytes:
    """Return a workbook of one sheet, Blad1, with these rows; `build` may do more with it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Blad1"
    for row in rows:
        sheet.append(row)
    if build is not None:
        build(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def written(build: Callable[[Any, Any], None]) -> bytes:
    """Return a workbook written by XlsxWriter with the results of formulas, as Excel saves one that it has calculated."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    build(book, book.add_worksheet("Blad1"))
    book.close()
    return calculated(data.getvalue())


def calculated(data: bytes) -> bytes:
    """Return a workbook that no longer asks to be calculated when it is opened."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(kept, "w") as write:
        for name in read.namelist():
            write.writestr(name, read.read(name).replace(b' fullCalcOnLoad="1"', b""))
    return kept.getvalue()


HEADING = ["Ansvar", "Konto", "Period", "Belopp"]
