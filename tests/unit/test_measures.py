"""Figures worked out by hand, against the project's SQL (docs/measures.md)."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.small import AREAS, OWN, catalogue, cells, definition, indicator, measured, plan, rows, warehouse_of

GOAL = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}


def one(tmp_path: Path, value: float | None, target: float, status: str = "", **changes: object) -> dict:
    content = definition(
        indicators=[indicator(**changes)],
        plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": target}])],
    )
    with measured(tmp_path, content, [("N99001", OWN, 2024, "T", value, status)]) as con:
        return rows(con, "FROM fulfilment")[0]


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [(89.95, 1, 90.0), (89.949999, 1, 89.9), (-0.5, 0, -1.0), (2.5, 0, 3.0), (1.005, 2, 1.01), (0.1 + 0.2, 1, 0.3)],
)
def test_rounding_is_half_up_away_from_zero_from_the_shortest_text(value: float, decimals: int, rounded: float) -> None:
    with warehouse_of([]) as con:
        got = con.execute("SELECT round_half_up(?::DOUBLE, ?)", [value, decimals]).fetchall()[0][0]
    assert float(got) == rounded


def test_89_95_against_90_with_one_decimal_is_met(tmp_path: Path) -> None:
    row = one(tmp_path, 89.95, 90.0)
    assert (row["status"], row["gap"], row["value"]) == ("met", 0.0, 89.95)


@pytest.mark.parametrize(
    ("value", "status"), [(90.0, "met"), (89.9, "partly"), (72.0, "partly"), (71.9, "not_met"), (None, "not_assessed")]
)
def test_higher_is_better_by_the_80_per_cent_rule(tmp_path: Path, value: float | None, status: str) -> None:
    assert one(tmp_path, value, 90, "" if value else "Missing")["status"] == status


@pytest.mark.parametrize(("value", "status"), [(4.0, "met"), (5.0, "partly"), (5.1, "not_met")])
def test_lower_is_better_by_a_quarter(tmp_path: Path, value: float, status: str) -> None:
    assert one(tmp_path, value, 4.0, direction="lower", scale={"kind": "amount"})["status"] == status


def test_minus_4_1_is_better_than_minus_2_where_lower_is_better(tmp_path: Path) -> None:
    row = one(tmp_path, -4.1, -2.0, direction="lower", scale={"kind": "signed"}, tolerance=0.5)
    assert (row["status"], row["gap"]) == ("met", 2.1)


def test_zero_is_a_value_and_null_is_not(tmp_path: Path) -> None:
    assert one(tmp_path, 0.0, 90)["status"] == "not_met"
    assert one(tmp_path, None, 90, "Missing")["status"] == "not_assessed"


@pytest.mark.parametrize(
    ("status", "reason"),
    [("Missing", "missing"), ("Privacy", "privacy"), ("Not applicable", "not_applicable"), ("", "missing")],
)
def test_statuses_stay_apart(tmp_path: Path, status: str, reason: str) -> None:
    row = one(tmp_path, None, 90, status)
    assert (row["status"], row["reason"], row["degree"]) == ("not_assessed", reason, None)


def test_a_value_beside_a_status_of_secrecy_is_not_shown(tmp_path: Path) -> None:
    row = one(tmp_path, 91.0, 90, "Privacy")
    assert (row["value"], row["status"], row["reason"]) == (None, "not_assessed", "privacy")


def test_a_neutral_indicator_is_not_judged(tmp_path: Path) -> None:
    content = definition(indicators=[indicator(direction="neutral")], plans=[])
    with measured(tmp_path, content, cells({2024: 50.0})) as con:
        row = rows(con, "FROM fulfilment")[0]
        place = rows(con, "FROM comparison")[0]
    assert row["status"] == "no_judgement"
    assert (place["rank"], place["score"], place["colour"]) == (None, None, None)


@pytest.mark.parametrize(
    "undecided", [{"direction": "open"}, {"direction": "higher", "proposed": ["direction", "lag"]}]
)
def test_nothing_is_judged_before_a_person_has_said_which_way_is_better(
    tmp_path: Path, undecided: dict[str, object]
) -> None:
    """§2: a decided target waits for its direction: not assessed, and the goal's coverage says so. Without one it is no leaf."""
    series = cells({year: 80.0 + year % 2 for year in range(2014, 2025)})
    goals = [{**GOAL, "indicators": ["matt", "annat"]}]
    both = [indicator(**undecided), indicator("annat", id="annat", kpi_id="N99002", title="Annat")]
    targets = [
        {"goal": "mal", "indicator": name, "year1": 70, "year3": 75, "baseline": 60} for name in ("matt", "annat")
    ]
    content = definition(indicators=both, goals=goals, plans=[plan(2024, targets)])
    with measured(tmp_path, content, [*series, *cells({2024: 75.0}, kpi="N99002")]) as con:
        row = rows(con, "FROM fulfilment WHERE indicator_id = 'matt'")[0]
        place = rows(con, "FROM comparison WHERE indicator_id = 'matt'")[0]
        whole = rows(con, "FROM goal_status WHERE unit_id IS NULL")[0]
    assert (row["value"], row["target"], row["status"], row["reason"]) == (80.0, 70.0, "not_assessed", "not_confirmed")
    judged = ("gap", "degree", "trend", "on_path", "assurance", "p_met", "expectation", "required_change")
    assert [row[name] for name in judged] == [None] * len(judged)
    assert (place["rank"], place["score"], place["colour"]) == (None, None, None)
    assert (whole["n_met"], whole["n_not_assessed"], whole["coverage"]) == (1, 1, 0.5)
    content = definition(indicators=both, goals=goals, plans=[plan(2024, targets[1:])])
    with measured(tmp_path / "b", content, [*series, *cells({2024: 75.0}, kpi="N99002")]) as con:
        row = rows(con, "FROM fulfilment WHERE indicator_id = 'matt'")[0]
    assert (row["status"], row["reason"]) == ("no_judgement", "no_target")


