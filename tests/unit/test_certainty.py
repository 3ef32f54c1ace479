"""The certainty of figures (docs/measures.md §14 and on): figures worked out by hand, and the laws that they keep."""

import math
import tempfile
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tables.header import sql_text
from tests.real.second_certainty import find_movement, find_place
from tests.small import AREAS, OWN, Cell, cells, definition, few, indicator, measured, plan, rows

# Years to 2024, and what is told of the last: mean, mean range, side, sign, movement.
SERIES: dict[str, tuple[list[float], tuple[float, float | None, str | None, str | None, str]]] = {
    # Leaps 2, 1, 1, 2, 1, 1, 8: mean 16/7, and 8 > 3.267 · 16/7 is left out. Normal to 12.25 + 2.66 · 8/6 = 15.797.
    "leap": ([10, 12, 11, 12, 10, 11, 12, 20], (12.25, 8 / 6, "above", "beyond_limits", "outside_normal")),
    # Normal from 11.5 - 3.8 to 15.3; 14 is 2.5 from the mean, and 1.77 · 10/7 = 2.53.
    "calm": ([10, 12, 11, 12, 10, 11, 12, 14], (11.5, 10 / 7, "above", None, "within_normal")),
    # 13.9 and 14 are 2.5375 and 2.6375 from the mean: past 1.77 · 8/7 = 2.02, within 2.66 · 8/7 = 3.04.
    "two": ([10, 11, 10, 11, 10, 11, 13.9, 14], (11.3625, 8 / 7, "above", "two_of_three", "outside_normal")),
    "seven": (
        [10, 12, 10, 12, 10, 12, 10, 13, 13, 13, 13, 13, 13, 13.2],
        (167.2 / 14, 15.2 / 13, "above", "seven_in_a_row", "outside_normal"),
    ),
    # Six in a row: 10, 12 … and six.
    "six": (
        [10, 12, 10, 12, 10, 12, 10, 13, 13, 13, 13, 13, 13.2],
        (154.2 / 13, 15.2 / 12, "above", None, "within_normal"),
    ),
    "short": ([1, 1, 1, 1, 1, 1, 9], (15 / 7, 0.0, "above", None, "series_too_short")),
    "level": ([5.1] * 9, (5.1, 0.0, None, None, "within_normal")),
    "one": ([5], (5.0, None, None, None, "series_too_short")),
}


def of_series(values: list[float], last: int = 2024) -> dict[int, float]:
    return {last - len(values) + 1 + i: value for i, value in enumerate(values)}


