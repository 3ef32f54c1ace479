"""What serves each global goal of Agenda 2030: goals, and indicators by their total (docs/domain.md, Agenda 2030)."""

from pathlib import Path
from typing import Any

from tests.small import cells, definition, indicator, measured, plan, rows

# Nine years of thirty municipalities, each with ups and downs of its own; we climb from 80 to 88.
VALUES = {2016 + i: [80.0 + i, *(60.0 + k + (i * k) % 3 for k in range(29))] for i in range(9)}


def agenda() -> dict[str, Any]:
    """A goal that serves global goal 4, as its indicator does too, and an indicator of another goal that serves global goal 3."""
    made = [
        indicator(judged_genders=["T", "K"], sdg=[4]),
        indicator(id="annat", kpi_id="N99002", sdg=[3]),
        indicator(id="tredje", kpi_id="N99003"),
    ]
    goals = [
        {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"], "sdg": [4]},
        {"id": "andra", "kind": "own_result", "title": "Andra", "unit": "ks", "indicators": ["annat", "tredje"]},
    ]
    targets = [
        {"goal": "mal", "indicator": "matt", "year1": 85, "tolerance": 1},
        {"goal": "mal", "indicator": "matt", "gender": "K", "year1": 95, "tolerance": 1},
        {"goal": "andra", "indicator": "annat", "year1": 99, "tolerance": 1},
    ]
    return definition(indicators=made, goals=goals, plans=[plan(2024, targets)])


def test_goals_and_indicators_that_serve_a_global_goal_are_told_by_their_total(tmp_path: Path) -> None:
    values = [
        *cells(VALUES), *cells(VALUES, gender="K"),
        *cells({year: [50.0, *row[1:]] for year, row in VALUES.items()}, "N99002"), *cells(VALUES, "N99003"),
    ]  # fmt: skip
    with measured(tmp_path, agenda(), values) as con:
        found = rows(con, "SELECT sdg, goal_id, indicator_id, unit_id, status, value, year FROM global_goals")
        places = rows(
            con,
            "SELECT told.indicator_id, told.rank, told.n, told.rank_low, told.rank_high, place.rank AS of_place, place.n AS of_n,"
            " certain.rank_low AS low, certain.rank_high AS high FROM global_goals AS told"
            " JOIN comparison AS place ON place.indicator_id = told.indicator_id AND place.year = 2024 AND place.gender = 'T'"
            "  AND place.group_kind = 'similar' AND place.area_id = '9901'"
            " JOIN place_certainty AS certain ON certain.indicator_id = told.indicator_id AND certain.year = 2024"
            "  AND certain.gender = 'T' AND certain.group_id = place.group_id AND certain.area_id = '9901' ORDER BY 1",
        )
    assert [tuple(row.values()) for row in found] == [
        (3, "andra", "annat", "ks", "not_met", 50.0, 2024),
        # One of its two judged targets is met, by women's 88 against 95 the other is not.
        (4, "mal", None, "bun", "partly", None, None),
        (4, "mal", "matt", "bun", "met", 88.0, 2024),
    ]
    assert [row["indicator_id"] for row in places] == ["annat", "matt"]
    for row in places:
        assert (row["rank"], row["n"]) == (row["of_place"], row["of_n"])
        assert (row["rank_low"], row["rank_high"]) == (row["low"], row["high"])
        assert row["rank_low"] <= row["rank"] <= row["rank_high"]
    assert places[0]["rank"] > places[1]["rank"], "50 is a worse place than 88"
