"""Targets as councils write them (docs/measures.md §2, §3): each kind worked out by hand, and by the second calculation."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from assets.definitions.read_yaml import read_definitions
from assets.definitions_in_excel.export import workbook
from assets.definitions_in_excel.take_back import compare_workbook
from assets.definitions_in_excel.take_back import write as write_back
from assets.finished.diff import compare_reports
from assets.finished.explain import explain
from assets.finished.open_finished import open_side
from assets.followup.content import Card
from assets.followup.sections.at_a_glance import why
from assets.followup.setting.html import contents
from models.errors import DefinitionError
from tests.real.second_method import Catalogue, known
from tests.real.second_own import OwnReport, defined
from tests.report import view_of
from tests.small import Cell, cells, definition, indicator, measured, plan, published, rows, vintage, write
from tests.small import catalogue as listed
from tests.unit.test_second_own import calculated, held_against

LEAF = {"goal": "mal", "indicator": "matt"}
NB = "\N{NO-BREAK SPACE}"


def of(target: dict[str, Any], year1: int = 2024, *, own: bool = False, **changes: Any) -> dict[str, Any]:
    """A municipality with one target, of Kolada's KPI or of its own measurement."""
    if own:
        changes = {"kpi_id": None, "similar": None, "measured_by": "Räknas.", **changes}
    return definition(indicators=[indicator(**changes)], plans=[plan(year1, [{**LEAF, **target}])])


def judged(
    folder: Path, content: dict[str, Any], values: list[Cell], report: str = "2024-12", gender: str = "T"
) -> dict[str, Any]:
    """The leaf's row of fulfilment, where every row of every table is the same by the second calculation."""
    with measured(folder, content, values, report) as con:
        model = read_definitions(folder / "prov").model
        named = listed()
        groups = named.groups.rename({"id": "group_id", "title": "group_title"})
        lists = Catalogue.of(named.kpis.to_dicts(), named.municipalities.to_dicts(), groups.to_dicts())
        downloads = known([vintage("2026-01-01", values).values.to_dicts()], {"N99001": 1})
        held = {row[0] for row in con.table("withheld").fetchall()}
        labels = ("Källa: Kolada", "Egen bearbetning av data från Kolada")
        measurements = defined(model, "Kommunens egna uppgifter")
        mine = calculated(OwnReport(model, downloads, lists, report, datetime(2026, 1, 1), held, measurements, labels))
        held_against(mine, {name: con.table(name).pl() for name in mine})
        (row,) = rows(con, f"FROM fulfilment WHERE gender = '{gender}'")
    return row


def told(folder: Path, content: dict[str, Any], values: list[Cell], report: str = "2024-12") -> str:
    """What the page says of the value against its target."""
    view = view_of(folder, content, values, {}, report)
    cards = [b for part in contents(view)["bun"].sections for b in part.blocks if isinstance(b, Card)]
    return " ".join(said for said in [*cards[0].sentences, *cards[0].more] if said.startswith("Målet"))


def why_of(folder: Path, content: dict[str, Any], values: list[Cell]) -> str:
    """What the first table of the unit's page says of why its one goal stands as it does."""
    view = view_of(folder, content, values, {}, "2024-12")
    (goal,) = next(unit.goals for unit in view.pages if unit.unit.id == "bun")
    return why(view, goal)


def explained(folder: Path, content: dict[str, Any], values: list[Cell], report: str = "2024-12") -> dict[str, str]:
    """The steps of the judgement, in words."""
    side = open_side(published(folder, content, values, report), f"prov/{report}")
    (found,) = explain(side, "matt", goal=None, unit=None, gender=None)
    return {step.key: step.text.replace(NB, " ") for step in found.steps}


def faults(folder: Path, content: dict[str, Any]) -> list[str]:
    """What is wrong with the definitions."""
    with pytest.raises(DefinitionError) as caught:
        read_definitions(write(folder, content))
    return [fault.wrong for fault in caught.value.faults]


# A target for year 2, and for one year alone (§3).


def test_a_target_for_year_2_comes_before_the_line(tmp_path: Path) -> None:
    """The line from 84 to 88 is at 86 in 2024, but the plan says 85."""
    content = of({"year1": 84, "year2": 85, "year3": 88, "tolerance": 4}, 2023)
    row = judged(tmp_path, content, cells({2024: 85.5}))
    assert (row["target"], row["gap"], row["status"]) == (85.0, 0.5, "met")
    assert (row["path_value"], row["on_path"], row["required_change"]) == (85.0, True, 2.5)
    said = told(tmp_path / "page", content, cells({2024: 85.5}))
    assert f"Enligt Plan 2023 skulle värdet 2024 vara 85,0{NB}procent: det är i fas." in said


def test_on_the_line_the_page_says_that_it_is_our_calculation(tmp_path: Path) -> None:
    content = of({"year1": 84, "year3": 88, "tolerance": 4}, 2023)
    assert "(egen beräkning)" in told(tmp_path, content, cells({2024: 85.5}))