@pytest.mark.parametrize(
    ("value", "gap", "status"), [(11.0, 1.0, "met"), (10.0, 0.0, "met"), (9.0, -1.0, "partly"), (14.5, -1.5, "not_met")]
)
def test_an_interval_is_judged_from_its_nearer_end(tmp_path: Path, value: float, gap: float, status: str) -> None:
    content = definition(
        indicators=[indicator(direction="interval", scale={"kind": "amount"}, tolerance=1)],
        plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": {"low": 10, "high": 13}}])],
    )
    with measured(tmp_path, content, cells({2024: value})) as con:
        row = rows(con, "FROM fulfilment")[0]
    assert (row["gap"], row["status"], row["target"], row["target_low"]) == (gap, status, None, 10.0)


def test_degree_is_the_way_from_the_baseline(tmp_path: Path) -> None:
    content = definition(plans=[plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 90, "baseline": 80}])])
    with measured(tmp_path, content, cells({2024: 85.0})) as con:
        assert rows(con, "FROM fulfilment")[0]["degree"] == 0.5
    with measured(tmp_path / "b", content, cells({2024: 70.0})) as con:
        assert rows(con, "FROM fulfilment")[0]["degree"] == 0.0
    with measured(tmp_path / "c", content, [("N99001", OWN, 2024, "T", None, "Missing")]) as con:
        assert rows(con, "FROM fulfilment")[0]["degree"] is None


def test_the_newest_value_within_the_lag_is_used_and_its_year_printed(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), cells({2022: 1.0, 2023: 91.0})) as con:
        row = rows(con, "FROM fulfilment")[0]
    assert (row["year"], row["value"], row["status"]) == (2023, 91.0, "met")
    with measured(tmp_path / "old", definition(), cells({2022: 91.0})) as con:
        row = rows(con, "FROM fulfilment")[0]
    assert (row["value"], row["status"], row["reason"]) == (None, "not_assessed", "no_new_measurement")


def test_what_is_not_yet_published_says_so(tmp_path: Path) -> None:
    metadata = catalogue(publ_period="2024", publication_date="2026-03-01")
    with measured(tmp_path, definition(), [], metadata=metadata) as con:
        assert rows(con, "FROM fulfilment")[0]["reason"] == "not_yet_published"