def several(indicators: dict[str, dict[str, Any]], targets: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A municipality with some indicators under one goal; the k-th has the KPI N9910k."""
    made = [indicator(id=name, kpi_id=f"N9910{k}", **changes) for k, (name, changes) in enumerate(indicators.items())]
    goal = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": list(indicators)}
    listed = [{"goal": "mal", "indicator": name, **target} for name, target in targets.items()]
    return definition(indicators=made, goals=[goal], plans=[plan(2024, listed)])


def test_what_is_told_of_the_last_point_of_a_series(tmp_path: Path) -> None:
    content = several({name: {"precision": 0.1} for name in SERIES}, {})
    given_values = [
        cell for k, (values, _) in enumerate(SERIES.values()) for cell in cells(of_series(values), f"N9910{k}")
    ]
    with measured(tmp_path, content, given_values) as con:
        told = {row["indicator_id"]: row for row in rows(con, "FROM movement")}
        trends = dict(con.sql("SELECT indicator_id, trend FROM fulfilment").fetchall())
    for name, (values, (mean, mean_range, side, sign, movement)) in SERIES.items():
        row = told[name]
        assert (row["n_points"], row["first_year"], row["value"]) == (len(values), 2025 - len(values), values[-1])
        assert (row["side"], row["sign"], row["movement"]) == (side, sign, movement), name
        assert row["mean"] == pytest.approx(mean)
        assert row["mean_range"] == pytest.approx(mean_range)
        short = movement == "series_too_short"
        limits = (None, None) if short else (mean - 2.66 * (mean_range or 0), mean + 2.66 * (mean_range or 0))
        assert (row["lower"], row["upper"]) == pytest.approx(limits)
    assert trends == {
        "leap": "better", "calm": "within_normal", "two": "better", "seven": "better", "six": "within_normal",
        "short": "series_too_short", "level": "within_normal", "one": None,
    }  # fmt: skip


def test_a_trend_is_told_only_the_way_that_the_value_lies_and_from_the_least_change(tmp_path: Path) -> None:
    seven_then_down = [10, 12, 10, 12, 10, 12, 10, 13, 13, 13, 13, 13, 13.2, 13]
    indicators: dict[str, dict[str, Any]] = {
        "lower": {"direction": "lower"},
        "small": {"min_change": 0.2},
        "back": {},
        "broken": {"series_breaks": [2020]},
        "interval": {"direction": "interval", "tolerance": 1},
    }
    series = [SERIES["leap"][0], SERIES["two"][0], seven_then_down, SERIES["leap"][0], SERIES["leap"][0]]
    targets: dict[str, dict[str, Any]] = {
        "lower": {"year1": 8},
        "small": {"year1": 14.5},
        "back": {"year1": 5},
        "interval": {"year1": {"low": 8, "high": 16}},
    }
    given_values = [cell for k, values in enumerate(series) for cell in cells(of_series(values), f"N9910{k}")]
    with measured(tmp_path, several(indicators, targets), given_values) as con:
        found = {row["indicator_id"]: (row["trend"], row["assurance"]) for row in rows(con, "FROM fulfilment")}
        signs = dict(con.sql("SELECT indicator_id, sign FROM movement").fetchall())
        broken = con.sql("SELECT first_year, n_points FROM movement WHERE indicator_id = 'broken'").fetchall()
    # Normal is 8.70 to 15.80 for the first, 8.32 to 14.40 for the second.
    assert found == {
        "lower": ("worse", "not_without_change"),
        "small": ("within_normal", "not_without_change"),
        "back": ("within_normal", "as_things_are"),
        "broken": ("series_too_short", None),
        "interval": (None, "as_things_are"),
    }
    assert signs["back"] == "seven_in_a_row"
    assert broken == [(2020, 5)]


POINTS = st.lists(st.integers(0, 80).map(lambda n: n / 4), min_size=1, max_size=16)


@few(6)
@given(values=st.lists(POINTS, min_size=4, max_size=8), power=st.sampled_from([10, 100]))
def test_a_change_of_unit_changes_nothing_that_is_told(values: list[list[float]], power: int) -> None:
    def told(times: int) -> list[tuple[Any, ...]]:
        names = {
            f"m{k}": {"min_change": 0.5 * times, "precision": 0.25 * times, "decimals": 2} for k in range(len(values))
        }
        for changes in names.values():
            changes["scale"] = {"kind": "amount"}
        targets = {name: {"year1": 9 * times} for name in names}
        made = [
            cell
            for k, series in enumerate(values)
            for cell in cells(of_series([value * times for value in series]), f"N9910{k}")
        ]
        with tempfile.TemporaryDirectory() as folder, measured(Path(folder), several(names, targets), made) as con:
            asked = """
                SELECT fulfilment.indicator_id, trend, assurance, status, movement, side, sign, n_points
                FROM fulfilment JOIN movement USING (indicator_id, gender)
                ORDER BY 1
            """
            return con.sql(asked).fetchall()

    plain = told(1)
    assert plain == told(power)
    for (_, _, _, _, movement, side, sign, n), series in zip(plain, values, strict=True):
        second = find_movement([exact_of(value) for value in series])
        assert (movement, side, sign, n) == (second.movement, second.side, second.sign, len(series))


def exact_of(value: float) -> Fraction:
    return Fraction(value)


def test_what_is_foretold_is_held_against_what_was_measured_and_months_against_months(tmp_path: Path) -> None:
    own = {
        "kpi_id": None,
        "similar": None,
        "measured_by": "Räknas varje månad.",
        "aggregation": "sum",
        "forecast": "flow",
    }
    months = [10, 12, 11, 12, 10, 11, 12, 10, 11, 12, 11, 30]
    years = [
        {"indicator": "matt", "unit": "bun", "year": year, "gender": "T", "value": value}
        for year, value in of_series([120, 122, 121, 122, 120, 121, 122], 2022).items()
    ]
    of_months = [
        {
            "indicator": "matt",
            "unit": "bun",
            "year": 2023 + (8 + k) // 12,
            "month": (8 + k) % 12 + 1,
            "gender": "T",
            "value": n,
        }
        for k, n in enumerate(months)
    ]
    content = definition(
        indicators=[indicator(**own, scale={"kind": "amount"})],
        measurements=[*years, *of_months],
        forecasts=[
            {
                "report": "2024-08", "indicator": "matt", "unit": "bun", "gender": "T", "value": 200, "by": "Chefen",
                "date": "2024-08-30", "reason": "Prov.",
            }
        ],
    )  # fmt: skip
    with measured(tmp_path, content, [], report="2024-08") as con:
        found = rows(con, "SELECT * FROM movement WHERE unit_id = 'bun' ORDER BY monthly, forecast_of NULLS FIRST")
        leaf = rows(con, "FROM fulfilment WHERE unit_id = 'bun'")[0]
    told = [
        (r["monthly"], r["forecast_of"], r["year"], r["month"], r["value"], r["n_points"], r["sign"]) for r in found
    ]
    assert told == [
        (False, None, 2022, None, 122.0, 7, None),
        (False, "bun", 2024, None, 200.0, 8, "beyond_limits"),
        (True, None, 2024, 8, None, 12, "beyond_limits"),
    ]
    assert (leaf["basis"], leaf["normal_low"] is not None, leaf["trend"]) == ("manual_forecast", True, None)


# §15


def test_phi_is_as_near_as_it_says() -> None:
    with duckdb.connect() as con:
        con.execute(sql_text("macros.sql"))
        asked = "SELECT z, normal_share(z) FROM (SELECT unnest(range(-8000, 8001)) / 1000 AS z)"
        found = con.execute(asked).fetchall()
    assert max(abs(share - math.erfc(-z / math.sqrt(2)) / 2) for z, share in found) <= 7.5e-8


def with_noise(values: list[float], noise: float) -> list[Cell]:
    """Eight years of each municipality's values, to and fro so that AMR/1.128 is the noise, and the last as given."""
    step = noise * 1.128
    return cells({2024 - k: [value + (step if k % 2 else 0) for value in values] for k in range(8)})


def places(folder: Path, values: list[Cell], kind: str = "all", **changes: Any) -> list[dict[str, Any]]:
    content = definition(indicators=[indicator(scale={"kind": "amount"}, decimals=4, precision=0.0001, **changes)])
    with measured(folder, content, values) as con:
        return rows(con, f"FROM place_certainty WHERE group_kind = '{kind}'")


def test_of_two_that_are_two_apart_the_better_is_so_with_phi_of_the_root_of_two(tmp_path: Path) -> None:
    (row,) = places(tmp_path, with_noise([10, 12], 1))
    assert (row["n"], row["rank"], row["rank_low"], row["rank_high"], row["stands"]) == (2, 2, 1, 2, "not_told_apart")
    assert row["noise"] == pytest.approx(1)
    # With less noise, Φ(2/(0.5·√2)) = 0.9977: the second place for sure.
    (surer,) = places(tmp_path / "surer", with_noise([10, 12], 0.5))
    assert (surer["rank_low"], surer["rank_high"]) == (2, 2)


def test_where_nothing_moves_by_chance_a_place_has_no_width(tmp_path: Path) -> None:
    still = [float(k % 7) + k / 10 for k in range(28)]
    for direction in ("higher", "lower"):
        (row,) = places(tmp_path / direction, with_noise(still, 0), direction=direction)
        assert row["rank_low"] == row["rank"] == row["rank_high"]
        chances = {"green": row["p_green"], "yellow": row["p_yellow"], "red": row["p_red"]}
        assert chances[row["colour"]] == pytest.approx(1)
        assert row["colour_certain"] is True


def test_too_little_known_tells_nothing_of_a_place(tmp_path: Path) -> None:
    short = [cell for cell in with_noise([10, 12, 14], 1) if cell[2] >= 2018]
    assert places(tmp_path, short) == []
    # The own series is long enough, and one of four.
    alone = [cell for cell in with_noise([10, 12, 14, 16], 1) if cell[1] == OWN or cell[2] >= 2020]
    assert places(tmp_path / "alone", alone) == []


@few(5)
@given(
    values=st.lists(st.integers(0, 40).map(float), min_size=2, max_size=24),
    noise=st.sampled_from([0.0, 0.5, 2.0, 10.0]),
    power=st.sampled_from([10, 100]),
    seed=st.randoms(use_true_random=False),
)
def test_the_laws_of_a_place(values: list[float], noise: float, power: int, seed: Any) -> None:
    def told(given_values: list[float], times: int = 1) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            made = with_noise([value * times for value in given_values], noise * times)
            (row,) = places(Path(folder), made, min_change=0.1 * times)
            return row

    names = ("rank", "rank_low", "rank_high", "stands", "colour", "colour_certain")
    row = told(values)
    assert 1 <= row["rank_low"] <= row["rank_high"] <= row["n"]
    # A possible rank is held: one of those that ties share.
    others = values[1:]
    better, worse = sum(other > values[0] for other in others), sum(other < values[0] for other in others)
    assert row["rank_low"] <= len(values) - worse
    assert row["rank_high"] >= 1 + better
    if row["colour"] is not None:
        assert row["p_green"] + row["p_yellow"] + row["p_red"] == pytest.approx(1)
    seed.shuffle(others)
    again = told([values[0], *others])
    scaled = told(values, power)
    assert [again[name] for name in names] == [row[name] for name in names]
    assert [scaled[name] for name in names] == [row[name] for name in names]
    second = find_place(exact_of(values[0]), row["noise"], [(exact_of(other), row["noise"]) for other in values[1:]], 1)
    assert second is not None
    assert (second.rank_low, second.rank_high, second.stands) == (row["rank_low"], row["rank_high"], row["stands"])


# §16


def test_what_may_be_expected_of_a_year_that_is_not_measured_yet(tmp_path: Path) -> None:
    """Leaps of 2: AMR 2, σ = 2.5066, after two years 3.5449. Past by 3: Φ(1.1969) = 0.8843, Φ(0.8463) = 0.8013."""
    swings = [10.0, 12.0] * 4
    names: dict[str, dict[str, Any]] = {
        "one": {}, "two": {"lag": 2}, "short": {}, "still": {}, "lower": {"direction": "lower"},
        "between": {"direction": "interval", "tolerance": 1}, "known": {},
    }  # fmt: skip
    last = {"one": 2023, "two": 2022, "short": 2023, "still": 2023, "lower": 2023, "between": 2023, "known": 2024}
    series = dict.fromkeys(names, swings) | {"short": swings[1:], "still": [9.0] * 8}
    targets: dict[str, dict[str, Any]] = {name: {"year1": 9} for name in names}
    targets["between"] = {"year1": {"low": 9, "high": 15}}
    made = [cell for k, name in enumerate(names) for cell in cells(of_series(series[name], last[name]), f"N9910{k}")]
    with measured(tmp_path, several(names, targets), made, report="2024-08") as con:
        found = {row["indicator_id"]: row for row in rows(con, "FROM fulfilment")}
    told = {name: (row["p_met"], row["expectation"]) for name, row in found.items()}
    near = {
        "one": (0.8843, "likely"),
        "two": (0.8013, "likely"),
        "lower": (0.1157, "unlikely"),
        "between": (0.7687, "uncertain"),
    }
    for name, (chance, expected) in near.items():
        assert told[name] == (pytest.approx(chance, abs=2e-4), expected), name
    assert (told["short"], told["still"], told["known"]) == ((None, None), (1.0, "likely"), (None, None))


def test_a_forecast_is_scored_by_brier_and_not_where_the_outcome_was_known(tmp_path: Path) -> None:
    def foretold(name: str, year: int, value: float, chance: float | None) -> dict[str, Any]:
        return {
            "report": "2024-08", "as_of": datetime(2024, 9, 1), "goal_id": "mal", "indicator_id": name, "unit_id": "bun",
            "gender": "T", "basis": "auto_forecast", "year": year, "value": value, "auto_value": value,
            "direction": "higher", "decimals": 1, "target": 90.0, "target_low": None, "target_high": None, "tolerance": 5.0,
            "p_met": chance,
        }  # fmt: skip

    names = ("a", "b", "c")
    earlier = [foretold("a", 2023, 91.0, 0.9), foretold("b", 2023, 80.0, 0.3), foretold("c", 2024, 95.0, None)]
    made = [cell for k, value in enumerate((92.0, 70.0, 95.0)) for cell in cells({2024: value}, f"N9910{k}")]
    content = several({name: {} for name in names}, {name: {"year1": 90, "tolerance": 5} for name in names})
    with measured(tmp_path, content, made, given={"earlier_forecast": earlier}) as con:
        found = rows(con, "FROM forecast_scores WHERE unit_id = 'bun'")
    each = {row["indicator_id"]: row["brier"] for row in found if row["indicator_id"] is not None}
    assert each == {"a": pytest.approx(0.01), "b": pytest.approx(0.09)}
    (whole,) = [row for row in found if row["indicator_id"] is None]
    # One of two was met: q(1 - q) = 0.25.
    assert (whole["n"], whole["brier"], whole["base_brier"]) == (2, pytest.approx(0.05), 0.25)


# §17


def test_a_target_is_held_against_what_others_did_from_the_same_place(tmp_path: Path) -> None:
    """We stand at 50 in 2024 (normal leaps 1: AMR 1) and aim at 53 for 2026, three more in two years.

    Others stood within 49 to 51 in 2022, and are known two years on: by 0, 1, 2, 3 … 23. One at 52 is too far away.
    """
    own = [51.0, 50.0] * 4
    others = [cells({2022: 50.0, 2024: 50.0 + k}) for k in range(24)]
    made = cells(of_series(own))
    made += [(kpi, AREAS[1 + k], *rest) for k, some in enumerate(others) for kpi, _, *rest in some]
    made += [(kpi, AREAS[25], *rest) for kpi, _, *rest in cells({2022: 52.0, 2024: 90.0})]
    content = definition(plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 52, "year3": 53}])])
    with measured(tmp_path, content, made) as con:
        found = {row["group_kind"]: row for row in rows(con, "FROM target_realism")}
    whole, similar = found["all"], found["similar"]
    assert (whole["year"], whole["target"], whole["target_year"], whole["years"]) == (2024, 53.0, 2026, 2)
    assert (whole["asked_change"], whole["nearness"]) == (3.0, 1.0)
    assert (whole["n"], whole["n_reached"], whole["share"]) == (24, 21, 21 / 24)
    # Quartiles of 0 … 23.
    assert (whole["p25"], whole["p75"]) == (5.75, 17.25)
    # Seven similar: too few times to tell.
    assert (similar["n"], similar["n_reached"], similar["share"], similar["p25"]) == (7, None, None, None)
    lower = definition(
        indicators=[indicator(direction="lower")],
        plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 49, "year3": 50}])],
    )
    with measured(tmp_path / "reached", lower, made) as con:
        # At 50 the target of year 3 is there already: nothing is asked.
        assert rows(con, "FROM target_realism") == []


