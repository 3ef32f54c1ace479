"""Money, staff, control, shortfalls and god ekonomisk hushållning (docs/measures.md §10–§13): figures by hand."""

import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assets.definitions.read_yaml import in_report, read_definitions
from assets.followup.content import Paragraph, ShownTable
from assets.followup.setting.html import contents
from assets.open_report import open_report
from assets.own_files.ledger import turned
from assets.quality.ledger_check import check_ledger
from models.definitions.steering import Accounts
from models.definitions.work import Budget
from models.errors import DefinitionError, StyrtalError
from models.words.left_out import left_out
from tests.report import view_of
from tests.small import OWN, cells, definition, few, indicator, measured, plan, rows, warehouse_of, write

FEW = few(5)
MILLION = 1_000_000


def money(unit: str, kind: str, amount: float, forecast: float | None = None, **changes: Any) -> dict[str, Any]:
    """A frame in millions, with a forecast after August."""
    made: dict[str, Any] = {"unit": unit, "year": 2024, "kind": kind, "amount": round(amount * MILLION)}
    if forecast is not None:
        made["forecasts"] = [{"month": 8, "amount": round(forecast * MILLION)}]
    return {**made, **changes}


def outcomes(*amounts: float) -> list[dict[str, float]]:
    return [{"month": month, "amount": amount * MILLION} for month, amount in enumerate(amounts, start=1)]


def august(
    tmp_path: Path, budgets: list[dict], where: str = "", report: str = "2024-08", **sections: Any
) -> list[dict]:
    content = definition(budgets=budgets, **sections)
    month = int(report[5:])
    with measured(tmp_path, content, cells({2023: 91.0}), report=report) as con:
        return rows(con, f"FROM budget WHERE month = {month} {where}")


def by_unit(found: list[dict], kind: str) -> dict[str, dict]:
    return {row["unit_id"]: row for row in found if row["kind"] == kind}


def test_lysekils_forecast_of_august_2015(tmp_path: Path) -> None:
    units = [
        {"id": "kf", "title": "Fullmäktige", "level": "council"},
        {"id": "ks", "title": "Styrelsen", "level": "executive", "parent": "kf"},
        {"id": "bun", "title": "Utbildning", "level": "committee", "parent": "kf"},
        {"id": "sn", "title": "Social", "level": "committee", "parent": "kf"},
    ]
    budgets = [
        money("kf", "result", 22.4, 22.0),
        money("sn", "result", -400, -415.0),
        money("bun", "result", -350, -351.4),
        money("ks", "result", -140, -142.8),
    ]
    found = by_unit(august(tmp_path, budgets, units=units), "result")
    deviations = {unit: row["deviation"] / MILLION for unit, row in found.items()}
    assert deviations == {"kf": -0.4, "sn": -15.0, "bun": -1.4, "ks": -2.8}
    assert found["kf"]["deviation_percent"] == pytest.approx(-100 * 0.4 / 22.4)
    assert {unit: row["escalation"] for unit, row in found.items()} == {
        "kf": "committee",
        "sn": "council",
        "bun": "none",
        "ks": "committee",
    }


@pytest.mark.parametrize(
    ("kind", "budget", "forecast", "deviation"),
    [("cost", 100, 103, -3), ("revenue", 100, 103, 3), ("result", -100, -97, 3), ("investment", 10, 9, 1)],
)
def test_a_surplus_is_positive_whatever_the_kind(
    tmp_path: Path, kind: str, budget: float, forecast: float, deviation: float
) -> None:
    row = by_unit(august(tmp_path, [money("bun", kind, budget, forecast)]), kind)["bun"]
    assert row["deviation"] == deviation * MILLION
    assert row["deviation_percent"] == pytest.approx(100 * deviation / abs(budget))


@pytest.mark.parametrize(
    ("forecast", "escalation"),
    [(100.5, "none"), (100.51, "committee"), (102, "committee"), (102.01, "council"), (90, "none")],
)
def test_who_must_act_past_each_limit(tmp_path: Path, forecast: float, escalation: str) -> None:
    row = by_unit(august(tmp_path, [money("bun", "cost", 100, forecast)]), "cost")["bun"]
    assert (row["escalation"], row["measure_missing"]) == (escalation, escalation != "none")


def test_a_recorded_measure_is_not_missing(tmp_path: Path) -> None:
    forecasts = [{"month": 8, "amount": 103, "measure": "Vi väntar med två tjänster."}]
    budget = {"unit": "bun", "year": 2024, "kind": "cost", "amount": 100, "forecasts": forecasts}
    row = by_unit(august(tmp_path, [budget]), "cost")["bun"]
    assert (row["escalation"], row["measure"], row["measure_missing"]) == (
        "council",
        "Vi väntar med två tjänster.",
        False,
    )


def test_without_a_forecast_there_is_no_deviation(tmp_path: Path) -> None:
    row = by_unit(august(tmp_path, [money("bun", "cost", 120, outcomes=outcomes(10, 11, 12))]), "cost")["bun"]
    assert (row["forecast"], row["deviation"], row["deviation_percent"], row["escalation"]) == (None,) * 4
    assert row["measure_missing"] is False
    # Nothing is booked after March: what August came to is not known, and is not 33 million.
    assert (row["budget"], row["budget_to_date"], row["outcome"]) == (120 * MILLION, 80 * MILLION, None)


def test_a_forecast_is_followed_from_the_latest_one_before_it(tmp_path: Path) -> None:
    forecasts = [
        {"month": 2, "amount": 119 * MILLION}, {"month": 3, "amount": 121 * MILLION}, {"month": 7, "amount": 118 * MILLION},
    ]  # fmt: skip
    budgets = [{"unit": "bun", "year": 2024, "kind": "cost", "amount": 120 * MILLION, "forecasts": forecasts}]
    with measured(tmp_path, definition(budgets=budgets), cells({2023: 91.0}), report="2024-08") as con:
        found = rows(con, "FROM budget WHERE unit_id = 'bun' AND month IN (2, 3, 7, 8) ORDER BY month")
    # The first has none before it; August none of its own.
    assert [(row["forecast_change"], row["changed_since"]) for row in found] == [
        (None, None), (2 * MILLION, 2), (-3 * MILLION, 3), (None, None),
    ]  # fmt: skip


def test_months_are_cumulative(tmp_path: Path) -> None:
    content = definition(budgets=[money("bun", "cost", 120, outcomes=outcomes(10, 11, 12, 9))])
    with measured(tmp_path, content, cells({2023: 91.0}), report="2024-04") as con:
        found = rows(con, "FROM budget WHERE unit_id = 'bun' ORDER BY month")
    assert [row["outcome"] / MILLION for row in found] == [10, 21, 33, 42]
    assert [row["budget_to_date"] / MILLION for row in found] == [10, 20, 30, 40]