@pytest.mark.parametrize(
    ("key", "report", "target"),
    [
        ("year2", "2023-12", None), ("year2", "2024-12", 85.0), ("year2", "2025-12", None),
        ("year3", "2023-12", None), ("year3", "2024-12", None), ("year3", "2025-12", 85.0),
    ],
)  # fmt: skip
def test_a_target_for_one_year_is_judged_in_that_year_alone(
    tmp_path: Path, key: str, report: str, target: float | None
) -> None:
    content = of({key: 85, "tolerance": 4}, 2023)
    row = judged(tmp_path, content, cells({2023: 84.0, 2024: 84.0, 2025: 84.0}), report)
    assert (row["target"], row["status"]) == (target, "partly" if target else "no_judgement")
    assert row["reason"] == (None if target else "no_target")


def test_an_interval_for_year_2_and_a_step_for_it(tmp_path: Path) -> None:
    interval = of({"year2": {"low": 20, "high": 30}, "tolerance": 2}, 2023, direction="interval")
    row = judged(tmp_path, interval, cells({2024: 31.5}))
    assert (row["target_low"], row["target_high"], row["gap"], row["status"]) == (20.0, 30.0, -1.5, "partly")


def test_how_the_target_of_year_2_came_about_is_explained(tmp_path: Path) -> None:
    content = of({"year1": 84, "year2": 85, "year3": 88, "tolerance": 4}, 2023)
    steps = explained(tmp_path, content, cells({2024: 85.5}))
    assert steps["target"] == "85,0 procent för 2024, som är år 2 i Plan 2023 (plan-2023), beslutad 2022-06-01."
    assert steps["path"].startswith("Plan 2023 (plan-2023) har beslutat 85,0 för 2024. Värdet 85,5 är i fas.")
    alone = of({"year3": 85, "tolerance": 4}, 2022)
    steps = explained(tmp_path / "alone", alone, cells({2024: 85.5}))
    assert steps["target"] == "85,0 procent för 2024, som är år 3 i Plan 2022 (plan-2022), beslutad 2021-06-01."


def test_no_year_at_all_is_a_fault(tmp_path: Path) -> None:
    assert "year1, year2 eller year3" in faults(tmp_path, of({"tolerance": 1}))[0]


# Rules (§2): a change from a named measurement.

FROM_2022 = {"year1": {"change": "increase", "from": 2022}, "tolerance": 0}


@pytest.mark.parametrize(
    ("value", "target", "changes", "limit", "gap", "status"),
    [
        # 21.4 + 0.1, the least change that the indicator tells apart.
        (21.5, FROM_2022, {}, 21.5, 0.0, "met"),
        # 21.44 is 21.4 before it is judged: no increase.
        (21.44, FROM_2022, {}, 21.5, -0.1, "not_met"),
        # By at least 2: 21.4 + 2.
        (23.3, {"year1": {"change": "improve", "from": 2022, "by": 2}, "tolerance": 1}, {}, 23.4, -0.1, "partly"),
        # A change of less than 0.5 is no change.
        (21.8, FROM_2022, {"min_change": 0.5}, 21.9, -0.1, "not_met"),
        # A change of 0.01 cannot be seen: a unit of the last decimal can.
        (21.5, FROM_2022, {"min_change": 0.01}, 21.5, 0.0, "met"),
        # Lower is better: 21.4 − 0.1.
        (21.3, {"year1": {"change": "decrease", "from": 2022}, "tolerance": 0}, {"direction": "lower"}, 21.3, 0.0, "met"),
        # The decision says the number itself.
        (20.2, {"year1": {"change": "increase"}, "baseline": 20.1, "tolerance": 0}, {}, 20.2, 0.0, "met"),
    ],
)  # fmt: skip
def test_a_change_from_a_named_measurement(
    tmp_path: Path, value: float, target: dict[str, Any], changes: dict[str, Any], limit: float, gap: float, status: str
) -> None:
    row = judged(tmp_path, of(target, **changes), cells({2022: 21.4, 2024: value}))
    assert (row["target"], row["gap"], row["status"]) == (limit, gap, status)
    assert row["baseline"] == row["target_from"] == (20.1 if "baseline" in target else 21.4)


@pytest.mark.parametrize(
    ("values", "changes", "reason"),
    [
        ({2021: 21.4, 2024: 30.0}, {}, "no_baseline"),
        ({2022: 21.4, 2024: 30.0}, {"series_breaks": [2023]}, "series_broken"),
        ({2022: 21.4, 2023: 30.0}, {"series_breaks": [2024]}, None),
        ({2022: 21.4}, {}, "no_new_measurement"),
    ],
)
def test_a_change_whose_start_is_not_there_is_not_judged(
    tmp_path: Path, values: dict[int, Any], changes: dict[str, Any], reason: str | None
) -> None:
    row = judged(tmp_path, of(FROM_2022, **changes), cells(values))
    assert (row["status"], row["reason"]) == ("met" if reason is None else "not_assessed", reason)
    assert row["target"] == (None if reason in {"no_baseline", "series_broken"} else 21.5)


