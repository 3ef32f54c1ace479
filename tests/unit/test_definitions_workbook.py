"""Definitions go out as a workbook and come back into the YAML: nothing is lost, and nothing comes back unseen."""

import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from assets.definitions.new_municipality import start
from assets.definitions.read_yaml import read_definitions
from assets.definitions_in_excel import read_workbook as sheet_reading
from assets.definitions_in_excel import take_back as sheet_import
from assets.definitions_in_excel.export import workbook
from assets.definitions_in_excel.layout import SHEETS, WITHOUT_COLUMN
from assets.definitions_in_excel.take_back import Difference, compare_workbook, write
from models.definitions.steering import Goal
from models.errors import DefinitionError, PlaceError, UsageError
from models.words.definitions_in_excel import REMOVE
from tests.conftest import ROOT
from tests.small import definition, indicator, plan
from tests.small import write as write_small

Sheets = dict[str, Worksheet]
MUNICIPALITIES = sorted(path.parent.name for path in (ROOT / "data").glob("*/municipality.yaml"))
ACTIVITY = {
    "id": "lasfix", "title": "Läsfixarna", "unit": "skola", "goals": ["mal"], "responsible": "Rektor",
    "planned_start": date(2025, 1, 15), "planned_end": date(2025, 6, 15), "state": "ongoing", "budget": 450000,
}  # fmt: skip


def small(**sections: Any) -> dict[str, Any]:
    """A municipality with a row on every sheet."""
    steps = indicator("trivsel", id="trivsel", kpi_id=None, similar=None, measured_by="Enkät", scale={"kind": "ordinal"},
                      steps=["dåligt", "sådär, men", "bra"], decimals=0, precision=1)  # fmt: skip
    targets = [
        {"goal": "mal", "indicator": "matt", "year1": 90, "year3": 94},
        {"goal": "mal", "indicator": "trivsel", "year1": "sådär, men", "tolerance": 1},
    ]
    goal = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun",
            "indicators": [{"indicator": "matt", "weight": 2.5}, "trivsel"]}  # fmt: skip
    made = definition(
        indicators=[indicator(), {k: v for k, v in steps.items() if v is not None}],
        goals=[goal],
        plans=[plan(2024, targets)],
        activities=[ACTIVITY],
        assignments=[{**ACTIVITY, "id": "utred", "decided_by": "kf", "decided_at": date(2024, 12, 1)}],
    )
    return {**made, **sections}


def export(folder: Path) -> Path:
    path = folder.parent / "ut.xlsx"
    path.write_bytes(workbook(read_definitions(folder)))
    return path


def edited(folder: Path, edit: Callable[[Sheets], None]) -> Path:
    """Export, edit as a person does in a spreadsheet program, and save."""
    path = export(folder)
    book = openpyxl.load_workbook(path)
    edit({sheet.title: sheet for sheet in book.worksheets})
    book.save(path)
    return path


def put(page: Worksheet, line: int, **values: Any) -> None:
    """Write into a row by column title, where _ stands for a space."""
    columns = {cell.value: cell.column for cell in page[1]}
    for title, value in values.items():
        page.cell(line, columns[title.replace("_", " ")]).value = value


def difference(folder: Path, edit: Callable[[Sheets], None]) -> Difference:
    return compare_workbook(folder, edited(folder, edit))


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def read(folder: Path, section: str) -> Any:
    return yaml.safe_load((folder / f"{section}.yaml").read_text(encoding="utf-8"))[section]


def told(found: Difference) -> list[tuple[Any, ...]]:
    return [
        (change.kind, change.sheet.section, change.name, *((f.column.field, f.before, f.after) for f in change.fields))
        for change in found.changes
    ]