def test_in_the_annual_report_the_outcome_is_the_full_year(tmp_path: Path) -> None:
    budgets = [money("bun", "cost", 120, outcomes=outcomes(*[10.25] * 12))]
    row = by_unit(august(tmp_path, budgets, report="2024-12"), "cost")["bun"]
    assert (row["forecast"], row["forecast_basis"], row["deviation"]) == (123 * MILLION, "outcome", -3 * MILLION)


def test_a_frame_of_nothing_has_no_percent_but_a_deficit_is_past_every_limit(tmp_path: Path) -> None:
    row = by_unit(august(tmp_path, [money("bun", "cost", 0, 1)]), "cost")["bun"]
    assert (row["deviation_percent"], row["escalation"]) == (None, "council")


def test_an_own_frame_stands_for_all_below_and_others_are_summed(tmp_path: Path) -> None:
    budgets = [
        money("bun", "cost", 100, 104, outcomes=outcomes(*[1] * 8)),
        money("skola", "cost", 90, 92, outcomes=outcomes(*[7] * 8)),
        money("ks", "cost", 50, 50, outcomes=outcomes(*[4] * 8)),
    ]
    found = by_unit(august(tmp_path, budgets), "cost")
    assert {unit: (row["budget"] / MILLION, row["n_parts"], row["own_frame"]) for unit, row in found.items()} == {
        "kf": (150, 2, False),
        "ks": (50, 1, True),
        "bun": (100, 1, True),
        "skola": (90, 1, True),
    }
    assert {unit: row["forecast"] / MILLION for unit, row in found.items()} == {
        "kf": 154,
        "ks": 50,
        "bun": 104,
        "skola": 92,
    }
    assert {unit: row["outcome"] / MILLION for unit, row in found.items()} == {
        "kf": 96,
        "ks": 32,
        "bun": 64,
        "skola": 56,
    }


def test_the_whole_has_no_forecast_where_a_part_has_none(tmp_path: Path) -> None:
    found = by_unit(august(tmp_path, [money("bun", "cost", 100, 104), money("ks", "cost", 50)]), "cost")
    assert (found["kf"]["budget"], found["kf"]["forecast"], found["bun"]["forecast"]) == (
        150 * MILLION,
        None,
        104 * MILLION,
    )


def test_the_result_is_revenue_less_cost_where_none_is_given(tmp_path: Path) -> None:
    budgets = [
        money("bun", "cost", 100, 104, outcomes=outcomes(*[9] * 8)),
        money("bun", "revenue", 20, 21, outcomes=outcomes(*[2] * 8)),
    ]
    found = by_unit(august(tmp_path, budgets), "result")
    for unit in ("bun", "kf"):
        row = found[unit]
        assert [row[key] / MILLION for key in ("budget", "forecast", "outcome", "deviation")] == [-80, -83, -56, -3]


def test_a_given_result_stands_over_a_derived_one(tmp_path: Path) -> None:
    budgets = [money("bun", "cost", 100, 104), money("bun", "revenue", 20, 21), money("bun", "result", -75, -76)]
    found = by_unit(august(tmp_path, budgets), "result")
    assert found["bun"]["budget"] == found["kf"]["budget"] == -75 * MILLION


def test_results_given_below_are_summed_only_if_they_stand_for_everything(tmp_path: Path) -> None:
    given = [money("bun", "result", -75, -76), money("skola", "cost", 60, 60)]
    assert by_unit(august(tmp_path, given), "result")["kf"]["budget"] == -75 * MILLION
    beside = [*given, money("ks", "cost", 50, 50), money("ks", "revenue", 10, 10)]
    found = by_unit(august(tmp_path / "b", beside), "result")
    assert "kf" not in found
    assert found["ks"]["budget"] == -40 * MILLION


def test_investments_are_on_their_own_rows_and_projects_are_summed(tmp_path: Path) -> None:
    def project(name: str, budget: int, forecast: int | None) -> dict[str, Any]:
        forecasts = [] if forecast is None else [{"month": 8, "amount": forecast}]
        made = {"id": name, "title": name, "unit": "bun", "year": 2024, "budget": budget, "forecasts": forecasts}
        return {**made, "outcomes": [{"month": 1, "amount": 5}]}

    both = by_unit(august(tmp_path, [], investments=[project("a", 100, 103), project("b", 50, 50)]), "investment")
    assert (both["bun"]["budget"], both["bun"]["forecast"], both["bun"]["escalation"]) == (150.0, 153.0, "committee")
    one = by_unit(
        august(tmp_path / "b", [], investments=[project("a", 100, 103), project("b", 50, None)]), "investment"
    )
    assert (one["bun"]["budget"], one["bun"]["forecast"]) == (150.0, None)


def test_the_frame_of_a_unit_that_ended_without_one_heir_is_one_below_where_it_stood(tmp_path: Path) -> None:
    """C was split in two, D ended, E lives: the committee, which has no frame of its own, has 300 + 400 + 500."""
    units = [
        {"id": "kf", "title": "Fullmäktige", "level": "council"},
        {"id": "bun", "title": "Nämnden", "level": "committee", "parent": "kf"},
        {"id": "c", "title": "C", "level": "department", "parent": "bun", "valid_to": date(2024, 3, 31)},
        {"id": "d", "title": "D", "level": "department", "parent": "bun", "valid_to": date(2024, 3, 31)},
        {"id": "e", "title": "E", "level": "department", "parent": "bun"},
        {"id": "f", "title": "F", "level": "department", "parent": "bun"},
    ]
    changes = [
        {"date": date(2024, 4, 1), "kind": "split", "units": ["c"], "into": ["e", "f"]},
        {"date": date(2024, 4, 1), "kind": "end", "units": ["d"]},
    ]
    budgets = [
        {"unit": unit, "year": 2024, "kind": "cost", "amount": amount}
        for unit, amount in (("c", 300), ("d", 400), ("e", 500))
    ]
    found = by_unit(august(tmp_path, budgets, units=units, reorganisations=changes, goals=[], plans=[]), "cost")
    for unit in ("bun", "kf"):
        assert (found[unit]["budget"], found[unit]["own_frame"], found[unit]["n_parts"]) == (1200, False, 3), unit
    assert found["e"]["budget"] == 500
    # With a frame of its own the committee stands by that, and what ended below it is a part of it.
    own = [*budgets, {"unit": "bun", "year": 2024, "kind": "cost", "amount": 2000}]
    found = by_unit(august(tmp_path / "own", own, units=units, reorganisations=changes, goals=[], plans=[]), "cost")
    assert (found["bun"]["budget"], found["bun"]["own_frame"]) == (2000, True)
    assert found["kf"]["budget"] == 2000


