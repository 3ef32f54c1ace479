"""`styrtal map`: what a file seems to hold, a mapping that is right or asks, and the receipt that the mapping gives."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.own_files.cell_faults import Wrong
from assets.own_files.look_at_file import SeenTable, format_of, look_at
from assets.own_files.propose_mapping import Proposal, as_yaml, propose, read_by
from assets.own_files.read_source import read_source
from models.definitions.own_files import Source
from models.errors import UsageError
from pipelines.command.print_map import print_map
from tests.sources import KNOWN, workbook


def proposed(folder: Path, name: str, content: str | bytes, sheet: str | None = None) -> tuple[SeenTable, Proposal]:
    """Return what is proposed for a file, and hold it to its law: what is written gives the receipt that is shown."""
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    table, proposal = propose(look_at(data, name, format_of(name), sheet), KNOWN)
    reading = read_by(proposal, folder, KNOWN)
    written = yaml.safe_load(as_yaml(proposal))["sources"][0]
    if reading is None:
        assert proposal.lacking
    else:
        again = read_source(folder, Source.model_validate(written), KNOWN)
        assert again.receipt(0) == reading.receipt(0)
        assert again.faults == reading.faults
        for counts in again.counts.values():
            assert counts.read + counts.reported + sum(counts.skipped.values()) == counts.rows
    return table, proposal


def mapping(proposal: Proposal) -> dict[str, Any]:
    written = yaml.safe_load(as_yaml(proposal))["sources"][0]
    return {key: value for key, value in written.items() if key not in {"id", "title", "file"}}


LEDGER_COLUMNS = {"unit_id": "Ansvar", "account": "Konto", "year": "Period", "month": "Period", "amount": "Belopp"}
RIGHT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a ledger below a preamble": (
        "bok.csv",
        "Rapport\n\nAnsvar;Konto;Period;Text;Belopp\nsoc;4010;202501;a;1,5\nbarn;4010;202502;b;2\nSumma;;;;3,5\n",
        {"kind": "ledger", "columns": LEDGER_COLUMNS},
    ),
    "debit and credit": (
        "bok.csv",
        "Nämnd;Konto;Månad;Debet;Kredit\nsoc;4010;2025-01;100;\nsoc;3010;2025-01;;40\n",
        {
            "kind": "ledger",
            "columns": {
                "unit_id": "Nämnd", "account": "Konto", "year": "Månad", "month": "Månad",
                "amount": {"debit": "Debet", "credit": "Kredit"},
            },
        },
    ),
    "a budget, a column a month": (
        "budget 2025.csv",
        "Nämnd;Slag;Budget jan;Budget feb\nSocialnämnden;Kostnad;1;2\nSocialnämnden;Intäkt;1;1\n",
        {
            "kind": "budget",
            "columns": {"unit_id": "Nämnd", "kind": "Slag", "year": {"file_name": "ÅÅÅÅ"}},
            "wide": {"into": "amount", "headings": "months", "prefix": "Budget"},
        },
    ),
    "a budget by account, and not the outcome beside it": (
        "uppföljning.csv",
        "Ansvar;Konto;Period;Budget tkr\nsoc;4010;2025-01;1\n",
        {
            "kind": "budget",
            "columns": {
                "unit_id": "Ansvar", "kind": {"from": "Konto", "by_account": True}, "year": "Period", "month": "Period",
                "amount": {"from": "Budget tkr", "times": 1000},
            },
        },
    ),
    "months below their years": (
        "utfall.csv",
        ";;2024;;2025;\nAnsvar;Konto;nov;dec;jan;feb\nsoc;4010;1;2;3;4\nbarn;4010;1;2;3;5\nSumma;;2;4;6;9\n",
        {
            "kind": "ledger", "header_rows": 2, "columns": {"unit_id": "Ansvar", "account": "Konto"},
            "wide": {"into": "amount", "headings": "months"},
        },
    ),
    "a pivot, with the month above it": (
        "pivot.csv",
        "Period: mars 2025\n\nRadetiketter;Summa av Belopp\nSocialnämnden;3\n  4010;1\n  5010;2\nSumma;3\n",
        {
            "kind": "ledger",
            "columns": {
                "unit_id": {"from": "Radetiketter", "level": 1}, "account": {"from": "Radetiketter", "level": 2},
                "year": {"above": "Period"}, "month": {"above": "Period"}, "amount": "Summa av Belopp",
            },
        },
    ),
    "sums so far, with the month in the file's name": (
        "utfall-2025-01.csv",
        "Ansvar;Konto;Ackumulerat\nsoc;4010;1\n",
        {
            "kind": "ledger", "cumulative": True,
            "columns": {
                "unit_id": "Ansvar", "account": "Konto", "year": {"file_name": "ÅÅÅÅ-MM"},
                "month": {"file_name": "ÅÅÅÅ-MM"}, "amount": "Ackumulerat",
            },
        },
    ),
    "a forecast with units in the cells": (
        "prognos.csv",
        "Nämnd;Slag;Period;Helårsprognos;Åtgärd\nsoc;kostnad;2025-04;15,4 mkr;Färre platser\nbarn;kostnad;2025-04;900 tkr;\n",
        {
            "kind": "budget_forecast",
            "columns": {
                "unit_id": "Nämnd", "kind": "Slag", "year": "Period", "month": "Period",
                "amount": {"from": "Helårsprognos", "units_in_cell": {"tkr": 1000, "mkr": 1000000}}, "measure": "Åtgärd",
            },
        },
    ),
    "staff": (
        "personal.csv",
        "Enhet;Månad;Kön;Antal;Årsarbetare;Sjuktimmar;Arbetstid\nsoc;2025-01;Kvinnor;2;1,5;1;9\nsoc;2025-01;Män;1;1;0;9\n",
        {
            "kind": "staff",
            "columns": {
                "unit_id": "Enhet", "year": "Månad", "month": "Månad", "gender": "Kön", "headcount": "Antal",
                "fte": "Årsarbetare", "sick_hours": "Sjuktimmar", "scheduled_hours": "Arbetstid",
            },
        },
    ),
    "a survey, a column a gender": (
        "enkät.csv",
        "Fråga;Skola;År;Kvinnor;Män;Totalt;Antal svar\nbetyg;barn;2025;..;2;3;4\n",
        {
            "kind": "measurements",
            "columns": {"indicator_id": "Fråga", "unit_id": "Skola", "period": "År", "count": "Antal svar"},
            "wide": {
                "into": "value", "headings": {"Kvinnor": {"gender": "K"}, "Män": {"gender": "M"}, "Totalt": {"gender": "T"}},
            },
        },
    ),
    "attendance": (
        "närvaro.json",
        '[{"Mått": "betyg", "Skola": "barn", "Månad": "2025-01", "Närvarotid": 9, "Schemalagd tid": 10}]',
        {
            "kind": "measurements",
            "columns": {
                "indicator_id": "Mått", "unit_id": "Skola", "period": "Månad", "month": "Månad",
                "numerator": "Närvarotid", "denominator": "Schemalagd tid",
            },
        },
    ),
    "years in columns, one preliminary": (
        "mått.csv",
        "Mått;Enhet;2023;2024*\nbetyg;barn;1;2\n",
        {
            "kind": "measurements", "columns": {"indicator_id": "Mått", "unit_id": "Enhet"},
            "wide": {"into": "value", "headings": "years"},
        },
    ),
    "activities": (
        "aktiviteter.csv",
        "Nr;Mål;Nämnd;Aktivitet;Ansvarig;Start;Slut;Läge\na;bättre-skola;soc;Läxhjälp;Rektor;2025-01-01;2025-06-01;Pågår\n",
        {
            "kind": "activities",
            "columns": {
                "activity_id": "Nr", "goal_id": "Mål", "unit_id": "Nämnd", "title": "Aktivitet",
                "responsible_role": "Ansvarig", "planned_start": "Start", "planned_end": "Slut", "state": "Läge",
            },
        },
    ),
    "SIE": (
        "bok.se",
        '#FLAGGA 0\n#SIETYP 4\n#RAR 0 20250101 20251231\n#DIM 1 "Ansvar"\n#VER A 1 20250115\n{\n'
        "#TRANS 4010 {1 soc} 1\n#TRANS 3010 {1 barn} -1\n}\n",
        {"kind": "ledger", "columns": LEDGER_COLUMNS},
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", RIGHT)
def test_what_its_headings_say_is_placed(tmp_path: Path, form: str) -> None:
    name, text, expected = RIGHT[form]
    _, proposal = proposed(tmp_path, name, text)
    assert mapping(proposal) == expected
    reading = read_by(proposal, tmp_path, KNOWN)
    assert reading is not None
    assert reading.faults == []


@pytest.mark.parametrize(
    ("text", "lacking", "asked"),
    [
        ("Enhet;A;B\nsoc;1;2\n", ["kind"], "vad filen är för slags källa går inte att avgöra"),
        (
            "Konto;Belopp;Annat\n4010;1;2\n",
            ["unit_id", "year", "month"],
            "okänt: month (månaden) har ingen kolumn som kan kännas igen. Är det samma i alla rader: month: {value: …}",
        ),
        (
            "Ansvar;Konto;Period;X;Y\nsoc;4010;2025-01;1;2\n",
            ["amount"],
            "okänt: amount (beloppet) har ingen kolumn som kan kännas igen; är det en av X, Y?",
        ),
        (
            "region;kön;månad;Antal\n1487 Vänersborg;män;2024M01;512\n",
            ["kind"],
            "okänt: region, kön, månad, Antal; läses inte",
        ),
    ],
)
def test_what_cannot_be_placed_is_asked_and_not_guessed(
    tmp_path: Path, text: str, lacking: list[str], asked: str
) -> None:
    _, proposal = proposed(tmp_path, "fil.csv", text)
    assert proposal.lacking == lacking
    assert asked in as_yaml(proposal)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Ansvar;Konto;Period;Belopp\n21;4010;2025-01;1\n", "okänt: vad '21' är; skriv map: {\"21\": …} under unit_id"),
        ("Ansvar;Konto;Period;Belopp\nsoc;4010;2025-01;1\n;4010;2025-01;1\n", "skriv fill_down: [unit_id]"),
        ("Ansvar;Konto;Period;Belopp\nsoc;4010;202500;1\nsoc;4010;202501;1\n", "skriv skip_periods: [0]"),
        ("Ansvar;Konto;Period;Belopp\nsoc;4010;2025-01;1.234\n", "fel: Belopp: "),
        ("Ansvar;Nämnd;Konto;Period;Belopp\nsoc;x;4010;2025-01;1\n", "okänt: också Nämnd liknar unit_id"),
        ("Var;Konto;Period;Belopp\nSocialnämnden;4010;2025-01;1\n", "men värdena är enheter i definitionerna"),
        ("Ansvar;Konto;Period;Debet;Kredit;Belopp\nsoc;4010;2025-01;1;;1\n", "okänt: också Belopp liknar amount"),
    ],
)
def test_doubts_stand_beside_what_they_are_about(tmp_path: Path, text: str, asked: str) -> None:
    assert asked in as_yaml(proposed(tmp_path, "bok.csv", text)[1])


def test_persons_are_neither_read_nor_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Namn;Pnr;Enhet;Kod;Årsarbetare;Månad\nAnna Ek;811228-9874;soc;811228-9874;1;2025-01\n"
    _, proposal = proposed(tmp_path, "lista.csv", text)
    assert mapping(proposal)["personal"] == ["Namn", "Pnr", "Kod"]
    assert "per enhet, månad och kön" in as_yaml(proposal)
    print_map(tmp_path, tmp_path / "lista.csv", KNOWN, sheet=None, out=None, as_json=True)
    print_map(tmp_path, tmp_path / "lista.csv", KNOWN, sheet=None, out=None, as_json=False)
    out = capsys.readouterr().out
    assert "Anna" not in out
    assert "9874" not in out


def test_the_likeliest_sheet_is_proposed_and_every_one_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(book: Any) -> None:
        other = book.create_sheet("Utfall")
        for row in (["Ansvar", "Konto", "Period", "Belopp"], ["soc", 4010, "2025-01", 1.5]):
            other.append(row)
        book.create_sheet("Gömt").sheet_state = "hidden"

    data = workbook(["Läs mig"], ["Detta är en rapport"], build=build)
    table, proposal = proposed(tmp_path, "bok.xlsx", data)
    assert table.table.sheet == "Utfall"
    assert mapping(proposal) == {"kind": "ledger", "sheet": "Utfall", "columns": LEDGER_COLUMNS}
    print_map(tmp_path, tmp_path / "bok.xlsx", KNOWN, sheet=None, out=None, as_json=False)
    assert capsys.readouterr().out.startswith("Blad: Blad1, Utfall, Gömt (dolt).\nBladet Utfall är det")
    with pytest.raises(Wrong, match="har inget blad 'Annat'"):
        proposed(tmp_path, "bok.xlsx", data, sheet="Annat")


def test_a_kind_that_is_asked_for_is_none_for_a_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fil.csv").write_text("Enhet;A;B\nsoc;1;2\n", encoding="utf-8")
    print_map(tmp_path, tmp_path / "fil.csv", KNOWN, sheet=None, out=None, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["kind"], said["lacking"], said["receipt"]) == (None, ["kind"], None)


def test_a_heading_that_stands_twice_is_named_by_its_letter(tmp_path: Path) -> None:
    _, proposal = proposed(tmp_path, "bok.csv", "x;y\nAnsvar;Konto;Period;Belopp;Belopp\nsoc;4010;2025-01;1;2\n")
    assert mapping(proposal)["columns"]["amount"] == "D"
    assert "okänt: också E liknar amount" in as_yaml(proposal)


def test_it_is_written_only_where_out_asks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, elsewhere = tmp_path / "kommun", tmp_path / "annat"
    folder.mkdir()
    elsewhere.mkdir()
    file = elsewhere / "bok.csv"
    file.write_text("Ansvar;Konto;Period;Belopp\nsoc;4010;2025-01;1,5\nSumma;;;1,5\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    print_map(folder, file, KNOWN, sheet=None, out=None, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert sorted(tmp_path.rglob("*")) == before
    assert (said["kind"], said["lacking"], said["totals"]) == ("ledger", [], [{"row": 3, "text": "Summa"}])
    assert [column["fills"] for column in said["columns"]] == [["unit_id"], ["account"], ["year", "month"], ["amount"]]
    assert [line["amount"] for line in said["receipt"] if line["part"] == "sum"] == [1.5]
    out = tmp_path / "mappning.yaml"
    print_map(folder, file, KNOWN, sheet=None, out=out, as_json=False)
    assert out.read_text(encoding="utf-8") == said["mapping"]
    assert "filen ska ligga i kommunens mapp" in said["mapping"]
    with pytest.raises(UsageError, match="finns redan"):
        print_map(folder, file, KNOWN, sheet=None, out=out, as_json=False)


@pytest.mark.parametrize(("name", "text"), [("bok.pdf", "x"), ("bok.xlsx", "x"), ("bok.se", "x"), ("borta.csv", "")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, text: str) -> None:
    if text:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=name):
        print_map(tmp_path, tmp_path / name, KNOWN, sheet=None, out=None, as_json=False)


CELLS = st.sampled_from(
    ["", "Ansvar", "Konto", "Period", "Belopp", "jan", "feb", "2024", "2025-01", "soc", "4010", "1,5", "  x", "Summa", "..", "-",
     "Kvinnor", "2,5 mkr", "'", "a: b", "#", "{}", "null", "811228-9874", "Debet", "Kredit", "202513"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_whatever_stands_in_a_file_the_proposal_is_yaml_that_reads_as_shown(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    text = "\n".join(";".join(row) for row in rows)
    if text.strip():
        proposed(tmp_path, "fil.csv", text)