def test_a_forecast_that_was_made_when_the_outcome_was_known_is_not_scored(tmp_path: Path) -> None:
    """By hand, in April; the first report was made in time, the other again in the year after, when the outcome had come."""
    said = {
        "goal_id": "mal", "indicator_id": "a", "unit_id": "bun", "gender": "T", "basis": "manual_forecast", "year": 2024,
        "value": 92.0, "auto_value": None, "direction": "higher", "decimals": 1, "target": 90.0, "target_low": None,
        "target_high": None, "tolerance": 5.0, "p_met": None,
    }  # fmt: skip
    came = datetime(2025, 3, 1, 12)
    earlier = [
        {**said, "report": "2024-04", "as_of": came - timedelta(seconds=1)},
        {**said, "report": "2024-08", "as_of": came},
    ]
    content = several({"a": {}}, {"a": {"year1": 90, "tolerance": 5}})
    # Kolada revised it afterwards: what counts is when it first came.
    with measured(
        tmp_path, content, cells({2024: 91.0}, "N99100"), given={"earlier_forecast": earlier}, known=came
    ) as con:
        found = rows(con, "FROM forecast_scores WHERE goal_id IS NOT NULL")
    assert [(row["forecast_report"], row["hit"]) for row in found] == [("2024-04", True)]
