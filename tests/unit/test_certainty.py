"""The certainty of figures (docs/measures.md §14 and on): figures worked out by hand, and the laws that they keep."""

import math
import tempfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tables.header import sql_text
from tests.real.second_certainty import find_behind, find_movement, find_place
from tests.small import AREAS, OWN, Cell, cells, definition, few, indicator, measured, plan, rows

MACROS = duckdb.connect()
MACROS.execute(sql_text("macros.sql"))

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


@few(3)
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


@few(3)
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


# §18


def shares(years: dict[int, tuple[float | None, float | None, float | None]], area: str = OWN) -> list[Cell]:
    """Women's, men's and everybody's share by year."""
    return [
        ("N99001", area, year, gender, value, "")
        for year, three in years.items()
        for gender, value in zip("KMT", three, strict=True)
        if value is not None
    ]


def test_wilson_and_byar_give_what_is_published() -> None:
    """Wilson's as in Newcombe 1998, table I; Byar's beside the exact ends of a Poisson count."""
    with duckdb.connect() as con:
        con.execute(sql_text("macros.sql"))
        asked = "SELECT wilson(k / n, n, -1), wilson(k / n, n, 1) FROM (VALUES (81, 263), (15, 148), (0, 20), (1, 29)) AS t(k, n)"
        wilson = con.execute(asked).fetchall()
        byar = con.execute("SELECT byar_low(o), byar_high(o) FROM (VALUES (0), (10), (20), (100)) AS t(o)").fetchall()
    published = [(0.2553, 0.3662), (0.0624, 0.1605), (0.0, 0.1611), (0.0061, 0.1718)]
    assert wilson == [(pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5)) for low, high in published]
    exactly = [(0.0, 3.69), (4.80, 18.39), (12.22, 30.89), (81.36, 121.63)]
    assert byar == [(pytest.approx(low, abs=0.02), pytest.approx(high, abs=0.07)) for low, high in exactly]


def test_how_many_are_behind_a_share_is_found_by_its_decimals(tmp_path: Path) -> None:
    """18 of 28 women are 9/14, 11 of 26 men, and 29 of 54 in all: 9/14 and 11/26 add up only as 28 and 26.

    21 of 24, cut off and not rounded, is 7/8 = 87.5, alone of 8; half of some may be half of any.
    """
    given_values = [
        *shares({2024: (64.285714, 42.307692, 53.703703)}),
        *shares({2024: (None, None, 87.5)}, AREAS[1]),
        *shares({2024: (None, None, 50.0)}, AREAS[2]),
        # 2 of 3 women and 1 of 3 men would be half of six; that they are 51 % of all cannot be.
        *shares({2024: (66.666667, 33.333333, 50.0)}, AREAS[3]),
        *shares({2024: (66.666667, 33.333333, 70.0)}, AREAS[4]),
        # So many that one more could not be told from them.
        *shares({2024: (None, None, 33.344447)}, AREAS[5]),
    ]
    with measured(tmp_path, definition(indicators=[indicator(counts="pupils")]), given_values) as con:
        found = {(row["area_id"], row["gender"]): row["n"] for row in rows(con, "FROM share_of")}
        told = {row["area_id"]: row["basis"] for row in rows(con, "FROM value_interval WHERE gender = 'T'")}
        (own,) = rows(con, "FROM value_certainty")
    assert found == {
        (OWN, "T"): 54, (OWN, "K"): 28, (OWN, "M"): 26, (AREAS[1], "T"): 8, (AREAS[2], "T"): 2,
        (AREAS[3], "T"): 6, (AREAS[3], "K"): 3, (AREAS[3], "M"): 3,
    }  # fmt: skip
    assert [told[area] for area in AREAS[:6]] == ["derived", "derived", None, "derived", None, None]
    # (0.53704 + 0.03557 ± 1.96·√(0.004604 + 0.000329)) / 1.07114.
    assert (own["behind"], own["basis"]) == (54, "derived")
    assert (own["low"], own["high"]) == (pytest.approx(40.61, abs=0.01), pytest.approx(66.31, abs=0.01))


def test_a_share_with_few_decimals_tells_nothing_of_how_many(tmp_path: Path) -> None:
    with measured(tmp_path, definition(indicators=[indicator(counts="pupils")]), cells({2024: 85.5})) as con:
        (row,) = rows(con, "FROM value_certainty")
    assert (row["basis"], row["behind"], row["low"], row["high"]) == (None, None, None, None)


