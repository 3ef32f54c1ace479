"""Goals, indicators and targets from another planning system's workbook: as written by hand, or not at all (docs/local-sources.md)."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from assets.definitions.read_yaml import Definitions, in_report, read_definitions
from assets.finished.publish import with_goals_of_files, write_definitions
from assets.own_files.own_sources import OwnSources, own_rows, read_own, with_own_decisions
from pipelines.command.print_check import print_check
from tests.small import cells, definition, indicator, measured, plan, rows, write

SOURCE: dict[str, Any] = {
    "id": "planering", "title": "Planeringssystemet", "file": "planering.xlsx", "kind": "goals", "header_rows": 2,
    "fill_down": ["goal", "goal_kind", "unit_id"],
    "columns": {
        "goal": "Mål", "goal_kind": "Slag", "serves": "Bidrar till", "unit_id": "Ansvarig nämnd", "indicator": "Indikator",
        "gender": "Kön", "tolerance": "Tolerans", "rule": "Måltyp", "since": "Jämfört med år", "plan": {"value": "Nämndplan 2024–2026"},
        "year1": {"value": 2024}, "decided_by": {"value": "bun"}, "decided_at": {"value": date(2023, 11, 20)},
        "decision": {"value": "BUN § 77"},
    },
    "wide": {"into": "target", "headings": "years", "prefix": "Målvärde"},
}  # fmt: skip
HEADS = ["Mål", "Slag", "Bidrar till", "Ansvarig nämnd", "Indikator", "Kön", "Tolerans", "Måltyp", "Jämfört med år"]
LUCK = [
    ["Eleverna lyckas", "Eget resultat", "Läsa", "Nämnden", "N99001", "Totalt", 2, None, None, 91.5, None, 94],
    [None, None, None, None, "Trivsel", "Kvinnor", 5, "Öka", 2023, 3, None, None],
]
READ = [["Läsa", None, None, "Nämnden", "Trivsel", "Totalt", 4, None, None, "70", "75,5", "80"]]


def exported(folder: Path, lines: list[list[Any]]) -> None:
    """A workbook as planning systems write it: a title, headings of two rows with the years' merged, a goal over several rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Uttag 2023-12-01 ur planeringssystemet"])
    sheet.append([*HEADS, "Målvärde", None, None])
    sheet.append([*[None] * len(HEADS), 2024, 2025, 2026])
    sheet.merge_cells(start_row=2, end_row=2, start_column=len(HEADS) + 1, end_column=len(HEADS) + 3)
    for line in lines:
        sheet.append(line)
    sheet.merge_cells(start_row=4, end_row=5, start_column=1, end_column=1)
    book.save(folder / "planering.xlsx")


def read(tmp_path: Path, lines: list[list[Any]], **changes: Any) -> tuple[Definitions, OwnSources]:
    own = indicator(
        "trivsel",
        id="trivsel",
        kpi_id=None,
        title="Trivsel",
        measured_by="Enkät",
        aggregation="none",
        judged_genders=["T", "K"],
    )
    content = definition(
        units=[
            {"id": "kf", "title": "Fullmäktige", "level": "council"},
            {"id": "bun", "title": "Nämnden", "level": "committee", "parent": "kf"},
        ],
        indicators=[indicator(), {key: value for key, value in own.items() if value is not None}],
        goals=[{"id": "lasa", "kind": "strategic_goal", "title": "Läsa", "unit": "bun", "indicators": ["matt"]}],
        plans=[],
        sources=[{**SOURCE, **changes}],
    )
    folder = write(tmp_path, content)
    exported(folder, lines)
    definitions = read_definitions(folder)
    own_sources = read_own(folder, definitions)
    return with_own_decisions(own_sources, definitions), own_sources


def test_a_plan_of_a_workbook_is_as_if_it_were_written_by_hand(tmp_path: Path) -> None:
    definitions, own = read(tmp_path, [*LUCK, *READ])
    assert own.faults == []
    found, made = definitions.model.goals
    # The goal that is defined is measured by one indicator more; the new one serves it.
    assert [item.indicator for item in found.indicators] == ["matt", "trivsel"]
    assert (made.id, made.kind, made.title, made.unit, made.parents) == (
        "eleverna-lyckas",
        "own_result",
        "Eleverna lyckas",
        "bun",
        ["lasa"],
    )
    assert (made.decided_by, made.decided_at, made.decision) == ("bun", date(2023, 11, 20), "BUN § 77")
    (of_file,) = definitions.model.plans
    assert (of_file.id, of_file.year1, of_file.decided_at) == ("namndplan-2024-2026", 2024, date(2023, 11, 20))
    first, rule, third = of_file.targets
    assert (first.goal, first.indicator, first.year1, first.year2, first.year3) == (
        "eleverna-lyckas", "matt", Decimal("91.5"), None, Decimal(94),
    )  # fmt: skip
    assert (rule.gender, rule.rules["year1"].model_dump(by_alias=True)) == (
        "K", {"change": "increase", "from": 2023, "by": Decimal(3)},
    )  # fmt: skip
    assert (third.goal, third.year2, third.tolerance) == ("lasa", Decimal("75.5"), Decimal(4))


