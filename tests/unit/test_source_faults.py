"""Every kind of broken file, and exactly what is said of it."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assets.own_files.read_source import read_source
from models.definitions.own_files import Source
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

GOOD = "soc;4010;2025-01;100"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def packed(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return data.getvalue()


def with_part(workbook_bytes: bytes, name: str, change: Any) -> bytes:
    """Return a workbook with one part changed."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_bytes)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        assert name in old.namelist()
        for part in old.infolist():
            body = old.read(part)
            new.writestr(part.filename, change(body) if part.filename == name else body)
    return data.getvalue()


SHEET = workbook(HEADING, ["soc", "4010", "2025-01", 100])

# name of the case: (the file's content, changes of the mapping, what is said)
WHOLE_FILE: dict[str, tuple[str | bytes, dict[str, Any]]] = {
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), {"file": "e.xlsx"}),
    "old xls": (OLE + "Workbook".encode("utf-16-le"), {"file": "e.xls"}),
    "binary workbook": (packed(xl__workbook_bin=b"x"), {"file": "e.xlsx"}),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", {"file": "e.xls"}),
    "text named xlsx": (ledger(GOOD), {"file": "e.xlsx"}),
    "workbook named csv": (SHEET, {}),
    "other zip": (packed(readme_txt=b"x"), {"file": "e.xlsx"}),
    "truncated zip": (SHEET[: len(SHEET) // 2], {"file": "e.xlsx"}),
    "zip bomb by size": (packed(xl__workbook_xml=bytes(401_000_000)), {"file": "e.xlsx"}),
    "zip bomb by ratio": (packed(xl__workbook_xml=bytes(40_000_000)), {"file": "e.xlsx"}),
    "entities": (
        with_part(SHEET, "xl/worksheets/sheet1.xml", lambda b: b'<!DOCTYPE x [<!ENTITY a "b">]>' + b),
        {"file": "e.xlsx"},
    ),
    "damaged sheet": (with_part(SHEET, "xl/worksheets/sheet1.xml", lambda b: b[:-40]), {"file": "e.xlsx"}),
    "missing sheet": (SHEET, {"file": "e.xlsx", "sheet": "Utfall"}),
    "two sheets": (workbook(HEADING, build=lambda b: b.create_sheet("Blad2")), {"file": "e.xlsx"}),
    "empty sheet": (workbook(), {"file": "e.xlsx"}),
    "empty file": (b" \r\n", {}),
    "mixed encodings": ("Ansvar;Konto;Period;Belopp\nNämnd;1;2025-01;1\n".encode() + "Nämnd".encode("cp1252"), {}),
    "no encoding": (ledger(GOOD).encode() + b"\x81\xe4", {}),
    "not utf-8": (ledger("nämnd;1;2025-01;1").encode("cp1252"), {"encoding": "utf-8"}),
    "nul bytes": (ledger(GOOD) + "soc;\0", {}),
    "open quote": (ledger(GOOD, 'soc;"4010;2025-02;5', GOOD), {}),
    "stray quote": (ledger('"soc"x;4010;2025-01;1'), {}),
    "endless cell": (ledger(f"soc;{'x' * 200_000};2025-01;1"), {}),
    "missing column": ("Ansvar;Konto;Period;Bellopp\nsoc;1;2025-01;1\n", {}),
    "missing column without a near one": ("Ansvar;Konto;Period;Summa kr\nsoc;1;2025-01;1\n", {}),
    "heading twice": ("Ansvar;Konto;Period;Belopp;Belopp\nsoc;1;2025-01;1;2\n", {}),
    "no heading": ("a;b;c\n1;2;3\n", {}),
    "no such heading row": (ledger(GOOD), {"header_row": 9}),
    "letters alone": (
        ledger(GOOD),
        {"columns": {"unit_id": "A", "account": "B", "year": "C", "month": "C", "amount": "D"}},
    ),
    "personal and read": (ledger(GOOD), {"personal": ["Konto"]}),
    "not parquet": (ledger(GOOD), {"file": "e.parquet"}),
    "not json": ('[{"Ansvar": "soc",\n]', {"file": "e.json"}),
    "json of numbers": ("[1, 2]", {"file": "e.json"}),
    "json in another encoding": ('[{"Ansvar": "ä"}]'.encode("cp1252"), {"file": "e.json"}),
}


def formula(book: Any, sheet: Any) -> None:
    for i, text in enumerate(HEADING):
        sheet.write_string(0, i, text)
    sheet.write_row(1, 0, ["soc", "4010", "2025-01", 1])
    sheet.write_row(2, 0, ["soc", "4010", "2025-02"])
    sheet.write_formula(2, 3, "=NA()", None, "#N/A")
    sheet.write_row(3, 0, ["soc", "4010", "2025-03"])
    sheet.write_formula(3, 3, "=B9", None, "#REF!")


ROWS: dict[str, tuple[str | bytes, dict[str, Any], dict[str, Any]]] = {
    "text where a number is": (ledger("soc;4010;2025-01;hundra"), LEDGER, {}),
    "ambiguous number": (ledger("soc;4010;2025-01;1.234"), LEDGER, {}),
    "point where the mapping says comma": (ledger("soc;4010;2025-01;12.5"), LEDGER, {"decimal": ","}),
    "infinite": (b'[{"Ansvar":"soc","Konto":"1","Period":"2025-01","Belopp":Infinity}]', LEDGER, {"file": "e.json"}),
    "too large": (ledger("soc;4010;2025-01;" + "9" * 400), LEDGER, {}),
    "nested": (b'[{"Ansvar":"soc","Konto":"1","Period":"2025-01","Belopp":[1]}]', LEDGER, {"file": "e.json"}),
    "unknown unit": (ledger("socialnamnden;4010;2025-01;1"), LEDGER, {}),
    "unit that has ended": (ledger("gammal;4010;2024-01;1"), LEDGER, {}),
    "unit that has not begun": (ledger("Nya nämnden;4010;2025-12;1"), LEDGER, {}),
    "13th month": (ledger("soc;4010;202513;1"), LEDGER, {}),
    "no month": (ledger("soc;4010;2025;1"), LEDGER, {}),
    "no period": (ledger("soc;4010;våren;1"), LEDGER, {}),
    "year out of range": (ledger("soc;4010;0202-01;1"), LEDGER, {}),
    "empty": (ledger("soc;4010;2025-01;"), LEDGER, {}),
    "more cells than the heading": (ledger("soc;4010;2025-01;1;2"), LEDGER, {}),
    "formula in a text column": (ledger("soc;=1+1;2025-01;1", "soc;@SUMMA;2025-01;1"), LEDGER, {}),
    "formula never saved": (workbook(HEADING, ["soc", "4010", "2025-01", "=1+1"]), LEDGER, {"file": "e.xlsx"}),
    "error cells": (written(formula), LEDGER, {"file": "e.xlsx"}),
    "identity number": (activities("a1;;soc;Anna 850709-9805;Rektor;2025-01-01;2025-06-30;pågår"), ACTIVITIES, {}),
    "identity number as amount": (ledger("soc;4010;2025-01;19850709-9805"), LEDGER, {}),
    "unknown indicator": (measured("betyget;soc;2024;1"), MEASURED, {}),
    "duplicate key": (measured("betyg;soc;2024;1", "betyg;barn;2024;1", "betyg;Socialnämnden;2024;2"), MEASURED, {}),
    "not whole": (
        measured("betyg;soc;2024;1,5"),
        MEASURED,
        {"columns": {"indicator_id": "Mått", "unit_id": "Enhet", "period": "År", "count": "Värde"}},
    ),
    "no step of the scale": (
        measured("trygghet;soc;2024;bra", "betyg;soc;2024;hög"),
        MEASURED,
        {"columns": {"indicator_id": "Mått", "unit_id": "Enhet", "period": "År", "label": "Värde"}},
    ),
    "value beside a status": (
        "Mått;Enhet;År;Värde;Status\nbetyg;soc;2024;1;sekretess\n",
        MEASURED,
        {"columns": {**MEASURED["columns"], "status": "Status"}},
    ),
    "no such word": (
        "Mått;Enhet;År;Värde;Kön\nbetyg;soc;2024;1;X\n",
        MEASURED,
        {"columns": {**MEASURED["columns"], "gender": "Kön"}},
    ),
    "denominator of zero": (
        "Mått;Enhet;År;Värde;Täljare;Nämnare\nbetyg;soc;2024;;1;0\n",
        MEASURED,
        {"columns": {**MEASURED["columns"], "numerator": "Täljare", "denominator": "Nämnare"}},
    ),
    "unknown goal": (activities("a1;battre-skola;soc;Läxhjälp;Rektor;2025-01-01;2025-06-30;pågår"), ACTIVITIES, {}),
    "no such day": (activities("a1;;soc;Läxhjälp;Rektor;2025-02-30;2025-06-30;pågår"), ACTIVITIES, {}),
    "no date": (activities("a1;;soc;Läxhjälp;Rektor;1/3 2025;2025-06-30;pågår"), ACTIVITIES, {}),
    "ends before it starts": (activities("a1;;soc;Läxhjälp;Rektor;2025-07-01;2025-06-30;pågår"), ACTIVITIES, {}),
    "neither yes nor no": (
        "Nr;Enhet;Aktivitet;Roll;Start;Slut;Läge;Bidrog\na1;soc;Läxhjälp;Rektor;2025-01-01;2025-06-30;klar;kanske\n",
        ACTIVITIES,
        {"columns": {**{k: v for k, v in ACTIVITIES["columns"].items() if k != "goal_id"}, "contributed": "Bidrog"}},
    ),
    "damaged character": (
        '[{"Ansvar":"soc","Konto":"\\ud800","Period":"2025-01","Belopp":1}]',
        LEDGER,
        {"file": "e.json"},
    ),
}


# What is said of each, word for word.
SAID: dict[str, list[str]] = {
    "password": ["e.xlsx: är en arbetsbok med lösenord. Spara den utan lösenord (Arkiv, Info, Skydda arbetsbok)."],
    "old xls": ["e.xls: är en Excelarbetsbok i det gamla formatet (.xls). Öppna den i Excel och spara den som .xlsx."],
    "binary workbook": ["e.xlsx: är en binär arbetsbok (.xlsb). Öppna den i Excel och spara den som .xlsx."],
    "web page": ["e.xls: är en webbsida eller XML med en arbetsboks namn. Öppna den i Excel och spara den som .xlsx."],
    "text named xlsx": ["e.xlsx: är ingen Excelarbetsbok, fast namnet säger det. Ge filen rätt ändelse."],
    "workbook named csv": [
        "ekonomi.csv: är en Excelarbetsbok, inte text med avgränsare. Ge filen rätt ändelse, eller exportera den som CSV."
    ],
    "other zip": [
        "e.xlsx: är en zip-fil, men ingen Excelarbetsbok. Packa upp den, och lägg filen som finns i den i stället."
    ],
    "truncated zip": ["e.xlsx: är en arbetsbok som är avklippt eller skadad. Exportera eller kopiera filen på nytt."],
    "zip bomb by size": [
        "e.xlsx: blir 401\u00a0000\u00a0000 byte när den packas upp; en arbetsbok får bli högst 400\u00a0000\u00a0000. Dela upp den, eller exportera den som CSV."
    ],
    "zip bomb by ratio": [
        "e.xlsx: blir 1\u00a0025 gånger så stor när den packas upp; en arbetsbok får bli högst 200 gånger. Den kan vara en zip-bomb. Exportera filen på nytt, eller fråga den som skickade den."
    ],
    "entities": [
        "e.xlsx: deklarerar XML-entiteter, vilket ingen arbetsbok gör. Öppna den inte; fråga den som skickade den."
    ],
    "damaged sheet": [
        "e.xlsx: är en skadad arbetsbok (ParseError). Öppna den i Excel och spara den på nytt som .xlsx."
    ],
    "missing sheet": ["e.xlsx: har inget blad 'Utfall'; bladen är 'Blad1'. Rätta sheet i mappningen."],
    "two sheets": [
        "e.xlsx: har 2 blad ('Blad1', 'Blad2'), och mappningen säger inte vilket som ska läsas. Lägg till sheet i mappningen."
    ],
    "empty sheet": ["e.xlsx [Blad1]: har inga rader. Exportera filen på nytt, eller rätta sheet i mappningen."],
    "empty file": ["ekonomi.csv: är tom. Exportera filen på nytt."],
    "mixed encodings": [
        "ekonomi.csv rad 3: blandar kodningar: några rader är UTF-8, och detta är den första som inte är det. Spara hela filen med en kodning, UTF-8."
    ],
    "no encoding": [
        "ekonomi.csv rad 3: är varken UTF-8 eller Windows-text (cp1252). Spara filen som CSV med kodningen UTF-8."
    ],
    "not utf-8": [
        "ekonomi.csv rad 2: är inte UTF-8, som mappningen säger. Spara filen som UTF-8, eller ta bort encoding ur mappningen."
    ],
    "nul bytes": [
        "ekonomi.csv rad 3: innehåller NUL-tecken, som ingen text har. Filen är skadad; exportera den på nytt."
    ],
    "open quote": [
        'ekonomi.csv rad 3: har ett citattecken som aldrig stängs, så att resten av filen skulle bli en enda cell. Stäng citattecknet, eller skriv det två gånger ("").'
    ],
    "stray quote": [
        "ekonomi.csv rad 2: har ett citattecken inuti en cell med citattecken, eller text mellan den och nästa ';'. Skriv ett citattecken inuti en sådan cell två gånger (\"\")."
    ],
    "endless cell": [
        "ekonomi.csv rad 2: har en cell med mer än 131\u00a0072 tecken. Leta efter ett citattecken som aldrig stängs."
    ],
    "missing column": [
        "ekonomi.csv rad 1, kolumn 'Belopp': har ingen kolumn 'Belopp'. Menas 'Bellopp'? Rätta rubriken eller mappningen."
    ],
    "missing column without a near one": [
        "ekonomi.csv rad 1, kolumn 'Belopp': har ingen kolumn 'Belopp'. Kolumnerna är Ansvar, Konto, Period, Summa kr. Rätta rubriken eller mappningen."
    ],
    "heading twice": [
        "ekonomi.csv rad 1, kolumn 'Belopp': har rubriken 'Belopp' två gånger, i D och E. Ge kolumnerna olika rubriker, eller skriv kolumnens bokstav i mappningen."
    ],
    "no heading": [
        "ekonomi.csv: har ingen rad med mappningens rubriker ('Ansvar', 'Konto', 'Period', 'Belopp'). Rätta rubrikerna, eller lägg till header_row i mappningen."
    ],
    "no such heading row": [
        "ekonomi.csv: har ingen rad 9, där rubriken står enligt mappningen. Rätta header_row i mappningen."
    ],
    "letters alone": [
        "ekonomi.csv: läses i mappningen bara med kolumnernas bokstäver. Lägg till header_row i mappningen."
    ],
    "personal and read": [
        "ekonomi.csv rad 1: kolumnen 'Konto' läses, fast den står under personal. Ta bort den ur columns eller ur personal."
    ],
    "not parquet": ["e.parquet: är ingen Parquet-fil som kan läsas. Exportera filen på nytt."],
    "not json": ["e.json rad 2: är inte giltig JSON. Skriv en lista av objekt, eller ett objekt på varje rad."],
    "json of numbers": [
        'e.json: är ingen lista av objekt. Skriv [{"kolumn": värde, …}, …], eller ett objekt på varje rad.'
    ],
    "json in another encoding": ["e.json: är inte UTF-8, som JSON måste vara. Spara filen som UTF-8."],
    "text where a number is": [
        "ekonomi.csv rad 2, kolumn 'Belopp': 'hundra' är inget tal. Skriv ett tal, eller lämna cellen tom."
    ],
    "ambiguous number": [
        'ekonomi.csv rad 2, kolumn \'Belopp\': kan vara 1234 eller 1,234. Skriv decimal: "," eller decimal: "." i mappningen, eller skriv talet utan punkt.'
    ],
    "point where the mapping says comma": [
        "ekonomi.csv rad 2, kolumn 'Belopp': '12.5' är inget tal. Skriv ett tal, eller lämna cellen tom."
    ],
    "infinite": ["e.json rad 1, kolumn 'Belopp': är inget ändligt tal. Skriv värdet, eller lämna cellen tom."],
    "too large": ["ekonomi.csv rad 2, kolumn 'Belopp': är ett för stort tal. Rätta det."],
    "nested": ["e.json rad 1, kolumn 'Belopp': har mer än ett värde. Exportera ett värde i varje cell."],
    "unknown unit": [
        "ekonomi.csv rad 2, kolumn 'Ansvar': 'socialnamnden' finns inte bland definitionernas enheter. Menas 'socialnämnden'? Rätta id:t, lägg till det i definitionerna, eller ange med map vad ordet betyder."
    ],
    "unit that has ended": [
        "ekonomi.csv rad 2, kolumn 'Ansvar': enheten 'gammal' upphörde 2023-12-31, före 2024-01-01. Ange enheten som tog över, eller rätta datumet."
    ],
    "unit that has not begun": [
        "ekonomi.csv rad 2, kolumn 'Ansvar': enheten 'ny' börjar 2026-01-01, efter 2025-12-31. Ange den tidens enhet, eller rätta datumet."
    ],
    "13th month": [
        "ekonomi.csv rad 2, kolumn 'Period': det finns ingen månad 13. Månader är 1–12; lämna ute ingående och utgående perioder med skip_periods i mappningen."
    ],
    "no month": [
        "ekonomi.csv rad 2, kolumn 'Period': '2025' anger ingen månad. Skriv månaden som 1–12, eller som 2025-03."
    ],
    "no period": [
        "ekonomi.csv rad 2, kolumn 'Period': 'våren' är varken år eller månad. Skriv 2025, 3, mars, 202503 eller 2025-03."
    ],
    "year out of range": [
        "ekonomi.csv rad 2, kolumn 'Period': 202 är inget år mellan 1950 och 2100. Skriv året med fyra siffror."
    ],
    "empty": ["ekonomi.csv rad 2, kolumn 'Belopp': är tom. Fyll i cellen, eller ta bort raden."],
    "more cells than the heading": [
        "ekonomi.csv rad 2, kolumn 'E': har 5 celler, och rubriken har 4. Leta efter en avgränsare inuti en cell; sätt cellen inom citattecken."
    ],
    "formula in a text column": [
        "ekonomi.csv rad 2, kolumn 'Konto': börjar med '=', och skulle köras som en formel i ett kalkylprogram. Ta bort '='.",
        "ekonomi.csv rad 3, kolumn 'Konto': börjar med '@', och skulle köras som en formel i ett kalkylprogram. Ta bort '@'.",
    ],
    "formula never saved": [
        "e.xlsx [Blad1] rad 2, kolumn 'Belopp': är en formel vars resultat aldrig sparades. Öppna filen i Excel och spara den, så att resultaten kommer med; eller klistra in värdena."
    ],
    "error cells": [
        "e.xlsx [Blad1] rad 3, kolumn 'Belopp': är felet #N/A. Rätta formeln, eller skriv värdet.",
        "e.xlsx [Blad1] rad 4, kolumn 'Belopp': är felet #REF!. Rätta formeln, eller skriv värdet.",
    ],
    "identity number": [
        "aktiviteter.csv rad 2, kolumn 'Aktivitet': innehåller ett personnummer. Ta bort det. Om hela kolumnen har sådana: ta bort den ur columns och nämn den under personal i mappningen."
    ],
    "identity number as amount": [
        "ekonomi.csv rad 2, kolumn 'Belopp': '(personnummer, visas inte)' är inget tal. Skriv ett tal, eller lämna cellen tom."
    ],
    "unknown indicator": [
        "matt.csv rad 2, kolumn 'Mått': 'betyget' finns inte bland definitionernas indikatorer. Menas 'betyg'? Rätta id:t, lägg till det i definitionerna, eller ange med map vad ordet betyder."
    ],
    "duplicate key": [
        "matt.csv rad 2: säger samma sak som rad 4 (indicator_id betyg, unit_id soc, period 2024, gender T). Behåll en av dem.",
        "matt.csv rad 4: säger samma sak som rad 2 (indicator_id betyg, unit_id soc, period 2024, gender T). Behåll en av dem.",
    ],
    "not whole": ["matt.csv rad 2, kolumn 'Värde': 1.5 är inget heltal. Skriv ett heltal."],
    "no step of the scale": [
        "matt.csv rad 2, kolumn 'Värde': 'bra' är inget steg: skalan har låg, medel, hög. Rätta ordet.",
        "matt.csv rad 3, kolumn 'Värde': 'hög' är inget steg: indikatorn har ingen skala av steg. Rätta ordet.",
    ],
    "value beside a status": [
        "matt.csv rad 2, kolumn 'Status': har både ett värde och beskedet Privacy. Ta bort det ena."
    ],
    "no such word": [
        "matt.csv rad 2, kolumn 'Kön': 'X' är inget av orden totalt, kvinnor, män. Rätta ordet, eller ange med map i mappningen vad det betyder."
    ],
    "denominator of zero": [
        "matt.csv rad 2, kolumn 'Nämnare': nämnaren är 0 eller lägre. Rätta den, eller lämna radens värde tomt."
    ],
    "unknown goal": [
        "aktiviteter.csv rad 2, kolumn 'Mål': 'battre-skola' finns inte bland definitionernas mål. Menas 'bättre-skola'? Rätta id:t, lägg till det i definitionerna, eller ange med map vad ordet betyder."
    ],
    "no such day": ["aktiviteter.csv rad 2, kolumn 'Start': det finns ingen dag 2025-02-30. Rätta datumet."],
    "no date": ["aktiviteter.csv rad 2, kolumn 'Start': '1/3 2025' är inget datum. Skriv datumet som 2025-03-31."],
    "ends before it starts": [
        "aktiviteter.csv rad 2, kolumn 'Slut': det planerade slutet 2025-06-30 ligger före den planerade starten 2025-07-01. Rätta ett av datumen."
    ],
    "neither yes nor no": [
        "aktiviteter.csv rad 2, kolumn 'Bidrog': 'kanske' är varken ja eller nej. Skriv Ja eller Nej, eller ange med map i mappningen vad ordet betyder."
    ],
    "damaged character": ["e.json rad 1, kolumn 'Konto': innehåller ett skadat tecken. Skriv texten på nytt."],
}


@pytest.mark.parametrize("case", WHOLE_FILE)
def test_a_file_that_cannot_be_read_is_withheld_and_told(tmp_path: Path, case: str) -> None:
    content, changes = WHOLE_FILE[case]
    result = reading(tmp_path, content, **changes)
    assert [str(fault) for fault in result.faults] == SAID[case]
    assert result.frame.height == 0
    assert sum(counts.read for counts in result.counts.values()) == 0


@pytest.mark.parametrize("case", ROWS)
def test_a_row_that_is_wrong_is_withheld_and_told(tmp_path: Path, case: str) -> None:
    content, base, changes = ROWS[case]
    result = reading(tmp_path, content, base, **changes)
    assert [str(fault) for fault in result.faults] == SAID[case]
    (counts,) = result.counts.values()
    assert counts.reported == len({fault.row for fault in result.faults})
    assert result.frame.height == counts.read


def test_a_file_over_the_limit_is_told_and_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "ekonomi.csv").open("wb") as file:
        file.truncate(200_000_000)

    def refuse(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = read_source(tmp_path, source(), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "ekonomi.csv: är 200\u00a0000\u00a0000 byte; en fil får vara högst 100\u00a0000\u00a0000. "
        "Dela upp filen, eller exportera färre kolumner eller år."
    ]
    assert result.files == ()


def test_a_missing_file_is_told_with_the_one_that_is_near(tmp_path: Path) -> None:
    (tmp_path / "ekonomi2.csv").write_text("x", encoding="utf-8")
    result = read_source(tmp_path, source(), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "ekonomi.csv: finns inte. Lägg filen i kommunens mapp, eller rätta namnet i mappningen. Menas 'ekonomi2.csv'?"
    ]


def test_no_file_of_a_pattern_is_told(tmp_path: Path) -> None:
    result = read_source(tmp_path, source(file="source/ekonomi-*.csv"), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "source/ekonomi-*.csv: ingen fil har ett sådant namn. Lägg filerna i mappen 'source', eller rätta namnet i mappningen."
    ]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "kommun"
    folder.mkdir()
    (tmp_path / "hemlig.csv").write_text(ledger(GOOD), encoding="utf-8")
    try:
        (folder / "ekonomi.csv").symlink_to(tmp_path / "hemlig.csv")
    except OSError:
        pytest.skip("this system lets nobody but administrators make links")
    result = read_source(folder, source(), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "ekonomi.csv: är en länk som leder ut ur kommunens mapp. Lägg själva filen i mappen."
    ]


def test_a_linked_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "kommun"
    folder.mkdir()
    (tmp_path / "annan").mkdir()
    (tmp_path / "annan" / "hemlig.csv").write_text(ledger(GOOD), encoding="utf-8")
    try:
        (folder / "source").symlink_to(tmp_path / "annan", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody but administrators make links")
    result = read_source(folder, source(file="source/*.csv"), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "source/*.csv: ligger i en länkad mapp som leder ut ur kommunens mapp. Lägg själva filen i mappen."
    ]


def test_the_same_file_twice_is_told(tmp_path: Path) -> None:
    for name in ("ekonomi-1.csv", "ekonomi-2.csv"):
        (tmp_path / name).write_text(ledger(GOOD), encoding="utf-8")
    result = read_source(tmp_path, source(file="ekonomi-*.csv"), KNOWN)
    assert [str(fault) for fault in result.faults] == [
        "ekonomi-2.csv: är samma fil som ekonomi-1.csv, byte för byte. Ta bort den ena."
    ]
    assert result.frame.height == 1


def test_a_month_that_two_ledger_files_hold_is_told_in_both(tmp_path: Path) -> None:
    (tmp_path / "ekonomi-1.csv").write_text(ledger(GOOD, GOOD), encoding="utf-8")
    (tmp_path / "ekonomi-2.csv").write_text(ledger(GOOD, "soc;4010;2025-02;1"), encoding="utf-8")
    result = read_source(tmp_path, source(file="ekonomi-*.csv"), KNOWN)
    said = "(unit_id soc, account 4010, year 2025, month 1). Behåll en av dem."
    assert [str(fault) for fault in result.faults] == [
        f"ekonomi-1.csv rad 2: säger samma sak som rad 2 i ekonomi-2.csv {said}",
        f"ekonomi-1.csv rad 3: säger samma sak som rad 2 i ekonomi-2.csv {said}",
        f"ekonomi-2.csv rad 2: säger samma sak som rad 2 i ekonomi-1.csv {said}",
    ]
    assert result.frame["month"].to_list() == [2]


MAPPINGS: dict[str, tuple[dict[str, Any], str]] = {
    "out by dots": (
        {"file": "../andra/e.csv"},
        "'../andra/e.csv' leder ut ur kommunens mapp; lägg filen i mappen",
    ),
    "absolute": ({"file": "/e.csv"}, "'/e.csv' leder ut ur kommunens mapp; lägg filen i mappen"),
    "drive": (
        {"file": "C:/e.csv"},
        "'C:/e.csv' leder ut ur kommunens mapp; lägg filen i mappen",
    ),
    "backslash": ({"file": "source\\e.csv"}, "'source\\e.csv' har ett omvänt snedstreck; skriv sökvägen med /"),
    "pattern of folders": (
        {"file": "*/e.csv"},
        "'*/e.csv' har * eller ? i en mapps namn; bara filens eget namn får ha det",
    ),
    "no such kind": (
        {"kind": "huvudbok"},
        "'huvudbok' är inget slag av källa; skriv ett av activities, assignments, budget, budget_forecast, goals, ledger, "
        "measurements, staff",
    ),
    "no such column": (
        {"columns": {**LEDGER["columns"], "summa": "Belopp"}},
        "columns nämner 'summa', som ledger inte har; kolumnerna är unit_id, account, year, month, amount",
    ),
    "column not given": (
        {"columns": {"unit_id": "Ansvar", "year": "Period", "month": "Period", "amount": "Belopp"}},
        "columns saknar 'account', som varje rad av ledger måste ha",
    ),
    "filled twice": (
        {"wide": {"into": "amount", "headings": "months"}},
        "'amount' fylls av både columns och wide; behåll det ena",
    ),
    "unmapped fill_down": ({"fill_down": ["Ansvar"]}, "fill_down nämner 'Ansvar', som inte står under columns"),
    "unknown suffix": ({"file": "e.dat"}, "formatet för 'e.dat' framgår inte av ändelsen; lägg till format"),
}


@pytest.mark.parametrize("case", MAPPINGS)
def test_a_mapping_that_cannot_be_used_is_told(case: str) -> None:
    changes, said = MAPPINGS[case]
    with pytest.raises(ValidationError) as told:
        source(**changes)
    assert [str(error["ctx"]["error"]) for error in told.value.errors()] == [said]


def test_a_column_is_either_read_or_constant() -> None:
    with pytest.raises(ValidationError, match="ange antingen 'from' eller 'value'"):
        Source.model_validate({**LEDGER, "columns": {**LEDGER["columns"], "account": {"from": "Konto", "value": "1"}}})


def test_the_schema_of_a_mapping_lets_a_heading_stand_alone() -> None:
    schema = Source.model_json_schema()
    assert {"type": "string"} in schema["properties"]["columns"]["additionalProperties"]["anyOf"]
    assert {"type": "integer"} in schema["properties"]["only"]["additionalProperties"]["anyOf"]