@pytest.mark.parametrize(
    ("fields", "publication"),
    [
        ({"publ_period": "2025"}, "final"),
        ({"publ_period": "2024", "publication_date": "2025-12-01"}, "final"),
        ({"publ_period": "2024", "prel_publication_date": "2025-12-01"}, "preliminary"),
        ({"publ_period": "2024"}, None),
    ],
)
def test_preliminary_and_final_by_the_publication_dates(tmp_path: Path, fields: dict, publication: str | None) -> None:
    with measured(tmp_path, definition(), cells({2024: 91.0}), metadata=catalogue(**fields)) as con:
        assert rows(con, "FROM fulfilment")[0]["publication"] == publication


def test_the_latest_plan_decided_by_then_gives_the_target(tmp_path: Path) -> None:
    target = {"goal": "mal", "indicator": "matt"}
    content = definition(
        plans=[
            plan(2022, [{**target, "year1": 80, "year3": 84}], id="forsta"),
            plan(2024, [{**target, "year1": 90, "year3": 94}], id="andra"),
            plan(2024, [{**target, "year1": 92}], id="tredje", decided_at="2023-11-01"),
            plan(2024, [{**target, "year1": 99}], id="framtida", decided_at="2026-06-01"),
        ]
    )
    with measured(tmp_path, content, cells({2024: 91.0})) as con:
        row = rows(con, "FROM fulfilment")[0]
    assert (row["plan_version"], row["target"], row["gap"]) == ("tredje", 92.0, -1.0)
    assert (row["path_plan"], row["path_value"], row["on_path"]) == ("forsta", 84.0, True)


def test_the_path_is_of_the_newest_decided_plan_that_has_one(tmp_path: Path) -> None:
    target = {"goal": "mal", "indicator": "matt"}
    content = definition(
        plans=[
            plan(2022, [{**target, "year1": 80, "year3": 96}]),
            plan(2023, [{**target, "year1": 84, "year3": 88}]),
            plan(2023, [{**target, "year1": 85}], id="utan-ar-3", decided_at="2022-11-01"),
        ]
    )
    with measured(tmp_path, content, cells({2024: 87.0})) as con:
        row = rows(con, "FROM fulfilment")[0]
    # Plan 2023: 84 + (88 − 84) · (2024 − 2023) / 2 = 86, not plan 2022's 96.
    assert (row["plan_version"], row["target"], row["gap"], row["target_year3"]) == ("plan-2023", 86.0, 1.0, 88.0)
    assert (row["path_plan"], row["path_value"], row["on_path"]) == ("plan-2023", 86.0, True)


def test_without_a_target_for_the_year_the_path_is_the_target(tmp_path: Path) -> None:
    content = definition(plans=[plan(2023, [{"goal": "mal", "indicator": "matt", "year1": 80, "year3": 85}])])
    with measured(tmp_path, content, cells({2024: 82.4})) as con:
        row = rows(con, "FROM fulfilment")[0]
    assert (row["target"], row["path_value"], row["gap"], row["on_path"]) == (82.5, 82.5, -0.1, False)
    assert row["required_change"] == pytest.approx(2.6)


def many_leaves(met: int, partly: int, not_met: int, missing: int = 0) -> tuple[dict, list]:
    values = [95.0] * met + [80.0] * partly + [10.0] * not_met + [None] * missing
    names = [f"matt-{i}" for i in range(len(values))]
    content = definition(
        indicators=[indicator(id=name, kpi_id=f"N99{i:03d}") for i, name in enumerate(names)],
        goals=[{**GOAL, "indicators": names}],
        plans=[plan(2024, [{"goal": "mal", "indicator": name, "year1": 90} for name in names])],
    )
    given = [(f"N99{i:03d}", OWN, 2024, "T", v, "" if v else "Missing") for i, v in enumerate(values)]
    return content, given