def test_a_change_of_an_own_measurement_and_a_reorganisation_between(tmp_path: Path) -> None:
    years = [{"indicator": "matt", "unit": "bun", "year": year, "value": v} for year, v in ((2022, 40), (2024, 41))]
    content = {**of(FROM_2022, own=True), "measurements": years}
    row = judged(tmp_path / "same", content, [])
    assert (row["target"], row["status"], row["degree"]) == (40.1, "met", 1.0)
    moved = [{**unit} for unit in content["units"]]
    moved[3] |= {"parent": "bun", "moved": [{"parent": "ks", "until": date(2023, 6, 30)}]}
    row = judged(tmp_path / "moved", {**content, "units": moved}, [])
    assert (row["target"], row["status"], row["reason"]) == (None, "not_assessed", "reorganised")


# Rules (§2): among others.


def eight(own: float, *others: float | None) -> list[Cell]:
    """The own value and those of the seven similar municipalities."""
    return [cell for cell in cells({2024: [own, *(others or range(80, 87))]}) if cell[4] is not None]


@pytest.mark.parametrize(
    ("place", "own", "ground", "limit", "status"),
    [
        # 80 … 83, 83.3, 84, 85, 86: the median is (83 + 83.3)/2 = 83.15, which is 83.2.
        ("better_than_median", 83.3, 83.2, 83.3, "met"),
        ("better_than_median", 83.0, 83.0, 83.1, "partly"),
        # Place ⌊8/4⌋ = 2 of 86, 85, 84 …
        ("best_quarter", 85.0, 85.0, 85.0, "met"),
        ("best_quarter", 84.5, 85.0, 85.0, "partly"),
        ("best_quarter", 90.0, 86.0, 86.0, "met"),
    ],
)
def test_among_the_similar(tmp_path: Path, place: str, own: float, ground: float, limit: float, status: str) -> None:
    content = of({"year1": {"place": place, "group": "similar"}, "tolerance": 1})
    row = judged(tmp_path, content, eight(own))
    assert (row["target_from"], row["target"], row["status"]) == (ground, limit, status)
    assert (row["target_group"], row["target_group_id"], row["target_from_year"]) == ("similar", "G29901", 2024)


def test_where_lower_is_better_the_best_quarter_is_the_lowest(tmp_path: Path) -> None:
    content = of({"year1": {"place": "best_quarter", "group": "similar"}, "tolerance": 1}, direction="lower")
    row = judged(tmp_path, content, eight(81.2))
    assert (row["target"], row["gap"], row["status"]) == (81.0, -0.2, "partly")


def test_of_too_few_nothing_is_said_and_of_a_group_of_our_own(tmp_path: Path) -> None:
    similar = of({"year1": {"place": "better_than_median", "group": "similar"}, "tolerance": 1})
    row = judged(tmp_path / "few", similar, eight(84.0, 80, 81, None))
    assert (row["target"], row["status"], row["reason"]) == (None, "not_assessed", "no_comparison")
    # Eight had a value the year before, and five of them have one yet: 5 < 0.8 · 8.
    arriving = [*eight(84.0, 80, 81, 82, 83), *cells({2023: [84.0, *range(80, 87)]})]
    row = judged(tmp_path / "arriving", similar, arriving)
    assert row["reason"] == "no_comparison"
    own = of({"year1": {"place": "best_quarter", "group": "grannar"}, "tolerance": 1})
    own["municipality"] = {
        **own["municipality"],
        "comparison_groups": [{"id": "grannar", "title": "Grannarna", "members": ["9901", "9902", "9903", "9904"]}],
    }
    row = judged(tmp_path / "own", own, eight(81.5))
    assert (row["target"], row["status"], row["target_group_id"]) == (82.0, "partly", "grannar")


def test_a_forecast_is_not_held_against_another_year(tmp_path: Path) -> None:
    content = of({"year1": {"place": "better_than_median", "group": "similar"}, "tolerance": 1})
    content["forecasts"] = [
        {
            "report": "2024-08",
            "indicator": "matt",
            "value": 90,
            "by": "Controller",
            "date": "2024-08-20",
            "reason": "Prov.",
        }
    ]
    of_2023 = cells({2023: [84.0, *range(80, 87)]})
    row = judged(tmp_path / "by-hand", content, of_2023, "2024-08")
    assert (row["status"], row["reason"]) == ("not_assessed", "no_comparison")
    row = judged(tmp_path / "newest", {**content, "forecasts": []}, of_2023, "2024-08")
    assert (row["target"], row["target_from_year"], row["status"]) == (83.6, 2023, "met")


# Rules (§2): women and men.

BETWEEN = {"year1": {"gender_gap": 3}, "gender": "K", "tolerance": 1}