def test_few_are_also_told_of_three_years_together(tmp_path: Path) -> None:
    """18 of 24, 15 of 24 and 12 of 25: 45 of 73. Not across a series break."""
    values = {2024: 75.0, 2023: 62.5, 2022: 48.0}
    counts = {2024: 24.0, 2023: 24.0, 2022: 25.0}
    given_values = [*cells(values), *cells(counts, "N99002")]
    for breaks, three in (([], 73), ([2022], 73), ([2023], None)):
        made = definition(indicators=[indicator(count_kpi="N99002", series_breaks=breaks)])
        with measured(tmp_path / f"{breaks}", made, given_values) as con:
            (row,) = rows(con, "FROM value_certainty")
        assert (row["basis"], row["behind"], row["behind_three"]) == ("component", 24, three)
        if three:
            assert row["value_three"] == pytest.approx(100 * 45 / 73)
            assert (row["low_three"], row["high_three"]) == (
                pytest.approx(50.18, abs=0.01),
                pytest.approx(71.95, abs=0.01),
            )


def test_events_for_each_of_so_many_have_byars_ends(tmp_path: Path) -> None:
    given_values = [*cells({2024: 20 / 0.14}), *cells({2024: 14000.0}, "N99002")]
    amount = indicator(count_kpi="N99002", scale={"kind": "amount"}, factor=100000)
    with measured(tmp_path, definition(indicators=[amount]), given_values) as con:
        (row,) = rows(con, "FROM value_certainty")
    assert (row["basis"], row["behind"]) == ("component", 20)
    assert (row["low"], row["high"]) == (pytest.approx(87.2, abs=0.05), pytest.approx(220.6, abs=0.05))


def test_a_published_margin_tells_whether_a_change_is_certain(tmp_path: Path) -> None:
    """7.0 > √(4.1² + 4.3²) = 5.94 and 5.0 is not; Riket's own margin is 0.5: 5 > √(4.1² + 0.5²) = 4.13."""
    riket = [("N99001", "0000", 2024, "T", 57.0, ""), ("N99002", "0000", 2024, "T", 0.5, "")]
    for before, told in ((55.0, "certain"), (57.0, "within_margin")):
        given_values = [*cells({2024: 62.0, 2023: before}), *cells({2024: 4.1, 2023: 4.3}, "N99002"), *riket]
        made = definition(indicators=[indicator(margin_kpi="N99002", counts="persons")])
        with measured(tmp_path / told, made, given_values) as con:
            (row,) = rows(con, "FROM value_certainty")
            noise = rows(con, "FROM value_interval WHERE year = 2024 AND area_id <> '0000'")
        assert (row["basis"], row["margin"], row["low"], row["high"]) == ("published", 4.1, 57.9, pytest.approx(66.1))
        assert (row["change_certainty"], row["riket_difference"], row["riket_certainty"]) == (told, 5.0, "certain")
        assert len(noise) == 1


def test_a_place_knows_the_noise_of_a_short_series_by_its_margin(tmp_path: Path) -> None:
    """Of one year alone: margins of 1.96 are noises of 1, and 10 against 12 stands as it does by eight years."""
    given_values = [*cells({2024: [10.0, 12.0]}), *cells({2024: [1.96, 1.96]}, "N99002")]
    (row,) = places(tmp_path, given_values, margin_kpi="N99002")
    assert (row["rank"], row["rank_low"], row["rank_high"]) == (2, 1, 2)
    assert row["noise"] == pytest.approx(1)
    (surer,) = places(
        tmp_path / "surer", [*cells({2024: [10.0, 12.0]}), *cells({2024: [0.98, 0.98]}, "N99002")], margin_kpi="N99002"
    )
    assert (surer["rank_low"], surer["rank_high"]) == (2, 2)


def test_an_own_share_stands_on_its_own_count(tmp_path: Path) -> None:
    own = {"kpi_id": None, "similar": None, "measured_by": "Enkät.", "aggregation": "weighted_mean", "counts": "pupils"}
    measurement = {"indicator": "matt", "unit": "bun", "year": 2024, "gender": "T", "value": 75, "count": 20}
    with measured(tmp_path, definition(indicators=[indicator(**own)], measurements=[measurement]), []) as con:
        (row,) = rows(con, "FROM value_certainty")
    # (0.75 + 0.09604 ± 1.96·√(0.009375 + 0.002401)) / 1.19208.
    assert (row["basis"], row["behind"]) == ("source", 20)
    assert (row["low"], row["high"]) == (pytest.approx(53.13, abs=0.01), pytest.approx(88.81, abs=0.01))