def test_8_met_3_partly_19_not_gives_0_3167(tmp_path: Path) -> None:
    with measured(tmp_path, *many_leaves(8, 3, 19)) as con:
        row = rows(con, "FROM goal_status WHERE unit_id IS NULL")[0]
    assert (round(row["score"], 4), row["status"], row["coverage"]) == (0.3167, "not_met", 1.0)


def test_were_the_3_unmeasured_it_gives_0_2963(tmp_path: Path) -> None:
    with measured(tmp_path, *many_leaves(8, 0, 19, 3)) as con:
        row = rows(con, "FROM goal_status WHERE unit_id IS NULL")[0]
    assert (round(row["score"], 4), row["coverage"], row["n_not_assessed"]) == (0.2963, 0.9, 3)


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ((4, 1, 0), "met"),
        ((9, 0, 1), "partly"),
        ((2, 0, 3), "partly"),
        ((1, 0, 2), "not_met"),
        ((1, 0, 0, 2), "not_assessed"),
        ((1, 0, 0, 1), "met"),
    ],
)
def test_a_goals_status_from_its_score_coverage_and_worst_leaf(tmp_path: Path, counts: tuple, status: str) -> None:
    with measured(tmp_path, *many_leaves(*counts)) as con:
        assert rows(con, "FROM goal_status WHERE unit_id IS NULL")[0]["status"] == status


def test_the_same_leaf_under_two_goals_counts_once(tmp_path: Path) -> None:
    goals = [
        GOAL,
        {**GOAL, "id": "annat"},
        {**GOAL, "id": "over", "unit": "kf", "indicators": [], "kind": "strategic_goal"},
    ]
    goals[0] = {**goals[0], "parents": ["over"]}
    goals[1] = {**goals[1], "parents": ["over"]}
    same = [{"goal": name, "indicator": "matt", "year1": 90} for name in ("mal", "annat")]
    with measured(tmp_path, definition(goals=goals, plans=[plan(2024, same)]), cells({2024: 91.0})) as con:
        assert rows(con, "FROM goal_status WHERE goal_id = 'over' AND unit_id IS NULL")[0]["n_met"] == 1
        assert rows(con, "FROM level_status WHERE unit_id = 'bun'")[0]["n_met"] == 1
    other = [same[0], {**same[1], "year1": 92}]
    with measured(tmp_path / "b", definition(goals=goals, plans=[plan(2024, other)]), cells({2024: 91.0})) as con:
        row = rows(con, "FROM level_status WHERE unit_id = 'kf'")[0]
    assert (row["n_met"], row["n_partly"]) == (1, 1)


def test_the_units_own_judgement_stands_beside(tmp_path: Path) -> None:
    own = {
        "report": "2024-12",
        "unit": "bun",
        "goal": "mal",
        "status": "not_met",
        "motivation": "Vi menar.",
        "by": "ordförande",
        "date": "2025-01-10",
    }
    with measured(tmp_path, definition(judgements=[own]), cells({2024: 91.0})) as con:
        row = rows(con, "FROM goal_status WHERE unit_id = 'bun'")[0]
    assert (row["status"], row["own_judgement"], row["own_motivation"]) == ("met", "not_met", "Vi menar.")


def test_an_interim_report_judges_the_annual_forecast(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), cells({2023: 91.0}), report="2024-08") as con:
        row = rows(con, "FROM fulfilment")[0]
    assert (row["basis"], row["value"], row["year"], row["status"]) == ("auto_forecast", 91.0, 2023, "met")


def compared(tmp_path: Path, values: list[float], **changes: object) -> list[dict]:
    content = definition(indicators=[indicator(**changes)])
    with measured(tmp_path, content, cells({2024: values})) as con:
        return rows(con, "FROM comparison WHERE group_kind = 'all' ORDER BY area_id")


def test_ranks_scores_and_quartiles_of_thirty_municipalities(tmp_path: Path) -> None:
    found = compared(tmp_path, [float(i) for i in range(30)])
    best, worst = found[-1], found[0]
    assert (best["rank"], best["score"], best["colour"]) == (1, 100.0, "green")
    assert (worst["rank"], worst["score"], worst["colour"]) == (30, 0.0, "red")
    assert (best["n"], best["p25"], best["median"], best["p75"], best["mean"]) == (30, 7.25, 14.5, 21.75, 14.5)
    colours = [row["colour"] for row in found]
    assert (colours.count("green"), colours.count("yellow"), colours.count("red")) == (7, 16, 7)