def test_a_unit_that_has_ended_counts_in_its_heir_from_then_on(tmp_path: Path) -> None:
    """Its January to March, 10 · 3/12 = 2.5 of frame and 3 of outcome, stay below the executive, where it stood."""
    units = [
        *definition()["units"],
        {"id": "gamla", "title": "Gamla", "level": "department", "parent": "ks", "valid_to": date(2024, 3, 31)},
    ]
    change = {"date": date(2024, 4, 1), "kind": "merge", "units": ["gamla"], "into": ["skola"]}
    budgets = [
        money("gamla", "cost", 10, outcomes=outcomes(1, 1, 1)),
        money("skola", "cost", 90, 101, outcomes=outcomes(*[8] * 8)),
    ]
    found = by_unit(august(tmp_path, budgets, units=units, reorganisations=[change]), "cost")
    frame = ("budget", "budget_to_date", "outcome", "forecast")
    # The whole: 100, of which 8/12, 64 + 3, and the heir's 101 with the 3 that is already what it became.
    heir, stayed, whole = [97.5, 90 * 8 / 12 + 10 * 5 / 12, 64, 101], [2.5, 2.5, 3, 3], [100, 100 * 8 / 12, 67, 104]
    expected = {"skola": heir, "bun": heir, "ks": stayed, "kf": whole}
    assert {unit: [row[key] / MILLION for key in frame] for unit, row in found.items()} == {
        unit: pytest.approx(amounts) for unit, amounts in expected.items()
    }


@FEW
@given(chance=st.randoms(use_true_random=False))
def test_roll_up_by_parts_equals_roll_up_at_once(chance: random.Random) -> None:
    units, parents = definition()["units"][:1], ["kf"]
    levels = ["committee", "administration", "department", "workplace"]
    for i, level in enumerate([level for level in levels for _ in range(4)]):
        above = chance.choice(parents[-5:])
        units.append({"id": f"u{i}", "title": f"U{i}", "level": level, "parent": above})
        parents.append(f"u{i}")
    leaves = [unit["id"] for unit in units if unit["id"] not in {other.get("parent") for other in units}]
    budgets = [
        {
            "unit": unit, "year": 2024, "kind": kind, "amount": chance.randint(1, 10**9) / 100,
            "forecasts": [{"month": 8, "amount": chance.randint(1, 10**9) / 100}],
            "outcomes": [{"month": m, "amount": chance.randint(-(10**7), 10**9) / 100} for m in range(1, 9)],
        }
        for unit in leaves
        for kind in ("cost", "revenue")
    ]  # fmt: skip
    goal = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "kf", "indicators": ["matt"]}
    with tempfile.TemporaryDirectory() as folder:
        found = august(Path(folder), budgets, units=units, goals=[goal])
    parent = {unit["id"]: unit.get("parent") for unit in units}
    for kind in ("cost", "revenue", "result"):
        of_kind = by_unit(found, kind)
        for column in ("budget", "outcome", "forecast", "deviation"):
            by_parts = dict.fromkeys(of_kind, 0)
            for unit, row in of_kind.items():
                if parent[unit]:
                    by_parts[parent[unit]] += round(100 * row[column])
            inner = [unit for unit in of_kind if unit not in leaves]
            assert {u: round(100 * of_kind[u][column]) for u in inner} == {u: by_parts[u] for u in inner}
        whole = sum(round(100 * of_kind[leaf]["outcome"]) for leaf in leaves)
        assert whole == round(100 * of_kind["kf"]["outcome"])


@FEW
@given(
    kind=st.sampled_from(["cost", "revenue", "result", "investment"]),
    budget=st.integers(1, 10**6),
    forecast=st.integers(0, 10**6),
    power=st.integers(1, 3),
)
def test_counting_in_thousands_changes_no_percent_and_no_escalation(
    kind: str, budget: int, forecast: int, power: int
) -> None:
    def judged(scale: int) -> tuple:
        made = {"unit": "bun", "year": 2024, "kind": kind, "amount": budget * scale}
        made["forecasts"] = [{"month": 8, "amount": forecast * scale}]
        with tempfile.TemporaryDirectory() as folder:
            row = by_unit(august(Path(folder), [made]), kind)["bun"]
        return row["escalation"], row["measure_missing"], row["deviation_percent"], row["deviation"] / scale

    plain, scaled = judged(1), judged(10**power)
    assert scaled == plain
    deficit = -100 * plain[3]
    assert plain[0] == ("none" if deficit <= 0.5 * budget else "committee" if deficit <= 2 * budget else "council")


LEDGER = {"unit_id": pl.String, "account": pl.String, "year": pl.Int64, "month": pl.Int64, "amount": pl.Float64}