def of_genders(women: float | None, men: float | None, year: int = 2024) -> list[Cell]:
    given = [cells({year: v}, gender=g) for g, v in (("K", women), ("M", men)) if v is not None]
    return [*cells({year: 80.0}), *(cell for each in given for cell in each)]


@pytest.mark.parametrize(
    ("women", "men", "ends", "gap", "status"),
    [
        (82.0, 78.5, (75.5, 81.5), -0.5, "partly"),
        (78.5, 82.0, (79.0, 85.0), -0.5, "partly"),
        (81.0, 78.0, (75.0, 81.0), 0.0, "met"),
        (70.0, 78.0, (75.0, 81.0), -5.0, "not_met"),
    ],
)
def test_at_most_a_gap_between_women_and_men(
    tmp_path: Path, women: float, men: float, ends: tuple[float, float], gap: float, status: str
) -> None:
    content = of(BETWEEN, judged_genders=["T", "K", "M"])
    row = judged(tmp_path, content, of_genders(women, men), gender="K")
    assert ((row["target_low"], row["target_high"]), row["gap"], row["status"]) == (ends, gap, status)
    assert (row["direction"], row["target_from"], row["target_from_gender"]) == ("interval", men, "M")


def test_without_the_other_genders_value_the_gap_is_not_judged(tmp_path: Path) -> None:
    content = of(BETWEEN, judged_genders=["K", "M"])
    row = judged(tmp_path, content, of_genders(82.0, None), gender="K")
    assert (row["target_low"], row["status"], row["reason"]) == (None, "not_assessed", "no_other_gender")
    # Men's of the year before is not put in its place.
    row = judged(tmp_path / "older", content, [*of_genders(82.0, None), *of_genders(None, 80.0, 2023)], gender="K")
    assert row["reason"] == "no_other_gender"


# What is said, and what leads home.


@pytest.mark.parametrize(
    ("target", "changes", "values", "said"),
    [
        (FROM_2022, {}, cells({2022: 21.4, 2024: 21.9}),
         "Målet för 2024 är att värdet ska öka från 21,4 procent (2022), alltså minst 21,5 procent, och värdet är 0,4 procentenheter bättre än målet."),
        ({"year1": {"change": "improve", "from": 2022, "by": 2}, "tolerance": 1}, {}, cells({2024: 21.9}),
         "Målet för 2024 är att värdet ska förbättras från värdet för 2022 med minst 2,0 procentenheter. Det värdet saknas, så målet kan inte bedömas."),
        (FROM_2022, {"min_change": 0.5}, cells({2022: 21.4, 2024: 21.9}),
         "Målet för 2024 är att värdet ska öka från 21,4 procent (2022), där minst 0,5 procentenheter räknas som en förändring, alltså minst 21,9 procent, och värdet ligger precis på det."),
        ({"year1": {"change": "decrease"}, "baseline": 30, "tolerance": 1}, {"direction": "lower"}, cells({2024: 29.9}),
         "Målet för 2024 är att värdet ska minska från 30,0 procent, alltså högst 29,9 procent, och värdet ligger precis på det."),
        ({"year1": {"place": "better_than_median", "group": "similar"}, "tolerance": 1}, {}, eight(83.0),
         "Målet för 2024 är att värdet ska vara bättre än medianen i liknande kommuner (2024: 83,0 procent), alltså minst 83,1 procent, och värdet är 0,1 procentenheter sämre än målet."),
        ({"year1": {"place": "best_quarter", "group": "county"}, "tolerance": 1}, {}, eight(84.5),
         "Målet för 2024 är att värdet ska vara bland den bästa fjärdedelen i länet (2024), alltså minst 85,0 procent, och värdet är 0,5 procentenheter sämre än målet."),
        ({"year1": {"place": "best_quarter", "group": "all"}, "tolerance": 1}, {}, cells({2024: 84.5}),
         "Målet för 2024 är att värdet ska vara bland den bästa fjärdedelen i alla kommuner. För få i gruppen har ett värde för samma år, så målet kan inte bedömas."),
        (BETWEEN, {"judged_genders": ["K", "M"]}, of_genders(82.0, 78.5),
         "Målet för 2024 är att värdet ska skilja sig högst 3,0 procentenheter från mäns (78,5 procent), alltså mellan 75,5 och 81,5 procent, och värdet ligger 0,5 procentenheter utanför det."),
    ],
)  # fmt: skip
def test_the_page_says_the_target_in_the_councils_words(
    tmp_path: Path, target: dict[str, Any], changes: dict[str, Any], values: list[Cell], said: str
) -> None:
    assert told(tmp_path, of(target, **changes), values).replace(NB, " ").startswith(said)