@pytest.mark.parametrize("name", MUNICIPALITIES)
def test_what_is_exported_and_not_edited_changes_no_byte(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(ROOT / "data" / name, folder)
    before = {p.name: p.read_bytes() for p in folder.glob("*.yaml")}
    path = edited(folder, lambda _: None)
    found = compare_workbook(folder, path)
    assert (found.changes, found.after) == ((), {})
    assert write(found) == []
    assert {p.name: p.read_bytes() for p in folder.glob("*.yaml")} == before
    assert path.stat().st_size > 10_000


@pytest.mark.parametrize("name", MUNICIPALITIES)
def test_an_edit_and_its_undoing_give_the_same_bytes_again(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(ROOT / "data" / name, folder)
    before = {p.name: p.read_bytes() for p in folder.glob("*.yaml")}

    def shout(sheets: Sheets) -> None:
        for page in ("Mål", "Indikatorer"):
            for line in range(2, 8):
                put(sheets[page], line, Titel=str(sheets[page].cell(line, 3 if page == "Mål" else 2).value) + "!")

    def calm(sheets: Sheets) -> None:
        for page in ("Mål", "Indikatorer"):
            for line in range(2, 8):
                put(sheets[page], line, Titel=str(sheets[page].cell(line, 3 if page == "Mål" else 2).value)[:-1])

    write(difference(folder, shout))
    changed = {p.name: p.read_bytes() for p in folder.glob("*.yaml")}
    assert sorted(n for n in before if before[n] != changed[n]) == ["goals.yaml", "indicators.yaml"]
    assert len(set(before["goals.yaml"].splitlines()) ^ set(changed["goals.yaml"].splitlines())) == 12
    write(difference(folder, calm))
    assert {p.name: p.read_bytes() for p in folder.glob("*.yaml")} == before


def test_the_same_definitions_give_the_same_workbook() -> None:
    definitions = read_definitions(ROOT / "data" / "example")
    assert workbook(definitions) == workbook(definitions)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.section)
def test_every_field_has_a_column_or_is_said_to_have_none(sheet: Any) -> None:
    fields = set(sheet.model.model_fields) | set(sheet.inside.keys if sheet.inside else ())
    assert {column.path[0] for column in sheet.columns} == fields - WITHOUT_COLUMN.get(sheet.section, set())


def test_ids_are_locked_and_words_are_chosen_from_lists(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(write_small(tmp_path, small())))
    page = book["Mål"]
    assert page.protection.sheet
    assert page["A2"].protection.locked
    assert not page["C2"].protection.locked
    assert not page.column_dimensions["A"].protection.locked
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert lists["B2"].startswith('"Inriktningsmål,Förväntat resultat')
    assert "Enheter" in lists["D2"]
    assert "Indikatorer" in lists["F2"]
    assert all(cell.comment is not None for cell in page[1])


def test_every_column_of_words_or_ids_has_its_list(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(write_small(tmp_path, small())))
    for sheet in SHEETS:
        page = book[sheet.title]
        lists = {str(rule.sqref).split(":")[0] for rule in page.data_validations.dataValidation}
        wanted = [i for i, c in enumerate(sheet.columns, start=1) if c.words or c.of or c.kind == "yes_no"]
        assert {page.cell(2, i).coordinate for i in wanted} <= lists


CHANGES: list[tuple[str, Callable[[Sheets], None], list[tuple[Any, ...]], str, Any]] = [
    ("text", lambda s: put(s["Mål"], 2, Titel="Nytt"), [("changed", "goals", "mal", ("title", "Målet", "Nytt"))],
     "goals", lambda d: d[0]["title"] == "Nytt"),
    ("word", lambda s: put(s["Mål"], 2, Slag="kvalitetsfaktor", Perspektiv="Ekonomi"),
     [("changed", "goals", "mal", ("kind", "Eget resultat", "Kvalitetsfaktor"), ("perspective", "", "Ekonomi"))],
     "goals", lambda d: (d[0]["kind"], d[0]["perspective"]) == ("quality_factor", "Ekonomi")),
    ("weights", lambda s: put(s["Mål"], 2, Indikatorer="matt (0,5), trivsel (2)"),
     [("changed", "goals", "mal", ("indicators", "matt (2,5), trivsel", "matt (0,5), trivsel (2)"))],
     "goals", lambda d: d[0]["indicators"] == [{"indicator": "matt", "weight": 0.5}, {"indicator": "trivsel", "weight": 2}]),
    ("decimal", lambda s: put(s["Målvärden"], 2, Mål_år_1="90,25", Utgångsvärde=4.6),
     [("changed", "targets", "plan-2024 / mal / matt / Totalt", ("year1", "90", "90,25"), ("baseline", "", "4,6"))],
     "plans", lambda d: (d[0]["targets"][0]["year1"], d[0]["targets"][0]["baseline"]) == (90.25, 4.6)),
    ("step", lambda s: put(s["Målvärden"], 3, Mål_år_1="bra"),
     [("changed", "targets", "plan-2024 / mal / trivsel / Totalt", ("year1", "sådär, men", "bra"))],
     "plans", lambda d: d[0]["targets"][1]["year1"] == "bra"),
    ("nested", lambda s: [put(s["Indikatorer"], 2, Lägsta_värde="−5", Skala="kan vara negativ", Helårsprognos="flöde / nivå"),
                          put(s["Målvärden"], 2, Tolerans="2,50")],
     [("changed", "indicators", "matt", ("scale.kind", "andel", "kan vara negativ"), ("scale.min", "", "-5"),
       ("forecast", "årsvis", "flöde / nivå")),
      ("changed", "targets", "plan-2024 / mal / matt / Totalt", ("tolerance", "", "2,50"))],
     "indicators", lambda d: d[0]["scale"] == {"kind": "signed", "min": -5}
     and d[0]["forecast"] == {"numerator": "flow", "denominator": "rate"}),
    ("how often", lambda s: put(s["Indikatorer"], 2, Mäts="Tillfälle, vart 3 år från 2021"),
     [("changed", "indicators", "matt", ("measured", "", "tillfälle, vart 3:e år från 2021"))],
     "indicators", lambda d: d[0]["measured"] == {"kind": "occasion", "every": 3, "from": 2021}),
    ("which months", lambda s: put(s["Indikatorer"], 3, Mäts="månad, vart 2:a år från 2020: 1, 2, 12"),
     [("changed", "indicators", "trivsel", ("measured", "", "månad, vart 2:a år från 2020: 1, 2, 12"))],
     "indicators", lambda d: d[1]["measured"] == {"kind": "month", "every": 2, "from": 2020, "months": [1, 2, 12]}),
    ("lists", lambda s: put(s["Indikatorer"], 2, Globala_mål="4, 5", Bedöms_för="Totalt, kvinnor", Brott_i_serien=2019),
     [("changed", "indicators", "matt", ("judged_genders", "Totalt", "Totalt, Kvinnor"), ("series_breaks", "", "2019"),
       ("sdg", "", "4, 5"))],
     "indicators", lambda d: (d[0]["sdg"], d[0]["judged_genders"], d[0]["series_breaks"]) == ([4, 5], ["T", "K"], [2019])),
    ("lines", lambda s: put(s["Indikatorer"], 3, Steg="dåligt\nsådär, men\nbra\nutmärkt"),
     [("changed", "indicators", "trivsel", ("steps", "dåligt\nsådär, men\nbra", "dåligt\nsådär, men\nbra\nutmärkt"))],
     "indicators", lambda d: d[1]["steps"] == ["dåligt", "sådär, men", "bra", "utmärkt"]),
    ("days and yes", lambda s: put(s["Aktiviteter"], 2, Planerat_slut=datetime(2025, 9, 1), Läge="klar", Blev_klart="2025-08-30",
                                   Bidrog="ja", Underlag="Provet", Antaget="ja"),
     [("changed", "activities", "lasfix", ("planned_end", "2025-06-15", "2025-09-01"), ("state", "pågår", "klar"),
       ("actual_end", "", "2025-08-30"), ("contributed", "", "ja"), ("evidence", "", "Provet"), ("assumed", "nej", "ja"))],
     "activities", lambda d: (d[0]["planned_end"], d[0]["contributed"], d[0]["assumed"]) == (date(2025, 9, 1), True, True)),
    ("emptied", lambda s: put(s["Aktiviteter"], 2, Budget=None), [("changed", "activities", "lasfix", ("budget", "450000", ""))],
     "activities", lambda d: "budget" not in d[0]),
    ("removed by mark", lambda s: put(s["Uppdrag"], 2, Ta_bort="ja"), [("removed", "assignments", "utred")],
     "assignments", lambda d: d == []),
    ("removed by row", lambda s: s["Målvärden"].delete_rows(2), [("removed", "targets", "plan-2024 / mal / matt / Totalt")],
     "plans", lambda d: [t["indicator"] for t in d[0]["targets"]] == ["trivsel"]),
    ("a plan goes with its targets",
     lambda s: [put(s["Planer"], 2, Ta_bort="ja"), put(s["Målvärden"], 2, Ta_bort="ja"), put(s["Målvärden"], 3, Ta_bort="ja")],
     [("removed", "plans", "plan-2024"), ("removed", "targets", "plan-2024 / mal / matt / Totalt"),
      ("removed", "targets", "plan-2024 / mal / trivsel / Totalt")], "plans", lambda d: d == []),
    ("added", lambda s: put(s["Mål"], 5, Id="nytt", Slag="Inriktningsmål", Titel="Nytt mål", Enhet="kf", Indikatorer="matt",
                            Globala_mål="3"),
     [("added", "goals", "nytt", ("id", "", "nytt"), ("kind", "", "Inriktningsmål"), ("title", "", "Nytt mål"), ("unit", "", "kf"),
       ("indicators", "", "matt"), ("sdg", "", "3"))],
     "goals", lambda d: d[1] == {"id": "nytt", "kind": "strategic_goal", "title": "Nytt mål", "unit": "kf", "indicators": ["matt"],
                                 "sdg": [3]}),
    ("a new plan with targets",
     lambda s: [put(s["Planer"], 3, Id="plan-2026", Titel="Plan 2026", Beslutad="2025-06-18", År_1="2026"),
                put(s["Målvärden"], 4, Plan="plan-2026", Mål="mal", Indikator="matt", Kön="Totalt", Mål_år_1="91")],
     [("added", "plans", "plan-2026", ("id", "", "plan-2026"), ("title", "", "Plan 2026"), ("decided_at", "", "2025-06-18"),
       ("year1", "", "2026")),
      ("added", "targets", "plan-2026 / mal / matt / Totalt", ("plan", "", "plan-2026"), ("goal", "", "mal"),
       ("indicator", "", "matt"), ("gender", "", "Totalt"), ("year1", "", "91"))],
     "plans", lambda d: d[1]["targets"] == [{"goal": "mal", "indicator": "matt", "gender": "T", "year1": 91}]),
    ("interval", lambda s: [put(s["Indikatorer"], 2, Riktning="ska ligga i ett intervall", Tolerans="1"),
                            put(s["Målvärden"], 2, Mål_år_1="12–15,5", Mål_år_3="12 till 16")],
     [("changed", "indicators", "matt", ("direction", "högre är bättre", "ska ligga i ett intervall"), ("tolerance", "", "1")),
      ("changed", "targets", "plan-2024 / mal / matt / Totalt", ("year1", "90", "12–15,5"), ("year3", "94", "12–16"))],
     "plans", lambda d: d[0]["targets"][0]["year1"] == {"low": 12, "high": 15.5}),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "changes", "section", "holds"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_each_kind_of_change_is_told_and_written(
    edit: Callable[[Sheets], None], changes: list[Any], section: str, holds: Callable[[Any], bool], tmp_path: Path
) -> None:
    folder = write_small(tmp_path, small())
    before = texts(folder)
    found = difference(folder, edit)
    assert told(found) == changes
    assert texts(folder) == before
    write(found)
    assert holds(read(folder, section))
    assert sorted(n for n, data in texts(folder).items() if data != before[n]) == sorted(found.after)
    again = compare_workbook(folder, export(folder))
    assert again.changes == ()


def test_what_says_the_same_in_other_words_is_no_change(tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        put(sheets["Målvärden"], 2, Mål_år_1=90.0, Kön="T")
        put(sheets["Aktiviteter"], 2, Planerad_start=datetime(2025, 1, 15), Budget="450 000", Antaget=None)
        put(sheets["Mål"], 2, Indikatorer="matt ( 2.50 );trivsel")

    assert difference(write_small(tmp_path, small()), edit).changes == ()


def test_a_section_that_no_file_has_is_begun_in_a_file_of_its_own(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    new = {"Id": "x", "Titel": "X", "Enhet": "bun", "Ansvarig": "Chef", "Planerad_start": "2025-01-01",
           "Planerat_slut": "2025-02-01", "Läge": "pågår"}  # fmt: skip
    written = write(difference(folder, lambda s: put(s["Aktiviteter"], 2, **new)))
    assert [path.name for path in written] == ["work.yaml"]
    assert read_definitions(folder).model.activities[0].id == "x"


def test_a_new_municipality_is_filled_in_from_a_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    start(folder, title="Ny", area_id="1439", today=date(2026, 3, 1))
    comments = [
        line
        for p in sorted(folder.glob("*.yaml"))
        for line in p.read_text(encoding="utf-8").splitlines()
        if "#" in line
    ]

    def fill(sheets: Sheets) -> None:
        put(sheets["Indikatorer"], 2, Id="betyg", Titel="Betyg", Nyckeltal="N15505", Riktning="högre är bättre", Skala="mängd",
            Måttenhet="poäng", Decimaler="1", Noggrannhet="0,1", Räknas_ihop="räknas inte ihop", Verksamhet="grundskola",
            Liknande_kommuner="grundskola", Eftersläpning="1", Skäl="Högre är bättre.")  # fmt: skip
        put(sheets["Mål"], 2, Indikatorer="betyg")
        put(
            sheets["Målvärden"],
            2,
            Plan="mrp-2027",
            Mål="alla-lyckas",
            Indikator="betyg",
            Mål_år_1="225",
            Mål_år_3="230",
        )
        put(sheets["Uppdrag"], 2, Id="utred", Titel="Utred", Enhet="utbildningsnamnden", Ansvarig="Chef", Läge="ej påbörjad",
            Planerad_start="2027-01-01", Planerat_slut="2027-06-30", Beslutat_av="kommunfullmaktige", Beslutat="2026-06-15")  # fmt: skip

    write(difference(folder, fill))
    model = read_definitions(folder).model
    assert (len(model.indicators), len(model.plans[0].targets), len(model.assignments)) == (1, 1, 1)
    after = [
        line
        for p in sorted(folder.glob("*.yaml"))
        for line in p.read_text(encoding="utf-8").splitlines()
        if "#" in line
    ]
    assert after == comments


def test_fields_without_a_column_and_other_sections_stay(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    shutil.copytree(ROOT / "data" / "example", folder)
    write(difference(folder, lambda s: put(s["Mål"], 2, Ansvarig="Skolchef")))
    changed = (folder / "goals.yaml").read_text(encoding="utf-8")
    original = (ROOT / "data" / "example" / "goals.yaml").read_text(encoding="utf-8")
    assert changed.replace('    responsible: "Skolchef"\n', "").replace("    responsible: Skolchef\n", "") == original


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda text: text.strip() and text.strip()[0] not in "=@"
)
CELLS = st.one_of(
    st.tuples(st.just("Mål"), st.just(2), st.sampled_from(["Titel", "Definition", "Motiv", "Strategi", "Ansvarig"]), TEXT),
    st.tuples(st.just("Indikatorer"), st.sampled_from([2, 3]), st.sampled_from(["Titel", "Måttenhet", "Verksamhet", "Skäl"]), TEXT),
    st.tuples(st.just("Målvärden"), st.just(2), st.sampled_from(["Mål_år_1", "Mål_år_3", "Utgångsvärde"]),
              st.decimals(1, 100, places=2).map(lambda n: str(n).replace(".", ","))),
    st.tuples(st.just("Aktiviteter"), st.just(2), st.just("Budget"), st.floats(0, 1e9, allow_subnormal=False).map(lambda x: round(x, 2))),
    st.tuples(st.just("Uppdrag"), st.just(2), st.just("Beslutat"), st.dates(date(2020, 1, 1), date(2030, 1, 1))),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_any_edit_of_cells_survives_the_way_through_the_yaml(tmp_path_factory: Any, cells: list[Any]) -> None:
    folder = write_small(tmp_path_factory.mktemp("any"), small())

    def edit(sheets: Sheets) -> None:
        for page, line, title, value in cells:
            put(sheets[page], line, **{title: value})

    found = difference(folder, edit)
    write(found)
    assert compare_workbook(folder, export(folder)).changes == ()
    rows = sheet_reading.read_workbook(export(folder)).rows
    wanted = {(page, line, title): value for page, line, title, value in cells}
    for (page, line, title), value in wanted.items():
        sheet = next(sheet for sheet in SHEETS if sheet.title == page)
        column = next(column for column in sheet.columns if column.title == title.replace("_", " "))
        cell = rows[sheet.section][line - 2].cells[column.field]
        if column.kind in {"number", "aim"}:
            assert float(cell.replace(",", ".")) == float(str(value).replace(",", "."))
        else:
            assert cell == str(value).strip()


FAULTS: list[tuple[str, Callable[[Sheets], None], str]] = [
    ("formula", lambda s: put(s["Mål"], 2, Titel="=1+1"), "Mål:2 Titel: har en formel. Skriv själva värdet."),
    ("identity number", lambda s: put(s["Indikatorer"], 2, Tolerans="19121212-1212"),
     "Indikatorer:2 Tolerans: '(personnummer, visas inte)' är inget tal."),
    ("at sign", lambda s: put(s["Mål"], 2, Titel="@SUM(A1)"), "Mål:2 Titel: börjar med '@', som en formel gör."),
    ("error", lambda s: setattr(s["Mål"]["C2"], "value", "#REF!"), "Mål:2 Titel: har felet #REF!."),
    ("word", lambda s: put(s["Mål"], 2, Slag="önskemål"),
     "Mål:2 Slag: 'önskemål' får inte stå här. Välj ett av Inriktningsmål, Förväntat resultat"),
    ("number", lambda s: put(s["Indikatorer"], 2, Tolerans="många"), "Indikatorer:2 Tolerans: 'många' är inget tal."),
    ("how often", lambda s: put(s["Indikatorer"], 2, Mäts="tillfälle, ibland"), "Indikatorer:2 Mäts: 'ibland' går inte att läsa."),
    ("kind", lambda s: put(s["Indikatorer"], 2, Mäts="vecka"), "Indikatorer:2 Mäts: 'vecka' får inte stå här."),
    ("digits", lambda s: put(s["Indikatorer"], 2, Tolerans="0,1234567890123456789"), "Indikatorer:2 Tolerans: '0,1234567890123456789'"
     " har fler siffror än vad som kan sparas."),
    ("space", lambda s: put(s["Indikatorer"], 2, Tolerans="4 5"), "Indikatorer:2 Tolerans: '4 5' är inget tal."),
    ("integer", lambda s: put(s["Indikatorer"], 2, Decimaler="1,5"), "Indikatorer:2 Decimaler: '1,5' är inget heltal."),
    ("day", lambda s: put(s["Aktiviteter"], 2, Planerat_slut="i maj"), "Aktiviteter:2 Planerat slut: 'i maj' är ingen dag. Skriv den"),
    ("time", lambda s: put(s["Aktiviteter"], 2, Planerat_slut=datetime(2025, 1, 1, 12)), "Planerat slut: har ett klockslag"),
    ("yes", lambda s: put(s["Mål"], 2, Antaget="kanske"), "Mål:2 Antaget: 'kanske' får inte stå här. Välj ett av ja, nej."),
    ("aim", lambda s: put(s["Målvärden"], 2, Mål_år_1="hög"), "Målvärden:2 Mål år 1: 'hög' är inget tal, intervall eller regel."),
    ("list", lambda s: put(s["Mål"], 2, Indikatorer="matt (två)"), "Mål:2 Indikatorer: 'matt (två)' går inte att läsa."),
    ("id", lambda s: put(s["Mål"], 3, Id="Mål 2", Slag="Eget resultat", Titel="x", Enhet="bun"), "Mål:3 Id: 'Mål 2' är inget id."),
    ("no id", lambda s: put(s["Mål"], 4, Titel="Utan id"), "Mål:4 Id: är tom. Fyll i den."),
    ("empty", lambda s: put(s["Mål"], 2, Titel=None), "Mål:2 Titel: är tom. Fyll i den."),
    ("twice", lambda s: put(s["Mål"], 3, Id="mal", Slag="Eget resultat", Titel="x", Enhet="bun"), "Mål:3 Id: 'mal' står två gånger."),
    ("mark", lambda s: put(s["Mål"], 2, Ta_bort="kryss"), "Mål:2 Ta bort: 'kryss' får inte stå här."),
    ("sheet", lambda s: s["Mål"].parent.remove(s["Uppdrag"]), "Uppdrag: bladet saknas. Exportera igen"),
    ("column", lambda s: s["Mål"].delete_cols(3), "Mål:1 Titel: kolumnen saknas."),
    ("own column", lambda s: setattr(s["Mål"].cell(1, 30), "value", "Eget"), "Mål:1 Eget: 'Eget' är ingen kolumn. Ta bort den"),
    ("beside", lambda s: setattr(s["Mål"].cell(2, 30), "value", "hej"), "Mål:2: har en cell utanför kolumnerna."),
    ("plan", lambda s: put(s["Målvärden"], 4, Plan="plan-1999", Mål="mal", Indikator="matt", Mål_år_1="1"),
     "Målvärden:4 Plan: det finns ingen plan 'plan-1999'."),
    ("plan removed", lambda s: put(s["Planer"], 2, Ta_bort="ja"), "Målvärden:2 Plan: det finns ingen plan 'plan-2024'."),
    # What only the checks of the definitions find, told by the workbook's own rows.
    ("unit", lambda s: put(s["Mål"], 2, Enhet="finns-inte"), "Mål:2 Enhet: målet 'mal' hör till enheten 'finns-inte', som inte finns."),
    ("goal", lambda s: put(s["Aktiviteter"], 2, Mål="borta"), "Aktiviteter:2 Mål: "),
    ("indicator", lambda s: put(s["Mål"], 2, Indikatorer="matt, trivsel, x"), "Mål:2 Indikatorer: målet 'mal' nämner indikatorn 'x', som inte finns."),
    ("gender", lambda s: put(s["Målvärden"], 4, Plan="plan-2024", Mål="mal", Indikator="matt", Kön="män", Mål_år_1="9"),
     "Målvärden:4 Kön: målvärdet för 'matt' under 'mal' i planen 'plan-2024': könet Män bedöms inte för "
     "den här indikatorn. Lägg till det under ”Bedöms för”."),
    ("order", lambda s: put(s["Aktiviteter"], 2, Planerat_slut="2024-01-01"), "Aktiviteter:2 Planerat slut: stämmer inte: ”Planerat slut” är "
     "före ”Planerad start”. Rätta det."),
    ("state", lambda s: put(s["Aktiviteter"], 2, Läge="klar"), "Aktiviteter:2 Blev klart: stämmer inte: läget 'klar' och ”Blev klart” hör ihop."),
    ("no year", lambda s: put(s["Målvärden"], 4, Plan="plan-2024", Mål="mal", Indikator="matt", Kön="kvinnor"),
     "Målvärden:4 Mål år 1: stämmer inte: ange målvärdet för något av planens år: ”Mål år 1”, ”Mål år 2” eller ”Mål år 3”."),
    ("interval", lambda s: put(s["Målvärden"], 2, Mål_år_1="5–9"), "”Mål år 1” passar inte riktningen 'högre är bättre'. Skriv ett intervall, "
     "som 12–16, där riktningen är intervall, och annars ett tal."),
    ("turned", lambda s: put(s["Målvärden"], 2, Mål_år_1="9–5"), "Målvärden:2 Mål år 1: stämmer inte: intervallets första tal får inte vara "
     "högre än dess andra."),
    ("the same row", lambda s: put(s["Målvärden"], 4, Plan="plan-2024", Mål="mal", Indikator="matt", Mål_år_1="9"),
     "står två gånger för 2024; den första är rad 2. Behåll"),
    ("sdg", lambda s: put(s["Mål"], 2, Globala_mål="18"), "Mål:2 Globala mål: "),
    ("cycle", lambda s: put(s["Mål"], 2, Bidrar_till="mal"), "Mål:2"),
    ("kpi", lambda s: put(s["Indikatorer"], 2, Nyckeltal="15419"), "Indikatorer:2 Nyckeltal: '15419' har fel form."),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "message"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_each_fault_is_told_by_sheet_row_and_column_and_writes_nothing(
    edit: Callable[[Sheets], None], message: str, tmp_path: Path
) -> None:
    folder = write_small(tmp_path, small())
    before = texts(folder)
    with pytest.raises(DefinitionError) as caught:
        difference(folder, edit)
    assert any(message in str(fault) for fault in caught.value.faults), str(caught.value)
    assert texts(folder) == before


def test_what_only_follows_from_a_fault_is_not_told(tmp_path: Path) -> None:
    """A plan with one wrong target has the target in words of another, which a judgement is of, all the same."""
    content = small()
    own = indicator("trygg", id="trygg", kpi_id=None, similar=None, measured_by="Samtal")
    own = {key: value for key, value in own.items() if value is not None}
    content["indicators"].append(own)
    content["goals"][0]["indicators"].append("trygg")
    content["plans"][0]["targets"].append({"goal": "mal", "indicator": "trygg", "year1": {"text": "Alla är trygga"}})
    content["judgements"] = [
        {
            "report": "2024-12",
            "unit": "bun",
            "goal": "mal",
            "indicator": "trygg",
            "status": "met",
            "motivation": "Ja.",
            **ROLE,
        }
    ]
    folder = write_small(tmp_path, content)
    with pytest.raises(DefinitionError) as caught:
        difference(folder, lambda s: put(s["Målvärden"], 2, Mål_år_1="9–5"))
    assert [(fault.file, fault.line, fault.key) for fault in caught.value.faults] == [("Målvärden", 2, "Mål år 1")]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    def edit(sheets: Sheets) -> None:
        put(sheets["Mål"], 2, Slag="fel", Antaget="fel")
        put(sheets["Aktiviteter"], 2, Budget="fel")

    with pytest.raises(DefinitionError, match="3 fel"):
        difference(write_small(tmp_path, small()), edit)


def test_definitions_that_someone_else_changed_are_refused(tmp_path: Path) -> None:
    folder = write_small(tmp_path, small())
    path = edited(folder, lambda s: put(s["Mål"], 2, Titel="Nytt"))
    units = folder / "units.yaml"
    units.write_bytes(units.read_bytes() + b"# ny rad\n")
    with pytest.raises(UsageError, match=r"units\.yaml har ändrats sedan arbetsboken exporterades\. Inget skrevs\."):
        compare_workbook(folder, path)


def test_definitions_that_change_while_one_thinks_are_refused(tmp_path: Path) -> None:
    folder = write_small(tmp_path, small())
    found = difference(folder, lambda s: put(s["Mål"], 2, Titel="Nytt"))
    goals = folder / "goals.yaml"
    goals.write_bytes(goals.read_bytes() + b"# ny rad\n")
    before = texts(folder)
    with pytest.raises(UsageError, match=r"goals\.yaml ändrades under tiden\. Inget skrevs\."):
        write(found)
    assert texts(folder) == before


def test_another_municipalitys_workbook_is_refused(tmp_path: Path) -> None:
    path = export(write_small(tmp_path, small()))
    with pytest.raises(UsageError, match="definitionerna för 'prov', inte för 'example'"):
        compare_workbook(ROOT / "data" / "example", path)


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_small(tmp_path, small())
    before = texts(folder)
    found = difference(folder, lambda s: [put(s["Mål"], 2, Titel="Nytt"), put(s["Indikatorer"], 2, Titel="Nytt")])
    assert len(found.after) == 2
    replaced = Path.replace

    def fail_on_the_second(self: Path, target: Path) -> Path:
        if target.name == "indicators.yaml":
            raise OSError(28, "No space left on device")
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_the_second)
    with pytest.raises(PlaceError, match="Inget ändrades"):
        write(found)
    assert texts(folder) == before


def test_what_is_no_such_workbook_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_small(tmp_path, small())
    whole = export(folder).read_bytes()
    path = tmp_path / "in.xlsx"

    def refused(words: str) -> None:
        with pytest.raises(UsageError, match=words):
            compare_workbook(folder, path)

    refused("är ingen fil")
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    refused("är ingen Excelarbetsbok")
    path.write_bytes(whole[: len(whole) // 2])
    refused("avklippt eller skadad")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    refused("är en arbetsbok med lösenord")
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("xl/workbook.xml", "<nej")
    refused("är skadad")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Mål")
    refused("har inget blad 'Ursprung'")
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Ursprung").write_row(0, 0, ["Gjord av", "styrtal definitions 0"])
    refused("en annan version av styrtal")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/bomb.xml", bytes(60_000_000))
    refused("Den kan vara en zip-bomb")
    monkeypatch.setattr(sheet_reading, "MAX_BYTES", 10)
    refused("den får vara högst 10")


def test_a_text_that_no_cell_holds_is_not_cut(tmp_path: Path) -> None:
    content = small()
    content["goals"][0]["definition"] = "x" * 40_000
    with pytest.raises(UsageError, match="målet mal: definition är längre än de 32\xa0767 tecken som en cell rymmer"):
        workbook(read_definitions(write_small(tmp_path, content)))


def test_a_text_that_looks_like_a_formula_goes_out_as_text_and_is_left_alone(tmp_path: Path) -> None:
    content = small()
    content["goals"][0]["definition"] = "=HYPERLINK(1)"
    folder = write_small(tmp_path, content)
    page = openpyxl.load_workbook(export(folder))["Mål"]
    assert page["H2"].data_type == "s"
    assert compare_workbook(folder, export(folder)).changes == ()


def test_two_targets_of_one_key_keep_their_places(tmp_path: Path) -> None:
    targets = [{"goal": "mal", "indicator": "matt", "year1": 90}, {"goal": "mal", "indicator": "matt", "year3": 94}]
    folder = write_small(tmp_path, small(plans=[plan(2024, targets)]))
    write(difference(folder, lambda s: put(s["Målvärden"], 3, Mål_år_3="95")))
    assert [t.get("year3") for t in read(folder, "plans")[0]["targets"]] == [None, 95]


def test_the_model_that_names_columns_is_the_models_own() -> None:
    assert next(sheet for sheet in SHEETS if sheet.section == "goals").model is Goal
    assert REMOVE not in {column.title for sheet in SHEETS for column in sheet.columns}
    assert set(sheet_import.NEW_FILE) | {"goals", "indicators", "targets", "budget_forecasts", "units"} == {
        sheet.section for sheet in SHEETS
    }


ROLE = {"by": "Skolchef", "date": date(2024, 9, 2)}
MISSION = {"id": "grunduppdrag", "title": "Grunduppdrag", "levels": ["committee"],
           "parts": [{"id": "vem", "title": "För vem"}, {"id": "lag", "title": "Vilken lag"}]}  # fmt: skip


def each_tertial(**sections: Any) -> dict[str, Any]:
    """A municipality with a row of everything that changes from report to report."""
    made = small(
        municipality={**definition()["municipality"], "statements": [MISSION]},
        judgements=[{"report": "2024-08", "unit": "bun", "goal": "mal", "status": "partly", "motivation": "Det går.", **ROLE}],
        comments=[{"report": "2024-08", "unit": "bun", "text": "Vi ser det.", **ROLE},
                  {"report": "2024-08", "unit": "bun", "text": "Vi reserverar oss.", "by": "Ledamot", "date": date(2024, 9, 3)}],
        forecasts=[{"report": "2024-08", "indicator": "matt", "value": 88.5, "reason": "Fler lärare", **ROLE}],
        control_points=[{"id": "fusk", "unit": "bun", "year": 2024, "title": "Fusk", "risk": "Fusk", "probability": 2,
                         "consequence": 3, "control": "Stickprov"}],
        statements=[{"id": "skolans", "kind": "grunduppdrag", "unit": "bun", "by": "Skolchef",
                     "parts": {"vem": "Barn.\nOch elever.", "lag": "Skollagen."}}],
        budgets=[{"unit": "bun", "year": 2024, "kind": "cost", "amount": 1000, "forecasts": [{"month": 8, "amount": 1100}]}],
        sources=[{"id": "bok", "title": "Huvudboken", "file": "bok.csv", "kind": "ledger",
                  "columns": {"unit_id": "Enhet", "account": "Konto", "year": "År", "month": "Månad", "amount": "Kr"}}],
    )  # fmt: skip
    return {**made, **sections}


TERTIAL: list[tuple[str, Callable[[Sheets], None], list[tuple[Any, ...]], str, Any]] = [
    ("judgement", lambda s: put(s["Egna bedömningar"], 2, Bedömning="uppfyllt"),
     [("changed", "judgements", "2024-08 / bun / mal", ("status", "Delvis uppfyllt", "Uppfyllt"))],
     "judgements", lambda d: d[0]["status"] == "met"),
    ("a unit by its title", lambda s: put(s["Egna bedömningar"], 3, Rapport="2024-08", Enhet="styrelsen", Bedömning="Uppfyllt",
                                          Motivering="Ja.", Av="Direktör", Dag="2024-09-05"),
     [("added", "judgements", "2024-08 / ks", ("report", "", "2024-08"), ("unit", "", "ks"), ("status", "", "Uppfyllt"),
       ("motivation", "", "Ja."), ("by", "", "Direktör"), ("date", "", "2024-09-05"))],
     "judgements", lambda d: (d[1]["unit"], d[1]["date"]) == ("ks", date(2024, 9, 5))),
    ("one of two comments of the same", lambda s: put(s["Kommentarer"], 3, Kommentar="Vi godtar det."),
     [("changed", "comments", "2024-08 / bun / #2", ("text", "Vi reserverar oss.", "Vi godtar det."))],
     "comments", lambda d: [item["text"] for item in d] == ["Vi ser det.", "Vi godtar det."]),
    ("forecast", lambda s: put(s["Prognoser"], 2, Prognos="89,25", Motivering="Ännu fler"),
     [("changed", "forecasts", "2024-08 / matt / Totalt", ("value", "88,5", "89,25"), ("reason", "Fler lärare", "Ännu fler"))],
     "forecasts", lambda d: (d[0]["value"], "unit" in d[0]) == (89.25, False)),
    ("control point", lambda s: put(s["Kontrollpunkter"], 2, Resultat="anmärkning", Iakttagelse="Två fel", Kontrollerat="2024-08-20"),
     [("changed", "control_points", "fusk", ("result", "ej genomförd", "anmärkning"), ("finding", "", "Två fel"),
       ("checked_at", "", "2024-08-20"))],
     "control_points", lambda d: (d[0]["result"], d[0]["checked_at"]) == ("remarks", date(2024, 8, 20))),
    ("statement", lambda s: put(s["Texter"], 2, Delar="vem: Barn.\nOch unga: alla.\nlag: Skollagen."),
     [("changed", "statements", "skolans", ("parts", "vem: Barn.\nOch elever.\nlag: Skollagen.",
       "vem: Barn.\nOch unga: alla.\nlag: Skollagen."))],
     "statements", lambda d: d[0]["parts"] == {"vem": "Barn.\nOch unga: alla.", "lag": "Skollagen."}),
    ("frame, whose forecasts stay", lambda s: put(s["Ramar"], 2, Belopp="1 200"),
     [("changed", "budgets", "bun / 2024 / Kostnad", ("amount", "1000", "1200"))],
     "budgets", lambda d: (d[0]["amount"], d[0]["forecasts"]) == (1200, [{"month": 8, "amount": 1100}])),
    ("a frame's forecasts",
     lambda s: [put(s["Ekonomiprognoser"], 2, Åtgärd="Vakanser hålls"),
                put(s["Ekonomiprognoser"], 3, Enhet="Nämnden", År="2024", Slag="kostnad", Efter_månad="9", **{"Prognos,_helår": "1 050"})],
     [("changed", "budget_forecasts", "bun / 2024 / Kostnad / 8", ("measure", "", "Vakanser hålls")),
      ("added", "budget_forecasts", "bun / 2024 / Kostnad / 9", ("unit", "", "bun"), ("year", "", "2024"), ("kind", "", "Kostnad"),
       ("month", "", "9"), ("amount", "", "1050"))],
     "budgets", lambda d: d[0]["forecasts"] == [{"month": 8, "amount": 1100, "measure": "Vakanser hålls"}, {"month": 9, "amount": 1050}]),
    ("a new frame with its forecast",
     lambda s: [put(s["Ramar"], 3, Enhet="ks", År="2024", Slag="kostnad", Belopp="500"),
                put(s["Ekonomiprognoser"], 3, Enhet="ks", År="2024", Slag="kostnad", Efter_månad="8", **{"Prognos,_helår": "490"})],
     [("added", "budgets", "ks / 2024 / Kostnad", ("unit", "", "ks"), ("year", "", "2024"), ("kind", "", "Kostnad"), ("amount", "", "500")),
      ("added", "budget_forecasts", "ks / 2024 / Kostnad / 8", ("unit", "", "ks"), ("year", "", "2024"), ("kind", "", "Kostnad"),
       ("month", "", "8"), ("amount", "", "490"))],
     "budgets", lambda d: d[1] == {"unit": "ks", "year": 2024, "kind": "cost", "amount": 500, "forecasts": [{"month": 8, "amount": 490}]}),
    ("source, whose columns stay", lambda s: put(s["Källor"], 2, Fil="bok-2024.csv"),
     [("changed", "sources", "bok", ("file", "bok.csv", "bok-2024.csv"))],
     "sources", lambda d: (d[0]["file"], len(d[0]["columns"])) == ("bok-2024.csv", 5)),
    ("unit, named by its new title", lambda s: [put(s["Enheter"], 6, Id="fritid", Titel="Fritid", Nivå="nämnd", Under="Fullmäktige"),
                                                put(s["Ramar"], 3, Enhet="Fritid", År="2025", Slag="kostnad", Belopp="5")],
     [("added", "budgets", "fritid / 2025 / Kostnad", ("unit", "", "fritid"), ("year", "", "2025"), ("kind", "", "Kostnad"),
       ("amount", "", "5")),
      ("added", "units", "fritid", ("id", "", "fritid"), ("title", "", "Fritid"), ("level", "", "Nämnd"), ("parent", "", "kf"))],
     "units", lambda d: d[-1] == {"id": "fritid", "title": "Fritid", "level": "committee", "parent": "kf"}),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "changes", "section", "holds"), [c[1:] for c in TERTIAL], ids=[c[0] for c in TERTIAL])
def test_what_changes_each_tertial_is_told_and_written(
    edit: Callable[[Sheets], None], changes: list[Any], section: str, holds: Callable[[Any], bool], tmp_path: Path
) -> None:
    folder = write_small(tmp_path, each_tertial())
    found = difference(folder, edit)
    assert told(found) == changes
    write(found)
    assert holds(read(folder, section))
    assert compare_workbook(folder, export(folder)).changes == ()


@pytest.mark.parametrize(
    ("edit", "where", "wrong"),
    [
        (lambda s: put(s["Ramar"], 3, Enhet="Tvilling", År="2025", Slag="kostnad", Belopp="5"), ("Ramar", 3, "Enhet"),
         "'Tvilling' heter flera enheter: tva, tvb."),
        (lambda s: put(s["Texter"], 2, Delar="Barn."), ("Texter", 2, "Delar"), "'Barn.' hör inte till någon del."),
        (lambda s: put(s["Texter"], 2, Delar="vem: A\nvem: B"), ("Texter", 2, "Delar"), "delen 'vem' står två gånger."),
        (lambda s: put(s["Ekonomiprognoser"], 3, Enhet="ks", År="2024", Slag="kostnad", Efter_månad="8", **{"Prognos,_helår": "1"}),
         ("Ekonomiprognoser", 3, "Enhet"), "det finns ingen ram för ks / 2024 / Kostnad."),
        (lambda s: put(s["Ekonomiprognoser"], 3, Enhet="bun", År="2024", Slag="kostnad", Efter_månad="13", **{"Prognos,_helår": "1"}),
         ("Ekonomiprognoser", 3, "Efter månad"), "13 är större än 12."),
        (lambda s: put(s["Prognoser"], 2, Prognos=None), ("Prognoser", 2, "Prognos"),
         "stämmer inte: ange ”Prognos”, eller ”Steg” på en skala av steg."),
    ],
    ids=["two units of one title", "no part", "a part twice", "no frame", "no month", "neither value nor step"],
)  # fmt: skip
def test_what_is_wrong_in_it_is_told_by_its_cell(
    edit: Callable[[Sheets], None], where: tuple[str, int, str], wrong: str, tmp_path: Path
) -> None:
    twins = [{"id": name, "title": "Tvilling", "level": "committee", "parent": "kf"} for name in ("tva", "tvb")]
    folder = write_small(tmp_path, each_tertial(units=[*definition()["units"], *twins]))
    with pytest.raises(DefinitionError) as fault:
        difference(folder, edit)
    first = fault.value.faults[0]
    assert (first.file, first.line, first.key) == where
    assert first.wrong.startswith(wrong)


def two_parts() -> dict[str, Any]:
    """What the committee has beside what others have, and a plan of its own beside the council's."""
    made = each_tertial()
    own = {**plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 91}]), "id": "bun-2024", "decided_by": "bun"}
    return {
        **made,
        "plans": [*made["plans"], own],
        "goals": [*made["goals"], {"id": "ovan", "kind": "strategic_goal", "title": "Ovan", "unit": "kf", "indicators": ["matt"]}],
        "judgements": [*made["judgements"], {"report": "2024-08", "unit": "ks", "status": "met", "motivation": "Ja.", **ROLE}],
        "activities": [*made["activities"], {**ACTIVITY, "id": "styr", "unit": "ks"}],
    }  # fmt: skip


def part(folder: Path, edit: Callable[[Sheets], None] = lambda _: None) -> Path:
    """The committee's own part, exported and edited as it does."""
    path = folder.parent / "del.xlsx"
    path.write_bytes(workbook(read_definitions(folder), unit="bun"))
    book = openpyxl.load_workbook(path)
    edit({sheet.title: sheet for sheet in book.worksheets})
    book.save(path)
    return path


def test_a_part_shows_what_is_of_the_unit_and_below_and_what_to_choose_from(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(part(write_small(tmp_path, two_parts())))
    assert book.sheetnames == [
        "Läs mig", "Mål", "Målvärden", "Aktiviteter", "Uppdrag", "Egna bedömningar", "Kommentarer", "Prognoser", "Texter",
        "Kontrollpunkter", "Ekonomiprognoser", "Indikatorer", "Planer", "Ramar", "Enheter", "Ursprung",
    ]  # fmt: skip
    first = {
        page.title: [row[0].value for row in page.iter_rows(min_row=2) if row[0].value] for page in book.worksheets
    }
    # The department below has an activity; the council's goal, plan and judgement are others'.
    assert (first["Mål"], first["Aktiviteter"], first["Målvärden"]) == (["mal"], ["lasfix"], ["bun-2024"])
    assert [row[1].value for row in book["Egna bedömningar"].iter_rows(min_row=2) if row[0].value] == ["bun"]
    assert (first["Enheter"], first["Ekonomiprognoser"]) == (["kf", "ks", "bun", "skola"], ["bun"])
    assert book["Indikatorer"]["B2"].protection.locked
    assert not book["Mål"]["C2"].protection.locked


def test_a_part_comes_back_with_nothing_else_changed(tmp_path: Path) -> None:
    folder = write_small(tmp_path, two_parts())
    before = texts(folder)
    assert compare_workbook(folder, part(folder)).changes == ()

    def edit(sheets: Sheets) -> None:
        put(sheets["Mål"], 2, Strategi="Mer lästid")
        put(sheets["Målvärden"], 2, Mål_år_1="92")
        put(sheets["Aktiviteter"], 2, Läge="klar", Blev_klart="2025-06-10")
        put(sheets["Ekonomiprognoser"], 2, Åtgärd="Vakanser hålls")
        put(sheets["Egna bedömningar"], 3, Rapport="2024-12", Enhet="Nämnden", Mål="mal", Bedömning="Uppfyllt", Motivering="Ja.",
            Av="Ordförande", Dag="2025-01-20")  # fmt: skip
        # What stands beside the part is to be chosen from, and is not read.
        put(sheets["Indikatorer"], 2, Titel="Något annat", Riktning="lägre är bättre")
        sheets["Enheter"].delete_rows(3)

    path = part(folder, edit)
    # Meanwhile someone else's entry is changed: that is no hindrance.
    other = folder / "judgements.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("motivation: Ja.", "motivation: Jo."), encoding="utf-8")
    found = compare_workbook(folder, path)
    assert [(change.kind, change.sheet.section, change.name) for change in found.changes] == [
        ("changed", "goals", "mal"), ("changed", "targets", "bun-2024 / mal / matt / Totalt"), ("changed", "activities", "lasfix"),
        ("added", "judgements", "2024-12 / bun / mal"), ("changed", "budget_forecasts", "bun / 2024 / Kostnad / 8"),
    ]  # fmt: skip
    write(found)
    after = texts(folder)
    assert {name for name in before if before[name] != after[name]} == {
        "goals.yaml", "plans.yaml", "activities.yaml", "judgements.yaml", "budgets.yaml",
    }  # fmt: skip
    goals, judgements = read(folder, "goals"), read(folder, "judgements")
    assert goals == [{**two_parts()["goals"][0], "strategy": "Mer lästid"}, two_parts()["goals"][1]]
    assert [item["motivation"] for item in judgements] == ["Det går.", "Jo.", "Ja."]
    with pytest.raises(UsageError, match="Det som 'bun' ändrar i har ändrats"):
        compare_workbook(folder, path)


@pytest.mark.parametrize(
    ("edit", "where"),
    [
        (lambda s: put(s["Egna bedömningar"], 3, Rapport="2024-12", Enhet="Styrelsen", Bedömning="Uppfyllt", Motivering="Ja.",
                       Av="Chef", Dag="2025-01-20"), ("Egna bedömningar", 3, "Enhet")),
        (lambda s: put(s["Mål"], 2, Enhet="kf"), ("Mål", 2, "Enhet")),
        (lambda s: put(s["Prognoser"], 2, Rapport="2024-08", Indikator="matt", Prognos="90", Motivering="X", Av="Chef", Dag="2024-09-02"),
         ("Prognoser", 2, "Enhet")),
        (lambda s: put(s["Målvärden"], 3, Plan="plan-2024", Mål="mal", Indikator="matt", Mål_år_1="50"), ("Målvärden", 3, "Plan")),
    ],
    ids=["another unit's judgement", "a goal given away", "a forecast for all", "a target of the council's plan"],
)  # fmt: skip
def test_a_part_says_nothing_of_others(
    edit: Callable[[Sheets], None], where: tuple[str, int, str], tmp_path: Path
) -> None:
    folder = write_small(tmp_path, two_parts())
    with pytest.raises(DefinitionError) as fault:
        compare_workbook(folder, part(folder, edit))
    (only,) = fault.value.faults
    assert (only.file, only.line, only.key) == where
    assert "hör inte till den del som arbetsboken är" in only.wrong


def test_a_row_that_is_gone_is_what_the_fault_says(tmp_path: Path) -> None:
    """A goal's row deleted in a part leaves targets in plans that the part does not have: only the deletion can be mended there."""
    folder = write_small(tmp_path, two_parts())
    path = part(folder, lambda s: s["Mål"].delete_rows(2))
    with pytest.raises(DefinitionError) as caught:
        compare_workbook(folder, path)
    mend = "Det är borttaget i arbetsboken: låt raden stå kvar där, eller ta bort det som nämner den."
    assert {fault.mend for fault in caught.value.faults} == {mend}


def test_a_part_is_of_a_unit_that_there_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Det finns ingen enhet 'nej'"):
        workbook(read_definitions(write_small(tmp_path, two_parts())), unit="nej")