@given(
    difference=st.decimals(-50, 50, places=3),
    margins=st.tuples(st.decimals(0, 40, places=3), st.decimals(0, 40, places=3)),
    wider=st.decimals(0, 20, places=3),
    power=st.sampled_from([10, 1000]),
)
def test_a_wider_margin_makes_no_difference_certain(
    difference: Decimal, margins: tuple[Decimal, Decimal], wider: Decimal, power: int
) -> None:
    def told(apart: Decimal, one: Decimal, other: Decimal) -> str:
        return MACROS.execute("SELECT margin_word(?::DOUBLE, ?::DOUBLE, ?::DOUBLE)", [apart, one, other]).fetchall()[0][
            0
        ]

    before = told(difference, *margins)
    assert told(difference * power, margins[0] * power, margins[1] * power) == before
    assert told(difference, margins[1], margins[0]) == before
    if before == "within_margin":
        assert told(difference, margins[0] + wider, margins[1]) == "within_margin"


@few(5)
@given(
    women=st.tuples(st.integers(3, 300), st.integers(0, 300)), men=st.tuples(st.integers(3, 300), st.integers(0, 300))
)
def test_the_least_that_adds_up_divides_those_who_were(women: tuple[int, int], men: tuple[int, int]) -> None:
    """What is found gives the same three shares, adds up, is no more than those who were, and both methods find it."""
    (n_women, k_women), (n_men, k_men) = ((n, k % (n + 1)) for n, k in (women, men))
    three = [round(100 * k / n, 6) for k, n in ((k_women, n_women), (k_men, n_men), (k_women + k_men, n_women + n_men))]
    # Another municipality's value is written with all six decimals.
    made = [*shares({2024: (three[0], three[1], three[2])}), *shares({2024: (None, None, 14.285714)}, AREAS[1])]
    with (
        tempfile.TemporaryDirectory() as folder,
        measured(Path(folder), definition(indicators=[indicator(counts="pupils")]), made) as con,
    ):
        found = dict(con.sql(f"SELECT gender, n FROM share_of WHERE area_id = '{OWN}'").fetchall())
    second = find_behind({g: Fraction(str(x)) for g, x in zip("KMT", three, strict=True)}, 10**6)
    assert found == second
    assert found["T"] == found["K"] + found["M"] <= n_women + n_men
    for gender, share in zip("KMT", three, strict=True):
        assert abs(round(share * found[gender] / 100) / found[gender] * 100 - share) < 2e-6


def test_what_must_not_be_ranked_has_no_place(tmp_path: Path) -> None:
    values = with_noise([float(k) for k in range(28)], 0.5)
    reason = {"rankable": False, "not_ranked": "Det säger de som gör måttet."}
    made = definition(indicators=[indicator(scale={"kind": "amount"}, **reason)])
    with measured(tmp_path, made, values) as con:
        told = rows(con, "SELECT DISTINCT rank, score, colour FROM comparison")
        assert rows(con, "FROM place_certainty") == []
        (row,) = rows(con, f"FROM comparison WHERE group_kind = 'all' AND area_id = '{OWN}' AND year = 2024")
    assert told == [{"rank": None, "score": None, "colour": None}]
    assert (row["n"], row["median"]) == (28, 13.5)


# Laws of §6, §16 and §17


def of_macro(query: str, *given_values: object) -> Any:
    return MACROS.execute(f"SELECT {query}", list(given_values)).fetchall()[0][0]


@given(
    move=st.decimals(-50, 50, places=2), least=st.decimals(0, 20, places=2), spread=st.decimals(0, 20, places=2),
    wider=st.decimals(0, 20, places=2), power=st.sampled_from([10, 100, 1000]),
)  # fmt: skip
def test_a_wider_spread_elsewhere_makes_nothing_a_contribution(
    move: Decimal, least: Decimal, spread: Decimal, wider: Decimal, power: int
) -> None:
    def told(d: Decimal, min_change: Decimal, others: Decimal) -> bool:
        return of_macro("moved_beyond(exact(?::DOUBLE), ?::DOUBLE, ?::DOUBLE)", d, min_change, others)

    before = told(move, least, spread)
    assert told(move * power, least * power, spread * power) is before
    assert told(move, least, spread + wider) <= before
    assert told(move, least + wider, spread) <= before


