"""From an empty folder to a report on real values, by filling in five indicators and no Python."""

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.playback.server import serving
from tests.command import ROOT, styrtal
from tests.conftest import REAL

FIVE = {"N15428": "higher", "N11821": "lower", "N09890": "higher", "N17461": "higher", "N15030": "higher"}


@pytest.mark.slow
def test_a_third_municipality_needs_no_python(tmp_path: Path) -> None:
    folder = tmp_path / "fargelanda"
    assert styrtal(tmp_path / "home", "init", folder, "--title", "Färgelanda", "--area-id", "1439").returncode == 0
    assert styrtal(tmp_path / "home", "check", "--municipality", folder).returncode == 0
    indicators = "\n".join(
        f"  - {{id: {kpi.lower()}, title: Mått {kpi}, kpi_id: {kpi}, direction: {direction}, scale: {{kind: amount}},"
        " unit_of_measure: procent, decimals: 1, precision: 0.1, aggregation: none, service_area: grundskola,"
        " similar: grundskola, lag: 2, why: Prov}"
        for kpi, direction in FIVE.items()
    )
    named = ", ".join(kpi.lower() for kpi in FIVE)
    for name, old, new in (
        ("indicators", "indicators: []", f"indicators:\n{indicators}"),
        ("goals", "# indicators: [meritvarde]", f"indicators: [{named}]"),
    ):
        path = folder / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    recording = Recording(
        read_vintages([REAL / "values" / "didreport_2024-12-12.parquet"]), read_metadata(REAL / "metadata"), at=-1,
        origin="replay",
    )  # fmt: skip
    with serving(recording) as server:
        done = styrtal(
            tmp_path / "home", "run", "--municipality", folder, "--kolada-url", server.url, "--report", "2023-12", "--json"
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = Path(json.loads(done.stdout)["folder"])
    found = pl.read_parquet(report / "tables" / "fulfilment.parquet")
    assert set(found["kpi_id"]) == set(FIVE)
    assert found["value"].is_not_null().any()
    assert "Färgelanda" in (report / "index.html").read_text(encoding="utf-8")


# Twenty of Kolada's, and which way a person says is better.
TWENTY = {
    **FIVE, "N00943": "higher", "N00945": "higher", "N07907": "lower", "N07914": "lower", "N09805": "higher", "N09811": "higher",
    "N11050": "higher", "N11051": "higher", "N11052": "lower", "N15813": "higher", "N15816": "higher", "N17625": "lower",
    "N17813": "higher", "U07417": "lower", "U09800": "higher",
}  # fmt: skip
WORD = {"higher": "högre är bättre", "lower": "lägre är bättre"}
# What docs/first-report.md says that a person writes: in the workbook, and in no file.
CELLS = 137


class Typing:
    """A person at the workbook, whose every cell is counted."""

    def __init__(self) -> None:
        self.cells = 0

    def write(self, page: Worksheet, line: int, **values: object) -> None:
        columns = {cell.value: cell.column for cell in page[1]}
        for title, value in values.items():
            page.cell(line, columns[title.replace("_", " ")]).value = value
            self.cells += 1


@pytest.mark.slow
def test_from_nothing_to_a_first_report_a_person_writes_no_definition(tmp_path: Path) -> None:
    """Twenty indicators, four goals and forty targets: four commands, and a workbook from the table that is there."""
    home, folder, path = tmp_path / "home", tmp_path / "tanum", tmp_path / "tanum.xlsx"
    assert styrtal(home, "init", folder, "--title", "Tanum", "--area-id", "1435").returncode == 0
    recording = Recording(
        read_vintages([REAL / "values" / "didreport_2024-12-12.parquet"]), read_metadata(REAL / "metadata"), at=-1,
        origin="replay",
    )  # fmt: skip
    with serving(recording) as server:
        named = ["--municipality", folder, "--kolada-url", server.url]
        added = styrtal(home, "indicators", "add", *TWENTY, *named, "--yes")
        assert added.returncode == 0, added.stderr
        assert styrtal(home, "definitions", "export", "--municipality", folder, "--out", path).returncode == 0
        person = fill_in(path)
        taken = styrtal(home, "definitions", "import", path, "--municipality", folder, "--yes")
        assert taken.returncode == 0, taken.stderr
        checked = styrtal(home, "check", "--municipality", folder)
        done = styrtal(home, "run", *named, "--report", "2024-12", "--json")
    assert done.returncode in {0, 1}, done.stderr
    assert person.cells == CELLS
    page = (ROOT / "docs" / "first-report.md").read_text(encoding="utf-8")
    assert f"**{CELLS} cells**" in page
    indicators = yaml.safe_load((folder / "indicators.yaml").read_text(encoding="utf-8"))["indicators"]
    n = sum(len(item["proposed"]) for item in indicators)
    assert checked.returncode == 0
    assert f"Obs: {n} uppgifter i 20 av 20 indikatorer är föreslagna" in checked.stdout
    assert "ingen bekräftad riktning" not in checked.stdout
    found = pl.read_parquet(Path(json.loads(done.stdout)["folder"]) / "tables" / "fulfilment.parquet")
    judged = found.filter(pl.col("gender") == "T")
    assert judged.height == 20
    withheld = {row["subject"] for row in json.loads(done.stdout)["withheld"]}
    told = judged.filter(pl.col("status").is_in(["met", "partly", "not_met"]))["indicator_id"].to_list()
    assert len(set(told) | withheld) >= 15
    assert not judged["reason"].is_in(["no_target", "not_confirmed"]).any()


def fill_in(path: Path) -> Typing:
    """Say which way is better, which goals there are, and what they are to reach: five indicators a goal, a target each."""
    book, person = openpyxl.load_workbook(path), Typing()
    sheets = {page.title: page for page in book.worksheets}
    places = {str(row[2].value): row for row in sheets["Indikatorer"].iter_rows(min_row=2) if row[0].value}
    ids = {kpi: str(row[0].value) for kpi, row in places.items()}
    for kpi, direction in TWENTY.items():
        person.write(sheets["Indikatorer"], places[kpi][0].row, Riktning=WORD[direction])
    person.write(sheets["Planer"], 2, Titel="Budget 2024", Beslutad="2023-06-15", År_1="2024")
    parts = [list(TWENTY)[i : i + 5] for i in range(0, 20, 5)]
    goals = ["alla-lyckas", "goda-resultat", "god-kultur", "trygg-kommun"]
    new = {"Slag": "Förväntat resultat", "Enhet": "socialnamnden"}
    for i, (goal, kpis) in enumerate(zip(goals, parts, strict=True)):
        named = {"Titel": goal, "Indikatorer": ", ".join(ids[kpi] for kpi in kpis)}
        person.write(sheets["Mål"], i + 2, **(named if i < 2 else {"Id": goal, **named, **new}))
        for j, kpi in enumerate(kpis, start=5 * i + 2):
            target = {"Plan": str(sheets["Planer"]["A2"].value), "Mål": goal, "Indikator": ids[kpi]}
            person.write(sheets["Målvärden"], j, **target, Mål_år_1="50", Mål_år_3="55")
    book.save(path)
    return person


def test_a_code_that_is_no_municipality_is_told_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    assert styrtal(tmp_path / "home", "init", folder).returncode == 0
    recording = Recording(
        read_vintages([REAL / "values" / "didreport_2024-12-12.parquet"]), read_metadata(REAL / "metadata"), at=-1,
        origin="replay",
    )  # fmt: skip
    with serving(recording) as server:
        done = styrtal(tmp_path / "home", "run", "--municipality", folder, "--kolada-url", server.url)
    assert done.returncode == 2
    assert "municipality.yaml:9 municipality.area_id: '0000' är ingen kommun hos Kolada." in done.stderr
