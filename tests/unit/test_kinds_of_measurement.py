"""What a measurement is of, and how often there is one (docs/measures.md §1): figures worked out by hand from the document."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.errors import DefinitionError
from tests.small import cells, definition, indicator, measured, plan, rows
from tests.unit.test_local_measures import UNITS, judged, own, world

SCHOOL_MONTHS = [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]
ATTENDANCE = {"aggregation": "sum", "forecast": "flow", "scale": {"kind": "amount"},
              "measured": {"kind": "month", "months": SCHOOL_MONTHS}}  # fmt: skip
EVERY_THIRD = {"aggregation": "none", "measured": {"kind": "occasion", "every": 3, "from": 2020}}
TERMS = {"aggregation": "none", "measured": {"kind": "term"}}
GOAL = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt", "annat"]}


def values(given: dict[tuple[int, int | None] | int, float], **changes: Any) -> list[dict[str, Any]]:
    """Measurements of the committee, by year or by year and month."""
    places = {at if isinstance(at, tuple) else (at, None): value for at, value in given.items()}
    return [
        {"unit": "bun", "year": year, **({"month": month} if month else {}), "value": value, **changes}
        for (year, month), value in places.items()
    ]


def in_months(year: int, value: float, months: list[int]) -> dict[tuple[int, int | None] | int, float]:
    return {(year, month): value for month in months}


def used(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["year"], row["value"], row["status"], row["reason"]


# Parts of a year


def test_a_year_of_attendance_without_july_is_complete(tmp_path: Path) -> None:
    row = judged(tmp_path, world(values(in_months(2024, 8, SCHOOL_MONTHS)), **ATTENDANCE))
    assert used(row) == (2024, 88.0, "met", None)


def test_a_year_of_attendance_that_lacks_another_month_is_incomplete_and_never_said_to_lack(tmp_path: Path) -> None:
    row = judged(tmp_path, world(values(in_months(2024, 8, SCHOOL_MONTHS[1:])), **ATTENDANCE))
    assert used(row) == (None, None, "not_assessed", "incomplete")


def test_a_month_that_is_not_expected_adds_nothing(tmp_path: Path) -> None:
    row = judged(tmp_path, world(values(in_months(2024, 8, [*SCHOOL_MONTHS, 7])), **ATTENDANCE))
    assert row["value"] == 88.0


def test_the_fallback_of_a_flow_counts_the_expected_parts_that_have_come(tmp_path: Path) -> None:
    # By August seven of eleven months: 56 so far foretell 56 / (7/11) = 88.
    row = judged(tmp_path, world(values(in_months(2024, 8, [1, 2, 3, 4, 5, 6, 8])), **ATTENDANCE), report="2024-08")
    assert (row["value"], row["forecast_flag"]) == (pytest.approx(88), "months_by_twelve")


@pytest.mark.parametrize(("kind", "parts"), [("quarter", [3, 6, 9, 12]), ("tertial", [4, 8, 12]), ("term", [6, 12])])
def test_a_year_is_put_together_from_its_quarters_tertials_or_terms(
    kind: str, parts: list[int], tmp_path: Path
) -> None:
    changes = {**ATTENDANCE, "measured": {"kind": kind}}
    row = judged(tmp_path / "all", world(values(in_months(2024, 60, parts)), **changes))
    assert row["value"] == 60.0 * len(parts)
    row = judged(tmp_path / "some", world(values(in_months(2024, 60, parts[:-1])), **changes))
    assert used(row) == (None, None, "not_assessed", "incomplete")


def test_a_flow_of_quarters_is_foretold_by_their_share_of_the_years_before(tmp_path: Path) -> None:
    # By August two quarters: 30 of 90 in 2023, a third; 25 so far foretell 75.
    changes = {**ATTENDANCE, "measured": {"kind": "quarter"}}
    given = {(2023, 3): 10, (2023, 6): 20, (2023, 9): 40, (2023, 12): 20, (2024, 3): 10, (2024, 6): 15}
    row = judged(tmp_path, world(values(given), **changes), report="2024-08")
    assert (row["value"], row["forecast_flag"]) == (pytest.approx(75), None)


def test_a_level_is_that_of_the_last_part_and_is_compared_with_the_same_part(tmp_path: Path) -> None:
    given = {(2023, 6): 70.0, (2023, 12): 80.0, (2024, 6): 75.0, (2024, 12): 90.0}
    spring = judged(tmp_path / "spring", world(values(dict(list(given.items())[:3])), **TERMS), report="2024-08")
    assert (spring["value"], spring["previous_value"], spring["change"], spring["trend"]) == (
        75.0,
        70.0,
        5.0,
        "series_too_short",
    )
    whole = judged(tmp_path / "whole", world(values(given), **TERMS))
    assert (whole["value"], whole["previous_value"], whole["change"]) == (90.0, 80.0, 10.0)


def test_a_level_whose_last_part_lacks_gives_the_year_no_value(tmp_path: Path) -> None:
    row = judged(tmp_path, world(values({(2024, 6): 75.0}), **{**TERMS, "lag": 0}))
    assert used(row) == (None, None, "not_assessed", "incomplete")


# School years


def test_a_school_year_ends_in_june_in_the_organisation_of_then(tmp_path: Path) -> None:
    """Norra moves from the other committee in August: of 2023/24 it stands there, and 2024/25 is not compared with it."""
    units = [
        *UNITS[:2],
        {"id": "kfn", "title": "Kultur", "level": "committee", "parent": "kf"},
        {"id": "norra", "title": "Norra skolan", "level": "workplace", "parent": "bun",
         "moved": [{"parent": "kfn", "until": date(2024, 7, 31)}]},
    ]  # fmt: skip
    ratio = {"measured": {"kind": "school_year"}, "units": units}
    shares = [
        {"unit": "norra", "year": year, "numerator": n, "denominator": 100} for year, n in ((2024, 80), (2025, 90))
    ]
    row = judged(tmp_path / "2024", world(shares[:1], **ratio))
    assert used(row) == (None, None, "not_assessed", "missing")
    content = world(shares, **ratio)
    content["plans"] = [plan(2025, [{"goal": "mal", "indicator": "matt", "year1": 80, "tolerance": 5}])]
    row = judged(tmp_path / "2025", content, report="2025-12")
    assert (row["value"], row["change"], row["reorganised"]) == (90.0, None, True)


# Waves


def test_in_a_year_without_a_wave_the_last_value_is_shown_and_not_judged(tmp_path: Path) -> None:
    content = world(values({2020: 70, 2023: 85}), **{**EVERY_THIRD, "lag": 0})
    content["indicators"].append(own(id="annat", aggregation="none"))
    content["goals"] = [GOAL]
    content["measurements"].append({"indicator": "annat", "unit": "bun", "year": 2024, "value": 85})
    content["plans"][0]["targets"].append({"goal": "mal", "indicator": "annat", "year1": 80, "tolerance": 5})
    with measured(tmp_path, content, []) as con:
        row = rows(con, "FROM fulfilment WHERE indicator_id = 'matt'")[0]
        goal = rows(con, "FROM goal_status WHERE unit_id IS NULL")[0]
    assert used(row) == (2023, 85.0, "no_judgement", "no_measurement_expected")
    assert (row["previous_value"], row["change"], row["trend"]) == (70.0, 15.0, "series_too_short")
    assert [row[name] for name in ("gap", "degree", "on_path", "required_change", "forecast_flag")] == [None] * 5
    assert (goal["coverage"], goal["score"], goal["status"], goal["n_no_judgement"]) == (1.0, 1.0, "met", 1)


@pytest.mark.parametrize(
    ("lag", "given", "expected"),
    [
        (0, {2021: 70, 2024: 85}, (2024, 85.0, "met", None)),
        (0, {2021: 85}, (None, None, "not_assessed", "no_new_measurement")),
        (1, {2021: 85}, (2021, 85.0, "met", None)),
        (1, {2018: 85}, (None, None, "not_assessed", "no_new_measurement")),
    ],
)
def test_lag_counts_waves(lag: int, given: dict[Any, float], expected: tuple[Any, ...], tmp_path: Path) -> None:
    changes = {"aggregation": "none", "measured": {"kind": "occasion", "every": 3, "from": 2018}, "lag": lag}
    assert used(judged(tmp_path, world(values(given), **changes))) == expected


def test_what_is_measured_between_the_waves_is_no_measurement(tmp_path: Path) -> None:
    row = judged(tmp_path, world(values({2020: 70, 2023: 85, 2024: 60}), **EVERY_THIRD))
    assert used(row) == (2023, 85.0, "no_judgement", "no_measurement_expected")


def test_a_break_anywhere_between_two_waves_leaves_no_change(tmp_path: Path) -> None:
    row = judged(tmp_path, world(values({2020: 70, 2023: 85}), **{**EVERY_THIRD, "series_breaks": [2022]}))
    assert (row["value"], row["previous_value"], row["change"]) == (85.0, 70.0, None)


def test_kolada_repeating_a_survey_gives_no_new_measurement(tmp_path: Path) -> None:
    content = definition(indicators=[indicator(measured={"kind": "occasion", "every": 2, "from": 2021}, lag=0)])
    with measured(tmp_path, content, cells({2019: 80, 2020: 80, 2021: 91, 2022: 91, 2023: 93, 2024: 93})) as con:
        row = rows(con, "FROM fulfilment")[0]
        years = rows(con, "SELECT year, change, slope FROM comparison WHERE group_kind = 'all' ORDER BY year")
    assert used(row) == (2023, 93.0, "no_judgement", "no_measurement_expected")
    assert (row["previous_value"], row["change"]) == (91.0, 2.0)
    # Over three waves of four years: (93 − 80) / 4.
    assert [tuple(year.values()) for year in years] == [(2019, None, None), (2021, 11.0, None), (2023, 2.0, 3.25)]


def test_shortfalls_count_waves_and_not_the_years_between(tmp_path: Path) -> None:
    content = world(values({2018: 60, 2019: 99, 2020: 61, 2022: 62, 2024: 63}), **{**EVERY_THIRD,
                    "measured": {"kind": "year", "every": 2, "from": 2018}})  # fmt: skip
    content["goals"] = [
        {
            "id": "mal",
            "kind": "quality_factor",
            "title": "Målet",
            "unit": "bun",
            "indicators": ["matt"],
            "perspective": "P",
        }
    ]
    content["municipality"] = {**content["municipality"], "perspectives": ["P"]}
    content["plans"] = [
        plan(year, [{"goal": "mal", "indicator": "matt", "year1": 90, "tolerance": 5}])
        for year in (2018, 2020, 2022, 2024)
    ]
    with measured(tmp_path, content, []) as con:
        series = rows(con, "SELECT year, n_in_a_row FROM shortfall_series ORDER BY year")
        found = rows(con, "FROM shortfalls")[0]
    assert [tuple(row.values()) for row in series] == [(2018, 1), (2020, 2), (2022, 3), (2024, 4)]
    assert (found["n_in_a_row"], found["n_missing"], found["candidate"]) == (4, 0, True)


def test_who_was_measured_in_the_wave_before_is_expected_in_this_one(tmp_path: Path) -> None:
    """Two schools answered in 2021 and one in 2024: half of them, which shows as coverage."""
    changes = {"measured": {"kind": "occasion", "every": 3, "from": 2021}}
    shares = [
        {"unit": unit, "year": year, "numerator": 80, "denominator": 100}
        for unit, year in (("norra", 2021), ("sodra", 2021), ("norra", 2024))
    ]
    row = judged(tmp_path, world(shares, **changes))
    assert (row["value"], row["unit_coverage"]) == (80.0, 0.5)


# Women and men without a total


def both(**of: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"unit": "bun", "year": 2024, "gender": gender, **given} for gender, given in of.items()]


@pytest.mark.parametrize(
    ("aggregation", "women", "men", "total"),
    [
        ("sum", {"value": 30}, {"value": 55.5}, 85.5),
        # Of 10 and 90 answers: 86 of 100.
        ("ratio", {"numerator": 5, "denominator": 10}, {"numerator": 81, "denominator": 90}, 86.0),
        ("weighted_mean", {"value": 50, "count": 10}, {"value": 90, "count": 90}, 86.0),
    ],
)
def test_the_total_is_counted_from_women_and_men(
    aggregation: str, women: dict[str, Any], men: dict[str, Any], total: float, tmp_path: Path
) -> None:
    changes = {"aggregation": aggregation, "scale": {"kind": "amount"}}
    row = judged(tmp_path, world(both(K=women, M=men), **changes))
    assert (row["gender"], row["value"], row["status"]) == ("T", total, "met")


@pytest.mark.parametrize(
    ("aggregation", "women", "men"),
    [
        ("weighted_mean", {"value": 50}, {"value": 90}),
        ("ratio", {"value": 50}, {"value": 90}),
        ("none", {"value": 50}, {"value": 90}),
        ("sum", {"value": 50}, {"status": "Privacy"}),
    ],
)
def test_a_total_that_cannot_be_counted_is_incomplete(
    aggregation: str, women: dict[str, Any], men: dict[str, Any], tmp_path: Path
) -> None:
    row = judged(tmp_path, world(both(K=women, M=men), aggregation=aggregation))
    assert used(row) == (None, None, "not_assessed", "incomplete")


def test_a_total_that_says_why_it_is_not_there_is_never_counted(tmp_path: Path) -> None:
    items = [*both(K={"value": 30}, M={"value": 55}, T={"status": "Privacy"})]
    row = judged(tmp_path, world(items, aggregation="sum", scale={"kind": "amount"}))
    assert used(row) == (None, None, "not_assessed", "privacy")


def test_the_total_of_few_does_not_give_them_away(tmp_path: Path) -> None:
    """Three men are withheld; with the total 40 − 37 would tell them."""
    parts = both(K={"numerator": 30, "denominator": 37, "count": 37}, M={"numerator": 1, "denominator": 3, "count": 3})
    content = world(parts, counts="persons", judged_genders=["T", "K", "M"])
    content["plans"][0]["targets"] += [
        {"goal": "mal", "indicator": "matt", "gender": gender, "year1": 80, "tolerance": 5} for gender in ("K", "M")
    ]
    with measured(tmp_path, content, []) as con:
        shown = {row["gender"]: row["value"] for row in rows(con, "FROM fulfilment")}
    assert shown["M"] is None
    assert [shown["T"], shown["K"]].count(None) == 1


# What is refused


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"measured": {"kind": "occasion", "every": 3}}, "nyckeln 'from' saknas"),
        ({"measured": {"kind": "year", "from": 2020}}, "every: 2 eller mer"),
        ({"measured": {"kind": "quarter", "months": [3]}}, "months gäller kind: month"),
        ({"measured": {"kind": "school_year"}, "forecast": "flow"}, "forecast: annual"),
        ({"measured": {"kind": "week"}}, "measured.kind"),
    ],
)
def test_a_field_that_does_not_fit_is_refused(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=said):
        judged(tmp_path, world(values({2024: 80}), **changes))


def test_a_forecast_of_a_year_without_a_wave_is_refused(tmp_path: Path) -> None:
    told = {
        "report": "2024-08",
        "indicator": "matt",
        "value": 1,
        "by": "Chefen",
        "date": date(2024, 9, 1),
        "reason": "Prov.",
    }
    content = world(values({2023: 85}), forecasts=[told], **EVERY_THIRD)
    with pytest.raises(DefinitionError, match="mäts inte 2024"):
        judged(tmp_path, content, report="2024-08")


def test_koladas_values_are_of_years(tmp_path: Path) -> None:
    with (
        pytest.raises(DefinitionError, match="Koladas värden är av år"),
        measured(tmp_path, definition(indicators=[indicator(measured={"kind": "term"})]), []),
    ):
        pass