def ledger(*given_rows: tuple[str, str, int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(list(given_rows), schema=LEDGER, orient="row")


def test_the_ledger_is_turned_once() -> None:
    given = ledger(
        ("bun", "3111", 2024, 1, -1000.10),
        ("bun", "3112", 2024, 1, -0.20),
        ("bun", "5010", 2024, 1, 800.0),
        ("bun", "8510", 2024, 1, 5.5),
        ("bun", "1151", 2024, 2, 300.0),
        ("bun", "1510", 2024, 2, 77.0),
        ("bun", "5010", 2023, 1, 9.0),
    )
    assert turned(given, Accounts(), 2024).rows() == [
        ("bun", "cost", 1, 805.5),
        ("bun", "investment", 2, 300.0),
        ("bun", "revenue", 1, 1000.3),
    ]


@pytest.mark.parametrize(
    ("account", "kind"),
    [
        ("3000", "revenue"),
        ("8010", "revenue"),
        ("8300", "cost"),
        ("1110", "investment"),
        ("1310", "outside"),
        ("8910", None),
    ],
)
def test_of_two_first_digits_that_fit_the_longer_holds(account: str, kind: str | None) -> None:
    assert Accounts().kind_of(account) == kind


def test_an_account_is_of_one_kind() -> None:
    with pytest.raises(ValueError, match="står två gånger"):
        Accounts(revenue=["3"], cost=["3", "4"])


def reconciled(tmp_path: Path, given: pl.DataFrame) -> dict[str, Any]:
    definitions = read_definitions(write(tmp_path, definition()))
    with warehouse_of([]) as con:
        open_report(con, definitions, "2024-08", datetime(2026, 1, 1))
        return check_ledger(con, given, Accounts()).to_dicts()[0]


GOOD = (("skola", "5010", 2024, 1, 100.25), ("ks", "3010", 2024, 8, -40.0), ("bun", "1510", 2024, 3, 999.0))


def test_a_ledger_that_is_all_in_the_tree_reconciles(tmp_path: Path) -> None:
    row = reconciled(tmp_path, ledger(*GOOD, ("spöke", "5010", 2024, 9, 5.0)))
    assert (row["check_id"], row["severity"], row["status"], row["n_checked"], row["n_failed"]) == (
        "ledger_reconciles", "error", "passed", 3, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "amount", "sample"),
    [
        ((("spöke", "5010", 2024, 2, 1234.5),), "1\u00a0234,50", "unit_id spöke: 1\u00a0234,50 kr"),
        ((("bun", "8910", 2024, 2, -12.0),), "−12,00", "account 8910: −12,00 kr"),
        ((("spöke", "5010", 2024, 2, 7.0), ("spöke", "5010", 2024, 3, -7.0)), "0,00", "unit_id spöke: 0,00 kr"),
    ],
)
def test_a_difference_is_a_failed_check_with_its_amount(
    tmp_path: Path, more: Sequence[tuple[str, str, int, int, float]], amount: str, sample: str
) -> None:
    row = reconciled(tmp_path, ledger(*GOOD, *more))
    assert (row["status"], row["n_failed"], row["sample"]) == ("failed", len(more), sample)
    assert f"skiljer sig åt med {amount} kr" in row["message"]


@pytest.mark.parametrize(
    ("section", "entry", "words"),
    [
        ("budgets", {"unit": "bun", "kind": "cost", "amount": 1, "outcomes": [{"month": 2, "amount": 1}]}, "månad för månad"),
        ("budgets", {"unit": "bun", "kind": "cost", "amount": 1, "months": [1] * 12}, "blir tillsammans 12"),
        ("budgets", {"unit": "borta", "kind": "cost", "amount": 1}, "finns inte"),
        ("investments", {"id": "a", "title": "A", "unit": "bun", "budget": 1, "forecasts": [{"month": 4, "amount": 1}] * 2}, "två prognoser"),
    ],
)  # fmt: skip
def test_faults_of_money_are_told(tmp_path: Path, section: str, entry: dict, words: str) -> None:
    with pytest.raises(StyrtalError) as told:
        read_definitions(write(tmp_path, definition(**{section: [{"year": 2024, **entry}]})))
    assert words in str(told.value)


def test_staff_counted_twice_is_told(tmp_path: Path) -> None:
    entry = {"unit": "bun", "year": 2024, "month": 8, "gender": "K", "headcount": 9}
    with pytest.raises(StyrtalError, match="räknad två gånger"):
        read_definitions(write(tmp_path, definition(staff=[entry, entry])))


def factor(values: dict[int, Any], targets: list[dict] | None = None, **changes: Any) -> tuple[dict, list]:
    goal = {"id": "mal", "kind": "quality_factor", "title": "Kvalitet", "unit": "bun", "indicators": ["matt"]}
    content = definition(indicators=[indicator(**changes)], goals=[goal], plans=targets or [])
    return content, [cell for year, given in values.items() if given is not None for cell in cells({year: given})]


BAD = [1.0] + [float(i) for i in range(10, 39)]
FINE = [50.0] + [float(i) for i in range(10, 39)]


@pytest.mark.parametrize(
    ("years", "n", "candidate", "since"),
    [
        ({2022: BAD, 2023: BAD, 2024: BAD}, 3, True, 2022),
        ({2023: BAD, 2024: BAD}, 2, False, 2023),
        ({2021: BAD, 2022: FINE, 2023: BAD, 2024: BAD}, 2, False, 2023),
        ({2021: BAD, 2022: None, 2023: BAD, 2024: BAD}, 3, True, 2021),
    ],
)
def test_three_measurements_in_a_row_make_a_candidate(
    tmp_path: Path, years: dict, n: int, candidate: bool, since: int
) -> None:
    with measured(tmp_path, *factor(years)) as con:
        row = rows(con, "FROM shortfalls")[0]
    assert (row["n_in_a_row"], row["candidate"], row["since_year"]) == (n, candidate, since)
    assert row["n_missing"] == sum(given is None for given in years.values())
    assert ("2022 missing" in row["series"]) == (None in years.values())


def test_a_series_break_begins_anew(tmp_path: Path) -> None:
    with measured(tmp_path, *factor({2021: BAD, 2022: BAD, 2023: BAD, 2024: BAD}, series_breaks=[2023])) as con:
        row = rows(con, "FROM shortfalls")[0]
        years = rows(con, "SELECT year, n_in_a_row FROM shortfall_series ORDER BY year")
    assert (row["n_in_a_row"], row["candidate"], row["since_year"]) == (2, False, 2023)
    assert [year["n_in_a_row"] for year in years] == [1, 2, 1, 2]


def test_who_falls_short_no_more_is_not_listed(tmp_path: Path) -> None:
    with measured(tmp_path, *factor({2022: BAD, 2023: BAD, 2024: FINE})) as con:
        assert rows(con, "FROM shortfalls") == []
        assert len(rows(con, "FROM shortfall_series")) == 3


def test_not_met_counts_whatever_the_place(tmp_path: Path) -> None:
    plans = [plan(2022, [{"goal": "mal", "indicator": "matt", "year1": 90, "year3": 94}])]
    with measured(tmp_path, *factor({2022: FINE, 2023: FINE, 2024: FINE}, plans)) as con:
        row = rows(con, "FROM shortfalls")[0]
        series = rows(con, "SELECT year, target, status, score FROM shortfall_series ORDER BY year")
    assert (row["n_in_a_row"], row["candidate"]) == (3, True)
    # The plan's year 1, the path to its year 3, and its year 3 by the same line.
    assert [(year["target"], year["status"], year["score"]) for year in series] == [
        (90.0, "not_met", 100.0), (92.0, "not_met", 100.0), (94.0, "not_met", 100.0),
    ]  # fmt: skip


def test_a_value_with_nothing_to_judge_it_by_neither_counts_nor_ends(tmp_path: Path) -> None:
    with measured(tmp_path, *factor({2021: BAD, 2022: BAD, 2023: 1.0, 2024: BAD})) as con:
        row = rows(con, "FROM shortfalls")[0]
        unjudged = rows(con, "FROM shortfall_series WHERE year = 2023")[0]
    assert (unjudged["shortfall"], unjudged["status"], unjudged["score"]) == (None, None, None)
    assert (row["n_in_a_row"], row["candidate"]) == (3, True)


def test_own_measurements_have_a_series_too(tmp_path: Path) -> None:
    own = indicator(id="egen", kpi_id=None, measured_by="Vi räknar själva.", similar=None)
    goal = {"id": "mal", "kind": "quality_factor", "title": "Kvalitet", "unit": "bun", "indicators": ["egen"]}
    content = definition(
        indicators=[own],
        goals=[goal],
        plans=[plan(2022, [{"goal": "mal", "indicator": "egen", "year1": 90, "year3": 90}])],
        measurements=[{"indicator": "egen", "unit": "bun", "year": year, "value": 10} for year in (2022, 2023, 2024)],
    )
    with measured(tmp_path, content, []) as con:
        row = rows(con, "FROM shortfalls")[0]
    assert (row["n_in_a_row"], row["candidate"], row["kpi_id"]) == (3, True, None)


def council(**changes: Any) -> dict[str, Any]:
    names = ("skola", "miljo", "resultat")
    goals = [
        {"id": "skolan", "kind": "strategic_goal", "title": "Skolan", "unit": "kf", "indicators": ["skola"]},
        {"id": "klimatet", "kind": "strategic_goal", "title": "Klimatet", "unit": "kf", "indicators": ["miljo", "skola"]},
        {"id": "ekonomin", "kind": "financial_goal", "title": "Ekonomin", "unit": "kf", "indicators": ["resultat"]},
        {"id": "eget", "kind": "own_result", "title": "Eget", "unit": "bun", "indicators": ["miljo"], "parents": ["klimatet"]},
    ]  # fmt: skip
    targets = [{"goal": g["id"], "indicator": name, "year1": 90} for g in goals for name in g["indicators"]]
    made = definition(
        indicators=[indicator(id=name, kpi_id=f"N9900{i}") for i, name in enumerate(names, start=1)],
        goals=goals,
        plans=[plan(2024, targets)],
        budgets=[money("kf", "result", 22.4, 22.0), money("bun", "cost", 100, 103), money("ks", "result", -50, -50)],
        judgements=[
            {
                "report": "2024-08", "unit": "kf", "status": "partly", "motivation": "Vi ser två brister.",
                "towards_vision": "Ett steg närmare.", "by": "Fullmäktige", "date": "2024-10-10",
            }
        ],
    )  # fmt: skip
    return {**made, **changes}


def test_god_ekonomisk_hushallning(tmp_path: Path) -> None:
    made = [(f"N9900{i}", OWN, 2023, "T", value, "") for i, value in ((1, 95.0), (2, 80.0), (3, 10.0))]
    with measured(tmp_path, council(), made, report="2024-08") as con:
        found = rows(con, "FROM good_financial_management")
    by_part = {(row["part"], row["goal_id"], row["unit_id"]): row for row in found}
    assert len(by_part) == len(found) == 9
    operational = by_part["operational_goals", None, "kf"]
    # The school's leaf is in two goals and counts once; the council's and the committee's on the environment are two.
    assert (operational["n_goals"], operational["n_met"], operational["n_partly"], operational["n_not_met"]) == (
        2,
        1,
        2,
        0,
    )
    assert (operational["score"], operational["coverage"], operational["status"]) == (
        pytest.approx(2 / 3),
        1.0,
        "partly",
    )
    financial = by_part["financial_goals", None, "kf"]
    assert (financial["n_goals"], financial["n_not_met"], financial["score"], financial["status"]) == (
        1,
        1,
        0.0,
        "not_met",
    )
    balance = by_part["balance_requirement", None, "kf"]
    assert (balance["status"], balance["budget"], balance["forecast"], balance["deviation"]) == (
        "met", 22.4 * MILLION, 22.0 * MILLION, -0.4 * MILLION,
    )  # fmt: skip
    assert {
        unit: (row["kind"], row["deviation"], row["escalation"])
        for (part, _, unit), row in by_part.items()
        if part == "committee_deviation"
    } == {"bun": ("cost", -3.0 * MILLION, "council"), "ks": ("result", 0.0, "none")}
    own = by_part["own_judgement", None, "kf"]
    assert (own["own_judgement"], own["own_motivation"], own["towards_vision"]) == (
        "partly", "Vi ser två brister.", "Ett steg närmare.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("budgets", "status"),
    [
        ([], "not_assessed"),
        ([money("kf", "result", 5)], "not_assessed"),
        ([money("kf", "result", 5, -1)], "not_met"),
        ([money("kf", "result", 5, 0)], "met"),
    ],
)
def test_the_balance_requirement_needs_a_forecast(tmp_path: Path, budgets: list[dict], status: str) -> None:
    with measured(tmp_path, council(budgets=budgets), [], report="2024-08") as con:
        assert rows(con, "FROM good_financial_management WHERE part = 'balance_requirement'")[0]["status"] == status


@pytest.mark.parametrize(
    ("budgets", "status", "reason"),
    [
        # Only committees' costs: without taxes and grants it would look like a loss of 103 million.
        ([money("bun", "cost", 100, 103)], "not_assessed", "no_taxes"),
        ([money("bun", "cost", 100, 103), money("kf", "revenue", 110, 109)], "met", None),
        ([money("bun", "cost", 100, 103), money("kf", "revenue", 110, 102)], "not_met", None),
        ([money("bun", "cost", 100, 103), money("kf", "result", 10, 6)], "met", None),
    ],
)
def test_the_balance_requirement_is_judged_only_with_taxes_and_grants(
    tmp_path: Path, budgets: list[dict], status: str, reason: str | None
) -> None:
    with measured(tmp_path, council(budgets=budgets), [], report="2024-08") as con:
        (row,) = rows(con, "FROM good_financial_management WHERE part = 'balance_requirement'")
    assert (row["status"], row["reason"]) == (status, reason)


def test_the_whole_result_is_the_councils_row_and_no_committees(tmp_path: Path) -> None:
    budgets = [money("bun", "result", -100, -103), money("kf", "result", 10, 6), money("kf", "revenue", 110, 109)]
    with measured(tmp_path, council(budgets=budgets), [], report="2024-08") as con:
        found = [(r["unit_id"], r["has_taxes"], r["forecast"]) for r in rows(con, "FROM council_result")]
    assert found == [("kf", True, 6 * MILLION)]


def test_a_years_outcome_comes_before_what_was_foretold_of_it(tmp_path: Path) -> None:
    year = outcomes(*[10.0] * 11, 12.5)
    foretold = [{"month": 12, "amount": 120 * MILLION}]
    budgets = [
        money("bun", "cost", 120, outcomes=year, forecasts=foretold),
        money("ks", "cost", 50, forecasts=[{"month": 12, "amount": 51 * MILLION}]),
    ]
    found = by_unit(august(tmp_path, budgets, report="2024-12"), "cost")
    # 11 · 10 + 12,5 = 122,5 against 120: a deficit of 2,5, or 2,08 %.
    assert (found["bun"]["forecast"], found["bun"]["forecast_basis"]) == (122.5 * MILLION, "outcome")
    assert (found["bun"]["deviation"], found["bun"]["escalation"]) == (-2.5 * MILLION, "council")
    assert (found["ks"]["forecast"], found["ks"]["forecast_basis"]) == (51 * MILLION, "recorded")


def test_the_annual_report_speaks_of_outcome(tmp_path: Path) -> None:
    """In every word on the money: headings, sentences and what follows; with an outcome lacking it still foretells."""
    bun = money("bun", "cost", 120, outcomes=outcomes(*[10.0] * 11, 12.5))
    kf = money("kf", "result", 20, outcomes=outcomes(*[1.0] * 12))

    def said(*budgets: dict) -> str:
        content = council(budgets=[*budgets])
        view = view_of(tmp_path / str(len(budgets)), content, [], {}, "2024-12")
        pages = contents(view)
        told = [repr(block) for name in ("council", "bun") for part in pages[name].sections for block in part.blocks
                if part.id in {"ekonomi", "hushallning", "i-korthet", "metod"}]  # fmt: skip
        return " ".join(told)

    text = said(bun, kf)
    assert "Årets utfall är 122" in text
    assert "Utfall för året" in text
    assert "Sämre än gränsen för fullmäktiges beslut" in text
    for word in ("Helårsprognos", "elårsprognosen", "väntas", "Fullmäktige behöver besluta", "Prognosen avser"):
        assert word not in text, word
    lacking = said(bun, kf, money("ks", "cost", 50, forecasts=[{"month": 12, "amount": 51 * MILLION}]))
    assert "Helårsprognosen är" in lacking


CHANGES = [
    {"kind": "supplementary", "amount": 14 * MILLION, "decided_at": date(2024, 6, 12), "decision": "KF § 80"},
    {"kind": "transfer", "amount": -4 * MILLION, "decided_at": date(2024, 9, 4), "decided_by": "kf"},
    {"kind": "supplementary", "amount": 12 * MILLION, "decided_at": date(2023, 12, 13)},
]


@pytest.mark.parametrize(
    ("report", "budget", "to_date"),
    [
        # 120 and the 12 of December before: 132, of which 4/12.
        ("2024-04", 132, 44),
        # And 14 from June: 146; 132 · 8/12 + 14 · 3/7.
        ("2024-08", 146, 88 + 6),
        # And −4 from September: 142.
        ("2024-12", 142, 142),
    ],
)
def test_a_frame_has_the_changes_that_were_decided_by_then(
    tmp_path: Path, report: str, budget: float, to_date: float
) -> None:
    frame = money("bun", "cost", 120, changes=CHANGES)
    (row,) = by_unit(august(tmp_path, [frame], "AND unit_id = 'bun'", report), "cost").values()
    assert (row["budget"], row["budget_to_date"]) == (budget * MILLION, to_date * MILLION)


def test_the_page_shows_the_original_frame_its_changes_and_the_current_one(tmp_path: Path) -> None:
    content = council(budgets=[money("bun", "cost", 120, 121, changes=CHANGES), money("kf", "result", 20, 20)])
    view = view_of(tmp_path, content, [], {}, "2024-08")
    in_force = replace(view, definitions=in_report(view.definitions, "2024-08", view.as_of))
    (part,) = (part for part in contents(in_force)["bun"].sections if part.id == "ekonomi")
    (table,) = (b for b in part.blocks if getattr(b, "caption", "") == "Budgetens ändringar under året")
    assert isinstance(table, ShownTable)
    assert [[cell.text for cell in row[2:]] for row in table.rows] == [
        ["Ursprunglig budget", "–", "–", "120\u00a0000\u00a0000"],
        ["Tilläggsanslag", "2023-12-13", "–", "12\u00a0000\u00a0000"],
        ["Tilläggsanslag", "2024-06-12", "KF § 80", "14\u00a0000\u00a0000"],
        ["Gällande budget", "–", "–", "146\u00a0000\u00a0000"],
    ]
    assert [left_out(one) for one in in_force.definitions.left_out] == [
        "Nämnden: en ändring av budgeten beslutades 2024-09-04, efter det som rapporten gäller. Den räknas inte."
    ]


def test_a_change_is_of_its_year_and_by_a_unit(tmp_path: Path) -> None:
    late = money("bun", "cost", 120, changes=[{**CHANGES[0], "decided_at": date(2025, 1, 8)}])
    with pytest.raises(DefinitionError, match="är beslutad efter året 2024"):
        read_definitions(write(tmp_path / "a", definition(budgets=[late])))
    nobody = money("bun", "cost", 120, changes=[{**CHANGES[0], "decided_by": "ingen"}])
    with pytest.raises(DefinitionError, match="'ingen' finns inte"):
        read_definitions(write(tmp_path / "b", definition(budgets=[nobody])))


MOVES = [
    *definition()["units"][:3],
    {"id": "kultur", "title": "Kultur", "level": "committee", "parent": "kf"},
    {"id": "skola", "title": "Skolan", "level": "department", "parent": "ks",
     "moved": [{"parent": "bun", "until": date(2024, 6, 30)}]},
    {"id": "fritid", "title": "Fritid", "level": "department", "parent": "bun"},
]  # fmt: skip


def test_what_is_moved_takes_no_earlier_month_along(tmp_path: Path) -> None:
    """The school moves from the committee to the executive on 1 July: its January to June stand where they were."""
    school = [5, 5, 5, 5, 5, 6, 8, 8]
    budgets = [
        money("skola", "cost", 72, 80, outcomes=outcomes(*school)),
        money("fritid", "cost", 24, 25, outcomes=outcomes(*[2] * 8)),
        money("kultur", "cost", 12, 12, outcomes=outcomes(*[1] * 8)),
    ]
    content = definition(units=MOVES, goals=[], plans=[], budgets=budgets)
    with measured(tmp_path, content, [], report="2024-08") as con:
        found = {(r["unit_id"], r["month"]): r for r in rows(con, "FROM budget WHERE kind = 'cost'")}

    def of(unit: str, month: int, *keys: str) -> list[float]:
        return [found[unit, month][key] / MILLION for key in keys]

    frame = ("budget", "budget_to_date", "outcome", "forecast", "deviation")
    # June: all of the school lies below the committee, where it stands then: 72 + 24, 36 + 12, 31 + 12.
    assert of("bun", 6, *frame[:3]) == [96, 48, 43]
    assert ("ks", 6) not in found
    # August. Budget: the committee has six months of the school's 72, that is 36, and its own 24; the executive the other 36.
    # Outcome: 31 + 16, and 16. Forecast: the school's 80, of which 31 is the committee's outcome: 25 + 31, and 49.
    assert of("bun", 8, *frame) == [60, 52, 47, 56, 4]
    assert of("ks", 8, *frame) == [36, 12, 16, 49, -13]
    # What did not change has all of its own, and so has the whole: 72 + 24 + 12, of that 8/12, 47 + 16 + 8, 80 + 25 + 12.
    assert of("skola", 8, *frame) == [72, 48, 47, 80, -8]
    assert of("kf", 8, *frame) == [108, 72, 71, 117, -9]
    told = {unit: found[unit, 8]["reorganised_at"] for unit in ("kf", "ks", "bun", "skola", "fritid", "kultur")}
    july = date(2024, 7, 1)
    assert told == {"kf": None, "ks": july, "bun": july, "skola": None, "fritid": None, "kultur": None}
    assert found["bun", 6]["reorganised_at"] is None
    assert [found["bun", 8]["n_parts"], found["ks", 8]["n_parts"], found["kf", 8]["n_parts"]] == [2, 1, 3]


def test_the_page_says_what_a_move_within_the_year_means(tmp_path: Path) -> None:
    budgets = [money("skola", "cost", 72, 80), money("fritid", "cost", 24, 25)]
    view = view_of(tmp_path, definition(units=MOVES, budgets=budgets), [], {}, "2024-08")

    def said(unit: str) -> list[str]:
        found = (part for part in contents(view)[unit].sections if part.id == "ekonomi")
        return [b.text for part in found for b in part.blocks if isinstance(b, Paragraph) and "ändringen" in b.text]

    sentence = (
        "Skolan flyttade 2024-07-01 från Nämnden till Styrelsen. Budget och utfall för månaderna före ändringen står kvar där de "
        "fanns då, så siffrorna för {units} före och efter går inte att jämföra."
    )
    assert said("bun") == [sentence.format(units="Nämnden")]
    assert said("council") == [sentence.format(units="Styrelsen och Nämnden")]


@pytest.mark.parametrize(
    ("kind", "into", "told"),
    [
        ("merge", ["fritid"], "Skolan gick 2024-07-01 upp i Fritid enligt beslut 2024-06-01, KF § 61, Fullmäktige."),
        ("split", ["fritid", "bad"], "Skolan delades 2024-07-01 i Fritid och Bad."),
        ("end", [], "Skolan upphörde 2024-07-01."),
    ],
)
def test_the_page_says_what_split_merged_or_ended(tmp_path: Path, kind: str, into: list[str], told: str) -> None:
    units = [
        *MOVES[:4],
        {**MOVES[5], "parent": "ks"},
        {"id": "skola", "title": "Skolan", "level": "department", "parent": "bun", "valid_to": date(2024, 6, 30)},
        {"id": "bad", "title": "Bad", "level": "department", "parent": "ks", "valid_from": date(2024, 7, 1)},
    ]
    change: dict[str, Any] = {"date": date(2024, 7, 1), "kind": kind, "units": ["skola"], "into": into}
    if kind == "merge":
        change |= {"decided_by": "kf", "decided_at": date(2024, 6, 1), "decision": "KF § 61"}
    budgets = [money("bun", "cost", 72, 80), money("ks", "cost", 24, 25)]
    view = view_of(tmp_path, definition(units=units, budgets=budgets, reorganisations=[change]), [], {}, "2024-08")
    (part,) = (part for part in contents(view)["bun"].sections if part.id == "ekonomi")
    said = [b.text for b in part.blocks if isinstance(b, Paragraph) and "ändringen" in b.text]
    assert [text.partition(" Budget och utfall")[0] for text in said] == [told]
    assert said[0].endswith("så siffrorna för Nämnden före och efter går inte att jämföra.")


def test_a_measure_is_awaited_of_whom_the_unit_answers_to_and_of_nobody_by_name_for_the_whole(tmp_path: Path) -> None:
    budgets = [money(unit, "cost", 100, 101) for unit in ("kf", "ks", "bun")]
    pages = contents(view_of(tmp_path, definition(budgets=budgets), [], {}, "2024-08"))
    (part,) = (part for part in pages["council"].sections if part.id == "ekonomi")
    (table,) = (b for b in part.blocks if isinstance(b, ShownTable))
    place = next(i for i, each in enumerate(table.columns) if each.title == "Följd")
    assert [(row[0].text, row[place].text) for row in table.rows] == [
        ("Kommunen totalt", "Åtgärd väntas"),
        ("Styrelsen", "Åtgärd väntas av kommunstyrelsen"),
        ("Nämnden", "Åtgärd väntas av nämnden"),
    ]


def test_what_the_council_decided_about_a_deviation_stands_in_the_next_report(tmp_path: Path) -> None:
    told = {
        "kind": "deviation", "decided_at": date(2024, 6, 17), "decided_by": "kf", "decision": "KF § 91",
        "text": "Nämnden ska redovisa en åtgärdsplan i september.",
    }  # fmt: skip
    late = {
        **told,
        "decided_at": date(2024, 4, 29),
        "decision": "KF § 60",
        "text": "Underskottet återställs till 2026.",
    }
    before = {"unit": "bun", "year": 2023, "kind": "cost", "amount": 100 * MILLION, "changes": [late]}
    content = council(budgets=[money("bun", "cost", 120, 126, changes=[told]), money("kf", "result", 20, 20), before])

    def decided(report: str) -> list[list[str]]:
        view = view_of(tmp_path / report, content, [], {}, report)
        in_force = replace(view, definitions=in_report(view.definitions, report, view.as_of))
        (part,) = (part for part in contents(in_force)["bun"].sections if part.id == "ekonomi")
        tables = [b for b in part.blocks if isinstance(b, ShownTable)]
        assert not [b for b in tables if b.caption == "Budgetens ändringar under året" and b.rows]
        (table,) = (b for b in tables if b.caption == "Beslut om avvikelser från budgeten")
        return [[cell.text for cell in row] for row in table.rows]

    of_2023 = [
        "Nämnden",
        "Kostnad",
        "2023",
        "2024-04-29",
        "Fullmäktige",
        "KF § 60",
        "Underskottet återställs till 2026.",
    ]
    of_2024 = ["2024-06-17", "Fullmäktige", "KF § 91", "Nämnden ska redovisa en åtgärdsplan i september."]
    assert decided("2024-04") == [of_2023]
    assert decided("2024-08") == [["Nämnden", "Kostnad", "2024", *of_2024], of_2023]
    # It stands there though the unit has no money of its own in the year of the decision.
    del content["budgets"][0]
    assert decided("2024-12") == [of_2023]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "deviation", "amount": 5, "text": "Åtgärder."}, "ändrar inget belopp"),
        ({"kind": "deviation"}, "säger vad som beslutades"),
        ({"kind": "transfer"}, "ett amount som inte är 0"),
        ({"kind": "deviation", "text": "Åtgärder.", "decided_at": date(2026, 1, 1)}, "efter året 2024"),
        (
            {"kind": "deviation", "text": "Åtgärder.", "decided_at": date(2023, 12, 31)},
            "under ramen för det år som avvikelsen gäller",
        ),
    ],
)
def test_a_decision_about_a_frame_says_what_it_is(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        Budget.model_validate(money("bun", "cost", 120, changes=[{"decided_at": date(2024, 6, 17), **change}]))


GIVEN = {"year": 2024, "capital_gains": 12 * MILLION, "to_reserve": 0, "from_reserve": 5 * MILLION}


def balanced(tmp_path: Path, *months: float, taxes: bool = True, report: str = "2024-12", **given: Any) -> list[dict]:
    """The steps of a year whose result is the sum of its months, and last what god ekonomisk hushållning says of it."""
    result = money("kf", "result", 5, outcomes=outcomes(*months))
    committees = [money("bun", kind, 5, outcomes=outcomes(*months)) for kind in ("cost", "revenue")]
    finances = [{key: value for key, value in {**GIVEN, **given}.items() if value is not None}]
    content = council(budgets=[result] if taxes else committees, finances=finances, judgements=[])
    with measured(tmp_path, content, [], report=report) as con:
        steps = rows(con, "FROM balance_requirement ORDER BY step_no")
        return [*steps, *rows(con, "FROM good_financial_management WHERE part = 'balance_requirement'")]


def test_from_the_years_result_to_the_balance_result(tmp_path: Path) -> None:
    """8 less gains of 12 is −4, and with 5 of the reserve 1: met, although without the reserve it would not be."""
    *steps, whole = balanced(tmp_path, *[0.5] * 11, 2.5)
    assert [(row["step"], row["amount"] / MILLION) for row in steps] == [
        ("result", 8), ("capital_gains", -12), ("adjusted_result", -4), ("to_reserve", 0), ("from_reserve", 5),
        ("balance_result", 1),
    ]  # fmt: skip
    assert [(row["status"], row["reason"]) for row in (steps[-1], whole)] == [("met", None)] * 2
    *steps, whole = balanced(tmp_path / "b", *[0.5] * 11, 2.5, other_adjustments=-1.5 * MILLION)
    told = {row["step"]: row["amount"] / MILLION for row in steps}
    assert (told["other_adjustments"], told["adjusted_result"], told["balance_result"]) == (-1.5, -5.5, -0.5)
    assert (steps[-1]["status"], whole["status"]) == ("not_met", "not_met")


@pytest.mark.parametrize(
    ("months", "given", "reason"),
    [
        ([1.0] * 12, {"capital_gains": None}, "no_capital_gains"),
        ([1.0] * 12, {"to_reserve": None}, "no_reserve"),
        ([1.0] * 11, {}, "no_outcome"),
        ([1.0] * 12, {"taxes": False}, "no_taxes"),
    ],
)
def test_a_balance_result_that_lacks_a_figure_is_not_judged(
    tmp_path: Path, months: list[float], given: dict[str, Any], reason: str
) -> None:
    *steps, whole = balanced(tmp_path, *months, **given)
    assert [(row["status"], row["reason"]) for row in (steps[-1], whole)] == [("not_assessed", reason)] * 2


def test_the_balance_result_is_of_the_annual_report(tmp_path: Path) -> None:
    assert [row["status"] for row in balanced(tmp_path, *[1.0] * 8, report="2024-08")] == ["not_assessed"]
    twice = definition(finances=[GIVEN, GIVEN])
    with pytest.raises(DefinitionError, match="året 2024 står två gånger"):
        read_definitions(write(tmp_path / "twice", twice))


def test_the_page_shows_the_way_to_the_balance_result(tmp_path: Path) -> None:
    result = money("kf", "result", 5, outcomes=outcomes(*[1.0] * 12))
    view = view_of(tmp_path, council(budgets=[result], finances=[GIVEN], judgements=[]), [], {}, "2024-12")
    (part,) = (part for part in contents(view)["council"].sections if part.id == "hushallning")
    (table,) = (b for b in part.blocks if getattr(b, "caption", "") == "Från årets resultat till balanskravsresultatet")
    assert isinstance(table, ShownTable)
    assert [row[0].text for row in table.rows] == [
        "Årets resultat", "Realisationsvinster, räknas bort", "Årets resultat efter balanskravsjusteringar",
        "Avsatt till resultatutjämningsreserven (RUR)", "Använt ur resultatutjämningsreserven (RUR)", "Balanskravsresultat",
    ]  # fmt: skip
    assert [cell.text for cell in table.rows[-1][1:3]] == ["5\u00a0000\u00a0000", "Uppfyllt"]


def share_world(*months: dict[str, Any], forecasts: Any = None) -> dict[str, Any]:
    """The council's financial goal, whose indicator follows from the ledger."""
    result = money(
        "kf", "result", 20, forecasts=[{"month": 8, "amount": 17.9 * MILLION}] if forecasts is None else forecasts
    )
    share = indicator(
        id="resultat", kpi_id="N99003", foretold_by="result_share", tolerance=1, scale={"kind": "signed"}, lag=1
    )  # fmt: skip
    goal = {"id": "ekonomin", "kind": "financial_goal", "title": "Ekonomin", "unit": "kf", "indicators": ["resultat"]}
    targets = [{"goal": "ekonomin", "indicator": "resultat", "year1": 2, "tolerance": 1}]
    return definition(indicators=[share], goals=[goal], plans=[plan(2024, targets)], budgets=[result],
                      finances=[{"year": 2024, "taxes_and_grants": [*months]}])  # fmt: skip


LAST_YEAR = [("N99003", OWN, 2023, "T", -1.7, "")]


def foretold_share(
    tmp_path: Path, *months: dict[str, Any], report: str = "2024-08", forecasts: Any = None
) -> dict[str, Any]:
    with measured(tmp_path, share_world(*months, forecasts=forecasts), LAST_YEAR, report=report) as con:
        (row,) = rows(con, "FROM fulfilment")
    return row


def test_a_goal_that_follows_from_the_ledger_is_foretold_by_its_forecast(tmp_path: Path) -> None:
    """100 · 17.9 / 1,790 = 1.0 against 2 with a tolerance of 1; last year's −1.7 is what it is compared with."""
    row = foretold_share(tmp_path, {"month": 4, "amount": 1800 * MILLION}, {"month": 8, "amount": 1790 * MILLION})
    assert (row["value"], row["year"], row["basis"]) == (1.0, 2024, "auto_forecast")
    assert (row["status"], row["forecast_flag"], row["previous_value"]) == ("partly", "result_share", -1.7)
    assert row["change"] == pytest.approx(2.7)


@pytest.mark.parametrize(
    ("months", "forecasts"),
    [([{"month": 4, "amount": 1800 * MILLION}], None), ([{"month": 8, "amount": 1790 * MILLION}], [])],
)
def test_last_years_share_never_stands_as_the_forecast(
    tmp_path: Path, months: list[dict[str, Any]], forecasts: list | None
) -> None:
    row = foretold_share(tmp_path, *months, forecasts=forecasts)
    assert (row["value"], row["status"], row["reason"]) == (None, "not_assessed", "no_forecast")


def test_in_the_annual_report_the_share_is_what_was_measured(tmp_path: Path) -> None:
    row = foretold_share(tmp_path, {"month": 8, "amount": 1790 * MILLION}, report="2024-12")
    assert (row["value"], row["year"], row["forecast_flag"]) == (-1.7, 2023, None)


def test_the_page_calls_it_a_forecast_and_says_of_what(tmp_path: Path) -> None:
    content = share_world({"month": 8, "amount": 1790 * MILLION})
    view = view_of(tmp_path, content, LAST_YEAR, {}, "2024-08")
    text = repr(contents(view)["council"])
    assert "Prognosen för 2024, ur kommunens egen prognos för resultatet, är 1,0" in text
    assert "Prognosen är kommunens egen helårsprognos för resultatet, som andel av" in text
    assert "Det senaste värdet" not in text