@few(3)
@given(
    own=st.integers(-200, 200), changes=st.lists(st.integers(-90, 90), min_size=3, max_size=7),
    better=st.sampled_from([1, -1]), seed=st.randoms(use_true_random=False),
)  # fmt: skip
def test_which_of_the_similar_ones_moved_how_far_does_not_matter_to_a_contribution(
    own: int, changes: list[int], better: int, seed: Any
) -> None:
    """The others in another order change nothing; and it is what the rule gives, reckoned here by its own words."""
    work = {"id": "a", "title": "A", "unit": "bun", "goals": ["mal"], "responsible": "Chefen", "state": "done",
            "planned_start": date(2024, 1, 10), "planned_end": date(2024, 10, 31), "actual_end": date(2024, 10, 31)}  # fmt: skip
    content = definition(
        activities=[work], indicators=[indicator(direction="higher" if better == 1 else "lower", min_change=0.5)]
    )

    def told(others: list[int]) -> tuple[object, ...]:
        moved = cells({2023: [50.0] * (1 + len(others)), 2024: [(500 + move) / 10 for move in (own, *others)]})
        with tempfile.TemporaryDirectory() as folder, measured(Path(folder), content, moved) as con:
            con.withhold_nothing()
            (row,) = con.frame("outer_efficiency_items").to_dicts()
            return row["contributed"], row["basis"], row["evidence"]

    before = told(changes)
    again = list(changes)
    seed.shuffle(again)
    assert told(again) == before
    middle = median(changes)
    spread = median(abs(change - middle) for change in changes)
    needed = max(5, 1.645 * 1.4826 * spread)
    assert before[0] is (better * (own - middle) >= needed)


@given(
    gap=st.decimals(-50, 50, places=2), spread=st.decimals(0, 40, places=2), further=st.decimals(0, 20, places=2),
    power=st.sampled_from([10, 1000]),
)  # fmt: skip
def test_what_may_be_expected_is_the_same_in_another_unit_and_less_of_a_higher_target(
    gap: Decimal, spread: Decimal, further: Decimal, power: int
) -> None:
    def chance(apart: Decimal, sigma: Decimal) -> float:
        return of_macro("chance_past(?::DOUBLE, ?::DOUBLE)", apart, sigma)

    before = chance(gap, spread)
    assert 0 <= before <= 1
    assert chance(gap * power, spread * power) == pytest.approx(before, abs=1e-9)
    assert chance(gap - further, spread) <= before + 1.5e-7
    # The other way round it is the other chance: both ways make one, but for a target that is met to the decimal.
    if gap:
        assert chance(-gap, spread) == pytest.approx(1 - before, abs=1.5e-7)


@few(2)
@given(
    steps=st.lists(st.integers(-6, 6), min_size=24, max_size=24), asked=st.integers(1, 5),
    power=st.sampled_from([10, 100]), seed=st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_laws_of_realism(steps: list[int], asked: int, power: int, seed: Any) -> None:
    """Scaled together, or with the others in another order, all is the same; asking more is never reached more often."""

    def told(moves: list[int], more: int, times: int = 1) -> dict[str, Any]:
        made = cells({2017 + k: (51.0 - k % 2) * times for k in range(8)})
        for k, move in enumerate(moves):
            made += [
                (kpi, AREAS[1 + k], *rest) for kpi, _, *rest in cells({2022: 50.0 * times, 2024: (50.0 + move) * times})
            ]
        content = definition(
            indicators=[indicator(scale={"kind": "amount"}, precision=0.1 * times, min_change=0.5 * times)],
            plans=[
                plan(
                    2024,
                    [
                        {
                            "goal": "mal",
                            "indicator": "matt",
                            "year1": 51 * times,
                            "year3": (50 + more) * times,
                            "tolerance": times,
                        }
                    ],
                )
            ],
        )
        with tempfile.TemporaryDirectory() as folder, measured(Path(folder), content, made) as con:
            (row,) = rows(con, "FROM target_realism WHERE group_kind = 'all'")
            return row

    before = told(steps, asked)
    shuffled = list(steps)
    seed.shuffle(shuffled)
    names = ("n", "n_reached", "share")
    assert [told(shuffled, asked)[name] for name in names] == [before[name] for name in names]
    scaled = told(steps, asked, power)
    assert [scaled[name] for name in names] == [before[name] for name in names]
    assert (scaled["p25"], scaled["p75"]) == (before["p25"] * power, before["p75"] * power)
    assert (before["n"], before["n_reached"]) == (24, sum(step >= asked for step in steps))
    assert told(steps, asked + 1)["n_reached"] <= before["n_reached"]
