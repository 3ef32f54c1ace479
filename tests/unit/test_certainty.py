"""The certainty of figures (docs/measures.md §14 and on): figures worked out by hand, and the laws that they keep."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.real.second_certainty import find_movement
from tests.small import cells, definition, few, indicator, measured, plan, rows

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


def exact_of(value: float) -> Any:
    from fractions import Fraction

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