def test_the_judgement_is_explained_from_the_rule(tmp_path: Path) -> None:
    steps = explained(tmp_path / "met", of(FROM_2022), cells({2022: 21.4, 2024: 21.9}))
    assert steps["target"] == (
        "21,5 procent för 2024: enligt Plan 2024 (plan-2024), beslutad 2023-06-01, ska öka från 21,4 procent (2022)."
    )
    assert steps["gap"].endswith("21,9 − 21,5 = 0,4.")
    steps = explained(tmp_path / "lacks", of(FROM_2022), cells({2024: 21.9}))
    assert steps["target"].startswith(
        "Värdet ska öka från värdet för 2022, enligt Plan 2024 (plan-2024), beslutad 2023-06-01."
    )
    assert steps["status"] == "Ej bedömd, eftersom det som målet utgår från saknas."
    assert "gap" not in steps


def test_a_rules_ground_is_among_what_the_figure_stands_on(tmp_path: Path) -> None:
    """The measurement that it starts from, and the set's median, each with its lineage."""
    with measured(tmp_path / "change", of(FROM_2022), cells({2022: 21.4, 2024: 21.9})) as con:
        assert _values_behind(con) == ["N99001 9901 2022 T", "N99001 9901 2024 T"]
    of_set = of({"year1": {"place": "better_than_median", "group": "similar"}, "tolerance": 1})
    with measured(tmp_path / "place", of_set, eight(84.0)) as con:
        parents = con.execute(
            "SELECT DISTINCT above.kind FROM lineage AS above JOIN fulfilment ON above.lineage_id = fulfilment.lineage_id"
        ).fetchall()
        assert parents
        (place,) = con.execute("SELECT lineage_id FROM comparison WHERE group_kind = 'similar'").fetchall()[0]
        (links,) = con.execute(
            "SELECT count(*) FROM lineage JOIN fulfilment ON lineage.lineage_id = fulfilment.lineage_id WHERE lineage.parent_id = ?",
            [place],
        ).fetchall()[0]
        assert links == 1
    between = of(BETWEEN, judged_genders=["K", "M"])
    with measured(tmp_path / "gap", between, of_genders(82.0, 78.5)) as con:
        assert "N99001 9901 2024 M" in _values_behind(con, "K")


def _values_behind(con: Any, gender: str = "T") -> list[str]:
    found = con.execute(
        "SELECT DISTINCT below.label FROM lineage AS above JOIN fulfilment ON above.lineage_id = fulfilment.lineage_id"
        " JOIN lineage AS below ON below.lineage_id = above.parent_id"
        f" WHERE below.kind = 'value' AND fulfilment.gender = '{gender}' ORDER BY 1"
    ).fetchall()
    return [label for (label,) in found]


PERCENT_ABOVE_100 = {"scale": {"kind": "amount"}, "unit_of_measure": "Procent"}
IN_PARTS = "0,85 är mindre än 1 procent, men andelar skrivs från 0 till 100."
OUTSIDE = "ligger utanför indikatorns skala."


@pytest.mark.parametrize(
    ("target", "changes", "wrong"),
    [
        ({"year1": 0.85}, {}, IN_PARTS),
        ({"year1": 90, "year3": 0.85, "tolerance": 3}, {}, IN_PARTS),
        ({"year1": 0.85, "tolerance": 3}, PERCENT_ABOVE_100, IN_PARTS),
        ({"year1": {"low": 0.8, "high": 0.85}, "tolerance": 1}, {"direction": "interval"}, IN_PARTS),
        ({"year1": 850}, {}, f"850 {OUTSIDE}"),
        ({"year1": -1, "tolerance": 1}, {}, f"-1 {OUTSIDE}"),
        ({"year1": {"low": 90, "high": 101}, "tolerance": 1}, {"direction": "interval"}, f"101 {OUTSIDE}"),
        ({"year1": 41}, {"scale": {"kind": "amount", "max": 40}, "unit_of_measure": "timmar"}, f"41 {OUTSIDE}"),
    ],
)
def test_a_target_that_cannot_be_meant_is_a_fault(
    tmp_path: Path, target: dict[str, Any], changes: dict[str, Any], wrong: str
) -> None:
    """A share typed as a part of 1 is met by every value: 85 was meant."""
    assert any(fault.endswith(wrong) for fault in faults(tmp_path, of(target, **changes)))


@pytest.mark.parametrize(
    ("target", "changes"),
    [
        ({"year1": 0.85, "tolerance": 0.1}, {}),
        ({"year1": 0.85}, {"direction": "lower"}),
        ({"year1": 0.1, "tolerance": 0.5}, {"scale": {"kind": "signed"}}),
        ({"year1": 0.85}, {"scale": {"kind": "share", "max": 1}}),
        ({"year1": 0.85}, {"scale": {"kind": "amount"}, "unit_of_measure": "timmar"}),
        ({"year1": 100}, {}),
        ({"year1": 850}, {"scale": {"kind": "amount"}, "unit_of_measure": "kronor"}),
    ],
)
def test_a_small_target_that_can_be_meant_is_none(
    tmp_path: Path, target: dict[str, Any], changes: dict[str, Any]
) -> None:
    read_definitions(write(tmp_path, of(target, **changes)))


