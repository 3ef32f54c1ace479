"""The measures' laws, on values that Hypothesis makes."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.small import AREAS, cells, definition, few, indicator, measured, plan, rows

FEW = few(6)
VALUES = st.lists(st.integers(0, 60).map(lambda n: n / 2), min_size=20, max_size=30)


def comparison(values: dict[str, float], scale: float = 1, decimals: int = 1, **changes: object) -> dict[str, dict]:
    content = definition(
        indicators=[
            indicator(
                scale={"kind": "signed"}, tolerance=2 * scale, precision=0.1 * scale, decimals=decimals, **changes
            )
        ],
        plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 15 * scale}])],
    )
    made = [("N99001", area, 2024, "T", value * scale, "") for area, value in values.items()]
    with tempfile.TemporaryDirectory() as folder, measured(Path(folder), content, made) as con:
        found = {row["area_id"]: row for row in rows(con, "FROM comparison WHERE group_kind = 'all'")}
        found["status"] = rows(con, "SELECT status, trend FROM fulfilment")[0]
        return found


@FEW
@given(values=VALUES, seed=st.randoms(use_true_random=False))
def test_permuting_municipalities_changes_nothing(values: list[float], seed: object) -> None:
    before = dict(zip(AREAS, values, strict=False))
    order = list(before)
    seed.shuffle(order)  # type: ignore[attr-defined]
    assert comparison({area: before[area] for area in order}) == comparison(before)


@FEW
@given(values=VALUES, power=st.sampled_from([1, 2]))
def test_a_change_of_unit_changes_no_rank_colour_or_status(values: list[float], power: int) -> None:
    given_values = dict(zip(AREAS, values, strict=False))
    plain = comparison(given_values, decimals=2)
    scaled = comparison(given_values, scale=10**power, decimals=2 - power)
    for area in given_values:
        assert [scaled[area][key] for key in ("rank", "colour", "score", "n", "tie_share")] == [
            plain[area][key] for key in ("rank", "colour", "score", "n", "tie_share")
        ]
    assert scaled["status"] == plain["status"]


@FEW
@given(values=VALUES, direction=st.sampled_from(["higher", "lower"]))
def test_the_colours_count_up(values: list[float], direction: str) -> None:
    found = comparison(dict(zip(AREAS, values, strict=False)), direction=direction)
    found.pop("status")
    n = len(values)
    worth = [v if direction == "higher" else -v for v in values]
    expected = []
    for own in worth:
        green = 1 + sum(other > own for other in worth) <= n / 4
        red = 1 + sum(other < own for other in worth) <= n / 4
        expected.append("yellow" if green == red else "green" if green else "red")
    assert [row["colour"] for _, row in sorted(found.items())] == expected
    if len(set(values)) == n:
        assert expected.count("green") == expected.count("red") == n // 4


@FEW
@given(extra=st.integers(1, 5), value=st.floats(0, 100).map(lambda x: round(x, 1)))
def test_an_unassessed_leaf_lowers_coverage_and_changes_no_score(extra: int, value: float) -> None:
    names = [f"matt-{i}" for i in range(extra)]
    goal = {"id": "mal", "kind": "own_result", "title": "Mål", "unit": "bun"}

    def status(indicators: list[str]) -> dict:
        content = definition(
            indicators=[indicator(), *[indicator(id=name, kpi_id=f"N99{i + 2:03d}") for i, name in enumerate(names)]],
            goals=[{**goal, "indicators": indicators}],
            plans=[plan(2024, [{"goal": "mal", "indicator": name, "year1": 90} for name in indicators])],
        )
        with tempfile.TemporaryDirectory() as folder, measured(Path(folder), content, cells({2024: value})) as con:
            return rows(con, "FROM goal_status WHERE unit_id IS NULL")[0]

    alone, more = status(["matt"]), status(["matt", *names])
    assert more["score"] == alone["score"]
    assert more["coverage"] == 1 / (1 + extra) < alone["coverage"]


@FEW
@given(
    value=st.integers(0, 1000).map(lambda n: n / 10),
    step=st.integers(1, 300).map(lambda n: n / 10),
    target=st.integers(1, 100),
)
def test_improving_a_value_never_worsens_a_status(value: float, step: float, target: int) -> None:
    order = ["not_met", "partly", "met"]

    def status(x: float) -> int:
        content = definition(
            indicators=[indicator(scale={"kind": "amount"})],
            plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": target}])],
        )
        with tempfile.TemporaryDirectory() as folder, measured(Path(folder), content, cells({2024: x})) as con:
            return order.index(rows(con, "FROM fulfilment")[0]["status"])

    assert status(round(value + step, 1)) >= status(value)