def test_lower_is_better_turns_the_ranks(tmp_path: Path) -> None:
    found = compared(tmp_path, [float(i) for i in range(30)], direction="lower")
    assert (found[0]["rank"], found[0]["colour"], found[-1]["colour"]) == (1, "green", "red")


def test_ties_share_the_best_rank_and_where_all_tie_all_are_yellow(tmp_path: Path) -> None:
    found = compared(tmp_path, [5.0] * 30)
    assert {(row["rank"], row["score"], row["colour"], row["tie_share"]) for row in found} == {(1, 50.0, "yellow", 1.0)}
    some = compared(tmp_path / "b", [9.0, 9.0, *map(float, range(1, 9)), *[0.5] * 10])
    assert [some[0]["rank"], some[2]["rank"], some[9]["rank"]] == [1, 10, 3]
    assert some[0]["tie_share"] == pytest.approx(12 / 20)
    assert some[0]["score"] == pytest.approx(100 * (18 + 0.5) / 19)


def test_no_colour_under_twenty_but_ranks_stand(tmp_path: Path) -> None:
    found = compared(tmp_path, [float(i) for i in range(19)])
    assert {row["colour"] for row in found} == {None}
    assert found[-1]["rank"] == 1


def test_no_colour_while_values_are_still_arriving(tmp_path: Path) -> None:
    values = {2023: [float(i) for i in range(30)], 2024: [float(i) for i in range(23)]}
    with measured(tmp_path, definition(), cells(values)) as con:
        found = rows(con, "FROM comparison WHERE group_kind = 'all' AND year = 2024")
    assert {row["colour"] for row in found} == {None}
    assert min(row["rank"] for row in found) == 1


def test_one_alone_has_no_score(tmp_path: Path) -> None:
    assert compared(tmp_path, [5.0])[0]["score"] is None


def test_the_similar_set_is_the_seven_and_oneself(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), cells({2024: [float(i) for i in range(30)]})) as con:
        row = rows(con, f"FROM comparison WHERE group_kind = 'similar' AND area_id = '{OWN}'")[0]
    assert (row["n"], row["rank"], row["min"], row["max"], row["group_year"]) == (8, 8, 0.0, 7.0, 2024)


def test_a_group_of_more_than_eight_is_none_of_rkas_and_is_not_compared_with(tmp_path: Path) -> None:
    given = catalogue()
    own = given.groups.filter(title=f"Liknande kommuner grundskola, Ort {OWN}, 2024")
    ninth = own.head(1).with_columns(pl.lit(AREAS[10]).alias("member_id"))
    more = replace(given, groups=pl.concat([given.groups, ninth]))
    with measured(tmp_path, definition(), cells({2024: [float(i) for i in range(30)]}), metadata=more) as con:
        found = rows(con, f"FROM comparison WHERE group_kind = 'similar' AND area_id = '{OWN}'")
        checked = rows(con, "FROM checks WHERE check_id = 'similar_group_found'")
    assert found == []
    assert [row["status"] for row in checked] == ["failed"]


def test_change_slope_gender_difference_and_riket(tmp_path: Path) -> None:
    given = cells({2022: 80.0, 2023: 82.0, 2024: 86.0})
    given += cells({2024: 90.0}, gender="K") + cells({2024: 82.5}, gender="M")
    given += [("N99001", "0000", 2024, "T", 84.0, "")]
    with measured(tmp_path, definition(), given) as con:
        row = rows(con, "FROM comparison WHERE group_kind = 'all' AND year = 2024 AND gender = 'T'")[0]
        trend = rows(con, "FROM fulfilment")[0]
    assert (row["change"], row["slope"], row["gender_difference"], row["riket"]) == (4.0, 3.0, 7.5, 84.0)
    assert (trend["previous_value"], trend["change"], trend["trend"]) == (82.0, 4.0, "series_too_short")