def test_it_judges_from_its_decision_on_and_leads_to_the_file(tmp_path: Path) -> None:
    definitions, own = read(tmp_path, LUCK)
    day = datetime(2026, 1, 1)
    for report, judged in (("2024-12", True), ("2023-08", False)):
        told = in_report(definitions, report, day)
        with measured(
            tmp_path, told, cells({2024: 90.0, 2023: 88.0}), report, own_rows(own, definitions, report), day
        ) as con:
            found = rows(con, "FROM fulfilment WHERE goal_id = 'eleverna-lyckas' AND indicator_id = 'matt'")
            if not judged:
                assert found == []
                continue
            # 90.0 against 91.5 with a tolerance of 2.
            assert [(row["target"], row["gap"], row["status"]) for row in found] == [(91.5, -1.5, "partly")]
            led = rows(
                con,
                "SELECT DISTINCT file, line FROM definition_node WHERE section IN ('plans', 'goals') AND file LIKE '%.xlsx'",
            )
            assert [(row["file"], row["line"]) for row in led] == [("planering.xlsx", 4)]


def test_a_finished_report_keeps_them_as_they_were(tmp_path: Path) -> None:
    definitions, _ = read(tmp_path, [*LUCK, *READ])
    kept = tmp_path / "definitions"
    write_definitions(definitions, kept)
    again = with_goals_of_files(read_definitions(kept, "prov"), kept)
    assert (again.model.goals, again.model.plans) == (definitions.model.goals, definitions.model.plans)
    assert (again.places, again.goal_places) == (definitions.places, definitions.goal_places)
    # Of a report that has none there is no such file.
    plain = read_definitions(write(tmp_path / "plain", definition()))
    write_definitions(plain, tmp_path / "without")
    assert not (tmp_path / "without" / "goals-of-files.json").exists()
    assert with_goals_of_files(plain, tmp_path / "without") is plain


@pytest.mark.parametrize(
    ("row", "at", "value", "told"),
    [
        (0, 4, "N12345", "rad 4, kolumn 'Indikator': 'N12345' är ingen indikator"),
        (0, 1, None, "rad 4, kolumn 'Slag': målet 'Eleverna lyckas' finns inte bland definitionerna"),
        (0, 2, "Skriva", "rad 4, kolumn 'Bidrar till': målet 'Skriva' finns varken"),
        (0, 9, "ungefär 90", "rad 4, kolumn 'Målvärde 2024': 'ungefär 90'"),
        (1, 6, None, "tolerance"),
        (1, 7, "Bättre än medianen", "säger inte vilken grupp"),
        (0, 3, "Okänd nämnd", "rad 4, kolumn 'Ansvarig nämnd'"),
    ],
)
def test_anything_wrong_is_told_with_its_place_and_nothing_is_used(
    row: int, at: int, value: Any, told: str, tmp_path: Path
) -> None:
    lines = [[*line] for line in [*LUCK, *READ]]
    lines[row][at] = value
    definitions, own = read(tmp_path, lines)
    faults = [str(fault) for fault in own.faults]
    assert any(told in fault and fault.startswith("planering.xlsx") for fault in faults), faults
    assert any("inget mål och inget målvärde ur filen används" in fault for fault in faults)
    assert ([goal.id for goal in definitions.model.goals], definitions.model.plans) == (["lasa"], [])
    assert definitions.model.goals[0].indicators[0].indicator == "matt"
    assert len(definitions.model.goals[0].indicators) == 1


def test_rows_of_one_plan_say_the_same_and_lie_in_its_years(tmp_path: Path) -> None:
    columns = SOURCE["columns"] | {"year1": {"from": "Tolerans"}}
    _, own = read(tmp_path / "a", [*LUCK, *READ], columns=columns)
    assert any("om detsamma" in str(fault) for fault in own.faults)
    _, own = read(tmp_path / "b", LUCK, columns=SOURCE["columns"] | {"year1": {"value": 2025}})
    assert any(
        "2024 är inget av de tre åren i planen 'Nämndplan 2024–2026', 2025–2027" in str(fault) for fault in own.faults
    )


def test_a_plan_that_is_written_by_hand_too_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, definition(sources=[SOURCE], plans=[plan(2024, [], id="p", title="Nämndplan 2024–2026")]))
    exported(folder, [["Läsa", None, None, "bun", "N99001", "Totalt", 2, None, None, 91, None, None]])
    own = read_own(folder, read_definitions(folder))
    assert any("planen 'Nämndplan 2024–2026' finns redan" in str(fault) for fault in own.faults)


def test_the_profile_that_check_tells_of_knows_the_goals_of_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demands = [{"of": "own_result", "levels": ["committee"]}]
    folder = tmp_path / "prov"

    def told(lines: list[list[Any]]) -> str:
        read(tmp_path, lines)
        path = folder / "municipality.yaml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        content["municipality"]["demands"] = demands
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        definitions = read_definitions(folder)
        own, day = read_own(folder, definitions), date(2024, 5, 1)
        print_check(folder, definitions, own, [], {}, None, day, receipts=False, every=False, as_json=False)
        return capsys.readouterr().out

    without = told(READ)
    assert "Profil: Eget resultat: 1 av 1 enhet saknar mål av slaget (Nämnden)." in without
    with_goal = told(LUCK)
    assert "saknar mål av slaget" not in with_goal
    # What such a goal measures is looked for, too.
    assert "Indikatorn trivsel har inga värden" in with_goal
