"""A judgement step by step: worked out by hand, and never other than the report has it."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.finished.explain import Explanation, explain
from assets.finished.open_finished import Side, open_side
from models.errors import UsageError
from models.tables.header import table
from models.words.explanation import EXPLAIN, EXPLAIN_STEP
from models.words.judgements import GROUP_ORDER
from models.words.numbers import NBSP
from pipelines.command.print_explain import as_json, as_text
from tests.small import OWN, cells, definition, indicator, plan, published

GOAL = {"goal": "mal", "indicator": "matt"}
OWN_MEASURE = {"kpi_id": None, "similar": None, "measured_by": "Räknas i maj."}


def opened(tmp_path: Path, target: dict[str, Any], values: Any, report: str = "2024-12", **changes: Any) -> Side:
    sections = {key: changes.pop(key) for key in ("plans", "measurements", "forecasts") if key in changes}
    made: dict[str, Any] = {"plans": [plan(2024, [{**GOAL, **target}])], **sections}
    content = definition(indicators=[indicator("Godkända", **changes)], **made)
    return open_side(published(tmp_path, content, values, report), f"prov/{report}")


def only(side: Side) -> dict[str, str]:
    """The sentences of the one judgement, by step."""
    found = explain(side, "matt", goal=None, unit=None, gender=None)
    assert len(found) == 1
    return sentences(found[0])


def sentences(each: Explanation) -> dict[str, str]:
    return {step.key: step.text.replace(NBSP, " ") for step in each.steps}


def test_89_95_against_90_is_rounded_before_it_is_judged(tmp_path: Path) -> None:
    side = opened(tmp_path, {"year1": 90, "year3": 94}, cells({2024: 89.95}))
    told = only(side)
    assert told["value"].startswith("Värdet för 2024 är 89,95 procent (Källa: Kolada).")
    assert told["rounding"] == "Till 1 decimal, och en halva rundas bort från noll: 89,95 blir 90,0."
    assert told["target"] == "90,0 procent för 2024, som är år 1 i Plan 2024 (plan-2024), beslutad 2023-06-01."
    assert told["tolerance"] == "Ingen är satt, så 20 % av målvärdet gäller: 0,2 · 90 = 18 procent."
    assert told["gap"] == "Högre är bättre, så avståndet är värdet minus målvärdet: 90,0 − 90,0 = 0,0."
    assert told["status"] == "0,0 är inte under noll: Uppfyllt."
    assert "path" not in told
    assert list(told) == ["value", "rounding", "target", "tolerance", "gap", "status", "comparison"]


def test_a_value_of_a_year_without_a_wave_is_shown_and_said_not_to_be_judged(tmp_path: Path) -> None:
    often = {"kind": "school_year", "every": 3, "from": 2023}
    told = only(
        opened(tmp_path, {"year1": 90, "year3": 94}, cells({2020: 80.0, 2023: 85.0, 2024: 85.0}), measured=often)
    )
    assert told["value"].startswith(
        "Ingen ny mätning är väntad läsåret 2023/24. Värdet för läsåret 2022/23, 85 procent, visas men bedöms inte (Källa: Kolada). "
        "Värdet är slutligt. Det mäts vart 3:e år från läsåret 2022/23, och ett värde får vara högst 1 mätning gammalt."
    )
    assert told["status"] == "Bedöms inte, eftersom ingen ny mätning är väntad."
    assert told["change"].startswith("Vid mätningen före, läsåret 2019/20, var värdet 80.")
    assert {"gap", "degree", "path"}.isdisjoint(told)


def test_a_measurement_of_a_school_year_never_says_a_bare_year(tmp_path: Path) -> None:
    side = opened(
        tmp_path,
        {"year1": 84, "year3": 90},
        cells({2023: 80.0, 2024: [85.0, *range(60, 89)]}),
        measured={"kind": "school_year"},
    )
    told = only(side)
    assert told["value"].startswith("Värdet för läsåret 2023/24 är 85 procent")
    assert told["target"].startswith("84,0 procent för läsåret 2023/24, som är år 1 i Plan 2024")
    assert told["change"].startswith("Läsåret före var värdet 80.")
    # Days, the names of plans, and what is reckoned with the years of a plan are no years of a measurement.
    without = re.sub(r"20\d\d-\d\d-\d\d|[Pp]lan[ -]20\d\d|\(20\d\d − 20\d\d\)", "", " ".join(told.values()))
    assert re.findall(r"20\d\d(?!/\d\d)", without) == []


def test_minus_4_1_is_better_than_minus_2_where_lower_is_better(tmp_path: Path) -> None:
    side = opened(
        tmp_path,
        {"year1": -2.0, "tolerance": 0.5},
        cells({2024: -4.1, 2023: -4.0}),
        direction="lower",
        scale={"kind": "signed"},
    )
    told = only(side)
    assert told["tolerance"] == "0,5 procent, satt för målvärdet i planen."
    assert told["gap"] == "Lägre är bättre, så avståndet är målvärdet minus värdet: −2,0 − (−4,1) = 2,1."
    assert told["status"] == "2,1 är inte under noll: Uppfyllt."
    assert (
        told["change"]
        == "Året före var värdet −4. Förändringen är −0,1, för kort serie (minst 0,1 räknas som förändring)."
    )


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (72.0, "−18,0 är under noll men inte längre bort än toleransen (−18,0 ≥ −18): Delvis uppfyllt."),
        (71.9, "−18,1 är längre bort än toleransen (−18,1 < −18): Ej uppfyllt."),
    ],
)
def test_the_tolerance_tells_partly_from_not_met(tmp_path: Path, value: float, status: str) -> None:
    assert only(opened(tmp_path, {"year1": 90}, cells({2024: value})))["status"] == status


def test_without_a_year_1_the_target_lies_on_the_path(tmp_path: Path) -> None:
    earlier = plan(2023, [{**GOAL, "year1": 80, "year3": 85, "baseline": 78}])
    told = only(opened(tmp_path, {}, cells({2024: 81.0}), plans=[earlier], tolerance=1))
    formula = "80 + (85 − 80) · (2024 − 2023) ÷ (2025 − 2023) = 82,5 (egen beräkning)"
    assert told["target"].endswith(f"så vägen i Plan 2023 (plan-2023), beslutad 2022-06-01, gäller. {formula}.")
    assert told["tolerance"] == "1 procent, satt för indikatorn."
    # (81 − 78) ÷ (82,5 − 78) = 0,667, and (85 − 81) ÷ (2025 − 2024) = 4 a year, for one year.
    assert "är 67 % av vägen gången: (81,0 − 78,0) ÷ (82,5 − 78,0)" in told["degree"]
    assert told["path"] == (
        f"Enligt Plan 2023 (plan-2023) ska 2024 ligga på {formula}. Värdet 81,0 är ej i fas."
        " För att nå 85 för 2025, år 3 i Plan 2023 (plan-2023), krävs +4,0 till dess."
    )


def test_a_target_with_more_decimals_is_rounded_and_its_tolerance_is_not(tmp_path: Path) -> None:
    told = only(opened(tmp_path, {"year1": 82.25}, cells({2024: 82.24})))
    assert told["target"].endswith("Det avrundas till 82,3.")
    assert told["tolerance"].endswith("0,2 · 82,25 = 16,45 procent.")
    assert told["gap"].endswith("82,2 − 82,3 = −0,1.")


def test_an_interval_has_two_differences(tmp_path: Path) -> None:
    low_high = {"low": -1, "high": 13}
    side = opened(
        tmp_path,
        {"year1": low_high, "tolerance": 1},
        cells({2024: 14.0}),
        direction="interval",
        scale={"kind": "signed"},
    )
    told = only(side)
    assert told["gap"].endswith("minsta av 14,0 − (−1,0) = 15,0 och 13,0 − 14,0 = −1,0: −1,0.")
    assert told["status"].endswith("Delvis uppfyllt.")


def test_without_a_value_the_reason_stands_in_its_place(tmp_path: Path) -> None:
    told = only(opened(tmp_path, {"year1": 90}, [("N99001", OWN, 2024, "T", None, "Privacy")]))
    assert told["value"].startswith("Det finns inget värde att bedöma (sekretess). Ett värde får vara högst 1 år")
    assert told["status"] == "Ej bedömd, eftersom värde saknas att bedöma."
    assert "gap" not in told


def test_a_neutral_indicator_and_one_without_a_target_are_not_judged(tmp_path: Path) -> None:
    neutral = only(opened(tmp_path, {}, cells({2024: 90.0}), direction="neutral", plans=[]))
    assert neutral["target"] == "Indikatorn värderas inte och har därför inget målvärde."
    assert neutral["status"] == "Bedöms inte."
    bare = only(opened(tmp_path / "b", {}, cells({2024: 90.0}), plans=[]))
    assert bare["target"] == "Ingen beslutad plan har ett målvärde för 2024."


def test_a_direction_that_nobody_has_confirmed_is_said_to_be_why(tmp_path: Path) -> None:
    told = only(opened(tmp_path, {"year1": 90, "year3": 94}, cells({2023: 85.0, 2024: 90.0}), proposed=["direction"]))
    assert told["target"].startswith("90,0 procent för 2024")
    assert told["status"] == "Ej bedömd, eftersom ingen har bekräftat åt vilket håll som är bättre."
    assert list(told) == ["value", "rounding", "target", "status", "change", "comparison"]


def test_a_series_break_leaves_the_year_before_uncompared(tmp_path: Path) -> None:
    told = only(opened(tmp_path, {"year1": 90}, cells({2023: 80.0, 2024: 91.0}), series_breaks=[2024]))
    assert told["change"] == "Året före var värdet 80, men de två kan inte jämföras: bruten tidsserie."


def test_a_forecast_says_who_made_it_and_what_would_have_stood(tmp_path: Path) -> None:
    forecast = {
        "report": "2024-04", "indicator": "matt", "value": 88, "by": "Skolchefen", "date": date(2024, 5, 2), "reason": "Fler lärare",
    }  # fmt: skip
    side = opened(tmp_path, {"year1": 90}, cells({2023: 85.0}), "2024-04", forecasts=[forecast])
    value = only(side)["value"]
    assert value.startswith(
        "Prognosen för 2024 är 88 procent, gjord av Skolchefen den 2024-05-02 med motiveringen ”Fler"
    )
    assert "Utan den hade 85 gällt." in value


def test_months_and_those_behind_a_value_are_told(tmp_path: Path) -> None:
    flow = {**OWN_MEASURE, "scale": {"kind": "amount"}, "aggregation": "sum", "forecast": "flow"}
    months = [{"indicator": "matt", "unit": "bun", "year": 2024, "month": i, "value": 7} for i in range(1, 5)]
    value = only(opened(tmp_path, {"year1": 90}, [], "2024-04", measurements=months, **flow))["value"]
    # Four months of 7 are 28, and 28 ÷ (4 ÷ 12) = 84.
    assert value.startswith("Prognosen för helåret 2024 är 84 procent, räknad ur månaderna hittills")
    assert "Tidigare år saknas" in value
    few = [{"indicator": "matt", "unit": "bun", "year": 2024, "value": 80, "count": 40}]
    value = only(opened(tmp_path / "b", {"year1": 90}, [], measurements=few, **OWN_MEASURE))["value"]
    assert "Bakom värdet står 40. Det är få (under 50)" in value


def test_a_qualitative_judgement_names_its_steps(tmp_path: Path) -> None:
    ordinal = {
        **OWN_MEASURE, "scale": {"kind": "ordinal"}, "steps": ["bristande", "godtagbar", "god"], "decimals": 0, "precision": 1,
    }  # fmt: skip
    measured = [{"indicator": "matt", "unit": "bun", "year": 2024, "step": "godtagbar"}]
    told = only(opened(tmp_path, {"year1": "god", "tolerance": 1}, [], measurements=measured, **ordinal))
    assert told["value"].startswith("Värdet för 2024 är godtagbar (")
    assert told["target"].startswith("god (steg 3) för 2024")
    assert told["gap"].endswith("2 − 3 = −1.")
    assert told["status"].endswith("Delvis uppfyllt.")


def test_the_place_among_others_is_the_reports(tmp_path: Path) -> None:
    side = opened(tmp_path, {"year1": 90}, cells({2024: [60.0 + i for i in range(30)][::-1]}))
    found = explain(side, "matt", goal=None, unit=None, gender=None)[0]
    told = {
        step.numbers["group_kind"]: step.text.replace(NBSP, " ") for step in found.steps if step.key == "comparison"
    }
    # 89, …, 60: the best of thirty, whose median is 74.5.
    assert (
        told["all"]
        == "Alla kommuner: plats 1 av 30, 100,0 poäng av 100 och +14,5 mot medianen 74,5; bästa fjärdedelen."
    )
    assert told["similar"].endswith("ingen färg, eftersom färre än 20 har värde.")
    report = pl.read_parquet(side.folder / "tables" / "comparison.parquet").filter(area_id=OWN)
    assert set(told) == set(report["group_kind"])


def test_goal_unit_and_gender_choose_among_several(tmp_path: Path) -> None:
    targets = [{**GOAL, "year1": 90, "gender": gender} for gender in "TKM"]
    values = [cell for gender in "TKM" for cell in cells({2024: 91.0}, gender=gender)]
    side = opened(tmp_path, {}, values, plans=[plan(2024, targets)], judged_genders=["T", "K", "M"])
    assert len(explain(side, "matt", goal=None, unit=None, gender=None)) == 3
    women = explain(side, "matt", goal="mal", unit="bun", gender="K")
    assert [each.row["gender"] for each in women] == ["K"]
    assert women[0].title == "Godkända (N99001), kvinnor. Målet. Nämnden"
    with pytest.raises(UsageError, match=r"med goal_id mål. Den har: mal"):
        explain(side, "matt", goal="mål", unit=None, gender=None)
    with pytest.raises(UsageError, match=r"med unit_id ks. Den har: bun"):
        explain(side, "matt", goal=None, unit="ks", gender=None)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [("mat", "Närmast: matt"), ("N99001", "Närmast: matt"), ("godkänd", "Närmast: matt"), ("xyz", "Den har: matt")],
)
def test_an_unknown_indicator_is_told_with_the_nearest(tmp_path: Path, wanted: str, told: str) -> None:
    side = opened(tmp_path, {"year1": 90}, cells({2024: 91.0}))
    with pytest.raises(UsageError, match=f"bedömer ingen indikator '{wanted}'. {told}"):
        explain(side, wanted, goal=None, unit=None, gender=None)


def test_without_value_and_target_it_is_told_that_nothing_is_judged(tmp_path: Path) -> None:
    earlier = plan(2020, [{**GOAL, "year1": 80}])
    told = only(opened(tmp_path, {}, cells({2019: 81.0}), plans=[earlier]))
    assert told["value"].startswith("Det finns varken värde eller målvärde. Ett värde får vara högst 1 år gammalt.")
    assert told["target"] == "Ingen beslutad plan har ett målvärde för 2024."
    assert told["status"] == "Bedöms inte."
    assert set(told) == {"value", "target", "status"}


def test_the_path_is_of_the_newest_plan_that_has_one_and_the_target_of_the_last(tmp_path: Path) -> None:
    plans = [plan(2022, [{**GOAL, "year1": 80, "year3": 90}]), plan(2023, [{**GOAL, "year1": 84, "year3": 88}])]
    side = opened(tmp_path, {}, cells({2024: 89.0}), plans=[*plans, plan(2024, [{**GOAL, "year1": 87}])])
    told = only(side)
    assert "år 1 i Plan 2024 (plan-2024)" in told["target"]
    assert told["path"].startswith("Enligt Plan 2023 (plan-2023) ska 2024 ligga på 84 + (88 − 84) · (2024 − 2023) ÷")


@pytest.mark.parametrize("column", ["gap", "tolerance", "status", "path_value", "plan_version"])
def test_a_report_that_contradicts_itself_is_not_explained(tmp_path: Path, column: str) -> None:
    plans = [plan(2023, [{**GOAL, "year1": 80, "year3": 84}]), plan(2024, [{**GOAL, "year1": 90}])]
    side = opened(tmp_path, {}, cells({2024: 89.0}), plans=plans)
    assert explain(side, "matt", goal=None, unit=None, gender=None)
    path = side.folder / "tables" / "fulfilment.parquet"
    words = {"status": "met", "plan_version": "plan-2023"}
    other = pl.lit(words[column]) if column in words else pl.col(column) + 1
    pl.read_parquet(path).with_columns(other.alias(column)).write_parquet(path)
    with pytest.raises(UsageError, match=f"har {column} .* Gör om den: styrtal run"):
        explain(side, "matt", goal=None, unit=None, gender=None)


def test_text_is_numbered_and_json_has_the_numbers(tmp_path: Path) -> None:
    side = opened(tmp_path, {"year1": 90}, cells({2024: 89.95}))
    found = explain(side, "matt", goal=None, unit=None, gender=None)
    lines = as_text(side, found).splitlines()
    assert lines[0] == "År 2024 (prov/2024-12)"
    assert lines[2].startswith("1. Värde: ")
    assert lines[-1] == f"Spårnummer: {found[0].row['lineage_id']}"
    told = as_json(side, found)["judgements"][0]
    steps = {step["step"]: step for step in told["steps"]}
    assert (steps["value"]["value"], steps["rounding"]["rounded"], steps["gap"]["gap"]) == (89.95, 90.0, 0.0)
    assert (steps["tolerance"]["from"], steps["target"]["decided_at"], told["status"]) == ("share", "2023-06-01", "met")


def test_every_step_and_status_has_its_words() -> None:
    statuses = next(column.words for column in table("fulfilment").columns if column.name == "status")
    assert set(statuses) <= set(EXPLAIN)
    steps = next(column.words for column in table("judgement_step").columns if column.name == "step")
    assert list(steps) == list(EXPLAIN_STEP)


def test_the_places_stand_in_the_order_of_the_pages(tmp_path: Path) -> None:
    assert str(list(GROUP_ORDER)) in table("judgement_step").sql
    side = opened(tmp_path, {"year1": 90}, cells({2024: [91.0, *(60.0 + i for i in range(20))]}))
    (found,) = explain(side, "matt", goal=None, unit=None, gender=None)
    kinds = [step.numbers["group_kind"] for step in found.steps if step.key == "comparison"]
    assert kinds
    assert kinds == sorted(kinds, key=lambda kind: GROUP_ORDER.index(str(kind)))