@pytest.mark.parametrize(
    ("target", "changes", "wrong"),
    [
        ({"year1": {"change": "increase", "from": 2022}, "tolerance": 1}, {"direction": "lower"},
         "'increase' går åt fel håll, eftersom lägre är bättre."),
        ({"year1": {"change": "increase"}, "tolerance": 1}, {}, "utgår från ingenting."),
        ({"year1": {"change": "increase", "from": 2022}, "baseline": 3, "tolerance": 1}, {}, "utgår från både 'from' och 'baseline'."),
        ({"year1": {"change": "increase", "from": 2024}, "tolerance": 1}, {}, "mätningen 2024 är inte före målets år 2024."),
        ({"year1": {"change": "increase", "from": 2022}, "tolerance": 1},
         {"measured": {"kind": "year", "every": 2, "from": 2021}}, "'matt' mäts inte 2022."),
        ({"year1": {"change": "increase", "from": 2022}}, {}, "behöver en egen tolerans: målet är en regel, inte ett tal."),
        ({"year1": {"change": "improve", "from": 2022}, "tolerance": 1}, {"direction": "interval"},
         "'improve' kräver att högre eller lägre är bättre, men riktningen är 'interval'."),
        ({"year1": {"place": "best_quarter", "group": "similar"}, "tolerance": 1},
         {"rankable": False, "not_ranked": "Prov."}, "'matt' får inte rangordnas (rankable: false)."),
        ({"year1": {"place": "best_quarter", "group": "grannar"}, "tolerance": 1}, {}, "gruppen 'grannar' finns inte."),
        ({"year1": {"place": "best_quarter", "group": "all"}, "tolerance": 1},
         {"kpi_id": None, "similar": None, "measured_by": "Räknas."},
         "det som kommunen mäter själv har ingen grupp att jämföras med."),
        ({"year1": {"gender_gap": 3}, "tolerance": 1}, {"judged_genders": ["T", "K", "M"]},
         "är ett avstånd mellan kvinnor och män, men gäller T."),
        ({"year1": {"gender_gap": 3}, "gender": "K", "tolerance": 1}, {"judged_genders": ["K"]},
         "både kvinnors och mäns värden behövs."),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_judged_is_a_fault(
    tmp_path: Path, target: dict[str, Any], changes: dict[str, Any], wrong: str
) -> None:
    found = faults(tmp_path, of(target, **changes))
    assert any(fault.endswith(wrong) for fault in found), found


def test_rules_go_out_as_words_of_a_cell_and_come_back(tmp_path: Path) -> None:
    rules = {
        "öka från 2022 med minst 2,5": {"change": "increase", "from": 2022, "by": 2.5},
        "förbättras": {"change": "improve"},
        "bättre än medianen i liknande kommuner": {"place": "better_than_median", "group": "similar"},
        "bland bästa fjärdedelen i grannar": {"place": "best_quarter", "group": "grannar"},
        "högst 3 mellan kvinnor och män": {"gender_gap": 3},
        "i ord: Alla är trygga, alltid": {"text": "Alla är trygga, alltid"},
    }
    for number, (cell, rule) in enumerate(rules.items()):
        target = {"year1": rule, "tolerance": 1}
        if cell == "förbättras":
            target["baseline"] = 20
        if "gender_gap" in rule:
            target["gender"] = "K"
        content = of(target, own="text" in rule, judged_genders=["T", "K", "M"])
        content["municipality"] = {
            **content["municipality"],
            "comparison_groups": [{"id": "grannar", "title": "Grannarna", "members": ["9901", "9902"]}],
        }
        folder = write(tmp_path / str(number), content)
        path = folder.parent / "ut.xlsx"
        path.write_bytes(workbook(read_definitions(folder)))
        assert compare_workbook(folder, path).changes == ()
        book = openpyxl.load_workbook(path)
        page = book["Målvärden"]
        titles = {head.value: head.column for head in page[1]}
        assert page.cell(2, titles["Mål år 1"]).value == cell
        # Written for year 2 as well, it stands in the YAML as it would be typed.
        page.cell(2, titles["Mål år 2"]).value = cell.upper() if "grannar" not in cell and "ord" not in cell else cell
        book.save(path)
        write_back(compare_workbook(folder, path))
        plans = yaml.safe_load((folder / "plans.yaml").read_text(encoding="utf-8"))["plans"]
        assert plans[0]["targets"][0]["year2"] == rule


@pytest.mark.parametrize("who", ["flickor och pojkar", "pojkar och flickor", "män och kvinnor"])
def test_a_gap_is_read_as_the_council_names_the_two(tmp_path: Path, who: str) -> None:
    folder = write(
        tmp_path, of({"year1": {"gender_gap": 3}, "gender": "K", "tolerance": 1}, judged_genders=["T", "K", "M"])
    )
    path = folder.parent / "ut.xlsx"
    path.write_bytes(workbook(read_definitions(folder)))
    book = openpyxl.load_workbook(path)
    page = book["Målvärden"]
    titles = {head.value: head.column for head in page[1]}
    page.cell(2, titles["Mål år 1"]).value = f"Högst 2,5 mellan {who}"
    book.save(path)
    write_back(compare_workbook(folder, path))
    plans = yaml.safe_load((folder / "plans.yaml").read_text(encoding="utf-8"))["plans"]
    assert plans[0]["targets"][0]["year1"] == {"gender_gap": 2.5}


def test_what_is_neither_a_number_nor_a_rule_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, of({"year1": 90}))
    path = folder.parent / "ut.xlsx"
    path.write_bytes(workbook(read_definitions(folder)))
    book = openpyxl.load_workbook(path)
    page = book["Målvärden"]
    titles = {head.value: head.column for head in page[1]}
    page.cell(2, titles["Mål år 1"]).value = "öka lite"
    book.save(path)
    with pytest.raises(DefinitionError, match=r"'öka lite' är inget tal, intervall eller regel.*öka från 2023"):
        compare_workbook(folder, path)


def test_a_committees_rule_is_not_compared_with_the_councils_number(tmp_path: Path) -> None:
    def found(folder: Path, committee: dict[str, Any], **earlier: Any) -> list[dict[str, Any]]:
        plans = [plan(2024, [{**LEAF, "year1": 90, "tolerance": 1}])]
        plans.append(
            plan(2024, [{**LEAF, **committee, "tolerance": 1}], id="vp", decided_at=date(2023, 10, 1), decided_by="bun")
        )
        if earlier:
            plans.append(plan(2023, [{**LEAF, **earlier, "tolerance": 1}], id="vp23", decided_by="bun"))
        with measured(folder, definition(plans=plans), []) as con:
            return rows(con, "FROM checks WHERE check_id = 'weaker_target'")

    assert found(tmp_path / "number", {"year1": 88})[0]["status"] == "failed"
    assert found(tmp_path / "rule", FROM_2022) == []
    # Nor does an earlier number of the committee's take the rule's place.
    assert found(tmp_path / "earlier", FROM_2022, year1=80, year3=84) == []


def test_of_a_quality_factor_only_numbers_are_held_against_earlier_years(tmp_path: Path) -> None:
    factor = {"id": "mal", "kind": "quality_factor", "title": "Målet", "unit": "bun", "indicators": ["matt"],
              "perspective": "Målgrupp"}  # fmt: skip
    plans = [plan(2022, [{**LEAF, "year1": 90, "year3": 90, "tolerance": 1}]), plan(2024, [{**LEAF, **FROM_2022}])]
    content = definition(goals=[factor], plans=plans)
    content["municipality"] = {**content["municipality"], "perspectives": ["Målgrupp"]}
    with measured(tmp_path, content, cells({2022: 80.0, 2023: 80.0, 2024: 80.0})) as con:
        series = rows(con, "SELECT year, target, status FROM shortfall_series")
    assert [(r["year"], r["target"], r["status"]) for r in series] == [
        (2022, 90.0, "not_met"), (2023, 90.0, "not_met"), (2024, None, None),
    ]  # fmt: skip


def test_a_change_of_a_rule_is_told_by_key_and_is_the_cause(tmp_path: Path) -> None:
    values = cells({2021: 30.0, 2022: 21.4, 2024: 25.0})
    earlier = published(tmp_path / "a", of(FROM_2022), values)
    later = published(tmp_path / "b", of({"year1": {"change": "increase", "from": 2021}, "tolerance": 0}), values)
    told = compare_reports(open_side(earlier, "prov/2024-12"), open_side(later, "prov/2024-12"))
    fields = [(r["field"], r["before"], r["after"]) for r in told.tables["definition_change"].to_dicts()]
    assert fields == [("targets.mal matt T.year1.since", "2022", "2021")]
    (row,) = told.tables["status_change"].to_dicts()
    assert (row["status_before"], row["status_after"], row["cause"]) == ("met", "not_met", "new_target")


def test_a_rule_that_lost_its_ground_is_a_new_target_in_the_comparison(tmp_path: Path) -> None:
    earlier = published(tmp_path / "a", of(FROM_2022), cells({2022: 21.4, 2024: 25.0}))
    later = published(tmp_path / "b", of(FROM_2022), cells({2024: 25.0}))
    told = compare_reports(open_side(earlier, "prov/2024-12"), open_side(later, "prov/2024-12"))
    (row,) = told.tables["status_change"].to_dicts()
    assert (row["status_after"], row["cause"], row["reason_after"]) == ("not_assessed", "new_target", "no_baseline")


def test_several_committees_may_have_one_indicator_with_a_target_each(tmp_path: Path) -> None:
    """Two goals of two committees, one KPI: two leaves, and each committee is judged by its own."""
    goals = [
        {"id": name, "kind": "own_result", "title": name, "unit": unit, "indicators": ["matt"]}
        for name, unit in (("skolans", "bun"), ("styrelsens", "ks"))
    ]
    targets = [
        {"goal": "skolans", "indicator": "matt", "year1": 90, "tolerance": 1},
        {"goal": "styrelsens", "indicator": "matt", "year1": {"change": "increase", "from": 2022}, "tolerance": 1},
    ]
    content = definition(goals=goals, plans=[plan(2024, targets)])
    with measured(tmp_path, content, cells({2022: 80.0, 2024: 85.0})) as con:
        told = {r["unit_id"]: r["status"] for r in rows(con, "FROM fulfilment")}
        (level,) = rows(con, "FROM level_status WHERE unit_id = 'kf'")
    assert told == {"bun": "not_met", "ks": "met"}
    assert (level["n_met"], level["n_not_met"]) == (1, 1)


# A target in words (§2).

SAFE = "Invånarna är trygga i centrum."


def in_words(*judgements: dict[str, Any], **changes: Any) -> dict[str, Any]:
    content = of({"year1": {"text": SAFE}}, own=True, **changes)
    at = {"report": "2024-12", "unit": "bun", "goal": "mal", "indicator": "matt", "by": "Nämnden", "date": "2025-01-20"}
    return {**content, "judgements": [{**at, **each} for each in judgements]}


def test_a_target_in_words_is_judged_by_those_responsible(tmp_path: Path) -> None:
    content = in_words({"status": "partly", "motivation": "Fler känner sig trygga, men inte kvällstid."})
    row = judged(tmp_path, content, [])
    assert (row["status"], row["reason"], row["gap"], row["target"], row["tolerance"]) == (
        "partly",
        None,
        None,
        None,
        None,
    )
    assert (row["target_text"], row["own_motivation"]) == (SAFE, "Fler känner sig trygga, men inte kvällstid.")
    with measured(tmp_path / "goal", content, []) as con:
        (goal,) = rows(con, "FROM goal_status WHERE unit_id IS NULL")
    # It counts as any leaf's, and is no judgement of the goal.
    assert (goal["n_partly"], goal["score"], goal["status"], goal["own_judgement"]) == (1, 0.5, "partly", None)


def test_without_a_judgement_of_its_own_it_is_not_assessed(tmp_path: Path) -> None:
    row = judged(tmp_path / "none", in_words(), [])
    assert (row["status"], row["reason"]) == ("not_assessed", "no_own_judgement")
    elsewhere = in_words({"status": "met", "motivation": "I augusti.", "report": "2024-08"})
    assert judged(tmp_path / "august", elsewhere, [])["reason"] == "no_own_judgement"
    # A measured value is shown, and judges nothing.
    with_value = {**in_words(), "measurements": [{"indicator": "matt", "unit": "bun", "year": 2024, "value": 99}]}
    row = judged(tmp_path / "value", with_value, [])
    assert (row["value"], row["status"], row["reason"]) == (99.0, "not_assessed", "no_own_judgement")


def test_the_page_and_the_explanation_say_whose_judgement_it_is(tmp_path: Path) -> None:
    content = in_words({"status": "met", "motivation": "Alla är trygga."})
    assert told(tmp_path, content, []) == (
        f"Målet för 2024 är ”{SAFE}” Så bedömer de ansvariga det själva: Alla är trygga."
    )
    assert why_of(tmp_path / "why", content, []) == f"mått: målet är ”{SAFE}”, enligt de ansvarigas egen bedömning."
    measured_too = {**content, "measurements": [{"indicator": "matt", "unit": "bun", "year": 2024, "value": 99}]}
    assert "99" not in why_of(tmp_path / "value", measured_too, [])
    assert why_of(tmp_path / "none", in_words(), []).startswith("mått: egen bedömning saknas")
    steps = explained(tmp_path / "explained", content, [])
    assert steps["target"].startswith(f"”{SAFE}” för 2024, enligt Plan 2024")
    assert steps["status"] == "Uppfyllt, enligt egen bedömning: Alla är trygga."
    assert "tolerance" not in steps


def test_another_judgement_of_a_target_in_words_has_its_cause(tmp_path: Path) -> None:
    sides = [
        open_side(published(tmp_path / status, in_words({"status": status, "motivation": "Så."}), []), "prov/2024-12")
        for status in ("met", "not_met")
    ]
    (row,) = compare_reports(*sides).tables["status_change"].to_dicts()
    assert (row["status_before"], row["status_after"], row["cause"]) == ("met", "not_met", "changed_definition")


def test_a_judgement_of_a_target_that_is_a_number_is_a_fault_and_words_of_a_kpi_too(tmp_path: Path) -> None:
    content = in_words({"status": "met", "motivation": "Så."})
    number = {**content, "plans": [plan(2024, [{**LEAF, "year1": 90}])]}
    assert any(
        "inget målvärde i ord, och bedöms av sitt värde" in fault for fault in faults(tmp_path / "number", number)
    )
    kpi = of({"year1": {"text": SAFE}})
    assert any("är i ord, men 'matt' mäts i Kolada" in fault for fault in faults(tmp_path / "kpi", kpi))