def test_nothing_is_compared_across_a_series_break(tmp_path: Path) -> None:
    content = definition(indicators=[indicator(series_breaks=[2023])])
    with measured(tmp_path, content, cells({2022: 80.0, 2023: 82.0, 2024: 86.0})) as con:
        found = {row["year"]: row for row in rows(con, "FROM comparison WHERE group_kind = 'all'")}
    assert (found[2023]["change"], found[2024]["change"], found[2024]["slope"]) == (None, 4.0, None)


def test_source_labels_follow_from_where_the_values_came(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), cells({2024: 86.0})) as con:
        assert rows(con, "FROM fulfilment")[0]["source_label"] == "Källa: Kolada"
        assert {r["source_label"] for r in rows(con, "FROM comparison")} == {"Egen bearbetning av data från Kolada"}


def test_every_figure_leads_home(tmp_path: Path) -> None:
    with measured(tmp_path, definition(), cells({2024: [float(i) for i in range(30)]})) as con:
        lost = rows(
            con,
            """
            WITH RECURSIVE up AS (
                SELECT lineage_id AS figure, lineage_id FROM fulfilment WHERE value IS NOT NULL
                UNION SELECT lineage_id, lineage_id FROM comparison
                UNION SELECT u.figure, l.parent_id FROM up AS u JOIN lineage AS l USING (lineage_id)
                WHERE l.parent_id IS NOT NULL
            )
            SELECT figure FROM up LEFT JOIN lineage USING (lineage_id)
            GROUP BY figure
            HAVING list_distinct(list(kind)) IS NULL OR NOT list_has_all(
                list(kind), ['value', 'source_answer', 'definition', 'model', 'check'])
            """,
        )
        orphans = rows(con, "FROM lineage WHERE parent_id NOT IN (SELECT lineage_id FROM lineage)")
    assert lost == []
    assert orphans == []
    assert len(AREAS) == 30


WITHHELD = [("N99001", area, 2024, "T", 400.0, "") for area in AREAS]


@pytest.mark.parametrize(
    "values",
    [cells({2024: 80.0}), [], [("N99001", OWN, 2024, "T", None, "Privacy")], WITHHELD],
    ids=["a value", "inget värde", "secrecy", "withheld by a check"],
)
def test_without_a_target_there_is_no_leaf_whatever_the_value_is(
    tmp_path: Path, values: list[tuple[str, str, int, str, float | None, str]]
) -> None:
    """§2: two indicators, of which only one has a target. The other is shown, and lowers no coverage."""
    content = definition(
        indicators=[indicator(), indicator("annat", id="annat", kpi_id="N99002", title="Annat")],
        goals=[{**GOAL, "indicators": ["matt", "annat"]}],
        plans=[plan(2024, [{"goal": "mal", "indicator": "annat", "year1": 70}])],
    )
    with measured(tmp_path, content, [*values, *cells({2024: 75.0}, kpi="N99002")]) as con:
        told = rows(con, "SELECT indicator_id, status, reason FROM fulfilment ORDER BY indicator_id")
        whole = rows(con, "FROM goal_status WHERE unit_id IS NULL")[0]
    assert told == [
        {"indicator_id": "annat", "status": "met", "reason": None},
        {"indicator_id": "matt", "status": "no_judgement", "reason": "no_target"},
    ]
    counts = [whole[f"n_{status}"] for status in ("met", "partly", "not_met", "not_assessed", "no_judgement")]
    assert (counts, whole["coverage"], whole["status"]) == ([1, 0, 0, 0, 0], 1.0, "met")


def test_a_goal_whose_indicators_have_no_targets_has_its_rows_and_no_coverage(tmp_path: Path) -> None:
    with measured(tmp_path, definition(plans=[]), cells({2024: 80.0})) as con:
        told = rows(con, "SELECT unit_id, coverage, score, status FROM goal_status ORDER BY unit_id NULLS FIRST")
    nothing = {"coverage": None, "score": None, "status": "not_assessed"}
    assert told == [{"unit_id": None, **nothing}, {"unit_id": "bun", **nothing}]
