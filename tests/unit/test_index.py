"""Quality and resources together (docs/measures.md §9): figures by hand, and the laws that they keep."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small import AREAS, OWN, Cell, cells, definition, few, indicator, measured, rows

FEW = few(5)
KPIS = {"betyg": "N99001", "larare": "N99002", "franvaro": "N99003", "kostnad": "N99004"}
AREA = {
    "id": "grundskola",
    "title": "Grundskola",
    "similar": "grundskola",
    "quality": ["betyg", "larare", "franvaro"],
    "resource": "kostnad",
}


def content(cost_direction: str = "neutral", **changes: object) -> dict:
    directions = {"betyg": "higher", "larare": "higher", "franvaro": "lower", "kostnad": cost_direction}
    indicators = [
        indicator(id=name, kpi_id=kpi, direction=directions[name], scale={"kind": "signed"}, tolerance=1)
        for name, kpi in KPIS.items()
    ]
    goal = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["betyg"]}
    return definition(indicators=indicators, goals=[goal], plans=[], service_areas=[{**AREA, **changes}])


def values(year: int = 2024, **given_values: list[float]) -> list[Cell]:
    return [cell for name, listed in given_values.items() for cell in cells({year: listed}, kpi=KPIS[name])]


UP = [float(i) for i in range(30)]
DOWN = UP[::-1]


def index(tmp_path: Path, made: list[Cell], definitions: dict | None = None, where: str = "") -> list[dict]:
    with measured(tmp_path, definitions or content(), made) as con:
        return rows(con, f"FROM efficiency_index {where}")


def test_quality_is_the_mean_score_and_resources_turn_the_cost(tmp_path: Path) -> None:
    made = values(betyg=UP, larare=DOWN, franvaro=UP, kostnad=UP)
    found = index(tmp_path, made, where=f"WHERE group_kind = 'all' AND area_id = '{AREAS[29]}'")[0]
    # Best results (100), fewest teachers (0), most absence (0); dearest (0).
    assert found["quality"] == pytest.approx(100 / 3)
    assert (found["resources"], found["n_components"], found["share_components"]) == (0.0, 3, 1.0)
    # Without the best E is 0; without one of the worst Q is 50, and three fourths of it 37.5: too far apart.
    assert (found["efficiency"], found["efficiency_low"], found["efficiency_high"]) == (None, 0.0, 37.5)


def test_an_index_that_other_choices_hardly_change_is_told(tmp_path: Path) -> None:
    """Scores of the 16th of 30: 15/29 of a hundred where more is better, 14/29 where less is."""
    made = values(betyg=UP, larare=DOWN, franvaro=UP, kostnad=UP)
    found = index(tmp_path, made, where=f"WHERE group_kind = 'all' AND area_id = '{AREAS[15]}'")[0]
    up, down = 1500 / 29, 1400 / 29
    assert found["quality"] == pytest.approx((up + 2 * down) / 3)
    assert found["efficiency"] == pytest.approx((found["quality"] + down) / 2)
    # Without the best Q is down, as R is; without a worse one it is 50.
    assert found["efficiency_low"] == pytest.approx(down)
    assert found["efficiency_high"] == pytest.approx((3 * 50 + down) / 4)


def test_the_similar_set_is_that_of_the_service_area(tmp_path: Path) -> None:
    found = index(tmp_path, values(betyg=UP, kostnad=UP), content(quality=["betyg"]))
    own = {row["group_kind"]: row for row in found if row["area_id"] == AREAS[10]}
    # Of the eight (10 to 17) it has the lowest results and the lowest cost.
    assert (own["similar"]["quality"], own["similar"]["resources"], own["similar"]["efficiency"]) == (0.0, 100.0, None)
    assert own["all"]["quality"] == pytest.approx(100 * 10 / 29)
    assert own["all"]["resources"] == pytest.approx(100 * 19 / 29)
    assert {row["area_id"] for row in found} == set(AREAS)


@pytest.mark.parametrize("direction", ["neutral", "lower", "higher"])
def test_a_low_cost_is_better_whatever_the_indicators_own_direction(tmp_path: Path, direction: str) -> None:
    found = index(tmp_path, values(betyg=UP, kostnad=UP), content(direction, quality=["betyg"]))
    assert next(r for r in found if r["area_id"] == OWN and r["group_kind"] == "all")["resources"] == 100.0


def test_a_tie_counts_half(tmp_path: Path) -> None:
    found = index(tmp_path, values(betyg=UP, kostnad=[5.0, 5.0, 7.0]), content(quality=["betyg"]))
    rows_of_all = {row["area_id"]: row["resources"] for row in found if row["group_kind"] == "all"}
    assert [rows_of_all[area] for area in AREAS[:4]] == [75.0, 75.0, 0.0, None]


@pytest.mark.parametrize(("components", "has"), [(1, False), (2, True)])
def test_under_sixty_per_cent_of_the_components_there_is_no_quality(tmp_path: Path, components: int, has: bool) -> None:
    made = values(**dict(list({"betyg": UP, "larare": UP}.items())[:components]), kostnad=UP)
    found = index(tmp_path, made, where=f"WHERE group_kind = 'all' AND area_id = '{OWN}'")[0]
    assert (found["quality"] is not None, found["efficiency_low"] is not None) == (has, has)
    assert (found["n_components"], found["resources"]) == (components, 100.0)


def test_no_efficiency_without_resources(tmp_path: Path) -> None:
    found = index(tmp_path, values(betyg=UP, larare=UP, franvaro=UP))
    assert {(row["resources"], row["efficiency"]) for row in found} == {(None, None)}
    assert all(row["quality"] is not None for row in found)


def test_another_years_cost_is_never_put_in_its_place(tmp_path: Path) -> None:
    made = values(betyg=UP, larare=UP, franvaro=UP) + values(2023, kostnad=UP)
    found = {row["year"]: row for row in index(tmp_path, made) if row["area_id"] == OWN and row["group_kind"] == "all"}
    assert (found[2024]["resources"], found[2024]["efficiency"]) == (None, None)
    assert (found[2023]["resources"], found[2023]["quality"]) == (100.0, None)


def test_the_own_municipality_has_its_history_and_others_the_years_of_the_lag(tmp_path: Path) -> None:
    made = [cell for year in (2020, 2023, 2024) for cell in values(year, betyg=UP, kostnad=UP)]
    found = index(tmp_path, made, content(quality=["betyg"]))
    assert {row["year"] for row in found if row["area_id"] == OWN} == {2020, 2023, 2024}
    assert {row["year"] for row in found if row["area_id"] != OWN} == {2023, 2024}


def test_a_withheld_component_is_left_out(tmp_path: Path) -> None:
    definitions = content(quality=["betyg", "larare"])
    definitions["indicators"][1]["scale"] = {"kind": "share"}
    found = index(tmp_path, values(betyg=UP, larare=[900.0] * 30, kostnad=UP), definitions)
    assert {row["n_components"] for row in found} == {1}
    assert {row["quality"] for row in found} == {None}


def test_a_component_that_must_not_be_ranked_is_left_out(tmp_path: Path) -> None:
    definitions = content(quality=["betyg", "larare"])
    definitions["indicators"][1] |= {"rankable": False, "not_ranked": "Prov."}
    found = index(tmp_path, values(betyg=UP, larare=UP, kostnad=UP), definitions)
    assert {row["n_components"] for row in found} == {1}


NUMBERS = st.lists(st.integers(0, 40).map(float), min_size=30, max_size=30)


def quick(made: list[Cell]) -> dict[tuple[str, str], tuple]:
    with tempfile.TemporaryDirectory() as folder:
        found = index(Path(folder), made)
    return {
        (r["area_id"], r["group_kind"]): (
            r["quality"],
            r["resources"],
            r["efficiency"],
            r["efficiency_low"],
            r["efficiency_high"],
        )
        for r in found
    }


@FEW
@given(betyg=NUMBERS, larare=NUMBERS, kostnad=NUMBERS, seed=st.randoms(use_true_random=False))
def test_permuting_municipalities_changes_nothing(betyg: list, larare: list, kostnad: list, seed: object) -> None:
    made = values(betyg=betyg, larare=larare, kostnad=kostnad)
    shuffled = list(made)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert quick(shuffled) == quick(made)


@FEW
@given(betyg=NUMBERS, larare=NUMBERS, kostnad=NUMBERS, power=st.integers(1, 3))
def test_a_change_of_unit_changes_no_score(betyg: list, larare: list, kostnad: list, power: int) -> None:
    scaled = [x * 10**power for x in kostnad]
    plain = quick(values(betyg=betyg, larare=larare, kostnad=kostnad))
    assert quick(values(betyg=betyg, larare=larare, kostnad=scaled)) == plain
    for quality, resources, efficiency, low, high in plain.values():
        near = 1e-9
        assert -near <= low <= (quality + resources) / 2 + near
        assert (quality + resources) / 2 - near <= high <= 100 + near
        assert (efficiency is None) == (high - low > 25 + near)
        assert efficiency in {None, (quality + resources) / 2}


@FEW
@given(betyg=NUMBERS, larare=NUMBERS, kostnad=NUMBERS)
def test_the_mean_of_all_municipalities_is_fifty(betyg: list, larare: list, kostnad: list) -> None:
    found = quick(values(betyg=betyg, larare=larare, kostnad=kostnad))
    of_all = [row for (_, kind), row in found.items() if kind == "all"]
    # What other choices would change too much is not told (§9).
    told = [i for i in range(3) if all(row[i] is not None for row in of_all)]
    assert {0, 1} <= set(told)
    assert [sum(row[i] for row in of_all) / 30 for i in told] == pytest.approx([50.0] * len(told))
