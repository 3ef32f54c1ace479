"""Every fault in a definition is told with file, line, key, what is wrong and how to mend it; all at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from models.errors import DefinitionError, UsageError
from tests.small import definition, indicator, plan, write

Change = Callable[[dict[str, Any]], None]


def told(folder: Path) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        read_definitions(folder)
    return [str(fault) for fault in caught.value.faults]


def test_a_right_definition_is_read_with_the_place_of_everything(tmp_path: Path) -> None:
    read = read_definitions(write(tmp_path))
    assert read.places[("indicators", "matt")] == ("indicators.yaml", 2)
    assert [file.name for file in read.files] == sorted(f"{s}.yaml" for s in definition())


def put(*path: str | int, value: Any) -> Change:
    def change(content: dict[str, Any]) -> None:
        at: Any = content
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = value

    return change


TARGET = {"goal": "mal", "indicator": "matt"}
FAULTS: list[tuple[Change, str]] = [
    (
        put("units", 2, "parent", value="borta"),
        "units.yaml:12 units[3].parent: enheten 'bun' hör till enheten 'borta', som inte finns. "
        "Rätta id:t, eller lägg till enheten 'borta'.",
    ),
    (
        put("units", 1, "id", value="kf"),
        "units.yaml:5 units[2].id: id:t 'kf' används redan av post 1 i units. Ge var och en ett eget id.",
    ),
    (
        put("units", 3, "parent", value="skola"),
        "units.yaml:16 units[4].parent: enheter hör till varandra i en ring: skola → skola. Bryt ringen.",
    ),
    (
        put("units", 1, "level", value="kansli"),
        "units.yaml:7 units[2].level: 'kansli' får inte stå här. Skriv 'council', 'executive', 'committee', "
        "'joint_committee', 'company', 'administration', 'department' eller 'workplace'.",
    ),
    (
        put("units", 1, "id", value="index"),
        "units.yaml:5 units[2].id: stämmer inte: 'index' är översiktssidans eget namn; välj ett annat id. Rätta det.",
    ),
    (
        put("units", 1, "id", value="koladas-andringar"),
        "units.yaml:5 units[2].id: stämmer inte: 'koladas-andringar' är ändringssidans eget namn; välj ett annat id. Rätta det.",
    ),
    (
        put("units", 1, "valid_from", value="2024-13-01"),
        "units.yaml:9 units[2].valid_from: '2024-13-01' är ingen dag. Skriv dagen som 2025-06-18.",
    ),
    (
        put("goals", 0, "unit", value="borta"),
        "goals.yaml:5 goals[1].unit: målet 'mal' hör till enheten 'borta', som inte finns. "
        "Rätta id:t, eller lägg till enheten.",
    ),
    (
        put("goals", 0, "parents", value=["borta"]),
        "goals.yaml:9 goals[1].parents[1]: målet 'mal' bidrar till målet 'borta', som inte finns. "
        "Rätta id:t, eller lägg till målet.",
    ),
    (
        put("goals", 0, "indicators", value=["matt", "matt"]),
        "goals.yaml:8 goals[1].indicators[2]: målet 'mal' nämner indikatorn 'matt' två gånger. Ta bort den ena.",
    ),
    (
        put("goals", 0, "indicators", value=[{"indicator": "matt", "weight": 0}]),
        "goals.yaml:8 goals[1].indicators[1].weight: 0 är inte större än 0. Skriv ett större tal.",
    ),
    (
        put("indicators", 0, "direction", value="upp"),
        "indicators.yaml:5 indicators[1].direction: 'upp' får inte stå här. "
        "Skriv 'higher', 'lower', 'interval', 'neutral' eller 'open'.",
    ),
    (
        put("indicators", 0, "kpi_id", value="15428"),
        "indicators.yaml:4 indicators[1].kpi_id: '15428' har fel form. Skriv N eller U och fem siffror, som N15419.",
    ),
    (
        put("indicators", 0, "riktning", value="higher"),
        "indicators.yaml:16 indicators[1].riktning: är ingen känd nyckel. Rätta stavningen, eller ta bort den.",
    ),
    (
        put("municipality", "area_id", value=9901),
        "municipality.yaml:5 municipality.area_id: 9901 är ingen text. Sätt det inom citattecken.",
    ),
    (
        put("municipality", "id", value="annan"),
        "municipality.yaml:2 municipality.id: id:t 'annan' är inte mappens namn 'prov'. Låt dem vara lika.",
    ),
    (
        put("municipality", "reports", value=[{"month": 4, "title": "A"}, {"month": 4, "title": "B"}]),
        "municipality.yaml:9 municipality.reports[2].month: april har två rapporter. Behåll en rapport för varje månad.",
    ),
    (
        put("municipality", "thresholds", value={"met_score": 0.3}),
        "municipality.yaml:13 municipality.thresholds: stämmer inte: not_met_score måste vara lägre än met_score. Rätta det.",
    ),
    (
        put("plans", 0, "targets", value=[{**TARGET, "year1": 90}, {**TARGET, "year1": 91}]),
        "plans.yaml:10 plans[1].targets[2]: målvärdet för 'matt' under 'mal' i planen 'plan-2024' står två gånger för 2024; "
        "den första är post 1. Behåll ett målvärde för varje år.",
    ),
    (
        put("plans", 0, "targets", value=[{**TARGET}]),
        "plans.yaml:7 plans[1].targets[1]: stämmer inte: ange målvärdet för något av planens år: year1, year2 eller year3. Rätta det.",
    ),
    (
        put("plans", 0, "targets", value=[{**TARGET, "year1": 0}]),
        "plans.yaml:7 plans[1].targets[1].tolerance: målvärdet för 'matt' under 'mal' i planen 'plan-2024' behöver en egen "
        "tolerans: ett målvärde är 0 eller lägre. Lägg till tolerance, i indikatorns egen enhet.",
    ),
    (
        put("plans", 0, "targets", value=[{**TARGET, "year1": {"low": 1, "high": 2}}]),
        "plans.yaml:9 plans[1].targets[1].year1: målvärdet för 'matt' under 'mal' i planen 'plan-2024': year1 passar inte "
        "riktningen 'higher'. Skriv {low: …, high: …} för interval, och annars ett tal.",
    ),
    (
        put("plans", 0, "targets", value=[{**TARGET, "year1": 90, "gender": "K"}]),
        "plans.yaml:10 plans[1].targets[1].gender: målvärdet för 'matt' under 'mal' i planen 'plan-2024': könet K bedöms inte "
        "för den här indikatorn. Lägg till det under judged_genders.",
    ),
    (
        put("plans", 0, "targets", value=[{**TARGET, "goal": "borta", "year1": 90}]),
        "plans.yaml:7 plans[1].targets[1].goal: målvärdet för 'matt' under 'borta' i planen 'plan-2024' nämner ett mål som "
        "inte finns. Rätta id:t, eller lägg till målet.",
    ),
]


@pytest.mark.parametrize(("change", "message"), FAULTS, ids=[message.split(": ")[0] for _, message in FAULTS])
def test_a_fault_is_told_exactly(tmp_path: Path, change: Change, message: str) -> None:
    content = definition()
    change(content)
    assert message in told(write(tmp_path, content))


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"scale": {"kind": "signed"}}, "skalan är signed"), ({"direction": "interval"}, "direction är interval")],
)
def test_a_tolerance_is_compulsory_where_a_share_makes_no_sense(tmp_path: Path, changes: dict, why: str) -> None:
    year1 = {"low": 1, "high": 2} if "direction" in changes else 2
    content = definition(indicators=[indicator(**changes)], plans=[plan(2024, [{**TARGET, "year1": year1}])])
    assert f"behöver en egen tolerans: {why}." in " ".join(told(write(tmp_path, content)))


def test_a_cycle_of_goals_is_told_with_its_path(tmp_path: Path) -> None:
    goal = {"kind": "own_result", "title": "Mål", "unit": "bun"}
    links = {"a": ["b"], "b": ["c"], "c": ["a"]}
    content = definition(goals=[{"id": name, "parents": parents, **goal} for name, parents in links.items()], plans=[])
    text = " ".join(told(write(tmp_path, content)))
    assert "målen bidrar till varandra i en ring: " in text
    path = text.split("ring: ")[1].split(".")[0].split(" → ")
    assert path[0] == path[-1]
    assert all(child in links and parent in links[child] for child, parent in zip(path, path[1:], strict=False))


def test_every_fault_in_every_file_is_told_at_once(tmp_path: Path) -> None:
    content = definition()
    for change in (
        put("units", 2, "parent", value="borta"),
        put("indicators", 0, "lag", value=-1),
        put("goals", 0, "kind", value="x"),
    ):
        change(content)
    files = [fault.split(":")[0] for fault in told(write(tmp_path, content))]
    assert files == ["goals.yaml", "indicators.yaml", "units.yaml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "units:\n\t- id: kf\n",
            "units.yaml:2: har ett tabbtecken, som YAML inte tillåter som indrag. Använd mellanslag i stället.",
        ),
        (
            "units: [\n",
            "units.yaml:2: är inte giltig YAML: något saknas efter en hakparentes, en klammer eller ett kommatecken. Se över "
            "indrag, kolon och citattecken på den här raden och raden ovanför.",
        ),
        ("units: [1, 2\nfoo: 3\n", "units.yaml:2: är inte giltig YAML: en hakparentes [ stängs inte, eller"),
        ("units: a: b\n", "units.yaml:1: är inte giltig YAML: raden har ett kolon för mycket"),
        (
            "units:\n  - &a {id: kf}\n  - *a\n",
            "units.yaml:2: använder ankare eller alias i YAML (& eller *). Skriv ut värdet i sin helhet.",
        ),
        ("units: {}\nunits: []\n", "units.yaml:2 units: står redan i units.yaml. Låt varje avsnitt stå på ett ställe."),
        ("units:\n  - id: kf\n    id: ks\n", "units.yaml:3 units[1].id: står två gånger. Behåll en."),
        ("units: text\n", "units.yaml:1 units: är ingen lista. Börja varje post med '- '."),
        ("enheter: []\n", "units.yaml:1 enheter: är inget avsnitt."),
        ("- id: kf\n", "units.yaml:1: börjar inte med en nyckel."),
        ("units:\n  - " + "[" * 5000, "units.yaml"),
    ],
)
def test_a_broken_file_is_told(tmp_path: Path, text: str, message: str) -> None:
    folder = write(tmp_path)
    (folder / "units.yaml").write_text(text, encoding="utf-8")
    assert any(fault.startswith(message) for fault in told(folder))


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "units.yaml").write_bytes("units:\n  - id: åäö\n".encode("cp1252"))
    assert "units.yaml:2: är inte UTF-8. Spara filen med kodningen UTF-8." in told(folder)


def test_a_missing_section_and_folder_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "goals.yaml").unlink()
    assert told(folder) == ["(mappen) goals: saknas: ingen fil har det avsnittet. Lägg till en fil med 'goals:'."]
    with pytest.raises(UsageError, match="är ingen mapp"):
        read_definitions(tmp_path / "borta")
    (tmp_path / "tom").mkdir()
    with pytest.raises(UsageError, match=r"har ingen \.yaml"):
        read_definitions(tmp_path / "tom")


@pytest.mark.parametrize(
    ("day", "report"),
    [
        ("2024-08-31", "2024-04"),
        ("2024-09-01", "2024-08"),
        ("2024-12-12", "2024-08"),
        ("2025-01-01", "2024-12"),
        ("2024-03-28", "2023-12"),
    ],
)
def test_the_latest_report_is_the_last_whose_period_has_ended(tmp_path: Path, day: str, report: str) -> None:
    from datetime import date

    assert read_definitions(write(tmp_path)).model.latest_report(date.fromisoformat(day)) == report


@pytest.mark.parametrize(
    ("second", "weight", "fault"),
    [
        ({"year1": 90}, 2, True),
        ({"year1": 90}, 1, False),
        ({"year1": 88}, 2, False),
        ({"year1": 90, "tolerance": 3}, 2, False),
        ({"year1": 88, "year3": 92}, 2, False),
        # The one is at 92 in the second year on its way from 90 to 94, the other on its way from 91 to 93.
        ({"year1": 91, "year3": 93}, 2, True),
    ],
)
def test_a_leaf_has_one_weight(tmp_path: Path, second: dict[str, object], weight: int, fault: bool) -> None:
    goals = [
        {
            "id": name,
            "kind": "own_result",
            "title": name,
            "unit": "bun",
            "indicators": [{"indicator": "matt", "weight": w}],
        }
        for name, w in (("mal", 1), ("annat", weight))
    ]
    target = {"goal": "mal", "indicator": "matt", "year1": 90, "year3": 94}
    plans = [plan(2024, [target, {"goal": "annat", "indicator": "matt", **second}])]
    folder = write(tmp_path / "prov", definition(goals=goals, plans=plans))
    if not fault:
        assert read_definitions(folder).model.id == "prov"
        return
    with pytest.raises(DefinitionError) as told:
        read_definitions(folder)
    assert "har samma målvärde under målen 'mal' och 'annat'" in str(told.value)
    assert "väger 1 under det ena och 2 under det andra" in str(told.value)
